"""Form files that mean harm end in an error that names what is wrong, soon and without damage."""

from __future__ import annotations

import io
import multiprocessing
import sys
import zipfile
from multiprocessing import resource_tracker, spawn

import pytest
from random_forms import xform
from scenarios import ask, clock

from forms.child import convert_apart
from forms.errors import CycleFound, ExpressionRefused, FormError, LimitExceeded, SourceRefused
from forms.limits import Limits
from forms.loading import load_form
from forms.machine import make_machine
from forms.session import FormSession

GOOD = xform("<a/>", "", ask("/data/a")).decode()
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def bind(**attributes):
    said = "".join(f' {name}="{text}"' for name, text in attributes.items())
    return xform("<a/><b/>", f'<bind nodeset="/data/a"{said}/>', ask("/data/a"))


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (DOCTYPE + GOOD, "source.entities"),
        (OUTSIDE + GOOD, "source.entities"),
        ("<h:html", "source.broken"),
        ("<a><b></a>", "source.broken"),
        ("<a/>", "source.no_model"),
        ("<a>" * 5_000 + "</a>" * 5_000, "source.depth"),
        (b"\xff\xfe\x00nothing", "source.unknown_format"),
        (b"PK\x03\x04 not a workbook", "source.workbook_broken"),
        ("survey: [a, {", "source.yaml"),
        ("just words", "source.no_questions"),
        ("a: &x [1]\nsurvey: [*x, *x]\n", "source.yaml_alias"),
        ("survey: " + "[" * 50 + "]" * 50, "source.depth"),
        ({"survey": [{"type": "no such type", "name": "a"}]}, "source.xlsform"),
        ({"survey": [["not", "a", "row"]]}, "source.row"),
        ({"survey": [{"type": ["text"], "name": "a"}]}, "source.cell"),
        ({"survey": [{"type": "text", "name": "a", "label": "x" * 40_000}]}, "limit.cell"),
        ({"survey": [{"type": "text", "name": "a"}] * 20_001}, "limit.rows"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_a_source_that_cannot_become_a_form_is_refused(source, code):
    with pytest.raises(FormError) as refused:
        load_form(source)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (xform("<a><b/></a>" * 1, '<bind nodeset="/data/c"/>'), "source.bind_without_node"),
        (xform("<a/>", "", ask("/data/c")), "source.control_without_node"),
        (xform("<a/>", '<setvalue event="my-own" ref="/data/a"/>'), "source.unknown_event"),
        (
            xform("<a/>", '<setvalue event="odk-instance-load" ref="/data/z"/>'),
            "source.action_without_node",
        ),
        (
            xform("<a/>", more='<instance id="l" src="https://elsewhere.example/l.csv"/>'),
            "source.external_url",
        ),
        (
            xform("<a/>", more='<instance id="l"><r/></instance><instance id="l"><r/></instance>'),
            "source.duplicate_list",
        ),
        (
            xform("<a/><b/>", "".join(f'<bind nodeset="/data/{n}" sx:qid="x"/>' for n in "ab")),
            "source.duplicate_qid",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_definition_that_contradicts_itself_is_refused_with_its_place(source, code):
    with pytest.raises(SourceRefused) as refused:
        load_form(source)
    assert refused.value.code == code
    assert refused.value.where


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"calculate": "no-such-function(1)"}, "expression.unknown_function"),
        ({"relevant": "if(false(), concat(position(1, 2, 3)), 1)"}, "expression.argument_count"),
        ({"constraint": "1 +"}, "expression.syntax"),
        ({"calculate": "1+" * 50_000 + "1"}, "expression.too_long"),
        ({"calculate": "(" * 3_000 + "1" + ")" * 3_000}, "expression.too_deep"),
        ({"constraint": "regex(., '(a)\\1')"}, "pattern.not_re2"),
        ({"calculate": "instance('nowhere')/root"}, "expression.unknown_instance"),
    ],
)
def test_an_expression_that_cannot_be_computed_is_refused_with_its_question(attributes, code):
    with pytest.raises((ExpressionRefused, LimitExceeded)) as refused:
        load_form(bind(**attributes))
    assert refused.value.code == code
    assert refused.value.where.question == "/data/a"


def test_a_circle_of_calculations_is_refused_with_its_chain():
    binds = "".join(
        f'<bind nodeset="/data/{name}" calculate="/data/{reads} + 1"/>'
        for name, reads in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    )
    with pytest.raises(CycleFound) as refused:
        load_form(xform("<a/><b/><c/><d/>", binds))
    assert refused.value.details["chain"] in (
        "/data/a > /data/c > /data/b > /data/a",
        "/data/b > /data/a > /data/c > /data/b",
        "/data/c > /data/b > /data/a > /data/c",
    )


@pytest.mark.parametrize("text", [". + 1", "/data/a + 1"])
def test_a_calculation_that_needs_itself_is_refused(text):
    with pytest.raises(CycleFound):
        load_form(bind(calculate=text))


@pytest.mark.parametrize(
    ("instance", "more", "code"),
    [
        ("".join(f"<q{n}/>" for n in range(5_001)), "", "limit.definition_nodes"),
        ("".join(f"<g{n}>" for n in range(30)) + "".join(f"</g{n}>" for n in reversed(range(30))),
         "", "limit.definition_depth"),
        ("<a/>", "<itext>" + "".join(f'<translation lang="l{n}"/>' for n in range(31)) + "</itext>",
         "limit.languages"),
    ],
)  # fmt: skip
def test_a_definition_may_not_grow_beyond_its_limits(instance, more, code):
    with pytest.raises(LimitExceeded) as refused:
        load_form(xform(instance, more=more))
    assert refused.value.code == code


def test_a_list_and_a_source_may_not_grow_beyond_their_limits():
    rows = "<item><name>a</name></item>" * 11
    source = xform("<a/>", more=f'<instance id="l"><root>{rows}</root></instance>')
    with pytest.raises(LimitExceeded, match=r"limit\.choices"):
        load_form(source, Limits(list_choices=10))
    with pytest.raises(SourceRefused, match=r"source\.too_large"):
        load_form(source, Limits(source_bytes=100))


def test_repeats_inside_each_other_stop_at_the_number_of_nodes():
    inner = '<group ref="/data/r/s"><repeat nodeset="/data/r/s" jr:count="/data/n">'
    source = xform(
        "<n/><r><s><t/><u/></s></r>",
        "",
        ask("/data/n")
        + f'<group ref="/data/r"><repeat nodeset="/data/r" jr:count="/data/n">{inner}'
        + ask("/data/r/s/t")
        + "</repeat></group></repeat></group>",
    )
    machine = make_machine(load_form(source), clock, "", {}, Limits(instance_nodes=500))
    machine.build(None)
    machine.start(new=True)
    session = FormSession(machine)
    with pytest.raises(LimitExceeded, match=r"limit\.nodes"):
        session.set("/data/n", 40)
    assert session.count("/data/r") == 0
    session.set("/data/n", 3)
    assert session.count("/data/r[3]/s") == 3


def zipped(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def test_the_size_of_a_workbook_is_read_before_it_is_unpacked():
    bomb = zipped(xl__worksheets__sheet1=b"0" * 2_000_000)
    with pytest.raises(LimitExceeded, match=r"limit\.workbook"):
        load_form(bomb, Limits(workbook_bytes=1_000_000))
    with pytest.raises(SourceRefused, match=r"source\.external_url"):
        load_form(zipped(xl__externalLinks__link1=b"<a/>"))


def test_a_conversion_that_takes_too_long_is_killed():
    with pytest.raises(LimitExceeded, match=r"limit\.conversion_time"):
        convert_apart({"survey": []}, Limits(conversion_seconds=0.01))


@pytest.fixture
def other_child(tmp_path):
    """Let a program of two lines stand for every child that is begun."""
    before = spawn.get_executable()
    resource_tracker.ensure_running()

    def stands(does):
        program = tmp_path / "child"
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o700)
        multiprocessing.set_executable(str(program))

    yield stands
    multiprocessing.set_executable(before)


@pytest.mark.skipif(sys.platform == "win32", reason="a program of two lines for a shell")
@pytest.mark.parametrize(
    ("does", "code"), [("exit 1", "conversion_memory"), ("exec sleep 60", "conversion_time")]
)
def test_a_child_that_never_reads_what_it_is_given_holds_nobody_up(other_child, does, code):
    other_child(does)
    more_than_a_pipe_holds = b"x" * 3_000_000
    with pytest.raises(LimitExceeded, match=rf"limit\.{code}"):
        convert_apart(more_than_a_pipe_holds, Limits(conversion_seconds=1.5))
