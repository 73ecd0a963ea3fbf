"""Take pictures of the window of a practice workbook: it is painted off screen, page by page."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

import texts
from desktop import doors
from desktop.app import application
from desktop.exchange.joining import Newcomer, Standing, Waiting
from desktop.frame.places import Place
from desktop.frame.rights import may_open
from desktop.frame.settings import DIGITS, FILE, Settings
from desktop.frame.window import Window
from desktop.pages.first_run.draft import TEAM
from desktop.pages.first_run.page import FirstRunPage
from desktop.pages.joining.page import JoiningPage
from desktop.pages.unlock import UnlockPage
from desktop.pages.way_back import KINDS
from desktop.pictures.pictured import BEFORE, FIGURES, PICTURED, SERVICE
from desktop.saying.words import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from desktop.bootstrap import Workbook

SETTINGS_OF: Final = {
    "light": Settings(theme="light"),
    "dark": Settings(theme="dark"),
    "arabic": Settings(theme="light", language="ar", digits=DIGITS[1]),
    "large": Settings(theme="light", scale=2.0),
    "discreet": Settings(theme="light", discreet=True),
}
_SECONDS: Final = 60
# A page asks again when a first answer has come, and lays itself out a moment later.
_ROUNDS: Final = 3
_MOMENT: Final = 0.06
# What waits until somebody has stopped typing waits less than this, in milliseconds.
_CALM: Final = 1000
_MASKED: Final = "case_masked"
# As long as what six words are made from.
_DIGEST: Final = 32


@dataclass(frozen=True, slots=True)
class Sitting:
    """Whose window is pictured: the folder, who signs in, and what is shown in it."""

    home: Path
    name: str = field(repr=False)
    passphrase: str = field(repr=False)
    case: str = ""
    service: str = ""
    figures: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which pages are wanted, in which looks, and into which folder the pictures go."""

    pages: Collection[str]
    looks: Collection[str]
    folder: Path

    def file(self, name: str, look: str) -> Path:
        """Return where the picture of a page in one look goes."""
        return self.folder / f"{name}-{look}.png"

    def is_there(self) -> bool:
        """Return whether one of the pictures is there already."""
        return any(self.file(name, look).exists() for name in self.pages for look in self.looks)


@dataclass(slots=True)
class Taken:
    """The pictures that were taken, and the pages that this person's role does not open."""

    pictures: list[Path] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


def take(sitting: Sitting, wish: Wish) -> Taken:
    """Take the pictures; the settings of the folder and the language stay what they were."""
    application()
    kept, spoken = _settings_of(sitting.home), texts.current().code
    taken = Taken()
    try:
        for look in wish.looks:
            _take_look(sitting, wish, look, taken)
    finally:
        _put_back(sitting.home, kept)
        texts.use(spoken)
    taken.closed = list(dict.fromkeys(taken.closed))
    return taken


def _take_look(sitting: Sitting, wish: Wish, look: str, taken: Taken) -> None:
    """Take every wanted picture in one look."""
    window = Window(sitting.home, SETTINGS_OF[look], _stay, covered=True)
    troubles: list[Exception] = []
    window.jobs.failed.connect(troubles.append)
    window.show()
    try:
        for name in _steps(window, sitting, wish, taken):
            _rest(window)
            if any(map(_is_of_a_mask, troubles)):
                taken.closed.append(name)
                troubles.clear()
                continue
            if troubles:
                raise troubles[0]
            target = wish.file(name, look)
            if not window.grab().save(str(target)):
                raise Refused("file_not_written", place=target)
            taken.pictures.append(target)
    finally:
        window.close()


def _is_of_a_mask(trouble: Exception) -> bool:
    """Return whether a page of a case stayed shut because whoever is there sees it masked."""
    return getattr(trouble, "code", "") == _MASKED


def _steps(window: Window, sitting: Sitting, wish: Wish, taken: Taken) -> Iterator[str]:
    """Bring the window to one wanted page after the other, and yield the name of each."""
    if any(name in BEFORE for name in wish.pages):
        yield from (name for name in _before(window) if name in wish.pages)
    workbook = _opened(window, sitting)
    workspace = window.workspace
    if workspace is None:
        raise Refused("no_rest")
    left = workspace.here()
    for name, place in _places(sitting):
        if name in wish.pages and may_open(workbook.worker, place.page):
            workspace.show_place(place)
            yield name
        elif name in wish.pages:
            taken.closed.append(name)
    # Whoever signs in next is where she left.
    workspace.show_place(left)


def _before(window: Window) -> Iterator[str]:
    """Bring the window to everything that is seen before unlocking."""
    yield "cover"
    window.show_gate("unlock")
    yield "unlock"
    door = window.gate
    if isinstance(door, UnlockPage):
        door.show_ways()
        yield "ways-back"
        for kind in KINDS:
            door.show_way(kind)
            yield f"way-back-{kind}"
    window.show_gate("first_run")
    first = window.gate
    if isinstance(first, FirstRunPage):
        # As it looks to somebody who has come that far; nothing of it is written anywhere.
        first.draft.office = texts.say("sample.office")
        first.draft.passphrase = first.draft.again = texts.say("sample.words")
        for step, name in enumerate(one for one in BEFORE if one.startswith("first-run")):
            first.draft.step = step
            first.show_step()
            yield name
        yield from _joining(window, first)


def _joining(window: Window, first: FirstRunPage) -> Iterator[str]:
    """Bring the window to what somebody sees who joins a team; nothing is asked or written."""
    first.draft.kind = TEAM
    first.show_step()
    yield "join-ask"
    words = import_module("desktop.exchange.exchanging").six_words(bytes(range(_DIGEST)))
    waiting = Waiting(Newcomer(first.hall.home, "", ""), Standing(words))
    first.hall.draft = waiting
    window.show_gate("joining")
    page = window.gate
    if isinstance(page, JoiningPage):
        yield "join-answer"
        page.ask_anew()
        yield "join-anew"
        waiting.words = words
        page.show_next()
        yield "join-compare"
        waiting.words, waiting.standing = "", Standing("", belongs=True, has_server=True)
        page.show_next()
        yield "join-meet"


def _places(sitting: Sitting) -> Iterator[tuple[str, Place]]:
    """Yield every page behind the door with its name; without a case those of no case."""
    for name, page in PICTURED.items():
        known = {SERVICE: sitting.service, FIGURES: sitting.figures}
        subject = known.get(page.subject, page.subject)
        lacking = (page.of_case and not sitting.case) or (page.subject == SERVICE and not subject)
        if not lacking:
            yield name, Place(page.page, sitting.case if page.of_case else "", subject)


def _opened(window: Window, sitting: Sitting) -> Workbook:
    """Sign in at the window, on the store's own thread; return the workbook."""
    opened = window.jobs.last(
        lambda: doors.open_workbook(sitting.home, sitting.name, sitting.passphrase)
    )
    window.open(opened.workbook)
    _until(lambda: window.workspace is not None)
    return opened.workbook


def _rest(window: Window) -> None:
    """Let the window work until all have answered, and what they answered is seen."""
    for _ in range(_ROUNDS):
        # What is shown now may ask the next thing a moment later.
        end = time.monotonic() + _MOMENT
        while time.monotonic() < end:
            application().processEvents()
        _until(lambda: window.jobs.idle and _is_calm(window))
    application().processEvents()


def _is_calm(window: Window) -> bool:
    """Return whether nothing waits a moment before it begins, as the page of a letter does."""
    return not any(
        timer.isActive() and timer.isSingleShot() and timer.interval() < _CALM
        for timer in window.findChildren(QTimer)
    )


def _until(true: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + _SECONDS
    while not true():
        application().processEvents()
        if time.monotonic() > end:
            raise Refused("no_rest")


def _stay(_how: str) -> None:
    """Stay: nobody hides or locks a window that nobody sees."""


def _settings_of(home: Path) -> bytes | None:
    file = home / FILE
    return file.read_bytes() if file.exists() else None


def _put_back(home: Path, kept: bytes | None) -> None:
    """Give a folder back the settings it had; pictures are taken in looks of their own."""
    if kept is None:
        (home / FILE).unlink(missing_ok=True)
    else:
        (home / FILE).write_bytes(kept)
