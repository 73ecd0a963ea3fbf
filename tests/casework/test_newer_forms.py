"""Forms that come with a newer program are published by her who administers, and nobody else."""

from __future__ import annotations

import json

import pytest
from make import VISIT

from casework.keeping.newer_forms import is_hers, publish_newer
from casework.team.seat import Seat, case_named
from casework.team.worker import NotPermitted
from forms.library import versions

ASKED_SINCE = {
    "type": "text",
    "name": "asked_since",
    "label::English (en)": "Asked since",
    "bind::sx:qid": "intake.asked_since",
    "bind::sx:category": "needs",
}


def seat(desks, worker=None):
    worker = worker or desks.template.supervisor
    return Seat(worker, lambda: desks.store.begin(worker), desks.clock)


def renewed(form, version):
    """Return what a newer program offers of a form: a version, and a question more."""
    sheets = json.loads(versions()[form][1])
    sheets["settings"][0]["version"] = version
    sheets["survey"].insert(-1, ASKED_SINCE)
    return {form: (version, json.dumps(sheets).encode())}


def version_of(desks, form):
    with seat(desks).store() as work:
        return work.documents.model(form).version


@pytest.mark.parametrize(("version", "newer"), [("2", True), ("10", True), ("1", False)])
def test_what_is_newer_is_published_and_all_else_is_left(desks, version, newer) -> None:
    first = version_of(desks, "intake")
    assert first == "1"
    offered = versions() | renewed("intake", version)
    assert publish_newer(seat(desks), offered) == (["intake"] if newer else [])
    assert version_of(desks, "intake") == (version if newer else first)
    assert publish_newer(seat(desks), offered) == []


def test_an_older_program_takes_nothing_back(desks) -> None:
    publish_newer(seat(desks), renewed("intake", "10"))
    assert publish_newer(seat(desks), renewed("intake", "9")) == []
    assert publish_newer(seat(desks), versions()) == []
    assert version_of(desks, "intake") == "10"


def test_what_was_filled_in_before_stays_as_it_was_and_new_visits_are_asked_more(desks) -> None:
    before = desks.visit()
    publish_newer(seat(desks), renewed("intake", "2"))
    told = VISIT | {"asked_since": "An invented answer."}
    after = desks.office().answers.record(None, "intake", told, "en").case_code
    filled = {}
    with desks.store.begin(desks.template.caseworker) as work:
        for code in (before, after):
            case = case_named(work, code)
            (line,) = work.documents.entries(case.id, "intake")
            filled[code] = work.documents.entry(case.id, line.id)
    assert [one.model.version for one in filled.values()] == ["1", "2"]
    assert filled[after].doc.values["intake.asked_since"] == "An invented answer."
    assert "intake.asked_since" not in filled[before].doc.values
    assert desks.workbook.check().faults == ()


def test_nobody_but_who_administers_says_so(desks) -> None:
    hers, others = seat(desks), seat(desks, desks.template.caseworker)
    assert is_hers(hers)
    assert not is_hers(others)
    with pytest.raises(NotPermitted):
        publish_newer(others, renewed("intake", "2"))
    desks.store.keep("exchange.administering", desks.template.colleague.id)
    assert not is_hers(hers)
