"""What is to decide: a field to which two laptops said different things, or what one took away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from casework.refused import DeskRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from forms.document import Answer
    from forms.model import Question


class ConflictRefused(DeskRefused):
    """Raised for a decision that cannot be taken so."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who said something and when, and who works at the laptop where it was said.

    Both are blank where nobody here knows it.
    """

    by: str = field(repr=False)
    is_here: bool
    at: datetime
    laptop: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Head:
    """One of several things that stand side by side, as the store holds it.

    `named` says who or which service is meant, where the value is an id. What took the whole
    thing away `is_gone`; what was said of it meanwhile is in `changed`, by field. What the field
    can not hold does not fit it: another program wrote that.
    """

    who: Who
    value: Answer | None = field(default=None, repr=False)
    named: str = field(default="", repr=False)
    is_gone: bool = False
    fits: bool = True
    changed: tuple[tuple[str, Answer | None], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Joined:
    """One field that was joined without a question: what stands, and whether it came from here."""

    name: str
    value: Answer | None = field(repr=False)
    is_here: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: in which case, thing and field; in which form and row of it."""

    case_id: str
    case_code: str
    entity: str
    table: str
    name: str
    entry_id: str = ""
    form_id: str = ""
    version: str = ""
    row: str = ""
    is_draft: bool = False
    # Of what is in no case: what it is called.
    label: str = field(default="", repr=False)

    @property
    def id(self) -> str:
        """Return by what it is named."""
        return f"{self.entity}.{self.name}"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to decide, as the store holds it.

    What stood `before` and what was `joined` is read where somebody decides, and of no list.
    """

    place: Place
    heads: tuple[Head, ...]
    shown: Answer | None = field(repr=False)
    before: Answer | None = field(repr=False)
    is_protected: bool
    joined: tuple[Joined, ...] = field(repr=False)

    @property
    def is_life(self) -> bool:
        """Return whether it is about a thing as a whole that one took away."""
        return any(head.is_gone for head in self.heads)


@dataclass(frozen=True, slots=True)
class DecideLine:
    """One line of what is to decide, without any value; of a masked case the code alone.

    What is in no case has no code; `label` says what it is called.

    `question` is what the form asks, as plain data; of what is no form it is empty.
    """

    case_code: str
    id: str = ""
    table: str = ""
    name: str = ""
    form_id: str = ""
    question: Mapping[str, Any] = field(default_factory=dict)
    is_safety: bool = False
    is_protected: bool = False
    is_life: bool = False
    who: tuple[Who, ...] = ()
    masked: bool = False
    label: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ToDecide:
    """One thing to decide with all that was said, what is shown until then, and what may be done.

    `takes` says of each of the values whether it may be taken here.
    """

    line: DecideLine
    heads: tuple[Head, ...]
    takes: tuple[bool, ...]
    shown: Answer | None = field(repr=False)
    before: Answer | None = field(repr=False)
    may_write: bool
    # What the form asks, for whoever writes a new answer; nothing for what is no form.
    asks: Question | None = field(default=None, repr=False)
    joined: tuple[tuple[Joined, Mapping[str, Any]], ...] = field(default=(), repr=False)
    # What was said of a thing that another took away, with what each question asks.
    changed: tuple[tuple[Mapping[str, Any], str, Answer | None], ...] = field(
        default=(), repr=False
    )


def fields_of(one: Found) -> frozenset[str]:
    """Return the fields that one thing to decide is about."""
    changed = (name for head in one.heads for name, _value in head.changed)
    return frozenset({one.place.name, *changed})


def meant(places: Iterable[Place], name: str) -> list[Place]:
    """Return what somebody may mean: the place of that id, or all whose field is called so."""
    known = list(places)
    return [one for one in known if one.id == name] or [one for one in known if name in _names(one)]


def _names(place: Place) -> set[str]:
    return {place.name, place.name.rpartition(".")[2], f"{place.table}.{place.name}"}
