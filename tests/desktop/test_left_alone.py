"""Whoever locks the screen, leaves her session or lets the laptop sleep locks the workbook."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from socket import AF_UNIX, socket

import pytest
from asking import assessment, with_form
from doors import door
from drive import open_window
from login import (
    LOGIN,
    LOGIN_PATH,
    OTHER,
    OWN,
    PROPERTIES,
    SAVERS,
    System,
    bus,
    needs_a_bus,
    silent_bus,
)
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest

from desktop.app import hear_who_leaves
from desktop.frame.cover import Cover
from desktop.safety.buses import answering, leave_silent
from desktop.safety.left_alone import LeftAlone

HERE = Path(__file__).parents[2]
MANAGER, SESSION = f"{LOGIN}.Manager", f"{LOGIN}.Session"
# Longer than the bus takes to bring anything.
A_WHILE_MS = 300
XVFB = shutil.which("Xvfb")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="told so on Linux")


@pytest.fixture
def system(monkeypatch):
    with bus() as address:
        for name in ("SYSTEM", "SESSION"):
            monkeypatch.setenv(f"DBUS_{name}_BUS_ADDRESS", address)
        yield System(address)


@pytest.fixture(scope="module")
def with_assessment(template, tmp_path_factory):
    return with_form(template, tmp_path_factory.mktemp("forms") / "home", assessment())


@pytest.fixture
def drive(system, with_assessment, tmp_path):
    with open_window(with_assessment, tmp_path / "home") as drive:
        hear_who_leaves(drive.window)
        drive.until(lambda: system.manager.asked)
        QTest.qWait(A_WHILE_MS)
        yield drive


def screen(name):
    return lambda system: system.says("/of/any/path", name, "ActiveChanged", True)


def is_locked(drive):
    return bool(drive.left) and isinstance(drive.window._stack.currentWidget(), Cover)


LEAVES = {
    "another session is in front": lambda system: system.turns(system.own, OWN, in_front=False),
    "its screen is locked": lambda system: system.turns(system.own, OWN, locked=True),
    "it is to lock": lambda system: system.says(OWN, SESSION, "Lock"),
    "it goes to sleep": lambda system: system.says(LOGIN_PATH, MANAGER, "PrepareForSleep", True),
} | {name: screen(name) for name in SAVERS}


@needs_a_bus
@pytest.mark.parametrize("leaves", LEAVES.values(), ids=LEAVES)
def test_whoever_leaves_finds_it_locked_and_what_was_typed_kept(drive, system, leaves):
    """Only the time without a key counted: for minutes it was open to whoever sat down."""
    office, answers = drive.office, {"limits_explained": "yes"}
    case = drive.asked(lambda: office.answers.record(None, "intake", answers, "en").case_code)
    drive.go("form", case, "own_assessment")
    drive.until(lambda: drive.page.view is not None)
    drive.type("a quiet day")
    # Before it ends the store is closed.
    said = []
    closing = drive.window.workbook.close
    drive.window.workbook.close = lambda: (said.extend(typed_in(office, case)), closing())
    leaves(system)
    drive.until(lambda: drive.left)
    assert is_locked(drive)
    assert set(drive.left) == {"lock"}
    assert drive.window.workspace is None
    assert "a quiet day" in said


def typed_in(office, case):
    """Return what stands in the drafts of a case."""
    drafts = [one for one in office.filling.drafts() if one.case_code == case]
    return [
        value for one in drafts for value in office.filling.carry_on(one.id).doc.values.values()
    ]


def of_no_concern(system):
    system.says("/of/any/path", SAVERS[0], "ActiveChanged", False)
    system.says(LOGIN_PATH, MANAGER, "PrepareForSleep", False)
    system.says(OWN, SESSION, "Unlock")
    system.turns(system.own, OWN, in_front=True, locked=False)


def of_another_session(system):
    system.turns(system.other, OTHER, in_front=False, locked=True)
    system.says(OTHER, SESSION, "Lock")


def of_a_stranger(system):
    stranger = system.stranger
    system.says(OWN, SESSION, "Lock", by=stranger)
    system.says(LOGIN_PATH, MANAGER, "PrepareForSleep", True, by=stranger)
    system.says("/of/any/path", SAVERS[1], "ActiveChanged", True, by=stranger)


def of_another_kind(system):
    """What the name of a signal promises and its words do not keep."""
    for words in ("yes", 1, [True], {"a": True}):
        system.says("/of/any/path", SAVERS[0], "ActiveChanged", words)
        system.says(LOGIN_PATH, MANAGER, "PrepareForSleep", words)
        system.says(OWN, PROPERTIES, "PropertiesChanged", words)
        system.says(OWN, PROPERTIES, "PropertiesChanged", SESSION, words, words)


@needs_a_bus
@pytest.mark.parametrize(
    "said", [of_no_concern, of_another_session, of_a_stranger, of_another_kind]
)
def test_nothing_else_that_is_said_covers_anything(drive, system, said):
    said(system)
    QTest.qWait(A_WHILE_MS)
    assert drive.left == []
    assert drive.window.workspace.isVisible()


@needs_a_bus
def test_nothing_that_is_said_opens_what_is_locked(drive, system):
    system.says(OWN, SESSION, "Lock")
    drive.until(lambda: drive.left)
    for said in (of_no_concern, of_another_session, of_a_stranger, of_another_kind):
        said(system)
        QTest.qWait(A_WHILE_MS)
    assert is_locked(drive)
    assert (drive.window.workspace, drive.window.workbook) == (None, None)


@needs_a_bus
def test_a_sleep_waits_for_the_lock_and_says_nothing_of_what_waits(drive, system):
    assert system.manager.asked == [("sleep", "workbook", "workbook", "delay")]
    assert system.manager.waits()
    system.says(LOGIN_PATH, MANAGER, "PrepareForSleep", True)
    drive.until(lambda: drive.left)
    # Here the program goes on; what has locked ends, and with it what it holds.
    assert system.manager.waits()


@needs_a_bus
def test_where_nothing_is_open_no_sleep_is_held_up_twice(system):
    nobody = QObject()
    LeftAlone(nobody, lambda: False, answering())
    _comes(system.manager.waits)
    for _night in range(2):
        system.says(LOGIN_PATH, MANAGER, "PrepareForSleep", True)
        _comes(lambda: not system.manager.waits())
        system.says(LOGIN_PATH, MANAGER, "PrepareForSleep", False)
        _comes(system.manager.waits)
    assert len(system.manager.asked) == 3


def _comes(true):
    for _step in range(1_000):
        if true():
            return
        QTest.qWait(5)
    raise AssertionError


# What the window is seen with, and what is there once it has heard of somebody.
SEEN = """
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from desktop import app

class Looks(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print("PySide6.QtDBus" in sys.modules, flush=True)
            made.removeEventFilter(self)
            later.start()
        return False

def look():
    if "PySide6.QtDBus" in sys.modules:
        print(True)
        made.quit()

made, looks, later = app.application(), Looks(), QTimer(interval=10)
later.timeout.connect(look)
made.installEventFilter(looks)
sys.exit(app.run(Path(sys.argv[1])))
"""
NOWHERE = ("unix:path=/nowhere", "unix:", "nonsense", "autolaunch:", None)


@pytest.mark.parametrize("address", NOWHERE)
def test_it_is_heard_after_the_window_is_seen_and_where_no_bus_is_nothing_fails(address, tmp_path):
    assert seen(tmp_path, address) == (0, "False\nTrue\n", "")


@pytest.mark.parametrize("first", ["", "unix:path=/nowhere;"])
def test_no_bus_is_asked_that_is_elsewhere(tmp_path, first):
    """Where a bus is may be said so that it leads over the network."""
    with closing(door()) as listens:
        listens.listen()
        listens.setblocking(False)
        address = f"{first}tcp:host=127.0.0.1,port={listens.getsockname()[1]}"
        assert seen(tmp_path, address) == (0, "False\nTrue\n", "")
        with pytest.raises(BlockingIOError):
            listens.accept()


def test_a_silent_bus_holds_up_nothing(tmp_path):
    """Qt waited for its first word without an end, and so did every thread."""
    with silent_bus() as address:
        assert seen(tmp_path, address) == (0, "False\nTrue\n", "")


@pytest.mark.skipif(XVFB is None, reason="no screen without a screen is here")
def test_a_window_is_seen_where_the_bus_of_the_session_is_silent(tmp_path):
    """On a real screen Qt asks it by itself, before there is a window."""
    words = [XVFB, "-displayfd", "1"]
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with silent_bus() as address, subprocess.Popen(words, **told) as screen:
        try:
            display = f":{screen.stdout.readline().decode().strip()}"
            shown = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "XDG_CURRENT_DESKTOP": "GNOME"}
            assert seen(tmp_path, address, **shown)[:2] == (0, "False\nTrue\n")
        finally:
            screen.kill()


def test_a_bus_for_which_too_many_wait_is_silent(monkeypatch):
    with silent_bus(waiting=0) as address, closing(socket(AF_UNIX)) as first:
        first.connect(address.partition("=")[2])
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        assert answering() == ("", "")


@needs_a_bus
@pytest.mark.parametrize("first", ["", "unix:path=/nowhere;", "unix:guid=1,abstract=%2Fnowhere;"])
def test_a_bus_that_answers_is_asked_where_it_is_said_to_be(monkeypatch, first):
    with bus() as one, silent_bus() as other:
        address = first + one.replace("/bus", "%2Fbus")
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", other)
        assert answering() == (address, "")
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        leave_silent()
        assert answering() == (address, address)


def seen(tmp_path, address, **shown):
    """Return how a program ended, and what it said, that was told where its buses are."""
    told = {f"DBUS_{name}_BUS_ADDRESS": address for name in ("SYSTEM", "SESSION") if address}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DBUS")}
    alone = subprocess.run(
        [sys.executable, "-c", SEEN, tmp_path],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=HERE,
        env={**kept, **told, "XDG_RUNTIME_DIR": str(tmp_path), **shown},
    )
    return alone.returncode, alone.stdout, alone.stderr


@needs_a_bus
def test_a_bus_that_ends_takes_nothing_with_it(with_assessment, tmp_path, monkeypatch):
    with ExitStack() as ends:
        address = ends.enter_context(bus())
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        system = System(address)
        with open_window(with_assessment, tmp_path / "home") as drive:
            hear_who_leaves(drive.window)
            drive.until(lambda: system.manager.asked)
            ends.close()
            QTest.qWait(A_WHILE_MS)
            assert drive.left == []
            drive.press("Ctrl+L")
            drive.until(lambda: is_locked(drive))
