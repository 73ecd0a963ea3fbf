"""What a request for help says of itself: its way so far, its facts, and what can be done next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from casework.referrals.referral import ReferralStatus
from desktop.pages.episodes.words import code_words
from desktop.parts.fact_grid import Fact
from texts.dates import clock_time, in_own_direction, isolate, short_date

if TYPE_CHECKING:
    from datetime import date

    from casework.referrals.referral import Appointment
    from casework.referrals.view import ReferralLine

_S = ReferralStatus
# The way of a request, and from which states on each part of it lies behind.
WAY: Final = ("asked", "agreed", "sent", "accepted", "first_visit", "outcome")
_AFTER: Final = {
    _S.DISCUSSED: 1,
    _S.AGREED: 2,
    _S.LETTER_ISSUED: 3,
    _S.TOLD_VERBALLY: 3,
    _S.RECEIVED: 3,
    _S.WAITING_LIST: 3,
    _S.NO_ANSWER: 3,
    _S.REFUSED: 3,
    _S.RECALLED: 3,
    _S.ACCEPTED: 4,
    _S.ATTENDED: 5,
    _S.COMPLETED: 6,
}


def way_of(line: ReferralLine) -> list[tuple[str, bool]]:
    """Return the parts of the way in words, each with whether it lies behind."""
    done = _AFTER.get(line.status, 0)
    if line.letters or line.told_on:
        done = max(done, 3)
    return [(texts.say(f"referrals.way.{name}"), at < done) for at, name in enumerate(WAY)]


def name_of(line: ReferralLine) -> str:
    """Return who is asked, or that nobody was found."""
    return in_own_direction(line.service) or texts.say("referrals.no_service")


def kind_of(line: ReferralLine) -> str:
    """Return which kind of help is asked for."""
    return code_words("service_type", line.need.service_type)


def state_of(line: ReferralLine, today: date) -> str:
    """Return where a request stands, and since when."""
    state = texts.say(f"referral.{line.status.value}")
    return texts.say("case.referral_when", state=state, day=short_date(line.changed_on, today))


def facts_of(line: ReferralLine, today: date) -> list[Fact]:
    """Return what is known of a request, by its label."""
    need = line.need
    letters = texts.say("list.join").join(isolate(number) for number in line.letters)
    found = {
        "reason": in_own_direction(need.reason),
        "accompaniment": in_own_direction(need.accompaniment),
        "urgency": code_words("urgency_of_action", need.urgency),
        "letters": letters,
        "told_on": short_date(line.told_on, today) if line.told_on else "",
        "appointment": appointment_words(line.appointment, today) if line.appointment else "",
        "refusal": code_words("refusal_reason", line.refusal),
        "outcome": in_own_direction(line.outcome),
    }
    masked = {"reason", "accompaniment", "appointment", "outcome"}
    return [
        Fact(texts.say(f"referrals.fact.{name}"), words, masks=name in masked)
        for name, words in found.items()
        if words
    ]


def appointment_words(meeting: Appointment, today: date) -> str:
    """Return when and where somebody is expected."""
    day = short_date(meeting.on, today)
    if meeting.at is not None:
        day = texts.say("today.moment", day=day, time=clock_time(meeting.at))
    if meeting.place:
        place = in_own_direction(meeting.place)
        return texts.say("referrals.at_place", moment=day, place=place)
    return day


def act_words(status: ReferralStatus) -> str:
    """Return what a step is called on its button."""
    return texts.say(f"referrals.do.{status.value}")
