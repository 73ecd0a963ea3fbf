"""A hold of which the second person sits at another laptop."""

from __future__ import annotations

from datetime import timedelta

import pytest
from apart import Apart

from casework.keeping.erasure import HoldBasis
from casework.keeping.erasures import NewHold


@pytest.fixture
def team(template, tmp_path):
    """Return laptops of which the second has the case, and the first leads."""
    made = Apart.with_a_case(template, tmp_path)
    yield made
    made.first.close()


def test_who_leads_elsewhere_agrees_and_it_stands_where_it_was_set(team):
    team.carry()
    day = team.clock().date() + timedelta(days=300)
    with team.other.office() as office:
        asked = NewHold(team.code, HoldBasis.COURT, "EX-REASON", team.here.worker.id, day)
        key = office.erasures.hold(asked).subject_id
    team.carry()
    waits = team.here.erasures.check(team.code)
    # The case is masked to her, and what she is to stand for is not.
    assert team.here.overview.of(team.code).masked
    assert (waits.to_agree, [one.reason for one in waits.holds]) == ({key}, ["EX-REASON"])
    team.here.erasures.agree_to_hold(team.code, key)
    team.carry()
    with team.other.office() as office:
        (stands,) = office.erasures.check(team.code).holds
    assert (stands.id, stands.until) == (key, None)
