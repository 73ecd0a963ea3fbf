"""A laptop is removed while another one is away: that one finds its way back."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.unmeasured


def test_whoever_could_not_open_the_new_key_of_the_roster_is_given_it_readably(three) -> None:
    """It was given in the roster, under the very key that she lacked: she was shut out for good."""
    first, other = three.first, three.other
    three.carry()
    me = first.post.membership
    me.turn([me.config])
    # She receives with another pair from here on, of which nobody has heard.
    other.takes(first.writes())
    me.revoke(three.third.unlocked().store_id)
    three.clock.pass_days(15)
    other.writes()
    with other.post() as post:
        post.take(me.exchange.roster())
        assert post.membership.key(me.roster.stream, 2) is None
    first.takes(other.writes())

    for _turn in range(2):
        first.writes()
        three.clock.pass_days(14)
    other.takes(first.writes())

    with other.post() as post:
        assert post.membership.key(me.roster.stream, 2) is not None
        assert post.membership.roster.head == me.roster.head
        assert post.exchange.parked() == []
    three.carry()
    assert me.heard.refused == ()
