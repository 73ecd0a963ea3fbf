"""Three laptops that meet at a server alone, and what it holds of them."""

from __future__ import annotations

from contextlib import nullcontext

from apart import Apart
from laptops import Laptop
from lines import leads, syncs


def at_server(template, folder, server):
    """Return three laptops that hold a case, or part of it, and know of the server."""
    team = Apart.with_a_case(template, folder)
    leads(team.first.post, server)
    team.carry()
    team.third.takes(team.first.writes())
    return team


def exchange(*laptops) -> None:
    """Let laptops exchange over the server, one after the other, a day apart."""
    for laptop in laptops:
        with laptop.post() if isinstance(laptop, Laptop) else nullcontext(laptop.post) as post:
            assert syncs(post).came.refused == {}
        laptop.clock.pass_days(1)


def snapshots(server) -> int:
    """Return how many snapshots a server has."""
    return counted(server, "select count(*) from snapshot")


def counted(server, query: str) -> int:
    """Return how many a server has of something."""
    with server.database.reading() as connection:
        return connection.exec_driver_sql(query).scalar()
