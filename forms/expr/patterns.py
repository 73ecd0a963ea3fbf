"""Patterns of ``regex()``: RE2, so that no text can make one run for ever."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import re2

from forms.errors import PatternRefused

_KEPT: Final = 256
_OPTIONS: Final = re2.Options()
_OPTIONS.log_errors = False


def compile_pattern(pattern: str, longest: int) -> Any:  # noqa: ANN401 - re2 has no types
    """Return a pattern ready to search with, or refuse it."""
    if len(pattern) > longest:
        raise PatternRefused("pattern.too_long", limit=longest)
    try:
        return re2.compile(pattern, _OPTIONS)
    except re2.error:
        raise PatternRefused("pattern.not_re2") from None


@lru_cache(_KEPT)
def literal_pattern(pattern: str, longest: int) -> Any:  # noqa: ANN401 - re2 has no types
    """Return a pattern that a form writes out, compiled once."""
    return compile_pattern(pattern, longest)


def anchored(pattern: str) -> bool:
    """Return whether a pattern is about the whole text."""
    return pattern.startswith("^") and pattern.endswith("$") and not pattern.endswith("\\$")
