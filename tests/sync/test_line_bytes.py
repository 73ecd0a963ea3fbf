"""What an exchange costs on the line: a look 250 bytes, an edit 800, one round trip each."""

from __future__ import annotations

LOOK, EDIT, BODY = 250, 800, 520


def test_what_goes_over_the_line_is_little(met, line):
    met.first.case()
    code = met.writes()
    met.meets(calls=line.calls)
    met.meets(calls=line.calls)
    line.count()
    done = met.meets(calls=line.calls)
    assert (done.sent, line.connections) == (0, 1)
    assert line.up + line.down <= LOOK

    met.edits(code, phone="+000 2 22")
    line.count()
    done = met.meets(calls=line.calls)
    assert (done.sent, line.connections) == (1, 1)
    (size,) = met.first.store.connection.execute(
        "select length(content) from outbox order by created desc limit 1"
    ).fetchone()
    assert (size <= BODY, line.up + line.down <= EDIT) == (True, True), (size, line.up, line.down)
