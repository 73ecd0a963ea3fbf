"""Filling a form from plain data, with every problem reported and none hidden by another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from forms.checks import Problem
from forms.document import ID
from forms.errors import LimitExceeded
from forms.lexical import NO_TEXT, NUMBERS, no_number, plain_number, written
from forms.model import Group, Question, Repeat

if TYPE_CHECKING:
    from forms.model import Item
    from forms.session import FormSession

_YES_NO: Final = (("no", "yes"), ("0", "1"), ("false", "true"))
_ISO: Final[Mapping[str, Callable[[str], date | time]]] = {
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "time": time.fromisoformat,
}
_AGREED: Final = "OK"


@dataclass(frozen=True, slots=True)
class _Task:
    """One answer to give at one place."""

    ref: str
    question: Question
    value: object = field(repr=False)

    def problem(self, code: str) -> Problem:
        return Problem(self.ref, self.question.name, self.question.qid, code)


class _Refused(Exception):
    """The value does not fit the question; carries a code."""


def fill(session: FormSession, answers: Mapping[str, object]) -> tuple[Problem, ...]:
    """Give answers by question name and return everything that is wrong with them or missing."""
    filler = _Filler(session)
    root = session.model.root
    filler.walk(root, root.ref, answers)
    return filler.finished()


class _Filler:
    """Gives answers in the order of the form; those not asked yet wait for the others."""

    def __init__(self, session: FormSession) -> None:
        self._session = session
        self._problems: list[Problem] = []
        self._given: list[tuple[_Task, str]] = []
        self._waiting: list[tuple[_Task, str]] = []

    def walk(self, holder: Group, ref: str, answers: Mapping[str, object]) -> None:
        """Give the answers of one group or instance, with the repeats inside it."""
        asked = _asked(holder)
        for name in answers:
            if len(asked.get(name, ())) != 1 and name != ID:
                code = "ambiguous_question" if asked.get(name) else "unknown_question"
                self._problems.append(Problem(f"{ref}/{name}", name, "", code))
        by_item = {asked[name][0].path: name for name in answers if len(asked.get(name, ())) == 1}
        for item in _below(holder):
            if item.path not in by_item:
                continue
            value = answers[by_item[item.path]]
            place = ref + "".join(f"/{step}" for step in item.path[len(holder.path) :])
            if isinstance(item, Repeat):
                self._fill_repeat(item, place, value)
            elif isinstance(item, Question):
                self._try(_Task(place, item, value))

    def _fill_repeat(self, repeat: Repeat, ref: str, value: object) -> None:
        """Give the answers of each instance, adding those that are not there."""
        if not isinstance(value, Sequence) or not all(isinstance(row, Mapping) for row in value):
            self._problems.append(Problem(ref, repeat.name, repeat.qid, "not_a_list"))
            return
        present = self._session.count(ref)
        if repeat.count and len(value) != present:
            self._problems.append(Problem(ref, repeat.name, repeat.qid, "repeat_count"))
            return
        try:
            if len(value) > present:
                self._session.add_repeat(ref, len(value) - present)
        except LimitExceeded:
            self._problems.append(Problem(ref, repeat.name, repeat.qid, "too_many"))
            return
        for number, row in enumerate(value, 1):
            self.walk(repeat, f"{ref}[{number}]", row)

    def _try(self, task: _Task) -> None:
        """Give one answer, or keep it until others have been given."""
        question = task.question
        if not question.control or question.is_note:
            self._problems.append(task.problem("not_asked"))
            return
        try:
            text = _text_of(question, task.value, self._offered(task))
        except _Refused as refused:
            self._problems.append(task.problem(str(refused)))
            return
        if not self._give(task, text):
            self._waiting.append((task, text))

    def _offered(self, task: _Task) -> frozenset[str]:
        if task.question.choices is None:
            return frozenset()
        return self._session.codes(task.ref)

    def _give(self, task: _Task, text: str) -> bool:
        """Give one answer if it is asked and offered now."""
        state = self._session.state(task.ref)
        if not state.shown:
            return False
        if state.readonly:
            self._problems.append(task.problem("read_only"))
            return True
        if task.question.choices is not None and text:
            chosen = text.split() if task.question.takes_several else [text]
            if not self._offered(task).issuperset(chosen):
                return False
        try:
            self._session.set(task.ref, text)
        except LimitExceeded:
            self._problems.append(task.problem("too_long"))
            return True
        self._given.append((task, text))
        return True

    def finished(self) -> tuple[Problem, ...]:
        """Give what had to wait, and return all problems, each question once."""
        waiting = self._waiting
        while waiting:
            left = [entry for entry in waiting if not self._give(*entry)]
            if len(left) == len(waiting):
                break
            waiting = left
        else:
            waiting = []
        unasked = [task for task, _ in waiting]
        lost = [task for task, text in self._given if self._session.state(task.ref).value != text]
        hidden = [task for task, _ in self._given if not self._session.state(task.ref).shown]
        for task in (*unasked, *hidden, *lost):
            shown = self._session.state(task.ref).shown
            self._problems.append(task.problem("not_a_choice" if shown else "not_relevant"))
        told = {problem.ref: problem for problem in reversed(self._problems)}
        more = [problem for problem in self._session.problems() if problem.ref not in told]
        return (*reversed(told.values()), *more)


def _below(holder: Group) -> list[Item]:
    """Return questions and repeats of a group, without what is inside the repeats."""
    found: list[Item] = []
    for child in holder.children:
        if isinstance(child, Group) and not isinstance(child, Repeat):
            found += _below(child)
        else:
            found.append(child)
    return found


def _asked(holder: Group) -> dict[str, list[Item]]:
    """Return questions and repeats of a group by name, by stable id and by reference."""
    found: dict[str, list[Item]] = {}
    for item in _below(holder):
        for name in {item.name, item.qid, item.ref}:
            found.setdefault(name, []).append(item)
    return found


def _text_of(question: Question, value: object, offered: frozenset[str]) -> str:
    """Return a plain value as the text of an answer, or say why it cannot be one."""
    if value is None:
        return ""
    if question.choices is not None:
        return _codes(value) if question.takes_several else _code(value, offered)
    if question.control == "trigger":
        return _AGREED if value in (True, _AGREED) else ""
    if question.bind in NUMBERS:
        return _number(value, whole=question.bind == "int")
    if question.bind in _ISO:
        return _moment(value, question.bind)
    text = written(value) if isinstance(value, (str, int, float)) else None
    if text is None or NO_TEXT.search(text):
        raise _Refused("not_a_text")
    # Nobody has said anything with blanks alone.
    return text if text.strip() else ""


def _codes(value: object) -> str:
    """Return several codes; a single one may stand without a list."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, Sequence) or not all(isinstance(one, (str, int)) for one in listed):
        raise _Refused("not_a_list")
    if any(not str(code) or " " in str(code) for code in listed):
        raise _Refused("not_a_choice")
    return " ".join(dict.fromkeys(map(str, listed)))


def _code(value: object, offered: frozenset[str]) -> str:
    """Return one code; yes and no may be given as true and false."""
    if isinstance(value, bool):
        return next((pair[value] for pair in _YES_NO if pair[value] in offered), "")
    if isinstance(value, (str, int)):
        return str(value)
    raise _Refused("not_a_choice")


def _number(value: object, *, whole: bool) -> str:
    """Return a number as text."""
    text = written(value) if isinstance(value, (int, float, str)) else ""
    if isinstance(value, bool) or (value and not text):
        raise _Refused("not_a_number")
    wrong = no_number(text, whole=whole) if text else ""
    if wrong:
        raise _Refused(wrong)
    return plain_number(text, whole=whole)


def _moment(value: object, bind: str) -> str:
    """Return a date, a time or both in ISO form."""
    code = "not_a_time" if bind == "time" else "not_a_date"
    if not isinstance(value, str):
        raise _Refused(code)
    try:
        return _ISO[bind](value).isoformat() if value else ""
    except ValueError:
        raise _Refused(code) from None
