"""Many at once, and servers that die: no batch missed, doubled or out of order; none lost."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import ExitStack

import pytest
from contest import Contest
from postgres import Cluster, libraries
from serving import Server

SOAK_SECONDS = int(os.environ.get("SOAK_SECONDS", "60"))


def test_sixteen_write_and_four_read_at_once(http):
    contest = Contest(random.randrange(1 << 30))
    contest.begin(http)
    contest.run(requests=6)
    assert contest.judge() >= 16 * 6


def test_what_was_acknowledged_is_there_after_the_server_was_killed_amid_requests(tmp_path):
    contest = Contest(7, writers=3, readers=1, streams=2)
    with Server(tmp_path, measured=False) as server, server.client() as http:
        contest.begin(http)

        def meanwhile():
            while sum(map(len, list(contest.sent.values()))) < 40:
                time.sleep(0.005)
            server.stop(signal.SIGKILL)
            server.start()

        contest.run(requests=20, meanwhile=meanwhile)
        assert contest.judge() >= 40


def test_what_was_acknowledged_is_there_after_the_server_was_killed_between_two(tmp_path, cluster):
    contest = Contest(os.getpid(), writers=3, readers=1, streams=2)
    where = ("--database", cluster.url())
    with Server(tmp_path, where, measured=False) as server, server.client() as http:
        contest.begin(http)
        contest.run(requests=5)
        server.stop(signal.SIGKILL)
        server.start()
        assert contest.judge() >= 3 * 5


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_three_servers_that_are_killed_by_turns_lose_nothing(kind, tmp_path):
    with ExitStack() as stack:
        if kind == "sqlite":
            where = ("--data", tmp_path / "data")
        else:
            lacking = libraries().without_postgres()
            if lacking:
                pytest.skip(lacking)
            lent = stack.enter_context(
                Cluster(f"soak{os.getpid()}", tmp_path / "lock", "-c fsync=on").lent()
            )
            where = ("--database", lent.fresh("soak"))
        folders = [tmp_path / str(n) for n in range(3)]
        for one in folders:
            one.mkdir()
        servers = [stack.enter_context(Server(one, where, measured=False)) for one in folders]
        clients = [stack.enter_context(one.client()) for one in servers]
        contest = Contest(11)
        contest.begin(*clients)
        dice, until = random.Random(13), time.monotonic() + SOAK_SECONDS

        def meanwhile():
            while time.monotonic() < until:
                time.sleep(dice.uniform(1, 4))
                one = dice.choice(servers)
                one.stop(signal.SIGKILL)
                one.start()

        contest.run(seconds=SOAK_SECONDS, meanwhile=meanwhile)
        assert contest.judge() > SOAK_SECONDS
