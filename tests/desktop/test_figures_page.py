"""The page of figures: each cell of every plan stands in one table, and nothing is cut anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from drive import open_window
from entering import first_of_today
from figured import VIEWER
from make import Clock, Desks
from peopled import Like, peopled
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from walking import complaints

import texts
from casework.figures.errors import FiguresRefused
from casework.figures.plan import cells, plan_ids, plans
from casework.figures.shown import Shown
from casework.protect.printed import Mark, Number, Span
from casework.team.worker import Role, Worker
from desktop.app import application
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.pages.figures.grid import grids
from desktop.pages.figures.out import More
from desktop.pages.figures.out import _published as published_now
from desktop.pages.figures.picture import DotsPicture
from desktop.pages.figures.words import cell_words, period_choices, period_words, plan_choices
from desktop.parts.buttons import Button

COLLEAGUE = Worker(bytes([5] * 16).hex(), Role.SUPERVISOR, "Supervisor 2")
SAID_WHY = Qt.ItemDataRole.AccessibleDescriptionRole
PERIODS = {1: "2026-03", 3: "2026-Q1", 12: "2025"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_cell_of_every_plan_stands_in_a_table_with_a_name_of_its_own(language) -> None:
    texts.use(language)
    try:
        for plan in plans().values():
            shown = untold(plan.id, PERIODS[plan.months])
            every = {key for mine in shown.tables.values() for key, _none in mine}
            found = grids(shown)
            assert len({one.sort.title for one in found}) == len(found)
            assert {key for one in found for key in keys_of(one)} == every
    finally:
        texts.use("en")


def untold(plan, period):
    told = cells(plans()[plan], period)
    tables = {table: tuple((key, None) for key, _margin in mine) for table, mine in told.items()}
    return Shown(plan, period, 10, tables)


def keys_of(grid):
    for row in range(len(grid.rows)):
        for column in range(len(grid.columns)):
            if grid.has(row, column):
                yield grid._key(row, column)


def test_rows_stand_a_to_z_or_by_age_and_everybody_is_last() -> None:
    found = {one.sort.id: one for one in grids(untold("month", "2026-03"))}
    kinds = [one.words for one in found["continuum"].rows]
    assert kinds[:-1] == sorted(kinds[:-1])
    assert kinds[-1] == "Each person counted once"
    assert [one.code for one in found["age"].rows][:2] == ["0_5", "6_11"]
    assert found["gender"].rows[-2].code == "not_known"


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_what_is_not_told_has_no_length_in_the_picture(way) -> None:
    application()
    texts.use("en")
    grid = next(one for one in grids(untold("month", "2026-03")) if one.sort.id == "continuum")
    told = dict.fromkeys(grid.cells)
    told[grid._key(0, 0)] = Number(170, 10)
    told[grid._key(1, 0)] = Mark(10)
    picture = DotsPicture()
    picture.setLayoutDirection(way)
    picture.show_column(replace(grid, cells=told), 0)
    picture.resize(700, picture.sizeHint().height())
    picture.setStyleSheet(f"background: {look().colours.surface.name()}")
    drawn, lanes = picture.grab().toImage(), len(grid.rows) - 1
    high = (picture.height() - 32) / lanes

    def hatched(lane: int) -> list[bool]:
        """Return in which tenths of a line something is hatched."""
        middle, ink = int(8 + high * (lane + 0.5)), look().colours.line.name()
        starts = (
            range(242, 622, 38) if way is Qt.LayoutDirection.LeftToRight else range(78, 448, 38)
        )
        return [
            sum(
                drawn.pixelColor(x, y).name() == ink
                for x in range(start, start + 30)
                for y in range(middle - 4, middle + 4)
            )
            > 40
            for start in starts
        ]

    assert not any(hatched(0))
    assert not any(hatched(1)[2:8])
    assert all(all(hatched(lane)) for lane in range(2, lanes))


def test_periods_are_those_that_are_over_the_last_first() -> None:
    today = datetime(2026, 4, 20, tzinfo=UTC).date()
    assert [code for code, _words in period_choices("month", today)][:2] == ["2026-03", "2026-02"]
    assert period_choices("quarter", today)[0] == ("2026-Q1", "January to March 2026")
    assert period_choices("year", today)[0] == ("2025", "2025")
    assert [one for one, _words in plan_choices()] == list(plan_ids())
    assert period_words("2026-03") == "March 2026"
    told = (Mark(10), Number(25, 10), Span(38, 52), None)
    assert [cell_words(one) for one in told] == ["<10", "25", "38\u201352", "not told"]
    # From the right a sign that opens one way is read as one that opens the other.
    texts.use("ar")
    assert cell_words(Mark(10)) == texts.say("figures.below", least="10")
    texts.use("en")


@pytest.fixture(scope="module")
def published(template, tmp_path_factory):
    """Return a workbook with a release, and one that waits for each of two people."""
    now = datetime.now(UTC)
    day = (now - timedelta(days=60)).replace(day=1).date()
    home = tmp_path_factory.mktemp("figures")
    people = [Like(day, n, gender=("woman", "man")[n % 2], helped=False) for n in range(25)]
    made = peopled(template, home / "made", people, now)
    desks = Desks(made, home / "home", Clock(now))
    month = day.isoformat()[:7]
    workers = template.supervisor, COLLEAGUE, VIEWER
    hers, others, second = (desks.office(one).figures for one in workers)
    second.agree(hers.propose("month", month).subject_id)
    others.propose("month", month, "Example Ministry of Invented Affairs")
    hers.propose("month", month)
    desks.close()
    made.home = desks.home
    return made, month, now


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        (Settings(), (1366, 768)),
        (Settings(theme="dark", discreet=True), (1024, 640)),
        (Settings(scale=2.0, language="ar"), (1024, 640)),
        (Settings(scale=1.5, language="qps"), (1366, 768)),
    ],
    ids=["plain", "dark-discreet-small", "arabic-large-small", "long-words"],
)
def test_nothing_is_cut_or_covered(published, tmp_path, settings, size) -> None:
    made, month, now = published
    worker = made.supervisor
    with open_window(
        made, tmp_path / "home", settings=settings, worker=worker, clock=Clock(now)
    ) as drive:
        drive.window.resize(*size)
        drive.go("figures")
        drive.rest()
        assert complaints(drive.window) == []
        page = drive.page
        page.choice.choose("month", month)
        drive.press("Ctrl+Return")
        drive.until(lambda: page.going.proven is not None)
        drive.rest()
        assert complaints(drive.window) == []
        look_at = texts.say("figures_page.look")
        (look,) = (one for one in page.waiting.findChildren(Button) if one.text() == look_at)
        look.click()
        drive.until(page.release.agree.isVisible)
        page.register.ask_receipt(texts.say("error.register_unsure"))
        drive.rest()
        assert complaints(drive.window) == []


def test_where_too_little_is_told_to_invent_from_nothing_is_published(published, tmp_path):
    made, month, now = published
    desks = Desks(made, tmp_path / "home", Clock(now))
    before = len(desks.office(made.supervisor).figures.register())
    empty = f"{int(month[:4]) - 2}-03"
    wanted = desks.office(made.supervisor).figures.propose("month", empty).subject_id
    office = desks.office(VIEWER)
    proven = office.figures.count_proposed(wanted).prove()
    with pytest.raises(FiguresRefused) as refused:
        published_now(office, wanted, proven, More(invented=True))
    assert refused.value.code == "invented_too_little"
    assert len(office.figures.register()) == before
    assert wanted in {one.id for one in office.figures.proposed()}
    published_now(office, wanted, proven, More())
    assert len(office.figures.register()) == before + 1
    desks.close()


def test_a_proof_is_stopped_and_a_mark_says_why_to_a_voice(published, tmp_path) -> None:
    made, month, now = published
    with open_window(made, tmp_path / "home", worker=made.supervisor, clock=Clock(now)) as drive:
        drive.go("figures")
        page = drive.page
        said = []
        for recipient in ("Example Ministry", ""):
            page.choice.choose("month", month, recipient)
            said.append(" ".join(one.text() for one in page.choice.findChildren(QLabel)))
        first = texts.say("figures.everyone_first")
        assert [first in one for one in said] == [True, False]
        page.choice.count_now()
        page.going.counting.stop.click()
        drive.rest()
        assert page.going.proven is None
        assert drive.seen(texts.say("figures_page.stopped"))
        drive.press("Ctrl+Return")
        drive.until(lambda: page.going.proven is not None)
        grid, model = page.card.table.numbers.grid, page.card.table.model()
        mark = next(n for n in range(len(grid.rows)) if isinstance(grid.at(n, 0), Mark))
        said = [
            model.data(model.index(mark, 1), role)
            for role in (Qt.ItemDataRole.AccessibleTextRole, SAID_WHY)
        ]
        assert said[0].endswith(": fewer than 10")
        assert said[1] == texts.say("figures_page.why.mark", least="10")


def test_how_far_a_proof_is_is_told_to_whoever_prepares_and_to_no_second_person(
    published, tmp_path
) -> None:
    """She may look as often as she likes: how much there is to prove says how few there are now."""
    made, month, now = published
    for worker, look_at in ((made.supervisor, False), (VIEWER, True)):
        home = tmp_path / worker.name
        with open_window(made, home, worker=worker, clock=Clock(now)) as drive:
            drive.go("figures")
            page, heard = drive.page, []
            page.going.counting._told.connect(lambda *said, heard=heard: heard.append(said))
            drive.rest()
            if look_at:
                page.waiting.findChildren(Button)[0].click()
            else:
                page.choice.choose("month", month)
                page.choice.count_now()
            page.going.counting._watch.tell(3, 192)
            drive.until(lambda page=page: page.going.proven is not None)
            assert ((3, 192) in heard) is not look_at


def test_the_newest_receipt_is_asked_for_where_the_register_is_unsure(published, tmp_path) -> None:
    made, _month, now = published
    with open_window(made, tmp_path / "home", worker=made.supervisor, clock=Clock(now)) as drive:
        drive.go("figures")
        page = drive.page
        drive.rest()
        page.going._refused(FiguresRefused("register_unsure"))
        assert drive.focus() is page.register.receipt
        wrong = {"14-3F9A-C20B": "error.register_lacks", "1-0": "error.receipt_unknown"}
        for typed, answer in wrong.items():
            drive.press("Ctrl+A")
            drive.type(typed)
            drive.press("Return")
            assert drive.seen(texts.say(answer, n="13"))
        (release,) = drive.asked(drive.office.figures.register)
        receipt = drive.asked(lambda: drive.office.published.receipt(release.wanted.id))
        drive.press("Ctrl+A")
        drive.type(receipt.code.lower())
        drive.press("Return")
        assert drive.seen(texts.say("figures_page.confirmed"))


def across(widget, window):
    left = widget.mapTo(window, QPoint(0, 0)).x()
    return range(left, left + widget.width())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_choice_stands_in_a_pane_and_the_register_at_the_other_side(
    published, tmp_path, language
) -> None:
    made, _month, now = published
    how = {"settings": Settings(language=language), "worker": made.supervisor, "clock": Clock(now)}
    with open_window(made, tmp_path / "home", **how) as drive:
        drive.window.resize(1366, 768)
        drive.go("figures")
        page, window = drive.page, drive.window
        drive.until(page.register.every.isVisible)
        parts = [across(one, window) for one in (page.choice, page.card, page.register)]
        assert [one.start for one in parts] == sorted(
            (one.start for one in parts), reverse=language == "ar"
        )
        # Whoever reads further down still has the choice before her.
        at = page.choice.mapTo(window, QPoint(0, 0))
        page.register.every.setFocus()
        drive.press("Space")
        drive.until(page.register.whole.isVisible)
        drive.rest()
        assert drive.focus() is page.register.table
        assert page.choice.mapTo(window, QPoint(0, 0)) == at
        # With little room it stands above all else, and its fields keep what they hold.
        page.choice.period.setFocus()
        window.setMinimumWidth(0)
        window.resize(780, 640)
        drive.rest()
        assert across(page.choice, window) == across(page.card, window)
        assert drive.focus() is page.choice.period
        window.resize(1366, 768)
        drive.rest()
        assert set(across(page.choice, window)).isdisjoint(across(page.card, window))
        assert drive.focus() is page.choice.period


def test_a_viewer_counts_nothing_and_hears_who_does(published, tmp_path) -> None:
    made, month, now = published
    with open_window(made, tmp_path / "home", worker=VIEWER, clock=Clock(now)) as drive:
        drive.go("figures", "", f"month {month}")
        page = drive.page
        drive.until(page.register.every.isVisible)
        drive.press("Ctrl+Return")
        drive.rest()
        assert page.going.proven is None
        assert not page.choice.count.isVisible()
        assert drive.seen(texts.say("figures_page.prepared_by"))
        assert complaints(drive.window) == []
        # What she is asked to agree to is shown; where it changed meanwhile, that is said once.
        asked = drive.asked(drive.office.figures.proposed)
        page.waiting.findChildren(Button)[0].click()
        drive.until(page.release.agree.isVisible)
        drive.asked(lambda: drive.office.figures.drop(asked[0].id))
        page.going._out._refused(FiguresRefused("figures_asked_changed"))
        drive.until(lambda: len(page.waiting.findChildren(Button)) < 2 * len(asked))
        assert drive.seen(texts.say("error.figures_asked_changed"))


def test_whoever_comes_back_sees_again_what_was_shown(published, tmp_path) -> None:
    made, month, now = published
    with open_window(made, tmp_path / "home", worker=made.supervisor, clock=Clock(now)) as drive:
        drive.go("figures")
        page = drive.page
        page.choice.choose("month", month)
        drive.press("Ctrl+Return")
        drive.until(lambda: page.going.proven is not None)
        # Whoever comes back sees again what was shown; what was not shown is not asked for anew.
        left = page.here()
        assert left[:3] == ("figures", "", f"month {month}")
        drive.go("today")
        drive.go(*left)
        drive.until(lambda: drive.page.going.proven is not None)
        # The key shows what is chosen since, and asks nobody to release what was shown before.
        waiting = drive.asked(drive.office.figures.proposed)
        drive.page.choice.choose("month", month, "Example Ministry of Invented Affairs")
        assert drive.page.here()[2] == f"month {month}"
        assert (drive.page.choice.count.is_main(), drive.page.release.ask.is_main()) == (
            True,
            False,
        )
        drive.press("Ctrl+Return")
        drive.until(lambda: drive.page.going.proven is not None and not drive.page.here()[2])
        assert (drive.page.choice.count.is_main(), drive.page.release.ask.is_main()) == (
            False,
            True,
        )
        assert drive.asked(drive.office.figures.proposed) == waiting


@pytest.mark.parametrize("second", [COLLEAGUE, VIEWER], ids=["supervisor", "viewer"])
def test_a_second_person_who_comes_back_sees_again_what_she_was_asked(
    published, tmp_path, second
) -> None:
    made, _month, now = published
    with open_window(made, tmp_path / "home", worker=second, clock=Clock(now)) as drive:
        waiting = drive.asked(drive.office.figures.proposed)
        hers = next(one for one in waiting if one.by == made.supervisor.id)
        if second is COLLEAGUE:
            # Whoever has a day of her own is told there, and led to them.
            assert first_of_today(drive) == (texts.say("task.figures_agree"), "figures")
        else:
            drive.go("figures")
            drive.page.going.look_at(hers)
        drive.until(lambda: drive.page.going.proven is not None)
        left, shown = drive.page.here(), drive.page.going.proven.shown
        drive.go("today")
        drive.go(*left)
        drive.until(lambda: drive.page.going.proven is not None)
        assert drive.page.going.proven.shown == shown
        assert not drive.page.release.agree.isHidden()
        assert drive.page.release.ask.isHidden()


def test_a_second_person_sees_what_she_is_to_look_at_also_in_large_text(published, tmp_path):
    made, _month, now = published
    with open_window(
        made,
        tmp_path / "home",
        settings=Settings(scale=2.0),
        worker=made.supervisor,
        clock=Clock(now),
    ) as drive:
        drive.window.resize(1024, 640)
        drive.go("figures")
        drive.rest()
        page, look_at = drive.page, texts.say("figures_page.look")
        (look,) = (one for one in page.waiting.findChildren(Button) if one.text() == look_at)
        look.setFocus()
        drive.press("Space")
        drive.until(page.release.agree.isVisible)
        drive.until(lambda: drive.focus() is page.card.table)
        table = page.card.table
        drive.until(
            lambda: (
                table.viewport()
                .visibleRegion()
                .boundingRect()
                .contains(table.visualRect(table.currentIndex()))
            )
        )
