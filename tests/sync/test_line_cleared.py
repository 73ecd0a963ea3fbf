"""What was erased goes from the server too, and whoever had not fetched it loses nothing else."""

from __future__ import annotations

from laptops import Laptop
from lines import syncs

from casework.team.worker import Role
from db.exchange.snapshots import State
from sync.line import summed
from sync.server.limits import Limits
from sync.server.tokens import DAY
from sync.wire.lanes import SEALED

FULL = (
    "update org set quota_batch ="
    " (select used_batch from org_head where org_head.org_id = org.org_id)"
)


def bodies(server):
    """Return of each stream how many batches the server has with and without their bytes."""
    with server.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "select stream_id, sum(body is not null), sum(body is null) from batch"
            " where kind = 1 group by 1"
        )
        return {stream: (there, gone) for stream, there, gone in rows}


def orders(server):
    with server.database.reading() as connection:
        return connection.exec_driver_sql("select count(*) from purge_log").scalar()


def takes_all(laptop):
    with laptop.post() as post:
        came = syncs(post).came
        assert (came.refused, came.differs) == ({}, 0)
    return laptop.codes()


def entries(store):
    ((count,),) = store.connection.execute("select count(*) from form_instance").fetchall()
    return count


def test_what_was_erased_goes_from_the_server_and_nothing_else_is_lost(met, tmp_path):
    gone, stays = met.writes(name_used="CANARY-ERASED"), met.writes()
    third = Laptop(met.first, tmp_path / "third", "Supervisor 9", Role.SUPERVISOR)
    third.takes(met.first.writes())
    met.meets()
    takes_all(third)
    # The third is away: what comes now it has neither seen nor missed.
    later = met.writes(name_used="CANARY-LATER")
    met.erases(gone)
    assert any(there > 1 for there, _ in bodies(met.server).values())
    assert orders(met.server) == 0

    assert met.meets().came.refused == {}
    assert orders(met.server) == 1
    left = [there for there, without in bodies(met.server).values() if without]
    assert left
    assert not any(left)

    # Both have the same afterwards, and so has whoever comes back or is new.
    fourth = Laptop(met.first, tmp_path / "fourth", "Supervisor 7", Role.SUPERVISOR)
    met.meets()
    fourth.takes(met.first.writes())
    for one in (met.second, third, fourth):
        assert takes_all(one) == {stays, later}
        with one.store() as store:
            assert entries(store) == entries(met.first.store)

    # The work goes on, and nothing is asked of the server twice.
    more = met.writes()
    met.meets()
    assert takes_all(third) == {stays, later, more}
    assert orders(met.server) == 1


def test_summaries_of_before_go_with_the_batches(met, monkeypatch):
    gone = met.writes(name_used="CANARY-ERASED")
    monkeypatch.setattr(summed, "MANY", 1)
    met.meets()
    monkeypatch.setattr(summed, "MANY", 500)
    before = {one.id: one.stream for one in met.first.post.exchange.coming(State.TAKEN)}
    assert before
    met.erases(gone)
    met.meets()
    emptied = {stream for stream, (_, without) in bodies(met.server).items() if without}
    with met.server.database.reading() as connection:
        rows = connection.exec_driver_sql("select snap_id, stream_id from snapshot").fetchall()
    there = {name for name, stream in rows if stream in emptied}
    assert there
    assert there.isdisjoint(before)
    assert emptied & set(before.values())


def test_what_was_erased_goes_from_a_full_house_too(met):
    """What sums up the rest was refused like all else, so the bytes stayed there."""
    gone, stays = met.writes(name_used="CANARY-ERASED"), met.writes()
    met.meets()
    met.erases(gone)
    with met.server.database.writing() as connection:
        connection.exec_driver_sql(FULL)

    assert met.meets().is_full

    assert orders(met.server) == 1
    assert not any(there for there, without in bodies(met.server).values() if without)
    with met.server.database.writing() as connection:
        connection.exec_driver_sql("update org set quota_batch = 1000000000")
    done = met.meets()
    assert (done.is_full, done.waiting) == (False, 0)
    assert takes_all(met.second) == {stays}


def test_what_came_before_a_summary_that_erases_is_asked_for_again(met):
    met.erases(met.writes())
    met.meets()
    # It stands behind what was let go: laid aside at first, and let go with what was erased.
    code = met.writes()
    met.meets()
    assert met.second_meets().alarms == []
    assert met.second.codes() == {code}


def test_a_summary_that_came_and_waits_for_its_key_is_held_back_by_nobody(met):
    """Her key had been replaced when what was erased went: people were told of the server."""
    met.erases(met.writes())
    with met.second.post() as post:
        for _pair in range(2):
            post.membership.replace_pair()
        post.membership.keep_older(post.membership.older[-1:])
    met.meets()

    assert met.second_meets().alarms == []

    with met.second.post() as post:
        kept = post.exchange.laid_aside(SEALED)
        assert kept
        # They are here: nobody asks for them once more.
        assert syncs(post).alarms == []
        assert post.exchange.laid_aside(SEALED) == kept


def test_an_order_that_somebody_else_was_first_with_is_given_under_the_next_number(met):
    for wanted in (1, 2):
        met.erases(met.writes())
        # As if the one before had been given elsewhere: this workbook does not know of it.
        secrets = met.first.post.exchange.secrets()
        known = {name: b"" for name in secrets if name.startswith("orders.")}
        met.first.post.exchange.keep_secrets(known)
        met.meets()
        assert orders(met.server) == wanted


def test_what_two_found_summed_up_goes_once_it_is_old(met, hands, monkeypatch):
    met.writes()
    monkeypatch.setattr(summed, "MANY", 1)
    for days in (0, Limits().keep_days + 2):
        hands.now += days * DAY
        # Who sums up does not say that it is right; the other one does, and both take turns.
        for meets in (met.meets, met.second_meets) * 2:
            met.writes()
            assert meets().came.refused == {}
        gone = [without for _, without in bodies(met.server).values() if without]
        assert bool(gone) is bool(days)
    met.meets()
    met.second_meets()
    with met.second.store() as store:
        assert entries(store) == entries(met.first.store)


def test_a_server_that_says_it_let_go_of_what_nothing_sums_up_is_told(met):
    met.second_meets()
    met.writes()
    met.meets()
    met.server_lets_go_of_the_newest()
    for _time in range(2):
        assert "held_back" in met.second_meets().alarms
