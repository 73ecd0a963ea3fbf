"""Whatever order entries arrive in, they come to the same; where they part, people are told."""

from __future__ import annotations

import random
from dataclasses import replace

from rosters import Member, Story, pair, some

from sync.members import entries, rules
from sync.members.entries import Entry, kem_digest
from sync.members.roster import Signed, follow

ADA, BO, CY = (Member(name) for name in ("ada", "bo", "cy"))


def office():
    """Return an office where three administer and one does not."""
    story = Story()
    story.joins(ADA, administers=True)
    story.joins(BO, administers=True)
    story.joins(CY)
    story.begins("cases")
    story.grants(some("cases"), CY)
    return story


def orders(*heaps):
    """Yield all entries of several stories in orders by chance, some of them twice."""
    drawn = random.Random(7)
    signed = [one for heap in heaps for one in heap]
    for _ in range(4):
        yield drawn.sample(signed, len(signed)) + drawn.sample(signed, len(signed) // 2)


def same(chains):
    """Return what is told of several orders, which must be one thing."""
    first, *others = chains
    assert all(other == first for other in others)
    return first


def test_any_order_comes_to_the_same_and_what_lacks_its_forerunner_waits():
    story = office()
    story.says(entries.Renew(CY.workbook, pair("cy 2").public, 5), CY)
    chain = same(follow(signed) for signed in orders(story.signed))
    assert chain.roster == story.roster
    assert (chain.fork, chain.refused, chain.waiting, chain.apart) == (None, {}, set(), set())
    lacking = story.signed[:4] + story.signed[5:]
    chain = same(follow(signed) for signed in orders(lacking))
    assert chain.roster.n == 4
    # All that follow but the renewal, which stands beside them.
    assert len(chain.waiting) == len(lacking) - 5
    assert chain.fork is None
    assert follow([]).roster.n == 0


def test_another_beginning_is_none_of_ours():
    ours, other = office(), Story(Member("elsewhere"))
    assert follow(ours.signed + other.signed).fork.n == 0
    chain = same(follow(one, ours.roster.root) for one in orders(ours.signed, other.signed))
    assert chain.roster == ours.roster
    assert chain.fork is None
    assert follow(other.signed, ours.roster.root).roster.n == 0


def test_what_breaks_a_rule_is_named_and_changes_nothing():
    story = office()
    entry = story.roster.next(entries.NewStream(some("hers"), "caseload"))
    forged = [Signed(entry.encode(), CY.author, 9), Signed(b"\x00", CY.author, 10)]
    chain = same(follow(signed) for signed in orders(story.signed, forged))
    assert chain.roster == story.roster
    assert sorted(chain.refused.values()) == ["roster.by", "roster.shape"]
    assert (chain.fork, chain.waiting) == (None, set())


def test_two_that_follow_one_are_an_alarm_and_nothing_goes_on_but_what_was_held():
    story = office()
    here, there = story.twin(), story.twin()
    one = here.says(entries.NewStream(some("north"), "caseload"), ADA)
    other = there.says(entries.NewStream(some("south"), "caseload"), BO)
    here.says(entries.NewStream(some("west"), "caseload"))
    chain = same(follow(signed) for signed in orders(here.signed, there.signed))
    assert (chain.fork.digest, chain.fork.n) == (story.roster.head, story.roster.n)
    assert chain.fork.ways == tuple(sorted((one, other)))
    assert chain.roster == story.roster
    assert chain.waiting == set()
    held = here.roster.head
    chain = same(follow(signed, held=held) for signed in orders(here.signed, there.signed))
    assert chain.fork.n == story.roster.n
    assert chain.roster == here.roster
    # Held is held: what comes after it waits until people have decided.
    chain = same(follow(signed, held=one) for signed in orders(here.signed, there.signed))
    assert chain.roster.head == one
    chain = same(
        follow(signed, dropped=frozenset({other})) for signed in orders(here.signed, there.signed)
    )
    assert (chain.roster, chain.fork, chain.waiting) == (here.roster, None, set())


def test_an_administrator_whom_both_sides_know_settles_it():
    story = office()
    here, there = story.twin(), story.twin()
    here.says(entries.NewStream(some("north"), "caseload"), ADA)
    other = there.says(entries.NewStream(some("south"), "caseload"), BO)
    here.says(entries.Settle((other,)), ADA)
    chain = same(follow(signed) for signed in orders(here.signed, there.signed))
    assert (chain.roster, chain.fork) == (here.roster, None)
    # What names something else settles nothing.
    beside = story.twin()
    beside.says(entries.NewStream(some("north"), "caseload"), ADA)
    beside.says(entries.Settle((some("other", 32),)), ADA)
    assert same(follow(signed) for signed in orders(beside.signed, there.signed)).fork
    # Two that settle it in two ways settle nothing.
    first = here.signed[len(story.signed)]
    name = entries.parse(first.content).digest(ADA.author)
    there.says(entries.Settle((name,)), BO)
    assert same(follow(signed) for signed in orders(here.signed, there.signed)).fork


def test_who_administers_only_since_the_fork_does_not_settle_it():
    story = office()
    here, there = story.twin(), story.twin()
    here.says(entries.Rights(CY.author, True, True, ()), ADA)
    other = there.says(entries.Rights(CY.author, True, True, ()), BO)
    here.says(entries.Settle((other,)), CY)
    assert same(follow(signed) for signed in orders(here.signed, there.signed)).fork


def test_whoever_was_revoked_can_not_go_back_before_it():
    story = office()
    here, there = story.twin(), story.twin()
    here.says(entries.Revoke("author", BO.author, story.last(BO)), ADA)
    there.says(entries.NewStream(some("hers"), "caseload"), BO)
    there.says(entries.Settle((some("anything", 32),)), BO)
    chain = same(follow(signed) for signed in orders(here.signed, there.signed))
    assert (chain.roster, chain.fork) == (here.roster, None)
    assert [*chain.refused.values()] == ["roster.quarantined"]
    # If she revokes in turn, nobody can tell who was first: an alarm, and nobody gets back
    # by it what was taken from her.
    there = story.twin()
    dropped = entries.parse(here.signed[-1].content).digest(ADA.author)
    there.says(entries.Revoke("author", ADA.author, story.last(ADA)), BO)
    there.says(entries.Settle((dropped,)), BO)
    heaps = here.signed, there.signed
    chain = same(follow(signed, held=here.roster.head) for signed in orders(*heaps))
    assert chain.fork
    assert not chain.roster.is_active(BO.author)
    # A third, whom neither side took anything from, may settle it.
    mine = entries.parse(there.signed[len(story.signed)].content).digest(BO.author)
    here.says(entries.Settle((mine,)), here.chief)
    chain = same(follow(signed) for signed in orders(here.signed, there.signed))
    assert (chain.roster, chain.fork) == (here.roster, None)


def test_whoever_administers_no_more_can_not_go_back_before_it():
    story = office()
    story.says(entries.NewStream(some("west"), "caseload"), BO)
    here, there = story.twin(), story.twin()
    less = entries.Rights(BO.author, True, False, ())
    last = tuple(sorted((lane, 1) for lane in rules.ending(story.roster, less)))
    here.says(replace(less, last=last), ADA)
    there.says(entries.NewStream(some("hers"), "caseload"), BO)
    chain = same(follow(signed) for signed in orders(here.signed, there.signed))
    assert (chain.roster, chain.fork) == (here.roster, None)
    assert [*chain.refused.values()] == ["roster.quarantined"]
    # What follows nothing waits for nobody, unless she wrote it before.
    entry = Entry(9, some("nothing", 32), entries.Settle((some("anything", 32),)))
    for aseq, waiting in ((1, 1), (2, 0)):
        forged = [Signed(entry.encode(), BO.author, aseq)]
        assert len(follow([*here.signed, *forged]).waiting) == waiting


def test_what_was_renewed_before_leaving_counts_in_any_order():
    story = office()
    fresh, late, second = (pair(name).public for name in ("cy 2", "cy 3", "cy 4"))
    mate = Member("mate of cy")
    story.says(entries.NewAuthor(mate.public, mate.user, CY.workbook, True, False))
    story.says(entries.Renew(CY.workbook, fresh, 3), CY)
    story.says(entries.Revoke("author", CY.author, story.last(CY, 1)))
    chain = same(follow(signed) for signed in orders(story.signed))
    assert chain.roster.kem_of(CY.workbook) == fresh
    # Said twice, it is as old as the first time.
    (said,) = (one for one in story.signed if (one.by, one.aseq) == (CY.author, 1))
    chain = same(follow(one) for one in orders(story.signed, [replace(said, aseq=9)]))
    assert chain.roster.kem_of(CY.workbook) == fresh
    entry = story.roster.next(entries.Renew(CY.workbook, late, 3))
    forged = [Signed(entry.encode(), CY.author, 2)]
    chain = same(follow(signed) for signed in orders(story.signed, forged))
    assert chain.roster.kem_of(CY.workbook) == fresh
    # A workbook that was copied replaces one key by two: neither is used, people are told.
    twice = [
        Signed(story.roster.next(entries.Renew(CY.workbook, one, 3)).encode(), mate.author, n)
        for n, one in enumerate((late, second), 1)
    ]
    chain = same(follow(signed) for signed in orders(story.signed, twice))
    assert chain.apart == {CY.workbook}
    assert kem_digest(chain.roster.kem_of(CY.workbook)) == kem_digest(fresh)
