"""The event log can say codes and ids, and cannot be made to say more."""

from __future__ import annotations

import logging
import secrets
import sys
import zlib
from datetime import UTC, datetime

import pytest
from canary import Watch
from vaults import run_child

from desktop import events
from desktop.events import Event, Events

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORD = "Nahla-7f3a"


def now():
    return NOON


def test_a_line_is_a_moment_a_code_and_ids(tmp_path):
    Events(tmp_path, now).note(Event.PERSON_ADDED, bytes(range(16)), 3)
    text = (tmp_path / events.LOG).read_text("ascii")
    assert text == "2026-03-01T12:00:00Z person_added 000102030405060708090a0b0c0d0e0f 3\n"


@pytest.mark.parametrize(
    "value",
    [WORD, WORD.encode(), [WORD], {WORD: 1}, WORD.encode() * 2, None, 1.5, ValueError(WORD)],
)
def test_whatever_is_no_id_becomes_a_mark(tmp_path, value):
    Events(tmp_path, now).note(Event.REFUSED, value)
    assert (tmp_path / events.LOG).read_text("ascii").endswith(" refused ?\n")


def test_what_is_no_event_cannot_be_noted(tmp_path):
    with pytest.raises(ValueError, match=WORD):
        Events(tmp_path, now).note(WORD)
    assert not (tmp_path / events.LOG).exists()


def test_the_log_turns_over_and_stays_small(tmp_path):
    log = Events(tmp_path, now)
    (tmp_path / events.LOG).write_bytes(b"x" * (events._MOST_BYTES + 1))
    (tmp_path / events.PREVIOUS_LOG).write_bytes(b"older")
    log.note(Event.STARTED)
    log.note(Event.ENDED)
    assert (tmp_path / events.LOG).read_text("ascii").count("\n") == 2
    assert (tmp_path / events.PREVIOUS_LOG).stat().st_size == events._MOST_BYTES + 1


def test_a_folder_that_cannot_be_written_does_not_stop_the_work(tmp_path):
    Events(tmp_path / "none", now).note(Event.STARTED)
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_the_log_belongs_to_its_owner_alone(tmp_path):
    Events(tmp_path, now).note(Event.STARTED)
    assert (tmp_path / events.LOG).stat().st_mode & 0o777 == 0o600


def test_what_libraries_log_goes_nowhere():
    code = (
        "import logging, sys, warnings\n"
        "from desktop.events import silence_libraries\n"
        "word = sys.stdin.read()\n"
        "logging.basicConfig(level=1)\n"
        "silence_libraries()\n"
        "logging.getLogger('library').error('about %s', word)\n"
        "logging.error('about %s', word)\n"
        "warnings.warn(f'about {word}', stacklevel=1)\n"
    )
    child = run_child(code, text=WORD)
    assert (child.returncode, child.stdout, child.stderr) == (0, "", "")


def test_what_qt_says_of_a_picture_goes_nowhere(tmp_path):
    """What a window says stands in the journal of the system, which is on the disk in clear."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QTimer, qWarning\n"
        "from PySide6.QtGui import QImage\n"
        "from desktop import app\n"
        "made, home = app.application(), Path(sys.argv[1])\n"
        "def look():\n"
        "    qWarning('begun')\n"
        "    assert not QImage(str(home / 'picture')).isNull()\n"
        "    made.quit()\n"
        "QTimer.singleShot(0, look)\n"
        "app.run(home)\n"
    )
    (tmp_path / "picture").write_bytes(picture_of(WORD))
    child = run_child(code, str(tmp_path))
    assert (child.returncode, child.stdout, child.stderr) == (0, "", "")


def picture_of(profile):
    """Return a picture whose colours are described by a profile that is wrong, and has a name."""
    wrong = (400).to_bytes(4) + secrets.token_bytes(396)
    chunks = (
        (b"IHDR", bytes((0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0))),
        (b"iCCP", profile.encode() + bytes(2) + zlib.compress(wrong)),
        (b"IDAT", zlib.compress(bytes(4))),
        (b"IEND", b""),
    )
    parts = (
        len(held).to_bytes(4) + name + held + zlib.crc32(name + held).to_bytes(4)
        for name, held in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_canaries_handed_to_every_event_leave_no_trace(tmp_path):
    log = Events(tmp_path, now)
    for event in Event:
        log.note(event, WORD, WORD.encode(), (WORD,))
    assert Watch([WORD]).in_folders(tmp_path) == set()
    assert logging.lastResort is not None
