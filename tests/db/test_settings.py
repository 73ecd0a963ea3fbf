"""What a workbook notes for itself is kept by one module, under names of one list."""

from __future__ import annotations

import re
from pathlib import Path

from db.rows import settings

ROOM = Path(settings.__file__).parents[1]
NAMES = {one for name, one in vars(settings).items() if name.isupper() and name[0] != "_"}
# What a longer statement asks for by its name.
SPELLED = re.compile(r"\bkey (?:=|<|>|like) '([a-z_.]+?)[%/]?'")
PLAIN = re.compile(r"setting where key = \?|replace into setting")


def texts():
    here = Path(settings.__file__)
    return {path: path.read_text("utf-8") for path in ROOM.rglob("*.py") if path != here}


def test_every_name_that_a_statement_spells_is_in_the_list() -> None:
    spelled = {name for text in texts().values() for name in SPELLED.findall(text)}
    # Between a prefix and what sorts behind everything with it.
    assert {name for name in spelled if name not in NAMES and f"{name}." not in NAMES} == set()
    assert len(spelled) > 5


def test_nobody_else_reads_or_keeps_one_note_by_a_statement_of_her_own() -> None:
    own = [path.name for path, text in texts().items() if PLAIN.search(text)]
    assert own == []


def test_what_is_noted_already_is_not_written_again(desks) -> None:
    at = desks.store.connection
    settings.keep(at, settings.LEFT, settings.YES)
    before = at.total_changes
    settings.keep(at, settings.LEFT, settings.YES)
    assert at.total_changes == before


def test_a_note_is_kept_replaced_and_forgotten(desks) -> None:
    at = desks.store.connection
    assert settings.kept(at, settings.LEFT) is None
    settings.keep(at, settings.LEFT, "")
    assert settings.kept(at, settings.LEFT) == ""
    settings.keep(at.cursor(), settings.LEFT, settings.YES)
    assert settings.kept(at.cursor(), settings.LEFT) == "yes"
    settings.forget(at, settings.LEFT)
    assert settings.kept(at, settings.LEFT) is None


def test_an_empty_list_is_no_note(desks) -> None:
    at = desks.store.connection
    assert settings.kept_list(at, settings.HELD) == []
    settings.keep_list(at, settings.HELD, [("ab", 1)])
    assert settings.kept_list(at, settings.HELD) == [["ab", 1]]
    settings.keep_list(at, settings.HELD, [])
    assert settings.kept(at, settings.HELD) is None
