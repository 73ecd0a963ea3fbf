"""What an evaluation may look at besides the expression, and what it may spend."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Final, NamedTuple

from forms.errors import LimitExceeded
from forms.limits import LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from forms.expr.tree import Node


@dataclass(frozen=True, slots=True)
class CalendarNames:
    """Short names of the months (January first) and the days (Monday first)."""

    months: tuple[str, ...]
    days: tuple[str, ...]


ENGLISH: Final = CalendarNames(
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)


@dataclass(kw_only=True, slots=True, eq=False)
class Environment:
    """The surroundings of one form that is being filled in.

    ``root`` is the document of its answers; ``current`` is set by each evaluation.
    """

    clock: Callable[[], datetime]
    zone: tzinfo = UTC
    random: Random = field(default_factory=SystemRandom)
    language: str = ""
    root: Node | None = None
    instances: dict[str, Node] = field(default_factory=dict, repr=False)
    itext: Callable[[str], str] | None = None
    choice_name: Callable[[Node, str, str], str] | None = None
    calendar: CalendarNames = ENGLISH
    limits: Limits = LIMITS
    timer: Callable[[], float] = time.thread_time
    current: Node | None = field(default=None, init=False, repr=False)
    _steps: int = field(default=0, init=False)
    _deadline: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Begin an answer: all steps and all time are there again."""
        self._steps = self.limits.answer_steps
        self._deadline = self.timer() + self.limits.answer_seconds

    def spend(self, steps: int) -> None:
        """Count steps and stop when there are none left, or no time."""
        self._steps -= steps
        if self._steps < 0:
            raise LimitExceeded("limit.steps", limit=self.limits.answer_steps)
        if self.timer() > self._deadline:
            raise LimitExceeded("limit.time")

    def short(self, text: str) -> str:
        """Return a text made by an expression, or stop when it is longer than allowed."""
        if len(text) > self.limits.text_length:
            raise LimitExceeded("limit.text", limit=self.limits.text_length)
        return text

    def now(self) -> datetime:
        """Return the present moment in the form's time zone."""
        return self.clock().astimezone(self.zone)


class Context(NamedTuple):
    """Where an expression is evaluated: a node, in an environment."""

    environment: Environment
    node: Node
    position: int = 1
    size: int = 1
