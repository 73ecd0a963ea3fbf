"""The list of cases: a page out of a million, and from the passphrase to the list.

As many cases as ALONGSIDE_BENCH_LIST says, a million when it says nothing.
"""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median

from make import WORDS, Clock, Template

from casework.ids import new_case_code
from casework.records.case import CaseStatus
from db.rows.moments import stored
from db.store import FILE, Store, open_store
from db.vault.engine import connect
from db.vault.keys import unlock
from desktop.bootstrap import office_on

CASES = int(os.environ.get("ALONGSIDE_BENCH_LIST", "1000000"))
FEW = 20_000
PAGES = 300
SMALL_CACHE = -16384
_CASE = (
    "insert into casefile (id, code, status, opened_on, limits_explained_at, number, worker,"
    " changed_at, area) values (?, ?, ?, ?, ?, ?, ?, ?, '')"
)
_NARROW = (
    "select id, code, status, opened_on, changed_at from twin"
    " where status = ? and changed_at < ? order by changed_at desc limit 50"
)


def run():
    """Yield every measurement."""
    with tempfile.TemporaryDirectory() as folder:
        template = Template(Path(folder) / "template")
        large, small = (_filled(template, Path(folder) / str(n), n) for n in (CASES, FEW))
        yield from paging(large, small)
        yield from opening(large)
        for store in (large, small):
            store.close()


def _filled(template, home, cases):
    """Return an open store with many cases, changed at random moments of ten years."""
    clock = Clock()
    store = open_store(template.copy(home), template.unlocked(), clock)
    chance = Random(cases)
    statuses = ["open"] * 6 + ["closed"] * 3 + ["draft"]
    workers = [bytes.fromhex(one.id) for one in (template.caseworker, template.colleague)]

    def rows():
        for number in range(1, cases + 1):
            moment = clock.moment.timestamp() - chance.random() * 3e8
            at = stored(clock.moment.fromtimestamp(moment, clock.moment.tzinfo))
            code = f"{new_case_code()}-{number}"
            yield (
                chance.randbytes(16), code, chance.choice(statuses), at[:10], at, number,
                chance.choice(workers), at,
            )  # fmt: skip

    store.connection.execute("begin")
    store.connection.executemany(_CASE, rows())
    store.connection.execute("commit")
    store.connection.execute(f"pragma cache_size = {SMALL_CACHE}")
    store.template, store.home = template, home
    return store


def paging(large, small):
    """A page of fifty, filtered and sorted, somewhere in the list."""
    # A twin with only the index that one would make first: were it on the same table, the planner
    # might take it for both.
    large.connection.execute("create table twin as select * from casefile")
    large.connection.execute("create index narrow on twin (status, changed_at)")
    moments = [
        row[0]
        for row in large.connection.execute(
            "select changed_at from casefile order by id limit ?", (PAGES,)
        )
    ]
    ours, narrow, few = [], [], []
    for moment in moments:
        ours.append(_page(large, moment))
        few.append(_page(small, moment))
        with _timed(narrow):
            large.connection.execute(_NARROW, ("open", moment)).fetchall()
    name = f"page of 50 from {CASES:,} cases"
    yield {"name": f"{name}, to a narrow index", "goal": 0.2, "unit": "s", "ours": median(ours),
           "yardstick": median(narrow)}  # fmt: skip
    yield {"name": f"{name}, to {FEW:,} cases", "goal": 2, "unit": "s", "ours": median(ours),
           "yardstick": median(few)}  # fmt: skip


def _page(store, moment):
    """Return how long the office takes for the page that follows a moment."""
    office = office_on(store, store.template.supervisor, Clock())
    after = _After(moment)
    taken = []
    with _timed(taken):
        found = office.cases.page(CaseStatus.OPEN, 50, after)
    assert len(found) == 50 or store.home.name != str(CASES)
    return taken[0]


class _After:
    def __init__(self, moment):
        self.changed_at, self.code = moment, ""


def opening(large):
    """From the passphrase to the list on screen: what comes after the key derivation."""
    home = large.home
    large.close()
    derivations, rest = [], []
    for _ in range(5):
        with _timed(derivations):
            unlocked = unlock(home, "Supervisor 1", WORDS)
        with _timed(rest):
            connection = connect(home / FILE, unlocked.store_key)
            store = Store(connection, unlocked, Clock())
            office_on(store, large.template.supervisor, Clock()).cases.page()
        store.close()
    yield {"name": f"after the key derivation until {CASES:,} cases are listed", "goal": 0.10,
           "unit": "s", "ours": median(rest), "yardstick": median(derivations)}  # fmt: skip


@contextmanager
def _timed(kept):
    start = time.perf_counter()
    yield
    kept.append(time.perf_counter() - start)
