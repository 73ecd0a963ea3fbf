"""Old keys stay as long as they have something to open here, and go as soon as they have not."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from apart import Apart, records
from sorted_parts import sorted_out
from wired import KEY, Author

from casework.team.supervision import Why
from casework.team.worker import Role
from sync.members.keylife import new_keys, rotation
from sync.members.member import caseload_of
from sync.members.tending import GRACE
from sync.wire import frames
from sync.wire.bundle import read
from sync.wire.envelope import StreamKey, seal

WORDS = "CANARY-LATER"


@pytest.fixture
def both(template, tmp_path):
    """Return two laptops that look after the office."""
    made = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    yield made
    made.first.close()


@pytest.fixture
def three(template, tmp_path):
    made = Apart.three(template, tmp_path)
    yield made
    made.first.close()


def stream_of(team, user):
    return caseload_of(team.first.post.membership.roster.org, user)


def epochs(team, stream):
    """Return of which epochs the first one has keys."""
    return [key.epoch for key in team.first.post.exchange.keys(stream)]


def takes_without(post, stick, stream):
    """Let a workbook take what is on a stick but for what was written in a stream."""
    member = post.membership
    org, workbook = member.roster.org, member.me.workbook
    parts = sorted_out(list(read(io.BytesIO(stick), org, workbook, *member.pairs)))
    kept = [one for one in parts["batch"] if frames.parse(one).stream != stream]
    assert len(kept) < len(parts["batch"])
    assert post.take(kept).refused == {}
    post.heard_from(parts["have"], kept)


def pairs(laptop):
    with laptop.post() as post:
        return len(post.membership.pairs)


def test_they_go_once_everybody_reads_and_writes_under_the_present_one(both):
    code, _ = both.both_hold()
    mine = stream_of(both, both.first.post.membership.me.user)
    both.first.post.membership.turn([mine])
    assert epochs(both, mine) == [1, 2]
    both.carry()
    both.carry()
    assert epochs(both, mine) == [2]
    assert code in both.other.codes()


def test_what_waits_for_one_keeps_it(both):
    both.both_hold()
    mine = stream_of(both, both.first.post.membership.me.user)
    both.first.post.membership.turn([mine])
    # Of somebody who was let in elsewhere, perhaps: nobody here knows her yet.
    stranger, org = Author(b"s" * 32), both.first.post.membership.roster.org
    place = replace(stranger.place(1, frames.START), org=org, stream=mine)
    batch = seal(b"words", place, StreamKey(mine, 1, KEY.secret), stranger.seed)
    assert both.first.post.take([batch]).early == 1
    both.carry()
    both.carry()
    assert epochs(both, mine) == [1, 2]
    both.first.post.exchange.unpark(frames.batch_id(batch))
    both.carry()
    assert epochs(both, mine) == [2]


def test_who_was_given_no_present_key_writes_on_under_the_one_before(both):
    both.both_hold()
    member = both.first.post.membership
    mine = stream_of(both, member.me.user)
    scribe = member._scribe()
    fresh = new_keys(scribe.roster, [mine])
    (what,) = rotation(scribe.roster, fresh)
    scribe.say(replace(what, keys=tuple(one for one in what.keys if one[0] == member.me.workbook)))
    scribe.keys |= {(key.stream, key.epoch): key for key in fresh}
    member._keep(scribe)
    both.carry()
    both.carry()
    assert epochs(both, mine) == [1, 2]
    # It is owed to her.
    both.clock.pass_days(GRACE.days + 1)
    both.carry()
    both.carry()
    assert epochs(both, mine) == [2]


def test_what_somebody_sealed_under_one_and_is_not_here_yet_keeps_it(both):
    code = records(both.other, both.first, "at first")
    both.carry()
    hers = stream_of(both, both.other.user)
    with both.other.office() as office:
        office.answers.record(code, "note", {"text": WORDS}, "en")
    # Nobody ever reads this one.
    both.other.writes()
    both.first.post.membership.turn([hers])
    both.other.takes(both.first.writes())
    stick = both.other.writes()
    takes_without(both.first.post, stick, hers)
    both.first.writes()
    assert epochs(both, hers) == [1, 2]

    assert both.first.takes(stick).refused == {}
    both.here.glass.open(code, Why.DANGER)
    (note,) = both.here.filling.entries(code, "note")
    assert both.here.filling.amend(code, note.id).doc.values["note.text"] == WORDS
    both.carry()
    assert epochs(both, hers) == [2]


def test_what_was_sealed_here_under_one_keeps_it_until_everybody_has_that(both):
    code, _ = both.both_hold()
    mine = stream_of(both, both.first.post.membership.me.user)
    both.here.answers.record(code, "note", {"text": WORDS}, "en")
    both.first.writes()
    both.first.post.membership.turn([mine])
    stick = both.first.writes()
    with both.other.post() as post:
        takes_without(post, stick, mine)
    both.first.takes(both.other.writes())
    both.first.writes()
    assert epochs(both, mine) == [1, 2]

    assert both.other.takes(stick).refused == {}
    both.first.takes(both.other.writes())
    assert epochs(both, mine) == [2]
    assert both.other.finds(WORDS)


def test_a_pair_goes_once_every_other_one_could_know_of_the_next(three):
    mine = stream_of(three, three.first.post.membership.me.user)
    three.carry()
    before = pairs(three.other)
    three.first.post.membership.turn([mine])
    three.other.takes(three.first.writes())
    assert pairs(three.other) == before + 1
    three.first.takes(three.other.writes())
    # The third one has not heard of it, and would write for the pair before.
    three.other.takes(three.first.writes())
    assert pairs(three.other) == before + 1
    three.third.takes(three.first.writes())
    three.other.takes(three.third.writes())
    assert pairs(three.other) == 1
