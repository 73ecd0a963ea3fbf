"""A store and its slot file under another key change places with the old ones, whole or not at all.

Both are made in a folder beside the store. One rename, that of the store, decides: before it all is
as it was, after it all is as it will be, and what is found at the next start says which.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from db.vault.destroying import write_over
from db.vault.durable import sync_folder, write_atomically
from db.vault.instance import held, is_shared
from db.vault.refusals import StoreRefused, of_system
from db.vault.unlocked import KEYS, PREVIOUS_KEYS, STORE

if TYPE_CHECKING:
    from pathlib import Path

DRAFT: Final = "workbook.turning"
# A second name of the store of before, so that it can be written over once it is replaced.
_FORMER: Final = "former"


def draft_of(home: Path) -> Path:
    """Return the folder in which a store is written under another key."""
    return home / DRAFT


def settle(home: Path) -> None:
    """Finish, or undo, a change of key that something ended."""
    draft = draft_of(home)
    if not draft.is_dir():
        return
    try:
        with held(home / STORE):
            # Where it is being written nobody else gets here, or this process has it twice.
            if not is_shared(home / STORE):
                _go_on(home, draft)
    except OSError as error:
        raise of_system(error) from None
    except StoreRefused as refusal:
        # Whoever has it open settled this before, or is about to change places.
        if refusal.code != "in_use":
            raise


def begin(home: Path) -> Path:
    """Make the folder in which a store is written under another key; return it."""
    draft = draft_of(home)
    try:
        draft.mkdir(mode=0o700)
        sync_folder(home)
    except OSError as error:
        raise of_system(error) from None
    return draft


def change_places(home: Path) -> None:
    """Let the store and the slot file that were made take the places of the old ones.

    Nobody has the store open, and its log is in it; refuses a store whose log is not.
    """
    draft = draft_of(home)
    log = home / f"{STORE}-wal"
    if log.exists() and log.stat().st_size:
        raise StoreRefused("in_use")
    try:
        sync_folder(draft)
        with suppress(OSError):
            # Not every stick can give a file two names: there the old bytes stay for a while.
            os.link(home / STORE, draft / _FORMER)
        (draft / STORE).replace(home / STORE)
        sync_folder(home)
        sync_folder(draft)
        _go_on(home, draft)
    except OSError as error:
        raise of_system(error) from None


def give_up(home: Path) -> None:
    """Undo a change of key that did not come to its end."""
    draft = draft_of(home)
    if draft.is_dir() and ((draft / STORE).exists() or not (draft / KEYS).exists()):
        with suppress(OSError):
            _go_on(home, draft)


def _go_on(home: Path, draft: Path) -> None:
    if (draft / STORE).exists():
        # Nothing was changed yet. The store goes last: without it the keys would count.
        (draft / KEYS).unlink(missing_ok=True)
        sync_folder(draft)
        (draft / _FORMER).unlink(missing_ok=True)
    elif (draft / KEYS).exists():
        data = (draft / KEYS).read_bytes()
        # No way in of before may stay beside: it opens this store no more, but copies of the old.
        write_atomically(home / PREVIOUS_KEYS, data)
        write_atomically(home / KEYS, data)
        (draft / KEYS).unlink()
        sync_folder(draft)
    _clear_away(home, draft)


def _clear_away(home: Path, draft: Path) -> None:
    former = draft / _FORMER
    if former.exists() and not former.samefile(home / STORE):
        write_over(former)
    for file in sorted(draft.iterdir(), key=lambda one: one.name == STORE):
        file.unlink()
    draft.rmdir()
