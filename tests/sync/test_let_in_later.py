"""Whoever is let in once laptops exchange, or let in again, is heard at the others like all."""

from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

import pytest
from back_again import Returned, codes, saves
from laptops import First, Laptop, written
from make import VISIT, WORDS, Clock
from nacl.signing import SigningKey
from newcomers import moves_in

from casework.team.people import STRANGER
from casework.team.worker import Role
from db.vault import cost
from desktop.bootstrap import open_workbook
from sync.survey import survey

NEW, HERS = "abstain scalping wasabi corporate", "uncapped unloader vanity retention"
LATER = "Caseworker 7"


@pytest.fixture
def two(template, tmp_path, monkeypatch):
    """Return a first laptop, whose supervisor signs in, and that of another supervisor."""
    monkeypatch.setattr(cost, "calibrate", lambda: cost.FLOOR)
    first = First(template, tmp_path / "first", Clock())
    first.workbook.worker = template.supervisor
    first.workbook.office = first.office(template.supervisor)
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    second.takes(first.writes())
    yield first, second
    first.store.close()


@contextmanager
def as_(first, name, passphrase):
    """Let somebody else sign in at the first laptop for a while."""
    first.store.close()
    workbook = open_workbook(first.home, name, passphrase, first.clock)
    first.store = workbook._store
    try:
        yield workbook.office, workbook.post()
    finally:
        workbook.close()
        first.opens()
        first.workbook.worker = first.template.supervisor
        first.workbook.office = first.office(first.template.supervisor)


def records(first, name, passphrase, word):
    """Let somebody record a case that is to be kept elsewhere too, and fill a stick."""
    with as_(first, name, passphrase) as (office, post):
        case = office.answers.record(None, "intake", VISIT | {"name_used": word}, "en").case_code
        first.agrees(case, office=office)
        return case, written(post)


def test_who_is_let_in_later_is_heard_once_somebody_who_administers_gave_a_stick(two):
    first, second = two
    first.workbook.add_person(LATER, Role.CASEWORKER, HERS)
    case, unheard = records(first, LATER, HERS, "CANARY-LATER")
    second.takes(unheard)
    assert case not in second.codes()
    second.takes(first.writes())
    with as_(first, LATER, HERS) as (_office, post):
        second.takes(written(post))
    assert second.finds("CANARY-LATER")
    assert case in second.codes()
    # It is said once.
    before = len(first.post.membership.roster.authors)
    first.writes()
    assert len(first.post.membership.roster.authors) == before


def test_who_is_let_in_again_is_heard_by_her_new_key(two):
    first, second = two
    first.workbook.add_person(LATER, Role.CASEWORKER, HERS)
    second.takes(first.writes())
    _, stick = records(first, LATER, HERS, "CANARY-FIRST-KEY")
    second.takes(stick)
    first.workbook.let_back_in(LATER, NEW)
    second.takes(first.writes())
    case, stick = records(first, LATER, NEW, "CANARY-SECOND-KEY")
    second.takes(stick)
    assert second.finds("CANARY-FIRST-KEY")
    assert second.finds("CANARY-SECOND-KEY")
    assert case in second.codes()


def test_who_gives_the_workbook_a_new_key_is_heard_as_before(two):
    first, second = two
    case = first.case(name_used="CANARY-BEFORE")
    first.agrees(case)
    first.workbook.give_new_key(WORDS, NEW, first.template.recovery_code)
    workbook = open_workbook(first.home, first.template.supervisor.name, NEW, first.clock)
    first.workbook, first.store, first.post = workbook, workbook._store, workbook.post()
    first.agrees(case, office=workbook.office)
    second.takes(first.writes())
    assert second.finds("CANARY-BEFORE")


def comes_anew(laptop):
    """Let whoever works at a laptop come in by its recovery sheet: she signs by a new key."""
    seed = SigningKey.generate()
    laptop._keys = replace(laptop._keys, author_seed=bytearray(bytes(seed)))
    with laptop.store() as store:
        store.renew_author(laptop.user, bytes(seed.verify_key))


def unheard(laptop):
    with laptop.store() as store:
        worker = store.worker(laptop.user)
    with laptop.post() as post:
        return survey(post, worker).unheard


def records_here(laptop, first, word):
    with laptop.office() as office:
        case = office.answers.record(None, "intake", VISIT | {"name_used": word}, "en").case_code
        first.agrees(case, office=office)
        return case


def restored(laptop, folder):
    file = folder / "one.backup"
    return Returned(laptop, file, saves(laptop, file), folder / "back")


def test_whoever_came_in_anew_alone_is_told_that_nobody_hears_her_and_what_helps(two, tmp_path):
    """What she wrote stayed at her laptop, and nothing said so."""
    first, second = two
    assert unheard(second) == ""
    comes_anew(second)
    assert unheard(second) == "others"
    case = records_here(second, first, "CANARY-ANEW")
    first.post.read(BytesIO(second.writes()))
    assert case not in codes(first.store)
    back = restored(second, tmp_path)
    first.post.membership.revoke(second.unlocked().store_id)
    back.joins(first)
    assert unheard(back) == ""
    first.post.read(BytesIO(back.writes()))
    assert case in codes(first.store)


def test_where_nobody_else_administers_the_others_join_what_was_restored(two, tmp_path):
    first, second = two
    with second.post() as post:
        post.membership.revoke(first.template.unlocked().store_id)
    comes_anew(second)
    assert unheard(second) == "alone"
    case = records_here(second, first, "CANARY-ALONE")
    back, fresh = restored(second, tmp_path), second.moved(tmp_path / "fresh", first.clock)
    fresh._keys = moves_in(fresh.home, LATER, 1)
    with fresh.post() as post:
        asked = post.membership.ask()
    with back.post() as post:
        post.found()
    with back.office() as office:
        office.people.add(asked.user.hex(), LATER, Role.SUPERVISOR, STRANGER)
    with back.post() as post:
        answer, _digest = post.admit(asked.data, administers=True)
    with fresh.post() as post:
        post.join(answer)
    assert fresh.takes(back.writes()).refused == {}
    assert case in fresh.codes()


def test_who_is_let_in_at_a_laptop_where_somebody_administers_only_waits(two):
    first, _second = two
    first.workbook.add_person(LATER, Role.CASEWORKER, HERS)
    with as_(first, LATER, HERS) as (office, post):
        assert survey(post, office.worker).unheard == ""
