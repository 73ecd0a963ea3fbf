"""Taking in the cases of another workbook against raw SQLCipher writing the very same rows.

10,000 cases with a first visit each and an experience in every second, or as many as
ALONGSIDE_BENCH_TAKEN says: first all at once, as a workbook that joins gets them.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from bench_bringing import HEAD, _bring, _clocked, _line, _read, _write, _written
from ledgers import STREAM, USER, Workbook

from casework.files.layout import FORMS
from db.answers.shelf import Shelf
from db.incoming.apply import Lane
from db.incoming.receiving import receiving
from db.log.cells import op_of
from db.rows.tables import FormVersionRow, UserRow
from forms.library import library
from forms.tables.xlsx_out import write_xlsx
from ledger.clock import HybridClock
from ledger.ops import decode_batch, encode_batch

CASES = int(os.environ.get("ALONGSIDE_BENCH_TAKEN", "10000"))
# As many batches as one answer of a server may bring.
AT_ONCE = 64


def run():
    """Yield what taking in costs."""
    cases = _read(write_xlsx({"Incident data": [HEAD, *map(_line, range(CASES))]}))
    with tempfile.TemporaryDirectory() as folder:
        books = [Workbook(Path(folder) / f"{number}.db", author=number) for number in range(3)]
        for book in books:
            book.rows("pragma cache_size = -262144")
        _begin(books[0])
        _bring(books[0], cases)
        batches = _batches(books[0])
        mine, _ = _clocked(lambda: _take(books[1], books[0].author, batches))
        same = _written(books[1])
        yard, _ = _clocked(lambda: _write(books[2], same))
        for book in books:
            book.close()
    rows = sum(len(listed) for listed in same.values())
    name = f"take in {CASES} cases, {len(batches)} batches, {rows} rows"
    yield {"name": name, "ours": mine, "yardstick": yard, "goal": 5, "unit": "s"}


def _begin(book):
    shelf = Shelf()
    book.keep(UserRow(id=USER, name="x", role="caseworker", status="active", author=USER))
    # As an office publishes them: what compiles its own forms does so once for each.
    published = library()
    for form in FORMS:
        source = published[form]
        model = shelf.compile(source)
        book.keep(
            FormVersionRow(
                id=form.encode().ljust(16),
                form_id=model.form_id,
                version=model.version,
                source=source,
                model=shelf.packed(source),
                digest=sha256(source).hexdigest(),
                state="published",
                published_at="2026-03-10T09:00:00.000000Z",
            )
        )


def _batches(book):
    ops = [op_of(row) for row in book.rows("select * from op order by lane, aseq, idx")]
    by_batch = groupby(ops, key=lambda op: op.id[:2])
    return [(*key, encode_batch(list(some))) for key, some in by_batch]


def _take(book, author, batches):
    taking = receiving(book.connection, HybridClock(book.wall), USER, Shelf())
    for start in range(0, len(batches), AT_ONCE):
        some = batches[start : start + AT_ONCE]
        ops = [op for lane, aseq, content in some for op in decode_batch(content, lane, aseq)]
        taking.take([Lane(lane, STREAM, author) for lane in {one[0] for one in some}], ops)
