"""What happened in a case, in words: acts, questions, answers before and after."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import texts
from desktop.look import look
from desktop.pages.cases.words import form_name
from desktop.saying.answered import answer_words
from texts.dates import in_own_direction, isolate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from casework.answers.past import AnswerChange, HistoryLine
    from forms.document import Answer
    from forms.model import FormModel

_OF_FORMS: Final = frozenset(
    {
        *("answers_brought_in", "answers_changed", "answers_recorded", "answers_taken_back"),
        *("draft_begun", "draft_discarded"),
        *("draft_opened", "entries_read", "entry_opened", "form_opened", "questions_read"),
        *("review_approved", "review_asked", "review_sent_back"),
    }
)
# What is said with the new state of a referral.
_OF_REFERRALS: Final = frozenset({"referral_moved", "referral_taken_back", "reply_taken"})
# What changed something in the case; the rest was only looked at.
_CHANGES: Final = _OF_REFERRALS | frozenset(
    {
        *("answers_brought_in", "answers_changed", "answers_recorded", "answers_taken_back"),
        *("attachment_added", "attachment_given"),
        "attachment_removed",
        *("case_accepted", "case_assigned", "case_closed", "case_closing"),
        *("case_offer_withdrawn", "case_offered", "case_paused", "case_refused", "case_reopened"),
        *("case_resumed", "case_shared", "case_step_taken_back", "case_transferred"),
        *("case_unshared", "consent_lifted", "consent_narrowed", "consent_recorded"),
        "conflict_decided",
        *("consent_suspended", "consent_withdrawn", "erasure_agreed", "erasure_asked"),
        *("erasure_taken_back", "glass_ended", "glass_opened", "glass_reviewed", "hold_ended"),
        *(
            "case_recoded",
            "hold_agreed",
            "hold_kept",
            "kept_elsewhere",
            "rebuilt",
            "received",
            "taken_home",
        ),
        *("hold_set", "letter_beside", "letter_issued", "letter_sealed"),
        "letters_recalled",
        "override_carried_out",
        *("override_decided", "override_dropped", "override_proposed", "override_reviewed"),
        *("own_paper_made", "pair_apart", "pair_different", "pair_same", "pair_unsure"),
        *("referral_arranged", "referral_begun", "referral_chosen", "referral_described"),
        *("breach_about", "breach_not_about", "request_answered", "request_corrected"),
        *("request_noted", "request_reopened"),
        *("referral_told", "review_approved", "review_asked", "review_sent_back", "task_added"),
        *("task_cancelled", "task_done", "task_reopened"),
    }
)
# What names something that is blank under the mask.
_NAMING: Final = frozenset(
    {"attachment_given", "case_transferred", "letter_beside", "letter_issued", "letter_sealed"}
)
# Changes that are told in words of their own.
_OWN_WORDS: Final = _OF_FORMS | _OF_REFERRALS | {"attachment_given", "glass_opened"}
_OTHERS: Final = (_CHANGES - _OWN_WORDS) | frozenset(
    {
        *("attachment_copied", "attachment_shown", "attachments_read", "case_kept_back"),
        *("case_masked", "case_not_opened", "case_read", "case_read_masked", "case_team_read"),
        *("conflict_lifted", "conflict_noted", "consent_copy_made", "consent_read"),
        *("conflicts_read", "contact_read"),
        *("consequences_read", "course_read", "erasure_checked", "exploiters_read"),
        "request_read",
        *("history_read", "legal_read", "letter_previewed", "likeness_shown", "name_read"),
        *("parts_erased", "printout_made", "referrals_read", "reply_not_taken", "retention_read"),
        *("reviews_read", "telling_previewed", "walls_read"),
    }
)
# What names the subject has other words in discreet mode.
_QUIET: Final = {"exploiters_read": "kept_away_read"}
# Marks that keep an answer together whichever way it runs, and one that starts at the right.
_FIRST, _LAST, _RIGHT = "\u2068", "\u2069", "\u200f"


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the history: what, when, by whom, how often in a row, and what it changed."""

    act: str
    subject: str
    worker: str = field(repr=False)
    at: datetime
    times: int
    changes: tuple[AnswerChange, ...]


class Asked:
    """The words of one form: its questions by id, and the labels of their choices."""

    def __init__(self, model: FormModel, questions: Sequence[Mapping[str, Any]]) -> None:
        self._names = {one.qid: one.name for one in model.questions()}
        self._known = dict(_flat(questions))

    def question(self, qid: str) -> str:
        """Return the words of a question."""
        return str(self._of(qid).get("label") or qid.rpartition(".")[2])

    def answer(self, qid: str, answer: Answer | None) -> str:
        """Return an answer in words: labels for codes, days as words, none as none."""
        return answer_words(self._of(qid), answer)

    def _of(self, qid: str) -> Mapping[str, Any]:
        return self._known.get(self._names.get(qid, qid.rpartition(".")[2]), {})


def _flat(questions: Sequence[Mapping[str, Any]]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for one in questions:
        yield str(one["name"]), one
        yield from _flat(one.get("questions") or ())


def act_words(event: Event) -> str:
    """Return what was done."""
    if event.act in _OF_FORMS:
        return texts.say(f"history.act.{event.act}", form=form_name(event.subject))
    if event.act in _OF_REFERRALS:
        state = texts.say(f"referral.{event.subject}")
        return texts.say(f"history.act.{event.act}", state=state)
    is_blank = event.act in _NAMING and not event.subject
    if event.act == "attachment_given" and not is_blank:
        sort, _, number = event.subject.partition(" ")
        kind = texts.say(f"attachment.sort.{sort}")
        return texts.say("history.act.attachment_given", kind=kind, number=number)
    if event.act == "glass_opened":
        why = texts.say(f"glass.why.{event.subject}")
        return texts.say("history.act.glass_opened", why=why)
    if event.act in _OTHERS and not is_blank:
        act = _QUIET.get(event.act, event.act) if look().discreet else event.act
        return texts.fill_in(f"history.act.{act}", {"subject": isolate(event.subject)})
    return texts.say(f"history.masked.{event.act}" if is_blank else "history.act.other")


def events_of(lines: Sequence[HistoryLine], *, only_changes: bool) -> list[Event]:
    """Return lines as rows.

    What one worker looked at several times in a day, with no change in between, is one row.
    """
    events: list[Event] = []
    looked: dict[tuple[object, ...], int] = {}
    for line in lines:
        if only_changes and line.act not in _CHANGES:
            continue
        key = (line.act, line.subject, line.worker, line.at.astimezone().date())
        if line.act in _CHANGES:
            looked.clear()
        elif key in looked:
            at = looked[key]
            events[at] = replace(events[at], times=events[at].times + 1)
            continue
        else:
            looked[key] = len(events)
        who = in_own_direction(line.worker)
        events.append(Event(line.act, line.subject, who, line.at, 1, line.changes))
    return events


def became_words(before: str, after: str) -> str:
    """Return both answers with an arrow between them, each in its own direction."""
    both = {"before": f"{_FIRST}{before}{_LAST}", "after": f"{_FIRST}{after}{_LAST}"}
    words = texts.say("history.became", **both)
    return f"{_RIGHT}{words}" if texts.current().direction == "rtl" else words
