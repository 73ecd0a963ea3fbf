"""A workbook gets a new key: who copied its slot file opens copies of before with it, and no more.

The recovery sheet stays what it is: nobody gets to its code by a passphrase and the slot file.
"""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db.backups.former import had_another_key
from db.media.folders import is_writable, media
from db.media.gone import carry_list
from db.media.told_beside import carry_told
from db.migrate import copies_aside
from db.rows.halves import sweep
from db.vault import engine, keys, turning
from db.vault.anew import under_another_key
from db.vault.copying import chunks, still
from db.vault.instance import held
from db.vault.leftovers import remove
from db.vault.passphrases import passphrase_bytes, require_strength
from db.vault.refusals import StoreRefused, of_system
from db.vault.wiping import wipe

if TYPE_CHECKING:
    from pathlib import Path

    from sqlcipher3 import Connection

    from db.vault.keys import Unlocked


@dataclass(frozen=True, slots=True)
class Holder:
    """Who gives a workbook a new key: her passphrase of now and of from now on, and the sheet."""

    name: str
    old: str = field(repr=False)
    new: str = field(repr=False)
    code: str = field(repr=False)


def give_new_key(home: Path, connection: Connection, unlocked: Unlocked, holder: Holder) -> None:
    """Close a workbook and give it a new key, once its holder is known to be who she is.

    Only the holder and the sheet open it then: whoever else had a way in is let in again by her.
    Wherever this ends, the workbook opens: by the old ways in, or by the new ones.
    """
    new = bytearray(os.urandom(32))
    with held(home / keys.STORE):
        sweep(connection.cursor())
        draft = turning.begin(home)
        try:
            _write(connection, unlocked.store_key, draft / keys.STORE, new)
            _make_ready(draft / keys.STORE, new, engine.list_key(unlocked.store_key), home)
            _make_keys(home, draft, new, (unlocked, holder))
            _carry(connection, engine.list_key(new))
            connection.close()
            _change_places(home)
        finally:
            turning.give_up(home)
            wipe(new)


def require_holder(home: Path, unlocked: Unlocked, holder: Holder) -> None:
    """Refuse whoever is not at work here, and a passphrase that is known or weak."""
    require_strength(holder.new, holder.name)
    known = keys.unlock(home, holder.name, holder.old)
    known.wipe()
    if known.user_id != unlocked.user_id:
        raise StoreRefused("wrong_passphrase")
    if passphrase_bytes(holder.new) == passphrase_bytes(holder.old):
        raise StoreRefused("same_passphrase")
    keys.unlock_with_recovery(home, holder.code).wipe()


def _write(connection: Connection, old: bytearray, target: Path, new: bytearray) -> None:
    """Write the store under a new key, as it is at one moment."""
    try:
        made = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "wb") as file, still(connection) as source:
            for page in under_another_key(chunks(source), old, new):
                file.write(page)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise of_system(error) from None


def _make_ready(store: Path, new: bytearray, lists: bytes, home: Path) -> None:
    """Look whether every page opens, and keep what is known of the key of before."""
    with closing(engine.connect(store, new)) as connection:
        if engine.find_damage(connection):
            raise StoreRefused("damaged")
        had_another_key(connection, lists, home)


def _make_keys(home: Path, draft: Path, new: bytearray, who: tuple[Unlocked, Holder]) -> None:
    """Make the slot file of the new key, for one person and the sheet that there is."""
    unlocked, holder = who
    # The other laptops of the office know her by the key she signs with, and by no other.
    seed = bytearray(unlocked.author_seed)
    origin = keys.Origin(unlocked.store_id, new, unlocked.practice, unlocked.user_id, seed)
    person = keys.Newcomer(holder.name, holder.new, keys.cost_here(home), holder.code)
    made, _ = keys.restore_vault(draft, person, origin, after=unlocked.generation)
    wipe(made.author_seed)


def _change_places(home: Path) -> None:
    """Put the new store and keys in their places; what is refused here the next start settles."""
    remove(copies_aside(home))
    try:
        turning.change_places(home)
    except StoreRefused:
        raise StoreRefused("new_key_unfinished") from None


def _carry(connection: Connection, lists: bytes) -> None:
    """Write what was erased and published beside the workbook and its backups for the new key."""
    within = [one for one in media(connection) if is_writable(one)]
    carry_list(connection, lists, within)
    carry_told(connection, lists, within)
