"""How expressions are read, and what is refused before anything is evaluated."""

from __future__ import annotations

import pytest
from expressions import evaluate

from forms.errors import ExpressionRefused, FormError, PatternRefused, Where
from forms.expr import Scope, Table, compile_expression
from forms.expr.code import Kind
from forms.limits import Limits


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1.0),
        ("1.", 1.0),
        (".5", 0.5),
        ("1.25", 1.25),
        ("1e3", 1000.0),
        ("2E-1", 0.2),
        ("'a'", "a"),
        ('"a"', "a"),
        ('"it\'s"', "it's"),
        ("''", ""),
        (" 1 + 1 ", 2.0),
        ("1+1", 2.0),
        ("\t1\n+\r1", 2.0),
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("2 * 3 + 1", 7.0),
        ("8 - 3 - 2", 3.0),
        ("8 - (3 - 2)", 7.0),
        ("16 div 4 div 2", 2.0),
        ("7 mod 4", 3.0),
        ("2 * 3 mod 4", 2.0),
        ("-1", -1.0),
        ("--1", 1.0),
        ("---1", -1.0),
        ("-(1 + 1)", -2.0),
        ("3--2", 5.0),
        ("3 - -2", 5.0),
        ("1 = 1", True),
        ("1 = 2 = false()", True),
        ("1 < 2 < 3", True),
        ("3 > 2 > 1", False),
        ("1 < 2 = true()", True),
        ("true() or false() and false()", True),
        ("(true() or false()) and false()", False),
        ("1 or 0", True),
        ("0 or ''", False),
        ("1 and 'a'", True),
        ("not(1 = 2) and 2 = 2", True),
        ("10mod 3", 1.0),
        ("10 mod3", 1.0),
        ("4 div2", 2.0),
        ("1or 0", True),
        ("true()and true()", True),
        ("1 != 2", True),
        ("1!=1", False),
        ("2<=2", True),
        ("2>=3", False),
    ],
)
def test_numbers_texts_and_operators_are_read_as_xpath_says(text, value):
    assert evaluate(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "div",
        "mod",
        "and",
        "or",
        "div div div",
        "and and or",
        "* * *",
        "mod*mod",
        "or or or and and",
    ],
)
def test_operator_names_and_the_star_are_names_where_an_operand_is_due(text):
    assert compile_expression(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "/data/first-name",
        "/data/a.b",
        "/data/é",
        "/data/_x",
        "a-b",
        "jr:itext('a')",
        "orx:meta/orx:instanceID",
        "child::node()",
        "child :: a",
        "a [ 1 ] / b",
        "text()",
        "self::comment()",
        "processing-instruction('a')",
        "processing-instruction()",
        "..",
        "../..",
        "//a",
        "/",
        "//*[@x]",
        "@*",
        "jr:*",
        "(a | b)[1]/c",
        "string(a)[1] = 'x'",
        "current()/../a",
    ],
)
def test_paths_of_every_form_compile(text):
    if text.startswith("string"):
        with pytest.raises(ExpressionRefused, match="wants_nodes"):
            compile_expression(text)
    else:
        assert compile_expression(text).text == text


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 1),
        ("   ", 1),
        ("1 +", 4),
        ("+ 1", 1),
        ("1 2", 3),
        ("(1", 3),
        ("1)", 2),
        ("a[1", 4),
        ("a]", 2),
        ("a[]", 3),
        ("'a", 1),
        ("a#b", 2),
        ("a//", 4),
        ("a/", 3),
        ("if(1, 2,)", 9),
        ("f(,1)", 3),
        ("nowhere::a", 1),
        ("a::", 1),
        ("child::", 8),
        ("@", 2),
        ("1 = ", 4),
        ("a | ", 4),
        ("a !", 3),
        ("&amp;", 1),
        ("{a}", 1),
        ("..a", 3),
    ],
)
def test_a_fault_is_told_with_its_place(text, at):
    with pytest.raises(ExpressionRefused) as told:
        compile_expression(text)
    assert (told.value.code, told.value.details["at"]) == ("expression.syntax", at)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("$a", "expression.variable"),
        ("nothing()", "expression.unknown_function"),
        ("if(true(), 1, nothing())", "expression.unknown_function"),
        ("if(false(), nothing(1), 1)", "expression.unknown_function"),
        ("a[nothing()]", "expression.unknown_function"),
        ("true() or nothing()", "expression.unknown_function"),
        ("count()", "expression.argument_count"),
        ("true(1)", "expression.argument_count"),
        ("if(true(), 1)", "expression.argument_count"),
        ("false() and substr('a')", "expression.argument_count"),
        ("round(1, 2, 3)", "expression.argument_count"),
        ("weighted-checklist(1, 2, 3)", "expression.argument_count"),
        ("indexed-repeat(/a/b/c, /a/b)", "expression.argument_count"),
        ("indexed-repeat(/a/b/c, /a/b, 1, /a)", "expression.argument_count"),
        ("foo:a", "expression.unknown_prefix"),
        ("foo:*", "expression.unknown_prefix"),
        ("count('a')", "expression.wants_nodes"),
        ("sum(1)", "expression.wants_nodes"),
        ("'a' | b", "expression.wants_nodes"),
        ("(1)[1]", "expression.wants_nodes"),
        ("string(a)/b", "expression.wants_nodes"),
    ],
)
def test_unknown_things_are_refused_even_in_branches_never_taken(text, code):
    with pytest.raises(ExpressionRefused) as told:
        compile_expression(text)
    assert told.value.code == code


def test_lists_that_a_form_does_not_have_are_refused_when_the_form_says_which_it_has():
    scope = Scope(instances=frozenset({"villages"}))
    assert compile_expression("instance('villages')/root", scope).instances == {"villages"}
    with pytest.raises(ExpressionRefused, match="unknown_instance"):
        compile_expression("instance('towns')/root", scope)
    assert compile_expression("instance('towns')/root").instances == {"towns"}


def test_the_length_and_the_depth_of_an_expression_are_limited():
    with pytest.raises(ExpressionRefused, match="too_long"):
        compile_expression("1" + "+1" * 5_000)
    assert evaluate("1" + "+1" * 4_999) == 5_000.0
    with pytest.raises(ExpressionRefused, match="too_deep"):
        compile_expression("(" * 50 + "1" + ")" * 50)
    assert evaluate("(" * 49 + "1" + ")" * 49) == 1.0
    with pytest.raises(ExpressionRefused, match="too_deep"):
        compile_expression("1 + (2)", Scope(limits=Limits(expression_depth=1)))


def test_patterns_outside_re2_and_too_long_ones_are_refused_at_load():
    for pattern in ("(?=a)b", r"(a)\1", "(", "[z-a]", "a{2000}"):
        with pytest.raises(PatternRefused, match="not_re2"):
            compile_expression(f"regex(., '{pattern}')")
    with pytest.raises(PatternRefused, match="too_long"):
        compile_expression(f"regex(., '{'a' * 1_001}')")
    with pytest.raises(PatternRefused, match="not_re2"):
        compile_expression("if(false(), regex(., '('), 1)")


def test_a_pattern_that_is_not_about_the_whole_text_is_warned_of():
    assert compile_expression("regex(., '[0-9]+')").warnings == ("pattern.unanchored",)
    assert compile_expression("regex(., '^[0-9]+$')").warnings == ()
    assert compile_expression(r"regex(., '^a\$')").warnings == ("pattern.unanchored",)
    assert compile_expression("regex(., ../pattern)").warnings == ()


def test_a_letter_by_which_no_date_is_written_is_warned_of():
    for form in ("%j", "100%", "%%%Q"):
        assert compile_expression(f"format-date(., '{form}')").warnings == ("date.unwritten",)
    assert compile_expression("format-date-time(., '%%j %e %b %Y %H:%M:%S.%3')").warnings == ()
    assert compile_expression("format-date(., ../form)").warnings == ()


def test_an_expression_knows_the_functions_it_calls_and_whether_it_is_constant():
    expression = compile_expression("if(selected(../a, 'b'), now(), 'x')")
    assert expression.calls == {"if", "selected", "now"}
    assert not expression.constant
    assert compile_expression("concat('a', 1 + 1)").constant
    assert compile_expression("if(1 = 1, 'a', ../b)").constant
    assert not compile_expression("today()").constant
    assert not compile_expression("random()").constant
    assert not compile_expression("'2018-03-25' + 1").constant
    assert not compile_expression("number('2018-03-25')").constant
    assert not compile_expression("uuid()").constant


def test_functions_can_be_added_by_the_scope():
    table = Table()
    table.plain("twice", "number", Kind.NUMBER)(lambda number: number * 2)
    assert evaluate("twice(../age)", scope=Scope(functions=table)) == 34.0
    with pytest.raises(ExpressionRefused):
        compile_expression("twice(1)")


def test_an_error_says_its_place_and_keeps_the_nearest_one():
    with pytest.raises(FormError) as told:
        compile_expression("nothing('secret')")
    error = told.value.at(Where(sheet="survey", row=12, column="C", question="age"))
    assert str(error) == (
        "survey!C12, question age: expression.unknown_function (name=nothing, at=1)"
    )
    assert str(error.at(Where(question="other"))) == str(error)
    assert Where(question="age").words() == "question age"
    assert Where(sheet="survey").words() == "survey"
    assert "secret" not in repr(error)


def test_an_expression_does_not_show_its_text_when_printed():
    assert "secret" not in repr(compile_expression("'secret'"))
