"""A withdrawal is an event like any other: it says in which wording, language and age band."""

from __future__ import annotations

from casework.consent.grant import Purpose


def test_a_withdrawal_names_wording_language_and_age_band(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    row = desks.store.connection.execute(
        "select text_version, language, age_band, limits_explained from consent_event"
        " where kind = 'withdrawn'"
    ).fetchone()
    assert row == ("adult-1", "en", "adult", "yes")


def test_ending_the_work_together_names_every_grant_it_has_seen(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    office = desks.office()
    office.grants.withdraw(case, Purpose.CASE_SERVICE)
    assert {one.state for one in office.grants.of(case)} == {"withdrawn"}
    (seen,) = desks.store.connection.execute(
        "select seen from consent_event where kind = 'withdrawn'"
    ).fetchone()
    assert len(seen) == 16 * len(office.grants.of(case))
