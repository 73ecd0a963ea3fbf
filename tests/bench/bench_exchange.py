"""What exchange costs: bytes of a first exchange, and the time of taking it in.

The cases are invented, 40 columns and 5 rows of a child each, 1.76 kB in all, of five authors who
write in five scripts: random words of a vocabulary of 5,000. Etebase took 3.65 kB a case of that
shape in November 2026; its package for Python does not install without its sources from GitHub.
ALONGSIDE_BENCH_PULLED says how many cases of this program's own forms are taken in for the time.
"""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path

import cbor2
import zstandard
from bench_bringing import HEAD, _bring, _clocked, _line, _read, _write, _written
from bench_taking_in import _begin
from ledgers import STREAM, USER, Workbook
from nacl.signing import SigningKey

from db.exchange.snapshots import Coming, Snapshots, State
from db.incoming.apply import Lane
from forms.tables.xlsx_out import write_xlsx
from ledger.clock import moment
from ledger.columns import Writer
from ledger.ops import Kind, Op, OpId, lane_id
from ledger.summary import Contents
from sync.sealed.snapshots import Packed
from sync.wire.envelope import LEVEL, Place, StreamKey, seal
from sync.wire.frames import Kind as Batch
from sync.wire.frames import author_id

CASES = 10_000
PULLED = int(os.environ.get("ALONGSIDE_BENCH_PULLED", "10000"))
ETEBASE = 3650.0
# The first letter of five alphabets, and how many follow it.
_SCRIPTS = ((0x61, 26), (0x627, 36), (0x1200, 80), (0x905, 53), (0x985, 41))
_VOCABULARY = 5_000
_CODES = ("yes", "no", "unknown", "not_asked", "shelter", "police", "clinic", "legal")


def run():
    """Yield bytes a case, and the time of a push and of a pull against the same bare rows."""
    yield from _bytes()
    yield from _times()


def _bytes():
    """Yield the columns of a snapshot, and all of it as it travels, against Etebase's bytes."""
    made = _invented(CASES)
    seed = bytes(32)
    summing = _Invented(made)
    packed = Packed()
    contents = list(packed.parts(summing))
    key = StreamKey(STREAM, 1, bytes(32))
    author = author_id(bytes(SigningKey(seed).verify_key))
    sealed = 0
    for number, content in enumerate(contents, 2):
        place = Place(bytes(16), STREAM, author, Batch.SNAPSHOT, 0, number, b"p" * 32)
        sealed += len(seal(content, place, key, seed))
    columns = sum(_columns(cbor2.loads(content)) for content in contents)
    name = f"bytes a case of {CASES}, first exchange, against Etebase's 3.65 kB"
    yield _row(f"{name}: columns alone", columns / CASES, ETEBASE, 0.16)
    yield _row(f"{name}: ids of operations, seal, padding", sealed / CASES, ETEBASE, 0.30)


def _row(name, ours, yardstick, goal, unit="B"):
    return {"name": name, "ours": ours, "yardstick": yardstick, "goal": goal, "unit": unit}


def _columns(raw):
    """Return how many bytes the ids and columns of a part take, compressed by themselves."""
    content = cbor2.dumps([raw[3], raw[4]], canonical=True)
    return len(zstandard.ZstdCompressor(level=LEVEL).compress(content))


class _Invented:
    """What was made of some tables, in the place of a stream."""

    def __init__(self, made):
        self._made = made

    def tables(self):
        return list(self._made)

    def rows(self, table):
        return iter(self._made[table])

    def operations(self, **_tables):
        return []

    ends = awaited = operations


def _invented(count):
    """Return what made cases and their children, as their batches would hold them."""
    dice = random.Random(11)
    pens = [_Pen(dice, number, words) for number, words in enumerate(_vocabularies(dice))]
    told = {"casefile": [], "event": []}
    for _ in range(count):
        pen = dice.choice(pens)
        case = pen.made("casefile", _case(dice, pen.words), ())
        told["casefile"].append(case)
        for _ in range(5):
            fields = _event(dice, pen.words, case.entity)
            told["event"].append(pen.made("event", fields, (case.id,)))
    return {table: sorted(ops, key=lambda op: op.id) for table, ops in told.items()}


class _Pen:
    """An author who writes a case every few minutes in her script, forty operations a batch."""

    def __init__(self, dice, number, words):
        self._dice, self._wall, self._written = dice, 1_767_225_600_000, 0
        self._lane = lane_id(bytes([number]) * 32, STREAM)
        self.words = words

    def made(self, table, fields, parents):
        """Return what made one thing."""
        self._wall += self._dice.randrange(1, 5_000 if parents else 600_000)
        op_id = OpId(self._lane, 1 + self._written // 40, self._written % 40)
        self._written += 1
        entity = self._dice.randbytes(16)
        return Op(op_id, Kind.CREATE, entity, table, None, fields, moment(self._wall), parents)


def _day(dice):
    return f"20{dice.randrange(20, 27)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"


def _vocabularies(dice):
    """Return invented words of each script."""
    return [
        [
            "".join(chr(first + dice.randrange(many)) for _ in range(dice.randrange(2, 9)))
            for _ in range(_VOCABULARY)
        ]
        for first, many in _SCRIPTS
    ]


def _said(dice, words, least, most):
    return " ".join(dice.choices(words, k=dice.randrange(least, most)))


def _case(dice, words):
    fields = {"code": f"{dice.randrange(10**7):07}", "status": dice.choice(_CODES[:4])}
    fields |= {f"choice_{n}": dice.choice(_CODES) for n in range(14)}
    fields |= {f"day_{n}": _day(dice) for n in range(6)}
    fields |= {f"number_{n}": dice.randrange(120) for n in range(6)}
    fields |= {f"name_{n}": _said(dice, words, 1, 4) for n in range(6)}
    fields |= {f"phone_{n}": f"+{dice.randrange(10**11)}" for n in range(2)}
    return fields | {f"said_{n}": _said(dice, words, 5, 17) for n in range(4)}


def _event(dice, words, case):
    note = _said(dice, words, 1, 7)
    return {"case_id": case, "kind": dice.choice(_CODES), "day": _day(dice), "note": note}


# ------------------------------------------------------------------------------------- the pull


def _times():
    """Yield the time of summing up against raw SQLCipher reading all that a workbook holds.

    And that of taking it in against raw SQLCipher writing the very same rows.
    """
    cases = _read(write_xlsx({"Incident data": [HEAD, *map(_line, range(PULLED))]}))
    with tempfile.TemporaryDirectory() as folder:
        books = [Workbook(Path(folder) / f"{number}.db", author=number) for number in range(3)]
        for book in books:
            book.rows("pragma cache_size = -262144")
        _begin(books[0])
        _bring(books[0], cases)
        made, summed_up = _clocked(lambda: _summed_up(books[0]))
        read, held = _clocked(lambda: _written(books[0]))
        rows = sum(len(listed) for listed in held.values())
        yield _row(f"push {PULLED} cases as a snapshot, {rows} rows", made, read, 4, "s")
        mine, _ = _clocked(_ready(books[1], *summed_up))
        same = _written(books[1])
        yard, _ = _clocked(lambda: _write(books[2], same))
        for book in books:
            book.close()
    rows = sum(len(listed) for listed in same.values())
    yield _row(f"pull {PULLED} cases as a snapshot, {rows} rows", mine, yard, 2, "s")


def _summed_up(book):
    """Return the parts of all that a workbook holds, and their contents."""
    book.rows("update stream set kind = 'shared'")
    book.rows(
        "update lane set digest = zeroblob(32), sealed ="
        " (select max(o.aseq) from op as o where o.lane = lane.id)"
    )
    with Snapshots(book.connection, USER, book.wall).summing(STREAM) as summing:
        packed = Packed()
        rest = list(packed.parts(summing))
        told = Contents(tuple(summing.lanes()), packed.listed + 1, bytes(32))
    return [Writer().contents(told), *rest], told


def _ready(book, parts, told):
    """Return what takes a snapshot in whose parts have all come."""
    book.rows("update stream set kind = 'shared'")
    store = Snapshots(book.connection, USER, book.wall)
    coming = Coming(b"name of snapshot", STREAM, b"", State.COMING)
    store.promise(coming.id, STREAM, b"")
    for number, content in enumerate(parts, 1):
        store.keep_piece(coming.id, number, content)
    lanes = [Lane(end.lane, STREAM, end.author) for end in told.lanes]
    return lambda: store.take_in(coming, told, lanes)
