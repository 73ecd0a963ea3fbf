"""Which row is the own office: of several, as only another program makes them, the first one.

It is named alike on every laptop, whichever of them came first to each. Where there is one, as
nearly always, nothing else is read: the window names it before it looks at anything.
"""

from __future__ import annotations

from typing import Final

IS_OWN_OFFICE: Final = (
    "case when (select count(*) from office) = 1 then true else"
    " office.id = (select o.id from office as o left join entity as e on e.id = o.id"
    " left join op as m on m.lane = e.lane and m.aseq = e.aseq and m.idx = e.idx"
    " order by m.hlc, o.id limit 1) end"
)
_COLUMNS: Final = "select {columns} from office where {is_own} and {holds}"


def of_own_office(columns: str, holds: str = "true") -> str:
    """Return the query for some columns of the own office, where something holds of it."""
    return _COLUMNS.format(columns=columns, is_own=IS_OWN_OFFICE, holds=holds)
