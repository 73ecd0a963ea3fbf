"""Bytes of files over a server: sealed, once, whole or not at all, and let go when erased."""

from __future__ import annotations

import io
import os
import signal
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from deaths import apart, dies_at, exchanges
from lines import leads, listening
from met import Met
from served import WIDE

from casework.consent.grant import Purpose
from casework.files.attachment import Removal, Sort
from casework.files.attachments import Coming
from casework.team.supervision import Why
from db.answers.attachments import PIECE_BYTES, damaged_attachments
from ledger.ops import lane_id
from sync.members.entries import Grant
from sync.members.member import caseload_of

# Three pieces, the last of them short.
SAID = b"CANARY-IN-A-FILE " * (2 * PIECE_BYTES // 16)
_KEPT = "select stream_id, blob_id, size, held from blob order by size"
_PARTS = "select body from blob_part order by blob_id, start"


@pytest.fixture
def writes(met):
    """Return what keeps a file with a case that others may have; the code and the file's id."""

    def keep(said=SAID, **answers):
        code = met.writes(**answers)
        return code, keeps(met, code, said)

    return keep


def keeps(met, code, said=SAID):
    office = met.first.office(met.first.template.supervisor)
    return office.attachments.add(
        Coming(code, Sort.MESSAGE, as_it_is=True), io.BytesIO(said)
    ).subject_id


def there(server):
    """Return what the server holds of files."""
    with server.database.reading() as connection:
        return connection.exec_driver_sql(_KEPT).all()


def bytes_there(server):
    with server.database.reading() as connection:
        return b"".join(body for (body,) in connection.exec_driver_sql(_PARTS).all())


def pieces(laptop):
    with laptop.store() as store:
        assert damaged_attachments(store.connection) == []
        asked = "select content from attachment_piece order by attachment, number"
        return b"".join(content for (content,) in store.connection.execute(asked))


def test_a_file_goes_once_and_comes_once_and_then_nothing_is_asked(met, line, writes):
    writes()
    assert met.meets().files_waiting == 0
    ((_, _, size, held),) = there(met.server)
    assert (size, held) == (3 * (67_584 + 16),) * 2
    done = met.second_meets()
    assert (done.came.files, done.came.refused, done.files_waiting) == (1, {}, 0)
    assert pieces(met.second) == SAID
    met.meets()
    line.count()
    for meets in (met.meets, met.second_meets):
        meets(calls=line.calls)
    assert line.connections == 2
    assert line.up + line.down <= 2 * 250


def test_the_server_learns_sizes_out_of_a_few_and_nothing_else(met, writes):
    sizes = (1, 250, 300, 5000, PIECE_BYTES, PIECE_BYTES + 1, 9 * PIECE_BYTES)
    for size in sizes:
        writes((b"CANARY-IN-A-FILE " * (1 + size // 16))[:size])
    met.meets()
    held = [row[2] for row in there(met.server)]
    full = 67_584 + 16
    # Nine pieces look as ten do.
    assert held == [256 + 16, 256 + 16, 304 + 16, 5120 + 16, full, 2 * full, 10 * full]
    names = [row[1] for row in there(met.server)]
    known = met.first.store.connection.execute("select id, digest from attachment").fetchall()
    for said in (bytes_there(met.server), b"".join(names)):
        assert b"CANARY" not in said
        assert not any(one in said for row in known for one in row)
    met.second_meets()
    assert len(pieces(met.second)) == sum(sizes)


def test_what_breaks_off_goes_on_where_it_stopped(met, line, writes):
    writes(os.urandom(20 * PIECE_BYTES))
    cuts = [300_000, 123_457, 500_001, 1]

    def told(_):
        if cuts and line.cut_up is None:
            line.cut_up = cuts.pop()

    assert met.meets(calls=line.calls, told=told).files_waiting == 0
    ((_, _, size, held),) = there(met.server)
    assert size == held == 20 * (67_584 + 16)
    assert cuts == []
    # What breaks off is sent twice: 64 KiB each time at most, and what is said around it.
    assert line.up <= size + (line.connections - 1) * PIECE_BYTES + 20_000
    assert met.second_meets().came.files == 1


def test_what_comes_goes_on_where_it_stopped(met, line, writes):
    said = os.urandom(20 * PIECE_BYTES)
    writes(said)
    met.meets()
    cuts = [300_000, 123_457, 500_001, 40_000]

    def told(_):
        if cuts and line.cut_down is None:
            line.cut_down = cuts.pop()

    met.second_meets(calls=line.calls, told=told)
    assert cuts == []
    assert pieces(met.second) == said
    # A piece that is torn in the middle comes on from there.
    assert line.down <= 20 * (67_584 + 16) + 40_000


def test_it_stops_when_it_is_told_to_and_goes_on_later(met, writes):
    writes(os.urandom(20 * PIECE_BYTES))
    seen = []
    done = met.meets(told=seen.append, stopped=lambda: bool(seen) and seen[-1].pieces >= 5)
    assert (done.is_stopped, seen[-1].of_pieces) == (True, 21)
    (row,) = there(met.server)
    assert 4 * PIECE_BYTES <= row[3] < row[2]
    seen.clear()
    assert not met.meets(told=seen.append).is_stopped
    assert seen[-1].pieces == seen[-1].of_pieces > 10
    seen.clear()
    done = met.second_meets(told=seen.append, stopped=lambda: bool(seen) and seen[-1].pieces >= 5)
    assert done.is_stopped
    assert pieces(met.second) == b""
    assert met.second_meets().came.files == 1
    assert len(pieces(met.second)) == 20 * PIECE_BYTES


def test_what_is_written_meanwhile_does_not_wait_for_a_long_file(met, writes, monkeypatch):
    monkeypatch.setattr("sync.line.files.Filing.turn", 0.0)
    writes(os.urandom(4 * PIECE_BYTES))
    codes = []

    def told(progress):
        if progress.pieces and not codes:
            codes.append(met.writes())

    met.meets(told=told)
    assert codes
    assert met.second_meets().came.files == 1
    assert met.second.codes() >= set(codes)


def test_a_case_that_may_not_leave_sends_no_piece(met):
    code = met.first.case()
    keeps(met, code)
    met.meets()
    assert there(met.server) == []
    # Agreed to and taken back between two pieces: what went is let go.
    met.first.agrees(code)
    office = met.first.office(met.first.template.supervisor)

    def told(progress):
        if progress.pieces == 1:
            office.grants.withdraw(code, Purpose.STORE_ELSEWHERE)

    met.meets(told=told)
    ((_, _, size, held),) = there(met.server)
    assert 0 < held < size
    met.meets()
    assert there(met.server) == []
    assert met.first.store.connection.execute("select count(*) from line_file").fetchone()[0] == 0


def test_what_comes_home_or_is_erased_is_let_go_at_the_server(met, writes):
    code, file = writes()
    other, _ = writes(b"CANARY-OTHER")
    met.meets()
    met.second_meets()
    office = met.first.office(met.first.template.supervisor)
    office.attachments.remove(code, file, Removal.CONSENT_ENDED)
    met.meets()
    assert [row[2] for row in there(met.server)] == [256 + 16]
    office.grants.withdraw(other, Purpose.STORE_ELSEWHERE)
    met.meets()
    assert there(met.server) == []
    met.second_meets()
    assert pieces(met.second) == b""
    # It goes out again: its bytes do, too.
    met.first.agrees(other)
    met.meets()
    assert met.second_meets().came.files == 1
    assert pieces(met.second) == b"CANARY-OTHER"


def test_a_file_is_not_taken_for_another(met, writes):
    one, other = os.urandom(900), os.urandom(900)
    for said in (one, other):
        writes(said)
    met.meets()
    change_places(met.server, [row[1] for row in there(met.server)])
    done = met.second_meets()
    assert (done.came.files, done.came.refused) == (0, {"file.seal": 2})
    assert pieces(met.second) == b""
    change_places(met.server, [row[1] for row in there(met.server)])
    # Nobody has to wait for ever because of it.
    met.clock.pass_days(1)
    assert met.second_meets().came.files == 2


def change_places(server, names):
    """Let two files at a server change places."""
    with server.database.writing() as connection:
        for old, new in zip([*names, b"x" * 32], [b"x" * 32, names[0], names[1]], strict=True):
            connection.exec_driver_sql(_RENAME, (new, old))


_RENAME = "update blob_part set blob_id = ? where blob_id = ?"


def test_a_full_house_lets_files_wait_and_nothing_else(template, tmp_path):
    (tmp_path / "server").mkdir()
    limits = replace(WIDE, quota_blob=100_000)
    with (
        listening(tmp_path / "server", limits=limits) as server,
        closing(Met(template, tmp_path, server)) as met,
    ):
        code = met.writes()
        for said in (b"CANARY-SMALL", SAID):
            keeps(met, code, said)
        done = met.meets()
        assert (done.is_full, done.files_waiting, done.waiting) == (True, 1, 0)
        met.second_meets()
        assert pieces(met.second) == b"CANARY-SMALL"
        # Batches go on, and where there is room again it goes too.
        met.first.agrees(code)
        assert met.meets().sent
        with server.database.writing() as connection:
            connection.exec_driver_sql("update org set quota_blob = 1000000")
        done = met.meets()
        assert (done.is_full, done.files_waiting) == (False, 0)
        met.clock.pass_days(1)
        assert met.second_meets().came.files == 1


def test_nothing_counts_as_sent_to_a_server_to_which_it_was_not_sent(met, writes, tmp_path):
    writes()
    met.meets()
    (tmp_path / "other").mkdir()
    with listening(tmp_path / "other", name="other.example") as other:
        leads(met.first.post, other)
        assert met.meets().files_waiting == 0
        assert [row[2:] for row in there(other)] == [row[2:] for row in there(met.server)]
        assert met.second_meets().came.files == 1


def test_what_a_server_lost_is_sent_again(met, writes):
    writes()
    met.meets()
    with met.server.database.writing() as connection:
        for statement in ("delete from blob", "delete from blob_part"):
            connection.exec_driver_sql(statement)
    assert met.second_meets().came.files == 0
    met.clock.pass_days(1)
    met.meets()
    assert met.second_meets().came.files == 1
    assert pieces(met.second) == SAID


def test_one_laptop_goes_on_where_another_stopped(met, writes):
    code, _ = writes(os.urandom(20 * PIECE_BYTES))
    office = met.first.office(met.first.template.supervisor)
    seen = []
    met.meets(told=seen.append, stopped=lambda: bool(seen) and seen[-1].pieces >= 5)
    met.second.takes(met.first.writes())
    assert len(pieces(met.second)) == 20 * PIECE_BYTES
    del seen[:]
    assert met.second_meets(told=seen.append).files_waiting == 0
    assert 10 < seen[-1].pieces < 18
    # Whoever began knows without sending a byte.
    del seen[:]
    assert met.meets(told=seen.append).files_waiting == 0
    assert seen[-1].of_pieces == 0
    # Whoever did not begin lets go too.
    office.grants.withdraw(code, Purpose.STORE_ELSEWHERE)
    met.meets()
    assert there(met.server) == []


def test_what_a_colleague_keeps_comes_home_and_goes_with_the_case(met):
    code = met.writes()
    met.meets()
    met.second_meets()
    with met.second.office() as desks:
        desks.glass.open(code, Why.DANGER)
        coming = Coming(code, Sort.MESSAGE, as_it_is=True)
        desks.attachments.add(coming, io.BytesIO(SAID))
    met.second_meets()
    assert met.meets().came.files == 1
    # Who brought it there is not asked: whoever has the case at home lets it go.
    office = met.first.office(met.first.template.supervisor)
    office.grants.withdraw(code, Purpose.STORE_ELSEWHERE)
    met.meets()
    assert there(met.server) == []
    met.second_meets()
    assert pieces(met.second) == b""
    (file,) = office.attachments.of(code)
    assert office.attachments.show(code, file.id).content == SAID


def test_whoever_is_killed_among_pieces_goes_on_with_the_next(met, writes):
    code, _ = writes(hers := os.urandom(6 * PIECE_BYTES))
    met.first.post.seal_all()
    batches = [batch for _, _, batch in met.first.post.exchange.sealed_since({})]
    with met.second.post() as post:
        post.take(batches)
    with met.second.office() as desks:
        desks.glass.open(code, Why.DANGER)
        coming = Coming(code, Sort.MESSAGE, as_it_is=True)
        desks.attachments.add(coming, io.BytesIO(ours := os.urandom(6 * PIECE_BYTES)))
    met.meets()
    ends = [apart(lambda n=n: exchanges(met, dies_at(n))) for n in range(60, 400, 19)]
    assert ends.count(-signal.SIGKILL) > 5
    assert set(ends) == {-signal.SIGKILL, 0}
    done = met.second_meets()
    assert (done.came.refused, done.files_waiting) == ({}, 0)
    assert {row[3] for row in there(met.server)} == {6 * (67_584 + 16)}
    assert met.meets().came.refused == {}
    assert pieces(met.second) in {hers + ours, ours + hers}


def test_whoever_may_only_read_sends_nothing_and_fetches(met, writes):
    code, _ = writes()
    met.meets()
    met.second_meets()
    only_reads(met)
    keeps(met, code, b"CANARY-MORE")
    met.meets()
    held = there(met.server)
    assert len(held) == 2
    with met.server.database.writing() as connection:
        for statement in ("delete from blob", "delete from blob_part"):
            connection.exec_driver_sql(statement)
    met.second.takes(met.first.writes())
    met.clock.pass_days(1)
    done = met.second_meets()
    assert (there(met.server), done.files_waiting) == ([], 0)
    met.meets()
    assert sorted(there(met.server)) == sorted(held)


def only_reads(met):
    """Let the second laptop read what is written here, and write it no longer."""
    member, second = met.first.post.membership, met.second
    stream = caseload_of(member.roster.org, member.me.user)
    (author,) = (one for one in member.roster.authors.values() if one.user == second.user)
    lane = lane_id(author.public, stream)
    scribe, upto = member._scribe(), member.lane(lane).aseq
    for to, who, last in (
        ("user", second.user, ()),
        ("workbook", author.workbook, ((lane, upto),)),
    ):
        scribe.say(Grant(stream, to, who, read=True, write=False, last=last))
    member._keep(scribe)
    met.meets()
    assert met.second_meets().came.roster_changed


def test_what_nobody_sent_is_asked_for_ever_less_often(met, line, writes):
    writes()
    met.first.post.seal_all()
    with met.server.database.writing() as connection:
        connection.exec_driver_sql("update org set quota_blob = 0")
    met.meets()
    asked = []
    for _ in range(35):
        line.count()
        met.second_meets(calls=line.calls)
        asked.append(line.up + line.down > 250)
        met.clock.moment += timedelta(minutes=1)
    assert [minute for minute, was in enumerate(asked) if was] == [0, 1, 3, 7, 15, 31]
