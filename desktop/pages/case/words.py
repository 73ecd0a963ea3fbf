"""What a case says of itself at a glance, in words: contact, consent, steps, help asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import texts
from casework.consent.grant import ASKED_OF_ALL, Purpose
from casework.consent.view import PurposeState
from casework.tasks.task import TaskKind
from desktop.pages.case.contact_words import contact_said
from desktop.pages.cases.words import planned
from desktop.parts.clause import Clause
from texts.dates import clock_time, short_date

if TYPE_CHECKING:
    from datetime import date, datetime

    from casework.cases.caseline import NextStep
    from casework.cases.overview import ReferralView
    from casework.consent.view import ConsentView, PurposeView
    from casework.records.contact import SafeContact

_CARE: Final = ("text", "care")
_HEADING: Final = ("care", "care")
_QUIET: Final = ("muted", "muted")
_RECENT_DAYS: Final = 30
_STATE_ICONS: Final = {
    PurposeState.NOT_YET: "hourglass",
    PurposeState.NOT_ASKED: "circle",
}


class When(NamedTuple):
    """When something is due, and whether its time has come or somebody else is waited for."""

    words: str
    icon: str = ""


def contact_clauses(contact: SafeContact) -> list[Clause]:
    """Return how she may be reached and what must not happen, one clause each."""
    heading = Clause(texts.say("case.contact"), "phone-call", role="strong", colours=_HEADING)
    return [
        heading,
        *(
            Clause(one.words, one.icon, role=one.role, colours=_CARE, masks=one.masks)
            for one in contact_said(contact)
        ),
    ]


def checked_words(contact: SafeContact, now: datetime) -> str:
    """Return when the safe contact was last talked about; nothing while no way is known."""
    if contact.said_at is None or not (contact.safe_way or contact.is_undecided):
        return ""
    day = contact.said_at.astimezone(now.tzinfo).date()
    days = (now.date() - day).days
    if days <= 0:
        return texts.say("case.checked_today")
    if days == 1:
        return texts.say("case.checked_yesterday")
    if days <= _RECENT_DAYS:
        return texts.plural("case.checked_days", days)
    return texts.say("case.checked_on", day=short_date(day, now.date()))


def consent_clauses(consent: ConsentView, today: date) -> list[Clause]:
    """Return what she said about sharing, as icons and words; a review last, if one is set."""
    by_purpose = {one.purpose: one for one in consent.purposes}
    clauses = [Clause(texts.say("case.consent"), role="strong_small")]
    clauses += [_purpose(by_purpose[purpose], consent) for purpose in ASKED_OF_ALL]
    if consent.review_on is not None:
        words = texts.say("case.review_by", day=short_date(consent.review_on, today))
        clauses.append(Clause(words, "calendar-blank", role="small", colours=_QUIET))
    return clauses


def _purpose(view: PurposeView, consent: ConsentView) -> Clause:
    name = texts.say(f"case.consent.{view.purpose.value}")
    if view.state is not PurposeState.AGREED:
        state = texts.say(f"case.consent_state.{view.state.value}")
        words = texts.say("case.consent_said", purpose=name, state=state)
        icon = _STATE_ICONS.get(view.state, "minus-circle")
        return Clause(words, icon, role="small", colours=_QUIET)
    if view.purpose is Purpose.REFERRAL:
        agreed = texts.plural("cases.number", consent.services_agreed)
        name = texts.plural("case.sharing", consent.services_asked, agreed=agreed)
    return Clause(name, "check-circle", role="small", colours=("text", "accent"))


def step_when(step: NextStep, now: datetime) -> When:
    """Return when a step is due; with an icon where its time has come or others are waited for."""
    if step.kind is TaskKind.FINISH_FORM:
        return When(texts.say("step.draft"))
    if step.kind is TaskKind.REPLY:
        return When(texts.say("case.step.waiting"), "hourglass")
    if step.due is None:
        return When(texts.say("step.any_time"))
    today = now.date()
    day = texts.say("date.today") if step.due == today else planned(step.due, today)
    if step.at is not None:
        day = texts.say("today.moment", day=day, time=clock_time(step.at))
    return When(day, "clock" if step.due <= today else "")


def referral_words(view: ReferralView, today: date) -> str:
    """Return where a request for help stands, and since when."""
    state = texts.say(f"referral.{view.status.value}")
    return texts.say("case.referral_when", state=state, day=short_date(view.changed_on, today))
