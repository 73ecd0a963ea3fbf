"""The window exchanges over a server by itself; nobody who works at it notices but by the chip."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import pairwise
from threading import Event

import pytest
from drive import window_of
from laptop_pair import Office, shows
from lines import leads, listening, syncs
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

import texts
from casework.team.supervision import Why
from casework.team.worker import Role
from desktop.exchange.pacing import Pace
from desktop.frame import by_itself
from desktop.frame.settings import Settings
from desktop.pages.devices.way import WayCard
from desktop.parts.messages import MessageBar
from sync.line.calls import Calls
from sync.line.talk import Told
from texts.dates import clock_time

# So short that a test sees it, and so long that what is asked for comes first.
SHORT = Pace(opening=0.2, quiet=0.3, usual=0.6, most=1.2, again=0.05)
# One at the beginning, and none by its time.
ONCE = Pace(opening=0.2, quiet=0.3, usual=3_000.0, most=3_600.0, again=0.05)


@pytest.fixture
def server(tmp_path):
    with listening(tmp_path / "server") as made:
        yield made


@pytest.fixture
def office(template, tmp_path, server):
    """Return an office that both laptops have exchanged over the server from."""
    made = Office.begun(template, tmp_path, Role.SUPERVISOR)
    leads(made.first.post, server)
    made.second.takes(made.first.writes())
    syncs(made.first.post)
    with made.second.office() as there:
        there.glass.open(made.code, Why.DANGER)
    with made.second.post() as post:
        syncs(post)
    return made


@pytest.fixture
def asked(monkeypatch):
    """Return what is asked of the server, as it is asked."""
    paths, real = [], Calls.ask

    def noted(self, method, path, *what, **how):
        paths.append(path)
        return real(self, method, path, *what, **how)

    monkeypatch.setattr(Calls, "ask", noted)
    return paths


def at_pace(monkeypatch, pace):
    monkeypatch.setattr(by_itself, "PACE", pace)


def unasked(drive):
    """Return what exchanges by itself in a window, once it is known that there is a server."""
    watch = drive.window.workspace.watch
    drive.until(lambda: watch.by_itself is not None)
    return watch.by_itself


def ends(drive):
    """Return how exchanges end from now on, each as it does."""
    heard = []
    drive.window.jobs.errand.ended.connect(heard.append)
    return heard


def calm(drive):
    """Return whether nothing stands before the page, above it or at its foot."""
    workspace = drive.window.workspace
    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)]
    shown = [one for one in dialogs if one.isVisible()]
    bars = [one for one in workspace.bars.findChildren(MessageBar) if one.isVisible()]
    return not (shown or bars or workspace.undo.isVisible())


@contextmanager
def slow(monkeypatch):
    """Let a server answer nothing until somebody stops asking, or this is over."""
    real, over = Calls.ask, Event()

    def waits(self, *what, **how):
        while not (self._stopped() or over.is_set()):
            over.wait(0.01)
        return real(self, *what, **how)

    with monkeypatch.context() as patched:
        patched.setattr(Calls, "ask", waits)
        yield
        over.set()


def said_of_it(page):
    """Return what the card of the server says of it."""
    (card,) = [one for one in page.ways.findChildren(WayCard) if one.isAncestorOf(page.ways.sync)]
    return card.said


def steps(drive):
    """Return what is to do next in the case that is shown."""
    model = drive.page.steps.list.model()
    return {model.index(row, 0).data() for row in range(model.rowCount())}


def writes_there(office, words="EX from there"):
    """Let the other laptop write something, and give it to the server."""
    with office.second.office() as there:
        there.tasks.add(office.code, words, office.clock().date())
    with office.second.post() as post:
        syncs(post)


def test_without_a_server_there_is_no_timer_and_nobody_is_asked(
    template, tmp_path, monkeypatch, asked
) -> None:
    at_pace(monkeypatch, SHORT)
    with Office.begun(template, tmp_path).here() as drive:
        shows(drive)
        chip = drive.window.workspace.top.exchange
        drive.until(lambda: chip.text() == texts.say("exchange.done"))
        assert drive.window.workspace.watch.by_itself is None
        assert asked == []


def test_what_was_written_goes_and_what_others_wrote_comes_while_somebody_types(
    office, monkeypatch
) -> None:
    at_pace(monkeypatch, SHORT)
    with office.here() as drive:
        heard = ends(drive)
        drive.go("form", office.code, "intake")
        line = next(one for one in drive.page.findChildren(QLineEdit) if one.isVisible())
        line.setFocus()
        drive.type("EX abc")
        drive.press("Left")
        focus, at = drive.focus(), line.cursorPosition()
        task = partial(drive.office.tasks.add, office.code, "EX from here", office.clock().date())
        drive.window.jobs.do(drive.page, task)
        drive.until(lambda: any(one.brought.sent for one in heard))
        before = sum(one.brought.changes for one in heard)
        writes_there(office)
        drive.until(lambda: sum(one.brought.changes for one in heard) > before)
        assert all(one.by_itself for one in heard)
        assert drive.focus() is focus
        assert (line.text(), line.cursorPosition()) == ("EX abc", at)
        assert calm(drive)
        # What stands on the screen is what came, without anybody going there anew.
        drive.go("case", office.code)
        assert steps(drive) == {"EX from here", "EX from there"}
        writes_there(office, "EX later")
        drive.until(lambda: "EX later" in steps(drive))
        assert calm(drive)
    assert office.second.finds("EX from here")


def test_where_nothing_changed_it_is_one_question_and_no_screen_is_read_anew(
    office, monkeypatch, asked
) -> None:
    at_pace(monkeypatch, SHORT)
    with office.here() as drive:
        marks, told = [], []
        drive.window.jobs.errand.ended.connect(lambda _ended: marks.append(len(asked)))
        drive.until(lambda: len(marks) > 1)
        drive.window.jobs.changed.connect(told.append)
        before = len(marks)
        drive.until(lambda: len(marks) > before + 2)
        later = marks[before - 1 :]
        assert [two - one for one, two in pairwise(later)] == [1] * (len(later) - 1)
        assert told == []


def test_a_server_that_is_away_is_told_of_by_nothing_but_the_chip_and_its_own_card(
    office, server, monkeypatch
) -> None:
    at_pace(monkeypatch, SHORT)
    office.first.agrees(office.first.case())
    server.close()
    with office.here() as drive:
        failed = []
        drive.window.jobs.errand.failed.connect(failed.append)
        page = shows(drive)
        focus = drive.focus()
        drive.until(lambda: len(failed) > 1)
        assert drive.window.jobs.errand.by_itself
        assert calm(drive)
        assert drive.focus() is focus
        assert not [one for one in page.ways.findChildren(MessageBar) if one.isVisible()]
        assert drive.window.workspace.top.exchange.text() == texts.plural("exchange.wait", 3)
        at = clock_time(drive.window.workspace.room.tried.at.astimezone())
        assert said_of_it(page) == texts.say("sync.server_away_today", time=at)
        assert page.ways.sync.go.text() == texts.say("form.try_again")


def test_a_server_with_too_much_to_do_is_left_alone_as_long_as_it_says(office, monkeypatch) -> None:
    def busy(_calls, *_what, **_how):
        raise Told(429, "rate.requests", {"retry-after": "2000"})

    at_pace(monkeypatch, replace(SHORT, most=3_600.0))
    monkeypatch.setattr(Calls, "ask", busy)
    with office.here() as drive:
        failed = []
        drive.window.jobs.errand.failed.connect(failed.append)
        drive.until(lambda: failed)
        assert unasked(drive).wait() > 1_000
        drive.rest()
        assert [one.code for one in failed] == ["line_busy"]


def test_the_tick_on_the_page_turns_it_off_and_on_by_keyboard(office, monkeypatch, asked) -> None:
    at_pace(monkeypatch, ONCE)
    with office.here(settings=Settings(exchange_by_itself=False)) as drive:
        page, going = shows(drive), unasked(drive)
        assert not going.is_on
        assert not page.server.unasked.tick.isChecked()
        tick = drive.tab_to(texts.say("devices.by_itself"))
        drive.press("Space")
        assert going.is_on
        assert drive.window.settings.exchange_by_itself
        drive.until(lambda: asked)
        drive.until(lambda: not drive.window.jobs.errand.is_on)
        assert drive.focus() is tick
        drive.press("Space")
        assert not going.is_on
        assert not drive.window.settings.exchange_by_itself


def test_whoever_stops_one_is_not_surprised_by_another_until_she_exchanges(
    office, monkeypatch, asked
) -> None:
    at_pace(monkeypatch, SHORT)
    with slow(monkeypatch), office.here() as drive:
        page, going = shows(drive), unasked(drive)
        # It lasts: it is told of, and has a stop.
        drive.until(page.ways.sync.stop.isVisible)
        assert drive.window.workspace.top.exchange.text() == texts.say("exchange.busy")
        page.ways.sync.stop.click()
        drive.until(lambda: not drive.window.jobs.errand.is_on)
        assert not going.is_on
        assert drive.window.settings.exchange_held
        assert drive.seen(texts.say("devices.by_itself_held"))
        settings = drive.window.settings
    count = len(asked)
    # It is so after the next unlocking too.
    with office.here(settings=settings) as drive:
        page, going = shows(drive), unasked(drive)
        assert not going.is_on
        assert len(asked) == count
        page.ways.exchange()
        drive.until(lambda: going.is_on)
        assert drive.seen(texts.say("devices.by_itself_why"))
        assert not drive.window.settings.exchange_held


def test_it_gives_way_to_what_somebody_asks_for(office, monkeypatch, tmp_path) -> None:
    at_pace(monkeypatch, ONCE)
    stick = tmp_path / "stick"
    stick.mkdir()
    with slow(monkeypatch), office.here() as drive:
        errand, page = drive.window.jobs.errand, shows(drive)
        drive.until(lambda: errand.is_on and errand.by_itself)
        # What it does greys nothing.
        assert page.ways.write.go.isEnabled()
        page.ways.write_into(stick)
        assert drive.seen(texts.say("sync.written"))
        assert len(list(stick.glob("*.bundle"))) == 1


def test_nothing_goes_over_a_line_under_the_cover(office, monkeypatch, asked) -> None:
    at_pace(monkeypatch, SHORT)
    with office.here() as drive:
        going, heard = unasked(drive), ends(drive)
        drive.until(lambda: heard)
        drive.until(lambda: not drive.window.jobs.errand.is_on)
        drive.window.perform("practise_hide")
        count, looks = len(asked), []
        going._timer.timeout.connect(lambda: looks.append(len(asked)))
        drive.until(lambda: len(looks) > 30)
        assert set(looks) == {count}
        drive.window.hide_now()
        drive.until(lambda: len(asked) > count)


def test_hiding_stops_what_goes_on_and_begins_nothing(office, monkeypatch) -> None:
    at_pace(monkeypatch, ONCE)
    with slow(monkeypatch), office.here() as drive:
        window, errand = drive.window, drive.window.jobs.errand
        drive.until(lambda: errand.is_on and errand.by_itself)
        window.hide_now()
        drive.until(lambda: drive.left)
        assert drive.left == ["hide"]
        assert not errand.is_on
        assert window.workbook is None


def test_a_removed_laptop_asks_no_more(office, monkeypatch, asked) -> None:
    at_pace(monkeypatch, SHORT)
    office.first.post.membership.revoke(office.second.unlocked().store_id)
    syncs(office.first.post)
    with window_of(office.second.home, office.second.workbook, office.clock) as drive:
        going = unasked(drive)
        drive.until(lambda: not going.is_on)
        assert asked
        assert drive.window.settings.exchange_held
        assert calm(drive)
