"""The register of what was published, and what is known of it beside the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from casework.figures.errors import FiguresRefused
from casework.figures.heads import heads_of
from casework.figures.released import (
    Proposed,
    Published,
    areas_now,
    packed,
    unpacked,
    unpacked_more,
)
from db.media.folders import media, tell_the_register
from db.media.told_beside import read_told
from db.rows import settings
from db.rows.figures import ReleaseRow
from db.rows.moments import read, stored
from db.vault.engine import list_key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from db.log.ground import Ground
    from db.log.streams import Streams

_RELEASES: Final = """
select lower(hex(id)), plan, period, recipient, least, lower(hex(proposed_by)), proposed_at,
    lower(hex(second)), published_at, rule, printed
from figure_release where status = ? order by ifnull(published_at, proposed_at), id
"""
_HEAD: Final = "register_head"
_NOTED: Final = (
    "select reason from audit_entry where action = 'register_head' order by seq desc limit 1"
)
_ID: Final = "select 1 from figure_release where id = ? and status in ('published', 'taken_back')"
_ASKED: Final = """
select reason from audit_entry where object = :what and action = :asked and seq > ifnull(
    (select max(seq) from audit_entry where object = :what and action = :done), 0) order by seq
"""
_LOGGED: Final = (
    "select lower(hex(object)), reason from audit_entry where action = 'figures_published'"
)
_PROPOSED, _PUBLISHED, _DROPPED = "proposed", "published", "dropped"
# What was entered by mistake; lists beside the workbook tell it no more.
_TAKEN_BACK: Final = "taken_back"


class SqlPublished:
    """What was proposed and published, and whether newer figures may be missing."""

    def __init__(self, ground: Ground, session: Session, streams: Streams) -> None:
        self._ground = ground
        self._session = session
        self._streams = streams

    def propose(self, wanted: Proposed) -> None:
        """Keep what somebody means to publish."""
        self._demand_believed()
        self._streams.add_for_all(self._session, _row(wanted, _PROPOSED))

    def proposed(self) -> Sequence[Proposed]:
        """Return what waits for a second person, the first first."""
        rows = self._ground.cursor().execute(_RELEASES, (_PROPOSED,))
        return [_waiting(row) for row in rows]

    def publish(self, release: Published) -> None:
        """Keep what was published, in place of what was proposed; the log notes the new head."""
        self._demand_believed()
        _fill(self._session.get_one(ReleaseRow, bytes.fromhex(release.wanted.id)), release)
        self.note_head()

    def take_in(self, release: Published) -> None:
        """Keep what was published elsewhere, or before a backup came back."""
        self._demand_believed()
        row = self._session.get(ReleaseRow, bytes.fromhex(release.wanted.id))
        if row is None:
            row = _row(release.wanted, _PUBLISHED)
            _fill(row, release)
            self._streams.add_for_all(self._session, row)
        else:
            row.proposed_by, row.proposed_at = _by(release.wanted)
            _fill(row, release)
            self._session.flush()
        self._ground.when_kept(tell_the_register)

    def take_out(self, release_id: str) -> None:
        """Keep that what was entered is in the register no more."""
        self._demand_believed()
        self._session.get_one(ReleaseRow, bytes.fromhex(release_id)).status = _TAKEN_BACK
        self._session.flush()
        self._ground.when_kept(tell_the_register)

    def asked(self, acts: tuple[str, str], subject: str) -> Sequence[str]:
        """Return who asked for an act on something since it was last done, the first first."""
        facts = dict(zip(("asked", "done"), acts, strict=True), what=bytes.fromhex(subject))
        return [who for (who,) in self._ground.cursor().execute(_ASKED, facts)]

    def logged(self) -> Sequence[tuple[str, str]]:
        """Return what was published here by the log: ids, each with its fingerprint."""
        return self._ground.cursor().execute(_LOGGED).fetchall()

    def note_head(self) -> None:
        """Note in the log what the register holds now, and have all lists beside it say so."""
        head = heads_of(self.published())[-1]
        self._ground.journal.audit(_HEAD, None, f"{head.count} {head.digest}")
        self._ground.when_kept(tell_the_register)

    def noted_head(self) -> tuple[int, str]:
        """Return how much the log says the register holds, and its fingerprint."""
        row = self._ground.cursor().execute(_NOTED).fetchone()
        count, digest = row[0].split() if row else (0, "")
        return int(count), digest

    def drop(self, release_id: str) -> None:
        """Keep that what was proposed is not published."""
        self._demand_believed()
        row = self._session.get_one(ReleaseRow, bytes.fromhex(release_id))
        row.status = _DROPPED

    def _demand_believed(self) -> None:
        """Refuse what others would not believe: nobody who administers works at this laptop."""
        if settings.kept(self._ground.cursor(), settings.ADMINISTERING) == "":
            raise FiguresRefused("figures_elsewhere")

    def published(self) -> Sequence[Published]:
        """Return everything that was ever published, the first first."""
        rows = self._ground.cursor().execute(_RELEASES, (_PUBLISHED,)).fetchall()
        return list(filter(None, map(_read, rows)))

    def beside(self) -> Sequence[Published]:
        """Return what lists within reach call published, and this store does not."""
        cursor = self._ground.cursor()
        folders = media(cursor.connection)
        found = read_told(list_key_of(cursor.connection), folders)
        lacking = [row for row in found.values() if not cursor.execute(_ID, row[:1]).fetchone()]
        return [_published(_in_words(row)) for row in lacking]

    def returned(self) -> datetime | None:
        """Return since when newer figures may be missing, or None."""
        since = settings.kept(self._ground.cursor(), settings.RETURNED)
        return datetime.fromisoformat(since) if since else None

    def settled(self) -> None:
        """Keep that nothing is missing any more."""
        settings.forget(self._ground.pen(), settings.RETURNED)
        self.note_head()


def _in_words(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(one.hex() if isinstance(one, bytes) else one for one in row)


def _row(wanted: Proposed, status: str) -> ReleaseRow:
    by, at = _by(wanted)
    return ReleaseRow(
        id=bytes.fromhex(wanted.id),
        plan=wanted.plan,
        period=wanted.period,
        recipient=wanted.recipient,
        least=wanted.least,
        status=status,
        proposed_by=by,
        proposed_at=at,
        second=None,
        published_at=None,
        rule="",
        printed=packed(wanted.cells, areas_now()),
    )


def _by(wanted: Proposed) -> tuple[bytes, str]:
    return bytes.fromhex(wanted.by), stored(wanted.at)


def _fill(row: ReleaseRow, release: Published) -> None:
    row.status, row.rule = _PUBLISHED, release.rule
    row.second, row.published_at = bytes.fromhex(release.second) or None, stored(release.at)
    row.printed = release.packed


def _proposed(row: tuple[Any, ...]) -> Proposed:
    number, plan, period, recipient, least, by, at, *_more = row
    return Proposed(number, plan, period, recipient, least, by, read(at))


def _waiting(row: tuple[Any, ...]) -> Proposed:
    """Return what was proposed, with its cells where they can be read and areas are as then."""
    wanted = _proposed(row)
    try:
        told, areas = unpacked(row[-1])
    except (AttributeError, KeyError, TypeError, ValueError):
        return wanted
    return replace(wanted, cells=told) if areas == areas_now() else wanted


def _read(row: tuple[Any, ...]) -> Published | None:
    """Return a release, or nothing where what came from elsewhere is none."""
    try:
        return _published(row)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _published(row: tuple[Any, ...]) -> Published:
    *_wanted, second, at, rule, printed = row
    return Published(
        _proposed(row), second or "", read(at), rule, *unpacked(printed), *unpacked_more(printed)
    )
