"""A case that three laptops hold, and what somebody says first under an id of another one's."""

from __future__ import annotations

from apart import Apart
from forged import forger
from laptops import Laptop
from make import VISIT

from casework.consent.grant import Purpose
from casework.team.supervision import Why
from casework.team.worker import Role
from ledger.ops import Kind
from sync.survey import survey

TOLD = {"categories": ["demographic", "contact", "needs"], "items": ["name_used"]}
STANDING = "select count(*) from standing_grant where purpose = 'referral'"
WITHDRAWN = "select id from consent_event where kind = 'withdrawn'"


class Held(Apart):
    """A caseworker's case, held by two who look after others as well."""

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

    def withdraws(self):
        """Record a withdrawal that she hears of first; return its id, and the stick it is on."""
        self.here.grants.withdraw(self.code, Purpose.REFERRAL)
        stick = self.first.writes()
        self.other.takes(stick)
        ((withdrawn,),) = at(self.other, WITHDRAWN)
        return withdrawn, stick

    def made(self, entity):
        """Return what made something, as she read it."""
        with self.other.store() as store:
            query = "select o.value from entity as e join op as o using (lane, aseq, idx)"
            ((value,),) = store.connection.execute(f"{query} where e.id = ?", (entity,)).fetchall()
        return value

    def says(self, *made, where="own"):
        """Let her make things, each an id, a table and fields, by one batch."""
        ops = [(Kind.CREATE, entity, table, None, fields) for entity, table, fields in made]
        return forger(self, where).says(*ops)

    def named(self, laptop=None):
        """Return whose laptops are named for it, at one of three, or at the first."""
        if laptop is None:
            return survey(self.first.post, self.first.template.supervisor).claimed
        with laptop.post() as post, laptop.store() as store:
            return survey(post, store.worker(laptop.user)).claimed


def at(laptop, query, *values):
    """Return what a laptop that is opened for it reads in its store."""
    with laptop.store() as store:
        return store.connection.execute(query, values).fetchall()


def brings(laptop, batch):
    """Let a batch come to a laptop; return what became of it."""
    with laptop.post() as post:
        return post.take([batch])


def is_sound(laptop):
    """Return whether all that a laptop shows is what was written."""
    with laptop.store() as store:
        return not [one for one in store.examine().faults if not one.startswith("elsewhere")]
