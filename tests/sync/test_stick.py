"""A stick is read by those it was written for, tells others little, and is refused by its fault."""

from __future__ import annotations

import random
from contextlib import suppress
from io import BytesIO
from itertools import permutations

import pytest
import second_reader
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.bindings import crypto_secretstream_xchacha20poly1305_TAG_REKEY as REKEY
from sorted_parts import sorted_out
from wired import ADA, BEA, ORG, WORKBOOK, Knowing

from sync.sealed.incoming import taken
from sync.wire import bundle, keys
from sync.wire.bundle import BundleRefused, Have, Part, PartKind, read, read_have, write
from sync.wire.frames import FrameRefused

MINE, YOURS, THEIRS = keys.make(), keys.make(), keys.make()
OTHER = b"other workbook.."
ONE = {WORKBOOK: MINE.public}
TWO = ONE | {OTHER: YOURS.public}
NOISE = random.Random(5).randbytes(1 << 20)
PARTS = st.lists(
    st.builds(
        lambda kind, start, size: Part(kind, NOISE[start : start + size]),
        st.integers(1, 255),
        st.integers(0, 1 << 19),
        st.integers(1, 300) | st.integers(1, 200_000),
    ),
    max_size=6,
)
SOME = [Part(PartKind.BATCH, NOISE[:150_000])]
START = 27 + 1168 + 24
SEALED = 65_536 + 17


def written(parts, readers=ONE, org=ORG):
    return b"".join(write(parts, org, readers))


def parts_of(file, workbook=WORKBOOK, pair=MINE, org=ORG):
    return list(read(BytesIO(file), org, workbook, pair))


def code_of(file, *who, **other):
    with pytest.raises(BundleRefused) as refused:
        parts_of(file, *who, **other)
    return str(refused.value)


@settings(max_examples=25)
@given(PARTS)
def test_parts_come_back_to_each_reader_in_a_size_of_the_list(parts):
    file = written(parts, TWO)
    assert parts_of(file) == parts_of(file, OTHER, YOURS) == parts
    messages, rest = divmod(len(file) - START - 1168, SEALED)
    length = sum(5 + len(part.body) for part in parts)
    assert rest == 0
    assert messages == -(-second_reader.filled(max(16385, length)) // 65_536)


@pytest.mark.parametrize("length", [65_536 - 5, 65_536 - 4, 2 * 65_536 - 5, 17 * 65_536 - 10])
def test_parts_that_just_fill_their_messages_come_back(length):
    parts = [Part(9, NOISE[: length // 2]), Part(9, NOISE[: length - length // 2 - 5])]
    assert parts_of(written(parts)) == parts


def test_who_reads_is_not_to_be_seen_and_how_many_can_be():
    files = [written(SOME, TWO), written(SOME, dict(reversed(TWO.items())))]
    assert {len(file) for file in files} == {START + 1168 + 3 * SEALED}
    for name, pair in ((WORKBOOK, MINE), (OTHER, YOURS)):
        assert not any(name in file or pair.public[-32:] in file for file in files)
    # One is not always the first.
    many = {bytes([n]) * 16: (MINE, YOURS, THEIRS)[n % 3].public for n in range(9)}
    assert len({place_of(written([], many), b"\0" * 16) for _ in range(20)}) > 1


def place_of(file, workbook):
    """Return which of the wraps is that of a workbook."""
    info = b"alongside bundle 1" + ORG + workbook
    for n in range(9):
        with suppress(keys.KeysRefused):
            keys.unwrap(MINE, file[27 + 1168 * n :][:1168], info)
            return n
    raise AssertionError


def test_nobody_else_reads_it():
    file = written(SOME, TWO)
    assert code_of(file, pair=THEIRS) == "bundle.reader"
    assert code_of(file, OTHER, MINE) == "bundle.reader"
    assert code_of(file, org=b"another office..") == "bundle.reader"


def test_a_torn_file_gives_what_there_is_and_then_says_so():
    parts = [Part(PartKind.BATCH, NOISE[at : at + 700]) for at in range(0, 200_000, 700)]
    file = written(parts)
    sizes = [*range(0, START, 37), START - 1, START, *range(START + 1, len(file), 9_973)]
    for size in [*sizes, *(START + SEALED * n for n in range(3)), len(file) - 1]:
        come = []
        with pytest.raises(BundleRefused, match="torn"):
            come.extend(read(BytesIO(file[:size]), ORG, WORKBOOK, MINE))
        assert come == parts[: max(0, (size - START) // SEALED * 65_536 // 705)]


def test_whichever_byte_is_changed_the_file_is_refused():
    file, codes = written([Part(2, b"batch")], TWO), {}
    places = [*range(0, START + 1168, 7), *range(27), *range(START + 1168, len(file), 997)]
    for at in places:
        changed = bytearray(file)
        changed[at] ^= 1 << at % 8
        codes.setdefault(code_of(bytes(changed)), []).append(at)
    assert set(codes) == {
        "bundle.magic",
        "bundle.version",
        "bundle.readers",
        "bundle.torn",
        "bundle.commitment",
        "bundle.reader",
        "bundle.changed",
    }
    # The wrap of somebody else is not one's own, and yet part of the file.
    assert [at for at in codes["bundle.changed"] if 27 < at < 27 + 2 * 1168]


def test_messages_stay_in_their_order_and_in_their_file():
    parts = [Part(PartKind.BLOB, NOISE[:65_531])] * 3
    file, other = written(parts), written(parts)
    start, *messages = (
        file[:START],
        *(file[at : at + SEALED] for at in range(START, len(file), SEALED)),
    )
    for order in permutations(messages):
        if list(order) != messages:
            assert code_of(start + b"".join(order)) in {"bundle.changed", "bundle.trailing"}
    assert code_of(start + messages[0] + messages[0] + messages[2]) == "bundle.changed"
    assert code_of(other[:START] + file[START:]) == "bundle.changed"
    assert code_of(file[:START] + other[START:]) == "bundle.changed"
    for more in (b"\0", messages[2], file):
        assert code_of(file + more) == "bundle.trailing"


def test_a_file_that_opens_otherwise_for_another_reader_is_refused():
    one, two = written(SOME), written(SOME, {OTHER: YOURS.public})
    both = one[:9] + b"\0\2" + one[11 : 27 + 1168] + two[27 : 27 + 1168] + one[START - 24 :]
    assert code_of(both, OTHER, YOURS) == "bundle.commitment"


def forged(plain, tag=bundle.FINAL):
    """Return a file as a workbook of ours could write it that keeps no rule inside."""
    cut = [plain[at : at + 65_536] for at in range(0, len(plain), 65_536)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "_messages", lambda _: iter(cut))
        patch.setattr(bundle, "FINAL", tag)
        return written([])


FULL = bytes(65_536)


@pytest.mark.parametrize(
    ("plain", "code"),
    [
        (b"\2\0\0\0\1" + FULL[5:-1] + b"\1", "bundle.padding"),
        (b"\0" + FULL[2:] + b"\1", "bundle.padding"),
        (FULL * 2, "bundle.padding"),
        (FULL[:-1], "bundle.torn"),
        (b"\2\0\0\0\0".ljust(65_536, b"\0"), "bundle.part"),
        (b"\2\0\1\0\0".ljust(65_536, b"x"), "bundle.part"),
        (b"\2\0\x10\0\1".ljust(65_536, b"x"), "bundle.part"),
        (b"\2\xff\xff\xff\xff".ljust(65_536, b"x"), "bundle.part"),
        (b"\2\0\0\xff\xf8".ljust(65_535, b"x") + b"\2", "bundle.part"),
    ],
)
def test_what_is_inside_by_other_rules_is_refused(plain, code):
    assert code_of(forged(plain)) == code


def test_a_message_is_one_of_two_kinds():
    assert parts_of(forged(FULL)) == []
    assert code_of(forged(FULL, REKEY)) == "bundle.changed"


def test_kinds_that_are_not_known_yet_are_kept_and_named():
    parts = [Part(2, b"one"), Part(77, b"new"), Part(1, b"have"), Part(2, b"two"), Part(77, b"er")]
    assert sorted_out(parts_of(written(parts))) == {
        "batch": [b"one", b"two"],
        "part.77": [b"new", b"er"],
        "have": [b"have"],
    }


@pytest.mark.parametrize("kind", [0, 256, -1])
def test_parts_that_nobody_could_read_are_not_written(kind):
    with pytest.raises(BundleRefused, match="part"):
        written([Part(kind, b"a")])
    with pytest.raises(BundleRefused, match="part"):
        written([Part(2, bytes(bundle.LARGEST_PART + 1))])
    with pytest.raises(BundleRefused, match="part"):
        written([Part(2, b"")])


def test_there_is_somebody_to_read_it_and_not_a_crowd():
    for readers in (
        {},
        dict.fromkeys((bytes([n, m]) * 8 for n in range(2) for m in range(129)), b""),
    ):
        with pytest.raises(BundleRefused, match="readers"):
            written([], readers)
    with pytest.raises(BundleRefused, match="readers"):
        written([], {b"short": MINE.public})
    assert code_of(bundle.MAGIC + b"\1\1\1" + bytes(1 << 12)) == "bundle.readers"
    assert code_of(bundle.MAGIC + b"\1\0\0" + bytes(1 << 12)) == "bundle.readers"


HAVE = Have(ORG, WORKBOOK, ADA.id, {ADA.lane(): 7, BEA.lane(): 2**63 - 1})


def test_how_far_a_workbook_knows_each_lane_is_believed_of_its_author_only():
    known = Knowing()
    part = HAVE.said(ADA.seed)
    assert (part.name, read_have(part.body, ORG, known.author)) == ("have", HAVE)
    assert second_reader.read_have(part.body, ADA.public) == (ORG, WORKBOOK, ADA.id, HAVE.lanes)
    nothing = Have(ORG, WORKBOOK, BEA.id, {})
    assert read_have(nothing.said(BEA.seed).body, ORG, known.author) == nothing
    for body, org, authors, code in (
        (HAVE.said(BEA.seed).body, ORG, (ADA, BEA), "frame.signature"),
        (part.body, ORG, (BEA,), "bundle.author"),
        (part.body, OTHER, (ADA,), "bundle.author"),
        (Have(ORG, OTHER, ADA.id, {}).said(ADA.seed).body, ORG, (ADA,), "bundle.author"),
        (part.body[:-1], ORG, (ADA,), "bundle.have"),
        (part.body[:100], ORG, (ADA,), "bundle.have"),
        (b"", ORG, (ADA,), "bundle.have"),
        (Have(ORG, WORKBOOK, ADA.id, {ADA.lane(): 0}).said(ADA.seed).body, ORG, (ADA,), "have"),
    ):
        with pytest.raises((BundleRefused, FrameRefused), match=code):
            read_have(body, org, Knowing(authors).author)


@pytest.mark.parametrize("order", [(1, 0), (0, 0)])
def test_lanes_stand_in_one_order_each_once(order):
    head = HAVE.said(ADA.seed).body[:48]
    lanes = sorted(HAVE.lanes)
    body = head + b"".join(lanes[n] + b"\0" * 7 + b"\1" for n in order)
    with pytest.raises(BundleRefused, match="have"):
        read_have(body + bundle.vouch(b"alongside have 1", body, ADA.seed), ORG, Knowing().author)


@settings(max_examples=10)
@given(st.permutations([*range(4), *range(4)]))
def test_sticks_are_taken_in_any_order_any_number_of_times(order):
    batches = STORY[0]
    known, waiting = Knowing(), []
    for n in order:
        waiting += sorted_out(parts_of(STORY[1][n]))["batch"]
        waiting = taken(waiting, known, known.keep).get("lane.gap", [])
    assert waiting == []
    assert len(known.contents) == len(batches)
    assert {lane: state.aseq for lane, state in known.lanes.items()} == {
        ADA.lane(): 6,
        BEA.lane(): 5,
    }


def _story():
    batches = [*ADA.chain(6), *BEA.chain(5)]
    dealt = [batches[n::3] for n in range(3)] + [batches[:2]]
    return batches, [written([Part(PartKind.BATCH, one) for one in some]) for some in dealt]


STORY = _story()
