"""Which cases a worker may reach: one condition, for every look at them in SQL.

Own cases, those a colleague shared with her or that she covers meanwhile, and for whoever looks
after the team all of it. What is somebody else's is reached masked, unless it was opened in need.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from db.rows.moments import stored

if TYPE_CHECKING:
    from datetime import datetime

    from casework.team.worker import Worker

# An index of its own answers what is shared.
_SHARED: Final = (
    "{case}.id in (select g.case_id from assignment as g"
    " where g.user_id = :worker and g.reason in ('shared', 'cover') and g.until is null)"
)
_OWN: Final = "({case}.worker = :worker or {shared})".replace("{shared}", _SHARED)
# The cases that a wall keeps from `:worker`, whoever she is; by number, which every index has.
# The wall around one case of a person stands around all of them.
WALLED: Final = (
    "(select b.number from conflict_link as w join casefile as b on b.id = w.case_id"
    " where w.user_id = :worker and w.status = 'standing'"
    " union select b.number from conflict_link as w"
    " left join case_pair as o on o.other_id = w.case_id and o.answer = 'same'"
    " join case_pair as s on s.case_id = ifnull(o.case_id, w.case_id) and s.answer = 'same'"
    " join casefile as b on b.id in (s.case_id, s.other_id)"
    " where w.user_id = :worker and w.status = 'standing')"
)
_CODES: Final = "replace(' ' || casefile.code || ifnull(' ' || casefile.code_before, ''), '-', '')"
# For nearly everybody it ends here, before a case is looked at.
_NO_WALL: Final = (
    "not exists (select 1 from conflict_link as w"
    " where w.user_id = :worker and w.status = 'standing')"
)
_GLASS: Final = (
    "exists (select 1 from glass as k where k.user_id = :worker and k.case_id = {case}.id"
    " and k.until > :now)"
)


def reached(case: str = "casefile") -> str:
    """Return the condition under which a row of a case is there for `:worker`, or for `:all`."""
    return f"((:all or {_OWN}) and {unwalled(case)})".format(case=case)


def unwalled(case: str = "casefile") -> str:
    """Return the condition under which no wall keeps a case from `:worker`: part of all others."""
    return f"({_NO_WALL} or {case}.number not in {WALLED})"


def reached_by(worker: Worker, case: str = "casefile") -> str:
    """Return the same condition for one worker, as narrow as an index can answer it."""
    return _reached(case, everything=worker.sees_all_cases)


@cache
def _reached(case: str, *, everything: bool) -> str:
    if everything:
        return unwalled(case)
    return f"{_OWN} and {unwalled(case)}".format(case=case)


def shared_with(case: str = "casefile") -> str:
    """Return the condition under which a colleague lets `:worker` work along in a case."""
    return _SHARED.format(case=case)


def cleared(case: str = "casefile") -> str:
    """Return the condition under which a case is seen without a mask."""
    return f"(({_OWN} or (:all and {_GLASS})) and {unwalled(case)})".format(case=case)


def begun_seen(form: str) -> str:
    """Return the condition under which a form being filled in is no other worker's note."""
    return f"({form}.form_id <> 'note' or {form}.recorded_by = :worker)"


def found_by_words() -> str:
    """Return the condition under which words may find a case.

    One that is masked is found by `:typed`, the beginning of a code that it has or had: words would
    tell whose.
    """
    return f"({cleared()} or {_CODES} like '% ' || :typed || '%')"


def code_typed(words: str) -> str:
    """Return words as the beginning of a code; nothing else has a sign that matches any."""
    return "".join(sign for sign in words.upper() if sign.isalnum()) or "-"


def reach_of(worker: Worker, now: datetime) -> dict[str, object]:
    """Return the values of these conditions."""
    who = bytes.fromhex(worker.id)
    return {"all": worker.sees_all_cases, "worker": who, "now": stored(now)}
