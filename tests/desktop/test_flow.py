"""Parts side by side: the last few at the far end, whichever of them are hidden."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.app import application
from desktop.look import Look, look, use
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import column

WIDE, PART = 400, 50


@pytest.fixture(params=Qt.LayoutDirection, ids=lambda one: one.name)
def direction(request):
    application()
    use(Look())
    return request.param


def laid_out(direction, *, trailing, hidden=()):
    """Return where the parts of a line begin as they are read, hidden ones left out."""
    whole, parts = QWidget(), [QWidget() for _ in range(4)]
    whole.setLayoutDirection(direction)
    for place, part in enumerate(parts):
        part.setFixedSize(PART, 20)
        part.setVisible(place not in hidden)
    whole.setLayout(Flow(parts, gap=10, trailing=trailing))
    whole.resize(WIDE, 20)
    whole.layout().activate()
    shown = [part.geometry() for place, part in enumerate(parts) if place not in hidden]
    if whole.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        return [WIDE - one.right() - 1 for one in shown]
    return [one.left() for one in shown]


def test_without_any_at_the_far_end_each_follows_the_one_before(direction) -> None:
    begins = laid_out(direction, trailing=0)
    assert [after - before for before, after in pairwise(begins)] == [begins[1]] * 3
    assert begins[0] == 0


@pytest.mark.parametrize("hidden", [(), (2,), (3,), (1,), (0,)])
def test_the_last_few_end_the_line_and_what_is_before_begins_it(direction, hidden) -> None:
    begins = laid_out(direction, trailing=2, hidden=hidden)
    ends = 2 - len({2, 3} & set(hidden))
    assert begins[-1] + PART == WIDE
    before, after = begins[:-ends], begins[-ends:]
    assert before[0] == 0
    assert max(before) < WIDE // 2 < min(after)


def test_where_all_of_the_last_are_hidden_nothing_ends_the_line(direction) -> None:
    begins = laid_out(direction, trailing=2, hidden=(2, 3))
    assert begins[0] == 0
    assert max(begins) < WIDE // 2


@pytest.mark.parametrize("margin", [0, 16])
def test_a_quiet_button_that_leads_a_line_begins_it_with_its_words(direction, margin) -> None:
    quiet, plain = Button("Example", "quiet"), Button("Example")
    whole = QWidget()
    whole.setLayoutDirection(direction)
    lines = column(Flow([quiet]), Flow([plain]), margin=margin)
    whole.setLayout(lines)
    whole.resize(WIDE, 100)
    lines.activate()
    one, other = quiet.geometry(), plain.geometry()
    mirrored = whole.layoutDirection() is Qt.LayoutDirection.RightToLeft
    over = one.right() - other.right() if mirrored else other.left() - one.left()
    # Its edge, which nobody sees, and the room inside it.
    assert over == look().px(8) + 1
    assert one.width() == quiet.sizeHint().width()


@pytest.mark.parametrize(
    ("wide", "lines"),
    [(4 * PART + 30, [4]), (4 * PART + 29, [2, 2]), (3 * PART + 19, [2, 2]), (PART, [1, 1, 1, 1])],
)
def test_the_last_part_never_has_a_line_for_itself_where_another_can_come_along(wide, lines):
    application()
    use(Look())
    whole, parts = QWidget(), [QWidget() for _ in range(4)]
    for part in parts:
        part.setFixedSize(PART, 20)
    whole.setLayout(Flow(parts, gap=10, line_gap=8).in_company())
    whole.resize(wide, whole.layout().heightForWidth(wide))
    whole.layout().activate()
    tops = [part.geometry().top() for part in parts]
    assert [tops.count(top) for top in dict.fromkeys(tops)] == lines
    assert parts[-1].geometry().bottom() == whole.height() - 1
