"""A snapshot on its way to a server: broken off it goes on with the next part, while it may."""

from __future__ import annotations

import random

import pytest
from met import Met

from casework.consent.grant import Purpose
from casework.keeping.erasure import Basis
from db.exchange.offered import Offers
from sync.line import summed as line_summed
from sync.members.member import caseload_of

_PARTS = (
    "select s.parts, (select count(*) from snapshot_part as p where p.snap_id = s.snap_id)"
    " from snapshot as s where s.stream_id = ? order by s.number"
)


def write_much(met):
    dice = random.Random(4)
    met.codes = [met.writes(name_used=dice.randbytes(9_000).hex()) for _ in range(20)]
    met.meets()


@pytest.fixture
def met(template, tmp_path, hands):
    with Met.begun(template, tmp_path, hands, write_much) as made:
        yield made


@pytest.fixture
def much(met, monkeypatch):
    """Let an exchange of much be stopped while it is summed up; return the cases."""
    monkeypatch.setattr(line_summed, "MANY", 1)
    assert met.meets(stopped=lambda: any(held > 1 for _, held in there(met))).is_stopped
    ((parts, held),) = there(met)
    assert 1 < held < parts
    assert parts - held <= len(kept(met)) <= parts - held + 1
    return met.codes


def stream(met):
    member = met.first.post.membership
    return caseload_of(member.roster.org, member.me.user)


def there(met):
    """Return how many parts each snapshot of the stream has, and how many of them are there."""
    with met.server.database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(_PARTS, (stream(met),))]


def kept(met):
    """Return the parts that still wait here."""
    offered = Offers(met.first.post.connection, met.first.post.now).of(stream(met))
    return offered.parts if offered else {}


@pytest.mark.usefixtures("much")
def test_it_goes_on_with_the_next_part_and_then_nothing_is_asked(met, line):
    ((parts, _),) = there(met)
    # What is written meanwhile does not hold it up.
    met.writes(name_used="CANARY")
    met.meets(calls=line.calls)
    assert kept(met) == {}
    assert there(met)[0] == (parts, parts)
    assert met.second_meets().came.refused == {}
    met.meets()
    line.count()
    met.meets(calls=line.calls)
    assert line.up + line.down <= 250


def test_what_left_meanwhile_is_in_no_part_that_goes(met, much):
    office = met.first.office(met.first.template.supervisor)
    office.grants.withdraw(much[0], Purpose.STORE_ELSEWHERE)
    ((parts, held),) = there(met)
    met.meets()
    assert kept(met) == {}
    first, *rest = there(met)
    assert first == (parts, held)
    assert all(one == whole for one, whole in rest)
    assert rest


def test_of_what_is_erased_meanwhile_no_part_is_kept(met, much):
    office = met.first.office(met.first.template.supervisor)
    office.erasures.request(much[0], Basis.HER_WISH, in_danger=True)
    assert kept(met)
    office.erasures.carry_out(much[0])
    assert kept(met) == {}


@pytest.mark.usefixtures("much")
def test_under_another_key_it_begins_anew(met):
    member = met.first.post.membership
    scribe = member._scribe()
    scribe.turn([stream(met)])
    member._keep(scribe)
    met.meets()
    first, *rest = there(met)
    assert first[0] > first[1]
    assert [one == whole for one, whole in rest] == [True]


@pytest.mark.usefixtures("much")
def test_a_server_that_lost_it_gets_it_anew(met):
    with met.server.database.writing() as connection:
        for statement in ("delete from snapshot_part", "delete from snapshot"):
            connection.exec_driver_sql(statement)
    met.meets()
    assert kept(met) == {}
    begun, whole = there(met)
    assert begun[0] > begun[1]
    assert whole[0] == whole[1]
