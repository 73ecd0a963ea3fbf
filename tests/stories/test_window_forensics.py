"""A laptop taken, hidden or destroyed before: no word is on its disk or in any memory of ours."""

from __future__ import annotations

import io
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from canary import Watch
from office_day import Office
from vaults import HOUSE

from db.vault.keys import KEYS, PREVIOUS_KEYS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
PATIENCE_SECONDS = 60


class WindowDay(Office):
    """The same office, with a window open on one case."""

    def open_window(self, case, typed):
        profile, temporary = str(self.folders["profile"]), str(self.folders["temporary"])
        places = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
        environment = dict.fromkeys(places, profile)
        environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"), temporary)
        paths = os.pathsep.join([str(HOUSE), str(HOUSE / "tests" / "kit")])
        self.window = subprocess.Popen(
            [
                sys.executable,
                str(HOUSE / "tests" / "kit" / "window_day.py"),
                str(self.folders["home"] / "workbook"),
                self.who[1],
                case,
                typed,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=self.folders["here"],
            env={
                **os.environ,
                **environment,
                "PYTHONPATH": paths,
                "QT_QPA_PLATFORM": "offscreen",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )
        self.window.stdin.write(self.secret)
        self.window.stdin.flush()
        assert self.window.stdout.readline() == "typed\n"

    def processes(self):
        """Return the processes that were started for this office, by the folder they all know."""
        mark = str(self.folders["profile"]).encode()
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                if mark in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def found_in_memory(self):
        watch = Watch([*self.words, self.secret.strip()])
        return {hit.word for pid in self.processes() for hit in watch.in_process(pid)}

    def keep(self, file):
        """Keep a file with the case, and look at it."""
        self.window.stdin.write(f"keep {file}\n")
        self.window.stdin.flush()
        assert self.window.stdout.readline() == "kept\n"

    def hide(self):
        self.window.stdin.write("hide\n")
        self.window.stdin.flush()
        self.window.wait(timeout=PATIENCE_SECONDS)

    def panic(self):
        self.window.stdin.write("panic\n")
        self.window.stdin.flush()
        self.window.wait(timeout=PATIENCE_SECONDS)

    def end(self):
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        for _step in range(200):
            if not self.processes():
                return
            time.sleep(0.01)


@pytest.fixture
def day(tmp_path):
    day = WindowDay(tmp_path)
    yield day
    day.end()
    day.window.stdin.close()
    day.window.stdout.close()


def test_while_the_window_is_hidden_nothing_is_found_on_disk_or_in_memory(day):
    visit = day.visit()
    case = day.facts("record", "new", "intake", "--answers", "-", typed=visit)["case"]
    typed = f"own-{secrets.token_hex(6)}"
    day.open_window(case, f"The person\u2019s own words={typed}")
    day.words.append(typed)
    # What is looked for is there to be found while the window is open.
    assert typed in day.found_in_memory()
    assert day.found() == set()

    day.hide()

    assert len(day.processes()) == 1
    assert day.found_in_memory() == set()
    assert day.found() == set()
    settings = (day.folders["home"] / "workbook" / "window.json").read_text("utf-8")
    assert case not in settings


def packed(words):
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("inside.xml", words)
    return made.getvalue()


def test_of_files_that_were_kept_and_looked_at_nothing_is_found_but_in_the_store(day, tmp_path):
    case = day.facts("record", "new", "intake", "--answers", "-", typed=day.visit())["case"]
    day.open_window(case, "The person\u2019s own words=x")
    stick = tmp_path / "stick"
    stick.mkdir()
    shown = day.plant("message")
    for ending, made in (("txt", str.encode), ("docx", packed), ("html", str.encode)):
        word = shown if ending == "txt" else day.plant("inside")
        file = stick / f"{day.plant('name')}-{'n' * 200}.{ending}"
        file.write_bytes(made(word))
        day.keep(file)
        file.unlink()
    assert shown in day.found_in_memory()
    assert day.found() == set()

    day.hide()

    assert day.found_in_memory() == set()
    assert day.found() == set()
    assert list(stick.iterdir()) == []


def test_whoever_takes_the_laptop_after_three_presses_has_nothing(day, tmp_path):
    case = day.facts("record", "new", "intake", "--answers", "-", typed=day.visit())["case"]
    typed = f"own-{secrets.token_hex(6)}"
    day.open_window(case, f"The person\u2019s own words={typed}")
    day.words.append(typed)
    assert typed in day.found_in_memory()
    home = day.folders["home"] / "workbook"
    slots = {name: (home / name).read_bytes() for name in (KEYS, PREVIOUS_KEYS)}
    disk = tmp_path / "disk"
    disk.mkdir()
    for name in slots:
        os.link(home / name, disk / name)

    day.panic()

    # The program has ended, and with it what was read; the keys are not where they lay.
    assert not any((home / name).exists() for name in slots)
    for name, data in slots.items():
        assert len((disk / name).read_bytes()) == len(data)
        assert data[-64:] not in (disk / name).read_bytes()
    assert day.found_in_memory() == set()
    # Another program removes what takes longer, and ends as well.
    for _step in range(PATIENCE_SECONDS * 100):
        if not day.processes():
            break
        time.sleep(0.01)
    assert not home.exists()
    assert day.found() == set()
