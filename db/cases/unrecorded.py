"""Help without a record in SQL: the counts, and a draft case that nobody wants."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from casework.ids import new_id
from casework.services.helped import Helped
from db.homes.erasing_here import belonging_to, erase_here, forget_places
from db.rows.consent import HelpRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.log.ground import Ground

_ALL: Final = (
    "select helped_on, service_type, age_group from help_without_record"
    " order by helped_on, service_type, age_group"
)
_CODE: Final = "select code from casefile where id = ?"
_CASE: Final = "casefile"


class SqlUnrecorded:
    """Who was helped and wants no record: counts, and nothing that leads to a person."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def add(self, helped: Helped) -> None:
        """Count one person helped."""
        self._ground.put(
            HelpRow,
            id=new_id(),
            helped_on=helped.on.isoformat(),
            service_type=helped.service_type,
            age_group=helped.age_group,
        )

    def all(self) -> Sequence[Helped]:
        """Return everybody counted, the first first."""
        rows = self._ground.cursor().execute(_ALL)
        return tuple(Helped(date.fromisoformat(on), service, age) for on, service, age in rows)

    def forget(self, case_id: str, basis: str) -> None:
        """Erase a case with everything that belongs to it."""
        case = bytes.fromhex(case_id)
        cursor = self._ground.pen()
        ((code,),) = cursor.execute(_CODE, (case,)).fetchall()
        erase_here(self._ground, belonging_to(cursor, {case: _CASE}), basis)
        forget_places(cursor, code)
