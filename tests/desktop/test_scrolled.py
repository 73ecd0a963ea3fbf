"""What scrolls is dressed and measured where it stands, not before in a room of no meaning."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from walking import is_clipped, settle

from desktop.app import application
from desktop.parts.card_page import CardPage
from desktop.parts.frames import Card, column
from desktop.parts.words import Words

DRESSED = Qt.WidgetAttribute.WA_WState_Polished


def test_cards_are_dressed_and_measured_in_the_window_only():
    application()
    words, card, page = Words("EX " * 200, wrap=True), Card("EX"), QWidget()
    card.body.addWidget(words)
    page.setLayout(column(CardPage([card])))
    shown = [one for one in page.findChildren(Words) if one.testAttribute(DRESSED)]
    assert shown == []
    page.resize(900, 700)
    page.show()
    settle()
    assert words.testAttribute(DRESSED)
    assert words.isVisible()
    assert not is_clipped(words)
    page.deleteLater()
