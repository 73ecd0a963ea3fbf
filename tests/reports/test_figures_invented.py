"""Invented records as a file: it says of each line that nobody is behind it, and tells no more."""

from __future__ import annotations

import re

import hxl
import pytest
from figures_told import NUMBER
from reported import population, report

import texts
from casework.figures.invented import invent
from casework.figures.people import AREA, FLAGS
from casework.figures.released import RULE
from forms.codelists import code_list, label
from reports.figures_csv import figures_csv
from reports.figures_invented import figures_invented
from reports.figures_words import Issue

SAYS_SO = "#x_invented+i_en"


def issued(plan, language="en"):
    return Issue(report(population(120, 6), plan), NUMBER, RULE, language)


@pytest.mark.parametrize("plan", ["month", "year"])
def test_each_line_says_first_that_nobody_is_behind_it_and_has_the_codes_of_the_figures(plan):
    issue = issued(plan, "ar")
    rows = hxl.read(figures_invented(issue))
    assert next(iter(rows[0])) == SAYS_SO
    invented = invent(issue.shown)
    for number, (row, person) in enumerate(zip(rows, invented.people, strict=True), 1):
        codes = dict(zip(invented.dims, person, strict=True))
        assert row[SAYS_SO] == "Invented. This person does not exist."
        assert row["#x_invented+i_ar"] == texts.say("figures.invented", language="ar")
        assert (row["#x_record"], row["#x_period"]) == (f"invented-{number}", issue.shown.period)
        area = codes[AREA].removeprefix("region.").replace("not_known", "")
        assert area in {row["#adm1+code"], row["#adm2+code"]}
        assert row["#x_gender+code"] == codes["gender"]
        if codes["gender"] != "not_known":
            assert row["#x_gender+i_ar+label"] == label("gender", codes["gender"], "ar")
        for dim in codes.keys() - {AREA}:
            group, _, flag = dim.partition(".")
            said = row[f"#x_{group}+{flag}" if group in FLAGS else f"#x_{dim}+code"]
            assert said == codes[dim].replace("no", "") if group in FLAGS else said == codes[dim]


@pytest.mark.parametrize("plan", ["month", "quarter", "year"])
def test_there_is_no_day_no_number_and_no_word_that_the_figures_do_not_have(plan):
    issue = issued(plan)
    written = figures_invented(issue).decode("utf-8-sig")
    assert not re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written)
    assert NUMBER not in written
    assert RULE not in written
    rows = hxl.read(figures_invented(issue))
    known = {cell for row in hxl.read(figures_csv(issue)) for cell in row.values()}
    places = {one for name in ("area", "region") for one in code_list(name).codes}
    own = {SAYS_SO, "#x_record"}
    told = {cell for row in rows for tag, cell in row.items() if tag not in own}
    assert (
        told - known - places - {label("area", one, "en") for one in code_list("area").codes}
        == set()
    )


def test_the_same_figures_give_the_same_bytes_whichever_release_they_are_of():
    shown = report(population(120, 6), "month")
    files = {figures_invented(Issue(shown, number, RULE, "en")) for number in ("one", "other")}
    assert len(files) == 1


def test_it_says_so_in_every_language_of_letters():
    said = {texts.say("figures.invented", language=one) for one in texts.letter_languages()}
    assert len(said) == len(texts.letter_languages())
