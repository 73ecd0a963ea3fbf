"""What a server, a finder of sticks or a colleague may try with keys, one attack a test."""

from __future__ import annotations

from dataclasses import replace

import pytest
from nacl.signing import SigningKey
from rosters import Member, Story, pair, some

from ledger.ops import decode, encode
from sync.members import enrol, entries, keylife
from sync.members.entries import RosterRefused, kem_digest
from sync.members.roster import EMPTY, Signed, follow
from sync.members.rosterlog import LogRefused, Origin, read_log
from sync.wire import frames, keys
from sync.wire.envelope import Place, StreamKey, seal
from sync.wire.frames import Kind
from sync.wire.keys import KeysRefused

ADA, BO, SERVER = (Member(name) for name in ("ada", "bo", "server"))
CASES = some("cases")


@pytest.fixture
def story():
    """Two who read cases under a key of the first epoch."""
    made = Story()
    made.joins(ADA)
    made.joins(BO)
    made.begins("cases")
    made.grants(CASES, ADA)
    made.grants(CASES, BO)
    return made


def turned(story):
    fresh = keylife.new_keys(story.roster, [CASES])
    (what,) = keylife.rotation(story.roster, fresh)
    story.says(what)
    return fresh, what


def wont_open(story, what, member, workbook=None):
    with pytest.raises(KeysRefused) as cause:
        keylife.opened(story.roster, what, workbook or member.workbook, member.kem)
    return str(cause.value)


def test_a_recipients_key_is_exchanged_for_the_servers(story):
    """The server says that Ada's workbook receives with a key of its own."""
    mine = pair("server's own")
    renew = entries.Renew(ADA.workbook, mine.public, 0)
    forged = Signed(story.roster.next(renew).encode(), SERVER.author, 1)
    of_a_colleague = Signed(story.roster.next(renew).encode(), BO.author, 1)
    again = Signed(story.roster.next(ADA.admit()).encode(), SERVER.author, 2)
    chain = follow([*story.signed, forged, of_a_colleague, again])
    assert chain.roster == story.roster
    _, what = turned(story)
    for _, kem, wrapped in what.keys:
        assert kem != kem_digest(mine.public)
        with pytest.raises(KeysRefused):
            keys.unwrap(mine, wrapped, b"")


def test_the_server_gives_out_a_stream_key_that_it_knows(story):
    fresh = keylife.new_keys(story.roster, [CASES])
    (what,) = keylife.rotation(story.roster, fresh)
    entry = story.roster.next(what)
    for by in (SERVER, ADA, BO):
        with pytest.raises(RosterRefused, match=r"roster\.by"):
            story.roster.after(entry, by.author)
    chain = follow([*story.signed, Signed(entry.encode(), SERVER.author, 1)])
    assert chain.roster.epoch(CASES) == 0


def test_an_entry_of_an_administrator_is_signed_by_somebody_else(story):
    """Her very words under another name are another entry, and nobody's."""
    last = story.signed[-1]
    other = replace(last, by=BO.author)
    assert follow([*story.signed[:-1], other]).roster.n == story.roster.n - 1
    assert follow([*story.signed, other]).roster == story.roster


def test_a_batch_claims_an_author_whose_key_it_has_not():
    story, key = Story(), StreamKey(some("roster stream"), 1, some("k", 32))
    chief, roster = story.chief, story.roster
    place = Place(roster.org, roster.stream, chief.author, Kind.ROSTER, 0, 1, frames.START)
    true = seal(story.signed[0].content, place, key, chief.seed)
    origin = Origin(roster.org, roster.stream, roster.root)
    assert read_log([true], origin, [chief.public], [key]).roster == roster
    forged = frames.sign(true[: -frames.SIGNATURE_SIZE], SERVER.seed)
    for publics in ([chief.public], [chief.public, SERVER.public]):
        with pytest.raises(LogRefused, match=r"log\.batch"):
            read_log([forged], origin, publics, [key])


def test_messages_of_two_recipients_change_places(story):
    _, what = turned(story)
    rows = {row[0]: row for row in what.keys}
    swapped = tuple(
        sorted(
            (one, rows[one][1], rows[other][2])
            for one, other in ((ADA.workbook, BO.workbook), (BO.workbook, ADA.workbook))
        )
    )
    moved = replace(what, keys=swapped)
    assert wont_open(story, moved, ADA) == wont_open(story, moved, BO) == "keys.wrapped"
    # Nor does she open the message of another as that other.
    assert wont_open(story, what, ADA, BO.workbook) == "keys.wrapped"


def test_an_old_message_comes_again_as_a_new_one(story):
    """The old key, which somebody who left may know, as if it were that of the new epoch."""
    _, old = turned(story)
    fresh, new = turned(story)
    assert wont_open(story, replace(new, keys=old.keys), ADA) == "keys.wrapped"
    assert wont_open(story, replace(old, streams=new.streams), ADA) == "keys.wrapped"
    renamed = tuple((some("more cases"), epoch, mark) for _, epoch, mark in new.streams)
    assert wont_open(story, replace(new, streams=renamed), ADA) == "keys.wrapped"
    assert keylife.opened(story.roster, new, ADA.workbook, ADA.kem) == fresh


def test_two_recipients_get_different_keys_under_one_name(story):
    """Whoever would split the readers of a stream is found out by whoever opens."""
    fresh, what = turned(story)
    false = StreamKey(CASES, 1, some("only for ada", 32))
    content = encode(((false.stream, false.epoch, false.secret),))
    info = encode(("keys", story.roster.org, ADA.workbook, what.streams))
    row = (ADA.workbook, kem_digest(ADA.kem.public), keys.wrap(ADA.kem.public, content, info))
    split = replace(what, keys=(row,))
    assert wont_open(story, split, ADA) == "keys.commitment"
    assert fresh[0].commitment != false.commitment


def test_a_message_of_another_organisation_is_put_in(story):
    _, what = turned(story)
    elsewhere = replace(story.roster, org=some("elsewhere"))
    with pytest.raises(KeysRefused, match=r"keys\.wrapped"):
        keylife.opened(elsewhere, what, ADA.workbook, ADA.kem)


def test_a_weaker_suite_is_asked_for(story):
    said = decode(story.signed[1].content)
    for suite in (0, 2, 255):
        with pytest.raises(RosterRefused, match=r"roster\.suite"):
            entries.parse(encode(said | {"suite": suite}))
    # Only the curve, or only the lattice: there is no such key, and no such message.
    public = ADA.kem.public
    for less in (public[-32:], public[:-32], public[-32:] * 38):
        with pytest.raises(KeysRefused):
            keys.wrap(less, bytes(32), b"")
        with pytest.raises((RosterRefused, KeysRefused)):
            story.twin().says(replace(SERVER.admit(), kem=less))
    with pytest.raises(KeysRefused, match=r"keys\.size"):
        keys.unwrap(ADA.kem, bytes(80), b"")


def test_keys_that_agree_with_anybody_are_offered(story):
    lattice = SERVER.kem.public[: keys.LATTICE_PUBLIC]
    # The neutral point, and points of order two and four, of the signing curve.
    small = (b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f", bytes(32))
    for point in (bytes(32), b"\x01" + bytes(31)):
        with pytest.raises(RosterRefused, match=r"roster\.key"):
            story.twin().says(replace(SERVER.admit(), kem=lattice + point))
    for point in small:
        with pytest.raises(RosterRefused, match=r"roster\.key"):
            story.twin().says(replace(SERVER.admit(), transport=point))
        with pytest.raises(RosterRefused, match=r"roster\.key"):
            story.twin().says(replace(SERVER.authored(), author=point, workbook=ADA.workbook))


def test_a_roster_of_the_servers_own_is_shown(story):
    """Another founder, another first entry: other words, and nothing that follows ours."""
    false = Story(SERVER)
    false.joins(BO, administers=True)
    assert false.roster.root != story.roster.root
    chain = follow([*false.signed, *story.signed], story.roster.root)
    assert (chain.roster, chain.fork) == (story.roster, None)
    copied = Signed(story.signed[0].content, SERVER.author, 1)
    assert follow([copied]).roster is EMPTY


def test_the_roster_is_shown_as_it_was_before_somebody_left(story):
    """What is left out is missed: nothing follows a gap, and what was held is not given up."""
    story.says(entries.Revoke("workbook", BO.workbook, story.last(BO)))
    story.begins("after")
    held = story.roster.head
    without = story.signed[:-2] + story.signed[-1:]
    assert len(follow(without).waiting) == 1
    assert follow(story.signed, held=held).behind is False
    assert follow(without, held=held).behind
    assert follow(story.signed[:-2], held=held).behind


def test_a_request_is_exchanged_on_its_way():
    """The keys of whoever carried the stick, in the name of the workbook that asked."""
    true = enrol.ask(ADA.workbook, ADA.user, ADA.kem.public, ADA.seed, ADA.transport_seed)
    false = enrol.ask(ADA.workbook, ADA.user, SERVER.kem.public, SERVER.seed, SERVER.transport_seed)
    listed = [f"word{n}" for n in range(4096)]
    assert enrol.six_words(true.digest, listed) != enrol.six_words(false.digest, listed)
    # Half of it: her author's name, but a key to receive with that is not hers.
    said = decode(true.data[8:-128]) | {"kem": SERVER.kem.public}
    body = enrol.ASKS + encode(said)
    with pytest.raises(enrol.EnrolRefused, match=r"enrol\.signature"):
        enrol.read_request(body + true.data[-128:])
    # A transport key that belongs to somebody else, which she can not sign with.
    said = decode(true.data[8:-128]) | {"transport": BO.transport}
    body = enrol.ASKS + encode(said)
    mine = frames.vouch(enrol._TRANSPORT, body, SERVER.transport_seed)
    with pytest.raises(enrol.EnrolRefused, match=r"enrol\.signature"):
        enrol.read_request(body + mine + frames.vouch(enrol._REQUEST, body, ADA.seed))


def test_a_signature_under_one_thing_is_used_under_another():
    """Nothing that she signs as a request is a batch, and the other way round."""
    true = enrol.ask(ADA.workbook, ADA.user, ADA.kem.public, ADA.seed, ADA.transport_seed)
    body, seals = true.data[:-128], true.data[-128:]
    bare = SigningKey(ADA.seed).sign(body).signature
    for wrong in (seals[64:] + seals[:64], seals[:64] + bare, seals[:64] * 2):
        with pytest.raises(enrol.EnrolRefused, match=r"enrol\.signature"):
            enrol.read_request(body + wrong)
