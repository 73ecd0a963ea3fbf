"""What is of one kind stands at one height and one distance, whatever page it is on, measured."""

from __future__ import annotations

from itertools import pairwise

import pytest
from drive import open_window
from edging import edges, top_and_bottom
from gates import open_gate
from make import Clock, Desks, agreed
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from walking import settle

import texts
from desktop.app import application
from desktop.editors.searching import SearchDrop
from desktop.frame.navigation import NavItem
from desktop.frame.settings import Settings
from desktop.look import Look, look, use
from desktop.look.sheet import sheet_of
from desktop.look.tokens import size
from desktop.pages.first_run.frame import FirstRunFrame
from desktop.pages.services.list import ServiceList
from desktop.parts.fact_grid import Fact, FactGrid
from desktop.parts.facts_table import FactsTable
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.focus import FocusRing
from desktop.parts.frames import Box, column, level
from desktop.parts.linking import Link
from desktop.parts.sheet import SheetView
from desktop.parts.table import Column
from desktop.parts.ticks import Dot, Tick
from desktop.parts.words import Words

LANGUAGES = ["en", "ar"]

pytestmark = pytest.mark.begins(after=agreed)


def middle(widget, window):
    """Return where the middle of a widget is across its window, doubled."""
    return sum(edges(widget, window))


def test_pages_begin_where_the_navigation_ends_with_its_line(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.window.resize(1366, 768)
        drive.go("today")
        drive.rest()
        assert edges(drive.page, drive.window)[0] == look().px(size("nav"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_works_here_stands_under_the_mark_of_the_office(template, tmp_path, language):
    settings = Settings(language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1366, 768)
        drive.go("today")
        drive.rest()
        navigation, outer = drive.window.workspace.navigation, 1 if language == "ar" else 0
        begins = [
            abs(edges(one, drive.window)[outer] - edges(navigation, drive.window)[outer])
            for one in (navigation._brand, navigation._avatar)
        ]
        assert begins == [look().px(16)] * 2


@pytest.mark.parametrize("undo", [None, list])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_done_has_as_much_room_on_both_sides(template, tmp_path, language, undo):
    with open_window(template, tmp_path / "home", settings=Settings(language=language)) as drive:
        drive.window.resize(1366, 768)
        drive.rest()
        drive.page.room.done("EX done, and one can go on", undo)
        drive.rest()
        bar = drive.window.workspace.undo
        drawn = bar.grab().toImage()
        at, ground = drawn.height() // 2, drawn.pixel(drawn.width() // 2, 4)
        rows = range(at - look().px(8), at + look().px(8))
        inside = range(look().px(6), drawn.width() - look().px(6))
        inked = [x for x in inside if any(drawn.pixel(x, y) != ground for y in rows)]
        assert abs(min(inked) - (drawn.width() - 1 - max(inked))) <= look().px(3)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_mark_and_lock_stand_in_the_line_of_the_icons(template, tmp_path, scale):
    with open_window(template, tmp_path / "home", settings=Settings(scale=scale)) as drive:
        drive.window.resize(1024, 640)
        drive.go("today")
        drive.rest()
        navigation = drive.window.workspace.navigation
        icons = middle(navigation.findChild(NavItem), drive.window)
        assert abs(middle(navigation._brand, drive.window) - icons) <= 2
        assert abs(middle(navigation._lock, drive.window) - icons) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_of_cards_stand_at_one_height(template, tmp_path, language):
    settings = Settings(language=language)
    worker = template.supervisor
    with open_window(template, tmp_path / "home", worker=worker, settings=settings) as drive:
        drive.window.resize(1366, 768)
        found = set()
        for page in ("figures", "team", "settings"):
            drive.go(page)
            drive.rest(6)
            found |= {
                (sum(top_and_bottom(one, drive.window)) - 2 * top_and_bottom(card, drive.window)[0])
                // 2
                for one in drive.page.findChildren(Words)
                if one.role == "h2" and one.isVisible() and (card := card_of(one)) is not None
            }
        assert max(found) - min(found) <= 1


def card_of(part):
    """Return the card that a part stands in, or None."""
    while part is not None and part.property("role") != "card":
        part = part.parentWidget()
    return part


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_of_a_letter_are_as_far_apart_above_as_below(template, tmp_path, kept, language):
    with open_window(template, tmp_path / "home", settings=Settings(language=language)) as drive:
        drive.window.resize(1366, 768)
        drive.go("letter", kept)
        drive.rest(6)
        order = drive.page.view.order
        places = [
            top_and_bottom(one, drive.window)
            for part in (order.kind, order.language, order.asked, order.signed)
            if (one := field_of(part)) is not None
        ]
        # Under the language it may say that nobody read it; a word about that takes its own room.
        gaps = [below[0] - above[1] for above, below in pairwise(places)]
        assert gaps[0] == gaps[2]


def field_of(part):
    """Return the field around an editor."""
    while part is not None and not isinstance(part, Field):
        part = part.parentWidget()
    return part


def test_a_page_of_referrals_leaves_no_gap_for_a_slip_that_nobody_takes(template, tmp_path, kept):
    found = set()
    with open_window(template, tmp_path / "home") as drive:
        drive.window.resize(1366, 768)
        for page in ("referrals", "episodes"):
            drive.go(page, kept)
            drive.rest(6)
            note = next(
                one
                for one in drive.page._list.findChildren(Words)
                if one.role == "small" and one.isVisible()
            )
            begins = drive.page._list.mapTo(
                drive.window, QPoint(0, drive.page._many.geometry().top())
            )
            found.add(begins.y() - top_and_bottom(note, drive.window)[1])
    assert len(found) == 1


def test_the_current_service_is_marked_from_edge_to_edge(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.go("services")
        drive.rest(6)
        view = drive.page.findChild(ServiceList).view
        row = view.visualRect(view.currentIndex())
        seen = view.viewport().grab().toImage()
        soft = look().colours.accent_soft.rgb()
        at = row.center().y() + row.height() // 3
        assert {seen.pixelColor(x, at).rgb() for x in (0, row.width() - 1)} == {soft}


@pytest.fixture
def board():
    """Return a window to put one thing into, with its ring."""
    application()
    window = Words()
    window.ring = FocusRing(window)
    window.resize(300, 200)
    yield window
    window.close()
    window.deleteLater()
    settle()


MARKED = "المؤشَّر على القسيمة"


def test_fields_beside_each_other_stand_level_where_marks_rise_out_of_one_label(board):
    fields = [Field(label, Line()) for label in ("EX", MARKED)]
    board.setLayout(level(*fields))
    board.show()
    settle()
    assert len({top_and_bottom(one.editor, board) for one in fields}) == 1


def test_a_fact_stands_on_the_line_of_its_label(board):
    grid = FactGrid()
    grid.show_facts([Fact(MARKED, "EX")])
    board.setLayout(column(grid, None))
    board.show()
    settle()
    both = [one for one in grid.findChildren(Words) if one.text()]
    begins = {one.mapTo(board, one.contentsRect().topLeft()).y() for one in both}
    assert (len(both), len(begins)) == (2, 1)


def test_quiet_columns_of_a_table_are_written_in_the_second_ink(board):
    def darkest(quiet):
        table = FactsTable([Column("when", "EX", 200)], "EX")
        table.quiet = frozenset(quiet)
        table.show_rows([("EX",)])
        board.layout().addWidget(table)
        settle()
        row = table.visualRect(table.model().index(0, 0))
        seen = table.viewport().grab(row).toImage()
        inks = [seen.pixelColor(x, y) for x in range(seen.width()) for y in range(seen.height())]
        return min(one.lightness() for one in inks)

    board.setLayout(column())
    board.show()
    assert darkest(()) < darkest(("when",))


@pytest.mark.parametrize("kind", [Dot, Tick])
def test_the_ring_is_around_the_box_of_an_answer(board, kind):
    answer = kind("EX")
    board.setLayout(column(answer, None))
    board.show()
    board.activateWindow()
    answer.setFocus()
    settle()
    box, out = answer.mark_place(), look().px(4)
    around = board.ring.geometry()
    assert (around.width(), around.height()) == (box.width() + 2 * out, box.height() + 2 * out)
    assert around.center() == box.translated(answer.mapTo(board, QPoint(0, 0))).center()


def test_a_link_that_ends_a_line_ends_where_the_line_does(board):
    link = Link(texts.say("consent.ask_again"), lambda: None).at_end()
    board.setLayout(column(link, None))
    board.show()
    settle()
    seen = link.grab().toImage()
    ground = seen.pixel(0, 0)
    inked = [
        x for x in range(seen.width()) for y in range(seen.height()) if seen.pixel(x, y) != ground
    ]
    assert max(inked) >= seen.width() - 2


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_words_of_a_line_begin_where_those_of_a_list_do(board, scale):
    use(Look(scale=scale))
    board.setStyleSheet(sheet_of(look()))
    line, drop, both = Line("III"), Drop([("a", "III")]), Drop([("a", "III")])
    both.setEditable(True)
    for one in (line, drop, both, both.lineEdit()):
        # Without the ring of a cursor, and with the words alone inside the edge.
        one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    board.setLayout(column(line, drop, both, None))
    board.show()
    settle()
    begins = {first_ink(one) for one in (line, drop, both)}
    use(Look())
    assert len(begins) == 1


def first_ink(field):
    """Return where the first letter begins inside the edge of a field."""
    seen = field.grab().toImage()
    at = range(seen.height() // 3, 2 * seen.height() // 3)
    ground = seen.pixelColor(look().px(5), seen.height() // 2)
    inside = range(look().px(5), seen.width() // 2)
    return next(x for x in inside if any(seen.pixelColor(x, y) != ground for y in at))


def test_cards_of_all_sections_of_a_case_are_headed_alike(template, tmp_path):
    home = tmp_path / "home"
    desks = Desks(template, home, Clock())
    code = desks.visit()
    said = {
        "note": {"noted_on": "2026-03-01", "text": "EX-NOTE"},
        "episode": {"continuum": ["survival_sex"], "ongoing": "over"},
        "safety_plan": {},
    }
    for form, answers in said.items():
        desks.office().answers.record(code, form, answers, "en")
    desks.close()
    found = set()
    with open_window(template, home) as drive:
        drive.window.resize(1366, 768)
        places = [("episodes", code), *(("entries", code, one) for one in ("note", "safety_plan"))]
        for place in places:
            drive.go(*place)
            drive.rest(6)
            (heading,) = [
                one
                for one in drive.page.body.findChildren(Words)
                if one.isVisible() and one.role == "strong" and card_of(one) is not None
            ]
            above = top_and_bottom(card_of(heading), drive.window)[0]
            found.add(sum(top_and_bottom(heading, drive.window)) // 2 - above)
    assert max(found) - min(found) <= 1


def test_what_fits_what_was_typed_lies_over_the_page_with_an_edge(board):
    board.setStyleSheet(sheet_of(look()))
    drop = SearchDrop()
    drop.offer([("a", "III"), ("b", "II")])
    board.setLayout(column(drop, None))
    board.show()
    board.activateWindow()
    drop.setFocus()
    QTest.keyClicks(drop.lineEdit(), "II")
    popup = drop.completer().popup()
    popup.setStyleSheet(sheet_of(look()))
    settle()
    assert popup.isVisible()
    seen = popup.grab().toImage()
    middle = seen.width() // 2, seen.height() // 2
    edges_of = {(middle[0], 0), (middle[0], seen.height() - 1), (0, middle[1])}
    strong = look().colours.line_strong.rgb()
    assert {seen.pixelColor(*at).rgb() for at in edges_of} == {strong}
    row = popup.visualRect(popup.model().index(1, 0))
    assert row.height() >= look().px(size("control_small"))
    popup.hide()


def test_the_recovery_sheet_has_the_corners_of_a_paper(board):
    board.setStyleSheet(sheet_of(look()))
    view = SheetView("EX", "EX", "")
    page = Box("canvas", column(view))
    board.setLayout(column(page))
    board.show()
    settle()
    corner = page.grab().toImage().pixelColor(view.x() + 2, view.y() + 2)
    assert corner.rgb() == look().colours.surface.rgb()


def test_the_steps_of_a_first_start_are_as_wide_as_drawn_with_their_line(tmp_path):
    with open_gate(tmp_path / "new" / "home") as drive:
        drive.window.resize(1366, 768)
        settle()
        (steps,) = drive.window.gate.findChildren(FirstRunFrame)
        assert edges(steps.back.parentWidget(), drive.window)[0] == look().px(250)


def test_what_is_no_longer_done_next_is_not_written_bold(template, tmp_path):
    with open_window(template, tmp_path / "home", worker=template.supervisor) as drive:
        drive.go("figures")
        drive.rest(6)
        choice = drive.page.choice
        bold = [choice.count.font().bold()]
        for on in (False, True):
            choice.lead(on=on)
            settle()
            bold.append(choice.count.font().bold())
    assert bold == [True, False, True]
