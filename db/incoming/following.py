"""What follows from rows that came from elsewhere, brought up to date for the cases they touch.

`FOLLOWS` says of every table and column that leaves no operations how it becomes true here; what
stays on one machine is in it too. Nothing is made anew as a whole: a case is looked at once in
each taking, however much of it came.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

from casework.consent.agreement import Agreement
from db.answers.assembled import Assembled
from db.answers.stored import INSTANCE, REPEAT
from db.answers.submissions import know_submissions
from db.cases.listed import list_consent, list_tasks, workers_of
from db.consent.unfounded import mark_unfounded
from db.figures.marks import mark
from db.guards.unions import united_with
from db.homes.brought_back import look_again
from db.incoming.bare_list import BareList
from db.incoming.said_anew import New, SaidAnew
from db.incoming.shapes import CASE, DRAFT, FORM, shapes_of
from db.log.heads import parcels
from db.rows.moments import of_clock
from db.rows.rowplan import plans
from db.rows.these import THESE, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from sqlcipher3 import Cursor

    from db.answers.shelf import Shelf
    from db.log.heads import Taken
    from ledger.ops import Op, Value

# How each becomes true; "local" stays on one machine.
FOLLOWS: Final = {
    "app_user.author": "local: the key by which somebody signs on this machine",
    "casefile.number": "local: the next number here",
    "casefile.worker": "the open assignment that began last",
    "casefile.changed_at": "the latest operation on anything of the case but drafts",
    "casefile.area": "forms of the case, anew",
    "casefile.due": "list_tasks",
    "casefile.sharing": "list_consent",
    "casefile.review_on": "list_consent",
    "casefile.agreed": "list_consent",
    "casefile.no_contact": "list_consent",
    "casefile.experiences": "forms of the case, anew",
    "casefile.safe_way": "forms of the case, anew",
    "casefile.code_word": "forms of the case, anew",
    "form_version.model": "compiled from its source",
    "form_instance.number": "local: within a case in the order in which forms were finished",
    "form_instance.doc": "the operations on its answers and on the rows in it",
    "form_instance.saved_at": "of a draft the latest operation on it",
    "form_fact": "forms that changed",
    **dict.fromkeys(
        ("person", "safe_contact", "episode", "episode_tag", "episode_element", "trait", "due"),
        "forms of the case, anew",
    ),
    "case_search": "forms of the case, anew",
    "figure_mark": "cases of whoever is counted, and what may begin or end that",
    "figure_person": "settled from the marks by the next work or look",
    "figure_sum": "settled from the marks by the next work or look",
    "unfounded": "letters, tellings and referrals of the case, by what is agreed",
    **dict.fromkeys(
        ("attachment_piece", "attachment_coming", "attachment_given"),
        "local: the bytes of files come apart from operations",
    ),
    "brought_case": "local: it serves undoing where a table was brought in",
    "unfinished": "local: what somebody was typing here, on no record",
    **dict.fromkeys(
        ("setting", "stream", "lane", "op", "entity", "cell_meta", "cell_conflict"),
        "local: the log, and what belongs to one machine",
    ),
    **dict.fromkeys(
        ("cell_superseded", "opaque_op", "outbox", "audit_entry", "log_head", "tombstone"),
        "local: the log, and what belongs to one machine",
    ),
    **dict.fromkeys(
        ("organisation", "workbook_secret", "stream_key", "roster_entry", "adoption"),
        "local: the place of this workbook among others",
    ),
    **dict.fromkeys(
        ("line_server", "line_log", "line_lane", "line_alarm", "line_file"),
        "local: how far each server is known to this workbook",
    ),
    **dict.fromkeys(
        ("parked_batch", "workbook_has"),
        "local: how far this workbook and others have got",
    ),
    "taken_back": "local: what was here of cases that left, until it is back with them",
    "aside_row": "local: how things stood here before they were built anew",
    **dict.fromkeys(
        ("snapshot", "snapshot_piece", "snapshot_vouched", "cell_summed", "cell_let_go"),
        "local: what is on its way, until it is taken in, and what that let go",
    ),
}
# Who stands in for a colleague changes nothing in her cases.
_COVER: Final = "cover"
NOTHING_SAID: Final = Agreement()
_GOING_ON: Final = frozenset({"draft", "open", "paused", "closing"})
_TOLD: Final = frozenset({"letter", "telling", "referral", "override"})
_CONSENT: Final = frozenset({"consent_event", "consent_grant", "case_pair"})
_THERE: Final = ("select id from casefile where id", THESE, "order by id")
_SET_WORKER: Final = "update casefile set worker = ? where id = ? and worker is not ?"
_MOVED: Final = "update casefile set changed_at = ? where id = ? and changed_at < ?"
_SAVED: Final = "update form_instance set saved_at = ? where id = ?"
_FORM_OF: Final = "select case_id, state from form_instance where id = ?"
_ASKED: Final = "select distinct case_id from form_instance where form_id = ? and version = ?"
_CASE_OF: Final = "select case_id from {table} where id = ?"


@dataclass(slots=True)
class _Touched:
    """Which cases something followed for, and what."""

    moved: dict[bytes, int] = field(default_factory=dict)
    # Of these nothing was here before; in the order in which they came.
    fresh: dict[bytes, None] = field(default_factory=dict)
    documents: set[bytes] = field(default_factory=set)
    # How many forms of a case came of which nothing was here, where no other changed or went.
    forms: dict[bytes, int] = field(default_factory=dict)
    changed: set[bytes] = field(default_factory=set)
    assigned: set[bytes] = field(default_factory=set)
    consents: set[bytes] = field(default_factory=set)
    tasks: set[bytes] = field(default_factory=set)
    told: set[bytes] = field(default_factory=set)
    submitted: set[bytes] = field(default_factory=set)
    always: set[bytes] = field(default_factory=set)
    # New ones whose forms alone say what is due.
    idle: set[bytes] = field(default_factory=set)


class Whole:
    """Keeps a whole workbook true while operations are taken in; for one taking."""

    def __init__(
        self,
        cursor: Cursor,
        shelf: Shelf,
        agreements: Callable[[Iterable[bytes]], Mapping[bytes, Agreement]],
        now: Callable[[], datetime],
    ) -> None:
        self._cursor, self._now = cursor, now
        self._agreements = agreements
        self._assembled = Assembled(cursor)
        self.shapes = shapes_of(cursor, shelf, self._assembled)
        self._anew = SaidAnew(cursor, shelf, self._assembled)
        self._touched = _Touched()
        self.recoded: set[bytes] = set()
        self._list = BareList(cursor)
        self._forms: dict[bytes, tuple[Value, Value]] = {}

    def before_erasing(self, ops: Iterable[Op]) -> None:
        """Look at what is about to be erased, while it is still there."""
        for op in ops:
            case = self._case_of(op.table, op.entity)
            if case is None:
                continue
            self._touched.moved[case] = max(op.hlc, self._touched.moved.get(case, 0))
            if op.table == INSTANCE:
                self._touched.documents.add(case)
                self._touched.changed.add(case)
            self._touched.assigned.add(case)
            self._touched.consents.add(case)

    def note(self, appeared: Mapping[bytes, tuple[Taken, Mapping[str, Value]]]) -> None:
        """Note for which cases something follows from what came or changed."""
        self._assembled.write()
        self._forms.clear()
        for one, fields in appeared.values():
            self._note(one, fields)

    def expect(self, table: str, count: int) -> None:
        """Prepare for so many new things of a table."""
        self._list.expect(table, count)

    def note_new(self, table: str, made: Iterable[tuple[bytes, int, Mapping[str, Value]]]) -> None:
        """Do the same for what was made just now, of which nothing else is known."""
        for entity, hlc, fields in made:
            if table == INSTANCE:
                self._note_new_form(hlc, fields)
            else:
                self._note_new_row((table, entity), hlc, fields)

    def follow(self) -> Iterable[bytes]:
        """Bring up to date what follows from what was noted; return the cases of it."""
        touched = self._touched
        held = look_again(self._cursor, self._now())
        touched.consents |= held
        touched.always |= held
        self._list.expect(CASE, len(touched.documents))
        new = {case: n for case, n in touched.forms.items() if case not in touched.changed}
        self._anew.bring_up(touched.documents, New(touched.fresh, new), touched.moved)
        self._assign(touched.assigned - touched.fresh.keys())
        moved = [
            (of_clock(hlc), case, of_clock(hlc))
            for case, hlc in touched.moved.items()
            if case not in touched.fresh
        ]
        self._cursor.executemany(_MOVED, moved)
        self._list_again()
        self._list.restore()
        for some in parcels(sorted(touched.told | touched.consents)):
            mark_unfounded(self._cursor, some)
        if touched.submitted:
            know_submissions(self._cursor, touched.submitted)
        # A new one is counted only by what is always looked at.
        seen = touched.always | (touched.moved.keys() - touched.fresh.keys())
        mark(self._cursor, touched.moved.keys() & seen, touched.always)
        return [
            case
            for some in parcels(sorted(touched.moved))
            for case in self._ids(" ".join(_THERE), listed(some))
        ]

    def _note_new_form(self, hlc: int, fields: Mapping[str, Value]) -> None:
        case = fields.get("case_id")
        # When a draft was kept stands in its row from the beginning.
        if isinstance(case, bytes) and fields.get("state") != DRAFT:
            self._move_to(case, hlc)
            self._touched.documents.add(case)
            self._touched.forms[case] = self._touched.forms.get(case, 0) + 1

    def _note_new_row(
        self, which: tuple[str, bytes], hlc: int, fields: Mapping[str, Value]
    ) -> None:
        table, entity = which
        if table == CASE:
            self._note_new_case(entity, fields.get("status"))
            self._move_to(entity, hlc)
            return
        for case in {fields.get("case_id"), fields.get("other_id")}:
            if isinstance(case, bytes):
                self._note_part(table, case)
                if fields.get("reason") != _COVER:
                    self._move_to(case, hlc)

    def _note(self, one: Taken, fields: Mapping[str, Value]) -> None:
        """Note for which cases something follows from an entity."""
        table, entity = one.known.type, one.known.id
        if table in {INSTANCE, REPEAT}:
            self._note_form(one, fields)
        elif table == FORM:
            asked = (fields.get("form_id"), fields.get("version"))
            self._touched.documents.update(self._ids(_ASKED, *asked))
        else:
            cases = {fields.get("case_id"), fields.get("other_id")} - {None}
            for case in {entity} if table == CASE else cases:
                if isinstance(case, bytes):
                    self._note_row(one, case, fields.get("status"))
                    if fields.get("reason") != _COVER:
                        self._move_to(case, _latest(one))

    def _note_row(self, one: Taken, case: bytes, status: object) -> None:
        if one.known.type == CASE:
            self._note_case(one, status)
        else:
            self._note_part(one.known.type, case)

    def _note_part(self, table: str, case: bytes) -> None:
        touched = self._touched
        if table == "assignment":
            touched.assigned.add(case)
        elif table == "task":
            touched.tasks.add(case)
        elif table in _CONSENT:
            touched.consents.add(case)
            touched.always.add(case)
        elif table in _TOLD:
            touched.told.add(case)
        elif table == "submission":
            touched.submitted.add(case)

    def _note_case(self, one: Taken, status: object) -> None:
        case, touched = one.known.id, self._touched
        if one.fresh:
            self._note_new_case(case, status)
        if not one.plain:
            touched.always.add(case)
            touched.idle.discard(case)
        # What came before, or was not shown before, is found by its code from now on.
        known = one.new and not one.late and not one.fresh
        codes = {op.id for op in one.new if op.field == "code"}
        if not known or codes:
            touched.documents.add(case)
        # Of several who say the same one was heard of first.
        if known and codes and one.heads("code") <= codes:
            self.recoded.add(case)

    def _note_new_case(self, case: bytes, status: object) -> None:
        self._touched.fresh[case] = None
        # What its forms say is there to be read: it is said anew with them.
        self._touched.documents.add(case)
        if status in _GOING_ON:
            self._touched.idle.add(case)

    def _note_form(self, one: Taken, fields: Mapping[str, Value]) -> None:
        """Note a form, or the one that a row stands in; a draft changes nothing beside itself."""
        entity: bytes | None = one.known.id
        if one.known.type == REPEAT:
            entity = self._assembled.root_of(one.known.id)
        if entity is None:
            return
        case, state = self._form(entity)
        if one.known.type == INSTANCE and not state:
            # It is gone, and what it said with it.
            case, state = fields.get("case_id"), fields.get("state")
        if state == DRAFT:
            self._cursor.execute(_SAVED, (of_clock(_latest(one)), entity))
            if all(op.field != "state" for op in one.new):
                return
            # It was taken back: what it said on record goes.
        elif one.known.type == INSTANCE and not one.plain:
            self._cursor.execute(_SAVED, (None, entity))
        if isinstance(case, bytes):
            self._move_to(case, _latest(one))
            self._touched.documents.add(case)
            self._touched.changed.add(case)

    def _form(self, instance: bytes) -> tuple[Value, Value]:
        if instance not in self._forms:
            row = self._cursor.execute(_FORM_OF, (instance,)).fetchone()
            self._forms[instance] = (row[0], row[1]) if row else (None, "")
        return self._forms[instance]

    def _case_of(self, table: str, entity: bytes) -> bytes | None:
        """Return the case of something that is still there."""
        if table == REPEAT:
            root = self._assembled.root_of(entity)
            return cast("bytes | None", self._form(root)[0]) if root else None
        if table == CASE or not _has_case(table):
            return None
        row = self._cursor.execute(_CASE_OF.format(table=table), (entity,)).fetchone()
        return row[0] if row else None

    def _move_to(self, case: bytes, hlc: int) -> None:
        moved = self._touched.moved
        if hlc > moved.get(case, 0):
            moved[case] = hlc

    def _assign(self, cases: set[bytes]) -> None:
        """Keep for the list who works with some cases."""
        for some in parcels(sorted(cases)):
            workers = workers_of(self._cursor, some)
            changed = [(workers[case], case, workers[case]) for case in some if case in workers]
            self._cursor.executemany(_SET_WORKER, changed)

    def _list_again(self) -> None:
        """Keep for the list what is agreed and due."""
        touched = self._touched
        # Of new ones in which nothing was said there is nothing to tell.
        asked = touched.consents | (touched.documents - touched.fresh.keys())
        for others in [*united_with(self._cursor, asked).values()] if asked else ():
            asked |= others
        listed: set[bytes] = set()
        for some in parcels(sorted(asked)):
            for case, agreed in self._agreements(some).items():
                if case not in touched.fresh or agreed != NOTHING_SAID:
                    list_consent(self._cursor, case, agreed)
                    listed.add(case)
        for case in touched.moved.keys() - listed - (touched.idle - touched.tasks):
            list_tasks(self._cursor, case)

    def _ids(self, query: str, *values: object) -> Iterable[bytes]:
        return [row[0] for row in self._cursor.execute(query, values) if row[0] is not None]


def _has_case(table: str) -> bool:
    plan = plans().get(table)
    return plan is not None and any(slot.name == "case_id" for slot in plan.slots)


def _latest(one: Taken) -> int:
    """Return the moment of the last operation that changed an entity."""
    return max((op.hlc for op in one.new or one.ops.values()), default=0)
