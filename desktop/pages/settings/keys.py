"""The list of keys: each can be moved, freed, and brought back; clashes are told."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import texts
from desktop.frame.actions import ACTIONS, clashes, key_words, usual_keys
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.frames import Card, column, row, rule
from desktop.parts.key_catch import KeyCatch
from desktop.parts.messages import MessageBar
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLayout

    from desktop.frame.settings import Settings


class KeysCard(Card):
    """One line an action; what was moved can be brought back line by line."""

    def __init__(self, settings: Settings, change: Callable[[Settings], object]) -> None:
        super().__init__(texts.say("settings.keys"))
        self._settings, self._change = settings, change
        self.catches: dict[str, KeyCatch] = {}
        clashing = clashes(settings.keys)
        if clashing:
            names = texts.say("list.join").join(
                ACTIONS[one].words for one in ACTIONS if one in clashing
            )
            self.body.addWidget(MessageBar(texts.say("keys.clash", names=names), "problem"))
            self.body.addSpacing(look().px(12))
        for action_id in ACTIONS:
            self.body.addLayout(self._line(action_id, wrong=action_id in clashing))
            self.body.addWidget(rule())

    def _line(self, action_id: str, *, wrong: bool) -> QLayout:
        words = ACTIONS[action_id].words
        catch = KeyCatch(words, key_words(action_id, self._settings.keys))
        catch.setObjectName(f"set_key_{action_id}")
        catch.caught.connect(partial(self._move, action_id))
        self.catches[action_id] = catch
        name = Words(words, "strong" if wrong else "body", wrap=True)
        parts = [name, catch]
        if action_id in self._settings.keys:
            usual = Button(texts.say("keys.usual"), "link").does(partial(self._usual, action_id))
            usual.setAccessibleName(texts.say("keys.usual_of", name=words))
            parts.insert(1, usual)
        line = (column if look().scale > _STACKED else row)(*parts, gap=8)
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
