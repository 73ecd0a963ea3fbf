"""What an expression may read, found without evaluating it."""

from __future__ import annotations

import pytest

from forms.expr import Reference, Scope, compile_expression

SHAPE = {
    (): ("data",),
    ("data",): ("age", "group", "r"),
    ("data", "group"): ("a", "b"),
    ("data", "r"): ("x", "y", "s"),
    ("data", "r", "s"): ("z", "w"),
}
SCOPE = Scope(
    path=("data", "r", "x"),
    repeats=frozenset({("data", "r"), ("data", "r", "s")}),
    shape=SHAPE,
)
WITHOUT_SHAPE = Scope(path=SCOPE.path, repeats=SCOPE.repeats)


def told(text: str, scope: Scope = SCOPE) -> list[str]:
    """Return ``path < climb`` of each, ``/..`` for all below, ``#`` for the place alone."""
    return [
        f"{'/'.join(ref.path)}{'/..' if ref.below else ''}{'#' if ref.placing else ''}"
        f" < {'/'.join(ref.climb)}"
        for ref in compile_expression(text, scope).references
    ]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("1 + 1", []),
        ("'a'", []),
        ("today()", []),
        (".", ["data/r/x < data/r/x"]),
        ("..", ["data/r < data/r"]),
        ("../y", ["data/r/y < data/r"]),
        ("./../y", ["data/r/y < data/r"]),
        ("../../age", ["data/age < data"]),
        ("../../r/y", ["data/r/y < data"]),
        ("sum(../../r/y)", ["data/r/y < data"]),
        ("/data/age", ["data/age < "]),
        ("/data/group/a", ["data/group/a < "]),
        ("/data/r/y", ["data/r/y < data/r"]),
        ("/data/r", ["data/r < "]),
        ("count(/data/r)", ["data/r < "]),
        ("/data/r/s/z", ["data/r/s/z < data/r"]),
        ("/data/r[1]/y", ["data/r/y < "]),
        ("/data/r[y = 1]/x", ["data/r/y < ", "data/r/x < "]),
        (
            "../../r[y = current()/../y]/x",
            ["data/r/y < data", "data/r/y < data/r", "data/r/x < data"],
        ),
        ("../../r[y = /data/r/y]/x", ["data/r/y < data", "data/r/y < data/r", "data/r/x < data"]),
        ("current()", ["data/r/x < data/r/x"]),
        ("concat(current(), '!')", ["data/r/x < data/r/x"]),
        ("../../r[y = current()]/y", ["data/r/y < data", "data/r/x < data/r/x"]),
        ("current()/.", ["data/r/x < data/r/x"]),
        ("current()/../y", ["data/r/y < data/r"]),
        ("if(../y = 1, /data/age, 2)", ["data/r/y < data/r", "data/age < "]),
        ("../y | ../x", ["data/r/y < data/r", "data/r/x < data/r"]),
        ("-../y", ["data/r/y < data/r"]),
        ("../y + ../y", ["data/r/y < data/r"]),
        ("concat(../y, /data/age)", ["data/r/y < data/r", "data/age < "]),
        ("(../y | ../x)[. = 1]", ["data/r/y < data/r", "data/r/x < data/r"]),
        ("(../../r)[1]/y", ["data/r < data", "data/r/y < data"]),
        ("position(..)", ["data/r# < data"]),
        ("position(../../r[x = 1])", ["data/r/x < data", "data/r# < data"]),
        ("position()", ["data/r/x# < data/r"]),
        ("../../r[position() = 2]/y", ["data/r/y < data"]),
        ("once(../y)", ["data/r/y < data/r"]),
        ("string()", ["data/r/x < data/r/x"]),
        ("number() + 1", ["data/r/x < data/r/x"]),
        ("../@id", ["data/r < data/r"]),
        ("indexed-repeat(/data/r/y, /data/r, 2)", ["data/r/y < ", "data/r < "]),
        (
            "indexed-repeat(/data/r/y, /data/r, position(..) - 1)",
            ["data/r/y < ", "data/r < ", "data/r# < data"],
        ),
        ("randomize(/data/r)[1]/y", ["data/r < ", "data/r/y < "]),
        ("instance('v')/root/item", []),
        ("instance('v')/root/item[name = label]", []),
        ("instance('v')/root/item[name = current()/../y]/label", ["data/r/y < data/r"]),
        (
            "instance('v')/root/item[name = /data/r/y and a = /data/age]",
            ["data/r/y < data/r", "data/age < "],
        ),
        ("count(instance('v')/root/item[position() = 1])", []),
        ("instance(../y)/root", ["data/r/y < data/r"]),
        ("pulldata('v', 'a', 'b', ../y)", ["data/r/y < data/r"]),
        ("jr:choice-name(../y, '/data/r/y')", ["data/r/y < data/r"]),
        ("/data/group/*", ["data/group/a < ", "data/group/b < "]),
        ("../*", ["data/r/x < data/r", "data/r/y < data/r", "data/r/s < data/r"]),
        ("../s/*", ["data/r/s/z < data/r", "data/r/s/w < data/r"]),
        ("../s/node()", ["data/r/s/z < data/r", "data/r/s/w < data/r"]),
        ("../*[self::y]/.", ["data/r/x < data/r", "data/r/y < data/r", "data/r/s < data/r"]),
        ("//z", ["data/r/s/z < "]),
        ("../descendant::z", ["data/r/s/z < data/r"]),
        (
            "../s/descendant-or-self::*",
            ["data/r/s < data/r", "data/r/s/z < data/r", "data/r/s/w < data/r"],
        ),
        ("following-sibling::y", ["data/r/y < data/r"]),
        ("../preceding-sibling::r/x", ["data/r/x < data"]),
        ("../preceding-sibling::r[1]/y", ["data/r/y < data"]),
        ("ancestor::r/y", ["data/r/y < data/r"]),
        ("ancestor-or-self::*", ["data < data", "data/r < data/r", "data/r/x < data/r/x"]),
        ("following::z", ["data/r/s/z < "]),
        ("//s[1]/w", ["data/r/s/w < "]),
        ("//*/z", ["data/r/s/z < "]),
        ("/data/*/y", ["data/r/y < "]),
        ("../s/z/text()", ["data/r/s/z < data/r"]),
        ("../nothing", ["data/r/nothing < data/r"]),
        ("/data/comment()", []),
        ("../../..", []),
    ],
)
def test_references_name_the_path_and_how_far_it_climbs(text, references):
    assert told(text) == references


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("../*", ["data/r/.. < data/r"]),
        ("/data/group/*", ["data/group/.. < "]),
        ("//z", ["/.. < "]),
        ("../s//z", ["data/r/s/.. < data/r"]),
        ("../s/*/q", ["data/r/s/.. < data/r"]),
        ("../s/*/..", ["data/r/.. < data/r"]),
        ("../s/*/ancestor::*", ["/.. < "]),
        ("../s/*/following-sibling::*", ["data/r/.. < data/r"]),
        ("../s/*[. = 1]", ["data/r/s/.. < data/r"]),
        ("../y", ["data/r/y < data/r"]),
    ],
)
def test_without_the_shape_of_the_form_wildcards_mean_everything_below(text, references):
    assert told(text, WITHOUT_SHAPE) == references


def test_outside_a_repeat_a_path_into_it_means_all_of_it():
    scope = Scope(path=("data", "age"), repeats=SCOPE.repeats, shape=SHAPE)
    assert told("sum(/data/r/x)", scope) == ["data/r/x < "]
    assert told("../r/x", scope) == ["data/r/x < data"]


def test_the_innermost_repeat_that_both_are_in_is_meant():
    scope = Scope(path=("data", "r", "s", "z"), repeats=SCOPE.repeats, shape=SHAPE)
    assert told("/data/r/s/w", scope) == ["data/r/s/w < data/r/s"]
    assert told("/data/r/x", scope) == ["data/r/x < data/r"]
    assert told("/data/r/s", scope) == ["data/r/s < data/r"]
    assert told("/data/r/s[1]/w", scope) == ["data/r/s/w < data/r"]
    assert told("/data/r[1]/s/w", scope) == ["data/r/s/w < "]
    assert told("/data/age", scope) == ["data/age < "]


def test_the_climb_is_always_above_both_the_path_and_the_question():
    for text in ("../y", "../../r/y", "/data/r/s/z", "//w", "../s/*", "following::*", "../../*/x"):
        for reference in compile_expression(text, SCOPE).references:
            depth = len(reference.climb)
            assert reference.path[:depth] == reference.climb
            assert SCOPE.path[:depth] == reference.climb


def test_a_reference_is_a_value():
    assert Reference(("a",), ()) == Reference(("a",), ())
    assert compile_expression("/a").references == (Reference(("a",), ()),)
