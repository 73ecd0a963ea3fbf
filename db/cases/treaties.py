"""The library of law in SQL: entries in the organisation's own words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from casework.ids import law_id
from casework.referrals.treaty import Treaty
from db.rows.treaties import TreatyRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.log.ground import Ground
    from db.log.streams import Streams

_WORDS: Final = (
    *("title", "body", "year", "articles", "summary", "applies_to", "region", "parties", "url"),
)


class SqlTreaties:
    """What the organisation itself says of instruments of law."""

    def __init__(self, ground: Ground, streams: Streams) -> None:
        self._ground, self._session = ground, ground.session
        self._streams = streams

    def all(self) -> Sequence[Treaty]:
        """Return the organisation's own entries."""
        return [_treaty(row) for row in self._session.scalars(select(TreatyRow))]

    def keep(self, treaty: Treaty) -> None:
        """Keep an entry as it is now."""
        known = select(TreatyRow).where(TreatyRow.key == treaty.key)
        row = self._session.scalars(known).one_or_none() or TreatyRow(id=law_id(treaty.key))
        row.key = treaty.key
        for name in _WORDS:
            setattr(row, name, getattr(treaty, name))
        row.verified_on = treaty.verified_on.isoformat() if treaty.verified_on else ""
        self._streams.add_for_all(self._session, row)
        if not row.verified_on:
            # Said anew: what is reworded here while somebody checks it elsewhere was not checked.
            self._ground.journal.set(row.id, TreatyRow.__tablename__, "verified_on", "")


def _treaty(row: TreatyRow) -> Treaty:
    checked = date.fromisoformat(row.verified_on) if row.verified_on else None
    words = {name: getattr(row, name) for name in _WORDS}
    return Treaty(key=row.key, verified_on=checked, **words)
