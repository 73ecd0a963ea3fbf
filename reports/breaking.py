"""Where a line may end: ICU knows, for every script; without it spaces and hyphens must do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

try:
    from icu4py.breakers import LineBreaker
except ImportError:  # a young package with few builds: letters must not depend on it
    ICU_HERE = False
else:
    ICU_HERE = True

if TYPE_CHECKING:
    from collections.abc import Iterator

_AFTER_SPACE = re.compile("[ \u200b]+|(?<=[^\\W\\d])-(?=\\w)")
# A Burmese syllable starts at a consonant that neither is stacked nor closes the one before.
_BURMESE_SYLLABLE = re.compile(
    "(?<!\u1039)(?<!^)(?=[\u1000-\u102a\u103f\u104c-\u104f](?![\u103b-\u103e]*[\u103a\u1039]))"
)
# The sign that turns a Burmese verb into its contrary: "not" stays with what is not to be done.
_BURMESE_NOT = re.compile("\u1019(?=[\u1000-\u1021])")


def break_points(text: str, language: str) -> list[int]:
    """Return the places where a line may end, the end of the text among them."""
    found = _by_icu(text, language) if ICU_HERE else _by_rule(text)
    held = {match.end() for match in _BURMESE_NOT.finditer(text)}
    return sorted({*found} - held | {len(text)})


def _by_icu(text: str, language: str) -> Iterator[int]:
    return (end for _, end in LineBreaker(text, language).segments())


def _by_rule(text: str) -> Iterator[int]:
    yield from (match.end() for match in _AFTER_SPACE.finditer(text))
    yield from (match.start() for match in _BURMESE_SYLLABLE.finditer(text))
