"""What waited for a decision while a server let go of its bytes reaches others once it counts."""

from __future__ import annotations

import pytest
from apart import case_of, opened, records
from at_server import at_server, counted, exchange, snapshots
from back_again import days
from make import VISIT

from casework.keeping.erasure import Basis
from sync.sealed.lateness import late, take_late

DAY = "2026-01-02"
WORDS = "CANARY-LATE"
# What a server does to all that it has of caseloads, once it is told to.
LET_GO = (
    (
        "update stream set purged_seq = (select max(stream_seq) from batch as b"
        " where b.stream_id = stream.stream_id) where stream_id in"
        " (select stream_id from batch where body is not null and kind = 1)"
    ),
    "update batch set body = null where kind = 1",
    "update org_head set purges = 1",
)


def orders(server) -> int:
    """Return how many orders to let go a server had."""
    return counted(server, "select count(*) from purge_log")


def erases(first, code) -> None:
    """Erase a case for good where it was decided who was to be removed."""
    case = case_of(first, code)
    with first.store.begin(first.template.supervisor) as work:
        work.erasures.destroy(case.hex(), code, Basis.HER_WISH.value)
        work.save()


@pytest.fixture
def team(template, tmp_path, server):
    """Return three laptops; one was removed at another before all that it gave had come there."""
    team = at_server(template, tmp_path / "team", server)
    team.beside = records(team.other, team.first, "R")
    exchange(*(team.first, team.other, team.third) * 2)
    opened(team.other, team.case, DAY)
    with team.other.office() as office:
        office.answers.record(team.beside, "intake", VISIT | {"name_used": WORDS}, "en")
    assert team.other.finds(WORDS)
    exchange(team.other)
    team.first.post.membership.revoke(team.other.unlocked().store_id)
    return team


def counts(team) -> None:
    """Let what waits for a decision at the first one count."""
    (waits,) = late(team.first.post.membership)
    take_late(team.first.post, waits.workbook)


def shown(team) -> list[list[str]]:
    """Return on which days the case was opened, by what those show who are left."""
    with team.third.store() as store:
        return [days(team.first.store, team.case), days(store, team.case)]


def test_what_went_from_a_server_before_it_counted_comes_there_once_it_does(team, server) -> None:
    """It stands in the log, so nobody brought it: its body is gone and no summary has it."""
    erases(team.first, team.beside)
    exchange(team.first, team.third)
    assert orders(server)

    counts(team)
    exchange(team.first, team.third)

    assert shown(team) == [[DAY]] * 2
    # Of what was erased nothing is said with it.
    assert not team.third.finds(WORDS)
    made = snapshots(server)
    exchange(*(team.first, team.third) * 2)
    assert snapshots(server) == made


def test_what_a_server_let_go_of_by_the_order_of_another_is_brought_as_well(team, server) -> None:
    """It was summed up elsewhere, without what was to be decided."""
    exchange(team.first)
    with server.database.writing() as connection:
        for statement in LET_GO:
            connection.exec_driver_sql(statement)
    exchange(team.first)

    counts(team)
    exchange(team.first, team.third)

    assert shown(team) == [[DAY]] * 2
