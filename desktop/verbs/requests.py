"""The verb for requests from outside: list them, write one down, answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from casework.registers.outside_request import ASKERS, Answer, Asked, Given
from casework.team.seat import NotFound
from desktop.clock import now
from forms.codelists import label
from texts.dates import long_date

if TYPE_CHECKING:
    import argparse

    from casework.registers.outside_request import OutsideRequest, RequestLine
    from casework.registers.requests import RequestsDesk
    from casework.registers.wording import Wording
    from desktop.desk import Desk

LIST, NOTE, CORRECT, ANSWER, REOPEN = "list", "note", "correct", "answer", "reopen"
ACTS: Final = (LIST, NOTE, CORRECT, ANSWER, REOPEN)
# So much of an id tells it from all others.
_SHORT: Final = 8


def requests(desk: Desk, typed: argparse.Namespace) -> None:
    """Do something about requests from outside, and list them."""
    register = desk.workbook().office.requests
    if typed.act == NOTE:
        register.note(_asked(desk, typed, Asked(now().date(), "", "")))
    elif typed.act == CORRECT:
        known = _named(register, typed.request)
        before = Asked(known.on, known.asker, known.words, known.who, in_writing=known.in_writing)
        register.correct(known.id, _asked(desk, typed, before))
    elif typed.act == ANSWER:
        given = Given(
            Answer(typed.given or Answer.OPEN), desk.secrets.words(typed.order), typed.letter
        )
        register.answer(_named(register, typed.request).id, given)
    elif typed.act == REOPEN:
        register.reopen(_named(register, typed.request).id)
    _list(desk, register)


def _asked(desk: Desk, typed: argparse.Namespace, before: Asked) -> Asked:
    """Return what was typed, and of what was not typed what stood there before."""
    words = desk.secrets.words
    return Asked(
        on=typed.on or before.on,
        asker=before.asker if typed.asker is None else typed.asker,
        who=before.who if typed.who is None else words(typed.who),
        words=before.words if typed.words is None else words(typed.words),
        in_writing=before.in_writing if typed.in_writing is None else typed.in_writing,
        case_code=typed.case,
    )


def _named(register: RequestsDesk, typed: str) -> OutsideRequest:
    """Return the request that somebody named by the beginning of its number."""
    found = [one.request for one in register.all() if one.request.id.startswith(typed)]
    if not typed or len(found) != 1:
        raise NotFound("request_not_found")
    return found[0]


def _list(desk: Desk, register: RequestsDesk) -> None:
    found = register.all()
    desk.facts([_facts(one) for one in found])
    for one in found:
        request = one.request
        desk.say(
            "requests.line",
            number=request.id[:_SHORT],
            asker=label(ASKERS, request.asker, texts.current().code),
            day=long_date(request.on),
            answer=texts.say(f"requests.answer.{request.answer.value}"),
            code=one.case_code or "-",
        )
    if not found:
        desk.say("requests.none")


def worded(one: Wording) -> dict[str, object]:
    """Return what stood in a line of a register before it was corrected."""
    return {
        "on": one.on.isoformat(),
        "kind": one.kind,
        "who": one.who,
        "words": one.words,
        "by": one.by,
        "at": one.at.isoformat(),
    }


def _facts(line: RequestLine) -> dict[str, object]:
    request = line.request
    return {
        "id": request.id,
        "on": request.on.isoformat(),
        "asker": request.asker,
        "in_writing": request.in_writing,
        "case": line.case_code,
        "who": request.who,
        "words": request.words,
        "before": [worded(one) for one in line.wordings[:-1]],
        "answer": request.answer.value,
        "order": request.order_no,
        "letter": request.letter,
    }
