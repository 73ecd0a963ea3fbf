"""Who has no network hands a stick to a colleague, whose laptop brings what she wrote."""

from __future__ import annotations

from datetime import timedelta

from laptops import KEPT_WITH, Laptop
from lines import Quick, syncs
from make import VISIT

from desktop.exchange.exchanging import Ways, exchange_over


def test_a_colleague_brings_what_she_may_not_read_herself(met, tmp_path):
    far = Laptop(met.first, tmp_path / "far", "Caseworker 9")
    # Another caseworker: she reads none of it, and still may bring it.
    other = Laptop(met.first, tmp_path / "other", "Caseworker 7")
    met.meets()
    met.second_meets()
    far.takes(met.first.writes())
    with far.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        office.answers.record(code, "consent", agreed(met), "en")
    stick = tmp_path / "stick"
    stick.write_bytes(far.writes())
    with other.post() as post:
        # Where the server is she learnt by the stick that she joined with.
        assert post.membership.roster.address
        done = exchange_over(post, lambda _: None, lambda: False, Ways(pause=Quick()), stick=stick)
    assert (done.sent > 0, done.waiting, done.alarms) == (True, 0, [])
    # The first reads her cases, and never saw the stick.
    assert met.meets().came.refused == {}
    (found,) = met.first.store.connection.execute(
        "select count(*) from casefile where code = ?", (code,)
    ).fetchone()
    assert found == 1
    with other.store() as store:
        assert store.connection.execute("select code from casefile").fetchall() == []
    # When she has a network again nothing of it is doubled.
    with far.post() as post:
        done = syncs(post)
        assert (done.came.refused, done.alarms, done.waiting) == ({}, [], 0)


def agreed(met):
    """Return answers by which a file may be kept elsewhere too."""
    until = (met.clock.moment + timedelta(days=80)).date().isoformat()
    grant = {"recipient": met.first.services()[KEPT_WITH], "valid_until": until}
    return {
        "limits_explained": "yes",
        "means": "verbal",
        "given_by": "survivor",
        "case_service": "given",
        "grants": [grant | {"purpose": "store_elsewhere"}],
    }
