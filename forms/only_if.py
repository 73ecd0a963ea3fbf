"""When a question is asked, in words that name earlier questions by their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import texts
from forms.errors import ExpressionRefused
from forms.expr.parser import parse
from forms.expr.syntax import Call, Chain, Literal, Number, Path, Start
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forms.expr.syntax import Syntax

    Place = tuple[str, ...]

_NOT: Final = {"=": "!=", "!=": "="}


@dataclass(frozen=True, slots=True)
class NumberedChoices:
    """What can be ticked, in the order of the paper, and its words by code where a code has one.

    `steady` choices never change.
    """

    words: Mapping[str, str]
    steady: bool
    all: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """The number that a question has on paper, and what can be ticked there."""

    number: int
    choices: NumberedChoices


@dataclass(frozen=True, slots=True)
class _Test:
    """One thing that an earlier question must say: some of these answers, or none of them."""

    place: Place
    sign: str
    answers: tuple[str, ...]


class _Unspeakable(Exception):
    """A condition that has no simple words."""


def only_if(condition: str, context: Place, printed: Mapping[Place, Printed], language: str) -> str:
    """Return "only if …" for a condition; what has no simple words is asked to be looked at."""
    try:
        said = _Words(context, printed, language).of(parse(condition))
    except (_Unspeakable, ExpressionRefused):
        return texts.say("paper.only_if_needed", language=language)
    return texts.say("paper.only_if", language=language, condition=said)


class _Words:
    """What says the parts of a condition, for one form as it is printed."""

    def __init__(self, context: Place, printed: Mapping[Place, Printed], language: str) -> None:
        self._context, self._printed, self._language = context, printed, language

    def of(self, syntax: Syntax) -> str:
        """Return a condition as words."""
        if isinstance(syntax, Chain):
            signs = {sign for sign, _ in syntax.rest}
            parts = (syntax.first, *(part for _, part in syntax.rest))
            if signs == {"or"}:
                return self._either(parts)
            if signs == {"and"}:
                return self._joined("paper.and", [self.of(part) for part in parts])
        return self._test_words(self._test(syntax))

    def _either(self, parts: Sequence[Syntax]) -> str:
        """Return one of several; answers to the same question are said together."""
        together: dict[Place, tuple[str, ...]] = {}
        for part in parts:
            test = self._test(part)
            if test.sign != "=" or not test.answers:
                return self._joined("paper.or", [self.of(one) for one in parts])
            together[test.place] = together.get(test.place, ()) + test.answers
        said = [self._test_words(_Test(place, "=", found)) for place, found in together.items()]
        return self._joined("paper.or", said)

    def _test(self, syntax: Syntax) -> _Test:
        match syntax:
            case Chain(Path() as path, ((("=" | "!=") as sign, Literal(value)),)):
                return _Test(self._place(path), sign, (value,) if value else ())
            case Call("selected", (Path() as path, Literal(value))):
                return _Test(self._place(path), "=", (value,))
            case Call("selected", (Literal(value), Path() as path)):
                return _Test(self._place(path), "=", tuple(value.split()))
            case Chain(Call("count-selected", (Path() as path,)), ((">", Number(0)),)):
                return _Test(self._place(path), "!=", ())
            case Call("not", (inner,)):
                test = self._test(inner)
                return _Test(test.place, _NOT[test.sign], test.answers)
        raise _Unspeakable

    def _test_words(self, test: _Test) -> str:
        found = self._printed.get(test.place)
        if found is None:
            raise _Unspeakable
        number = str(found.number)
        if not test.answers:
            kind = "paper.if_empty" if test.sign == "=" else "paper.if_answered"
            return texts.say(kind, language=self._language, number=number)
        words = [found.choices.words.get(code, "") for code in test.answers]
        if not all(words):
            raise _Unspeakable
        kind = "paper.if_is" if test.sign == "=" else "paper.if_is_not"
        named = [in_own_direction(one, self._language) for one in words]
        answer = self._joined("paper.or", named)
        return texts.say(kind, language=self._language, number=number, answer=answer)

    def _place(self, path: Path) -> Place:
        """Return which question a plain path means."""
        if not isinstance(path.start, Start):
            raise _Unspeakable
        place = [] if path.start is Start.ROOT else list(self._context)
        for step in path.steps:
            if step.predicates:
                raise _Unspeakable
            if step.axis == "parent":
                place = place[:-1]
            elif step.plain_child:
                place.append(step.plain_child)
            elif step.axis != "self":
                raise _Unspeakable
        return tuple(place)

    def _joined(self, text_id: str, parts: Sequence[str]) -> str:
        whole, *rest = parts
        for part in rest:
            whole = texts.say(text_id, language=self._language, one=whole, other=part)
        return whole
