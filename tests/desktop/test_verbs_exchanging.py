"""Two laptops of one office at the command line: one joins, a stick goes over, one is removed."""

from __future__ import annotations

import json
import os
from contextlib import closing
from functools import partial

import pytest
from laptop_pair import Office
from make import WORDS
from typed import Typist

import texts
from casework.team.worker import Role
from db.homes.signers import who_sign
from db.store import open_store
from db.vault import keys
from db.vault.cost import FLOOR
from desktop.clock import now
from desktop.practice import practising

# A key of zeros is that of whoever signs elsewhere.
THEIRS = "select name from app_user where author = zeroblob(32) and name = 'Caseworker 8'"
OTHER = "plainly other words for tests only"


@pytest.fixture
def here(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "here"), monkeypatch, capsys)


@pytest.fixture
def there(tmp_path, monkeypatch, capsys):
    # What keys of a new workbook cost is tested elsewhere.
    cheap = partial(keys.Newcomer, cost=FLOOR)
    monkeypatch.setattr("desktop.exchange.exchanging.keys.Newcomer", cheap)
    return Typist(tmp_path / "there", monkeypatch, capsys, user="Caseworker 8", secret=OTHER)


def refused(answer):
    assert answer.code == 1, answer.out
    return answer.refused


@pytest.fixture
def way(tmp_path):
    """Return where files go between the two: the request, the answer, sticks."""
    return lambda name: tmp_path / name


def joins(here, there, way):
    """Let a laptop join; return the words of its request."""
    words = there.types("join", "ask", way("asks"), "--json").facts["words"]
    let_in = ("--person", "Caseworker 8", "--words", words, "--kept-with", "Example Clinic A")
    told = here.types("devices", "add", way("asks"), *let_in, "--out", way("answer"), "--json")
    joined = there.types("join", "accept", way("answer"), "--json")
    assert joined.facts["words"] == told.facts["words"]
    return words


def test_a_laptop_asks_once_and_is_let_in_by_the_words_that_were_read_aloud(here, there, way):
    asked = there.types("join", "ask", way("asks"), "--json").facts
    assert len(asked["words"].split()) == 6
    assert asked["recovery_code"]
    # Asked once more it is the same request, and no new sheet.
    again = there.types("join", "ask", way("again"), "--json").facts
    assert (again["words"], again["recovery_code"]) == (asked["words"], "")
    assert way("again").read_bytes() == way("asks").read_bytes()
    let_in = ("devices", "add", way("asks"), "--person", "Caseworker 8", "--out", way("answer"))
    assert refused(here.types(*let_in)) == "devices_add_needs"
    assert refused(here.types(*let_in, "--words", "not the words at all now")) == "exchange_words"
    assert not way("answer").exists()


def test_whoever_is_let_in_signs_at_her_own_laptop_alone(here, there, way, template):
    """She was kept with her key where she was let in, as one of those who sit there."""
    with closing(open_store(here.home, template.unlocked(), now)) as store:
        before = who_sign(store.connection)
    joins(here, there, way)

    with closing(open_store(here.home, template.unlocked(), now)) as store:
        assert store.connection.execute(THEIRS).fetchall() == [("Caseworker 8",)]
        assert who_sign(store.connection) == before


def test_what_does_not_fit_is_refused_in_words(here, there, way):
    assert refused(here.types("bundle", "write", way("stick"))) == "exchange_alone"
    assert not way("stick").exists()
    words = joins(here, there, way)
    assert refused(there.types("join", "accept", way("answer"))) == "exchange_joined"
    once_more = ("--person", "Caseworker 9", "--words", words, "--out", way("other"))
    assert refused(here.types("devices", "add", way("asks"), *once_more)) == "exchange_used"
    assert refused(here.types("bundle", "read", way("answer"))) == "exchange_wrong"
    assert refused(here.types("bundle", "read", way("no such"))) == "file_unreadable"


def test_a_file_without_end_is_not_read_to_its_end(here, there, way):
    """It was read whole before its first byte was looked at; from a pipe for ever."""
    for name in ("asks", "answer"):
        with way(name).open("wb") as long:
            long.truncate(1 << 40)
    there.types("join", "ask", way("other"))
    let_in = ("--person", "Caseworker 8", "--words", "six words", "--out", way("out"))
    assert refused(here.types("devices", "add", way("asks"), *let_in)) == "exchange_wrong"
    assert refused(there.types("join", "accept", way("answer"))) == "exchange_wrong"
    os.mkfifo(way("pipe"))
    assert refused(here.types("devices", "add", way("pipe"), *let_in)) == "file_unreadable"
    assert refused(there.types("join", "accept", way("pipe"))) == "file_unreadable"


def test_what_asks_and_what_answers_have_no_name_before_they_are_whole(
    here, there, way, monkeypatch
):
    """Half an answer on a stick that was pulled looked like one."""
    seen = []
    fsync = os.fsync

    def looks(handle):
        seen.extend(
            way(name).exists() for name in ("asks", "answer") if way(f"{name}.part").exists()
        )
        fsync(handle)

    monkeypatch.setattr("sync.carrying.os.fsync", looks)
    joins(here, there, way)
    assert seen == [False, False]


def test_what_came_by_a_typed_stick_is_known_to_have_come(here, there, way):
    """Of a laptop whose sticks were read by the verb it was said that nothing came from there."""
    joins(here, there, way)
    here.types("bundle", "write", way("one"))
    there.types("bundle", "read", way("one"))
    there.types("bundle", "write", way("two"))
    here.types("bundle", "read", way("two"))
    for laptop in (here, there):
        stands = laptop.types("exchange", "--json").facts
        assert stands["read"]
        assert all(one["heard"] for one in stands["laptops"] if not one["is_here"])


def test_a_stick_has_no_name_before_it_is_whole(here, there, way, monkeypatch):
    joins(here, there, way)
    there.types("bundle", "read", way("answer"))
    seen = []
    fsync = os.fsync

    def looks(handle):
        seen.extend([way("one").exists()] if way("one.part").exists() else [])
        fsync(handle)

    monkeypatch.setattr("sync.carrying.os.fsync", looks)
    assert here.types("bundle", "write", way("one")).code == 0
    assert seen == [False]
    assert way("one").exists()
    shut = here.types("bundle", "write", way("not there") / "one")
    assert refused(shut) == "file_not_written"
    assert str(way("not there")) in shut.err


def test_a_stick_brings_the_office_once(here, there, way):
    joins(here, there, way)
    here.types("bundle", "write", way("stick"))
    # Nobody is known there before the first stick came.
    assert refused(there.types("services")) == "nobody"
    came = there.types("bundle", "read", way("stick"), "--json").facts
    assert came["operations"] > 0
    assert came["refused"] == {}
    names = {one["name"] for one in there.types("services", "--json").facts}
    assert "Example Clinic A" in names
    assert there.types("bundle", "read", way("stick"), "--json").facts["operations"] == 0
    assert there.types("check", "--json").facts["faults"] == []
    assert refused(there.types("devices")) == "not_permitted"


def test_a_laptop_that_is_removed_opens_no_stick_that_is_written_since(here, there, way):
    joins(here, there, way)
    one, other = here.types("devices", "--json").facts
    assert (one["here"], other["people"]) == (True, ["Caseworker 8"])
    assert refused(here.types("devices", "remove", one["id"])) == "no_such_device"
    assert here.types("devices", "remove", other["id"]).code == 0
    assert here.types("devices", "--json").facts[1]["removed"]
    assert refused(here.types("bundle", "write", way("stick"))) == "exchange_nobody"
    assert not way("stick").exists()


def test_nothing_of_the_office_is_readable_on_the_way(here, there, way):
    joins(here, there, way)
    here.types("bundle", "write", way("stick"))
    held = b"".join(way(name).read_bytes() for name in ("asks", "answer", "stick"))
    for told in ("Caseworker 8", "Supervisor 1", "Example Clinic A", "Example Office", "intake"):
        for bytes_of in (told.encode(), told.encode("utf-16-le"), json.dumps(told).encode()):
            assert bytes_of not in held
    assert WORDS.encode() not in held


def test_what_is_invented_comes_to_nobody(way, monkeypatch, capsys, request):
    users = practising.make(way("practice"), 0, 1)
    (one, *_) = (user for user in users if user.role == "supervisor")
    there = request.getfixturevalue("there")
    words = there.types("join", "ask", way("asks"), "--json").facts["words"]
    invented = Typist(way("practice"), monkeypatch, capsys, one.name, one.passphrase)
    let_in = ("--person", "Caseworker 8", "--words", words, "--out", way("answer"))
    answer = invented.types("devices", "add", way("asks"), *let_in)
    assert (answer.code, "exchange_practice" in answer.err) == (1, True)
    assert not way("answer").exists()


def test_where_nothing_was_written_too_late_nothing_waits(here, there, way):
    assert here.types("late", "--json").facts == []
    joins(here, there, way)
    _one, other = here.types("devices", "--json").facts
    assert "Nothing waits" in here.types("late").out
    for act in ("take", "leave"):
        assert refused(here.types("late", act, other["id"])) == "nothing_late"
        assert refused(here.types("late", act)) == "nothing_late"
    assert refused(there.types("late")) == "nobody"


def test_what_waits_for_what_never_came_says_what_is_lacking(
    template, tmp_path, monkeypatch, capsys
):
    office = Office.begun(template, tmp_path, Role.SUPERVISOR)
    office.writes_late_behind_a_gap()
    office.first.close()
    here = Typist(tmp_path / "first", monkeypatch, capsys)
    (one,) = here.types("late", "--json").facts
    assert (one["follow"], one["lacks"] > 0) == (0, True)
    assert texts.say("late.lacks", number=one["lacks"]) in here.types("late").out
    assert refused(here.types("late", "take", one["id"])) == "late_lacks"
    assert here.types("late", "leave", one["id"]).code == 0
    assert "Nothing waits" in here.types("late").out
