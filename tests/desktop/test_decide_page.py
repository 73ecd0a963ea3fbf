"""What two laptops said differently is read side by side and decided by keyboard."""

from __future__ import annotations

import pytest
from apart import retitled, to_do
from disagreeing import OtherLaptop, two_say
from drive import open_window
from edging import edges
from laptop_pair import Office
from make import Clock, Desks
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import QLabel
from walking import from_edge

import texts
from casework.changes import Change
from casework.keeping.exchange import EXCHANGED
from casework.team.worker import Role
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.parts.frames import Scroll
from desktop.parts.messages import MessageBar
from desktop.parts.stressed import Stressed
from desktop.parts.words import Words
from desktop.saying.deciding import field_words
from sync.survey import remember_speakers

HERE, THERE = "EX 10:00-12:00 <b>weekdays</b>", "EX 14:00-16:00 <b>weekdays</b>"


def begin(desks):
    """Return a case in which two laptops said when to call, by which number, and of a task."""
    code = desks.visit()
    two_say(desks, code, "safe_hours", HERE, THERE)
    two_say(desks, code, "phone", "+000 55 1234567", "+000 55 2345678")
    task = desks.office().tasks.add(code, "EX task").subject_id
    desks.office().tasks.done(task)
    OtherLaptop(desks).says(bytes.fromhex(task), "status", "cancelled")
    return code


pytestmark = pytest.mark.begins(after=begin)


@pytest.fixture
def drive(template, home):
    with open_window(template, home, settings=Settings()) as drive:
        yield drive


def nav(drive):
    return drive.window.workspace.navigation._items["decide"]


def chooses(drive, words):
    """Go down the list to what is called so, show it, and wait for its answers."""
    for row in drive.page.list.rows:
        if words in row.accessibleName():
            break
        drive.press("Down")
    assert words in drive.focus().accessibleName()
    drive.press("Return")
    drive.until(lambda: drive.page.answers and words in field_words(drive.page.answers.one.line))


def test_an_icon_alone_has_the_number_of_what_is_to_decide(drive):
    drive.until(nav(drive).isVisible)
    navigation = drive.window.workspace.navigation
    navigation.collapse(collapsed=True)
    drive.rest()
    assert texts.say("nav.decide") in nav(drive).accessibleName()
    assert "3" in nav(drive).accessibleName()
    assert nav(drive).toolTip() == nav(drive).accessibleName()
    marked = nav(drive).grab().toImage()
    nav(drive).count("")
    assert nav(drive).grab().toImage() != marked
    assert nav(drive).accessibleName() == texts.say("nav.decide")
    nav(drive).count("3")
    navigation.collapse(collapsed=False)
    assert nav(drive).accessibleName() == texts.say("nav.decide")


def stays_whatever_comes_in(drive):
    """Led to the first of all she would have decided that by the next key."""
    at = drive.focus()
    drive.window.jobs.changed.emit(Change(EXCHANGED))
    drive.rest(6)
    assert drive.focus() is at
    assert drive.page.answers.number == 1


def decides_once_and_goes_on(drive):
    """Decide by a key that is pressed twice, and come to what is next."""
    drive.press("Ctrl+Return", "Ctrl+Return")
    drive.until(lambda: len(drive.page.list.rows) == 2)
    assert drive.focus() is drive.page.list.rows[1]
    assert not drive.stands(texts.say("error.conflict_not_found"))
    # At a row that is not shown the key shows it, and decides nothing.
    drive.press("Up", "Ctrl+Return")
    drive.until(lambda: drive.page.answers.one.line.id == drive.page.list.rows[0].line.id)
    assert len(drive.page.list.rows) == 2
    keys = drive.window.workspace.findChildren(QShortcut)
    assert [one.autoRepeat() for one in keys if one.key() == "Ctrl+Return"] == [False]


def test_one_of_two_answers_is_chosen_by_keyboard(drive, case):
    drive.until(nav(drive).isVisible)
    assert "3" in nav(drive).accessibleDescription()
    drive.go("case", case)
    assert drive.seen(texts.say("case.contact_undecided"))
    drive.go("decide")
    drive.until(lambda: drive.page.answers is not None)
    first = drive.page.list.rows[0]
    assert drive.focus() is first
    assert texts.say("decide.safety") in first.accessibleName()
    assert "EX" not in "".join(row.accessibleName() for row in drive.page.list.rows)

    chooses(drive, "Safe days and hours")
    cards = drive.page.answers.cards
    assert "&lt;b&gt;weekdays&lt;/b&gt;" in cards[0].said.text()
    assert all(
        word in card.said.text() for card, word in zip(cards, ("10:00", "14:00"), strict=True)
    )
    assert "text-decoration:underline" in cards[0].said.text()
    drive.tab_to(texts.say("decide.there"))
    drive.press("Left")
    assert drive.page.answers.number == 1
    stays_whatever_comes_in(drive)
    decides_once_and_goes_on(drive)
    said = drive.asked(lambda: drive.office.overview.of(case).contact)
    assert said.safe_hours == HERE


@pytest.mark.usefixtures("case")
def test_the_key_says_nothing_more_until_the_list_has_come_anew(drive, monkeypatch):
    """On a slow laptop it was pressed again meanwhile, and what was decided was told as missing."""
    drive.go("decide")
    drive.until(lambda: drive.page.answers is not None)
    chooses(drive, "Safe days and hours")
    drive.tab_to(texts.say("decide.there"))
    with monkeypatch.context() as slow:
        slow.setattr(drive.page, "start", lambda: None)
        drive.press("Ctrl+Return")
        drive.rest()
        drive.press("Ctrl+Return")
        assert drive.unseen(texts.say("error.conflict_not_found"))
    drive.page.start()
    drive.until(lambda: len(drive.page.list.rows) == 2)
    drive.press("Up", "Return")
    drive.until(lambda: drive.page.answers.one.line.id == drive.page.list.rows[0].line.id)
    drive.tab_to(texts.say("decide.there"))
    drive.press("Ctrl+Return")
    drive.until(lambda: len(drive.page.list.rows) == 1)


def test_a_new_answer_is_typed_and_has_to_fit(drive, case):
    drive.go("decide")
    drive.until(lambda: drive.page.answers is not None)
    chooses(drive, "Own phone number")
    drive.tab_to(texts.say("decide.there"))
    drive.press("Down")
    assert drive.page.answers.number == 0
    drive.press("Tab")
    drive.type("EX")
    drive.press("Ctrl+Return")
    assert drive.seen("Digits, spaces")
    drive.press("Ctrl+A")
    drive.type("+000 55 3456789")
    drive.press("Ctrl+Return")
    drive.until(lambda: len(drive.page.list.rows) == 2)
    said = drive.asked(lambda: drive.office.overview.of(case).contact)
    assert (said.phone, said.is_undecided) == ("+000 55 3456789", True)
    drive.until(lambda: "2" in nav(drive).accessibleDescription())


def test_to_choose_again_what_is_shown_takes_nothing_away(drive):
    """All was built anew: what had been typed was lost, and the keyboard went to Today."""
    drive.go("decide")
    drive.until(lambda: drive.page.answers is not None)
    chooses(drive, "Own phone number")
    drive.rest()
    row, answers = drive.focus(), drive.page.answers
    answers.new.setChecked(True)
    drive.press("Return")
    drive.rest()
    assert drive.focus() is row
    assert drive.page.answers is answers
    assert answers.number == 0


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_what_brought_it_about_stands_once(template, home, scale):
    about = texts.say("decide.about")
    with open_window(template, home, settings=Settings(scale=scale)) as drive:
        drive.window.resize(1366, 768)
        drive.go("decide")
        drive.until(lambda: drive.page.answers is not None)
        said = [one for one in drive.window.findChildren(Words) if one.text() == about]
        (here,) = [one for one in said if one.isVisible()]
        # In the bar above; over the list where large words leave no room in it.
        assert drive.window.workspace.top.isAncestorOf(here) == (scale == 1.0)
        ends = from_edge(drive.window.workspace.top.hide_button)
        card = drive.page.answers.cards[-1]
        assert from_edge(card) == ends
        # As near to the edge above as it was drawn.
        middle = card.dot.mapTo(card, card.dot.rect().center()).y()
        assert scale > 1.0 or abs(middle - 25) <= 1
        assert drive.page.list.accessibleDescription() == about
        # What is out of sight below the list is not decided from there, but led to.
        if scale > 1.0:
            drive.press("Ctrl+Return")
            drive.until(drive.page.answers.standing.dot.hasFocus)
            assert len(drive.page.list.rows) == 3


def test_the_ring_of_a_row_is_whole(drive, case):
    drive.go("decide", case)
    drive.until(lambda: drive.page.answers is not None)
    rows = drive.page.list.rows
    # Also on a row that arrows reach and Tab does not.
    for key, at in (("Down", 1), ("Down", 2), ("Up", 1), ("Up", 0)):
        drive.press(key)
        row, ring = drive.focus(), drive.window.ring
        assert row is rows[at]
        assert ring.isVisible()
        # Nothing is cut off it: neither by the bar above nor by the list beside.
        assert ring.mask().boundingRect() == ring.rect()
        inside = ring.geometry().translated(-row.mapTo(drive.window, QPoint()))
        assert row.rect().contains(inside)
        # The bar of the row that is shown is seen beside the ring.
        assert inside.left() > look().px(3)


def test_that_nobody_is_to_call_stands_out(drive, case):
    drive.go("decide", case)
    chooses(drive, "hours")
    said = texts.say("decide.until_call", not_to_call=texts.say("decide.not_to_call"))
    (bar,) = [one for one in drive.page.findChildren(MessageBar) if one.words() == said]
    (words,) = bar.findChildren(Stressed)
    assert words.accessibleName() == said
    page = QTextDocument()
    page.setHtml(QLabel.text(words))
    assert page.toPlainText() == said
    at = QTextCursor(page)
    at.setPosition(said.index("not to call") + 1)
    assert at.charFormat().fontWeight() == QFont.Weight.Bold
    at.setPosition(said.index("decides") + 1)
    assert at.charFormat().fontWeight() == QFont.Weight.Normal


def test_what_accompanies_a_line_is_quieter_than_the_line(drive, case):
    drive.go("decide", case)
    drive.until(lambda: drive.page.answers is not None)
    what, when = drive.page.list.rows[0].findChildren(Words)[-2:]
    inks = [one.palette().color(one.foregroundRole()) for one in (what, when)]
    assert inks == [look().colours.text, look().colours.muted]


def test_later_leaves_everything_as_it_stands(drive, case):
    drive.go("decide", case)
    drive.until(lambda: drive.page.answers is not None)
    drive.tab_to(texts.say("decide.later"))
    drive.press("Space")
    drive.until(lambda: drive.page.place.page != "decide")
    assert drive.asked(drive.office.waiting.number).number == 3


def test_what_is_in_no_case_stands_under_its_own_name(template, tmp_path) -> None:
    desks = Desks(template, tmp_path / "home", Clock())
    code = desks.services()["Example Clinic A"]
    desks.office().services.checked(code)
    query = "select id from service where code = ?"
    ((entity,),) = desks.store.connection.execute(query, (code,)).fetchall()
    OtherLaptop(desks).says(entity, "last_verified", "2026-01-31")
    desks.close()
    with open_window(template, tmp_path / "home", settings=Settings()) as drive:
        drive.go("decide")
        drive.until(lambda: drive.page.answers is not None)
        assert "Example Clinic A" in drive.page.list.rows[0].accessibleName()
        assert drive.seen(texts.say("decide.outside.service"))
        drive.tab_to(texts.say("decide.there"))
        drive.press("Space", "Ctrl+Return")
        assert drive.seen(texts.say("decide.none"))


def test_whoever_said_the_other_answer_is_asked_by_a_task_of_ones_own(template, tmp_path) -> None:
    office = Office.begun(template, tmp_path, Role.SUPERVISOR)
    first, second = office.first, office.second
    key = b"EX-TO-DO-AT-BOTH"
    to_do(first, office.code, key)
    second.takes(first.writes())
    with second.store() as store:
        retitled(store, key, "EX there")
    first.clock.pass_days(1)
    retitled(first.store, key, "EX here")
    first.takes(second.writes())
    remember_speakers(first.post)
    with office.here() as drive:

        def asked():
            steps = drive.asked(lambda: drive.office.overview.of(office.code)).tasks
            return [one.title for one in steps if "Caseworker 8" in one.title]

        drive.go("decide", office.code)
        drive.until(lambda: drive.page.answers is not None)

        drive.tab_to(texts.say("decide.ask", name="Caseworker 8"))
        drive.press("Space")

        drive.until(lambda: drive.seen(texts.say("decide.asked", name="Caseworker 8")))
        assert asked() == ["Ask Caseworker 8: Task: what is to be done"]
        assert drive.asked(drive.office.waiting.number).number == 1
        drive.press("Ctrl+Z")
        drive.until(lambda: not asked())


def test_nobody_is_asked_where_only_oneself_is_known_to_have_said_one(template, home, case):
    with open_window(template, home, worker=template.supervisor) as drive:
        drive.go("decide", case)
        drive.rest()
        # A masked case is opened on the way, with a reason, and one comes to what is to decide.
        drive.tab_to(texts.say("decide.open_case"))
        drive.press("Return")
        drive.until(lambda: drive.focus().accessibleName() == texts.say("glass.why"))
        drive.tab_to(texts.say("glass.open"))
        drive.press("Return")
        drive.until(lambda: drive.page.place == Place("decide", case))
        drive.until(lambda: drive.page.answers is not None)
        assert not drive.page.ask_other.isVisible()


def test_no_line_of_the_list_can_end_with_a_dot_that_joins(drive, case):
    assert case
    drive.go("decide")
    drive.until(lambda: drive.page.answers is not None)
    words = [one.text() for one in drive.page.findChildren(Words) if one.isVisible()]
    assert any("10" in one for one in words)
    assert not any("·" in one for one in words)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_bar_of_the_page_lies_on_no_row_and_on_no_ring_of_one(template, home, language):
    settings = Settings(scale=2.0, language=language)
    with open_window(template, home, settings=settings) as drive:
        drive.window.resize(1366, 768)
        drive.go("decide")
        drive.until(lambda: drive.page.answers is not None)
        drive.rest(6)
        (page,) = [one for one in drive.page.findChildren(Scroll) if one.isVisible()]
        bar = page.verticalScrollBar()
        assert bar.isVisible()
        drive.press("Tab", "Shift+Tab")
        drive.press("Down")
        lies = {edges(one, drive.window) for one in drive.page.list.rows}
        assert len(lies) == 1
        (row,) = lies
        over = edges(bar, drive.window)
        assert row[1] <= over[0] or over[1] <= row[0]
        ring = drive.window.ring
        assert ring.isVisible()
        assert ring.geometry().left() >= row[0]
        assert ring.geometry().right() < row[1]
        # What stands there ends where the bar above does, as on every page.
        ends = from_edge(drive.window.workspace.top.hide_button)
        said = max(drive.page.list.rows[0].findChildren(Words), key=lambda one: one.width())
        assert from_edge(said) == ends
