"""A form while a person answers it: conditions, lists, words, limits."""

from __future__ import annotations

import pytest
from random_forms import xform
from scenarios import ROOM, ROOM_BINDS, ROOM_BODY, ask, clock, opened, value

from forms.errors import FormError, LimitExceeded
from forms.limits import Limits
from forms.loading import load_form
from forms.machine import make_machine
from forms.session import FormSession, open_session

# --- conditions


def test_a_condition_hides_and_shows_what_follows_from_it():
    session = opened(
        "<a/><g><b/></g>",
        '<bind nodeset="/data/g" relevant="/data/a = \'x\'"/>',
        ask("/data/a") + f'<group ref="/data/g">{ask("/data/g/b")}</group>',
    )
    assert not session.state("/data/g/b").shown
    changes = session.set("/data/a", "x")
    assert set(changes.shown) == {"/data/g", "/data/g/b"}
    assert session.set("/data/a", "y").hidden == changes.shown


def test_a_hidden_answer_counts_for_nothing_but_comes_back():
    session = opened(
        "<a/><b/><c/>",
        '<bind nodeset="/data/b" relevant="/data/a = 1"/>'
        '<bind nodeset="/data/c" calculate="concat(\'-\', /data/b)"/>',
        ask("/data/a") + ask("/data/b"),
    )
    session.set("/data/a", 1)
    session.set("/data/b", "kept")
    assert value(session, "/data/c") == "-kept"
    session.set("/data/a", 2)
    assert value(session, "/data/c") == "-"
    session.set("/data/a", 1)
    assert value(session, "/data/c") == "-kept"


def test_hidden_answers_stay_in_a_draft_and_are_listed_before_finishing_drops_them():
    session = opened("<a/><b/>", '<bind nodeset="/data/b" relevant="/data/a = 1"/>', ask("/data/b"))
    session.set("/data/a", 1)
    session.set("/data/b", "kept")
    session.set("/data/a", 2)
    assert session.draft().values == {"/data/a": "2", "/data/b": "kept"}
    assert [state.ref for state in session.hidden_answers()] == ["/data/b"]
    assert session.finish().values == {"/data/a": "2"}


def test_an_answer_that_changes_nothing_goes_no_further():
    session = opened(
        "<a/><b/><c/>",
        '<bind nodeset="/data/b" calculate="/data/a &gt; 3"/>'
        '<bind nodeset="/data/c" calculate="concat(/data/b, \'!\')"/>',
        ask("/data/a"),
    )
    assert set(session.set("/data/a", 5).values) == {"/data/a", "/data/b", "/data/c"}
    assert set(session.set("/data/a", 6).values) == {"/data/a"}
    assert not session.set("/data/a", 6)


def test_a_question_of_yes_and_no_is_a_condition_by_its_answer():
    session = opened(
        "<yes/><b/><c/><d/>",
        '<bind nodeset="/data/yes" type="boolean"/>'
        '<bind nodeset="/data/b" relevant="/data/yes"/>'
        "<bind nodeset=\"/data/c\" calculate=\"if(not(/data/yes), 'no', 'yes')\"/>"
        '<bind nodeset="/data/d" constraint="/data/yes = true()"/>',
        ask("/data/yes") + ask("/data/b") + ask("/data/d"),
    )
    session.set("/data/d", "x")
    seen = []
    for answer in ("", True, False, "true", "false"):
        session.set("/data/yes", answer)
        seen.append((session.state("/data/b").shown, value(session, "/data/c")))
        assert (session.check("/data/d") is None) is session.state("/data/b").shown
    assert seen == [(False, "no"), (True, "yes"), (False, "no"), (True, "yes"), (False, "no")]


def test_a_question_of_text_is_a_condition_by_being_there():
    session = opened("<a/><b/>", '<bind nodeset="/data/b" relevant="/data/a"/>', ask("/data/b"))
    assert session.state("/data/b").shown


def test_required_and_read_only_follow_other_answers():
    session = opened(
        "<a/><b/>",
        '<bind nodeset="/data/b" required="/data/a = 1" readonly="/data/a = 2"/>',
        ask("/data/b"),
    )
    assert session.set("/data/a", 1).labels == ("/data/b",)
    assert session.state("/data/b").required
    assert session.check("/data/b").code == "required"
    session.set("/data/a", 2)
    assert session.state("/data/b").readonly
    assert session.check("/data/b") is None


def test_finishing_is_refused_while_a_required_answer_is_missing():
    session = opened("<a/>", '<bind nodeset="/data/a" required="true()"/>', ask("/data/a"))
    with pytest.raises(FormError, match=r"answer\.unfinished"):
        session.finish()
    session.set("/data/a", "there")
    assert session.finish().values == {"/data/a": "there"}


def test_a_constraint_speaks_the_words_of_the_form():
    session = opened(
        "<a/>",
        '<bind nodeset="/data/a" type="int" constraint=". &lt; 8" jr:constraintMsg="Too many."/>',
        ask("/data/a"),
    )
    session.set("/data/a", 9)
    assert (session.check("/data/a").code, session.check("/data/a").message) == (
        "constraint",
        "Too many.",
    )
    session.set("/data/a", 7)
    assert session.problems() == ()


@pytest.mark.parametrize(
    ("kind", "good", "bad", "code"),
    [
        ("int", "12", "1.5", "not_a_number"),
        ("decimal", "1.5", "one", "not_a_number"),
        ("decimal", "1500", "1,500", "not_one_number"),
        ("int", "12000", "12,000", "not_one_number"),
        ("date", "2026-02-28", "2026-02-30", "not_a_date"),
        ("dateTime", "2026-02-28T10:00:00Z", "yesterday", "not_a_date"),
        ("time", "10:30", "25 o'clock", "not_a_time"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_a_problem(kind, good, bad, code):
    session = opened("<a/>", f'<bind nodeset="/data/a" type="{kind}"/>', ask("/data/a"))
    session.set("/data/a", bad)
    assert session.check("/data/a").code == code
    session.set("/data/a", good)
    assert session.check("/data/a") is None


# --- calculations


@pytest.mark.parametrize(
    ("kind", "calculation", "expected"),
    [
        ("string", "7 * 2", "14"),
        ("int", "7 div 2", "3"),
        ("decimal", "7 div 2", "3.5"),
        ("string", "1 = 1", "true"),
        ("boolean", "1 = 1", "1"),
        ("date", "today() + 1", "2026-03-02"),
        ("date", "now()", "2026-03-01"),
        ("string", "number('x')", ""),
        ("string", "once('first')", "first"),
    ],
)
def test_a_calculation_is_kept_as_its_question_holds_it(kind, calculation, expected):
    bind = f'<bind nodeset="/data/a" type="{kind}" calculate="{calculation}"/>'
    assert value(opened("<a/>", bind), "/data/a") == expected


def test_a_form_that_runs_in_a_circle_through_relevance_is_settled_with_a_warning():
    session = opened(
        "<phone/><mail/>",
        '<bind nodeset="/data/phone" relevant="/data/mail = \'\'"/>'
        '<bind nodeset="/data/mail" relevant="/data/phone = \'\'"/>',
        ask("/data/phone") + ask("/data/mail"),
    )
    assert [notice.code for notice in session.model.warnings] == ["circular"]
    session.set("/data/phone", "1")
    assert not session.state("/data/mail").shown
    session.set("/data/phone", "")
    assert session.state("/data/mail").shown


# --- lists

TOWNS = (
    '<instance id="towns"><root>'
    "<item><name>a1</name><label>A one</label><area>a</area></item>"
    "<item><name>a2</name><label>A two</label><area>a</area></item>"
    "<item><name>b1</name><label>B one</label><area>b</area></item>"
    "</root></instance>"
)
CASCADE = (
    '<select1 ref="/data/area"><item><label>A</label><value>a</value></item>'
    "<item><label>B</label><value>b</value></item></select1>"
    '<select ref="/data/towns"><itemset nodeset="instance(\'towns\')/root/item[area = /data/area]">'
    '<value ref="name"/><label ref="label"/></itemset></select>'
)


def test_a_choice_that_is_no_longer_offered_is_cleared_and_what_follows_is_recomputed():
    binds = '<bind nodeset="/data/n" calculate="count-selected(/data/towns)"/>'
    session = opened("<area/><towns/><n/>", binds, CASCADE, TOWNS)
    session.set("/data/area", "a")
    assert [offer.label for offer in session.choices("/data/towns")] == ["A one", "A two"]
    session.set("/data/towns", ["a2", "a1"])
    changes = session.set("/data/area", "b")
    assert changes.values == {"/data/area": "b", "/data/towns": "", "/data/n": "0"}
    assert changes.choices == ("/data/towns",)
    session.undo()
    assert value(session, "/data/towns") == "a2 a1"


def test_an_order_loses_what_is_no_longer_there_to_be_put_in_order():
    ranked = (
        '<rank ref="/data/order"><label>O</label><itemset nodeset="instance(\'towns\')/root/item'
        '[selected(/data/wanted, name)]"><value ref="name"/><label ref="label"/></itemset></rank>'
    )
    session = opened("<wanted/><order/>", "", ask("/data/wanted") + ranked, TOWNS)
    session.set("/data/wanted", "a1 a2 b1")
    session.set("/data/order", ["b1", "a1", "a2"])
    session.set("/data/wanted", "a2 b1")
    assert value(session, "/data/order") == "b1 a2"


def test_a_code_that_the_list_lost_stays_in_an_old_answer_but_cannot_be_chosen():
    model = load_form(xform("<area/><towns/>", "", CASCADE, TOWNS))
    session = open_session(model, None, clock)
    session.set("/data/area", "a")
    session.set("/data/towns", ["gone"])
    assert session.check("/data/towns").code == "not_a_choice"
    again = open_session(model, session.draft(), clock)
    assert again.check("/data/towns") is None
    again.set("/data/towns", ["gone", "a1"])
    assert again.check("/data/towns").code == "not_a_choice"


def test_choices_can_be_earlier_answers_of_the_same_form():
    session = opened(
        "<person><name/></person><head/>",
        "",
        f'<group ref="/data/person"><repeat nodeset="/data/person">{ask("/data/person/name")}'
        '</repeat></group><select1 ref="/data/head"><itemset nodeset="/data/person">'
        '<value ref="name"/><label ref="name"/></itemset></select1>',
    )
    session.set("/data/person[1]/name", "P-1")
    session.add_repeat("/data/person")
    changes = session.set("/data/person[2]/name", "P-2")
    assert changes.choices == ("/data/head",)
    assert [offer.code for offer in session.choices("/data/head")] == ["P-1", "P-2"]
    session.set("/data/head", "P-2")
    session.remove_repeat("/data/person[2]")
    assert value(session, "/data/head") == ""


# --- words

ITEXT = (
    '<itext><translation lang="English (en)" default="true()">'
    '<text id="q"><value>How many, <output value="/data/name"/>?</value></text>'
    '<text id="h"><value>About</value></text></translation>'
    '<translation lang="Arabic (ar)"><text id="q">'
    '<value>كم يا <output value="/data/name"/>؟</value></text></translation></itext>'
)
WORDS = (
    '<input ref="/data/n"><label ref="jr:itext(\'q\')"/><hint ref="jr:itext(\'h\')"/></input>'
    + ask("/data/name")
)


def test_words_change_with_the_language_and_with_the_answers_in_them():
    session = opened("<name/><n/>", "", WORDS, ITEXT, language="ar")
    assert session.set("/data/name", "B").labels == ("/data/n",)
    assert session.label("/data/n") == "كم يا B؟"
    assert session.hint("/data/n") == "About"
    session.set_language("en")
    assert session.label("/data/n") == "How many, B?"
    assert session.draft().language == "en"
    lacking = [(notice.code, notice.detail) for notice in session.model.warnings]
    assert lacking == [("missing_translation", "Arabic (ar)")]


# --- limits while answering


def test_a_refused_answer_leaves_everything_as_it_was():
    session = opened(
        "<n/><r><q/></r>",
        "",
        ask("/data/n")
        + f'<group ref="/data/r"><repeat nodeset="/data/r" jr:count="/data/n">{ask("/data/r/q")}'
        "</repeat></group>",
    )
    session.set("/data/n", 2)
    before = session.snapshot()
    with pytest.raises(LimitExceeded, match=r"limit\.repeats"):
        session.set("/data/n", 1_000_000_000)
    assert session.snapshot() == before
    session.set("/data/n", 3)
    assert session.count("/data/r") == 3


def test_text_that_doubles_itself_is_refused():
    doubled = "/data/a"
    for _ in range(12):
        doubled = f"concat({doubled}, {doubled})" if len(doubled) < 4_000 else doubled
    session = opened("<a/><b/>", f'<bind nodeset="/data/b" calculate="{doubled}"/>', ask("/data/a"))
    with pytest.raises(LimitExceeded, match=r"limit\.text"):
        session.set("/data/a", "x" * 10_000)
    assert value(session, "/data/a") == ""


def test_an_answer_that_costs_too_much_is_kept_and_the_rest_is_computed_later():
    rows = "".join(f"<item><v>{number}</v></item>" for number in range(200))
    source = xform(
        "<a/><slow/><quick/>",
        '<bind nodeset="/data/slow" calculate="if(/data/a &gt; 0, count(instance(\'l\')/root/item['
        "count(instance('l')/root/item[v &gt; /data/a]) &gt; 2]), 0)\"/>"
        '<bind nodeset="/data/quick" calculate="/data/a + 1"/>',
        ask("/data/a"),
        f'<instance id="l"><root>{rows}</root></instance>',
    )
    machine = make_machine(load_form(source), clock, "", {}, Limits(answer_steps=5_000))
    machine.build(None)
    machine.start(new=True)
    session = FormSession(machine)
    session.set("/data/a", 4)
    assert session.too_heavy
    assert value(session, "/data/a") == "4"
    assert session.catch_up().values == {"/data/quick": "5"}
    assert not session.is_behind
    assert session.set("/data/a", 0).values == {"/data/a": "0", "/data/quick": "1"}
    session.set("/data/a", 6)
    assert session.finish().values["/data/quick"] == "7"


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("/data/missing", "unknown_question"),
        ("/data/room[7]/size", "unknown_question"),
        ("/data/room", "not_a_question"),
        ("nobody", "unknown_question"),
    ],
)
def test_an_answer_to_nothing_is_refused_by_name(ref, code):
    session = opened(ROOM, ROOM_BINDS, ROOM_BODY)
    with pytest.raises(FormError, match=code):
        session.set(ref, "1")


def test_answers_appear_in_no_repr():
    session = opened("<a/>", '<bind nodeset="/data/a" type="int"/>', ask("/data/a"))
    changes = session.set("/data/a", "canary")
    shown = [changes, session.state("/data/a"), session.check("/data/a"), session.draft()]
    assert "canary" not in repr(shown)
