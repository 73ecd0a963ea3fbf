"""What could not be saved stands in its fields alone: nobody leaves it there unawares."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import shiboken6

import texts
from desktop.frame.page import page_around

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from desktop.frame.room import Room


def not_saved(room: Room, keeper: QObject, error: Exception, again: Callable[[], object]) -> str:
    """Say that words are not saved, why, and how to try once more; return what was said.

    As long as the fields that they stand in are there, whoever leaves these is held back once.
    """
    refusal = import_module("desktop.saying.words").refusal_of(error)
    if refusal is None:
        import_module("desktop.crash").tell(error)
    why = " ".join(refusal.sentences) if refusal else texts.say("form.could_not_write")
    page = page_around(keeper) if shiboken6.isValid(keeper) else None
    # A page that was left is hidden at once, and gone a little later.
    here = page is not None and not page.isHidden()
    if here:
        room.unsaved[keeper] = (why, again)
    words = texts.say("form.not_saved" if here else "form.not_saved_there", why=why)
    room.trouble(words, (texts.say("form.try_again"), again))
    return words


def held_back(room: Room, *, leaves: bool) -> bool:
    """Hold back whoever would lose what could not be saved; who leaves once more leaves it."""
    if not room.unsaved:
        return False
    *_, (why, again) = room.unsaved.values()
    if leaves:
        room.unsaved.clear()
    room.trouble(texts.say("form.leaving", why=why), (texts.say("form.try_again"), again))
    return True
