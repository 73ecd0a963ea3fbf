"""What others emptied of a case that had left is no damage, though nobody heard that it left."""

from __future__ import annotations

from apart import summed_up, takes_away, to_do_at
from laptops import Laptop

from casework.team.worker import Role

KEY = b"to do %10d" % 0


def own_batches(laptop):
    """Return what was written at a laptop, without what it passes on of others."""
    laptop.writes()
    with laptop.post() as post:
        return [batch for *_at, batch in post.exchange.sealed_since({})]


def takes_away_at(laptop, key):
    with laptop.store() as store:
        store.welcome(laptop.unlocked())
        store.worker(laptop.user)
        takes_away(store, key)


def test_what_came_summed_up_as_a_number_is_no_damage_where_a_case_is_out_again(team, tmp_path):
    """Of what was taken away nobody had said what it had been: it was a part of the case alone."""
    first, other, home = team.first, team.other, team.one
    third, fourth = (
        Laptop(first, tmp_path / name, name, Role.SUPERVISOR) for name in ("Third", "Fourth")
    )
    team.records(home)
    for laptop in (third, fourth):
        laptop.takes(summed_up(first.post))
    to_do_at(other, team.case, KEY)
    made = own_batches(other)
    with third.post() as post:
        assert post.take(made).refused == {}
    takes_away_at(third, KEY)
    late = own_batches(third)
    with fourth.post() as post:
        assert post.take(late).operations == 1

    team.takes_back(home)
    first.takes(home.writes())
    for batches in (made, late):
        assert first.post.take(batches).refused == {}
    with home.office() as office:
        first.agrees(team.code, office=office)
    first.takes(home.writes())
    assert fourth.takes(summed_up(first.post)).summed == 1

    with fourth.store() as store:
        assert store.examine(pages=False).faults == ()
