"""Words in a field as they stand there while somebody types: no number in them turns round.

A field holds what was typed and nothing else. Only what is painted holds signs that nobody sees,
so that cursor, undo, clipboard, input methods and voices never meet one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

# Qt makes a class, and the hundred names that belong to it, when it is first named.
from PySide6 import QtGui
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from desktop.parts.in_order import could_turn, turning_places
from texts.kept_together import next_groups, with_idle_signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from PySide6.QtGui import QFont, QTextLayout
    from PySide6.QtWidgets import QWidget

_ISOLATE, _POP, _TO_THE_RIGHT = "\u2066", "\u2069", "\u200e"
_BEGIN: Final = frozenset({"LRI", "RLI", "FSI"})
_STRONG: Final = frozenset({"L", "R", "AL"})
_RIGHTWARD, _LEFTWARD = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
# A keyboard that learns keeps what was typed in files of its own: it is told to learn nothing.
UNLEARNT: Final = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
# Qt counts them twice.
_WIDE: Final = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class InField:
    """Words as they are painted, and which place in them belongs to which in what was typed."""

    painted: str
    # Behind how much of what was typed each further sign stands.
    _signs: Sequence[int]

    def place(self, typed: int) -> int:
        """Return the place painted; behind a number it is where a further figure belongs to it."""
        return typed + bisect_left(self._signs, typed)

    def typed(self, place: int) -> int:
        """Return how much of what was typed stands before a place painted."""
        stand = range(len(self._signs))
        return place - bisect_left(stand, place, key=lambda at: self._signs[at] + at)

    def formats(self, ranges: Iterable[QTextLayout.FormatRange]) -> list[QTextLayout.FormatRange]:
        """Return the same formats for the same words as they are painted."""
        return [_moved(one, self) for one in ranges]


def in_field(typed: str) -> InField | None:
    """Return how words are painted while somebody types them; nothing: as they are."""
    if not could_turn(typed):
        return None
    words = with_idle_signs(typed)
    parts: list[str] = []
    signs: list[int] = []
    done = counted = 0
    for at, sign in _signs(words):
        part = words[done:at]
        parts += [part, sign]
        done, counted = at, counted + len(part) + len(_WIDE.findall(part))
        signs.append(counted)
    return InField("".join((*parts, words[done:])), signs) if signs or words != typed else None


def _signs(words: str) -> Iterator[tuple[int, str]]:
    for begins, ends in turning_places(words):
        yield begins, _ISOLATE
        for at in next_groups(words[begins:ends]):
            yield begins + at, _TO_THE_RIGHT
        yield ends, _POP


def laid_out(
    words: InField, font: QFont, way: Qt.LayoutDirection, like: QTextLayout
) -> QTextLayout | None:
    """Return lines that begin and end where those of a field do; nothing: they can not."""
    layout = QtGui.QTextLayout(words.painted, font)
    option = QtGui.QTextOption(like.textOption())
    option.setTextDirection(way)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.setFormats(words.formats(like.formats()))
    models = [like.lineAt(at) for at in range(like.lineCount())]
    ends = []
    layout.beginLayout()
    for model in models:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(model.width())
        line.setPosition(model.position())
        ends.append(words.typed(line.textStart() + line.textLength()))
    layout.endLayout()
    # Rather would a number turn round than a word not be seen.
    same = ends == [model.textStart() + model.textLength() for model in models]
    return layout if same else None


def on_one_line(
    words: InField, said: str, font: QFont, formats: Iterable[QTextLayout.FormatRange]
) -> QTextLayout:
    """Return words on one line, from the side from which those begin that were typed."""
    layout = QtGui.QTextLayout(words.painted, font)
    option = QtGui.QTextOption()
    # A number at the beginning says nothing of it any more once it is isolated.
    option.setTextDirection(_LEFTWARD if begins_right(said) else _RIGHTWARD)
    option.setFlags(QtGui.QTextOption.Flag.IncludeTrailingSpaces)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.setFormats(words.formats(formats))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout


def begins_right(words: str) -> bool:
    """Return whether words begin at the right."""
    deep = 0
    for kind in map(unicodedata.bidirectional, words):
        deep += (kind in _BEGIN) - (kind == "PDI" and deep > 0)
        if not deep and kind in _STRONG:
            return kind != "L"
    return False


def _moved(one: QTextLayout.FormatRange, words: InField) -> QTextLayout.FormatRange:
    moved = QtGui.QTextLayout.FormatRange()
    moved.start = words.place(one.start)
    moved.length = words.place(one.start + one.length) - moved.start
    moved.format = one.format
    return moved


def with_begun(typed: str, at: int, begun: str) -> str:
    """Return what was typed, with the word in it that an input method has not finished yet."""
    units = typed.encode("utf-16-le", "surrogatepass")
    parts = (units[: 2 * at], begun.encode("utf-16-le", "surrogatepass"), units[2 * at :])
    return b"".join(parts).decode("utf-16-le", "surrogatepass")


def marked(field: QWidget, first: int, last: int) -> QTextLayout.FormatRange:
    """Return how the words between two places are painted that are chosen in a field."""
    chosen = QtGui.QTextLayout.FormatRange()
    chosen.start, chosen.length = first, last - first
    group = QPalette.ColorGroup.Active if field.hasFocus() else QPalette.ColorGroup.Inactive
    how = QtGui.QTextCharFormat()
    how.setBackground(field.palette().brush(group, QPalette.ColorRole.Highlight))
    how.setForeground(field.palette().brush(group, QPalette.ColorRole.HighlightedText))
    chosen.format = how
    return chosen


def across_to(layout: QTextLayout, place: int) -> float:
    """Return how far from the left the cursor stands at a place."""
    line = layout.lineForTextPosition(place)
    found = line.cursorToX(place) if line.isValid() else None
    return float(found[0]) if isinstance(found, tuple) else 0.0
