"""Decoders of rosters, summaries, files and figures, and what a server and its client read."""

from __future__ import annotations

import json
import random
import struct
import tempfile
from dataclasses import replace
from http.client import HTTPException
from io import BytesIO
from pathlib import Path

import wired
from measure import HOUSE
from rosters import Member, Story, some
from served import Organisation, desks_on
from wired import KEY, ORG

from casework.figures.plan import plans
from casework.figures.released import Name, Told, packed
from casework.protect.printed import Mark, Number, Span
from db.exchange.carried_files import File
from db.exchange.snapshots import Reader
from ledger.ops import decode, decode_batch, encode, encode_batch
from ledger.pieces import Piece, piece_of, said
from sync.line import talk
from sync.line.calls import CallRefused, _Response
from sync.members import enrol
from sync.members.address import Address, AddressRefused
from sync.members.roster import EMPTY, Signed, follow
from sync.members.rosterlog import LogRefused, Origin, RosterLog, read_log
from sync.sealed import files as sealed_files
from sync.sealed.figures import FiguresRefused, content_of, release_of
from sync.sealed.files import FileRefused
from sync.server.calls import Call
from sync.server.engines import open_file
from sync.server.refusals import Refused
from sync.server.route import resolve
from sync.server.routes import ROUTES
from sync.server.tokens import Member as Asking
from sync.wire import frames, keys
from sync.wire.documents import Acl, Gone, Said, Signs, Snapshot, prove, sign
from sync.wire.envelope import Place, StreamKey, seal
from sync.wire.frames import Kind, batch_id
from sync.wire.placed import PLACED, unplaced, unrun

REFUSED = (
    *(AddressRefused, CallRefused, FiguresRefused, FileRefused, LogRefused, Refused),
    *(HTTPException, ConnectionResetError),
)
ADA, CHIEF = Member("ada"), Member("chief")
FROZEN = json.loads((HOUSE / "tests/sync/vectors/snapshot-1.json").read_text("utf-8"))
ROSTER = StreamKey(some("roster stream"), 1, bytes(range(32)))
FILE = File(ORG, KEY.stream, bytes(32), 100)
_SIZE = struct.Struct(">H")


def cut(data):
    """Return pieces, each behind its length; the last as long as it is."""
    found, at = [], 0
    while len(data) - at >= _SIZE.size:
        size = _SIZE.unpack_from(data, at)[0]
        at += _SIZE.size
        found.append(data[at : at + size])
        at += size
    return found


def put(pieces):
    return b"".join(_SIZE.pack(len(piece)) + piece for piece in pieces)


def values(data):
    assert encode(decode(data)) == data


def pieces(data):
    found = piece_of(decode_batch(data, ADA.lane(KEY.stream), 2))
    if found is None:
        raise FileRefused
    assert 0 < found.number <= found.total


def summary(data):
    """Read parts of one summary, and give out all that is in them."""
    reader, found = Reader(), 0
    for part in cut(data):
        told = reader.read(part)[1]
        found += 1 if not hasattr(told, "__len__") else len(list(told))
    if not found:
        raise FileRefused


def log(data):
    """Read the roster's batches of whoever admits us."""
    batches = [batch for batch in cut(data) if len(batch) >= frames.HEADER_SIZE]
    read_log(batches, *_HEARD)


def chain(data):
    """Follow entries that people did sign, whatever they are."""
    heard = follow(Signed(one, CHIEF.author, n) for n, one in enumerate(cut(data), 1))
    if not heard.roster.org:
        raise LogRefused


def joining(data):
    """Read the inside of an answer to a request, sealed as by whoever administers."""
    inside = struct.pack(">I", len(data)) + data
    inside = inside.ljust(frames.padme(len(inside)), b"\0")
    about = enrol._ANSWER + _ASKED.digest
    enrol.open_answer(enrol.JOIN + keys.wrap(ADA.kem.public, inside, about), _ASKED, ADA.kem)


def wrapped(data):
    """Read an answer as it lies on a stick."""
    enrol.open_answer(data, _ASKED, ADA.kem)


def piece(data):
    """Open one piece of a file; the head is looked at before."""
    if len(data) < sealed_files._HEAD.size:
        raise FileRefused
    _, content = sealed_files.open_piece(KEY, FILE, data)
    assert len(content) <= FILE.size


def figures(data):
    release = release_of(data)
    assert content_of(release) == data
    # What is shown of it is counted with.
    assert all(type(one.printed.hi - one.printed.lo) is int for one in release.cells)


def address(data):
    found = Address.of(data.decode("latin-1"))
    assert Address.of(str(found)) == found


def placed(data):
    """Read the body of a server's answer, with what its headers would say in the same bytes."""
    numbers = unrun(data[:99].decode("latin-1"), 20)
    assert len(numbers) in {0, 20}
    found, rest = unplaced(data)
    if rest or not found:
        raise CallRefused
    assert sum(PLACED.size + len(one) for _, _, one in found) == len(data)


class _Line:
    """A connection on which these bytes come."""

    def __init__(self, data):
        self._data = data

    def makefile(self, *_):
        return BytesIO(self._data)


def answered(data):
    """Read the lines before an answer, and what it tells."""
    response = _Response(_Line(data), method="POST")
    response.begin()
    if response.headers.get("content-type") != "application/json":
        raise CallRefused
    talk._json(response.read(1 << 16))


def question(data):
    """Find the route of a question: method, path and query in lines."""
    method, _, rest = data.partition(b"\n")
    path, _, query = rest.partition(b"\n")
    found = resolve(ROUTES, method.decode("latin-1"), path, query)
    assert all(isinstance(one, bytes) for one in found.names.values())


def asked(data):
    """Give a body to whoever answers at a real server; its first byte says at which route."""
    place = (data[:1] or b"\0")[0]
    if place >= len(_TAKING):
        raise Refused(404, "route.unknown")
    route = _TAKING[place]
    numbers = {one.name: one.usual or 0 for one in route.numbers}
    names = _NAMES | ({"n": 0} if "{n}" in route.path else {})
    told = {"invite": "CODE", "if-match": '"1"'}
    call = Call(_desks(), names, numbers | {"n": 0}, told, "", data[1:], _WHO)
    answer = route.does(call)
    # Of a lane that goes on, or a right that changed, more is said than that nothing came of it.
    if answer.headers.get("refused"):
        raise Refused(400, "refused")


_TAKING = [route for route in ROUTES if route.takes]
_OFFICE = Organisation(random.Random(7))
_STREAM = _OFFICE.stream()
_LAPTOP = _OFFICE.workbook(Signs.ADMIN)
_WHO = Asking(_OFFICE.org, _LAPTOP.name)
_NAMES = {
    "org": _OFFICE.org,
    "stream": _STREAM,
    "snap": bytes(16),
    "box": bytes(16),
    "blob": bytes(32),
}
_SERVER = []


def _desks():
    """Return the desks of a server that knows one organisation; made at the first need."""
    if not _SERVER:
        folder = tempfile.TemporaryDirectory()
        _SERVER[:] = [desks_on(open_file(Path(folder.name))), folder]
        _SERVER[0].orgs.create(_OFFICE.founding(), None)
    return _SERVER[0]


def _sealed(story):
    """Return the entries of a story as batches, each in the lane of who said it."""
    prev, batches = frames.START, []
    for one in story.signed:
        place = Place(story.roster.org, story.roster.stream, one.by, Kind.ROSTER, 0, one.aseq, prev)
        batches.append(seal(one.content, place, ROSTER, CHIEF.seed))
        prev = batch_id(batches[-1])
    return tuple(batches)


def _joined():
    """Return a story in which the chief admits somebody who asked, and what she asked with."""
    story = Story(CHIEF, roster=None)
    story.roster = EMPTY
    story.says(replace(story.founded(), commitment=ROSTER.commitment))
    request = enrol.ask(ADA.workbook, ADA.user, ADA.kem.public, ADA.seed, ADA.transport_seed)
    story.says(request.admit())
    story.says(request.authored(writes=True, administers=False))
    story.grants(story.begins("cases"), ADA)
    return story, request


_STORY, _ASKED = _joined()
_HEARD = (
    Origin(_STORY.roster.org, _STORY.roster.stream, _STORY.roster.root),
    [ADA.public, CHIEF.public],
    [ROSTER],
)


def _bodies():
    """Return what a server is sent, each behind the place of its route."""
    laptop, author = _LAPTOP, _LAPTOP.author
    acl = _OFFICE.acl()
    newer = Acl(acl.org, 2, acl.streams, acl.replicas, acl.authors, acl.rights)
    summed = Snapshot(_OFFICE.org, _STREAM, 0, 0, bytes(32), [bytes(32)])
    proof = prove("sync.example", _OFFICE.org, laptop.name, bytes(32), laptop.transport)
    bodies = [
        _OFFICE.org + laptop.name,
        proof,
        _OFFICE.founding(),
        frames.framed([laptop.batch(_STREAM), laptop.batch(_STREAM)]),
        sign(Said.ACL, newer.pack(), author.seed),
        sign(Said.SNAPSHOT, summed.pack(), author.seed),
        sign(Said.GONE, Gone(_OFFICE.org, _STREAM, [bytes(32)]).pack(), author.seed),
    ]
    return [bytes([n]) + body for n in range(len(_TAKING)) for body in bodies]


def _content(roster_log, request):
    """Return what an answer holds, unsealed."""
    whole = enrol.answer(request, roster_log, [ROSTER])
    return enrol._emptied(
        keys.unwrap(ADA.kem, whole[len(enrol.JOIN) :], enrol._ANSWER + request.digest)
    )


def _figures():
    """Return a release as it is sealed."""
    name = Name("people", (("sex", "f"),))
    cells = [Told(name, one) for one in (Mark(10), Number(15, 10), Span(8, 22))]
    facts = (1, ORG, next(iter(plans())), "2026-03", 10, "2026-03-10T09:00:00.000000Z", "rule")
    return encode((*facts, packed(cells, {"R1": ["A1", "A2"]})))


def seeds():
    """Return for each decoder what it is to read, as it is written by us."""
    batches, parts = _sealed(_STORY), [bytes.fromhex(one["content"]) for one in FROZEN["parts"]]
    told = RosterLog(_STORY.roster, batches)
    op = decode_batch(wired.edit(ADA.lane(KEY.stream), 2), ADA.lane(KEY.stream), 2)[0]
    one = [said(Piece(2, 3, b"in the middle"), op.id, op.hlc)]
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 12\r\n\r\n"
    batch = ADA_CHAIN[0]
    return {
        values: [encode({"a": (1, -5, None, True, "م", b"\0" * 9)}), encode(((1,), (2,)))],
        pieces: [encode_batch(one)],
        summary: [put(parts), *(put([part]) for part in parts)],
        log: [put(batches), put(batches[:2])],
        chain: [put(one.content for one in _STORY.signed)],
        joining: [_content(told, _ASKED)],
        wrapped: [enrol.answer(_ASKED, told, [ROSTER])],
        piece: [sealed_files.seal_piece(KEY, FILE, 0, bytes(100))],
        figures: [_figures()],
        address: [b"sync.example.org", b"http://127.0.0.1:8765#sync.example", b"https://[::1]:9"],
        placed: [b"".join(PLACED.pack(len(batch), n, n) + batch for n in (7, 8)), b"7-9,2,4-19"],
        answered: [head + b'{"code":"a"}'],
        question: [
            b"GET\n/v1/orgs/%s/batches\nstream=%s&from=1&to=9&max=5" % ((b"ab" * 16,) * 2),
            b"PUT\n/v1/orgs/%s/snapshots/%s/parts/12\nstream=%s" % ((b"01" * 16,) * 3),
        ],
        asked: _bodies(),
    }


ADA_CHAIN = wired.ADA.chain(1)
