"""What is under way between workbooks: what waits to go out, who was heard of, what is aside."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from db.guards.reach import cleared, reach_of, reached
from db.homes.held import held
from db.homes.scopes import cases_of
from db.log.routes import INSTANCE, REPEAT
from db.log.streams import own_authors
from db.rows import settings
from db.rows.moments import stored
from db.rows.these import listed
from ledger.clock import milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlcipher3 import Connection, Cursor

    from casework.team.worker import Worker

# More than anybody reads; beyond it the page says that there is more.
MOST: Final = 200
_SINCE: Final = (
    "select l.author, l.stream, o.entity, max(o.hlc) from lane as l"
    " join stream as s on s.id = l.stream join op as o on o.lane = l.id"
    " join entity as e on e.id = o.entity and e.stream = l.stream"
    " where s.kind in ('shared', 'config') and o.kind not in (5, 7)"
    " and l.author in (select unhex(value) from json_each(:own))"
    " and o.aseq > max("
    "(select ifnull(max(b.aseq), 0) from outbox as b where b.lane = l.id"
    " and length(b.sent_to) > 0 and b.sent_to <> zeroblob(16)),"
    " ifnull((select g.value from json_each(:given) as g where g.key = lower(hex(l.id))), 0))"
    " group by l.author, l.stream, o.entity order by max(o.hlc) desc limit :most"
)
_TYPE: Final = "select type from entity where id = ?"
_FORM: Final = "select form_id from form_instance where id = ?"
_REACHED: Final = (
    *("select id, code,", cleared(), "from casefile"),
    *("where id in (select unhex(value) from json_each(:these)) and", reached()),
)
# Under what people look for a change that is no form; of all that is left it says "other".
_KINDS: Final = {
    "attachment": {"attachment"},
    "case": {"assignment", "case_pair", "case_step", "casefile", REPEAT, "glass", "handing"}
    | {"conflict_link", "erasure", "hold", "override", "review"},
    "consent": {"consent_event", "consent_grant"},
    "forms": {"form_version"},
    "letter": {"letter", "letter_notice", "letter_recall", "letter_reply"},
    "office": {"app_user", "office"},
    "referral": {"referral", "telling"},
    "service": {"service"},
    "task": {"task"},
}
_LAST: Final = (
    "select l.author, (select max(o.hlc) from op as o where o.lane = l.id and o.aseq ="
    " (select max(n.aseq) from op as n where n.lane = l.id)) from lane as l"
)
# Parts of a snapshot under a key that is not here wait too; what was left aside waits for nothing.
_ASIDE: Final = (
    "select why, lane, count(*), min(at) from parked_batch"
    " where why not like 'late.%' or why = 'late.snapshot' group by why, lane"
)
_AUTHOR: Final = "select author from lane where id = ?"
_SEALED: Final = "select ifnull(sum(length(content)), 0) from outbox"
_NAMES: Final = "select id, name from app_user"
WRITTEN, READ, ROOM = settings.WRITTEN, settings.READ, settings.ROOM


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that was changed here and was given to nobody yet."""

    author: bytes
    stream: bytes
    what: str
    is_form: bool
    case_code: str
    masked: bool
    at: datetime


class Aside(NamedTuple):
    """Batches that are kept aside: why, of which author, how many, and since when."""

    why: str
    author: bytes
    number: int
    since: datetime


def waiting(connection: Connection, worker: Worker, now: datetime) -> tuple[list[Waits], bool]:
    """Return what waits to go out as far as somebody may know of it, and whether there is more.

    The newest first; several changes of one thing by one person are one line. Of a case that she
    does not reach nothing is said at all.
    """
    cursor = connection.cursor()
    own, given = listed(own_authors(cursor)), settings.kept(cursor, settings.GIVEN) or "{}"
    asked = {"own": own, "given": given, "most": MOST + 1}
    rows = cursor.execute(_SINCE, asked).fetchall()
    cases = {entity: tuple(cases_of(cursor, entity)) for *_, entity, _at in rows}
    known = _reached(cursor, worker, now, {case for some in cases.values() for case in some})
    found: dict[tuple[object, ...], Waits] = {}
    for author, stream, entity, hlc in rows[:MOST]:
        about = cases[entity]
        if not all(case in known for case in about):
            continue
        code, clear = known[about[0]] if about else ("", True)
        what, is_form = _named(cursor, entity) if clear else ("", False)
        at = datetime.fromtimestamp(milliseconds(hlc) / 1000, UTC)
        line = Waits(author, stream, what, is_form, code, not clear, at)
        found.setdefault((author, stream, what, code), line)
    return list(found.values()), len(rows) > MOST


def _reached(
    cursor: Cursor, worker: Worker, now: datetime, cases: Iterable[bytes]
) -> dict[bytes, tuple[str, bool]]:
    """Return code and clearness of the cases that somebody reaches."""
    asked = reach_of(worker, now) | {"these": listed(cases)}
    return {
        case: (code, bool(clear))
        for case, code, clear in cursor.execute(" ".join(_REACHED), asked).fetchall()
    }


def _named(cursor: Cursor, entity: bytes) -> tuple[str, bool]:
    """Return what something is as people speak of it: a form by its id, or one of a few kinds."""
    row = cursor.execute(_TYPE, (entity,)).fetchone()
    table = str(row[0]) if row else ""
    if table == INSTANCE and (form := cursor.execute(_FORM, (entity,)).fetchone()):
        return str(form[0]), True
    return next((kind for kind, tables in _KINDS.items() if table in tables), "other"), False


def last_written(connection: Connection) -> Mapping[bytes, datetime]:
    """Return of every author the newest moment at which something known here was written."""
    found: dict[bytes, datetime] = {}
    for author, hlc in connection.execute(_LAST).fetchall():
        if hlc is not None:
            at = datetime.fromtimestamp(milliseconds(hlc) / 1000, UTC)
            found[author] = max(at, found.get(author, at))
    return found


def aside(connection: Connection) -> list[Aside]:
    """Return what can not be taken in yet, by why and by whom it was written."""
    rows = connection.execute(_ASIDE).fetchall()
    return [
        Aside(why, author, number, datetime.fromisoformat(at)) for why, author, number, at in rows
    ]


def wanted_at_home(connection: Connection) -> list[tuple[bytes, int]]:
    """Return by whom and how much was written that belongs home here and came without words."""
    cursor, found = connection.cursor(), []
    for lane, one in sorted(held(cursor).items()):
        row = cursor.execute(_AUTHOR, (lane,)).fetchone()
        if row is not None and one.missing:
            found.append((bytes(row[0]), len(one.missing)))
    return found


# ------------------------------------------------------------- what is remembered of others


def note_heard(connection: Connection, workbook: bytes, at: datetime, way: str = "") -> None:
    """Keep when something that a workbook wrote was last taken in, and by which way it came."""
    known = json.loads(settings.kept(connection, settings.HEARD) or "{}")
    known[workbook.hex()] = f"{stored(at)} {way}"
    settings.keep(connection, settings.HEARD, json.dumps(known, sort_keys=True))


def heard(connection: Connection) -> dict[bytes, datetime]:
    """Return when each workbook was last heard of."""
    known = _heard(connection).items()
    return {one: datetime.fromisoformat(said.partition(" ")[0]) for one, said in known}


def met(connection: Connection) -> set[bytes]:
    """Return the workbooks that were last heard of in the same room."""
    return {one for one, said in _heard(connection).items() if said.endswith(f" {ROOM}")}


def _heard(connection: Connection) -> dict[bytes, str]:
    known = json.loads(settings.kept(connection, settings.HEARD) or "{}")
    return {bytes.fromhex(one): said for one, said in known.items()}


def note_given(connection: Connection, lanes: Mapping[bytes, int], at: datetime) -> None:
    """Keep how far each lane stands in a file that was written to its end.

    That parts of a file may have been seen is marked before they are written; that it may be
    carried is known only at its end.
    """
    note_met(connection, lanes)
    note(connection, WRITTEN, at)


def note_met(connection: Connection, lanes: Mapping[bytes, int]) -> None:
    """Keep how far each lane stands in what another laptop took in, in the same room."""
    said = json.dumps({lane.hex(): aseq for lane, aseq in sorted(lanes.items())})
    settings.keep(connection, settings.GIVEN, said)


def note(connection: Connection, what: str, at: datetime) -> None:
    """Keep when a stick was last written or read here."""
    settings.keep(connection, what, stored(at))


def sealed_bytes(connection: Connection) -> int:
    """Return how many bytes of sealed batches are kept to be carried."""
    ((most,),) = connection.execute(_SEALED).fetchall()
    return int(most)


def names(connection: Connection) -> dict[bytes, str]:
    """Return what everybody is called who works in the organisation or did."""
    return dict(connection.execute(_NAMES).fetchall())


def noted(connection: Connection, what: str) -> datetime | None:
    """Return when a stick was last written or read here."""
    said = settings.kept(connection, what)
    return datetime.fromisoformat(said) if said else None
