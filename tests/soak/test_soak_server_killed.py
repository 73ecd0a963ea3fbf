"""A server killed before each thing it does in turn: nothing is lost, at most 64 KiB go twice."""

from __future__ import annotations

import io
import os
import random
import sys
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from hashlib import blake2b
from itertools import count
from pathlib import Path

import httpx
import pytest
from doors import free_port
from dying_server import Dying
from met import Met
from postgres import Cluster, libraries
from relay import Relay
from served import NAME, OPERATOR, WIDE, Hands, Organisation
from sqlalchemy import select

from casework.files.attachment import Sort
from casework.files.attachments import Coming
from desktop.saying.words import Refused
from sync.line.calls import Calls
from sync.server.engines import open_file, open_url
from sync.server.orgs import Orgs
from sync.server.tables import metadata
from sync.wire import frames
from sync.wire.documents import Attest, Purge, Said, Signs, Snapshot, Why, sign
from sync.wire.frames import Kind

pytestmark = pytest.mark.soak
TWICE = 1 << 16
MOST = 2000
BOX = "/v1/boxes/" + "0a" * 16


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path):
    """Return what makes a new place for a server."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield lambda name: str(tmp_path / name)
            return
        lacking = libraries().without_postgres()
        if lacking:
            pytest.skip(lacking)
        lent = stack.enter_context(Cluster(f"died{os.getpid()}", tmp_path / "lock").lent())
        yield lent.fresh


def opened(where):
    return open_url(where) if "://" in where else open_file(Path(where))


def begun(where, *heard):
    return Dying(free_port(), where, *heard)


class Sending:
    """All that a server writes for, as the same bytes for whichever server."""

    def __init__(self):
        self.org = Organisation(random.Random(5))
        self.stream, other = self.org.stream(), self.org.stream()
        self.lead, self.peer = self.org.workbook(Signs.ADMIN), self.org.workbook()
        some = [self.lead.batch(one) for one in (self.stream, other, self.stream)]
        many = [self.lead.batch(self.stream, os.urandom(3000)) for _ in range(20)]
        mine = [one for one in some + many if frames.parse(one).stream == self.stream]
        head = frames.START
        for number, one in enumerate(mine, 1):
            head = frames.logged(head, number, frames.batch_id(one))
        parts = [
            self.lead.batch(self.stream, kind=Kind.SNAPSHOT, aseq=1, prev=frames.START)
            for _ in range(2)
        ]
        names = [frames.batch_id(one) for one in parts]
        summed = Snapshot(self.org.org, self.stream, 0, len(mine), head, names)
        same = Attest(self.org.org, self.stream, summed.name, summed.covers)
        order = Purge(self.org.org, 1, Why.ERASE, [(self.stream, 9)], [], [])
        file = os.urandom(1 << 15)
        name = blake2b(file, digest_size=32).digest()
        lead, here = self.lead.author.seed, {"stream": self.stream}
        founding = self.org.founding()
        self.org.version = 2
        newer = sign(Said.ACL, self.org.acl().pack(), lead)
        snap = f"snapshots/{summed.name.hex()}"
        self.acts = [
            lambda http: http.post("/v1/orgs", content=founding, headers=_OPERATES),
            self.lead.enter,
            self.peer.enter,
            self._asks("POST", "sync", frames.framed(some), after=0),
            self._asks("POST", "sync", frames.framed(many), after=0),
            self._asks("PUT", "acl", newer, {"if-match": '"1"'}),
            self._asks("POST", "snapshots", sign(Said.SNAPSHOT, summed.pack(), lead), **here),
            *(self._asks("PUT", f"{snap}/parts/{n}", parts[n], **here) for n in range(2)),
            self._attests(f"{snap}/attest", same),
            self._asks("POST", "blobs", blob=name, size=len(file), **here),
            *(
                self._asks(
                    "PATCH", f"blobs/{name.hex()}", file[at : at + (1 << 14)], **here, offset=at
                )
                for at in (0, 1 << 14)
            ),
            lambda http: http.put(BOX, content=b"sealed"),
            self._asks("POST", "purge", sign(Said.PURGE, order.pack(), lead)),
        ]

    def _asks(self, method, what, body=b"", headers=(), **query):
        def asks(http):
            self.lead.http = http
            return self.lead.asks(method, what, body, headers, **query)

        return asks

    def _attests(self, what, same):
        body = sign(Said.ATTEST, same.pack(), self.peer.author.seed)

        def asks(http):
            self.peer.http = http
            return self.peer.asks("POST", what, body, stream=self.stream)

        return asks


_OPERATES = {"authorization": f"Bearer {OPERATOR}"}
DONE = {200, 201, 204}
# What was kept before the answer was lost is not kept a second time.
DONE_BEFORE = DONE | {409, 412}


def asked(server, act):
    """Do one thing; return the status, or nothing where the server died of it."""
    with (
        suppress(httpx.TransportError),
        httpx.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=60) as http,
    ):
        return act(http).status_code
    return 0


def kept(where):
    """Return what stands in the tables; of each server only the key of its tokens is its own."""
    with closing(opened(where)) as database, database.reading() as connection:
        tables = [one for one in metadata.sorted_tables if one.name != "setting"]
        return {
            one.name: sorted(map(repr, connection.execute(select(one)).all())) for one in tables
        }


def test_whatever_it_writes_is_there_once_after_a_death_at_each_point(where):
    sending = Sending()
    calm, killed = where("calm"), where("killed")
    deaths = []
    with closing(begun(killed)) as server:
        for act in sending.acts:
            for point in range(1, MOST):
                status = asked(server, act) if server.start(point) else 0
                lived = server.stop()
                assert status in (DONE if point == 1 else DONE_BEFORE) | {0}
                if status and lived:
                    break
            deaths.append(point - 1)
    with closing(begun(calm)) as server:
        assert server.start()
        assert {asked(server, act) for act in sending.acts} <= DONE
    assert kept(killed) == kept(calm)
    # Each act has its beginning, its statements, its end and its answer.
    assert min(deaths) >= 5
    assert sum(deaths) > 150


class At:
    """A server for laptops, as they are told of it."""

    def __init__(self, dying, where):
        self.port, self._where = dying.port, where
        self.address = f"http://127.0.0.1:{dying.port}#{NAME}"

    def invite(self):
        with closing(opened(self._where)) as database:
            return Orgs(database, WIDE, Hands()).invite()


class Tally:
    """What a laptop sent over a line, each batch once, and what servers heard, however often."""

    def __init__(self, line, heard):
        self._line, self._heard = line, heard
        self.begin()

    def begin(self):
        self._heard.write_text("", "ascii")
        self.batches = set()

    def heard(self, path):
        """Return how many bytes came to such a path."""
        lines = [line.split() for line in self._heard.read_text("ascii").splitlines()]
        return sum(int(size) for where, size in lines if path in where)

    @property
    def again(self):
        """How many bytes of batches came that had come before."""
        return self.heard("/sync") - len(frames.framed(self.batches))

    def calls(self, where, pin, stopped):
        return Counting(self, replace(where, port=self._line.port), pin, stopped)


class Counting(Calls):
    def __init__(self, tally, *how):
        super().__init__(*how, patience=5)
        self._tally = tally

    def _put(self, method, path, body, headers):
        if "/sync" in path:
            self._tally.batches.update(frames.unframed(body or b"")[0])
        super()._put(method, path, body, headers)


def round_of(met, dying, tally, point):
    """Exchange with a server that dies at a point, then with one that does not."""
    tally.begin()
    if dying.start(point):
        with suppress(Refused):
            met.meets(calls=tally.calls)
    lived = dying.stop()
    assert dying.start()
    done = met.meets(calls=tally.calls)
    assert (done.waiting, done.alarms, done.refused) == (0, [], "")
    assert done.files_waiting == 0
    return lived


def test_laptops_go_on_with_a_server_that_died_and_send_little_twice(where, template, tmp_path):
    place = where("server")
    dice, most = random.Random(3), 0
    with ExitStack() as stack:
        dying = stack.enter_context(closing(begun(place, tmp_path / "heard")))
        assert dying.start()
        met = stack.enter_context(closing(Met(template, tmp_path, At(dying, place))))
        line = stack.enter_context(closing(Relay(dying.port)))
        tally = Tally(line, tmp_path / "heard")

        def writes():
            found = {met.writes(name_used=dice.randbytes(20_000).hex()) for _ in range(3)}
            office = met.first.office(met.first.template.supervisor)
            coming = Coming(min(found), Sort.MESSAGE, as_it_is=True)
            office.attachments.add(coming, io.BytesIO(dice.randbytes(90_000)))
            return found

        codes = writes()
        met.meets(calls=tally.calls)
        file = tally.heard("/blobs/")
        assert (file > 90_000, tally.again) == (True, 0)
        for point in count(1):
            codes |= writes()
            dying.stop()
            lived = round_of(met, dying, tally, point)
            most = max(most, tally.again + tally.heard("/blobs/") - file)
            if lived:
                break
        assert point > 30
        assert 0 < most <= TWICE
        done = met.second_meets()
        assert (done.came.refused, done.alarms) == ({}, [])
        assert set(met.second.codes()) == codes
        assert done.came.files == len(codes) // 3
        sys.stdout.write(f"{point - 1} deaths, at most {most} bytes twice\n")
