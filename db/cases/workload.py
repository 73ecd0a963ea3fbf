"""The work in figures, in SQL: counts by worker, and days and counts of each case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from casework.team.supervision import Load, Worked
from db.guards.reach import unwalled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.team.worker import Worker
    from db.log.ground import Ground

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


_ASSESSED: Final = "min(ifnull(i.recorded_on, substr(i.recorded_at, 1, 10)))"
# Of the newest plan: there is something to do in it, and nothing of it is still to be done.
_COMPLETED: Final = """(select min(f.value in ('met', 'not_applicable')) from form_fact as f
    where f.qid = 'action_plan.action_progress' and f.instance = (select i.number
    from form_instance as i where i.case_id = c.id and i.state = 'final'
    and i.form_id = 'action_plan' order by i.recorded_at desc, i.number desc limit 1))"""
# From the first time that a service was told to its first answer; without a slip that came back,
# to the day on which its answer was noted, while that is where the request still stands.
_ANSWERS: Final = """(select group_concat(julianday(x.answered) - julianday(x.told), ' ') from (
    select min(said.day) as told, ifnull((select min(ifnull(p.replied_on, substr(p.at, 1, 10)))
        from letter_reply as p join letter as l on l.id = p.letter_id
        where l.referral_id = r.id and p.answer <> 'received'),
        case when r.status in ('accepted', 'refused', 'waiting_list', 'provider_unavailable')
        then r.changed_on end) as answered
    from referral as r join (select referral_id, issued_on as day from letter
        union all select referral_id, told_on from telling) as said on said.referral_id = r.id
    where r.case_id = c.id group by r.id) as x where x.answered >= x.told)"""
_TOLD: Final = """(select 1 from letter as l where l.referral_id = r.id
    union all select 1 from telling as t where t.referral_id = r.id)"""
_BEGAN: Final = (
    "c.opened_on between :first and :last and c.status not in ('draft', 'discarded', 'erased') and "
    + unwalled("c")
)
_WHICH: Final = "select c.id from casefile as c where {began}".replace("{began}", _BEGAN)
_WORKED: Final = (
    """
select c.opened_on, {assessed}, {planned}, exists (select 1 from review as w where
    w.case_id = c.id and w.form_id = 'action_plan' and w.status = 'approved'), {safety},
    case when c.status = 'closed' then (select max(s.made_on) from case_step as s
    where s.case_id = c.id and s.new = 'closed') end,
    (select group_concat(f.value, ' ') from form_fact as f join form_instance as i
    on i.number = f.instance where f.qid = 'closure.reasons' and i.case_id = c.id),
    (select count(*) from referral as r where r.case_id = c.id), {follow_ups},
    (select count(*) from episode as e where e.case_id = c.id),
    (select min(e.start) from episode as e where e.case_id = c.id and e.start <> ''),
    {completed}, {services}, exists (select 1 from due as d where d.case_id = c.id
    and d.kind = 'plan_review' and d.due < :today and not exists (select 1 from task as t
    where t.source <> '' and t.source in (d.id, d.whole) and t.status = 'done')),
    (select count(*) from referral as r where r.case_id = c.id and exists {told}),
    (select count(*) from referral as r where r.case_id = c.id and exists {told}
    and r.status in ('accepted', 'attended', 'completed')), {answers}
from casefile as c
where {began}
""".replace("{assessed}", _of_form(_ASSESSED, "assessment"))
    .replace("{planned}", _of_form("count(*)", "action_plan"))
    .replace("{safety}", _of_form("count(*)", "safety_plan"))
    .replace("{follow_ups}", _of_form("count(*)", "follow_up"))
    .replace("{services}", _of_form("count(*)", "service_given"))
    .replace("{completed}", _COMPLETED)
    .replace("{answers}", _ANSWERS)
    .replace("{told}", _TOLD)
    .replace("{began}", _BEGAN)
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

    def worked(self, first: date, last: date, today: date) -> Sequence[Worked]:
        """Return what was done in each case that began within some days of the office."""
        days = {"first": first, "last": last, "today": today}
        values = {name: day.isoformat() for name, day in days.items()} | {"worker": self._worker}
        return [_worked(row) for row in self._ground.cursor().execute(_WORKED, values)]

    def began(self, first: date, last: date) -> Sequence[str]:
        """Return the ids of those cases."""
        values = {"worker": self._worker, "first": first.isoformat(), "last": last.isoformat()}
        return [case.hex() for (case,) in self._ground.cursor().execute(_WHICH, values)]


def _worked(row: tuple[Any, ...]) -> Worked:
    began, assessed, planned, approved, safety, closed, reasons, referrals, follow_ups, *more = row
    experiences, first, completed, services, late, sent, accepted, answers = more
    return Worked(
        began=date.fromisoformat(began),
        assessed=date.fromisoformat(assessed) if assessed else None,
        planned=bool(planned),
        approved=bool(approved),
        safety_plan=bool(safety),
        closed=date.fromisoformat(closed) if closed else None,
        reasons=frozenset((reasons or "").split()),
        referrals=referrals,
        follow_ups=follow_ups,
        experiences=experiences,
        delay=_days_between(first, began),
        completed=bool(completed),
        services=services,
        review_late=bool(late),
        sent=sent,
        accepted=accepted,
        answers=tuple(int(float(days)) for days in (answers or "").split()),
    )


def _days_between(first: str | None, began: str) -> int | None:
    """Return the days from an experience to a contact; of a month or a year nothing is known."""
    if not first or len(first) != len(began) or first > began:
        return None
    return (date.fromisoformat(began) - date.fromisoformat(first)).days
