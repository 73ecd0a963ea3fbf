"""What makes the help of a practice workbook look lived in: answers, appointments, unmet needs."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

from casework.practice import LOOKED_AT
from casework.referral import Appointment, Need, ReferralStatus
from casework.referrals import Move

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from casework.office import Office

_S = ReferralStatus
# What came of a letter, by the number of its case; where nothing stands it is still waited for.
_ANSWERS: Final = {
    1: (Move(_S.RECEIVED), Move(_S.ACCEPTED)),
    2: (Move(_S.WAITING_LIST),),
    3: (Move(_S.REFUSED, "no_capacity"),),
    4: (Move(_S.ACCEPTED), Move(_S.ATTENDED, outcome="An invented outcome for practice.")),
}
# What else was thought about: of which kind, at whose door, and how far it went.
_IDEAS: Final = {
    0: (Need("housing", "An invented reason for practice.", "", "within_2_weeks"), "", ()),
    1: (Need("legal_immigration"), "Example Legal Desk", (Move(_S.DISCUSSED),)),
    2: (Need("emergency_accommodation"), "Example Night Shelter", (Move(_S.PROVIDER_UNAVAILABLE),)),
    3: (Need("livelihood"), "Example Training Centre", ()),
    4: (Need("childcare"), "Example Social Office", (Move(_S.DECLINED_BY_SURVIVOR),)),
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
                office.referrals.move(code, line.id, move)
            if number % _ROUND == 1:
                day = present.date() + timedelta(days=3)
                meeting = Appointment(day, time(10, 30), "Room 2")
                office.referrals.arrange(code, line.id, meeting)
        need, service, moves = _IDEAS[number % _ROUND]
        if service and service in {line.service for line in lines}:
            continue
        begun = office.referrals.begin(code, need, service).subject_id
        for move in moves:
            office.referrals.move(code, begun, move)
