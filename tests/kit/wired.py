"""An office whose batches are sealed and read without any store, and batches that break a rule."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace

import zstandard
from nacl.secret import Aead
from nacl.signing import SigningKey

from ledger.ops import Kind, Op, OpId, encode_batch, lane_id
from sync.wire import frames
from sync.wire.envelope import Place, StreamKey, seal
from sync.wire.lanes import BEGINNING, LaneState

ORG, STREAM, WORKBOOK, THING = (bytes([n]) * 16 for n in (0xA0, 0xB0, 0xC0, 0xD0))
KEY = StreamKey(STREAM, 3, bytes(range(32)))
NONCE = bytes(range(24))


@dataclass(frozen=True)
class Author:
    """Somebody who signs."""

    seed: bytes

    @property
    def public(self):
        return bytes(SigningKey(self.seed).verify_key)

    @property
    def id(self):
        return frames.author_id(self.public)

    def lane(self, stream=STREAM):
        return lane_id(self.public, stream)

    def place(self, aseq=1, prev=None, **other):
        prev = prev or (frames.START if aseq == 1 else b"p" * 32)
        facts = {"kind": frames.Kind.OPS, "generation": 1} | other
        return Place(ORG, STREAM, self.id, aseq=aseq, prev=prev, **facts)

    def chain(self, count, key=KEY):
        """Return batches one after the other in one lane."""
        made, prev = [], frames.START
        for aseq in range(1, count + 1):
            place = replace(self.place(aseq, prev), stream=key.stream)
            made.append(
                seal(
                    edit(self.lane(key.stream), aseq, f"{self.seed[0]}.{aseq}"),
                    place,
                    key,
                    self.seed,
                )
            )
            prev = frames.batch_id(made[-1])
        return made


ADA, BEA = Author(b"1" * 32), Author(b"2" * 32)


@dataclass
class Knowing:
    """What a workbook knows, as `incoming.Known` asks it, with nothing stored."""

    authors: tuple[Author, ...] = (ADA, BEA)
    keys: tuple[StreamKey, ...] = (KEY,)
    org: bytes = ORG
    shut: frozenset[bytes] = frozenset()
    last: dict[tuple[bytes, bytes], int] = field(default_factory=dict)
    lanes: dict[bytes, LaneState] = field(default_factory=dict)
    ids: dict[tuple[bytes, int], bytes] = field(default_factory=dict)
    contents: list[bytes] = field(default_factory=list)

    def author_key(self, author):
        return {one.id: one.public for one in self.authors}.get(author)

    def author(self, author):
        public = self.author_key(author)
        return public and (public, WORKBOOK)

    def may_write(self, author, stream, aseq):
        return aseq > 0 and not {author, stream} & self.shut

    def unsayable(self, author, _stream, _aseq, ops):
        speaks = any(op.table == "app_user" for op in ops)
        return "incoming.office" if speaks and author != self.authors[0].id else ""

    def quarantined(self, author, stream, aseq):
        return aseq > self.last.get((author, stream), aseq)

    def lane(self, lane):
        return self.lanes.get(lane, BEGINNING)

    def kept(self, lane, aseq):
        return self.ids.get((lane, aseq))

    def key(self, stream, epoch):
        found = [key for key in self.keys if (key.stream, key.epoch) == (stream, epoch)]
        return found[0] if found else None

    def keep(self, come):
        """Know a batch that was opened."""
        self.lanes[come.lane] = come.state
        self.ids[come.lane, come.header.aseq] = come.id
        self.contents.append(come.content)


def edit(lane, aseq=1, value="a"):
    """Return the content of a batch in which one field is set."""
    op_id = OpId(lane, aseq, 0)
    return encode_batch([Op(op_id, Kind.SET, THING, "case", "age_group", value, 1 << 40)])


def packed(content):
    return zstandard.ZstdCompressor().compress(content)


def single(size, blocks=b"\x01\0\0"):
    """Return a frame of zstd that says of itself how large its content is."""
    return b"\x28\xb5\x2f\xfd\xe0" + struct.pack("<Q", size) + blocks


def inner(frame, length=None, rest=b""):
    """Return what is sealed: length, frame, and what it is filled up with."""
    plain = struct.pack(">I", len(frame) if length is None else length) + frame
    return plain + rest.ljust(frames.padded(len(plain)) - len(plain), b"\0")


def sealed(plain, seed=ADA.seed, key=KEY, box=None, **facts):
    """Return a batch that says it is of one author around whatever plain bytes, true or not."""
    place = {"kind": frames.Kind.OPS, "generation": 1, "org": ORG, "author": ADA.id}
    place |= {"stream": key.stream, "epoch": key.epoch, "commitment": key.commitment}
    place |= {"aseq": 1, "prev": frames.START, "seen_seq": 0, "seen_head": bytes(32)}
    header = frames.Header(**place | {"nonce": NONCE, "size": len(plain)} | facts).pack()
    shut = Aead(key.cipher_key).encrypt(plain, frames.bound(header), NONCE).ciphertext
    return frames.sign(header + (box or shut), seed)
