"""The slot file as bytes: what is sealed, what is noticed, and that no bytes break the reader."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db.vault import slots
from db.vault.cost import CAP, FLOOR, Cost
from db.vault.refusals import StoreRefused
from db.vault.slots import RECOVERY_ID, Kind, Secrets, SlotFile

STORE_KEY = bytearray(range(32))
SLOT_KEY = bytearray(b"k" * 32)
SECRETS = Secrets(STORE_KEY, b"u" * 16, bytearray(b"a" * 32))
EMPTY = SlotFile(b"s" * 16, False, b"n" * 16, 1, b"r" * 32, ())


def sealed(kind=Kind.PASSPHRASE, slot_id=b"i" * 16, cost=FLOOR, file=EMPTY):
    return slots.seal_slot(file, slots.draft_slot(kind, slot_id, cost), SLOT_KEY, SECRETS)


WHOLE = EMPTY.with_slot(sealed()).with_slot(sealed(Kind.RECOVERY, RECOVERY_ID, Cost(0, 0, 0)))
BYTES = WHOLE.encode(STORE_KEY)


def resealed(body):
    """Return the file an attacker would write, who can mend the digest but not the seal."""
    return body + slots._digest(body) + bytes(32)


def refusal(step, *arguments):
    """Return the code with which a step refuses, or what it returns."""
    try:
        return step(*arguments)
    except StoreRefused as refused:
        return refused.code


def open_all(data):
    file = slots.decode(data)
    found = [slots.open_slot(file, slot, SLOT_KEY) for slot in file.slots]
    return "nothing else" if all(one in (None, SECRETS) for one in found) else "something else"


def test_a_file_says_what_was_put_in():
    assert slots.decode(BYTES) == WHOLE
    assert len(BYTES) <= slots.MAX_BYTES
    slots.require_seal(BYTES, STORE_KEY)


def test_a_slot_opens_with_its_key_only():
    assert slots.open_slot(WHOLE, WHOLE.slots[0], SLOT_KEY) == SECRETS
    assert slots.open_slot(WHOLE, WHOLE.slots[0], bytearray(32)) is None


@given(st.binary(max_size=700))
@example(BYTES[:60])
@example(b"ALNGKEYS" + bytes(200))
def test_random_bytes_are_refused_with_a_code(data):
    with pytest.raises(StoreRefused, match=r"^slots_(damaged|newer)$"):
        slots.decode(data)


@given(st.integers(0, 8 * len(BYTES) - 1))
def test_one_flipped_bit_is_noticed(bit):
    data = bytearray(BYTES)
    data[bit // 8] ^= 1 << bit % 8
    data = bytes(data)
    found = {refusal(slots.decode, data), refusal(slots.require_seal, data, STORE_KEY)}
    assert found & {"slots_damaged", "slots_newer", "slots_altered"}


@given(st.integers(8, len(BYTES) - 65), st.binary(min_size=1, max_size=40), st.booleans())
def test_mended_changes_never_open_as_another_file(at, patch, cut):
    body = BYTES[:-64]
    body = body[:at] + patch + (b"" if cut else body[at + len(patch) :])
    data = resealed(body)
    assert refusal(open_all, data).startswith(("slots_", "nothing else"))
    if body != BYTES[:-64]:
        assert refusal(slots.require_seal, data, STORE_KEY) == "slots_altered"


@pytest.mark.parametrize(
    ("cost", "code"),
    [
        (Cost(8 << 10, 3), "slots_weak"),
        (Cost(FLOOR.memory_kib - 1, 10), "slots_weak"),
        (Cost(FLOOR.memory_kib, 2), "slots_weak"),
        (Cost(FLOOR.memory_kib, 3, 0), "slots_weak"),
        (Cost(CAP.memory_kib + 1, 3), "slots_heavy"),
        (Cost(FLOOR.memory_kib, 11), "slots_heavy"),
        (Cost(FLOOR.memory_kib, 3, 5), "slots_heavy"),
    ],
)
def test_a_downgraded_or_impossible_cost_is_refused_at_reading(cost, code):
    data = EMPTY.with_slot(sealed(cost=cost)).encode(STORE_KEY)
    with pytest.raises(StoreRefused, match=f"^{code}$"):
        slots.decode(data)


def test_the_sealed_part_is_bound_to_store_slot_and_cost():
    slot = WHOLE.slots[0]
    for file, moved in (
        (replace(WHOLE, store_id=b"t" * 16), slot),
        (WHOLE, replace(slot, slot_id=b"j" * 16)),
        (WHOLE, replace(slot, kind=Kind.RECOVERY)),
        (WHOLE, replace(slot, cost=Cost(FLOOR.memory_kib, 4))),
        (WHOLE, replace(slot, salt=bytes(16))),
    ):
        with pytest.raises(StoreRefused, match="slots_altered"):
            slots.open_slot(file, moved, SLOT_KEY)


def test_a_text_sealed_under_two_keys_is_caught_by_the_commitment():
    # An attacker may craft a ciphertext that opens under many keys; the commitment names one.
    other = bytearray(b"o" * 32)
    slot = WHOLE.slots[0]
    box = slots._cipher(other)
    plain = STORE_KEY + SECRETS.user_id + SECRETS.author_seed
    forged = box.encrypt(bytes(plain), slots._associated(WHOLE.store_id, slot), slot.nonce)
    swapped = replace(slot, sealed=forged.ciphertext)
    assert slots.open_slot(WHOLE, swapped, other) is None


def test_a_slot_of_an_unknown_kind_is_refused():
    body = bytearray(BYTES[:-64])
    body[slots._HEADER.size] = 9
    with pytest.raises(StoreRefused, match="slots_damaged"):
        slots.decode(resealed(bytes(body)))


def test_an_unknown_mark_in_the_header_is_refused():
    body = bytearray(BYTES[:-64])
    body[9] = 2
    with pytest.raises(StoreRefused, match="slots_damaged"):
        slots.decode(resealed(bytes(body)))


def test_a_recovery_slot_has_no_cost_and_one_place():
    for cost, slot_id in ((FLOOR, RECOVERY_ID), (Cost(0, 0, 0), b"i" * 16)):
        data = EMPTY.with_slot(sealed(Kind.RECOVERY, slot_id, cost)).encode(STORE_KEY)
        with pytest.raises(StoreRefused, match="slots_damaged"):
            slots.decode(data)


def test_a_newer_file_is_said_to_be_newer():
    body = bytearray(BYTES[:-64])
    body[8] = 2
    with pytest.raises(StoreRefused, match="slots_newer"):
        slots.decode(resealed(bytes(body)))


def test_the_same_slot_twice_is_refused():
    twice = replace(WHOLE, slots=(WHOLE.slots[0], WHOLE.slots[0]))
    with pytest.raises(StoreRefused, match="slots_damaged"):
        slots.decode(twice.encode(STORE_KEY))


def test_there_is_an_end_to_the_number_of_slots():
    file = EMPTY
    slot = sealed()
    for number in range(slots.MAX_SLOTS):
        file = file.with_slot(replace(slot, slot_id=struct.pack(">16s", b"%d" % number)))
    assert slots.decode(file.encode(STORE_KEY)) == file
    with pytest.raises(StoreRefused, match="slots_full"):
        file.with_slot(slot)


def test_no_secret_shows_in_a_representation():
    shown = repr(SECRETS)
    assert "store_key" not in shown
    assert "author_seed" not in shown
