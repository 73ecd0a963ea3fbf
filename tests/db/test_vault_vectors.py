"""Frozen files of every version, read by the program and by a second reader made from the docs."""

from __future__ import annotations

import base64
import json
import unicodedata
from hashlib import blake2b
from itertools import permutations
from pathlib import Path

import cbor2
import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as open_box
from nacl.public import PrivateKey, SealedBox
from sqlcipher3 import dbapi2

from db.backups import backup
from db.media.gone import read_lists
from db.vault import keys

FOLDER = Path(__file__).parent / "vectors"


def vector(name):
    facts = json.loads((FOLDER / name).read_text("utf-8"))
    return facts, base64.b64decode("".join(facts["file"]))


SLOTS, SLOT_FILE = vector("slots-1.json")
SAVED, BACKUP = vector("backup-1.json")
SINCE, LIST = vector("gone-2.json")
SHEETS = json.loads((FOLDER / "sheets-1.json").read_text("utf-8"))


# ----------------------------------------------------- the second reader, from docs/formats.md


def mixed(person, size, data=b"", key=b""):
    return blake2b(data, key=key, person=person, digest_size=size).digest()


def unspelled(code, size):
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    letters = code.upper().replace("-", "").replace(" ", "")
    number = 0
    for letter in letters.translate(str.maketrans("ILO", "110")):
        number = number * 32 + alphabet.index(letter)
    return number.to_bytes(size, "big")


def read_sheet(code):
    """Return the pads of a sheet, by which of the three they are."""
    lines = [unspelled(code.replace("-", "")[at : at + 16], 10) for at in (0, 16, 32, 48)]
    (number,) = (
        number
        for number in (1, 2, 3)
        if all(
            mixed(b"recovery line", 2, bytes([number, at]) + line[:8]) == line[8:]
            for at, line in enumerate(lines)
        )
    )
    one, other = (pad for pad in (1, 2, 3) if pad != number)
    carried = b"".join(line[:8] for line in lines)
    return {one: carried[:16], other: carried[16:]}


def read_sheets(one, other):
    first, second, third = (read_sheet(one) | read_sheet(other)).values()
    seed = bytes(a ^ b ^ c for a, b, c in zip(first, second, third, strict=True))
    return mixed(b"recovery sheets", 32, key=seed)


def read_code(code):
    spelled = unspelled(code, 35)
    assert mixed(b"recovery code", 3, spelled[:32]) == spelled[32:]
    return spelled[:32]


def expanded(secret, salt, info):
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def typed_key(passphrase, slot):
    plain = "".join(" " if unicodedata.category(c) == "Zs" else c for c in passphrase).strip()
    numbers = [int.from_bytes(slot[at:to], "big") for at, to in ((17, 21), (21, 25), (25, 26))]
    memory, passes, lanes = numbers
    return Argon2id(
        salt=slot[26:42], length=32, iterations=passes, lanes=lanes, memory_cost=memory
    ).derive(unicodedata.normalize("NFC", plain).encode())


def read_slot(file, slot, slot_key):
    assert mixed(b"slot commitment", 16, key=slot_key) == slot[42:58]
    box_key = mixed(b"slot encryption", 32, key=slot_key)
    plain = open_box(slot[82:178], b"slot/1" + file[10:26] + slot[:42], slot[58:82], box_key)
    assert mixed(b"slot file seal", 32, file[:-64], plain[:32]) == file[-32:]
    return {"store_key": plain[:32], "user_id": plain[32:48], "author_seed": plain[48:80]}


def slots_of(file):
    assert file[:9] == b"ALNGKEYS\x01"
    assert mixed(b"slot file", 32, file[:-64]) == file[-64:-32]
    count = int.from_bytes(file[78:80], "big")
    assert len(file) == 80 + 178 * count + 64
    return [file[80 + 178 * n : 258 + 178 * n] for n in range(count)]


def read_backup(file, code):
    assert file[:9] == b"ALNGSAVE\x01"
    start = 10 + 80 * file[9]
    private = expanded(read_code(code), b"", b"alongside recovery backup/1")
    file_key = SealedBox(PrivateKey(private)).decrypt(file[10:90])
    sealed = file[start + 24 : start + 24 + 272]
    plain = open_box(sealed, file[:start], file[start : start + 24], file_key)
    size = int.from_bytes(plain[61:69], "big")
    body = file[start + 296 :][:size]
    assert mixed(b"backup body", 32, body) == plain[69:101]
    assert plain[101:] == bytes(155)
    return plain, body


def read_list(file, store_key):
    assert file[:9] == b"ALNGGONE\x02"
    key = mixed(b"list of erased", 32, key=store_key)
    plain = open_box(file[33:], file[:9], file[9:33], key)
    assert len(plain) % 4096 == 0
    size = int.from_bytes(plain[:4], "big")
    assert plain[4 + size :] == bytes(len(plain) - 4 - size)
    return cbor2.loads(plain[4 : 4 + size])


# --------------------------------------------------------------------------------- both readers


def test_the_second_reader_opens_the_slots_by_name():
    name = unicodedata.normalize("NFKC", SLOTS["name"]).casefold().encode()
    slot_id = mixed(b"slot name", 16, name, SLOT_FILE[26:42])
    (slot,) = [slot for slot in slots_of(SLOT_FILE) if slot[1:17] == slot_id]
    found = read_slot(SLOT_FILE, slot, typed_key(SLOTS["passphrase"], slot))
    assert {key: value.hex() for key, value in found.items()} == {
        key: SLOTS[key] for key in ("store_key", "user_id", "author_seed")
    }


def test_the_second_reader_opens_the_slots_by_code():
    (slot,) = [slot for slot in slots_of(SLOT_FILE) if slot[0] == 2]
    secret = read_code(SLOTS["recovery_code"])
    found = read_slot(SLOT_FILE, slot, expanded(secret, slot[26:42], b"alongside recovery slot/1"))
    assert found["store_key"].hex() == SLOTS["store_key"]
    assert found["user_id"] == bytes(16)
    private = PrivateKey(expanded(secret, b"", b"alongside recovery backup/1"))
    assert bytes(private.public_key) == SLOT_FILE[46:78]


def test_the_program_opens_the_frozen_slots(tmp_path):
    (tmp_path / keys.KEYS).write_bytes(SLOT_FILE)
    opened = keys.unlock(tmp_path, SLOTS["name"], SLOTS["passphrase"])
    by_code = keys.unlock_with_recovery(tmp_path, SLOTS["recovery_code"])
    assert opened.store_key.hex() == by_code.store_key.hex() == SLOTS["store_key"]
    assert opened.user_id.hex() == SLOTS["user_id"]
    assert opened.author_seed.hex() == SLOTS["author_seed"]
    assert opened.store_id.hex() == SLOTS["store_id"]
    assert opened.practice is SLOTS["practice"]


def test_the_second_reader_opens_the_backup(tmp_path):
    plain, body = read_backup(BACKUP, SAVED["recovery_code"])
    assert int.from_bytes(plain[:8], "big", signed=True) == SAVED["created"]
    assert plain[8:24].hex() == SAVED["store_id"]
    assert plain[24:56].hex() == SAVED["store_key"]
    assert (plain[56] == 1, plain[57:61]) == (SAVED["practice"], b"\0\0\0\1")
    (tmp_path / "store.db").write_bytes(body)
    store = dbapi2.connect(str(tmp_path / "store.db"))
    store.execute(f"PRAGMA key = \"x'{SAVED['store_key']}'\"")
    assert [word for (word,) in store.execute("SELECT text FROM word")] == SAVED["words"]
    store.close()


def test_the_program_opens_the_frozen_backup(tmp_path):
    path = tmp_path / "frozen.backup"
    path.write_bytes(BACKUP)
    manifest = backup.read_manifest(path, SAVED["recovery_code"])
    assert manifest.created == SAVED["created"]
    assert manifest.store_key.hex() == SAVED["store_key"]
    assert manifest.practice is SAVED["practice"]
    store = tmp_path / "workbook.db"
    key = bytearray(range(32))
    assert backup._unpack(path, store, SAVED["recovery_code"], key) == manifest
    connection = backup.engine.connect(store, key)
    assert [word for (word,) in connection.execute("SELECT text FROM word")] == SAVED["words"]
    connection.close()


def test_the_second_reader_opens_the_list():
    gone, taken_back, walls = read_list(LIST, bytes.fromhex(SINCE["store_key"]))
    assert [[entity.hex(), *rest] for entity, *rest in gone] == SINCE["gone"]
    assert [[event.hex(), case.hex()] for event, case in taken_back] == SINCE["taken_back"]
    assert [link.hex() for link, case, *_ in walls if case] == SINCE["walls"]
    assert [link.hex() for link, case, *_ in walls if not case] == SINCE["walls_away"]


def test_the_program_opens_the_frozen_list(tmp_path):
    (tmp_path / "workbook.gone").write_bytes(LIST)
    since = read_lists(bytearray.fromhex(SINCE["store_key"]), [tmp_path])
    gone = [[one.entity.hex(), *one[1:]] for one in since.gone.values()]
    assert gone == SINCE["gone"]
    assert [[part.hex() for part in one] for one in since.taken_back] == SINCE["taken_back"]
    assert [one.link.hex() for one in since.walls if one.stands] == SINCE["walls"]
    assert [one.link.hex() for one in since.walls if not one.stands] == SINCE["walls_away"]


def test_program_and_second_reader_make_one_secret_of_any_two_frozen_sheets():
    for one, other in permutations(SHEETS["sheets"], 2):
        assert read_sheets(one, other).hex() == SHEETS["secret"]
        assert keys.recovery.read(f"{one}+{other}").hex() == SHEETS["secret"]


@pytest.mark.parametrize("size", [1, 262_144, 262_145, 1_000_000, 123_456_789])
def test_padding_is_as_documented(size):
    least = max(size, 262_144)
    exponent = len(bin(least)) - 3
    step = 1 << (exponent - len(bin(exponent)) + 2)
    assert backup.padded_size(size) == -(-least // step) * step
