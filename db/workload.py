"""The work in figures, in SQL: counts by worker, and days and counts of each case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from casework.supervision import Load, Worked
from db.moments import read
from db.reach import unwalled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from casework.worker import Worker
    from db.ground import Ground

_LOADS: Final = """
select u.name, ifnull(sum(c.status = 'open'), 0), ifnull(sum(c.status = 'draft'), 0),
    ifnull(sum(c.status in ('paused', 'closing')), 0),
    ifnull(sum(c.status in ('open', 'paused', 'closing') and c.due < :today), 0),
    ifnull(sum(c.id in (select w.case_id from review as w where w.status = 'asked')), 0)
from app_user as u
left join casefile as c on c.worker = u.id and {unwalled}
where u.status <> 'left' and u.role in ('caseworker', 'supervisor')
group by u.id order by u.name
""".replace("{unwalled}", unwalled("c"))
_FORM: Final = (
    "(select {what} from form_instance as i where i.case_id = c.id and i.state = 'final'"
    " and i.form_id = '{form}')"
)


def _of_form(what: str, form: str) -> str:
    return _FORM.replace("{what}", what).replace("{form}", form)


_WORKED: Final = (
    """
select c.opened_on, {assessed}, {planned}, exists (select 1 from review as w where
    w.case_id = c.id and w.form_id = 'action_plan' and w.status = 'approved'), {safety},
    case when c.status = 'closed' then (select max(s.made_on) from case_step as s
    where s.case_id = c.id and s.new = 'closed') end,
    (select group_concat(f.value, ' ') from form_fact as f join form_instance as i
    on i.number = f.instance where f.qid = 'closure.reasons' and i.case_id = c.id),
    (select count(*) from referral as r where r.case_id = c.id), {follow_ups}
from casefile as c
where c.opened_on between :first and :last
    and c.status not in ('draft', 'discarded', 'erased') and {unwalled}
""".replace("{assessed}", _of_form("min(i.recorded_at)", "assessment"))
    .replace("{planned}", _of_form("count(*)", "action_plan"))
    .replace("{safety}", _of_form("count(*)", "safety_plan"))
    .replace("{follow_ups}", _of_form("count(*)", "follow_up"))
    .replace("{unwalled}", unwalled("c"))
)


class SqlWorkload:
    """The work in figures; no case from which a wall keeps this worker is among them."""

    def __init__(self, ground: Ground, worker: Worker) -> None:
        self._ground = ground
        self._worker = bytes.fromhex(worker.id)

    def loads(self, today: date) -> Sequence[Load]:
        """Return how many cases are with each worker, A to Z by name."""
        values = {"worker": self._worker, "today": today.isoformat()}
        return [Load(*row) for row in self._ground.cursor().execute(_LOADS, values)]

    def worked(self, first: date, last: date, zone: tzinfo | None) -> Sequence[Worked]:
        """Return what was done in each case that began within some days of the office."""
        values = {"worker": self._worker, "first": first.isoformat(), "last": last.isoformat()}
        return [_worked(row, zone) for row in self._ground.cursor().execute(_WORKED, values)]


def _worked(row: tuple[Any, ...], zone: tzinfo | None) -> Worked:
    began, assessed, planned, approved, safety, closed, reasons, referrals, follow_ups = row
    return Worked(
        began=date.fromisoformat(began),
        assessed=read(assessed).astimezone(zone).date() if assessed else None,
        planned=bool(planned),
        approved=bool(approved),
        safety_plan=bool(safety),
        closed=date.fromisoformat(closed) if closed else None,
        reasons=frozenset((reasons or "").split()),
        referrals=referrals,
        follow_ups=follow_ups,
    )
