"""What is not shown as it was written is found while nobody works, and built anew when asked."""

from __future__ import annotations

import pytest
from laptop_pair import Office, shows
from walking import complaints

import texts
from casework.team.worker import Role
from db.guards.lifting import lifted
from desktop.exchange import rechecked
from desktop.frame.rechecking import QUIET
from desktop.frame.rechecking import Rechecking as Quietly
from desktop.frame.settings import Settings

WRONG = "EX behind the back"
KEPT = 'select count(*) from "aside_row"'


@pytest.fixture
def office(template, tmp_path):
    return Office.begun(template, tmp_path, Role.SUPERVISOR)


RENAMED = "update service set name = 'EX behind the back' || hex(id) where kind = 'health'"
UNREADABLE = "update service set name = cast(x'ff' as text) where kind = 'health'"
OTHER_WORDS = (
    "update op set value = (select max(value) from op where \"table\" = 'service' and kind = 2)"
    " where \"table\" = 'service' and kind = 2"
)


def behind(office, statement=RENAMED):
    """Change rows beside the program."""
    cursor = office.first.store.connection.cursor()
    cursor.execute("begin")
    with office.first.store.connection, lifted(cursor):
        cursor.execute(statement)
        assert cursor.rowcount > 1


def looks(drive, quiet=QUIET):
    """Let it be quiet until all was looked through, or as long as it is not; return the steps."""
    steps = []
    watcher = Quietly(drive.window, drive.window.workspace.room, lambda: quiet)
    asked = drive.window.jobs.try_to
    watcher._room.jobs.try_to = lambda *what: steps.append(what) or asked(*what)
    try:
        while True:
            before = len(steps)
            watcher.look()
            drive.rest()
            over = watcher._timer.interval() > 1_000 or not watcher._timer.isActive()
            if len(steps) == before or over:
                return len(steps)
    finally:
        watcher._room.jobs.try_to = asked
        watcher.deleteLater()


def names(drive):
    return {one.name for one in drive.asked(drive.office.services.all)}


def test_it_is_looked_for_only_while_nobody_works(office) -> None:
    behind(office)
    with office.here() as drive:
        page = shows(drive)
        assert looks(drive, quiet=QUIET - 1) == 0
        assert drive.window._idle.quiet < QUIET
        assert not page.mending.isVisible()
        assert looks(drive) > 1
        # A week has to go by before it is begun anew.
        assert looks(drive) == 1
        chip = drive.window.workspace.top.exchange
        drive.until(lambda: chip.text() == texts.say("exchange.needs_you"))
        drive.until(page.mending.isVisible)
        assert drive.seen(texts.plural("mend.number", 2))
        assert drive.seen(texts.say("mend.shared"))


def test_it_is_built_anew_once_that_is_asked_twice(office) -> None:
    behind(office)
    with office.here() as drive:
        page = shows(drive)
        looks(drive)
        drive.until(page.mending.isVisible)
        assert any(name.startswith(WRONG) for name in names(drive))
        what = texts.say("mend.shared")
        drive.tab_to(texts.say("mend.do_name", what=what))
        drive.press("Space")
        assert drive.seen(texts.say("mend.means"))
        drive.tab_to(texts.say("mend.yes_name", what=what))
        drive.press("Space")
        assert drive.seen(texts.plural("mend.done", 2))
        drive.rest(6)
        assert not any(name.startswith(WRONG) for name in names(drive))
        assert page.mending.buttons == []
        found = drive.asked(lambda: rechecked.rechecked(drive.window.workbook))
        assert (found.strayed, found.aside) == ((), 2)
        assert drive.stands("2")
        chip = drive.window.workspace.top.exchange
        drive.until(lambda: chip.text() != texts.say("exchange.needs_you"))


def test_where_what_was_written_is_not_whole_nothing_is_offered(office) -> None:
    behind(office, OTHER_WORDS)
    with office.here() as drive:
        page = shows(drive)
        looks(drive)
        drive.until(page.mending.isVisible)
        found = drive.asked(lambda: rechecked.rechecked(drive.window.workbook))
        assert [one.number for one in found.strayed] == [one.lost for one in found.strayed]
        assert drive.seen(texts.plural("mend.lost", found.strayed[0].lost))
        assert page.mending.buttons == []


def test_what_can_not_be_read_is_told_of_once(office) -> None:
    behind(office, UNREADABLE)
    with office.here() as drive:
        told = []
        drive.window.jobs.failed.connect(told.append)
        assert looks(drive) >= 1
        assert len(told) == 1


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        (Settings(), (1366, 768)),
        (Settings(language="ar", scale=2.0, theme="dark"), (1024, 640)),
    ],
    ids=["usual", "arabic-large"],
)
def test_nothing_is_cut_or_nameless(office, settings, size) -> None:
    behind(office)
    with office.here(settings=settings) as drive:
        drive.window.resize(*size)
        page = shows(drive)
        looks(drive)
        drive.until(page.mending.isVisible)
        page.mending.buttons[0].click()
        drive.rest()
        assert complaints(drive.window) == []
