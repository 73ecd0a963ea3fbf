"""What she had taken back before a laptop was lost stays taken back when that comes back."""

from __future__ import annotations

from apart import opened, summed_up, takes_away, tasks_of, to_do_at
from back_again import all_hear, codes, comes_too_late, days, sound

from casework.consent.grant import Purpose
from casework.team.supervision import Why


def test_what_she_had_taken_back_is_carried_out_by_what_comes_back(saved) -> None:
    """Others went on to hold it: that it had gone home was told to nobody."""
    first, other = saved.first, saved.other
    with other.office() as office:
        office.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    saved.backs_up()
    opened(saved.third, saved.case, "2026-01-03")
    first.takes(saved.third.writes())
    back = saved.comes_back()

    all_hear(saved, back)

    assert sound(saved, back, codes) == [set(), {saved.code}, set()]
    # What others had written meanwhile came home, and goes out with it if she agrees once more.
    with back.office() as office:
        first.agrees(saved.code, office=office)
    all_hear(saved, back)
    assert sound(saved, back, lambda store: days(store, saved.case)) == [["2026-01-03"]] * 3


def test_what_two_took_home_without_hearing_of_each_other_is_lost_at_neither(saved) -> None:
    with saved.other.office() as office:
        office.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    saved.backs_up()
    back = saved.comes_back()
    saved.here.glass.open(saved.code, Why.DANGER)
    saved.here.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)

    all_hear(saved, back)
    back.takes(saved.first.writes())

    assert sound(saved, back, codes) == [{saved.code}, {saved.code}, set()]


def test_what_two_took_home_is_lost_at_neither_where_one_of_them_is_heard_of_late(saved) -> None:
    """It was gone where it came back: that it had gone home there counted as told by others."""
    with saved.other.office() as office:
        office.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    saved.backs_up()
    stick = saved.other.writes()
    saved.is_lost()
    saved.here.glass.open(saved.code, Why.DANGER)
    saved.here.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    comes_too_late(saved, stick)
    back = saved.comes_back()

    all_hear(saved, back)
    back.takes(saved.first.writes())

    assert sound(saved, back, codes) == [{saved.code}, {saved.code}, set()]


def test_what_went_home_with_its_case_is_gone_with_it_where_somebody_else_has_that_now(
    saved,
) -> None:
    """What told where it had gone stood on without the thing: no summary was taken in any more."""
    to_do_at(saved.other, saved.case, b"it is made then.")
    saved.backs_up()
    with saved.other.office() as office:
        office.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    stick = saved.other.writes()
    saved.is_lost()
    comes_too_late(saved, stick)
    back = saved.comes_back()

    all_hear(saved, back)
    all_hear(saved, back)

    assert sound(saved, back, codes) == [{saved.code}, set(), set()]


def test_what_was_taken_home_between_the_backup_and_the_loss_is_at_home_where_it_comes_back(
    saved,
) -> None:
    """It was nowhere else, and what was written of it there went on to all others."""
    saved.backs_up()
    with saved.other.office() as office:
        office.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    stick = saved.other.writes()
    saved.first.takes(stick)
    saved.third.takes(stick)
    back = saved.comes_back()
    assert back.takes(summed_up(saved.first.post)).refused == {}

    opened(back, saved.case, "2026-01-02")
    all_hear(saved, back)

    assert sound(saved, back, codes) == [set(), {saved.code}, set()]
    with back.office() as office:
        saved.first.agrees(saved.code, office=office)
    all_hear(saved, back)
    assert sound(saved, back, lambda store: days(store, saved.case)) == [["2026-01-02"]] * 3


def test_what_was_taken_away_before_its_case_went_out_again_is_gone_where_it_comes_back(
    saved,
) -> None:
    """That it was taken away was told to nobody: it had left with its case, and stood there."""
    to_do_at(saved.other, saved.case, b"it is made then.")
    saved.first.takes(saved.other.writes())
    saved.backs_up()
    with saved.other.store() as store:
        takes_away(store, b"it is made then.")
    with saved.other.office() as office:
        office.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
        saved.first.agrees(saved.code, office=office)
    stick = saved.other.writes()
    saved.first.takes(stick)
    saved.third.takes(stick)
    back = saved.comes_back()

    all_hear(saved, back)
    all_hear(saved, back)

    assert sound(saved, back, codes) == [{saved.code}] * 3
    assert sound(saved, back, tasks_of) == [[], [], []]
