"""What was taken home at the lost laptop, and is brought out by who adopted it: nothing is lost."""

from __future__ import annotations

from apart import case_of, tasks_of, titled, to_do_at
from at_home import AtHome
from back_again import Returned, all_hear, saves

from casework.consent.grant import Purpose
from casework.team.supervision import Why
from db.homes.brought_back import held_back

TITLES = (
    "select value from cell_conflict where entity = ? and field = 'title'"
    " union select cast(title as blob) from task where id = ?"
)

TAKEN_BACK = "select count(*) from consent_event where case_id = ? and kind = 'withdrawn'"


def titles(store, key):
    found = store.connection.execute(TITLES, (key, key)).fetchall()
    return b" ".join(value for (value,) in found)


def taken_back(store, case):
    found = store.connection.execute(TAKEN_BACK, (case,)).fetchone()
    return found[0]


def test_what_was_written_at_home_before_the_backup_reaches_whoever_brought_the_case_out_anew(
    saved, file, tmp_path
) -> None:
    """Whoever adopted it had it as it was when it left: the rest was let go of at what came back.

    In a summary the case comes before its parts; they were taken for left behind.
    """
    first, other, third = saved.first, saved.other, saved.third
    alone = AtHome(saved)
    key = b"what is to do..."
    to_do_at(other, alone.id, key)
    alone.is_brought_out()
    assert tasks_of(first.store) == [key]
    with other.office() as office:
        office.grants.withdraw(alone.code, Purpose.STORE_ELSEWHERE)
    third.takes(other.writes())
    titled(other, key, "said at home")
    sheet = saves(other, file)
    with third.post() as post:
        post.membership.revoke(other.unlocked().store_id)
    first.takes(third.writes())
    saved.here.glass.open(alone.code, Why.DANGER)
    saved.clock.moment = saved.clock.moment.replace(minute=saved.clock.moment.minute + 1)
    first.agrees(alone.code)
    third.takes(first.writes())
    assert case_of(first, alone.code) == alone.id

    back = Returned(other, file, sheet, tmp_path / "back")
    back.joins(first)
    for _ in range(2):
        all_hear(saved, back)
        third.takes(first.writes())

    assert b"said at home" in titles(first.store, key)
    with back.store() as store, third.store() as there:
        assert titles(store, key) == titles(first.store, key)
        assert store.examine(pages=False).faults == ()
        # Whoever brought it out had not heard what was taken back at home; that is not lost by it.
        for one in (store, first.store, there):
            assert taken_back(one, alone.id) == 1
            assert held_back(one.connection) == 0
