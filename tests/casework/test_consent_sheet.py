"""The sheet of one case: what was said, where it stands, how it was said, what is read aloud."""

from __future__ import annotations

from datetime import timedelta

import pytest
from make import START

from casework.consent.grant import GrantState, Purpose, Reach
from casework.consent.purpose_texts import SERVICE, purpose_texts, wording_for
from casework.consent.wordings import AGE_BANDS, newest_text
from casework.referrals.letters import Order
from casework.team.worker import NotPermitted, Role, Worker
from forms.codelists import code_list

UNTIL = (START + timedelta(days=90)).date().isoformat()
COUNTED = {"purpose": "statistics_external", "valid_until": UNTIL}


def sheet(desks, case):
    return desks.office().grants.sheet(case)


def record(desks, case, *grants, **answers):
    said = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    return desks.office().answers.record(case, "consent", said | answers | {"grants": grants}, "en")


def test_nothing_is_on_the_sheet_before_anybody_was_asked(desks) -> None:
    seen = sheet(desks, desks.visit())
    assert seen.lines == ()
    assert seen.review_on is None
    assert seen.line(Purpose.CASE_SERVICE) is None
    assert [service.name for service in seen.services] == sorted(desks.services())


def test_a_line_says_how_and_when_and_what_was_agreed(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    clinic = desks.services()["Example Clinic A"]
    line = sheet(desks, case).line(Purpose.REFERRAL, clinic)
    assert line is not None
    assert (line.name, line.state, line.means) == ("Example Clinic A", GrantState.ACTIVE, "verbal")
    assert line.items == {"name_used", "own_phone"}
    assert line.at.date() == START.date()
    assert not line.witnessed


def test_a_witness_is_noticed_and_not_named(desks) -> None:
    case = desks.visit()
    record(desks, case, COUNTED, witness="CANARY-WITNESS")
    line = sheet(desks, case).line(Purpose.STATISTICS_EXTERNAL)
    assert line is not None
    assert line.witnessed
    assert "CANARY" not in repr(line)


def test_a_withdrawal_shows_the_day_on_which_it_was_said(desks, clock) -> None:
    case = desks.visit()
    desks.agree(case)
    clinic = desks.services()["Example Clinic A"]
    clock.pass_days(3)
    desks.office().grants.withdraw(case, Purpose.REFERRAL, clinic)
    line = sheet(desks, case).line(Purpose.REFERRAL, clinic)
    assert line is not None
    assert line.state is GrantState.WITHDRAWN
    assert line.at.date() == (START + timedelta(days=3)).date()


def test_what_was_said_again_is_one_line_as_it_stands_now(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    desks.agree(case, answer="refused")
    lines = [line for line in sheet(desks, case).lines if line.purpose is Purpose.REFERRAL]
    assert [line.state for line in lines] == [GrantState.REFUSED]


def test_a_yes_to_a_kind_of_service_is_a_line_of_its_own(desks) -> None:
    case = desks.visit()
    desks.agree(case, recipient=None, any_of_kind="yes", recipient_kind="health")
    line = sheet(desks, case).line(Purpose.REFERRAL, "health")
    assert line is not None
    assert line.scope.reach is Reach.KIND


def test_a_letter_that_left_is_told_with_its_recipient(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    office = desks.office()
    from_office = office.letters.issue(Order(case, "Example Clinic A"))
    assert [one.number for one in sheet(desks, case).letters] == [from_office.number]
    assert sheet(desks, case).letters[0].recipient == "Example Clinic A"
    office.grants.withdraw(case, Purpose.REFERRAL, "Example Clinic A")
    assert sheet(desks, case).letters[0].recalled


def test_the_day_to_talk_again_is_when_the_first_yes_ends(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    assert sheet(desks, case).review_on == (START + timedelta(days=90)).date()


def test_a_steward_reads_no_sheet(desks) -> None:
    case = desks.visit()
    steward = Worker(bytes([9] * 16).hex(), Role.DATA_STEWARD)
    with pytest.raises(NotPermitted):
        desks.office(steward).grants.sheet(case)


def test_every_purpose_has_a_wording_for_every_age() -> None:
    for purpose in Purpose:
        for band in AGE_BANDS:
            assert set(wording_for(purpose, band).words) >= {"en", "ar"}
    assert wording_for(Purpose.CASE_SERVICE, "adult") is newest_text("adult")


def test_a_wording_names_the_service_exactly_where_one_is_told() -> None:
    own = {
        "case_service",
        "supervision_identified",
        "statistics_internal",
        "statistics_external",
        "follow_up_contact",
    }
    for purpose, texts in purpose_texts().items():
        for text in texts:
            for words in text.words.values():
                assert (SERVICE in words) == (purpose not in own)
    assert set(purpose_texts()) == set(code_list("purpose").codes) - {"case_service"}


def test_the_wording_that_was_read_is_kept_with_the_answer(desks) -> None:
    case = desks.visit()
    read = wording_for(Purpose.STATISTICS_EXTERNAL, "adult").id
    record(desks, case, COUNTED, text_version=read)
    with desks.store.begin(desks.template.caseworker) as work:
        case_id = work.cases.by_code(case).id
        assert [event.text_version for event in work.consents.events(case_id)] == [read]
