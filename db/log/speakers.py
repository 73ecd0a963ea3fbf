"""Who signs by which key, as the roster says it: so what was written has a name.

Whomever it names, who wrote it is whoever signed it. Those of one laptop are believed about one
another: what they wrote may be said again there by one key, where the laptop was lost and came
back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from db.rows import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlcipher3 import Connection, Cursor

_NAMES: Final = "select id, name from app_user"


class Speaker(NamedTuple):
    """Who signs by a key: a user at a workbook."""

    user: bytes
    workbook: bytes


def keep_speakers(connection: Connection, speakers: Mapping[bytes, Speaker]) -> None:
    """Keep who signs by which key, as the roster says it."""
    said = json.dumps(
        {key.hex(): [one.user.hex(), one.workbook.hex()] for key, one in sorted(speakers.items())}
    )
    if said != settings.kept(connection, settings.SPEAKERS):
        settings.keep(connection, settings.SPEAKERS, said)


def speakers(cursor: Cursor) -> dict[bytes, Speaker]:
    """Return who signs by which key."""
    known = json.loads(settings.kept(cursor, settings.SPEAKERS) or "{}")
    return {
        bytes.fromhex(key): Speaker(bytes.fromhex(user), bytes.fromhex(workbook))
        for key, (user, workbook) in known.items()
    }


class Signers:
    """Who signs by which key, as all laptops know it; alone there is nobody to tell apart."""

    def __init__(self, cursor: Cursor) -> None:
        self._known = speakers(cursor)
        self._sitting = {(one.user, one.workbook) for one in self._known.values()}
        self._names: dict[bytes, str] = dict(cursor.execute(_NAMES).fetchall())

    def of(self, author: bytes | None, named: bytes | None) -> tuple[str, str]:
        """Return id and name of who wrote something that names somebody as its writer."""
        signed = self._known.get(author or b"")
        who = named or b""
        if signed is not None and (who, signed.workbook) not in self._sitting:
            who = signed.user
        return who.hex(), self._names.get(who, "")
