"""Answers of forms in words, from what a form asks as plain data; needs no window."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import texts
from texts.dates import as_hours, hours_shown, in_own_direction, long_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forms.document import Answer

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# When somebody may be called, in the words of the strip above each case.
_HOURS: Final = "safe_hours"
_ID: Final = re.compile(r"[0-9a-f]{32}")


def answer_words(question: Mapping[str, Any], answer: Answer | None) -> str:
    """Return an answer in words: labels for codes, days as words, none as none."""
    if answer is None or answer in ("", []):
        return texts.say("history.no_answer")
    labels = {str(one["code"]): str(one["label"]) for one in question.get("choices") or ()}
    if question.get("name") == _HOURS:
        return in_own_direction(hours_shown(str(answer)))
    several = answer if isinstance(answer, (list, tuple)) else (answer,)
    return texts.say("list.join").join(_words(one, labels) for one in several)


def _words(answer: object, labels: Mapping[str, str]) -> str:
    words = str(answer)
    if words in labels:
        return labels[words]
    if _ID.fullmatch(words):
        return texts.say("history.another_record")
    if _DAY.fullmatch(words):
        # Where anything may be written this may be no day, or one of digits of another kind.
        with suppress(ValueError):
            return long_date(date.fromisoformat(words))
    return in_own_direction(as_hours(words))
