"""Printing leaves nothing behind: no file on a disk, no job in the queue, no telling name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from plain_watch import STRACE, papers_written, traced
from print_queue import LACKING, NAME, print_queue
from PySide6.QtPrintSupport import QPrinter
from typed import Typist
from vaults import HOUSE, run_child

from desktop.app import application
from desktop.parts import spooling
from desktop.parts.printer import NEUTRAL, NO_ROOM, NOT_TAKEN, put

MACHINE = spooling._OF_THE_MACHINE
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="printing of Linux")
PATIENCE_SECONDS = 30


def until(true) -> None:
    for _step in range(PATIENCE_SECONDS * 20):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Give a folder of programs that stand first: the system's list of jobs and its cancelling."""
    programs = tmp_path / "programs"
    programs.mkdir()
    done, waiting, gone = (tmp_path / name for name in ("done", "waiting", "gone"))
    for one in (done, waiting, gone):
        one.write_text("")
    listing = f'case "$2" in completed) cat {done};; not-completed) cat {waiting};;'
    program(programs / "lpstat", f"{listing} all) cat {done} {waiting};; esac")
    program(
        programs / "cancel",
        # It is said last: whoever reads it finds the job gone.
        f'grep -v "^$2 " {done} > {done}.1; mv {done}.1 {done}; echo "$@" >> {gone}',
    )
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return done, waiting, gone


def program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o700)


def line(job: str) -> str:
    return f"{job:<24}someone   1024   Tue 14 Mar 2028\n"


def test_what_was_printed_is_forgotten_and_nothing_else(desk) -> None:
    done, waiting, gone = desk
    done.write_text(line("queue-1") + line("queue-2-7"))
    waiting.write_text(line("queue-3"))
    with spooling.jobs_purged("queue"):
        waiting.write_text(line("queue-3") + line("queue-4"))
        done.write_text(done.read_text() + line("queue-2-8") + line("other-9"))
    time.sleep(0.3)
    assert gone.read_text() == ""
    waiting.write_text(line("queue-3"))
    done.write_text(done.read_text() + line("queue-4"))
    until(gone.read_text)
    assert gone.read_text() == "-x queue-4\n"
    assert [one.split()[0] for one in done.read_text().splitlines()] == [
        *("queue-1", "queue-2-7", "queue-2-8", "other-9"),
    ]


def test_what_a_printer_takes_only_after_hours_is_forgotten_as_well(desk, tmp_path, monkeypatch):
    done, waiting, gone = desk
    monkeypatch.setattr(spooling, "_OFTEN", 2)
    slept = tmp_path / "slept"
    taken = f'if [ "$1" = 60 ]; then cat {waiting} >> {done}; : > {waiting}; fi'
    program(tmp_path / "programs" / "sleep", f'echo "$1" >> {slept}; {taken}')
    with spooling.jobs_purged("queue"):
        waiting.write_text(line("queue-4"))
    until(gone.read_text)
    assert gone.read_text() == "-x queue-4\n"
    assert slept.read_text().split() == ["2", "2", "60"]


def test_a_program_that_is_killed_while_it_prints_has_its_job_forgotten_all_the_same(desk):
    done, waiting, gone = desk
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from desktop.parts import spooling\n"
        "with spooling.jobs_purged('queue'):\n"
        "    Path(sys.argv[1]).write_text(sys.argv[2])\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert run_child(code, str(done), line("queue-4")).returncode == -signal.SIGKILL
    until(gone.read_text)
    assert gone.read_text() == "-x queue-4\n"
    assert waiting.read_text() == ""


def test_whoever_destroys_a_workbook_leaves_nothing_at_a_printer(
    desk, template, tmp_path, monkeypatch, capsys
):
    """A letter that waited was in the queue afterwards, in clear, and printed in the end."""
    done, waiting, gone = desk
    done.write_text(line("queue-1"))
    waiting.write_text(line("other-2"))
    typist = Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)
    typist.types("panic")
    assert gone.read_text() == ""
    assert typist.types("panic", "--now").code == 0
    until(lambda: len(gone.read_text().splitlines()) == 2)
    assert gone.read_text() == "-x queue-1\n-x other-2\n"


def test_where_no_queue_can_be_asked_one_prints_all_the_same(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with spooling.jobs_purged("queue"):
        done = True
    assert done


def test_a_room_lies_in_memory_and_is_the_sessions_own_where_there_is_one(
    tmp_path, monkeypatch
) -> None:
    own, disk = tmp_path / "own", tmp_path / "disk"
    own.mkdir()
    disk.mkdir()
    mounts = tmp_path / "mounts"
    known = "d / ext4", f"d {disk} ext4", f"t {own} tmpfs", "t /dev/shm tmpfs"
    mounts.write_text("".join(f"{one} rw 0 0\n" for one in known))
    monkeypatch.setattr(spooling, "_MOUNTS", mounts)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(own))
    assert spooling.memory_room() == str(own)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(disk))
    assert spooling.memory_room() in {MACHINE, ""}
    mounts.write_text("d / ext4 rw 0 0\n")
    assert spooling.memory_room() == ""
    application()
    assert put(QPrinter(), ()) == NO_ROOM


def test_a_room_that_takes_no_pages_is_a_printer_that_takes_none(tmp_path, monkeypatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"t {tmp_path} tmpfs rw 0 0\n")
    monkeypatch.setattr(spooling, "_MOUNTS", mounts)
    full = tmp_path / "full"
    full.touch(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(full))
    assert spooling.memory_room() == str(full)
    application()
    assert put(QPrinter(), ()) == NOT_TAKEN


@pytest.mark.parametrize("before", ["/srv", None])
def test_the_place_for_temporary_files_is_what_it_was_afterwards(monkeypatch, before) -> None:
    if before is None:
        monkeypatch.delenv("TMPDIR", raising=False)
    else:
        monkeypatch.setenv("TMPDIR", before)
    with spooling.temporary_files_in(MACHINE):
        assert os.environ["TMPDIR"] == MACHINE
    assert os.environ.get("TMPDIR") == before


@pytest.mark.skipif(LACKING, reason="no printing system is installed here")
def test_of_a_program_that_is_killed_while_it_prints_no_page_stays():
    """It stayed in memory, for anybody of the same name to read, until the machine was off."""
    with print_queue() as queue, TemporaryDirectory(dir=MACHINE) as room:
        paths = os.pathsep.join([str(HOUSE), str(HOUSE / "tests" / "kit")])
        told = {"CUPS_SERVER": queue.door, "XDG_RUNTIME_DIR": room, "PYTHONPATH": paths}
        program = [sys.executable, str(HOUSE / "tests" / "kit" / "printing_alone.py"), NAME, "half"]
        with subprocess.Popen(program, stdout=subprocess.PIPE, env=os.environ | told) as printing:
            assert printing.stdout.readline() == b"half\n"
            assert [one for one in Path(room).rglob("*") if one.is_file()]
            printing.kill()
        until(lambda: not list(Path(room).iterdir()))
        assert not queue.kept()


@pytest.mark.skipif(LACKING, reason="no printing system is installed here")
def test_a_real_queue_prints_and_forgets_and_no_page_lies_on_a_disk(tmp_path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    log = tmp_path / "calls"
    with print_queue() as queue:
        paths = os.pathsep.join([str(HOUSE), str(HOUSE / "tests" / "kit")])
        told = {"CUPS_SERVER": queue.door, "TMPDIR": str(folder), "PYTHONPATH": paths}
        program = [sys.executable, str(HOUSE / "tests" / "kit" / "printing_alone.py"), NAME]
        watched = [*traced(log), *program] if STRACE else program
        subprocess.run(watched, check=True, env=os.environ | told)
        until(queue.printed)
        assert queue.printed().startswith(b"%PDF")
        assert queue.job_name() == NEUTRAL
        until(lambda: not queue.kept())
    assert list(folder.iterdir()) == []
    if STRACE:
        places = papers_written(log)
        assert places
        assert [one for one in places if not spooling._is_in_memory(one)] == []
