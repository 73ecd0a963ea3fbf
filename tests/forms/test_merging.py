"""Two changes of one document: each answer comes from who changed it, and no row is lost."""

from __future__ import annotations

import random

import pytest

from forms.merging import merged

BASE = {"a": "1", "b": "2", "r": [{"_id": "x", "q": "1"}, {"_id": "y", "q": "2"}]}


def test_each_answer_comes_from_who_changed_it() -> None:
    mine, theirs = BASE | {"a": "mine"}, BASE | {"b": "theirs"}
    assert merged(BASE, mine, theirs) == BASE | {"a": "mine", "b": "theirs"}
    assert merged(BASE, theirs, mine) == BASE | {"a": "mine", "b": "theirs"}


def test_where_both_changed_one_answer_the_later_one_stands() -> None:
    assert merged(BASE, BASE | {"a": "mine"}, BASE | {"a": "theirs"})["a"] == "mine"


def test_an_answer_that_one_took_back_is_gone() -> None:
    without = {"b": "2", "r": BASE["r"]}
    assert merged(BASE, without, BASE) == without
    assert merged(BASE, BASE, without) == without


@pytest.mark.parametrize("empty", [{}, {"r": []}])
def test_the_last_row_takes_its_repeat_along(empty) -> None:
    base = {"r": BASE["r"][:1]}
    assert merged(base, empty, base) == {}


def test_rows_that_either_added_are_there_and_those_that_one_removed_are_not() -> None:
    new, newer = {"_id": "n", "q": "n"}, {"_id": "m", "q": "m"}
    mine = {"r": [BASE["r"][0], new]}
    theirs = {"r": [*BASE["r"], newer]}
    assert merged({"r": BASE["r"]}, mine, theirs) == {"r": [BASE["r"][0], newer, new]}


def test_a_row_that_one_removed_and_the_other_changed_stays() -> None:
    changed = {"r": [{"_id": "x", "q": "changed"}]}
    for mine, theirs in ((changed, {}), ({}, changed)):
        assert merged({"r": BASE["r"][:1]}, mine, theirs) == changed


def test_lists_and_tuples_say_the_same() -> None:
    assert merged({"a": ["x"]}, {"a": ("x",)}, {"a": ["x", "y"]}) == {"a": ["x", "y"]}


def drawn(chance, depth=0):
    values = {name: chance.choice("123") for name in "abc" if chance.random() < 0.6}
    if depth < 2 and chance.random() < 0.7:
        ids = chance.sample("pqr", chance.randint(1, 3))
        values["r"] = [{"_id": f"{depth}{one}", **drawn(chance, depth + 1)} for one in ids]
    return values


@pytest.mark.parametrize("seed", range(60))
def test_who_changed_nothing_changes_nothing(seed) -> None:
    chance = random.Random(seed)
    base, other = drawn(chance), drawn(chance)
    assert merged(base, base, other) == other
    assert by_id(merged(base, other, base)) == by_id(other)


def by_id(values):
    """Return a document whose rows have no order."""
    return {
        name: {row["_id"]: by_id(row) for row in value} if name == "r" else value
        for name, value in values.items()
    }
