"""What the team page says: states, days, figures and what waits, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from casework.team.worker import Role
from desktop.clock import now
from desktop.pages.cases.words import form_name
from desktop.parts.words import as_sentence
from forms.codelists import spoken
from texts.dates import day_in_words, isolate, number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from casework.team.supervision import GlassEvent, Load, Member, ReviewLine
    from casework.team.workload import Quality, Share


def day_of(moment: datetime) -> str:
    """Return the day of a moment."""
    return day_in_words(moment.astimezone().date(), now().date())


def member_cells(member: Member) -> tuple[str, ...]:
    """Return the row of somebody who works here or did."""
    seen = day_of(member.last_seen) if member.last_seen else texts.say("team.never")
    state = f"team.state.{member.status}"
    state = texts.say(state) if texts.known(state) else isolate(member.status)
    role = texts.say(f"role.{member.role.value}")
    return member.name, *(as_sentence(words) for words in (role, state, seen))


def roles() -> list[tuple[str, str]]:
    """Return the roles to choose from, by name and in words."""
    return [(one.value, as_sentence(texts.say(f"role.{one.value}"))) for one in Role]


def load_cells(load: Load) -> tuple[str, ...]:
    """Return the row of the cases that are with somebody."""
    counts = (load.open, load.drafts, load.resting, load.overdue, load.waiting)
    return load.worker, *(number(count) for count in counts)


def review_words(line: ReviewLine) -> str:
    """Return what a supervisor is asked to look at."""
    form = form_name(line.form_id)
    values = {"form": form, "code": isolate(line.case_code), "worker": isolate(line.worker)}
    return texts.say("team.asked", day=day_of(line.asked_at), **values)


def glass_words(event: GlassEvent) -> str:
    """Return that somebody opened a colleague's case, and why."""
    why = isolate(event.words) if event.words else texts.say(f"glass.why.{event.why.value}")
    values = {"code": isolate(event.case_code), "worker": isolate(event.worker), "why": why}
    return texts.say("team.opened", day=day_of(event.at), **values)


def quality_rows(seen: Quality) -> Iterator[tuple[str, str]]:
    """Yield the figures of some cases, each with what it is."""
    yield texts.say("team.figure.cases"), number(seen.cases)
    yield texts.say("team.figure.experiences"), number(seen.experiences)
    yield texts.say("team.figure.delay"), _days(seen.delay)
    yield texts.say("team.figure.assessed"), _share(seen.assessed)
    yield texts.say("team.figure.days_to_assessment"), _days(seen.days_to_assessment)
    yield texts.say("team.figure.planned"), _share(seen.planned)
    yield texts.say("team.figure.approved"), _share(seen.approved)
    yield texts.say("team.figure.completed"), _share(seen.completed)
    yield texts.say("team.figure.safety_plans"), _share(seen.safety_plans)
    yield texts.say("team.figure.reviews_late"), _share(seen.reviews_late)
    yield texts.say("team.figure.services"), _mean(seen.services)
    yield texts.say("team.figure.closed"), _share(seen.closed)
    yield texts.say("team.figure.days_to_close"), _days(seen.days_to_close)
    yield texts.say("team.figure.referrals"), _mean(seen.referrals)
    yield texts.say("team.figure.accepted"), _share(seen.accepted)
    yield texts.say("team.figure.days_to_answer"), _days(seen.days_to_answer)
    yield texts.say("team.figure.follow_ups"), _mean(seen.follow_ups)
    for name in ("given", "refused", "withdrawn"):
        yield texts.say(f"team.figure.consent_{name}"), _share(getattr(seen.consent, name))
    for reason, count in seen.reasons:
        why = spoken("closure_reason", reason)
        yield texts.say("team.figure.reason", reason=why), number(count)


def _share(share: Share) -> str:
    return texts.say("team.of", count=number(share.count), of=number(share.of))


def _days(days: float | None) -> str:
    """Return some days in words: a tenth of a day is less than anybody knows of a year."""
    return texts.say("team.none_known") if days is None else texts.plural("team.days", round(days))


def _mean(mean: float | None) -> str:
    return texts.say("team.none_known") if mean is None else number(mean)
