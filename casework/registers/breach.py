"""A breach: what got to somebody who should not have it, whom it is about, and what was done."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from casework import lengths
from casework.refused import DeskRefused
from casework.registers.words import cannot_be_kept, is_blank

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from casework.registers.wording import Wording

# The list of codes that says what happened.
KINDS: Final = "breach_kind"


class BreachState(enum.StrEnum):
    """Whether something is still to be done about a breach."""

    OPEN = "open"
    CLOSED = "closed"


class BreachRefused(DeskRefused):
    """Raised for what cannot be written down of a breach, and for closing it too soon."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What somebody writes down of a breach; `cases` are the codes of those it is about."""

    noticed_on: date
    kind: str
    words: str = field(repr=False)
    recipients: str = field(default="", repr=False)
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing that was done about a breach, and whether the people concerned were told by it."""

    on: date
    words: str = field(repr=False)
    told: bool = False
    id: str = ""
    by: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Breach:
    """One line of the log of breaches; whom it is about is kept with each case.

    What stands in it is what was said of it; what it comes to is in `as_it_stands`.
    """

    id: str
    noticed_on: date
    kind: str
    words: str = field(repr=False)
    recipients: str = field(repr=False)
    noted_by: str
    noted_at: datetime
    state: BreachState = BreachState.OPEN
    untold_why: str = field(default="", repr=False)
    closed_by: str = ""
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BreachLine:
    """A breach as somebody may read it: what was done, by whom, and the codes of its cases.

    Of cases that are not here, are erased, or stand behind a wall there is no code. How it was
    worded is told from the first: the last counts, and stands in the breach too.
    """

    breach: Breach
    cases: tuple[str, ...] = ()
    taken: tuple[Taken, ...] = ()
    noted_by: str = field(default="", repr=False)
    closed_by: str = field(default="", repr=False)
    wordings: tuple[Wording, ...] = ()


def problem_of(happened: Happened, today: date) -> str:
    """Return the code of what a breach still needs to be written down, or nothing."""
    if happened.noticed_on > today:
        return "breach_day"
    if cannot_be_kept(happened.words, happened.recipients):
        return "signs_not_kept"
    if is_blank(happened.words):
        return "breach_words"
    return "breach_long" if _is_long(happened.words, happened.recipients) else ""


def problem_with(taken: Taken, noticed_on: date, today: date) -> str:
    """Return the code of what is missing where something is said to be done, or nothing."""
    if cannot_be_kept(taken.words):
        return "signs_not_kept"
    if is_blank(taken.words):
        return "breach_taken_words"
    if _is_long(taken.words):
        return "breach_long"
    return "" if noticed_on <= taken.on <= today else "breach_taken_day"


def problem_closing(taken: Sequence[Taken], untold_why: str) -> str:
    """Return the code of why a breach stays open, or nothing.

    It is over once something was done, and the people concerned know of it, or it says why not.
    """
    if not taken:
        return "breach_nothing_taken"
    if cannot_be_kept(untold_why):
        return "signs_not_kept"
    if _is_long(untold_why):
        return "breach_long"
    return "" if _is_known(taken, untold_why) else "breach_untold"


def as_it_stands(breach: Breach, taken: Sequence[Taken]) -> Breach:
    """Return a breach with what was done: over only where that is so, whatever was said of it.

    Somebody may have closed it while another took back what was done, or opened it again.
    """
    said = breach.state is BreachState.CLOSED
    if said and taken and _is_known(taken, breach.untold_why):
        return breach
    return replace(breach, state=BreachState.OPEN, closed_by="", closed_at=None)


def _is_known(taken: Sequence[Taken], untold_why: str) -> bool:
    """Return whether the people concerned know of a breach, or it says why they do not."""
    return any(one.told for one in taken) or not is_blank(untold_why)


def _is_long(*words: str) -> bool:
    return max(map(len, words)) > lengths.BREACH
