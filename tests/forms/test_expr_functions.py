"""Functions of text, numbers, choices, node-sets, places and codes."""

from __future__ import annotations

import base64
import hashlib
import math
import re
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from expressions import environment, evaluate, names_of, small_form

from forms.errors import LimitExceeded, ValueRefused
from forms.expr import STANDARD, Context, compile_expression, document, element, freeze


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("concat()", ""),
        ("concat('a')", "a"),
        ("concat('a', 1, true())", "a1true"),
        ("concat(../person/name, '!')", "P-1P-2P-3!"),
        ("concat(../nothing, 'a')", "a"),
        ("concat(../age, '-', ../code)", "17-d1"),
        ("join(' ', 'a', 'b', 'c')", "a b c"),
        ("join(', ', ../person/name)", "P-1, P-2, P-3"),
        ("join('-', ../person/name, 'x')", "P-1-P-2-P-3-x"),
        ("join('-')", ""),
        ("join('-', ../nothing)", ""),
        ("join('', 'a', 'b')", "ab"),
        ("starts-with('abc', 'ab')", True),
        ("starts-with('abc', 'b')", False),
        ("starts-with('abc', '')", True),
        ("starts-with('', 'a')", False),
        ("starts-with(../words, 'red')", True),
        ("ends-with('abc', 'bc')", True),
        ("ends-with('abc', 'b')", False),
        ("ends-with('abc', '')", True),
        ("contains('abc', 'b')", True),
        ("contains('abc', 'd')", False),
        ("contains('abc', '')", True),
        ("contains('', '')", True),
        ("contains(../words, 'green')", True),
        ("substring-before('1999/04/01', '/')", "1999"),
        ("substring-before('abc', 'd')", ""),
        ("substring-before('abc', '')", ""),
        ("substring-after('1999/04/01', '/')", "04/01"),
        ("substring-after('1999/04/01', '19')", "99/04/01"),
        ("substring-after('abc', 'd')", ""),
        ("substring-after('abc', '')", "abc"),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 2)", "2345"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("substring('12345', 1, 0 div 0)", ""),
        ("substring('12345', -42, 1 div 0)", "12345"),
        ("substring('12345', -1 div 0, 1 div 0)", ""),
        ("substring('12345', -1 div 0)", "12345"),
        ("substring('12345', 1 div 0)", ""),
        ("substring('12345', 6)", ""),
        ("substring('12345', 3, -1)", ""),
        ("substring('12345', 3, 100)", "345"),
        ("substr('12345', 1)", "2345"),
        ("substr('12345', 1, 3)", "23"),
        ("substr('12345', 0, 5)", "12345"),
        ("substr('12345', -2)", "45"),
        ("substr('12345', -3, -1)", "34"),
        ("substr('12345', 2, 100)", "345"),
        ("substr('12345', 4, 2)", ""),
        ("substr('12345', -100, 2)", "12"),
        ("substr('12345', 1.9, 3.9)", "23"),
        ("substr('12345', 'x', 2)", "12"),
        ("substr('12345', 0, 1 div 0)", "12345"),
        ("substr('12345', 0, -1 div 0)", ""),
        ("string-length('')", 0.0),
        ("string-length('abc')", 3.0),
        ("string-length('é😀')", 2.0),
        ("string-length(../words)", 14.0),
        ("string-length(10)", 2.0),
        ("string-length()", 2.0),
        ("normalize-space(' a  b ')", "a b"),
        ("normalize-space(../spaced)", "one two"),
        ("normalize-space('')", ""),
        ("normalize-space('\t\na')", "a"),
        ("normalize-space()", "17"),
        ("translate('bar', 'abc', 'ABC')", "BAr"),
        ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
        ("translate('aaa', 'aa', 'xy')", "xxx"),
        ("translate('abc', '', 'x')", "abc"),
        ("translate('', 'a', 'b')", ""),
        ("translate('12:30', ':', '')", "1230"),
    ],
)
def test_functions_of_text(text, value):
    assert evaluate(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("floor(2.6)", 2.0),
        ("floor(-2.5)", -3.0),
        ("floor(1 div 0)", math.inf),
        ("ceiling(2.2)", 3.0),
        ("ceiling(-2.5)", -2.0),
        ("ceiling(-1 div 0)", -math.inf),
        ("round(2.4)", 2.0),
        ("round(2.5)", 3.0),
        ("round(-2.5)", -3.0),
        ("round(-2.4)", -2.0),
        ("round(1 div 0)", math.inf),
        ("round('1.5')", 2.0),
        ("round(1.234, 2)", 1.23),
        ("round(1.235, 2)", 1.24),
        ("round(1.005, 2)", 1.01),
        ("round(-1.235, 2)", -1.24),
        ("round(12345.6, -2)", 12300.0),
        ("round(15, -1)", 20.0),
        ("round(12, -2)", 0.0),
        ("round(1.5, 0)", 2.0),
        ("round(1.25, 1)", 1.3),
        ("round(1.5, 20)", 1.5),
        ("round(1.5, 100)", 1.5),
        ("round(1.5, -100)", 0.0),
        ("round(0.1 + 0.2, 10)", 0.3),
        ("int(1.9)", 1.0),
        ("int(-1.9)", -1.0),
        ("int('7.5')", 7.0),
        ("int('1e3')", 1000.0),
        ("int(1 div 0)", math.inf),
        ("int(../age)", 17.0),
        ("abs(-3.5)", 3.5),
        ("abs('-2')", 2.0),
        ("abs(../half)", 3.5),
        ("pow(2, 10)", 1024.0),
        ("pow(2, -1)", 0.5),
        ("pow(0, 0)", 1.0),
        ("pow(0, -1)", math.inf),
        ("pow(10, 400)", math.inf),
        ("pow(-10, 401)", -math.inf),
        ("pow('3', ../group/b)", 9.0),
        ("exp(0)", 1.0),
        ("exp(1000)", math.inf),
        ("exp10(2)", 100.0),
        ("exp10(400)", math.inf),
        ("log(1)", 0.0),
        ("log(0)", -math.inf),
        ("log10(1000)", 3.0),
        ("log10(0)", -math.inf),
        ("sqrt(16)", 4.0),
        ("sin(0)", 0.0),
        ("cos(0)", 1.0),
        ("tan(0)", 0.0),
        ("asin(1)", math.pi / 2),
        ("acos(1)", 0.0),
        ("atan(1)", math.pi / 4),
        ("atan2(1, -1)", 3 * math.pi / 4),
        ("pi()", math.pi),
        ("sum(../person/age)", 51.0),
        ("sum(../nothing)", 0.0),
        ("sum(../group/a | ../group/b)", 3.0),
        ("max(1, 3, 2)", 3.0),
        ("max(../person/age)", 31.0),
        ("max(../person/age, 99)", 99.0),
        ("min(1, 3, 2)", 1.0),
        ("min(../person/age)", 8.0),
        ("min(../person/age, ../age)", 8.0),
        ("min('5')", 5.0),
        ("sum(../empty)", 0.0),
        ("sum(../empty | ../group/a | ../group/b)", 3.0),
        ("max(../empty | ../person/age)", 31.0),
        ("min(../empty | ../person/age)", 8.0),
        ("max(../empty, 3, '')", 3.0),
        ("min(if(true(), '', 1), ../group/b)", 2.0),
        ("count(../person)", 3.0),
        ("count(../nothing)", 0.0),
        ("count-non-empty(../person/note)", 1.0),
        ("count-non-empty(../*)", 12.0),
        ("true()", True),
        ("false()", False),
        ("boolean-from-string('true')", True),
        ("boolean-from-string('1')", True),
        ("boolean-from-string('false')", False),
        ("boolean-from-string('yes')", False),
        ("boolean-from-string('')", False),
        ("boolean-from-string(1)", True),
        ("boolean-from-string(../group/a)", True),
        ("boolean-from-string(true())", True),
        ("number(../half) + 1", -2.5),
    ],
)
def test_functions_of_numbers(text, value):
    assert evaluate(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "round('x')", "round(1.5, 'x')", "floor('x')", "ceiling('')", "int('x')", "int('inf')",
        "abs('x')", "sqrt(-1)", "log(-1)", "log10(-1)", "asin(2)", "acos(2)", "sin(1 div 0)",
        "pow(-8, 0.5)", "max(../nothing)", "min(../nothing)", "max(1, 'x')", "min(../group/*)",
        "max(../empty)", "min(../empty, '')", "max('')",
        "max(../person/name, 3)", "sum(../group/*)", "pow('x', 1)", "round(1, 1 div 0)",
    ],
)  # fmt: skip
def test_functions_of_what_is_no_number_give_none(text):
    assert math.isnan(evaluate(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("selected('a b c', 'b')", True),
        ("selected('a b c', 'd')", False),
        ("selected('abc', 'b')", False),
        ("selected('a b c', ' b ')", True),
        ("selected('', '')", True),
        ("selected('', 'a')", False),
        ("selected('a', '')", False),
        ("selected(../words, 'green')", True),
        ("selected(../nothing, 'a')", False),
        ("selected(../person/name, 'P-1')", True),
        ("selected('1 2', 2)", True),
        ("is-selected('a b', 'a')", True),
        ("selected-at('a b c', 0)", "a"),
        ("selected-at('a b c', 2)", "c"),
        ("selected-at('a b c', 3)", ""),
        ("selected-at('a b c', -1)", ""),
        ("selected-at('a b c', -0.5)", ""),
        ("selected-at('a b c', 1.7)", "b"),
        ("selected-at('a b c', 'x')", ""),
        ("selected-at('a b c', 1 div 0)", ""),
        ("selected-at('', 0)", ""),
        ("selected-at('  a   b ', 1)", "b"),
        ("count-selected('')", 0.0),
        ("count-selected('a')", 1.0),
        ("count-selected('a b  c ')", 3.0),
        ("count-selected(../words)", 3.0),
        ("if(1, 'a', 'b')", "a"),
        ("if('', 'a', 'b')", "b"),
        ("if(../nothing, 'a', 'b')", "b"),
        ("if(../age > 16, ../code, 'b') = 'd1'", True),
        ("if(../age > 17, 'x', if(../age > 16, 'y', 'z'))", "y"),
        ("if(true(), if(false(), 1, 2), 3) + 1", 3.0),
        ("coalesce('', 'b')", "b"),
        ("coalesce('a', 'b')", "a"),
        ("string(coalesce(../empty, ../code))", "d1"),
        ("string(coalesce(../nothing, ../code))", "d1"),
        ("string(coalesce(../code, ../age))", "d1"),
        ("coalesce('', '')", ""),
        ("coalesce(0 div 0, 'x')", "x"),
        ("coalesce('', 0 div 0)", ""),
        ("coalesce(0, 'x')", 0.0),
        ("once('x')", "17"),
        ("string(once(../code))", "17"),
        ("checklist(1, 2, 1, 0, 1)", True),
        ("checklist(2, 2, 1, 0, 0)", False),
        ("checklist(-1, 1, 1, 1)", False),
        ("checklist(-1, -1, 1, 1)", True),
        ("checklist(1, -1, ../person/note)", True),
        ("checklist(2, -1, ../person/note)", False),
        ("checklist(0, 0)", True),
        ("checklist(1, 3, ../person/name)", True),
        ("checklist(1, 2, 'a' = 'a', 'a' = 'b')", True),
        ("weighted-checklist(3, 5, 1, 2, 1, 3)", True),
        ("weighted-checklist(6, -1, 1, 2, 1, 3)", False),
        ("weighted-checklist(-1, 4, 1, 2, 1, 3)", False),
        ("weighted-checklist(2, 2, 1, 2, 0, 3)", True),
        ("weighted-checklist(51, 51, ../person/name, ../person/age)", True),
        ("weighted-checklist(3, 3, ../person/name, 1)", True),
        ("depend(1, ../age)", 1.0),
        ("jr:itext('a')", ""),
        ("jr:choice-name('a', '/data/words')", ""),
    ],
)
def test_functions_of_choices(text, value):
    assert evaluate(text) == value


def test_once_gives_a_new_value_only_to_an_empty_question():
    assert evaluate("once('x')", at="empty") == "x"
    assert evaluate("once(0 div 0)", at="empty") == ""
    assert evaluate("once(1 + 1)", at="empty") == 2.0


def test_words_of_the_form_come_from_its_keeper():
    asked = []

    def choice_name(node, value, question):
        asked.append((node.name, value, question))
        return value.upper()

    more = {"choice_name": choice_name, "itext": lambda text_id: f"<{text_id}>"}
    assert evaluate("jr:choice-name(../code, '/data/code')", **more) == "D1"
    assert evaluate("jr:choice-name('a', ' /data/words ')", **more) == "A"
    assert asked == [("age", "d1", "/data/code"), ("age", "a", " /data/words ")]
    assert evaluate("jr:itext(concat('a', 1))", **more) == "<a1>"


# node-sets


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("position(../person)", 1.0),
        ("position(../person[2])", 2.0),
        ("position(../person[name = 'P-3'])", 3.0),
        ("position(../person[3]/name/..)", 3.0),
        ("position(..)", 1.0),
        ("position(/)", 1.0),
        ("position()", 1.0),
        ("last()", 1.0),
        ("pulldata('villages', 'label', 'name', 'n3')", "East"),
        ("pulldata('villages', 'label', 'district', 'd2')", "South"),
        ("pulldata('villages', 'label', 'district', ../code)", "North"),
        ("pulldata('villages', 'label', 'name', 'x')", ""),
        ("pulldata('villages', 'nothing', 'name', 'n3')", ""),
        ("pulldata('villages', 'label', 'nothing', 'n3')", ""),
        ("concat(pulldata('villages', 'label', 'name', 'n1'), '!')", "North!"),
    ],
)
def test_functions_of_nodes_and_tables(text, value):
    assert evaluate(text) == value


def test_a_place_among_nothing_is_none():
    assert math.isnan(evaluate("position(../nothing)"))


def test_a_table_that_may_still_change_is_looked_through():
    root = element("data")
    table = element("root", "", element("row", "", element("k", "1"), element("v", "one")))
    surroundings = environment(root)
    surroundings.instances["growing"] = document(table)
    context = Context(surroundings, root)
    expression = compile_expression("pulldata('growing', 'v', 'k', '2')")
    assert expression.value(context) == ""
    table.append(element("row", "", element("k", "2"), element("v", "two")))
    assert expression.value(context) == "two"
    surroundings.instances["growing"] = document()
    assert expression.value(context) == ""


@pytest.mark.parametrize(
    ("column", "key", "sought", "found"),
    [
        ("v", "@code", "b", "two"),
        ("@code", "v", "two", "b"),
        ("@code", "@side", "left", "a"),
        ("v", "@missing", "", ""),
        ("@missing", "@code", "a", ""),
    ],
)
def test_a_column_of_a_table_may_be_an_attribute(column, key, sought, found):
    first, second = element("row", "", element("v", "one")), element("row", "", element("v", "two"))
    first.set_attribute("code", "a")
    second.set_attribute("code", "b")
    first.set_attribute("side", "left")
    second.set_attribute("side", "left")
    surroundings = environment()
    surroundings.instances["marked"] = freeze(document(element("rows", "", first, second)))
    expression = compile_expression(f"pulldata('marked', '{column}', '{key}', '{sought}')")
    assert expression.value(Context(surroundings, element("data"))) == found


def test_an_unknown_table_is_an_error():
    with pytest.raises(ValueRefused, match="unknown_instance"):
        evaluate("pulldata('towns', 'a', 'b', 'c')")


def letters() -> list[str]:
    return list("ABCDEF")


def shuffled(seed: str) -> str:
    root = element("data", "", *(element("item", letter) for letter in letters()))
    return evaluate(f"join('', randomize(/data/item, {seed}))", root=root, at="")


def park_miller(seed: int) -> str:
    """Shuffle as published: the minimal standard generator, inside out."""
    state = seed % 2_147_483_647 or 2_147_483_646
    found: list[str] = []
    for at, letter in enumerate(letters()):
        state = state * 16_807 % 2_147_483_647
        place = math.floor((state - 1) / 2_147_483_646 * (at + 1))
        found.append(letter)
        found[at] = found[place]
        found[place] = letter
    return "".join(found)


@pytest.mark.parametrize("seed", [1, 42, 12_345, 2_147_483_646, 2_147_483_647, 0])
def test_the_same_seed_gives_the_published_order(seed):
    assert shuffled(str(seed)) == park_miller(seed)


def test_other_seeds_are_numbers_too():
    assert shuffled("-5") == park_miller(2_147_483_646 - 5)
    assert shuffled("1.9") == park_miller(1)
    assert shuffled("''") == shuffled("'NaN'") == park_miller(0)
    assert shuffled("1 div 0") == shuffled("1e300") == park_miller(2**63 - 1)
    assert shuffled("-1 div 0") == park_miller(2_147_483_646 - 2**63 % 2_147_483_647)
    assert shuffled("'42'") == park_miller(42)
    assert shuffled("'a'") == shuffled("'a'")
    assert sorted(shuffled("'a'")) == letters()
    assert len({shuffled(f"'{seed}'") for seed in "abcdefgh"}) > 1


@pytest.mark.parametrize("word", ["red", "green", "blue", "Zürich"])
def test_a_word_is_a_seed_by_its_digest_as_a_floating_point_number(word):
    digest = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big", signed=True)
    assert shuffled(f"'{word}'") == shuffled(f"{float(digest):.0f}")


def test_without_a_seed_chance_decides():
    assert sorted(names_of("randomize(../person/age)")) == ["age=12", "age=31", "age=8"]


# chance


class Always(Random):
    """A source of chance that always says the same."""

    def random(self):
        return 0.25


def test_random_numbers_come_from_the_source_of_the_form():
    assert evaluate("random()", random=Always()) == 0.25
    assert 0 <= evaluate("random()") < 1
    assert evaluate("random() = random()", random=Always()) is True


def test_names_by_chance_are_uuids_or_have_a_length():
    form = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    assert form.fullmatch(evaluate("uuid()"))
    assert evaluate("uuid()") != evaluate("uuid()")
    assert re.fullmatch("[A-Za-z0-9]{12}", evaluate("uuid(12)"))
    assert evaluate("uuid(0)") == ""
    for length in ("1001", "'x'", "1 div 0"):
        with pytest.raises(LimitExceeded):
            evaluate(f"uuid({length})")


# patterns, digests, signatures


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("regex('abc', 'b')", True),
        ("regex('abc', '^b$')", False),
        ("regex('abc', '^[a-c]{3}$')", True),
        ("regex('', '^$')", True),
        ("regex('', '')", True),
        ("regex('12-34', '^[0-9]{2}-[0-9]{2}$')", True),
        (r"regex('12', '^\d+$')", True),
        (r"regex('a b', '\s')", True),
        ("regex('ABC', 'abc')", False),
        ("regex('ABC', '(?i)abc')", True),
        ("regex('é', '^.$')", True),
        ("regex(../age, '^1')", True),
        ("regex(../age, ../words)", False),
        ("regex('red green blue', ../words)", True),
        ("regex(12, '^12$')", True),
    ],
)
def test_patterns_search(text, value):
    assert evaluate(text) is value


def test_half_signs_match_nothing():
    root = element("data", "", element("age", "\ud800"), element("pattern", "\ud800"))
    assert evaluate("regex(., '.')", root=root) is False
    with pytest.raises(ValueRefused, match="not_re2"):
        evaluate("regex('a', ../pattern)", root=root)


def test_a_pattern_from_an_answer_is_refused_when_it_is_used():
    root = element("data", "", element("age", "17"), element("pattern", "("))
    with pytest.raises(ValueRefused, match="not_re2"):
        evaluate("regex('a', ../pattern)", root=root)


def test_a_sign_in_a_pattern_may_be_written_by_its_number():
    assert evaluate(r"regex('سلام', '^[\u0600-\u06FF]+$')") is True
    assert evaluate(r"regex('salam', '^[\u0600-\u06FF]+$')") is False
    assert evaluate(r"regex('\u0041', '^\\u0041$')") is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
        ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (
            "digest('abc', 'SHA-256', 'hex')",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
        ("digest('abc', 'MD5')", "kAFQmDzST7DWlj99KOF/cg=="),
        ("digest('abc', 'MD5', 'base64')", "kAFQmDzST7DWlj99KOF/cg=="),
        ("digest('', 'md5', 'HEX')", "d41d8cd98f00b204e9800998ecf8427e"),
        ("string-length(digest('abc', 'SHA-384', 'hex'))", 96.0),
        ("string-length(digest('abc', 'SHA-512', 'hex'))", 128.0),
        ("base64-decode('SGVsbG8=')", "Hello"),
        ("base64-decode('w6k=')", "é"),
        ("base64-decode('')", ""),
        ("base64-decode('a')", ""),
        ("base64-decode('/w==')", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_digests_and_base64(text, value):
    assert evaluate(text) == value


def test_unknown_digests_and_encodings_are_errors():
    with pytest.raises(ValueRefused, match="digest"):
        evaluate("digest('a', 'crc')")
    with pytest.raises(ValueRefused, match="encoding"):
        evaluate("digest('a', 'md5', 'binary')")


def test_a_signed_message_is_read_only_when_its_signature_is_right():
    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    message = "réal".encode()
    signed = base64.b64encode(key.sign(message) + message)
    forged = base64.b64encode(key.sign(message) + b"other")
    root = element("data")
    root.extend(
        [
            element("key", public.decode()),
            element("signed", signed.decode()),
            element("forged", forged.decode()),
        ]
    )
    assert evaluate("extract-signed(../signed, ../key)", root=root, at="key") == "réal"
    assert evaluate("extract-signed(../forged, ../key)", root=root, at="key") == ""
    assert evaluate("extract-signed(../signed, 'AAAA')", root=root, at="key") == ""
    assert evaluate("extract-signed('?', ../key)", root=root, at="key") == ""


# places

SQUARE = "0 0 0 0;0 1 0 0;1 1 0 0;1 0 0 0;0 0 0 0"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("distance('0 0 0 0;0 1 0 0')", 111_318.85),
        ("distance('0 0;0 1')", 111_318.85),
        ("distance('0 0 0 0;0 1 0 0;0 2 0 0')", 222_637.69),
        ("distance('0 0', '0 1')", 111_318.85),
        ("distance('1 1 0 0')", 0.0),
        ("distance('0 0;0 180')", 20_037_392.10),
        ("area('0 0;0 1')", 0.0),
        (f"area('{SQUARE}')", 12_391_400_000.0),
        (f"enclosed-area('{SQUARE}')", 12_391_400_000.0),
    ],
)
def test_lengths_and_areas_on_the_earth(text, value):
    assert evaluate(text) == pytest.approx(value, rel=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "distance('')", "distance('a')", "distance('1')", "distance('91 0')", "distance('0 181')",
        "distance('0 0;x')", "distance('0 0 0 0 0')", "area('')", "area('a')", "area('0 0;95 0')",
        "area(../nothing)",
    ],
)  # fmt: skip
def test_what_is_no_place_has_no_length_or_area(text):
    assert math.isnan(evaluate(text))


@pytest.mark.parametrize(
    ("place", "fence", "value"),
    [
        ("0.5 0.5 0 0", SQUARE, True),
        ("0.5 0.5", SQUARE, True),
        ("1.5 0.5", SQUARE, False),
        ("0.5 -0.5", SQUARE, False),
        ("", SQUARE, False),
        ("0.5 0.5", "", False),
        ("0.5 0.5", "0 0;0 1;1 1;1 0", False),
        ("0.5 0.5", "0 0;0 1;0 0", False),
        ("x", SQUARE, False),
    ],
)
def test_a_place_is_inside_a_closed_line_or_not(place, fence, value):
    assert evaluate(f"geofence('{place}', '{fence}')") is value


def test_places_of_a_repeat_make_a_line():
    root = element("data")
    root.extend(element("stop", "", element("at", place)) for place in ("0 0 0 0", "0 1 0 0"))
    assert evaluate("distance(/data/stop/at)", root=root, at="") == 111_318.85
    assert evaluate("area(/data/stop/at)", root=root, at="") == 0.0


def test_every_function_of_the_form_language_is_there():
    promised = """if coalesce once selected selected-at count-selected count-non-empty position
    indexed-repeat instance current pulldata jr:choice-name jr:itext regex substr substring
    substring-before substring-after translate normalize-space concat join contains starts-with
    ends-with string-length uuid digest base64-decode boolean-from-string checklist
    weighted-checklist max min sum count pow log log10 exp exp10 sin cos tan asin acos atan atan2
    sqrt pi round int abs floor ceiling random randomize today now date date-time format-date
    format-date-time decimal-date-time decimal-time area distance geofence extract-signed
    enclosed-area is-selected string number boolean not true false lang last id name local-name
    namespace-uri"""
    assert set(promised.split()) <= set(STANDARD)


def test_small_form_is_what_the_facts_assume():
    assert len(small_form().children) == 13
