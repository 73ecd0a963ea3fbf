"""Yes by somebody for a child, and what a letter then comes to."""

from __future__ import annotations

from datetime import timedelta

from casework.disclosure import ConsentMissing
from casework.referrals.desk import Move
from casework.referrals.letters import Order
from casework.referrals.referral import ReferralStatus

CLINIC = "Example Clinic A"


def agree_for(desks, case, giver, **changes):
    """Record a yes that an adult gives beside the child."""
    grant = {
        "purpose": "referral",
        "recipient": desks.services()[CLINIC],
        "categories": ["demographic"],
        "items": ["name_used"],
        "valid_until": (desks.clock.moment + timedelta(days=300)).date().isoformat(),
    }
    answers = {
        "limits_explained": "yes",
        "means": "verbal",
        "given_by": giver,
        "child_assent": "" if giver.startswith("survivor") else "assents",
        "case_service": "given",
        "grants": [grant],
    }
    said = {name: value for name, value in (answers | changes).items() if value}
    return desks.office().answers.record(case, "consent", said, "en")


def issued(desks, case):
    try:
        return desks.office().letters.issue(Order(case, CLINIC)).number
    except ConsentMissing as missing:
        return missing.code


def taken_on(desks, case):
    """Let the clinic answer a letter that they take her on; return the referral as it is shown."""
    issued(desks, case)
    desk = desks.office().referrals
    (line,) = desk.of(case).lines
    desk.move(case, line.id, Move(ReferralStatus.ACCEPTED))
    return desk.of(case).lines[0]
