"""The list of keys: each can be moved, freed, and brought back; clashes are told."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import texts
from desktop.frame.actions import ACTIONS, clashes, is_for_typing, key_words, usual_keys
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.frames import Card, column, row, rule
from desktop.parts.key_catch import KeyCatch
from desktop.parts.words import Words
from desktop.parts.wrong import Wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QLayout

    from desktop.frame.settings import Settings
    from desktop.parts.frames import Part


class KeysCard(Card):
    """One line an action; what was moved can be brought back line by line."""

    def __init__(self, settings: Settings, change: Callable[[Settings], object]) -> None:
        super().__init__(texts.say("settings.keys"))
        self._settings, self._change = settings, change
        self.catches: dict[str, KeyCatch] = {}
        clashing = clashes(settings.keys)
        for action_id in ACTIONS:
            self.body.addLayout(self._line(action_id, clashing.get(action_id, ())))
            self.body.addWidget(rule())

    def _line(self, action_id: str, sharing: Iterable[str]) -> QLayout:
        """Return a line; where others share its key, with their names: there it is looked at."""
        words = ACTIONS[action_id].words
        catch = KeyCatch(words, key_words(action_id, self._settings.keys), is_for_typing)
        catch.setObjectName(f"set_key_{action_id}")
        catch.caught.connect(partial(self._move, action_id))
        self.catches[action_id] = catch
        names = texts.say("list.join").join(ACTIONS[one].words for one in sharing)
        name = Words(words, "strong" if names else "body", wrap=True)
        said: Part = name
        if names:
            clash = texts.say("keys.clash", names=names)
            catch.beside = Wrong()
            catch.beside.say(clash)
            catch.setAccessibleDescription(clash)
            said = column(name, catch.beside, gap=2)
        parts: list[Part] = [said, catch]
        is_stacked = look().scale > _STACKED
        if action_id in self._settings.keys:
            usual = Button(texts.say("keys.usual"), "link").does(partial(self._usual, action_id))
            usual.setAccessibleName(texts.say("keys.usual_of", name=words))
            # Below the words it begins where they do.
            parts.insert(1, row(usual, None) if is_stacked else usual)
        line = (column if is_stacked else row)(*parts, gap=8)
        line.setContentsMargins(0, look().px(3), 0, look().px(3))
        return line

    def _move(self, action_id: str, keys: str) -> None:
        moved = self._settings.keys | {action_id: keys}
        if keys == usual_keys(action_id):
            del moved[action_id]
        self._change(replace(self._settings, keys=moved))

    def _usual(self, action_id: str) -> None:
        moved = {one: keys for one, keys in self._settings.keys.items() if one != action_id}
        self._change(replace(self._settings, keys=moved))


# From here on a line of words and a key are wider than a small window.
_STACKED = 1.75
