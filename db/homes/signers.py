"""Who signs on this machine, and with whom its office keeps copies: what an exchange asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.rows.own_office import of_own_office

if TYPE_CHECKING:
    from sqlcipher3 import Connection

_SIGNING: Final = (
    "select id, author, role from app_user where status <> 'left' and length(author) = 32"
    " and author <> zeroblob(32) order by id"
)
_KEPT_WITH: Final = of_own_office("kept_with")


def who_sign(connection: Connection) -> list[tuple[bytes, bytes, str]]:
    """Return who has a key of her own on this machine: id, key, role."""
    return [tuple(row) for row in connection.execute(_SIGNING).fetchall()]


def keepers(connection: Connection) -> tuple[str, ...]:
    """Return the services that keep what this office keeps elsewhere too."""
    row = connection.execute(_KEPT_WITH).fetchone()
    return (str(row[0]),) if row and row[0] else ()
