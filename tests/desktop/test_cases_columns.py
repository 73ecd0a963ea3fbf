"""At the working size the list of cases has every column that is drawn, with room for its words."""

from __future__ import annotations

import pytest
from drive import open_window
from make import agreed

from casework.tasks.task import TaskKind
from desktop.frame.settings import DIGITS, Settings
from desktop.look import look
from desktop.pages.cases.words import longest_ways, task_words
from desktop.parts.cells import ICON, ICON_GAP
from desktop.parts.paragraphs import in_two
from desktop.parts.table import PAD

DRAWN = ["case", "experiences", "next", "when", "contact", "consent"]
# As long as the names of services are in practice.
NAMES = {"en": "Example Training Centre", "ar": "مكتب المساعدة القانونية (مثال)"}

pytestmark = pytest.mark.begins(after=agreed)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_beside_the_side_view_no_drawn_column_leaves_and_no_step_is_cut(
    template, tmp_path, language
) -> None:
    digits = DIGITS[1] if language == "ar" else DIGITS[0]
    settings = Settings(language=language, digits=digits)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1366, 768)
        drive.go("cases")
        drive.until(drive.page.body.side_shown)
        table = drive.page.table
        columns = [one.id for one in table.columns]
        shown = [one for at, one in enumerate(columns) if not table.isColumnHidden(at)]
        assert shown == DRAWN

        def room(column, taken=0):
            return table.columnWidth(columns.index(column)) - look().px(2 * PAD + taken)

        steps = [task_words(kind, "", NAMES[language]) for kind in TaskKind]
        assert cut(steps, room("next")) == []
        assert cut(longest_ways(), room("contact", ICON + ICON_GAP)) == []


def cut(words, room):
    """Return which of some words do not stand in two lines of a room."""
    letters = look().metrics()
    return [
        one
        for one in words
        if letters.horizontalAdvance(one) > room
        and any(letters.horizontalAdvance(line) > room for line in in_two(one, look().font(), room))
    ]


@pytest.mark.parametrize(("scale", "size"), [(1.3, (1024, 640)), (1.0, (1200, 700))])
def test_in_a_narrow_list_how_to_reach_her_stays_longer_than_what_she_lived_through(
    template, tmp_path, scale, size
):
    with open_window(template, tmp_path / "home", settings=Settings(scale=scale)) as drive:
        drive.window.resize(*size)
        drive.go("cases")
        drive.rest(6)
        table = drive.page.table
        shown = [one.id for at, one in enumerate(table.columns) if not table.isColumnHidden(at)]
        assert shown == ["case", "next", "when", "contact"]
