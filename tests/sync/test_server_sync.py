"""One round trip: what is sent is kept in order, what is new is given, nothing twice."""

from __future__ import annotations

import pytest

from sync.wire import frames


def test_what_one_sends_the_other_gets_with_the_log_that_both_work_out(two, office):
    lead, peer = two
    roster, cases = office.streams
    sent = [lead.batch(roster), lead.batch(cases), lead.batch(cases)]
    answer = lead.sync(*sent)
    assert (answer.status_code, answer.headers["accepted"]) == (204, "3")
    # What one sent oneself does not come back, but for its place in the log.
    assert answer.headers["placed"] == "1,1-2"
    assert answer.content == b""
    peer.sync(peer.batch(cases))
    for one in (lead, peer):
        one.catch_up()
        assert {stream: one.log(stream) for stream in office.streams} == one.heads()
    assert [len(peer.got[stream]) for stream in (roster, cases)] == [1, 2]
    assert [lead.whole(stream) for stream in (roster, cases)] == [
        peer.whole(stream) for stream in (roster, cases)
    ]


def test_nothing_new_is_an_answer_of_headers_alone(two):
    answer = two[0].sync()
    assert (answer.status_code, answer.content) == (204, b"")
    # What goes without saying is not said: the cursor that was sent is the newest number here.
    assert not {"head", "cursor", "accepted", "placed", "content-type", "date"} & {*answer.headers}
    assert two[0].sync().headers["acl"] == "1"
    # Of a cursor beyond all that is here it is told where that ends.
    beyond = two[0].asks("POST", "sync", after=7)
    assert (beyond.status_code, beyond.headers["cursor"]) == (204, "0")


def test_what_is_sent_again_is_kept_once(two, office):
    lead, _ = two
    stream = list(office.streams)[1]
    first, second = lead.batch(stream), lead.batch(stream)
    assert lead.sync(first, second, first).headers["accepted"] == "3"
    assert lead.sync(first, second).headers["accepted"] == "2"
    assert lead.heads()[stream][0] == 2


def test_a_lane_that_goes_two_ways_is_stopped_after_what_held(two, office):
    lead, _ = two
    stream = list(office.streams)[1]
    lead.sync(lead.batch(stream))
    before = dict(lead.lanes)
    lead.sync(lead.batch(stream))
    # The same laptop, restored from a copy of before.
    lead.lanes = before
    other = lead.batch(stream)
    answer = lead.sync(other)
    assert (answer.status_code, answer.json()) == (409, {"code": "lane.fork"})
    assert answer.headers["accepted"] == "0"
    lead.lanes[stream] = 2, frames.batch_id(other)
    assert lead.sync(lead.batch(stream)).json() == {"code": "lane.fork"}


def test_what_does_not_follow_is_refused_and_what_came_before_it_stays(two, office):
    lead, peer = two
    _, stream = office.streams
    good, lost, later = lead.batch(stream), lead.batch(stream), lead.batch(stream)
    answer = lead.sync(good, later)
    assert (answer.headers["accepted"], answer.headers["refused"]) == ("1", "lane.gap")
    assert lead.sync(lost, later).headers["accepted"] == "2"
    forged = bytearray(lead.batch(stream))
    forged[-1] ^= 1
    assert lead.sync(bytes(forged)).headers["refused"] == "frame.signature"
    torn = frames.framed([peer.batch(stream), peer.batch(stream)])[:-1]
    answer = peer.asks("POST", "sync", torn)
    assert (answer.headers["accepted"], answer.headers["refused"]) == ("1", "frame.torn")
    answer = peer.asks("POST", "sync", b"\xff" * 100)
    assert (answer.status_code, answer.json()) == (400, {"code": "frame.length"})


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"org": bytes(16)}, "org.other"),
        ({"stream": bytes(16)}, "stream.denied"),
        ({"author": bytes(16)}, "author.unknown"),
        ({"generation": 1}, "stream.generation"),
        ({"kind": frames.Kind.SNAPSHOT}, "frame.kind"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_batch_from_elsewhere_is_named_by_what_is_wrong(two, office, wrong, code):
    lead, _ = two
    _, stream = office.streams
    batch = lead.batch(
        wrong.get("stream", stream), **{k: v for k, v in wrong.items() if k != "stream"}
    )
    assert lead.sync(batch).headers["refused"] == code


def test_an_answer_is_as_large_as_was_asked_and_the_rest_follows(two, office):
    lead, peer = two
    _, stream = office.streams
    lead.sync(*(lead.batch(stream) for _ in range(9)))
    rounds = 0
    while True:
        answer = peer.sync(most=3 * 600)
        rounds += 1
        if answer.headers.get("next-poll") != "0":
            break
        assert answer.headers["head"] == "9"
    assert rounds == 3
    assert peer.log(stream) == peer.heads()[stream]


def test_one_stream_is_given_again_by_its_numbers(two, office):
    lead, peer = two
    roster, cases = office.streams
    lead.sync(*(lead.batch(one) for one in (cases, roster, cases, cases)))
    answer = peer.asks("GET", "batches", stream=cases, **{"from": 2, "to": 3})
    peer.fills(answer)
    assert [number for number, _ in peer.got[cases]] == [2, 3]
    assert peer.asks("GET", "batches", stream=cases, **{"from": 4}).status_code == 204
    answer = peer.asks("GET", "batches", stream=cases, max=600)
    assert answer.headers["cursor"] == "1"
