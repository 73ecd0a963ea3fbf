"""Codes that people say aloud: they carry no meaning, and a slip of the tongue is noticed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casework.ids import (
    as_case_code,
    check_code,
    new_case_code,
    new_id,
    new_letter_number,
    new_service_code,
)

SIGNS = "023456789BCDFGHJKMNPQRSTVWXYZ"
places = st.integers(0, 7)


def bare(code):
    return code.replace("-", "")


def test_a_code_has_no_vowel_and_nothing_that_looks_like_another_sign():
    spelled = {sign for _ in range(200) for sign in bare(new_case_code())}
    assert spelled <= set(SIGNS)
    assert not spelled & set("AEIOUL1")


def test_codes_say_nothing_of_when_and_in_which_order_they_were_made():
    codes = [new_case_code() for _ in range(300)]
    assert len(set(codes)) == len(codes)
    first_signs = {code[0] for code in codes}
    assert len(first_signs) > 20
    assert codes not in (sorted(codes), sorted(codes, reverse=True))


def test_a_code_is_understood_however_it_is_typed():
    code = new_case_code()
    for typed in (code, bare(code), code.lower(), f"  {code[:2]} {code[2:]} "):
        assert as_case_code(typed) == code


@given(places, st.sampled_from(SIGNS))
def test_one_wrong_sign_is_noticed(place, sign):
    right = bare(new_case_code())
    wrong = right[:place] + sign + right[place + 1 :]
    assert (as_case_code(wrong) is None) is (wrong != right)


@given(st.integers(0, 6))
def test_two_neighbours_swapped_are_noticed(place):
    right = bare(new_case_code())
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert (as_case_code(wrong) is None) is (wrong != right)


def test_what_is_no_code_is_not_taken_for_one():
    for typed in ("", "K7M2", "K7M2-4QX9-0", "AEIO-UAEI", "ك٧م٢"):
        assert as_case_code(typed) is None


def test_numbers_of_letters_and_codes_of_services_do_not_repeat():
    for make in (new_id, new_letter_number, new_service_code):
        assert len({make() for _ in range(200)}) == 200


def test_a_check_code_is_nine_signs_of_the_digest():
    assert check_code(bytes(32)) == "0" * 9
    codes = {check_code(bytes([n]) * 32) for n in range(256)}
    assert len(codes) == 256
    assert all(len(code) == 9 and set(code) <= set(SIGNS) for code in codes)
