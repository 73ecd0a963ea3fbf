"""What is to decide, in words: which field, which values, who said it; needs no window."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import texts
from casework.lengths import MOST
from desktop.saying.answered import answer_words
from texts.dates import clock_time, in_own_direction, long_date, short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from casework.records.conflict import DecideLine, Head, ToDecide, Who
    from forms.document import Answer

_LIFE: Final = "decide.field.life"
_KNOWN: Final = frozenset(
    {
        *("casefile.status", "casefile.opened_on", "casefile.limits_explained_at"),
        *("referral.status", "referral.reason", "referral.service_id", "referral.outcome"),
        *("referral.appointment_on", "referral.appointment_at", "referral.appointment_place"),
        *("task.status", "task.title", "task.due", "task.worker", "conflict_link.status"),
        *("override.status", "erasure.state", "handing.status", "assignment.until"),
        "review.status",
    }
)
# How the codes of a column begin among the sentences.
_CODES: Final[Mapping[str, str]] = {
    "breach.status": "breaches.state",
    "casefile.status": "status",
    "referral.status": "referral",
    "override.status": "override.status",
    "outside_request.answer": "requests.answer",
    "task.status": "decide.value",
    "app_user.role": "role",
}
# What is called by the day on which it was.
_BY_DAY: Final = frozenset({"breach", "breach_action", "outside_request"})
_MOMENT: Final = len("2026-03-12T10:00")


def field_words(line: DecideLine) -> str:
    """Return what is to decide: the question of a form, or a field of what is no form."""
    if line.is_life:
        return texts.say(_LIFE)
    if line.question:
        return str(line.question.get("label") or line.question["name"])
    if line.label:
        return texts.say(f"decide.outside.{line.table}")
    column = f"{line.table}.{line.name}"
    return texts.say(f"decide.field.{column}" if column in _KNOWN else "decide.field.other")


def called(line: DecideLine) -> str:
    """Return what something that belongs to no case is called: its name, or the day it was on."""
    if line.table in _BY_DAY and line.label:
        return long_date(date.fromisoformat(line.label))
    return in_own_direction(line.label)


def value_words(line: DecideLine, head: Head) -> str:
    """Return one of the values in words."""
    if head.is_gone:
        return texts.say("decide.gone")
    return texts.say("decide.kept") if line.is_life else said_words(line, head.value, head.named)


def said_words(line: DecideLine, value: Answer | None, named: str = "") -> str:
    """Return a value of a field in words; `named` is who or what an id stands for."""
    if named:
        return in_own_direction(named)
    words = _value_in_words(line, value)
    # Of what fits no column there may be far more than anybody reads.
    return words if line.question else words[:MOST]


def _value_in_words(line: DecideLine, value: Answer | None) -> str:
    column = f"{line.table}.{line.name}"
    kind = _CODES.get(column, "")
    if kind and isinstance(value, str) and texts.known(f"{kind}.{value}"):
        return texts.say(f"{kind}.{value}")
    if isinstance(value, str) and len(value) >= _MOMENT and not line.question:
        try:
            return _moment(datetime.fromisoformat(value).astimezone())
        except (ValueError, OverflowError):
            return in_own_direction(value[:MOST])
    return answer_words(line.question, value)


def _moment(at: datetime) -> str:
    return texts.say("list.join").join((long_date(at.date()), clock_time(at)))


def changed_words(one: ToDecide) -> list[str]:
    """Return what was said of a thing that somebody else took away."""
    named: list[tuple[Mapping[str, Any], str]] = [
        (question, answer_words(question, value)) for question, _qid, value in one.changed
    ]
    return [
        texts.say("decide.entry", form=str(question.get("label") or ""), field=words)
        for question, words in named
    ]


def until_words(one: ToDecide) -> str:
    """Return what is shown until somebody decides."""
    line = one.line
    if line.is_safety:
        return texts.say("decide.until_call", not_to_call=texts.say("decide.not_to_call"))
    if line.is_life:
        return texts.say("decide.until_life")
    named = next((head.named for head in one.heads if head.value == one.shown), "")
    value = said_words(line, one.shown, named)
    return texts.say("decide.until_strict" if line.is_protected else "decide.until_shown",
                     value=value)  # fmt: skip


def laptop_words(who: Who) -> str:
    """Return at which laptop something was said: this one, or by whose it is."""
    if who.is_here:
        return texts.say("decide.here")
    if who.laptop:
        return texts.say("decide.there_of", people=_people(who.laptop))
    return texts.say("decide.there")


def laptops_words(who: Sequence[Who]) -> str:
    """Return at which laptops different things were said."""
    here = [one.is_here for one in who]
    if all(here):
        return texts.say("decide.both_here")
    people = _people(sorted({name for one in who if not one.is_here for name in one.laptop}))
    if not any(here):
        there = texts.say("decide.there_two", people=people)
        return there if people else texts.say("decide.both_there")
    return texts.say("decide.two_of", people=people) if people else texts.say("decide.two")


def _people(names: Iterable[str]) -> str:
    return texts.say("list.join").join(map(in_own_direction, names))


def by_words(who: Who, today: date) -> str:
    """Return by whom, as far as it is known, and when something was said.

    Of whoever works alone at another laptop that tells already who it was.
    """
    at = who.at.astimezone()
    when = short_date(at.date(), today), clock_time(at)
    is_told = not who.is_here and who.laptop == (who.by,)
    by = () if is_told or not who.by else (in_own_direction(who.by),)
    return texts.say("list.join").join((*by, *when))
