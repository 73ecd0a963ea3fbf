"""Patterns of ``regex()``: RE2, so that no text can make one run for ever."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Protocol

import re2

from forms.errors import PatternRefused

_KEPT: Final = 256
_OPTIONS: Final = re2.Options()
_OPTIONS.log_errors = False
# A sign by its number as Java and JavaScript write it, which RE2 writes otherwise; pairs of
# backslashes are passed over.
_BY_NUMBER: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|[\s\S])")


class Pattern(Protocol):
    """What is used of a compiled pattern."""

    def search(self, text: str) -> object | None:
        """Return the first place where the pattern is found."""
        ...


def compile_pattern(pattern: str, longest: int) -> Pattern:
    """Return a pattern ready to search with, or refuse it."""
    if len(pattern) > longest:
        raise PatternRefused("pattern.too_long", limit=longest)
    try:
        compiled: Pattern = re2.compile(_BY_NUMBER.sub(_for_re2, pattern), _OPTIONS)
    except (re2.error, UnicodeEncodeError):
        raise PatternRefused("pattern.not_re2") from None
    return compiled


def _for_re2(escape: re.Match[str]) -> str:
    return rf"\x{{{escape[1]}}}" if escape[1] else escape[0]


@lru_cache(_KEPT)
def literal_pattern(pattern: str, longest: int) -> Pattern:
    """Return a pattern that a form writes out, compiled once."""
    return compile_pattern(pattern, longest)


def found_in(pattern: Pattern, text: str) -> bool:
    """Return whether a pattern is found; halves of signs match nothing."""
    try:
        return pattern.search(text) is not None
    except UnicodeEncodeError:
        return False


def anchored(pattern: str) -> bool:
    """Return whether a pattern is about the whole text."""
    return pattern.startswith("^") and pattern.endswith("$") and not pattern.endswith("\\$")
