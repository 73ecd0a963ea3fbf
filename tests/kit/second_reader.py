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
    assert zstandard.get_frame_parameters(frame).content_size <= 4 << 20
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
