"""What was read of answers given elsewhere: each submission, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from forms.checks import Problem
    from forms.document import Answer
    from forms.errors import SourceRefused

Pairs: TypeAlias = "Sequence[tuple[str, object]]"
"""Names and values as they were written; the rows of a repeat are a list of pairs each."""


@dataclass(frozen=True, slots=True)
class Given:
    """One submission before the form has looked at it: its names are those of its file."""

    place: str
    pairs: Pairs = field(repr=False)
    form_id: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """The answers of one submission, by the ids of their questions.

    `unknown` is what the form does not ask, by the names of the file; `files` are the names of
    pictures and sounds. `earlier_ids` are those it had before it was changed over there.
    """

    place: str
    form_id: str
    version: str
    instance_id: str = field(repr=False)
    earlier_ids: tuple[str, ...] = field(repr=False)
    at: datetime | None
    answers: Mapping[str, Answer] = field(repr=False)
    unknown: Mapping[str, str] = field(repr=False)
    files: tuple[str, ...] = field(repr=False)
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A piece of a file that is no submission to this form: which, and why."""

    place: str
    why: SourceRefused


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of some files; of what could not be read, the first and how many more."""

    submissions: tuple[Submission, ...]
    unread: tuple[Unread, ...]
    more_unread: int
