"""The verb for the log of breaches: list them, write one down, see to it, close it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from casework.registers.breach import KINDS, Happened, Taken
from casework.team.seat import NotFound
from desktop.clock import now
from desktop.verbs.requests import worded
from forms.codelists import label
from texts.dates import long_date

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from casework.registers.breach import BreachLine
    from casework.registers.breaches import BreachesDesk
    from desktop.desk import Desk

    Step = Callable[[Desk, BreachesDesk, argparse.Namespace], object]

LIST, NOTE, CORRECT, TAKE = "list", "note", "correct", "take"
UNTAKE, CLOSE, REOPEN = "untake", "close", "reopen"
ACTS: Final = (LIST, NOTE, CORRECT, TAKE, UNTAKE, CLOSE, REOPEN)
# So much of an id tells it from all others.
_SHORT: Final = 8


def breaches(desk: Desk, typed: argparse.Namespace) -> None:
    """Do something about breaches, and list them."""
    log = desk.workbook().office.breaches
    if typed.act != LIST:
        _STEPS[typed.act](desk, log, typed)
    _list(desk, log)


def _note(desk: Desk, log: BreachesDesk, typed: argparse.Namespace) -> None:
    log.note(_happened(desk, typed, Happened(now().date(), "", "")))


def _correct(desk: Desk, log: BreachesDesk, typed: argparse.Namespace) -> None:
    line = _named(log, typed.breach)
    known = line.breach
    before = Happened(known.noticed_on, known.kind, known.words, known.recipients, cases=line.cases)
    log.correct(known.id, _happened(desk, typed, before))


def _take(desk: Desk, log: BreachesDesk, typed: argparse.Namespace) -> None:
    words = desk.secrets.words(typed.words or "")
    taken = Taken(typed.on or now().date(), words, told=typed.told)
    log.take(_named(log, typed.breach).breach.id, taken)


def _untake(_desk: Desk, log: BreachesDesk, typed: argparse.Namespace) -> None:
    """Take back what was written down last of what was done."""
    line = _named(log, typed.breach)
    log.untake(line.breach.id, line.taken[-1].id if line.taken else "")


def _close(desk: Desk, log: BreachesDesk, typed: argparse.Namespace) -> None:
    log.close(_named(log, typed.breach).breach.id, desk.secrets.words(typed.why))


def _reopen(_desk: Desk, log: BreachesDesk, typed: argparse.Namespace) -> None:
    log.reopen(_named(log, typed.breach).breach.id)


_STEPS: Final[Mapping[str, Step]] = {
    NOTE: _note,
    CORRECT: _correct,
    TAKE: _take,
    UNTAKE: _untake,
    CLOSE: _close,
    REOPEN: _reopen,
}


def _happened(desk: Desk, typed: argparse.Namespace, before: Happened) -> Happened:
    """Return what was typed, and of what was not typed what stood there before."""
    words = desk.secrets.words
    return Happened(
        noticed_on=typed.on or before.noticed_on,
        kind=before.kind if typed.kind is None else typed.kind,
        words=before.words if typed.words is None else words(typed.words),
        recipients=before.recipients if typed.recipients is None else words(typed.recipients),
        cases=before.cases if typed.case is None else tuple(typed.case),
    )


def _named(log: BreachesDesk, typed: str) -> BreachLine:
    """Return the breach that somebody named by the beginning of its number."""
    found = [one for one in log.all() if one.breach.id.startswith(typed)]
    if not typed or len(found) != 1:
        raise NotFound("breach_not_found")
    return found[0]


def _list(desk: Desk, log: BreachesDesk) -> None:
    found = log.all()
    desk.facts([_facts(one) for one in found])
    for one in found:
        desk.say(
            "breaches.line",
            number=one.breach.id[:_SHORT],
            kind=label(KINDS, one.breach.kind, texts.current().code),
            day=long_date(one.breach.noticed_on),
            state=texts.say(f"breaches.state.{one.breach.state.value}"),
            codes=texts.say("list.join").join(one.cases) or "-",
        )
    if not found:
        desk.say("breaches.none")


def _facts(line: BreachLine) -> dict[str, object]:
    taken = [{"on": one.on.isoformat(), "words": one.words, "told": one.told} for one in line.taken]
    return {
        "id": line.breach.id,
        "on": line.breach.noticed_on.isoformat(),
        "kind": line.breach.kind,
        "words": line.breach.words,
        "recipients": line.breach.recipients,
        "before": [worded(one) for one in line.wordings[:-1]],
        "cases": list(line.cases),
        "taken": taken,
        "state": line.breach.state.value,
        "untold_why": line.breach.untold_why,
    }
