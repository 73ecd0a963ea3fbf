"""Who wrote what stands in a register: whoever signed it, whomever it names.

Those of one laptop are believed about one another: what they wrote may be said again there by one
key, where the laptop was lost and came back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.team.worker import Act, NotPermitted
from db.log.speakers import speakers
from db.rows import settings

if TYPE_CHECKING:
    from sqlcipher3 import Cursor

    from casework.team.worker import Worker

_NAMES: Final = "select id, name from app_user"


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


def demand_administering(cursor: Cursor, worker: Worker) -> None:
    """Raise NotPermitted for what others would not believe: where laptops exchange, who leads."""
    leading = settings.kept(cursor, settings.ADMINISTERING)
    if leading is not None and worker.id not in leading.split():
        raise NotPermitted(Act.TEAM)
