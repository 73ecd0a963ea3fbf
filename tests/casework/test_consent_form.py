"""The consent form read as one event and its grants, row by row."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from casework.consent.event import ConsentKind
from casework.consent.form import Sitting, read_consent
from casework.consent.grant import OWN_PURPOSES, Purpose, Reach, Scope
from casework.services.service import Service

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
CLINIC = Service("01" * 16, "s-clinic", "Example Clinic A", "health")
SITTING = Sitting(NOON, NOON.date(), "02" * 16, "ar", "adult-1", "adult", (CLINIC,))
OUTSIDE = sorted(set(Purpose) - OWN_PURPOSES)
ROW = {"purpose": "referral", "recipient": "s-clinic", "valid_until": "2026-06-10"}
PLAIN = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}


def read(*rows, **answers):
    return read_consent(PLAIN | {"grants": list(rows)} | answers, SITTING)


def one_grant(**changes):
    (grant,) = read(ROW | changes).grants
    return grant


def test_a_row_becomes_a_grant_of_exactly_what_it_says() -> None:
    grant = one_grant(
        categories=("contact", "needs"),
        items=("name_used",),
        not_categories=("health",),
        not_episodes=("ep1",),
        valid_from="2026-03-12",
        conditions="CANARY-ONLY-IF",
        answer="given",
    )
    assert grant.purpose is Purpose.REFERRAL
    assert grant.scope == Scope(Reach.SERVICE, "s-clinic")
    assert (grant.valid_from, grant.valid_until) == (date(2026, 3, 12), date(2026, 6, 10))
    assert grant.categories == {"contact", "needs"}
    assert grant.items == {"name_used"}
    assert grant.excluded == {"health"}
    assert grant.excluded_episodes == {"ep1"}
    assert (grant.refused, grant.given_at) == (False, NOON)
    assert grant.conditions == "CANARY-ONLY-IF"
    assert "CANARY" not in repr(grant)


def test_what_a_row_leaves_out_is_not_agreed_to() -> None:
    grant = one_grant()
    assert grant.valid_from == NOON.date()
    empty = (grant.categories, grant.items, grant.excluded, grant.excluded_episodes)
    assert empty == (frozenset(),) * 4


@pytest.mark.parametrize(
    ("answer", "refused"),
    [("given", False), ("refused", True), ("not_asked", True), ("does_not_want_to_say", True)],
)
def test_only_a_yes_is_a_yes(answer, refused) -> None:
    assert one_grant(answer=answer).refused is refused


def test_a_no_needs_no_last_day() -> None:
    (grant,) = read({"purpose": "referral", "recipient": "s-clinic", "answer": "refused"}).grants
    assert grant.refused
    assert grant.valid_until == grant.valid_from == NOON.date()


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ([], ConsentKind.GIVEN),
        (["given"], ConsentKind.GIVEN),
        (["refused"], ConsentKind.REFUSED),
        (["refused", "refused"], ConsentKind.REFUSED),
        (["refused", "given"], ConsentKind.GIVEN),
    ],
)
def test_an_event_is_a_refusal_when_every_answer_is_one(answers, kind) -> None:
    said = read(*(ROW | {"answer": answer} for answer in answers))
    assert said.event.kind is kind
    assert {grant.event_id for grant in said.grants} <= {said.event.id}
    assert len({grant.id for grant in said.grants}) == len(answers)


@pytest.mark.parametrize("answer", ["given", "refused"])
def test_working_together_is_a_grant_of_its_own_for_one_year(answer) -> None:
    said = read_consent(PLAIN | {"case_service": answer}, SITTING)
    (grant,) = said.grants
    assert grant.purpose is Purpose.CASE_SERVICE
    assert grant.scope == Scope(Reach.OWN)
    assert grant.refused is (answer == "refused")
    assert grant.valid_until == date(2027, 3, 10)
    assert grant.categories == frozenset()
    assert said.event.kind == answer


def test_sharing_never_follows_from_working_together_nor_the_other_way_round() -> None:
    purposes = [grant.purpose for grant in read(ROW, case_service="given").grants]
    assert purposes == [Purpose.CASE_SERVICE, Purpose.REFERRAL]
    assert [grant.purpose for grant in read(ROW).grants] == [Purpose.REFERRAL]


@pytest.mark.parametrize("purpose", sorted(OWN_PURPOSES))
def test_what_the_office_does_itself_names_no_recipient(purpose) -> None:
    assert one_grant(purpose=purpose).scope == Scope(Reach.OWN)


@pytest.mark.parametrize("purpose", OUTSIDE)
def test_what_goes_out_names_who_is_told(purpose) -> None:
    assert one_grant(purpose=purpose).scope == Scope(Reach.SERVICE, "s-clinic")


def test_any_service_of_a_kind_is_a_grant_to_the_kind() -> None:
    said = read(ROW | {"recipient": "", "any_of_kind": "yes", "recipient_kind": "legal"})
    assert said.grants[0].scope == Scope(Reach.KIND, "legal")
    assert said.services == ()


def test_a_service_that_is_not_in_the_directory_is_added_once() -> None:
    new = {"recipient": "", "recipient_kind": "legal", "recipient_new_name": "Example Desk"}
    again = new | {"recipient_new_name": " example DESK ", "purpose": "justice_report"}
    said = read(ROW | new, ROW | again)
    (service,) = said.services
    assert (service.name, service.kind, service.active) == ("Example Desk", "legal", True)
    assert {grant.scope for grant in said.grants} == {Scope(Reach.SERVICE, service.code)}


def test_a_name_that_the_directory_knows_is_that_service() -> None:
    new = {"recipient": "", "recipient_kind": "health", "recipient_new_name": "example clinic a "}
    said = read(ROW | new)
    assert said.services == ()
    assert said.grants[0].scope == Scope(Reach.SERVICE, "s-clinic")


def test_a_blank_name_is_no_service_but_its_kind() -> None:
    said = read(ROW | {"recipient": "", "recipient_kind": "health", "recipient_new_name": "  "})
    assert said.grants[0].scope == Scope(Reach.KIND, "health")
    assert said.services == ()


def test_an_event_says_which_wording_was_read_in_which_language_to_whom() -> None:
    event = read(ROW).event
    assert (event.text_version, event.language, event.age_band) == ("adult-1", "ar", "adult")
    assert (event.at, event.recorded_by, event.ending) == (NOON, "02" * 16, None)
    chosen = read(ROW, text_version="adult-0", explained_language="am").event
    assert (chosen.text_version, chosen.language) == ("adult-0", "am")


@pytest.mark.parametrize(("said", "explained"), [("yes", True), ("no", False), ("", False)])
def test_limits_count_as_explained_only_by_a_yes(said, explained) -> None:
    assert read(ROW, limits_explained=said).event.limits_explained is explained


def test_an_answer_for_a_child_keeps_who_why_and_the_second_person_out_of_sight() -> None:
    event = read(
        ROW,
        given_by="other_adult",
        child_assent="yes",
        exception_reason="CANARY-REASON",
        second_person="CANARY-SECOND",
        capacity="yes",
        witness="CANARY-WITNESS",
    ).event
    assert (event.given_by, event.assent) == ("other_adult", "yes")
    assert event.note == "CANARY-REASON\nCANARY-SECOND\nyes"
    assert event.witness == "CANARY-WITNESS"
    assert "CANARY" not in repr(event)
