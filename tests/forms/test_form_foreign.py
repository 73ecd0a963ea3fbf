"""Forms made for other programs: what does not work here is refused or said, never lost."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from random_forms import xform
from scenarios import ask, clock, opened

from forms.errors import ExpressionRefused, LimitExceeded, SourceRefused
from forms.limits import Limits
from forms.loading import load_form
from forms.session import open_session
from forms.xform_lists import HOUSE_LISTS

CHOICES = [{"list_name": "f", "name": "x", "label": "X"}]


def survey(*rows, **sheets):
    return {"survey": list(rows), **sheets}


def workbook(change=lambda part: part, **sheets):
    """Return a workbook of these sheets whose parts somebody may have changed."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made, changed = io.BytesIO(), io.BytesIO()
    book.save(made)
    with ZipFile(made) as before, ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, change(before.read(name)))
    return changed.getvalue()


def refused(source):
    with pytest.raises(SourceRefused) as caught:
        load_form(source)
    return caught.value


def notices(model):
    return [(one.code, one.question, one.detail) for one in model.warnings]


@pytest.mark.parametrize("appearance", ["search('schools')", "minimal search ('a', 'b')"])
def test_choices_that_another_program_looks_up_are_refused(appearance):
    row = {"type": "select_one f", "name": "a", "label": "A", "appearance": appearance}
    found = refused(survey(row, choices=CHOICES))
    assert (found.code, found.where.question) == ("source.choices_fetched", "/data/a")


def test_a_list_that_is_only_searched_on_the_screen_is_not_refused():
    row = {"type": "select_one f", "name": "a", "label": "A", "appearance": "search"}
    assert load_form(survey(row, choices=CHOICES)).question("/data/a").type == "select_one"


def test_choices_of_an_external_sheet_are_refused():
    first = {"type": "text", "name": "s", "label": "S"}
    row = {"type": "select_one_external c", "name": "a", "label": "A", "choice_filter": "s=${s}"}
    more = [{"list_name": "c", "name": "x", "label": "X", "s": "1"}]
    found = refused(survey(first, row, choices=CHOICES, external_choices=more))
    assert (found.code, found.where.question) == ("source.choices_fetched", "/data/a")


def test_what_a_device_would_fill_in_is_said_once_and_stays_empty():
    model = load_form(
        survey(
            {"type": "audit", "name": "audit"},
            {"type": "start-geopoint", "name": "begun"},
            {"type": "text", "name": "a", "label": "A"},
            {"type": "background-geopoint", "name": "at", "trigger": "${a}"},
        )
    )
    assert notices(model) == [
        ("stays_empty", "/data/meta/audit", "audit"),
        ("stays_empty", "/data/begun", "setgeopoint"),
        ("stays_empty", "/data/at", "setgeopoint"),
    ]
    session = open_session(model, None, clock)
    session.set("/data/a", "x")
    assert session.state("/data/at").value == ""


def test_what_nobody_fills_in_here_is_said():
    kinds = ("deviceid", "username", "email", "phonenumber", "start", "end", "today")
    model = load_form(survey(*({"type": kind, "name": kind} for kind in kinds)))
    assert notices(model) == [
        ("stays_empty", f"/data/{kind}", kind) for kind in kinds[: kinds.index("start")]
    ]


def test_a_list_that_nobody_gives_is_said_and_one_of_the_house_is_not():
    rows = [
        {"type": f"select_one_from_file {name}.csv", "name": name, "label": "A"}
        for name in (*sorted(HOUSE_LISTS), "villages")
    ]
    fetched = "pulldata('fruits', 'label', 'name', 'x')"
    rows.append({"type": "calculate", "name": "fruit", "calculation": fetched})
    rows.append({"type": "text", "name": "road", "label": "R", "default": "${last-saved#road}"})
    model = load_form(survey(*rows))
    assert notices(model) == [
        ("missing_list", "villages", "jr://file-csv/villages.csv"),
        ("missing_list", "fruits", "jr://file-csv/fruits.csv"),
        ("missing_list", "__last-saved", "jr://instance/last-saved"),
    ]


def test_rows_may_have_columns_that_the_first_row_has_not():
    session = open_session(
        load_form(
            survey(
                {"type": "text", "name": "a", "label": "A"},
                {"type": "integer", "name": "b", "calculation": "1+1", "trigger": "${a}"},
            )
        ),
        None,
        clock,
    )
    session.set("/data/a", "x")
    assert session.state("/data/b").value == "2"


@pytest.mark.parametrize(
    ("settings", "form_id", "title"),
    [
        ({"title": "T"}, "form", "T"),
        ({"set form title": "T"}, "form", "T"),
        ({"Form_Title": "T"}, "form", "T"),
        ({"id_string": "i"}, "i", "i"),
        ({"form id": "i"}, "i", "i"),
        ({"Form_ID": "i", "form_title": "T"}, "i", "T"),
        ({"set form id": "i"}, "i", "i"),
    ],
)
def test_id_and_title_are_known_under_each_of_their_names(settings, form_id, title):
    row = {"type": "text", "name": "a", "label": "A"}
    model = load_form(survey(row, settings=settings))
    assert (model.form_id, model.title) == (form_id, title)


def test_a_form_that_makes_entities_is_asked_all_the_same():
    row = {"type": "text", "name": "a", "label": "A", "save_to": "kind"}
    model = load_form(survey(row, entities=[{"list_name": "trees", "label": "${a}"}]))
    assert notices(model) == [("no_entities", "trees", "")]
    session = open_session(model, None, clock)
    session.set("/data/a", "Oak")
    assert session.state("/data/meta/entity/label").value == "Oak"


def test_what_is_said_of_another_attribute_is_left_out_and_told():
    binds = '<bind nodeset="/data/a/@unit" calculate="1"/>'
    model = load_form(xform('<a unit="m"/>', binds, ask("/data/a")))
    assert notices(model) == [("attribute_left_out", "/data/a/@unit", "")]


@pytest.mark.parametrize(
    "instance", ["<a/><b/><a/>", '<meta/><a/><x:meta xmlns:x="urn:x"><x:instanceID/></x:meta>']
)
def test_two_siblings_of_one_name_are_refused_instead_of_losing_one(instance):
    found = refused(xform(instance, "", ask("/data/a")))
    assert found.code == "source.twins"
    assert found.where.question in ("/data/a", "/data/meta")


def test_a_bind_for_some_instances_is_refused_instead_of_meaning_all():
    binds = '<bind nodeset="/data/r[1]/a" calculate="1"/>'
    body = f'<group ref="/data/r"><repeat nodeset="/data/r">{ask("/data/r/a")}</repeat></group>'
    found = refused(xform("<r><a/></r><r><a/></r>", binds, body))
    assert (found.code, found.where.question) == ("source.bind_filtered", "/data/r[1]/a")


def test_a_repeat_in_a_group_without_a_node_has_the_words_of_the_group():
    repeat = f'<repeat nodeset="/data/r">{ask("/data/r/a")}</repeat>'
    session = opened("<r><a/></r>", "", f"<group><label>Children</label>{repeat}</group>")
    assert session.label("/data/r[1]") == "Children"


def test_the_heading_of_a_group_without_a_node_is_told():
    body = f'<group appearance="field-list"><label>Home</label>{ask("/data/a")}</group>'
    model = load_form(xform("<a/>", "", body))
    assert notices(model) == [("group_without_node", "/data", "Home")]
    assert load_form(xform("<a/>", "", f"<group>{ask('/data/a')}</group>")).warnings == ()


def test_a_dash_is_a_word_where_no_language_says_more():
    one = load_form(
        survey(
            {"type": "select_one f", "name": "a", "label::English (en)": "A"},
            choices=[{"list_name": "f", "name": "x", "label::English (en)": "-"}],
        )
    )
    assert [offer.label for offer in open_session(one, None, clock).choices("/data/a")] == ["-"]
    row = {"type": "text", "name": "a", "label::English (en)": "A", "label::French (fr)": "-"}
    two = load_form(survey(row))
    assert notices(two) == [("missing_translation", "/data/a", "French (fr)")]
    assert open_session(two, None, clock, "fr").label("/data/a") == "A"


HEAD = ["type", "name", "label", "required"]
ASKED = ["text", "a", "A", None]


def place(error):
    return error.where.words()


def test_a_formula_is_named_by_its_cell():
    book = workbook(survey=[HEAD, ASKED, ["text", "b", "=A1", None]])
    assert (refused(book).code, place(refused(book))) == ("source.formulas", "survey!C3")
    book = workbook(Survey=[HEAD, ASKED], Choices=[["list_name", "name"], ["=1+1", "x"]])
    assert place(refused(book)) == "Choices!A2"


def test_a_formula_in_a_sheet_that_is_not_read_stops_nobody():
    book = workbook(survey=[HEAD, ASKED], notes=[["=1+1"]])
    assert load_form(book).question("/data/a").name == "a"
    assert place(refused(workbook(anything=[HEAD, [*ASKED[:3], "=1+1"]]))) == "anything!D2"


def test_yes_as_a_formula_is_taken_where_its_value_was_kept_with_it():
    book = workbook(survey=[HEAD, [*ASKED[:3], "=TRUE()"]])
    assert place(refused(book)) == "survey!D2"

    def kept(part):
        saved = b'<c r="D2" t="b"><f>TRUE()</f><v>1</v></c>'
        return re.sub(rb'<c r="D2".*?</c>', saved, part)

    model = load_form(workbook(kept, survey=[HEAD, [*ASKED[:3], "=TRUE()"]]))
    assert model.question("/data/a").required == "true()"


def test_a_sheet_with_too_many_rows_is_named():
    with pytest.raises(LimitExceeded) as caught:
        load_form(workbook(survey=[HEAD, ASKED, ["text", "b", "B", None]]), Limits(sheet_rows=1))
    assert place(caught.value) == "survey"


def test_two_columns_of_one_name_are_said_and_not_called_damage():
    found = refused(workbook(survey=[["type", "name", "label", "label"], [*ASKED[:3], "B"]]))
    assert found.code == "source.xlsform"
    assert found.details["detail"] == "Duplicate column header: label"


def test_a_column_of_kobo_is_no_damage():
    rows = [[*HEAD, "body::kb:flash"], [*ASKED, "1"]]
    assert load_form(workbook(survey=rows)).question("/data/a").name == "a"
    assert load_form(survey({"type": "text", "name": "a", "label": "A", "body::kb:flash": "1"}))


@pytest.mark.parametrize(
    "source",
    [
        workbook(survey=[[*HEAD, "bind::foo:x"], [*ASKED, "1"]]),
        xform("<a/>", '<bind nodeset="/data/a"\n foo:x="1"/>', ask("/data/a")),
        xform("<foo:a/>", "", ""),
    ],
)
def test_a_prefix_that_nobody_declared_is_named(source):
    found = refused(source)
    assert (found.code, found.details["prefix"]) == ("source.unknown_prefix", "foo")


@pytest.mark.parametrize(
    "source",
    [
        b'"survey"\n,"type","name","label"\n,"text","a","A"\n',
        b"type;name;label\ntext;a;A\n",
        b"\xef\xbb\xbfsurvey,,,\r\n,type,name,label\r\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ],
)
def test_a_form_in_an_older_shape_is_to_be_saved_as_a_workbook(source):
    assert refused(source).code == "source.not_xlsx"


@pytest.mark.parametrize(
    ("column", "cell"),
    [("relevant", "${s} = 'x"), ("calculation", "regexx(1)"), ("constraint", "(")],
)
def test_an_expression_that_cannot_be_read_is_named_by_question_and_column(column, cell):
    first = {"type": "text", "name": "s", "label": "S"}
    with pytest.raises(ExpressionRefused) as caught:
        load_form(survey(first, {"type": "text", "name": "t", "label": "T", column: cell}))
    assert place(caught.value) == f"question /data/t ({column})"


@pytest.mark.parametrize("name", ["ስም", "ឈ", "ⵉⵙⵎ"])
def test_a_name_in_letters_that_xml_does_not_know_is_named(name):
    found = refused(survey({"type": "text", "name": name, "label": "Name"}))
    assert (found.code, found.details) == ("source.name_letters", {"name": name})


def test_a_file_that_is_broken_elsewhere_names_no_letters():
    for broken in (
        *("<data>a & b</data>", "<data><1a/></data>", "<data><a ሐ='1'/></data>"),
        # The parser counts the lines of old machines too.
        "<data>\r\r<1a/></data>",
    ):
        assert refused(broken).code == "source.broken"


def test_a_pattern_that_an_answer_makes_stops_nobody():
    pattern = {"type": "text", "name": "p", "label": "P"}
    checked = {"type": "text", "name": "a", "label": "A", "constraint": "regex(., ${p})"}
    worked_out = {"type": "calculate", "name": "c", "calculation": "regex('a', ${p})"}
    session = open_session(load_form(survey(pattern, checked, worked_out)), None, clock)
    session.set("/data/a", "a")
    for written in ("(", "(?=a)", "a" * 1_001):
        session.set("/data/p", written)
        assert session.state("/data/c").value == ""
        assert session.problems() == ()


def filtered(amount, questions):
    """Return a form whose lists are narrowed by a filter that no index helps."""
    rows = [{"list_name": "v", "name": f"v{n}", "label": f"V {n}"} for n in range(amount)]
    asked = [
        {
            "type": "select_one v",
            "name": f"v{n}",
            "label": "V",
            "choice_filter": "starts-with(label, ${d}) and not(contains(label, concat(${d}, 'x')))",
        }
        for n in range(questions)
    ]
    return survey({"type": "text", "name": "d", "label": "D"}, *asked, choices=rows)


def test_many_filtered_lists_can_be_checked_together():
    session = open_session(load_form(filtered(2_500, 60)), None, clock)
    session.set("/data/d", "V")
    for n in range(60):
        session.set(f"/data/v{n}", "v7")
    assert session.problems() == ()
    session.set("/data/v59", "v99999")
    assert [one.code for one in session.problems()] == ["not_a_choice"]


def test_a_filter_that_costs_too_much_leaves_the_whole_list():
    session = open_session(load_form(filtered(70_000, 1)), None, clock)
    session.set("/data/d", "V 6")
    assert len(session.choices("/data/v0")) == 70_000
    session.set("/data/v0", "v6")
    assert (session.state("/data/v0").value, session.problems()) == ("v6", ())


def test_the_words_of_a_code_follow_the_filter_of_its_list():
    rows = [
        {"list_name": "l", "name": "y", "label": f"Yes {place}", "place": place} for place in "ab"
    ]
    session = open_session(
        load_form(
            survey(
                {"type": "text", "name": "at", "label": "At"},
                {
                    "type": "select_one l",
                    "name": "a",
                    "label": "A",
                    "choice_filter": "place=${at}",
                },
                {
                    "type": "calculate",
                    "name": "words",
                    "calculation": "jr:choice-name(${a}, '${a}')",
                },
                {"type": "note", "name": "told", "label": "${words}"},
                choices=rows,
                settings=[{"allow_choice_duplicates": "yes"}],
            )
        ),
        None,
        clock,
    )
    session.set("/data/at", "b")
    session.set("/data/a", "y")
    assert session.state("/data/words").value == "Yes b"
    session.set("/data/at", "a")
    assert session.state("/data/words").value == "Yes a"


def test_too_many_instances_are_refused_with_their_repeat():
    rows = (
        {"type": "integer", "name": "n", "label": "N"},
        {"type": "begin repeat", "name": "r", "label": "R", "repeat_count": "${n}"},
        {"type": "text", "name": "a", "label": "A"},
        {"type": "end repeat"},
    )
    session = open_session(load_form(survey(*rows)), None, clock)
    with pytest.raises(LimitExceeded) as caught:
        session.set("/data/n", "1001")
    assert (caught.value.code, caught.value.where.question) == ("limit.repeats", "/data/r")
    assert session.state("/data/n").value == ""
