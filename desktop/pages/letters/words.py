"""The words of the letter builder: in which group a detail stands, and why one is held back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import texts
from casework.disclosure import Reason
from casework.need_to_know import items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.referrals.letters import LetterDraft

_WHO: Final = frozenset({"identity", "demographic", "sensitive", "family"})
_TOUCH: Final = frozenset({"contact", "location"})
_NEEDS: Final = frozenset({"needs", "health", "services", "attachments"})
GROUPS: Final = ("who", "touch", "needs", "background")


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail of the case: told, taken out, or held back and why; a part may be held back."""

    item: str
    ticked: bool
    may_tick: bool
    must: bool
    reasons: tuple[Reason, ...]

    @property
    def words(self) -> str:
        """Return what the detail is called."""
        return texts.say(f"item.{self.item}")


def details_of(draft: LetterDraft) -> dict[str, list[Detail]]:
    """Return the details of a letter by group, in the order of the table."""
    told = {one.item for one in draft.seen.told}
    reasons: dict[str, list[Reason]] = {}
    for held in draft.seen.withheld:
        reasons.setdefault(held.item, []).append(held.reason)
    found: dict[str, list[Detail]] = {group: [] for group in GROUPS}
    for item in sorted({*told, *reasons}, key=_place):
        why = reasons.get(item, [])
        out = Reason.TAKEN_OUT in why
        held_back = tuple(reason for reason in why if reason is not Reason.TAKEN_OUT)
        detail = Detail(item, item in told, item in told or out, item in draft.must, held_back)
        found[group_of(item)].append(detail)
    return found


def _place(item: str) -> tuple[int, str]:
    order: Sequence[str] = list(items())
    return (order.index(item) if item in order else len(order), item)


def group_of(item: str) -> str:
    """Return the group in which an item stands."""
    category = items()[item].category if item in items() else ""
    named = {"who": _WHO, "touch": _TOUCH, "needs": _NEEDS}
    return next((group for group, here in named.items() if category in here), "background")


def held_words(reason: Reason) -> str:
    """Return why a detail is held back."""
    return texts.say(f"letter_page.held.{reason.value}")


def counted(groups: dict[str, list[Detail]]) -> str:
    """Return how many details are told, of how many, and how many are held back."""
    every = [one for group in groups.values() for one in group]
    told = sum(1 for one in every if one.ticked)
    shown = texts.plural("letter_page.told", len(every), told=told)
    held = texts.plural("letter_page.held_back", len(every) - told)
    return texts.say("letter_page.counted", told=shown, held=held)
