"""A laptop is lost, and comes back from its backup: as another one, which is let in anew."""

from __future__ import annotations

import pytest
from apart import opened, summed_up, told_apart
from laptops import Laptop
from make import VISIT, WORDS

from casework.grant import Purpose
from casework.supervision import Why
from casework.worker import Role
from db import backup, keys, recovery
from db.cost import FLOOR
from db.tombstones import replay_for

pytestmark = pytest.mark.unmeasured

DAYS = "select opened_on from casefile where id = ?"
# What was said of a case, as far as it still says anything.
TOLD = "select * from op where entity = ? and kind not in (5, 7)"


class Returned(Laptop):
    """What comes back from the backup of a laptop, and asks to be let in."""

    def __init__(self, lost, file, code, home):
        self.clock, self.home, self.name, self.role = lost.clock, home, lost.name, lost.role
        person = keys.Newcomer(self.name, WORDS, FLOOR)
        backup.restore(file, home, code, person, replay_for(self.name))
        self._keys = keys.unlock(home, self.name, WORDS)
        self.user = self._keys.user_id
        with self.store() as store:
            store.welcome(self.unlocked())

    def joins(self, first):
        with self.post() as post:
            request = post.membership.ask()
        administers = self.role is Role.SUPERVISOR
        answer, digest = first.post.admit(request.data, administers=administers)
        with self.post() as post:
            assert post.join(answer) == digest


@pytest.fixture
def file(tmp_path):
    return tmp_path / "one.backup"


def saves(laptop, file):
    """Write a sealed backup of a laptop; return the code by which it is opened."""
    code = keys.new_recovery_code()
    reader = bytes(recovery.backup_key(recovery.read(code)).public_key)
    with laptop.store() as store:
        store.welcome(laptop.unlocked())
        backup.back_up(store.connection, laptop.unlocked(), file, laptop.clock, [reader])
    return code


def days(store, case):
    return [day for (day,) in store.connection.execute(DAYS, (case,))]


def test_what_comes_back_from_a_backup_is_let_in_and_goes_on(three, file, tmp_path) -> None:
    """It bore the name of the lost one, and was refused for ever."""
    first, other, third = three.first, three.other, three.third
    with other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        first.agrees(code, office=office)
    sheet = saves(other, file)
    with other.store() as store:
        ((case,),) = store.connection.execute("select id from casefile").fetchall()
    opened(other, case, "2026-01-02")
    first.takes(other.writes())
    first.post.membership.revoke(other.unlocked().store_id)
    back = Returned(other, file, sheet, tmp_path / "back")
    back.joins(first)

    # What it had written since is of somebody who is gone: it comes summed up.
    assert back.takes(summed_up(first.post)).refused == {}
    with back.store() as store:
        assert days(store, case) == ["2026-01-02"]
    opened(back, case, "2026-01-03")
    said = back.writes()
    assert first.takes(said).refused == {}
    third.takes(summed_up(first.post))
    assert third.takes(said).refused == {}

    with back.store() as here, third.store() as there:
        for store in (first.store, here, there):
            assert days(store, case) == ["2026-01-03"]
            assert told_apart(store, case) == set()
            assert store.examine().faults == ()


def test_what_somebody_took_home_whom_its_cases_came_to_is_gone_where_they_come_back(
    three, file, tmp_path
) -> None:
    """She had taken it back; it stayed readable at what came back from the backup."""
    first, other, third = three.first, three.other, three.third
    with other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        first.agrees(code, office=office)
    stick = other.writes()
    first.takes(stick)
    third.takes(stick)
    sheet = saves(other, file)
    with other.store() as store:
        ((case,),) = store.connection.execute("select id from casefile").fetchall()
    first.post.membership.revoke(other.unlocked().store_id)
    three.here.glass.open(code, Why.DANGER)
    three.here.grants.withdraw(code, Purpose.STORE_ELSEWHERE)
    assert days(first.store, case) != []
    back = Returned(other, file, sheet, tmp_path / "back")
    back.joins(first)
    with third.post() as post:
        post.take(first.post.exchange.roster())
        whole = summed_up(post)
    said = first.writes()

    assert back.takes(whole).refused == {}
    assert back.takes(said).refused == {}

    with back.store() as store:
        assert days(store, case) == []
        assert store.connection.execute(TOLD, (case,)).fetchall() == []
        assert store.examine().faults == ()
