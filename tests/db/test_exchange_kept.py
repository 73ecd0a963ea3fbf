"""What a workbook keeps for exchange: its place, its own batches, and those of others."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b, sha256

import pytest
from elsewhere import STREAM
from gathered import gathered
from pages import pages_of
from second import rows_of

from casework.keeping.erasure import Basis
from db.answers.forms_apart import forms_apart
from db.exchange.batches import Arrived, Exchange, Parked
from db.homes.membership import ExchangeRefused, Place, leave_place
from db.homes.settling import after_receiving, settle_all
from db.incoming.apply import Lane
from db.log.streams import follow, share
from db.store import FILE, make_store, open_store
from desktop.bootstrap import Workbook, office_on
from ledger.ops import Kind, Op, OpId, lane_id

PLACE = Place(b"o" * 16, b"w" * 16, b"r" * 32)
KEEPER = "Example Clinic A"
ELSEWHERE = {"purpose": "store_elsewhere", "items": None, "categories": None}


class Book:
    """One workbook with its exchange; what it seals is its content with an id of its own."""

    def __init__(self, store, unlocked, clock):
        self.store, self.author, self.clock = store, unlocked.author_key, clock
        self.exchange = Exchange(store.connection, unlocked.user_id, clock)

    def settle(self, act):
        with self.store.at_hand() as ground:
            act(ground)

    def seal(self, *streams):
        """Seal all that waits in some streams."""
        self.settle(settle_all)
        for stream in streams:
            for lane, aseq, content in self.exchange.pending(stream, self.author):
                self.exchange.keep_sealed(lane, aseq, sealed_id(lane, aseq, content), content)

    def give(self, other):
        """Bring to another workbook what it has not got yet; return what became of it."""
        have = {lane: at.aseq for lane, at in other.exchange.lanes().items()}
        rows = self.store.connection.execute("select id, stream, author from lane").fetchall()
        lanes = {row[0]: Lane(*row) for row in rows}
        found = gathered(lanes, self.exchange.sealed_since(have), sealed_id)
        took = other.exchange.receive(found)
        other.settle(after_receiving)
        return took


def sealed_id(lane, aseq, content):
    return blake2b(lane + bytes([aseq]) + content, digest_size=32).digest()


def batch_ids(book):
    return [row[0] for row in book.store.connection.execute("select batch_id from outbox")]


def erase(desks, case):
    """Let somebody in danger have her case erased at once."""
    erasures = desks.office().erasures
    erasures.request(case, Basis.HER_WISH, in_danger=True)
    erasures.carry_out(case)


def config_of(store):
    return bytes.fromhex(store.kept("stream.config"))


@pytest.fixture
def here(desks):
    """Return a workbook whose caseworker has cases that may be kept elsewhere."""
    unlocked = desks.template.unlocked()
    share(desks.store.connection, desks.template.caseworker.id, STREAM, [desks.services()[KEEPER]])
    book = Book(desks.store, unlocked, desks.clock)
    book.exchange.join(PLACE, config_of(desks.store), {"seed": b"s" * 32}, desks.clock())
    return book


@pytest.fixture
def there(desks, tmp_path):
    """Return an empty workbook that joined: its caseworker has keys of her own there."""
    home = tmp_path / "there"
    home.mkdir()
    user = bytes.fromhex(desks.template.caseworker.id)
    unlocked = replace(desks.template.unlocked(), user_id=user, author_key=b"elsewhere".ljust(32))
    made = make_store(home, unlocked, desks.clock)
    place = PLACE._replace(workbook=b"x" * 16)
    joining = Exchange(made.connection, user, desks.clock)
    joining.join(place, config_of(desks.store), {}, desks.clock())
    follow(made.connection, STREAM)
    made.close()
    book = Book(open_store(home, unlocked, desks.clock), unlocked, desks.clock)
    book.home, book.unlocked = home, unlocked
    yield book
    book.store.close()


def agreed(desks, words="CANARY-TOLD"):
    """Return a case that may be kept elsewhere."""
    case = desks.visit(account=words)
    desks.agree(case)
    desks.agree(case, service=KEEPER, **ELSEWHERE)
    return case


def test_a_workbook_that_joins_shows_the_same_and_writes_back(desks, here, there) -> None:
    case = agreed(desks)
    here.seal(config_of(desks.store), STREAM)
    took = here.give(there)
    assert took.new
    assert took.waiting == 0
    assert here.give(there).new == 0

    # She signs in there: who she is came along, by which key she writes there is known there alone.
    worker = Workbook(there.home, there.unlocked, there.store, desks.clock).worker
    assert worker.name == desks.template.caseworker.name
    assert config_of(there.store) == config_of(desks.store)
    office = office_on(there.store, worker, desks.clock)
    assert office.overview.of(case).code == case
    assert [one.code for one in office.cases.find("CANARY-NAME")] == [case]
    office.tasks.add(case, "Call her")
    office.services.checked(desks.services()[KEEPER])

    there.seal(config_of(desks.store), STREAM)
    assert there.give(here).new
    assert there.store.examine().faults == ()
    assert desks.store.examine().faults == ()
    one, other = rows_of(desks.store.connection), rows_of(there.store.connection)
    assert [table for table in one if one[table] != other[table]] == []
    assert len(one["task"]) == 1


def test_a_batch_that_was_closed_is_never_added_to(desks, here) -> None:
    config = config_of(desks.store)
    first = here.exchange.pending(config, here.author)
    desks.office().services.checked(desks.services()[KEEPER])
    more = here.exchange.pending(config, here.author)
    assert more[: len(first)] == first
    assert [one.aseq for one in more] == list(range(1, len(more) + 1))
    assert len(more) == len(first) + 1

    lane = first[0].lane
    with pytest.raises(ExchangeRefused, match="order"):
        here.exchange.keep_sealed(lane, 2, b"2" * 32, b"two")
    here.exchange.keep_sealed(lane, 1, b"1" * 32, b"one")
    with pytest.raises(ExchangeRefused, match="order"):
        here.exchange.keep_sealed(lane, 1, b"1" * 32, b"one")
    assert here.exchange.pending(config, here.author) == more[1:]
    assert here.exchange.lanes()[lane] == (1, b"1" * 32)
    local = desks.store.connection.execute("select id from stream where kind = 'caseload'")
    with pytest.raises(ExchangeRefused, match="local"):
        here.exchange.pending(local.fetchone()[0], here.author)
    assert here.exchange.pending(STREAM, here.author) == []


def test_what_leaves_a_gap_is_refused_and_what_can_not_be_opened_is_parked(here) -> None:
    author = b"stranger".ljust(32)
    lane = Lane(lane_id(author, STREAM), STREAM, author)

    def batch(aseq):
        fields = {"code": f"s-{aseq}", "name": f"Example Room {aseq}", "kind": "health"}
        op_id = OpId(lane.id, aseq, 0)
        op = Op(
            op_id,
            Kind.CREATE,
            bytes([aseq + 100]) * 16,
            "service",
            None,
            fields | {"active": "yes"},
            aseq,
        )
        return Arrived(lane, aseq, bytes([aseq]) * 32, [op])

    with pytest.raises(ExchangeRefused, match="gap"):
        here.exchange.receive([batch(1), batch(3)])
    assert here.exchange.lanes() == {}
    here.exchange.receive([batch(1), batch(2)])
    assert here.exchange.receive([batch(1), batch(2)]).new == 0
    assert here.exchange.lanes()[lane.id] == (2, bytes([2]) * 32)

    parked = Parked(b"p" * 32, STREAM, lane.id, 3, "envelope.key", 2, b"sealed")
    here.exchange.park(parked)
    here.exchange.park(parked)
    assert here.exchange.parked() == [parked]
    here.exchange.receive([batch(3)])
    here.exchange.unpark(parked.batch_id)
    assert here.exchange.parked() == []


def test_what_is_sealed_holds_nothing_of_what_is_erased(desks, here, there) -> None:
    case, other = agreed(desks, "CANARY-GONE"), agreed(desks)
    here.seal(config_of(desks.store), STREAM)
    here.give(there)
    here.exchange.park(Parked(b"p" * 32, STREAM, b"l" * 16, 1, "key", 2, b"CANARY-GONE"))
    here.exchange.mark_sent(batch_ids(here), b"server")
    desks.office().tasks.add(case, "CANARY-GONE")
    here.seal(STREAM)

    erase(desks, case)

    sealed = desks.store.connection.execute("select content from outbox").fetchall()
    sealed += desks.store.connection.execute("select content from parked_batch").fetchall()
    assert [content for (content,) in sealed if content is None]
    assert not any(b"CANARY-GONE" in (content or b"") for (content,) in sealed)
    here.seal(STREAM)
    here.give(there)
    assert there.store.connection.execute("select code from casefile").fetchall() == [(other,)]
    assert there.store.examine().faults == ()
    for home in (desks.home, there.home):
        pages = pages_of(home / FILE, bytes(there.unlocked.store_key))
        assert not any(b"CANARY-GONE" in page for page in pages)


def test_a_copy_that_comes_back_has_no_place_and_keys_come_and_go(desks, here) -> None:
    with pytest.raises(ExchangeRefused, match="joined"):
        here.exchange.join(PLACE, config_of(desks.store), {}, desks.clock())
    for epoch in (1, 2, 3):
        here.exchange.keep_key(STREAM, epoch, bytes([epoch]) * 32)
    assert [(key.epoch, key.retired) for key in here.exchange.keys(STREAM)] == [
        (1, True),
        (2, True),
        (3, False),
    ]
    before = desks.store.connection.total_changes
    here.exchange.keep_key(STREAM, 3, b"\x03" * 32)
    assert desks.store.connection.total_changes == before
    here.exchange.forget_keys(STREAM, 3)
    assert [key.secret for key in here.exchange.keys(STREAM)] == [b"\x03" * 32]
    here.exchange.enter(1, b"founds")
    with pytest.raises(ExchangeRefused, match="roster"):
        here.exchange.enter(1, b"again")
    assert here.exchange.roster() == [b"founds"]
    here.exchange.keep_secrets({"seed": b"t" * 32})
    assert here.exchange.secrets() == {"seed": b"t" * 32}
    assert here.exchange.place == PLACE

    leave_place(desks.store.connection.cursor())

    assert here.exchange.place is None
    assert here.exchange.secrets() == {}
    assert here.exchange.keys(STREAM) == []
    assert here.exchange.roster() == []
    with pytest.raises(ExchangeRefused, match="its_own"):
        here.exchange.join(PLACE, b"c" * 16, {}, desks.clock())


def test_two_workbooks_that_publish_one_version_differently_stop_nobody_and_it_is_said(
    desks, here
) -> None:
    rows = desks.store.connection.execute
    names = ("form_id", "version", "source", "digest", "state", "published_at")
    (asked,) = rows(
        "select form_id, version, source, digest, state, published_at from form_version"
        " where form_id = 'note'"
    )
    fields = dict(zip(names, asked, strict=True))
    author, config = b"stranger".ljust(32), config_of(desks.store)
    lane = Lane(lane_id(author, config), config, author)

    def publishes(aseq, source):
        said = fields | {"source": source, "digest": sha256(source).hexdigest()}
        op_id = OpId(lane.id, aseq, 0)
        op = Op(op_id, Kind.CREATE, bytes([200 + aseq]) * 16, "form_version", None, said, aseq)
        here.exchange.receive([Arrived(lane, aseq, bytes([aseq]) * 32, [op])])

    supervisor = desks.template.unlocked()
    supervisor = replace(supervisor, user_id=bytes.fromhex(desks.template.supervisor.id))
    caseworker = replace(supervisor, user_id=bytes.fromhex(desks.template.caseworker.id))
    # The same questions are no other ones, whoever published them.
    publishes(1, fields["source"])
    assert "forms_apart" not in desks.store.welcome(supervisor)
    publishes(2, fields["source"] + b"\n")
    assert forms_apart(desks.store.connection) == [("note", fields["version"])]
    assert "forms_apart" in desks.store.welcome(supervisor)
    assert "forms_apart" not in desks.store.welcome(caseworker)
    assert desks.store.examine().faults == ()
    case = desks.visit()
    desks.office().answers.record(case, "note", {"text": "As before"}, "en")
