"""Verbs that ask: which cases, which agreements, which services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from desktop.saying.words import Refused
from desktop.verbs.papers import write_numbers
from forms.codelists import code_list, label

if TYPE_CHECKING:
    import argparse

    from desktop.desk import Desk

_KINDS: Final = "data_category"


def cases(desk: Desk, typed: argparse.Namespace) -> None:
    """List the cases this worker may see, by code."""
    if typed.find is not None and not typed.find.strip():
        raise Refused("nothing_to_find")
    office = desk.workbook().office
    wanted = None if typed.find is None else desk.secrets.words(typed.find)
    if wanted is not None and not wanted.strip():
        raise Refused("nothing_to_find")
    found = office.cases.all() if wanted is None else office.cases.find(wanted)
    facts = [
        {"code": case.code, "status": case.status, "opened_on": case.opened_on.isoformat()}
        for case in found
    ]
    desk.facts(facts)
    for case in found:
        status = texts.say(f"status.{case.status}")
        desk.say("cases.line", code=case.code, status=status, opened_on=case.opened_on)
    if not found:
        desk.say("cases.none")


def consent(desk: Desk, typed: argparse.Namespace) -> None:
    """List the grants of a case, with state and validity."""
    grants = desk.workbook().office.grants.of(typed.case)
    desk.facts(
        [
            {
                "purpose": grant.purpose,
                "recipient": grant.recipient,
                "covers": list(grant.covers),
                "state": grant.state,
                "valid_from": grant.valid_from.isoformat(),
                "valid_to": grant.valid_to.isoformat(),
            }
            for grant in grants
        ]
    )
    spoken = texts.current().code
    for grant in grants:
        covers = [_covered(one, spoken) for one in grant.covers]
        desk.say(
            "consent.line",
            purpose=label("purpose", grant.purpose, spoken),
            recipient=grant.recipient or texts.say("consent.own_office"),
            covers=", ".join(covers) or texts.say("consent.no_category"),
            state=texts.say(f"grant_state.{grant.state}"),
            valid_from=grant.valid_from,
            valid_to=grant.valid_to,
        )
    if not grants:
        desk.say("consent.none")


def _covered(what: str, language: str) -> str:
    """Return the words for a kind of detail that was agreed to, or for one detail."""
    kinds = code_list(_KINDS).codes
    return label(_KINDS, what, language) if what in kinds else texts.say(f"item.{what}")


def services(desk: Desk, typed: argparse.Namespace) -> None:
    """List the service directory, and write it in numbers to a file if one is named."""
    desk_of_services = desk.workbook().office.services
    found = desk_of_services.all()
    desk.facts([{"code": one.code, "name": one.name, "kind": one.kind} for one in found])
    for one in found:
        kind = label("recipient_kind", one.kind, texts.current().code)
        desk.say("services.line", code=one.code, name=one.name, kind=kind)
    if not found:
        desk.say("services.none")
    if typed.numbers:
        write_numbers(desk, desk_of_services.in_numbers(typed.language), typed.numbers)
