"""The pages of a form: one topic each, and how far each of them is answered."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from forms.model import Group, Question, Repeat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forms.changes import Changes
    from forms.model import FormModel, Item
    from forms.session import FormSession
    from forms.view import State

# Questions that stand outside all groups share pages of so many.
_LOOSE: Final = 6


class Standing(StrEnum):
    """How far a topic is answered."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


class Topic(NamedTuple):
    """One page: a group at the top of the form, or some questions that stand in none."""

    number: int
    items: tuple[Item, ...]
    group: Group | None = None

    @property
    def ref(self) -> str:
        """Return the reference of the group, nothing for loose questions."""
        return self.group.ref if self.group else ""

    def title(self, session: FormSession) -> str:
        """Return what the topic is called in the language of the questions."""
        named = session.label(self.group.ref) if self.group and self.group.label else ""
        return named or session.model.title

    def shown(self, session: FormSession) -> bool:
        """Return whether the topic is asked about at this moment."""
        if self.group is not None:
            return session.state(self.group.ref).shown
        return any(session.state(item.ref).shown for item in self.items if _asks(item))


def topics_of(model: FormModel) -> tuple[Topic, ...]:
    """Return the pages of a form that ask something, in its order."""
    found: list[Topic] = []
    loose: list[Item] = []

    def gather() -> None:
        for first in range(0, len(loose), _LOOSE):
            items = tuple(loose[first : first + _LOOSE])
            if any(map(_asks, items)):
                found.append(Topic(len(found), items))
        loose.clear()

    for item in _top(model):
        if isinstance(item, Group) and not isinstance(item, Repeat):
            gather()
            if _asks(item):
                found.append(Topic(len(found), item.children, item))
        else:
            loose.append(item)
    gather()
    return tuple(found)


def _top(model: FormModel) -> tuple[Item, ...]:
    """Return the items of which pages are made; one group around everything is none."""
    items = model.root.children
    asking = [item for item in items if _asks(item)]
    only = asking[0] if len(asking) == 1 else None
    if isinstance(only, Group) and not isinstance(only, Repeat):
        inner = [item for item in only.children if isinstance(item, Group)]
        if len(inner) > 1:
            return only.children
    return items


def _asks(item: Item) -> bool:
    """Return whether an item puts anything on a page."""
    if isinstance(item, Group):
        return any(_asks(child) for child in item.children)
    return isinstance(item, Question) and bool(item.control)


class Moved(NamedTuple):
    """The groups that stand differently, and whether others are asked about than before."""

    further: list[int]
    others: bool


class Progress:
    """How far each topic is answered, counted once and then only where something changed."""

    def __init__(self, session: FormSession, topics: tuple[Topic, ...]) -> None:
        self._session, self._topics = session, topics
        self._by_path = {item.path: topic.number for topic in topics for item in topic.items}
        self._groups = frozenset(topic.ref for topic in topics)
        self._depths = sorted({len(path) for path in self._by_path})
        self.standing = self._count_all()

    def topic_of(self, ref: str) -> int | None:
        """Return the number of the topic that a reference lies in."""
        path = tuple(step.partition("[")[0] for step in ref.strip("/").split("/"))
        for depth in self._depths:
            number = self._by_path.get(path[:depth])
            if number is not None:
                return number
        for topic in self._topics:
            if topic.group is not None and topic.group.path == path:
                return topic.number
        return None

    def recount(self, number: int) -> bool:
        """Count one topic again; return whether it stands differently."""
        topic = self._topics[number]
        counted: Counter[str] = Counter()
        for item in topic.items:
            for state, question in states_below(self._session, item, item.ref):
                _tally(counted, state, question, self._session)
        now = _standing(counted)
        if now is self.standing[number]:
            return False
        self.standing[number] = now
        return True

    def follow(self, changes: Changes) -> Moved:
        """Count again what changes touch; return which groups they moved."""
        refs = (*changes.values, *changes.shown, *changes.hidden, *changes.repeats)
        found = {self.topic_of(ref) for ref in refs}
        topics = [self._topics[number] for number in found if number is not None]
        further = [topic.number for topic in topics if self.recount(topic.number)]
        moved = (*changes.shown, *changes.hidden)
        # Questions outside all groups make a topic that is there while one of them is.
        loose = any(topic.group is None for topic in topics)
        return Moved(further, bool(moved) and (loose or bool(self._groups.intersection(moved))))

    def _count_all(self) -> list[Standing]:
        counted = [Counter[str]() for _ in self._topics]
        questions = {one.qid: one for one in self._session.model.questions() if is_asked(one)}
        for state in self._session.states():
            question = questions.get(state.qid)
            number = self.topic_of(state.ref) if question else None
            if question is not None and number is not None:
                _tally(counted[number], state, question, self._session)
        return [_standing(one) for one in counted]


def states_below(session: FormSession, item: Item, ref: str) -> Iterator[tuple[State, Question]]:
    """Return the state of every question that is asked within an item, instance by instance."""
    if isinstance(item, Repeat):
        for number in range(1, session.count(ref) + 1):
            for child in item.children:
                yield from states_below(session, child, f"{ref}[{number}]/{child.name}")
    elif isinstance(item, Group):
        for child in item.children:
            yield from states_below(session, child, f"{ref}/{child.name}")
    elif isinstance(item, Question) and is_asked(item):
        yield session.state(ref), item


def is_asked(question: Question) -> bool:
    """Return whether a person can answer a question."""
    writes = bool(question.control) and not question.calculate
    return writes and question.readonly != "true()"


def _tally(counted: Counter[str], state: State, question: Question, session: FormSession) -> None:
    if not state.shown:
        return
    counted["asked"] += 1
    # An answer that needs another look does not make a topic whole.
    counted["filled"] += bool(state.value) and session.check(state.ref) is None
    # What the form put there itself is nothing that somebody said.
    counted["said"] += state.value not in ("", question.default)


def _standing(counted: Counter[str]) -> Standing:
    if counted["said"] and counted["filled"] == counted["asked"]:
        return Standing.ALL
    return Standing.SOME if counted["said"] else Standing.NONE
