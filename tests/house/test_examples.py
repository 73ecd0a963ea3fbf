"""What the guides show works as it stands there: a form, a language, a mapping."""

from __future__ import annotations

import re
import textwrap
import tomllib

import yaml
from figures_told import invented
from promised import text

from forms.codelists import code_list
from forms.loading import load_form
from reports.dhis2_mapping import read_mapping
from reports.figures_dhis2 import figures_dhis2


def shown(guide, language):
    """Return the blocks of a guide that are written in a language, one after the other."""
    found = re.findall(rf"```{language}\n(.*?)```", text(f"docs/guide/{guide}.md"), re.DOTALL)
    return "".join(map(textwrap.dedent, found))


def test_the_form_of_the_guide_loads_as_one_of_ours_has_to():
    form = load_form(shown("add-a-form", "yaml"))
    questions = list(form.questions())
    assert (form.form_id, list(form.warnings)) == ("housing", [])
    assert {one.category for one in questions} <= set(code_list("data_category").codes)
    rows = yaml.safe_load(shown("add-a-form", "yaml"))["survey"]
    assert rows[0]["type"] == "begin group"
    for row in rows:
        assert "bind::sx:sensitive" not in row or row["hint::English (en)"]


def test_the_list_of_the_guide_is_like_ours():
    found = tomllib.loads(shown("add-a-form", "toml"))
    none = {row["id"]: row["label"] for row in found["code"] if row.get("non_answer")}
    ours = code_list("yes_no_answer").codes
    assert none == {code.id: dict(code.labels) for code in ours.values() if code.non_answer}
    assert "`forms/codes/room.toml`" in text("docs/guide/add-a-form.md")
    assert all(set(row) <= {"id", "label", "non_answer"} for row in found["code"])
    assert all(set(row["label"]) == set(found["label"]) for row in found["code"])


def test_the_row_of_a_language_in_the_guide_is_like_ours():
    row = re.search(r"```\n( *\[\w+\]\n.*?)```", text("docs/guide/add-a-language.md"), re.DOTALL)
    ((code, said),) = tomllib.loads(textwrap.dedent(row[1])).items()
    assert set(said) <= set(tomllib.loads(text("texts/languages.toml"))["en"])
    assert f"`texts/{code}.po`" in text("docs/guide/add-a-language.md")


def test_the_mapping_of_the_guide_fits_the_plan_that_is_typed_there():
    plan = re.search(r"--plan (\w+)", text("docs/guide/figures-for-dhis2.md"))[1]
    issue, _true = invented(plan)
    written = figures_dhis2(issue, read_mapping(shown("figures-for-dhis2", "toml").encode()))
    assert b"SURVIVOR_SUPPORT" in written
