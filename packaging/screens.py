"""Leave a picture of every screen of a workbook: light, dark, Arabic, and with text twice as large.

Run with the folder of a workbook, a name and the code of a case; the passphrase is the first
line of standard input. Nothing is shown on the display: the window is painted off screen.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from desktop import doors
from desktop.app import application
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.frame.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOOKS = {
    "light": Settings(),
    "dark": Settings(theme="dark"),
    "arabic": Settings(language="ar"),
    "large": Settings(scale=2.0),
}
SECTIONS = (
    *("action_plan", "assessment", "closure", "conference", "follow_up", "note", "safety_plan"),
    "service_given",
)
SECONDS = 60
MOMENT = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """The case whose pages are pictured, and the service a letter goes to."""

    code: str
    service: str


def screens(case: Case) -> Iterator[tuple[str, Place]]:
    """Yield every page with its name, in the order of the guide."""
    yield "today", Place("today")
    yield "cases", Place("cases")
    yield "case", Place("case", case.code)
    yield "episodes", Place("episodes", case.code)
    yield "exploiters", Place("exploiters", case.code)
    yield "legal", Place("legal", case.code)
    for section in SECTIONS:
        yield section.replace("_", "-"), Place("entries", case.code, section)
    yield "form", Place("form", case.code, "intake")
    yield "consent", Place("consent", case.code, case.service)
    yield "letter", Place("letter", case.code, case.service)
    yield "history", Place("history", case.code)
    yield "erasure", Place("erasure", case.code)
    yield "attachments", Place("attachments", case.code)
    yield "letters", Place("letters")
    yield "referrals", Place("referrals", case.code)
    yield "services", Place("services")
    yield "service", Place("service", "", case.service)
    yield "unrecorded", Place("unrecorded")
    yield "handing", Place("handing", case.code)
    yield "pairs", Place("pairs")
    yield "team", Place("team")
    yield "settings", Place("settings")
    yield "retention", Place("retention")
    yield "backups", Place("backups")
    yield "bringing", Place("bringing")
    yield "help", Place("help")
    yield "guide", Place("help", "", "backup")
    yield "keys", Place("help", "", "all-keys")
    yield "treaties", Place("treaties")


def until(true: Callable[[], object]) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + SECONDS
    while not true():
        application().processEvents()
        if time.monotonic() > end:
            raise SystemExit("The window did not come to rest.")


def rest(window: Window) -> None:
    """Let the window work until store and paper have answered."""
    end = time.monotonic() + MOMENT
    while time.monotonic() < end:
        application().processEvents()
    window.jobs.last(lambda: None)
    drawn: list[object] = []
    window.jobs.draw(window, lambda: None, drawn.append)
    until(lambda: drawn)
    application().processEvents()


def picture(window: Window, folder: Path, name: str, look: str) -> None:
    """Leave one picture."""
    rest(window)
    window.grab().save(str(folder / f"{name}-{look}.png"))


def main() -> int:
    """Take all pictures and say how many."""
    home, name, code, service, folder = sys.argv[1:]
    passphrase = sys.stdin.readline().rstrip("\n")
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    application()
    key, case = (Path(home), name, passphrase), Case(code, service)
    taken = sum(pictures_of(look, settings, key, case) for look, settings in LOOKS.items())
    print(taken)
    return 0


def pictures_of(look: str, settings: Settings, key: tuple[Path, str, str], case: Case) -> int:
    """Take the pictures of one look; return how many."""
    home, name, passphrase = key
    out = Path(sys.argv[5])
    window = Window(home, settings, lambda _how: None, covered=True)
    window.show()
    picture(window, out, "cover", look)
    window.show_gate("unlock")
    picture(window, out, "unlock", look)
    window.show_gate("first_run")
    picture(window, out, "first-run", look)
    window.jobs.try_to(
        window,
        lambda: doors.open_workbook(home, name, passphrase).workbook,
        window.open,
        lambda error: sys.exit(f"The workbook did not open: {error}"),
    )
    until(lambda: window.workspace is not None)
    taken = 3
    for screen, place in screens(case):
        window.workspace.show_place(place)
        picture(window, out, screen, look)
        taken += 1
    window.close()
    return taken


if __name__ == "__main__":
    sys.exit(main())
