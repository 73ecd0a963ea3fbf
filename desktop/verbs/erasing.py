"""The verb for erasing a case: what would go, asked for, agreed to, taken back, done for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from casework.keeping.erasure import Basis
from desktop import doors
from desktop.saying.unreached import not_reached
from desktop.verbs.letters import place_for
from texts.dates import long_date

if TYPE_CHECKING:
    import argparse

    from casework.keeping.erasures import ErasuresDesk
    from desktop.desk import Desk

SHOW, ASK, AGREE, KEEP, DO = "show", "ask", "agree", "keep", "do"
ACTS: Final = (SHOW, ASK, AGREE, KEEP, DO)


def erase(desk: Desk, typed: argparse.Namespace) -> None:
    """Take one step towards erasing a case, or the last one, and say where it stands."""
    erasures = desk.workbook().office.erasures
    if typed.act == DO:
        _do(desk, erasures, typed)
        return
    if typed.act == ASK:
        erasures.request(typed.case, Basis(typed.why), in_danger=typed.in_danger)
    elif typed.act == AGREE:
        erasures.agree(typed.case)
    elif typed.act == KEEP:
        erasures.take_back(typed.case)
    _show(desk, erasures, typed.case)


def _show(desk: Desk, erasures: ErasuresDesk, case: str) -> None:
    found = erasures.check(case)
    under_way = found.erasure
    desk.facts(
        {
            "forms": found.forms,
            "letters": found.letters,
            "files": found.files,
            "letters_out": found.letters_out,
            "holds": [one.basis.value for one in found.holds],
            "asked_on": under_way.asked_on.isoformat() if under_way else None,
            "due_on": under_way.due_on.isoformat() if under_way else None,
            "may_be_done": found.may_be_done,
        }
    )
    desk.say("erasure.extent", forms=found.forms, letters=found.letters, files=found.files)
    if found.letters_out:
        desk.say("erasure.letters_out", n=found.letters_out)
    for hold in found.holds:
        desk.say(f"hold.basis.{hold.basis.value}")
        if hold.until is not None:
            desk.say("hold.waits", day=long_date(hold.until))
    if under_way is not None:
        why = texts.say(f"erasure.basis.{under_way.basis.value}")
        desk.say("erasure.asked", day=long_date(under_way.asked_on), why=why)
        waits = texts.say("erasure.waits", day=long_date(under_way.due_on))
        desk.line(texts.say("erasure.now") if found.may_be_done else waits)


def _do(desk: Desk, erasures: ErasuresDesk, typed: argparse.Namespace) -> None:
    """Erase, and leave the certificate where one was asked for: its place is taken first."""
    if typed.certificate is None:
        erased = erasures.carry_out(typed.case)
    else:
        with place_for(typed.certificate) as place:
            erased = erasures.carry_out(typed.case)
            office = desk.workbook().office_name
            place.write(doors.certificate_pdf(erased.erasure, office, typed.language))
    done, beyond = erased.erasure, erased.beyond
    desk.facts(
        {
            "forms": done.forms,
            "letters": done.letters,
            "files": done.files,
            "list_behind": list(beyond.folders),
            "copies_left": list(beyond.copies),
        }
    )
    desk.say("erasure.done")
    for words in not_reached(beyond):
        desk.line(words)
