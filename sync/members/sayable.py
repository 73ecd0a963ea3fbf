"""What may be said where, and by whom; each rule looks at one batch and at nothing else.

So it comes to the same in whatever order batches come. What it says of a thing that lives here is
looked at where that is known (`db.incoming.vouched`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.ids import is_law_id
from db.guards.triggers import APPEND_ONLY, KEPT_COLUMNS, WITH_ITS_CASE
from db.homes.apart_from_case import is_of_a_case
from db.homes.erasing_here import FOR_ALL
from db.log.claims import LED
from db.log.routes import CASE, HOLDER, OTHER
from ledger.ops import LIFE, PLACE, Kind, writes
from sync.members.scribe import CONFIG

if TYPE_CHECKING:
    from collections.abc import Collection

    from ledger.ops import Op

OFFICE: Final = "incoming.office"
# Of what all hold, who works here, in which role, how the office is named and what it asks.
OF_THE_OFFICE: Final = LED
# What was published is known to be so where it can be counted anew: at a laptop of who administers.
_FIGURES: Final = "figure_release"
# Anybody writes these down; how they are answered, or closed, says who leads, and says it since:
# what makes one once more says nothing of that, and so takes nothing of it back.
_ANSWERED: Final[dict[str, frozenset[str]]] = {
    "breach": frozenset({"status", "untold_why", "closed_by", "closed_at"}),
    "outside_request": frozenset(
        {"answer", "order_no", "letter_mark", "answered_by", "answered_at"}
    ),
}
# So is what was done about a breach, as soon as it is said.
ANSWERS: Final = frozenset(
    {
        ("breach_action", ""),
        *((table, name) for table, names in _ANSWERED.items() for name in names),
    }
)
# What happened once is said once; it comes, goes with its case, and is never another.
_ONCE: Final = frozenset(APPEND_ONLY)
_CHANGES: Final = frozenset({Kind.SET, Kind.DELETE, Kind.ATTACH})
# Whose a thing is, and what others name it by, or agreed to: said when it is made.
_FOR_GOOD: Final = frozenset({CASE, OTHER, HOLDER})
_NAMED_BY: Final = frozenset({("service", "code"), ("service", "kind")})
# All know the ids of these before anybody says them.
_LAW: Final = "treaty"
# Of what all hold, what somebody may take away again who has put it there.
_TAKEN_BACK: Final = frozenset({"breach_action"})


def unsayable(ops: Collection[Op], family: str, *, administers: bool, beside: bool = False) -> str:
    """Return why somebody may not say this in a stream of a family, as a code, or nothing.

    The directory of services is everybody's work; of the office speaks whoever administers, and of
    figures also who works `beside` her, at the same laptop: the second person who agrees.
    """
    tables = {op.table for op in ops}
    for table in tables:
        if why := misplaced(table, family):
            return why
    answers = any((op.table, op.field or "") in ANSWERS for op in ops)
    if not administers and (answers or not OF_THE_OFFICE.isdisjoint(tables)):
        return OFFICE
    if _FIGURES in tables and not (administers or beside):
        return OFFICE
    takes_away = family == CONFIG and any(map(_takes_away, ops))
    is_wrong = takes_away or any(_is_said_once(op) or _is_answered_at_once(op) for op in ops)
    return "incoming.once" if is_wrong else ""


def speaks_of_figures(ops: Collection[Op]) -> bool:
    """Return whether something is said of what was published, or is to be."""
    return any(op.table == _FIGURES for op in ops)


def misplaced(table: str, family: str) -> str:
    """Return why nothing of a table stands in a stream of a family, as a code, or nothing."""
    if family != CONFIG:
        return OFFICE if table in FOR_ALL else ""
    return "incoming.stream" if is_of_a_case(table) else ""


def _is_said_once(op: Op) -> bool:
    """Return whether an operation changes, or ends, what stays as it was said, or takes its id."""
    if op.kind is Kind.CREATE and op.table != _LAW and is_law_id(op.entity):
        return True
    if op.kind in _CHANGES:
        is_kept = op.field in KEPT_COLUMNS.get(op.table, ()) or (op.table, op.field) in _NAMED_BY
        is_gone = op.table in WITH_ITS_CASE and LIFE in writes(op)
        return is_kept or is_gone or op.table in _ONCE or op.field in _FOR_GOOD
    return op.kind is Kind.ERASE and op.table in FOR_ALL


def _is_answered_at_once(op: Op) -> bool:
    """Return whether what made a thing says of it what only an answer says."""
    answered = _ANSWERED.get(op.table, frozenset()) if op.kind is Kind.CREATE else frozenset()
    return not answered.isdisjoint(writes(op))


def _takes_away(op: Op) -> bool:
    """Return whether what all hold would go somewhere else, or be deleted, where nobody does that.

    It would be gone everywhere: what was done about a breach, and whom a yes names.
    """
    written = writes(op)
    return PLACE in written or (LIFE in written and op.table not in _TAKEN_BACK)
