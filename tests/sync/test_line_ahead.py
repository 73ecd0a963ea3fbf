"""Pieces that go before the answer to the one before: nothing is lost, nothing comes back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from laptops import VISIT

from sync.line.calls import Calls
from sync.server.tokens import DAY

CASES, FEW, LETTERS = 24, 10, 5000
# No more than this is sent twice.
TWICE = 1 << 16
ROOM = "update org set quota_batch = ?"
THERE = "select code from casefile"
WORDS = "a word that nobody says, and again " * (LETTERS // 35)


def writes(met, cases=CASES):
    """Let the first laptop write, sealed case by case as on many days; return the codes."""
    codes = []
    for _ in range(cases):
        codes.append(met.writes(account=WORDS))
        met.first.post.seal_all()
    return codes


def once(act, after=4):
    """Return what listens to an exchange, and does something once when some of it went."""
    done = []

    def told(progress):
        if progress.sent >= after and not done:
            done.append(1)
            act()

    return told


def found(post, codes):
    """Return whether a laptop has all of some cases."""
    return {code for (code,) in post.connection.execute(THERE)} >= set(codes)


def is_whole(met, codes):
    """Return whether nothing is left, and the other laptop shows all of it."""
    assert met.meets().waiting == 0
    met.second_meets()
    with met.second.post() as post:
        return found(post, codes)


def test_the_next_piece_goes_before_the_answer_and_nothing_comes_back(met, line):
    ahead = []

    class Heard(Calls):
        def ask_ahead(self, *what, **how):
            super().ask_ahead(*what, **how)
            ahead.append(len(self._under_way))

    codes = writes(met)
    line.count()

    def over(where, pin, stopped):
        return Heard(replace(where, port=line.port), pin, stopped)

    done = met.meets(calls=over)
    assert (done.waiting, line.connections) == (0, 1)
    assert max(ahead) == 2
    # What was sent ahead is not given back with the next question.
    assert line.down < line.up // 10
    line.count()
    assert met.meets(calls=line.calls).sent == 0
    assert line.up + line.down < 1000
    assert is_whole(met, codes)


def test_whatever_breaks_off_is_sent_again_and_no_more_than_it_may_be(met, line):
    codes = writes(met, FEW)
    line.count()
    met.meets(calls=line.calls)
    whole, back = line.up, line.down
    for way, size in (("up", whole), ("down", back)):
        for cut in range(1, size, size // 4):
            codes += writes(met, FEW)
            line.count()
            setattr(line, f"cut_{way}", cut)
            assert met.meets(calls=line.calls).waiting == 0
            assert getattr(line, f"cut_{way}") is None
            assert line.up <= whole * 1.1 + TWICE, (way, cut)
    assert is_whole(met, codes)


def test_what_somebody_else_writes_meanwhile_comes_too(met):
    with met.second.office() as desks:
        theirs = desks.answers.record(None, "intake", VISIT, "en").case_code
        met.first.agrees(theirs, office=desks)
    codes = writes(met)
    done = met.meets(told=once(met.second_meets))
    assert done.waiting == 0
    assert found(met.first.post, [theirs])
    assert is_whole(met, codes)


def test_what_finds_no_room_goes_later_in_its_order(met):
    codes = writes(met)

    def room(size):
        with met.server.database.writing() as connection:
            connection.exec_driver_sql(ROOM, (size,))

    done = met.meets(told=once(lambda: room(1)))
    assert done.is_full
    assert done.waiting
    room(1 << 30)
    assert is_whole(met, codes)


def moves(hands):
    hands.now += DAY + 1


def test_who_has_to_prove_once_more_who_she_is_sends_all_the_same(met, hands):
    codes = writes(met)
    done = met.meets(told=once(partial(moves, hands)))
    assert done.waiting == 0
    assert is_whole(met, codes)
