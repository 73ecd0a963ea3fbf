"""Printing hangs in a process of its own: the window hears its keys, and who hides ends that."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from letter_window import Prepared, dialogs, say
from measure import HOUSE, PRODUCT, sources
from print_queue import LACKING, NAME, deaf_printing
from printing_by_key import no_place_for_pages, print_there, queue_here, the_dialog

from desktop.frame.cover import Cover
from desktop.parts import printing
from desktop.parts.paper_pictures import pictures
from desktop.parts.printer import NO_ANSWER
from desktop.parts.printer_dialog import Choice, PrinterDialog
from desktop.parts.printing import Printing, put

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="printing of Linux")
PATIENCE_SECONDS = 20
CHOICE = Choice(NAME, 1)
ASKER = """
import subprocess, sys, time
from desktop.program import OURS, PRINT
asked = subprocess.Popen([*OURS, PRINT], stdin=subprocess.PIPE)
asked.stdin.write(b"{}\\n")
asked.stdin.flush()
print(asked.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def made(template, tmp_path):
    return Prepared(template, tmp_path / "home")


@pytest.fixture
def deaf(monkeypatch):
    """Give a printing system that hangs, as the one of this machine."""
    with deaf_printing() as deaf:
        monkeypatch.setenv("CUPS_SERVER", deaf.door)
        yield deaf


def at_work(drive):
    """Return the numbers of the processes that print or look for printers."""
    return [one.processId() for one in drive.window.findChildren(Printing)]


def is_gone(number) -> bool:
    """Return whether a process has ended, also where nobody asks what became of it."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def paper(drive) -> bytes:
    return drive.page.view.paper.pdf()


def test_who_hides_is_heard_while_printing_hangs_and_ends_it(deaf, made) -> None:
    with made.open() as drive:
        made.begin(drive)
        drive.press("Ctrl+P")
        the_dialog(drive)
        deaf.wait()
        (process,) = at_work(drive)
        drive.press("F9")
        assert isinstance(drive.window._stack.currentWidget(), Cover)
        assert is_gone(process)
        assert not dialogs(drive, PrinterDialog)
        drive.until(lambda: drive.left == ["hide"])


def test_pages_go_with_the_process_that_prints_them_when_somebody_locks(deaf, made) -> None:
    told = []
    with made.open() as drive:
        made.begin(drive)
        put(drive.page, CHOICE, [paper(drive)], told.append)
        drive.until(lambda: not drive.window.findChild(Printing).bytesToWrite())
        deaf.wait()
        (process,) = at_work(drive)
        drive.window.lock_now()
        assert is_gone(process)
        drive.until(lambda: drive.left == ["lock"])
    assert told == []


def test_that_printing_does_not_answer_is_said_in_its_place(deaf, made, monkeypatch) -> None:
    monkeypatch.setattr(printing, "_LISTED_MS", 50)
    with made.open() as drive:
        made.begin(drive)
        drive.press("Ctrl+P")
        dialog = the_dialog(drive)
        deaf.wait()
        assert drive.seen(say("printer.no_answer"))
        assert not dialog.goes.isEnabled()
        drive.press("Escape")
        drive.until(lambda: not at_work(drive))


@pytest.mark.usefixtures("deaf")
def test_a_printer_that_stops_answering_is_given_up(made, monkeypatch) -> None:
    monkeypatch.setattr(printing, "_PRINTED_MS", 500)
    told = []
    with made.open() as drive:
        made.begin(drive)
        put(drive.page, CHOICE, [paper(drive)], told.append)
        (process,) = at_work(drive)
        drive.until(lambda: told)
        assert told == [NO_ANSWER]
        assert is_gone(process)


def test_where_no_process_can_be_started_printing_does_not_answer(made, monkeypatch) -> None:
    monkeypatch.setattr(printing, "OURS", ["/nowhere/alongside"])
    with made.open() as drive:
        made.begin(drive)
        drive.press("Ctrl+P")
        assert drive.seen(say("printer.no_answer"))


def test_without_printers_that_is_said(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        drive.press("Ctrl+P")
        assert drive.seen(say("printer.none"))


def test_it_ends_with_whoever_asked_also_where_printing_holds_it(deaf) -> None:
    asker = [sys.executable, "-c", ASKER]
    with subprocess.Popen(asker, stdout=subprocess.PIPE, cwd=HOUSE) as asking:
        number = int(asking.stdout.readline())
        deaf.wait()
        assert not is_gone(number)
        asking.kill()
    for _step in range(PATIENCE_SECONDS * 20):
        if is_gone(number):
            break
        time.sleep(0.05)
    assert is_gone(number)


@pytest.mark.skipif(LACKING, reason="no printing system is installed here")
def test_as_many_copies_are_printed_as_one_wants(made, monkeypatch) -> None:
    with queue_here(monkeypatch) as queue, made.open() as drive:
        made.begin(drive)
        drive.press("Ctrl+P")
        print_there(drive, "Tab", "Down", "Down")
        drive.until(queue.printed)
        assert (queue.how().split()[0], len(pictures(queue.printed(), 20))) == ("3", 1)


@pytest.mark.skipif(LACKING, reason="no printing system is installed here")
def test_who_closes_the_window_at_once_has_it_printed_all_the_same(made, monkeypatch) -> None:
    with queue_here(monkeypatch) as queue, made.open() as drive:
        made.begin(drive)
        put(drive.page, CHOICE, [paper(drive)], list)
        drive.window.close()
        for _step in range(PATIENCE_SECONDS * 20):
            if queue.printed():
                break
            time.sleep(0.05)
        assert queue.printed().startswith(b"%PDF")


@pytest.mark.skipif(LACKING, reason="no printing system is installed here")
def test_a_paper_that_was_not_printed_is_offered_again_with_the_reason(made, monkeypatch) -> None:
    with queue_here(monkeypatch) as queue, made.open() as drive:
        made.begin(drive)
        with no_place_for_pages(monkeypatch):
            printing.print_pdf(drive.page, paper(drive))
            print_there(drive)
            assert drive.seen(say("paper_out.not_printed"))
        print_there(drive)
        drive.until(queue.printed)


def test_the_window_never_talks_to_a_printing_system_itself() -> None:
    talks = [one.path for one in sources(*PRODUCT) if "QtPrintSupport" in one.text]
    assert talks == ["desktop/parts/printer.py"]
