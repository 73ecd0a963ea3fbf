"""One piece of work on one connection: pen and session write into the same transaction."""

from __future__ import annotations

from make import Desks

from db.rows.taking import TakingRow
from db.store import open_store


def test_the_first_session_of_a_day_keeps_what_the_pen_wrote_before(template, tmp_path, clock):
    desks = Desks(template, tmp_path / "home", clock)
    desks.close()
    store = open_store(desks.home, template.unlocked(), clock)
    with store.begin(template.supervisor) as work:
        key = bytes.fromhex(work.takings.note("", "EX-REASON", "passphrase"))
        assert work._session.get(TakingRow, key) is not None
        work.save()
    assert store.connection.execute("select reason from taking").fetchall() == [("EX-REASON",)]
    store.close()
