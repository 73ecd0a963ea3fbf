"""What is told only once is told, or nothing is done; a stream that is gone is no fault of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typed import Typist

from desktop.crash import REPORT
from texts import say

HERE = Path(__file__).parents[2]
NEW = "plainly other words for tests only"
pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    typist = Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)
    yield typist
    assert not (typist.home / REPORT).exists()


def unseen(typist, monkeypatch, *words, out=None, **how):
    """Type a verb in a program that has no standard output, or one that breaks."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        return typist.types(*words, **how)


def telling(code, place):
    """Return the lines that tell something once, and what each would leave behind."""
    return (
        (("people", "add", "Nadia Q"), {}, None),
        (("recover", "--new-sheet"), {"secrets": [code, NEW]}, None),
        (("letter", "AAAA", "--to", "s", "--protect", "--out", place / "l.pdf"), {}, "l.pdf"),
        (("take-out", place / "all", "--reason", "moving to a new laptop"), {}, "all"),
        (("--home", place / "new", "init"), {"secrets": [NEW]}, "new"),
        (("--home", place / "p", "practice", "--cases", "0"), {}, "p"),
    )


def test_without_a_standard_output_nothing_that_is_told_once_is_done(
    typist, template, tmp_path, monkeypatch
):
    for words, how, left in telling(template.recovery_code, tmp_path):
        answer = unseen(typist, monkeypatch, *words, **how)
        assert answer.refused == "shows_nothing", words
        assert left is None or not (tmp_path / left).exists()
    assert "Nadia Q" not in typist.types("people").out


def test_a_restore_whose_new_code_nobody_would_see_is_none(typist, template, tmp_path, monkeypatch):
    assert typist.types("backup", tmp_path / "one.backup").code == 0
    words = ("--home", tmp_path / "back", "restore", tmp_path / "one.backup")
    answer = unseen(typist, monkeypatch, *words, secrets=[template.recovery_code, NEW])
    assert (answer.refused, (tmp_path / "back").exists()) == ("shows_nothing", False)


def test_what_tells_nothing_twice_is_done_and_says_that_nobody_saw_it(typist, monkeypatch):
    assert unseen(typist, monkeypatch, "cases").refused == "not_shown"
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", None)
        assert typist.types("cases").code == 0
        assert typist.types("consent", "AAAA").code == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_secret_that_does_not_fit_where_it_was_to_go_is_told_beside(typist, monkeypatch):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        answer = unseen(typist, monkeypatch, "people", "add", "Nadia Q", out=full)
    assert answer.code == 0
    assert say("told_once.beside") in answer.err
    words = answer.err.splitlines()[-1].partition(": ")[2]
    assert words.count(" ") > 3
    assert typist.types("cases", user="Nadia Q", secrets=[words]).code == 0


def run(given: str, *words, **how):
    command = [sys.executable, "-m", "desktop", "--passphrase-file", "-", *map(str, words)]
    return subprocess.run(
        command, input=given, stderr=subprocess.PIPE, text=True, check=False, cwd=HERE, **how
    )


@pytest.mark.skipif(sys.platform == "win32", reason="asks a POSIX system")
def test_a_pipe_that_nobody_reads_is_known_before(tmp_path):
    read, written = os.pipe()
    os.close(read)
    home = tmp_path / "new"
    done = run(f"{NEW}\n", "--home", home, "--user", "Ana", "init", stdout=written)
    os.close(written)
    assert (done.returncode, done.stderr.partition(":")[0]) == (1, "shows_nothing")
    assert not home.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="asks a POSIX system")
def test_a_list_that_nobody_reads_ends_in_words_and_not_in_a_fault(template, tmp_path):
    home = template.copy(tmp_path / "home")
    read, written = os.pipe()
    os.close(read)
    given = "plainly invented words for tests only\n"
    who = ("--home", home, "--user", "Supervisor 1")
    done = run(given, *who, "people", stdout=written)
    os.close(written)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("not_shown: ")
    assert not (home / REPORT).exists()
