"""One file to look at: drawn from memory, never written anywhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

import texts
from casework.files.attachment import Form
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.frames import Box, clear, column, row
from desktop.parts.messages import MessageBar
from desktop.parts.ordered_lines import OrderedLines
from desktop.parts.paper_pictures import pictures
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.files.attachments import Shown
    from desktop.beside.jobs import Jobs

_WIDE: Final = 760
_TEXT_LINES: Final = 16
_DOTS: Final = 96.0
# A picture that claims more than this is not drawn: it could fill the memory.
_MOST_SIDE: Final = 20_000


class FileView(Box):
    """What a file shows; closing it forgets it."""

    closed = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__("card")
        self._jobs, self._turn = jobs, 0
        self._title = Words("", "strong", wrap=True)
        self.close_button = Button(texts.say("attachments.close")).does(self._close)
        self._place = column(gap=12)
        head = row(self._title, None, self.close_button, gap=8)
        self.setLayout(column(head, self._place, gap=8, margin=16))

    def show_file(self, shown: Shown) -> None:
        """Draw a file; pictures and pages are made on the thread for paper."""
        self.forget()
        self._title.setText(texts.say(f"attachment.sort.{shown.attachment.sort.value}"))
        self._title.setAccessibleName(self._title.text())
        if shown.attachment.form is Form.TEXT:
            self._put_text(shown.content.decode("utf-8", "replace"))
            return
        draw = _pages if shown.attachment.form is Form.PDF else _picture
        wide = round(look().px(_WIDE) * self.devicePixelRatioF())
        put, fail = partial(self._put, self._turn), partial(self._failed, self._turn)
        self._jobs.draw(self, partial(draw, shown.content, wide), put, fail)

    def forget(self) -> None:
        """Let go of what was shown."""
        self._turn += 1
        clear(self._place)

    def _close(self) -> None:
        self.forget()
        self.closed.emit()

    def _put_text(self, words: str) -> None:
        page = OrderedLines(words)
        page.setReadOnly(True)
        page.setTabChangesFocus(True)
        page.setFont(look().font())
        page.setAccessibleName(self._title.text())
        page.setMinimumHeight(look().metrics().lineSpacing() * _TEXT_LINES)
        self._place.addWidget(page)

    def _put(self, turn: int, pages: Sequence[QImage]) -> None:
        if turn != self._turn:
            return
        for number, page in enumerate(pages, start=1):
            self._place.addWidget(_sheet(page, number, len(pages)))
        if not pages:
            self._place.addWidget(_not_drawn())

    def _failed(self, turn: int, _error: Exception) -> None:
        if turn == self._turn:
            self._place.addWidget(_not_drawn())


def _not_drawn() -> QWidget:
    return MessageBar(texts.say("attachments.not_drawn"), "info")


def _sheet(page: QImage, number: int, total: int) -> QLabel:
    sheet = QLabel()
    drawn = QPixmap.fromImage(page)
    drawn.setDevicePixelRatio(sheet.devicePixelRatioF())
    sheet.setPixmap(drawn)
    sheet.setAccessibleName(texts.say("paper.page", page=number, pages=total))
    sheet.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return sheet


def _picture(content: bytes, wide: int) -> tuple[QImage, ...]:
    """Return a picture the right way up, no larger than it is shown."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > _MOST_SIDE:
        return ()
    room = size.scaled(QSize(wide, wide), Qt.AspectRatioMode.KeepAspectRatio)
    if room.width() < size.width():
        reader.setScaledSize(room)
    image = reader.read()
    return () if image.isNull() else (image,)


def _pages(content: bytes, _wide: int) -> tuple[QImage, ...]:
    return pictures(content, _DOTS)
