"""Walls of after a backup: known from the lists, and missing where that backup comes back.

Of a wall goes with the lists what it takes to put it up again: ids, a code and a moment. Of one
that was taken away goes its id, so that an older list does not bring it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from db.rows import settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlcipher3 import Cursor

_LINKS: Final = (
    "select id, case_id, user_id, service_id, kind, since, set_by, status from conflict_link"
)
# Whom a wall keeps out is here, its case is, and of this very wall the store never heard.
_MISSING: Final = (
    "select 1 from casefile where id = :case"
    " and not exists (select 1 from entity where id = :link)"
    " and (exists (select 1 from app_user where id = :user)"
    " or exists (select 1 from service where id = :service))"
)


class Wall(NamedTuple):
    """What a list says of one wall; of one that was taken away, no more than which."""

    link: bytes
    case: bytes = b""
    user: bytes = b""
    service: bytes = b""
    kind: str = ""
    since: str = ""
    set_by: bytes = b""

    @property
    def stands(self) -> bool:
        """Return whether it stood when the list was written."""
        return bool(self.case)


def walls_of(cursor: Cursor) -> list[Wall]:
    """Return the walls of a store, those too that stand no more."""
    return [
        Wall(link, case, user or b"", service or b"", kind, since, set_by)
        if status == "standing"
        else Wall(link)
        for link, case, user, service, kind, since, set_by, status in cursor.execute(_LINKS)
    ]


def walls_read(said: Iterable[Sequence[Any]]) -> set[Wall]:
    """Return the walls that a list names."""
    return {Wall(*one) for one in said}


def keep_unbuilt(cursor: Cursor, said: Iterable[Wall]) -> None:
    """Keep which walls a restored store lacks; one that any list calls taken away is let be."""
    known = set(said)
    lifted = {one.link for one in known if not one.stands}
    lacking = [one for one in sorted(known) if one.link not in lifted and _lacks(cursor, one)]
    if lacking:
        kept = [
            [part.hex() if isinstance(part, bytes) else part for part in one] for one in lacking
        ]
        settings.keep_list(cursor, settings.UNBUILT, kept)


def unbuilt(cursor: Cursor) -> list[list[str]]:
    """Return the walls to put up before anybody reads: every id in hexadecimal."""
    return settings.kept_list(cursor, settings.UNBUILT)


def built(cursor: Cursor) -> None:
    """Forget them, now that they stand."""
    settings.forget(cursor, settings.UNBUILT)


def _lacks(cursor: Cursor, one: Wall) -> bool:
    asked = {"case": one.case, "link": one.link, "user": one.user, "service": one.service}
    return cursor.execute(_MISSING, asked).fetchone() is not None
