"""What a server says of how far its logs are, and of what it let go, is believed to no end."""

from __future__ import annotations

import os

import pytest
from hostile import Said

from sync.wire.placed import STREAM

# What a workbook asks at most in one exchange with somebody who leads it in circles.
ASKED = 40
FAR = 10**12
_NUMBER, _HASH, _PURGED = 3, 4, 5


@pytest.fixture
def office(deceived, tmp_path):
    with deceived.opened(tmp_path) as opened:
        yield opened


def heads(said, changed):
    """Return what is said of the logs, each that is not empty changed in some places."""
    rows = [list(row) for row in STREAM.iter_unpack(said.body)]
    for row in rows:
        for place, value in changed(row).items() if row[_NUMBER] else ():
            row[place] = value
    return said.but(b"".join(STREAM.pack(*row) for row in rows))


def test_a_log_that_is_said_to_go_on_for_ever_is_not_asked_for_for_ever(office):
    def gives_one_again_and_again(asked, server):
        said = server.behind.says(asked)
        if asked.what == "streams":
            return heads(said, lambda _row: {_NUMBER: FAR, _HASH: os.urandom(32)})
        if asked.what == "batches":
            first = int(asked.path.partition("from=")[2].partition("&")[0])
            path = asked.path.replace(f"from={first}", "from=1")
            said = server.behind.says(type(asked)(asked.method, path, asked.headers, asked.body))
            # Whoever asks for ever is let go in the end.
            more = said.placed[:1] if len(server.seen) < 5 * ASKED else []
            return said.with_batches(more).but(cursor=first)
        return said

    office.clock.pass_days(1)
    office.hostile.attack = gives_one_again_and_again
    office.second.meets()
    assert len(office.hostile.seen) < ASKED
    office.hostile.attack = None
    office.meet()
    assert office.alarms == {"held_back"}
    office.settle()
    office.meet()
    assert office.alarms == set()
    assert office.is_one


def test_whoever_once_said_to_have_let_go_of_more_than_ever_was_is_believed_no_more(office):
    """It was told again after each settling, and nothing was summed up there any more."""

    def has_let_go_of_all(asked, server):
        said = server.behind.says(asked)
        far = {_NUMBER: FAR, _PURGED: FAR, _HASH: os.urandom(32)}
        return heads(said, lambda _row: far) if asked.what == "streams" else said

    office.clock.pass_days(1)
    office.hostile.attack = has_let_go_of_all
    office.second.meets()
    office.hostile.attack = None
    assert office.alarms == {"held_back"}
    office.second.writes("CANARY-LATER")
    office.clock.pass_days(1)
    office.meet()
    assert office.alarms == {"held_back", "rolled_back"}
    office.settle()
    for _day in range(2):
        office.meet()
        assert office.alarms == set()
        office.clock.pass_days(1)
    assert office.is_one
    assert "CANARY-LATER" in office.first.words


def test_what_is_passed_over_as_let_go_of_and_then_is_not_is_asked_for(office):
    """Once it had said so, a server could keep it back for good without a word."""
    office.clock.pass_days(1)
    office.first.writes("CANARY-KEPT-BACK")
    office.first.meets()

    def keeps_back(asked, server):
        said = server.behind.says(asked)
        if asked.what in {"sync", "batches"} and server.whose(asked) == office.second.name:
            return said.with_batches([])
        if asked.what == "streams":
            return heads(said, lambda row: {_PURGED: row[_NUMBER]})
        return said

    office.hostile.attack = keeps_back
    office.second.meets()
    assert "CANARY-KEPT-BACK" not in office.second.words
    assert office.alarms == {"held_back"}
    office.hostile.attack = None
    office.clock.pass_days(1)
    office.second.meets()
    assert "CANARY-KEPT-BACK" in office.second.words


def test_a_server_that_takes_no_rights_is_told_of(office):
    """Somebody who was let out stayed let in there, and the exchange looked as if all were well."""

    def says_that_others_were_first(asked, server):
        if (asked.method, asked.what) == ("PUT", "acl"):
            return Said(412, {"content-type": "application/json"}, b'{"code": "acl.stale"}')
        return server.behind.says(asked)

    office.first.post.membership.revoke(office.third.name)
    office.hostile.attack = says_that_others_were_first
    assert office.first.meets() == "line.wrong"
    assert len(office.hostile.seen) < ASKED
    office.hostile.attack = None
    office.hostile.seen.clear()
    assert office.first.meets().refused == ""
    assert ("PUT", "acl") in {(asked.method, asked.what) for asked in office.hostile.seen}
