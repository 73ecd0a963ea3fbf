"""Errors of forms: a code, the place in the form, and never an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a form: a cell of its workbook, a question, or both."""

    sheet: str = ""
    row: int = 0
    column: str = ""
    question: str = ""

    def words(self) -> str:
        """Return the place as people write it: ``survey!C12, question age``."""
        cell = f"{self.column}{self.row or ''}"
        if self.sheet:
            cell = f"{self.sheet}!{cell}" if cell else self.sheet
        elif self.question and cell:
            return f"question {self.question} ({cell})"
        question = f"question {self.question}" if self.question else ""
        return ", ".join(part for part in (cell, question) if part)


class FormError(Exception):
    """Anything that is wrong with a form or stopped it; ``code`` names the sentence."""

    def __init__(self, code: str, *, where: Where | None = None, **details: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.where = where
        self.details: Mapping[str, str | int] = details

    def at(self, where: Where) -> Self:
        """Return this error with its place, unless a nearer one is known already."""
        if self.where is None:
            self.where = where
        return self

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.details.items())
        text = f"{self.code} ({told})" if told else self.code
        place = self.where.words() if self.where else ""
        return f"{place}: {text}" if place else text


class SourceRefused(FormError):
    """The file or the definition in it cannot become a form."""


class CycleFound(SourceRefused):
    """Calculations that need each other."""


class ExpressionRefused(FormError):
    """An expression that cannot be compiled."""


class PatternRefused(ExpressionRefused):
    """A pattern of ``regex()`` that is too long or outside the RE2 syntax."""


class ValueRefused(FormError):
    """A value that a function or an operator cannot work with."""


class LimitExceeded(FormError):
    """More steps, time, text, repeats or nodes than one form may use."""
