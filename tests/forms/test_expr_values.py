"""Conversions between kinds of value, and what the operators make of them."""

from __future__ import annotations

import math
from datetime import datetime

import pytest
from expressions import PARIS, environment, evaluate, small_form

from forms.errors import ValueRefused
from forms.expr import Days, Moment, to_boolean, to_moment, to_number, to_text
from forms.expr.values import to_nodes

DATE = Moment(datetime(2018, 3, 24, tzinfo=PARIS), timed=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("string(0)", "0"),
        ("string(-0)", "0"),
        ("string(1)", "1"),
        ("string(1.0)", "1"),
        ("string(-1)", "-1"),
        ("string(0.5)", "0.5"),
        ("string(.1)", "0.1"),
        ("string(1.50)", "1.5"),
        ("string(100000000000000000000)", "100000000000000000000"),
        ("string(0.000001)", "0.000001"),
        ("string(0.0000001)", "0.0000001"),
        ("string(1 div 3)", "0.3333333333333333"),
        ("string(1e22)", "10000000000000000000000"),
        ("string(1 div 0)", "Infinity"),
        ("string(-1 div 0)", "-Infinity"),
        ("string(0 div 0)", "NaN"),
        ("string(number('x'))", "NaN"),
        ("string(true())", "true"),
        ("string(false())", "false"),
        ("string(/data/nothing)", ""),
        ("string('a')", "a"),
        ("string()", "17"),
        ("string(date('2018-03-24'))", "2018-03-24"),
        ("string('2018-03-24')", "2018-03-24"),
    ],
)
def test_values_become_text(text, value):
    assert evaluate(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("number('1')", 1.0),
        ("number(' 1 ')", 1.0),
        ("number('-1')", -1.0),
        ("number('1.5')", 1.5),
        ("number('1.')", 1.0),
        ("number('.5')", 0.5),
        ("number('-.5')", -0.5),
        ("number('007')", 7.0),
        ("number(true())", 1.0),
        ("number(false())", 0.0),
        ("number()", 17.0),
        ("number(../age)", 17.0),
        ("number(../person/age)", 31.0),
        ("number(date('1970-01-02'))", 1 - 1 / 24),
        ("number('1970-01-02')", 1 - 1 / 24),
        ("number('1970-01-02T00:00:00.000Z')", 1.0),
        ("number('1970-01-01T12:00:00Z')", 0.5),
    ],
)
def test_values_become_numbers(text, value):
    assert evaluate(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "''", "' '", "'a'", "'1a'", "'+1'", "'1e3'", "'--1'", "'1,5'", "'1 2'", "'Infinity'",
        "'NaN'",
        "'0x10'", "'1_000'", "'١٢'", "/data/nothing", "/data/words", "'2018-02-30'", "'2018-13-01'",
        "'-'", "'.'",
    ],
)  # fmt: skip
def test_what_writes_no_number_is_none(text):
    assert math.isnan(evaluate(f"number({text})"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("boolean(1)", True),
        ("boolean(-1)", True),
        ("boolean(0)", False),
        ("boolean(-0)", False),
        ("boolean(0 div 0)", False),
        ("boolean(1 div 0)", True),
        ("boolean('')", False),
        ("boolean(' ')", True),
        ("boolean('false')", True),
        ("boolean('0')", True),
        ("boolean(/data/age)", True),
        ("boolean(/data/empty)", True),
        ("boolean(/data/nothing)", False),
        ("boolean(today())", True),
        ("boolean(today() + 1)", True),
        ("not('')", True),
        ("not(/data/nothing)", True),
        ("not(../age)", False),
        ("not(not(1))", True),
    ],
)
def test_values_become_yes_or_no(text, value):
    assert evaluate(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 = 1.0", True),
        ("1 = '1'", True),
        ("'1' = '1.0'", False),
        ("1 = '1.0'", True),
        ("'a' = 'a'", True),
        ("'a' = 'A'", False),
        ("'a' != 'b'", True),
        ("true() = 1", True),
        ("true() = 'x'", True),
        ("true() = ''", False),
        ("false() = ''", True),
        ("false() = 0", True),
        ("true() != 0", True),
        ("0 div 0 = 0 div 0", False),
        ("0 div 0 != 0 div 0", True),
        ("'x' = 0", False),
        ("'x' != 0", True),
        ("0 = -0", True),
        ("../age = 17", True),
        ("../age = '17'", True),
        ("17 = ../age", True),
        ("'17' = ../age", True),
        ("../age = '17.0'", False),
        ("../age = 17.0", True),
        ("../age != 17", False),
        ("../age != 18", True),
        ("../empty = ''", True),
        ("../empty != ''", False),
        ("../empty = 0", False),
        ("../nothing = ''", False),
        ("../nothing != ''", False),
        ("../nothing = 0", False),
        ("../nothing = false()", True),
        ("../nothing != true()", True),
        ("../empty = true()", True),
        ("../person/age = 8", True),
        ("../person/age = 9", False),
        ("../person/age != 8", True),
        ("../person/name = 'P-2'", True),
        ("../person/name != 'P-2'", True),
        ("../person[1]/name != 'P-1'", False),
        ("../person/age = ../group/a", False),
        ("../person/age != ../group/a", True),
        ("../age = ../age", True),
        ("../age != ../age", False),
        ("../age != ../nothing", False),
        ("../person/name = ../person[2]/name", True),
        ("../person/name != ../person/name", True),
        ("../group/a = ../group/*", True),
        ("../day = date('2018-03-24')", True),
        ("../day != date('2018-03-24')", False),
        ("../day = '2018-03-24'", True),
        ("../day = date('2018-03-25')", False),
        ("date('2018-03-24') = '2018-03-24'", True),
        ("date('2018-03-24') = ../day", True),
        ("date('2018-03-24') = true()", True),
        ("date('2018-03-24') != ../nothing", False),
        ("date('2018-03-24') = 'soon'", False),
        ("date('2018-03-24') = date('2018-03-24T00:00:00.000+01:00')", True),
        ("'2018-03-24' = '2018-03-24T00:00:00.000+01:00'", True),
        ("'2018-03-24T01:00:00.000+02:00' = '2018-03-23T23:00:00.000Z'", True),
        ("'2018-03-24T01:00:00.000+02:00' != '2018-03-23T23:00:00.000Z'", False),
        ("../moment = '2018-03-25T10:30:00.000Z'", True),
        ("../day = '2018-03-24T00:00:00.000+01:00'", True),
        ("'Tuesday 1' = 'Tuesday 2'", False),
    ],
)
def test_equality_is_by_kind_and_of_any_pair(text, value):
    assert evaluate(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 < 2", True),
        ("2 < 1", False),
        ("1 <= 1", True),
        ("1 >= 1", True),
        ("1 > 1", False),
        ("'1' < '2'", True),
        ("'10' < '9'", False),
        ("'a' < 'b'", False),
        ("'a' >= 'a'", False),
        ("true() > false()", True),
        ("0 div 0 < 1", False),
        ("0 div 0 >= 1", False),
        ("-1 div 0 < 0", True),
        ("../age > 16", True),
        ("../age > 17", False),
        ("../age >= 17", True),
        ("../age < '18'", True),
        ("18 > ../age", True),
        ("'18' > ../age", True),
        ("16 > ../age", False),
        ("../empty < 1", False),
        ("../empty >= 0", False),
        ("../nothing < 1", False),
        ("../nothing >= 0", False),
        ("../person/age < 10", True),
        ("../person/age > 30", True),
        ("../person/age > 31", False),
        ("../person/age <= 8", True),
        ("../person/age < 8", False),
        ("10 > ../person/age", True),
        ("8 > ../person/age", False),
        ("../person/age < ../age", True),
        ("../person/age > ../age", True),
        ("../age < ../group/*", False),
        ("../age > ../group/*", True),
        ("../group/* >= 2", True),
        ("../words < 1", False),
        ("../nothing < ../age", False),
        ("../day < today()", True),
        ("../day < '2018-03-25'", True),
        ("../day <= '2018-03-24'", True),
        ("../day > '2018-03-24'", False),
        ("today() > '2018-03-25'", True),
        ("today() >= '2026-03-28'", True),
        ("today() < '2026-03-29'", True),
        ("now() > today()", True),
        ("today() < 100", False),
        ("today() > 20000", True),
        ("../nothing < today()", False),
        ("'soon' < today()", False),
        ("../person/age > today()", False),
        ("../moment > ../day", True),
        (". >= 0 and . <= 120", True),
        (". >= 18 and . <= 120", False),
        (". < 18 or . > 65", True),
    ],
)
def test_order_is_of_numbers_and_dates_and_of_any_pair(text, value):
    assert evaluate(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 1", 2.0),
        ("'1' + '1'", 2.0),
        ("../age + 1", 18.0),
        ("../age + ../group/b", 19.0),
        ("../age - ../person/age", -14.0),
        ("../half * 2", -7.0),
        ("'3' * '4'", 12.0),
        ("true() + true()", 2.0),
        ("7 div 2", 3.5),
        ("-7 div 2", -3.5),
        ("1 div 0", math.inf),
        ("-1 div 0", -math.inf),
        ("1 div -0", -math.inf),
        ("7 mod 3", 1.0),
        ("-7 mod 3", -1.0),
        ("7 mod -3", 1.0),
        ("1.5 mod 0.5", 0.0),
        ("5 mod (1 div 0)", 5.0),
        ("-../age", -17.0),
        ("--../age", 17.0),
        ("-'2'", -2.0),
        ("-true()", -1.0),
        ("1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 13 + 14 + ../age", 122.0),
        ("100 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - 1 - ../age", 70.0),
        ("2 * 2 * 2 * 2 * 2 * 2 * 2 * 2 * 2 * 2 div 2 mod 1000 * 1 * 1 * ../group/a", 512.0),
        ("../group/a < 1 < 1 < 1 < 1 < 1 < 1 < 1 < 1 < 1 < 1 < 1 < 1 < 1 < 1", True),
        ("1 = 1 = 1 = 1 = 1 = 1 = 1 = 1 = 1 = 1 = 1 = 1 = 1 != ../group/a", False),
    ],
)
def test_arithmetic_is_of_numbers(text, value):
    assert evaluate(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "1 + 'a'", "../nothing + 1", "../empty + 1", "../words - 1", "0 div 0", "0 * (1 div 0)",
        "1 mod 0", "(1 div 0) mod 2", "(1 div 0) - (1 div 0)", "-'a'", "0 div 0 + 1", "'' * 1",
        "(0 div 0) div 0", "today() + 'a'", "today() - 'a'",
    ],
)  # fmt: skip
def test_arithmetic_without_numbers_gives_none(text):
    assert math.isnan(evaluate(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true() or count(/data/*[instance('towns')])", True),
        ("false() and count(/data/*[instance('towns')])", False),
        ("if(true(), 1, instance('towns'))", 1.0),
        ("if(false(), instance('towns'), 2)", 2.0),
        ("if(../age > 1, 'a', instance('towns'))", "a"),
        ("coalesce('a', instance('towns'))", "a"),
        ("1 or 1 or instance('towns')", True),
        ("0 and 1 and instance('towns')", False),
        ("0 or 0 or ../age", True),
        ("1 and 1 and ../nothing", False),
    ],
)
def test_what_does_not_matter_is_not_evaluated(text, value):
    assert evaluate(text) == value


def test_values_can_be_converted_from_outside():
    surroundings = environment(small_form())
    node = surroundings.root.children[0].named("day")[0]
    assert to_text(True, surroundings) == "true"
    assert to_text(DATE, surroundings) == "2018-03-24"
    assert to_text(Days(1.5, 2.0), surroundings) == "1.5"
    assert to_text((), surroundings) == ""
    assert to_number(Days(1.5, 2.0), surroundings) == 1.5
    assert to_number(False, surroundings) == 0.0
    assert to_boolean(Days(0.0, 0.0)) is False
    assert to_boolean(DATE) is True
    assert to_nodes((node,)) == (node,)
    with pytest.raises(ValueRefused):
        to_nodes("a")


def test_values_become_moments():
    surroundings = environment(small_form())
    node = surroundings.root.children[0].named("day")[0]
    assert to_moment((node,), surroundings) == DATE
    assert to_moment("2018-03-24", surroundings) == DATE
    assert to_moment(DATE, surroundings) is DATE
    assert to_moment(Days(17613.0, 17614.0), surroundings) == DATE
    assert to_moment("17614", surroundings).text() == "2018-03-24T01:00:00.000+01:00"
    for value in ("", "soon", True, float("nan"), math.inf, 1e300, Days(1e300, 1e300), ()):
        assert to_moment(value, surroundings) is None
