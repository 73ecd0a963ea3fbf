"""What may be told under one topic: a sensible few, then the rest; the needless is not asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import texts
from casework.consent.grant import Purpose
from casework.need_to_know import Need, items, need_of
from forms.codelists import code_list, label
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop.pages.consent.topic import Topic

_NEVER_TOLD: Final = frozenset({"staff_notes", "consent_records"})
_FEW_CATEGORIES: Final = ("needs", "contact", "demographic")
_FEW_ITEMS: Final = ("name_used", "own_phone", "violence_kind")
_SAFE_CONTACT: Final = "safe_contact"
_COUNTED: Final = ("demographic", "exploitation_category", "needs", "services")
_SEEN: Final = ("identity", "narrative", "needs", "safety_plan")
_STATISTICS: Final = frozenset({Purpose.STATISTICS_INTERNAL, Purpose.STATISTICS_EXTERNAL})


@dataclass(frozen=True, slots=True)
class Offer:
    """One box to tick: its words, and the categories and items that a tick agrees to."""

    id: str
    words: str
    categories: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    first: bool = False


def offers(topic: Topic, kind: str) -> tuple[Offer, ...]:
    """Return the boxes for a topic; `kind` is the kind of the service that would be told."""
    if topic.purpose in {Purpose.CASE_SERVICE, Purpose.FOLLOW_UP_CONTACT}:
        return ()
    if topic.purpose in _STATISTICS:
        return tuple(_categories(_COUNTED))
    if topic.purpose is Purpose.SUPERVISION_IDENTIFIED:
        return tuple(_categories(_SEEN))
    return tuple(_told(kind)) if kind else ()


def preset(topic: Topic) -> tuple[frozenset[str], frozenset[str]]:
    """Return the categories and items that are ticked before anybody says otherwise."""
    if topic.purpose is Purpose.FOLLOW_UP_CONTACT:
        return frozenset({"contact"}), frozenset()
    if topic.purpose in _STATISTICS:
        return frozenset({"demographic", "exploitation_category"}), frozenset()
    if topic.purpose is Purpose.REFERRAL:
        return frozenset({"needs", "contact"}), frozenset({_SAFE_CONTACT})
    return frozenset(), frozenset()


def _categories(first: Iterable[str]) -> Iterator[Offer]:
    """Yield every category that may be told, some of them first."""
    few = set(first)
    language = texts.current().code
    ids = [one for one in code_list("data_category").codes if one not in _NEVER_TOLD]
    for one in sorted(ids, key=lambda one: sort_key(label("data_category", one, language))):
        words = label("data_category", one, language)
        yield Offer(one, words, categories=frozenset({one}), first=one in few)


def _told(kind: str) -> Iterator[Offer]:
    """Yield what a service of a kind may need: by category, and single things by their own yes."""
    language = texts.current().code
    asked = [item for item in items().values() if need_of(item, kind) is Need.ASK]
    needed = {item.category for item in items().values() if need_of(item, kind) is Need.IN}
    own = {item.id for item in asked}
    for one in _FEW_CATEGORIES:
        # Whoever agrees to safe contact means the safe way, also where that needs its own yes.
        with_it = {_SAFE_CONTACT} & own if one == "contact" else set()
        told = frozenset(with_it)
        yield Offer(one, texts.say(f"consent.told.{one}"), frozenset({one}), told, first=True)
    for one in _FEW_ITEMS:
        if one in own:
            yield Offer(one, texts.say(f"consent.told.{one}"), items=frozenset({one}), first=True)
    rest = [
        Offer(one, label("data_category", one, language), categories=frozenset({one}))
        for one in needed - set(_FEW_CATEGORIES) - _NEVER_TOLD
    ]
    rest += [
        Offer(one, texts.say(f"item.{one}"), items=frozenset({one}))
        for one in own - {*_FEW_ITEMS, _SAFE_CONTACT}
    ]
    yield from sorted(rest, key=lambda offer: sort_key(offer.words))
