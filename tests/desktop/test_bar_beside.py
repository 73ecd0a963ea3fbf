"""A bar takes no room of what scrolls: whether there is one never hangs on where it stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from walking import settle

from desktop.app import application
from desktop.parts.flow import Flow
from desktop.parts.frames import Scroll, column
from desktop.parts.tall import Tall

PARTS, WIDE, HIGH, GAP, MARGIN = 10, 100, 20, 10, 24
# As many as fit beside each other, and a little less room than those need.
ROOM = 5 * WIDE + 4 * GAP - 4
TWO, THREE = 2 * HIGH + GAP, 3 * HIGH + 2 * GAP


def over_edge(flow):
    return Scroll(Tall(column(flow))).bar_over_edge(), ROOM, 0


def in_margin(flow):
    around = column(flow)
    around.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    return Scroll(Tall(around)).bar_in_margin(around), ROOM + 2 * MARGIN, 2 * MARGIN


@pytest.fixture(params=[over_edge, in_margin], ids=["over the edge", "in the margin"])
def scrolled(request):
    application()
    parts = [QWidget() for _ in range(PARTS)]
    for part in parts:
        part.setFixedSize(WIDE, HIGH)
    flow = Flow(parts, gap=GAP, line_gap=GAP)
    scroll, width, beyond = request.param(flow)
    yield scroll, flow, width, beyond
    scroll.hide()
    scroll.deleteLater()
    settle()


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("height", [TWO - 5, TWO, TWO + 5, THREE - 1, THREE, THREE + 5])
def test_lines_that_would_fit_beside_the_bar_alone_do_not_turn_it_on_and_off(scrolled, height, way):
    """Where Qt asks with a bar less and finds room, and without it finds none."""
    scroll, flow, width, beyond = scrolled
    scroll.setLayoutDirection(way)
    scroll.resize(width, height + beyond)
    scroll.show()
    settle()
    turns = []
    scroll.verticalScrollBar().rangeChanged.connect(lambda *_range: turns.append(1))
    settle()
    assert turns == []
    assert flow.geometry().width() == ROOM
    assert scroll.verticalScrollBar().isVisible() is (height < THREE)
    assert (scroll.verticalScrollBar().maximum() > 0) is (height < THREE)


def test_it_comes_and_goes_with_what_there_is(scrolled):
    scroll, flow, width, beyond = scrolled
    scroll.resize(width, THREE + beyond)
    scroll.show()
    settle()
    for high in (THREE - 1, THREE, THREE + 20, TWO, THREE):
        scroll.resize(width, high + beyond)
        settle()
        assert scroll.verticalScrollBar().isVisible() is (high < THREE)
        assert flow.geometry().width() == ROOM
