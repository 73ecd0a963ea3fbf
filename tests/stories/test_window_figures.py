"""A supervisor prepares figures for outside, by keyboard alone; a second person lets them go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import hxl
import pytest
from figured import MAPPING, VIEWER
from make import Clock
from peopled import Like, peopled
from PySide6.QtGui import QGuiApplication
from seated import Seats, finds_case
from story import plain

import texts
from casework.figures.advising import ENOUGH
from casework.protect.printed import Span
from desktop.pages.figures.waiting import proposed_words
from desktop.pages.figures.words import cell_said, period_words, plan_words
from desktop.parts.buttons import Button
from desktop.parts.messages import Picture

# Long enough ago that its quarter is over for two weeks, whatever day it is.
DAYS_AGO = 150


@pytest.fixture
def seats(template, tmp_path):
    now = datetime.now(UTC)
    first = (now - timedelta(DAYS_AGO)).replace(day=1)
    quarter = first.replace(month=(first.month - 1) // 3 * 3 + 1).date()
    later = quarter.replace(month=quarter.month + 1)
    # Of age, for a girl is counted as one and not as a woman.
    grown = [8 * (n // 4) + 4 + n % 4 for n in range(25)]
    few = [Like(quarter, n, gender=("woman", "man")[n % 2], helped=False) for n in grown]
    many = [Like(later, n) for n in range(120)]
    made = peopled(template, tmp_path / "home", [*few, *many], now)
    seats = Seats(made, made.home, Clock(now))
    seats.month = quarter.isoformat()[:7]
    seats.quarter = f"{quarter.year}-Q{(quarter.month + 2) // 3}"
    return seats


def stands_in_table(she):
    she.until(lambda: she.page.card.table is not None and she.page.card.table.hasFocus())


def ranges_explained(she):
    """Go down the table by key; return the cells of which a range is explained at the side."""
    grid, found = she.page.card.table.numbers.grid, []
    for row in range(len(grid.rows)):
        printed = grid.at(row, 0)
        if isinstance(printed, Span):
            assert she.sees("figures_page.why.range", least="10", said=cell_said(printed))
            found.append(plain(grid.rows[row].words))
        she.press("Down")
    return found


def cannot_take_an_exact_table(she):
    """Try every way out of the window; what is on the clipboard stays what it was."""
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("EX-BEFORE")
    she.page.card.focus_table()
    for keys in ("Ctrl+A", "Ctrl+C", "Ctrl+X", "Ctrl+Insert", "Ctrl+P"):
        she.press(keys)
    assert clipboard.text() == "EX-BEFORE"
    assert she.sees("figures_page.no_print")
    model = she.page.card.table.model()
    assert model.data(model.index(0, 1)) is None
    # All that was published is read in a table of its own.
    pressed = [one for one in she.page.findChildren(Button) if one is not she.page.register.every]
    offered = {plain(one.accessibleName()) for one in pressed}
    known = ("count", "stop", "take", "ask", "agree", "dhis2", "other_folder", "confirm")
    assert offered == {plain(texts.say(f"figures_page.{one}")) for one in known}
    for word in ("export", "exact", "copy"):
        finds_case(she, word)
        she.until(partial(offers_only_guides, she), word)
        she.press("Escape")


def offers_only_guides(she):
    found = she.window.workspace.finding.lines.rows
    return {one.kind for one in found} <= {"heading", "guide"}


def prepares(she, seats):
    """Look at a month, hear why some of it are ranges, take what is advised, and ask."""
    she.press("Ctrl+5")
    she.arrives("figures")
    she.picks("figures_page.period", period_words(seats.month))
    she.press("Ctrl+Return")
    stands_in_table(she)
    she.picks("figures_page.which", texts.say("figures.by.gender"))
    she.page.card.focus_table()
    assert len(ranges_explained(she)) >= 2
    she.until(lambda: not she.page.advice.isHidden())
    before = she.page.going.proven
    she.pushes("figures_page.take")
    she.until(lambda: she.page.going.proven is not None and she.page.going.proven != before)
    stands_in_table(she)
    cannot_take_an_exact_table(she)
    she.pushes("figures_page.ask")
    she.until(lambda: she.sees("figures_page.asked"))
    she.rest()
    # Once more the key does nothing: it said that people had changed meanwhile.
    assert she.page.card.table.hasFocus()
    she.press("Ctrl+Return")
    she.rest()
    assert she.sees("figures_page.asked")
    leaves_them_and_asks_again(she)
    assert not she.may_push("figures_page.agree")
    assert she.asked(she.office.figures.register) == []
    return she.page.going.proven.shown


def leaves_them_and_asks_again(she):
    """Close the request; the keyboard is at the figures then, and they can be asked for anew."""
    she.goes_to(
        "figures_page.drop_name", what=proposed_words(she.asked(she.office.figures.proposed)[0])
    )
    she.press("Space")
    she.until(she.page.waiting.isHidden)
    stands_in_table(she)
    assert not she.sees("figures_page.asked")
    she.press("Ctrl+Return")
    she.until(lambda: she.sees("figures_page.asked"))
    she.rest()


def agrees(second, told, papers):
    """Look at what a colleague asked for, agree, and save it into a folder that is typed."""
    second.press("Ctrl+5")
    second.arrives("figures")
    named = {"period": period_words(told.period), "plan": plan_words(told.plan)}
    what = texts.say("figures_page.what", whom=texts.say("figures_page.for.public"), **named)
    second.pushes("figures_page.look_name", what=what)
    stands_in_table(second)
    assert second.page.going.proven.shown == told
    second.pushes("figures_page.gbvims")
    assert not second.sees("figures.invented_drawn")
    second.pushes("figures_page.invented")
    assert second.sees("figures.invented_drawn")
    mapping = papers.parent / "map.toml"
    mapping.write_text(MAPPING)
    names_a_place(second, "figures_page.dhis2", mapping)
    second.until(lambda: second.sees("figures_page.dhis2_fits", name=mapping.name))
    names_a_place(second, "figures_page.agree", papers)
    second.until(lambda: any(".xlsx" in words for words in second.words()))
    second.until(lambda: second.page.register.table.facts.rows)
    # Every check holds by now, also that a second person agreed.
    first, *others = [one.pixmap().toImage() for one in second.page.release.findChildren(Picture)]
    assert all(one == first for one in others)
    (release,) = second.asked(second.office.figures.register)
    return second.asked(lambda: second.office.published.receipt(release.wanted.id))


def names_a_place(she, by, place):
    """Press a button, and type a place into the dialog that it opens."""
    she.pushes(by)
    she.until(lambda: she.focus().window() is not she.window, "no dialog")
    she.press("Ctrl+A")
    she.type(str(place))
    she.press("Return")


def test_figures_are_explained_made_coarser_signed_twice_and_saved(seats, tmp_path):
    papers = tmp_path / "papers"
    papers.mkdir()
    with seats.at(seats.template.supervisor) as she:
        told = prepares(she, seats)
        assert told.period == seats.quarter
        assert told.numbers * 100 >= ENOUGH * told.cells
    with seats.at(VIEWER) as second:
        receipt = agrees(second, told, papers)
        assert second.page.register.table.facts.rows[0][0] == receipt.code
    assert len([*papers.iterdir()]) == 7
    (invented,) = papers.glob("*-invented.csv")
    assert len({row["#x_invented+i_en"] for row in hxl.read(invented.read_bytes())}) == 1
    assert {one.suffix for one in papers.iterdir()} == {".csv", ".xlsx", ".pdf", ".json", ".txt"}
    written = next(papers.glob("*receipt*")).read_text()
    assert receipt.code in written
    assert receipt.release.digest in written
