"""What may be said where, and by whom; each rule looks at one batch and at nothing else.

So it comes to the same in whatever order batches come. What it says of a thing that lives here is
looked at where that is known (`db.vouched`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.guards import APPEND_ONLY
from db.scopes import is_of_a_case
from ledger.ops import Kind
from sync.scribe import CONFIG

if TYPE_CHECKING:
    from collections.abc import Collection

    from ledger.ops import Op

# What all hold together; it lives in no other stream.
_FOR_ALL: Final = frozenset({"app_user", "form_version", "office", "service", "treaty"})
# Of that, who works here, in which role, how the office is named and what it asks.
_OF_THE_OFFICE: Final = frozenset({"app_user", "form_version", "office"})
# What happened once is said once; it comes, goes with its case, and is never another.
_ONCE: Final = frozenset(APPEND_ONLY)
_CHANGES: Final = frozenset({Kind.SET, Kind.DELETE, Kind.ATTACH})


def unsayable(ops: Collection[Op], family: str, *, administers: bool) -> str:
    """Return why somebody may not say this in a stream of a family, as a code, or nothing.

    The directory of services is everybody's work; of the office speaks whoever administers.
    """
    tables = {op.table for op in ops}
    if family != CONFIG:
        if not _FOR_ALL.isdisjoint(tables):
            return "incoming.office"
    elif not (administers or _OF_THE_OFFICE.isdisjoint(tables)):
        return "incoming.office"
    elif any(map(is_of_a_case, tables)):
        return "incoming.stream"
    if any(op.table in _ONCE and op.kind in _CHANGES for op in ops):
        return "incoming.once"
    return ""
