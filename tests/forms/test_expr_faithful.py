"""No value changes behind the back of the references of its expression."""

from __future__ import annotations

from expressions import environment, person
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import FormError
from forms.expr import Context, Expression, Node, Scope, compile_expression, element

HERE = ("data", "person", "age")
SHAPE = {
    (): ("data",),
    ("data",): ("age", "code", "group", "person"),
    ("data", "group"): ("a", "b"),
    ("data", "person"): ("name", "age", "visit"),
    ("data", "person", "visit"): ("day", "age"),
}
REPEATS = frozenset({("data", "person"), ("data", "person", "visit")})

names = st.sampled_from(["age", "code", "group", "person", "visit", "name", "a", "b", "day", "*"])
starts = st.sampled_from(
    ["/data/", "../", "../../", "./", "", "//", "current()/../", "/data/person/", "../visit/",
     "/data/person[2]/", "../../person/", "/data/group/", "ancestor::*/", "../descendant::*/",
     "../preceding-sibling::person/", "../../person[position() = position(current()/..) - 1]/",
     "/data/person[name = current()/../name]/", "../../person[age > /data/person/age]/",
     "indexed-repeat(/data/person/name, /data/person, /data/group/a)/../"]
)  # fmt: skip
paths = st.builds(lambda start, name: start + name, starts, names)


def wrapped(inner):
    return st.one_of(
        st.builds("string({})".format, paths),
        st.builds("count({}[. = {}])".format, paths, inner),
        st.builds("sum({})".format, paths),
        st.builds("concat({}, {})".format, paths, inner),
        st.builds("if({} = {}, {}, {})".format, paths, inner, inner, paths),
        st.builds("{} + {}".format, inner, inner),
        st.builds("{} = {}".format, paths, inner),
        st.builds("string({}[{}])".format, paths, inner),
        st.builds("coalesce({}, {})".format, paths, inner),
        st.builds("count({} | {})".format, paths, paths),
        st.builds("selected({}, string({}))".format, paths, paths),
    )


expressions = st.recursive(
    st.sampled_from(["1", "'2'", "string(.)", "current()"]), wrapped, max_leaves=4
)


def form() -> Node:
    root = element("data", "", element("age", "3"), element("code", "2"))
    root.append(element("group", "", element("a", "1"), element("b", "2")))
    for at in (1, 2, 3):
        visits = [
            element("visit", "", element("day", str(day)), element("age", str(at)))
            for day in (1, 2)
        ]
        root.append(person(str(at), str(at), *visits))
    return root


def path_of(node: Node) -> tuple[str, ...]:
    return tuple(place.name for place in (*reversed(list(node.ancestors())), node))[1:]


def in_reach(node: Node, here: Node, climb: tuple[str, ...]) -> bool:
    """Return whether both stand in the same instance of a climb."""
    depth = len(climb)
    lines = [[*reversed(list(one.ancestors())), one] for one in (node, here)]
    return lines[0][depth] is lines[1][depth]


def value_of(expression: Expression, context: Context) -> str:
    try:
        return expression.as_text(context)
    except FormError as stopped:
        return stopped.code


@given(expressions, st.sampled_from(["", "1", "2", "3", "x"]))
def test_a_value_changes_only_when_something_it_refers_to_did(text, other):
    root = form()
    here = root.named("person")[1].named("age")[0]
    scope = Scope(path=HERE, repeats=REPEATS, shape=SHAPE)
    expression = compile_expression(text, scope)
    context = Context(environment(root), here)
    before = value_of(expression, context)
    for node in [node for node in root.descendants() if not node.children]:
        kept, node.value = node.value, other
        path = path_of(node)
        assert value_of(expression, context) == before or any(
            path[: len(ref.path)] == ref.path and in_reach(node, here, ref.climb)
            for ref in expression.references
        )
        node.value = kept


def test_the_form_is_rich_enough_for_values_to_change():
    root = form()
    context = Context(environment(root), root.named("person")[1].named("age")[0])
    scope = Scope(path=HERE, repeats=REPEATS, shape=SHAPE)
    expression = compile_expression("sum(../../person/age) + sum(/data/person/visit/age)", scope)
    assert expression.value(context) == 10.0
    root.named("person")[0].named("age")[0].value = "5"
    assert expression.value(context) == 14.0
