"""Looking at a letter, saving it and printing it: no plain paper is written anywhere on the way."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from drive import open_window
from make import Clock, Desks
from plain_watch import STRACE, PlainWatch, papers_written, traced
from print_queue import FOLDER, LACKING, print_queue
from printing_by_key import print_there
from PySide6.QtWidgets import QFileDialog, QLineEdit
from vaults import HOUSE
from walking import settle

from desktop.parts import spooling

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders of other systems")
PLACES = (
    *("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"),
    *("XDG_STATE_HOME", "XDG_RUNTIME_DIR"),
)
STORY = "test_a_letter_is_looked_at_and_saved_and_printed_and_lies_nowhere_in_plain"


@pytest.fixture
def room(tmp_path, monkeypatch):
    """Give folders of our own for all that a program might write to."""
    for name in PLACES:
        (tmp_path / "places" / name).mkdir(parents=True)
        monkeypatch.setenv(name, str(tmp_path / "places" / name))
    (tmp_path / "out").mkdir()
    return tmp_path


@pytest.fixture
def queue(monkeypatch):
    """Give a printer, if this machine can have one; what its queue keeps is no file of ours."""
    if LACKING:
        yield None
        return
    with print_queue() as queue:
        monkeypatch.setenv("CUPS_SERVER", queue.door)
        yield queue


def dialog(drive, kind):
    shown = []
    drive.until(
        lambda: shown.extend(d for d in drive.window.findChildren(kind) if d.isVisible()) or shown
    )
    return shown[0]


def look(drive, case, service) -> bytes:
    """Look at the letter until its page is drawn, and return what is shown."""
    drive.go("letter", case, service)
    drive.until(lambda: drive.page.view is not None and drive.page.view.paper._fresh)
    drive.rest()
    return drive.page.view.paper.pdf()


def save(drive, folder: Path) -> tuple[Path, str]:
    words = drive.page.view.protection.passphrase()
    drive.press("Ctrl+Return")
    asking = dialog(drive, QFileDialog)
    asking.findChild(QLineEdit).setText(str(folder))
    asking.accept()
    settle()
    drive.until(lambda: list(folder.glob("*.pdf")))
    drive.until(drive.page.view.bar.saves.isEnabled)
    (path,) = folder.glob("*.pdf")
    return path, words


def print_on(drive, queue) -> None:
    drive.press("Ctrl+P")
    print_there(drive)
    drive.until(queue.printed)
    drive.until(drive.page.view.bar.saves.isEnabled)


def on_its_way(path: Path) -> bool:
    """Return whether a paper lies where printing may write it: in memory, for a moment."""
    room = path.parent.parent
    ours = room.name == "XDG_RUNTIME_DIR" or room == Path(spooling._OF_THE_MACHINE)
    return ours and spooling._is_in_memory(str(room))


def of_queue(path: Path) -> bool:
    return any(part.startswith(FOLDER) for part in path.parts)


def test_a_letter_is_looked_at_and_saved_and_printed_and_lies_nowhere_in_plain(
    template, queue, room
) -> None:
    home = room / "home"
    desks = Desks(template, home, Clock())
    case = desks.visit()
    desks.agree(case)
    service = desks.services()["Example Clinic A"]
    desks.close()
    watch = PlainWatch(room / "places", room / "out", home)
    with watch, open_window(template, home, clock=desks.clock) as drive:
        assert look(drive, case, service).startswith(b"%PDF")
        path, words = save(drive, room / "out")
        if queue is not None:
            print_on(drive, queue)
    assert path in watch.seen
    for place, content in watch.seen.items():
        if on_its_way(place):
            continue
        with pikepdf.open(io.BytesIO(content), password=words) as pdf:
            assert pdf.is_encrypted
    ours = {path.parent, home}
    told = [Path(one) for one in watch.opened if Path(one).is_absolute()]
    inside = [one for one in told if room in one.parents]
    # A file that has no name yet is opened by its folder.
    far = [one for one in inside if one not in ours and home not in one.parents]
    assert [one for one in far if one.parent not in ours] == []
    assert [one for one in told if one.suffix == ".pdf"] == []
    assert [one for one in told if one.suffix == ".part" and one.parent != path.parent] == []


@pytest.mark.skipif(STRACE is None, reason="strace is not installed here")
def test_no_call_of_the_system_writes_it_elsewhere_either(tmp_path) -> None:
    log, inner = tmp_path / "calls", tmp_path / "inner"
    paths = os.pathsep.join([str(HOUSE), str(HOUSE / "tests" / "kit")])
    story = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]
    story += [f"--basetemp={inner}", f"{__file__}::{STORY}"]
    done = subprocess.run(
        [*traced(log), *story],
        cwd=HOUSE,
        env=os.environ | {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    places = [Path(one) for one in papers_written(log)]
    saved = [one for one in places if one.parent.name == "out" and one.suffix != ".pdf"]
    printed = [one for one in places if on_its_way(one) or of_queue(one)]
    assert len(saved) == 1
    assert set(places) == {*saved, *printed}
