"""Tab goes in reading order, whenever the parts were built, and back the same way."""

from __future__ import annotations

import pytest
from drive import open_window
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QSplitter, QWidget
from walking import settle

from desktop.app import application
from desktop.frame.tabbing import ReadingOrder
from desktop.pages.form.side import GroupLine
from desktop.parts.frames import Scroll, column, row
from desktop.parts.linking import Link
from desktop.parts.pills import Pill
from desktop.parts.strip import PressedStrip
from desktop.parts.ticks import Dot


class Page(ReadingOrder):
    """A window with a scrolled middle, and one part that lies on top of everything."""

    def __init__(self) -> None:
        super().__init__()
        self.on_top = self.part("on top")
        self.foot = self.part("foot")
        self.head = self.part("head")
        self.middle = column(self.part("second"))
        inside = QWidget()
        inside.setLayout(self.middle)
        self.setLayout(column(row(self.head), Scroll(inside), self.foot))
        self.on_top.setParent(self)

    def part(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        return made

    def way(self, *keys: str) -> list[str]:
        """Return what has the focus after each key, from the head on."""
        self.head.setFocus()
        found = []
        for key in keys:
            forward = key == "Tab"
            assert self.focusWidget().focusNextPrevChild(forward)
            found.append(self.focusWidget().accessibleName())
        return found


@pytest.fixture
def page():
    application()
    page = Page()
    page.show()
    page.activateWindow()
    settle()
    yield page
    page.close()
    page.deleteLater()
    settle()


def test_what_is_built_last_comes_where_it_stands(page) -> None:
    page.middle.insertWidget(0, page.part("first"))
    settle()
    there = page.way(*["Tab"] * 5)
    assert there == ["first", "second", "foot", "on top", "head"]


def test_back_goes_the_same_way(page) -> None:
    there = page.way(*["Tab"] * 4)
    assert page.way(*["Back"] * 4) == [*there[-2::-1], "head"]


def test_what_is_hidden_or_greyed_is_passed_over(page) -> None:
    page.foot.setEnabled(False)
    page.on_top.hide()
    assert page.way("Tab", "Tab") == ["second", "head"]


def test_of_choices_that_exclude_each_other_tab_comes_to_the_one_that_is_chosen(page) -> None:
    several = QButtonGroup(page)
    for name in ("one", "two", "three"):
        choice = Dot(name)
        several.addButton(choice)
        page.middle.addWidget(choice)
    settle()
    # Whoever was there once left it as the only stop.
    assert page.way("Tab", "Tab") == ["second", "one"]
    several.buttons()[2].setChecked(True)
    assert page.way("Tab", "Tab", "Tab") == ["second", "three", "foot"]


def test_of_sides_that_can_be_drawn_apart_the_leading_one_comes_first(page) -> None:
    sides = QSplitter()
    for name in ("leading", "other"):
        sides.addWidget(page.part(name))
    page.middle.addWidget(sides)
    settle()
    assert page.way("Tab", "Tab", "Tab", "Tab") == ["second", "leading", "other", "foot"]


def test_whoever_is_alone_stays(page) -> None:
    for one in page.findChildren(QLineEdit):
        one.setVisible(one is page.head)
    QTest.keyClick(page.head, "\t")
    assert page.focusWidget() is page.head


@pytest.mark.parametrize("key", ["Return", "Enter", "Space"])
def test_what_is_painted_is_pressed_by_the_keys_that_press_a_button(template, tmp_path, key):
    with open_window(template, tmp_path / "home") as drive:
        pressed = []
        strip, pill = PressedStrip(), Pill("EX pill")
        strip.clicked.connect(lambda: pressed.append(strip))
        pill.clicked.connect(lambda: pressed.append(pill))
        link = Link("EX link", lambda: pressed.append(link))
        line = GroupLine()
        line.clicked.connect(lambda: pressed.append(line))
        parts = [strip, pill, link, line]
        drive.page.layout().addLayout(column(*parts))
        for part in parts:
            part.show()
            part.setFocus()
            drive.press(key)
        assert pressed == parts
