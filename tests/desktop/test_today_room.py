"""Today in a small window: how somebody may be reached stands whole in each row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtCore import QPoint

from casework.tasks.desk import TaskLine, TodayView
from casework.tasks.task import TaskKind
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.pages.today import list as rows_of_today
from desktop.pages.today.list import TaskCells, TaskList
from desktop.pages.today.rows import TodayRows, rows_of
from desktop.parts.frames import page_edge
from texts.dates import isolate

WORD = "EX la carte de la bibliothèque"


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with a task that is late and one that may be done at any time."""
    home = tmp_path_factory.mktemp("room") / "home"
    clock = Clock(datetime.now(UTC) - timedelta(days=90))
    desks = Desks(template, home, clock)
    code = desks.visit(safe_way="in_person", code_word=WORD)
    desks.office().tasks.add(code, "EX about the visit", clock().date())
    desks.office().tasks.add(code, "EX whenever it fits")
    desks.close()
    clock.pass_days(90)
    return home, code, clock


@pytest.mark.parametrize(("language", "scale"), [("en", 1.3), ("fr", 1.0), ("fr", 1.3)])
def test_how_to_reach_her_is_not_cut_for_the_day_it_is_late_from(
    template, filled, monkeypatch, language, scale
):
    """Beside "carried over from" stood "In person" of "In person only, say", or nothing.

    In French at 130 % what stands beside the list took half the page, and ran out of it.
    """
    home, code, clock = filled
    settings = Settings(language=language, scale=scale)
    with open_window(template, home, settings=settings, clock=Clock(clock.moment)) as drive:
        drive.window.resize(1024, 640)
        drive.rest(6)
        written = []
        monkeypatch.setattr(
            rows_of_today,
            "write",
            lambda _painter, room, words, role, _ink: written.append((room.width(), words, role)),
        )
        drive.page.list.grab()
        said = [one for one in written if WORD in one[1]]
        assert len(said) == 2
        for room, words, role in said:
            assert look().metrics(role).horizontalAdvance(words) <= room
        assert [one[1] for one in written].count(isolate(code)) == 2
        # No card begins or ends in the margin of the page, or beyond it.
        page, edge = drive.page, page_edge()
        for card in (page.week, page.carry_on):
            left = card.mapTo(page, QPoint(0, 0)).x()
            assert left >= edge
            assert left + card.width() <= page.width() - edge
        # The row that needs it is higher, and the list as high as all of them.
        heights = [drive.page.list.sizeHintForRow(at) for at in range(len(drive.page.rows.rows))]
        assert drive.page.list.height() == sum(heights)
        assert drive.page.list.visualRect(drive.page.rows.index(1, 0)).height() == heights[1]


def test_each_of_many_rows_is_measured_once_however_often_they_are_laid_out(qtbot, monkeypatch):
    """With a few thousand tasks the window stood still for a second, and again on leaving Today."""
    measured = []
    has_no_room = TaskCells._has_no_room_beside
    monkeypatch.setattr(
        TaskCells,
        "_has_no_room_beside",
        lambda cells, row: measured.append(row) or has_no_room(cells, row),
    )
    day = datetime.now(UTC).date()
    tasks = tuple(
        TaskLine(f"{at}", TaskKind.OWN, "EX", f"EX{at}", day, None, "in_person", "", "", False)
        for at in range(300)
    )
    rows = TodayRows(lambda: datetime.now(UTC))
    tasks_of_today = TaskList(rows)
    qtbot.addWidget(tasks_of_today)
    rows.show_rows(rows_of(TodayView(day, tasks, (), ())))
    tasks_of_today.setCurrentIndex(rows.index(299, 0))
    tasks_of_today.doItemsLayout()
    heights = [tasks_of_today.sizeHintForRow(at) for at in range(301)]
    assert tasks_of_today.height() == sum(heights)
    assert len(measured) == len(tasks)
