"""A lane went back, and does not come again: whoever wrote it is an older copy, or is gone.

Whoever had summed it up was let out, though all that she said was true.
"""

from __future__ import annotations

import shutil
from contextlib import suppress

import pytest
from apart import records, summed_up
from back_again import codes
from laptops import Laptop
from lying import own_lane

from casework.team.worker import Role
from sync.members.member import MemberRefused
from sync.sealed.setback import require_latest


class Told:
    """The third laptop wrote something that the first has by the word of one who was let out."""

    def __init__(self, three, tmp_path):
        self.first, self.other, self.third = three.first, three.other, three.third
        records(self.third, self.first, "known")
        self.old_stick = self.third.writes()
        self.first.takes(self.old_stick)
        self.other.takes(self.old_stick)
        self.third.takes(self.first.writes())
        self.older = shutil.copytree(self.third.home, tmp_path / "older")
        self.code = records(self.third, self.first, "summed up")
        self.other.takes(self.third.writes())
        with self.other.post() as post:
            assert self.first.takes(summed_up(post)).summed == 1
        self.lane = own_lane(self.third)
        self.end = self.first.post.exchange.lanes()[self.lane]
        self.first.post.membership.revoke(self.other.unlocked().store_id)

    def put_back(self):
        """Put the older copy in the place of the third laptop."""
        shutil.rmtree(self.third.home)
        shutil.copytree(self.older, self.third.home)

    def at(self):
        return self.first.post.exchange.lanes()[self.lane]


@pytest.mark.parametrize("hears_first", [True, False])
def test_an_older_copy_is_told_of_though_whoever_summed_it_up_was_let_out(
    three, tmp_path, hears_first
):
    """It would write other words under numbers that are taken, and take them for arrived."""
    made = Told(three, tmp_path)
    first, third = made.first, made.third
    made.put_back()
    if hears_first:
        third.takes(first.writes())
    records(third, first, "other words")
    first.takes(third.writes())
    third.takes(first.writes())
    refused = 0
    for _ in range(2):
        with suppress(MemberRefused):
            first.takes(third.writes())
        refused += third.takes(first.writes()).refused["lane.fork"]
    assert refused
    assert made.at() == made.end
    assert made.code in codes(first.store)


def test_what_came_again_otherwise_ends_as_before_and_its_writer_hears_of_it(three, tmp_path):
    made = Told(three, tmp_path)
    first, third = made.first, made.third
    made.put_back()
    records(third, first, "other words")
    stick = third.writes()
    # Of the older copy all that it says is that its lane is shorter.
    first.takes(made.old_stick)
    assert made.at().aseq < made.end.aseq
    assert first.takes(stick).refused["lane.fork"] > 0
    assert made.at() == made.end
    assert third.takes(first.writes()).refused["lane.fork"] > 0
    made.put_back()
    third.takes(first.writes())
    with pytest.raises(MemberRefused, match=r"^exchange.set_back$"):
        third.writes()


def test_what_an_old_stick_let_go_back_counts_once_whoever_wrote_it_is_let_out(three, tmp_path):
    """Her laptop is lost: nobody else has it, and whoever comes new is to get it."""
    made = Told(three, tmp_path)
    first = made.first
    first.takes(made.old_stick)
    assert made.at().aseq < made.end.aseq
    first.post.membership.revoke(made.third.unlocked().store_id)
    assert made.at() == made.end
    assert first.post.membership.roster.cuts[made.lane] == made.end.aseq
    newcomer = Laptop(first, tmp_path / "newcomer", "Worker 9", Role.SUPERVISOR)
    newcomer.takes(summed_up(first.post))
    assert made.code in newcomer.codes()


def test_so_it_does_where_somebody_else_lets_her_out(three, tmp_path):
    made = Told(three, tmp_path)
    first = made.first
    fourth = Laptop(first, tmp_path / "fourth", "Worker 9", Role.SUPERVISOR)
    first.takes(fourth.writes())
    first.takes(made.old_stick)
    assert made.at().aseq < made.end.aseq
    with fourth.post() as post:
        post.membership.revoke(made.third.unlocked().store_id)
    first.takes(fourth.writes())
    assert made.at() == made.end


def test_what_somebody_knows_by_now_by_herself_is_nobodys_word_any_more(three, tmp_path):
    """A stick without such words says that there are none."""
    made = Told(three, tmp_path)
    first, third = made.first, made.third
    newest = third.writes()
    made.put_back()
    third.takes(first.writes())
    first.takes(newest)
    assert not any(not one.proven for one in first.post.exchange.told_ends().values())
    third.takes(first.writes())
    with third.post() as post, pytest.raises(MemberRefused, match=r"^exchange.set_back$"):
        require_latest(post.membership, post._store)
