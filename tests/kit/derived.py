"""Keys derived from passphrases: the same words, salt and cost come to the same key."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from hashlib import sha256

import pytest

from db.vault import cost, slots


@contextmanager
def each_once():
    """Derive once in a process what is asked for again and again, as by verb after verb.

    Each is a fifth of a second on purpose. What is asked for the first time and what is refused is
    as in life; passphrases are not kept. Slots of passphrases that are made in one process have one
    salt, drawn for the first of them, and the price that this machine can pay is found out once.
    """
    derive, known = cost.derive, {}
    draft, salt_of = slots.draft_slot, {}
    # It comes out a little different each time, and then so does every key.
    calibrate, price_here = cost.calibrate, cache(cost.calibrate)

    def derived(passphrase, salt, price):
        asked = sha256(passphrase).digest(), salt, price
        if asked in known:
            return bytearray(known[asked])
        key = derive(passphrase, salt, price)
        # The salt of a trial of this machine is empty of chance: it is there to be slow.
        if any(salt):
            known[asked] = bytes(key)
        return key

    def calibrated(*clock):
        return calibrate(*clock) if clock else price_here()

    def drafted(kind, *more):
        slot = draft(kind, *more)
        if kind is not slots.Kind.PASSPHRASE:
            return slot
        return replace(slot, salt=salt_of.setdefault(kind, slot.salt))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cost, "derive", derived)
        patch.setattr(cost, "calibrate", calibrated)
        patch.setattr(slots, "draft_slot", drafted)
        yield
