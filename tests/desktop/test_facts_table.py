"""A table of words that wrap: no word is cut while another column has room to spare."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from walking import settle

from desktop.app import application
from desktop.look import Look, look, use
from desktop.parts.facts_table import FactsTable
from desktop.parts.table import FIRST_PAD, PAD, Column

ROWS = [["Make an appointment", "Both", "30 November", "Agreed"]]
HEADS = ["What", "Who", "By", "What the person decided"]
WIDE = 480


@pytest.fixture(params=[1.0, 1.3, 1.5], autouse=True)
def scale(request):
    application()
    use(Look(scale=request.param))
    yield
    use(Look())


def columns():
    """Return columns of which only the last has room for more than its head."""
    letters = look().metrics("strong_small")
    wide = [max(look().px(60), letters.horizontalAdvance(one) + look().px(30)) for one in HEADS]
    return [Column(f"c{n}", words, wide[n]) for n, words in enumerate(HEADS)]


def shown(rows, across=WIDE, direction=Qt.LayoutDirection.LeftToRight):
    table = FactsTable(columns(), "EX-TABLE")
    table.setLayoutDirection(direction)
    table.resize(look().px(across), look().px(200))
    table.show()
    table.show_rows(rows)
    settle(1)
    return table


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_no_word_is_cut_while_another_column_has_room(direction):
    table, letters = shown(ROWS, direction=direction), look().metrics("small")
    for at, words in enumerate(ROWS[0]):
        room = table.columnWidth(at) - look().px((FIRST_PAD if not at else PAD) + PAD)
        if not at:
            room = table.columnWidth(at) - look().px(2 * PAD)
        assert max(map(letters.horizontalAdvance, words.split())) <= room, words
    assert sum(table.columnWidth(at) for at in range(4)) == table.viewport().width()


def test_a_word_without_end_leaves_the_others_their_room():
    table, heads = shown([["x" * 80, "Both", "By", "Agreed"]]), look().metrics("strong_small")
    for at, words in enumerate(HEADS):
        assert table.columnWidth(at) >= heads.horizontalAdvance(words) + look().px(2 * PAD)
