"""What repeats documents, settings and operations is compared with what it repeats."""

from __future__ import annotations

from random import Random

import pytest
from make import VISIT

from db.cases.search import SearchIndex, forgets
from db.checks.derived import untrue_tables
from db.checks.searchpages import has_its_pages
from db.checks.soundness import strayed_words

# No code of a case has a U or an L, so nothing else in the index begins like it.
NAME = "ULLAGE"
EPISODE = {"own_words": "CANARY", "continuum": ["survival_sex"], "act": ["transfer"]}


@pytest.fixture
def told(desks):
    """A workbook in which every table that repeats something has rows."""
    case = desks.visit(region="capital")
    desks.office().answers.record(
        case, "intake", VISIT | {"region": "north", "name_used": NAME}, "en"
    )
    desks.office().answers.record(case, "episode", EPISODE, "en")
    desks.office().answers.record(case, "follow_up", {"next_on": "2026-03-12"}, "en")
    return desks


def test_what_is_said_again_is_what_was_said(told) -> None:
    assert untrue_tables(told.store.connection, told.store._shelf) == []
    assert told.workbook.check().faults == ()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("form_fact", "delete from form_fact where qid = 'intake.region'"),
        ("person", "update person set sex = 'male'"),
        ("safe_contact", "update safe_contact set code_word = 'nothing'"),
        ("episode", "update episode set start = '1999'"),
        ("episode_tag", "delete from episode_tag"),
        ("due", "delete from due"),
        ("episode_element", "delete from episode_element"),
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
        # The list of the beginnings of three letters, where "ullage" begins.
        if b"ull" in block.replace(b"ullage", b""):
            spoiled += 1
            other = block.replace(b"\x03ull", b"\x03ulm")
            connection.execute("update case_search_data set block = ? where id = ?", (other, place))
    assert spoiled == 1
    assert strayed_words(told.store.connection, told.store._shelf) == [1]


@pytest.mark.parametrize(
    "change",
    [
        "delete from case_search_idx where segid = 1",
        "insert into case_search_idx values (900, '', 2)",
        # The pages of the texts that are struck out of a segment.
        "delete from case_search_data where id >> 37 > 65535",
        "update case_search_data set block = zeroblob(136) where id >> 37 > 65535",
        "insert into case_search_data values (900 << 37 | 1, x'0000000400')",
    ],
)
def test_an_index_without_its_pages_is_noticed(told, change) -> None:
    connection = told.store.connection
    assert has_its_pages(connection)
    connection.execute(change)
    assert not has_its_pages(connection)
    assert any(fault.startswith("search:") for fault in told.workbook.check().faults)


def test_an_index_has_its_pages_through_any_merging(told) -> None:
    connection = told.store.connection
    index, chance = SearchIndex(connection), Random(7)
    connection.execute("insert into case_search (case_search, rank) values ('pgsz', 64)")
    for step in range(150):
        number = chance.randrange(2, 12)
        index.put(number, " ".join(str(chance.randrange(900)) for _ in range(step)))
        if chance.random() < 0.2:
            index.remove(number)
        if chance.random() < 0.3:
            connection.execute("insert into case_search (case_search, rank) values ('merge', 9)")
        assert has_its_pages(connection)
    assert forgets(connection)


def test_an_index_that_would_keep_what_is_taken_back_is_noticed(told) -> None:
    connection = told.store.connection
    assert forgets(connection)
    connection.execute("update case_search_docsize set origin = 0")
    assert strayed_words(told.store.connection, told.store._shelf) == []
    assert not forgets(connection)
    assert SearchIndex(connection).find("canary") == [1]
