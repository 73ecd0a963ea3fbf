"""How far others have had what was written here: a store that has less is an older copy of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlcipher3 import Connection

_ELSEWHERE: Final = (
    "select lane, max(aseq) from workbook_has"
    " where workbook in (select unhex(value) from json_each(?)) group by lane"
)
_HERE: Final = "select id, sealed from lane"


def is_set_back(connection: Connection, own: Collection[bytes], others: Collection[bytes]) -> bool:
    """Return whether others have more of the lanes of this workbook than it has itself."""
    here = dict(connection.execute(_HERE).fetchall())
    elsewhere = connection.execute(_ELSEWHERE, (_listed(others),)).fetchall()
    return any(lane in own and aseq > here.get(lane, 0) for lane, aseq in elsewhere)


def _listed(ids: Collection[bytes]) -> str:
    return json.dumps(sorted(one.hex() for one in ids))
