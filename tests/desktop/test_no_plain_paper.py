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
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QLineEdit
from vaults import HOUSE
from walking import settle

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
    for name in ("out", "printer"):
        (tmp_path / name).mkdir()
    return tmp_path


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


def print_into(drive, target: Path) -> None:
    """Print as on a printer; what such a printer puts out is no file of ours."""
    drive.press("Ctrl+P")
    asking = dialog(drive, QPrintDialog)
    asking.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    asking.printer().setOutputFileName(str(target))
    asking.accepted.emit(asking.printer())
    drive.until(target.exists)
    drive.until(drive.page.view.bar.saves.isEnabled)


def test_a_letter_is_looked_at_and_saved_and_printed_and_lies_nowhere_in_plain(
    template, room
) -> None:
    home = room / "home"
    desks = Desks(template, home, Clock())
    case = desks.visit()
    desks.agree(case)
    service = desks.services()["Example Clinic A"]
    desks.close()
    target = room / "printer" / "out"
    watch = PlainWatch(room / "places", room / "out", home)
    with watch, open_window(template, home, clock=desks.clock) as drive:
        assert look(drive, case, service).startswith(b"%PDF")
        path, words = save(drive, room / "out")
        print_into(drive, target)
    assert path in watch.seen
    for content in watch.seen.values():
        with pikepdf.open(io.BytesIO(content), password=words) as pdf:
            assert pdf.is_encrypted
    ours = {path.parent, home}
    told = [Path(one) for one in watch.opened if Path(one).is_absolute()]
    inside = [one for one in told if room in one.parents and one != target]
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
    printed = [one for one in places if one.parent.name == "printer"]
    assert len(saved) == 1
    assert set(places) == {*saved, *printed}
