"""A request from outside: who asked the office for data, when, and how it was answered.

The register lets nothing out. What is released has left its case as a letter, through the one
door; here stands which.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from casework import lengths
from casework.ids import as_case_code
from casework.refused import DeskRefused
from casework.registers.words import cannot_be_kept, is_blank

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from casework.registers.wording import Wording

# The list of codes that says what kind of asker it was.
ASKERS: Final = "outside_asker"
# What may stand between several codes, beside blanks.
_BETWEEN: Final = re.compile("[,;\u060c\u061b]")
_OF_A_CASE, _LEFT_BY = b"asked of a case", b"left by a letter"
_ID: Final = 16


class Answer(enum.StrEnum):
    """How a request was answered; `open` while it was not."""

    OPEN = "open"
    REFUSED = "refused"
    FIGURES = "figures"
    RELEASED = "released"


# What somebody may answer, the one that gives least first.
ANSWERS: Final = (Answer.REFUSED, Answer.FIGURES, Answer.RELEASED)


class RequestRefused(DeskRefused):
    """Raised for a request or an answer that cannot be written down so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody writes down of a request; `case_code` where it is about cases, and which."""

    on: date
    asker: str
    words: str = field(repr=False)
    who: str = field(default="", repr=False)
    in_writing: bool = False
    case_code: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer; what was released names the order, and the letter by which it left the case."""

    answer: Answer
    order_no: str = field(default="", repr=False)
    letter: str = ""


@dataclass(frozen=True, slots=True)
class LeftBy:
    """A letter by which something may have been released: its number, the day, and who got it."""

    number: str
    on: date
    to: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutsideRequest:
    """One line of the register.

    About a case, who asked for what and the letter are kept with that case: they go where it goes,
    and are erased with it. Where it is not, this line does not say that there was one. `part_id` is
    the id of what is kept with the case.
    """

    id: str
    on: date
    asker: str
    in_writing: bool
    noted_by: str
    noted_at: datetime
    answer: Answer = Answer.OPEN
    order_no: str = field(default="", repr=False)
    answered_by: str = ""
    answered_at: datetime | None = None
    case_id: str = ""
    part_id: str = ""
    who: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    letter: str = ""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as somebody may read it: with the names of colleagues, and the code of its case.

    Where the case is masked for her, or is not here, nothing is told of what was asked. How it was
    worded is told from the first: the last counts, and stands in the request too.
    """

    request: OutsideRequest
    noted_by: str = field(default="", repr=False)
    answered_by: str = field(default="", repr=False)
    case_code: str = ""
    masked: bool = False
    wordings: tuple[Wording, ...] = ()


def line_of(part: bytes) -> bytes:
    """Return the id of the line to which a part of a case belongs.

    So nobody makes another part for a line later, nor one for a line that is about no case.
    """
    return blake2b(part, person=_OF_A_CASE, digest_size=_ID).digest()


def mark_of(part: bytes, letter: str) -> str:
    """Return the mark of a letter by which something left, for whoever knows what it left of.

    The line says by it which letter that was, and to nobody else; whoever has the case can say of
    its part what she likes.
    """
    return blake2b(letter.encode(), key=part, person=_LEFT_BY, digest_size=_ID).hexdigest()


def codes_in(typed: str) -> Sequence[str]:
    """Return the codes of cases that somebody typed; that of one case may have a blank in it."""
    return [typed] if as_case_code(typed) else _BETWEEN.sub(" ", typed).split()


def problem_of(asked: Asked, today: date) -> str:
    """Return the code of what a request still needs, or nothing."""
    if asked.on > today:
        return "request_day"
    if cannot_be_kept(asked.words, asked.who):
        return "signs_not_kept"
    if is_blank(asked.words):
        return "request_words"
    if len(asked.words) > lengths.REQUEST or len(asked.who) > lengths.REQUESTER:
        return "request_long"
    return ""


def problem_with(given: Given, request: OutsideRequest, letters: Collection[str]) -> str:
    """Return the code of why a request is not answered so, or nothing.

    `letters` are the numbers of those that left its case since it was asked.
    """
    if given.answer is not Answer.RELEASED:
        return "request_answer" if given.answer is Answer.OPEN else ""
    if problem := _problem_of_order(given.order_no):
        return problem
    if not request.in_writing:
        return "request_not_written"
    if request.case_id and given.letter in letters:
        return ""
    return "request_no_letter" if request.case_id else "request_no_case"


def as_it_stands(request: OutsideRequest, *, has_left: bool | None) -> OutsideRequest:
    """Return a request with the answer that counts: a release by an order, asked for in writing.

    `has_left` says whether the letter that it names left its case; None where that is not here.
    """
    if request.answer is Answer.RELEASED:
        is_ordered = request.in_writing and not is_blank(request.order_no)
        if is_ordered and has_left is not False:
            return request
        request = replace(request, answer=Answer.OPEN)
    if request.answer is Answer.OPEN:
        request = replace(request, answered_by="", answered_at=None)
    return replace(request, order_no="", letter="")


def problem_correcting(
    asked: Asked, known: OutsideRequest, left_on: Collection[date], now: datetime
) -> str:
    """Return the code of why an answered request was not asked so, or nothing.

    `left_on` are the days on which what is said to be released left its case.
    """
    if known.answer is Answer.RELEASED and not asked.in_writing:
        return "request_not_written"
    if any(day < asked.on for day in left_on):
        return "request_letter_before"
    answered_at = known.answered_at.astimezone(now.tzinfo) if known.answered_at else now
    return "request_answer_before" if answered_at.date() < asked.on else ""


def _problem_of_order(number: str) -> str:
    if cannot_be_kept(number):
        return "signs_not_kept"
    if is_blank(number):
        return "request_order"
    return "request_order_long" if len(number) > lengths.ORDER else ""
