"""What was seen in pictures of pages in middling sizes of text, measured: edges, gaps, ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from disagreeing import two_say
from drive import open_window
from edging import edges, top_and_bottom
from make import Clock, Desks, agreed
from PySide6.QtCore import QPoint
from walking import settle

import texts
from casework.consent.grant import GrantState, Purpose, Reach, Scope
from casework.consent.sheet import SaidLine
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.pages.consent.topic import before_words
from desktop.pages.form.side import SideDrop
from desktop.parts.frames import page_edge
from desktop.parts.messages import Placeholder
from desktop.parts.name_chip import NameChip
from desktop.parts.words import Words

LANGUAGES = ["en", "ar"]


pytestmark = pytest.mark.begins(after=agreed)


def test_cards_of_an_empty_day_stand_close_in_large_text(template, tmp_path):
    with open_window(template, tmp_path / "home", settings=Settings(scale=1.5)) as drive:
        drive.window.resize(1366, 768)
        drive.go("today")
        drive.rest(6)
        tasks = drive.page.list.parentWidget()
        while tasks.property("role") != "card":
            tasks = tasks.parentWidget()
        above, below = (top_and_bottom(one, drive.window) for one in (tasks, drive.page.carry_on))
        assert below[0] - above[1] == look().px(16)


def test_figures_that_nobody_chose_yet_leave_no_hole(template, tmp_path):
    with open_window(
        template, tmp_path / "home", worker=template.supervisor, settings=Settings(scale=1.3)
    ) as drive:
        drive.window.resize(1366, 768)
        drive.go("figures")
        drive.rest(6)
        assert drive.page.why.y() == 0
        above = top_and_bottom(drive.page.card, drive.window)
        below = top_and_bottom(drive.page.why, drive.window)
        assert below[0] - above[1] <= look().px(20)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ways_on_of_referrals_end_the_line_of_their_heading(template, tmp_path, kept, language):
    settings = Settings(scale=1.5, language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1366, 768)
        drive.go("referrals", kept)
        drive.rest(6)
        said = texts.say("case.section.referrals")
        heading = next(one for one in drive.page._list.findChildren(Words) if one.text() == said)
        middles = [sum(top_and_bottom(one, drive.window)) for one in (heading, drive.page.add)]
        assert abs(middles[0] - middles[1]) <= 2
        outer = 0 if language == "ar" else 1
        whole = edges(drive.page._list, drive.window)
        assert edges(drive.page.add, drive.window)[outer] == whole[outer]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headings_of_the_sections_of_a_case_stand_at_one_height(
    template, tmp_path, kept, language
):
    settings = Settings(language=language)
    found = set()
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1366, 768)
        for place in (("entries", kept, "note"), ("referrals", kept), ("history", kept)):
            drive.go(*place)
            drive.rest(6)
            heads = [one for one in drive.page.findChildren(Words) if one.role == "h1"]
            found.add(sum(top_and_bottom(heads[0], drive.window)) // 2)
    assert max(found) - min(found) <= 1


@pytest.mark.parametrize("scale", [1.0, 1.3, 1.5])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_begins_where_every_page_does(template, tmp_path, kept, language, scale):
    settings = Settings(scale=scale, language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1366, 768)
        drive.go("letter", kept)
        drive.rest(6)
        page, field = drive.page, drive.page.view.order.to
        if language == "ar":
            assert edges(page, drive.window)[1] - edges(field, drive.window)[1] == page_edge()
        else:
            assert edges(field, drive.window)[0] - edges(page, drive.window)[0] == page_edge()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_groups_of_a_form_stand_under_its_title(template, tmp_path, language):
    settings = Settings(scale=1.3, language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1366, 768)
        drive.go("form", "", "intake")
        drive.rest(6)
        (groups,) = [one for one in drive.page.findChildren(SideDrop) if one.isVisible()]
        outer = 1 if language == "ar" else 0
        begins = edges(groups.drop, drive.window)[outer]
        assert abs(begins - edges(drive.page, drive.window)[outer]) == page_edge()


@pytest.mark.parametrize("scale", [1.0, 1.3])
@pytest.mark.parametrize("language", LANGUAGES)
def test_days_of_the_week_are_equal_whatever_is_said_of_them(template, tmp_path, language, scale):
    desks = Desks(template, tmp_path / "home", Clock())
    code = desks.visit()
    for _number in range(11):
        desks.office().tasks.add(code, "EX-TASK", desks.clock.moment.date())
    desks.close()
    settings = Settings(scale=scale, language=language, digits="native")
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1024, 640)
        drive.go("today")
        drive.rest(6)
        wide = [day.width() for day in drive.page.week.days]
        assert len(wide) == 5
        assert max(wide) - min(wide) <= 1


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_chip_has_as_much_room_on_both_sides(template, tmp_path, kept, language, scale):
    settings = Settings(scale=scale, language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1366, 768)
        drive.go("case", kept)
        drive.rest(6)
        drawn = drive.page.findChild(NameChip).grab().toImage()
        across, middle = drawn.width(), drawn.height() // 2
        ground = drawn.pixelColor(across // 2, 4)
        rows = range(middle - look().px(5), middle + look().px(5))
        inside = range(look().px(4), across - look().px(4))
        inked = [x for x in inside if any(drawn.pixelColor(x, y) != ground for y in rows)]
        assert abs(min(inked) - (across - 1 - max(inked))) <= look().px(3)


def test_the_section_that_is_open_is_seen_whole_when_there_is_less_room(template, tmp_path, kept):
    with open_window(template, tmp_path / "home", settings=Settings(scale=1.3)) as drive:
        drive.window.resize(1700, 1000)
        drive.go("history", kept)
        drive.rest(6)
        drive.window.resize(1700, 640)
        settle(3)
        sections = drive.page.body.list
        assert sections.verticalScrollBar().maximum() > 0
        seen = sections.visualRect(sections.currentIndex())
        assert sections.viewport().rect().contains(seen)


@pytest.mark.parametrize("state", list(GrantState))
def test_what_was_said_before_is_said_once(state):
    moment = datetime(2026, 9, 22, tzinfo=UTC)
    line = SaidLine(Purpose.REFERRAL, Scope(Reach.SERVICE), state, moment, means="verbal")
    parts = before_words(line).removeprefix(texts.say("consent.before", said="")[:16]).split(" · ")
    state_said = texts.say(f"consent.state.{state}").lower()
    assert sum(state_said in part.lower().split(".")[0] for part in parts) <= 1
    assert "" not in [part.strip() for part in parts]


@pytest.mark.parametrize("scale", [1.0, 1.3, 1.5])
def test_how_to_reach_her_is_seen_whole_however_low_the_window(template, tmp_path, scale):
    desks = Desks(template, tmp_path / "home", Clock())
    long = "EX-RULE: never call before ten in the morning and never send anything there. " * 2
    code = desks.visit(must_not=long, safe_way="phone_call")
    two_say(desks, code, "safe_hours", "EX 10:00-12:00", "EX 14:00-16:00")
    desks.close()
    with open_window(template, tmp_path / "home", settings=Settings(scale=scale)) as drive:
        drive.window.resize(1024, 640)
        drive.go("case", code)
        drive.rest(6)
        strip = drive.page.head.contact
        assert strip.height() >= strip.heightForWidth(strip.width())
        for part in strip.findChildren(Words):
            assert top_and_bottom(part, strip)[1] <= strip.height()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 640)])
def test_rules_of_many_lines_are_read_to_their_end_and_leave_the_sections_in_sight(
    template, tmp_path, size
):
    """They took all the room, and what lay below the window was seen nowhere."""
    desks = Desks(template, tmp_path / "home", Clock())
    long = "EX-RULE: never call before ten in the morning and never send anything there. " * 60
    code = desks.visit(must_not=long, safe_way="phone_call")
    desks.close()
    with open_window(template, tmp_path / "home") as drive:
        drive.window.resize(*size)
        drive.go("case", code)
        drive.rest(6)
        strip, pane = drive.page.head.contact, drive.page.body.pane()
        assert strip.height() >= strip.heightForWidth(strip.width())
        assert pane.hasFocus()
        assert pane.height() >= 30
        assert top_and_bottom(pane, drive.window)[1] <= drive.window.height()
        edit = drive.tab_to(texts.say("case.contact_edit_name"))
        assert edit.visibleRegion().boundingRect() == edit.rect()


def test_a_workbook_without_cases_begins_on_the_ground_of_its_card(template, tmp_path):
    with open_window(template, tmp_path / "home", settings=Settings(scale=1.5)) as drive:
        drive.window.resize(1366, 768)
        drive.go("today")
        drive.until(lambda: drive.page.findChildren(Placeholder))
        drive.rest(6)
        (nothing,) = drive.page.findChildren(Placeholder)
        drawn = drive.window.grab().toImage()
        corner = nothing.mapTo(drive.window, QPoint(4, 4))
        assert drawn.pixelColor(corner) == look().colours.surface
        # As high as what it says, not as the page.
        assert nothing.height() <= nothing.sizeHint().height() + look().px(8)


@pytest.mark.parametrize("scale", [1.3, 1.5])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_to_decide_begins_where_every_page_does(template, tmp_path, language, scale):
    desks = Desks(template, tmp_path / "home", Clock())
    code = desks.visit()
    two_say(desks, code, "safe_hours", "EX 10:00-12:00", "EX 14:00-16:00")
    desks.close()
    settings = Settings(scale=scale, language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1366, 768)
        drive.go("decide")
        drive.rest(6)
        outer = 1 if language == "ar" else 0
        line = max(drive.page.list.rows[0].findChildren(Words), key=lambda one: one.width())
        begins = edges(line, drive.window)[outer]
        assert abs(begins - edges(drive.page, drive.window)[outer]) == page_edge()


def test_undo_leaves_the_foot_of_the_page_that_comes_next_free(template, tmp_path):
    desks = Desks(template, tmp_path / "home", Clock())
    code = desks.visit()
    desks.office().tasks.add(code, "EX-TASK", desks.clock.moment.date())
    desks.close()
    with open_window(template, tmp_path / "home", settings=Settings(scale=1.5)) as drive:
        drive.window.resize(1366, 768)
        drive.go("today")
        drive.rest(6)
        drive.page.list.setFocus()
        drive.press("Space")
        undo = drive.window.workspace.undo
        drive.until(undo.isVisible)
        drive.go("form", "", "intake")
        drive.rest(6)
        foot = drive.page.low
        assert undo.isVisible()
        assert top_and_bottom(undo, drive.window)[1] <= top_and_bottom(foot, drive.window)[0]


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("kept")
def test_the_list_of_cases_fills_its_page_from_edge_to_edge(template, tmp_path, language, scale):
    settings = Settings(scale=scale, language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1366, 768)
        drive.go("cases")
        drive.until(drive.page.table.isVisible)
        body = drive.page.body
        for shown in (False, True):
            body.show_side(on=shown)
            settle(3)
            parts = [one for one in (drive.page.table, body.side) if one.isVisible()]
            places = [edges(one, drive.window) for one in parts]
            assert min(left for left, _ in places) == edges(drive.page, drive.window)[0], shown
            assert max(right for _, right in places) == edges(drive.page, drive.window)[1], shown
