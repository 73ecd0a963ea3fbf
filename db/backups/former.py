"""What a store keeps of a key that it had before: nothing that opens anything but lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.rows import settings

if TYPE_CHECKING:
    from pathlib import Path

    from sqlcipher3 import Connection

# Of a backup that is remembered: when, where, how large, and from which folder.
_SAID: Final = 3


def had_another_key(connection: Connection, lists: bytes, home: Path) -> None:
    """Keep by which key lists were sealed until now: older backups open with no other.

    Whose head vouched for a backup cannot be told any more, so those of this folder are remembered
    as those of an older program are. They are let go of when their time comes, as ever.
    """
    known = settings.kept_list(connection, settings.FORMER_LISTS)
    settings.keep_list(connection, settings.FORMER_LISTS, sorted({*known, lists.hex()}))
    backups = settings.kept_list(connection, settings.BACKUPS)
    said = [one[:_SAID] if one[_SAID:] == [str(home)] else one for one in backups]
    settings.keep_list(connection, settings.BACKUPS, said)
