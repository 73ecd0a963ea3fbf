"""The search index finds words by their beginning, the newest first, in any spelling."""

from __future__ import annotations

import os

import pytest

from db.cases.search import SearchIndex, ranked
from db.vault.engine import connect


@pytest.fixture
def index(tmp_path):
    connection = connect(tmp_path / "workbook.db", bytearray(os.urandom(32)), create=True)
    made = SearchIndex(connection)
    made.create()
    yield made
    connection.close()


def test_every_word_wanted_must_begin_a_word(index):
    index.put(1, "Clinic North, counselling")
    index.put(2, "Clinic South")

    assert index.find("clin") == [2, 1]
    assert index.find("clin cou") == [1]
    assert index.find("inic") == []


def test_a_spelling_variant_is_found_in_five_scripts(index):
    texts = ("José", "أحمد", "हिन्दी", "বাঙলা", "ፀሐይ")
    index.put_new(enumerate(texts, start=1))

    found = [index.find(wanted) for wanted in ("jose", "احم", "हिंद", "বাংল", "ጸሀ")]

    assert found == [[1], [2], [3], [4], [5]]


def test_only_the_newest_are_returned(index):
    index.put_new((number, "interview") for number in range(1, 100))

    assert index.find("int", 3) == [99, 98, 97]
    assert len(index.find("int")) == 50


def test_a_text_put_again_loses_its_old_words(index):
    index.put(7, "before")
    index.put(7, "after")

    assert index.find("before") == []
    assert index.find("after") == [7]


def test_a_removed_text_is_not_found_and_leaves_no_word_after_scouring(index):
    index.put(1, "kept")
    index.put(2, "zanzibar")

    index.remove(2)
    index.scour()

    blocks = index._connection.execute("select block from case_search_data").fetchall()
    assert index.find("zanzibar") == []
    assert not any(b"anzibar" in block for (block,) in blocks)
    assert index.find("kept") == [1]


@pytest.mark.parametrize("wanted", ["", "  ", '"', "*", "OR", "(", "a:b", "NEAR(", "'", "-x", "^"])
def test_what_the_query_language_means_is_only_text_here(index, wanted):
    index.put(1, "a plain text")

    assert index.find(wanted) == []


def test_one_letter_finds_only_itself(index):
    index.put(1, "b block")
    index.put(2, "block")

    assert index.find("b") == [1]


def test_ranking_prefers_whole_words_then_early_ones_then_new_ones():
    texts = {1: "ana", 2: "anabel", 3: "maria ana", 4: "anabel", 5: "maria anabel"}

    assert ranked("ana", texts) == [1, 3, 4, 2, 5]
