"""What nobody has any more of what somebody wrote holds up nothing of what she wrote after it."""

from __future__ import annotations

import random

import pytest
from apart import summed_up, tasks_of, to_do_at
from given import at, post_at

from db.answers.stored import rewrite, unpacked
from db.homes.held import held
from db.incoming import summed

VISITS = "select id, doc from form_instance where form_id = 'intake'"
UNANSWERED = "intake.key_points"
# As random as they are, packing makes them no smaller.
SIGNS = "".join(map(chr, range(0x4E00, 0x9FA5)))
KEYS = [b"to do %10d" % number for number in range(5)]


def says_at(laptop, words):
    """Let the answers of a visit hold more words than go into one batch."""
    with laptop.store() as store:
        store.welcome(laptop.unlocked())
        with store.at_hand() as ground:
            ((visit, doc),) = ground.pen().execute(VISITS).fetchall()
            rewrite(ground, visit, unpacked(doc) | {UNANSWERED: words})


def missing_at(laptop):
    """Return how much a laptop waits for of what came summed up and belongs home there."""
    with at(laptop) as store:
        return sum(len(one.missing) for one in held(store.connection.cursor()).values())


def late_for_others(team):
    """Let somebody write of a case that goes home and out, and others hear of it too late."""
    team.records(team.one)
    for key in KEYS[:4]:
        to_do_at(team.other, team.case, key)
        team.other.writes()
    went_home_and_out(team)


def written_late(team):
    """Return the batches of what was written late of a case, its lane, and what it was.

    Whoever has the case at home got all of it summed up by somebody to whom it had left before.
    """
    late_for_others(team)
    assert comes_summed_up(team).refused == {}
    assert missing_at(team.one) == 4
    return batches_of(team.other)


def went_home_and_out(team):
    """Let the case go home and out while somebody writes, and bring that to its home summed up."""
    team.takes_back(team.one)
    team.carry(team.other)
    with team.one.office() as office:
        team.first.agrees(team.code, office=office)
    team.carry(team.other)
    team.first.takes(team.other.writes())


def comes_summed_up(team):
    """Bring to whoever has the case at home everything summed up; return what became of it."""
    with post_at(team.first) as post:
        whole = summed_up(post)
    return team.one.takes(whole)


def batches_of(laptop):
    """Return what was sealed at a laptop, and its lane."""
    with post_at(laptop) as post:
        rows = list(post.exchange.sealed_since({}))
    return [batch for _lane, _aseq, batch in rows], rows[0][0]


def comes(team, *batches):
    """Let batches come to whoever has the case at home; return how far their lane is known."""
    with post_at(team.one) as post:
        assert post.take(batches).refused == {}
        return post.exchange.lanes()


def to_be_done(team):
    with at(team.one) as store:
        return sorted(tasks_of(store))


def test_what_comes_after_what_nobody_has_any_more_comes_in(team) -> None:
    batches, lane = written_late(team)

    lanes = comes(team, *batches[1:])

    assert to_be_done(team) == KEYS[1:4]
    # Whoever wrote it hears that the first is lacking still, and takes it when it comes.
    assert lane not in lanes
    assert missing_at(team.one) == 1
    assert comes(team, batches[0])[lane].aseq == 4
    assert (missing_at(team.one), to_be_done(team)) == (0, KEYS[:4])


@pytest.mark.parametrize("seed", range(2))
def test_in_whatever_order_they_come_all_is_there_in_the_end(team, seed) -> None:
    batches, lane = written_late(team)
    random.Random(seed).shuffle(batches)

    for batch in batches:
        lanes = comes(team, batch)

    assert lanes[lane].aseq == 4
    assert (missing_at(team.one), to_be_done(team)) == (0, KEYS[:4])
    with post_at(team.one) as post:
        assert post.exchange.parked() == []


def test_what_she_writes_later_comes_in_as_well(team) -> None:
    batches, lane = written_late(team)
    to_do_at(team.other, team.case, KEYS[4])
    team.other.writes()
    ((*_, fifth), _lane) = batches_of(team.other)

    comes(team, fifth)
    assert to_be_done(team) == KEYS[4:]
    comes_summed_up(team)
    comes(team, *batches[2:])

    assert to_be_done(team) == [*KEYS[2:4], KEYS[4]]
    assert comes(team, *batches)[lane].aseq == 5
    assert to_be_done(team) == KEYS
    team.carry()
    at_first, _, at_home, _ = team.seen(lambda store: sorted(tasks_of(store)))
    assert at_first == at_home == KEYS


def test_what_came_in_pieces_waits_for_those_before_and_arrives_whole(team) -> None:
    words = "".join(random.Random(7).choice(SIGNS) for _ in range(150_000))
    team.records(team.one)
    for key in KEYS[:3]:
        to_do_at(team.other, team.case, key)
        if key == KEYS[1]:
            says_at(team.other, words)
        team.other.writes()
    went_home_and_out(team)
    comes_summed_up(team)
    batches, lane = batches_of(team.other)
    assert len(batches) > 5

    comes(team, *batches[1:])
    assert to_be_done(team) == KEYS[2:3]
    assert lane not in comes(team, *batches[1:])

    assert comes(team, batches[0])[lane].aseq == len(batches)
    assert (missing_at(team.one), to_be_done(team)) == (0, KEYS[:3])
    with at(team.one) as store:
        ((_visit, told),) = store.connection.execute(VISITS).fetchall()
    assert unpacked(told)[UNANSWERED] == words


def test_all_others_hear_of_it_too_and_it_stays_when_it_comes_summed_up(team) -> None:
    """Only the first that came counted as new: what stood before it was told to nobody."""
    batches, _lane = written_late(team)
    comes(team, *batches[1:])

    team.carry(team.other)
    comes_summed_up(team)
    with post_at(team.one) as post:
        whole = summed_up(post)
    assert team.first.takes(whole).refused == {}
    team.carry(team.other)

    seen = team.seen(lambda store: sorted(tasks_of(store)))
    assert seen[0] == seen[2] == KEYS[1:4]


def test_a_further_summary_that_lacks_more_takes_away_nothing_of_that(team) -> None:
    batches, lane = written_late(team)
    comes(team, *batches[2:])
    to_do_at(team.other, team.case, KEYS[4])
    team.first.takes(team.other.writes())
    comes_summed_up(team)
    ((*_, fifth), _lane) = batches_of(team.other)

    comes(team, batches[1])
    comes(team, fifth)

    assert to_be_done(team) == KEYS[1:]
    assert comes(team, batches[0])[lane].aseq == 5
    assert (missing_at(team.one), to_be_done(team)) == (0, KEYS)


def test_more_without_words_than_there_can_be_is_taken_from_no_summary(team, monkeypatch) -> None:
    """A million numbers in a small stick made each later exchange take half a minute, for good."""
    monkeypatch.setattr(summed, "MOST_LACKING", 3)
    late_for_others(team)

    came = comes_summed_up(team)

    assert (came.refused, came.summed) == ({"exchange.crowded": 1}, 0)
    assert missing_at(team.one) == 0
    batches, lane = batches_of(team.other)
    assert comes(team, *batches)[lane].aseq == 4
    assert to_be_done(team) == KEYS[:4]
