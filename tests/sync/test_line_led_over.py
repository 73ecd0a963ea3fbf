"""A server lets go of what it never showed, and so leads a laptop over to another log."""

from __future__ import annotations

from sync.line import summed
from sync.line.line import Line
from sync.wire.frames import START, logged, parse


def forgets_the_newest(server, stream):
    """Let a server be as if the newest batch of a stream had never come."""
    with server.database.writing() as connection:
        do = connection.exec_driver_sql
        where = (stream,)
        ((seq, author, aseq, prev),) = do(
            "select seq, author_id, aseq, body from batch where stream_id = ?"
            " order by stream_seq desc limit 1",
            where,
        ).fetchall()
        do("delete from batch where seq = ?", (seq,))
        ((number,),) = do("select max(stream_seq) from batch where stream_id = ?", where).fetchall()
        names = do(
            "select stream_seq, batch_id from batch where stream_id = ? order by 1", where
        ).fetchall()
        head = START
        for at, name in names:
            head = logged(head, at, name)
        do(
            "update stream set last_stream_seq = ?, log_hash = ? where stream_id = ?",
            (number, head, stream),
        )
        do(
            "update lane set last_aseq = ?, last_digest = ? where stream_id = ? and author_id = ?",
            (aseq - 1, parse(prev).prev, stream, author),
        )


def lets_go_of_all(server, stream):
    with server.database.writing() as connection:
        do = connection.exec_driver_sql
        do("update batch set body = null where stream_id = ?", (stream,))
        do("update stream set purged_seq = last_stream_seq where stream_id = ?", (stream,))
        do("update org_head set purges = 1")


def offers(office, name):
    """Write something that goes to everybody."""
    office.answers.record(None, "service", {"name": name, "kind": "health"}, "en")


def test_who_is_led_over_to_a_log_without_what_she_wrote_is_told(met, monkeypatch):
    """All that was before was said to be let go of, and summed up truly by who never saw hers."""
    stream = met.first.post.membership.config
    here = met.first.office(met.first.template.supervisor)
    offers(here, "Example Clinic C")
    met.meets()
    met.second_meets()
    offers(here, "CANARY-LOST")
    met.meets()
    forgets_the_newest(met.server, stream)
    monkeypatch.setattr(summed, "MANY", 1)
    for n in range(3):
        with met.second.office() as office:
            offers(office, f"Example Clinic {n}")
        assert met.second_meets().alarms == []
    lets_go_of_all(met.server, stream)
    assert not met.second.finds("CANARY-LOST")
    met.clock.pass_days(1)
    assert met.meets().alarms == ["other_log"]
    # What she wrote is given once more, so that nobody lacks it once that is settled.
    assert Line(met.first.post).settle() > 0
    for _turn in range(2):
        assert met.meets().alarms == []
        assert met.second_meets().alarms == []
    assert met.second.finds("CANARY-LOST")
