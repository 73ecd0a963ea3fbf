"""Answers as text in the tree, as values in a document, and the way between them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from forms.expr import Days, Moment, number_text, to_moment, to_text

if TYPE_CHECKING:
    from forms.document import Answer
    from forms.expr import Environment, Value
    from forms.model import Question

WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
# One comma before three digits: thousands to some, decimals to others.
TWO_WAYS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
# Halves of characters and signs that steer machines: no text that somebody wrote holds them.
NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
DATES = frozenset(("date", "dateTime"))
NUMBERS = frozenset(("int", "decimal"))
_LARGEST = 1e300


def written(value: object) -> str:
    """Return an answer given by a person or a program as the text kept in the tree."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " ".join(written(part) for part in value)
    return str(value)


def taken(question: Question, value: object) -> str:
    """Return what somebody answers to a question as the text kept in the tree."""
    text = written(value)
    return plain_number(text, whole=question.bind == "int") if question.bind in NUMBERS else text


def plain_number(text: str, *, whole: bool) -> str:
    """Return a number as expressions read it, without plus and exponent; what is none as it is."""
    if no_number(text, whole=whole):
        return text
    plain = text.removeprefix("+")
    return format(Decimal(plain), "f") if "e" in plain.lower() else plain


def no_number(text: str, *, whole: bool) -> str:
    """Return what is wrong with a text as a number, or nothing."""
    if (WHOLE if whole else NUMBER).fullmatch(text) and math.isfinite(float(text)):
        return ""
    return "not_one_number" if TWO_WAYS.fullmatch(text) else "not_a_number"


def computed(value: Value, bind: str, environment: Environment) -> str:
    """Return a computed value as the text kept in a node of this type."""
    if bind in DATES:
        moment = to_moment(value, environment) if value not in ("", ()) else None
        if moment is None:
            return "" if isinstance(value, float) else to_text(value, environment)
        return Moment(moment.at, timed=bind == "dateTime").text()
    if bind == "boolean" and isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Days) and bind == "int":
        value = value.instant
    if isinstance(value, float):
        return _whole(value) if bind == "int" else _number(value)
    text = to_text(value, environment)
    if bind == "int" and NUMBER.fullmatch(text):
        return _whole(float(text))
    return plain_number(text, whole=False) if bind == "decimal" else text


def _whole(number: float) -> str:
    """Return a number without its decimals, nothing when it is none."""
    return "" if math.isnan(number) or abs(number) > _LARGEST else str(int(number))


def _number(number: float) -> str:
    """Return a number as people write it, nothing when it is none."""
    return "" if math.isnan(number) else number_text(number)


def stored(question: Question, text: str) -> Answer:
    """Return the text in the tree as a value for the document."""
    if question.takes_several:
        return text.split()
    if question.bind == "int" and WHOLE.fullmatch(text):
        return int(text)
    if question.bind == "decimal" and not no_number(text, whole=False):
        return float(text)
    return text


def read_back(value: Answer | None) -> str:
    """Return a value of a document as the text kept in the tree."""
    return "" if isinstance(value, Mapping) else written(value)
