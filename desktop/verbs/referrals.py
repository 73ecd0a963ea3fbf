"""Verbs about help asked for: beginning a request, and taking the answer on a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from casework.referrals.referral import Need
from forms.codelists import code_list, label

if TYPE_CHECKING:
    import argparse

    from desktop.desk import Desk


def refer(desk: Desk, typed: argparse.Namespace) -> None:
    """Begin a request for help of a kind, perhaps at a service; without a kind list them all."""
    office = desk.workbook().office
    if typed.kind:
        change = office.referrals.begin(typed.case, Need(typed.kind), typed.to)
        desk.facts({"referral": change.subject_id})
        desk.say("referrals.begun")
        return
    lines = office.referrals.of(typed.case).lines
    desk.facts(
        [
            {
                "referral": line.id,
                "kind": line.need.service_type,
                "service": line.service_code,
                "status": line.status,
                "agreed": line.agreed,
            }
            for line in lines
        ]
    )
    for line in lines:
        kind = _kind(line.need.service_type)
        desk.say(
            "referrals.line" if kind else "referrals.line_no_kind",
            kind=kind,
            service=line.service or texts.say("referrals.no_service"),
            state=texts.say(f"referral.{line.status.value}"),
        )
    if not lines:
        desk.say("case.no_referrals")


def answer(desk: Desk, typed: argparse.Namespace) -> None:
    """Take the answer on the slip of a letter, by its number and its check code."""
    taken = desk.workbook().office.talks.reply(
        typed.number, typed.check, typed.answer, typed.reason
    )
    desk.facts({"case": taken.case_code, "referral": taken.subject_id, "status": taken.reason})
    state = texts.say(f"referral.{taken.reason}")
    desk.say("referrals.reply_taken", case=taken.case_code, state=state)


def _kind(code: str) -> str:
    known = code_list("service_type").codes
    return label("service_type", code, texts.current().code) if code in known else ""
