"""How she may be reached safely, and what must not happen: the strip above every case."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from casework.records.conflict import fields_of
from casework.records.entries import by_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from casework.records.conflict import Found
    from casework.records.record import Record

AREA: Final = "contact."


@dataclass(frozen=True, slots=True)
class OtherWay:
    """Another way to be reached: what it is, whether it is safe, and on which condition."""

    channel: str
    value: str = field(repr=False)
    safe: str
    only_if: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SafeContact:
    """What was said about contact, the last word on each question; `said_at` is the newest."""

    safe_way: str = ""
    safe_hours: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    code_word: str = field(default="", repr=False)
    must_not: str = field(default="", repr=False)
    voicemail: str = ""
    voicemail_only_if: str = field(default="", repr=False)
    who_must_not_know: str = field(default="", repr=False)
    others: tuple[OtherWay, ...] = ()
    said_at: datetime | None = None
    said_to: str = field(default="", repr=False)
    # Two laptops said different things and nobody has decided: she is not called until then.
    is_undecided: bool = False
    # The same with each of the other wordings: all of them stand.
    also_said: tuple[SafeContact, ...] = field(default=(), repr=False)


def safe_contact(records: Iterable[Record]) -> SafeContact:
    """Return what finished forms, the oldest first, say about contact.

    A later form that leaves a question out takes nothing back: she is still not to be called.
    """
    known: dict[str, Any] = {}
    for record in records:
        if fresh := _said(record):
            known |= fresh | {"said_at": record.at, "said_to": record.by}
    plain = {name: known[name] for name in SafeContact.__dataclass_fields__ if name in known}
    return SafeContact(**plain, others=tuple(map(_other, known.get("channels", ()))))


def undecided(
    contact: SafeContact, records: Iterable[Record], waiting: Iterable[Found]
) -> SafeContact:
    """Return what was said about contact with all that stands beside it until somebody decides."""
    names = {
        one.qid: one.name
        for record in records
        for one in record.model.questions()
        if one.map.startswith(AREA)
    }
    about = [one for one in waiting if names.keys() & fields_of(one)]
    if not about:
        return contact
    said: list[dict[str, Any]] = [
        {names[one.place.name]: head.value}
        for one in about
        if not one.place.row and names.get(one.place.name) in SafeContact.__dataclass_fields__
        for head in one.heads
        if head.value and head.value != one.shown
    ]
    also = tuple(replace(contact, **one) for one in said)
    return replace(contact, is_undecided=True, also_said=also)


def _said(record: Record) -> dict[str, Any]:
    """Return the answers about contact, by question name, and the rows of other ways."""
    names = {one.name for one in record.model.questions() if one.map.startswith(AREA)}
    answers = by_name(record.model, record.doc)
    said = {name: value for name, value in answers.items() if name in names and value}
    if answers.get("channels"):
        said["channels"] = answers["channels"]
    return said


def _other(row: dict[str, Any]) -> OtherWay:
    names = ("channel", "channel_value", "channel_safe", "channel_only_if")
    return OtherWay(*(str(row.get(name) or "") for name in names))
