"""A workbook joins by two files and twelve words; nothing else is believed."""

from __future__ import annotations

import struct
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from rosters import Member, Story, pair, some

from db.vault.wordlists import words
from ledger.ops import decode, encode
from sync.members import enrol, entries, keylife
from sync.members.enrol import (
    EnrolRefused,
    Request,
    answer,
    ask,
    open_answer,
    read_request,
    six_words,
)
from sync.members.roster import follow
from sync.members.rosterlog import LogRefused, Origin, RosterLog, read_log
from sync.wire import frames, keys
from sync.wire.envelope import Place, StreamKey, seal
from sync.wire.frames import Kind, batch_id, padme

FROZEN = tomllib.loads((Path(__file__).parent / "vectors.toml").read_text())["words"]
ADA, BO = Member("ada"), Member("bo")
ROSTER_KEY = StreamKey(some("roster stream"), 1, some("roster key", 32))


def refused(call, *given):
    with pytest.raises(EnrolRefused) as cause:
        call(*given)
    return str(cause.value)


def asks(member):
    """Return a request of somebody's workbook."""
    kem = member.kem.public
    return ask(member.workbook, member.user, kem, member.seed, member.transport_seed)


def sealed(story, *members, key=ROSTER_KEY):
    """Return the entries of a story as batches, each in the lane of who said it."""
    seeds = {one.author: one.seed for one in (story.chief, *members)}
    prev, batches = {}, []
    for one in story.signed:
        place = Place(
            story.roster.org,
            story.roster.stream,
            one.by,
            Kind.ROSTER,
            0,
            one.aseq,
            prev.get(one.by, frames.START),
        )
        batches.append(seal(one.content, place, key, seeds[one.by]))
        prev[one.by] = batch_id(batches[-1])
    return tuple(batches)


def founded(chief=None):
    """Return a story whose roster's key is the one that is known here."""
    story = Story(chief or Member("chief"), roster=None)
    story.roster = follow([]).roster
    story.says(replace(story.founded(), commitment=ROSTER_KEY.commitment))
    return story


@dataclass
class Joining:
    """A request, and the office that answers it."""

    story: Story
    request: Request
    keys: tuple

    @property
    def log(self):
        return RosterLog(self.story.roster, sealed(self.story, ADA, BO))

    def answer(self, some_keys=None):
        return answer(self.request, self.log, self.keys if some_keys is None else some_keys)


@pytest.fixture
def joining():
    """An office with cases lets a workbook in."""
    story, request = founded(), asks(ADA)
    enrol.require_new(request, story.roster)
    story.says(request.admit())
    story.says(request.authored(writes=True, administers=False))
    story.begins("cases")
    story.begins("other cases")
    story.grants(some("cases"), ADA)
    fresh = keylife.new_keys(story.roster, [some("cases"), some("other cases")])
    for what in keylife.rotation(story.roster, fresh):
        story.says(what)
    hers = tuple(key for key in fresh if key.stream == some("cases"))
    return Joining(story, request, (ROSTER_KEY, *hers))


def test_two_files_and_the_same_words_on_both_sides(joining):
    story, request = joining.story, joining.request
    heard = read_request(request.data)
    assert heard == request
    listed = words()
    assert six_words(heard.digest, listed) == six_words(request.digest, listed)
    data = joining.answer()
    found = open_answer(data, request, ADA.kem)
    assert found.log.roster == story.roster
    assert found.keys == joining.keys
    assert len(found.log.batches) == len(story.signed)
    assert found.digest == enrol.answer_digest(story.roster.root, heard)
    assert len(request.data) == 1532
    assert len(data) == keys.WRAPPING + 8 + padme(len(data) - keys.WRAPPING - 8)
    # What came sealed to this pair goes on to be another.
    story.says(keylife.handed_over(story.roster, ADA.workbook, joining.keys))
    assert keylife.is_renewal_due(story.roster, ADA.workbook)
    assert story.roster.owed(ADA.workbook) == frozenset()


def test_no_byte_of_a_request_may_be_another(joining):
    data = joining.request.data
    for at in (0, 9, 40, 300, 1400, len(data) - 100, len(data) - 1):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(EnrolRefused):
            read_request(changed)
    for bad in (b"", data[:100], data[:-1], data + b"x", data + bytes(4096)):
        with pytest.raises(EnrolRefused):
            read_request(bad)


def made_request(member, **other):
    """Return a request that says something else, with signatures that are right."""
    said = decode(asks(member).data[8:-128]) | other
    body = enrol.ASKS + encode(said)
    by_transport = frames.vouch(enrol._TRANSPORT, body, member.transport_seed)
    return body + by_transport + frames.vouch(enrol._REQUEST, body, member.seed)


def test_a_request_says_what_it_must_and_nothing_that_is_newer():
    codes = {
        "enrol.suite": [{"suite": 2}, {"protocol": 2}, {"protocol": 0}],
        "enrol.request": [{"more": 1}, {"code": b""}, {"user": "text"}, {"kem": bytes(1184)}],
        "enrol.key": [{"author": bytes(32)}, {"kem": ADA.kem.public[:-32] + bytes(32)}],
        "enrol.signature": [{"author": BO.public}, {"transport": BO.transport}],
    }
    for code, said in codes.items():
        assert [refused(read_request, made_request(ADA, **one)) for one in said] == [code] * len(
            said
        )
    bare = enrol.ASKS + encode((1, 2)) + bytes(128)
    assert refused(read_request, bare) == "enrol.request"


def test_a_request_is_answered_once_and_never_for_what_is_anothers(joining):
    roster = joining.story.roster
    assert refused(enrol.require_new, joining.request, roster) == "enrol.used"
    # With the same keys it is another request, but no other workbook.
    assert refused(enrol.require_new, asks(ADA), roster) == "enrol.taken"
    mixed = Member("mixed")
    mixed.transport_seed = ADA.transport_seed
    assert refused(enrol.require_new, asks(mixed), roster) == "enrol.taken"
    mixed = Member("mixed")
    mixed.seed = ADA.seed
    assert refused(enrol.require_new, asks(mixed), roster) == "enrol.taken"
    enrol.require_new(asks(BO), roster)


def test_an_answer_opens_once_for_the_one_that_asked_and_unchanged(joining):
    data, request = joining.answer(), joining.request
    assert refused(open_answer, data, None, ADA.kem) == "enrol.used"
    assert refused(open_answer, data, asks(ADA), ADA.kem) == "enrol.sealed"
    assert refused(open_answer, data, request, BO.kem) == "enrol.sealed"
    for at in (8, 1100, 1200, len(data) - 1):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert refused(open_answer, changed, request, ADA.kem) == "enrol.sealed"
    assert refused(open_answer, data[:-1], request, ADA.kem) == "enrol.sealed"
    assert refused(open_answer, data[:20], request, ADA.kem) == "enrol.sealed"
    assert refused(open_answer, request.data, request, ADA.kem) == "enrol.file"


def resealed(joining, change):
    """Return an answer that says something else, sealed as it must be."""
    info = enrol._ANSWER + joining.request.digest
    plain = keys.unwrap(ADA.kem, joining.answer()[8:], info)
    (length,) = struct.unpack_from(">I", plain)
    content = change(decode(plain[4 : 4 + length]))
    content = content if isinstance(content, bytes) else encode(content)
    plain = struct.pack(">I", len(content)) + content
    plain = plain.ljust(padme(len(plain)), b"\0")
    return enrol.JOIN + keys.wrap(ADA.kem.public, plain, info)


def test_an_answer_of_the_wrong_shape_is_refused(joining):
    request = joining.request

    def with_part(**other):
        return refused(open_answer, resealed(joining, lambda said: said | other), request, ADA.kem)

    for other in (
        {"request": bytes(32)},
        {"more": 1},
        {"org": b""},
        {"batches": 1},
        {"batches": (1,)},
        {"keys": b""},
    ):
        assert with_part(**other) == "enrol.file"
    assert with_part(keys=((1, 2, 3),)) == "enrol.keys"
    for content in (b"\xff", encode((1,))):
        data = resealed(joining, lambda _, content=content: content)
        assert refused(open_answer, data, request, ADA.kem) == "enrol.file"
    info = enrol._ANSWER + request.digest
    for plain in (b"", struct.pack(">I", 9), struct.pack(">I", 0) + b"x", bytes(64)):
        data = enrol.JOIN + keys.wrap(ADA.kem.public, plain, info)
        assert refused(open_answer, data, request, ADA.kem) == "enrol.file"


def test_an_answer_holds_a_roster_that_is_whole_and_lets_exactly_this_workbook_in(joining):
    request, log = joining.request, joining.log

    def told(other):
        return refused(open_answer, answer(request, other, joining.keys), request, ADA.kem)

    assert told(replace(log, batches=log.batches[:3] + log.batches[4:])) == "enrol.roster"
    assert told(replace(log, batches=log.batches[1:])) == "enrol.roster"
    assert told(replace(log, batches=())) == "enrol.roster"
    assert told(replace(log, batches=(*log.batches, b"torn"))) == "enrol.roster"
    # Only the beginning: in it nobody was let in yet.
    assert told(replace(log, batches=log.batches[:1])) == "enrol.other"
    # Let in, but with no author; or with another's.
    assert told(replace(log, batches=log.batches[:2])) == "enrol.other"
    other = founded()
    other.says(request.admit())
    other.says(replace(BO.authored(), workbook=ADA.workbook))
    assert told(RosterLog(other.roster, sealed(other))) == "enrol.other"
    other = founded()
    other.says(request.admit())
    # Who works there says whoever lets in: that is not why it is refused here.
    hers = request.authored(writes=True, administers=False, user=some("somebody else"))
    other.says(hers)
    assert told(RosterLog(other.roster, sealed(other))) == "enrol.keys"
    # Let in, and out again.
    other = founded()
    other.says(request.admit())
    other.says(request.authored(writes=True, administers=False))
    other.says(entries.Revoke("author", ADA.author, other.last(ADA)))
    assert told(RosterLog(other.roster, sealed(other))) == "enrol.other"
    # Another request of the same workbook.
    other = founded()
    other.says(replace(request.admit(), code=some("else", 32)))
    other.says(request.authored(writes=True, administers=False))
    assert told(RosterLog(other.roster, sealed(other))) == "enrol.other"
    other = founded()
    other.says(replace(request.admit(), kem=pair("in between").public))
    other.says(request.authored(writes=True, administers=False))
    assert told(RosterLog(other.roster, sealed(other))) == "enrol.other"


def test_an_answer_holds_the_keys_that_everybody_was_promised(joining):
    request = joining.request

    def told(some_keys):
        return refused(open_answer, joining.answer(some_keys), request, ADA.kem)

    roster_key, cases_key = joining.keys
    # Whoever answers may not know all.
    assert open_answer(joining.answer((roster_key,)), request, ADA.kem).keys == (roster_key,)
    assert told((roster_key, replace(cases_key, secret=bytes(32)))) == "enrol.keys"
    assert told((*joining.keys, StreamKey(some("other cases"), 1, bytes(32)))) == "enrol.keys"
    assert told((*joining.keys, StreamKey(some("cases"), 2, bytes(32)))) == "enrol.keys"
    assert told((*joining.keys, replace(cases_key, secret=bytes(32)))) == "enrol.keys"
    assert told((cases_key,)) == "enrol.roster"


def test_who_made_an_organisation_of_her_own_shows_other_words(joining):
    false = founded(Member("false chief"))
    false.says(joining.request.admit())
    false.says(joining.request.authored(writes=True, administers=False))
    data = answer(joining.request, RosterLog(false.roster, sealed(false)), [ROSTER_KEY])
    found = open_answer(data, joining.request, ADA.kem)
    right = enrol.answer_digest(joining.story.roster.root, joining.request)
    assert six_words(found.digest, words()) != six_words(right, words())


def test_words_are_drawn_from_a_whole_list_and_stay_the_same():
    digest = bytes.fromhex(FROZEN["digest"])
    assert " ".join(six_words(digest, words())) == FROZEN["en"]
    assert " ".join(six_words(digest, words("es"))) == FROZEN["es"]
    for language in ("en", "es", "fr", "pt"):
        assert len(words(language)) >= 2048
    listed = [str(n) for n in range(2048)]
    assert six_words(bytes(32), listed) == ("0",) * 6
    assert six_words(b"\xff" * 32, listed) == ("2047",) * 6
    # 66 bits count, and the next does not.
    assert six_words(bytes(8) + b"\x40" + bytes(23), listed)[-1] == "1"
    assert six_words(bytes(8) + b"\x20" + bytes(23), listed) == ("0",) * 6
    longer = [str(n) for n in range(7378)]
    assert six_words(b"\xff" * 32, longer) == ("7374",) * 6
    assert refused(six_words, digest, listed[:2047]) == "enrol.words"


def test_only_what_is_of_the_roster_is_read_as_it(joining):
    story, log = joining.story, joining.log
    origin = Origin(story.roster.org, story.roster.stream, story.roster.root)
    publics = [story.chief.public]

    def told(batches, place=origin, known=publics, held=(ROSTER_KEY,)):
        with pytest.raises(LogRefused) as cause:
            read_log(batches, place, known, held)
        return str(cause.value)

    assert read_log([*log.batches, *log.batches], origin, publics, [ROSTER_KEY]) == log
    assert told(log.batches, replace(origin, org=some("other"))) == "log.place"
    assert told(log.batches, replace(origin, root=bytes(32))) == "log.root"
    assert told(log.batches, origin, [ADA.public]) == "log.author"
    assert told(log.batches, origin, publics, ()) == "log.epoch"
    assert told([log.batches[0][:-1] + b"x"]) == "log.batch"
    prev, aseq = batch_id(log.batches[-1]), len(log.batches) + 1
    for kind in (Kind.HEARTBEAT, Kind.OPS):
        place = Place(origin.org, origin.stream, story.chief.author, kind, 0, aseq, prev)
        more = seal(b"", place, ROSTER_KEY, story.chief.seed)
        read = read_log([*log.batches, more], origin, publics, [ROSTER_KEY])
        # What else a member puts there is left out, and keeps nobody from being let in.
        assert (read.roster, more in read.batches) == (log.roster, kind is Kind.HEARTBEAT)
    # Two ways to go on from one entry; and one that follows what nobody has.
    story.joins(BO, administers=True)
    twin = story.twin()
    twin.says(entries.NewStream(some("a"), "stats"))
    story.says(entries.NewStream(some("b"), "stats"), BO)
    hers = sealed(story, BO)[-1]
    assert told([*sealed(twin), hers], origin, [*publics, BO.public]) == "log.fork"
    assert told([*log.batches, hers], origin, [*publics, BO.public]) == "log.gap"
