"""Time as it went by at this workbook: nothing that waits is over because a clock leaps."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from db.homes.membership import Membership

# Hardly a workbook is left alone for longer, and a clock that is wrong is so by years.
LEAP: Final = timedelta(days=180)
# More often it is not written down.
_OFTEN: Final = timedelta(hours=1)
_NAME: Final = "time.passed"


def passed(kept: Membership, wall: datetime) -> datetime:
    """Return a moment that goes on as the clock on the wall does, and stays where that leaps."""
    said = kept.secrets().get(_NAME, b"").decode()
    moment, last = map(datetime.fromisoformat, said.split(" ")) if said else (wall, wall)
    step = wall - last
    leapt = not timedelta() <= step <= LEAP
    now = moment if leapt else moment + step
    if leapt or step >= _OFTEN or not said:
        kept.keep_secrets({_NAME: f"{now.isoformat()} {wall.isoformat()}".encode()})
    return now
