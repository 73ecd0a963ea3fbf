"""Who belongs, who may, and what each entry needs before it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rosters import Member, Story, pair, some

from sync.members import entries, keylife, rules
from sync.members.entries import Entry, RosterRefused, kem_digest
from sync.members.roster import EMPTY, follow
from sync.members.standing import led
from sync.wire.frames import author_id
from sync.wire.keys import WRAPPING

ADA, BO, CY = (Member(name) for name in ("ada", "bo", "cy"))
MESSAGE = bytes(WRAPPING + 60)


def refused(call, *given):
    with pytest.raises(RosterRefused) as cause:
        call(*given)
    return str(cause.value)


def refusal(story, what, by=None):
    return refused(story.twin().says, what, by)


@pytest.fixture
def story():
    """An office of three: a stream of cases that two of them write, and forms that all read."""
    made = Story()
    made.joins(ADA)
    made.joins(BO, writes=False)
    made.begins("cases")
    made.begins("forms", "config")
    made.grants(some("cases"), ADA)
    made.grants(some("cases"), BO)
    return made


def turned(story, *streams):
    """Have streams get new keys; return them."""
    fresh = keylife.new_keys(story.roster, streams)
    for what in keylife.rotation(story.roster, fresh):
        story.says(what)
    return fresh


def test_an_office_grows_and_says_who_reads_and_writes_what(story):
    roster, chief = story.roster, story.chief
    cases, forms = some("cases"), some("forms")
    everybody = {chief.workbook, ADA.workbook, BO.workbook}
    assert roster.due() == {cases, forms}
    assert roster.readers(forms) == roster.readers(roster.stream) == everybody
    assert roster.readers(cases) == {ADA.workbook, BO.workbook}
    assert roster.reading(ADA.workbook) == {cases, forms, roster.stream}
    writers = {ADA: [cases], BO: [], chief: [forms]}
    for member, streams in writers.items():
        found = [one for one in (cases, forms) if roster.may_write(member.author, one)]
        assert found == streams
        assert roster.may_write(member.author, roster.stream)
    assert roster.author_key(ADA.author) == ADA.public
    assert roster.kem_of(BO.workbook) == BO.kem.public
    assert roster.author_key(some("nobody")) is roster.kem_of(some("nobody")) is None
    assert roster.epoch(some("nowhere")) == roster.generation(some("nowhere")) == 0
    assert not roster.may_write(some("nobody"), cases)
    assert not roster.may_write(ADA.author, some("nowhere"))
    assert not roster.quarantined(some("nobody"), cases, 1)
    assert roster.readers(some("nowhere")) == frozenset()
    assert follow(story.signed).roster == roster


def test_whoever_was_let_read_figures_and_nothing_else_reads_not_what_all_hold(story):
    forms, figures = some("forms"), some("figures")
    story.says(entries.NewStream(figures, "stats"))
    story.says(entries.Grant(figures, "workbook", BO.workbook, read=True, write=False, last=()))
    # She reads cases too.
    assert BO.workbook in story.roster.readers(forms)
    outside = story.joins(CY)
    story.says(entries.Grant(figures, "user", CY.user, read=True, write=False, last=()))
    assert story.roster.reading(outside.workbook) == {figures, story.roster.stream}
    assert forms in story.roster.due()
    # Who looks after the office has all that it holds.
    story.says(entries.Rights(CY.author, writes=False, administers=True, last=()))
    assert CY.workbook in story.roster.readers(forms)


def test_only_who_administers_writes_the_chain_and_only_behind_its_last_entry(story):
    what = entries.NewStream(some("more"), "caseload")
    assert refusal(story, what, ADA) == "roster.by"
    assert refusal(story, what, Member("nobody")) == "roster.by"
    assert refusal(story, story.founded()) == "roster.reuse"
    roster, by = story.roster, story.chief.author
    codes = {
        "roster.replay": Entry(roster.n, roster.head, what),
        "roster.gap": Entry(roster.n + 2, roster.head, what),
        "roster.chain": Entry(roster.n + 1, roster.root, what),
    }
    for code, entry in codes.items():
        assert refused(roster.after, entry, by) == code
    assert refused(EMPTY.after, EMPTY.next(what), by) == "roster.by"
    assert refused(EMPTY.after, EMPTY.next(story.founded()), ADA.author) == "roster.by"


def test_no_id_no_key_and_no_code_comes_twice(story):
    chief, admit = story.chief, CY.admit()
    again = [
        ADA.admit(),
        replace(admit, workbook=ADA.workbook),
        replace(admit, workbook=some("cases")),
        replace(admit, transport=ADA.transport),
        replace(admit, kem=chief.kem.public),
        replace(admit, code=ADA.admit().code),
        ADA.authored(),
        replace(CY.authored(), author=ADA.public),
        replace(CY.authored(), workbook=ADA.workbook, user=ADA.workbook),
        entries.NewStream(some("cases"), "stats"),
        entries.NewStream(ADA.workbook, "stats"),
        entries.Recovery(ADA.kem.public, MESSAGE),
    ]
    assert {refusal(story, what) for what in again} == {"roster.reuse"}
    twice = replace(story.founded(), stream=story.founded().org)
    assert refused(EMPTY.after, EMPTY.next(twice), chief.author) == "roster.reuse"


def test_no_key_is_taken_that_verifies_or_wraps_for_anybody(story):
    small, nothing = bytes(32), CY.kem.public[:-32] + bytes(32)
    for what in (
        replace(CY.admit(), transport=small),
        replace(CY.admit(), kem=nothing),
        replace(CY.authored(), workbook=ADA.workbook, author=small),
        entries.Recovery(nothing, MESSAGE),
    ):
        assert refusal(story, what) == "roster.key"


def test_nobody_founds_with_a_key_that_verifies_or_wraps_for_anybody(story):
    found, small = story.founded(), bytes(32)
    nothing = found.kem[:-32] + small
    for what in (replace(found, transport=small), replace(found, kem=nothing)):
        assert refused(EMPTY.after, EMPTY.next(what), story.chief.author) == "roster.key"
    what = replace(found, author=small)
    assert refused(EMPTY.after, EMPTY.next(what), author_id(small)) == "roster.key"


def test_what_is_not_known_is_not_spoken_of(story):
    cases = some("cases")
    story.says(entries.Revoke("workbook", BO.workbook, story.last(BO)))
    for what in (
        CY.authored(),
        replace(CY.authored(), workbook=BO.workbook),
        entries.Rights(CY.author, True, False, ()),
        entries.Rights(BO.author, True, False, ()),
        entries.Grant(some("nowhere"), "user", ADA.user, True, True, ()),
        entries.Grant(cases, "user", CY.user, True, True, ()),
        entries.Grant(cases, "user", ADA.workbook, True, True, ()),
        entries.Grant(cases, "workbook", ADA.user, True, True, ()),
        entries.Revoke("workbook", BO.workbook, ()),
        entries.Revoke("author", CY.author, ()),
        entries.LogReset(some("nowhere"), 1, bytes(32)),
        entries.Rotate(((some("nowhere"), 1, some("mark")),), (), b""),
    ):
        assert refusal(story, what) == "roster.unknown"


def test_grants_are_of_reading_or_both_and_never_of_the_roster(story):
    cases, roster = some("cases"), story.roster.stream
    assert refusal(story, entries.Grant(cases, "user", ADA.user, False, True, ())) == "roster.grant"
    assert refusal(story, entries.Grant(roster, "user", ADA.user, True, True, ())) == "roster.grant"
    story.says(entries.Grant(cases, "workbook", story.chief.workbook, True, True, ()))
    assert story.roster.may_write(story.chief.author, cases)
    story.says(entries.Grant(some("forms"), "user", ADA.user, True, True, ()))
    assert story.roster.may_write(ADA.author, some("forms"))


def test_who_may_write_no_longer_keeps_what_was_accepted_until_then(story):
    cases, lane = some("cases"), ADA.lane(some("cases"))
    turned(story, cases)
    taken = entries.Grant(cases, "user", ADA.user, True, False, ((lane, 7),))
    assert rules.ending(story.roster, taken) == {lane}
    assert refusal(story, replace(taken, last=())) == "roster.last"
    assert refusal(story, replace(taken, last=((some("x"), 7),))) == "roster.last"
    more = tuple(sorted(((lane, 7), (BO.lane(cases), 7))))
    assert refusal(story, replace(taken, last=more)) == "roster.last"
    story.says(taken)
    roster = story.roster
    assert roster.last_accepted(lane) == 7
    assert [roster.may_write(ADA.author, cases, n) for n in (7, 8, None)] == [True, False, False]
    assert [roster.quarantined(ADA.author, cases, n) for n in (7, 8)] == [False, True]
    # She reads on, so her workbook's key needs not change.
    assert cases not in roster.due()
    assert refusal(story, entries.Accept(lane, 7)) == "roster.last"
    assert refusal(story, entries.Accept(BO.lane(cases), 7)) == "roster.last"
    story.says(entries.Accept(lane, 9))
    assert not story.roster.quarantined(ADA.author, cases, 9)
    story.grants(cases, ADA)
    assert story.roster.last_accepted(lane) is None
    assert story.roster.may_write(ADA.author, cases)
    story.says(entries.Rights(ADA.author, False, False, ((lane, 12),)))
    assert story.roster.last_accepted(lane) == 12
    story.says(entries.Grant(cases, "user", ADA.user, False, False, ()))
    assert cases in story.roster.due()
    assert story.roster.last_accepted(lane) == 12


def test_a_revoked_workbook_reads_and_writes_nothing_that_comes(story):
    cases, forms = some("cases"), some("forms")
    turned(story, cases, forms)
    assert story.roster.due() == frozenset()
    last = story.last(ADA, 3)
    leaves = entries.Revoke("workbook", ADA.workbook, ())
    assert rules.ending(story.roster, leaves) == {lane for lane, _ in last}
    assert refusal(story, entries.Revoke("workbook", ADA.workbook, last[1:])) == "roster.last"
    story.says(entries.Revoke("workbook", ADA.workbook, last))
    roster = story.roster
    assert roster.kem_of(ADA.workbook) is None
    assert roster.reading(ADA.workbook) == roster.owed(ADA.workbook) == frozenset()
    assert roster.due() == {cases, forms, roster.stream}
    assert roster.may_write(ADA.author, cases, 3)
    assert roster.quarantined(ADA.author, cases, 4)
    assert roster.author_key(ADA.author) == ADA.public
    wrapped = (ADA.workbook, kem_digest(ADA.kem.public), MESSAGE)
    marks = ((cases, 2, some("mark")),)
    assert refusal(story, entries.Rotate(marks, (wrapped,), b"")) == "roster.reader"
    epochs = ((cases, 1),)
    given = entries.Deliver(ADA.workbook, wrapped[1], epochs, MESSAGE)
    assert refusal(story, given) == "roster.reader"
    turned(story, *roster.due())
    assert story.roster.due() == frozenset()


def test_one_author_can_leave_a_workbook_that_stays(story):
    cases = some("cases")
    second = Member("second of ada")
    story.says(replace(second.authored(), workbook=ADA.workbook))
    story.grants(cases, second)
    turned(story, cases)
    story.says(entries.Revoke("author", ADA.author, story.last(ADA, 1)))
    roster = story.roster
    assert not roster.is_active(ADA.author)
    assert roster.reads(ADA.workbook, cases)
    assert cases not in roster.due()
    assert refusal(story, entries.Revoke("author", ADA.author, ())) == "roster.unknown"
    story.says(entries.Revoke("author", second.author, story.last(second, 1)))
    assert not story.roster.reads(ADA.workbook, cases)
    assert cases in story.roster.due()


def test_a_user_reads_and_writes_wherever_she_is_an_author(story):
    cases, desk = some("cases"), Member("desk of ada")
    fresh = turned(story, cases)
    story.says(desk.admit())
    story.says(replace(desk.authored(), user=ADA.user))
    assert story.roster.reads(desk.workbook, cases)
    assert story.roster.may_write(desk.author, cases)
    assert story.roster.owed(desk.workbook) == {cases, story.roster.stream}
    turned(story, cases)
    # Both epochs, but the present one is had already.
    story.says(keylife.delivery(story.roster, desk.workbook, fresh))
    assert story.roster.given[cases, desk.workbook].epoch == 2
    taken = entries.Grant(cases, "user", ADA.user, False, False, ())
    both = {ADA.lane(cases), desk.lane(cases)}
    assert rules.ending(story.roster, taken) == both
    story.says(replace(taken, last=tuple(sorted((lane, 1) for lane in both))))
    assert story.roster.readers(cases) == {BO.workbook}


def test_somebody_always_administers(story):
    chief = story.chief
    only = (
        entries.Revoke("workbook", chief.workbook, story.last(chief)),
        entries.Revoke("author", chief.author, story.last(chief)),
        entries.Rights(chief.author, True, False, ()),
    )
    assert {refusal(story, what) for what in only} == {"roster.last_administrator"}
    story.says(entries.Rights(ADA.author, True, True, ()))
    story.says(entries.Revoke("author", chief.author, story.last(chief)))
    assert refusal(story, entries.NewStream(some("x"), "stats"), chief) == "roster.by"
    story.says(entries.NewStream(some("x"), "stats"), ADA)
    own = entries.Revoke("workbook", ADA.workbook, story.last(ADA))
    assert refusal(story, own, ADA) == "roster.last_administrator"


def test_who_administers_no_more_is_told_with_her_last_words_for_all(story):
    forms, roster = some("forms"), story.roster.stream
    story.says(entries.Rights(ADA.author, True, True, ()))
    story.says(entries.Grant(forms, "user", ADA.user, True, True, ()))
    for n in (1, 99):
        assert led(story.roster, ADA.author, forms, n)
        assert not led(story.roster, BO.author, forms, n)
    assert not led(story.roster, some("nobody"), forms, 1)
    less = entries.Rights(ADA.author, True, False, ())
    lanes = {ADA.lane(forms), ADA.lane(roster)}
    assert rules.ending(story.roster, less) == lanes
    assert refusal(story, less) == "roster.last"
    last = tuple(sorted({ADA.lane(forms): 7, ADA.lane(roster): 3}.items()))
    assert refusal(story, replace(less, last=last[1:])) == "roster.last"
    story.says(replace(less, last=last))
    told = story.roster
    assert [led(told, ADA.author, forms, n) for n in (7, 8)] == [True, False]
    assert [led(told, ADA.author, roster, n) for n in (3, 4)] == [True, False]
    # She goes on there all the same.
    assert all(told.may_write(ADA.author, one, 99) for one in (forms, roster, some("cases")))
    assert told.last_accepted(ADA.lane(forms)) is None
    assert refusal(story, entries.Accept(ADA.lane(forms), 7)) == "roster.last"
    story.says(entries.Accept(ADA.lane(forms), 9))
    assert [led(story.roster, ADA.author, forms, n) for n in (9, 10)] == [True, False]
    # Once she leaves, and once more of that counts.
    left = story.twin()
    left.says(entries.Revoke("workbook", ADA.workbook, left.last(ADA, 12)))
    left.says(entries.Accept(ADA.lane(forms), 14))
    assert [led(left.roster, ADA.author, forms, n) for n in (14, 15)] == [True, False]
    assert [left.roster.may_write(ADA.author, forms, n) for n in (14, 15)] == [True, False]
    # Whoever administers again, does so in all that she wrote.
    story.says(entries.Rights(ADA.author, True, True, ()))
    assert led(story.roster, ADA.author, forms, 99)
    assert follow(story.signed).roster == story.roster


def test_epochs_come_one_after_the_other_and_to_the_sheet_too(story):
    cases = some("cases")
    for epoch in (0, 2):
        marks = ((cases, epoch, some("mark")),)
        assert refusal(story, entries.Rotate(marks, (), b"")) == "roster.epoch"
    assert refusal(story, entries.Rotate((), (), b"")) == "roster.part"
    marks = ((cases, 1, some("mark")),)
    assert refusal(story, entries.Rotate(marks, (), MESSAGE)) == "roster.recovery"
    story.says(entries.Recovery(pair("sheet").public, MESSAGE))
    assert refusal(story, entries.Rotate(marks, (), b"")) == "roster.recovery"
    turned(story, cases, some("forms"))
    assert story.roster.epoch(cases) == 1
    # Whoever has the old sheet is not to read on.
    story.says(entries.Recovery(pair("sheet 2").public, MESSAGE))
    assert story.roster.due() == {*story.roster.streams}
    for epoch in (0, 2):
        given = entries.Deliver(ADA.workbook, bytes(32), ((cases, epoch),), MESSAGE)
        assert refusal(story, given) == "roster.epoch"
    assert refusal(story, entries.Deliver(ADA.workbook, bytes(32), (), b"")) == "roster.part"


def test_the_first_sheet_makes_no_key_due_and_what_is_given_may_be_the_first_or_the_last(story):
    cases, forms = some("cases"), some("forms")
    turned(story, *story.roster.streams)
    # Nobody has an older sheet.
    story.says(entries.Recovery(pair("sheet").public, MESSAGE))
    assert story.roster.due() == frozenset()
    turned(story, cases)
    for stream, epoch in ((cases, 1), (cases, 2), (forms, 1)):
        given = entries.Deliver(
            ADA.workbook, kem_digest(ADA.kem.public), ((stream, epoch),), MESSAGE
        )
        story.says(given)
    beyond = entries.Deliver(ADA.workbook, bytes(32), ((forms, 2),), MESSAGE)
    assert refusal(story, beyond) == "roster.epoch"


def test_what_counts_of_one_lane_counts_of_no_other(story):
    cases, forms = some("cases"), some("forms")
    story.grants(forms, ADA)
    story.says(entries.Revoke("workbook", ADA.workbook, story.last(ADA, 3)))
    story.says(entries.Accept(ADA.lane(cases), 5))
    assert story.roster.last_accepted(ADA.lane(cases)) == 5
    assert story.roster.last_accepted(ADA.lane(forms)) == 3


def test_logs_begin_anew_and_servers_move(story):
    cases = some("cases")
    for generation in (2, 7):
        reset = entries.LogReset(cases, generation, bytes(32))
        assert refusal(story, reset) == "roster.generation"
    story.says(entries.LogReset(cases, 1, bytes(32)))
    assert story.roster.generation(cases) == 1
    story.says(entries.ServerMove("https://sync.example", bytes(32)))
    assert (story.roster.address, story.roster.pin) == ("https://sync.example", bytes(32))
    story.says(entries.ServerMove("", b""))
    assert story.roster.address == ""


def test_a_workbook_replaces_its_own_key_alone(story):
    fresh = pair("ada 2").public
    renew = entries.Renew(ADA.workbook, fresh, 0)
    assert refusal(story, renew) == refusal(story, renew, BO) == "roster.by"
    assert refusal(story, replace(renew, kem=BO.kem.public), ADA) == "roster.reuse"
    small = fresh[:-32] + bytes(32)
    assert refusal(story, replace(renew, kem=small), ADA) == "roster.key"
    entry = story.roster.next(renew)
    assert refused(story.roster.after, replace(entry, n=1), ADA.author) == "roster.by"
    before, head = story.roster, story.roster.head
    story.says(renew, ADA)
    assert story.roster.kem_of(ADA.workbook) == fresh
    assert story.roster.head == head
    assert replace(story.roster, workbooks=before.workbooks, spent=before.spent) == before
    assert refused(story.roster.after, entry, ADA.author) == "roster.chain"
    story.says(entries.Revoke("author", ADA.author, story.last(ADA)))
    assert refusal(story, replace(renew, kem=pair("3").public), ADA) == "roster.by"
