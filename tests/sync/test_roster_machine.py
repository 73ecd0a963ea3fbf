"""Rosters drawn by chance say what a second telling says, and nobody widens her own rights."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from roster_oracle import Oracle
from rosters import Member, Story, pair, some

from sync.members import entries, keylife
from sync.members.entries import Entry, RosterRefused
from sync.members.roster import EMPTY, Signed, follow
from sync.members.standing import led
from sync.wire.keys import KeysRefused

PEOPLE = [Member(name) for name in ("chief", "ada", "bo", "cy", "di")]
STREAMS = {name: some(name) for name in ("cases", "figures", "forms")}
who = st.sampled_from(PEOPLE)
# Half of what is said is said by whoever founded it, so that stories come to something.
speaker = st.just(PEOPLE[0]) | who
place = st.sampled_from([*STREAMS.values()])
yes = st.booleans()
often = st.sampled_from([True, True, True, False])
grants = st.tuples(often, often)
TAKEN = Counter()


def rights(roster):
    """Return all that somebody may, as the roster says."""
    writes = {
        (member.author, stream)
        for member in PEOPLE
        for stream in roster.streams
        if roster.may_write(member.author, stream)
    }
    leads = {member.author for member in PEOPLE if roster.administers(member.author)}
    return writes, leads, roster.all_readers()


class Office(RuleBasedStateMachine):
    """People found, join, leave, grant and turn keys, allowed or not."""

    def __init__(self):
        super().__init__()
        self.story = Story(PEOPLE[0])
        self.oracle = Oracle(self.story.founded())
        self.pairs = {member.workbook: [member.kem] for member in PEOPLE}
        self.rings = {member.workbook: set() for member in PEOPLE}
        self.left = {}
        chief, ada, bo, *_ = PEOPLE
        for one in (ada, bo):
            self.somebody_joins(one, chief, writes=True, leads=one is bo)
        for stream in ("cases", "forms"):
            self.a_stream_begins(stream, chief)
        for one in (ada, bo):
            self.somebody_is_granted(STREAMS["cases"], one, chief, (True, True), right=True)
        self.keys_turn({*self.story.roster.streams}, chief, None)

    @property
    def lanes(self):
        streams = (self.story.roster.stream, *STREAMS.values())
        return {one.lane(stream): (one.author, stream) for one in PEOPLE for stream in streams}

    def tries(self, what, by):
        """Have somebody say something; both tellings must agree whether it counts."""
        before = self.story.roster
        if not self.oracle.takes(what, by.author, self.lanes):
            with pytest.raises(RosterRefused):
                self.story.says(what, by)
            assert self.story.roster is before
            return False
        self.story.says(what, by)
        self.oracle.said.append(what)
        TAKEN[type(what)] += 1
        if not before.administers(by.author):
            assert rights(before) == rights(self.story.roster)
        return True

    def ended(self, change, *, right):
        """Return the lanes that an entry ends, or what is near it."""
        now, later = self.oracle, Oracle(self.oracle.said[0])
        later.said = [*now.said, change]
        going = self.lanes.items()
        people, families = now.people(), now.families()
        lost = sorted(
            lane
            for lane, (author, stream) in going
            if author in people and stream in families and now.loses(later, author, stream)
        )
        own = {lane: one for lane, one in going if one[1] == self.story.roster.stream}
        last = {lane: self.story.numbers.get(author, 0) for lane, (author, _) in own.items()}
        return tuple((lane, last.get(lane, 4)) for lane in (lost if right else lost[1:]))

    @rule(member=who, by=speaker, writes=often, leads=yes)
    def somebody_joins(self, member, by, writes, leads):
        self.tries(member.admit(), by)
        self.tries(member.authored(writes=writes, administers=leads), by)

    @rule(stream=st.sampled_from([*STREAMS]), by=speaker)
    def a_stream_begins(self, stream, by):
        family = {"forms": "config", "figures": "stats"}.get(stream, "caseload")
        self.tries(entries.NewStream(STREAMS[stream], family), by)

    @rule(stream=place, member=who, by=speaker, may=grants, right=often)
    def somebody_is_granted(self, stream, member, by, may, right):
        what = entries.Grant(stream, "user", member.user, *may, ())
        if stream in self.oracle.families():
            what = replace(what, last=self.ended(what, right=right))
        self.tries(what, by)

    @rule(member=who, by=speaker, writes=often, leads=yes, right=often)
    def rights_change(self, member, by, writes, leads, right):
        what = entries.Rights(member.author, writes, leads, ())
        self.tries(replace(what, last=self.ended(what, right=right)), by)

    @rule(member=who, by=speaker, book=yes, right=often)
    def somebody_leaves(self, member, by, book, right):
        of, name = ("workbook", member.workbook) if book else ("author", member.author)
        last = self.ended(entries.Revoke(of, name, ()), right=right)
        if self.tries(entries.Revoke(of, name, last), by) and book:
            self.left[member.workbook] = {
                stream: self.story.roster.epoch(stream) for stream in self.story.roster.streams
            }

    @rule(streams=st.sets(place, min_size=1), by=speaker, stranger=st.none() | who)
    def keys_turn(self, streams, by, stranger):
        roster = self.story.roster
        if not streams <= roster.streams.keys():
            return
        fresh = keylife.new_keys(roster, streams)
        (what,) = keylife.rotation(roster, fresh)
        if stranger and stranger.workbook not in {row[0] for row in what.keys}:
            rows = tuple(sorted((*what.keys, (stranger.workbook, bytes(32), bytes(1200)))))
            self.tries(entries.Rotate(what.streams, rows, what.sheet), by)
        if not self.tries(what, by):
            return
        # With every key that it ever had each workbook tries every message, as if it were for it.
        for workbook, pairs in self.pairs.items():
            for (reader, _, _), one in product(what.keys, pairs):
                with suppress(KeysRefused):
                    found = keylife.opened(roster, what, reader, one)
                    self.rings[workbook] |= {(key.stream, key.epoch) for key in found}

    @rule(member=who, by=speaker)
    def a_workbook_renews(self, member, by):
        if member.workbook in self.story.roster.workbooks:
            fresh = pair(f"{member.name} {len(self.pairs[member.workbook])}")
            held = self.rings[member.workbook]
            what = keylife.renewal(self.story.roster, member.workbook, fresh.public, held)
            if self.tries(what, by):
                self.pairs[member.workbook].append(fresh)

    @rule(by=speaker)
    def there_is_a_recovery_key(self, by):
        sheet = pair(f"sheet {len(self.oracle.said)}")
        self.tries(entries.Recovery(sheet.public, bytes(1200)), by)

    @rule(by=speaker, n=st.integers(0, 50))
    def something_old_comes_again(self, by, n):
        old = entries.parse(self.story.signed[n % len(self.story.signed)].content)
        with pytest.raises(RosterRefused):
            self.story.roster.after(old, by.author)

    @invariant()
    def both_say_the_same(self):
        roster, oracle = self.story.roster, self.oracle
        for stream in roster.streams:
            assert roster.readers(stream) == oracle.readers(stream)
            assert roster.epoch(stream) == oracle.epoch(stream)
        for lane, (author, stream) in self.lanes.items():
            if author in roster.authors and stream in roster.streams:
                writes = oracle.writes(author, stream)
                assert roster.may_write(author, stream) == writes
                last = None if writes else oracle.last(lane)
                assert roster.last_accepted(lane) == last
                late = (last or 0) + 1
                assert roster.quarantined(author, stream, late) == (last is not None)
                if oracle.belongs(author) and oracle.families()[stream] in {"roster", "config"}:
                    leads, last = oracle.leads(author, stream), oracle.last(lane)
                    last = last if oracle.has_led(author, lane) else 0
                    assert led(roster, author, stream, last + 1) == leads
                    assert not last or led(roster, author, stream, last)

    @invariant()
    def who_left_opens_nothing_new(self):
        for workbook, epochs in self.left.items():
            for stream, epoch in self.rings[workbook]:
                assert epoch <= epochs.get(stream, 0)

    def teardown(self):
        roster, signed = self.story.roster, self.story.signed
        for stream in roster.streams:
            assert (stream in roster.due()) == self.oracle.due(stream)
        assert follow(signed[::-1]).roster == roster
        assert follow(sorted(signed * 2, key=hash)).roster == roster


def run(examples, steps):
    """Draw stories; return of which kinds entries were taken."""
    TAKEN.clear()
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    return {*TAKEN}


def test_whatever_an_office_says_both_tellings_agree():
    assert run(15, 20) > {entries.Admit, entries.Grant, entries.Rotate}


@pytest.mark.soak
def test_whatever_many_offices_say_both_tellings_agree():
    assert run(1000, 60) > {entries.Rights, entries.Revoke, entries.Renew, entries.Rotate}


def test_no_entries_of_somebody_who_does_not_administer_change_a_right():
    story = Story()
    hers = story.joins(Member("ada"))
    story.begins("cases")
    story.grants(some("cases"), hers)
    before = story.roster
    said = [
        Member("bo").admit(),
        Member("bo").authored(administers=True),
        entries.Rights(hers.author, True, True, ()),
        entries.NewStream(some("hers"), "caseload"),
        entries.Grant(some("cases"), "user", story.chief.user, False, False, ()),
        entries.Rotate(((some("cases"), 1, some("mark")),), (), b""),
        entries.Deliver(hers.workbook, bytes(32), ((before.stream, 1),), b""),
        entries.Revoke("workbook", story.chief.workbook, story.last(story.chief)),
        entries.Accept(hers.lane(some("cases")), 5),
        entries.LogReset(some("cases"), 1, bytes(32)),
        entries.ServerMove("https://elsewhere.example", b""),
        entries.Recovery(pair("hers").public, bytes(1200)),
        entries.Settle((bytes(32),)),
        entries.Renew(story.chief.workbook, pair("hers").public, 0),
        EMPTY.next(story.founded()).what,
    ]
    forged = []
    for n, what in enumerate(said, 10):
        with pytest.raises(RosterRefused):
            story.twin().says(what, hers)
        head = before.next(what)
        forged.append(Signed(head.encode(), hers.author, n))
        # As if it were the first, as if it followed the first, as if it followed itself.
        places = bytes(32), before.root, head.digest(hers.author)
        elsewhere = [Entry(head.n, at, what).encode() for at in places]
        forged += [Signed(content, hers.author, n) for content in elsewhere]
    chain = follow([*forged, *story.signed])
    assert chain.roster == before
    assert chain.fork is None
