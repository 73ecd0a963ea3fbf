"""The workers and the office in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select, text

from casework.ids import new_id
from casework.team.office_facts import OfficeFacts
from casework.team.people import LEFT
from casework.team.supervision import Member
from casework.team.worker import Act, NotPermitted, Role, Worker
from db.rows import settings
from db.rows.moments import read
from db.rows.own_office import IS_OWN_OFFICE
from db.rows.tables import OfficeRow, SettingRow, UserRow
from db.rows.unfinished import UnfinishedRow
from texts.language import OnPaper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from db.log.streams import Streams

_OWN, _LATIN = "own", "latin"
_OFFICE: Final = select(OfficeRow).where(text(IS_OWN_OFFICE))


class SqlPeople:
    """Every worker of this office, and how papers name it."""

    def __init__(self, session: Session, streams: Streams, worker: Worker) -> None:
        self._session, self._streams, self._worker = session, streams, worker

    def administers(self) -> bool:
        """Return whether others believe her: where laptops exchange, they do who administers."""
        row = self._session.get(SettingRow, settings.ADMINISTERING)
        return row is None or self._worker.id in row.value.split()

    def _demand_administering(self) -> None:
        """Refuse what others would not believe."""
        if not self.administers():
            raise NotPermitted(Act.PEOPLE)

    def add(self, user_id: str, name: str, role: Role, author: bytes) -> None:
        """Keep a new worker."""
        self._demand_administering()
        row = UserRow(
            id=bytes.fromhex(user_id), name=name, role=role.value, status="active", author=author
        )
        self._streams.add_for_all(self._session, row)

    def all(self) -> Sequence[Worker]:
        """Return every active worker, A to Z by name."""
        rows = self._session.scalars(
            select(UserRow).where(UserRow.status == "active").order_by(UserRow.name)
        )
        return [Worker(row.id.hex(), Role(row.role), row.name) for row in rows]

    def members(self) -> Sequence[Member]:
        """Return who works here or did, A to Z by name."""
        seen = {
            row.key.removeprefix(settings.SEEN): read(row.value)
            for row in self._session.scalars(
                select(SettingRow).where(SettingRow.key.startswith(settings.SEEN))
            )
        }
        rows = self._session.scalars(select(UserRow).order_by(UserRow.name))
        return [
            Member(row.id.hex(), row.name, Role(row.role), row.status, seen.get(row.id.hex()))
            for row in rows
        ]

    def set_role(self, user_id: str, role: Role) -> None:
        """Keep another role of somebody."""
        self._demand_administering()
        self._row(user_id).role = role.value

    def set_status(self, user_id: str, status: str) -> None:
        """Keep whether somebody is here, away, or works here no more."""
        self._demand_administering()
        self._row(user_id).status = status
        if status == LEFT:
            # Nobody else may read what she was typing.
            hers = select(UnfinishedRow).where(UnfinishedRow.worker == bytes.fromhex(user_id))
            for row in self._session.scalars(hers):
                self._session.delete(row)

    def _row(self, user_id: str) -> UserRow:
        return self._session.get_one(UserRow, bytes.fromhex(user_id))

    def set_office(self, office: OfficeFacts) -> None:
        """Keep how papers name the own organisation."""
        self._demand_administering()
        row = self._session.scalars(_OFFICE).one_or_none()
        if row is None:
            row = OfficeRow(id=new_id())
        row.name, row.phone = office.name, office.phone
        row.hours, row.language = office.hours, office.language
        self._streams.add_for_all(self._session, row)

    def office(self) -> OfficeFacts:
        """Return how papers name the own organisation."""
        row = self._session.scalars(_OFFICE).one()
        practice = self._session.get(SettingRow, settings.PRACTICE) is not None
        return OfficeFacts(row.name, row.phone, row.hours, row.language, practice)

    def on_paper(self) -> OnPaper:
        """Return how this office writes letters."""
        row = self._session.scalars(_OFFICE).one()
        return OnPaper(row.letter_digits == _OWN, row.second_days == "yes")

    def set_on_paper(self, how: OnPaper) -> None:
        """Keep how this office writes letters."""
        self._demand_administering()
        row = self._session.scalars(_OFFICE).one()
        row.letter_digits = _OWN if how.own_digits else _LATIN
        row.second_days = "yes" if how.second_days else "no"

    def called(self) -> str:
        """Return by which term this office calls a person."""
        return self._session.scalars(_OFFICE).one().called

    def set_called(self, term: str) -> None:
        """Keep by which term this office calls a person."""
        self._demand_administering()
        self._session.scalars(_OFFICE).one().called = term

    def set_kept_with(self, code: str) -> None:
        """Keep which service keeps copies of what this office keeps."""
        self._demand_administering()
        self._session.scalars(_OFFICE).one().kept_with = code
