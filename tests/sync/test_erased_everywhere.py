"""What was erased is in no store, and nobody opens it out of everything that was ever sent."""

from __future__ import annotations

import io
from contextlib import ExitStack
from dataclasses import replace

import pytest
from archive import Archive
from canary import Watch
from laptops import First, Laptop
from make import Clock

from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.keeping.erasure import Basis
from casework.team.supervision import Why
from casework.team.worker import Role
from db.exchange.batches import Parked
from sync.members.member import caseload_of
from sync.members.tending import GRACE
from sync.wire.bundle import BundleRefused

WORD = "CANARY-ERASED"
ALL = 'select * from "{}"'


class Office:
    """Three laptops of an office, and somebody who kept all that they ever sent."""

    def __init__(self, template, folder, *, third=True):
        self.clock, self.archive = Clock(), Archive()
        self.first = First(template, folder / "first", self.clock)
        self.archive.listen(self.first.post)
        self.second = Laptop(self.first, folder / "second", "Supervisor 8", Role.SUPERVISOR)
        self.others = [self.second]
        if third:
            self.third = Laptop(self.first, folder / "third", "Caseworker 9")
            self.others.append(self.third)

    @property
    def here(self):
        return self.first.office(self.first.template.supervisor)

    def stores(self, stack):
        return [self.first.store, *(stack.enter_context(one.store()) for one in self.others)]

    def keep(self, stick):
        with ExitStack() as stack:
            return self.archive.keep(stick, *self.stores(stack))

    def carry(self, *others):
        """Bring a stick to others and back."""
        for one in others or self.others:
            came = [one.takes(self.keep(self.first.writes()))]
            came += [self.first.takes(self.keep(one.writes()))]
            assert [one.refused for one in came] == [{}] * 2
            assert not any(one.early or one.late or one.forked for one in came)

    def finds(self, word=WORD):
        """Return who finds a word: in which stores it is, and whether the archive opens to it."""
        watch = Watch([word])
        with ExitStack() as stack:
            stores = self.stores(stack)
            inside = [number for number, one in enumerate(stores) if _holds(one, watch)]
            opened = self.archive.opened(*stores)
        return inside, any(True for one in opened for _ in watch.in_bytes(one, ""))


def _holds(store, watch):
    ask = store.connection.execute
    tables = [name for (name,) in ask("select name from sqlite_schema where type = 'table'")]
    for table in tables:
        for row in ask(ALL.format(table)):
            for cell in row:
                data = cell if isinstance(cell, bytes) else str(cell).encode()
                if any(True for _ in watch.in_bytes(data, table)):
                    return True
    return False


@pytest.fixture
def office(template, tmp_path):
    made = Office(template, tmp_path)
    yield made
    made.first.close()


@pytest.fixture
def pair(template, tmp_path):
    """Return an office of two laptops."""
    made = Office(template, tmp_path, third=False)
    yield made
    made.first.close()


def epochs(store, stream):
    asked = "select epoch from stream_key where stream = ? order by 1"
    return [epoch for (epoch,) in store.connection.execute(asked, (stream,)).fetchall()]


def stream_of(office):
    member = office.first.post.membership
    return caseload_of(member.roster.org, member.me.user)


def begins(office):
    code = office.first.case(name_used=WORD)
    office.first.agrees(code)
    office.carry()
    office.carry()
    return code


def agrees(office, code):
    """Let two people agree that a case is erased; it only has to be done."""
    office.here.erasures.request(code, Basis.HER_WISH)
    office.carry(office.second)
    with office.second.office() as desks:
        desks.glass.open(code, Why.SHE_ASKED)
        desks.erasures.agree(code)
    office.carry(office.second)


def erases(office, code):
    agrees(office, code)
    office.here.erasures.carry_out(code)


def test_nobody_opens_what_was_erased_out_of_all_that_was_ever_sent(office):
    code = begins(office)
    # What is looked for is there to be found: in two stores, and by who kept everything.
    assert office.finds() == ([0, 1], True)

    erases(office, code)
    office.carry()
    office.carry()
    # What was on its way for an older pair has come by then, or never will.
    office.clock.pass_days(GRACE.days + 1)
    office.carry()

    assert office.finds() == ([], False)
    # And the work goes on under the new keys.
    other = office.first.case(name_used="CANARY-OTHER")
    office.first.agrees(other)
    office.carry()
    assert office.second.codes() == {other}


def test_nobody_opens_a_file_that_was_erased_out_of_what_was_sent(pair):
    code = begins(pair)
    pair.here.attachments.add(Coming(code, Sort.MESSAGE), io.BytesIO(b"what she brought"))
    pair.carry()
    # Whoever has this opens what lies at a server, whatever became of the keys of its stream.
    asked = "select secret from attachment"
    ((secret,),) = pair.first.store.connection.execute(asked).fetchall()
    assert pair.finds(secret) == ([0, 1], True)
    erases(pair, code)
    for days in (0, GRACE.days + 1, 0):
        pair.clock.pass_days(days)
        pair.carry()
    assert pair.finds(secret) == ([], False)


def amends(desks, code, **answers):
    """Change answers of the first visit."""
    sheet = desks.filling.amend(code, desks.filling.entries(code, "intake")[0].id)
    values = dict(sheet.doc.values) | {f"intake.{name}": value for name, value in answers.items()}
    desks.filling.finish(sheet, replace(sheet.doc, values=values))


def answer_of(desks, code, name):
    return desks.filling.amend(code, desks.filling.entries(code, "intake")[0].id).doc.values[name]


def another(office):
    """Return a case that stays."""
    code = office.first.case()
    office.first.agrees(code)
    office.carry()
    return code


def test_who_was_away_meanwhile_loses_nothing_and_old_keys_wait_for_her(office):
    code, other = begins(office), another(office)
    stream = stream_of(office)
    agrees(office, code)
    # What she writes first is on a stick that takes its time, and the rest nobody has yet.
    with office.second.office() as desks:
        desks.glass.open(other, Why.DANGER)
        amends(desks, other, phone="+000 3 33")
    slow = office.keep(office.second.writes())
    with office.second.office() as desks:
        amends(desks, other, safe_hours="10:00-12:00")
    with office.second.post() as post:
        post.seal_all()

    office.here.erasures.carry_out(code)
    for _round in range(2):
        office.carry(office.third)
    assert epochs(office.first.store, stream) == [1, 2]

    assert office.first.takes(slow).operations
    for _round in range(2):
        office.carry()
    assert answer_of(office.here, other, "intake.phone") == "+000 3 33"
    assert answer_of(office.here, other, "intake.safe_hours") == "10:00-12:00"
    with office.second.store() as store:
        assert epochs(office.first.store, stream) == epochs(store, stream) == [2]


def test_whoever_joins_when_old_keys_are_gone_has_all_that_is_there(pair, tmp_path):
    code, other = begins(pair), another(pair)
    erases(pair, code)
    for _round in range(2):
        pair.carry()
    assert epochs(pair.first.store, stream_of(pair)) == [2]

    fourth = Laptop(pair.first, tmp_path / "fourth", "Supervisor 7", Role.SUPERVISOR)
    pair.others.append(fourth)
    pair.carry()
    pair.carry()
    assert fourth.codes() == pair.second.codes() == {other}
    assert pair.finds()[0] == []


def test_one_of_those_who_look_after_the_office_turns_the_key_and_no_other(office):
    code = begins(office)
    erases(office, code)
    office.carry()
    for _round in range(2):
        office.carry()
    roster = office.first.post.membership.roster
    assert roster.epoch(stream_of(office)) == 2
    assert not office.first.post.membership.heard.chain.fork
    # Nothing was erased in any other stream.
    assert {one.epoch for name, one in roster.streams.items() if name != stream_of(office)} == {1}


def test_parts_of_a_snapshot_that_is_not_whole_yet_are_erased_with_the_rest(pair):
    code = begins(pair)
    pair.first.post.seal_all()
    parts = pair.first.post.summaries.parts([stream_of(pair)])
    promised, first, *rest = [one.body for one in parts]
    agrees(pair, code)
    with pair.second.post() as post:
        post.summaries.take([promised, *rest])
        kept = post.connection.execute("select content from snapshot_piece").fetchall()
        assert any(True for (one,) in kept for _ in Watch([WORD]).in_bytes(one, ""))
    pair.here.erasures.carry_out(code)
    pair.carry()
    assert pair.finds()[0] == []
    with pair.second.post() as post:
        assert post.exchange.coming() == []
        # What comes of it all the same is of no use to anybody.
        post.summaries.take([promised, first, *rest])
    assert pair.finds()[0] == []


def test_what_waits_unread_keeps_the_key_from_being_turned(pair):
    code = begins(pair)
    erases(pair, code)
    stream, exchange = stream_of(pair), pair.first.post.exchange
    exchange.park(Parked(b"p" * 32, stream, b"l" * 16, 9, "incoming.epoch", 9, b"content"))
    pair.first.writes()
    assert pair.first.post.membership.roster.epoch(stream) == 1
    exchange.unpark(b"p" * 32)
    pair.first.writes()
    assert pair.first.post.membership.roster.epoch(stream) == 2


def test_a_stick_for_the_pair_before_is_read_until_everybody_could_know_better(pair):
    begins(pair)
    stick = pair.first.writes()
    with pair.second.post() as post:
        post.membership.replace_pair()
        post.tending.after_hearing()
        member = post.membership
        # Also where the power went between the new pair and what says so.
        assert member.roster.kem_of(member.me.workbook) == member.me.pair.public
    assert pair.second.takes(stick).torn == ""
    pair.clock.pass_days(GRACE.days + 1)
    pair.second.writes()
    with pytest.raises(BundleRefused, match=r"bundle\.reader"):
        pair.second.takes(stick)
    # Whoever has read what it says of itself writes for the pair of today.
    pair.first.takes(pair.second.writes())
    assert pair.second.takes(pair.first.writes()).torn == ""
