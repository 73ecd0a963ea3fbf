"""What paths select: axes, node tests, predicates, unions, order, hidden questions."""

from __future__ import annotations

import pytest
from expressions import environment, evaluate, names_of, person, small_form, text_of

from forms.errors import LimitExceeded, ValueRefused
from forms.expr import (
    COMMENT,
    INSTRUCTION,
    TEXT,
    Context,
    Node,
    Scope,
    compile_expression,
    document,
    element,
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (".", ["age=17"]),
        ("..", ["data"]),
        ("../..", [""]),
        ("../../..", []),
        ("/", [""]),
        ("/data", ["data"]),
        ("/data/age", ["age=17"]),
        ("/data/nothing", []),
        ("/nothing/age", []),
        ("../age", ["age=17"]),
        ("./../age", ["age=17"]),
        ("../group/a", ["a=1"]),
        ("../group/../age", ["age=17"]),
        ("/data/group/*", ["a=1", "b=2", "c=x"]),
        ("/data/group/node()", ["a=1", "b=2", "c=x"]),
        ("/data/person/name", ["name=P-1", "name=P-2", "name=P-3"]),
        ("/data/person[1]/name", ["name=P-1"]),
        ("/data/person[2]/name", ["name=P-2"]),
        ("/data/person[last()]/name", ["name=P-3"]),
        ("/data/person[last() - 1]/name", ["name=P-2"]),
        ("/data/person[position() = 2]/name", ["name=P-2"]),
        ("/data/person[position() > 1]/name", ["name=P-2", "name=P-3"]),
        ("/data/person[position() mod 2 = 1]/name", ["name=P-1", "name=P-3"]),
        ("/data/person[0]", []),
        ("/data/person[-1]", []),
        ("/data/person[1.5]", []),
        ("/data/person[4]", []),
        ("/data/person['']", []),
        ("/data/person['a'][1]/name", ["name=P-1"]),
        ("/data/person[note]/name", ["name=P-2"]),
        ("/data/person[not(note)]/name", ["name=P-1", "name=P-3"]),
        ("/data/person[age > 10]/name", ["name=P-1", "name=P-3"]),
        ("/data/person[age > 10][2]/name", ["name=P-3"]),
        ("/data/person[2][age > 10]/name", []),
        ("/data/person[age = 8 or age = 12]/age", ["age=8", "age=12"]),
        ("/data/person[name = 'P-2' and age = 8]/note", ["note=late"]),
        ("/data/person[../age = 17]/name", ["name=P-1", "name=P-2", "name=P-3"]),
        ("/data/person[current() = 17]/name", ["name=P-1", "name=P-2", "name=P-3"]),
        ("/data/person[name][age][2]/name", ["name=P-2"]),
        ("/data/person/name[1]", ["name=P-1", "name=P-2", "name=P-3"]),
        ("(/data/person/name)[1]", ["name=P-1"]),
        ("(/data/person/name)[last()]", ["name=P-3"]),
        ("(/data/person)[2]/note", ["note=late"]),
        ("(/data/person | /data/group)[1]/*[1]", ["a=1"]),
        ("/data/*[self::age or self::code]", ["age=17", "code=d1"]),
        ("//name", ["name=P-1", "name=P-2", "name=P-3"]),
        ("//person/name", ["name=P-1", "name=P-2", "name=P-3"]),
        ("/data//name[1]", ["name=P-1", "name=P-2", "name=P-3"]),
        ("/data//age", ["age=17", "age=31", "age=8", "age=12"]),
        ("(//age)[2]", ["age=31"]),
        ("//nothing", []),
        ("/data/descendant::age", ["age=17", "age=31", "age=8", "age=12"]),
        ("/data/age/descendant-or-self::*", ["age=17"]),
        ("/data/group/descendant-or-self::*[2]", ["a=1"]),
        ("ancestor::*", ["data"]),
        ("ancestor::node()", ["", "data"]),
        ("ancestor-or-self::*", ["data", "age=17"]),
        ("/data/group/b/ancestor::*[1]", ["group"]),
        ("/data/group/b/ancestor-or-self::*[last()]", ["data"]),
        ("parent::data", ["data"]),
        ("parent::group", []),
        ("self::age", ["age=17"]),
        ("self::name", []),
        ("/data/group/b/following-sibling::*", ["c=x"]),
        ("/data/group/b/preceding-sibling::*", ["a=1"]),
        ("/data/group/c/preceding-sibling::*", ["a=1", "b=2"]),
        ("/data/group/c/preceding-sibling::*[1]", ["b=2"]),
        ("/data/group/c/preceding-sibling::*[last()]", ["a=1"]),
        ("/data/person[1]/following-sibling::person/name", ["name=P-2", "name=P-3"]),
        ("/data/person[3]/preceding-sibling::person[1]/name", ["name=P-2"]),
        ("/data/person[2]/note/following::*", ["person", "name=P-3", "age=12", "last=end"]),
        ("/data/group/a/preceding::*[1]", ["code=d1"]),
        ("/data/group/b/preceding::*[2]", ["code=d1"]),
        ("/data/person[3]/following::*", ["last=end"]),
        ("/data/person/name/..", ["person", "person", "person"]),
        ("/data/person/name/../..", ["data"]),
        ("/data/person/parent::*", ["data"]),
        ("/data/last | /data/age", ["age=17", "last=end"]),
        ("/data/age | /data/age", ["age=17"]),
        ("/data/group/* | /data/group/b", ["a=1", "b=2", "c=x"]),
        ("/data/nothing | /data/age", ["age=17"]),
        ("/data/person[name = /data/person[2]/name]/age", ["age=8"]),
        ("current()", ["age=17"]),
        ("current()/../code", ["code=d1"]),
        ("/data/person[age < current()/../age]/name", ["name=P-2", "name=P-3"]),
        ("/data/person/*[last()]", ["age=31", "note=late", "age=12"]),
    ],
)
def test_a_path_selects_nodes_in_document_order(text, names):
    assert names_of(text) == names


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("/data/person", "P-131"),
        ("/data/group", "12x"),
        ("/data/nothing", ""),
        ("/data/person/name", "P-1"),
        ("instance('villages')/root/item[name = 'n3']/label", "East"),
        ("instance('villages')/root/item['n3' = name]/label", "East"),
        ("instance('villages')/root/item[3]/label", "East"),
        ("instance('villages')/root/item[district = ../../../code]/label", ""),
        ("instance('villages')/root/item[district = current()/../code]/label", "North"),
        ("instance('villages')/root/item[district = /data/code][2]/label", "East"),
        ("instance('villages')/root/item[district = 'd2' and name = 'n4']/label", "West"),
        ("instance('villages')/root/item[name = 'n4' and district = 'd1']/label", ""),
        ("instance('villages')/root/item[district = 'd2'][last()]/name", "n9"),
        ("instance('villages')/root/item[district = 'd2' and position() = 2]/name", "n2"),
        ("instance('villages')/root/item[district = /data/nothing]/name", ""),
        ("instance('villages')/root/item[name = ''] /label", ""),
        ("instance('villages')/root/item[(district = 'd3')]/name", "n6"),
        ("instance('villages')/root/item[district = 'd3' or name = 'n1']/name", "n1"),
        ("instance('villages')/root/item[name = concat('n', 1 + 1)]/label", "South"),
        (
            "instance('villages')/root/item[name = instance('villages')/root/item[5]/name]/label",
            "Middle",
        ),
        (
            "instance('villages')/root/item[name = instance('villages')/root/item/name]/label",
            "North",
        ),
        ("instance('villages')//label", "North"),
    ],
)
def test_the_text_of_a_set_is_the_text_of_its_first_node(text, value):
    assert text_of(text) == value


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("instance('villages')/root/item", 10),
        ("instance('villages')/root/item[district = 'd1']", 5),
        ("instance('villages')/root/item[district = /data/code]", 5),
        ("instance('villages')/root/item[district != 'd1']", 5),
        ("instance('villages')/root/item[selected('d1 d3', district)]", 7),
        ("instance('villages')/root/item[district = 'd1' and contains(label, 'o')]", 1),
        ("instance('villages')/root/item[string-length(name) > 2]", 1),
        (
            "instance('villages')/root/item[district = instance('villages')/root/item[2]/district]",
            3,
        ),
        ("//item", 0),
        ("//node()", 24),
        ("//person//*", 7),
        ("/data/person/preceding::*", 19),
    ],
)
def test_sets_have_the_size_that_their_conditions_leave(text, count):
    assert evaluate(f"count({text})") == count


def marked_up() -> Node:
    root = element("data")
    mixed = element("mixed")
    mixed.set_attribute("id", "m")
    mixed.set_attribute("lang", "fr")
    mixed.extend(
        [
            Node(TEXT, value="one "),
            element("b", "two"),
            Node(COMMENT, value="not said"),
            Node(TEXT, value=" three"),
            Node(INSTRUCTION, "go", "there"),
            Node(INSTRUCTION, "stop", "here"),
        ]
    )
    spaced = Node(1, "instanceID", "uuid:1", "http://openrosa.org/xforms")
    spaced.prefix = "orx"
    root.extend([mixed, spaced])
    root.namespaces = {"orx": "http://openrosa.org/xforms"}
    return root


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("string(/data/mixed)", "one two three"),
        ("string(/data/mixed/text())", "one "),
        ("count(/data/mixed/text())", 2.0),
        ("string(/data/mixed/comment())", "not said"),
        ("string(/data/mixed/processing-instruction())", "there"),
        ("string(/data/mixed/processing-instruction('stop'))", "here"),
        ("count(/data/mixed/node())", 6.0),
        ("count(/data/mixed/*)", 1.0),
        ("string(/data/mixed/@id)", "m"),
        ("count(/data/mixed/@*)", 2.0),
        ("count(//@*)", 2.0),
        ("string(//@lang)", "fr"),
        ("string(/data/mixed[@id = 'm']/b)", "two"),
        ("name(/data/mixed/@id/..)", "mixed"),
        ("count(/data/mixed/@id/following-sibling::node())", 0.0),
        ("count(/data/mixed/@id/following::*)", 2.0),
        ("count(/data/mixed/@lang/preceding::*)", 0.0),
        ("count(/data/mixed/@id/ancestor::*)", 2.0),
        ("string(/data/orx:instanceID)", "uuid:1"),
        ("string(/data/instanceID)", "uuid:1"),
        ("count(/data/orx:*)", 1.0),
        ("name(/data/*[2])", "orx:instanceID"),
        ("local-name(/data/*[2])", "instanceID"),
        ("namespace-uri(/data/*[2])", "http://openrosa.org/xforms"),
        ("namespace-uri(/data/mixed)", ""),
        ("name(/data/mixed/text())", ""),
        ("name(/)", ""),
        ("name(/data/mixed/@id)", "id"),
        ("name(/data/mixed/processing-instruction())", "go"),
        ("name()", "mixed"),
        ("local-name()", "mixed"),
        ("namespace-uri()", ""),
        ("name(/data/nothing)", ""),
        ("count(/data/mixed/namespace::*)", 2.0),
        ("string(/data/mixed/namespace::orx)", "http://openrosa.org/xforms"),
        ("count(id('m'))", 1.0),
        ("name(id('x m y'))", "mixed"),
        ("count(id('x'))", 0.0),
        ("count(/data/mixed/b/preceding-sibling::text())", 1.0),
        ("string(/data/mixed/text()[2])", " three"),
        ("string-length()", 13.0),
        ("normalize-space()", "one two three"),
    ],
)
def test_marks_texts_comments_and_names_are_nodes_too(text, value):
    assert evaluate(text, root=marked_up(), at="mixed") == value


def test_strict_names_tell_namespaces_apart():
    scope = Scope(strict_names=True)
    assert evaluate("count(/data/instanceID)", root=marked_up(), at="", scope=scope) == 0.0
    assert evaluate("count(/data/mixed/b)", root=marked_up(), at="", scope=scope) == 1.0
    assert evaluate("count(/data/orx:instanceID)", root=marked_up(), at="", scope=scope) == 1.0
    scope = Scope(namespaces={"x": "http://openrosa.org/xforms"})
    assert evaluate("count(/data/x:instanceID)", root=marked_up(), at="", scope=scope) == 1.0


def test_the_language_of_a_node_is_that_of_the_nearest_mark():
    root = marked_up()
    root.named("mixed")[0].attributes[1].prefix = "xml"
    root.named("mixed")[0].attributes[1].value = "fr-CA"
    for text, value in [("fr", True), ("FR-ca", True), ("f", False), ("en", False)]:
        assert evaluate(f"lang('{text}')", root=root, at="mixed") is value
    assert evaluate("lang('fr')", root=root, at="") is False


# hidden questions


def hidden(*names: str) -> Node:
    root = small_form()
    for name in names:
        for node in root.named(name):
            for inner in (node, *node.descendants()):
                inner.relevant = False
    return root


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("string(/data/code)", ""),
        ("/data/code = ''", True),
        ("count(/data/code)", 1.0),
        ("count(/data/code | /data/age)", 1.0),
        ("concat('<', /data/code, '>')", "<>"),
        ("string(/data/group)", ""),
        ("string(/data/group/a)", ""),
        ("count(/data/group/*)", 0.0),
        ("count-non-empty(/data/*)", 10.0),
        ("selected(/data/code, 'd1')", False),
        (
            "string(/data)",
            (
                "17red green blue  one  two 2018-03-242018-03-25T12:30:00.000+02:00"
                "-3.5P-131P-28lateP-312end"
            ),
        ),
    ],
)
def test_a_hidden_question_is_empty_and_left_out_of_sets(text, value):
    assert evaluate(text, root=hidden("code", "group")) == value


def test_a_hidden_repeat_is_left_out_even_when_it_is_alone():
    root = element("data", "", element("age", "1"), person("P-1", "31"))
    alone = root.named("person")[0]
    alone.repeated = True
    assert evaluate("count(/data/person)", root=root) == 1.0
    for node in (alone, *alone.descendants()):
        node.relevant = False
    assert evaluate("count(/data/person)", root=root) == 0.0
    assert evaluate("sum(/data/person/age)", root=root) == 0.0
    assert evaluate("count(/data/person[1]/age)", root=root) == 0.0


def test_hidden_instances_of_a_repeat_do_not_count():
    root = small_form()
    second = root.named("person")[1]
    for node in (second, *second.descendants()):
        node.relevant = False
    assert evaluate("count(/data/person)", root=root) == 2.0
    assert evaluate("sum(/data/person/age)", root=root) == 43.0
    assert text_of("join(',', /data/person/name)", root=root) == "P-1,P-3"


# repeats


def within_repeat(text: str, at: int = 1, path: tuple[str, ...] = ("data", "person", "age")):
    root = small_form()
    scope = Scope(path=path, repeats=frozenset({("data", "person")}))
    node = root.named("person")[at]
    if len(path) > 2:
        node = node.named(path[2])[0]
    return compile_expression(text, scope).value(Context(environment(root), node))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("string(/data/person/name)", "P-2"),
        ("string(../name)", "P-2"),
        ("sum(/data/person/age)", 8.0),
        ("sum(../../person/age)", 51.0),
        ("count(/data/person)", 3.0),
        ("string(/data/person[1]/name)", "P-1"),
        ("string(/data/age)", "17"),
        ("string(/data/person/*[1])", "P-2"),
        ("position(..)", 2.0),
        ("position(/data/person)", 1.0),
        ("string(/data/person[position(current()/..) - 1]/name)", "P-1"),
        ("string(../../person[position() = position(current()/..) + 1]/name)", "P-3"),
        (
            "string(instance('villages')/root/item[name = concat('n', /data/person/age)]/label)",
            "Far",
        ),
        ("count(../../person[age < /data/person/age])", 0.0),
        ("count(../../person[age > /data/person/age])", 2.0),
        ("string(indexed-repeat(/data/person/name, /data/person, 3))", "P-3"),
        ("string(indexed-repeat(/data/person/name, /data/person, position(..)))", "P-2"),
        ("string(indexed-repeat(/data/person/name, /data/person, position(..) - 1))", "P-1"),
        ("string(indexed-repeat(/data/person/name, /data/person, 4))", ""),
        ("string(indexed-repeat(/data/person/name, /data/person, 0))", ""),
        ("string(indexed-repeat(/data/person/name, /data/person, 'x'))", ""),
        ("string(indexed-repeat(//name, //person, 3))", "P-3"),
        ("if(/data/person/age < 10, 'child', 'adult')", "child"),
        ("-/data/person/age", -8.0),
        ("string(/data/person/name | /data/person/name)", "P-2"),
        ("string((/data/person/name)[1])", "P-2"),
    ],
)
def test_an_absolute_path_into_the_own_repeat_means_this_instance(text, value):
    assert within_repeat(text) == value


def test_the_rule_holds_on_the_repeat_itself():
    assert within_repeat("string(/data/person/name)", path=("data", "person")) == "P-2"


def test_repeats_within_repeats_are_reached_by_two_places():
    root = element("data")
    for house in "AB":
        inner = [element("who", "", element("name", f"{house}{at}")) for at in (1, 2)]
        root.append(element("house", "", *inner))
    text = "indexed-repeat(/data/house/who/name, /data/house, 2, /data/house/who, {})"
    assert text_of(text.format(1), root=root, at="") == "B1"
    assert text_of(text.format(2), root=root, at="") == "B2"
    assert text_of(text.format(3), root=root, at="") == ""
    searched = text.replace("/data", "/*")
    assert text_of(searched.format(2), root=root, at="") == "B2"


# surroundings


def test_the_root_is_that_of_the_answers_even_inside_a_list():
    found = evaluate("count(instance('villages')/root/item[name = 'n1' and /data/age = 17])")
    assert found == 1.0


def test_without_a_named_root_the_tree_of_the_node_is_meant():
    root = small_form()
    document(root)
    context = Context(environment(), root.named("age")[0])
    assert compile_expression("string(/data/code)").value(context) == "d1"


def test_an_unknown_list_is_an_error_while_filling_in():
    with pytest.raises(ValueRefused, match="unknown_instance"):
        evaluate("instance('towns')/root")
    with pytest.raises(ValueRefused, match="unknown_instance"):
        evaluate("instance(/data/code)/root")


def test_nested_evaluations_keep_their_own_current_node():
    surroundings = environment(small_form())
    root = surroundings.root.children[0]
    inner = compile_expression("string(current())")

    def label(_node, _value, _question):
        return inner.as_text(Context(surroundings, root.named("code")[0]))

    surroundings.choice_name = label
    expression = compile_expression("concat(jr:choice-name('a', 'b'), '/', current())")
    assert expression.value(Context(surroundings, root.named("age")[0])) == "d1/17"
    assert surroundings.current is None


def test_an_expression_gives_its_value_in_the_kind_that_is_asked_for():
    surroundings = environment(small_form())
    context = Context(surroundings, surroundings.root.children[0].named("age")[0])
    expression = compile_expression("../person/age")
    assert expression.as_text(context) == "31"
    assert expression.as_number(context) == 31.0
    assert expression.as_boolean(context) is True
    assert len(expression.as_nodes(context)) == 3
    assert compile_expression("../age + 1").as_text(context) == "18"
    assert compile_expression("1 = 1").as_number(context) == 1.0
    assert compile_expression("if(../age > 1, .., 1)").as_nodes(context)[0].name == "data"
    with pytest.raises(ValueRefused, match="wants_nodes"):
        compile_expression("if(../age > 18, .., 1)").as_nodes(context)


def test_expressions_of_one_answer_share_its_steps():
    surroundings = environment(small_form())
    context = Context(surroundings, surroundings.root.children[0])
    expression = compile_expression("count(//*[name or age or true()])")
    spent = 0
    with pytest.raises(LimitExceeded, match="steps"):
        spent = sum(expression.value_within(context) for _ in range(20_000))
    assert spent == 0
    assert expression.value(context) == 24.0
