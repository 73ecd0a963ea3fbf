"""Open the window: Qt, the fonts, the settings of this laptop, and what follows a lock."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from functools import partial
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Final

# Before anything of Qt: its hook would read the text of all that is imported after it.
from desktop.frame.settings import load

# isort: split
from PySide6.QtCore import QLoggingCategory, QSettings, Qt
from PySide6.QtWidgets import QApplication, QGestureRecognizer

from desktop import doors
from desktop.beside.tidying import Tidying
from desktop.frame.window import Window
from desktop.homes import MAKING, is_going
from desktop.look.fonts import load_fonts
from desktop.parts.copied import Copied
from desktop.parts.seen import FirstPaint
from desktop.parts.voiced import call_by_kind
from desktop.program import OURS
from desktop.safety.disk import look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.bootstrap import Workbook
    from desktop.safety.buses import Buses

_NAME = "workbook"
_STYLE = "Fusion"
_SECONDS_TO_STAND = 5
# Further than any screen is wide.
_NEVER_DRAGGED = 1_000_000
# After a workbook has left before a journey.
_AWAY = "away"
_HEAVY: Final = (
    "desktop.bootstrap",
    "desktop.saying.words",
    "desktop.practice.practising",
    "texts.dates",
    "forms.codelists",
    # What turns a passphrase into the key.
    "cryptography.hazmat.primitives.kdf.argon2",
    "nacl.secret",
    "nacl.signing",
    # The frame, and the pages that people come to first.
    "desktop.frame.greeting",
    "desktop.frame.rechecking",
    "desktop.frame.workspace",
    "desktop.pages.today.page",
    "desktop.pages.cases.page",
)


def application() -> QApplication:
    """Return the one application object, with our fonts and style."""
    known = QApplication.instance()
    if isinstance(known, QApplication):
        if known.applicationName() == _NAME:
            return known
        known.setStyle(_STYLE)
    if known is None and sys.platform == "linux":
        import_module("desktop.safety.buses").leave_silent()
    # By a word to Qt: what it hands back to whoever sets a style is costly to make.
    made = known if isinstance(known, QApplication) else QApplication([_NAME, "-style", _STYLE])
    # A name that says nothing; it is seen in lists of programs.
    made.setApplicationName(_NAME)
    # Panning with two fingers is for screens that are touched. Were it there, Qt would tell our
    # ears of its manager at each list, and the first time of every kind of thing it has.
    QGestureRecognizer.unregisterRecognizer(Qt.GestureType.PanGesture)
    # As long as something is dragged Qt keeps all keys to itself, also the one that hides.
    made.setStartDragDistance(_NEVER_DRAGGED)
    load_fonts()
    call_by_kind()
    keep_no_folders()
    Tidying(made)
    Copied(made)
    return made


def keep_no_folders() -> None:
    """Let dialogs write no folders down where the system has a file for that."""
    whose = QSettings.Scope.UserScope
    QSettings.setPath(QSettings.Format.NativeFormat, whose, os.devnull)


def hear_nothing_of_qt() -> None:
    """Let Qt say nothing of what it reads, on no terminal and in no journal of the system.

    Of a picture it warns by the name in its profile. Why Qt can not begin is still told.
    """
    QLoggingCategory.setFilterRules("*=false")


def run(home: Path, *, after: str = "", signed_in: tuple[str, str] | None = None) -> int:
    """Open the window and stay until it is closed; return the exit status.

    `after` is "hide", "lock" or "away" in a program that stands in for one that has just ended;
    `signed_in` names somebody and the file with her passphrase.
    """
    made = application()
    hear_nothing_of_qt()
    if is_going(home):
        import_module("desktop.safety.panic").finish(home)
    if (home / MAKING).is_dir():
        import_module("desktop.founding").clear(home)
    settings, told = load(home), None
    if after == _AWAY and sys.stdin is not None:
        settings, told = import_module("desktop.frame.away").read_line(sys.stdin.readline())
    window = Window(home, settings, leave, covered=after == "hide", away=told)
    seen = FirstPaint(window)
    seen.seen.connect(partial(_warm, window))
    seen.seen.connect(partial(_look_at_disk, window))
    seen.seen.connect(partial(hear_who_leaves, window))
    if signed_in is not None:
        seen.seen.connect(partial(_sign_in, window, *signed_in))
    window.show()
    if after:
        # Whoever started this program waits for its first picture before it ends, though not long.
        made.processEvents()
        with suppress(OSError):
            os.write(sys.stdout.fileno(), b"standing\n")
    return made.exec()


def leave(how: str) -> None:
    """Go from the folder where the window stands now; another may have been opened meanwhile."""
    for window in QApplication.topLevelWidgets():
        if isinstance(window, Window):
            if how == "panic":
                import_module("desktop.safety.panic").panic(window.home)
            hand_over(window.home, how, _told(window) if how == _AWAY else "")


def _told(window: Window) -> str:
    """Return what the program that stands in says of a workbook that has just left."""
    line: str = import_module("desktop.frame.away").line_of(window.away, window.settings)
    return line


def _warm(window: Window) -> None:
    """Import what opening needs while nobody waits for it; opening itself queues behind."""
    window.jobs.try_to(window, warm, _nothing, window.jobs.failed.emit)


def warm() -> None:
    """Import what opening a workbook needs, while somebody is typing a name."""
    for name in _HEAVY:
        import_module(name)
    import_module("desktop.bootstrap").warm()


def _look_at_disk(window: Window) -> None:
    """Look whether the disk is encrypted; whoever opens a workbook does not wait for it."""
    window.jobs.draw(window, look, partial(setattr, window, "disk"))


def hear_who_leaves(window: Window) -> None:
    """Lock as soon as the system says that somebody leaves; it says so on Linux."""
    if sys.platform != "linux":
        return
    answering = import_module("desktop.safety.buses").answering
    window.jobs.draw(window, answering, partial(_hear_buses, window))


def _hear_buses(window: Window, buses: Buses) -> None:
    # Qt may be there without what it speaks to buses with.
    with suppress(ImportError):
        heard = import_module("desktop.safety.left_alone").LeftAlone
        alone = heard(window, lambda: window.workspace is not None, buses)
        alone.left.connect(window.lock_now)


def _sign_in(window: Window, name: str, file: str) -> None:
    """Open the workbook for somebody who need not type."""
    act = partial(_open_by_file, window.home, name, file)
    window.jobs.try_to(window, act, window.open, window.jobs.failed.emit)


def _open_by_file(home: Path, name: str, file: str) -> Workbook:
    """Open the workbook for a person whose passphrase is the first line of a file."""
    secrets = import_module("desktop.desk").Secrets(file, sys.stdin or io.StringIO())
    return doors.open_workbook(home, name, secrets.next("passphrase")).workbook


def _nothing(_done: None) -> None:
    """Do nothing more."""


def hand_over(home: Path, how: str, told: str = "") -> None:
    """Let a fresh program that knows only what it is told stand in this one's place, and end.

    Its cover is seen before this one's goes, so that nothing flickers. The memory of this
    process goes back to the system as a whole: nothing that was read stays anywhere.
    """
    # Whoever has hidden does not wait for a slow stick, and nothing half-written stays on it.
    taking_away = _aside(import_module("desktop.safety.half_written").abandon)
    try:
        _stand_in(home, how, told)
    finally:
        taking_away.join(_SECONDS_TO_STAND)
        # Another may have been begun meanwhile.
        _aside(import_module("desktop.safety.half_written").abandon).join(_SECONDS_TO_STAND)
        # Also where none could be started: a window that is gone is hidden too.
        os._exit(0)


def _stand_in(home: Path, how: str, told: str) -> None:
    """Start a fresh program, and wait until it is seen."""
    command = [*OURS, "--home", str(home), "--after", how]
    # Imported by whoever leaves: nobody who comes needs it.
    running = import_module("subprocess")
    hears = running.PIPE if told else None
    fresh = running.Popen(command, stdin=hears, stdout=running.PIPE, start_new_session=True)
    if fresh.stdin is not None:
        # Unlike a command it is seen by nobody else, and it is on no disk.
        with suppress(OSError), fresh.stdin:
            fresh.stdin.write(told.encode())
    if fresh.stdout is not None:
        _aside(fresh.stdout.readline).join(_SECONDS_TO_STAND)


def _aside(act: Callable[[], object]) -> Thread:
    """Begin something that may take longer than this program has."""
    begun = Thread(target=act, daemon=True)
    begun.start()
    return begun
