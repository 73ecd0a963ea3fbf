"""The bar above every page: the way here, finding, discreet, and Hide, always in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy

import texts
from desktop.frame.actions import key_words, on_caps
from desktop.frame.exchange_chip import ExchangeChip
from desktop.frame.places import Place
from desktop.look import look
from desktop.look.tokens import size
from desktop.parts.buttons import QT_GAP, Button, IconButton
from desktop.parts.chips import Chip
from desktop.parts.frames import Box, clear, page_edge, row
from desktop.parts.messages import Picture
from desktop.parts.paragraphs import in_two
from desktop.parts.sides import LEADING, TRAILING, at_side
from desktop.parts.words import Words
from texts.dates import FIRST_STRONG, POP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPaintEvent, QResizeEvent


_PAD, _QUIET_PAD, _GAP, _KEY_GAP, _KEY_PAD = 14, 8, 10, 6, 14
# Margins of the bar itself, as those of pages, and the gaps in it.
_GAPS = 50
_LEAST_FINDER, _LEAST_WHOLE, _EYE = 48, 290, 18
# Beside the way back a title has so much room, or stands alone.
_LEAST_TITLE = 160
_CASE = "case"


class KeyButton(Button):
    """A button that shows the key that does the same."""

    def __init__(self, action_id: str, keys: Mapping[str, str], role: str, icon_name: str) -> None:
        super().__init__(texts.say(f"action.{action_id}"), role, icon_name=icon_name)
        self.setAccessibleDescription(key_words(action_id, keys))
        self._key = on_caps(self.accessibleDescription())
        self._letters = look().font("caption")
        self._letters.setBold(role == "primary")

    def sizeHint(self) -> QSize:
        """Return room for icon, words and key."""
        return self.whole()

    def whole(self) -> QSize:
        """Return the room that icon, key and the words that stand there now take."""
        wide = super().sizeHint()
        key = QFontMetrics(self._letters).horizontalAdvance(self._key)
        return QSize(wide.width() + key + look().px(_KEY_PAD + _KEY_GAP), wide.height())

    def minimumSizeHint(self) -> QSize:
        """Return room for icon and words: the key is left out where there is no room for it."""
        return super().sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button, then icon and words at its leading side, the key at the other."""
        self.paint_bare(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has, role = look().colours, self.property("role")
        # In line with the buttons around it, which have an edge also where none is seen.
        pad = look().px(_QUIET_PAD if role in {"quiet", "calm"} else _PAD) + 1
        room = self.rect().adjusted(pad, 0, -pad, 0)
        side = self.iconSize()
        first = at_side(self.layoutDirection(), LEADING, side, room)
        painter.drawPixmap(first.topLeft(), self.icon().pixmap(side))
        bright = self.palette().buttonText().color()
        inks = {"primary": bright, "quiet": has.accent, "calm": has.muted, "find": has.faint}
        painter.setPen(inks.get(role, has.text))
        painter.setFont(self.font())
        taken = side.width() + QT_GAP
        mirrored = self.isRightToLeft()
        rest = room.adjusted(0 if mirrored else taken, 0, -taken if mirrored else 0, 0)
        painter.drawText(rest, LEADING, self.text().replace("&&", "&"))
        if self.width() >= self.whole().width():
            self._paint_key(painter, room)
        painter.end()

    def _paint_key(self, painter: QPainter, room: QRect) -> None:
        """Paint the key as a quiet cap at the trailing side."""
        has, on_accent = look().colours, self.property("role") == "primary"
        letters = QFontMetrics(self._letters)
        wide = letters.horizontalAdvance(self._key) + look().px(_KEY_PAD)
        size_of = QSize(wide, letters.height() + look().px(2))
        place = at_side(self.layoutDirection(), TRAILING, size_of, room)
        painter.setPen(has.accent_line if on_accent else has.line)
        painter.setBrush(Qt.BrushStyle.NoBrush if on_accent else has.subtle)
        edge = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, look().px(4), look().px(4))
        painter.setFont(self._letters)
        painter.setPen(has.on_accent if on_accent else has.muted)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._key)


class FindButton(KeyButton):
    """The box for finding a case, a form or an action; it opens the command box.

    Where there is little room it says so in fewer words.
    """

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__("find", keys, "find", "magnifying-glass")
        self._choices = [texts.say("action.find"), texts.say("action.find_short"), ""]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(look().px(_LEAST_FINDER))
        self._longest = self.whole()
        self.setText("")
        # The glass and the key: less is an empty box, for which the way here gives up steps.
        self.least = self.whole().width()
        self.setText(self._choices[0])
        self.setMaximumWidth(max(look().px(_LEAST_WHOLE), self._longest.width()))

    def sizeHint(self) -> QSize:
        """Return room for the longest words: those of a moment ago are no reason to stay small."""
        return self._longest

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        for words in self._choices:
            self.setText(words)
            # The key matters more than the longer words.
            least = self.whole() if words else self.minimumSizeHint()
            if least.width() <= self.width():
                break


class TopBar(Box):
    """Crumbs, find, exchange, discreet, Hide."""

    gone = Signal(object)
    wished = Signal(str)

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__("canvas")
        self.setAccessibleName(texts.say("topbar.name"))
        self._way = row(gap=8)
        self._plain, self._sign = Words("", "muted"), Chip("")
        self._note: Words = self._plain
        self._shown: tuple[object, ...] = ()
        # Where one is, all of it.
        self._said = ""
        # The step of a case: whose case it is stands here whatever else has no room.
        self._case: Button | None = None
        self.finder = FindButton(keys)
        self.finder.clicked.connect(lambda: self.wished.emit("find"))
        self.exchange = ExchangeChip()
        self.exchange.clicked.connect(lambda: self.gone.emit(Place("devices")))
        self.eye = IconButton("eye", texts.say("action.discreet"))
        self.eye.wear("eye", _EYE)
        self.eye.clicked.connect(lambda: self.wished.emit("discreet"))
        self.discreet = Chip(texts.say("topbar.discreet"), "info", icon_name="eye-closed")
        self.hide_button = KeyButton("hide", keys, "plain", "eye-slash")
        self.hide_button.clicked.connect(lambda: self.wished.emit("hide"))
        ends = (self.exchange, self.discreet, self.eye, self.hide_button)
        whole = row(self._way, self._plain, self._sign, None, self.finder, *ends, gap=10)
        side = page_edge()
        whole.setContentsMargins(side, 0, side, 0)
        self.setLayout(whole)
        self.setFixedHeight(look().px(size("top_bar")))
        # Shown before it had a parent, the chip would be a window of its own for a moment.
        self.narrow(narrow=False)

    def show_way(
        self, crumbs: Sequence[tuple[str, Place | None]], note: str = "", icon_name: str = ""
    ) -> None:
        """Show the way here, and a note beside it; each step but the last can be gone back to.

        One that stands there already stays, with the keyboard on it: pages tell it at each choice.
        """
        shown = (tuple(crumbs), note, icon_name)
        if shown != self._shown:
            self._shown = shown
            self._tell(crumbs, note, icon_name)
        self._shorten()

    def _tell(self, crumbs: Sequence[tuple[str, Place | None]], note: str, icon_name: str) -> None:
        clear(self._way)
        self._case = None
        for one in (self._plain, self._sign):
            one.setText("")
            one.hide()
        self._note = self._sign if icon_name else self._plain
        if icon_name:
            self._sign.say(note, icon_name=icon_name)
        else:
            self._plain.setText(note)
        self._said = crumbs[-1][0] if crumbs else ""
        for number, (words, place) in enumerate(crumbs):
            if number:
                self._way.addWidget(Picture("caret-right", look().colours.muted, 14))
            if place is None:
                role = "h1" if len(crumbs) == 1 else "strong"
                title = Words(words, role)
                # A page that stands further in is not always named again by itself.
                title.voice = QAccessible.Role.Heading
                self._way.addWidget(title)
            else:
                link = Button(words, "crumb")
                link.clicked.connect(lambda _checked=False, to=place: self.gone.emit(to))
                if place.page == _CASE:
                    self._case = link
                self._way.addWidget(link)

    def narrow(self, *, narrow: bool) -> None:
        """Leave out what can be left out where there is little room."""
        self.exchange.narrow(narrow=narrow)
        on = look().discreet
        # Where there is no room for words the eye alone says it, to who listens always.
        self.discreet.setHidden(narrow or not on)
        self.eye.wear("eye-closed" if on and narrow else "eye", _EYE)
        self.eye.setAccessibleDescription(self.discreet.text() if on else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the way here where there is little room."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        """Leave out of the way here, from its beginning, what there is no room for.

        Where one is at a case is left out before its code: the page itself says that as well.
        """
        items = (self._way.itemAt(number) for number in range(self._way.count()))
        steps = [widget for item in items if item and (widget := item.widget())]
        title = steps[-1] if steps and isinstance(steps[-1], Words) else None
        if title is not None:
            _say_whole(title, self._said)
        others = (self.exchange, self.discreet, self.eye, self.hide_button)
        taken = sum(part.sizeHint().width() for part in others if not part.isHidden())
        taken += look().px(_GAPS) + 2 * page_edge()
        wide = [step.sizeHint().width() + look().px(_GAP) for step in steps]
        whole = self.width() - taken - self.finder.least
        # Each step is followed by an arrow, which goes with it.
        last = len(steps) - 1
        first = next((at for at in range(0, last, 2) if sum(wide[at:]) <= whole), last)
        if first == last > 0 and self._case is None and title is not None:
            # What has to stand in two lines does so beside the way back.
            beside = whole - sum(wide[last - 2 : last])
            alone_too = _in_two_lines(title, whole) and not _in_two_lines(title, beside)
            first = last if alone_too or beside < look().px(_LEAST_TITLE) else last - 2
        alone = self._case if first == last else None
        for at, step in enumerate(steps):
            step.setVisible(at >= first if alone is None else step is alone)
        if self._case is not None:
            said = title.text() if title is not None and alone is not None else ""
            self._case.setAccessibleDescription(said)
        # What is only beside the way takes no room from the words in the box for finding.
        noted = self._note.sizeHint().width() + look().px(_GAP)
        spare = self.width() - taken - self.finder.sizeHint().width() - sum(wide)
        self._note.setHidden(not self._note.text() or noted > spare)
        if title is not None:
            room = whole - sum(wide[first:last])
            more = room + self.finder.least - self.finder.minimumWidth()
            # Alone it is what the page is called: sooner than to be cut it takes the key's room.
            tight = first == last and title.sizeHint().width() > room
            _fit(title, max(0, more if tight and _in_two_lines(title, more) else room))


def _say_whole(title: Words, words: str) -> None:
    """Let where one is say all of it, in one line of its own letters."""
    title.setText(words)
    title.setToolTip("")
    title.setWordWrap(False)
    title.setFont(look().font(title.role))


def _fit(title: Words, room: int) -> None:
    """Let where one is stand whole: in smaller letters where it is long, at last in two lines.

    Of what is longer the page says all, and so does the title to whoever listens.
    """
    for role in _letters_of(title):
        title.setFont(look().font(role))
        wide = title.sizeHint().width()
        if wide <= room:
            break
    words = title.text()
    title.setAccessibleName(words)
    if wide > room:
        first, rest = in_two(words, title.font(), room)
        cut = Qt.TextElideMode.ElideRight
        lines = [title.fontMetrics().elidedText(one, cut, room) for one in (first, rest) if one]
        if lines != [one for one in (first, rest) if one]:
            # The dots stand at the end of the name, also where it runs against the window.
            title.setText(f"{FIRST_STRONG}{' '.join(lines)}{POP}")
            title.setToolTip(words)
    title.setWordWrap(wide > room)
    title.setMinimumWidth(min(wide, room))


def _in_two_lines(title: Words, room: int) -> bool:
    """Return whether all of a title has room in two lines."""
    font = look().font(_letters_of(title)[-1])
    letters = QFontMetrics(font)
    lines = in_two(title.text(), font, max(1, room))
    return all(letters.horizontalAdvance(one) <= room for one in lines)


def _letters_of(title: Words) -> list[str]:
    """Return the letters that a title may have, the largest first."""
    return list(dict.fromkeys((title.role, "h2" if title.role == "h1" else title.role)))
