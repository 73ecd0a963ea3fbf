"""Codes that people say aloud: random, without meaning, and sure of their own signs."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.ids import (
    _SIGNS,
    _check_sign,
    as_case_code,
    check_code,
    new_case_code,
    new_id,
    new_letter_number,
    new_service_code,
)

signs = st.sampled_from(_SIGNS)
bodies = st.lists(signs, min_size=7, max_size=7).map("".join)


def whole(body):
    return body + _check_sign(body)


def grouped(code):
    return f"{code[:4]}-{code[4:]}"


def test_a_prime_number_of_signs_that_spell_no_word_and_look_like_no_other() -> None:
    assert len(set(_SIGNS)) == len(_SIGNS) == 29
    assert all(len(_SIGNS) % number for number in range(2, 29))
    assert not set("AEIOUL1") & set(_SIGNS)


@given(bodies)
def test_every_single_slip_in_a_case_code_is_noticed(body) -> None:
    code = whole(body)
    for place, right in enumerate(code):
        for wrong in set(_SIGNS) - {right}:
            assert as_case_code(code[:place] + wrong + code[place + 1 :]) is None


@given(bodies)
def test_every_swap_of_neighbouring_signs_is_noticed(body) -> None:
    code = whole(body)
    for place in range(len(code) - 1):
        one, other = code[place : place + 2]
        swapped = code[:place] + other + one + code[place + 2 :]
        assert as_case_code(swapped) == (grouped(code) if one == other else None)


@given(bodies)
def test_a_sign_left_out_or_put_in_is_noticed(body) -> None:
    code = whole(body)
    for place in range(len(code)):
        assert as_case_code(code[:place] + code[place + 1 :]) is None
        assert as_case_code(code[:place] + "7" + code[place:]) is None


@given(bodies, st.sampled_from(["", " ", "-", "  ", " - ", "\t"]), st.booleans())
def test_a_code_is_known_however_it_is_spaced_or_written(body, gap, small) -> None:
    code = whole(body)
    typed = gap.join(code.lower() if small else code)
    assert as_case_code(typed) == grouped(code)


@pytest.mark.parametrize("typed", ["", "-", "K7M2", "K7M2-4QX1", "K7M2-4QXA", "K7M2_4QX9", "٢" * 8])
def test_what_is_no_code_is_none(typed) -> None:
    assert as_case_code(typed) is None


def test_new_case_codes_are_whole_and_of_one_shape() -> None:
    for _ in range(300):
        code = new_case_code()
        assert as_case_code(code) == code
        assert (len(code), code[4]) == (9, "-")


def strays(counted, kinds, drawn):
    """Return how far counts are from equal chances, in deviations of that many draws."""
    usual = drawn / kinds
    spread = math.sqrt(usual * (1 - 1 / kinds))
    return max(abs(counted[one] - usual) for one in counted) / spread


def test_case_codes_carry_no_date_and_no_sequence() -> None:
    codes = [new_case_code().replace("-", "") for _ in range(2900)]
    assert len(set(codes)) == len(codes)
    for place in range(8):
        assert strays(Counter(code[place] for code in codes), 29, 2900) < 6
        # What stands at a place says nothing about the code made before.
        steps = Counter(
            (_SIGNS.index(after[place]) - _SIGNS.index(before[place])) % 29
            for before, after in pairwise(codes)
        )
        assert strays(steps, 29, 2899) < 6


@pytest.mark.parametrize(
    ("made", "length"), [(new_letter_number, 7), (lambda: new_service_code().upper()[2:], 9)]
)
def test_letters_and_services_have_random_codes_of_the_same_signs(made, length) -> None:
    codes = [made() for _ in range(200)]
    assert len(set(codes)) > 195
    assert {len(code) for code in codes} == {length}
    assert set("".join(codes)) <= set(_SIGNS)


def test_service_codes_are_names_that_forms_can_hold() -> None:
    code = new_service_code()
    assert code.startswith("s-")
    assert code == code.lower()
    assert " " not in code


def test_ids_are_sixteen_random_bytes() -> None:
    made = {new_id() for _ in range(100)}
    assert len(made) == 100
    assert {len(one) for one in made} == {16}


@given(st.binary(min_size=5, max_size=32), st.binary(min_size=5, max_size=32))
def test_check_codes_tell_digests_apart_by_their_first_forty_bits(one, other) -> None:
    assert len(check_code(one)) == 9
    assert set(check_code(one)) <= set(_SIGNS)
    assert (check_code(one) == check_code(other)) is (one[:5] == other[:5])
