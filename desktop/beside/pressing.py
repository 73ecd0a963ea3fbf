"""What one press asked to be changed: until that is done, the same press asks for nothing more.

Whoever sees nothing happen presses again, and on a slow laptop the store is at it for a while: a
task stood there twice, and a letter went out under two numbers.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import shiboken6

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

T = TypeVar("T")
Ends = tuple["Callable[[T], object]", "Callable[[Exception], object]"]


@dataclass(eq=False)
class _Asked:
    """One change that was asked for, and whether its screen was told what came of it."""

    screen: weakref.ref[QObject]
    told: bool = False

    @property
    def goes_on(self) -> bool:
        screen = self.screen()
        return not self.told and screen is not None and shiboken6.isValid(screen)


class Press:
    """One thing that can be pressed, on the window's thread."""

    def __init__(self) -> None:
        self._asked: list[_Asked] = []

    def does(self, act: Callable[[], object]) -> None:
        """Do what it is pressed for, unless what it asked for before is still being done."""
        self._asked = [one for one in self._asked if one.goes_on]
        if self._asked:
            return
        _pressed.append(self)
        try:
            act()
        finally:
            _pressed.pop()

    def awaits(self, screen: QObject, ends: Ends[T]) -> Ends[T]:
        """Wait for one change; return the ends that say that it came to one."""
        asked = _Asked(weakref.ref(screen))
        self._asked.append(asked)
        done, refused = ends

        def then(result: T) -> None:
            asked.told = True
            done(result)

        def not_done(error: Exception) -> None:
            asked.told = True
            refused(error)

        return then, not_done


_pressed: list[Press] = []


def is_pressed() -> bool:
    """Return whether what is asked for at this moment is asked for by a press."""
    return bool(_pressed)


def by_press(screen: QObject, ends: Ends[T]) -> Ends[T]:
    """Let what is pressed at this moment, if anything is, wait for a change."""
    return _pressed[-1].awaits(screen, ends) if _pressed else ends
