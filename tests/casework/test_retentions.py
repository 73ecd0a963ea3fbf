"""What a closed case keeps too long is due, can be held, and goes by itself."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from agreeing import taken_on
from canary import Watch
from pages import pages_of

from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.keeping.erasure import ErasureRefused, HoldBasis
from casework.keeping.erasures import NewHold
from casework.keeping.retention import months_later

if TYPE_CHECKING:
    from make import Desks

WORDS = ("CANARY-OF-AN-EXPLOITER", "CANARY-IN-A-FILE")
TOLD = {"told_may_return": "yes", "plan_reviewed": "yes"}
MONTH = 31


def with_words(desks: Desks) -> str:
    """Return a case with an alleged exploiter and a file."""
    office, case = desks.office(), desks.visit()
    desks.agree(case)
    office.answers.record(case, "exploiter", {"known_as": WORDS[0]}, "en")
    office.attachments.add(Coming(case, Sort.MESSAGE), io.BytesIO(WORDS[1].encode()))
    return case


@pytest.fixture
def case(desks: Desks) -> str:
    """Return such a case that is closed."""
    office, case = desks.office(), with_words(desks)
    office.answers.record(case, "closure", TOLD, "en")
    office.course.begin_closing(case)
    office.course.close(case)
    return case


def in_the_store(desks: Desks) -> set[str]:
    desks.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    key = bytes(desks.template.unlocked().store_key)
    pages = b"".join(pages_of(desks.home / "workbook.db", key))
    return {hit.word for hit in Watch(WORDS).in_bytes(pages, "a page")}


def test_nothing_is_due_at_once(desks, case):
    retention = desks.office().retention
    assert not any(one.is_over for one in retention.of(case))
    assert retention.due() == []
    with pytest.raises(ErasureRefused, match="nothing_over"):
        retention.carry_out(case)


def test_files_go_after_a_year_and_the_rest_stays(desks, case):
    desks.clock.pass_days(12 * MONTH)
    retention = desks.office().retention
    assert [(one.case_code, one.categories) for one in retention.due()] == [
        (case, ("attachments",))
    ]
    retention.carry_out(case)
    assert retention.due() == []
    assert in_the_store(desks) == {WORDS[0]}
    assert [one.code for one in desks.office().cases.find("CANARY-NAME")] == [case]
    assert desks.workbook.check().faults == ()


def test_what_is_said_of_an_exploiter_goes_after_two_years(desks, case):
    desks.clock.pass_days(24 * MONTH)
    desks.office().retention.carry_out(case)
    assert in_the_store(desks) == set()
    assert [one.code for one in desks.office().cases.find("CANARY-NAME")] == [case]
    assert desks.workbook.check().faults == ()


def test_a_hold_stops_it_and_shows_in_the_list(desks, case):
    desks.clock.pass_days(12 * MONTH)
    later = desks.clock.moment.date() + timedelta(days=60)
    hold = NewHold(case, HoldBasis.COURT, "a hearing", desks.template.supervisor.id, later)
    desks.office().erasures.hold(hold)
    retention = desks.office(desks.template.supervisor).retention
    assert [one.held for one in retention.due()] == [True]
    with pytest.raises(ErasureRefused, match="erasure_held"):
        retention.carry_out(case)


def test_a_case_that_is_open_again_has_no_clock(desks, case):
    desks.clock.pass_days(12 * MONTH)
    desks.office().course.reopen(case)
    assert desks.office().retention.of(case) == ()
    assert desks.office().retention.due() == []


def test_of_a_case_that_was_handed_over_one_counts_from_that_day(desks):
    case, office = with_words(desks), desks.office()
    desks.agree(case, purpose="transfer")
    desks.agree(case)
    taken_on(desks, case)
    assert office.retention.of(case) == ()
    desks.clock.pass_days(5)
    office.course.transfer(case, "Example Clinic A")
    went = desks.clock.moment.date()
    until = {one.category: one.until for one in office.retention.of(case)}
    assert until["attachments"] == months_later(went, 12)
    desks.clock.pass_days(24 * MONTH)
    assert [(one.case_code, one.categories) for one in office.retention.due()] == [
        (case, ("attachments", "alleged_exploiter"))
    ]
    office.retention.carry_out(case)
    assert in_the_store(desks) == set()
