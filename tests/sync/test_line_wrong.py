"""A server that fell back, shows another order or holds something back: said, and filled again."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import closing

from lines import leads, listening, to
from sqlalchemy import func, select, update

from casework.team.worker import Role
from db.log.outbox import take_back
from sync.line.line import Line
from sync.server.tables import batch


def copied(server, folder):
    """Return a folder with the server's data as it is now."""
    return shutil.copytree(server.folder, folder)


def heads(server):
    with server.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "select stream_id, last_stream_seq, log_hash from stream"
        ).fetchall()
    return {bytes(row[0]): (row[1], bytes(row[2])) for row in rows}


def seen(post):
    """Return how far a workbook has worked out each log."""
    streams = post.membership.roster.reading(post.membership.me.workbook)
    return {stream: post.seen(stream) for stream in streams if post.seen(stream)[0]}


def test_both_work_out_the_log_that_the_server_shows(met, server):
    met.writes()
    met.meets()
    met.second_meets()
    there = heads(server)
    here = seen(met.first.post)
    assert here == {stream: head for stream, head in there.items() if stream in here}
    with met.second.post() as post:
        assert seen(post) == here


def test_a_server_that_fell_back_is_told_of_and_filled_again(met, server, tmp_path):
    met.writes()
    met.meets()
    before = copied(server, tmp_path / "before")
    code = met.writes(name_used="CANARY-LINE")
    met.meets()
    now = heads(server)
    with listening(before) as restored:
        done = met.meets(calls=to(restored))
        assert done.alarms == ["rolled_back"]
        assert (done.waiting, done.sent > 0) == (0, True)
        # It is as it was: the same batches in the same order.
        assert heads(restored) == now
        met.second_meets(calls=to(restored))
        assert code in met.second.codes()
        # The alarm stays until somebody has settled it, and goes for all then.
        assert met.meets(calls=to(restored)).alarms == ["rolled_back"]
        assert Line(met.first.post).settle() == len(now)
        assert met.meets(calls=to(restored)).alarms == []


def test_a_server_that_was_refilled_in_another_order_is_told_of(met, server, tmp_path):
    met.writes()
    met.meets()
    met.second_meets()
    before = copied(server, tmp_path / "before")
    met.writes()
    met.meets()
    with met.second.office() as office:
        hires(office, "Caseworker 71")
    met.second_meets()
    with listening(before) as restored:
        assert met.second_meets(calls=to(restored)).alarms == ["rolled_back"]
        # It is as long again as it was: the numbers alone say nothing.
        met.clock.pass_days(1)
        assert met.meets(calls=to(restored)).alarms
        assert seen(met.first.post) == {
            stream: head
            for stream, head in heads(restored).items()
            if stream in seen(met.first.post)
        }
        Line(met.first.post).settle()
        met.meets(calls=to(restored))
        met.second_meets(calls=to(restored))
        assert met.second_meets(calls=to(restored)).alarms == []


def test_another_server_is_filled_by_all_and_nothing_counts_as_sent_there(met, tmp_path):
    code = met.writes(name_used="CANARY-LINE")
    met.meets()
    met.second_meets()
    (tmp_path / "other").mkdir()
    with listening(tmp_path / "other", name="other.example") as other:
        leads(met.first.post, other)
        # Everybody learns of it at the old one.
        done = met.meets()
        assert (done.waiting, done.alarms) == (0, [])
        assert done.sent > 1
        met.second.takes(met.first.writes())
        assert met.second_meets().alarms == []
        there = heads(other)
        assert seen(met.first.post) == {
            stream: head for stream, head in there.items() if stream in seen(met.first.post)
        }
        again = met.writes()
        met.meets()
        met.second_meets()
        assert {code, again} <= met.second.codes()


def test_what_the_server_keeps_back_is_missed(met, server):
    met.writes()
    met.meets()
    with server.database.reading() as connection:
        hidden = connection.execute(select(func.max(batch.c.seq))).scalar_one()
    met.writes()
    met.meets()
    with server.database.writing() as connection:
        connection.execute(update(batch).where(batch.c.seq == hidden).values(body=None))
    done = met.second_meets()
    assert done.alarms == ["held_back"]
    assert done.came.early > 0


def test_what_was_erased_before_it_was_sent_does_not_stop_what_follows(met):
    post = met.first.post
    # One is only on a stick, and is erased then; others follow in the same lane.
    gone = met.writes()
    met.first.writes()
    with closing(post.connection.cursor()) as cursor:
        take_back(cursor, json.dumps([entity.hex() for entity in of_case(post, gone)]))
    emptied = post.connection.execute("select count(*) from outbox where content is null")
    assert emptied.fetchone()[0] > 0
    hires(met.first.office(met.first.template.supervisor), "Caseworker 71")
    code = met.writes()
    done = met.meets()
    assert (done.waiting, done.refused, done.alarms) == (0, "", [])
    met.second_meets()
    with met.second.post() as second:
        assert {one.why for one in second.exchange.parked()} <= {"lane.gap"}
    assert code


def of_case(post, code):
    """Return the case of a code as an entity."""
    rows = post.connection.execute("select id from casefile where code = ?", (code,))
    return [entity for (entity,) in rows.fetchall()]


def hires(office, name):
    """Write something that goes to everybody."""
    office.people.add(os.urandom(16).hex(), name, Role.CASEWORKER, os.urandom(32))
