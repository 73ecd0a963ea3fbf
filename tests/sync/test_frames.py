"""What the server sees: sizes from a short list, ids, signatures, and a log that is never bent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from second_reader import filled, log_hash, plain_hash, read_frames
from wired import ADA, BEA

from sync.wire import frames
from sync.wire.frames import FrameRefused

TEN = ADA.chain(10)
NAMES = [frames.batch_id(batch) for batch in TEN]


@given(st.integers(1, frames.LARGEST))
def test_sizes_are_filled_up_to_few_others(size):
    full = frames.padded(size)
    assert full == filled(size) == frames.padded(full)
    assert size <= full <= max(256, 2 * size if size <= 16384 else size * 1.12)


def test_there_are_39_sizes_of_batches():
    sizes = sorted({frames.padded(size) for size in range(frames.LARGEST + 1)})
    assert sizes[:7] == [256, 512, 1024, 2048, 4096, 8192, 16384]
    assert (len(sizes), sizes[-1]) == (7 + 16 + 16, frames.LARGEST)
    with pytest.raises(FrameRefused, match="length"):
        frames.padded(frames.LARGEST + 1)


def test_a_torn_answer_gives_every_batch_that_is_whole():
    data = frames.framed(TEN)
    ends = [(4 + len(TEN[0])) * n for n in range(11)]
    for size in range(len(data) + 1):
        whole, rest = frames.unframed(data[:size])
        assert whole == TEN[: len(whole)]
        assert ends[len(whole)] + len(rest) == size
        assert len(rest) < 4 + len(TEN[0])
    assert read_frames(data) == TEN


@pytest.mark.parametrize("length", [0, 183, frames.LARGEST_BATCH + 1, 2**32 - 1])
def test_lengths_that_no_batch_has_are_refused_at_once(length):
    with pytest.raises(FrameRefused, match="length"):
        frames.unframed(frames.framed(TEN[:1]) + length.to_bytes(4, "big"))


def test_the_largest_and_the_smallest_that_a_batch_may_be_are_told_apart_from_what_is_torn():
    largest = bytes(frames.LARGEST_BATCH)
    smallest = bytes(frames.HEADER_SIZE)
    assert frames.unframed(frames.framed([largest, smallest])) == ([largest, smallest], b"")
    assert frames.LARGEST_BATCH == frames.LARGEST + frames.OVERHEAD
    # Both have a header to look at: what it says is wrong, not how long it is.
    for batch in (largest, smallest):
        with pytest.raises(FrameRefused, match="magic"):
            frames.parse(batch)
    for size in (frames.HEADER_SIZE - 1, frames.LARGEST_BATCH + 1):
        with pytest.raises(FrameRefused, match="length"):
            frames.parse(bytes(size))


@pytest.mark.parametrize("name", ["aseq", "seen_seq"])
def test_a_number_that_no_store_holds_is_refused(name):
    """A server that kept it would fail at each answer from then on."""
    header, rest = frames.parse(TEN[1]), TEN[1][frames.HEADER_SIZE :]
    last = replace(header, **{name: 2**63 - 1}).pack() + rest
    assert getattr(frames.parse(last), name) == 2**63 - 1
    with pytest.raises(FrameRefused, match="number"):
        frames.parse(replace(header, **{name: 2**63}).pack() + rest)


def test_every_change_of_the_log_changes_its_hash():
    def head(names):
        found = frames.START
        for seq, name in enumerate(names, 1):
            found = frames.logged(found, seq, name)
        return found

    heads = [head(NAMES[:size]) for size in range(11)]
    heads += [head(NAMES[at:] + NAMES[:at]) for at in range(1, 10)]
    heads.append(head([*NAMES, NAMES[-1]]))
    assert len(set(heads)) == len(heads)
    assert heads[10] == log_hash(NAMES)


def test_ids_are_hashes_and_no_signature_changes_them():
    assert frames.author_id(ADA.public) == plain_hash(ADA.public, 16) != BEA.id
    assert NAMES[0] == plain_hash(TEN[0][:-64]) == frames.batch_id(TEN[0][:-64] + bytes(64))


def test_what_is_said_as_one_thing_is_not_said_as_another():
    said = frames.vouch(b"one", b"word", ADA.seed)
    frames.vouched(b"one", b"word", said, ADA.public)
    for domain, word, public in (
        (b"two", b"word", ADA.public),
        (b"one", b"other", ADA.public),
        (b"one", b"word", BEA.public),
        (b"one", b"word", b"short"),
    ):
        with pytest.raises(FrameRefused, match="signature"):
            frames.vouched(domain, word, said, public)
