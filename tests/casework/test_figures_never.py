"""What everybody knows without any figures: nobody of age is a girl, nobody below that a woman."""

from __future__ import annotations

from datetime import date

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from published import register

from casework.figures.axes import codes_along
from casework.figures.never import cannot_be, nobody
from casework.figures.people import PEOPLE, Person, codes_of
from casework.figures.plan import cells, dimensions, plans
from casework.protect.ground import Ground
from casework.protect.losing import lost
from casework.protect.printed import Mark, Number, Span
from casework.protect.protecting import protect
from casework.protect.shape import Counted, Name, Told

LEAST = 10
MONTH = ("month", "2026-01")
# Three girls or boys of an age that is not known, and of the others four bands, all full.
FULL = {
    "age": {
        "0_5": 27, "6_11": 27, "12_14": 27, "15_17": 27,
        "18_25": 40, "26_40": 38, "41_60": 22, "not_known": 3,
    },
    "gender": {"girl": 58, "boy": 53, "woman": 80, "man": 20},
}  # fmt: skip


def one_way():
    """Return the cells of a month by age and by gender, and their total."""
    found = [
        Counted(Name(PEOPLE, (pair, MONTH)), FULL[axis].get(pair[1], 0))
        for axis in FULL
        for pair in codes_along(axis)
    ]
    total = sum(FULL["gender"].values())
    return [*found, Counted(Name(PEOPLE, (MONTH,)), total, margin=True)]


def narrowed(*, known):
    """Return what is known of marks by whoever knows who a girl is, where the proof does or not."""
    counted, codes = one_way(), dimensions([2026])
    never = tuple(nobody([one.name for one in counted], ()))
    ground = Ground(codes, (), LEAST, never=never if known else ())
    told = register([protect((), counted, ground)], codes)
    told["nobody"] = [one.key for one in never]
    attacker = Attacker(understood(told))
    assert attacker.consistent()
    return [one for one in attacker.narrowed() if one.masked]


def test_whoever_knows_who_a_girl_is_finds_nobody_by_it():
    """Three of an age that is not known: all others together would say that they are there."""
    assert ("age", "not_known") in {pair for one in narrowed(known=False) for pair in one.key}
    assert narrowed(known=True) == []


@pytest.mark.parametrize(
    ("said", "born", "counted"),
    [
        ("woman", 2010, "girl"),
        ("man", 2010, "boy"),
        ("girl", 1990, "woman"),
        ("boy", 1990, "man"),
        ("girl", None, "girl"),
        ("woman", None, "woman"),
        ("non_binary", 2010, "non_binary"),
        ("", 1990, "not_known"),
    ],
)
def test_a_gender_is_counted_as_it_is_called_at_the_age_at_which_she_came(said, born, counted):
    when = born and (date(born, 1, 1), date(born, 12, 31))
    codes = codes_of(Person(date(2026, 1, 15), "", when, said, frozenset(), frozenset()))
    assert codes["gender"] == counted
    assert not cannot_be((("age", codes["age"]), ("gender", codes["gender"])))


def test_no_plan_has_a_cell_in_which_nobody_can_be():
    keys = [key for key, _margin in cells(plans()["quarter"], "2026-Q1")["age-gender"]]
    pairs = {(dict(key).get("age"), dict(key).get("gender")) for key in keys}
    assert not pairs & {("0_5", "woman"), ("15_17", "man"), ("18_25", "girl"), ("61_over", "boy")}
    assert pairs >= {("0_5", "girl"), ("18_25", "man"), ("15_17", "other"), ("not_known", "boy")}
    every = [
        key for plan in plans().values() for mine in cells(plan, "2026").values() for key in mine
    ]
    assert not any(cannot_be(key) for key, _margin in every)


def test_what_others_count_otherwise_is_not_held_against_their_figures():
    """Elsewhere a woman may be whoever is fourteen; then it is not known of women, but of men."""
    young = Name(PEOPLE, (("age", "12_14"), ("gender", "woman"), MONTH))
    told = [Told(young, Span(12, 12)), Told(Name(PEOPLE, (MONTH,)), Number(40, LEAST))]
    never = nobody([one.name for one in told], told)
    assert {dict(one.key)["gender"] for one in never} == {"boy", "girl", "man"}
    ground = Ground(dimensions([2026]), (), LEAST, never=tuple(never))
    assert lost(told, ground) == ()


def test_a_mark_that_only_who_a_girl_is_betrays_is_seen_to_be_lost():
    """Children are told exactly by others, girls and boys too: the mark of the rest is nobody."""
    told = [
        Told(Name(PEOPLE, (("gender", "girl"), MONTH)), Span(30, 30)),
        Told(Name(PEOPLE, (("gender", "boy"), MONTH)), Span(20, 20)),
        Told(Name(PEOPLE, (("age", "age_group.under_18"), MONTH)), Span(50, 50)),
        Told(Name(PEOPLE, (("age", "age_group.not_known"), MONTH)), Span(0, 0)),
        Told(Name(PEOPLE, (("age", "15_17"), ("gender", "other"), MONTH)), Mark(LEAST)),
    ]
    never = tuple(nobody([one.name for one in told], told))
    codes = dimensions([2026])
    assert lost(told, Ground(codes, (), LEAST)) == ()
    assert lost(told, Ground(codes, (), LEAST, never=never)) == (told[-1].name,)
