"""Laptops meet by stick: what may leave arrives, what may not does not, nothing is lost."""

from __future__ import annotations

import random
import string
from contextlib import nullcontext

import pytest
from laptops import First, Laptop
from make import Clock

from casework.consent.grant import Purpose
from casework.keeping.erasure import Basis
from casework.team.supervision import Why
from casework.team.worker import Role
from db.incoming.programs import shape


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


def test_a_new_laptop_knows_the_office_after_one_stick(first, tmp_path):
    second = Laptop(first, tmp_path / "second", "Caseworker 8")
    stick = first.writes()
    came = second.takes(stick)
    assert (came.refused, came.early, came.late) == ({}, 0, 0)
    with second.office() as office:
        assert {one.name for one in office.services.all()} == set(first.services())
        assert office.cases.all() == []
    again = second.takes(stick)
    assert (again.operations, again.refused) == (0, {})
    assert again.known == came.batches


def test_a_case_goes_where_she_agreed_and_comes_home_when_she_takes_it_back(first, tmp_path):
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    third = Laptop(first, tmp_path / "third", "Caseworker 9")
    agreed, kept = first.case(name_used="CANARY-TOLD"), first.case(name_used="CANARY-KEPT")
    for laptop in (second, third):
        laptop.takes(first.writes())
        assert laptop.codes() == set()
    first.agrees(agreed)
    for laptop in (second, third):
        assert laptop.takes(first.writes()).refused == {}
        assert not laptop.finds("CANARY-KEPT")
    assert second.codes() == {agreed}
    with second.office() as office:
        assert office.overview.of(agreed).masked
    # Whoever does not look after the team holds nobody's cases but her own.
    assert third.codes() == set()
    assert not third.finds("CANARY-TOLD")

    first.office(first.template.supervisor).grants.withdraw(agreed, Purpose.STORE_ELSEWHERE)
    second.takes(first.writes())
    assert second.codes() == set()
    assert not second.finds("CANARY-TOLD")
    assert {agreed, kept} == {
        one.code for one in first.office(first.template.supervisor).cases.all()
    }


def test_of_a_torn_stick_what_came_before_the_tear_is_taken_in(first, tmp_path):
    second = Laptop(first, tmp_path / "second", "Caseworker 8")
    stick = first.writes()
    came = second.takes(stick[:-1000])
    assert came.torn == "bundle.torn"
    assert came.batches
    rest = second.takes(stick)
    assert (rest.torn, rest.refused) == ("", {})
    assert rest.known == came.batches
    with second.office() as office:
        assert {one.name for one in office.services.all()} == set(first.services())


def test_one_changed_batch_stops_no_other(first, tmp_path):
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    code = first.case(name_used="CANARY-TOLD")
    first.agrees(code)
    first.writes()
    batches = [batch for _lane, _aseq, batch in first.post.exchange.sealed_since({})]
    changed = bytearray(batches[0])
    changed[-1] ^= 1
    with second.post() as post:
        came = post.take([bytes(changed), *first.post.exchange.roster(), *batches])
    assert came.refused == {"frame.signature": 1}
    assert second.codes() == {code}


def told_at(laptop, code):
    """Return what is said in the notes of a case."""
    with laptop.office() as office:
        office.glass.open(code, Why.DANGER)
        notes = office.filling.entries(code, "note")
        return {office.filling.amend(code, one.id).doc.values["note.text"] for one in notes}


SIGNS = string.ascii_letters + string.digits + "-_"


HAN = "".join(map(chr, range(0x4E00, 0x9000))) + 2000 * " "


@pytest.mark.parametrize("signs", [SIGNS, "واحد اثنان ثلاثة", HAN])
def test_what_is_too_long_for_one_batch_arrives_whole_and_what_followed_too(
    first, tmp_path, signs
) -> None:
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    code = first.case()
    first.agrees(code)
    drawn = random.Random(7)
    words = "".join(drawn.choice(signs) for _ in range(150_000))
    office = first.office(first.template.supervisor)
    for text in ("before", words, "after"):
        office.answers.record(code, "note", {"text": text}, "en")
    came = second.takes(first.writes())
    assert (came.refused, came.early) == ({}, 0)
    assert told_at(second, code) == {"before", words, "after"}
    for store in (first.store, second.store):
        with nullcontext(store) if store is first.store else store() as opened:
            assert opened.examine().faults == ()


def test_pieces_wait_for_each_other_and_go_with_an_erasure(first, tmp_path) -> None:
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    words = "".join(random.Random(7).choice(SIGNS) for _ in range(150_000))
    kept, gone = first.case(), first.case()
    office = first.office(first.template.supervisor)
    for code in (kept, gone):
        first.agrees(code)
        office.answers.record(code, "note", {"text": f"{code} {words}"}, "en")
    first.writes()
    batches = [batch for _lane, _aseq, batch in first.post.exchange.sealed_since({})]
    with second.post() as post:
        post.take(first.post.exchange.roster())
        for batch in batches:
            came = post.take([batch])
            assert came.refused == {}
            assert post.take([batch]).operations == 0
        assert post.exchange.parked() == []
    assert told_at(second, kept) == {f"{kept} {words}"}

    office.erasures.request(gone, Basis.HER_WISH, in_danger=True)
    office.erasures.carry_out(gone)
    second.takes(first.writes())
    assert second.codes() == {kept}
    assert not second.finds(f"{gone} ")
    for store in (first.store, second.store):
        with nullcontext(store) if store is first.store else store() as opened:
            assert opened.examine().faults == ()
            held = opened.connection.execute("select content from outbox").fetchall()
            assert all(content is None or len(content) < 1 << 16 for (content,) in held)


def test_what_only_a_newer_program_can_show_is_kept_counted_and_shown_by_that_one(
    first, tmp_path
) -> None:
    second = Laptop(first, tmp_path / "second", "Caseworker 8")
    code = first.services()["Example Clinic A"]
    rows = first.store.connection.execute
    ((entity,),) = rows("select id from service where code = ?", (code,)).fetchall()
    # The program at the first laptop is newer: it has a field that the other one does not know.
    with first.store.at_hand() as ground:
        ground.journal.set(entity, "service", "from_a_newer_one", "yes")
    came = second.takes(first.writes())
    assert came.unshown == 1
    there = "select count(*) from service where id = ?"
    with second.store() as store:
        # As if the program before this one had not known services at all.
        store.connection.execute("delete from service where id = ?", (entity,))
        store.keep("exchange.shape", "an older program")
    with second.post() as post:
        assert post.connection.execute(there, (entity,)).fetchone() == (1,)
        # One field of it is still nothing that this program knows.
        assert post.exchange.unshown() == 1
    with second.store() as store:
        assert store.kept("exchange.shape") == shape()
        assert store.examine().faults == ()
