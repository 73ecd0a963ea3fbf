"""A member's own program joins no answer and no recall to the letters of a colleague's case."""

from __future__ import annotations

import pytest
from apart import case_of
from forged import forger, nobody
from known_case import CLINIC
from make import VISIT

from casework.referrals.letters import Order
from ledger.ops import Kind

TOLD = {"categories": ["demographic", "contact", "needs"], "items": ["name_used"]}
AT, DAY = "2026-03-10T09:30:00.000000Z", "2026-03-10"
IDS = (
    "select l.id, l.referral_id, e.id, f.id from letter as l"
    " join consent_event as e on e.case_id = l.case_id"
    " join form_instance as f on f.case_id = l.case_id limit 1"
)
LETTER = (
    "select (select count(*) from letter_recall where letter_id = l.id),"
    " (select count(*) from letter_reply where letter_id = l.id),"
    " (select count(*) from letter_notice where letter_id = l.id) from letter as l"
)


@pytest.fixture
def letter(strangers):
    """Let the third one write a letter that the first one has too; return what it stands with."""
    first, third = strangers.first, strangers.third
    with third.office() as office:
        first.agrees(strangers.code, office=office, purpose="referral", **TOLD)
        strangers.number = office.letters.issue(Order(strangers.code, CLINIC)).number
    first.takes(third.writes())
    ((letter, referral, event, form),) = first.store.connection.execute(IDS).fetchall()
    strangers.of = {
        "letter_id": letter,
        "referral_id": referral,
        "event_id": event,
        "entry_id": form,
    }
    return strangers


def hers(team):
    """Let the second one open a case of her own, that the first one has too."""
    with team.other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        team.first.agrees(code, office=office)
    team.first.takes(team.other.writes())
    return case_of(team.first, code)


def letters_of(team):
    return team.first.store.connection.execute(LETTER).fetchall()


JOINED = {
    "letter_recall": ("letter_id", {"at": AT, "reason": "withdrawn"}),
    "letter_reply": ("letter_id", {"at": AT, "replied_on": DAY, "answer": "refused"}),
    "letter_notice": ("letter_id", {"sent_on": DAY, "sent_by": nobody()}),
    "telling": ("referral_id", {"at": AT, "told_on": DAY, "purpose": "referral"}),
    "consent_grant": ("event_id", {"given_at": AT, "purpose": "referral", "answer": "given"}),
    "review": ("entry_id", {"form_id": "intake", "status": "approved", "asked_at": AT}),
}


@pytest.mark.parametrize("table", JOINED)
def test_nothing_of_her_case_is_joined_to_what_is_in_a_colleagues(letter, table):
    """A letter of somebody else's case stood there as recalled, and as refused by the clinic."""
    name, facts = JOINED[table]
    said = facts | {"case_id": hers(letter), name: letter.of[name]}
    batch = forger(letter, "own").says((Kind.CREATE, nobody(), table, None, said))
    came = letter.first.post.take([batch])
    assert (came.early, came.operations) == (1, 0)
    assert letters_of(letter) == [(0, 0, 0)]
