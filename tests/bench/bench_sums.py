"""Reports over a million episodes, read from the sums that saves keep up, against DuckDB.

DuckDB holds the same people in memory, one row each, and counts them with one thread by one
grouped query for each kind of table. As many people as ALONGSIDE_BENCH_SUMS says.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median

import duckdb
import numpy as np
from make import Clock, Template

from casework.figures.counting import tally
from casework.figures.people import PEOPLE, Person, answers, codes_of
from casework.figures.plan import cells, dimensions, name_of, plans
from casework.figures.sums import cells_of, line_of, mark
from db.figures.sums import FIRST_DAY, LAST_DAY
from db.rows import settings
from db.store import open_store

PEOPLE_IN_ALL = int(os.environ.get("ALONGSIDE_BENCH_SUMS", "1000000"))
# So many kinds of people are drawn, and each of a million is one of them.
DRAWN = 20_000
YEARS = 3
YEAR = 2026
TODAY = date(2027, 3, 1)
ROUNDS = 9


def run():
    """Yield every measurement."""
    people = drawn()
    with tempfile.TemporaryDirectory() as folder:
        template = Template(Path(folder) / "template")
        clock = Clock()
        store = open_store(template.copy(Path(folder) / "home"), template.unlocked(), clock)
        which = np.random.default_rng(1).integers(0, DRAWN, PEOPLE_IN_ALL)
        keep(store, people, which)
        sides = (store, template.supervisor, twin(people, which))
        standard = [name for month in range(1, 13) for name in asked("month", f"{YEAR}-{month:02}")]
        name = f"standard report of a year over {PEOPLE_IN_ALL:,} episodes, to DuckDB"
        yield against(name, sides, standard, 0.2)
        cross = asked("year", f"{YEAR}", crossed=True)
        alike = defaultdict(list)
        for one in cross:
            alike[tuple(dim for dim, _code in one.key)].append(one)
        rows = [
            against(f"slowest cross table ({' '.join(dims)})", sides, names, 5)
            for dims, names in alike.items()
            if len(dims) > 2
        ]
        yield max(rows, key=lambda row: row["ours"] / row["yardstick"])
        store.close()


def drawn():
    """Return people of three years, each with codes of her own."""
    chance = Random(6)
    some = {name: answers(name) for name in ("area", "gender", "continuum", "inequality", "sex")}
    some |= {name: answers(name) for name in ("exploitation_form", "control")}

    def few(name, most):
        return frozenset(chance.sample(some[name], chance.randint(0, most)))

    def one():
        opened = date(YEAR - YEARS + 1, 1, 1) + timedelta(chance.randrange(365 * YEARS))
        born = opened - timedelta(chance.randrange(10 * 365, 70 * 365))
        plain = [chance.choice(some[name]) for name in ("area", "gender", "sex")]
        return Person(
            opened, plain[0], (born, born), plain[1], few("continuum", 3), few("inequality", 3),
            plain[2], few("exploitation_form", 2), few("control", 3), None,
        )  # fmt: skip

    return [one() for _ in range(DRAWN)]


def keep(store, people, which):
    """Keep everybody in the sums, as saves would have."""
    lines = [line_of(one, None) for one in people]
    cursor = store.connection.cursor()
    cursor.execute("begin")
    rows = (
        (number.to_bytes(16, "big"), FIRST_DAY, LAST_DAY, lines[kind])
        for number, kind in enumerate(which.tolist())
    )
    cursor.executemany("insert into figure_person values (?, ?, ?, ?)", rows)
    sums = Counter()
    for kind, alike in Counter(which.tolist()).items():
        sums.update(dict.fromkeys(cells_of(lines[kind]), alike))
    rows = ((*cell, count) for cell, count in sums.items())
    cursor.executemany("insert into figure_sum values (?, ?, ?, ?)", rows)
    settings.keep(cursor, settings.SUMS, mark())
    cursor.execute("commit")


def twin(people, which):
    """Return DuckDB with the same people in memory."""
    connection = duckdb.connect(":memory:", config={"threads": 1})
    codes = [codes_of(one) for one in people]
    for dim in codes[0]:
        words = np.array([one[dim] for one in codes], dtype=object)
        kinds, numbers = np.unique(words.astype(str), return_inverse=True)
        known = {word: number for number, word in enumerate(kinds.tolist())}
        KNOWN[dim] = known
        COLUMNS[dim] = numbers[which].astype(np.uint8)
    columns = {f"c{place}": column for place, column in enumerate(COLUMNS.values())}
    connection.register("given", columns)
    connection.execute("create table people as select * from given")
    connection.unregister("given")
    return connection


KNOWN, COLUMNS = {}, {}


def asked(plan, period, *, crossed=False):
    """Return the names of the cells of people in a plan."""
    found = {name_of(key) for mine in cells(plans()[plan], period).values() for key, _ in mine}
    few = sorted((one for one in found if one.people == PEOPLE), key=lambda one: one.key)
    return [one for one in few if len(one.key) > 2] if crossed else few


def against(name, sides, names, goal):
    """Return what true counts of some cells cost here and there; both must be the same."""
    store, supervisor, duck = sides
    ours, theirs = [], []
    for _round in range(ROUNDS):
        start = time.process_time()
        with store.begin(supervisor) as work:
            told = tally(work.figures, names, YEAR, TODAY)
        ours.append(time.process_time() - start)
        start = time.process_time()
        grouped = ask(duck, names)
        theirs.append(time.process_time() - start)
    check(told, grouped)
    return {
        "name": name, "ours": median(ours), "yardstick": median(theirs), "goal": goal, "unit": "s",
    }  # fmt: skip


def ask(duck, names):
    """Return what DuckDB counts: a query for each set of dimensions, over the months asked for."""
    months = dimensions([YEAR])["month"].codes
    wanted = defaultdict(set)
    for one in names:
        wanted[tuple(dim for dim, _code in one.key)] |= months[dict(one.key)["month"]]
    places = {dim: f"c{place}" for place, dim in enumerate(COLUMNS)}
    found = {}
    for dims, some in wanted.items():
        columns = ", ".join(places[dim] for dim in dims)
        numbers = ", ".join(str(KNOWN["month"][one]) for one in sorted(some))
        # Each yes is asked for and no no.
        yes = [f"{places[dim]} = {KNOWN[dim]['yes']}" for dim in dims if "." in dim]
        where = " and ".join([f"{places['month']} in ({numbers})", *yes])
        query = ("select", f"{columns}, count(*) from people where", where, "group by", columns)
        found[dims] = duck.execute(" ".join(query)).fetchall()
    return found


def check(told, grouped):
    """Ask that both counted the same, cell by cell."""
    codes = dimensions([YEAR])
    for name, count in told.items():
        dims = tuple(dim for dim, _code in name.key)
        held = [
            {KNOWN[dim][one] for one in codes[dim].codes[code] if one in KNOWN[dim]}
            for dim, code in name.key
        ]
        rows = grouped[dims]
        same = sum(
            row[-1] for row in rows if all(a in b for a, b in zip(row[:-1], held, strict=True))
        )
        if same != count:
            raise AssertionError((name, count, same))
