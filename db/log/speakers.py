"""Who signs by which key, as the roster says it: so what was written has a name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from db.rows import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlcipher3 import Connection, Cursor


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
