"""What a lost laptop gave away without its words goes home from what comes back of it."""

from __future__ import annotations

from apart import case_of, comes_home, opened, opened_at, summed_up, tasks_of, to_do_at, told_apart
from back_again import all_hear, codes, comes_too_late, days, sound

from casework.consent.grant import Purpose
from casework.team.supervision import Why
from db.homes.given_without_words import unsaid
from db.homes.going import going_home
from db.rows.tables import TaskRow

TASK = b"it is made then."
DAY = "2026-01-02"
STANDING = (
    "select lane, aseq, idx from cell_meta where entity = ?1 and field = 'opened_on'"
    " union select lane, aseq, idx from cell_conflict where entity = ?1 and field = 'opened_on'"
)
TITLES = "select title from task where id = ?"


def taken_home_late(saved):
    """Let her take a case back at the lost laptop: all hear of it when that is removed."""
    with saved.other.office() as office:
        office.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    stick = saved.other.writes()
    saved.is_lost()
    comes_too_late(saved, stick)


def renamed(laptop, title):
    with laptop.store() as store, store.at_hand() as ground:
        ground.session.get_one(TaskRow, TASK).title = title


def standing(store, case):
    """Return by which operations the day stands on which a case was opened."""
    return sorted(store.connection.execute(STANDING, (case,)).fetchall())


def nothing_waits(back):
    with back.store() as store:
        assert unsaid(store.connection.cursor()) == set()
        assert going_home(store.connection.cursor()) == {}


def test_what_went_out_as_an_empty_number_comes_home_to_whoever_has_it_now(saved) -> None:
    """Nobody had it but what came back from the backup, where it was gone as well."""
    opened(saved.other, saved.case, DAY)
    saved.backs_up()
    taken_home_late(saved)
    back = saved.comes_back()

    all_hear(saved, back)
    back.takes(saved.first.writes())

    assert sound(saved, back, codes) == [{saved.code}, set(), set()]
    assert days(saved.first.store, saved.case) == [DAY]
    assert told_apart(saved.first.store, saved.case) == set()
    nothing_waits(back)


def test_it_comes_home_too_where_whoever_has_it_now_brought_it_out_again(saved) -> None:
    """By her summary it was replaced: that named its number, which was empty, and another word."""
    opened(saved.other, saved.case, DAY)
    saved.backs_up()
    taken_home_late(saved)
    saved.here.glass.open(saved.code, Why.DANGER)
    saved.first.agrees(saved.code, office=saved.here)
    saved.third.takes(saved.first.writes())
    assert saved.code in saved.third.codes()
    back = saved.comes_back()

    all_hear(saved, back)
    for _turn in range(2):
        back.takes(saved.first.writes())
        saved.first.takes(back.writes())

    said = told_apart(saved.first.store, saved.case) or set(days(saved.first.store, saved.case))
    assert DAY in said
    # It is said once, and no more.
    back.takes(saved.first.writes())
    assert saved.first.takes(back.writes()).batches == 0


def test_what_was_made_and_changed_then_comes_home_as_it_was_left(saved) -> None:
    to_do_at(saved.other, saved.case, TASK)
    renamed(saved.other, "ring twice")
    renamed(saved.other, "ring once")
    saved.backs_up()
    taken_home_late(saved)
    back = saved.comes_back()

    all_hear(saved, back)
    back.takes(saved.first.writes())

    assert sound(saved, back, tasks_of) == [[TASK], [], []]
    assert saved.first.store.connection.execute(TITLES, (TASK,)).fetchall() == [("ring once",)]
    nothing_waits(back)


def test_what_others_have_with_its_words_is_not_said_once_more(saved) -> None:
    """It would stand beside what somebody made of it."""
    opened(saved.other, saved.case, DAY)
    saved.backs_up()
    stick = saved.other.writes()
    saved.third.takes(stick)
    opened(saved.third, saved.case, "2026-01-03")
    saved.first.takes(stick)
    saved.first.takes(saved.third.writes())
    saved.is_lost()
    saved.here.glass.open(saved.code, Why.DANGER)
    saved.here.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    back = saved.comes_back()

    all_hear(saved, back)
    back.takes(saved.first.writes())

    assert sound(saved, back, codes) == [{saved.code}, set(), set()]
    assert days(saved.first.store, saved.case) == ["2026-01-03"]
    assert told_apart(saved.first.store, saved.case) == set()
    nothing_waits(back)


def test_what_is_written_on_top_of_it_comes_home_in_its_place(saved) -> None:
    """What both say would stand side by side."""
    opened(saved.other, saved.case, DAY)
    saved.backs_up()
    taken_home_late(saved)
    back = saved.comes_back()
    opened(back, saved.case, "2026-01-04")

    all_hear(saved, back)
    back.takes(saved.first.writes())

    assert sound(saved, back, codes) == [{saved.code}, set(), set()]
    assert days(saved.first.store, saved.case) == ["2026-01-04"]
    assert told_apart(saved.first.store, saved.case) == set()
    nothing_waits(back)


def test_what_went_home_with_a_case_before_all_heard_stays_where_it_comes_back(saved) -> None:
    opened(saved.other, saved.case, DAY)
    saved.backs_up()
    with saved.other.office() as office:
        office.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    stick = saved.other.writes()
    saved.first.takes(stick)
    saved.third.takes(stick)
    back = saved.comes_back()

    all_hear(saved, back)
    all_hear(saved, back)

    assert sound(saved, back, codes) == [set(), {saved.code}, set()]
    with back.store() as store:
        assert days(store, saved.case) == [DAY]


def test_what_others_replaced_and_let_go_of_stands_nowhere_for_whoever_comes_back(saved) -> None:
    """It left and was brought out again meanwhile: by their summary it was a number, and stood."""
    first, other, third = saved.first, saved.other, saved.third
    code = first.case()
    first.agrees(code)
    case = case_of(first, code)
    for laptop in (other, third):
        laptop.takes(first.writes())
    opened(other, case, DAY)
    saved.backs_up()
    stick = other.writes()
    for laptop in (first, third):
        laptop.takes(stick)
    comes_home(first, code)
    third.takes(first.writes())
    first.agrees(code)
    opened_at(first.store, case, "2026-01-03")
    third.takes(first.writes())
    back = saved.comes_back()
    third.takes(first.writes())

    with third.post() as post:
        back.takes(summed_up(post))
    for _turn in range(2):
        all_hear(saved, back)
        back.takes(first.writes())

    heads = sound(saved, back, lambda store: standing(store, case))
    assert heads[0] == heads[1] == heads[2]
    nothing_waits(back)


def test_what_only_waited_to_go_home_when_the_backup_was_made_comes_home(saved) -> None:
    """It had been given to nobody, and what it belongs to was gone there: it was let go of."""
    code, case = saved.both_hold()
    opened(saved.other, case, DAY)
    saved.here.grants.withdraw(code, Purpose.STORE_ELSEWHERE)
    saved.other.takes(saved.first.writes())
    saved.backs_up()
    saved.clock.pass_days(1)
    saved.first.agrees(code)
    back = saved.comes_back()

    all_hear(saved, back)
    back.takes(saved.first.writes())

    assert DAY in told_apart(saved.first.store, case)
    nothing_waits(back)
