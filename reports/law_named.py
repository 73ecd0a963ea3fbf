"""Law in a letter: its name and what it says, in the language in which it is on record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from texts.dates import in_own_direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from casework.referrals.citing import Cited
    from reports.flow import TextBlock
    from reports.setting import Setter
    from reports.styles import TextStyle


def laws_named(setter: Setter, laws: Iterable[Cited]) -> Iterator[TextBlock]:
    """Yield each law by its name, and under it what it says."""
    name = replace(setter.styles.strong, keep_with_next=True)
    for law in laws:
        yield _quoted(setter, law.name, name, law.language)
        yield _quoted(setter, law.says, setter.styles.body, law.language)


def _quoted(setter: Setter, words: str, style: TextStyle, language: str) -> TextBlock:
    """Return words that may be of another language: kept whole, and marked for who hears them."""
    block = setter.text(in_own_direction(words, setter.paper.language), style)
    if language != setter.paper.language:
        block.element.language = language
    return block
