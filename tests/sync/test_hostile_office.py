"""Whoever administers makes a second office with her own program: nothing that reads it ends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from apart import Apart
from forged import forger
from known_case import CLINIC
from make import OFFICE

from casework.referrals.letters import Order
from db.homes.signers import keepers
from ledger.ops import Kind
from texts.language import OnPaper

SECOND = {
    "name": "EX-SECOND",
    "phone": "EX",
    "hours": "EX",
    "language": "en",
    "closing_review": "yes",
    "letter_digits": "own",
    "second_days": "no",
    "kept_with": "EX-NOBODY",
    "called": "survivor",
}
TOLD = {"categories": ["demographic", "contact", "needs"], "items": ["name_used"]}


@pytest.fixture
def both(template, tmp_path):
    """Return two laptops of supervisors, and a third one."""
    made = Apart.three(template, tmp_path)
    yield made
    made.first.close()


def told(laptop):
    """Return all that is read of the office, by whoever reads it at a laptop."""
    people, store = laptop.office(laptop.template.supervisor).people, laptop.store
    return store.office_name(), store.spoken(), keepers(store.connection), people.called()


def second_office(team, one):
    """Let whoever administers at the second laptop make a second office everywhere."""
    batch = forger(team, "config").says((Kind.CREATE, one, "office", None, SECOND))
    assert not team.first.post.take([batch]).refused
    with team.third.post() as post:
        assert not post.take([batch]).refused


@pytest.mark.parametrize("one", [b"\0" * 15 + b"\1", b"\xff" * 16])
def test_of_two_offices_all_name_the_one_made_first(both, one):
    """At the second one every letter raised, and so did whoever named the office anew."""
    here, before = both.here, told(both.first)
    code = both.first.case()
    both.first.agrees(code, purpose="referral", **TOLD)
    second_office(both, one)
    here.letters.issue(Order(code, CLINIC))
    assert told(both.first) == before
    assert not here.reviews.closing_needs_one()
    here.people.set_office(replace(OFFICE, name="EX-ANEW"))
    here.people.set_on_paper(OnPaper(own_digits=True))
    here.reviews.set_closing(needs_one=True)
    both.third.takes(both.first.writes())
    with both.third.store() as store:
        assert store.office_name() == both.first.store.office_name() == "EX-ANEW"
        assert store.spoken()[0] == both.first.store.spoken()[0] == OnPaper(own_digits=True)
