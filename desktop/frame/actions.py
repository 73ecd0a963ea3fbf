"""Every action of the window, in one list: its key, its icon, and whether one may move the key."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QGuiApplication, QKeySequence

import texts
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Mapping


_SECTION: Final = "section_"
_BETWEEN: Final = re.compile(r"(?<=\w)\+(?=.)")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done from anywhere; its words are `action.<id>`."""

    id: str
    keys: str
    icon: str = ""

    @property
    def words(self) -> str:
        """Return what the action is called."""
        number = self.id.removeprefix(_SECTION)
        if number != self.id:
            return texts.say("action.section", n=int(number))
        return texts.say(f"action.{self.id}")


_ALL: Final = (
    Action("hide", "F9", "eye-slash"),
    Action("panic", "Ctrl+Shift+F9"),
    Action("lock", "Ctrl+L", "lock"),
    Action("discreet", "Ctrl+Shift+D", "eye"),
    Action("reveal", "F8", "eye"),
    Action("pictures", "Ctrl+Shift+P", "image"),
    Action("find", "Ctrl+K", "magnifying-glass"),
    Action("new_case", "Ctrl+N", "plus"),
    Action("go_today", "Ctrl+1", "sun"),
    Action("go_cases", "Ctrl+2", "folders"),
    Action("go_services", "Ctrl+3", "buildings"),
    Action("go_letters", "Ctrl+4", "envelope-simple"),
    Action("go_figures", "Ctrl+5", "chart-bar"),
    Action("go_team", "Ctrl+6", "users-three"),
    Action("next_pane", "F6"),
    Action("previous_pane", "Shift+F6"),
    Action("next_group", "Alt+Right", "arrow-right"),
    Action("previous_group", "Alt+Left", "arrow-left"),
    Action("next_question", "Ctrl+Down"),
    Action("previous_question", "Ctrl+Up"),
    Action("main", "Ctrl+Return"),
    Action("narrow", "Ctrl+F", "funnel"),
    Action("notes", "F4", "note-pencil"),
    Action("undo", "Ctrl+Z", "arrow-u-up-left"),
    Action("redo", "Ctrl+Shift+Z", "arrow-u-up-right"),
    Action("saved", "Ctrl+S", "check"),
    Action("edit", "F2", "pencil-simple"),
    Action("print", "Ctrl+P", "printer"),
    Action("twin", "Ctrl+T", "table"),
    Action("help", "F1", "question"),
    Action("keys", "Ctrl+/", "keyboard"),
    Action("larger", "Ctrl++"),
    Action("smaller", "Ctrl+-"),
    *(Action(f"{_SECTION}{number}", f"Alt+{number}") for number in range(1, 10)),
)
ACTIONS: Final[Mapping[str, Action]] = {action.id: action for action in _ALL}
# What the keys of 1 to 9 write on keyboards of French, where a digit takes Shift; Ctrl and that of
# 6 makes words smaller.
_UNDER_DIGITS: Final = "&É\"'(-È_Ç"
_BY_DIGIT: Final = re.compile(r"Ctrl\+[1-5]|Alt\+[1-9]")
# Where keyboards differ, a second key does the same.
ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "main": ("Ctrl+Enter",),
    # Whoever is in the middle of a capital letter holds Shift.
    "hide": ("Shift+F9",),
    "larger": ("Ctrl+=",),
    "redo": ("Ctrl+Y",),
    **{
        one.id: (f"{one.keys[:-1]}{_UNDER_DIGITS[int(one.keys[-1]) - 1]}",)
        for one in _ALL
        if _BY_DIGIT.fullmatch(one.keys)
    },
}
_KEYS: Final = QKeySequence.StandardKey
_EDITING: Final = (_KEYS.Copy, _KEYS.Cut, _KEYS.Paste, _KEYS.SelectAll)
_WITH: Final = ("Ctrl+", "Alt+", "Meta+")
# Keys that write nothing and lead nowhere by themselves.
_BESIDE: Final = frozenset(
    {*(f"F{number}" for number in range(1, 36)), "Pause", "ScrollLock", "Print", "Help"}
)
# Arrows follow the eye: where one reads from the right, left is onward.
_TURNED: Final = {"next_group": "previous_group", "previous_group": "next_group"}


def usual_keys(action_id: str) -> str:
    """Return the key that an action has until somebody moves it, the way one reads."""
    turned = QGuiApplication.isRightToLeft()
    return ACTIONS[_TURNED.get(action_id, action_id) if turned else action_id].keys


def is_for_typing(keys: QKeySequence) -> bool:
    """Return whether somebody types, moves or pastes by a key: no action may take it from her."""
    words = keys.toString()
    if any(one in words for one in _WITH):
        return any(keys in QKeySequence.keyBindings(one) for one in _EDITING)
    return bool(words) and words.rpartition("+")[2] not in _BESIDE


def keys_of(action_id: str, moved: Mapping[str, str]) -> list[QKeySequence]:
    """Return the keys of an action, after what somebody has moved.

    A key for typing is none, whoever wrote it down: as the hide key it left no passphrase to type.
    """
    own = moved.get(action_id)
    if own is not None and not is_for_typing(QKeySequence(own)):
        return [QKeySequence(own)] if own else []
    return [QKeySequence(one) for one in (usual_keys(action_id), *ALSO.get(action_id, ()))]


# What stands on the key itself, where Qt spells out a name.
UP_AND_DOWN: Final = "↑ ↓"
# Keyboards of all languages bear these names but two; only a Mac has signs of its own, known to Qt.
_SPELLED: Final = (
    QKeySequence.SequenceFormat.NativeText
    if sys.platform == "darwin"
    else QKeySequence.SequenceFormat.PortableText
)
_ON_KEYS: Final = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
_SHIFT, _ENTERS = "Shift", frozenset({"Return", "Enter"})


def key_words(action_id: str, moved: Mapping[str, str]) -> str:
    """Return the first key of an action as people read it, or nothing; an arrow is drawn."""
    found = keys_of(action_id, moved)
    if not found:
        return ""
    before, plus, last = found[0].toString(_SPELLED).rpartition("+")
    before = before.replace(_SHIFT, texts.say("key.shift"))
    last = texts.say("key.enter") if last in _ENTERS else _ON_KEYS.get(last, last)
    return isolate(before + plus + last)


def on_caps(keys: str) -> str:
    """Return a key as it is drawn in a box of its own, where nothing need join its parts."""
    return _BETWEEN.sub(" ", keys)


def clashes(moved: Mapping[str, str]) -> dict[str, list[str]]:
    """Return of each action that shares a key with others all that share it."""
    taken: dict[str, list[str]] = {}
    for action_id in ACTIONS:
        for key in keys_of(action_id, moved):
            taken.setdefault(key.toString(), []).append(action_id)
    return {action: all_of for all_of in taken.values() if len(all_of) > 1 for action in all_of}
