"""The desk for the library of law: reading, editing, and marking what a lawyer has checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casework import lengths
from casework.changes import Change
from casework.ids import new_id
from casework.referrals.treaty import Treaty, TreatyRefused, built_in
from casework.team.seat import NotFound
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.ports.stores import UnitOfWork
    from casework.team.seat import Seat


class TreatiesDesk:
    """What a worker may ask and do about the library; nothing in it is about a person."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def all(self) -> Sequence[Treaty]:
        """Return every entry, the organisation's own words in place of those that came along."""
        with self._seat.begin(Act.READ_SERVICES) as work:
            return library(work)

    def keep(self, wanted: Treaty) -> Change:
        """Keep an entry in the organisation's own words; what says something else is unchecked."""
        _demand_sense(wanted)
        with self._seat.begin(Act.SERVICES) as work:
            before = _library(work).get(wanted.key)
            key = wanted.key if before else new_id().hex()
            checked = before.verified_on if before and before.says_as(wanted) else None
            work.treaties.keep(replace(wanted, key=key, verified_on=checked))
            change = Change("treaty_kept", subject_id=new_id().hex(), reason=key)
            work.commit(change)
        return change

    def verify(self, key: str) -> Change:
        """Mark that a lawyer has checked an entry as it stands."""
        return self._marked(key, verified=True)

    def doubt(self, key: str) -> Change:
        """Take back that an entry was checked."""
        return self._marked(key, verified=False)

    def _marked(self, key: str, *, verified: bool) -> Change:
        with self._seat.begin(Act.VERIFY) as work:
            found = _library(work).get(key)
            if found is None:
                raise NotFound("treaty_not_found")
            today = self._seat.now().date() if verified else None
            work.treaties.keep(replace(found, verified_on=today))
            kind = "treaty_verified" if verified else "treaty_doubted"
            change = Change(kind, subject_id=new_id().hex(), reason=key)
            work.commit(change)
        return change


def library(work: UnitOfWork) -> Sequence[Treaty]:
    """Return every entry, A to Z by title."""
    return sorted(_library(work).values(), key=lambda one: (one.title.casefold(), one.key))


def _library(work: UnitOfWork) -> dict[str, Treaty]:
    return built_in() | {one.key: one for one in work.treaties.all()}


def _demand_sense(wanted: Treaty) -> None:
    """Refuse an entry without a title or words of its own, or one that is no entry but a book."""
    if not (wanted.title.strip() and wanted.summary.strip()):
        raise TreatyRefused("treaty_incomplete")
    if max(len(wanted.title), len(wanted.summary), len(wanted.articles)) > lengths.TREATY:
        raise TreatyRefused("treaty_long")
