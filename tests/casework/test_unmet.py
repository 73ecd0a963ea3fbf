"""Unmet needs are exactly what referrals ended in, once a person, kind of help and region."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from casework.referrals.desk import Move
from casework.referrals.referral import Need, Referral, ReferralStatus
from casework.referrals.unmet import unmet_needs

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
UNMET = {"refused", "waiting_list", "no_answer", "provider_unavailable"}
OPEN = {"idea", "discussed", "agreed"}
referrals = st.builds(
    lambda case, kind, service, status: Referral(
        "r", case, service, status, NOON, NOON, Need(kind)
    ),
    st.sampled_from(["c1", "c2"]),
    st.sampled_from(["housing", "education"]),
    st.sampled_from(["s1", ""]),
    st.sampled_from(list(ReferralStatus)),
)


@given(st.lists(referrals, max_size=8))
def test_numbers_equal_the_outcomes_of_referrals(known) -> None:
    found = unmet_needs((one, "capital_settlement") for one in known)
    wanted = {
        (one.case_id, one.need.service_type, "capital")
        for one in known
        if one.status in UNMET or (not one.service_id and one.is_under_way)
    }
    assert {(one.case_id, one.service_type, one.region) for one in found} == wanted


def test_what_she_did_not_want_or_has_already_is_no_unmet_need() -> None:
    known = [
        Referral("r", "c", "", status, NOON, NOON, Need("housing"))
        for status in ReferralStatus
        if status.value not in UNMET | OPEN
    ]
    assert unmet_needs((one, "") for one in known if not one.is_under_way) == frozenset()


def test_a_worker_reads_those_of_her_cases_and_a_supervisor_all(desks) -> None:
    mine, hers = desks.visit(), desks.visit()
    office = desks.office()
    office.referrals.begin(mine, Need("housing"))
    other = office.referrals.begin(hers, Need("education"), "Example Legal Desk").subject_id
    office.referrals.move(hers, other, Move(ReferralStatus.PROVIDER_UNAVAILABLE))
    boss = desks.office(desks.template.supervisor)
    kinds = [one.service_type for one in boss.referrals.unmet()]
    assert kinds == ["education", "housing"]
    assert [one.service_type for one in office.referrals.unmet(mine)] == ["housing"]
    assert list(desks.office(desks.template.colleague).referrals.unmet()) == []
