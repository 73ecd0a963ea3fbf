"""What others said to have is left out of the next stick, and what they did not say never is."""

from __future__ import annotations

import io

import pytest
from laptops import First, Laptop
from make import Clock
from sorted_parts import sorted_out

from casework.consent.grant import Purpose
from casework.team.supervision import Why
from casework.team.worker import Role
from sync.wire import bundle
from sync.wire.bundle import Have


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


def told(stick, laptop, first):
    """Return of how much a stick tells a laptop, without the roster."""
    with laptop.post() as post:
        member = post.membership
        parts = list(
            bundle.read(io.BytesIO(stick), member.roster.org, member.me.workbook, *member.pairs)
        )
    found = sorted_out(parts)["batch"]
    return len(set(found) - set(first.post.exchange.roster()))


def test_what_all_readers_have_is_left_out_and_what_one_lacks_is_not(first, tmp_path) -> None:
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    third = Laptop(first, tmp_path / "third", "Supervisor 9", Role.SUPERVISOR)
    code = first.case(name_used="CANARY-TOLD")
    first.agrees(code)
    stick = first.writes()
    all_of_it = told(stick, second, first)
    second.takes(stick)
    # One of two has said nothing yet, and what is not said is not known.
    first.takes(second.writes())
    assert told(first.writes(), third, first) == all_of_it
    third.takes(first.writes())
    assert third.codes() == {code}
    first.takes(third.writes())
    assert told(first.writes(), third, first) == 0

    first.office(first.template.supervisor).tasks.add(code, "Call her")
    stick = first.writes()
    assert told(stick, second, first) == 1
    for laptop in (second, third):
        assert laptop.takes(stick).refused == {}
        with laptop.store() as store:
            assert store.connection.execute("select count(*) from task").fetchone() == (1,)
    # Somebody new has nothing of it.
    fourth = Laptop(first, tmp_path / "fourth", "Supervisor 10", Role.SUPERVISOR)
    assert told(first.writes(), fourth, first) > all_of_it + 1


def test_whoever_says_later_that_she_has_less_gets_it_again(first, tmp_path) -> None:
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    first.agrees(first.case())
    all_of_it = told(first.writes(), second, first)
    second.takes(first.writes())
    first.takes(second.writes())
    assert told(first.writes(), second, first) == 0
    with second.post() as post:
        me, org = post.membership.me, post.membership.roster.org
        nothing = Have(org, me.workbook, me.author, {}).said(me.seed).body
        strange = Have(org, me.workbook, me.author, {}).said(bytes(32)).body
    first.post.heard_from([strange], ())
    assert told(first.writes(), second, first) == 0
    first.post.heard_from([nothing], ())
    assert told(first.writes(), second, first) == all_of_it


@pytest.mark.parametrize("long", [False, True])
def test_what_goes_home_stays_until_it_is_known_to_have_come(first, tmp_path, long) -> None:
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    code = first.case(name_used="CANARY-TOLD")
    first.agrees(code)
    second.takes(first.writes())
    words = "CANARY-MEANWHILE " + ("word " * 30_000 if long else "")
    with second.office() as office:
        office.glass.open(code, Why.DANGER)
        office.answers.record(code, "note", {"text": words}, "en")
    second.writes()  # This one is lost on the way.
    first.office(first.template.supervisor).grants.withdraw(code, Purpose.STORE_ELSEWHERE)
    second.takes(first.writes())
    assert second.codes() == set()
    second.writes()  # And this one.
    assert not first_finds(first, "CANARY-MEANWHILE")

    assert first.takes(second.writes()).refused == {}
    assert first_finds(first, "CANARY-MEANWHILE")
    assert second.finds("CANARY-MEANWHILE")
    second.takes(first.writes())
    assert not second.finds("CANARY-MEANWHILE")
    with second.store() as store:
        assert store.examine().faults == ()
        left = "select count(*) from outbox where content is not null and length(content) > 20000"
        assert store.connection.execute(left).fetchone() == (0,)
    assert first.store.examine().faults == ()


def first_finds(first, words):
    rows = first.store.connection.execute("select value from op").fetchall()
    return any(words.encode() in value for (value,) in rows)
