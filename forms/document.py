"""The answers of one form as a plain document, keyed by stable question ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Answer: TypeAlias = str | int | float | bool | Sequence["Answer"] | Mapping[str, "Answer"]
"""A text, a number, a list of codes, or the instances of a repeat as objects with their _id."""

ID = "_id"


@dataclass(frozen=True, slots=True)
class FormDoc:
    """Answers by question id; a repeat is a list of objects, each with its own `_id`."""

    form_id: str
    version: str
    values: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    language: str = ""
