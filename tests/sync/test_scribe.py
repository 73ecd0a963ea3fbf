"""An organisation begins, workbooks join it and leave it, and each hears what concerns it."""

from __future__ import annotations

import os
from random import Random

import pytest

from ledger.ops import lane_id
from sync.members import enrol
from sync.members.hearing import Listener, hear
from sync.members.rosterlog import Origin
from sync.members.scribe import Me, Scribe, beginning
from sync.wire import frames, keys


def somebody():
    return Me(os.urandom(16), os.urandom(16), os.urandom(32), os.urandom(32), keys.make())


def asks(me):
    return enrol.ask(me.workbook, me.user, me.pair.public, me.seed, me.transport_seed)


class Office:
    """Two workbooks, and a third that joins them."""

    def __init__(self):
        self.first, self.second, self.third = somebody(), somebody(), somebody()
        self.scribe = beginning(self.first)
        self.config, self.hers = os.urandom(16), os.urandom(16)
        self.scribe.found(self.config, lambda _org: self.hers)
        request = asks(self.second)
        answer = self.scribe.admit(request, os.urandom(16), administers=False)
        self.joined = enrol.open_answer(answer, request, self.second.pair)

    @property
    def origin(self):
        roster = self.scribe.roster
        return Origin(roster.org, roster.stream, roster.root)

    def heard_by(self, me, *, shuffled=0):
        batches = list(self.scribe.log.batches)
        Random(shuffled).shuffle(batches)
        mine = self.joined.keys if me is self.second else ()
        publics = [self.first.public]
        return hear(Listener(me.workbook, self.origin, [me.pair]), batches, publics, mine)


@pytest.fixture
def office():
    return Office()


def test_whoever_joins_reads_the_roster_and_her_own_cases_and_no_others(office) -> None:
    roster = office.joined.log.roster
    assert roster == office.scribe.roster
    assert roster.administers(office.first.author)
    assert not roster.administers(office.second.author)
    held = {key.stream for key in office.joined.keys}
    assert held == roster.reading(office.second.workbook)
    assert office.config in held
    assert office.hers not in held
    (own,) = held - {office.config, roster.stream}
    assert roster.may_write(office.second.author, own)
    assert not roster.may_write(office.second.author, office.hers)


def test_whoever_administers_reads_the_cases_of_all(office) -> None:
    request = asks(office.third)
    answer = office.scribe.admit(request, os.urandom(16), administers=True)
    joined = enrol.open_answer(answer, request, office.third.pair)
    assert {key.stream for key in joined.keys} == set(office.scribe.roster.streams)
    # Whoever administers can go on where the first stopped.
    Scribe(office.third, joined.log, joined.keys).admit(
        asks(somebody()), os.urandom(16), administers=False
    )


def test_what_was_said_since_is_heard_in_any_order_with_the_keys_it_brings(office) -> None:
    office.scribe.admit(asks(office.third), os.urandom(16), administers=False)
    office.scribe.turn(office.scribe.roster.streams)
    for order in range(4):
        heard = office.heard_by(office.second, shuffled=order)
        assert heard.roster == office.scribe.roster
        assert heard.early == ()
        current = {(key.stream, key.epoch) for key in heard.keys}
        roster = heard.roster
        assert {
            (stream, roster.epoch(stream)) for stream in roster.reading(office.second.workbook)
        } <= current
        assert office.hers not in {stream for stream, _ in current}


def test_whoever_is_revoked_hears_of_it_and_opens_nothing_written_since(office) -> None:
    before = office.heard_by(office.second)
    lane = lane_id(office.second.public, office.scribe.roster.stream)
    office.scribe.revoke(office.second.workbook, lambda one: 3 if one == lane else 0)
    heard = office.heard_by(office.second)
    assert not heard.roster.is_active(office.second.author)
    assert heard.roster.last_accepted(lane) == 3
    assert heard.keys == before.keys
    # The entry after is sealed with a key that was wrapped to others only.
    office.scribe.admit(asks(office.third), os.urandom(16), administers=False)
    later = office.heard_by(office.second)
    assert later.early
    assert later.roster.n < office.scribe.roster.n


def test_whoever_joins_after_an_administrator_left_is_let_in_like_all_others(office) -> None:
    """Her caseload was to be read at a laptop that was gone: nobody could be let in any more."""
    office.scribe.admit(asks(office.third), os.urandom(16), administers=True)
    office.scribe.revoke(office.third.workbook, lambda _lane: 0)
    request, hers = asks(fourth := somebody()), os.urandom(16)
    answer = office.scribe.admit(request, hers, administers=False)
    roster = enrol.open_answer(answer, request, fourth.pair).log.roster
    assert roster.readers(hers) == {office.first.workbook, fourth.workbook}


def test_a_request_is_answered_once_and_opened_by_nobody_else(office) -> None:
    request = asks(office.third)
    answer = office.scribe.admit(request, os.urandom(16), administers=False)
    with pytest.raises(enrol.EnrolRefused):
        office.scribe.admit(request, os.urandom(16), administers=False)
    with pytest.raises(enrol.EnrolRefused):
        enrol.open_answer(answer, request, office.second.pair)


def test_what_somebody_else_signed_or_changed_is_refused(office) -> None:
    batches = list(office.scribe.log.batches)
    changed = bytearray(batches[-1])
    changed[frames.HEADER_SIZE + 5] ^= 1
    listener = Listener(office.second.workbook, office.origin, [office.second.pair])
    heard = hear(
        listener, [*batches[:-1], bytes(changed)], [office.first.public], office.joined.keys
    )
    # All that came before it is heard.
    assert [code for _, code in heard.refused] == ["frame.signature"]
    assert heard.roster.n == office.scribe.roster.n - 1
    elsewhere = Origin(os.urandom(16), office.origin.stream, office.origin.root)
    heard = hear(Listener(office.second.workbook, elsewhere, []), batches, [], ())
    assert {code for _, code in heard.refused} == {"frame.place"}
    assert heard.roster.n == 0
