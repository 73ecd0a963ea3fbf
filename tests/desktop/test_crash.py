"""A crash report says where, and never what was in sight."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from canary import Watch
from vaults import run_child

from desktop import crash
from desktop.safety import lock

WORD = "Nahla-7f3a"
WATCH = Watch([WORD])
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def now():
    return NOON


# Fifty places: ten ways to stumble over a word, each at five depths.
WAYS = {
    "value": int,
    "key": lambda word: {}[word],
    "attribute": lambda word: getattr(word, word),
    "message": sys.exit,
    "decode": lambda word: word.encode("utf-16-be").decode("ascii") and b"\xff".decode("utf-8"),
    "json": json.loads,
    "date": date.fromisoformat,
    "file": lambda word: Path(word).read_bytes(),
    "type": lambda word: word + 1,
    "unpack": dict,
}


STUMBLES = (RuntimeError, AttributeError, SystemExit, OSError, TypeError)


def stumble(way, depth, word):
    try:
        if depth:
            stumble(way, depth - 1, word + "")
        WAYS[way](word)
    except (ValueError, LookupError) as error:
        raise RuntimeError(f"while {word}") from error


@pytest.mark.parametrize("depth", range(5))
@pytest.mark.parametrize("way", WAYS)
def test_no_word_in_sight_of_an_error_is_in_the_report(way, depth):
    with pytest.raises(STUMBLES) as caught:
        stumble(way, depth, WORD)
    report = crash.describe(caught.value, NOON)
    assert list(WATCH.in_bytes(report.encode(), "report")) == []
    assert report.startswith("2026-03-01T12:00:00Z\nbuiltins.")
    assert f"  {__name__}:" in report


def test_the_report_names_what_the_error_grew_from():
    with pytest.raises(RuntimeError) as caught:
        stumble("value", 0, WORD)
    lines = crash.describe(caught.value, NOON).splitlines()
    assert [line for line in lines if line.startswith("builtins.")] == [
        "builtins.RuntimeError",
        "builtins.ValueError",
    ]


def test_an_error_that_is_its_own_cause_ends():
    error = ValueError(WORD)
    error.__cause__ = other = KeyError(WORD)
    other.__cause__ = error
    assert crash.describe(error, NOON).count("builtins.") == 2


def test_every_hook_writes_to_the_report_and_nothing_to_the_terminal(tmp_path):
    code = (
        "import sys, threading\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from desktop import crash\n"
        "crash.install(Path(sys.argv[1]), lambda: datetime(2026, 3, 1, tzinfo=UTC))\n"
        "word = sys.stdin.read()\n"
        "class Late:\n"
        "    def __del__(self): raise LookupError(word)\n"
        "def in_thread(): raise OSError(word)\n"
        "Late()\n"
        "thread = threading.Thread(target=in_thread)\n"
        "thread.start(); thread.join()\n"
        "raise ValueError(word)\n"
    )
    child = run_child(code, str(tmp_path), text=WORD)
    report = (tmp_path / crash.REPORT).read_text("utf-8")
    assert (child.returncode, child.stdout, child.stderr) == (1, "", "")
    found = [line for line in report.splitlines() if line.startswith("builtins.")]
    assert found == ["builtins.LookupError", "builtins.OSError", "builtins.ValueError"]
    assert list(WATCH.in_bytes(report.encode(), "report")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="reads the zone of a POSIX system")
def test_a_time_zone_that_is_none_shows_no_error_in_full(tmp_path):
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from desktop import crash\n"
        "from desktop.clock import now\n"
        "crash.install(Path(sys.argv[1]), now)\n"
        "raise ValueError(sys.stdin.read())\n"
    )
    zone = {**os.environ, "PYTHONPATH": str(Path(crash.__file__).parents[1]), "TZ": "UTC+25"}
    child = run_child(code, str(tmp_path), text=WORD, env=zone)
    assert (child.returncode, child.stdout, child.stderr) == (1, "", "")
    assert "builtins.ValueError" in (tmp_path / crash.REPORT).read_text("utf-8")


@pytest.fixture
def hooks():
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = before


@pytest.mark.usefixtures("hooks")
def test_the_report_stays_small_and_a_missing_folder_is_no_second_crash(tmp_path):
    report = tmp_path / crash.REPORT
    report.write_bytes(b"x" * (crash._MOST_BYTES + 1))
    crash.install(tmp_path, now)
    sys.excepthook(ValueError, ValueError(WORD), None)
    assert report.read_text("utf-8") == "2026-03-01T12:00:00Z\nbuiltins.ValueError\n\n"
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert report.stat().st_size < 100
    crash.install(tmp_path / "none", now)
    sys.excepthook(ValueError, ValueError(WORD), None)
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_a_hardened_process_leaves_no_dump():
    code = (
        "import ctypes, resource\n"
        "from desktop import crash\n"
        "crash.harden()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    assert run_child(code).stdout == "(0, 0) 0\n"


@pytest.mark.skipif(sys.platform == "win32", reason="asks a POSIX system")
def test_what_a_hardened_process_writes_is_for_its_owner_alone(tmp_path):
    """Also what a library writes for it."""
    code = (
        "from pathlib import Path\n"
        "from desktop import crash\n"
        "crash.harden()\n"
        f"Path({str(tmp_path)!r}, 'paper').write_bytes(b'words')"
    )
    assert run_child(code).returncode == 0
    assert (tmp_path / "paper").stat().st_mode & 0o777 == 0o600


def test_the_waiting_program_ends_with_its_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert lock.wait([sys.executable, "-c", "print('back')"]) == 0
    assert capsys.readouterr().out == "locked\n"
