"""Another look is put on once, however deep a part stands in others."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget
from walking import settle

from desktop.app import application
from desktop.frame.dressing import dress
from desktop.frame.settings import Settings
from desktop.parts.frames import Box, column
from desktop.parts.words import Words

DEEP = 12


def test_what_stands_deep_is_dressed_no_more_often_than_what_does_not(monkeypatch):
    application()
    heard = []
    real = Words.changeEvent

    def noted(self, event):
        if event.type() == QEvent.Type.StyleChange:
            heard.append(self.text())
        real(self, event)

    monkeypatch.setattr(Words, "changeEvent", noted)
    dress(Settings())
    deep, window = Words("EX deep"), QWidget()
    for _ in range(DEEP):
        deep = Box("canvas", column(deep))
    window.setLayout(column(Words("EX high"), deep))
    window.show()
    settle()
    heard.clear()
    dress(Settings(theme="dark"))
    window.close()
    window.deleteLater()
    assert heard.count("EX high")
    assert heard.count("EX deep") == heard.count("EX high")
