"""Another laptop in a test: what it says of the same things, taken in as what came by exchange."""

from __future__ import annotations

from dataclasses import replace

from db.answers.shelf import Shelf
from db.incoming.apply import Lane
from db.incoming.receiving import receiving
from db.log.streams import follow
from ledger.clock import HybridClock
from ledger.ops import Kind, Op, OpId, lane_id

AUTHOR, STREAM = b"another author".ljust(32), b"an exchanged one"
LANE = lane_id(AUTHOR, STREAM)
_ENTITY = "select type, lane, aseq, idx from entity where id = ?"
_KNOWN = "select max(hlc), (select count(*) from op where lane = ?) from op"


class OtherLaptop:
    """Somebody at another laptop who had seen each thing as it was when it was made."""

    def __init__(self, desks) -> None:
        self.desks = desks
        follow(desks.store.connection, STREAM)

    def says(self, entity, field, value) -> None:
        """Answer a question, or set a column, not knowing what was said here since."""
        self._send(entity, Kind.SET, field, value)

    def takes_away(self, entity) -> None:
        """Take a thing away as it was when it was made."""
        self._send(entity, Kind.DELETE, None, None)

    def _send(self, entity, kind, field, value) -> None:
        connection = self.desks.store.connection
        table, *made = connection.execute(_ENTITY, (entity,)).fetchone()
        ((latest, number),) = connection.execute(_KNOWN, (LANE,)).fetchall()
        what = (kind, entity, table, field, value, latest + 1, (OpId(*made),))
        user = bytes.fromhex(self.desks.template.supervisor.id)
        applying = receiving(connection, HybridClock(self.desks.clock), user, Shelf())
        came = applying.take([Lane(LANE, STREAM, AUTHOR)], [Op(OpId(LANE, 1, number), *what)])
        assert came.new == 1


def form_of(desks, case, form="intake") -> bytes:
    """Return the id of the newest finished form of a case."""
    return bytes.fromhex(desks.office().filling.entries(case, form)[0].id)


def says_here(desks, case, **answers) -> None:
    """Change answers of the newest first visit at this laptop, by question."""
    filling = desks.office().filling
    sheet = filling.amend(case, filling.entries(case, "intake")[0].id)
    values = dict(sheet.doc.values)
    values |= {f"intake.{name}": value for name, value in answers.items()}
    filling.finish(sheet, replace(sheet.doc, values=values))


def two_say(desks, case, name, here, there) -> None:
    """Let two laptops answer one question of the first visit."""
    says_here(desks, case, **{name: here})
    OtherLaptop(desks).says(form_of(desks, case), f"intake.{name}", there)


def two_hours(desks, case) -> None:
    """Let two laptops say when it is safe to call."""
    two_say(desks, case, "safe_hours", "CANARY 10:00-12:00", "CANARY 14:00-16:00")
