"""Who may open a workbook: passphrases and recovery codes, turned into its key.

Every function that changes the slot file keeps two generations of it. A change that
takes a way in away (a new passphrase, a person removed) leaves none of the old behind.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from db.vault import cost as costs
from db.vault import recovery, slots
from db.vault.durable import write_atomically
from db.vault.instance import held
from db.vault.passphrases import (
    normal_name,
    passphrase_bytes,
    require_strength,
    suggest_passphrase,
)
from db.vault.recovery import is_split, new_recovery_code
from db.vault.refusals import StoreRefused, of_system
from db.vault.slots import Kind, Secrets, Slot, SlotFile
from db.vault.unlocked import KEYS, PREVIOUS_KEYS, RECOVERY_ID, STORE, Unlocked, author_of
from db.vault.wiping import wipe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.vault.cost import Cost

__all__ = [
    "KEYS",
    "PREVIOUS_KEYS",
    "STORE",
    "Newcomer",
    "Origin",
    "Person",
    "Unlocked",
    "add_person",
    "become",
    "change_passphrase",
    "cost_here",
    "create_vault",
    "found_vault",
    "is_practice",
    "is_split",
    "new_recovery_code",
    "remove_person",
    "renew_recovery",
    "require_own",
    "reset_person",
    "restore_vault",
    "suggest_passphrase",
    "take_recovery",
    "unlock",
    "unlock_with_recovery",
]


@dataclass(frozen=True, slots=True)
class Person:
    """A person with a slot, as the store may know her."""

    user_id: bytes
    author_key: bytes


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What the first person of a slot file types; without a cost it is calibrated.

    A recovery code that was printed before is taken on; without one a new one is made.
    """

    name: str = field(repr=False)
    passphrase: str = field(repr=False)
    cost: Cost | None = None
    recovery_code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Origin:
    """The store that a slot file is made for; the first person may be known to it already.

    Then she may keep the seed she signs by: others know her by it.
    """

    store_id: bytes
    store_key: bytearray = field(repr=False)
    practice: bool
    user_id: bytes | None = None
    author_seed: bytearray | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A slot file as it was read, and what its reader should be told."""

    file: SlotFile
    data: bytes
    notices: tuple[str, ...]


def create_vault(
    home: Path, name: str, passphrase: str, *, practice: bool = False, cost: Cost | None = None
) -> tuple[Unlocked, str]:
    """Make the keys of a new workbook; return it open, with the recovery code to print."""
    return found_vault(home, Newcomer(name, passphrase, cost), practice=practice)


def found_vault(home: Path, first: Newcomer, *, practice: bool = False) -> tuple[Unlocked, str]:
    """Make the keys of a new workbook for its first person; return it open, with its code."""
    if (home / STORE).exists():
        raise StoreRefused("exists")
    origin = Origin(os.urandom(16), bytearray(os.urandom(32)), practice)
    return restore_vault(home, first, origin)


def restore_vault(
    home: Path, first: Newcomer, origin: Origin, *, after: int = 0
) -> tuple[Unlocked, str]:
    """Make a slot file around a store key that exists, as for a restored workbook.

    Where it follows another, its generation is a later one.
    """
    _require_name(first.name)
    require_strength(first.passphrase, first.name)
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise of_system(error) from None
    if any((home / file).exists() for file in (KEYS, PREVIOUS_KEYS)):
        raise StoreRefused("exists")
    empty = SlotFile(origin.store_id, origin.practice, os.urandom(16), after, bytes(32), ())
    file, code = _with_recovery(empty, origin.store_key, first.recovery_code)
    user_id = origin.user_id or os.urandom(16)
    seed = origin.author_seed or bytearray(os.urandom(32))
    secrets = Secrets(origin.store_key, user_id, seed)
    slot_id = slots.name_id(file.name_salt, normal_name(first.name))
    cost = first.cost or costs.calibrate()
    file = _with_passphrase(file, slot_id, first.passphrase, cost, secrets)
    with held(home / STORE):
        _save(home, file, origin.store_key, before=b"")
    return _unlocked(_Loaded(file, b"", ()), secrets, slot_id), code


def unlock(home: Path, name: str, passphrase: str) -> Unlocked:
    """Return the workbook open for a person, or refuse without saying what was wrong."""
    loaded = _load(home)
    secrets = _open_by_name(loaded, name, passphrase)
    return _unlocked(loaded, secrets, _slot_id(loaded, name))


def unlock_with_recovery(home: Path, code: str) -> Unlocked:
    """Return the workbook opened by the printed code."""
    secret = recovery.read(code)
    loaded = _load(home)
    slot = loaded.file.find(RECOVERY_ID)
    secrets = _open(loaded, slot, recovery.slot_key(secret, slot.salt)) if slot else None
    wipe(secret)
    if secrets is None:
        raise recovery.stranger(code, "wrong_recovery")
    return _unlocked(loaded, secrets, RECOVERY_ID)


def require_own(home: Path, unlocked: Unlocked, passphrase: str) -> None:
    """Refuse a passphrase that does not open the way in by which this workbook was opened."""
    loaded = _load(home)
    # Of another workbook, laid in its place, a passphrase may be known to whoever laid it there.
    slots.require_seal(loaded.data, unlocked.store_key)
    secrets = _open_own(loaded, unlocked, passphrase)
    wipe(secrets.store_key, secrets.author_seed)


def add_person(home: Path, unlocked: Unlocked, name: str, passphrase: str) -> Person:
    """Give one more person a way in."""
    _require_name(name)
    with _changing(home, unlocked) as loaded:
        if loaded.file.find(_slot_id(loaded, name)) is not None:
            raise StoreRefused("name_taken")
        return _give_slot(home, loaded, unlocked, (name, passphrase), os.urandom(16))


def reset_person(
    home: Path, unlocked: Unlocked, name: str, passphrase: str, user_id: bytes
) -> Person:
    """Give a person who forgot her passphrase a new way in, with a new signing key."""
    _require_name(name)
    with _changing(home, unlocked) as loaded:
        fresh = replace(loaded, data=b"")  # the forgotten slot must not stay behind
        return _give_slot(home, fresh, unlocked, (name, passphrase), user_id)


def change_passphrase(home: Path, unlocked: Unlocked, name: str, old: str, new: str) -> None:
    """Wrap one's own keys anew under another passphrase; the store is not touched."""
    require_strength(new, name)
    with _changing(home, unlocked) as loaded:
        secrets = _open_own(loaded, unlocked, old)
        cost = _usual_cost(loaded.file)
        file = _with_passphrase(loaded.file, unlocked.slot_id, new, cost, secrets)
        _save(home, file, unlocked.store_key, before=b"")
        wipe(secrets.store_key, secrets.author_seed)


def become(home: Path, unlocked: Unlocked, passphrase: str, user_id: bytes) -> None:
    """Let a way in be that of somebody who works at another workbook already."""
    with _changing(home, unlocked) as loaded:
        secrets = _open_own(loaded, unlocked, passphrase)
        known = replace(secrets, user_id=user_id)
        cost = _usual_cost(loaded.file)
        file = _with_passphrase(loaded.file, unlocked.slot_id, passphrase, cost, known)
        _save(home, file, unlocked.store_key, before=b"")
        wipe(secrets.store_key, secrets.author_seed)


def remove_person(home: Path, unlocked: Unlocked, name: str) -> None:
    """Take a person's way in away; the last one stays."""
    with _changing(home, unlocked) as loaded:
        slot_id = _slot_id(loaded, name)
        if loaded.file.find(slot_id) is None:
            raise StoreRefused("nobody")
        if sum(slot.kind is Kind.PASSPHRASE for slot in loaded.file.slots) == 1:
            raise StoreRefused("last_person")
        _save(home, loaded.file.without(slot_id), unlocked.store_key, before=b"")


def renew_recovery(home: Path, unlocked: Unlocked, *, split: bool = False) -> str:
    """Return a new recovery code to print; the old sheet no longer opens this folder."""
    code = new_recovery_code(split=split)
    take_recovery(home, unlocked, code)
    return code


def take_recovery(home: Path, unlocked: Unlocked, printed: str) -> Unlocked:
    """Let a code that was printed open this folder, and no older one; return it as it is now."""
    with _changing(home, unlocked) as loaded:
        file, _ = _with_recovery(loaded.file, unlocked.store_key, printed)
        _save(home, file, unlocked.store_key, before=b"")
        return replace(unlocked, recovery_key=file.recovery_key, generation=file.generation)


def cost_here(home: Path) -> Cost:
    """Return what trying a passphrase costs at a workbook."""
    return _usual_cost(_load(home).file)


def is_practice(home: Path) -> bool:
    """Return what the slot file says before anybody has proved it by unlocking."""
    return _load(home).file.practice


def _require_name(name: str) -> None:
    if not normal_name(name):
        raise StoreRefused("nobody")


def _usual_cost(file: SlotFile) -> Cost:
    paid = [slot.cost for slot in file.slots if slot.kind is Kind.PASSPHRASE]
    return max(paid, key=lambda cost: (cost.memory_kib, cost.passes), default=costs.DEFAULT)


def _slot_id(loaded: _Loaded, name: str) -> bytes:
    return slots.name_id(loaded.file.name_salt, normal_name(name))


def _give_slot(
    home: Path, loaded: _Loaded, unlocked: Unlocked, person: tuple[str, str], user_id: bytes
) -> Person:
    name, passphrase = person
    require_strength(passphrase, name)
    secrets = Secrets(unlocked.store_key, user_id, bytearray(os.urandom(32)))
    cost = _usual_cost(loaded.file)
    file = _with_passphrase(loaded.file, _slot_id(loaded, name), passphrase, cost, secrets)
    _save(home, file, unlocked.store_key, before=loaded.data)
    author = author_of(secrets.author_seed)
    wipe(secrets.author_seed)
    return Person(user_id, author)


def _with_passphrase(
    file: SlotFile, slot_id: bytes, passphrase: str, cost: Cost, secrets: Secrets
) -> SlotFile:
    draft = slots.draft_slot(Kind.PASSPHRASE, slot_id, cost)
    typed = passphrase_bytes(passphrase)
    slot_key = costs.derive(typed, draft.salt, cost)
    try:
        return file.with_slot(slots.seal_slot(file, draft, slot_key, secrets))
    finally:
        wipe(slot_key)


def _with_recovery(file: SlotFile, store_key: bytearray, printed: str = "") -> tuple[SlotFile, str]:
    code = printed or new_recovery_code()
    secret = recovery.read(code)
    draft = slots.draft_slot(Kind.RECOVERY, RECOVERY_ID)
    slot_key = recovery.slot_key(secret, draft.salt)
    secrets = Secrets(store_key, RECOVERY_ID, bytearray(os.urandom(32)))
    slot = slots.seal_slot(file, draft, slot_key, secrets)
    public = bytes(recovery.backup_key(secret).public_key)
    wipe(secret, slot_key, secrets.author_seed)
    return file.with_recovery_key(public).with_slot(slot), code


def _open_by_name(loaded: _Loaded, name: str, passphrase: str) -> Secrets:
    # An unknown name answers at once: whoever holds the file can try names without us.
    return _open_by_slot(loaded, _slot_id(loaded, name), passphrase)


def _open_own(loaded: _Loaded, unlocked: Unlocked, passphrase: str) -> Secrets:
    """Open the slot that was opened before, whatever name its owner is known by since."""
    secrets = _open_by_slot(loaded, unlocked.slot_id, passphrase)
    if secrets.user_id != unlocked.user_id:
        raise StoreRefused("wrong_passphrase")
    return secrets


def _open_by_slot(loaded: _Loaded, slot_id: bytes, passphrase: str) -> Secrets:
    slot = loaded.file.find(slot_id)
    # Of an older generation it may be that it knows of somebody nothing yet.
    wrong = "wrong_passphrase_previous" if loaded.notices else "wrong_passphrase"
    if slot is None or slot.kind is not Kind.PASSPHRASE:
        raise StoreRefused(wrong)
    typed = passphrase_bytes(passphrase)
    secrets = _open(loaded, slot, costs.derive(typed, slot.salt, slot.cost))
    if secrets is None:
        raise StoreRefused(wrong)
    return secrets


def _open(loaded: _Loaded, slot: Slot, slot_key: bytearray) -> Secrets | None:
    secrets = slots.open_slot(loaded.file, slot, slot_key)
    wipe(slot_key)
    if secrets is not None:
        slots.require_seal(loaded.data, secrets.store_key)
    return secrets


def _unlocked(loaded: _Loaded, secrets: Secrets, slot_id: bytes) -> Unlocked:
    file = loaded.file
    return Unlocked(
        secrets.store_key,
        secrets.user_id,
        secrets.author_seed,
        file.practice,
        file.store_id,
        file.recovery_key,
        file.generation,
        loaded.notices,
        slot_id=slot_id,
    )


@contextmanager
def _changing(home: Path, unlocked: Unlocked) -> Iterator[_Loaded]:
    """Hold the workbook, and vouch for the slot file about to be changed."""
    with held(home / STORE):
        loaded = _load(home)
        slots.require_seal(loaded.data, unlocked.store_key)
        yield loaded


def _load(home: Path) -> _Loaded:
    """Read the slot file; a damaged or missing one falls back to the generation before."""
    try:
        data = _read(home / KEYS)
        return _Loaded(slots.decode(data), data, ())
    except StoreRefused as refusal:
        if refusal.code not in {"slots_damaged", "missing"}:
            raise
        first = refusal
    try:
        data = _read(home / PREVIOUS_KEYS)
        return _Loaded(slots.decode(data), data, ("slots_previous",))
    except StoreRefused:
        raise first from None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(slots.MAX_BYTES + 1)
    except OSError as error:
        raise of_system(error) from None


def _save(home: Path, file: SlotFile, store_key: bytearray, *, before: bytes) -> None:
    """Write a generation; without `before`, nothing older may remain beside it.

    The file beside is written first: a death in between leaves the former way in
    whole, and never an older one beside a newer one.
    """
    data = file.encode(store_key)
    write_atomically(home / PREVIOUS_KEYS, before or data)
    write_atomically(home / KEYS, data)
