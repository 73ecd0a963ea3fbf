"""What the register of requests says: who asked, what, and where the answer stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from casework.registers.outside_request import ASKERS, Answer
from desktop.parts.covered import Covered
from desktop.parts.words import Words, as_sentence
from forms.codelists import label
from texts.dates import in_own_direction, isolate, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from casework.registers.outside_request import LeftBy, OutsideRequest, RequestLine


def asker_and_day(request: OutsideRequest) -> str:
    """Return what kind of asker it was, and when."""
    who = label(ASKERS, request.asker, texts.current().code)
    return texts.beside(who, long_date(request.on))


def asked(line: RequestLine) -> Iterator[QWidget]:
    """Yield who asked for what, masked in discreet mode; or why that does not stand here."""
    request = line.request
    if line.masked:
        yield Words(texts.say("requests.masked"), wrap=True)
    elif request.words:
        typed = (in_own_direction(one) for one in (request.who, request.words) if one)
        yield from (Covered(Words(one, wrap=True)) for one in typed)
    else:
        yield Words(texts.say("requests.elsewhere"), wrap=True)


def noted_words(line: RequestLine) -> str:
    """Return how it was asked, by whom it was written down, and about which case."""
    how = texts.say("requests.written" if line.request.in_writing else "requests.aloud")
    by = texts.say("registers.noted_by", name=isolate(line.noted_by)) if line.noted_by else ""
    about = texts.say("requests.about", code=isolate(line.case_code)) if line.case_code else ""
    return texts.beside(how, by, about)


def answer_words(line: RequestLine) -> str:
    """Return where the answer stands: when, by whom, and by what something was released."""
    request = line.request
    if request.answer is Answer.OPEN or request.answered_at is None:
        return texts.say("requests.state.open")
    day = long_date(request.answered_at.astimezone().date())
    said = [texts.say(f"requests.state.{request.answer.value}", day=day)]
    if line.answered_by:
        said.append(texts.say("requests.answered_by", name=isolate(line.answered_by)))
    if request.order_no:
        said.append(texts.say("requests.by_order", order=isolate(request.order_no)))
    if request.letter:
        said.append(texts.say("requests.by_letter", number=isolate(request.letter)))
    return texts.beside(*said)


def answer_choices() -> list[tuple[str, str]]:
    """Return what somebody may answer, by code and in words."""
    choose = ("", texts.say("consent.choose"))
    given = [one for one in Answer if one is not Answer.OPEN]
    return [
        choose,
        *((one.value, as_sentence(texts.say(f"requests.answer.{one.value}"))) for one in given),
    ]


def letter_choices(letters: tuple[LeftBy, ...]) -> list[tuple[str, str]]:
    """Return the letters that left a case, by number and in words: when, and who got it."""
    said = [
        (one.number, texts.beside(isolate(one.number), long_date(one.on), in_own_direction(one.to)))
        for one in letters
    ]
    nothing = "consent.choose" if said else "requests.no_letter"
    return [("", texts.say(nothing)), *said]
