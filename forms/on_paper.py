"""A form as it is printed: what is asked in its order, numbered, and "only if" in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import texts
from forms.instance import FormNode
from forms.machine import make_machine
from forms.model import Group, Question, Repeat
from forms.only_if import NumberedChoices, Printed, only_if
from forms.reading_order import in_reading_order, keeps_its_order, stands_whole
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from forms.model import FormModel, Item

# So many choices are printed; of longer lists one is written down.
_MOST_CHOICES: Final = 30
# What nobody can put on paper: a file is added in the program.
_UNWRITTEN: Final = frozenset({"file"})


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a group; `only_if` says when it is asked, `several` that it may be repeated."""

    words: str
    level: int
    only_if: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Words that ask nothing."""

    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One question as it is printed; the choices stand as one ticks them, by number."""

    name: str
    number: int
    words: str
    kind: str
    hint: str = ""
    only_if: str = ""
    long: bool = False
    choices: tuple[str, ...] = ()
    keyed: bool = False


Part = Heading | Remark | Line


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A form that nobody has filled in yet, in one language."""

    form_id: str
    version: str
    title: str
    language: str
    parts: tuple[Part, ...]


def on_paper(
    model: FormModel,
    language: str,
    externals: Mapping[str, Sequence[Mapping[str, str]]],
    clock: Callable[[], datetime],
) -> BlankForm:
    """Return a form as one prints it, in the order in which it is filled in on a screen."""
    parts = tuple(_Printer(model, language, externals, clock).parts())
    title = title_of(model, language)
    return BlankForm(model.form_id, model.version, title, language, parts)


def title_of(model: FormModel, language: str) -> str:
    """Return what a form is called; one that an office added has its own title."""
    named = f"form_name.{model.form_id}"
    return texts.say(named, language=language) if texts.known(named) else model.title


class _Printer:
    """Numbers the questions first, so that what follows from them can name them."""

    def __init__(
        self,
        model: FormModel,
        language: str,
        externals: Mapping[str, Sequence[Mapping[str, str]]],
        clock: Callable[[], datetime],
    ) -> None:
        self._machine = make_machine(model, clock, language, externals)
        self._machine.build(None)
        self._language = language
        self._printed: dict[tuple[str, ...], Printed] = {}
        for item in model.items():
            if isinstance(item, Question) and _asks(item):
                number = len(self._printed) + 1
                self._printed[item.path] = Printed(number, self._choices(item))

    def parts(self) -> Iterator[Part]:
        """Yield headings, words and questions in the order of the form."""
        yield from self._below(self._machine.model.root, 0)

    def _below(self, holder: Group, level: int) -> Iterator[Part]:
        for item in holder.children:
            if isinstance(item, Group):
                yield from self._group(item, level)
            elif isinstance(item, Question) and item.is_note:
                yield Remark(self._say(item))
            elif item.path in self._printed and isinstance(item, Question):
                yield self._line(item)

    def _group(self, group: Group, level: int) -> Iterator[Part]:
        inside = tuple(self._below(group, level + 1))
        if not any(isinstance(part, Line) for part in inside):
            return
        words, condition = self._say(group), self._condition(group)
        several = isinstance(group, Repeat)
        if words or condition or several:
            yield Heading(words, level, condition, several=several)
        yield from inside

    def _line(self, question: Question) -> Line:
        printed = self._printed[question.path]
        offered = printed.choices.all
        few = len(offered) <= _MOST_CHOICES
        return Line(
            question.name,
            printed.number,
            self._say(question),
            question.type,
            self._machine.speaker.say(question.hint, self._node(question)),
            self._condition(question),
            long="multiline" in question.appearance.split(),
            choices=tuple(in_own_direction(one, self._language) for one in offered) if few else (),
            keyed=printed.choices.steady and stands_whole(question, len(offered)),
        )

    def _condition(self, item: Item) -> str:
        """Return when something is asked, in words; nothing when it is always asked."""
        if not item.relevant or item.relevant == "true()":
            return ""
        return only_if(item.relevant, item.path, self._printed, self._language)

    def _choices(self, question: Question) -> NumberedChoices:
        if question.choices is None:
            return NumberedChoices({}, steady=False)
        book, node = self._machine.choices, self._node(question)
        ordered = in_reading_order(book.possible(node), question.list_name).all()
        known = self._machine.model.lists.get(question.list_name)
        steady = keeps_its_order(question) and not (known and known.external)
        often = Counter(one.code for one in ordered)
        words = {one.code: one.label for one in ordered if often[one.code] == 1}
        return NumberedChoices(words, steady, tuple(one.label for one in ordered))

    def _say(self, item: Item) -> str:
        return self._machine.speaker.say(item.label, self._node(item))

    def _node(self, item: Item) -> FormNode:
        node = FormNode(item)
        node.parent = self._machine.top.children[0]
        return node


def _asks(question: Question) -> bool:
    """Return whether somebody answers a question with a pen."""
    fixed = question.readonly == "true()"
    return bool(question.control) and not fixed and question.type not in _UNWRITTEN
