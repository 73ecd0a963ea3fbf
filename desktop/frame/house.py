"""What pages may ask of the open workbook itself: an office has no keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from casework.changes import Change
    from casework.office import Office
    from casework.records.unfinished import UnfinishedWords
    from casework.team.worker import Role, Worker
    from desktop.bootstrap import Return


class Counted(Protocol):
    """How much a workbook or a backup holds."""

    @property
    def cases(self) -> int:
        """How many cases."""
        ...

    @property
    def forms(self) -> int:
        """How many forms."""
        ...

    @property
    def letters(self) -> int:
        """How many letters."""
        ...

    @property
    def files(self) -> int:
        """How many files."""
        ...


class Compared(Protocol):
    """A workbook restored beside the one in use: its recovery code, and what both hold."""

    @property
    def code(self) -> str:
        """The code of its own recovery sheet."""
        ...

    @property
    def held(self) -> Counted:
        """What came back."""
        ...

    @property
    def here(self) -> Counted:
        """What the workbook in use holds."""
        ...


class Saved(Protocol):
    """A backup that was written and opened again."""

    @property
    def at(self) -> datetime:
        """When."""
        ...

    @property
    def path(self) -> Path:
        """Where."""
        ...


class Safe(Protocol):
    """The open workbook, as far as its backups go."""

    def back_up(self, target: Path) -> object:
        """Write a sealed backup, look into it before it counts, and let older ones go."""
        ...

    def backups(self) -> Sequence[Saved]:
        """Return the backups that this workbook remembers, the newest first."""
        ...

    def compare(self, backup: Path, code: str = "") -> tuple[Counted, Counted]:
        """Return what a backup holds, every page of it checked, and what the workbook holds."""
        ...

    def backup_rhythm(self) -> int:
        """Return after how many days without a good backup one is reminded; 0 is never."""
        ...

    def keep_backup_rhythm(self, days: int) -> None:
        """Keep after how many days one is reminded."""
        ...

    def bring_beside(self, backup: Path, home: Path, back: Return) -> Compared:
        """Restore a backup into a new folder and count both; this workbook stays as it is."""
        ...


class House(Safe, Protocol):
    """The open workbook, as far as pages may go: ways in, the log, backups."""

    @property
    def require_own(self) -> Callable[[str], None]:
        """Refuse a passphrase that is not one's own, before an act that leaves a way in."""
        ...

    @property
    def unfinished(self) -> Callable[[], UnfinishedWords]:
        """What whoever works here was typing outside a form, and is on no record yet."""
        ...

    def add_person(self, name: str, role: Role, passphrase: str) -> Worker:
        """Give somebody keys of her own and a place in the office."""
        ...

    def change_passphrase(self, name: str, old: str, new: str) -> None:
        """Let a new passphrase open one's own way in, for whoever knows the old one."""
        ...

    def give_new_key(self, old: str, new: str, code: str) -> Sequence[str]:
        """Close the workbook and give it a new key; return whose ways in went with the old one."""
        ...

    def use_sheets(self, code: str) -> None:
        """Let a recovery code that was just printed open the workbook, and none of before."""
        ...

    def let_go(self, user_id: str) -> Change:
        """Take the way in of somebody who works here no more."""
        ...

    @property
    def second(self) -> Callable[[str, str], Office]:
        """The office of a second person who is here, by her name and a passphrase of her own."""
        ...

    def sheet_recipient(self) -> str:
        """Return to whom one seals what the recovery sheet is to open."""
        ...

    def log_holds(self) -> tuple[int, int | None]:
        """Return how many lines of the log hold, and the first that does not."""
        ...
