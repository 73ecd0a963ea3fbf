"""A second reader of what is exchanged, written from docs/exchange.md; it shares no code with ours.

It refuses by `assert`, and is small rather than fast.
"""

from __future__ import annotations

import struct
from contextlib import suppress
from hashlib import blake2b

import cbor2
import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from nacl import bindings as sodium

NAMES = (
    *("magic", "suite", "kind", "generation", "org", "stream", "author", "aseq", "prev"),
    *("epoch", "commitment", "seen_seq", "seen_head", "nonce", "size"),
)


def mixed(person, size, data=b"", key=b""):
    return blake2b(data, key=key, person=person, digest_size=size).digest()


def plain_hash(data, size=32):
    return blake2b(data, digest_size=size).digest()


def filled(size):
    if size <= 16384:
        return max(256, 1 << max(0, size - 1).bit_length())
    bits = size.bit_length() - 1
    step = 2 ** (bits - bits.bit_length())
    return -(-size // step) * step


def header_of(batch):
    facts = struct.unpack(">4sBBH16s16s16sQ32sI16sQ32s24sI", batch[:184])
    return dict(zip(NAMES, facts, strict=True))


def subkeys(stream, epoch, secret):
    bound = stream + struct.pack(">I", epoch)
    return mixed(b"batch commitment", 16, bound, secret), mixed(
        b"batch encryption", 32, bound, secret
    )


def read_batch(batch, public, secret):
    """Return the header and the content of a batch."""
    told = header_of(batch)
    assert (told["magic"], told["suite"]) == (b"ALX\x01", 1)
    assert len(batch) == 184 + told["size"] + 16 + 64
    assert told["author"] == plain_hash(public, 16)
    signed = plain_hash(b"alongside batch 1" + batch[:-64])
    assert sodium.crypto_sign_open(batch[-64:] + signed, public) == signed
    commitment, cipher_key = subkeys(told["stream"], told["epoch"], secret)
    assert told["commitment"] == commitment
    plain = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        batch[184:-64], batch[:156], batch[156:180], cipher_key
    )
    (length,) = struct.unpack(">I", plain[:4])
    assert len(plain) == filled(4 + length)
    assert plain[4 + length :] == bytes(len(plain) - 4 - length)
    if not length:
        return told, b""
    frame = plain[4 : 4 + length]
    most = 4 << 20 if told["kind"] in (2, 5) else 1 << 18
    assert 0 < zstandard.get_frame_parameters(frame).content_size <= most
    return told, zstandard.ZstdDecompressor().decompress(frame, allow_extra_data=False)


def read_operations(content):
    """Return operations as lists; parents as (lane, aseq, idx)."""
    lanes, listed = cbor2.loads(content)
    assert cbor2.dumps([lanes, listed], canonical=True) == content
    return [[*op[:6], [(lanes[lane], *at) for lane, *at in op[6]]] for op in listed]


def read_frames(data):
    """Return the batches that stand one after the other."""
    found = []
    while data:
        (size,) = struct.unpack(">I", data[:4])
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    return found


def log_hash(batch_ids):
    head = bytes(32)
    for seq, name in enumerate(batch_ids, 1):
        head = plain_hash(b"alongside log 1" + head + struct.pack(">Q", seq) + name)
    return head


def unwrapped(wrapped, lattice, curve, info):
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    pair = MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(lattice), X25519PrivateKey.from_private_bytes(curve)
    )
    return suite.decrypt(wrapped, pair, info=b"alongside keys 1\0" + info)


def content_keys(file, org, workbook, pair):
    """Return the keys of a bundle that one of its readers finds: one, or none."""
    found = []
    for n in range(int.from_bytes(file[9:11])):
        wrapped = file[27 + 1168 * n :][:1168]
        with suppress(InvalidTag):
            found.append(unwrapped(wrapped, *pair, b"alongside bundle 1" + org + workbook))
    assert all(mixed(b"bundle committed", 16, key=key) == file[11:27] for key in found)
    return found


def read_bundle(file, key):
    """Return the parts of a bundle as (kind, body)."""
    assert file[:9] == b"ALNGBNDL\x01"
    end = 27 + 1168 * int.from_bytes(file[9:11]) + 24
    bound = mixed(b"bundle beginning", 32, file[:end])
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    key = mixed(b"bundle encrypted", 32, key=key)
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, file[end - 24 : end], key)
    plain, tag = b"", 0
    while tag == 0:
        box, end = file[end : end + 65536 + 17], end + 65536 + 17
        message, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, box, bound)
        plain += message
    assert (tag, end) == (3, len(file))
    return list(parts_of(plain))


def parts_of(plain):
    at = 0
    while at < len(plain) and plain[at]:
        kind, size = struct.unpack(">BI", plain[at : at + 5])
        assert 0 < size <= 1 << 20
        yield kind, plain[at + 5 : at + 5 + size]
        at += 5 + size
    assert plain[at:] == bytes(len(plain) - at)
    assert len(plain) == -(-filled(max(16385, at)) // 65536) * 65536


def read_have(body, public):
    """Return who says how far a workbook knows each lane."""
    signed = plain_hash(b"alongside have 1" + body[:-64])
    assert sodium.crypto_sign_open(body[-64:] + signed, public) == signed
    lanes = struct.iter_unpack(">16sQ", body[48:-64])
    return body[:16], body[16:32], body[32:48], dict(lanes)


def read_document(data, kind, public):
    """Return the body of a document that its author signed."""
    assert data[:16] == plain_hash(public, 16)
    signed = plain_hash(kind + data[80:])
    assert sodium.crypto_sign_open(data[16:80] + signed, public) == signed
    return data[80:]


def summed(deltas):
    found, at = [], 0
    for one in deltas:
        at += one
        found.append(at)
    return found


class SnapshotReader:
    """Reads the contents of the parts of a snapshot in their order."""

    def __init__(self):
        self.ids, self.operations, self.awaited, self.words, self.contents = [], [], [], [], None

    def read(self, content):
        first, *rest = cbor2.loads(content)
        assert cbor2.dumps([first, *rest], canonical=True) == content
        (self.begin, self.rows, self.changes, self.waiting, self.said)[first](*rest)

    def begin(self, version, lanes, listed, root):
        assert version == 1
        self.contents = lanes, listed, root

    def rows(self, lanes, stamps, which, columns):
        table, start, ids = which
        assert start == len(self.ids)
        new = [ids[at : at + 16] for at in range(0, len(ids), 16)]
        self.ids += new
        fields = [{} for _ in new]
        for name, there, *column in columns:
            bits = "1" * len(new) if there is None else "".join(f"{one:08b}" for one in there)
            having = [one for one, bit in zip(fields, bits, strict=False) if bit == "1"]
            for one, value in zip(having, self.column(column), strict=True):
                one[name] = value
        for thing, said, told in zip(new, fields, self.stamped(lanes, stamps), strict=True):
            op_id, moment, parents = told
            self.operations.append([*op_id, 2, thing, table, None, said, moment, parents])

    def changes(self, lanes, stamps, kinds, told):
        things, tables, fields, values = told
        columns = self.named(things), self.column(tables), self.column(fields), values
        for kind, *said, (op_id, moment, parents) in zip(
            kinds, *columns, self.stamped(lanes, stamps), strict=True
        ):
            self.operations.append([*op_id, kind, *said, moment, parents])

    def waiting(self, lanes, places, things, fields):
        ids = self.places(lanes, places)
        for op_id, thing, field in zip(ids, self.named(things), self.column(fields), strict=True):
            self.awaited.append([*op_id, thing, field])

    def said(self, things, texts):
        self.words += zip(self.named(things), texts, strict=True)

    def named(self, things):
        return [self.ids[one] if isinstance(one, int) else one for one in things]

    def column(self, column):
        sort, values, *places = column
        if sort == 1:
            return [self.ids[one] for one in summed(values)]
        return [values[place] for place in places[0]] if sort == 2 else values

    def places(self, lanes, places):
        where, numbers, indexes = map(summed, places)
        return [*zip([lanes[one] for one in where], numbers, indexes, strict=True)]

    def stamped(self, lanes, stamps):
        places, (walls, counters), (counts, *above) = stamps
        parents = list(zip(*above, strict=True))
        for op_id, wall, counter, count in zip(
            self.places(lanes, places), summed(walls), counters, counts, strict=True
        ):
            mine, parents = parents[:count], parents[count:]
            named = [(lanes[lane], op_id[1] - n, op_id[2] - at) for lane, n, at in mine]
            yield op_id, wall * 65536 + counter, named
        assert not parents


def thing_digests(operations):
    """Return the digest of each thing, by its operations as lists."""
    by_thing = {}
    for lane, aseq, idx, kind, thing, *said in operations:
        table, field, value, moment, parents = said
        stands = kind in {1, 3, 4, 5, 6} or (kind == 2 and value)
        if stands:
            row = [lane, aseq, idx, kind, table, field, value, moment, sorted(map(list, parents))]
            by_thing.setdefault(thing, []).append(row)
    return {
        thing: mixed(b"snapshot entity", 32, cbor2.dumps([thing, sorted(rows)], canonical=True))
        for thing, rows in by_thing.items()
    }


def snapshot_root(digests):
    return mixed(
        b"snapshot root", 32, b"".join(thing + one for thing, one in sorted(digests.items()))
    )


def cells_of(operation):
    """Return what an operation writes: values by field."""
    _, kind, _, _, field, value, _, _ = operation
    written = {2: value, 3: {"": True}, 5: {"@stream": None}}
    return written.get(kind, {field: value} if kind in {1, 4} else {})


def safe_side(values, rule):
    """Return of several values, the last one last, which is shown."""
    if rule == "lowest":
        return min((value for value in values if value is not None), default=None)
    places = {value: place for place, value in enumerate(rule)}
    return max(values, key=lambda value: places.get(value, len(rule) - 1.5)) if rule else values[-1]


def met(operations, rules):
    """Return what has become of each thing: its life, and of each field what stands and is shown.

    Of operations as `read_operations` gives them, behind the id of each.
    """
    erased = {one[2] for one in operations if one[1] == 6}
    cells = {thing: {} for thing in erased}
    for one in operations:
        for field, value in cells_of(one).items() if one[2] not in erased else ():
            cells.setdefault(one[2], {}).setdefault(field, []).append((one, value))
    found = {}
    for thing, fields in cells.items():
        stands = {}
        for field, some in fields.items():
            named = {name for one, _ in some for name in one[7]}
            left = [(one, value) for one, value in some if one[0] not in named]
            stands[field] = sorted(left, key=lambda each: (each[0][6], each[0][0]))
        ends = [one for one, value in stands.get("", ()) if value is True]
        seen = {name for one in ends for name in one[7]} | {one[0] for one in ends}
        rest = {one[0] for field, some in stands.items() if field != "@stream" for one, _ in some}
        life = "disputed" if rest - seen else "deleted"
        table = next(one[3] for one in operations if one[2] == thing)
        found[thing] = {
            "life": "erased" if thing in erased else life if ends else "live",
            "stands": {field: [one[0] for one, _ in some] for field, some in stands.items()},
            "shown": {
                field: safe_side([value for _, value in some], rules.get(f"{table}.{field}", ()))
                for field, some in stands.items()
            },
        }
    return found
