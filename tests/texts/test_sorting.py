"""A to Z as people read it."""

from __future__ import annotations

from texts.sorting import sort_key


def test_what_is_one_sign_for_two_letters_stands_where_both_would() -> None:
    names = ["Zone", "Œuvre", "Oasis", "Ægis", "Sœur", "Sortir", "Abri", "Été"]
    shown = ["Abri", "Ægis", "Été", "Oasis", "Œuvre", "Sœur", "Sortir", "Zone"]
    assert sorted(names, key=sort_key) == shown
