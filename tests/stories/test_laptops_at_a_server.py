"""Three laptops, weeks apart: two meet at a server that reads nothing, one comes by stick."""

from __future__ import annotations

import io

import pytest
from answered import amends, answers_of, names
from laptops import First, Laptop
from lines import leads, listening, syncs
from make import Clock

from casework.consent.grant import Purpose
from casework.disclosure import ConsentMissing
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.keeping.erasure import Basis
from casework.referrals.letters import Order
from casework.team.seat import NotFound
from casework.team.supervision import Why
from casework.team.worker import Role
from desktop.saying.words import Refused
from sync.server.tables import batch, blob, metadata
from sync.wire import frames

CLINIC = "Example Clinic A"
# Whatever of these were anywhere at the server, it could be read there.
PLANTED = ("CANARY-SERVER", "+000 1 11", "+000 2 22", "+000 3 33", "Do not write.", CLINIC)
PEOPLE = ("Supervisor 1", "Supervisor 8", "Caseworker 9", "Example Office", "intake", "casefile")


class Three:
    """Two who look after the office, and a caseworker who has no network."""

    def __init__(self, template, folder, server):
        self.clock = Clock()
        self.first = First(template, folder / "first", self.clock)
        leads(self.first.post, server)
        self.second = Laptop(self.first, folder / "second", "Supervisor 8", Role.SUPERVISOR)
        self.third = Laptop(self.first, folder / "third", "Caseworker 9")

    @property
    def here(self):
        return self.first.office(self.first.template.supervisor)

    def first_meets(self):
        return syncs(self.first.post)

    def second_meets(self):
        with self.second.post() as post:
            return syncs(post)

    def all_meet(self):
        """Let the two meet at the server, twice, and bring a stick to the third and back."""
        for _ in range(2):
            for done in (self.first_meets(), self.second_meets()):
                assert (done.came.refused, done.refused, done.alarms) == ({}, "", [])
        self.third.takes(self.first.writes())
        self.first.takes(self.third.writes())


@pytest.fixture
def server(tmp_path):
    (tmp_path / "server").mkdir()
    with listening(tmp_path / "server") as made:
        yield made


@pytest.fixture
def three(template, tmp_path, server):
    made = Three(template, tmp_path, server)
    yield made
    made.first.close()


def test_an_office_meets_at_a_server_that_can_read_nothing(three, server):
    code = begins(three)
    edits_meet_and_one_is_decided(three, code)
    what_she_said_is_heard_at_another_laptop(three, server, code)
    what_she_takes_back_nobody_tells(three, code)
    an_erased_case_is_gone_everywhere(three, server, code)
    a_laptop_that_is_removed_gets_nothing(three)
    reads_nothing(server)


def begins(three):
    code = three.first.case(phone="+000 1 11", name_used="CANARY-SERVER")
    three.first.agrees(code)
    told = {"categories": ["demographic", "contact", "needs"], "items": ["name_used"]}
    three.first.agrees(code, purpose="referral", **told)
    three.all_meet()
    assert (three.second.codes(), three.third.codes()) == ({code}, set())
    return code


def edits_meet_and_one_is_decided(three, code):
    three.clock.pass_days(7)
    amends(three.here, code, phone="+000 2 22", must_not="Do not write.")
    with three.second.office() as office:
        office.glass.open(code, Why.DANGER)
        amends(office, code, phone="+000 3 33")
    three.all_meet()
    assert names(three.here, code) == {"intake.phone"}
    with three.second.office() as office:
        (one,) = office.conflicts.of(code, "en")
        wanted = next(n for n, head in enumerate(one.heads, 1) if head.value == "+000 3 33")
        office.conflicts.take(code, "intake.phone", wanted)
    three.all_meet()
    assert names(three.here, code) == set()
    answers = answers_of(three.here, code)
    assert (answers["intake.phone"], answers["intake.must_not"]) == ("+000 3 33", "Do not write.")


def what_she_said_is_heard_at_another_laptop(three, server, code):
    said = b"CANARY-SERVER was said aloud. " * 5_000
    coming = Coming(code, Sort.MESSAGE, as_it_is=True)
    file = three.here.attachments.add(coming, io.BytesIO(said)).subject_id
    three.all_meet()
    with three.second.office() as office:
        assert office.attachments.show(code, file).content == said
    assert held(server)


def held(server):
    """Return the files that a server holds."""
    with server.database.reading() as connection:
        return connection.execute(blob.select()).all()


def what_she_takes_back_nobody_tells(three, code):
    order = Order(code, CLINIC)
    with three.second.office() as office:
        assert office.letters.preview(order).told
    three.here.grants.withdraw(code, Purpose.REFERRAL, CLINIC)
    three.all_meet()
    with three.second.office() as office, pytest.raises(ConsentMissing):
        office.letters.issue(order)


def an_erased_case_is_gone_everywhere(three, server, code):
    three.here.erasures.request(code, Basis.HER_WISH)
    three.all_meet()
    with three.second.office() as office:
        office.erasures.agree(code)
    three.all_meet()
    three.here.erasures.carry_out(code)
    three.all_meet()
    assert three.second.codes() == three.third.codes() == set()
    assert held(server) == []
    assert not three.second.finds("CANARY-SERVER")
    with pytest.raises(NotFound):
        three.here.overview.of(code)


def a_laptop_that_is_removed_gets_nothing(three):
    first, second = three.first, three.second
    first.post.membership.revoke(second.unlocked().store_id)
    three.first_meets()
    other = first.case(name_used="CANARY-SERVER")
    first.agrees(other)
    three.first_meets()
    with pytest.raises(Refused) as refused:
        three.second_meets()
    assert refused.value.code == "line_removed"
    assert second.codes() == set()


def reads_nothing(server):
    """Look through all that a server has, and demand that it is sizes and noise."""
    with server.database.reading() as connection:
        rows = [
            (table.name, value)
            for table in metadata.tables.values()
            for row in connection.execute(table.select())
            for value in row
        ]
        sizes = {
            size for (size,) in connection.execute(batch.select().with_only_columns(batch.c.size))
        }
    held = b"\0".join(
        value if isinstance(value, bytes) else str(value).encode() for _, value in rows
    )
    held += b"".join(path.read_bytes() for path in server.folder.rglob("*") if path.is_file())
    assert len(rows) > 100
    for words in (*PLANTED, *PEOPLE):
        for spelled in (words.encode(), words.encode("utf-16-le"), words.encode().hex().encode()):
            assert spelled not in held, words
    assert sizes
    assert {frames.padded(size - frames.OVERHEAD) + frames.OVERHEAD for size in sizes} == sizes
