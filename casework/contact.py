"""How she may be reached safely, and what must not happen: the strip above every case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from casework.entries import by_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from casework.record import Record

_AREA: Final = "contact."


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


def _said(record: Record) -> dict[str, Any]:
    """Return the answers about contact, by question name, and the rows of other ways."""
    names = {one.name for one in record.model.questions() if one.map.startswith(_AREA)}
    answers = by_name(record.model, record.doc)
    said = {name: value for name, value in answers.items() if name in names and value}
    if answers.get("channels"):
        said["channels"] = answers["channels"]
    return said


def _other(row: dict[str, Any]) -> OtherWay:
    names = ("channel", "channel_value", "channel_safe", "channel_only_if")
    return OtherWay(*(str(row.get(name) or "") for name in names))
