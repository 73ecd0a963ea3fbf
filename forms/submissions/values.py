"""What was written as an answer, as the value that its question takes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final

from forms.lexical import NO_TEXT, NUMBERS, no_number, stored, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from forms.document import Answer
    from forms.limits import Limits
    from forms.model import Question

_DAY: Final = len("2026-03-10")


class ValueUnread(Exception):
    """Raised for what is no answer to its question; carries a code, never the value."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def plain_text(value: object) -> str:
    """Return a value of a file as text; raises ValueUnread for what is not one value."""
    if value is not None and not isinstance(value, (str, int, float)):
        raise ValueUnread("not_a_text")
    text = written(value)
    if NO_TEXT.search(text):
        raise ValueUnread("not_a_text")
    return text


def answer_of(question: Question, text: str, limits: Limits) -> Answer:
    """Return a text as the answer to a question, nothing for blanks; raises ValueUnread."""
    if not text.strip():
        return ""
    if len(text) > limits.text_length:
        raise ValueUnread("too_long")
    if question.choices is not None:
        return list(dict.fromkeys(text.split())) if question.takes_several else text.strip()
    if question.bind in NUMBERS:
        return _number(question, text.strip())
    if question.bind in _MOMENTS:
        return _moment(question.bind, text.strip())
    return text


def moment_of(text: str) -> datetime | None:
    """Return a moment that a program wrote, or None; without a zone it is that of servers."""
    try:
        found = datetime.fromisoformat(text.strip())
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _number(question: Question, text: str) -> Answer:
    # Tables and JSON write a whole number with a nought behind it where others have decimals.
    whole, point, nought = text.partition(".")
    if question.bind == "int" and point and not nought.strip("0"):
        text = whole
    wrong = no_number(text, whole=question.bind == "int")
    if wrong:
        raise ValueUnread(wrong)
    return stored(question, text)


def _day(text: str) -> str:
    """Return a day; where a program wrote an hour behind it, the day alone."""
    if len(text) > _DAY:
        datetime.fromisoformat(text)
    return date.fromisoformat(text[:_DAY]).isoformat()


_MOMENTS: Final[Mapping[str, Callable[[str], str]]] = {
    "date": _day,
    "dateTime": lambda text: datetime.fromisoformat(text).isoformat(),
    "time": lambda text: time.fromisoformat(text).isoformat(),
}


def _moment(bind: str, text: str) -> str:
    try:
        return _MOMENTS[bind](text)
    except ValueError:
        raise ValueUnread("not_a_time" if bind == "time" else "not_a_date") from None
