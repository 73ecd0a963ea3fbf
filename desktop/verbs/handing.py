"""Verbs for who works with a case: given by a supervisor, shared, offered, taken on or left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from casework.ids import as_case_code
from casework.team.seat import NotFound

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from casework.team.supervision import Offer
    from casework.team.worker import Worker
    from desktop.desk import Desk

TAKE_ON, LEAVE, TAKE_BACK = "accept", "decline", "take-back"
ANSWERS: Final = (TAKE_ON, LEAVE, TAKE_BACK)


def assign(desk: Desk, typed: argparse.Namespace) -> None:
    """Give a case of the team to somebody, at once."""
    office = desk.workbook().office
    who = _named(typed.name, office.people.all())
    change = office.caseload.assign(typed.case, who.id)
    desk.facts({"case": change.case_code, "worker": who.name})
    desk.say("handing.assigned", code=change.case_code, name=who.name)


def hand_over(desk: Desk, typed: argparse.Namespace) -> None:
    """Give all cases of a worker that are not over to another; what a wall keeps stays."""
    office = desk.workbook().office
    people = office.people.all()
    leaver, heir = _named(typed.leaver, people), _named(typed.name, people)
    went = int(office.caseload.hand_over(leaver.id, heir.id).reason)
    desk.facts({"worker": heir.name, "cases": went})
    if not desk.as_json:
        desk.line(texts.plural("handing.handed_over", went, name=heir.name))


def share(desk: Desk, typed: argparse.Namespace) -> None:
    """Let a colleague work along in a case, or end that."""
    office = desk.workbook().office.caseload
    team = office.team_of(typed.case)
    who = _named(typed.name, (*team.sharers, *team.colleagues))
    change = (office.unshare if typed.end else office.share)(typed.case, who.id)
    along = [one.name for one in office.team_of(typed.case).sharers]
    desk.facts({"case": change.case_code, "along": along})
    desk.say("handing.unshare.said" if typed.end else "handing.share.said")


def offer(desk: Desk, typed: argparse.Namespace) -> None:
    """Offer a case to a colleague; it stays until she says yes."""
    office = desk.workbook().office.caseload
    who = _named(typed.name, office.team_of(typed.case).colleagues)
    change = office.offer(typed.case, who.id, desk.secrets.words(typed.note))
    desk.facts({"case": change.case_code, "to": who.name})
    desk.say("handing.offer.said")


def offers(desk: Desk, _typed: argparse.Namespace) -> None:
    """List what this worker was offered or offers."""
    workbook = desk.workbook()
    found = workbook.office.caseload.offers()
    desk.facts(
        [
            {"case": one.case_code, "from": one.sender, "to": one.receiver, "note": one.note}
            for one in found
        ]
    )
    for one in found:
        mine = one.receiver_id == workbook.office.worker.id
        said = "handing.offered_to_me" if mine else "handing.offered_by_me"
        desk.say(said, code=one.case_code, sender=one.sender, receiver=one.receiver)
        if one.note and not desk.as_json:
            desk.line(f"    {one.note}")
    if not found:
        desk.say("handing.no_offers")


def answer(desk: Desk, typed: argparse.Namespace) -> None:
    """Take an offered case on, leave it where it is, or take one's own offer back."""
    office = desk.workbook().office.caseload
    found = _offered(typed.case, office.offers())
    if typed.verb == TAKE_ON:
        change = office.accept(found)
        said = "handing.accept.said"
    elif typed.verb == LEAVE:
        change = office.refuse(found, desk.secrets.words(typed.note))
        said = "handing.refuse.said"
    else:
        change = office.take_back(found)
        said = "handing.take_back.said"
    desk.facts({"case": change.case_code, "answer": typed.verb})
    desk.say(said)


def _offered(case: str, offers: Iterable[Offer]) -> str:
    """Return the offer of a case that this worker made or was made: there is one at most."""
    code = as_case_code(case)
    for one in offers:
        if one.case_code == code:
            return one.id
    raise NotFound("offer_not_found")


def _named(name: str, people: Iterable[Worker]) -> Worker:
    """Return the one person of a name; nobody is given a case by a name two people bear."""
    wanted = name.strip().casefold()
    found = {one.id: one for one in people if one.name.casefold() == wanted}
    if len(found) != 1:
        raise NotFound("worker_not_found")
    return next(iter(found.values()))
