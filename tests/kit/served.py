"""A server to talk to, and an organisation that talks: keys, rights, batches that follow."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx
from nacl.signing import SigningKey

from sync.server.calls import Desks, Settings, operator_hash
from sync.server.limits import Limits
from sync.server.watching import Watch
from sync.wire import frames
from sync.wire.documents import Acl, Right, Said, prove, sign
from sync.wire.placed import STREAM, unplaced, unrun

if TYPE_CHECKING:
    import random

NAME = "sync.example"
OPERATOR = "the operator's own token"
EVERY_RIGHT = Right.READ | Right.WRITE | Right.SNAPSHOT | Right.BLOB
CASELOAD, ROSTER = 3, 1
WIDE = Limits(
    requests_per_minute=1 << 30,
    pushed_per_minute=1 << 40,
    tokens_per_minute=1 << 30,
    strangers_per_minute=1 << 30,
    boxes_per_day=1 << 30,
)


class Hands:
    """A clock that stands still until it is moved."""

    def __init__(self, now=1_800_000_000.0):
        self.now = now

    def __call__(self):
        return self.now


class Near:
    """A client that asks an application in this process, one request after the other."""

    def __init__(self, app, portal):
        self._app, self._portal = app, portal

    def request(self, method, path, content=b"", headers=(), params=()):
        """Return the answer; a fault of the application is an answer too."""
        return self._portal.call(self._asked, method, path, content, dict(headers), dict(params))

    def post(self, path, content=b"", headers=()):
        """Return the answer to a POST."""
        return self.request("POST", path, content, headers)

    def get(self, path, headers=()):
        """Return the answer to a GET."""
        return self.request("GET", path, b"", headers)

    async def _asked(self, method, path, content, headers, params):
        way = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=way, base_url=f"http://{NAME}") as client:
            return await client.request(
                method, path, content=content, headers=headers, params=params
            )


def desks_on(database, limits=WIDE, clock=None, log=None, name=NAME):
    """Return the desks of a server on a database."""
    settings, clock = Settings(name, limits, operator_hash(OPERATOR)), clock or Hands()
    return Desks(database, settings, Watch(log, clock), clock)


@dataclass
class Author:
    """One person's key on one workbook."""

    seed: bytes
    workbook: bytes
    bits: int = 0

    @property
    def public(self):
        return bytes(SigningKey(self.seed).verify_key)

    @property
    def name(self):
        return frames.author_id(self.public)


@dataclass
class Organisation:
    """Who belongs together; its document says so."""

    dice: random.Random
    streams: dict = field(default_factory=dict)
    workbooks: dict = field(default_factory=dict)
    authors: list = field(default_factory=list)
    rights: dict = field(default_factory=dict)
    version: int = 1

    def __post_init__(self):
        self.org, self.root = self.dice.randbytes(16), self.dice.randbytes(32)

    def stream(self, kind=CASELOAD, generation=0):
        """Add a stream; return its id."""
        name = self.dice.randbytes(16)
        self.streams[name] = (kind, generation)
        return name

    def workbook(self, bits=0, streams=None, rights=EVERY_RIGHT):
        """Add a workbook with one author and rights in streams; return both as a laptop."""
        name, transport = self.dice.randbytes(16), self.dice.randbytes(32)
        author = Author(self.dice.randbytes(32), name, bits)
        self.workbooks[name] = transport
        self.authors.append(author)
        for stream in self.streams if streams is None else streams:
            self.rights[name, stream] = rights
        return Laptop(self, name, transport, author)

    def acl(self):
        """Return who belongs here now."""
        streams, workbooks = list(self.streams), list(self.workbooks)
        return Acl(
            self.org,
            self.version,
            [(name, *self.streams[name]) for name in streams],
            [(name, bytes(SigningKey(key).verify_key)) for name, key in self.workbooks.items()],
            [(one.public, one.workbook, one.bits) for one in self.authors],
            [
                (workbooks.index(who), streams.index(where), bits)
                for (who, where), bits in self.rights.items()
            ],
        )

    def founding(self):
        """Return what makes this organisation on a server."""
        public = bytes(SigningKey(self.root).verify_key)
        return public + sign(Said.ACL, self.acl().pack(), self.root)

    def change(self, laptop):
        """Let who belongs here now hold on the server, signed on a laptop."""
        seen, self.version = self.version, self.version + 1
        body = sign(Said.ACL, self.acl().pack(), laptop.author.seed)
        return laptop.asks("PUT", "acl", body, headers={"if-match": f'"{seen}"'})

    def leave(self, laptop):
        """Let a laptop go; the document still has to be changed."""
        del self.workbooks[laptop.name]
        self.authors = [one for one in self.authors if one.workbook != laptop.name]
        self.rights = {key: bits for key, bits in self.rights.items() if key[0] != laptop.name}


@dataclass
class Laptop:
    """A workbook with its lanes, what it sent and what it got."""

    org: Organisation
    name: bytes
    transport: bytes
    author: Author
    lanes: dict = field(default_factory=dict)
    got: dict = field(default_factory=dict)
    own: dict = field(default_factory=dict)
    cursor: int = 0
    http: httpx.Client | None = None
    token: str = ""

    def batch(self, stream, content=b"", kind=frames.Kind.OPS, **other):
        """Return the next batch of its lane in a stream; what is in it nobody can read."""
        aseq, digest = self.lanes.get(stream, (0, frames.START))
        size = frames.padded(max(1, len(content)))
        facts = {
            "kind": kind,
            "generation": 0,
            "org": self.org.org,
            "stream": stream,
            "author": self.author.name,
            "aseq": aseq + 1,
            "prev": digest,
            "epoch": 1,
            "commitment": bytes(16),
            "seen_seq": 0,
            "seen_head": bytes(32),
            "nonce": os.urandom(24),
            "size": size,
        }
        header = frames.Header(**facts | other)
        sealed = header.pack() + (content or os.urandom(size)).ljust(size, b"\0") + os.urandom(16)
        made = frames.sign(sealed, self.author.seed)
        self.lanes[stream] = aseq + 1, frames.batch_id(made)
        return made

    def asks(self, method, what, body=b"", headers=(), **query):
        """Ask the server for something of the organisation."""
        path = f"/v1/orgs/{self.org.org.hex()}/{what}"
        return self.raw(method, path, body, headers, **query)

    def raw(self, method, path, body=b"", headers=(), **query):
        """Ask the server for something, as whoever has the token."""
        known = {"authorization": f"Bearer {self.token}"} if self.token else {}
        spelled = {name: _spelled(value) for name, value in query.items()}
        return self.http.request(
            method, path, content=body, headers=known | dict(headers), params=spelled
        )

    def enter(self, http, name=NAME):
        """Prove who it is; keep the token."""
        self.http, self.token = http, ""
        asked = self.org.org + self.name
        challenge = self.raw("POST", "/v1/auth/challenge", asked).content
        proof = prove(name, self.org.org, self.name, challenge, self.transport)
        answer = self.raw("POST", "/v1/auth/token", proof)
        self.token = answer.text if answer.status_code == 200 else ""
        return answer

    def sync(self, *batches, most=1 << 20):
        """Send batches and take what is new; torn or doubled batches would be seen."""
        body = frames.framed(batches)
        answer = self.asks("POST", "sync", body, after=self.cursor, max=most)
        if answer.status_code in {200, 204}:
            self.keeps(batches, answer)
            self.takes(answer)
        return answer

    def keeps(self, batches, answer):
        """Keep where what it sent itself stands in the log: it is not sent back."""
        accepted = int(answer.headers.get("accepted", "0"))
        numbers = unrun(answer.headers.get("placed", ""), accepted)
        assert len(numbers) == accepted
        for number, batch in zip(numbers, batches, strict=False):
            self.own.setdefault(frames.parse(batch).stream, {})[number] = frames.batch_id(batch)

    def takes(self, answer):
        """Keep what an answer brings, in the order in which it came."""
        self.fills(answer, self.cursor)
        self.cursor = int(answer.headers.get("cursor", self.cursor))

    def fills(self, answer, last=0):
        """Keep what an answer brings beside the cursor; return the last number that it had."""
        found, torn = unplaced(answer.content)
        assert not torn
        for seq, number, batch in found:
            assert seq > last
            last = seq
            kept = self.got.setdefault(frames.parse(batch).stream, [])
            kept.append((number, frames.batch_id(batch)))
        return last

    def catch_up(self):
        """Take all that is new."""
        while self.sync().headers.get("next-poll") == "0":
            pass
        return self.got

    def heads(self):
        """Return how far each stream is: its last number and the hash of its log."""
        rows = STREAM.iter_unpack(self.asks("GET", "streams").content)
        return {row[0]: (row[3], row[4]) for row in rows}

    def log(self, stream):
        """Return the number and the hash that what it got comes to; a gap would be seen."""
        head, whole = frames.START, self.whole(stream)
        for place, (number, name) in enumerate(whole, 1):
            assert number == place
            head = frames.logged(head, number, name)
        return len(whole), head

    def whole(self, stream):
        """Return all it knows of a stream's log, with what it sent itself."""
        return sorted({*self.got.get(stream, ()), *self.own.get(stream, {}).items()})


def _spelled(value):
    return value.hex() if isinstance(value, bytes) else value


def found(http, organisation):
    """Make an organisation on a server as its operator."""
    answer = http.post(
        "/v1/orgs",
        content=organisation.founding(),
        headers={"authorization": f"Bearer {OPERATOR}"},
    )
    assert answer.status_code == 201, answer.text
    return answer
