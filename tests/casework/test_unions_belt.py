"""Cases of one person: what the rule says of her consent, the store says too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from consent_stories import BIRTHS, draw_event, keep_event, standing
from figured import OUTSIDE, sexes_counted
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.consent.event import ConsentKind
from casework.consent.grant import Pause, Purpose, Reach, Scope
from casework.disclosure import ConsentMissing
from casework.persons.pair import PairAnswer
from casework.referrals.letters import Order
from db.media.taken_back_since import taken_back

CLINIC, WARD = "Example Clinic A", "Example Ward B"
DOUBT = Pause.CAPACITY_DOUBT


@pytest.fixture(params=[False, True], ids=["head first", "part first"])
def two(desks, request):
    """Return two cases of one person that are found under the first, or under the second."""
    cases = agreeing(desks)
    say(desks, *(reversed(cases) if request.param else cases), PairAnswer.SAME)
    return cases


def agreeing(desks):
    """Return two cases, in each of which another service may be told."""
    cases = desks.visit(), desks.visit()
    for case, service in zip(cases, (CLINIC, WARD), strict=True):
        desks.agree(case, service)
    return cases


def say(desks, case, other, answer):
    return desks.office().likeness.say(case, other, answer)


def may_write(desks, two):
    """Return of each case whether a letter may be written to the service it agreed to."""
    found = []
    for case, service in zip(two, (CLINIC, WARD), strict=True):
        try:
            desks.office().letters.issue(Order(case, service))
        except ConsentMissing as missing:
            found.append(missing.code)
        else:
            found.append("written")
    return found


@pytest.mark.parametrize("in_both", [False, True])
def test_a_pause_set_in_one_case_and_lifted_in_the_other_is_lifted_in_both(
    desks, two, in_both
) -> None:
    """What she said last counts, in whichever of her cases; apart, each has only its own again."""
    case, other = two
    desks.office().suspensions.suspend(case, DOUBT)
    assert may_write(desks, two) == ["consent_suspended"] * 2
    desks.office().suspensions.lift(other, DOUBT)
    assert may_write(desks, two) == ["written"] * 2
    if in_both:
        # What is suspended once more is not lifted by what was said before.
        desks.office().suspensions.suspend(other, DOUBT)
        assert may_write(desks, two) == ["consent_suspended"] * 2
        desks.office().suspensions.lift(case, DOUBT)
        assert may_write(desks, two) == ["written"] * 2
    say(desks, case, other, PairAnswer.APART)
    stands = {False: ["consent_suspended", "written"], True: ["consent_suspended"] * 2}
    assert may_write(desks, two) == stands[in_both]
    say(desks, other, case, PairAnswer.SAME)
    assert may_write(desks, two) == ["written"] * 2


def test_a_pause_that_was_set_while_the_cases_were_apart_is_lifted_from_either(desks) -> None:
    case, other = agreeing(desks)
    desks.office().suspensions.suspend(other, DOUBT)
    assert may_write(desks, (case, other)) == ["written", "consent_suspended"]
    say(desks, case, other, PairAnswer.SAME)
    assert may_write(desks, (case, other)) == ["consent_suspended"] * 2
    desks.office().suspensions.lift(case, DOUBT)
    assert may_write(desks, (case, other)) == ["written"] * 2


def test_what_was_lifted_in_the_other_case_is_not_on_the_list_of_what_was_taken_back(
    desks, two
) -> None:
    """Else it would be suspended again after a restore; apart, it stands and is on it."""
    case, other = two
    desks.office().suspensions.suspend(case, DOUBT)
    assert len(taken_back(desks.store.connection.cursor())) == len(two)
    desks.office().suspensions.lift(other, DOUBT)
    assert taken_back(desks.store.connection.cursor()) == []
    say(desks, case, other, PairAnswer.APART)
    assert len(taken_back(desks.store.connection.cursor())) == 1


def withdraws(desks, case):
    desks.office().grants.withdraw(case, Purpose.STATISTICS_EXTERNAL)


def ends_the_work(desks, case):
    desks.office().grants.withdraw(case, Purpose.CASE_SERVICE)


def says_no(desks, case):
    desks.agree(case, **OUTSIDE, answer="refused")


def is_doubted(desks, case):
    desks.office().suspensions.suspend(case, DOUBT)


@pytest.mark.parametrize("takes_back", [withdraws, ends_the_work, says_no, is_doubted])
def test_who_takes_back_to_be_counted_in_one_case_is_counted_in_none(
    desks, two, takes_back
) -> None:
    """Until the cases are apart, when each has only what was said in it.

    Together they are one person.
    """
    case, other = two
    for one in two:
        desks.agree(one, **OUTSIDE)
    assert sexes_counted(desks) == {"female": 1}
    takes_back(desks, other)
    assert sexes_counted(desks) == {}
    say(desks, case, other, PairAnswer.APART)
    assert sexes_counted(desks) == {"female": 1}


def test_to_be_counted_in_one_case_counts_no_other_of_hers(desks, two) -> None:
    desks.agree(two[1], **OUTSIDE)
    assert sexes_counted(desks) == {"female": 1}
    say(desks, *two, PairAnswer.APART)
    assert sexes_counted(desks) == {"female": 1}


def speak(data, work, known, told):
    """Say something in one case: a yes, a no, an end, a pause, or the end of any pause of hers."""
    case_id, grants = known
    worker, start, scopes = told
    said = draw_event(data.draw, start, scopes, grants)
    keep_event(work, case_id, worker, said)
    grants += said[1]
    pauses = [one.event_id for one in work.consents.of(case_id).pauses]
    if pauses and data.draw(st.booleans()):
        lifts = frozenset({data.draw(st.sampled_from(pauses))})
        lifting = {"kind": ConsentKind.LIFTED, "lifts": lifts}
        keep_event(work, case_id, worker, (said[0], [], None), **lifting)


@pytest.mark.parametrize("stories", [27, 80], ids=["few", "many"])
def test_the_store_and_the_rule_agree_on_every_story_of_two_cases(desks, stories) -> None:
    @settings(max_examples=stories, deadline=None)
    @given(data=st.data())
    def told(data):
        codes, start = desks.services(), desks.clock.moment
        service = next(one for one in desks.office().services.all() if one.name == CLINIC)
        scopes = [Scope(Reach.SERVICE, codes[CLINIC]), Scope(Reach.KIND, "health")]
        cases = [desks.visit(), desks.visit()]
        say(desks, *cases, PairAnswer.SAME)
        worker = desks.template.caseworker
        with desks.store.begin(worker) as work:
            known = [(work.cases.by_code(case).id, []) for case in cases]
            for case_id, _ in known:
                asked = (data.draw(BIRTHS) or None, bytes.fromhex(case_id))
                desks.store.connection.execute(
                    "update person set born_from = ? where case_id = ?", asked
                )
            for _ in range(data.draw(st.integers(1, 5))):
                speak(data, work, data.draw(st.sampled_from(known)), (worker.id, start, scopes))
            work._session.commit()
        at = start + timedelta(hours=data.draw(st.integers(-60, 60)))
        with desks.store.begin(worker) as work:
            for case_id, _ in known:
                said = work.consents.of(case_id)
                rule = {one.id for one in said.in_force(Purpose.REFERRAL, service.recipient, at)}
                assert standing(desks, case_id, service, at) == rule

    told()
