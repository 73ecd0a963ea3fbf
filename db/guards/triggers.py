"""The belt in the store: triggers that refuse what no use case may do.

They are temporary, made for each working connection, and stand aside
(`db.guards.lifting`) where operations from elsewhere are applied: there a referral may
arrive before its grant, and refusing it would break convergence. They say on
purpose once more what `casework.consent.grant` says; tests run each rule against both.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from casework.consent.grant import LETTER_PURPOSES, LONGEST, OWN_PURPOSES
from casework.consent.signing import alone_from
from casework.records.birth import OF_AGE
from db.figures.marks import marks
from db.guards.as_made import as_made
from db.guards.lifting import ERASED, HOLDS, KEEPS, LIFTED
from db.guards.places import PLACES_FOLLOW
from db.guards.unions import one_persons
from db.guards.wall_triggers import wall_guards

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlcipher3 import Connection

# Every event by which somebody agreed to less than before, and its case; what was lifted again, in
# whichever case of hers, not.
TAKEN_BACK: Final = """
select e.id, e.case_id from consent_event as e where e.kind in ('withdrawn', 'refused', 'narrowed')
or e.kind = 'suspended' and not exists (select 1 from consent_event as l
    where l.case_id in {cases} and l.kind = 'lifted' and instr(l.seen, e.id) > 0)
or exists (select 1 from consent_grant as g where g.event_id = e.id and g.answer = 'refused')
order by e.id
""".replace("{cases}", one_persons("e.case_id"))
# To be told of these once more in another case narrows nothing.
_OWN: Final = ", ".join(f"'{one.value}'" for one in sorted(OWN_PURPOSES))
# The consent clause, once: a grant that was given and that nothing ended, suspended or replaced,
# in its own case or another of the same person, for each service it names, or for the own office
# (then without a service). Dates are compared where it is used, with the row's own moment; what an
# adult gave for a child ends the day before she may be of age, and what she gave alone, too young
# for that, the day before she gave it.
# Of a year without 29 February it is 1 March.
_UNTIL: Final = f"min(g.valid_until, date(g.valid_from, '+{LONGEST.days} days'))"
_TURNS: Final = "date((substr({born}, 1, 4) + {years}) || substr({born}, 5){less})"
_OF_AGE: Final = _TURNS.format(born="p.born_from", years=OF_AGE, less=", '-1 day'")
_OLD_ENOUGH: Final = _TURNS.format(born="y.born_from", years="{years}", less="")
_TOO_YOUNG: Final = " ".join(
    f"when h.given_by = '{giver}' and date(g.given_at, '+1 day') < "
    f"{_OLD_ENOUGH.format(years=years)} then min({_UNTIL}, date(g.given_at, '-1 day'))"
    for giver, years in sorted(alone_from().items())
)
_LAST_DAY: Final = f"""case when h.given_by in ('caregiver', 'other_adult', 'caseworker')
            and p.born_from is not null
       then min({_UNTIL}, {_OF_AGE}) {_TOO_YOUNG}
       else {_UNTIL} end"""
_WHAT_STANDS: Final = """
create temp view standing_grant as
select g.id, g.case_id, g.purpose, g.given_at, g.valid_from,
       {last_day} as valid_until,
       s.id as service_id
from consent_grant as g
join consent_event as h on h.id = g.event_id
left join person as p on p.case_id = (
    select q.case_id from person as q where q.case_id in {hers} and q.born_from is not null
    order by q.born_from limit 1)
left join person as y on y.case_id = (
    select q.case_id from person as q where q.case_id in {hers} and q.born_from is not null
    order by q.born_from desc limit 1)
left join service as s
  on ((g.reach = 'service' and g.scope = s.code) or (g.reach = 'kind' and g.scope = s.kind))
  and {as_made}
where g.answer = 'given' and (g.reach = 'own' or s.id is not null)
and not exists (
    select 1 from consent_event as e
    where e.case_id in {hers} and e.kind in ('withdrawn', 'suspended')
    and (e.kind = 'withdrawn' or not exists (
        select 1 from consent_event as l where l.case_id in {hers}
        and l.kind = 'lifted' and instr(l.seen, e.id) > 0))
    and (e.reason is not 'caregiver_unsafe' or h.given_by = 'caregiver')
    and (ifnull(e.reason, '') in ('caregiver_unsafe', 'brought_back')
        or instr(e.seen, g.id) > 0 or g.given_at <= e.at)
    and (e.purpose = 'case_service' or (e.purpose = g.purpose and (
        e.reach is null or (e.reach = g.reach and e.scope = g.scope)
        or (e.reach = 'service' and e.scope = s.code)
        or (e.reach = 'kind' and e.scope = s.kind)))))
and not exists (
    select 1 from taken_back as t where t.case_id in {hers} and t.since is not null
    and not exists (
        select 1 from consent_event as l where l.case_id in {hers}
        and l.kind = 'lifted' and instr(l.seen, t.id) > 0))
and not exists (
    select 1 from consent_grant as n
    where n.case_id in {hers}
    and (n.case_id = g.case_id or n.answer = 'refused' or n.purpose not in ({own}))
    and ((n.event_id = g.event_id and n.answer = 'refused')
         or (n.event_id <> g.event_id and (n.given_at, n.event_id) > (g.given_at, g.event_id)))
    and ((n.purpose = 'case_service' and n.answer = 'refused')
         or (n.purpose = g.purpose and (
             (n.reach = g.reach and n.scope = g.scope)
             or (n.reach = 'service' and n.scope = s.code)
             or (n.answer = 'refused' and n.reach = 'kind' and n.scope = s.kind)))))
"""
_STANDING: Final = _WHAT_STANDS.format(
    hers=one_persons("g.case_id"), own=_OWN, last_day=_LAST_DAY, as_made=as_made("s")
)

# What may go out without consent: decided by another person than the one who proposed it.
_DECIDED: Final = """
create temp view decided_override as
select o.id, o.case_id, o.review_on, s.id as service_id
from override as o join service as s on s.code = o.recipient and {as_made}
where o.status = 'decided' and o.decided_by is not null and o.decided_by <> o.proposed_by
""".replace("{as_made}", as_made("s"))

# The only door for figures: who may be counted, from when to when.
_COUNTABLE: Final = """
create temp view countable as
select distinct g.case_id, g.valid_from, g.valid_until
from standing_grant as g
join casefile as c on c.id = g.case_id
where g.purpose = 'statistics_external' and g.service_id is null
and c.status not in ('draft', 'discarded', 'erasure_due', 'erased')
"""

# The same clause as of the moment of something that came from elsewhere, where no trigger looked:
# what was said later ended or replaced nothing then.
_STOOD: Final = (
    _STANDING.partition(" as\n")[2]
    .replace(
        "e.kind in ('withdrawn', 'suspended')",
        "e.kind in ('withdrawn', 'suspended') and e.at <= x.{at}",
    )
    .replace("t.since is not null", "t.since <= x.{at}")
    .replace(
        "from consent_grant as n\n    where ",
        "from consent_grant as n\n    where n.given_at <= x.{at} and ",
    )
)
_UNFOUNDED: Final = """
select x.id, x.case_id, '{table}' from {table} as x
where x.case_id in (select unhex(value) from json_each(:cases)){which} and not exists ({stood}
    and s.id = x.service_id and g.case_id in {hers} and {covers}
    and g.valid_from <= x.{day} and {last_day} >= x.{day})
and not exists (select 1 from override as o
    join service as t on t.code = o.recipient and {made}
    where o.case_id = x.case_id and t.id = x.service_id and o.decided_by <> o.proposed_by
    and o.decided_at <= x.{at})
"""
_NAMED: Final = "g.purpose = x.purpose and instr(x.grant_ids, lower(hex(g.id))) > 0"


def _unfounded(table: str, at: str, day: str, covers: str, which: str = "") -> str:
    facts = {"table": table, "at": at, "day": day, "covers": covers, "which": which}
    facts["made"] = as_made("t")
    facts |= {"hers": one_persons("x.case_id"), "last_day": _LAST_DAY}
    return _UNFOUNDED.format(stood=_STOOD.format(at=at), **facts)


_LETTER: Final = """
create temp trigger letter_needs_grant before insert on main.letter
when {holds} and not exists (
    select 1 from standing_grant as g
    where g.case_id = new.case_id and g.purpose = new.purpose and g.service_id = new.service_id
    and g.valid_from <= new.issued_on and g.valid_until >= new.issued_on
    and instr(new.grant_ids, lower(hex(g.id))) > 0)
and not exists (
    select 1 from decided_override as d
    where d.case_id = new.case_id and d.service_id = new.service_id
    and new.purpose = 'justice_report' and d.review_on >= new.issued_on
    and instr(new.grant_ids, lower(hex(d.id))) > 0)
begin select raise(abort, 'consent:letter'); end
"""

# A letter itself needs a grant for the very purpose it serves; what is told aloud is a referral.
_LETTERS: Final = ", ".join(f"'{one.value}'" for one in sorted(LETTER_PURPOSES))
_REFERRAL: Final = """
create temp trigger referral_needs_grant_{when} before {when} on main.referral
when {holds} and new.status in ('agreed', 'letter_issued', 'told_verbally'){moved}
and not exists (
    select 1 from standing_grant as g
    where g.case_id = new.case_id and g.service_id = new.service_id
    and (g.purpose = 'referral' or new.status = 'letter_issued' and g.purpose in ({letters}))
    and g.valid_from <= new.changed_on and g.valid_until >= new.changed_on)
and not exists (
    select 1 from decided_override as d
    where d.case_id = new.case_id and d.service_id = new.service_id
    and new.status <> 'told_verbally' and d.review_on >= new.changed_on)
begin select raise(abort, 'consent:referral'); end
"""

# Whatever else is noted beside a referral that has gone out needs no new agreement.
_MOVED: Final = {
    "insert": "",
    "update": " and (new.status, new.changed_on) is not (old.status, old.changed_on)",
}

# What came from elsewhere and rests on no agreement that is known here, in some cases.
UNFOUNDED: Final = " union all ".join(
    (
        _unfounded("letter", "issued_at", "issued_on", _NAMED),
        _unfounded("telling", "at", "told_on", _NAMED),
        _unfounded(
            *("referral", "changed_at", "changed_on"),
            f"(g.purpose = 'referral' or x.status = 'letter_issued' and g.purpose in ({_LETTERS}))",
            " and x.status in ('agreed', 'letter_issued', 'told_verbally')",
        ),
    )
)

_TELLING: Final = """
create temp trigger telling_needs_grant before insert on main.telling
when {holds} and not exists (
    select 1 from standing_grant as g
    where g.case_id = new.case_id and g.purpose = new.purpose and g.service_id = new.service_id
    and g.valid_from <= new.told_on and g.valid_until >= new.told_on
    and instr(new.grant_ids, lower(hex(g.id))) > 0)
begin select raise(abort, 'consent:telling'); end
"""

_OPENING: Final = """
create temp trigger opening_needs_limits_{when} before {when} on main.casefile
when {holds} and new.status = 'open' and new.limits_explained_at is null
begin select raise(abort, 'limits:casefile'); end
"""

# Nothing rests on a yes in a case that is to be erased; to agree to less is always taken.
_STAYS: Final = """
create temp trigger grant_needs_a_case_that_stays before insert on main.consent_grant
when {holds} and new.answer = 'given'
and exists (select 1 from consent_event as e where e.id = new.event_id and e.kind = 'given')
and exists (select 1 from casefile as c where c.status = 'erasure_due' and c.id in {hers})
begin select raise(abort, 'consent:consent_grant'); end
""".replace("{hers}", one_persons("new.case_id"))

# What was told without consent is looked at again by somebody else than who proposed it.
_REVIEWED: Final = """
create temp trigger override_needs_other_eyes before update on main.override
when {holds} and new.status = 'reviewed' and old.status <> 'reviewed'
and (new.reviewed_by is null or new.reviewed_by = new.proposed_by)
begin select raise(abort, 'consent:override'); end
"""

# Of another kind it is another recipient than a yes for it named.
_SERVICE: Final = """
create temp trigger service_keeps_its_kind before update of kind on main.service
when {holds} and new.kind is not old.kind
begin select raise(abort, 'consent:service'); end
"""

_APPEND_ONLY: Final = """
create temp trigger {table}_keeps_{when} before {when} on main.{table}
when {holds}
begin select raise(abort, 'append_only:{table}'); end
"""

_KEEPS_ITS_WORDS: Final = """
create temp trigger {table}_keeps_its_words before update of {columns} on main.{table}
when {holds}
begin select raise(abort, 'append_only:{table}'); end
"""

_NOTED: Final = ("noted_by", "noted_at", "corrects")
# What is never changed once written: corrections are new rows.
APPEND_ONLY: Final = (
    "case_step",
    "consent_event",
    "consent_grant",
    "letter",
    "letter_recall",
    "letter_notice",
    "letter_reply",
    "outside_request_case",
    "telling",
    "audit_entry",
    "op",
)


# Of what is answered, looked at or taken back later: what stays as it was said.
KEPT_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "attachment": (
        *("case_id", "sort", "number", "form", "size", "digest", "secret", "cleaned"),
        *("taken_on", "source", "kept_at", "kept_by"),
    ),
    "breach": (*("noticed_on", "kind", "words", "recipients"), *_NOTED),
    "breach_action": ("breach_id", "taken_on", "words", "told", "by", "at"),
    "conflict_link": ("case_id", "user_id", "service_id", "kind", "since", "set_by"),
    "erasure": ("case_id", "before", "basis", "in_danger", "asked_on", "asked_by"),
    "figure_release": ("plan", "period", "recipient", "least"),
    "glass": ("case_id", "user_id", "opened_at", "why", "words"),
    "handing": ("case_id", "sender", "receiver", "asked_at", "note"),
    "hold": ("case_id", "basis", "reason", "held_by", "second_by", "since", "unsafe_to_tell"),
    "outside_request": (*("asked_on", "asker", "in_writing", "who", "words"), *_NOTED),
    # Whoever decided said yes to this and to nothing else.
    "override": (
        *("case_id", "basis", "recipient", "items", "reason", "told_her", "told_why"),
        *("review_on", "proposed_by", "proposed_at"),
    ),
    "review": ("case_id", "entry_id", "form_id", "asked_by", "asked_at"),
}
# What goes with its case, and never alone.
WITH_ITS_CASE: Final = frozenset({*APPEND_ONLY, "conflict_link", "glass", "hold", "override"})
# So does a referral, though it may be deleted: letters name it.
ENDS_WITH_CASE: Final = WITH_ITS_CASE | {"referral"}


class GuardRefused(Exception):
    """Raised when the belt in the store stopped something; carries a rule and a table."""

    def __init__(self, rule: str, table: str) -> None:
        self.rule = rule
        self.table = table
        super().__init__(f"{rule}:{table}")


def guard_refusal(message: str) -> GuardRefused | None:
    """Return what a trigger said, or None when the message is not one of ours."""
    rule, colon, table = message.partition(":")
    ours = (
        colon and rule in ("consent", "limits", "append_only", "conflict") and table.isidentifier()
    )
    return GuardRefused(rule, table) if ours else None


def set_guards(connection: Connection) -> None:
    """Make the guard triggers of one working connection."""
    # At once, in one transaction: nothing of an opening takes as long, and each in one of its own
    # takes half as long again.
    connection.executescript(f"begin; {_all_guards()}; commit")


@cache
def _all_guards() -> str:
    made = [LIFTED, ERASED, *wall_guards(), _STANDING, _COUNTABLE, *marks(), _DECIDED]
    made.append(PLACES_FOLLOW)
    made += [one.format(holds=HOLDS) for one in (_LETTER, _TELLING, _STAYS, _REVIEWED, _SERVICE)]
    for when in ("insert", "update"):
        facts = {"holds": HOLDS, "moved": _MOVED[when], "letters": _LETTERS}
        made += [_REFERRAL.format(when=when, **facts), _OPENING.format(when=when, holds=HOLDS)]
    for table in APPEND_ONLY:
        for when in ("update", "delete"):
            made.append(_APPEND_ONLY.format(table=table, when=when, holds=KEEPS))
    for table, columns in KEPT_COLUMNS.items():
        facts = {"table": table, "columns": ", ".join(columns), "holds": HOLDS}
        made.append(_KEEPS_ITS_WORDS.format(**facts))
    return ";".join(made)
