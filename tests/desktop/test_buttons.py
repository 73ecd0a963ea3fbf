"""An icon of a button stands as near to its words as it was drawn, whoever paints them."""

from __future__ import annotations

import pytest

from desktop.app import application
from desktop.frame.topbar import KeyButton
from desktop.look import Look, look, use
from desktop.look.sheet import sheet_of
from desktop.parts.buttons import Button
from desktop.parts.menu_button import MenuButton

GAP = 8
# Whatever is darker is ink.
_INK = 150
# What differs so much from its ground is seen.
_DIFFERS = 40


@pytest.fixture(autouse=True)
def _as_before():
    application()
    yield
    use(Look())


def to_the_word(button, side):
    """Return how far the place of an icon ends before the first ink of the word behind it."""
    button.setStyleSheet(sheet_of(look()))
    button.resize(button.sizeHint())
    seen = button.grab().toImage()
    high = range(button.height() // 4, 3 * button.height() // 4)
    dark = [
        x
        for x in range(4, seen.width() - 4)
        if any(seen.pixelColor(x, y).lightness() < _INK for y in high)
    ]
    # A plus stands in the middle of its place.
    bar = [x for x in dark if x < dark[0] + side]
    return min(x for x in dark if x > bar[-1]) - (bar[0] + bar[-1]) / 2 - side / 2


@pytest.mark.parametrize("scale", [1.0, 1.3, 2.0])
@pytest.mark.parametrize("role", ["plain", "small"])
def test_an_icon_and_its_word_are_a_small_gap_apart(role, scale):
    use(Look(scale=scale))
    side = look().px(14 if role == "small" else 16)
    bearing = look().metrics("small" if role == "small" else "body").leftBearing("E")
    apart = to_the_word(Button("E", role, icon_name="plus"), side) - bearing
    assert apart == pytest.approx(look().px(GAP), abs=1.5)


def before_the_icon(button):
    """Return how far the first ink of a button is from its edge."""
    button.setStyleSheet(sheet_of(look()))
    button.resize(button.sizeHint())
    seen = button.grab().toImage()
    ground = seen.pixelColor(5, seen.height() // 2).lightness()
    high = range(seen.height() // 3, 2 * seen.height() // 3)
    return next(
        x
        for x in range(5, seen.width())
        if any(abs(seen.pixelColor(x, y).lightness() - ground) > _DIFFERS for y in high)
    )


@pytest.mark.parametrize("scale", [1.0, 1.3, 2.0])
@pytest.mark.parametrize("role", ["plain", "primary", "quiet", "calm"])
def test_a_button_with_its_key_stands_in_line_with_one_without(role, scale):
    use(Look(scale=scale))
    plain = before_the_icon(Button("EX-Word", role, icon_name="plus"))
    assert before_the_icon(KeyButton("notes", {}, role, "plus")) == plain


@pytest.mark.parametrize("scale", [1.0, 1.3, 2.0])
@pytest.mark.parametrize(
    ("role", "letters"),
    [("plain", "body"), ("primary", "strong"), ("quiet", "small"), ("small", "small")],
)
def test_the_words_of_a_button_have_the_size_that_is_drawn_for_its_role(role, letters, scale):
    use(Look(scale=scale))
    assert Button("EX-Word", role).font() == look().font(letters)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_words_that_a_button_paints_itself_stand_as_those_that_qt_paints(scale):
    use(Look(scale=scale))
    side = look().px(16)
    plain = to_the_word(Button("Entry", icon_name="plus"), side)
    assert to_the_word(MenuButton("Entry", "plus", "plain"), side) == plain
