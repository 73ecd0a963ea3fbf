"""What is done of a case that is at home with somebody else since its laptop was lost."""

from __future__ import annotations

from back_again import count_late
from make import VISIT

from casework.consent.grant import Purpose
from casework.team.supervision import Why
from db.homes.at_home import homes, is_at_home

FIND = "select id from casefile where code = ?"
DAYS = "select opened_on from casefile where id = ?"
KIND = "select s.kind from entity as e join stream as s on s.id = e.stream where e.id = ?"
APART = "select distinct field from cell_conflict where entity = ?"
BESIDE = "select lane, aseq, idx from cell_conflict where entity = ? and field = 'opened_on'"


def brought_out(three):
    """Bring a case out at the second laptop; return its code and id."""
    with three.other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        three.first.agrees(code, office=office)
    stick = three.other.writes()
    three.first.takes(stick)
    three.third.takes(stick)
    with three.third.store() as store:
        store.welcome(three.third.unlocked())
    ((case,),) = three.first.store.connection.execute(FIND, (code,)).fetchall()
    return code, case


def is_lost(three):
    """Let the second laptop be removed at the first one; the third one hears of it."""
    three.first.post.membership.revoke(three.other.unlocked().store_id)
    return three.third.takes(three.first.writes())


def comes_too_late(three, stick):
    """Let count for all what the removed laptop wrote afterwards."""
    assert three.first.takes(stick).late
    counts(three)


def counts(three):
    count_late(three)
    three.third.takes(three.first.writes())


def takes_back(office, code):
    office.glass.open(code, Why.DANGER)
    office.grants.withdraw(code, Purpose.STORE_ELSEWHERE)


def agrees_again(three, code):
    three.clock.pass_days(1)
    three.here.glass.open(code, Why.DANGER)
    three.first.agrees(code)


def kind(store, case):
    """Return in which kind of stream a case lives."""
    return [one for (one,) in store.connection.execute(KIND, (case,))]


def days(store, case):
    return [one for (one,) in store.connection.execute(DAYS, (case,))]


def beside(store, case):
    return sorted(store.connection.execute(BESIDE, (case,)))


def apart_of(store, key):
    """Return which fields of a thing stand side by side."""
    return [one for (one,) in store.connection.execute(APART, (key,))]


def made_by(store, key):
    return store.connection.execute("select lane, aseq from entity where id = ?", (key,)).fetchall()


def has_at_home(store, case):
    cursor = store.connection.cursor()
    return is_at_home(cursor, case, homes(cursor))
