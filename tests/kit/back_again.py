"""What comes back from the backup of a lost laptop, and what is seen of it at all."""

from __future__ import annotations

from apart import summed_up
from laptops import Laptop
from make import WORDS

from casework.team.worker import Role
from db.backups import backup
from db.backups.tombstones import replay_for
from db.vault import keys, recovery
from db.vault.cost import FLOOR
from sync.sealed.lateness import late, take_late

DAYS = "select opened_on from casefile where id = ?"


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


def saves(laptop, file):
    """Write a sealed backup of a laptop; return the code by which it is opened."""
    code = keys.new_recovery_code()
    reader = bytes(recovery.backup_key(recovery.read(code)).public_key)
    with laptop.store() as store:
        store.welcome(laptop.unlocked())
        backup.back_up(store.connection, laptop.unlocked(), file, laptop.clock, [reader])
    return code


def codes(store):
    return {code for (code,) in store.connection.execute("select code from casefile")}


def days(store, case):
    return [day for (day,) in store.connection.execute(DAYS, (case,))]


def all_hear(three, back):
    """Let what came back hear of all, and all others of it."""
    assert back.takes(summed_up(three.first.post)).refused == {}
    three.third.takes(summed_up(three.first.post))
    stick = back.writes()
    for laptop in (three.first, three.third):
        assert laptop.takes(stick).refused == {}


def comes_too_late(three, stick):
    """Let count for all what the lost laptop wrote, and came after it was removed."""
    assert three.first.takes(stick).late
    count_late(three)


def count_late(three):
    """Let that count which came too late."""
    (waits,) = late(three.first.post.membership)
    take_late(three.first.post, waits.workbook)


def sound(three, back, look):
    """Return what is seen at all three, once they are sound."""
    with back.store() as here, three.third.store() as there:
        stores = [three.first.store, here, there]
        assert [store.examine(pages=False).faults for store in stores] == [()] * 3
        return [look(store) for store in stores]
