"""The team page by keyboard: what waits, people and roles, letting in, figures, the log."""

from __future__ import annotations

from functools import partial

import pytest
from drive import open_window
from make import WORDS
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from walking import complaints

import texts
from casework.team.supervision import Why
from casework.team.worker import Role, Worker
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.parts.frames import page_edge
from desktop.parts.messages import MessageBar


def begin(desks):
    """Let something wait for the supervisor."""
    case, template = desks.visit(), desks.template
    desks.agree(case)
    office = desks.office()
    answers = {"plan_reviewed": "yes", "told_may_return": "yes"}
    office.answers.record(case, "closure", answers, "en")
    office.reviews.ask(case, office.filling.entries(case, "closure")[0].id)
    desks.office(template.supervisor).people.add("07" * 16, "Supervisor 7", Role.SUPERVISOR, b"7")
    other = Worker("07" * 16, Role.SUPERVISOR, "Supervisor 7")
    desks.office(other).glass.open(case, Why.COMPLAINT)
    return case


pytestmark = pytest.mark.begins(after=begin)


@pytest.fixture
def home(start, tmp_path):
    return start.copy(tmp_path / "home"), start.kept


@pytest.fixture
def drive(template, home):
    with open_window(template, home[0], worker=template.supervisor) as drive:
        drive.press("Ctrl+6")
        drive.rest(6)
        yield drive


def states(drive):
    found = drive.asked(drive.office.people.members)
    return {one.name: (one.role, one.status) for one in found}


def test_the_page_says_who_works_here_and_that_the_log_holds(drive) -> None:
    assert [row[0] for row in drive.page.people.table.facts.rows] == [
        *("Caseworker 1", "Caseworker 2", "Supervisor 1", "Supervisor 7")
    ]
    assert next(row[0] for row in drive.page.loads.table.facts.rows) == "Caseworker 1"
    assert drive.seen("The log was verified")
    # What is exact of the work stays on the screen.
    clipboard = QApplication.clipboard()
    clipboard.setText("EX-BEFORE")
    drive.page.figures.table.setFocus()
    drive.press("Ctrl+A", "Ctrl+C")
    assert clipboard.text() == "EX-BEFORE"
    assert drive.page.figures.table.selected() == 1


def test_what_waits_is_approved_by_keyboard(drive) -> None:
    drive.tab_to("Approve")
    drive.press("Return")
    drive.rest(6)
    assert drive.asked(drive.office.reviews.waiting) == []
    # The opening of a colleague's case still waits, and the keyboard is at the safe side of it.
    assert drive.unseen("Nothing waits for you.")
    assert drive.focus().accessibleName() == "See the case"
    assert drive.focus().accessibleDescription().startswith("Supervisor 7 opened")


def test_sending_back_needs_a_note(drive) -> None:
    drive.tab_to("Send back")
    drive.press("Return")
    drive.rest(6)
    assert drive.seen("Please say what is still missing.")
    drive.tab_to("Note to the worker")
    drive.type("EX-NOTE")
    drive.tab_to("Send back")
    drive.press("Return")
    drive.rest(6)
    assert drive.asked(drive.office.reviews.waiting) == []


def test_why_a_case_was_opened_is_looked_at(drive) -> None:
    drive.tab_to("We talked about it")
    drive.press("Return")
    drive.rest(6)
    (event,) = drive.asked(drive.office.glass.events)
    assert event.finding == "talked"
    # What came before it still waits.
    assert drive.focus().accessibleName() == "Note to the worker"
    assert drive.focus().accessibleDescription().startswith("Closure in")


def wishes_a_role(drive):
    """Choose somebody and another role for her, and go on to one's own passphrase."""
    drive.page.people.table.setFocus()
    drive.press("Down")
    drive.tab_to("Role")
    drive.press("Down")
    drive.tab_to("Your own passphrase")
    assert drive.focus() is drive.page.people.own.secret


def test_a_role_is_changed_and_no_key_changes_it_back(drive) -> None:
    people = drive.page.people
    wishes_a_role(drive)
    drive.type(WORDS)
    drive.press("Tab", "Tab")
    assert drive.focus() is people.change
    drive.press("Return")
    drive.until(lambda: states(drive)["Caseworker 2"][0] is Role.SUPERVISOR)
    assert drive.seen("Role changed")
    # Whoever is taken rights away had them back by one key, at the laptop that was left open.
    for keys in ("Ctrl+Z", "Ctrl+Y"):
        drive.press(keys)
        drive.rest(6)
        assert states(drive)["Caseworker 2"][0] is Role.SUPERVISOR
    assert people.own.text() == ""
    assert people.change.isEnabled()


def test_nobody_gets_another_role_where_a_laptop_was_left_open(drive) -> None:
    people, before = drive.page.people, states(drive)
    wishes_a_role(drive)
    for typed, said in (("", "field.missing"), ("not the one", "own.wrong")):
        drive.type(typed)
        drive.press("Return")
        drive.until(lambda said=said: drive.stands(texts.say(said)))
        drive.until(people.change.isEnabled)
        assert drive.focus() is people.own.secret
        assert people.own.secret.accessibleDescription() == texts.say(said)
        assert (people.role.code(), people.own.text()) == ("supervisor", "")
    assert states(drive) == before
    assert (drive.window.home / "events.log").read_text().count("unlock_refused") == 1
    # What was chosen is still good.
    drive.type(WORDS)
    drive.press("Return")
    drive.until(lambda: states(drive)["Caseworker 2"][0] is Role.SUPERVISOR)


def test_a_passphrase_that_was_typed_about_somebody_is_not_there_for_another(drive) -> None:
    wishes_a_role(drive)
    drive.type(WORDS)
    drive.page.people.table.setFocus()
    drive.press("Up")
    assert drive.page.people.own.text() == ""


def test_somebody_hands_over_and_leaves(drive) -> None:
    drive.page.people.table.setFocus()
    drive.tab_to("Leaves the office")
    drive.press("Return")
    drive.press("Return")
    drive.rest(6)
    assert states(drive)["Caseworker 1"][1] == "active"
    drive.tab_to("Hand over all cases")
    drive.press("Return")
    drive.rest(6)
    drive.tab_to("Leaves the office")
    drive.press("Return")
    # The safe answer has the keyboard: a key pressed twice takes nothing away.
    assert drive.focus().accessibleName() == "Leave it as it is"
    drive.press("Return")
    assert drive.focus().accessibleName() == "Leaves the office"
    drive.press("Return", "Shift+Tab")
    yes = drive.focus()
    assert yes.accessibleName() == "Take the way in away"
    drive.press("Shift+Tab", "Shift+Tab")
    assert drive.focus().accessibleName() == "Your own passphrase"
    drive.type(WORDS)
    drive.press("Tab", "Tab")
    assert drive.focus() is yes
    drive.press("Return")
    drive.until(lambda: states(drive)["Caseworker 1"][1] == "left")
    assert drive.seen("The way in was taken away")


def test_where_nobody_else_works_it_is_said_that_nobody_takes_over(drive) -> None:
    """The list to choose from was empty, and the answer was that this colleague cannot."""
    people = drive.page.people
    all_here = drive.asked(drive.office.people.members)
    people.show_members([one for one in all_here if one.name == "Supervisor 1"])
    for button in (people.hand_over, people.is_away):
        assert not button.isEnabled()
        assert button.accessibleDescription() == texts.say("handing.nobody")
    people.show_members(all_here)
    assert people.hand_over.isEnabled()
    assert people.is_away.isEnabled()


def test_nobody_s_way_in_is_taken_away_where_a_laptop_was_left_open(drive) -> None:
    people, before = drive.page.people, states(drive)
    slots = (drive.window.home / "workbook.keys").read_bytes()
    people.table.setFocus()
    drive.press("Down", "Down", "Down")
    people.leaves.setFocus()
    drive.press("Return", "Shift+Tab", "Shift+Tab", "Shift+Tab")
    own = people.sure.own
    assert drive.focus() is own.secret
    for typed, said in (("", "field.missing"), ("not the one", "own.wrong")):
        drive.type(typed)
        drive.press("Return")
        drive.until(lambda said=said: drive.stands(texts.say(said)))
        drive.until(people.sure.yes.isEnabled)
        assert drive.focus() is own.secret
        assert own.secret.accessibleDescription() == texts.say(said)
        assert own.text() == ""
    assert states(drive) == before
    assert (drive.window.home / "workbook.keys").read_bytes() == slots
    assert (drive.window.home / "events.log").read_text().count("unlock_refused") == 1
    # The question stands, and is answered by the right one.
    drive.type(WORDS)
    drive.press("Return")
    drive.until(lambda: states(drive)["Supervisor 7"][1] == "left")
    assert people.sure.isHidden()


def test_why_nobody_leaves_is_said_where_it_is_not_the_passphrase(drive) -> None:
    people, before = drive.page.people, states(drive)
    people.table.setFocus()
    people.leaves.setFocus()
    drive.press("Return", "Shift+Tab", "Shift+Tab", "Shift+Tab")
    drive.type(WORDS)
    # She has a case yet.
    drive.press("Return")
    drive.until(people.sure.isHidden)
    drive.rest(6)
    assert drive.focus() is people.leaves
    assert drive.stands(texts.say("error.cases_left"))
    assert states(drive) == before


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_asked_before_somebody_leaves_is_whole_also_large(template, home, language) -> None:
    chosen = Settings(scale=2.0, language=language)
    with open_window(template, home[0], settings=chosen, worker=template.supervisor) as drive:
        drive.window.resize(1024, 640)
        drive.press("Ctrl+6")
        drive.rest(6)
        people = drive.page.people
        people.leaves.setFocus()
        drive.press("Return")
        drive.rest(6)
        assert complaints(drive.window) == []
        drive.press("Shift+Tab", "Shift+Tab", "Shift+Tab")
        field = drive.focus()
        assert field is people.sure.own.secret
        drive.until(lambda: field.visibleRegion().boundingRect().height() == field.height())
        drive.type(WORDS)
        drive.press("Escape")
        # Nothing of it is there when it is asked again.
        assert drive.focus() is people.leaves
        assert people.sure.own is None


def test_somebody_is_let_in_by_words_that_are_shown_once(drive) -> None:
    card = drive.page.newcomer
    drive.tab_to("Name to sign in with", limit=120)
    drive.type("EX-WORKER")
    drive.press("Return")
    assert drive.focus() is card.own.secret
    drive.type(WORDS)
    drive.press("Return")
    drive.until(lambda: "EX-WORKER" in states(drive))
    drive.rest(6)
    assert drive.seen("EX-WORKER signs in with:") or drive.seen("signs in with:")
    assert (card.name.text(), card.own.text()) == ("", "")
    assert card.add.isEnabled()


def test_nobody_is_let_in_where_a_laptop_was_left_open(drive) -> None:
    card, before = drive.page.newcomer, states(drive)
    slots = (drive.window.home / "workbook.keys").read_bytes()
    drive.tab_to("Name to sign in with", limit=120)
    drive.type("EX-WORKER")
    drive.tab_to("Role in the office")
    drive.press("Down")
    role = card.role.code()
    drive.tab_to("Your own passphrase")
    for typed, said in (("", "field.missing"), ("not the one", "own.wrong")):
        drive.type(typed)
        card.own.secret.eye.setChecked(True)
        drive.press("Return")
        drive.until(lambda said=said: drive.stands(texts.say(said)))
        drive.until(card.add.isEnabled)
        assert drive.focus() is card.own.secret
        assert card.own.secret.accessibleDescription() == texts.say(said)
        assert (card.name.text(), card.role.code(), card.own.text()) == ("EX-WORKER", role, "")
    # What is typed next is hidden again.
    assert not card.own.secret.eye.isChecked()
    assert states(drive) == before
    assert (drive.window.home / "workbook.keys").read_bytes() == slots
    assert (drive.window.home / "events.log").read_text().count("unlock_refused") == 1
    # What was typed besides is still good.
    drive.type(WORDS)
    drive.press("Tab", "Tab")
    assert drive.focus() is card.add
    drive.press("Return")
    drive.until(lambda: "EX-WORKER" in states(drive))
    assert states(drive)["EX-WORKER"][0].value == role


def test_a_name_that_is_taken_is_told_at_the_name(drive) -> None:
    card = drive.page.newcomer
    card.name.setText("Supervisor 1")
    card.own.secret.setText(WORDS)
    card.own.secret.setFocus()
    drive.press("Return")
    drive.until(lambda: card.name.accessibleDescription() != "")
    assert drive.focus() is card.name
    assert card.name.text() == "Supervisor 1"
    assert card.own.text() == ""
    assert card.add.isEnabled()


def test_a_caseworker_has_no_such_page(template, home) -> None:
    with open_window(template, home[0]) as drive:
        drive.press("Ctrl+6")
        drive.rest(3)
        assert type(drive.page).__name__ == "TodayPage"
        assert "team" not in drive.window.workspace.navigation._items


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DATA_STEWARD])
def test_who_opens_no_case_has_only_what_she_may_open(template, tmp_path, role) -> None:
    worker = Worker("07" * 16, role, "Worker 7")
    with open_window(template, tmp_path / "home", worker=worker) as drive:
        listed = set(drive.window.workspace.navigation._items)
        assert not listed & {"today", "cases", "letters", "team"}
        assert type(drive.page).__name__ == "ServicesPage"


def test_a_masked_case_is_opened_with_a_reason_and_masked_again(template, home) -> None:
    folder, case = home
    with open_window(template, folder, worker=template.supervisor) as drive:
        drive.go("case", case)
        drive.rest(6)
        assert drive.seen("Names, places, contact and what was told are masked until")
        assert drive.unseen("CANARY")
        assert not drive.page.head.letter.isEnabled()
        drive.tab_to("Open with a reason")
        drive.press("Return")
        drive.press("Down")
        drive.tab_to("Open the case")
        drive.press("Return")
        drive.rest(6)
        assert drive.page.head.letter.isEnabled()
        (mine,) = (
            one
            for one in drive.asked(drive.office.glass.events)
            if one.worker_id == template.supervisor.id
        )
        assert (mine.case_code, mine.why) == (case, Why.DANGER)
        drive.tab_to("Mask it again")
        drive.press("Return")
        drive.rest(6)
        assert drive.unseen("CANARY")
        assert drive.page.isAncestorOf(drive.focus())


def test_that_the_log_holds_stands_at_the_foot_and_in_no_bar(drive) -> None:
    page = drive.page
    drive.seen("The log was verified")
    assert not [one for one in page.findChildren(MessageBar) if one.isVisible()]
    assert page._holds.y() > page.figures.geometry().bottom()
    assert page.waiting.y() < page.people.y()
    above = page.waiting.mapTo(page, QPoint(0, 0)).y()
    assert above < 2 * page_edge()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_words_of_each_table_begin_under_its_heading(template, home, language) -> None:
    settings = Settings(language=language)
    with open_window(template, home[0], worker=template.supervisor, settings=settings) as drive:
        drive.press("Ctrl+6")
        drive.rest(6)
        for card in (drive.page.people, drive.page.loads, drive.page.figures):
            table, lead = card.table, look().px(card.table.head.lead)
            place = table.rect().adjusted(lead, 0, -lead, 0)
            place.translate(table.mapTo(card, QPoint(0, 0)))
            heading = card.heading.geometry()
            if language == "ar":
                assert place.right() == heading.right()
            else:
                assert place.left() == heading.left()


def test_a_broken_log_is_said_to_every_supervisor(template, home) -> None:
    folder, _case = home
    with open_window(template, folder, worker=template.supervisor) as drive:
        drive.asked(lambda: _break(drive))
        drive.press("Ctrl+6")
        drive.rest(6)
        assert drive.seen("The log does not hold from line 3 on.")


def _break(drive):
    connection = drive.window.workbook._store.connection
    for (name,) in connection.execute(
        "select name from sqlite_temp_master where type = 'trigger' and tbl_name = 'audit_entry'"
    ).fetchall():
        connection.execute(f"drop trigger {name}")
    connection.execute("update audit_entry set reason = 'CHANGED' where seq = 3")


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        (Settings(), (1366, 768)),
        (Settings(theme="dark", discreet=True), (1366, 768)),
        (Settings(scale=2.0, language="ar"), (1024, 640)),
        (Settings(scale=1.5, language="qps"), (1024, 640)),
    ],
    ids=["plain", "dark-discreet", "arabic-large-small", "long-words"],
)
def test_nothing_is_cut_or_covered(template, home, settings, size) -> None:
    folder, case = home
    with open_window(template, folder, settings=settings, worker=template.supervisor) as drive:
        drive.window.resize(*size)
        for place in (("team",), ("case", case), ("handing", case)):
            drive.go(*place)
            drive.rest(6)
            assert complaints(drive.window) == []


@pytest.mark.parametrize(
    "place", [("entries", "note"), ("exploiters", ""), ("legal", ""), ("referrals", "")]
)
def test_a_section_of_a_masked_case_says_once_that_it_is_masked(template, home, place) -> None:
    folder, case = home
    with open_window(template, folder, worker=template.supervisor) as drive:
        drive.go(place[0], case, place[1])
        drive.rest(6)
        bars = [one for one in drive.window.findChildren(MessageBar) if one.isVisible()]
        assert len(bars) == 1
        assert drive.seen(texts.say("glass.section"))
        assert not any(one.isVisible() for one in drive.page.body.middle)
        drive.press("Ctrl+Return")
        drive.press("F2")
        drive.rest()
        assert drive.page.place.page == place[0]
        drive.tab_to("Open with a reason")
        drive.press("Return")
        drive.tab_to("Open the case")
        drive.press("Return")
        drive.rest(6)
        assert all(one.isVisible() and one.isEnabled() for one in drive.page.body.middle)
        assert drive.unseen(texts.say("glass.section"))
        # What had the keyboard is gone: it stays on the page.
        assert drive.page.isAncestorOf(drive.focus())


def test_where_a_masked_case_cannot_be_shown_the_way_to_open_it_is_offered(template, home) -> None:
    folder, case = home
    with open_window(template, folder, worker=template.supervisor) as drive:
        drive.go("consent", case)
        drive.rest(6)
        drive.tab_to("Open with a reason")
        drive.press("Return")
        drive.until(lambda: drive.page.place[:2] == ("case", case))
        drive.until(lambda: drive.focus().accessibleName() == texts.say("glass.why"))
        drive.tab_to("Open the case")
        drive.press("Return")
        # From there one goes on to what was wanted.
        drive.until(lambda: drive.page.place == Place("consent", case))
        drive.until(lambda: drive.page.talk is not None)


def test_opening_with_a_reason_has_room_in_large_text(template, home) -> None:
    folder, case = home
    settings = Settings(scale=2.0)
    with open_window(template, folder, settings=settings, worker=template.supervisor) as drive:
        drive.window.resize(1024, 640)
        drive.go("case", case)
        drive.rest(6)
        drive.tab_to("Open with a reason")
        drive.press("Return")
        drive.rest(6)
        assert drive.focus().accessibleName() == texts.say("glass.why")
        assert complaints(drive.window) == []


def test_a_supervisor_gives_a_case_at_once(template, home) -> None:
    folder, case = home
    with open_window(template, folder, worker=template.supervisor) as drive:
        drive.go("handing", case)
        drive.rest(6)
        assert drive.seen(texts.say("handing.page_note_team"))
        colleague = drive.page.colleague
        colleague.setCurrentIndex(colleague.findText(template.colleague.name))

        drive.page.give.click()
        drive.rest(6)

        assert drive.seen(texts.say("handing.give.said"))
        team = drive.asked(partial(drive.office.caseload.team_of, case))
        assert template.colleague.id not in {one.id for one in team.colleagues}


def test_whoever_looks_after_no_team_gives_nothing_at_once(template, home) -> None:
    folder, case = home
    with open_window(template, folder) as drive:
        drive.go("handing", case)
        drive.rest(6)
        assert drive.unseen(texts.say("handing.give"))
        assert drive.seen(texts.say("handing.page_note"))
