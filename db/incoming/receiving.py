"""A whole workbook that takes operations in: what `apply` does, with all that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.consent.agreement import agreement
from db.consent.consents import SqlConsents
from db.homes.settling import settle
from db.incoming.apply import Applying
from db.incoming.following import Whole
from db.log.ground import Ground
from db.log.journal import Journal
from db.log.watching import sessions_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3 import Connection, Cursor

    from casework.consent.agreement import Agreement
    from db.answers.shelf import Shelf
    from ledger.clock import HybridClock


class Agreements:
    """What was agreed to in some cases, read inside the transaction of somebody else."""

    def __init__(self, connection: Connection, clock: HybridClock, user: bytes) -> None:
        # Nothing is written by this: the rows of consent are read as everywhere.
        journal = Journal(bytes(32), clock, user)
        self._ground = Ground(connection, sessions_on(connection, journal), journal, settle)

    def close(self) -> None:
        """Let go of what was read, when the transaction is over."""
        self._ground.close()

    def of(self, cases: Iterable[bytes]) -> Mapping[bytes, Agreement]:
        """Return what all that was said comes to, case by case."""
        consents = SqlConsents(self._ground)
        said = consents.those([case.hex() for case in cases])
        found = {bytes.fromhex(case): agreement(one) for case, one in said.items()}
        self._ground.session.expunge_all()
        return found


def receiving(connection: Connection, clock: HybridClock, user: bytes, shelf: Shelf) -> Applying:
    """Return what takes operations into a whole workbook."""
    made: list[Agreements] = []

    def agreements(cases: Iterable[bytes]) -> Mapping[bytes, Agreement]:
        if not made:
            made.append(Agreements(connection, clock, user))
        return made[0].of(cases)

    def follow(cursor: Cursor) -> Whole:
        return Whole(cursor, shelf, agreements, clock.now)

    def done() -> None:
        # What it reads with is kept: to make that again costs as much as a small taking in.
        for one in made:
            one.close()

    return Applying(connection, clock, user, follow, done)
