"""Every row of casework. Columns marked derived are rebuilt from documents and log nothing."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.attachments import ATTACHED
from db.rows.base import Entity, Row, id_of
from db.rows.bringing import BringingRow, BroughtCaseRow, SubmissionRow
from db.rows.consent import HelpRow, LetterNoticeRow, OverrideRow
from db.rows.episodes import EpisodeElementRow
from db.rows.erasure import ErasureRow, HoldRow
from db.rows.exchange import EXCHANGED
from db.rows.figures import ReleaseRow
from db.rows.likeness import CasePairRow, TraitRow
from db.rows.line import LINES
from db.rows.people import AssignmentRow, GlassRow, HandingRow, ReviewRow
from db.rows.referrals import LetterReplyRow, ReferralRow, TellingRow
from db.rows.registers import REGISTERS
from db.rows.steps import CaseStepRow, DueRow
from db.rows.sums import FigureMarkRow, FigurePersonRow, FigureSumRow
from db.rows.taking import TakingRow
from db.rows.treaties import TreatyRow
from db.rows.unfinished import UnfinishedRow
from db.rows.walls import ConflictLinkRow
from ledger.merge import EARLIEST, safest

_DERIVED: Final[dict[Any, Any]] = {"log": False}
_CLUSTERED: Final[dict[str, Any]] = {"sqlite_with_rowid": False}


class SettingRow(Row):
    """One fact about this workbook on this machine; never exchanged."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class OfficeRow(Entity):
    """The own organisation, as letters name it."""

    __tablename__ = "office"
    name: Mapped[str]
    phone: Mapped[str]
    hours: Mapped[str]
    language: Mapped[str]
    # Whether a case closes only after a supervisor looked; the stricter answer holds.
    closing_review: Mapped[str] = mapped_column(default="no", info={"rule": safest("no", "yes")})
    # How letters are written: in which digits they count, and whether days stand twice.
    letter_digits: Mapped[str] = mapped_column(default="latin")
    second_days: Mapped[str] = mapped_column(default="yes")
    kept_with: Mapped[str] = mapped_column(default="")
    # By which of the terms a person is called in the window.
    called: Mapped[str] = mapped_column(default="person")


class UserRow(Entity):
    """One worker of this office."""

    __tablename__ = "app_user"
    name: Mapped[str]
    role: Mapped[str]
    # Whoever was sent away stays away until a person decides otherwise.
    status: Mapped[str] = mapped_column(info={"rule": safest("active", "away", "left")})
    author: Mapped[bytes] = mapped_column(info=_DERIVED)


class CaseRow(Entity):
    """One case: code first, no name; `changed_at` and `worker` serve the list."""

    __tablename__ = "casefile"
    code: Mapped[str] = mapped_column(unique=True)
    # The codes that it had before, the last one last, where other cases had them too.
    code_before: Mapped[str | None] = mapped_column(default=None)
    status: Mapped[str]
    opened_on: Mapped[str]
    limits_explained_at: Mapped[str | None] = mapped_column(info={"rule": EARLIEST})
    # By which key whoever has it at home signs, once its home gave it to another laptop.
    home: Mapped[bytes | None] = mapped_column(default=None)
    number: Mapped[int] = mapped_column(unique=True, info=_DERIVED)
    worker: Mapped[bytes | None] = mapped_column(info=_DERIVED)
    changed_at: Mapped[str] = mapped_column(info=_DERIVED)
    area: Mapped[str] = mapped_column(default="", info=_DERIVED)
    # What the list says of a case beside its code; `db.cases.listed` writes it and says what is
    # empty.
    due: Mapped[str | None] = mapped_column(info=_DERIVED)
    sharing: Mapped[str | None] = mapped_column(info=_DERIVED)
    review_on: Mapped[str | None] = mapped_column(info=_DERIVED)
    agreed: Mapped[str | None] = mapped_column(info=_DERIVED)
    no_contact: Mapped[int | None] = mapped_column(info=_DERIVED)
    experiences: Mapped[str | None] = mapped_column(info=_DERIVED)
    safe_way: Mapped[str | None] = mapped_column(info=_DERIVED)
    code_word: Mapped[str | None] = mapped_column(info=_DERIVED)

    __table_args__ = (
        # The list reads nothing but these indexes, until it shows a line; a save changes the
        # first two only, and the narrow ones serve for counting.
        Index("casefile_list", "status", "changed_at", "code", "opened_on", "id", "number", "due"),
        Index(
            "casefile_own",
            *("worker", "status", "changed_at", "code", "opened_on", "id", "number"),
            *("due", "review_on"),
        ),
        Index("casefile_due", "worker", "due", "status", "number"),
        Index("casefile_review", "worker", "status", "review_on", "number"),
        Index("casefile_status", "status", "number"),
        # Hardly any has another code than it began with.
        Index("casefile_recoded", "worker", sqlite_where=text("code_before is not null")),
    )


class FormVersionRow(Entity):
    """One version of one form: what was imported, and the compiled model."""

    __tablename__ = "form_version"
    form_id: Mapped[str]
    version: Mapped[str]
    source: Mapped[bytes]
    model: Mapped[bytes] = mapped_column(info=_DERIVED)
    digest: Mapped[str]
    state: Mapped[str]
    published_at: Mapped[str]
    __table_args__ = (UniqueConstraint("form_id", "version"),)


class FormInstanceRow(Entity):
    """One filled-in form, or a draft of one; `doc` is the sum of the operations on its questions.

    Only what is finished counts: drafts have no facts, no projections, and no words to search.
    """

    __tablename__ = "form_instance"
    # A draft of an entry in the service directory belongs to no case.
    case_id: Mapped[bytes | None] = mapped_column(
        LargeBinary(16), ForeignKey("casefile.id"), index=True
    )
    form_id: Mapped[str]
    version: Mapped[str]
    state: Mapped[str]
    language: Mapped[str]
    recorded_by: Mapped[bytes]
    recorded_at: Mapped[str]
    # The day on the calendar of the office; nothing in what a version wrote that kept none.
    recorded_on: Mapped[str | None]
    # The day on which an estimate of an age was last changed; nothing where it is of that day.
    estimated_on: Mapped[str | None]
    # Of a draft that changes a finished form: which one, and its answers when the change began.
    amends: Mapped[bytes | None]
    base: Mapped[bytes | None]
    number: Mapped[int] = mapped_column(unique=True, info=_DERIVED)
    doc: Mapped[bytes] = mapped_column(info=_DERIVED)
    saved_at: Mapped[str | None] = mapped_column(info=_DERIVED)

    # Finished forms, which are nearly all, cost these indexes nothing.
    __table_args__ = (
        Index("form_draft", "case_id", "form_id", sqlite_where=text("state = 'draft'")),
        Index("form_draft_own", "recorded_by", sqlite_where=text("state = 'draft'")),
    )


class FormFactRow(Row):
    """One reportable answer, one row a chosen code; rebuilt from the documents.

    Question by question: two questions crossed are two ranges read side by side.
    """

    __tablename__ = "form_fact"
    qid: Mapped[str] = mapped_column(primary_key=True)
    # The number of the form, not its id: at most a few bytes, and in the order of recording.
    instance: Mapped[int] = mapped_column(primary_key=True)
    repeat: Mapped[bytes] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    __table_args__ = _CLUSTERED


class PersonRow(Row):
    """What the intake says of a person, as lists and rules read it; rebuilt from the documents."""

    __tablename__ = "person"
    case_id: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey("casefile.id"), primary_key=True
    )
    born_from: Mapped[str | None]
    born_until: Mapped[str | None]
    sex: Mapped[str | None]
    gender: Mapped[str | None]
    inequalities: Mapped[str | None]


class SafeContactRow(Row):
    """By which way and word she may be reached, as lists say it; rebuilt from the documents."""

    __tablename__ = "safe_contact"
    case_id: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey("casefile.id"), primary_key=True
    )
    safe_way: Mapped[str | None]
    code_word: Mapped[str | None]


class EpisodeRow(Row):
    """One experience, dated as far as she knows; rebuilt from its document."""

    __tablename__ = "episode"
    id: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey("form_instance.id"), primary_key=True
    )
    case_id: Mapped[bytes] = id_of("casefile")
    start: Mapped[str | None]


class EpisodeTagRow(Row):
    """One tag on an episode: list and code, with source and certainty; never an order."""

    __tablename__ = "episode_tag"
    episode_id: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey("episode.id"), primary_key=True
    )
    list: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str | None]
    certainty: Mapped[str | None]


class ServiceRow(Entity):
    """One entry of the service directory."""

    __tablename__ = "service"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    service_types: Mapped[str | None]
    organisation: Mapped[str | None]
    countries: Mapped[str | None]
    regions: Mapped[str | None]
    areas: Mapped[str | None]
    address: Mapped[str | None]
    hours: Mapped[str | None]
    contact: Mapped[str | None]
    welcomed: Mapped[str | None]
    accepts_children: Mapped[str | None]
    age_from: Mapped[str | None]
    age_to: Mapped[str | None]
    languages: Mapped[str | None]
    access: Mapped[str | None]
    cost: Mapped[str | None]
    papers_asked: Mapped[str | None]
    safety_notes: Mapped[str | None]
    team_notes: Mapped[str | None]
    confidentiality: Mapped[str | None]
    last_verified: Mapped[str | None]
    sealing_key: Mapped[str | None]
    active: Mapped[str] = mapped_column(info={"rule": safest("yes", "no")})


class ConsentEventRow(Entity):
    """One thing she said about sharing; appended, never changed."""

    __tablename__ = "consent_event"
    case_id: Mapped[bytes] = id_of("casefile")
    kind: Mapped[str]
    at: Mapped[str]
    given_by: Mapped[str]
    means: Mapped[str]
    language: Mapped[str]
    age_band: Mapped[str]
    text_version: Mapped[str]
    limits_explained: Mapped[str]
    assent: Mapped[str | None]
    witness: Mapped[str | None]
    note: Mapped[str | None]
    recorded_by: Mapped[bytes]
    # What a withdrawal or suspension ends: empty for an event that gives.
    purpose: Mapped[str | None]
    reach: Mapped[str | None]
    scope: Mapped[str | None]
    seen: Mapped[bytes | None]
    reason: Mapped[str | None]


class ConsentGrantRow(Entity):
    """One permission out of a consent event; appended, never changed."""

    __tablename__ = "consent_grant"
    event_id: Mapped[bytes] = id_of("consent_event")
    case_id: Mapped[bytes] = id_of("casefile")
    purpose: Mapped[str]
    reach: Mapped[str]
    scope: Mapped[str]
    given_at: Mapped[str]
    valid_from: Mapped[str]
    valid_until: Mapped[str]
    categories: Mapped[str]
    items: Mapped[str]
    excluded: Mapped[str]
    excluded_episodes: Mapped[str]
    answer: Mapped[str]
    conditions: Mapped[str]


class LetterRow(Entity):
    """One issued letter: number, snapshot and hash never change; recall is a row of its own."""

    __tablename__ = "letter"
    number: Mapped[str] = mapped_column(unique=True)
    case_id: Mapped[bytes] = id_of("casefile")
    referral_id: Mapped[bytes] = id_of("referral")
    service_id: Mapped[bytes] = id_of("service")
    purpose: Mapped[str]
    kind: Mapped[str]
    language: Mapped[str]
    template: Mapped[str]
    issued_at: Mapped[str]
    # The day on the calendar of the office, by which consent lasts.
    issued_on: Mapped[str]
    issued_by: Mapped[bytes]
    valid_until: Mapped[str]
    grant_ids: Mapped[str]
    told: Mapped[str]
    withheld: Mapped[str]
    content: Mapped[bytes]
    content_hash: Mapped[str]
    check_code: Mapped[str]
    protected: Mapped[str]


class LetterRecallRow(Entity):
    """That a letter was recalled, and when."""

    __tablename__ = "letter_recall"
    letter_id: Mapped[bytes] = id_of("letter")
    case_id: Mapped[bytes] = id_of("casefile")
    at: Mapped[str]
    reason: Mapped[str]


class TaskRow(Entity):
    """What somebody means to do in a case; what can be computed has no row until it is done."""

    __tablename__ = "task"
    case_id: Mapped[bytes] = id_of("casefile")
    worker: Mapped[bytes] = mapped_column(LargeBinary(16))
    kind: Mapped[str]
    title: Mapped[str]
    # A day, or nothing for any time; and an hour of that day, if one was set.
    due: Mapped[str]
    at: Mapped[str]
    # What became void by consent stays void; what one did, nobody has to do again.
    status: Mapped[str] = mapped_column(info={"rule": safest("open", "cancelled", "done", "void")})
    service_id: Mapped[bytes | None] = mapped_column(LargeBinary(16), ForeignKey("service.id"))
    rests_on: Mapped[str]
    done_on: Mapped[str | None]
    # Of what was computed: the id by which it was told, so that it is not told again.
    source: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        Index("task_of_case", "case_id", "due", sqlite_where=text("status = 'open'")),
        Index("task_of_worker", "worker", "due", sqlite_where=text("status = 'open'")),
        Index("task_done", "worker", "done_on", sqlite_where=text("done_on is not null")),
        Index("task_source", "source", sqlite_where=text("source <> ''")),
    )


# Rows of one area each stand in a module of their own; all are known once this one is.
PARTS: Final = (
    *(BringingRow, BroughtCaseRow, SubmissionRow, TakingRow),
    *(AssignmentRow, *ATTACHED, CaseStepRow, ConflictLinkRow, DueRow),
    *(EpisodeElementRow, ErasureRow, GlassRow, HandingRow, HelpRow, HoldRow, LetterNoticeRow),
    *(CasePairRow, TraitRow, *EXCHANGED, *LINES),
    *(FigureMarkRow, FigurePersonRow, FigureSumRow),
    *(LetterReplyRow, OverrideRow, ReferralRow, ReleaseRow, ReviewRow, TellingRow, TreatyRow),
    *REGISTERS,
    UnfinishedRow,
)
