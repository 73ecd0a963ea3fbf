"""What a withdrawal brings about, purpose by purpose, and what it leaves alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

import texts
from casework.consent.consequences import Effect, Reached, consequences, reached, scope_of
from casework.consent.grant import Purpose, Reach, Scope
from casework.referrals.letter import LetterOut
from casework.referrals.referral import Referral, ReferralStatus
from casework.services.service import Service

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()
CLINIC = Service("01" * 16, "s-clinic", "Example Clinic A", "health")
WARD = Service("02" * 16, "s-ward", "Example Ward B", "health")
LEGAL = Service("03" * 16, "s-legal", "Example Legal Desk", "legal")
SERVICES = (CLINIC, WARD, LEGAL)

# The table of consequences; a letter is on its way wherever the purpose could have sent one.
BY_PURPOSE = {
    "case_service": {"case_work_ends", "no_new_letter"},
    "supervision_identified": {"supervisor_sees_masked", "help_goes_on"},
    "referral": {"no_new_letter", "help_goes_on"},
    "transfer": {"no_new_letter", "help_goes_on"},
    "justice_report": {"no_new_letter", "authority_may_keep", "help_goes_on"},
    "residence_or_status_claim": {"no_new_letter", "help_goes_on"},
    "statistics_internal": {"not_counted", "released_figures_stay", "help_goes_on"},
    "statistics_external": {"not_counted", "released_figures_stay", "help_goes_on"},
    "store_elsewhere": {"stays_on_this_machine", "help_goes_on"},
    "follow_up_contact": {"no_contact", "help_goes_on"},
    "family_tracing": {"help_goes_on"},
    "advocacy_anonymous": {"texts_pulled", "help_goes_on"},
    "research": {"texts_pulled", "help_goes_on"},
}


def letter(number, service, purpose="referral", *, days=30, recalled=False):
    return LetterOut(number, service.id, purpose, TODAY + timedelta(days=days), recalled)


def referral(service, status=ReferralStatus.LETTER_ISSUED):
    return Referral(f"r-{service.code}", "c1", service.id, status, NOON, NOON)


def touched(purpose, scope, letters=(), referrals=(), services=SERVICES):
    found = reached(purpose, scope, services, letters, referrals)
    return [one.number for one in found.letters], [one.service_id for one in found.referrals]


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_withdrawal_says_what_its_row_of_the_table_says(purpose) -> None:
    said = consequences(purpose, Reached((), ()), SERVICES, TODAY)
    assert {one.effect.value for one in said} == BY_PURPOSE[purpose.value]
    assert [one.subject for one in said if one.subject] == []


def test_the_table_names_every_purpose_and_every_effect_can_come_about() -> None:
    assert set(BY_PURPOSE) == {purpose.value for purpose in Purpose}
    said = {effect for effects in BY_PURPOSE.values() for effect in effects}
    of_letters = {"letter_recalled", "referral_stops", "paper_cannot_return", "no_new_letter_to"}
    assert said | of_letters | {"tasks_stop"} == {effect.value for effect in Effect}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_effect_has_its_sentence(language) -> None:
    for effect in Effect:
        assert texts.say(f"effect.{effect}", language=language, subject="K7M2").strip()


def test_she_hears_of_each_letter_and_each_service_before_the_rest() -> None:
    found = Reached((letter("N1", CLINIC), letter("N2", WARD)), (referral(CLINIC),))
    said = consequences(Purpose.REFERRAL, found, SERVICES, TODAY)
    assert [(one.effect, one.subject) for one in said] == [
        (Effect.LETTER_RECALLED, "N1"),
        (Effect.LETTER_RECALLED, "N2"),
        (Effect.REFERRAL_STOPS, "Example Clinic A"),
        (Effect.NO_NEW_LETTER, ""),
        (Effect.PAPER_CANNOT_RETURN, ""),
        (Effect.HELP_GOES_ON, ""),
    ]
    assert "Example" not in repr(said)


@pytest.mark.parametrize(("days", "warned"), [(1, True), (0, True), (-1, False)])
def test_paper_that_is_still_valid_is_said_to_be_out_of_reach(days, warned) -> None:
    found = Reached((letter("N1", CLINIC, days=days),), ())
    said = [one.effect for one in consequences(Purpose.REFERRAL, found, SERVICES, TODAY)]
    assert (Effect.PAPER_CANNOT_RETURN in said) is warned


def test_a_withdrawal_for_one_service_reaches_its_letters_only() -> None:
    letters = [letter("N1", CLINIC), letter("N2", WARD), letter("N3", LEGAL)]
    referrals = [referral(CLINIC), referral(WARD), referral(LEGAL)]
    at_clinic = scope_of(CLINIC)
    assert at_clinic == Scope(Reach.SERVICE, "s-clinic")
    assert touched(Purpose.REFERRAL, at_clinic, letters, referrals) == (["N1"], [CLINIC.id])


def test_a_withdrawal_for_a_kind_reaches_every_service_of_it() -> None:
    letters = [letter("N1", CLINIC), letter("N2", WARD), letter("N3", LEGAL)]
    reach = touched(Purpose.REFERRAL, Scope(Reach.KIND, "health"), letters)
    assert reach == (["N1", "N2"], [])


def test_a_withdrawal_for_everybody_reaches_services_that_left_the_directory_too() -> None:
    gone = Service("09" * 16, "s-gone", "Example Gone", "health")
    assert scope_of(None) is None
    reach = touched(Purpose.REFERRAL, None, [letter("N1", gone)], [referral(gone)])
    assert reach == (["N1"], [gone.id])
    found = reached(Purpose.REFERRAL, None, SERVICES, [], [referral(gone)])
    said = consequences(Purpose.REFERRAL, found, SERVICES, TODAY)
    assert [one.subject for one in said if one.effect is Effect.REFERRAL_STOPS] == [""]


def test_a_letter_of_another_purpose_and_one_already_recalled_are_left_alone() -> None:
    letters = [
        letter("N1", CLINIC, "justice_report"),
        letter("N2", CLINIC, recalled=True),
        letter("N3", CLINIC, days=-5),
    ]
    assert touched(Purpose.REFERRAL, None, letters) == (["N3"], [])
    assert touched(Purpose.JUSTICE_REPORT, None, letters) == (["N1"], [])


def test_taking_back_the_whole_case_reaches_letters_of_every_purpose() -> None:
    letters = [letter("N1", CLINIC), letter("N2", LEGAL, "justice_report")]
    referrals = [referral(CLINIC), referral(LEGAL, ReferralStatus.COMPLETED)]
    assert touched(Purpose.CASE_SERVICE, None, letters, referrals) == (["N1", "N2"], [CLINIC.id])


@pytest.mark.parametrize("status", list(ReferralStatus))
def test_a_referral_stops_unless_it_is_over_or_nothing_was_to_be_shared_yet(status) -> None:
    one = referral(CLINIC, status)
    stops = [CLINIC.id] if one.rests_on_sharing else []
    assert touched(Purpose.REFERRAL, None, (), [one]) == ([], stops)
    ends = [CLINIC.id] if one.is_under_way else []
    assert touched(Purpose.CASE_SERVICE, None, (), [one]) == ([], ends)


@pytest.mark.parametrize("purpose", sorted(set(Purpose) - {"referral", "case_service"}))
def test_other_purposes_stop_no_referral(purpose) -> None:
    assert touched(purpose, None, [letter("N1", CLINIC)], [referral(CLINIC)]) == ([], [])


def test_a_letter_keeps_its_day_in_words_of_the_register() -> None:
    assert letter("N1", CLINIC).valid_until == date(2026, 4, 9)


def test_taking_back_for_one_service_stops_letters_to_that_one_only() -> None:
    said = consequences(Purpose.REFERRAL, Reached((), (), "Example Clinic A"), SERVICES, TODAY)
    assert (said[0].effect, said[0].subject) == (Effect.NO_NEW_LETTER_TO, "Example Clinic A")
