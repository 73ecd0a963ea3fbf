"""Whatever a server does with files: nobody takes other bytes for them, and none is lost."""

from __future__ import annotations

import os

import pytest
from hostile import Said
from hostile_files import FILE_ACTS

from db.answers.attachments import PIECE_BYTES, damaged_attachments

# What a workbook asks at most in one exchange with somebody who leads it in circles.
ASKED = 100
HELD_BY_THE_LINE = 16 << 20
# What came of these is only seen by those who open it.
WRONG_THERE = {"keeps_other_bytes_of_a_file"}


@pytest.fixture
def office(deceived, tmp_path):
    with deceived.opened(tmp_path) as opened:
        yield opened


def files(book):
    """Return the whole files of a workbook, each of which is what it must be."""
    assert damaged_attachments(book.store.connection) == []
    asked = "select attachment, content from attachment_piece order by attachment, number"
    found = {}
    for file, content in book.store.connection.execute(asked):
        found[file] = found.get(file, b"") + content
    return set(found.values())


@pytest.mark.parametrize("name", sorted(FILE_ACTS))
def test_nobody_takes_other_bytes_for_a_file_and_none_is_lost(office, name):
    said = [os.urandom(size) for size in (PIECE_BYTES + 9, 900)]
    office.first.keeps(said[0])
    office.first.meets()
    office.second.writes("CANARY-1")
    office.first.keeps(said[1])
    office.hostile.seen.clear()
    office.hostile.attack = FILE_ACTS[name]
    for one in (office.first, office.second, office.first):
        one.meets()
    assert office.hostile.struck > 0
    assert len(office.hostile.seen) < ASKED
    assert office.hostile.written < HELD_BY_THE_LINE
    assert files(office.first) == set(said)
    assert files(office.second) <= set(said)
    # All else is exchanged all the same.
    assert "CANARY-1" in office.first.words
    office.hostile.attack = None
    # At the latest on the next day it is looked whether all is there.
    office.clock.pass_days(1)
    expected = set(said[:1]) if name in WRONG_THERE else set(said)
    office.meet_until_one(3, lambda: all(files(one) >= expected for one in office.books))
    assert [files(one) for one in office.books] == [set(said), expected, expected]
    assert office.alarms == set()
    assert office.is_one


def test_who_forgets_again_and_again_is_not_sent_the_same_for_ever(office, monkeypatch):
    # What is written meanwhile goes first after every piece: each time it is asked how far it is.
    monkeypatch.setattr("sync.line.files.Filing.turn", 0.0)

    def forgets(asked, server):
        if asked.method == "POST" and asked.what.startswith("blobs"):
            return Said(201, {"offset": "0"})
        return FILE_ACTS["keeps_no_byte_of_a_file"](asked, server)

    office.first.keeps(os.urandom(9 * PIECE_BYTES))
    office.hostile.attack = forgets
    assert office.first.meets() == "line.wrong"
    assert len(office.hostile.seen) < ASKED
