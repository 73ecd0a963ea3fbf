"""What other people's forms can say: look-ups, outside lists, odd lists, names for codes, media."""

from __future__ import annotations

from datetime import date

import pytest
from random_forms import xform
from scenarios import ROOM, ROOM_BINDS, ROOM_BODY, ask, clock, opened, value

from forms.answers import fill
from forms.errors import FormError
from forms.loading import load_form
from forms.session import open_session
from forms.stored import model_from_json, model_to_json

LIST = (
    '<instance id="l"><root><item><name>x</name><label>X!</label></item>'
    "<item><name>y</name><label>Y!</label></item></root></instance>"
)
SELECT = (
    '<select1 ref="/data/q"><label>Q</label><itemset nodeset="{}"><value ref="name"/>'
    '<label ref="label"/></itemset></select1>'
)


def test_a_value_is_looked_up_in_a_list():
    text = "pulldata('l', 'label', 'name', /data/q)"
    session = opened("<q/><b/>", f'<bind nodeset="/data/b" calculate="{text}"/>', more=LIST)
    assert session.set("/data/q", "y").values["/data/b"] == "Y!"


def test_a_code_is_named_in_words_by_an_expression():
    bind = '<bind nodeset="/data/b" calculate="jr:choice-name(/data/q, \'/data/q\')"/>'
    body = SELECT.format("instance('l')/root/item")
    session = opened("<q/><b/>", bind, body, LIST)
    assert session.set("/data/q", "x").values["/data/b"] == "X!"
    inside = opened(
        "<r><q/><b/></r>",
        bind.replace("/data/", "/data/r/"),
        f'<group ref="/data/r"><repeat nodeset="/data/r">{body.replace("/q", "/r/q")}</repeat>'
        "</group>",
        LIST,
    )
    assert inside.set("/data/r/q", "y").values["/data/r[1]/b"] == "Y!"


def test_a_shuffled_list_stays_shuffled_in_the_same_way():
    session = opened("<q/>", "", SELECT.format("randomize(instance('l')/root/item, 3)"), LIST)
    first = session.choices("/data/q")
    assert {offer.code for offer in first} == {"x", "y"}
    assert session.choices("/data/q") == first


def test_a_list_from_outside_comes_with_labels_for_each_language():
    itext = (
        '<itext><translation lang="English (en)"/><translation lang="Arabic (ar)"/></itext>'
        '<instance id="ext" src="jr://file-csv/ext.csv"/>'
    )
    model = load_form(xform("<q/>", "", SELECT.format("instance('ext')/root/item"), itext))
    assert open_session(model, None, clock).choices("/data/q") == ()
    rows = [{"name": "n", "label": "N", "label::ar": "ن"}]
    session = open_session(model, None, clock, "ar", {"ext": rows})
    assert [offer.label for offer in session.choices("/data/q")] == ["ن"]
    session.set_language("en")
    assert [offer.label for offer in session.choices("/data/q")] == ["N"]


def test_a_list_that_is_no_table_is_kept_as_it_is():
    odd = '<instance id="l"><root><a kind="k"><b>1</b><b>2</b></a><c>3</c></root></instance>'
    bind = '<bind nodeset="/data/{}" calculate="{}"/>'
    binds = bind.format("n", "count(instance('l')/root/a/b)")
    binds += bind.format("k", "instance('l')/root/a/@kind")
    model = load_form(xform("<n/><k/>", binds, "", odd))
    for form in (model, model_from_json(model_to_json(model))):
        session = open_session(form, None, clock)
        assert (value(session, "/data/n"), value(session, "/data/k")) == ("2", "k")


def test_pictures_and_short_words_of_a_text_are_kept():
    itext = (
        '<itext><translation lang="en"><text id="q"><value form="short">Short</value>'
        '<value>Long</value><value form="image">jr://images/a.png</value></text></translation>'
        "</itext>"
    )
    body = '<input ref="/data/q"><label ref="jr:itext(\'q\')"/></input>'
    question = load_form(xform("<q/>", "", body, itext)).question("/data/q")
    assert question.label.media == {"image": {"en": "jr://images/a.png"}}
    assert question.label.words == {"en": ("Long",)}


def test_a_translation_that_is_only_a_dash_is_missing():
    itext = (
        '<itext><translation lang="en"><text id="q"><value>Words</value></text></translation>'
        '<translation lang="ar"><text id="q"><value>-</value></text></translation></itext>'
    )
    body = '<input ref="/data/q"><label ref="jr:itext(\'q\')"/></input>'
    session = open_session(load_form(xform("<q/>", "", body, itext)), None, clock, "ar")
    assert session.label("/data/q") == "Words"
    assert [notice.code for notice in session.model.warnings] == ["missing_translation"]


def test_an_expression_that_meets_a_wrong_value_is_blank_and_does_not_stop_the_form():
    bind = '<bind nodeset="/data/b" calculate="format-date(/data/a, \'%q\')"/>'
    session = opened("<a/><b/>", bind, ask("/data/a"))
    session.set("/data/a", "2026-01-01")
    assert value(session, "/data/b") == ""
    assert value(session, "/data/a") == "2026-01-01"


def test_instances_stand_at_the_place_of_their_repeat_and_not_at_the_end():
    session = opened(ROOM, ROOM_BINDS, ROOM_BODY)
    session.remove_repeat("/data/room[1]")
    session.add_repeat("/data/room")
    session.add_repeat("/data/room")
    assert [state.ref for state in session.states()] == [
        "/data",
        "/data/room[1]",
        "/data/room[1]/size",
        "/data/room[1]/at",
        "/data/room[2]",
        "/data/room[2]/size",
        "/data/room[2]/at",
        "/data/all",
    ]


def test_a_note_is_words_and_never_a_question():
    binds = '<bind nodeset="/data/a" readonly="true()"/><bind nodeset="/data/b" readonly="1"/>'
    session = opened("<a/><b/>", binds, ask("/data/a") + ask("/data/b"))
    assert session.item("/data/a").type == "note"
    assert session.item("/data/b").type == "text"
    codes = {problem.question: problem.code for problem in fill(session, {"a": "1", "b": "1"})}
    assert codes == {"a": "not_asked", "b": "read_only"}


def test_a_counted_repeat_is_filled_with_as_many_as_its_count():
    body = (
        ask("/data/n")
        + f'<group ref="/data/r"><repeat nodeset="/data/r" jr:count="/data/n">{ask("/data/r/q")}'
        "</repeat></group>"
    )
    source = xform("<n/><r><q/></r>", '<bind nodeset="/data/n" type="int"/>', body)
    session = open_session(load_form(source), None, clock)
    assert fill(session, {"n": 2, "r": [{"q": "a"}, {"q": "b"}]}) == ()
    assert value(session, "/data/r[2]/q") == "b"
    session = open_session(load_form(source), None, clock)
    (problem,) = fill(session, {"n": 2, "r": [{"q": "a"}]})
    assert (problem.question, problem.code) == ("r", "repeat_count")


def test_two_questions_of_one_name_are_told_apart_by_their_path():
    groups = "".join(f'<group ref="/data/{g}">{ask(f"/data/{g}/q")}</group>' for g in "ab")
    source = xform("<a><q/></a><b><q/></b>", "", groups)
    session = open_session(load_form(source), None, clock)
    (problem,) = fill(session, {"q": "x"})
    assert problem.code == "ambiguous_question"
    assert fill(session, {"/data/b/q": "x"}) == ()
    assert value(session, "/data/b/q") == "x"
    with pytest.raises(FormError, match="unknown_question"):
        session.set("q", "x")


@pytest.mark.parametrize(
    ("given", "kept"),
    [(None, ""), (True, "1"), (2.0, "2"), (date(2026, 3, 1), "2026-03-01"), (["a", "b"], "a b")],
)
def test_an_answer_is_kept_as_text(given, kept):
    session = opened("<a>before</a>", "", ask("/data/a"))
    session.set("/data/a", given)
    assert value(session, "/data/a") == kept


def test_undo_goes_back_answer_by_answer_and_then_no_further():
    session = opened("<a/>", "", ask("/data/a"))
    session.set("/data/a", "1")
    session.set("/data/a", "2")
    assert session.undo().values == {"/data/a": "1"}
    assert session.undo().values == {"/data/a": ""}
    assert not session.can_undo
    assert not session.undo()


@pytest.mark.parametrize("said", ["true()", "1 = 1"])
def test_what_is_inside_a_read_only_group_or_repeat_is_read_only(said):
    binds = (
        f'<bind nodeset="/data/g" readonly="{said}"/><bind nodeset="/data/r" readonly="{said}"/>'
    )
    body = (
        f'<group ref="/data/g">{ask("/data/g/h/a")}</group>'
        f'<group ref="/data/r"><repeat nodeset="/data/r">{ask("/data/r/b")}</repeat></group>'
    )
    session = opened("<g><h><a>set</a></h></g><r><b/></r><c/>", binds, body + ask("/data/c"))
    assert [state.ref for state in session.states() if not state.readonly] == ["/data", "/data/c"]
    problems = fill(session, {"a": "other", "r": [{"b": "other"}], "c": "given"})
    assert [(one.question, one.code) for one in problems] == [
        ("a", "read_only"),
        ("b", "read_only"),
    ]


NAMED = "".join(
    f'<translation lang="{one}"><text id="q"><value>Q</value></text></translation>'
    for one in ("English (en)", "Français (fr)", "العربية (ar)", "Quenya (qya)")
)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Mon Feb"), ("fr", "lun. févr."), ("ar", "الاثنين فبراير"), ("qya", "Mon Feb")],
)
def test_days_and_months_are_named_in_the_language_of_the_form(language, said):
    bind = "<bind nodeset=\"/data/a\" calculate=\"format-date('2026-02-02', '%a %b')\"/>"
    session = opened("<a/>", bind, ask("/data/a"), f"<itext>{NAMED}</itext>", language=language)
    assert value(session, "/data/a") == said
    session.set_language("fr")
    session.recompute_all()
    assert value(session, "/data/a") == "lun. févr."


def test_a_form_that_names_no_language_says_its_days_in_that_of_the_window():
    bind = "<bind nodeset=\"/data/a\" calculate=\"format-date('2026-09-02', '%a %b')\"/>"
    assert value(opened("<a/>", bind, language="ar"), "/data/a") == "الأربعاء سبتمبر"
    assert value(opened("<a/>", bind, language=""), "/data/a") == "Wed Sep"
