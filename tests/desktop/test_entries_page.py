"""The sections of a case by keyboard: entries, notes, plans with her decisions, and closing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from shutil import copytree

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from walking import complaints, settle

import texts
from casework.cases.course import CourseView, Missing
from casework.records.case import CaseStatus
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.pages.entries.closing import next_step
from desktop.pages.form.place import Wanted, wanted_of
from texts.dates import isolate

NOW = datetime.now(UTC)


def day(days):
    return (NOW.date() + timedelta(days=days)).isoformat()


def now_is(drive, status):
    return drive.page.overview and drive.page.overview.status is status


PLAN = {
    "made_together": "yes",
    "goals": [{"goal_area": "health", "goal": "CANARY-GOAL", "goal_progress": "in_progress"}],
    "actions": [
        {"action": "CANARY-ONE", "action_due": day(3), "decision": "agreed"},
        {"action": "two", "decision": "changed", "decision_words": "CANARY-INSTEAD"},
        {"action": "three", "decision": "declined"},
    ],
}


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with an open case that has a plan in two versions and an assessment."""
    home = tmp_path_factory.mktemp("entries") / "home"
    clock = Clock(NOW - timedelta(minutes=1))
    desks = Desks(template, home, clock)
    code = desks.visit(safe_way="phone_call")
    desks.agree(code)
    office = desks.office()
    office.answers.record(code, "assessment", {"recent": "yes"}, "en")
    office.answers.record(code, "safety_plan", {"concern": "CANARY-FIRST"}, "en")
    office.answers.record(code, "safety_plan", {"concern": "CANARY-SECOND"}, "en")
    office.answers.record(code, "action_plan", PLAN, "en")
    desks.close()
    return home, code, clock


@pytest.fixture
def opened(template, filled, tmp_path):
    home, code, clock = filled
    windows = []

    def at(form="", **settings):
        copied = tmp_path / "home"
        if not copied.exists():
            copytree(home, copied)
        # Midnight may have gone by since it was filled.
        now = Clock(max(clock.moment, datetime.now(UTC)))
        window = open_window(template, copied, settings=Settings(**settings), clock=now)
        drive = window.__enter__()
        windows.append(window)
        drive.code = code
        if form:
            drive.go("entries", code, form)
        else:
            drive.go("case", code)
        drive.until(lambda: drive.page.overview)
        drive.rest()
        return drive

    yield at
    for window in reversed(windows):
        window.__exit__(None, None, None)


def test_a_note_is_kept_by_keyboard_and_stands_first(opened) -> None:
    drive = opened("note")
    drive.tab_to("A short note")
    drive.type("CANARY-NOTE")
    drive.tab_to("Keep note")
    drive.press("Return")
    drive.until(lambda: drive.page.list.open_buttons)
    assert drive.page.note.text.toPlainText() == ""
    # What may be done with it is as small as the words that it stands beside.
    (link,) = drive.page.list.open_buttons
    assert link.font().pointSizeF() == look().font("strong_small").pointSizeF()
    found = drive.asked(lambda: drive.office.sections.of(drive.code, "note").entries)
    assert [one.doc.values["note.text"] for one in found] == ["CANARY-NOTE"]


def keep_note(drive, words):
    drive.tab_to("A short note")
    drive.type(words)
    drive.tab_to("Keep note")
    drive.press("Return")
    drive.until(lambda: drive.page.list.open_buttons)


def taken_back(drive):
    return texts.say("form.taken_back", form="Note", case=isolate(drive.code))


def states(drive):
    found = drive.asked(lambda: drive.office.sections.of(drive.code, "note").entries)
    return [(one.doc.values["note.text"], one.state) for one in found]


def test_a_note_that_was_kept_is_taken_back_into_its_field(opened) -> None:
    drive = opened("note")
    keep_note(drive, "CANARY-NOTE")
    drive.press("Ctrl+Z")
    assert drive.seen(taken_back(drive))
    drive.until(lambda: drive.page.note.said() == ("CANARY-NOTE", False))
    assert states(drive) == [("CANARY-NOTE", "draft")]
    # What stands in the field is not shown a second time.
    assert drive.page.list.open_buttons == []
    drive.tab_to("Keep note")
    drive.press("Return")
    drive.until(lambda: drive.page.list.open_buttons)
    assert states(drive) == [("CANARY-NOTE", "final")]


def test_a_note_that_is_taken_back_leaves_what_was_written_since(opened) -> None:
    drive = opened("note")
    keep_note(drive, "CANARY-NOTE")
    drive.tab_to("A short note")
    drive.type("CANARY-NEXT")
    drive.window.workspace.undo.take_back()
    drive.until(lambda: drive.stands(taken_back(drive)))
    drive.rest()
    assert drive.page.note.said() == ("CANARY-NEXT", False)
    (link,) = drive.page.list.open_buttons
    assert link.text() == texts.say("entries.carry_on")
    drive.page.keep()
    drive.rest()
    assert sorted(states(drive)) == [("CANARY-NEXT", "draft"), ("CANARY-NOTE", "draft")]


def test_a_note_that_was_begun_is_there_again_and_on_no_record_yet(opened) -> None:
    drive = opened("note")
    drive.tab_to("A short note")
    drive.type("CANARY-NOTE")
    drive.press("Ctrl+1")
    drive.until(lambda: drive.page.place.page == "today")

    drive.go("entries", drive.code, "note")
    assert drive.page.note.said() == ("CANARY-NOTE", False)
    found = drive.asked(lambda: drive.office.sections.of(drive.code, "note").entries)
    assert [one.state for one in found] == ["draft"]
    assert drive.page.list.open_buttons == []


def test_an_empty_note_is_not_kept_and_says_so(opened) -> None:
    drive = opened("note")
    drive.tab_to("Keep note")
    drive.press("Return")
    drive.rest()
    assert drive.seen("There is nothing to keep yet.")
    assert drive.asked(lambda: drive.office.sections.of(drive.code, "note").entries) == ()


def test_the_plan_is_a_table_of_actions_with_her_decisions(opened) -> None:
    drive = opened("action_plan")
    (table,) = [one for one in drive.page.list._shown if hasattr(one, "facts")]
    assert [row[0] for row in table.facts.rows] == ["CANARY-ONE", "two", "three"]
    decisions = [row[3] for row in table.facts.rows]
    assert decisions == ["Agreed", "Changed it: CANARY-INSTEAD", "Said no"]


def test_a_new_version_begins_from_the_one_in_use(opened) -> None:
    drive = opened("safety_plan")
    drive.tab_to("New version")
    drive.press("Return")
    drive.until(lambda: drive.page.place.page == "form")
    drive.rest()
    assert wanted_of(drive.page.place.subject).again_id
    entry = wanted_of(drive.page.place.subject).again_id
    sheet = drive.asked(lambda: drive.office.filling.again(drive.code, entry))
    assert sheet.doc.values["safety_plan.concern"] == "CANARY-SECOND"
    assert (sheet.draft_id, sheet.entry_id) == ("", "")


def test_a_place_says_which_form_a_new_one_begins_from() -> None:
    wanted = Wanted("safety_plan", again_id="0a")
    assert wanted_of(wanted.subject()) == wanted
    assert wanted_of(Wanted("note", "0b").subject()) == Wanted("note", "0b")


def test_a_case_closes_by_keyboard_once_she_was_told_and_opens_again(opened) -> None:
    drive = opened("closure")
    drive.tab_to("Begin to close…")
    drive.press("Return")
    drive.until(lambda: now_is(drive, CaseStatus.CLOSING))
    drive.rest()
    drive.tab_to("Close the case")
    drive.press("Return")
    drive.rest()
    assert drive.page.overview.status is CaseStatus.CLOSING
    told = {"plan_reviewed": "yes", "told_may_return": "yes"}
    drive.asked(lambda: drive.office.answers.record(drive.code, "closure", told, "en"))
    drive.tab_to("Close the case")
    drive.press("Return")
    drive.until(lambda: now_is(drive, CaseStatus.CLOSED))
    drive.rest()
    assert drive.seen("Nothing was erased")
    drive.tab_to("Open the case again")
    drive.press("Return")
    drive.until(lambda: now_is(drive, CaseStatus.OPEN))


def test_of_what_can_be_done_at_closing_one_comes_next(opened) -> None:
    """Five buttons of one weight said nothing of what comes next."""
    drive = opened("closure")

    def leads(*words):
        closing = drive.page.closing
        said = [(one.property("role"), one.accessibleName()) for one in closing.buttons]
        edged = [("plain", one) for one in words]
        return (
            bool(said) and [one for one in said if one[0] == "plain"] == said[: len(words)] == edged
        )

    drive.until(lambda: leads("Begin to close…"))
    drive.tab_to("Begin to close…")
    drive.press("Return")
    drive.until(lambda: now_is(drive, CaseStatus.CLOSING))
    # What is to be done then is to add a closure, which stands above.
    drive.until(leads)
    told = {"plan_reviewed": "yes", "told_may_return": "yes"}
    drive.asked(lambda: drive.office.answers.record(drive.code, "closure", told, "en"))
    drive.go("entries", drive.code, "closure")
    drive.until(lambda: leads("Close the case"))
    drive.tab_to("Close the case")
    drive.press("Return")
    drive.until(lambda: leads("Open the case again"))


@pytest.mark.parametrize(
    ("status", "missing", "step"),
    [
        ("open", (Missing.FORM,), "begin_closing"),
        ("paused", (Missing.FORM,), "begin_closing"),
        ("closing", (Missing.FORM, Missing.REVIEW), ""),
        ("closing", (Missing.REVIEW,), "ask.closure"),
        ("closing", (), "close"),
        ("closed", (), "reopen"),
    ],
)
def test_what_comes_next_is_what_closing_lacks(status, missing, step) -> None:
    course = CourseView(CaseStatus(status), frozenset(), missing, ())
    assert next_step(course) == step
    assert not step or texts.say(f"status.act.{step}")


@pytest.mark.parametrize("status", ["draft", "transferred_out", "erasure_due"])
def test_where_a_case_cannot_begin_to_close_it_says_why(opened, status) -> None:
    """A draft listed what was missing, and nothing that could be done about it led anywhere."""
    drive = opened("closure")
    drive.until(lambda: drive.stands(texts.say("missing.form")))
    course = CourseView(CaseStatus(status), frozenset(), (Missing.FORM,), ())
    drive.page.closing.show_course(course)
    assert drive.seen(texts.say(f"closing.not_yet.{status}"))
    assert drive.unseen(texts.say("missing.form"))


def test_a_draft_says_beside_closing_when_it_opens(opened) -> None:
    drive = opened("closure")
    visit = {"limits_explained": "yes"}
    draft = drive.asked(lambda: drive.office.answers.record(None, "intake", visit, "en")).case_code
    drive.go("entries", draft, "closure")
    assert drive.seen(texts.say("closing.not_yet.draft"))
    assert drive.unseen(texts.say("missing.form"))


def test_to_erase_a_case_is_no_button_among_those_that_pause_it(opened) -> None:
    drive = opened("closure")
    closing = drive.page.closing
    drive.until(lambda: closing.erase is not None)
    erase = closing.erase.text()
    assert erase not in [one.text() for one in closing.buttons]
    lowest = max(one.mapTo(closing, one.rect().bottomLeft()).y() for one in closing.buttons)
    assert closing.erase.mapTo(closing, QPoint(0, 0)).y() > lowest + 8
    drive.tab_to(erase)
    drive.press("Return")
    drive.until(lambda: drive.page.place.page == "erasure")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("form", ["note", "safety_plan", "assessment", "follow_up"])
def test_each_page_says_what_its_button_begins(opened, form, language) -> None:
    drive = opened(form, language=language)
    said = drive.page.add.text()
    assert said != drive.page.head.new_entry.text()
    assert said == texts.say(f"entries.add.{form}")


def test_the_status_in_the_head_pauses_the_case_and_that_is_undone(opened) -> None:
    drive = opened()
    drive.tab_to("Status: Open")
    drive.press("Return")
    settle(3)
    menu = QApplication.activePopupWidget()
    QTest.keyClick(menu, Qt.Key.Key_Return)
    drive.until(lambda: now_is(drive, CaseStatus.PAUSED))
    drive.press("Ctrl+Z")
    drive.until(lambda: now_is(drive, CaseStatus.OPEN))


def test_what_does_not_wait_stands_above_the_case_until_it_was_said(opened) -> None:
    drive = opened()
    assert drive.page.prompts.isVisible()
    count = len(drive.page.overview.prompts)
    drive.page.prompts.buttons[0].setFocus()
    drive.press("Return")
    drive.until(lambda: len(drive.page.overview.prompts) == count - 1)
    # Nor is the keyboard led to what stands next on the page, where the next key would press it.
    assert drive.focus() is drive.page.prompts.buttons[0]
    while drive.page.prompts.buttons:
        left = len(drive.page.prompts.buttons)
        drive.press("Return")
        drive.until(lambda left=left: len(drive.page.prompts.buttons) < left)
    assert drive.focus() is drive.page.body.pane()
    drive.until(lambda: not drive.page.overview.prompts)
    for _prompt in range(count - 1):
        drive.press("Ctrl+Z")
        drive.rest()
    assert len(drive.page.overview.prompts) == count - 1
    drive.press("Ctrl+Z")
    drive.until(lambda: len(drive.page.overview.prompts) == count)


def test_discreet_mode_masks_what_entries_say(opened) -> None:
    drive = opened("safety_plan", discreet=True)
    assert drive.unseen("CANARY-SECOND")
    drive.page.reveal(on=True)
    assert drive.seen("CANARY-SECOND")


@pytest.mark.parametrize("form", ["assessment", "action_plan", "closure", "note", "follow_up"])
def test_no_section_has_words_that_are_cut_or_cannot_be_named(opened, form) -> None:
    assert complaints(opened(form).page) == []


def test_words_that_wrap_get_the_height_they_need_beside_large_labels(opened) -> None:
    drive = opened("action_plan", language="ar", scale=2.0)
    drive.window.resize(1024, 640)
    drive.rest(6)
    cards = drive.page.list
    assert cards.height() == cards.heightForWidth(cards.width())
    assert complaints(drive.window) == []


@pytest.mark.parametrize(("page", "scrolls"), [("note", False), ("", True)])
def test_what_a_case_shows_ends_where_its_head_ends(opened, page, scrolls) -> None:
    drive = opened(page)
    drive.window.resize(1366, 640)
    drive.rest(6)
    assert drive.page.body.roll.verticalScrollBar().isVisible() is scrolls
    shown = drive.page.note if page else drive.page.side
    ends = [
        one.mapTo(drive.window, QPoint(one.width(), 0)).x()
        for one in (shown, drive.page.head.contact)
    ]
    assert abs(ends[0] - ends[1]) <= 1


def test_under_the_mask_nobody_says_that_something_was_talked_about(
    template, filled, tmp_path
) -> None:
    home, code, clock = filled
    copytree(home, tmp_path / "home")
    seated = {"worker": template.supervisor, "clock": Clock(clock.moment)}
    with open_window(template, tmp_path / "home", **seated) as drive:
        drive.go("case", code)
        drive.rest(6)
        buttons = drive.page.prompts.buttons
        assert buttons
        for button in buttons:
            assert (button.isEnabled(), bool(button.toolTip())) == (False, True)
