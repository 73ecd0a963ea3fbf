"""What makes the help of a practice workbook look lived in: answers, appointments, unmet needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

import texts
from casework.practice.invented import LOOKED_AT
from casework.referrals.desk import Move
from casework.referrals.referral import Appointment, Need, ReferralStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from casework.office import Office

_S = ReferralStatus
# What came of a letter, by the number of its case; where nothing stands it is still waited for.
# An outcome and a reason are said in the language that is spoken.
_ANSWERS: Final = {
    1: (Move(_S.RECEIVED), Move(_S.ACCEPTED)),
    2: (Move(_S.WAITING_LIST),),
    3: (Move(_S.REFUSED, "no_capacity"),),
    4: (Move(_S.ACCEPTED), Move(_S.ATTENDED, outcome="sample.outcome")),
}
# What else was thought about: of which kind, at whose door, and how far it went.
_IDEAS: Final = {
    0: (Need("housing", "sample.reason", "", "within_2_weeks"), "", ()),
    1: (Need("legal_immigration"), "legal", (Move(_S.DISCUSSED),)),
    2: (Need("emergency_accommodation"), "shelter", (Move(_S.PROVIDER_UNAVAILABLE),)),
    3: (Need("livelihood"), "training", ()),
    4: (Need("childcare"), "social", (Move(_S.DECLINED_BY_SURVIVOR),)),
}
_ROUND: Final = 5


def look_services_up(office: Office, clock: Callable[[datetime], None], present: datetime) -> None:
    """Mark some entries of the directory as looked at, some of them long ago."""
    services = office.services.all()
    for place, days in sorted(LOOKED_AT.items(), key=lambda one: -one[1]):
        clock(present - timedelta(days=days))
        office.services.checked(services[place].code)


def ask_for_help(met: Sequence[tuple[Office, str]], present: datetime) -> None:
    """Take answers to letters, and begin other requests for help, case by case."""
    for number, (office, code) in enumerate(met):
        lines = office.referrals.of(code).lines
        for line in lines:
            for move in _ANSWERS.get(number % _ROUND, ()):
                said = texts.say(move.outcome) if move.outcome else ""
                office.referrals.move(code, line.id, replace(move, outcome=said))
            if number % _ROUND == 1:
                day = present.date() + timedelta(days=3)
                meeting = Appointment(day, time(10, 30), texts.say("sample.room"))
                office.referrals.arrange(code, line.id, meeting)
        need, kind, moves = _IDEAS[number % _ROUND]
        service = texts.say(f"sample.service.{kind}") if kind else ""
        need = replace(need, reason=texts.say(need.reason) if need.reason else "")
        if service and service in {line.service for line in lines}:
            continue
        begun = office.referrals.begin(code, need, service).subject_id
        for move in moves:
            office.referrals.move(code, begun, move)
