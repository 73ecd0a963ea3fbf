"""A form that was filled in: checked, whole, ready to be kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forms.document import FormDoc
    from forms.model import FormModel


@dataclass(frozen=True, slots=True)
class Filled:
    """The answers, the form they answer, and the language it was asked in."""

    model: FormModel
    doc: FormDoc = field(repr=False)
    language: str
