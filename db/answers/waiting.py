"""Whether anything waits for a decision at all: two looks that cost nothing where nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.consent.unfounded import unfounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.log.ground import Ground

_ANY: Final = (
    "select exists (select 1 from cell_conflict) or exists (select 1 from entity where life = 2)"
)
_EXCHANGED: Final = (
    "select exists (select 1 from stream where kind = 'shared')"
    " or exists (select 1 from organisation)"
)


class SqlWaiting:
    """What is known of decisions before anybody asks for one."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def is_any(self) -> bool:
        """Return whether something stands side by side anywhere in this workbook."""
        return self._says(_ANY)

    def unfounded(self, case_id: str) -> Sequence[str]:
        """Return of which kinds something in a case rests on no agreement that is known here."""
        found = unfounded(self._ground.cursor(), bytes.fromhex(case_id))
        return sorted({sort for _entity, sort in found})

    def exchanges(self) -> bool:
        """Return whether anything of this workbook is exchanged with others."""
        return self._says(_EXCHANGED)

    def _says(self, query: str) -> bool:
        return bool(self._ground.cursor().execute(query).fetchall()[0][0])
