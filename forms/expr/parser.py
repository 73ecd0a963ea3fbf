"""Tokens to the syntax tree, by recursive descent with a depth that is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from forms.errors import ExpressionRefused
from forms.expr import lexer
from forms.expr.syntax import (
    ANYTHING_BELOW,
    ITSELF,
    PARENT,
    Call,
    Chain,
    Filter,
    Literal,
    Negation,
    NodeTest,
    Number,
    Path,
    Start,
    Step,
    Syntax,
    Union,
)
from forms.limits import LIMITS, Limits

if TYPE_CHECKING:
    from forms.expr.lexer import Token

AXES: Final = frozenset(
    {
        *("ancestor", "ancestor-or-self", "attribute", "child", "descendant"),
        *("descendant-or-self", "following", "following-sibling", "namespace"),
        *("parent", "preceding", "preceding-sibling", "self"),
    }
)
NODE_TYPES: Final = frozenset({"comment", "text", "processing-instruction", "node"})
_LEVELS: Final = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
_BINDING: Final = {name: i for i, level in enumerate(_LEVELS, 1) for name in level}
_STEP_MARKS: Final = frozenset({".", "..", "@", "*"})


def parse(text: str, limits: Limits = LIMITS) -> Syntax:
    """Return the syntax tree of an expression or refuse it with the place of the fault."""
    return _Parser(text, limits).whole()


class _Reader:
    """The tokens, and the place up to which they are read."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._tokens = lexer.tokens(text, limits)
        self._at = 0

    def _fault(self) -> ExpressionRefused:
        return ExpressionRefused("expression.syntax", at=self._tokens[self._at].at + 1)

    def _sees(self, *texts: str) -> bool:
        token = self._tokens[self._at]
        return token.text in texts and token.kind in (lexer.OPERATOR, lexer.MARK)

    def _takes(self, *texts: str) -> str:
        if not self._sees(*texts):
            return ""
        return self._next().text

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _expect(self, text: str) -> None:
        if not self._takes(text):
            raise self._fault()

    def _followed_by(self, text: str) -> bool:
        following = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
        return following.kind == lexer.MARK and following.text == text


class _Parser(_Reader):
    """Reads one expression by the precedence of its operators."""

    def __init__(self, text: str, limits: Limits) -> None:
        super().__init__(text, limits)
        self._depth = 0
        self._limit = limits.expression_depth

    def whole(self) -> Syntax:
        syntax = self._expression()
        if self._tokens[self._at].kind != lexer.END:
            raise self._fault()
        return syntax

    # expressions

    def _expression(self) -> Syntax:
        self._depth += 1
        if self._depth > self._limit:
            raise ExpressionRefused("expression.too_deep", limit=self._limit)
        syntax = self._chain(1)
        self._depth -= 1
        return syntax

    def _chain(self, weakest: int) -> Syntax:
        left = self._signed()
        while (binding := self._binding()) >= weakest:
            rest: list[tuple[str, Syntax]] = []
            while self._binding() == binding:
                operator = self._next().text
                rest.append((operator, self._chain(binding + 1)))
            left = Chain(left, tuple(rest))
        return left

    def _binding(self) -> int:
        token = self._tokens[self._at]
        return _BINDING.get(token.text, 0) if token.kind == lexer.OPERATOR else 0

    def _signed(self) -> Syntax:
        signs = 0
        while self._takes("-"):
            signs += 1
        operand = self._union()
        return Negation(operand, odd=signs % 2 == 1) if signs else operand

    def _union(self) -> Syntax:
        parts = [self._path()]
        while self._takes("|"):
            parts.append(self._path())
        return Union(tuple(parts)) if len(parts) > 1 else parts[0]

    def _path(self) -> Syntax:
        token = self._tokens[self._at]
        if token.kind == lexer.NUMBER:
            return self._filtered(Number(float(self._next().text)))
        if token.kind == lexer.LITERAL:
            return self._filtered(Literal(self._next().text[1:-1]))
        if token.kind == lexer.MARK and token.text == "$":
            raise ExpressionRefused("expression.variable", at=token.at + 1)
        if self._takes("("):
            inner = self._expression()
            self._expect(")")
            return self._filtered(inner)
        if token.kind == lexer.NAME and token.text not in NODE_TYPES and self._followed_by("("):
            return self._filtered(self._call())
        return self._location()

    def _call(self) -> Call:
        name = self._next()
        self._expect("(")
        arguments: list[Syntax] = []
        if not self._sees(")"):
            arguments.append(self._expression())
            while self._takes(","):
                arguments.append(self._expression())
        self._expect(")")
        return Call(name.text, tuple(arguments), name.at + 1)

    def _filtered(self, base: Syntax) -> Syntax:
        predicates = self._predicates()
        syntax = Filter(base, predicates) if predicates else base
        if self._sees("/", "//"):
            return Path(syntax, tuple(self._more_steps()))
        return syntax

    def _predicates(self) -> tuple[Syntax, ...]:
        found: list[Syntax] = []
        while self._takes("["):
            found.append(self._expression())
            self._expect("]")
        return tuple(found)

    # paths

    def _location(self) -> Path:
        if self._sees("//"):
            return Path(Start.ROOT, tuple(self._more_steps()))
        if self._takes("/"):
            token = self._tokens[self._at]
            steps: list[Step] = []
            if token.kind == lexer.NAME or self._sees(*_STEP_MARKS):
                steps = [self._step(), *self._more_steps()]
            return Path(Start.ROOT, tuple(steps))
        return Path(Start.HERE, (self._step(), *self._more_steps()))

    def _more_steps(self) -> list[Step]:
        steps: list[Step] = []
        while operator := self._takes("/", "//"):
            if operator == "//":
                steps.append(ANYTHING_BELOW)
            steps.append(self._step())
        return steps

    def _step(self) -> Step:
        if self._takes(".."):
            return PARENT
        if self._takes("."):
            return ITSELF
        axis = "child"
        if self._takes("@"):
            axis = "attribute"
        elif self._tokens[self._at].kind == lexer.NAME and self._followed_by("::"):
            axis = self._tokens[self._at].text
            if axis not in AXES:
                raise self._fault()
            self._at += 2
        return Step(axis, self._test(), self._predicates())

    def _test(self) -> NodeTest:
        if self._takes("*"):
            return NodeTest("any")
        token = self._tokens[self._at]
        if token.kind != lexer.NAME:
            raise self._fault()
        if token.text in NODE_TYPES and self._followed_by("("):
            return self._type_test()
        self._at += 1
        prefix, colon, name = token.text.rpartition(":")
        if colon and name == "*":
            return NodeTest("any", "", prefix)
        return NodeTest("name", name, prefix)

    def _type_test(self) -> NodeTest:
        kind = self._next().text
        self._expect("(")
        name = ""
        if kind == "processing-instruction" and self._tokens[self._at].kind == lexer.LITERAL:
            name = self._next().text[1:-1]
        self._expect(")")
        return NodeTest(kind, name)
