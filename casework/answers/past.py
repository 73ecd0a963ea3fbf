"""What happened in a case: one line for each thing, and the answers that became others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from forms.document import Answer

# What is said of the work: which form, which step of a request for help, which colleague, which
# other case. All else leads to her or to whom she went: a kind of file, a service, a letter by its
# number beside the code of the case, what she took back, why something was paused.
_OF_THE_WORK: Final = frozenset(
    {
        *("answers_brought_in", "answers_changed", "answers_recorded", "answers_taken_back"),
        *("draft_begun", "draft_discarded"),
        *("draft_opened", "entries_read", "entry_opened", "form_opened", "questions_read"),
        *("review_approved", "review_asked", "review_sent_back"),
        *("referral_moved", "referral_taken_back", "reply_taken"),
        *("case_accepted", "case_assigned", "case_offer_withdrawn", "case_offered"),
        *("case_refused", "case_shared", "case_unshared"),
        *("likeness_shown", "pair_apart", "pair_different", "pair_same", "pair_unsure"),
        *("glass_opened", "glass_reviewed"),
    }
)


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

    def under_mask(self) -> HistoryLine:
        """Return what may be known of it where the case is masked."""
        subject = self.subject if self.act in _OF_THE_WORK else ""
        return replace(self, subject=subject, changes=())
