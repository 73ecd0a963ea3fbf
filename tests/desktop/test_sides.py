"""Where things stand in a room: as Qt itself would put them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QStyle

from desktop.parts.sides import LEADING, TRAILING, at_side, seen_at

WAYS = [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
PUT = Qt.AlignmentFlag


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("side", [LEADING, TRAILING])
@pytest.mark.parametrize("size", [(0, 0), (10, 7), (16, 16), (101, 40), (300, 51)])
def test_what_stands_at_a_side_stands_where_qt_would_put_it(way, side, size):
    room = QRect(7, 11, 200, 41)
    assert at_side(way, side, QSize(*size), room) == QStyle.alignedRect(
        way, side, QSize(*size), room
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("edge", [PUT.AlignLeft, PUT.AlignRight])
@pytest.mark.parametrize("more", [PUT.AlignVCenter, PUT.AlignVCenter | PUT.AlignAbsolute])
def test_what_was_put_at_a_side_is_seen_at_the_edge_that_qt_says(way, edge, more):
    put = edge | more
    assert seen_at(way, put) == QStyle.visualAlignment(way, put)
