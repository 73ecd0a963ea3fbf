"""The line at the foot of a page: what is so at its beginning, and its keys at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.look import look
from desktop.look.tokens import size
from desktop.parts.frames import Box, row
from desktop.parts.messages import Picture
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class Footer(Box):
    """Two quiet sentences; the second leaves when there is no room for both."""

    def __init__(self, words: str = "", keys: str = "", *, icon_name: str = "") -> None:
        super().__init__("canvas")
        self._words, self._keys = Words(words, "small"), Words(keys, "small")
        icon = [Picture(icon_name, look().colours.muted, 14)] if icon_name else []
        whole = row(*icon, self._words, None, self._keys, gap=6)
        whole.setContentsMargins(look().px(20), 0, look().px(20), 0)
        self.setLayout(whole)
        high = max(look().px(size("footer_bar")), look().metrics("small").height())
        self.setFixedHeight(high)
        self.setMinimumWidth(0)

    def say(self, words: str) -> None:
        """Say something else at the beginning."""
        self._words.setText(words)
        self._fit()

    def words(self) -> str:
        """Return what stands at the beginning."""
        return self._words.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the keys out where they would push."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = self._words.sizeHint().width() + self._keys.sizeHint().width() + look().px(80)
        self._keys.setVisible(needed <= self.width())
