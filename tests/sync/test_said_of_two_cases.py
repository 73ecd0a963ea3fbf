"""What is said of two cases once this way round and once the other goes to every laptop."""

from __future__ import annotations

import pytest
from apart import Apart, case_of
from forged import Forger, nobody

from casework.persons.pair import PairAnswer
from casework.team.worker import Role
from ledger.ops import Kind

LIVES = "select stream from entity where id = ?"
NOW = "2026-03-10T09:30:00.000000Z"


@pytest.fixture
def both(template, tmp_path):
    """Return two who lead, with two cases that both laptops hold."""
    made = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    made.codes = [made.first.case() for _ in range(2)]
    for code in made.codes:
        made.first.agrees(code)
    made.carry()
    yield made
    made.first.close()


def heads_at(office, codes):
    return {code: one.head for code, one in office.likeness.together(codes).items()}


@pytest.mark.parametrize(
    "before", [PairAnswer.UNSURE, PairAnswer.DIFFERENT, PairAnswer.SAME], ids=str
)
def test_said_the_other_way_round_it_goes_to_all_and_so_does_what_follows(both, before):
    """No other laptop took it, nor anything that was written after it."""
    one, other = both.codes
    says = both.here.likeness.say
    says(one, other, before)
    if before is PairAnswer.SAME:
        says(one, other, PairAnswer.APART)
    both.carry()
    says(other, one, PairAnswer.SAME)
    both.here.answers.record(one, "note", {"text": "WORD-OF-LATER"}, "en")
    both.carry()
    assert both.other.finds("WORD-OF-LATER")
    with both.other.office() as office:
        assert heads_at(office, both.codes) == dict.fromkeys(both.codes, other)
    both.clock.pass_days(1)
    says(one, other, PairAnswer.APART)
    says(one, other, PairAnswer.SAME)
    both.carry()
    with both.other.office() as office:
        assert heads_at(office, both.codes) == dict.fromkeys(both.codes, one)


def test_who_was_made_one_person_both_ways_is_two_again_once_somebody_says_so(both):
    """One of both stood for ever, and with it what was taken back or walled off in the other."""
    one, other = (case_of(both.first, code) for code in both.codes)
    ((lives,),) = both.first.store.connection.execute(LIVES, (one,)).fetchall()
    facts = {"answer": "same", "by": both.other.user, "at": NOW}
    batch = Forger(both.other, lives).says(
        *(
            (Kind.CREATE, nobody(), "case_pair", None, facts | {"case_id": a, "other_id": b})
            for a, b in ((one, other), (other, one))
        )
    )
    assert not both.first.post.take([batch]).refused
    assert heads_at(both.here, both.codes)
    both.here.likeness.say(*both.codes, PairAnswer.APART)
    assert heads_at(both.here, both.codes) == {}
