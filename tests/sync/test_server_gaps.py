"""A lane goes on after numbers that were erased, and only where it is said which those are."""

from __future__ import annotations


def test_a_lane_goes_on_after_what_nobody_has_any_more(two, office):
    lead, peer = two
    _, stream = office.streams
    first, *_, fourth, fifth = [lead.batch(stream) for _ in range(5)]
    assert lead.sync(first).headers["accepted"] == "1"

    def sends(batch, gap):
        body = len(batch).to_bytes(4) + batch
        return lead.asks("POST", "sync", body, after=lead.cursor, gap=gap).headers

    assert sends(fourth, 0)["refused"] == "lane.gap"
    # A server that fell back has another end than was thought: then it is none.
    assert sends(fourth, 3)["refused"] == "lane.gap"
    assert sends(fourth, 2)["accepted"] == "1"
    assert sends(fifth, 0)["accepted"] == "1"
    peer.catch_up()
    assert [number for number, _ in peer.got[stream]] == [1, 2, 3]
    assert peer.log(stream) == peer.heads()[stream]


def test_a_lane_may_begin_late_where_its_beginning_is_nowhere(two, office):
    lead, _ = two
    _, stream = office.streams
    _, second = lead.batch(stream), lead.batch(stream)
    body = len(second).to_bytes(4) + second
    assert lead.asks("POST", "sync", body, gap=1).headers["accepted"] == "1"
    assert lead.sync(lead.batch(stream)).headers["accepted"] == "1"
