"""What was published elsewhere is entered by two people, and undoes nothing that protects here."""

from __future__ import annotations

import json
from contextlib import contextmanager
from copy import copy
from dataclasses import replace

import pytest
from figured import OUTSIDE, VIEWER, when_over
from make import Clock, Desks
from returning import bring, opened

from casework.figures.errors import FiguresRefused
from casework.figures.people import NO, PEOPLE, YES
from casework.figures.plan import dimensions
from casework.figures.released import register
from casework.protect.ground import Ground
from casework.protect.printed import Mark, Number, Span
from casework.protect.protecting import protect
from casework.protect.shape import Counted, Name, Told
from casework.team.seat import NotFound
from casework.team.worker import NotPermitted
from db.media.told_beside import read_told
from db.vault.engine import list_key_of
from desktop import bootstrap

FLAG = "continuum.survival_sex"


@pytest.fixture(scope="module")
def few(template, tmp_path_factory):
    """Return a workbook of 25 people who agreed: 17 said a yes, and eight did not."""
    clock = Clock()
    desks = Desks(template, tmp_path_factory.mktemp("few") / "home", clock)
    for number in range(25):
        case = desks.visit(gender="woman")
        desks.agree(case, **OUTSIDE)
        if number < 17:
            said = {"continuum": ["survival_sex"], "own_words": "-"}
            desks.office().answers.record(case, "episode", said, "en")
    desks.close()
    made = copy(template)
    made.home = desks.home
    return made, clock.moment


@pytest.fixture
def desks(few, tmp_path):
    with when_over(few, tmp_path / "home") as desks:
        yield desks


@contextmanager
def refusing(code, error=FiguresRefused):
    with pytest.raises(error) as refused:
        yield
    assert refused.value.code == code


def first(desks):
    return desks.office(desks.template.supervisor)


def second(desks):
    return desks.office(VIEWER)


def enters(desks, found, receipt=""):
    first(desks).published.ask_to_enter(found, receipt)
    return second(desks).published.enter(found, receipt)


def publishes(desks):
    wanted = first(desks).figures.propose("month", desks.month)
    release = second(desks).figures.agree(wanted.subject_id).release
    desks.clock.pass_days(1)
    return release


def outside(desks, printed, code=NO):
    """Return what others say of those of whom a yes, or no yes, was said in the month."""
    month = {"atoms": [desks.month], "codes": {}, "total": "ALL"}
    flag = {"atoms": [YES, NO], "codes": {}, "total": "ALL"}
    cells = [[[desks.month, code], printed]]
    return {
        "format": "published-tables/1",
        "dimensions": {"month": month, FLAG: flag},
        "releases": [{"tables": [{"unit": "person", "dims": ["month", FLAG], "cells": cells}]}],
    }


def printed(shown, *codes):
    """Return what is printed of a month, of some codes."""
    every = {key: one for cells in shown.tables.values() for key, one in cells}
    return next(one for key, one in every.items() if {*key} == {("month", shown.period), *codes})


def test_nobody_enters_figures_alone(desks):
    found = outside(desks, {"lo": 0, "hi": 30})
    with pytest.raises(NotPermitted):
        second(desks).published.ask_to_enter(found)
    for office in (second(desks), first(desks)):
        with refusing("outside_alone"):
            office.published.enter(found)
    first(desks).published.ask_to_enter(found)
    with refusing("outside_alone"):
        first(desks).published.enter(found)
    with refusing("outside_alone"):
        second(desks).published.enter(outside(desks, {"lo": 0, "hi": 31}))
    assert second(desks).published.enter(found).releases == 1
    (entered,) = first(desks).figures.register()
    assert (entered.wanted.by, entered.second) == (desks.template.supervisor.id, VIEWER.id)


@pytest.mark.parametrize("said", [8, {"lo": 1, "hi": 9}])
def test_what_others_say_of_the_rest_takes_no_watch_from_it(desks, said):
    """Eight of 25 said no yes: with or without the file, 17 is no number beside 25."""
    alone = first(desks).figures.preview("month", desks.month)
    assert isinstance(printed(alone), Number)
    yes = printed(alone, (FLAG, YES))
    assert printed(alone).lo - yes.hi <= 0
    enters(desks, outside(desks, said))
    beside = first(desks).figures.preview("month", desks.month)
    assert (printed(beside), printed(beside, (FLAG, YES))) == (printed(alone), yes)


def test_a_mark_that_others_betray_is_still_kept_by_what_is_told_here():
    """They say that three said no yes, where a mark stands: ours never say that one did."""
    no, yes, both = (
        Name(PEOPLE, (*key, ("month", "2026-03"))) for key in ([(FLAG, NO)], [(FLAG, YES)], [])
    )
    mark = Told(no, Mark(10))
    others = Told(no, Span(3, 3), release=1, outside=True)
    new = [Counted(both, 20, margin=True), Counted(yes, 17)]
    ground = Ground(dimensions([2026]), (), 10)
    alone = protect([mark], new, ground)
    assert alone[both].lo <= alone[yes].hi
    assert protect([mark, others], new, replace(ground, denied=frozenset([no]))) == alone


def test_a_release_that_this_workbook_never_made_is_not_one_of_its_own(desks):
    release = publishes(desks)
    written = json.loads(json.dumps(register([release])))
    with refusing("outside_twice"):
        first(desks).published.ask_to_enter(written)
    renamed = replace(release.wanted, id="ab" * 16)
    others = replace(renamed, plan="outside")
    for wanted in (renamed, others):
        found = json.loads(json.dumps(register([replace(release, wanted=wanted)])))
        with refusing("outside_unknown"):
            first(desks).published.ask_to_enter(found)


@pytest.mark.usefixtures("cheap_keys")
def test_after_a_backup_a_register_of_ours_is_known_by_the_newest_receipt(desks, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    desks.workbook.back_up(folder / "one.backup")
    away = folder.rename(tmp_path / "away")
    release = publishes(desks)
    receipt = first(desks).published.receipt(release.wanted.id).code
    away.rename(folder)
    bring(desks, folder)
    changed = replace(release, cells=release.cells[1:])
    with opened(desks, folder) as workbook:
        here = workbook.office.published
        true, false = (json.loads(json.dumps(register([one]))) for one in (release, changed))
        with refusing("outside_receipt"):
            here.ask_to_enter(true)
        with refusing("receipt_unknown"):
            here.ask_to_enter(false, receipt)
        here.ask_to_enter(true, receipt)
        other = bootstrap.office_on(workbook._store, VIEWER, desks.clock).published
        assert other.enter(true, receipt).releases == 1
        assert here.newest(receipt).reason == receipt


@pytest.mark.parametrize("said", [400, 0])
def test_what_was_entered_wrongly_is_taken_back_by_two(desks, said):
    before = first(desks).figures.preview("month", desks.month)
    done = enters(desks, outside(desks, said, YES))
    assert first(desks).figures.preview("month", desks.month).numbers < before.numbers
    number = done.number[:8]
    with pytest.raises(NotPermitted):
        second(desks).published.ask_to_take_back(number)
    with refusing("outside_alone"):
        second(desks).published.take_back(number)
    for unknown in ("", number[:7], "0" * 8):
        with refusing("entry_unknown", NotFound):
            first(desks).published.ask_to_take_back(unknown)
    first(desks).published.ask_to_take_back(number)
    second(desks).published.take_back(number)
    assert first(desks).figures.register() == []
    assert first(desks).figures.preview("month", desks.month) == before
    assert read_told(list_key_of(desks.store.connection), [desks.home]) == {}
    # Asked once is asked for once, and entered again it stands again.
    with refusing("outside_alone"):
        second(desks).published.enter(outside(desks, said, YES))
    assert enters(desks, outside(desks, said, YES)).number == done.number
    with refusing("outside_alone"):
        second(desks).published.take_back(number)
    assert len(first(desks).figures.register()) == 1


def test_what_something_was_published_on_stays(desks):
    number = enters(desks, outside(desks, {"lo": 0, "hi": 30})).number
    release = publishes(desks)
    with refusing("outside_built_on"):
        first(desks).published.ask_to_take_back(number)
    with refusing("entry_unknown", NotFound):
        first(desks).published.ask_to_take_back(release.wanted.id)
