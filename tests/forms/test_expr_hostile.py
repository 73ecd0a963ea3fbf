"""Forms that mean harm or simply cost too much: stopped cleanly, and early."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from expressions import environment, evaluate, small_form
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import ExpressionRefused, FormError, LimitExceeded
from forms.expr import (
    STANDARD,
    Context,
    Scope,
    compile_expression,
    document,
    element,
    freeze,
    rows_document,
)
from forms.limits import LIMITS


def long_list(rows: int = 2_000):
    surroundings = environment(small_form(), timer=float)
    surroundings.instances["list"] = rows_document(
        {"name": f"n{at}", "other": f"o{at}"} for at in range(rows)
    )
    return surroundings, Context(surroundings, surroundings.root.children[0])


def outcome(text: str, context: Context) -> str:
    """Return the kind of the value, or the code of what stopped it."""
    try:
        return f"value: {type(compile_expression(text).value(context)).__name__}"
    except FormError as stopped:
        return stopped.code


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000 + "1" + ")" * 5_000,
        "-" * 9_999,
        "a[" * 3_000 + "1" + "]" * 3_000,
        "not(" * 2_000 + "1" + ")" * 2_000,
        "if(1, 2, " * 1_000 + "3" + ")" * 1_000,
        "1+" * 4_999,
        "1+1+" * 25_000 + "1",
        "/" * 9_999,
        "a/" * 4_999,
        "'" * 9_999,
        "[" * 9_999,
        ")" * 9_999,
        "a|" * 4_999,
        "\x00",
        "\ud800",
        "'\ud800' + \ud800",
        "a" * 10_001,
        "1e99999999999" * 700,
        "9" * 10_001,
    ],
)
def test_monstrous_texts_are_refused(text):
    with pytest.raises(ExpressionRefused):
        compile_expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "1" + "+1" * 4_999,
        "1" + "+../age" * 1_400,
        "1" + " and 1" * 1_600,
        "1" + " = 1" * 2_400,
        "1" + " < 1" * 2_400,
        "1" + "*1" * 4_999,
        "-" * 9_990 + "1",
        "a" + "/a" * 4_999,
        "." + "/." * 4_999,
        ".." + "/.." * 3_300,
        "." + "|." * 4_999,
        "(.)" + "[1]" * 3_300,
        "concat(" + "'a'," * 2_400 + "'a')",
        "string-length(" * 40 + "'a'" + ")" * 40,
        "9" * 9_999,
        "1e9999",
        "string(1e308 * 10)",
        "string(1e308)",
        "string(1e-320)",
        "//*" * 50,
    ],
)
def test_long_expressions_within_the_limits_are_evaluated_or_stopped(text):
    context = Context(environment(small_form()), small_form().named("age")[0])
    assert outcome(text, context).startswith(("limit.", "expression.", "value"))


def test_the_deepest_nesting_with_every_operator_ends_without_a_recursion_error():
    text = "1"
    for _ in range(48):
        text = f"1 or 1 and 1 = 1 < 1 + 1 * -({text})"
    context = Context(environment(), small_form())
    assert outcome(text, context) in ("expression.too_deep", "limit.depth", "value: bool")


def test_a_caller_deep_in_its_own_calls_gets_an_error_of_forms():
    expression = compile_expression("(" * 40 + "../age + 1" + ")" * 40 + " + (not(not(1)))")
    context = Context(environment(small_form()), small_form().named("age")[0])
    codes = set()

    def deeper(left: int) -> None:
        if left:
            deeper(left - 1)
            return
        for act in (
            lambda: compile_expression("(" * 40 + "1" + ")" * 40),
            lambda: expression.value(context),
        ):
            try:
                act()
            except FormError as stopped:
                codes.add(stopped.code)

    room = sys.getrecursionlimit()
    for left in range(room - 400, room - 10, 5):
        try:
            deeper(left)
        except RecursionError:
            break  # the test's own frames, before anything of forms was called
    assert codes <= {"expression.too_deep", "limit.depth"}
    assert "expression.too_deep" in codes


@pytest.mark.parametrize(
    "text",
    [
        "count({0}[name = {0}/name])",
        "count({0}[count({0}[count({0}) > 1]) > 1])",
        "count({0}[contains(name, {0}[contains(name, 'n1')][last()]/name)])",
        "count({0}[{0}/name != name])",
        "count({0}[sum({0}/name) > 1])",
        "count({0}/following-sibling::*)",
        "count({0}/preceding::*)",
        "count({0}/following::*/preceding::*)",
        "count(//*[//*[//*[//*[//*[//*]]]]])" + " + count({0}/ancestor::*//item)" * 100,
        "count({0}[" + " + ".join(["string-length(name)"] * 300) + "])",
        "count({0} | " + " | ".join(["{0}"] * 150) + ")",
        "concat(" + ", ".join(["{0}/name"] * 150) + ")",
        "join(',', " + ", ".join(["{0}/name"] * 150) + ")",
        "sum({0}/name)" + " + sum({0}/name)" * 150,
        "count(randomize({0}, 1))" + " + count(randomize({0}, 1))" * 150,
        "string({0}/..)" + " = string({0}/..)" * 150,
        "{0} = {0}/name" + " or {0} = {0}/name" * 150,
        "{0} < {0}/name" + " or {0} < {0}/name" * 150,
    ],
)
def test_what_multiplies_is_stopped_by_its_steps(text):
    _, context = long_list()
    expression = compile_expression(text.format("instance('list')/root/item"))
    with pytest.raises(LimitExceeded) as stopped:
        expression.value(context)
    assert stopped.value.code in ("limit.steps", "limit.text")


def test_an_evaluation_that_takes_too_long_is_stopped_by_the_clock():
    ticks = iter(range(10_000))
    surroundings = environment(small_form(), timer=lambda: next(ticks) / 10)
    context = Context(surroundings, surroundings.root.children[0])
    with pytest.raises(LimitExceeded, match=r"limit\.time"):
        compile_expression("count(//*[count(//*) > 1])").value(context)


def test_text_that_doubles_itself_is_stopped_at_its_limit():
    surroundings = environment(small_form())
    node = surroundings.root.children[0].named("code")[0]
    context = Context(surroundings, node)
    twice = compile_expression("concat(., .)")
    for _ in range(18):
        node.value = twice.value(context)
    with pytest.raises(LimitExceeded, match=r"limit\.text"):
        twice.value(context)
    assert len(node.value) <= LIMITS.text_length


@pytest.mark.parametrize(
    "text",
    [
        "join({0}, //*)",
        "concat({0}, {0})",
        "concat(/data, /data)",
    ],
)
def test_no_function_makes_more_text_than_allowed(text):
    root = element("data", "", element("long", "x" * 600_000), element("code", "y" * 500_000))
    with pytest.raises(LimitExceeded, match=r"limit\.(text|steps)"):
        evaluate(text.format("/data/long") + " = ''", root=root, at="code")


@pytest.mark.parametrize(
    "text",
    [
        "translate(., 'x', 'y')",
        "normalize-space(.)",
        "count-selected(.)",
        "contains(., 'y')",
        "regex(., 'y')",
        "string-length(.)",
        "substring-after(., 'y')",
        "digest(., 'MD5')",
        "area(.)",
    ],
)
def test_work_on_long_text_is_paid_for(text):
    root = element("data", "", element("code", "x " * 50_000))
    expression = " , ".join([text] * 40)
    tight = replace(LIMITS, answer_steps=20_000)
    with pytest.raises(LimitExceeded, match=r"limit\.steps"):
        evaluate(f"concat({expression})", root=root, at="code", limits=tight)


def test_a_pattern_that_doubles_per_letter_elsewhere_is_harmless_here():
    root = element("data", "", element("code", "a" * 100_000 + "!"))
    assert evaluate("regex(., '^(a+)+$')", root=root, at="code") is False
    assert evaluate("regex(., '^(a|a)*$')", root=root, at="code") is False


def test_a_number_of_a_million_digits_is_a_number():
    root = element("data", "", element("code", "9" * 900_000))
    assert evaluate(". > 1", root=root, at="code") is True


def test_deep_trees_are_read_without_recursion():
    top = node = element("data")
    for _ in range(20_000):
        node = node.append(element("g"))
    node.value = "end"
    freeze(document(top))
    assert top.text() == "end"
    surroundings = environment(timer=float)
    context = Context(surroundings, node)
    assert compile_expression("string(/data)").value(context) == "end"
    assert compile_expression("count(ancestor::*)").value(context) == 20_000.0


def test_limits_of_the_scope_and_of_the_environment_are_obeyed():
    tight = replace(LIMITS, answer_steps=10, text_length=5)
    surroundings = environment(small_form(), limits=tight)
    context = Context(surroundings, surroundings.root.children[0])
    with pytest.raises(LimitExceeded, match=r"limit\.steps"):
        compile_expression("count(//*)").value(context)
    with pytest.raises(LimitExceeded, match=r"limit\.text"):
        compile_expression("concat('abc', age, 'abc')").value(context)
    with pytest.raises(ExpressionRefused, match="too_long"):
        compile_expression("1 + 1", Scope(limits=replace(LIMITS, expression_length=4)))


WORDS = """( ) [ ] / // . .. @ * + - = != < <= > >= | , and or div mod 1 0 .5 'a' "b" '' age person
name data :: child ancestor following node() text() count( sum( if( concat( position() last()
string( date( '2018-03-24' today() regex( selected( instance( 'villages' current() $ : # é
randomize( substr( round( coalesce( indexed-repeat( format-date( '%Y' pow( area( max("""
words = st.sampled_from(WORDS.split())
one_argument = st.sampled_from(
    sorted(name for name, function in STANDARD.items() if function.least <= 1 <= function.most)
)
two_arguments = st.sampled_from(
    sorted(name for name, function in STANDARD.items() if function.least <= 2 <= function.most)
)


@given(one_argument, two_arguments, st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_answered_functions_meet_only_errors_of_forms(one, two, answer, other):
    root = element("data", "", element("code", answer), element("other", other))
    context = Context(environment(root, timer=float), root.named("code")[0])
    for text in (f"{one}(.)", f"{two}(., ../other)", f"{two}(../*, string(.))"):
        assert outcome(text, context)


@given(st.floats(), st.floats(), one_argument, two_arguments)
def test_whatever_the_number_functions_meet_only_errors_of_forms(number, other, one, two):
    root = element("data", "", element("code", repr(number)), element("other", repr(other)))
    context = Context(environment(root, timer=float), root.named("code")[0])
    for text in (f"{one}(int(.))", f"{two}(int(.), int(../other))", f"{two}(../*, int(.))"):
        assert outcome(text, context)


@given(st.one_of(st.text(max_size=60), st.lists(words, max_size=25).map(" ".join)))
def test_random_text_meets_only_errors_of_forms(text):
    surroundings = environment(small_form(), timer=float)
    context = Context(surroundings, surroundings.root.children[0].named("age")[0])
    kinds = {f"value: {kind}" for kind in ("bool", "float", "str", "tuple", "Moment", "Days")}
    told = outcome(text, context)
    assert told in kinds or told.split(".")[0] in ("expression", "pattern", "value", "limit")
