"""What was seen in pictures of the pages, measured: edges, gaps, headings and letters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from drive import open_window
from edging import edges
from gates import open_gate
from make import Clock, Desks, agreed
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtWidgets import QWidget

import texts
from casework.team.supervision import Why
from casework.team.worker import Role, Worker
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.pages.history.list import HistoryList
from desktop.pages.unlock import SignIn
from desktop.parts.clause import Clause
from desktop.parts.frames import Box, Scroll
from desktop.parts.words import Words, as_sentence
from texts.guide import guides

pytestmark = pytest.mark.begins(after=agreed)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_handing_over_says_what_it_is_and_its_buttons_stand_apart(template, tmp_path, kept, scale):
    with open_window(template, tmp_path / "home", settings=Settings(scale=scale)) as drive:
        drive.go("handing", kept)
        assert drive.seen(texts.say("handing.page_note"))
        share, offer = drive.page.share.geometry(), drive.page.offer.geometry()
        apart = max(offer.left() - share.right() - 1, offer.top() - share.bottom() - 1)
        assert apart >= look().px(8)


@pytest.mark.parametrize("page", ["handing", "erasure", "retention", "unrecorded"])
def test_a_page_that_the_top_bar_names_is_not_named_a_second_time(template, tmp_path, kept, page):
    worker = template.supervisor if page == "retention" else None
    with open_window(template, tmp_path / "home", worker=worker) as drive:
        drive.go(page, kept if page in {"handing", "erasure"} else "")
        drive.rest()
        title, _here = drive.page.crumbs()[-1]
        said = [one for one in drive.window.findChildren(Words) if one.text() == title]
        assert [one.voice for one in said if one.isVisible()] == [QAccessible.Role.Heading]


def test_the_log_of_the_team_stands_in_line_with_its_cards(template, tmp_path):
    with open_window(template, tmp_path / "home", worker=template.supervisor) as drive:
        drive.go("team")
        drive.rest(6)
        line = drive.page._holds
        assert line.isVisible()
        assert edges(line, drive.window) == edges(drive.page.waiting, drive.window)


def test_a_column_that_found_no_room_makes_no_row_higher(template, tmp_path):
    settings = Settings(scale=2.0)
    with open_window(
        template, tmp_path / "home", worker=template.supervisor, settings=settings
    ) as drive:
        drive.window.resize(1024, 640)
        drive.go("team")
        drive.rest(6)
        table = drive.page.people.table
        assert table.isColumnHidden(3)
        rows = range(table.model().rowCount())
        # What is left in the rows stands in one line each.
        assert len({table.rowHeight(row) for row in rows}) == 1
        assert table.rowHeight(0) < 3 * look().metrics("small").height()


def test_nothing_waits_is_said_only_where_nothing_does(template, tmp_path):
    desks = Desks(template, tmp_path / "home", Clock())
    case = desks.visit()
    desks.office(template.supervisor).people.add("07" * 16, "Supervisor 7", Role.SUPERVISOR, b"7")
    desks.office(Worker("07" * 16, Role.SUPERVISOR, "Supervisor 7")).glass.open(case, Why.COMPLAINT)
    desks.close()
    with open_window(template, tmp_path / "home", worker=template.supervisor) as drive:
        drive.go("team")
        drive.rest(6)
        assert drive.unseen(texts.say("team.nothing_waits"))
        drive.tab_to("In order")
        drive.press("Return")
        drive.rest(6)
        assert drive.seen(texts.say("team.nothing_waits"))


def test_a_note_is_added_from_the_side_of_the_list(template, tmp_path, kept):
    with open_window(template, tmp_path / "home") as drive:
        drive.window.resize(1366, 768)
        drive.go("cases")
        drive.until(drive.page.body.side.note.isEnabled)
        drive.tab_to(texts.say("cases.add_note"))
        drive.press("Return")
        drive.rest(6)
        place = drive.page.place
        assert (place.page, place.case, place.subject) == ("entries", kept, "note")


def test_every_line_of_the_history_begins_as_a_sentence(template, tmp_path, kept):
    with open_window(template, tmp_path / "home") as drive:
        drive.go("history", kept)
        drive.rest(6)
        (shown,) = drive.page.findChildren(HistoryList)
        said = [one.text() for one in shown.findChildren(Words)]
        assert said
        assert [one for one in said if one != as_sentence(one)] == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_guide_has_slanted_letters(template, tmp_path, language):
    with open_window(template, tmp_path / "home", settings=Settings(language=language)) as drive:
        for guide in guides(language):
            drive.go("help", "", guide.topic)
            cursor = QTextCursor(drive.page.reader.document())
            while not cursor.atEnd():
                cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
                assert not cursor.charFormat().fontItalic(), guide.topic


def test_what_is_scrolled_before_unlocking_ends_where_the_window_ends(template, tmp_path):
    template.copy(tmp_path / "home")
    with open_gate(tmp_path / "home", Settings(scale=2.0), (1366, 768)) as drive:
        scroll = next(one for one in drive.window.findChildren(Scroll) if one.isVisible())
        assert scroll.mapTo(drive.window, QPoint(0, scroll.height())).y() == drive.window.height()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_bar_of_what_is_scrolled_before_unlocking_is_at_the_edge(template, tmp_path, language):
    template.copy(tmp_path / "home")
    settings = Settings(scale=2.0, language=language)
    with open_gate(tmp_path / "home", settings, (1366, 640)) as drive:
        scroll = next(one for one in drive.window.findChildren(Scroll) if one.isVisible())
        bar = scroll.verticalScrollBar()
        assert bar.isVisible()
        outer = 0 if language == "ar" else 1
        assert edges(bar, drive.window)[outer] == (0, drive.window.width())[outer]


@pytest.mark.parametrize("settings", [Settings(scale=2.0), Settings(scale=2.0, language="ar")])
@pytest.mark.parametrize("size", [(1024, 640), (1366, 768)])
def test_each_card_of_a_case_is_as_high_as_what_it_holds(template, tmp_path, kept, settings, size):
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(*size)
        for place in (
            ("case", kept),
            ("entries", kept, "closure"),
            ("history", kept),
        ):
            drive.go(*place)
            drive.rest(6)
            cards = [one for one in drive.page.findChildren(Box) if one.property("role") == "card"]
            seen = [one for one in cards if one.isVisible() and one.layout() is not None]
            assert seen
            for one in seen:
                needed = one.layout().totalHeightForWidth(one.width())
                if one.layout().hasHeightForWidth():
                    assert abs(one.height() - needed) <= 1, (place, type(one).__name__)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_link_begins_where_the_field_above_it_does(template, tmp_path, language):
    template.copy(tmp_path / "home")
    with open_gate(tmp_path / "home", Settings(language=language), (1366, 768)) as drive:
        form = drive.window.gate.findChild(SignIn)
        outer = 1 if language == "ar" else 0
        field, link = (edges(one, drive.window) for one in (form.name, form.cannot_button))
        assert link[outer] == field[outer]
        drawn = look().metrics("body").horizontalAdvance(form.cannot_button.text())
        assert link[1] - link[0] <= drawn + 2


def test_without_a_review_nothing_of_consent_stands_apart(template, tmp_path):
    desks = Desks(template, tmp_path / "home", Clock())
    bare = desks.visit()
    desks.close()
    with open_window(template, tmp_path / "home") as drive:
        drive.window.resize(1366, 768)
        drive.go("case", bare)
        drive.rest(6)
        places = [edges(one, drive.window) for one in drive.page.head.consent.findChildren(Clause)]
        apart = {after[0] - before[1] for before, after in pairwise(places)}
        assert len(places) > 2
        assert len(apart) == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_said_last_of_consent_ends_where_the_strip_above_it_does(
    template, tmp_path, kept, language
):
    with open_window(template, tmp_path / "home", settings=Settings(language=language)) as drive:
        drive.window.resize(1366, 768)
        drive.go("case", kept)
        drive.rest(6)
        head = drive.page.head
        last = head.consent.findChildren(Clause)[-1]
        assert last.text().startswith(texts.say("case.review_by", day="")[:4])
        outer = 0 if language == "ar" else 1
        strip = edges(head.contact, drive.window)
        assert edges(last, drive.window)[outer] == strip[outer]


@pytest.mark.parametrize("place", ["today", "case", "history", "consent"])
def test_lines_across_a_card_reach_its_edges(template, tmp_path, kept, place):
    with open_window(template, tmp_path / "home") as drive:
        drive.window.resize(1366, 768)
        drive.go(place, *([kept] if place != "today" else []))
        drive.rest(6)
        met = 0
        for card in drive.page.findChildren(Box):
            if card.property("role") != "card":
                continue
            left, right = edges(card, drive.window)
            lines = [one for one in card.findChildren(Box) if one.property("role") == "line"]
            for line in lines:
                if line.isVisible() and line.height() == 1 and line.width() > card.width() - 8:
                    met += 1
                    assert edges(line, drive.window) == (left + 1, right - 1)
        assert met


def test_a_service_is_written_down_among_services(template, tmp_path, kept):
    with open_window(template, tmp_path / "home") as drive:
        for place, named in (
            (("form", "", "service"), "services"),
            (("form", kept), "cases"),
        ):
            drive.go(*place, *(["intake"] if named == "cases" else []))
            here = [
                one.goal.page for one in drive.window.workspace.navigation._listed() if one.is_here
            ]
            assert here == [named]


@pytest.mark.parametrize("discreet", [False, True])
def test_the_bar_above_says_that_words_are_covered(template, tmp_path, discreet):
    settings = Settings(discreet=discreet)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1366, 768)
        drive.rest(6)
        said = texts.say("topbar.discreet")
        assert drive.stands(said) == discreet
        eye = drive.window.workspace.top.eye
        assert eye.accessibleDescription() == (said if discreet else "")


def test_there_is_no_list_of_nothing_to_decide(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.go("decide")
        assert drive.seen(texts.say("decide.none"))
        assert not drive.page.list.isVisible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_today_ends_where_the_bar_above_ends_also_when_it_scrolls(template, tmp_path, language):
    desks = Desks(template, tmp_path / "home", Clock())
    code = desks.visit()
    for number in range(20):
        desks.office().tasks.add(code, f"EX-TASK {number}", None)
    desks.close()
    with open_window(template, tmp_path / "home", settings=Settings(language=language)) as drive:
        drive.window.resize(1366, 768)
        drive.go("today")
        drive.rest(6)
        assert drive.page.findChild(Scroll).verticalScrollBar().maximum() > 0
        outer = 0 if language == "ar" else 1
        hide = drive.window.workspace.top.hide_button
        assert edges(drive.page.week, drive.window)[outer] == edges(hide, drive.window)[outer]


@pytest.mark.parametrize("page", ["episodes", "attachments", "referrals", "legal"])
def test_nothing_is_cut_in_two_at_the_top_of_a_page_that_is_come_to(template, tmp_path, kept, page):
    settings = Settings(scale=2.0)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1366, 768)
        drive.window.ring.by_keyboard()
        drive.go(page, kept)
        drive.rest(6)
        focus = drive.focus()
        (area,) = [one for one in drive.page.findChildren(Scroll) if one.isAncestorOf(focus)]
        page, port = area.widget(), area.viewport()
        held = [one for one in page.findChildren(QWidget) if one.isVisible()]
        lines = [one for one in held if not one.findChildren(QWidget)]
        tops = {one: one.mapTo(port, QPoint(0, 0)).y() for one in lines}
        assert [one for one, top in tops.items() if top < 0 < top + one.height()] == []
        assert 0 < tops[focus] < port.height() - focus.height()
