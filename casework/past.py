"""What happened in a case: one line for each thing, and the answers that became others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from forms.document import Answer


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer that became another; `row` is the instance of a repeat it stands in, if any."""

    id: str
    entry_id: str
    row: str
    qid: str
    before: Answer | None = field(repr=False)
    after: Answer | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened: when, by whom, what, and what it concerned, by codes and ids.

    `number` is its place in the log of the workbook; older lines are asked for by it.
    """

    number: int
    at: datetime
    worker: str = field(repr=False)
    act: str
    subject: str
    changes: tuple[AnswerChange, ...]
