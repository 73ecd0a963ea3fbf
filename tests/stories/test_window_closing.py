"""She leaves, comes back after a year under her code, and then wishes to be forgotten."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from canary import Watch
from make import Clock, Desks
from pages import pages_of
from seated import Seats, chooses_status, finds_case, opens_case, saves_papers

import texts
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.records.case import CaseStatus
from casework.referrals.letters import Order

CLINIC = "Example Clinic A"
WORDS = [f"CANARY-CLOSING-{number:02}-story" for number in range(5)]
A_YEAR = 366


@pytest.fixture
def home(template, tmp_path):
    """Return the folder, the case, and the clock of a workbook with planted words in it."""
    # The form on the screen asks the day of the computer; both are the same at first.
    clock = Clock(datetime.now(UTC))
    desks = Desks(template, tmp_path / "home", clock)
    office, case = desks.office(), desks.visit(name_used=WORDS[0], account=WORDS[1])
    desks.agree(case)
    office.letters.issue(Order(case, CLINIC, asked=WORDS[2]))
    office.attachments.add(Coming(case, Sort.MESSAGE), io.BytesIO(WORDS[3].encode() * 500))
    office.tasks.add(case, WORDS[4])
    desks.close()
    return tmp_path / "home", case, clock


def status(she, code):
    return next(one.status for one in she.asked(she.office.cases.all) if one.code == code)


def in_the_store(template, home):
    key = bytes(template.unlocked().store_key)
    pages = b"".join(pages_of(home / "workbook.db", key))
    return {hit.word for hit in Watch(WORDS).in_bytes(pages, "a page")}


def she_closes_and_returns(she, code, clock) -> None:
    """Close by the checklist, let a year pass, open again under the same code."""
    opens_case(she, code)
    chooses_status(she, CaseStatus.OPEN, "status.act.begin_closing")
    she.arrives("entries")
    assert she.sees("missing.form")
    assert status(she, code) is CaseStatus.CLOSING
    she_answers_the_closure(she)
    opens_case(she, code)
    chooses_status(she, CaseStatus.CLOSING, "status.act.close")
    she.until(lambda: she.sees("status.said.closed"))
    assert status(she, code) is CaseStatus.CLOSED
    clock.pass_days(A_YEAR)
    opens_case(she, WORDS[0])
    chooses_status(she, CaseStatus.CLOSED, "status.act.reopen")
    she.until(lambda: she.sees("status.said.reopened"))
    assert status(she, code) is CaseStatus.OPEN
    assert finds_case(she, WORDS[0]) == [code]
    she.press("Escape")


def she_answers_the_closure(she) -> None:
    """Fill in what is asked before a case closes."""
    she.press("Ctrl+K")
    she.comes_to("finding.name")
    she.type("closure")
    rows = she.window.workspace.finding.lines
    she.until(lambda: any(one.id == "closure" for one in rows.rows))
    she.press("Return")
    she.is_asked("closure")
    she.goes_on_to("plan_reviewed")
    she.chooses("plan_reviewed", "yes")
    she.chooses("told_may_return", "yes")
    she.finishes()
    she.rest()


def she_goes_to_erasing(she, code, now=CaseStatus.ERASURE_DUE) -> None:
    """Go to where a case is erased, by the menu of what its status is now."""
    opens_case(she, code)
    chooses_status(she, now, "status.act.erase")
    she.arrives("erasure")


def she_erases(she, code, folder) -> None:
    """Carry out what two persons agreed to, keep the certificate, and look for her."""
    she_goes_to_erasing(she, code)
    she.pushes("erasure.do")
    she.pushes("erasure.yes")
    she.until(lambda: she.sees("erasure.done"))
    she.rest()
    saves_papers(she, folder)
    for word in (code, *WORDS):
        assert finds_case(she, word) == []
        she.press("Escape")


def test_closed_back_after_a_year_and_erased_by_two_without_a_trace(template, home, tmp_path):
    folder, code, clock = home
    papers, seats = tmp_path / "papers", Seats(template, folder, clock)
    papers.mkdir()
    with seats.at(template.caseworker) as she:
        she_closes_and_returns(she, code, clock)
        she_goes_to_erasing(she, code, CaseStatus.OPEN)
        she.picks("erasure.why", texts.say("erasure.basis.her_wish"))
        she.pushes("erasure.ask")
        she.until(lambda: she.page.check.erasure)
        she.rest()
        assert not she.may_push("erasure.do")
    assert in_the_store(template, folder) >= {WORDS[0], WORDS[1], WORDS[3], WORDS[4]}
    with seats.at(template.supervisor) as she:
        she_goes_to_erasing(she, code)
        she.pushes("erasure.agree")
        she.until(lambda: she.may_push("erasure.do"))
        assert all(she.unseen(word) for word in WORDS)
    with seats.at(template.caseworker) as she:
        she_erases(she, code, papers)
    assert in_the_store(template, folder) == set()
    # Neither her words nor her code: in no file of the workbook, and not on the certificate.
    assert Watch([*WORDS, code]).in_folders(folder, papers) == set()
    with seats.at(template.caseworker) as she:
        # Where one left off is not where she was.
        assert she.window.workspace.here().case == ""
        assert she.asked(she.office.cases.all) == []
