"""Where a sign stands that no font of ours can draw: which field a worker has to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.need_to_know import items
from reports.composed import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.disclosure import Disclosure
    from casework.referrals.letter import LetterFacts
    from reports.errors import MissingGlyph


def place(missing: MissingGlyph, disclosure: Disclosure, facts: LetterFacts) -> None:
    """Let a refusal know in which fields its signs stand, by the text ids of their labels."""
    missing.fields = tuple(
        dict.fromkeys(
            text_id
            for text_id, words in _fields(disclosure, facts)
            if not missing.signs.isdisjoint(tidy(words))
        )
    )


def _fields(disclosure: Disclosure, facts: LetterFacts) -> Iterator[tuple[str, str]]:
    """Yield the label and the words of everything on a letter that somebody typed."""
    yield from ((items()[one.item].label_id, one.value) for one in disclosure.told)
    yield "letter_page.asked", facts.asked
    yield "letter_page.to", disclosure.recipient.name
    yield "first.office_name", facts.office.name
    yield "first.phone", facts.office.phone
    yield "first.hours", facts.office.hours
