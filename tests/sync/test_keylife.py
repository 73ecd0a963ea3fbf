"""Keys reach whoever may know them, and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rosters import Member, Story, pair, some

from ledger.ops import decode, encode
from sync.members import entries
from sync.members.entries import LARGEST, Deliver, Rotate, kem_digest
from sync.members.keylife import (
    Seen,
    delivery,
    handed_over,
    hindrances,
    is_renewal_due,
    key_of,
    new_keys,
    opened,
    renewal,
    rotation,
)
from sync.members.roster import Signed, follow
from sync.wire import keys
from sync.wire.envelope import StreamKey
from sync.wire.keys import KeysRefused

ADA, BO, CY = (Member(name) for name in ("ada", "bo", "cy"))
CASES, FORMS = some("cases"), some("forms")


@pytest.fixture
def story():
    """Two who read cases, one who reads only what all read."""
    made = Story()
    for one in (ADA, BO, CY):
        made.joins(one)
    made.begins("cases")
    made.begins("forms", "config")
    made.grants(CASES, ADA)
    made.grants(CASES, BO)
    return made


def turned(story, *streams):
    """Have streams get new keys; return them, and what was said of them."""
    fresh = new_keys(story.roster, streams)
    (what,) = rotation(story.roster, fresh)
    story.says(what)
    return fresh, what


def owed(story, member):
    """Return what a workbook can not have yet, but for the roster's key: nobody handed it over."""
    return story.roster.owed(member.workbook) - {story.roster.stream}


def refused(call, *given):
    with pytest.raises(KeysRefused) as cause:
        call(*given)
    return str(cause.value)


def test_one_message_brings_each_workbook_all_that_it_may_read(story):
    sheet = pair("sheet")
    # Of another program: ours makes none, and heeds it.
    story.says(entries.Recovery(sheet.public, bytes(1200)))
    fresh, what = turned(story, CASES, FORMS)
    both, forms = set(fresh), {key for key in fresh if key.stream == FORMS}
    for member, found in ((ADA, both), (BO, both), (CY, forms), (story.chief, forms)):
        assert {*opened(story.roster, what, member.workbook, member.kem)} == found
        assert owed(story, member) == frozenset()
    told = encode(("sheet", story.roster.org, b"", what.streams))
    assert {key_of(row) for row in decode(keys.unwrap(sheet, what.sheet, told))} == both
    assert opened(story.roster, what, some("nobody"), CY.kem) == ()
    # No key follows from another.
    again, _ = turned(story, CASES)
    assert [key.epoch for key in again] == [2]
    assert again[0].secret not in {key.secret for key in fresh}


def test_who_left_opens_nothing_of_what_comes_with_every_key_that_she_has(story):
    _, before = turned(story, CASES, FORMS)
    story.says(entries.Renew(BO.workbook, pair("bo 2").public, story.roster.n), BO)
    story.says(entries.Revoke("workbook", BO.workbook, story.last(BO)))
    mine = list(new_keys(story.roster, story.roster.due()))
    messages = rotation(story.roster, mine)
    hers = [BO.kem, pair("bo 2")]
    assert len(opened(story.roster, before, BO.workbook, BO.kem)) == 2
    for what in (*messages, delivery(story.roster, ADA.workbook, mine)):
        rows = what.keys if isinstance(what, Rotate) else ((what.workbook, b"", what.wrapped),)
        assert BO.workbook not in {row[0] for row in rows}
        for reader, _, _ in rows:
            for one in hers:
                assert refused(opened, story.roster, what, reader, one) == "keys.wrapped"
    with pytest.raises(entries.RosterRefused):
        story.says(delivery(replace(story.roster), BO.workbook, mine))


def test_a_message_must_bring_what_was_told_to_everybody(story):
    fresh, what = turned(story, CASES, FORMS)
    roster = story.roster
    cheated = [replace(key, secret=bytes(32)) for key in fresh]
    (other,) = rotation(roster, cheated)
    wrong = replace(what, keys=other.keys)
    # Bound to what was told: a message of another table does not open.
    assert refused(opened, roster, wrong, ADA.workbook, ADA.kem) == "keys.wrapped"
    info = encode(("keys", roster.org, ADA.workbook, what.streams))

    def brings(rows):
        content = rows if isinstance(rows, bytes) else encode(rows)
        wrapped = keys.wrap(ADA.kem.public, content, info)
        made = replace(what, keys=((ADA.workbook, bytes(32), wrapped),))
        return refused(opened, roster, made, ADA.workbook, ADA.kem)

    rows = tuple(sorted((key.stream, key.epoch, key.secret) for key in fresh))
    assert brings(tuple((*row[:2], bytes(32)) for row in rows)) == "keys.commitment"
    assert brings(rows[:1]) == "keys.told"
    for bad in (b"\xff", {"a": 1}, (1,), ((b"", 1, bytes(32)),), ((CASES, True, bytes(32)),)):
        assert brings(bad) == "keys.told"
    assert refused(key_of, (CASES, 0, bytes(32))) == "keys.told"


def test_keys_that_exist_reach_one_workbook_more(story):
    fresh, _ = turned(story, CASES)
    story.grants(CASES, CY)
    assert owed(story, CY) == {CASES}
    given = delivery(story.roster, CY.workbook, fresh)
    story.says(given)
    roster = story.roster
    assert owed(story, CY) == frozenset()
    assert opened(roster, given, CY.workbook, CY.kem) == fresh
    assert opened(roster, given, ADA.workbook, ADA.kem) == ()
    assert opened(roster, handed_over(roster, CY.workbook, fresh), CY.workbook, CY.kem) == ()
    more = replace(given, epochs=((CASES, 1), (FORMS, 1)))
    assert refused(opened, roster, more, CY.workbook, CY.kem) == "keys.wrapped"
    false = [replace(key, secret=bytes(32)) for key in fresh]
    wrong = delivery(roster, CY.workbook, false)
    assert refused(opened, roster, wrong, CY.workbook, CY.kem) == "keys.commitment"
    less = keys.wrap(
        CY.kem.public,
        encode(()),
        encode(("more", roster.org, CY.workbook, given.epochs)),
    )
    short = replace(given, wrapped=less)
    assert refused(opened, roster, short, CY.workbook, CY.kem) == "keys.told"


def test_what_has_no_room_in_one_entry_follows_in_others():
    story = Story()
    crowd = [story.joins(Member(f"m{n}")) for n in range(60)]
    fresh = new_keys(story.roster, [story.roster.stream])
    first, *others = rotation(story.roster, fresh)
    assert len(first.keys) + len(others) == 61
    assert len(others) > 5
    said = [story.roster.next(what).encode() for what in (first, *others)]
    assert LARGEST * 0.9 < len(said[0]) <= LARGEST
    for what in (first, *others):
        story.says(what)
    assert not any(story.roster.owed(one.workbook) for one in crowd)
    brought = [
        opened(story.roster, what, one.workbook, one.kem)
        for one in crowd
        for what in (first, *others)
    ]
    assert brought.count(fresh) == 60


def test_only_who_knows_all_turns_a_key(story):
    turned(story, CASES)
    chain = follow(story.signed)
    whole = {CASES: Seen(7, 7)}
    assert hindrances(chain, whole, [CASES]) == frozenset()
    assert hindrances(chain, {CASES: Seen(6, 7)}, [CASES]) == {"rotate.behind"}
    assert hindrances(chain, {CASES: Seen(7, 7, 1)}, [CASES]) == {"rotate.parked"}
    assert hindrances(chain, {}, [CASES]) == {"rotate.unread"}
    # Nothing lies yet in a stream that never had a key.
    assert hindrances(chain, {}, [FORMS]) == frozenset()
    here, there = story.twin(), story.twin()
    here.says(entries.NewStream(some("north"), "stats"))
    there.says(entries.NewStream(some("south"), "stats"))
    split = follow([*here.signed, *there.signed])
    assert hindrances(split, whole, [CASES]) == {"rotate.fork"}
    late = Signed(entries.Entry(99, bytes(32), entries.Settle((bytes(32),))).encode(), some("x"), 1)
    late = Signed(replace(entries.parse(late.content), before=some("d", 32)).encode(), some("x"), 1)
    assert hindrances(follow([*story.signed, late]), whole, [CASES]) == {"rotate.waiting"}


def test_a_pair_that_opened_something_is_replaced(story):
    assert not is_renewal_due(story.roster, story.chief.workbook)
    _, what = turned(story, CASES)
    assert is_renewal_due(story.roster, ADA.workbook)
    assert not is_renewal_due(story.roster, CY.workbook)
    fresh = pair("ada 2")
    story.says(renewal(story.roster, ADA.workbook, fresh.public, {(CASES, 1)}), ADA)
    assert not is_renewal_due(story.roster, ADA.workbook)
    assert owed(story, ADA) == frozenset()
    # With what she has now, what was sent to her before opens for nobody.
    assert refused(opened, story.roster, what, ADA.workbook, fresh) == "keys.wrapped"


def test_a_renewal_says_nothing_of_what_could_not_be_opened(story):
    turned(story, CASES)
    story.says(renewal(story.roster, ADA.workbook, pair("ada 2").public, set()), ADA)
    assert owed(story, ADA) == {CASES}


def test_what_crossed_a_renewal_on_its_way_is_sent_again(story):
    turned(story, CASES)
    fresh = pair("ada 2")
    said = renewal(story.roster, ADA.workbook, fresh.public, {(CASES, 1)})
    # The key turns before anybody has heard of it.
    turned(story, CASES)
    story.says(said, ADA)
    assert owed(story, ADA) == {CASES}
    assert owed(story, BO) == frozenset()
    key = StreamKey(CASES, 2, bytes(32))
    story.says(Deliver(ADA.workbook, kem_digest(fresh.public), ((key.stream, 2),), bytes(1200)))
    assert owed(story, ADA) == frozenset()
    assert follow(story.signed[::-1]).roster == story.roster
