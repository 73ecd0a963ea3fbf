"""Words that are on no record yet, in SQL: each worker's own, on this laptop alone."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from casework.ids import as_case_code
from casework.records.unfinished import Spot, Unfinished
from db.guards.reach import unwalled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlcipher3 import Connection

_SPOT: Final = "worker = :worker and what = :what and place = :place and subject = :subject"
# An erased case takes its row with it: words that come too late find none, and are not kept.
_KEEP: Final = (
    "insert or replace into unfinished (worker, what, place, subject, case_id, words)",
    "select :worker, :what, :place, :subject,",
    "(select id from casefile where code = :about), :words",
    "where :place = '' or exists (select 1 from casefile as c where c.code = :place)",
)
_LET_GO: Final = ("delete from unfinished where", _SPOT)
# What she typed before a wall stood is behind it with the case.
_SEEN: Final = (
    "and (case_id is null or exists (select 1 from casefile as c where c.id = case_id and",
    unwalled("c"),
    "))",
)
_OF: Final = ("select words from unfinished where", _SPOT, *_SEEN)
_IN: Final = (
    "select what, place, subject from unfinished where worker = :worker and place = :place",
    "and json_extract(words, '$.is_open')",
    *_SEEN,
    "order by what, subject",
)


class SqlUnfinished:
    """What one worker was typing; all of it stays in the encrypted file."""

    def __init__(self, connection: Connection, worker_id: str) -> None:
        self._connection = connection
        self._worker = bytes.fromhex(worker_id)

    def keep(self, spot: Spot, words: Unfinished, about: str = "") -> None:
        """Keep words in place of those before; `about` is a case that they name by its code."""
        known = spot.case or as_case_code(about) or ""
        self._do(_KEEP, spot, about=known, words=json.dumps(asdict(words)))

    def let_go(self, spot: Spot) -> None:
        """Forget the words of a spot: they are on record, or nobody wants them."""
        self._do(_LET_GO, spot)

    def of(self, spot: Spot) -> Unfinished | None:
        """Return the words of a spot, or None."""
        found = self._do(_OF, spot)
        return Unfinished(**json.loads(found[0][0])) if found else None

    def open_in(self, case: str) -> Sequence[Spot]:
        """Return the spots of a case, or of none, that were open when they were left."""
        return [Spot(*row) for row in self._do(_IN, Spot("", case))]

    def _do(self, parts: tuple[str, ...], spot: Spot, **values: str) -> list[tuple[str, ...]]:
        """Run a statement about a spot; one that is closed already keeps and has nothing."""
        if getattr(self._connection, "store", None) is None:
            return []
        asked = {"worker": self._worker, "what": spot.what, "place": spot.case}
        asked |= {"subject": spot.subject, **values}
        return self._connection.execute(" ".join(parts), asked).fetchall()
