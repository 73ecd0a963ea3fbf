"""A no that is said on the consent form ends as much as a yes that is taken back."""

from __future__ import annotations

import pytest

from casework.answers.recording import AnswersRefused
from casework.consent.grant import Purpose
from casework.persons.pair import PairAnswer
from casework.referrals.letters import Order
from casework.referrals.referral import ReferralStatus
from casework.tasks.task import TaskKind, TaskStatus
from forms.document import FormDoc

CLINIC, WARD = "Example Clinic A", "Example Ward B"


def says(desks, case, **answers):
    """Fill in the consent form once more."""
    said = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    return desks.office().answers.record(case, "consent", said | answers, "en")


def no_to(desks, service, purpose="referral"):
    to = {"recipient": desks.services()[service]}
    return {"grants": [{"purpose": purpose, "answer": "refused", **to}]}


def told(desks, case):
    """Return the letters that stand, where referrals are, and whom to tell."""
    letters = [one.number for one in desks.office().letters.register() if not one.recalled]
    shown = desks.office().overview.of(case)
    tasks = [one.kind for one in shown.tasks]
    return letters, [one.status for one in shown.referrals], tasks


@pytest.fixture
def case(desks):
    case = desks.visit()
    desks.agree(case)
    desks.office().letters.issue(Order(case, CLINIC))
    desks.clock.pass_days(1)
    return case


def test_a_no_to_a_service_recalls_its_letter_and_stops_its_referral(desks, case):
    says(desks, case, case_service="given", **no_to(desks, CLINIC))

    letters, referrals, tasks = told(desks, case)
    assert (letters, referrals) == ([], [ReferralStatus.WITHDRAWN_BY_SURVIVOR])
    assert tasks == [TaskKind.TELL_SERVICE]
    assert [one.recalled_on is not None for one in desks.office().recalls.due(case)] == [True]


def test_a_no_to_the_work_as_a_whole_does_so_with_all(desks, case):
    says(desks, case, case_service="refused")

    letters, referrals, tasks = told(desks, case)
    assert (letters, referrals) == ([], [ReferralStatus.WITHDRAWN_BY_SURVIVOR])
    assert TaskKind.TELL_SERVICE in tasks


def test_a_no_to_another_service_or_purpose_ends_nothing_of_it(desks, case):
    before = told(desks, case)
    says(desks, case, case_service="given", **no_to(desks, WARD))
    own = {"grants": [{"purpose": "statistics_external", "answer": "refused"}]}
    says(desks, case, case_service="given", **own)
    assert told(desks, case) == before


def test_a_no_that_follows_no_yes_leaves_what_is_planned(desks):
    case = desks.visit()
    desks.office().tasks.add(case, "Ask again")
    says(desks, case, case_service="refused")
    # What is not agreed to is not listed; it is not let go of either.
    kept = desks.store.connection.execute("select status from task").fetchall()
    assert kept == [(TaskStatus.OPEN.value,)]


def test_it_ends_in_her_other_cases_too(desks, case):
    other = desks.visit()
    desks.office().likeness.say(case, other, PairAnswer.SAME)
    says(desks, other, case_service="given", **no_to(desks, CLINIC))

    letters, referrals, tasks = told(desks, case)
    assert (letters, referrals) == ([], [ReferralStatus.WITHDRAWN_BY_SURVIVOR])
    assert TaskKind.TELL_SERVICE in tasks


def begun(desks, case):
    """Begin a consent form that says yes, and leave it."""
    office = desks.office()
    sheet = office.filling.open(case, "consent")
    yes = {"consent.limits_explained": "yes", "consent.means": "verbal"}
    yes |= {"consent.given_by": "survivor", "consent.case_service": "given"}
    return office.filling.keep(sheet, FormDoc("consent", sheet.model.version, yes, "en"))


@pytest.mark.parametrize("how", ["taken back", "refused"])
def test_a_form_that_was_begun_before_a_no_says_no_yes_after_it(desks, case, how):
    sheet = begun(desks, case)
    desks.clock.pass_days(1)
    if how == "refused":
        says(desks, case, case_service="refused")
    else:
        desks.office().grants.withdraw(case, Purpose.CASE_SERVICE)
    desks.clock.pass_days(1)
    kept = desks.office().filling.carry_on(sheet.draft_id)
    with pytest.raises(AnswersRefused, match="said_no_since"):
        desks.office().filling.finish(kept, kept.doc)
    # Nothing of it is lost, and asked anew she may say yes.
    assert desks.office().filling.carry_on(sheet.draft_id).doc.values == kept.doc.values
    desks.office().filling.discard(sheet.draft_id)
    later = begun(desks, case)
    desks.office().filling.finish(later, later.doc)
