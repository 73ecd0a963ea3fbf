"""The tree of answers and the choice lists: changes, order, indexes."""

from __future__ import annotations

import sys

import pytest
from expressions import VILLAGES, environment, small_form
from hypothesis import given
from hypothesis import strategies as st

from forms.expr import (
    ELEMENT,
    Context,
    Node,
    Scope,
    compile_expression,
    document,
    element,
    freeze,
    rows_document,
)
from forms.expr.axes import in_order


def test_children_are_found_by_name_after_every_kind_of_change():
    root = element("data", "", element("a", "1"), element("b"))
    assert [node.value for node in root.named("a")] == ["1"]
    second = root.append(element("a", "2"))
    root.insert(0, element("a", "0"))
    root.extend([element("a", "3"), element("c")])
    root.insert_many(1, [element("a", "0.5")])
    assert [node.value for node in root.named("a")] == ["0", "0.5", "1", "2", "3"]
    root.remove(second)
    assert [node.value for node in root.named("a")] == ["0", "0.5", "1", "3"]
    assert second.parent is None
    assert root.named("nothing") == ()
    assert [node.name for node in root.children] == ["a", "a", "a", "b", "a", "c"]


def test_a_selection_made_before_a_change_stays_as_it_was():
    root = element("data", "", element("a", "1"))
    before = root.named("a")
    root.append(element("a", "2"))
    assert len(before) == 1


def test_attributes_are_set_and_read_by_name():
    node = element("a")
    assert node.attribute("id") == ""
    first = node.set_attribute("id", "1")
    assert node.set_attribute("id", "2") is first
    node.set_attribute("id", "3", "urn:x")
    assert [mark.value for mark in node.attributes] == ["2", "3"]
    assert node.attribute("id") == "2"
    assert first.parent is node


def test_a_node_knows_its_root_its_ancestors_and_what_is_below():
    root = small_form()
    top = document(root)
    name = root.named("person")[1].named("name")[0]
    assert name.root() is top
    assert [node.name for node in name.ancestors()] == ["person", "data", ""]
    below = [node.name for node in root.named("person")[1].descendants()]
    assert below == ["name", "age", "note"]


def test_the_text_of_a_node_is_that_of_all_below_it_that_is_shown():
    root = small_form()
    group = root.named("group")[0]
    assert group.text() == "12x"
    group.named("b")[0].relevant = False
    assert group.text() == "1x"
    group.relevant = False
    assert group.text() == ""


def test_nodes_keep_document_order_when_instances_come_and_go():
    root = element("data")
    document(root)
    root.extend(element("r", "", element("x", str(at))) for at in range(5))
    everything = [node.named("x")[0] for node in root.named("r")]
    assert in_order(reversed(everything)) == tuple(everything)
    new = element("r", "", element("x", "new"))
    root.insert(2, new)
    mixed = [everything[4], new.named("x")[0], everything[0], everything[4]]
    assert [node.value for node in in_order(mixed)] == ["0", "new", "4"]
    moved = root.named("r")[0]
    root.remove(moved)
    root.append(moved)
    assert [node.value for node in in_order([everything[0], everything[4]])] == ["4", "0"]
    assert in_order([]) == ()


def test_nodes_of_several_trees_come_tree_by_tree():
    first, second = element("a", "", element("x")), element("b", "", element("y"))
    nodes = [first.children[0], second.children[0], second, first]
    assert [node.name for node in in_order(nodes)] == ["a", "x", "b", "y"]


@given(st.lists(st.integers(0, 30), max_size=40), st.randoms(use_true_random=False))
def test_order_is_that_of_the_tree_whatever_was_inserted_where(places, chance):
    root = element("data")
    document(root)
    for at, place in enumerate(places):
        root.insert(min(place, len(root.children)), element("x", str(at)))
        if chance.random() < 0.3:
            in_order(root.children)
    mixed = list(root.children)
    chance.shuffle(mixed)
    assert in_order(mixed) == tuple(root.children)


def test_nodes_are_light():
    node = Node(ELEMENT, "question")
    assert not hasattr(node, "__dict__")
    assert sys.getsizeof(node) <= 200
    assert node.children == ()
    with pytest.raises(AttributeError):
        node.colour = "red"


def test_a_list_of_rows_is_a_frozen_document():
    top = rows_document(VILLAGES, root="places", item="place")
    assert [node.name for node in top.children] == ["places"]
    places = top.children[0]
    assert len(places.named("place")) == len(VILLAGES)
    assert places.named("place")[2].named("label")[0].value == "East"
    assert all(node.static for node in top.descendants())


def found_in(rows: list[dict[str, str]], condition: str, *, frozen: bool) -> list[str]:
    surroundings = environment(small_form())
    top = document(
        element(
            "root",
            "",
            *(
                element("item", "", *(element(name, value) for name, value in row.items()))
                for row in rows
            ),
        )
    )
    surroundings.instances["list"] = freeze(top) if frozen else top
    context = Context(surroundings, surroundings.root.children[0].named("code")[0])
    expression = compile_expression(
        f"instance('list')/root/item[{condition}]/name", Scope(path=("data", "code"))
    )
    return [node.value for node in expression.value(context)]


CONDITIONS = [
    "district = 'd1'",
    "'d1' = district",
    "district = ''",
    "district = current()",
    "district = /data/nothing",
    "district = /data/person/name",
    "district = instance('list')/root/item[2]/district",
    "district = 'd1' and name = 'n1'",
    "name != 'n1' and district = 'd1'",
    "district = 'd1' and (kind = 'k1' or kind = 'k2')",
    "district = 'd1' and position() = 1",
    "district = 'd1'][2",
    "district = 'd1'][last()",
    "district = 1",
    "district = '1'",
    "district = '2018-03-24'",
    "district = date('2018-03-24')",
    "district = '2018-03-24T00:00:00.000+01:00'",
    "district = true()",
    "district = kind",
    "district = ../item[1]/district",
    "kind = 'k1'",
    "not(kind = 'k1')",
    "kind = 'k1' = true()",
]
values = st.sampled_from(["d1", "d2", "", "1", "1.0", "2018-03-24", "P-1"])
rows = st.lists(
    st.one_of(
        st.fixed_dictionaries({"name": st.sampled_from(["n1", "n2", "n3"]), "district": values}),
        st.fixed_dictionaries(
            {"name": st.just("n4"), "district": values, "kind": st.sampled_from(["k1", "k2"])}
        ),
    ),
    max_size=8,
)


@given(rows, st.sampled_from(CONDITIONS))
def test_an_indexed_list_gives_what_looking_through_it_gives(listed, condition):
    through = found_in(listed, condition, frozen=False)
    assert found_in(listed, condition, frozen=True) == through


def test_a_column_that_comes_twice_in_a_row_is_found_by_both_values():
    item = element("item", "", element("name", "n1"), element("tag", "a"), element("tag", "b"))
    top = freeze(document(element("root", "", item)))
    surroundings = environment(small_form())
    surroundings.instances["list"] = top
    context = Context(surroundings, surroundings.root)
    for tag, count in (("a", 1.0), ("b", 1.0), ("c", 0.0)):
        text = f"count(instance('list')/root/item[tag = '{tag}'])"
        assert compile_expression(text).value(context) == count


def test_a_long_list_is_looked_up_without_spending_a_step_for_each_row():
    surroundings = environment(small_form())
    surroundings.instances["list"] = rows_document(
        {"name": f"n{at}", "district": f"d{at % 1000}"} for at in range(20_000)
    )
    context = Context(surroundings, surroundings.root)
    text = "instance('list')/root/item[{}]"
    for condition in ("district = 'd7'", "name = 'n7'", "district = 'd7' and name != 'n7'"):
        surroundings.restart()
        assert compile_expression(text.format(condition)).value_within(context)
        surroundings.spend(199_000)
