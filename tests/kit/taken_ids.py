"""A case that three laptops hold, and what somebody says first under an id of another one's."""

from __future__ import annotations

from forged import forger
from three_hold import Three, withdraws

from ledger.ops import Kind
from sync.survey import survey


class Held(Three):
    """What she says first in a case of hers that two others hold as well."""

    def withdraws(self):
        """Record a withdrawal that she hears of first; return its id, and the stick it is on."""
        (withdrawn,), stick = withdraws(self)
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


def brings(laptop, batch):
    """Let a batch come to a laptop; return what became of it."""
    with laptop.post() as post:
        return post.take([batch])


def is_sound(laptop):
    """Return whether all that a laptop shows is what was written."""
    with laptop.store() as store:
        return not [one for one in store.examine().faults if not one.startswith("elsewhere")]
