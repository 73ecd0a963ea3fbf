"""Snapshots, files, boxes and orders to let go: promised, kept whole, and gone when they are."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes

import pytest
from served import OPERATOR, WIDE, Near, Organisation, desks_on, found
from sqlalchemy import select, text

from sync.server.gate import application
from sync.server.tables import org_head
from sync.wire import frames
from sync.wire.documents import Attest, Gone, Purge, Right, Said, Signs, Snapshot, Why, sign
from sync.wire.placed import FILE

DAY = 86_400
BOX = "/v1/boxes/" + "0a" * 16


def code(answer):
    return answer.status_code, answer.json()["code"]


class Summary:
    """A snapshot of a stream as a laptop makes it."""

    def __init__(self, laptop, stream, parts=2, covers=None):
        laptop.catch_up()
        heads = laptop.heads()[stream]
        self.laptop, self.stream = laptop, stream
        lanes = dict(laptop.lanes)
        self.parts = [
            laptop.batch(stream, kind=frames.Kind.SNAPSHOT, aseq=1, prev=frames.START)
            for _ in range(parts)
        ]
        laptop.lanes = lanes
        covered = heads if covers is None else covers
        names = [frames.batch_id(one) for one in self.parts]
        self.offer = Snapshot(laptop.org.org, stream, 0, *covered, names)
        self.name = self.offer.name

    @property
    def listed(self):
        """The signed list of its parts."""
        return sign(Said.SNAPSHOT, self.offer.pack(), self.laptop.author.seed)

    def begin(self):
        return self.laptop.asks("POST", "snapshots", self.listed, stream=self.stream)

    def put(self, n, part=None):
        what = f"snapshots/{self.name.hex()}/parts/{n}"
        return self.laptop.asks("PUT", what, part or self.parts[n], stream=self.stream)

    def attest(self, laptop, **other):
        facts = {"org": laptop.org.org, "stream": self.stream, "snapshot": self.name}
        said = Attest(**facts | {"covers": self.offer.covers} | other)
        body = sign(Said.ATTEST, said.pack(), laptop.author.seed)
        what = f"snapshots/{self.name.hex()}/attest"
        return laptop.asks("POST", what, body, stream=self.stream)

    def whole(self):
        assert self.begin().status_code == 201
        assert [self.put(n).status_code for n in range(len(self.parts))] == [204] * len(self.parts)
        return self


def purge(laptop, number, why, *rows):
    order = Purge(laptop.org.org, number, why, *rows, *[()] * (3 - len(rows)))
    body = sign(Said.PURGE, order.pack(), laptop.author.seed)
    return laptop.asks("POST", "purge", body)


def test_a_snapshot_counts_when_its_last_part_is_there_and_is_attested_by_another(two, office):
    lead, peer = two
    _, stream = office.streams
    lead.sync(*(lead.batch(stream) for _ in range(3)))
    assert code(peer.asks("GET", "snapshots/latest", stream=stream)) == (404, "not.found")
    made = Summary(lead, stream)
    assert made.begin().headers["snapshot"] == made.name.hex()
    assert made.begin().status_code == 201
    assert made.put(1).headers["state"] == "open"
    assert code(made.attest(peer)) == (409, "snapshot.open")
    assert code(made.put(0, made.parts[1])) == (400, "snapshot.part")
    assert code(made.put(2, made.parts[1])) == (400, "snapshot.part")
    assert code(made.put(0, lead.batch(stream))) == (400, "snapshot.part")
    assert made.put(0).headers["state"] == "whole"
    assert made.put(0).headers["state"] == "whole"
    newest = peer.asks("GET", "snapshots/latest", stream=stream)
    assert newest.content.endswith(made.offer.pack())
    got = [
        peer.asks("GET", f"snapshots/{newest.headers['snapshot']}/parts/{n}", stream=stream).content
        for n in range(2)
    ]
    assert got == made.parts
    assert code(made.attest(peer, covers=1)) == (400, "snapshot.other")
    # Whoever made it does not attest it, unless there is nobody else.
    assert made.attest(lead).headers["state"] == "whole"
    assert made.attest(peer).headers["state"] == "attested"
    assert peer.asks("GET", "snapshots/latest", stream=stream).headers["attestations"] == "2"


def test_lists_that_no_part_follows_take_room_until_they_are_let_go(two, office, database, hands):
    """Only parts counted: a member filled a server with lists of them."""
    lead, _peer = two
    _, stream = office.streams
    lead.sync(lead.batch(stream))

    def used():
        asked = "select used_batch from org_head where org_id = :org"
        with database.reading() as connection:
            return connection.execute(text(asked), {"org": lead.org.org}).scalar_one()

    before = used()
    made = Summary(lead, stream)
    for _again in range(2):
        assert made.begin().status_code == 201
        assert used() == before + len(made.listed)
    hands.now += 8 * DAY
    assert lead.enter(lead.http).status_code == 200
    other = Summary(lead, stream)
    assert other.begin().status_code == 201
    assert used() == before + len(made.listed)
    with database.writing() as connection:
        told = "update org set quota_batch = 1 where org_id = :org"
        connection.execute(text(told), {"org": lead.org.org})
    assert code(Summary(lead, stream).begin()) == (507, "quota.full")


def test_a_snapshot_of_another_log_or_without_a_key_of_here_is_refused(two, office):
    lead, peer = two
    roster, stream = office.streams
    lead.sync(lead.batch(stream))
    assert code(Summary(lead, stream, covers=(1, bytes(32))).begin()) == (409, "snapshot.log")
    assert code(Summary(lead, stream, covers=(2, bytes(32))).begin()) == (409, "snapshot.log")
    # The first one on a new server covers what came before all that is there.
    assert Summary(lead, stream, covers=(0, frames.START)).begin().status_code == 201
    made = Summary(lead, stream)
    body = sign(Said.SNAPSHOT, made.offer.pack(), os.urandom(32))
    answer = lead.asks("POST", "snapshots", body, stream=stream)
    assert code(answer) == (403, "document.signer")
    body = sign(Said.SNAPSHOT, made.offer.pack(), lead.author.seed)
    assert code(lead.asks("POST", "snapshots", body, stream=roster)) == (403, "org.other")
    assert code(Summary(lead, stream, parts=0).begin()) == (413, "snapshot.parts")
    made.begin()
    office.leave(peer)
    office.change(lead)
    late = peer.batch(stream, kind=frames.Kind.SNAPSHOT, aseq=1, prev=frames.START)
    assert code(made.put(0, late)) == (403, "author.unknown")
    nowhere = f"snapshots/{bytes(16).hex()}/parts/0"
    assert code(lead.asks("GET", nowhere, stream=stream)) == (404, "not.found")
    gone = f"snapshots/{made.name.hex()}/parts/0"
    assert code(lead.asks("GET", gone, stream=stream)) == (404, "not.found")


def test_summed_up_batches_go_after_their_time_and_the_rest_still_proves_itself(
    two, office, hands, http
):
    lead, peer = two
    _, stream = office.streams
    sent = [lead.batch(stream) for _ in range(3)]
    lead.sync(*sent)
    made = Summary(lead, stream).whole()
    order = (Why.COMPACT, [(stream, 3)])
    assert code(purge(lead, 1, *order)) == (409, "purge.uncovered")
    made.attest(peer)
    assert code(purge(peer, 1, *order)) == (403, "document.signer")
    assert code(purge(lead, 2, *order)) == (409, "purge.number")
    # Too young: the order is carried out, and nothing is old enough.
    assert purge(lead, 1, *order).text == "0"
    hands.now += 92 * DAY
    for one in two:
        one.enter(http)
    lead.sync(lead.batch(stream))
    assert int(purge(lead, 2, *order).text) == sum(map(len, sent))
    late = peer.asks("GET", "batches", stream=stream)
    peer.fills(late)
    assert [number for number, _ in peer.got[stream]] == [4]
    # Its lane goes on, and what was sent before is still known.
    assert lead.sync(*sent, lead.batch(stream)).headers["accepted"] == "4"
    lead.lanes[stream] = 1, frames.batch_id(sent[0])
    assert code(lead.sync(lead.batch(stream))) == (409, "lane.fork")


def test_what_is_erased_goes_at_once_out_of_every_file(two, office, database):
    lead, _ = two
    _, stream = office.streams
    planted = token_bytes(24)
    before = lead.batch(stream, planted.ljust(256, b"."))
    lead.sync(before)
    old = Summary(lead, stream).whole()
    blob, content = _blob(planted * 9)
    _bring(lead, stream, blob, content)
    assert code(purge(lead, 1, Why.ERASE, [(stream, 1)], [(stream, old.name)])) == (
        409,
        "purge.uncovered",
    )
    new = Summary(lead, stream).whole()
    newest = lead.asks("GET", "snapshots/latest", stream=stream).headers["snapshot"]
    assert newest == new.name.hex()
    gone = purge(lead, 1, Why.ERASE, [(stream, 1)], [(stream, old.name)], [blob])
    assert int(gone.text) == len(before) + len(old.listed) + sum(map(len, old.parts))
    assert lead.asks("HEAD", f"blobs/{blob.hex()}", stream=stream).status_code == 404
    assert code(lead.asks("GET", f"snapshots/{old.name.hex()}/parts/0", stream=stream)) == (
        404,
        "not.found",
    )
    if database.is_file:
        with database.reading() as connection:
            (_, _, path) = connection.exec_driver_sql("PRAGMA database_list").one()
        for name in (path, f"{path}-wal"):
            assert planted not in Path(name).read_bytes()
    assert code(purge(lead, 1, Why.ERASE)) == (409, "purge.number")


def _blob(content):
    return blake2b(content, digest_size=32).digest(), content


def _bring(laptop, stream, blob, content):
    begun = laptop.asks("POST", "blobs", stream=stream, blob=blob, size=len(content))
    assert begun.status_code == 201
    what = f"blobs/{blob.hex()}"
    return laptop.asks("PATCH", what, content, stream=stream, offset=0)


def test_a_file_comes_in_pieces_goes_on_where_it_stopped_and_is_given_in_spans(two, office):
    lead, peer = two
    roster, stream = office.streams
    blob, content = _blob(os.urandom(5000))
    what, place = f"blobs/{blob.hex()}", {"stream": stream}
    begun = lead.asks("POST", "blobs", blob=blob, size=5000, **place)
    assert (begun.status_code, begun.headers["offset"]) == (201, "0")
    lead.asks("PATCH", what, content[:2000], offset=0, **place)
    again = lead.asks("PATCH", what, content[:2000], offset=0, **place)
    assert code(again) == (409, "blob.offset")
    assert again.headers["offset"] == "2000"
    look = lead.asks("HEAD", what, **place)
    assert (look.headers["offset"], look.headers["state"]) == ("2000", "open")
    assert code(peer.asks("GET", what, **place)) == (404, "not.found")
    begun = peer.asks("POST", "blobs", blob=blob, size=5000, **place)
    assert (begun.status_code, begun.headers["offset"]) == (204, "2000")
    assert code(lead.asks("PATCH", what, content, offset=2000, **place)) == (413, "blob.size")
    peer.asks("PATCH", what, content[2000:4500], offset=2000, **place)
    peer.asks("PATCH", what, content[4500:], offset=4500, **place)
    whole = lead.asks("GET", what, **place)
    assert (whole.status_code, whole.content) == (200, content)
    span = lead.asks("GET", what, headers={"range": "bytes=1990-4600"}, **place)
    assert (span.status_code, span.content) == (206, content[1990:4601])
    assert span.headers["content-range"] == "bytes 1990-4600/5000"
    rest = lead.asks("GET", what, headers={"range": "bytes=4990-"}, **place)
    assert rest.content == content[4990:]
    for wrong in ("bytes=5000-", "bytes=9-3", "bytes=-5", "bytes=1-2,4-5", "items=1-2"):
        assert code(lead.asks("GET", what, headers={"range": wrong}, **place)) == (
            416,
            "blob.range",
        )
    assert code(lead.asks("GET", what, stream=roster)) == (404, "not.found")
    assert code(lead.asks("POST", "blobs", blob=blob, size=1, **place)) == (409, "blob.other")
    assert code(lead.asks("DELETE", what, **place)) == (409, "blob.whole")


def test_a_file_that_is_begun_and_left_alone_goes_by_itself(two, office, hands, http):
    lead, _ = two
    _, stream = office.streams
    other, _ = _blob(b"another")
    for size in (0, 1 << 30):
        asked = lead.asks("POST", "blobs", stream=stream, blob=other, size=size)
        assert code(asked) == (413, "blob.size")
    lead.asks("POST", "blobs", stream=stream, blob=other, size=9)
    assert lead.asks("DELETE", f"blobs/{other.hex()}", stream=stream).status_code == 204
    lead.asks("POST", "blobs", stream=stream, blob=other, size=9)
    # What nobody goes on with goes by itself when the next one begins.
    hands.now += 9 * DAY
    lead.enter(http)
    third, _ = _blob(b"a third")
    lead.asks("POST", "blobs", stream=stream, blob=third, size=9)
    assert lead.asks("HEAD", f"blobs/{other.hex()}", stream=stream).status_code == 404


def gone(laptop, stream, files, seed=None, about=()):
    order = Gone(**{"org": laptop.org.org, "stream": stream, "files": files} | dict(about)).pack()
    body = sign(Said.GONE, order, seed or laptop.author.seed)
    return laptop.asks("POST", "gone", body, stream=stream)


def listed(laptop, stream, behind=bytes(32)):
    """Return what is said to be there of the files of a stream."""
    return list(FILE.iter_unpack(laptop.asks("GET", "blobs", stream=stream, behind=behind).content))


def test_files_go_by_the_word_of_whoever_may_bring_some_and_no_other(two, office, http):
    lead, peer = two
    roster, stream = office.streams
    reader = office.workbook(rights=Right.READ)
    office.change(lead)
    reader.enter(http)
    whole, (begun, _), elsewhere = map(_blob, (b"whole", b"begun", b"elsewhere"))
    _bring(lead, stream, *whole)
    _bring(lead, roster, *elsewhere)
    lead.asks("POST", "blobs", stream=stream, blob=begun, size=9)
    there = sorted([(whole[0], 5, 5), (begun, 9, 0)])
    assert listed(reader, stream) == there
    assert listed(peer, stream, there[0][0]) == there[1:]
    files = [whole[0], begun, elsewhere[0], bytes(32)]
    # Whoever only reads may not ask; nor does her word count where somebody else brings it.
    assert code(gone(reader, stream, files)) == (404, "not.found")
    for seed in (reader.author.seed, token_bytes(32)):
        assert code(gone(peer, stream, files, seed)) == (403, "document.signer")
    assert code(gone(peer, stream, files, about={"stream": roster})) == (403, "org.other")
    assert code(gone(peer, stream, files, about={"org": token_bytes(16)})) == (403, "org.other")
    assert listed(peer, stream) == there
    assert gone(peer, stream, files).status_code == 204
    # Of another stream nothing went.
    assert (listed(peer, stream), listed(peer, roster)) == ([], [(elsewhere[0], 9, 9)])


def test_what_is_let_go_leaves_room_and_no_byte(two, office, database):
    lead, _ = two
    _, stream = office.streams
    planted = token_bytes(24)
    whole = _blob(planted * 9)
    _bring(lead, stream, *whole)
    gone(lead, stream, [whole[0]])
    with database.reading() as connection:
        asked = select(org_head.c.used_blob).where(org_head.c.org_id == office.org)
        assert connection.execute(asked).scalar_one() == 0
        if database.is_file:
            (_, _, path) = connection.exec_driver_sql("PRAGMA database_list").one()
            for name in (path, f"{path}-wal"):
                assert planted not in Path(name).read_bytes()


def test_pieces_of_files_count_by_their_size_and_small_ones_too(database, portal):
    limits = replace(WIDE, requests_per_minute=1, requests_at_once=9, pushed_per_minute=1 << 17)
    desks = desks_on(database, limits)
    http = Near(application(desks), portal)
    office = Organisation(random.Random(token_bytes(16)))
    stream = office.stream()
    lead = office.workbook(Signs.ADMIN)
    found(http, office)
    lead.enter(http)
    blob, what = _blob(b"large")[0], {"stream": stream}
    lead.asks("POST", "blobs", blob=blob, size=1 << 20, **what)
    for size, count in ((1 << 15, 3), (9, 2)):
        for _ in range(count):
            offset = int(lead.asks("HEAD", f"blobs/{blob.hex()}", **what).headers["offset"])
            piece = lead.asks("PATCH", f"blobs/{blob.hex()}", bytes(size), offset=offset, **what)
            assert piece.status_code == 204
    late = lead.asks("PATCH", f"blobs/{blob.hex()}", b"x", offset=0, **what)
    assert code(late) == (429, "rate.pushed")
    assert int(late.headers["retry-after"]) > 0
    desks.watch.close()


def test_a_box_gives_once_what_was_left_in_it(http, hands):
    assert http.request("PUT", BOX, b"").status_code == 400
    assert http.request("PUT", BOX, b"bundle").status_code == 201
    assert code(http.request("PUT", BOX, b"other")) == (409, "box.taken")
    assert http.get(BOX).content == b"bundle"
    assert code(http.get(BOX)) == (404, "not.found")
    http.request("PUT", BOX, b"late")
    hands.now += DAY + 1
    assert code(http.get(BOX)) == (404, "not.found")
    assert http.request("PUT", BOX, b"new").status_code == 201
    assert code(http.request("PUT", BOX[:-2] + "ff", bytes((64 << 10) + 1))) == (413, "body.length")
    http.get(BOX)


@pytest.mark.usefixtures("two")
def test_counts_are_for_the_operator_and_name_nobody(http, office):
    assert http.get("/metrics").status_code == 401
    wrong = {"authorization": "Bearer no such token"}
    assert code(http.get("/metrics", wrong)) == (404, "not.found")
    told = http.get("/metrics", {"authorization": f"Bearer {OPERATOR}"}).text
    assert 'route="/v1/auth/token",status="200"} 2' in told
    assert office.org.hex() not in told


def test_what_was_begun_and_never_became_whole_goes(two, office, hands, http):
    lead, _ = two
    _, stream = office.streams
    lead.sync(lead.batch(stream))
    left = Summary(lead, stream)
    left.begin()
    left.put(0)
    hands.now += 9 * DAY
    lead.enter(http)
    assert Summary(lead, stream).begin().status_code == 201
    assert code(left.put(1)) == (404, "not.found")
