"""A case that stands alone at the laptop that is lost, and is brought out there or not."""

from __future__ import annotations

from apart import opened, told_apart
from back_again import days, sound
from make import VISIT

ID = "select id from casefile where code = ?"


def life_of(store, key):
    ((life,),) = store.connection.execute("select life from entity where id = ?", (key,))
    return life


class AtHome:
    """A case of the laptop that is lost, which stood there alone when that was backed up."""

    def __init__(self, saved) -> None:
        self.saved = saved
        with saved.other.office() as office:
            self.code = office.answers.record(None, "intake", VISIT, "en").case_code
        with saved.other.store() as store:
            ((self.id,),) = store.connection.execute(ID, (self.code,)).fetchall()
        opened(saved.other, self.id, "2026-01-01")

    def is_brought_out(self):
        """Let her agree that it is kept elsewhere too; let all others have it."""
        with self.saved.other.office() as office:
            self.saved.first.agrees(self.code, office=office)
        self.is_given()

    def is_given(self):
        stick = self.saved.other.writes()
        for one in (self.saved.first, self.saved.third):
            assert one.takes(stick).refused == {}

    def must_show(self, back, *shown):
        """See that all show some days, and that all are asked about them if they are several."""
        looked = sound(
            self.saved, back, lambda store: (told_apart(store, self.id), days(store, self.id))
        )
        told, seen = zip(*looked, strict=True)
        assert [*told] == [set(shown) if len(shown) > 1 else set()] * 3
        assert len({*map(tuple, seen)}) == 1
        assert seen[0][0] in shown
