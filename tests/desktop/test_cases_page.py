"""The list of cases, driven by keyboard over a real encrypted store."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime
from shutil import copytree

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from told_of import told_of
from walking import settle

import texts
from casework.cases.caseline import Due, Narrowing, Sort, View
from desktop.frame.places import Place
from desktop.frame.settings import Settings, load
from desktop.look import look
from desktop.pages.cases.words import experiences_words, longest_ways
from desktop.parts.blocks import BLOCK, KEPT, Blocks
from desktop.parts.cells import ICON, ICON_GAP
from desktop.parts.menu import Menu
from desktop.parts.paragraphs import in_two
from desktop.parts.table import PAD

WORDS = "CANARY-STEP about the visit"


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with three open cases and a draft, and their codes, the first due first."""
    home = tmp_path_factory.mktemp("cases") / "home"
    clock = Clock(datetime.now(UTC))
    desks = Desks(template, home, clock)
    codes = [desks.visit(safe_way="phone_call", code_word="CANARY-WORD") for _ in range(4)]
    for code in codes[:3]:
        desks.agree(code)
    kinds = ["survival_sex", "commercial_sexual_exploitation"]
    desks.office().answers.record(codes[0], "episode", {"continuum": kinds}, "en")
    desks.office().tasks.add(codes[0], WORDS, clock().date())
    desks.office().tasks.add(codes[1], "later", clock().date().replace(year=2099))
    desks.close()
    return home, codes, clock


@pytest.fixture
def made(filled, tmp_path):
    home, codes, clock = filled
    return copytree(home, tmp_path / "home"), codes, Clock(clock.moment)


def opened(template, made, **settings):
    home, _, clock = made
    return open_window(template, home, settings=Settings(**settings), clock=clock)


@pytest.fixture
def drive(template, made):
    with opened(template, made) as drive:
        drive.codes = made[1]
        drive.go("cases")
        drive.rest(6)
        yield drive


def said(drive, row):
    """Return what a row says, by column."""
    rows = drive.page.reading.rows
    role = Qt.ItemDataRole.AccessibleTextRole
    return {one.id: rows.index(row, number).data(role) for number, one in enumerate(rows.heads)}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_in_a_menu_no_caret_touches_words_and_the_check_is_ours(template, made, language):
    with opened(template, made, language=language) as drive:
        menu = Menu(drive.window)
        part = Menu(menu)
        part.setTitle("EX part that has a long name")
        menu.addMenu(part)
        ticked = QAction("EX on", menu, checkable=True, checked=True)
        menu.addAction(ticked)
        menu.popup(drive.window.mapToGlobal(QPoint(200, 200)))
        settle()
        letters, place = menu.fontMetrics(), menu.actionGeometry(part.menuAction())
        words = letters.horizontalAdvance(part.title())
        side = (place.width() - words) // 2
        # A caret of ours and the room before it.
        assert side >= look().px(8 + 16 + 8)
        shown, room = menu.grab().toImage(), menu.actionGeometry(ticked)
        seen = {shown.pixelColor(x, room.center().y()).name() for x in near(room, language)}
        assert len(seen) > 1
        menu.close()


def near(room, language):
    """Return where a check stands in a row of a menu."""
    start = room.right() - 24 if language == "ar" else room.left() + 8
    return range(start, start + 16)


def gone_to(drive):
    """Return the list of places that are gone to, instead of going there."""
    places = []
    drive.page.room.going.disconnect()
    drive.page.room.going.connect(places.append)
    return places


def test_a_row_tells_what_is_next_and_how_she_may_be_reached(drive):
    row = said(drive, 0)
    assert row["case"] == drive.codes[0]
    assert row["next"] == WORDS
    assert row["when"] == "Today"
    assert row["contact"] == "Phone call, coded"
    assert row["consent"] == "Complete"
    assert row["services"] == "1 agreed"
    assert row["changed"] == "Today"
    assert said(drive, 2)["next"] == "Nothing planned"


def test_experiences_are_told_by_their_words_a_to_z(drive):
    assert said(drive, 0)["experiences"] == "Commercial exploitation, Survival sex"
    assert experiences_words(frozenset()) == "No experience recorded"


def test_the_views_say_how_many_they_hold_and_open_by_arrow(drive):
    tabs = drive.page.views._tabs
    assert tabs[View.MINE_OPEN].accessibleDescription() == "3"
    assert tabs[View.DRAFTS].accessibleDescription() == "1"
    # Of none no number is said.
    assert tabs[View.CLOSED].accessibleDescription() == ""
    drive.tab_to(tabs[View.MINE_OPEN].text())
    drive.press("Right", "Right")
    drive.rest(6)
    assert drive.page.reading.view is View.DRAFTS
    assert said(drive, 0)["case"] == drive.codes[3]
    assert drive.page.footer.words().startswith("1 case ")


def test_arrows_move_and_enter_opens(drive):
    places = gone_to(drive)
    assert drive.focus() is drive.page.table
    drive.press("Down", "Return")
    assert places == [Place("case", drive.codes[1])]
    drive.press("End")
    assert drive.page.table.current_row() == 2
    drive.press("Home")
    assert drive.page.table.current_row() == 0


def test_space_opens_and_closes_the_side_view_and_that_is_remembered(drive):
    assert drive.page.body.side_shown()
    drive.press("Space")
    assert not drive.page.body.side_shown()
    drive.go("today")
    drive.go("cases")
    assert not drive.page.body.side_shown()
    assert load(drive.window.home).layout == {"cases.side@1": 0}


def test_the_side_view_shows_the_current_case(drive):
    drive.until(lambda: drive.stands("Contact safely"))
    assert drive.seen("Say “CANARY-WORD”")
    assert drive.seen(WORDS)
    drive.press("Down")
    drive.until(lambda: not drive.stands(WORDS))
    assert drive.seen("later")


def test_a_slash_or_its_key_goes_to_narrowing_and_words_narrow(drive):
    drive.press("/")
    assert drive.focus() is drive.page.tools.line
    drive.type(drive.codes[1])
    drive.until(lambda: drive.page.reading.words == drive.codes[1])
    drive.rest(6)
    assert [said(drive, row)["case"] for row in range(1)] == [drive.codes[1]]
    assert drive.page.footer.words().startswith("1 case ")
    drive.press("Down")
    assert drive.focus() is drive.page.table
    drive.press("Ctrl+F", "Escape")
    drive.rest(6)
    assert drive.page.reading.rows.rowCount() == 3


def test_no_match_says_where_was_looked_and_can_be_cleared(drive):
    drive.press("/")
    drive.type("nobody-of-this-name")
    drive.until(lambda: drive.page.reading.words)
    drive.rest(6)
    assert drive.seen("No match for “nobody-of-this-name”.")
    drive.tab_to("Clear")
    drive.press("Space")
    drive.rest(6)
    assert drive.page.reading.rows.rowCount() == 3


def test_a_filter_is_put_on_and_taken_away_by_keyboard(drive):
    filters, rows = drive.page.tools.filters, drive.page.reading.rows
    drive.tab_to("Filter")
    # The first kind is what is due, its first choice today.
    drive.open_menu(Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return)
    drive.rest(6)
    assert drive.page.reading.narrowed == Narrowing(due=Due.TODAY)
    assert [said(drive, row)["case"] for row in range(rows.rowCount())] == [drive.codes[0]]
    assert drive.page.footer.words().startswith("1 case ")

    here = drive.window.workspace.here()
    drive.go("today")
    drive.window.workspace.go(here)
    drive.rest(6)
    assert drive.page.reading.rows.rowCount() == 1

    filters, rows = drive.page.tools.filters, drive.page.reading.rows
    drive.tab_to("Due today or before: take this filter away")
    drive.press("Space")
    drive.rest(6)
    assert not drive.page.reading.narrowed
    assert rows.rowCount() == 3
    assert drive.focus() is filters.more


@pytest.mark.parametrize("language", ["en", "ar"])
def test_who_may_be_one_person_has_its_word_where_there_is_room(template, made, language):
    with opened(template, made, language=language) as drive:
        drive.window.resize(1366, 768)
        drive.go("cases")
        pairs, words = drive.page.tools.pairs, texts.say("pairs.title")
        drive.until(lambda: pairs.text() == words)
        assert pairs.width() >= pairs.sizeHint().width()
        # Filters come first; then the icon alone has its name still.
        drive.page._choices.narrow_to(Narrowing(due=Due.WEEK, way="phone_call"))
        drive.until(lambda: not pairs.text())
        assert pairs.accessibleName() == pairs.toolTip() == words
        drive.page._choices.narrow_to(Narrowing())
        drive.until(lambda: pairs.text() == words)
        drive.window.resize(1024, 768)
        drive.until(lambda: not pairs.text())


def test_the_status_is_taken_away_and_put_on_again_by_keyboard(drive):
    filters, page = drive.page.tools.filters, drive.page
    drive.tab_to("Status: open: take this filter away")
    drive.press("Space")
    drive.rest(6)
    assert page.reading.view is View.MINE
    assert page.reading.rows.rowCount() == len(drive.codes)
    assert drive.focus() is filters.more
    assert drive.unseen("Status: open")
    assert drive.seen("All my cases")

    here = drive.window.workspace.here()
    drive.go("today")
    drive.window.workspace.go(here)
    drive.rest(6)
    page, filters = drive.page, drive.page.tools.filters
    assert page.reading.view is View.MINE
    assert drive.seen("All my cases")

    drive.tab_to("Filter")
    # The last kind is the status, its first choice what is open.
    drive.open_menu(Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Return)
    drive.rest(6)
    assert page.reading.view is View.MINE_OPEN
    assert drive.seen("Status: open")
    assert drive.unseen("All my cases")


def test_a_list_of_which_nothing_fits_says_so_and_is_whole_again(drive):
    drive.page._choices.narrow_to(Narrowing(way="email"))
    drive.rest(6)
    assert drive.seen("No case of this list fits the filters.")
    drive.tab_to("Clear")
    drive.press("Space")
    drive.rest(6)
    assert drive.page.reading.rows.rowCount() == 3


def test_no_filter_names_an_experience_in_discreet_mode(template, made):
    for discreet in (False, True):
        with opened(template, made, discreet=discreet) as drive:
            drive.go("cases")
            drive.page.tools.filters.more.click()
            drive.until(QApplication.activePopupWidget)
            offered = [act.text() for act in QApplication.activePopupWidget().actions()]
            assert ("Experiences" in offered) is not discreet
            QApplication.activePopupWidget().close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_step_that_is_too_long_for_its_line_stands_in_two(template, made, language):
    with opened(template, made, language=language) as drive:
        drive.go("cases")
        drive.rest(6)
        rows, table = drive.page.reading.rows, drive.page.table
        column = [one.id for one in rows.heads].index("next")
        high = look().metrics().height()
        table.setColumnWidth(column, look().metrics().horizontalAdvance(WORDS) * 2)
        assert inked(painted(drive, 1, "next")) <= high
        assert inked(painted(drive, 0, "next")) <= high
        table.setColumnWidth(column, look().metrics().horizontalAdvance(WORDS) * 4 // 5)
        assert inked(painted(drive, 0, "next")) > high


@pytest.mark.parametrize("language", ["en", "ar"])
def test_how_she_may_be_reached_is_never_cut(template, made, language):
    with opened(template, made, language=language) as drive:
        drive.go("cases")
        drive.rest(6)
        (column,) = (one for one in drive.page.reading.rows.heads if one.id == "contact")
        room = column.least - look().px(2 * PAD + ICON + ICON_GAP)
        for way in longest_ways():
            _first, rest = in_two(way, look().font(), room)
            assert look().metrics().horizontalAdvance(rest) <= room


def test_a_slash_is_only_a_sign_when_single_keys_are_off(template, made):
    with opened(template, made, single_keys=False) as drive:
        drive.go("cases")
        drive.press("/")
        assert drive.focus() is drive.page.table


def test_an_empty_view_says_so_in_its_own_words(drive):
    drive.page._choices.choose(View.CLOSED)
    drive.rest(6)
    assert drive.seen("No closed cases.")


def test_a_newcomer_is_shown_how_it_begins(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.go("cases")
        drive.rest(6)
        assert drive.seen("No cases on this laptop yet.")
        drive.tab_to("New case")
        assert drive.unseen("Bring in cases")


def test_whoever_may_bring_cases_in_is_shown_that_too_where_none_is_yet(template, tmp_path):
    with open_window(template, tmp_path / "home", worker=template.supervisor) as drive:
        drive.go("cases")
        drive.until(lambda: drive.stands("No cases on this laptop yet."))
        drive.tab_to("Bring in cases")
        drive.press("Return")
        drive.rest()
        assert drive.page.place.page == "bringing"


def test_the_head_sorts(drive):
    head = drive.page.table.head
    head.sectionClicked.emit(0)
    drive.rest(6)
    assert head.sorted_by == "case"
    assert [said(drive, row)["case"] for row in range(3)] == sorted(drive.codes[:3])
    drive.page._choices.sort(Sort.CHANGED)
    drive.rest(6)
    assert said(drive, 0)["case"] == drive.codes[1]


def test_in_a_narrow_window_the_side_view_closes_first_and_columns_leave_whole(drive):
    drive.window.resize(1024, 640)
    drive.rest()
    table = drive.page.table
    assert not drive.page.body.side_shown()
    wide = [one.id for one in table.shown()]
    assert wide[0] == "case"
    assert "changed" not in wide
    assert all(
        table.columnWidth(number) >= one.least
        for number, one in enumerate(table.columns)
        if one.id in wide
    )
    assert sum(table.columnWidth(n) for n in range(len(table.columns))) == table.viewport().width()
    drive.press("Space")
    assert drive.page.body.side_shown()
    assert not table.isVisible()
    drive.tab_to("Close the side view")
    drive.press("Space")
    assert drive.focus() is table


def test_columns_and_density_are_chosen_and_kept(drive):
    table = drive.page.table
    high = table.rowHeight(0)
    drive.tab_to("Comfortable")
    drive.press("Space")
    assert table.rowHeight(0) < high
    assert load(drive.window.home).density == "compact"
    drive.page._choices.turn_column("consent", shown=False)
    assert "consent" not in [one.id for one in table.shown()]
    drive.go("today")
    drive.go("cases")
    assert "consent" not in [one.id for one in drive.page.table.shown()]
    assert drive.page.table.rowHeight(0) < high


def test_discreet_masks_topics_and_steps_until_the_key_is_held(template, made):
    with opened(template, made, discreet=True) as drive:
        drive.go("cases")
        drive.rest(6)
        row = said(drive, 0)
        assert (row["topics"], row["next"]) == (None, None)
        # They were made before the others of this file were told, perhaps before midnight.
        assert row["when"] in {"Today", "Yesterday"}
        # What must not be done is no secret of hers, as in the case.
        drive.until(lambda: drive.stands("CANARY-MUST-NOT"))
        assert drive.unseen("CANARY-WORD")
        assert drive.unseen(WORDS)
        masked = painted(drive, 0, "next")
        drive.page.reveal(on=True)
        drive.rest()
        assert drive.seen(WORDS)
        assert painted(drive, 0, "next") != masked
        drive.page.reveal(on=False)
        drive.rest()
        assert drive.unseen("CANARY-WORD")
        assert drive.unseen(WORDS)
        assert painted(drive, 0, "next") == masked


def painted(drive, row, column):
    """Return the picture of a cell: its words are painted, and no part of the page holds them."""
    rows, table = drive.page.reading.rows, drive.page.table
    number = [one.id for one in rows.heads].index(column)
    return table.viewport().grab(table.visualRect(rows.index(row, number))).toImage()


def inked(picture):
    """Return how high the letters in a cell stand: its edges are the lines around a row."""
    ground = picture.pixel(0, picture.height() // 2)
    rows = [
        y
        for y in range(3, picture.height() - 3)
        if any(picture.pixel(x, y) != ground for x in range(picture.width()))
    ]
    return rows[-1] - rows[0] + 1


def test_one_comes_back_to_the_same_row(drive):
    drive.press("Down", "Down")
    here = drive.window.workspace.here()
    assert here == Place("cases", "", "mine_open", "2")
    drive.go("today")
    drive.window.workspace.go(here)
    drive.rest(6)
    assert drive.page.table.current_row() == 2


def test_a_change_elsewhere_shows_here_and_the_row_stays(drive):
    drive.press("Down")
    office = drive.office
    later = [drive.codes[0], "another word", None]
    drive.page.room.jobs.do(drive.page, lambda: office.tasks.add(*later))
    drive.rest(8)
    assert drive.page.table.current_row() == 1
    assert drive.page.footer.words() == "3 cases · 1 selected"


def test_nothing_of_a_case_is_kept_with_the_window(drive):
    drive.press("Space", "Down", "Space")
    kept = (drive.window.home / "window.json").read_text("utf-8")
    assert not [code for code in drive.codes if code in kept]
    assert "CANARY" not in kept


def test_a_jump_far_away_waits_a_moment_for_its_rows_instead_of_painting_masks(drive):
    rows, table = drive.page.reading.rows, drive.page.table
    rows.go_on(rows.blocks.numbers + array("I", range(1000, 3000)))
    table.go_to(1500)
    assert not table.viewport().updatesEnabled()
    drive.rest(6)
    assert table.viewport().updatesEnabled()


def test_a_jump_sends_for_its_page_alone_and_a_rest_for_what_may_come_next(drive):
    rows, table = drive.page.reading.rows, drive.page.table
    rows.go_on(rows.blocks.numbers + array("I", range(1000, 3000)))
    came = []
    rows.dataChanged.connect(lambda first, last: came.append((first.row(), last.row())))
    table.go_to(1500)
    drive.until(table.viewport().updatesEnabled)
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    assert came[0] == (first, last)
    assert table.verticalScrollBar().updatesEnabled()
    drive.until(lambda: rows.blocks.has(first - BLOCK, last + BLOCK))
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp):
        QTest.keyClick(table, key)
        assert table.viewport().updatesEnabled()
        drive.rest()


def test_a_jump_paints_nothing_before_its_rows_are_there(drive):
    rows, table = drive.page.reading.rows, drive.page.table
    rows.go_on(rows.blocks.numbers + array("I", range(1000, 3000)))
    drive.rest()
    painted = told_of(QEvent.Type.Paint, table)
    ways = (table.go_to, 1500), (table.verticalScrollBar().setValue, 600), (table.go_to, 1900)
    for go, row in ways:
        painted.clear()
        go(row)
        QCoreApplication.sendPostedEvents(drive.window, QEvent.Type.UpdateRequest.value)
        assert not table.viewport().updatesEnabled()
        assert not painted
        drive.until(table.viewport().updatesEnabled)
        drive.rest()
        assert painted


def test_whoever_goes_page_by_page_waits_for_none(drive):
    rows, table = drive.page.reading.rows, drive.page.table
    rows.go_on(rows.blocks.numbers + array("I", range(1000, 3000)))
    drive.rest()
    table.go_to(500)
    drive.rest()
    for key in (Qt.Key.Key_PageDown,) * 20 + (Qt.Key.Key_PageUp,) * 25:
        QTest.keyClick(table, key)
        drive.rest()
        here = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
        assert rows.blocks.has(*here)


def test_nothing_is_counted_before_the_first_cases_are_seen(drive):
    reading, counted = drive.page.reading, []
    reading.counted.connect(lambda: counted.append(reading.count()))
    drive.page.table.setUpdatesEnabled(False)
    reading.start()
    drive.rest(6)
    assert counted == []
    assert reading.rows.line(0).code == drive.codes[0]
    drive.page.table.setUpdatesEnabled(True)
    drive.until(lambda: counted)
    assert counted == [3]


# ------------------------------------------------------------------ the rows of a long list


class Number(int):
    """A row that is its own number."""


def blocks(amount):
    sent, came = [], []
    rows = Blocks(
        lambda numbers, take: sent.append((numbers, take)), int, lambda *at: came.append(at)
    )
    rows.show(array("I", range(amount)))
    return rows, sent, came


def answer(sent):
    numbers, take = sent.pop()
    take([Number(number) for number in numbers])


def test_a_row_that_is_not_there_sends_for_those_around_it_once():
    rows, sent, came = blocks(1000)
    assert [rows.row(at) for at in (70, 71, 70)] == [None] * 3
    assert len(sent) == 1
    answer(sent)
    assert came == [(BLOCK, 2 * BLOCK - 1)]
    assert rows.row(70) == 70
    assert sent == []


def test_one_span_is_on_its_way_at_a_time_and_the_last_wanted_comes_next():
    rows, sent, _ = blocks(BLOCK * 100)
    for block in range(20):
        rows.row(block * BLOCK)
    assert len(sent) == 1
    answer(sent)
    assert sent[0][0][0] == 19 * BLOCK


def test_only_the_last_used_rows_are_kept():
    rows, sent, _ = blocks(KEPT + 10 * BLOCK)
    for at in range(0, len(rows), BLOCK):
        rows.row(at)
        answer(sent)
        # The first page is looked at again and again.
        assert rows.has(0, 9)
    assert len(rows._kept) == KEPT
    assert rows.row(BLOCK) is None


def test_a_span_is_asked_for_in_one_and_without_what_is_there():
    rows, sent, came = blocks(1000)
    rows.want(500, 529)
    answer(sent)
    rows.want(490, 539)
    numbers, _ = sent[0]
    assert list(numbers) == list(range(490, 540))
    answer(sent)
    rows.want(520, 560)
    numbers, _ = sent[0]
    assert list(numbers) == list(range(540, 561))
    answer(sent)
    assert came == [(500, 529), (490, 539), (540, 560)]
    assert rows.has(490, 560)
    assert not rows.has(489, 560)


def test_what_is_on_its_way_or_beyond_the_ends_is_not_asked_again():
    rows, sent, _ = blocks(100)
    rows.want(90, 120)
    rows.want(92, 95)
    assert rows.row(99) is None
    answer(sent)
    rows.want(-20, -1)
    rows.want(100, 130)
    assert sent == []
    assert rows.has(90, 120)


def test_what_comes_for_an_older_list_is_dropped():
    rows, sent, came = blocks(10)
    rows.row(0)
    rows.show(array("I", [5]))
    answer(sent)
    assert came == []
    assert rows.row(0) is None


def test_a_row_that_is_not_for_this_worker_stays_empty_and_is_not_asked_again():
    rows, sent, _ = blocks(3)
    rows.row(0)
    _, take = sent.pop()
    take([Number(0), Number(2)])
    assert [rows.row(at) for at in range(3)] == [0, None, 2]
    assert sent == []


def test_the_rest_of_a_long_view_comes_behind_its_first_rows(drive):
    rows = drive.page.reading.rows
    first = rows.blocks.numbers
    inserted = []
    rows.rowsInserted.connect(lambda parent, a, b: inserted.append((parent == QModelIndex(), a, b)))
    rows.go_on(first + array("I", range(1000, 101_000)))
    assert inserted == [(True, 3, 100_002)]
    assert drive.page.table.current_row() == 0
    drive.press("End")
    assert drive.page.table.current_row() == 100_002


def test_what_is_seen_stays_while_the_rest_of_a_long_view_comes(drive):
    reading, table = drive.page.reading, drive.page.table
    seen = [reading.rows.line(row) for row in range(3)]
    drive.press("Down", "Down")
    reading.rows.go_on(reading.rows.blocks.numbers + array("I", range(1000, 3000)))
    assert [reading.rows.line(row) for row in range(3)] == seen
    reading.came.emit(True)
    assert table.current_row() == 2


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("width", "in_tabs"), [(1366, True), (1024, False)])
def test_the_views_of_a_supervisor_never_wrap_around_the_button(
    template, made, language, width, in_tabs
):
    home, _, clock = made
    settings, her = Settings(language=language), template.supervisor
    with open_window(template, home, settings=settings, worker=her, clock=clock) as drive:
        drive.window.resize(width, 768)
        drive.go("cases")
        drive.rest(6)
        views = drive.page.views
        tabs = list(views._tabs.values())
        assert len(tabs) == 7
        assert not in_tabs or len({tab.y() for tab in tabs}) == 1
        assert (views._holder.isVisible(), views._drop.isVisible()) == (in_tabs, not in_tabs)
        assert views.height() <= views.new_case.height() + 24
