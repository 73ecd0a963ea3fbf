"""Whatever a server does: in the end all show the same, or people are told; nobody hangs."""

from __future__ import annotations

import hostile_office
import pytest
from canary import Watch
from hostile import Said
from hostile_acts import ACTS
from hostile_office import codes

from sync.line import calls

WRITTEN = {f"CANARY-{n}" for n in range(3)}
# What the line itself holds of what nobody takes: so much is written before the writer notices.
HELD_BY_THE_LINE = 16 << 20
# What a workbook asks at most in one exchange with somebody who leads it in circles. Many of
# these questions are for the forms of the office, which grow by each language.
ASKED = 60
OTHER = {"other_log"}
TOLD = {
    "changes_a_signature": OTHER,
    "changes_a_word": OTHER,
    "changes_the_stream": OTHER,
    "changes_the_organisation": OTHER,
    "changes_the_version": OTHER,
    "changes_the_suite": OTHER,
    "changes_what_was_seen": OTHER,
    "changes_who_wrote_it": OTHER,
    "mixes_in_somebody_unknown": OTHER,
    "mixes_in_what_is_no_batch": OTHER,
    "numbers_with_gaps": OTHER | {"rolled_back"},
    "numbers_all_alike": OTHER,
    "says_one_place_twice": OTHER,
    "says_it_kept_more_than_came_and_is_full": {"rolled_back"},
}


@pytest.fixture
def office(deceived, tmp_path):
    with deceived.opened(tmp_path) as opened:
        yield opened


def all_write(office):
    for n, one in enumerate(office.books):
        one.writes(f"CANARY-{n}")


def come_together(office):
    """Let all exchange with a server that behaves; they show the same and nothing is lost."""
    office.hostile.attack = None
    done = office.meet_until_one(3)
    assert office.is_one
    assert office.first.words >= WRITTEN
    return done


def settled(office):
    """Let an administrator settle what stands; all go on as if nothing had been."""
    office.settle()
    assert codes(office.meet(2)) == set()
    assert office.alarms == set()
    assert office.is_one


@pytest.mark.parametrize("name", sorted(ACTS))
def test_in_the_end_all_show_the_same_or_people_are_told(office, name, monkeypatch):
    if name.startswith("drips"):
        # How long it is waited for goes by the slowest line that counts as one.
        monkeypatch.setattr(calls, "_SLOWEST", 8192)
        monkeypatch.setattr(hostile_office, "PATIENCE", 0.15)
    all_write(office)
    # Something is there to be given, and two laptops have something to send.
    office.first.meets()
    office.hostile.attack = ACTS[name]
    office.meet(1)
    assert office.hostile.struck > 0
    assert len(office.hostile.seen) < ASKED
    assert office.hostile.written < HELD_BY_THE_LINE
    come_together(office)
    assert office.alarms == TOLD.get(name, set())
    if office.alarms:
        settled(office)


def test_two_who_are_shown_two_servers_find_out_as_soon_as_they_meet_at_one(office, tmp_path):
    one, other = office.hostile.behind, office.hostile.behind.copy(tmp_path / "twin")
    apart = office.third.name

    def two_faced(asked, server):
        return (other if server.whose(asked) == apart else one).says(asked)

    office.hostile.attack = two_faced
    office.meet(1)
    all_write(office)
    office.meet(2)
    assert not office.is_one
    other.close()
    # At the latest on the next day it is looked whether the logs are the same.
    office.clock.pass_days(1)
    come_together(office)
    assert office.alarms >= {"other_log"}
    settled(office)


def test_whoever_is_kept_back_is_not_heard_of_however_often_the_old_is_said_again(office):
    kept_back, seen = office.third.name, []

    def silences(asked, server):
        if server.whose(asked) == kept_back and asked.what == "sync":
            return Said(204, {"acl": asked.headers.get("acl", "1")})
        said = server.behind.says(asked)
        if asked.what == "sync" and server.whose(asked) == office.first.name:
            placed = said.placed
            said = said.with_batches([*placed, *seen])
        return said

    def heard():
        return {one.id: one.heard for one in office.first.state.laptops}[kept_back.hex()]

    office.third.writes("CANARY-2")
    office.third.meets()
    office.first.meets()
    before = heard()
    asked = office.third.store.connection.execute(_SEALED)
    seen += [(10**6 + n, 10**6 + n, batch) for n, (batch,) in enumerate(asked)]
    assert before is not None
    office.clock.pass_days(15)
    office.hostile.attack = silences
    office.third.writes("CANARY-3")
    office.third.meets()
    office.first.meets()
    assert heard() == before
    assert office.alarms == {"other_log"}
    office.hostile.attack = None
    office.meet(2)
    assert heard() > before


_SEALED = "select content from outbox where content is not null"


def test_whoever_was_removed_reads_nothing_new_though_the_server_lets_her_in(office):
    removed = office.third
    office.first.post.membership.revoke(removed.name)

    def keeps_the_old_list(asked, server):
        if asked.method == "PUT" and asked.what == "acl":
            return Said(204, {"acl": "99"})
        return server.behind.says(asked)

    office.hostile.attack = keeps_the_old_list
    office.first.meets()
    office.first.writes("CANARY-0")
    office.first.meets()
    removed.writes("CANARY-LATE")
    removed.meets()
    assert "CANARY-0" not in removed.words
    office.second.meets()
    assert "CANARY-0" in office.second.words
    # What she wrote since waits until somebody decides.
    office.first.meets()
    office.second.meets()
    for one in (office.first, office.second):
        assert "CANARY-LATE" not in one.words


def test_no_question_says_who_asks_by_what_program_or_machine(office):
    all_write(office)
    office.meet(2)
    told = {name for asked in office.hostile.seen for name in asked.headers}
    assert told <= {"host", "authorization", "content-length", "if-match", "range"}


def test_of_real_traffic_nothing_can_be_read_where_the_server_keeps_it(office):
    all_write(office)
    office.meet(2)
    ids = {row for one in office.books for row in one.store.connection.execute(_IDS)}
    watch = Watch([*WRITTEN, "Example Clinic A", *(one for row in ids for one in row if one)])
    asked = b"".join(one.path.encode() + one.body for one in office.hostile.seen)
    folder = office.hostile.behind.folder
    kept = {one.name: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    assert sum(map(len, kept.values())) > len(asked)
    hits = [hit for name, data in kept.items() for hit in watch.in_bytes(data, name)]
    assert [*hits, *watch.in_bytes(asked, "asked")] == []
    assert list(watch.in_bytes(b"CANARY-1", "planted"))


_IDS = (
    "select u.name, u.id, c.code, c.id from app_user as u"
    " left join casefile as c on c.worker = u.id"
)
