"""A workbook is made in a folder of its own inside its place and moves in whole, or never was."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Final

from db.vault.destroying import destroy, is_going
from db.vault.durable import sync_folder
from db.vault.instance import held, is_shared
from db.vault.refusals import StoreRefused, of_new_place, of_system
from db.vault.turning import settle
from db.vault.unlocked import KEYS, PREVIOUS_KEYS, STORE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The store comes last: without it a folder is no workbook.
_PARTS: Final = (PREVIOUS_KEYS, KEYS, STORE)
_DRAFT: Final = "workbook.making"
_LOCK: Final = f"{_DRAFT}.lock"


@contextmanager
def moving_in(home: Path, *, empty: bool = False) -> Iterator[Path]:
    """Give a folder to make a workbook in; it moves in when the block ends well.

    When it does not, nothing of it stays, not even folders that were made for it. What
    a sudden end left behind was never a workbook, and gives way to the next attempt.
    """
    home = home.absolute()
    if is_going(home):
        destroy(home)
    try:
        with _folders(home), _alone(home):
            _require_room(home, empty=empty)
            draft = home / _DRAFT
            draft.mkdir(mode=0o700, exist_ok=True)
            with ExitStack() as undo:
                undo.callback(_remove, draft)
                _clear(draft)
                yield draft
                for name in _PARTS:
                    (draft / name).rename(home / name)
                    undo.callback((home / name).unlink)
                sync_folder(home)
                undo.pop_all()
            _remove(draft)
    except OSError as error:
        raise of_system(error) from None


def clear(home: Path) -> None:
    """Remove what was left where a workbook was being made and something ended that.

    Of a restore it is the store of before: what was erased since stands in it until that is
    repeated.
    """
    draft = home / _DRAFT
    if not draft.is_dir() or (_has_keys(home) and not (home / STORE).exists()):
        return
    with suppress(OSError, StoreRefused), _alone(home):
        # Where it is still being made nobody else gets here, or this process has it twice.
        if not is_shared(draft):
            _remove(draft)


def require_workbook(home: Path) -> None:
    """Refuse a folder that holds no workbook; keys without their store are no workbook."""
    if is_going(home):
        destroy(home)
    clear(home)
    settle(home)
    if not (home / STORE).exists():
        raise StoreRefused("keys_alone" if _has_keys(home) else "missing")


def _has_keys(home: Path) -> bool:
    return any((home / name).exists() for name in (KEYS, PREVIOUS_KEYS))


def _require_room(home: Path, *, empty: bool) -> None:
    """Refuse a folder that holds a workbook or, if it must be empty, anything at all."""
    if empty and any(file.name not in {_DRAFT, _LOCK} for file in home.iterdir()):
        raise StoreRefused("not_empty")
    if (home / STORE).exists():
        raise StoreRefused("exists")
    if _has_keys(home):
        # They may open a store that was moved away: nobody but a person may judge that.
        raise StoreRefused("keys_alone")


@contextmanager
def _folders(home: Path) -> Iterator[None]:
    """Make the folders that are missing; take them away again when the block fails."""
    with ExitStack() as undo:
        for folder in reversed([home, *home.parents]):
            if not folder.is_dir():
                _make(folder)
                undo.callback(_leave, folder)
        yield
        undo.pop_all()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Let nobody else make a workbook here meanwhile."""
    with ExitStack() as end, held(home / _DRAFT):
        end.callback((home / _LOCK).unlink, missing_ok=True)
        yield


def _clear(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


def _remove(folder: Path) -> None:
    _clear(folder)
    folder.rmdir()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise of_new_place(error) from None


def _leave(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
