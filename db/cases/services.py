"""The service directory in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import case, select, text

from casework.services.service import Service
from db.guards.as_made import as_made
from db.rows.tables import ServiceRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from db.log.streams import Streams

_DETAILS: Final = (
    "service_types",
    "organisation",
    "countries",
    "regions",
    "areas",
    "address",
    "hours",
    "contact",
    "welcomed",
    "accepts_children",
    "age_from",
    "age_to",
    "languages",
    "access",
    "cost",
    "papers_asked",
    "safety_notes",
    "team_notes",
    "confidentiality",
    "last_verified",
    "sealing_key",
)
# Made once: the directory is asked for with every form. Read without rows of the session, which
# are to be changed.
_ACTIVE: Final = case((text(as_made("service")), ServiceRow.active), else_="no")
_COLUMNS: Final = select(
    *(ServiceRow.id, ServiceRow.code, ServiceRow.name, ServiceRow.kind, _ACTIVE),
    *(getattr(ServiceRow, detail) for detail in _DETAILS),
)
_EVERYONE: Final = _COLUMNS.order_by(ServiceRow.name)
_HERE: Final = _EVERYONE.where(_ACTIVE == "yes")


class SqlServices:
    """Who helps, with what, for whom."""

    def __init__(self, session: Session, streams: Streams) -> None:
        self._session = session
        self._streams = streams

    def all(self) -> Sequence[Service]:
        """Return every active service, A to Z by name."""
        return [_service(*row) for row in self._session.execute(_HERE)]

    def everyone(self) -> Sequence[Service]:
        """Return every service there ever was, A to Z by name."""
        return [_service(*row) for row in self._session.execute(_EVERYONE)]

    def these(self, service_ids: Iterable[str]) -> Sequence[Service]:
        """Return some services by their ids, those that left the directory among them."""
        keys = [bytes.fromhex(one) for one in service_ids]
        if not keys:
            return []
        return [
            _service(*row) for row in self._session.execute(_COLUMNS.where(ServiceRow.id.in_(keys)))
        ]

    def add(self, service: Service) -> None:
        """Keep a new entry."""
        row = ServiceRow(
            id=bytes.fromhex(service.id),
            code=service.code,
            name=service.name,
            kind=service.kind,
            active="yes" if service.active else "no",
            **{detail: service.details.get(detail) for detail in _DETAILS},
        )
        self._streams.add_for_all(self._session, row)

    def put(self, service: Service) -> None:
        """Keep an entry as it is now."""
        row = self._session.get_one(ServiceRow, bytes.fromhex(service.id))
        row.name, row.kind = service.name, service.kind
        row.active = "yes" if service.active else "no"
        for detail in _DETAILS:
            setattr(row, detail, service.details.get(detail))
        self._session.flush()


def _service(
    key: bytes, code: str, name: str, kind: str, active: str, *details: str | None
) -> Service:
    said = {detail: value for detail, value in zip(_DETAILS, details, strict=True) if value}
    return Service(key.hex(), code, name, kind, said, active == "yes")
