"""Forms that came with a newer program: whoever administers publishes them by opening a workbook.

What was filled in before stays in the version it was filled in with.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from casework.changes import Change
from casework.team.worker import Act, may

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.team.seat import Seat

_NUMBERS: Final = re.compile(r"[0-9]+")


def is_hers(seat: Seat) -> bool:
    """Return whether it is for this worker to say which forms are filled in here.

    A workbook without any form waits for those of its team.
    """
    if not may(seat.worker, Act.PEOPLE):
        return False
    with seat.store() as work:
        return bool(work.documents.versions()) and work.people.administers()


def publish_newer(seat: Seat, offered: Mapping[str, tuple[str, bytes]]) -> Sequence[str]:
    """Publish what is newer than all that was published of a form; return the ids of those forms.

    Each is offered as its version and its source.
    """
    with seat.begin(Act.PEOPLE) as work:
        known = work.documents.versions()
        newer = {
            form_id: source
            for form_id, (version, source) in sorted(offered.items())
            if all(_age(version) > _age(one) for one in known.get(form_id, ()))
        }
        if newer:
            work.documents.publish(newer, seat.now())
            work.commit(Change("forms_published", reason=" ".join(newer)))
    return list(newer)


def _age(version: str) -> tuple[int, ...]:
    """Return a version as numbers to compare: 10 is after 9, and 2.1 after 2."""
    return tuple(map(int, _NUMBERS.findall(version)))
