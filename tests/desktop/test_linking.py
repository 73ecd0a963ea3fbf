"""A link stands on one line wherever it is given the room that it asks for."""

from __future__ import annotations

import pytest

from desktop.app import application
from desktop.look import Look, use
from desktop.parts.linking import Link


@pytest.mark.parametrize("scale", [1.0, 1.3, 2.0])
@pytest.mark.parametrize("words", ["No record is wanted", "لا يُراد ملف", "تعديل"])
def test_it_asks_for_all_the_room_that_one_line_takes(words, scale):
    application()
    use(Look(scale=scale))
    link = Link(words, lambda: None)
    one = link.heightForWidth(2 * link.sizeHint().width())
    assert link.heightForWidth(link.sizeHint().width()) == one
    use(Look())
