"""Snapshots over a server: made when much was written, compared, and fetched where a gap is."""

from __future__ import annotations

import os
import random

import httpx
import pytest
from laptops import First, Laptop
from lines import leads, syncs
from make import Clock
from served import NAME, Organisation, found

from casework.team.worker import Role
from db.exchange.snapshots import State
from sync.line import summed as line_summed
from sync.line.calls import Calls
from sync.line.talk import Caller, Talk
from sync.members.address import Address
from sync.wire.documents import Said, Signs, Snapshot, sign
from sync.wire.frames import LARGEST, LARGEST_BATCH, START, Kind, batch_id


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


def snapshots(server):
    """Return state and count of attestations of every snapshot that a server has."""
    with server.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "select s.state, (select count(*) from attestation as a where a.snap_id = s.snap_id)"
            " from snapshot as s"
        )
        return sorted(tuple(row) for row in rows)


def test_what_one_sums_up_another_compares_and_a_third_fetches(
    first, server, tmp_path, monkeypatch
):
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    leads(first.post, server)
    syncs(first.post)
    second.takes(first.writes())
    code = first.case(name_used="CANARY-TOLD")
    first.agrees(code)
    assert syncs(first.post).came.refused == {}
    # Little was written: nothing is summed up, and nothing is asked for.
    assert snapshots(server) == []
    with second.post() as post:
        assert syncs(post).came.refused == {}
    monkeypatch.setattr(line_summed, "MANY", 1)
    first.case(name_used="CANARY-KEPT")
    first.agrees(first.case(name_used="CANARY-MORE"))
    assert syncs(first.post).came.refused == {}
    made = snapshots(server)
    assert made
    assert {state for state, _ in made} == {"whole"}
    assert {one.state for one in first.post.exchange.coming(*State)} == {State.TAKEN}
    with second.post() as post:
        came = syncs(post).came
        assert (came.refused, came.differs) == ({}, 0)
    assert any(told == ("attested", 1) for told in snapshots(server))
    # Whoever has no batch at all and a gap gets it summed up.
    third = Laptop(first, tmp_path / "third", "Supervisor 9", Role.SUPERVISOR)
    syncs(first.post)
    third.takes(first.writes())
    with third.post() as post:
        came = syncs(post).came
        assert (came.refused, came.differs) == ({}, 0)
    assert len(third.codes()) == 2


def test_a_list_that_nobody_signed_is_told_as_refused_and_stops_nothing(
    first, server, tmp_path, monkeypatch
):
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    leads(first.post, server)
    syncs(first.post)
    second.takes(first.writes())
    monkeypatch.setattr(line_summed, "MANY", 1)
    first.agrees(first.case(name_used="CANARY-TOLD"))
    syncs(first.post)
    count = len(snapshots(server))
    with server.database.writing() as connection:
        connection.exec_driver_sql("update snapshot set body = zeroblob(length(body))")
    with second.post() as post:
        came = syncs(post).came
    assert came.refused == {"snapshot.manifest": count}
    assert len(second.codes()) == 1


def test_a_part_as_large_as_a_batch_may_be_is_fetched(server):
    """It was taken for the page of somebody else."""
    office = Organisation(random.Random(1))
    stream, laptop = office.stream(), office.workbook(Signs.ADMIN)
    part = laptop.batch(stream, os.urandom(LARGEST), kind=Kind.SNAPSHOT, aseq=1, prev=START)
    assert len(part) == LARGEST_BATCH
    offer = Snapshot(office.org, stream, 0, 0, START, [batch_id(part)])
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}") as http:
        found(http, office)
        laptop.enter(http)
        signed = sign(Said.SNAPSHOT, offer.pack(), laptop.author.seed)
        assert laptop.asks("POST", "snapshots", signed, stream=stream).status_code == 201
        what = f"snapshots/{offer.name.hex()}/parts/0"
        assert laptop.asks("PUT", what, part, stream=stream).headers["state"] == "whole"
    caller = Caller(NAME, office.org, laptop.name, laptop.transport)
    with Calls(Address.of(server.address), b"", lambda: False) as calls:
        asked = f"{what}?stream={stream.hex()}"
        assert Talk(calls, caller).told("GET", asked, {200}) == part
