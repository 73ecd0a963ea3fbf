"""A menu that the screen has no room for stands in one column and scrolls."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from walking import settle

from desktop.app import application
from desktop.look import Look, use
from desktop.look.sheet import sheet_of
from desktop.parts.menu import Menu

MANY = 60
LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


@pytest.fixture(params=[LEFT, RIGHT], ids=["left", "right"])
def menu(request):
    wanted = Look()
    use(wanted)
    application().setStyleSheet(sheet_of(wanted))
    under = QWidget()
    under.setLayoutDirection(request.param)
    under.show()
    menu = Menu(under)
    # What it says stands beside its middle.
    menu.setMinimumWidth(400)
    for number in range(MANY):
        menu.addAction(f"EX {number}")
    menu.popup(QPoint(0, 0))
    menu.setActiveAction(menu.actions()[0])
    settle()
    yield menu
    menu.close()
    under.close()


def inked(menu, *, at_foot):
    """Return whether the middle of an edge of the menu has a caret on it."""
    picture = menu.grab().toImage()
    high, middle = 20, menu.width() // 2
    top = menu.height() - 4 - high if at_foot else 4
    across, down = range(middle - 8, middle + 8), range(top + 2, top + high - 2)
    return len({picture.pixel(x, y) for x in across for y in down}) > 1


def test_it_stands_in_one_column(menu) -> None:
    edges = {menu.actionGeometry(one).left() for one in menu.actions()}
    assert len(edges) == 1
    assert menu.height() <= menu.screen().availableGeometry().height()


def test_arrows_reach_the_last_and_come_round(menu) -> None:
    for _step in range(MANY - 1):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    last = menu.actions()[-1]
    assert menu.activeAction() is last
    assert menu.rect().contains(menu.actionGeometry(last))
    QTest.keyClick(menu, Qt.Key.Key_Down)
    first = menu.actions()[0]
    assert menu.activeAction() is first
    assert menu.rect().contains(menu.actionGeometry(first))


def test_a_caret_says_where_it_goes_on(menu) -> None:
    assert (inked(menu, at_foot=False), inked(menu, at_foot=True)) == (False, True)
    QTest.keyClick(menu, Qt.Key.Key_End)
    settle()
    assert (inked(menu, at_foot=False), inked(menu, at_foot=True)) == (True, False)
