"""What repeats documents, settings and operations is compared with what it repeats."""

from __future__ import annotations

import pytest
from make import VISIT

from db.derived import untrue_tables
from db.search import SearchIndex, forgets, lists_its_pages
from db.soundness import strayed_words

EPISODE = {"own_words": "CANARY", "continuum": ["survival_sex"]}


@pytest.fixture
def told(desks):
    """A workbook in which every table that repeats something has rows."""
    case = desks.visit(region="capital")
    desks.office().answers.record(case, "intake", VISIT | {"region": "north"}, "en")
    desks.office().answers.record(case, "episode", EPISODE, "en")
    return desks


def test_what_is_said_again_is_what_was_said(told) -> None:
    assert untrue_tables(told.store.connection, told.store._shelf) == []
    assert told.workbook.check().faults == ()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("form_fact", "delete from form_fact where qid = 'intake.region'"),
        ("person", "update person set sex = 'male'"),
        ("safe_contact", "update safe_contact set must_not = 'nothing'"),
        ("episode", "update episode set own_words = 'nothing'"),
        ("episode_tag", "delete from episode_tag"),
        ("casefile", "update casefile set area = 'elsewhere'"),
        ("stream", "delete from stream where kind = 'config'"),
        ("lane", "delete from lane"),
        ("lane", "update lane set author = zeroblob(32)"),
    ],
)
def test_a_row_that_says_something_else_is_noticed(told, table, change) -> None:
    told.store.connection.execute(change)
    assert f"repeated:{table}" in told.workbook.check().faults


def test_content_that_was_cut_up_is_called_damage(told) -> None:
    told.store.connection.execute("update form_version set model = zeroblob(length(model))")
    told.store._shelf._models.clear()
    assert told.workbook.check().faults == ("damaged",)


def test_a_list_of_beginnings_that_says_something_else_is_noticed(told) -> None:
    connection = told.store.connection
    SearchIndex(connection).scour()
    spoiled = 0
    for place, block in connection.execute("select id, block from case_search_data").fetchall():
        # The list of the beginnings of three letters, where "canary" begins.
        if b"can" in block.replace(b"canary", b""):
            spoiled += 1
            other = block.replace(b"\x03can", b"\x03cam")
            connection.execute("update case_search_data set block = ? where id = ?", (other, place))
    assert spoiled == 1
    assert strayed_words(told.store.connection, told.store._shelf) == [1]


def test_an_index_that_does_not_list_its_pages_is_noticed(told) -> None:
    connection = told.store.connection
    assert lists_its_pages(connection)
    connection.execute("delete from case_search_idx where segid = 1")
    assert not lists_its_pages(connection)
    assert "search:pages" in told.workbook.check().faults


def test_an_index_that_would_keep_what_is_taken_back_is_noticed(told) -> None:
    connection = told.store.connection
    assert forgets(connection)
    connection.execute("update case_search_docsize set origin = 0")
    assert strayed_words(told.store.connection, told.store._shelf) == []
    assert not forgets(connection)
    assert SearchIndex(connection).find("canary") == [1]
