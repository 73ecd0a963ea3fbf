"""Text to tokens, with XPath's rule that ``*`` and ``div`` are operators only after an operand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from forms.errors import ExpressionRefused

if TYPE_CHECKING:
    from forms.limits import Limits

NUMBER: Final = "number"
LITERAL: Final = "literal"
NAME: Final = "name"
OPERATOR: Final = "operator"
MARK: Final = "mark"
END: Final = "end"


class Token(NamedTuple):
    """One token: what it is, how it is written, where it begins."""

    kind: str
    text: str
    at: int


_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<operator>//|!=|<=|>=|[/|+\-=<>])
    | (?P<mark>::|\.\.|[()\[\].@,*$])
    | (?P<name>[^\W\d][\w.\-\u00b7]*(?::(?!:)(?:[^\W\d][\w.\-\u00b7]*|\*))?)
    )""",
    re.VERBOSE,
)
_SPACE: Final = re.compile(r"\s*")
_WORD_OPERATORS: Final = frozenset({"and", "or", "mod", "div"})
_WORD_THEN_DIGIT: Final = re.compile(r"(?:and|or|mod|div)(?=\d)")
_BEFORE_OPERAND: Final = frozenset({"@", "::", "(", "[", ",", "$"})


def tokens(text: str, limits: Limits) -> list[Token]:
    """Return the tokens of an expression, the end included."""
    if len(text) > limits.expression_length:
        raise ExpressionRefused("expression.too_long", limit=limits.expression_length)
    found: list[Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at, end)
        if match is None:
            place = _SPACE.match(text, at)
            raise ExpressionRefused("expression.syntax", at=(place.end() if place else at) + 1)
        token = _token(match, found)
        found.append(token)
        at = token.at + len(token.text)
    found.append(Token(END, "", end))
    return found


def _token(match: re.Match[str], before: list[Token]) -> Token:
    kind = match.lastgroup or END
    text = match.group(kind)
    at = match.start(kind)
    if kind == NAME and _after_operand(before):
        if text in _WORD_OPERATORS:
            return Token(OPERATOR, text, at)
        glued = _WORD_THEN_DIGIT.match(text)
        if glued is not None:
            return Token(OPERATOR, glued.group(), at)
    if text == "*" and _after_operand(before):
        return Token(OPERATOR, text, at)
    return Token(kind, text, at)


def _after_operand(before: list[Token]) -> bool:
    if not before:
        return False
    last = before[-1]
    return last.kind == LITERAL or (last.kind != OPERATOR and last.text not in _BEFORE_OPERAND)
