"""Signs that nobody sees: a stray one is taken out, a pair that keeps words in order stays."""

from __future__ import annotations

import pytest

from texts.kept_together import as_typed, next_groups, places_together, protect, with_idle_signs


@pytest.mark.parametrize("stray", ["\u202e", "\u202b", "\u2067", "\u2069", "\u202a\u202c"])
def test_a_stray_sign_that_nobody_sees_is_taken_out_and_a_pair_stays(stray):
    assert as_typed(f"Shop{stray} 1") == "Shop 1"
    assert as_typed("\u2068دفتر \u2066+1 2\u2069\u2069") == "\u2068دفتر \u2066+1 2\u2069\u2069"
    assert as_typed("\u2069a\u2066") == "a"
    assert as_typed("\u2066" * 9_000) == ""


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c", "\u200f\u200f"])
def test_a_mark_of_direction_beside_a_figure_parts_no_number(mark):
    parted = f"0912{mark} 345 {mark}6789, +249{mark}91{mark}2345678 {mark}+1"
    assert as_typed(parted) == "0912 345 6789, +249912345678 +1"
    # Where it holds words and their signs together it stays.
    assert as_typed(f"C{mark}! دفتر{mark} (أ)") == f"C{mark}! دفتر{mark} (أ)"
    assert len(with_idle_signs(parted)) == len(parted)
    assert mark[0] not in with_idle_signs(parted)


@pytest.mark.parametrize("stray", ["\u202e", "\u2067", "\u2069", "\u202a\u202c"])
def test_idle_signs_stand_for_stray_ones_so_that_all_places_stay(stray):
    said = f"Shop{stray} \u202e1"
    idle = with_idle_signs(said)
    assert len(idle) == len(said)
    assert idle.replace("\u206a", "") == as_typed(said) == "Shop 1"


def test_where_numbers_stand_is_where_they_are_isolated():
    said = "a +1 234 5678, \u2066+1 234 5678\u2069 2026-11-24"
    found = [said[begins:ends] for begins, ends in places_together(said)]
    assert found == ["+1 234 5678", "2026-11-24"]
    assert (
        protect(said) == "a \u2066+1 234 5678\u2069, \u2066+1 234 5678\u2069 \u20662026-11-24\u2069"
    )
    assert list(places_together("no number")) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("(091 234 5678).", "091 234 5678"),
        ("(091) 234 5678", "(091) 234 5678"),
        ("+(249) 91 234 5678,", "+(249) 91 234 5678"),
        ("+249 (91) 234-5678", "+249 (91) 234-5678"),
        ("(2024-2026)", "2024-2026"),
    ],
)
def test_half_a_pair_of_brackets_is_never_isolated(said, found):
    assert [said[begins:ends] for begins, ends in places_together(said)] == [found]


ARABIC = str.maketrans("0123456789", "".join(map(chr, range(0x660, 0x66A))))


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ("091 234 5678", ["234", "5678"]),
        ("091-234-5678", ["234", "5678"]),
        ("0912-345678", ["345678"]),
        ("2026-11-24", ["11", "24"]),
        ("2024-2026", []),
        ("08:00-16:00", []),
    ],
)
def test_groups_of_arabic_figures_are_said_in_their_order(said, groups):
    found = [said[at:].partition("-")[0] for at in next_groups(said.translate(ARABIC))]
    assert [one.partition(" ")[0] for one in found] == groups
    assert list(next_groups(said)) == []
