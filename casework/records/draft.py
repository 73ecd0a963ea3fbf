"""What is being filled in and not finished: kept for its worker, and not yet part of the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forms.document import Answer, FormDoc


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as far as it was filled in.

    `entry_id` names the finished form that it changes, and `base` holds the answers of that
    form when the change began.
    """

    id: str
    case_code: str
    entry_id: str
    language: str
    saved_at: str
    started_at: str
    started_by: str = field(repr=False)
    doc: FormDoc = field(repr=False)
    base: Mapping[str, Answer] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a new draft belongs: its case, and the finished form that it changes."""

    case_id: str = ""
    entry_id: str = ""
    base: Mapping[str, Answer] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One finished form of a case: when it was recorded, and by whom."""

    id: str
    recorded_at: str
    recorded_by: str = field(repr=False)
