"""The compiled form: what is asked, in which order, under which conditions, in which languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SX = "urn:alongside:forms"
"""The namespace of our own columns, written `bind::sx:...` in a workbook."""


@dataclass(frozen=True, slots=True)
class Output:
    """A place in a text where the value of an expression is shown."""

    expression: str


Piece = str | Output


@dataclass(frozen=True, slots=True)
class Text:
    """Words in each language; the language '' stands for a form that names none."""

    words: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dynamic: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.media or self.dynamic)

    def pieces(self, languages: tuple[str, ...]) -> tuple[Piece, ...]:
        """Return the words of the first of these languages that has any."""
        for language in languages:
            if language in self.words:
                return self.words[language]
        return next(iter(self.words.values()), ())

    def outputs(self) -> Iterator[str]:
        """Return the expressions shown inside the words of any language."""
        for pieces in self.words.values():
            yield from (piece.expression for piece in pieces if isinstance(piece, Output))
        if self.dynamic:
            yield self.dynamic


NO_TEXT = Text()


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice that is written at the question itself and never filtered."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class Choices:
    """Where the choices of a question come from: a list with a filter, or the question itself."""

    list_name: str = ""
    nodeset: str = ""
    value_ref: str = "name"
    label_ref: str = ""
    label_is_text_id: bool = False
    inline: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A piece of a list that is not a plain table of rows."""

    name: str
    value: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """The rows of one list; an external list has its rows given when the form is opened."""

    name: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    root: str = "root"
    item: str = "item"
    external: str = ""
    tree: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What questions, groups and repeats have in common."""

    qid: str
    name: str
    path: tuple[str, ...]
    namespace: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    label: Text = NO_TEXT
    hint: Text = NO_TEXT
    appearance: str = ""
    relevant: str = ""
    readonly: str = ""

    @property
    def ref(self) -> str:
        """Return the absolute reference of this item, without positions."""
        return "/" + "/".join(self.path)


_TYPES_BY_CONTROL = {
    "select1": "select_one",
    "select": "select_multiple",
    "rank": "rank",
    "range": "range",
    "trigger": "acknowledge",
    "upload": "file",
}
_TYPES_BY_BIND = {"string": "text", "int": "integer", "dateTime": "datetime"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Item):
    """One question, or a value that is only calculated."""

    bind: str = "string"
    control: str = ""
    default: str = ""
    calculate: str = ""
    required: str = ""
    constraint: str = ""
    required_message: Text = NO_TEXT
    constraint_message: Text = NO_TEXT
    choices: Choices | None = None
    preload: tuple[str, str] = ("", "")
    range: tuple[str, str, str] = ("", "", "")
    category: str = ""
    map: str = ""
    report: bool = False
    sensitive: bool = False
    retain: str = ""

    @property
    def type(self) -> str:
        """Return the kind of question in the words of XLSForm."""
        if self.is_note:
            return "note"
        if self.control in _TYPES_BY_CONTROL:
            return _TYPES_BY_CONTROL[self.control]
        if not self.control:
            return "calculate" if self.calculate else "hidden"
        return _TYPES_BY_BIND.get(self.bind, self.bind)

    @property
    def list_name(self) -> str:
        """Return the name of the list this question chooses from, or nothing."""
        return self.choices.list_name if self.choices else ""

    @property
    def is_note(self) -> bool:
        """Return whether this question only shows words: nothing can ever be answered."""
        return self.control == "input" and self.readonly == "true()" and not self.holds_a_value

    @property
    def holds_a_value(self) -> bool:
        """Return whether the form itself puts a value here."""
        return bool(self.calculate or self.default or self.preload[0])

    @property
    def takes_several(self) -> bool:
        """Return whether an answer is a list of codes."""
        return self.control in ("select", "rank")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Item):
    """Questions that stand together."""

    children: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Group):
    """Questions asked once for each of several: children, stays, jobs."""

    count: str = ""
    fixed: bool = False
    initial: tuple[Branch, ...] = ()
    add_label: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Action:
    """A value that is put into a question when something happens.

    ``selection`` is the reference as written when it picks some instances of a repeat.
    """

    events: tuple[str, ...]
    context: tuple[str, ...]
    target: tuple[str, ...]
    expression: str = ""
    literal: str = ""
    selection: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a form that its author should look at; it can be used all the same."""

    code: str
    question: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One expression of one item, with its place in the order of computing."""

    path: tuple[str, ...]
    kind: str
    text: str
    rank: int = 0
    settles: bool = True


class Edge(NamedTuple):
    """Where a rule must be computed again when a node changes: so far up, then down by names."""

    rule: int
    up: int
    down: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Which rule follows from which node, computed once when the form is loaded."""

    rules: tuple[Rule, ...] = ()
    value: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)
    below: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)
    structure: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)
    position: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)
    circular: bool = False


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class FormModel:
    """A form, ready to be answered; two forms are the same when their stored text is the same."""

    form_id: str
    version: str
    title: str
    root: Group
    languages: tuple[str, ...] = ()
    default_language: str = ""
    lists: Mapping[str, ChoiceList] = field(default_factory=dict)
    texts: Mapping[str, Text] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    namespaces: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    instance_id: str = ""
    graph: Graph = field(default_factory=Graph)
    warnings: tuple[Notice, ...] = ()

    def __repr__(self) -> str:
        return f"FormModel({self.form_id!r}, {self.version!r})"

    def items(self) -> Iterator[Item]:
        """Return every group, repeat and question in the order of the form."""
        waiting: list[Item] = [self.root]
        while waiting:
            item = waiting.pop()
            yield item
            if isinstance(item, Group):
                waiting.extend(reversed(item.children))

    def questions(self) -> Iterator[Question]:
        """Return every question in the order of the form."""
        return (item for item in self.items() if isinstance(item, Question))

    def question(self, qid: str) -> Question:
        """Return the question with this stable id."""
        for item in self.questions():
            if item.qid == qid:
                return item
        raise KeyError(qid)
