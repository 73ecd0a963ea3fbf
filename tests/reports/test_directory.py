"""The directory in numbers: what is counted, what is left out, and that it is about nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from reading import figures, heard, page_texts

import texts
from casework.services.directory import Directory
from casework.services.service import Service
from casework.team.office_facts import OfficeFacts
from reports.chart import Kind
from reports.directory import charts_of, directory_pdf

TODAY = date(2026, 11, 26)
OFFICE = OfficeFacts("Example Office 4", "+000 91 234 5678", "09:00", "en", practice=False)
CANARY = "CANARY"


def service(kind, code="s", **details):
    return Service(code, code, f"{CANARY} {code}", kind, details)


SERVICES = (
    service("health", last_verified="2026-11-01", languages="en fr", welcomed="women girls"),
    service("health", last_verified="2026-05-30", languages="fr", accepts_children="yes"),
    service("health", welcomed="women", accepts_children="yes", contact=f"{CANARY}-phone"),
    service("legal", last_verified="2024-02-01", languages="en", safety_notes=f"{CANARY}-note"),
    service("shelter", last_verified="2026-06-01", welcomed="women", accepts_children="no"),
)


def directory(language="en", services=SERVICES):
    return Directory(language, OFFICE, services, TODAY)


def shown(language="en", services=SERVICES):
    """Return of each chart its kind, and its rows with the value of each series."""
    return {
        one.kind: {name: one.of(at) for at, name in enumerate(one.categories)}
        for one in charts_of(directory(language, services))
    }


def test_kinds_are_counted_by_how_long_ago_each_entry_was_checked():
    assert shown()[Kind.STACKED] == {
        "Health": (1, 1, 1),
        "Legal aid": (0, 1, 0),
        "Shelter": (1, 0, 0),
    }


def test_a_service_counts_for_each_group_that_it_welcomes():
    assert shown()[Kind.GROUPED] == {"Girls": (0, 0, 1), "Women": (1, 1, 1)}


def test_a_service_counts_for_each_language_that_it_speaks():
    assert shown()[Kind.DOTS] == {"English": (2,), "French": (2,)}


def test_months_run_from_a_year_ago_to_this_one():
    months = shown()[Kind.LINE]
    assert next(iter(months)) == "December 2025"
    assert [*months][-1] == "November 2026"
    assert {name: one for name, (one,) in months.items() if one} == {
        "May 2026": 1,
        "June 2026": 1,
        "November 2026": 1,
    }


def test_what_nobody_says_has_no_chart():
    bare = (service("legal"),)
    assert {*shown(services=bare)} == {Kind.STACKED}
    assert shown(services=()) == {}
    unknown = (service("legal", welcomed="not_known"), service("of_another_time"))
    assert {*shown(services=unknown)} == {Kind.STACKED}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_paper_names_no_service_and_tells_no_number_of_anybody(language):
    pdf = directory_pdf(directory(language))
    said = "".join(page_texts(pdf))
    assert CANARY not in said
    assert CANARY not in str(heard(pdf))
    assert "5678" not in said
    assert len(figures(pdf)) == 4


def test_an_empty_directory_says_so():
    said = page_texts(directory_pdf(directory(services=())))
    assert len(said) == 1
    assert texts.say("services.empty") in said[0]


def test_practice_stands_on_every_page():
    office = replace(OFFICE, practice=True)
    pages = page_texts(directory_pdf(Directory("en", office, SERVICES, TODAY)))
    band = texts.say("letter.practice", language="en")
    assert all(band in " ".join(page.split()) for page in pages)


def test_the_same_directory_gives_the_same_bytes():
    assert directory_pdf(directory()) == directory_pdf(directory())
