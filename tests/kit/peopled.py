"""A workbook with many people who agreed to figures: one is recorded, the others are her copies.

They are written as rows, for forms of hundreds would take minutes; what is counted is read over
the same views as ever, by the same consent.
"""

from __future__ import annotations

import os
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from figured import OUTSIDE
from make import Clock, Desks

from casework.figures.people import answers
from casework.referrals.referral import Need

_AGES = (3, 8, 13, 16, 20, 30, 50, 70)
_WAITED = (0, 2, 10, 60, 200, 500, 3000)
# Help that was not to be had comes in every other turn, for of that each kind is told.
_ENDS = (
    *("accepted", "provided_here", "already_received", "not_applicable"),
    *("declined_by_survivor", "refused", "waiting_list", "provider_unavailable"),
    *("withdrawn_by_survivor", "refused", "waiting_list", "no_answer"),
)
_TABLES = (
    *("casefile", "person", "consent_event", "consent_grant", "form_instance", "episode"),
    "referral",
)


@dataclass(frozen=True)
class Like:
    """What sets one copy apart: when she came, and in turn what was said of her and done."""

    opened: date
    turn: int
    gender: str = ""
    helped: bool = True


def peopled(template, home, people, moment):
    """Return a template in which some people agreed to be counted in figures for all outside."""
    desks = Desks(template, home, Clock(moment))
    first, office = desks.visit(), desks.office()
    until = (moment + timedelta(days=365)).date().isoformat()
    desks.agree(first, **(OUTSIDE | {"valid_until": until}))
    began = {"start_precision": "exact", "start_date": moment.date().isoformat()}
    office.answers.record(first, "episode", {"continuum": ["survival_sex"], **began}, "en")
    office.referrals.begin(first, Need("housing"), "")
    copies = _Copies(desks.store.connection)
    desks.store.connection.execute("begin")
    for like in people:
        copies.add(like)
    desks.store.connection.execute("commit")
    desks.close()
    made = copy(template)
    made.home = desks.home
    return made


class _Copies:
    """Writes copies of the one person who is there."""

    def __init__(self, connection):
        self._do = connection.execute
        self._rows = {name: self._read(name) for name in _TABLES}
        self._number = count(1_000)
        self._lists = {
            name: answers(name)
            for name in ("area", "gender", "inequality", "continuum", "service_type")
        }

    def _read(self, table):
        found = self._do("select * from {table}".replace("{table}", table))
        names = [one[0] for one in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _put(self, table, like, **changes):
        row = like | changes
        names = ", ".join(f'"{one}"' for one in row)
        blanks = ", ".join("?" * len(row))
        put = "insert into {table} ({names}) values ({blanks})"
        for blank, words in (("{table}", table), ("{names}", names), ("{blanks}", blanks)):
            put = put.replace(blank, words)
        self._do(put, list(row.values()))

    def _one_of(self, name, turn):
        return self._lists[name][turn % len(self._lists[name])]

    def add(self, like):
        """Write one copy."""
        case, event, turn = os.urandom(16), os.urandom(16), like.turn
        number, day = next(self._number), like.opened.isoformat()
        self._put(
            *("casefile", self._rows["casefile"][0]),
            id=case,
            code=f"EX{number}",
            number=number,
            opened_on=day,
            area=self._one_of("area", turn),
        )
        born = f"{like.opened.year - _AGES[turn % len(_AGES)] - 1}-01-01"
        unequal = [one for at, one in enumerate(self._lists["inequality"]) if (turn >> at % 5) % 2]
        self._put(
            *("person", self._rows["person"][0]),
            case_id=case,
            born_from=born,
            born_until=born,
            gender=like.gender or self._one_of("gender", turn),
            inequalities=" ".join(unequal),
        )
        # Who was too young to agree alone had somebody with her who did.
        by = "caregiver" if _AGES[turn % len(_AGES)] < 15 else "survivor"
        said = self._rows["consent_event"][0]
        self._put("consent_event", said, id=event, case_id=case, given_by=by)
        for grant in self._rows["consent_grant"]:
            self._put("consent_grant", grant, id=os.urandom(16), case_id=case, event_id=event)
        if like.helped:
            self._work(case, like)

    def _work(self, case, like):
        """Write what she spoke of, what was done for her, and what came of it."""
        turn, began = like.turn, like.opened - timedelta(_WAITED[like.turn % len(_WAITED)])
        told, _number = self._form(case, "episode", like.opened)
        start = began.isoformat()
        self._put("episode", self._rows["episode"][0], id=told, case_id=case, start=start)
        for at in range(3):
            kind = self._one_of("continuum", turn + 2 * at)
            self._do(
                "insert or ignore into episode_tag values (?, 'continuum', ?, '', '')", (told, kind)
            )
        for at in range(7):
            service = self._one_of("service_type", turn + 4 * at)
            _form, number = self._form(case, "service_given", like.opened)
            fact = ("service_given.service_type", number, b"", service)
            self._do("insert into form_fact values (?, ?, ?, ?)", fact)
            self._put(
                *("referral", self._rows["referral"][0]),
                id=os.urandom(16),
                case_id=case,
                service_type=service,
                status=_ENDS[(turn + at) % len(_ENDS)],
                changed_on=like.opened.isoformat(),
            )

    def _form(self, case, form, on):
        like = self._rows["form_instance"][0]
        key, number = os.urandom(16), next(self._number)
        at = on.isoformat() + like["recorded_at"][10:]
        own = {"id": key, "case_id": case, "number": number, "recorded_at": at}
        own["recorded_on"] = on.isoformat()
        self._put("form_instance", like, form_id=form, **own)
        return key, number
