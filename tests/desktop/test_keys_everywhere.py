"""Keys that hold on every page: to the bars above it, and to its main button."""

from __future__ import annotations

import pytest
from drive import open_window
from make import agreed

from desktop.parts.buttons import Button


@pytest.mark.begins(after=agreed)
def test_what_is_said_above_a_page_is_reached_from_part_to_part(template, home):
    with open_window(template, home) as drive:
        pressed = []
        drive.page.room.trouble("EX wrong", ("EX try again", lambda: pressed.append(True)))
        for _part in range(8):
            drive.press("F6")
            if drive.focus().accessibleName() == "EX try again":
                break
        drive.press("Return")
        assert pressed == [True]


def test_the_main_button_is_pressed_by_its_key_also_where_a_page_says_nothing_of_it(
    template, tmp_path
):
    with open_window(template, tmp_path / "home") as drive:
        drive.go("unrecorded")
        assert "main" not in drive.page.acts()
        (main,) = [one for one in drive.page.findChildren(Button) if one.is_main()]
        pressed = []
        main.clicked.connect(lambda: pressed.append(True))
        drive.press("Ctrl+Return")
        assert pressed == [True]
