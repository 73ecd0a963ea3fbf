"""Of batches whose author nobody knows no more are kept than there is room for; that is told."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest
from laptops import First
from make import Clock
from wired import KEY, Author

from sync.sealed import crowding
from sync.sealed.incoming import CROWDED
from sync.wire import frames
from sync.wire.envelope import StreamKey, seal

ROOM = 3000


@pytest.fixture
def post(template, tmp_path, monkeypatch):
    monkeypatch.setattr(crowding, "MOST", ROOM)
    with closing(First(template, tmp_path, Clock())) as first:
        yield first.post


def strangers(post, count, seed=b"s"):
    """Return batches in one lane of somebody who is in no roster."""
    org, stream = post.membership.roster.org, post.membership.config
    author, key = Author(seed * 32), StreamKey(stream, 1, KEY.secret)
    prev, made = frames.START, []
    for aseq in range(1, count + 1):
        place = replace(author.place(aseq, prev), org=org, stream=stream)
        made.append(seal(b"nobody can read this", place, key, author.seed))
        prev = frames.batch_id(made[-1])
    return made


def test_strangers_can_not_fill_the_disk(post):
    some = strangers(post, 20)
    fit = ROOM // len(some[0])
    assert 1 < fit < 20
    came = post.take(some)
    assert came.refused == {CROWDED: 20 - fit}
    assert came.early == fit
    kept = post.exchange.parked()
    assert len(kept) == fit
    # Nor by coming again, nor by others: what is there stays, and there is no more.
    for more in (some, strangers(post, 9, b"t")):
        assert post.take(more).refused.total() == len(more) - (fit if more is some else 0)
        assert post.exchange.parked() == kept


def test_what_had_no_room_is_taken_in_when_it_comes_again(post, monkeypatch):
    some = strangers(post, 6)
    assert post.take(some).refused.total() > 0
    monkeypatch.setattr(crowding, "MOST", 10 * ROOM)
    came = post.take(some)
    assert (came.refused, came.early) == ({}, 6)
