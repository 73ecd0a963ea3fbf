"""What the list says of a case, kept beside its code and written again when it may differ."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from casework.consent.agreement import Agreement, Sharing, Span
from db.rows.these import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlcipher3 import Cursor

# When she ends the work together, or it has come to an end, nothing is due.
GOING_ON: Final = "c.sharing is not 'ended' and c.status in ('draft', 'open', 'paused', 'closing')"
# Nothing but to tell that it has ended.
_TASKS: Final = (
    "update casefile as c set due = (select min(day) from (",
    "select t.due as day from task as t where t.case_id = c.id and t.status = 'open'",
    "and t.due <> '' and (t.kind in ('tell_service', 'tell_lawyer') or",
    GOING_ON,
    ") union all select d.due from due as d where d.case_id = c.id and d.until = '' and",
    GOING_ON,
    # Whom nobody may contact again is not followed up.
    "and (d.kind <> 'follow_up' or c.no_contact is null)",
    "and not exists (select 1 from task as t where t.source <> '' and t.source in (d.id, d.whole)",
    "and t.status = 'done'))) where id = ?",
)
# By code, which says nothing but which is which. A line shows all this from one row: were it
# read from where it belongs, each line of a page would cost three pages of the store.
_SAID: Final = (
    "update casefile set experiences = (select group_concat(code, ' ') from ("
    " select distinct t.code from episode as e join episode_tag as t on t.episode_id = e.id"
    " where e.case_id = casefile.id and t.list = 'continuum' order by t.code)),"
    " (safe_way, code_word) ="
    " (select s.safe_way, s.code_word from safe_contact as s where s.case_id = casefile.id)"
    " where id = ?"
)
_WORKERS: Final = (
    "select case_id, user_id from assignment where until is null"
    " and reason not in ('shared', 'cover')"
    " and case_id in (select unhex(value) from json_each(?)) order by since, id"
)
_CONSENT: Final = (
    "update casefile set sharing = ?, review_on = ?, agreed = ?, no_contact = ? where id = ?"
)


def workers_of(cursor: Cursor, cases: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return who works with cases: of each the open assignment that began last."""
    asked = listed(cases)
    return dict(cursor.execute(_WORKERS, (asked,)).fetchall())


def list_tasks(cursor: Cursor, case: bytes) -> None:
    """Keep when the first open task of a case is due."""
    cursor.execute(" ".join(_TASKS), (case,))


def list_said(cursor: Cursor, case: bytes) -> None:
    """Keep which kinds of experience stand in a case, and how she may be reached."""
    cursor.execute(_SAID, (case,))


def list_consent(cursor: Cursor, case: bytes, agreed: Agreement) -> None:
    """Keep what all she said about sharing comes to."""
    sharing = None if agreed.sharing is Sharing.NOT_ASKED else agreed.sharing.value
    review_on = agreed.review_on.isoformat() if agreed.review_on else None
    spans = " ".join(f"{span.first.isoformat()}/{span.last.isoformat()}" for span in agreed.agreed)
    quiet = 1 if agreed.no_contact else None
    cursor.execute(_CONSENT, (sharing, review_on, spans or None, quiet, case))
    list_tasks(cursor, case)


def listed_agreement(sharing: str | None, review_on: str | None, agreed: str | None) -> Agreement:
    """Return what the list keeps of consent."""
    return Agreement(
        Sharing(sharing) if sharing else Sharing.NOT_ASKED,
        date.fromisoformat(review_on) if review_on else None,
        tuple(map(_span, (agreed or "").split())),
    )


def _span(stored: str) -> Span:
    first, _, last = stored.partition("/")
    return Span(date.fromisoformat(first), date.fromisoformat(last))
