"""A laptop is lost, and comes back from its backup: as another one, which is let in anew."""

from __future__ import annotations

from apart import opened, summed_up, takes_away, tasks_of, to_do_at, told_apart
from back_again import Returned, all_hear, codes, comes_too_late, count_late, days, saves, sound
from laptops import Laptop
from make import VISIT

from casework.consent.grant import Purpose
from casework.keeping.erasure import Basis
from casework.team.supervision import Why
from casework.team.worker import Role
from db.log.streams import own_authors

MADE = (
    "select l.author from op as o join lane as l on l.id = o.lane"
    " where o.entity = ? and o.kind = 2 order by o.hlc"
)
# What was said of a case, as far as it still says anything.
TOLD = "select * from op where entity = ? and kind not in (5, 7)"


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


def test_what_was_saved_and_not_yet_given_when_the_backup_was_made_is_given_by_what_comes_back(
    three, file, tmp_path
) -> None:
    """It stayed at what came back: its author was gone, and nobody else ever heard of it."""
    first, other = three.first, three.other
    with other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        first.agrees(code, office=office)
    first.takes(other.writes())
    with other.store() as store:
        ((case,),) = store.connection.execute("select id from casefile").fetchall()
    opened(other, case, "2026-01-02")
    sheet = saves(other, file)
    first.post.membership.revoke(other.unlocked().store_id)
    back = Returned(other, file, sheet, tmp_path / "back")
    back.joins(first)

    assert back.takes(summed_up(first.post)).refused == {}
    with back.store() as store:
        assert days(store, case) == ["2026-01-02"]
    assert first.takes(back.writes()).refused == {}

    assert days(first.store, case) == ["2026-01-02"]
    with back.store() as store:
        for one in (first.store, store):
            assert told_apart(one, case) == set()
            assert one.examine().faults == ()


def all_show(three, back, day) -> None:
    """See that all three show one day, with nothing to decide."""
    assert sound(three, back, lambda store: told_apart(store, three.case)) == [set()] * 3
    assert sound(three, back, lambda store: days(store, three.case)) == [[day]] * 3


def test_what_others_wrote_meanwhile_stands_beside_what_is_said_once_more(saved) -> None:
    opened(saved.other, saved.case, "2026-01-02")
    saved.backs_up()
    opened(saved.third, saved.case, "2026-01-03")
    saved.first.takes(saved.third.writes())
    back = saved.comes_back()

    all_hear(saved, back)

    told = sound(saved, back, lambda store: told_apart(store, saved.case))
    assert told == [{"2026-01-02", "2026-01-03"}] * 3


def test_what_is_written_on_top_of_it_is_understood_by_others(saved) -> None:
    """They had what that replaced beside it, and were asked about it."""
    opened(saved.other, saved.case, "2026-01-02")
    saved.backs_up()
    back = saved.comes_back()
    opened(back, saved.case, "2026-01-04")

    all_hear(saved, back)

    all_show(saved, back, "2026-01-04")


def test_what_was_given_after_the_backup_is_not_said_once_more(saved) -> None:
    opened(saved.other, saved.case, "2026-01-02")
    saved.backs_up()
    stick = saved.other.writes()
    saved.first.takes(stick)
    saved.third.takes(stick)
    opened(saved.third, saved.case, "2026-01-03")
    saved.first.takes(saved.third.writes())
    back = saved.comes_back()

    all_hear(saved, back)

    all_show(saved, back, "2026-01-03")


def test_what_was_written_between_the_backup_and_the_loss_and_given_comes_back(saved) -> None:
    """It went out with what the backup has, under one number, and passed for that."""
    opened(saved.other, saved.case, "2026-01-02")
    saved.backs_up()
    opened(saved.other, saved.case, "2026-01-03")
    to_do_at(saved.other, saved.case, b"it is made then.")
    saved.first.takes(saved.other.writes())
    back = saved.comes_back()

    all_hear(saved, back)

    all_show(saved, back, "2026-01-03")
    assert sound(saved, back, tasks_of) == [[b"it is made then."]] * 3


def test_what_was_late_and_counts_is_replaced_by_what_was_said_once_more(saved) -> None:
    opened(saved.other, saved.case, "2026-01-02")
    saved.backs_up()
    stick = saved.other.writes()
    back = saved.comes_back()
    assert saved.first.takes(stick).late
    all_hear(saved, back)
    opened(saved.third, saved.case, "2026-01-03")
    saved.first.takes(saved.third.writes())
    count_late(saved)

    all_hear(saved, back)

    all_show(saved, back, "2026-01-03")


def test_a_case_that_nobody_had_heard_of_is_given_by_what_comes_back(saved) -> None:
    first, other = saved.first, saved.other
    with other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        first.agrees(code, office=office)
    saved.backs_up()
    back = saved.comes_back()

    all_hear(saved, back)

    assert sound(saved, back, codes) == [{saved.code, code}] * 3
    # It is at home there: it ends there that it is kept elsewhere.
    with back.office() as office:
        office.grants.withdraw(code, Purpose.STORE_ELSEWHERE)
    stick = back.writes()
    first.takes(stick)
    saved.third.takes(stick)
    assert sound(saved, back, codes) == [{saved.code}, {saved.code, code}, {saved.code}]


def test_what_was_only_for_here_stays_here(saved) -> None:
    first, other = saved.first, saved.other
    with other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        taken = office.answers.record(None, "intake", VISIT, "en").case_code
        first.agrees(taken, office=office)
        office.grants.withdraw(taken, Purpose.STORE_ELSEWHERE)
    saved.backs_up()
    back = saved.comes_back()

    all_hear(saved, back)

    assert sound(saved, back, codes) == [{saved.code}, {saved.code, code, taken}, {saved.code}]


def test_what_was_made_and_taken_away_is_so_everywhere(saved) -> None:
    to_do_at(saved.other, saved.case, b"it is taken away")
    saved.first.takes(saved.other.writes())
    with saved.other.store() as store:
        takes_away(store, b"it is taken away")
    to_do_at(saved.other, saved.case, b"it is made then.")
    saved.backs_up()
    assert tasks_of(saved.first.store) == [b"it is taken away"]
    back = saved.comes_back()

    all_hear(saved, back)

    assert sound(saved, back, tasks_of) == [[b"it is made then."]] * 3


def test_what_was_erased_is_erased_everywhere(saved) -> None:
    """Others went on to show it: nobody told them."""
    with saved.other.store() as store, store.begin(store.worker(saved.other.user)) as work:
        work.erasures.destroy(saved.case.hex(), saved.code, Basis.HER_WISH.value)
        work.save()
    saved.backs_up()
    back = saved.comes_back()

    all_hear(saved, back)

    assert sound(saved, back, codes) == [set()] * 3


def test_what_came_back_can_sum_up_what_it_had_said_once_more(saved) -> None:
    opened(saved.other, saved.case, "2026-01-02")
    saved.backs_up()
    back = saved.comes_back()
    all_hear(saved, back)
    fourth = Laptop(saved.first, saved.third.home.parent / "fourth", "Worker 9", Role.SUPERVISOR)
    assert back.takes(saved.first.writes()).refused == {}
    with back.post() as post:
        whole = summed_up(post)

    assert fourth.takes(whole).refused == {}

    with fourth.store() as store:
        assert days(store, saved.case) == ["2026-01-02"]
        assert store.examine().faults == ()


def test_what_had_gone_home_elsewhere_meanwhile_is_said_once_more_and_gone(saved) -> None:
    """It waited for somebody who could seal it no more, and could be read."""
    first = saved.first
    opened(saved.other, saved.case, "2026-01-02")
    saved.backs_up()
    back = saved.comes_back()
    saved.here.glass.open(saved.code, Why.DANGER)
    saved.here.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)

    assert back.takes(first.writes()).refused == {}
    first.takes(back.writes())
    back.takes(first.writes())

    assert days(first.store, saved.case) == ["2026-01-02"]
    assert first.store.examine().faults == ()
    with back.store() as store:
        assert codes(store) == set()
        assert store.connection.execute(TOLD, (saved.case,)).fetchall() == []
        assert store.examine().faults == ()


def test_a_case_that_is_said_once_more_already_is_not_by_what_comes_back(saved) -> None:
    """What brought it out there was looked at with each summary, and answered each time."""
    with saved.other.office() as office:
        office.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
        saved.first.agrees(saved.code, office=office)
    saved.backs_up()
    stick = saved.other.writes()
    saved.is_lost()
    comes_too_late(saved, stick)
    back = saved.comes_back()

    all_hear(saved, back)
    back.takes(saved.first.writes())
    saved.first.takes(back.writes())

    made = saved.first.store.connection.execute(MADE, (saved.case,)).fetchall()
    assert [author in own_authors(saved.first.store.connection) for (author,) in made] == [
        False,
        False,
        True,
    ]
