"""Every sentence a person reads: say it, count with it, choose its language."""

from __future__ import annotations

from texts.catalogue import TextMissing
from texts.language import Language, current, languages, letter_languages, use
from texts.sentences import beside, fill_in, known, plural, say

__all__ = [
    "Language",
    "TextMissing",
    "beside",
    "current",
    "fill_in",
    "known",
    "languages",
    "letter_languages",
    "plural",
    "say",
    "use",
]
