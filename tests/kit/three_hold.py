"""A case of a caseworker that two who look after others hold too, and what she took back in it."""

from __future__ import annotations

from apart import Apart, case_of
from laptops import Laptop
from make import VISIT
from once import once

from casework.consent.grant import Purpose
from casework.team.supervision import Why
from casework.team.worker import Role

TOLD = {"categories": ["demographic", "contact", "needs"], "items": ["name_used"]}
STANDING = "select count(*) from standing_grant where purpose = 'referral'"
WITHDRAWN = "select id from consent_event where kind = 'withdrawn'"


class Three(Apart):
    """Her laptop is the `other`; whoever leads opened the case at the first one."""

    @classmethod
    def that_hold(cls, template, folder):
        """Return them as they are once the three hold it: another time they are copied."""
        return once(template, cls, folder, lambda base: cls(template, base))

    def __init__(self, template, folder):
        super().__init__(template, folder, Role.CASEWORKER)
        self.third = Laptop(self.first, folder / "third", "Worker 8", Role.SUPERVISOR)
        with self.other.office() as office:
            self.code = office.answers.record(None, "intake", VISIT, "en").case_code
            self.first.agrees(self.code, office=office)
            self.first.agrees(self.code, office=office, purpose="referral", **TOLD)
        self.carry()
        self.third.takes(self.first.writes())
        self.third.takes(self.other.writes())
        self.here.glass.open(self.code, Why.DANGER)

    @property
    def case(self):
        return case_of(self.first, self.code)


def at(laptop, query, *values):
    with laptop.store() as store:
        return store.connection.execute(query, values).fetchall()


def rows(team, query, *values):
    return team.first.store.connection.execute(query, values).fetchall()


def withdraws(team):
    """Let the first one record a withdrawal that the second has; return it, and its stick."""
    team.here.grants.withdraw(team.code, Purpose.REFERRAL)
    stick = team.first.writes()
    team.other.takes(stick)
    return [one for (one,) in at(team.other, WITHDRAWN)], stick
