"""A stolen laptop: after a day of work no word that was typed is found on it, or in its memory."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time

import pytest
from canary import Watch, processes_of
from vaults import HOUSE, make_vault

from db.vault.engine import find_damage

PLACES = ("home", "profile", "temporary", "here")
SCRIPTS = ("Nahla", "نهلة", "ናህላ", "नहला", "নাহলা", "Нахля")
LONGEST_LOCK_SECONDS = 2


class Day:
    """A process that works for a day in folders where it is alone."""

    def __init__(self, folder, end):
        self.folders = {name: folder / name for name in PLACES}
        for path in self.folders.values():
            path.mkdir(exist_ok=True)
        self.vault = make_vault(self.folders["home"])
        self.words = [f"{name}-{secrets.token_hex(6)}" for name in SCRIPTS]
        self.watch = Watch([*self.words, bytes(self.vault.unlocked.store_key)])
        profile = str(self.folders["profile"])
        places = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
        environment = dict.fromkeys(("HOME", "USERPROFILE", *places), profile)
        temporary = str(self.folders["temporary"])
        environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"), temporary)
        self.stderr = (self.folders["here"] / "stderr").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, str(HOUSE / "tests/kit/day.py"), str(self.vault.home), end],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.stderr,
            cwd=self.folders["here"],
            env={**os.environ, **environment, "PYTHONPATH": str(HOUSE)},
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        key = self.vault.unlocked.store_key.hex()
        self.say(json.dumps({"key": key, "words": self.words}, ensure_ascii=False))

    def say(self, line=""):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self):
        return self.process.stdout.readline()

    def found_on_disk(self):
        return self.watch.in_folders(*self.folders.values())

    def found_in_memory(self):
        session = processes_of(self.process.pid)
        assert session == [self.process.pid]
        return {hit.word for pid in session for hit in self.watch.in_process(pid)}

    def committed(self):
        """Return how many notes the store holds, and whether it is whole."""
        connection = self.vault.connect()
        count = connection.execute("SELECT count(*) FROM note").fetchone()[0]
        damage = find_damage(connection)
        connection.close()
        return count, damage


@pytest.fixture
def begin(tmp_path):
    days = []

    def begin_day(end):
        days.append(Day(tmp_path, end))
        return days[-1]

    yield begin_day
    for day in days:
        day.process.kill()
        day.process.communicate()
        day.stderr.close()


WHOLE_DAY = (192, 0)


def test_after_the_end_of_a_day_nothing_is_found(begin):
    day = begin("exit")
    assert day.process.wait(60) == 0
    assert day.found_on_disk() == set()
    assert (day.folders["here"] / "stderr").read_bytes() == b""
    assert day.committed() == WHOLE_DAY


def test_a_plain_copy_would_have_been_found(begin):
    day = begin("exit")
    assert day.process.wait(60) == 0
    (day.folders["temporary"] / "etilqs").write_bytes(day.words[1].encode("utf-16-le"))
    assert {(hit.place, hit.word) for hit in day.found_on_disk()} == {("etilqs", day.words[1])}


def test_after_death_in_the_middle_of_a_commit_nothing_is_found_and_nothing_lost(begin):
    day = begin("kill")
    assert day.hear() == "ready\n"
    log = day.vault.store.with_name("workbook.db-wal")
    assert log.stat().st_size > 500_000
    assert day.found_on_disk() == set()
    day.process.kill()
    day.process.wait(60)
    assert day.found_on_disk() == set()
    assert day.committed() == WHOLE_DAY
    assert day.found_on_disk() == set()


def test_after_a_crash_the_report_names_places_and_no_word(begin):
    day = begin("crash")
    assert day.process.wait(60) == 1
    report = (day.vault.home / "crash.txt").read_text("utf-8")
    assert "builtins.ValueError" in report
    assert report.count("__main__:") == 8
    assert day.found_on_disk() == set()
    assert day.committed() == WHOLE_DAY


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_after_the_lock_nothing_is_found_in_memory_or_on_disk(begin):
    day = begin("lock")
    assert day.hear() == "ready\n"
    assert day.found_in_memory() == {*day.words, "key"}
    asked = time.monotonic()
    day.say()
    assert day.hear() == "locked\n"
    assert time.monotonic() - asked < LONGEST_LOCK_SECONDS
    assert day.found_in_memory() == set()
    assert day.found_on_disk() == set()
    assert day.committed() == WHOLE_DAY
    day.say()
    assert day.hear() == "resumed\n"
    assert day.process.wait(60) == 0
