"""The search index is compared with what it should say, word by word."""

from __future__ import annotations

import pytest

from db.cases.search import SearchIndex
from db.checks.soundness import strayed_words


def test_an_index_that_says_what_the_documents_say_is_sound(desks) -> None:
    desks.visit()
    case = desks.visit(name_used="مثال 12", account="उदाहरण और ምሳሌ")
    desks.agree(case)
    assert strayed_words(desks.store.connection, desks.store._shelf) == []
    assert desks.workbook.check().faults == ()


@pytest.mark.parametrize(
    "damage",
    [
        lambda index: index.remove(1),
        lambda index: index.put(1, "other words"),
        lambda index: index.put(7, "nobody's words"),
    ],
    ids=["gone", "old", "stray"],
)
def test_an_index_that_says_something_else_is_noticed(desks, damage) -> None:
    desks.visit()
    damage(SearchIndex(desks.store.connection))
    assert len(strayed_words(desks.store.connection, desks.store._shelf)) == 1
    assert any(fault.startswith("search:") for fault in desks.workbook.check().faults)


def test_comparing_leaves_nothing_behind(desks) -> None:
    desks.visit()
    strayed_words(desks.store.connection, desks.store._shelf)
    strayed_words(desks.store.connection, desks.store._shelf)
    left = desks.store.connection.execute(
        "select name from temp.sqlite_master where name like '%search%'"
    ).fetchall()
    assert left == []
