"""She leaves, comes back after a year under her code, and then wishes to be forgotten."""

from __future__ import annotations

import io

import pytest
from canary import Watch
from drive import open_window
from gates import answer_dialog
from make import Clock, Desks
from pages import pages_of

import texts
from casework.attachment import Sort
from casework.attachments import Coming
from casework.case import CaseStatus
from casework.letters import Order

CLINIC = "Example Clinic A"
WORDS = [f"CANARY-CLOSING-{number:02}-story" for number in range(5)]
TOLD = {"told_may_return": "yes", "plan_reviewed": "yes"}
A_YEAR = 366


@pytest.fixture
def home(template, tmp_path):
    """Return the folder, the case, and the clock of a workbook with planted words in it."""
    clock = Clock()
    desks = Desks(template, tmp_path / "home", clock)
    office, case = desks.office(), desks.visit(name_used=WORDS[0], account=WORDS[1])
    desks.agree(case)
    office.letters.issue(Order(case, CLINIC, asked=WORDS[2]))
    office.attachments.add(Coming(case, Sort.MESSAGE), io.BytesIO(WORDS[3].encode() * 500))
    office.tasks.add(case, WORDS[4])
    desks.close()
    return tmp_path / "home", case, clock


def status(drive, code):
    return next(one.status for one in drive.asked(drive.office.cases.all) if one.code == code)


def press(drive, text_id):
    drive.tab_to(texts.say(text_id), limit=200)
    drive.press("Return")
    drive.rest(6)


def in_the_store(template, home):
    key = bytes(template.unlocked().store_key)
    pages = b"".join(pages_of(home / "workbook.db", key))
    return {hit.word for hit in Watch(WORDS).in_bytes(pages, "a page")}


def close_and_return(drive, code, clock):
    """Close by the checklist, let a year pass, open again under the same code."""
    drive.go("entries", code, "closure")
    drive.rest(6)
    assert drive.seen(texts.say("missing.form"))
    press(drive, "status.act.begin_closing")
    assert status(drive, code) is CaseStatus.CLOSING
    drive.asked(lambda: drive.office.answers.record(code, "closure", TOLD, "en"))
    drive.go("entries", code, "closure")
    drive.rest(6)
    press(drive, "status.act.close")
    assert status(drive, code) is CaseStatus.CLOSED
    clock.pass_days(A_YEAR)
    drive.go("entries", code, "closure")
    drive.rest(6)
    press(drive, "status.act.reopen")
    assert status(drive, code) is CaseStatus.OPEN
    assert drive.asked(lambda: [one.code for one in drive.office.cases.find(WORDS[0])]) == [code]


def erase(drive, code, folder):
    """Carry out what two persons agreed to, keep the certificate, and look for her."""
    drive.go("erasure", code)
    drive.rest(6)
    press(drive, "erasure.do")
    drive.until(lambda: drive.seen(texts.say("erasure.done")))
    drive.rest()
    drive.tab_to(texts.say("paper_out.save"))
    drive.press("Return")
    answer_dialog(drive, folder)
    drive.until(lambda: list(folder.glob("*.pdf")))
    drive.rest()
    for word in (code, *WORDS):
        assert drive.asked(lambda word=word: drive.office.cases.find(word)) == []


def test_closed_back_after_a_year_and_erased_by_two_without_a_trace(template, home, tmp_path):
    folder, code, clock = home
    papers = tmp_path / "papers"
    papers.mkdir()
    with open_window(template, folder, clock=clock) as drive:
        close_and_return(drive, code, clock)
        drive.go("erasure", code)
        drive.rest(6)
        press(drive, "erasure.ask")
        assert not drive.page.erase.isEnabled()
    assert in_the_store(template, folder) >= {WORDS[0], WORDS[1], WORDS[3], WORDS[4]}
    with open_window(template, folder, worker=template.supervisor, clock=clock) as drive:
        drive.go("erasure", code)
        drive.rest(6)
        press(drive, "erasure.agree")
        assert not any(drive.seen(word) for word in WORDS)
    with open_window(template, folder, clock=clock) as drive:
        erase(drive, code, papers)
    assert in_the_store(template, folder) == set()
    # Neither her words nor her code: in no file of the workbook, and not on the certificate.
    assert Watch([*WORDS, code]).in_folders(folder, papers) == set()
    with open_window(template, folder, clock=clock) as drive:
        # Where one left off is not where she was.
        assert drive.window.workspace.here().case == ""
        assert drive.asked(drive.office.cases.all) == []
