"""A menu hangs below its button within the page, and a chip shows that it is held."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from walking import settle

from desktop.app import application
from desktop.look import Look, look, use
from desktop.look.sheet import sheet_of
from desktop.parts.chip_button import ChipButton
from desktop.parts.menu import Menu
from desktop.parts.menu_button import MenuButton

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
ACTS = [("EX what can be done here, in some words", lambda: None)]
PAGE, ASIDE = 500, 20


def chip():
    return ChipButton("EX", ACTS)


def button():
    made = MenuButton("EX", "plus")
    made.choices(ACTS)
    return made


@pytest.fixture
def page():
    use(Look())
    application().setStyleSheet(sheet_of(look()))
    page = QWidget()
    page.setGeometry(100, 100, PAGE, 200)
    yield page
    page.close()


@pytest.mark.parametrize("way", [LEFT, RIGHT], ids=["left", "right"])
@pytest.mark.parametrize("make", [chip, button])
@pytest.mark.parametrize("at_left", [True, False])
def test_it_does_not_leave_what_its_button_stands_in(page, way, make, at_left):
    """The menu of the status of a case lay over the navigation."""
    page.setLayoutDirection(way)
    one = make()
    one.setParent(page)
    one.resize(one.sizeHint())
    one.move(ASIDE if at_left else PAGE - ASIDE - one.width(), 20)
    page.show()
    settle()
    one.offer()
    settle()
    (menu,) = one.findChildren(Menu)
    hangs = menu.geometry().translated(-page.mapToGlobal(QPoint(0, 0)))
    menu.close()
    assert one.width() < hangs.width() < PAGE - 2 * ASIDE
    if at_left:
        assert hangs.left() == one.x()
    else:
        assert hangs.right() == one.geometry().right()


def test_a_chip_shows_that_it_is_held(page):
    one = chip()
    one.setParent(page)
    page.show()
    seen = []
    for held in (False, True):
        one.setDown(held)
        picture = one.grab().toImage()
        seen.append(QColor(picture.pixel(one.width() // 2, 3)).name())
    assert seen == [look().colours.surface.name(), look().colours.accent_soft.name()]
