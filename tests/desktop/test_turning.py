"""Parts stand side by side by their shares, or below each other where they would be narrow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from desktop.app import application
from desktop.look import Look, use
from desktop.parts.flow import Flow
from desktop.parts.turning import Turning

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


@pytest.fixture(params=[LEFT, RIGHT], ids=["left", "right"])
def way(request):
    application()
    use(Look())
    return request.param


def part(wide, high):
    """Return a part that asks for some room."""
    held, inner = QWidget(), QWidget()
    inner.setFixedSize(wide, high)
    held.setLayout(Flow((inner,)))
    return held


def laid_out(way, layout, wide):
    """Return a part with a layout in some room, as high as that asks for."""
    whole = QWidget()
    whole.setLayoutDirection(way)
    whole.setLayout(layout)
    whole.resize(wide, layout.heightForWidth(wide))
    layout.activate()
    return whole


@pytest.mark.parametrize(("wide", "is_beside"), [(430, True), (429, False)])
def test_they_turn_where_there_is_too_little_room(way, wide, is_beside) -> None:
    first, second, button = part(60, 20), part(60, 30), part(100, 40)
    layout = Turning(((first, 2), (second, 1), (button, 0)), least=300, gaps=(15, 8))
    whole = laid_out(way, layout, wide)
    if is_beside:
        assert [one.width() for one in (first, second, button)] == [200, 100, 100]
        assert whole.height() == 40
        near, far = (button, first) if way is RIGHT else (first, button)
        assert (near.x(), far.geometry().right()) == (0, wide - 1)
    else:
        assert [one.geometry() for one in (first, second, button)] == [
            QRect(0, 0, wide, 20),
            QRect(0, 28, wide, 30),
            QRect(0, 66, wide, 40),
        ]


def test_what_is_hidden_takes_no_room(way) -> None:
    first, second = part(60, 20), part(60, 30)
    layout = Turning(((first, 1), (second, 1)), least=300, gaps=(16, 8))
    second.hide()
    whole = laid_out(way, layout, 300)
    assert first.geometry() == whole.rect()
    assert whole.height() == 20


def test_none_is_asked_for_more_than_the_widest_needs(way) -> None:
    first, second = part(60, 20), part(90, 30)
    layout = Turning(((first, 1), (second, 1)), least=300, gaps=(16, 8))
    whole = laid_out(way, layout, 80)
    assert whole.minimumSizeHint().width() == 90
    assert layout.sizeHint().width() == 60 + 16 + 90


@pytest.mark.parametrize("leads", [True, False])
def test_the_last_part_begins_a_line_that_it_has_for_itself(way, leads) -> None:
    first, last = QWidget(), QWidget()
    for one in (first, last):
        one.setFixedSize(60, 20)
    flow = Flow((first, last), gap=10, trailing=1)
    whole = laid_out(way, flow.lead_lone() if leads else flow, 100)
    assert whole.height() > first.height()
    assert last.y() > first.y()
    assert (last.x() == first.x()) is leads
