"""What was deleted as its case was brought out, and is kept after all, goes after its case."""

from __future__ import annotations

from adopted import agrees_again, takes_back
from apart import keeps, takes_away, tasks_of, titled, to_do_at
from back_again import all_hear

KEY = b"something to do."


def carry(one, *others):
    stick = one.writes()
    for other in others:
        assert other.takes(stick).refused == {}


def test_what_is_kept_after_all_goes_to_where_its_case_was_given_meanwhile(saved) -> None:
    """It came to where the case had been at home, and stayed there alone for ever."""
    first, other, third = saved.first, saved.other, saved.third
    to_do_at(other, saved.case, KEY)
    carry(other, first, third)
    titled(other, KEY, "call tomorrow")
    with third.store() as store:
        takes_away(store, KEY)
    carry(third, first, other)
    keeps(other)
    saved.backs_up()
    saved.is_lost()
    carry(first, third)
    takes_back(saved.here, saved.code)
    carry(first, third)
    agrees_again(saved, saved.code)
    back = saved.comes_back()

    for _turn in range(2):
        all_hear(saved, back)

    with back.store() as here, third.store() as there:
        stores = [first.store, here, there]
        assert [tasks_of(store) for store in stores] == [[KEY]] * 3
        assert [store.examine(pages=False).faults for store in stores] == [()] * 3
