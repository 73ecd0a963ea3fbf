"""What an invented case has beside its visit: an assessment, plans, contacts, notes, an end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

# One case in so many has it; the others show how an empty section looks.
_ASSESSED: Final = 2
_PLANNED: Final = 3
_CONTACTED: Final = 4
_CLOSED: Final = 9
_RECENT: Final = 6

Recorded = tuple[str, dict[str, Any]]


def work_of(number: int, today: date) -> Sequence[Recorded]:
    """Return the forms of one invented case in the order in which they were filled in."""
    found: list[Recorded] = []
    if number % _ASSESSED == 0:
        found.append(("assessment", _assessment(number)))
    if number % _PLANNED == 0:
        found += [("safety_plan", _safety_plan(number, today)), ("action_plan", _plan(today))]
    if number % _CONTACTED == 0:
        next_on = (today + timedelta(days=number % 5)).isoformat()
        contact = {"way": "phone_call", "outcome": "spoken", "further": "yes", "next_on": next_on}
        found += [("follow_up", contact), ("note", {"text": texts.say("sample.note")})]
    if is_closed(number):
        found.append(("closure", _closure()))
    return found


def is_closed(number: int) -> bool:
    """Return whether the work with an invented case has come to an end."""
    return number % _CLOSED == _CLOSED - 1


def _assessment(number: int) -> dict[str, Any]:
    recent = "yes" if number % _RECENT == 0 else "no"
    return {
        "safe_now": "yes",
        "urgency": "within_2_weeks",
        "recent": recent,
        "wishes": texts.say("sample.wishes"),
        "health_wanted": "yes",
        "health_words": texts.say("sample.health"),
        "practical_wanted": "yes",
        "practical_words": texts.say("sample.course"),
    }


def _safety_plan(number: int, today: date) -> dict[str, Any]:
    review = today + timedelta(days=number % 7 - 1)
    return {
        "needed": "yes",
        "made_together": "yes",
        "made_on": (today - timedelta(days=30)).isoformat(),
        "review_on": review.isoformat(),
        "concern": texts.say("sample.concern"),
        "signals": texts.say("sample.signals"),
        "place_to_go": texts.say("sample.place_to_go"),
        "people_to_call": "+000 55 0100",
        "to_take": texts.say("sample.to_take"),
        "phone_safety": texts.say("sample.phone_safety"),
    }


def _plan(today: date) -> dict[str, Any]:
    due = [(today + timedelta(days=days)).isoformat() for days in (1, 5, 12)]
    return {
        "made_together": "yes",
        "goals": [
            {
                "goal_area": "living",
                "goal": texts.say("sample.goal"),
                "goal_progress": "in_progress",
            }
        ],
        "actions": [
            _action("living", "course", "worker", due[0], "agreed"),
            _action("health", "health", "together", due[1], "agreed"),
            _action("law_papers", "papers", "person", due[2], "declined"),
        ],
    }


def _action(area: str, what: str, who: str, due: str, decision: str) -> dict[str, Any]:
    return {
        "action_area": area,
        "action": texts.say(f"sample.action.{what}"),
        "action_who": who,
        "action_due": due,
        "decision": decision,
        "action_progress": "not_begun",
    }


def _closure() -> dict[str, Any]:
    return {
        "reasons": ["needs_met"],
        "checklist": ["both_agree", "needs_met", "plan_complete"],
        "helped": texts.say("sample.helped"),
        "plan_reviewed": "yes",
        "told_may_return": "yes",
        "safe_follow_up": "no",
    }
