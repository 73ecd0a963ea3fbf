"""What each column of an exchanged thing may hold, as far as whoever reads it takes it for granted.

Every column that operations carry is here: one that is not would let in what nobody can read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from casework import lengths
from casework.consent.event import ConsentKind
from casework.consent.grant import Purpose, Reach
from casework.consent.override import Basis as OverrideBasis
from casework.consent.override import OverrideStatus
from casework.files.attachment import Cleaned, Form, Sort
from casework.keeping.erasure import Basis as ErasureBasis
from casework.persons.pair import PairAnswer
from casework.records.case import CaseStatus
from casework.referrals.referral import ReferralStatus
from casework.tasks.task import TaskKind, TaskStatus
from casework.team.wall import Nearness
from casework.team.worker import Role

# It raises ValueError for what does not fit.
Holds: TypeAlias = Callable[[Any], object]

# What people reckon with has years from which centuries can be counted, either way.
_DAY: Final = re.compile(r"[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}")
_HOUR: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_ID_BYTES: Final = 16
_LONGEST_CODE: Final = 200
_MOST_IDS: Final = 4_096
_MOST_CODES: Final = 100_000
_HIGHEST: Final = 1 << 31


@dataclass(frozen=True, slots=True)
class Signs:
    """Words of at most so many signs."""

    most: int

    def __call__(self, words: str) -> None:
        """Refuse what is longer; raises ValueError."""
        if len(words) > self.most:
            raise ValueError("long")


def _day(text: str) -> None:
    if _DAY.fullmatch(text) is None:
        raise ValueError("day")
    date.fromisoformat(text)


def _moment(text: str) -> None:
    if _DAY.match(text) is None or datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("moment")


def _hour(text: str) -> None:
    if _HOUR.fullmatch(text) is None:
        raise ValueError("hour")


def _or_nothing(holds: Holds) -> Holds:
    def read(text: str) -> None:
        if text:
            holds(text)

    return read


def _step_before(text: str) -> None:
    status, since, *day = text.split(" ")
    ReferralStatus(status)
    _moment(since)
    for one in day:
        _day(one)


def _code(text: str) -> None:
    if len(text) > _LONGEST_CODE:
        raise ValueError("code")


def _codes(text: str) -> None:
    if len(text) > _MOST_CODES:
        raise ValueError("codes")
    for one in text.split():
        _code(one)


def _file(text: str) -> None:
    sort, _, number = text.partition(" ")
    Sort(sort)
    _code(number)


def _number(value: int) -> None:
    if not 0 <= value < _HIGHEST:
        raise ValueError("number")


def _id(value: bytes) -> None:
    if len(value) != _ID_BYTES:
        raise ValueError("id")


def _ids(value: bytes) -> None:
    if len(value) % _ID_BYTES or len(value) > _MOST_IDS * _ID_BYTES:
        raise ValueError("ids")


def _any(_value: object) -> None:
    """Take whatever it is: whoever reads it looks at it closely."""


def hold_all(holds: Holds, values: Collection[Any]) -> bool:
    """Return whether it is plain, without a look at each value, that a column may hold all."""
    if isinstance(holds, Signs):
        return max(map(len, values), default=0) <= holds.most
    return holds is _any or (holds is _id and {_ID_BYTES}.issuperset(map(len, values)))


_WORDS: Final = Signs(lengths.MOST)
_BREACH, _REQUEST = Signs(lengths.BREACH), Signs(lengths.REQUEST)
_OFFER, _REFERRAL, _TREATY = map(Signs, (lengths.OFFER, lengths.REFERRAL, lengths.TREATY))
_DAY_OR_NOT, _HOUR_OR_NOT, _FILE_OR_NOT = map(_or_nothing, (_day, _hour, _file))

_BY_KIND: Final[Mapping[str, Mapping[Holds, str]]] = {
    "app_user": {_WORDS: "name", Role: "role", _code: "status"},
    "assignment": {_id: "case_id user_id", _moment: "since until", _code: "reason"},
    "attachment": {
        _id: "case_id kept_by",
        _number: "number size",
        _any: "digest secret",
        Sort: "sort",
        Form: "form",
        Cleaned: "cleaned",
        _day: "taken_on",
        _moment: "kept_at",
        _WORDS: "source",
    },
    "breach": {
        _id: "noted_by corrects closed_by",
        _day: "noticed_on",
        _moment: "noted_at closed_at",
        _code: "kind status",
        _BREACH: "words recipients untold_why",
    },
    "breach_action": {
        _id: "breach_id by",
        _day: "taken_on",
        _moment: "at",
        _code: "told",
        _BREACH: "words",
    },
    "breach_case": {_id: "breach_id case_id"},
    "bringing": {
        _id: "by worker",
        _number: "cases",
        _moment: "at undone_at",
        _code: "layout",
    },
    "case_pair": {_id: "case_id other_id by", _moment: "at", PairAnswer: "answer"},
    "case_step": {
        _id: "case_id worker",
        _moment: "at",
        _day: "made_on",
        CaseStatus: "old new",
        _code: "reason",
    },
    "casefile": {
        _code: "code",
        _codes: "code_before",
        CaseStatus: "status",
        _day: "opened_on",
        _moment: "limits_explained_at",
        _any: "home",
    },
    "conflict_link": {
        _id: "case_id user_id service_id set_by",
        _moment: "since",
        Nearness: "kind",
        _code: "status",
    },
    "consent_event": {
        _id: "case_id recorded_by",
        _ids: "seen",
        _moment: "at",
        ConsentKind: "kind",
        Purpose: "purpose",
        Reach: "reach",
        _code: "given_by means language age_band text_version limits_explained scope reason",
        _WORDS: "assent witness note",
    },
    "consent_grant": {
        _id: "event_id case_id",
        _moment: "given_at",
        _day: "valid_from valid_until",
        Purpose: "purpose",
        Reach: "reach",
        _code: "scope answer",
        _codes: "categories items excluded excluded_episodes",
        _WORDS: "conditions",
    },
    "erasure": {
        _id: "case_id asked_by agreed_by",
        _number: "forms letters files",
        _day: "asked_on ended_on",
        ErasureBasis: "basis",
        _code: "before in_danger state",
    },
    "figure_release": {
        _id: "proposed_by second",
        _number: "least",
        _moment: "proposed_at published_at",
        _code: "plan period status rule",
        _WORDS: "recipient",
        _any: "printed",
    },
    "form_instance": {
        _id: "case_id recorded_by amends",
        _any: "base",
        _moment: "recorded_at",
        _day: "recorded_on estimated_on",
        _code: "form_id version state language",
    },
    "form_version": {
        _any: "source",
        _moment: "published_at",
        _code: "form_id version digest state",
    },
    "glass": {
        _id: "case_id user_id reviewed_by",
        _moment: "opened_at until reviewed_at",
        _code: "why finding",
        Signs(lengths.GLASS): "words",
    },
    "handing": {
        _id: "case_id sender receiver",
        _moment: "asked_at answered_at",
        _code: "status",
        _OFFER: "note answer",
    },
    "help_without_record": {_day: "helped_on", _code: "service_type age_group"},
    "hold": {
        _id: "case_id held_by second_by",
        _day: "since review_on agreed_on ended_on",
        _code: "basis unsafe_to_tell",
        Signs(lengths.HOLD): "reason",
    },
    "letter": {
        _id: "case_id referral_id service_id issued_by",
        _any: "content",
        _moment: "issued_at",
        _day: "issued_on valid_until",
        _code: "number purpose kind language template content_hash check_code protected",
        _codes: "grant_ids told withheld",
    },
    "letter_notice": {_id: "letter_id case_id sent_by", _day: "sent_on"},
    "letter_recall": {_id: "letter_id case_id", _moment: "at", _code: "reason"},
    "letter_reply": {
        _id: "letter_id case_id",
        _moment: "at",
        _day: "replied_on",
        _code: "answer",
    },
    "office": {
        _code: "language closing_review letter_digits second_days kept_with called",
        _WORDS: "name phone hours",
    },
    "outside_request": {
        _id: "noted_by corrects answered_by",
        _day: "asked_on",
        _moment: "noted_at answered_at",
        _code: "asker in_writing answer letter_mark",
        _REQUEST: "words",
        Signs(lengths.REQUESTER): "who",
        Signs(lengths.ORDER): "order_no",
    },
    "outside_request_case": {
        _id: "request_id case_id",
        _REQUEST: "words",
        Signs(lengths.REQUESTER): "who",
    },
    "override": {
        _id: "case_id proposed_by decided_by reviewed_by",
        _day: "review_on",
        _moment: "proposed_at decided_at",
        OverrideBasis: "basis",
        OverrideStatus: "status",
        _code: "recipient told_her letter",
        _codes: "items",
        _WORDS: "reason told_why review",
    },
    "referral": {
        _id: "case_id service_id",
        _moment: "created_at changed_at",
        _day: "begun_on changed_on appointment_on",
        _hour: "appointment_at",
        ReferralStatus: "status",
        _step_before: "before",
        _code: "service_type urgency refusal",
        _REFERRAL: "reason accompaniment appointment_place outcome",
    },
    "review": {
        _id: "case_id entry_id asked_by decided_by",
        _moment: "asked_at decided_at",
        _code: "form_id status",
        Signs(lengths.REVIEW): "note",
    },
    "service": {
        _code: "code kind age_from age_to sealing_key active",
        _DAY_OR_NOT: "last_verified",
        _WORDS: "name service_types organisation countries regions areas address hours contact"
        " welcomed accepts_children languages access cost papers_asked safety_notes team_notes"
        " confidentiality",
    },
    "submission": {_id: "case_id", _any: "mark", _code: "own"},
    "taking": {
        _id: "by second_by",
        _moment: "at",
        _code: "sealed_to",
        Signs(lengths.TAKING): "reason",
    },
    "task": {
        _id: "case_id worker service_id",
        _DAY_OR_NOT: "due",
        _HOUR_OR_NOT: "at",
        _day: "done_on",
        TaskKind: "kind",
        TaskStatus: "status",
        _code: "rests_on source",
        Signs(lengths.TASK): "title",
    },
    "telling": {
        _id: "case_id referral_id service_id told_by",
        _moment: "at",
        _day: "told_on valid_until",
        _code: "purpose language",
        _codes: "grant_ids told withheld",
        _FILE_OR_NOT: "file",
    },
    "treaty": {
        _DAY_OR_NOT: "verified_on",
        _code: "key year",
        _TREATY: "title summary articles",
        _WORDS: "body applies_to region parties url",
    },
}
HOLDS: Final[Mapping[tuple[str, str], Holds]] = {
    (table, name): holds
    for table, kinds in _BY_KIND.items()
    for holds, names in kinds.items()
    for name in names.split()
}
