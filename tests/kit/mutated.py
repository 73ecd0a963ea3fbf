"""Bytes that are almost right, for every decoder of the exchange."""

from __future__ import annotations

from io import BytesIO

import mutated_others
import mutated_room
import wired
from wired import ADA, BEA, KEY, ORG, WORKBOOK, Knowing

from ledger.ops import Kind, Op, OpId, OpRefused, decode_batch, encode_batch
from sync.members import enrol, entries
from sync.members.enrol import EnrolRefused
from sync.members.entries import Entry, Grant, RosterRefused
from sync.sealed.ends import Ends, read_ends
from sync.sealed.incoming import IncomingRefused, opened
from sync.wire import bundle, envelope, frames, keys
from sync.wire.bundle import BundleRefused, Have, Part
from sync.wire.documents import Acl, Attest, DocumentRefused, Purge, Snapshot, Why
from sync.wire.envelope import EnvelopeRefused, seal
from sync.wire.frames import FrameRefused
from sync.wire.lanes import LaneRefused

REFUSED = (
    *(FrameRefused, EnvelopeRefused, IncomingRefused, LaneRefused, OpRefused, BundleRefused),
    *(DocumentRefused, EnrolRefused, RosterRefused),
    *mutated_others.REFUSED,
    *mutated_room.REFUSED,
)
PAIR = keys.from_parts(bytes(range(64)), bytes(range(32)))
KNOWN = Knowing()


def header(data):
    told = frames.parse(data)
    assert told.pack() == data[: frames.HEADER_SIZE]


def framing(data):
    whole, rest = frames.unframed(data)
    assert frames.framed(whole) + rest == data


def batch(data):
    opened(data, KNOWN)


def inner(data):
    filled = data[: frames.LARGEST].ljust(frames.padded(min(len(data), frames.LARGEST)), b"\0")
    assert len(envelope._emptied(filled)) <= 4 << 20


def frame(data):
    assert 0 < len(envelope._unpacked(data)) <= 4 << 20


def content(data):
    assert encode_batch(decode_batch(data, ADA.lane(), 2)) == data


def stick(data):
    list(bundle.read(BytesIO(data), ORG, WORKBOOK, PAIR))


def parts(data):
    """Read what is inside a stick, filled up as it is there."""
    cut = (data[at : at + 65_536].ljust(65_536, b"\0") for at in range(0, len(data), 65_536))
    found = list(bundle._parts(cut))
    assert sum(5 + len(part.body) for part in found) <= -(-len(data) // 65_536) * 65_536


def have(data):
    who = bundle.read_have(data, ORG, KNOWN.author)
    assert who.said(ADA.seed).body == data


def ends(data):
    who = read_ends(data, ORG, KNOWN.author)
    assert who.said(ADA.seed).body == data


def entry(data):
    assert entries.parse(data).encode() == data


def request(data):
    assert enrol.read_request(data).data == data


def document(data):
    """Read what people sign for the server; the first byte says what it is to be."""
    kind, body = data[:1] or b"\0", data[1:]
    assert (Acl, Snapshot, Attest, Purge)[kind[0] % 4].unpack(body).pack() == body


def _documents():
    right = Acl(
        ORG, 3, [(wired.STREAM, 1, 0)], [(WORKBOOK, ORG * 2)], [(ORG * 2, WORKBOOK, 1)], [(0, 0, 3)]
    )
    order = Purge(ORG, 1, Why.ERASE, [(wired.STREAM, 9)], [(wired.STREAM, ORG)], [ORG * 2])
    made = (
        right,
        Snapshot(ORG, wired.STREAM, 1, 9, ORG * 2, [ORG * 2]),
        Attest(ORG, ORG, ORG, 9),
        order,
    )
    return [bytes([n]) + one.pack() for n, one in enumerate(made)]


def _entries(asked):
    granted = Grant(
        wired.STREAM, "user", ORG, read=True, write=False, last=((ORG, 3), (WORKBOOK, 9))
    )
    said = (asked.admit(), asked.authored(writes=True, administers=False), granted)
    return [Entry(n, ORG * 2, one).encode() for n, one in enumerate(said, 2)]


def _seeds():
    asked = enrol.ask(WORKBOOK, ORG, PAIR.public, ADA.seed, BEA.seed)
    ops = [
        Op(OpId(ADA.lane(), 2, 0), Kind.CREATE, wired.THING, "note", None, {"a": (1, "م")}, 5),
        Op(
            OpId(ADA.lane(), 2, 1), Kind.SET, wired.THING, "case", "f", b"\0", 6, (OpId(ORG, 1, 2),)
        ),
    ]
    many, edit = encode_batch(ops), wired.edit(ADA.lane())
    chain = ADA.chain(3)
    said = Have(ORG, WORKBOOK, ADA.id, {ADA.lane(): 3, BEA.lane(): 9}).said(ADA.seed)
    last = Ends(ORG, WORKBOOK, ADA.id, {ADA.lane(): (3, ORG * 2), BEA.lane(): (9, bytes(32))})
    inside = [said, *(Part(2, one) for one in chain), Part(99, b"new")]
    packed = [wired.packed(one) for one in (edit, many, bytes(70_000))]
    heads = b"".join(bundle._PART.pack(kind, len(body)) + body for kind, body in inside)
    readers = {WORKBOOK: PAIR.public}
    return {
        header: chain,
        framing: [frames.framed(chain), b""],
        batch: [*chain, seal(many, BEA.place(), KEY, BEA.seed)],
        inner: [wired.inner(one) for one in packed],
        frame: [*packed, wired.single(9), wired.single(1 << 40)],
        content: [edit, many],
        stick: [b"".join(bundle.write(inside, ORG, readers))],
        parts: [heads, heads.ljust(65_536, b"\0")],
        have: [said.body],
        ends: [last.said(ADA.seed).body],
        document: _documents(),
        entry: _entries(asked),
        request: [asked.data],
    }


SEEDS = _seeds() | mutated_others.seeds() | mutated_room.seeds()
TARGETS = {target.__name__: target for target in SEEDS}


def tried(target, data):
    """Return whether bytes were taken; whatever is not one of our refusals is a crash."""
    try:
        target(data)
    except REFUSED:
        return False
    return True


def changed(data, rng):
    """Return bytes with a few changes: bits, lengths, pieces left out, doubled or put elsewhere."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        at, size = rng.randrange(len(made) + 1), rng.choice((1, 1, 2, 4, 8, 60))
        piece = bytes(made[at : at + size])
        how = rng.randrange(7)
        if how == 0 and piece:
            made[at] ^= 1 << rng.randrange(8)
        elif how == 1:
            made[at : at + size] = rng.randbytes(len(piece))
        elif how == 2:
            made[at : at + size] = rng.choice((b"\0", b"\xff", b"\x7f", b"\x80")) * len(piece)
        elif how == 3:
            del made[at : at + size]
        elif how == 4:
            made[at:at] = piece * rng.choice((1, 2, 500))
        elif how == 5:
            made[rng.randrange(len(made) + 1) :] = b""
        else:
            made[at:at] = rng.choice((b"\x9b", b"\xbb", b"\x5f", b"\xc2")) + rng.randbytes(8)
    return bytes(made)


def mutations(target, count, rng):
    """Try so many changed inputs; return how many were taken all the same."""
    return sum(tried(target, changed(rng.choice(SEEDS[target]), rng)) for _ in range(count))
