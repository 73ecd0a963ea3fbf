"""Who may be known already: among many cases, and all pairs of them.

As many cases as ALONGSIDE_BENCH_LIKENESS says, a hundred thousand when it says nothing.
"""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path
from random import Random

from bench_list import _filled, _timed
from make import Template

from casework.persons.traits import Traits, keys_of
from desktop.bootstrap import office_on
from forms.document import FormDoc

CASES = int(os.environ.get("ALONGSIDE_BENCH_LIKENESS", "100000"))
ROUNDS = 5
_TRAIT = "insert or ignore into trait (value, case_id) values (?, ?)"
_PERSON = "insert into person (case_id, born_from, born_until) values (?, ?, ?)"
_SYLLABLES = tuple(f"{one}{other}" for one in "bdfhjklmnrstyz" for other in "aiu")
# So many were recorded twice, the second time in another spelling.
TWICE = 200


def run():
    """Yield every measurement."""
    with tempfile.TemporaryDirectory() as folder:
        store = _filled(Template(Path(folder) / "template"), Path(folder) / "many", CASES)
        names = _named(store)
        for who in ("supervisor", "caseworker"):
            yield from _measured(store, who, names)
        store.close()


def _named(store):
    """Give every case a name of two words, a birth and a number; return some of the names."""
    chance = Random(CASES)
    cases = [row[0] for row in store.connection.execute("select id from casefile order by number")]
    words = ["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3)))) for _ in range(2_500)]
    people, traits = [], []
    for number, case in enumerate(cases):
        name = " ".join(sorted(chance.sample(words, 2)))
        born, phone = f"{chance.randint(1970, 2015)}", f"{chance.randrange(10**8):08}"
        if number % 2 and number < 2 * TWICE:
            name, born = names_of(traits[-1]), people[-1][1][:4]
            name = f"{name}h"
        day = (f"{born}-01-01", f"{born}-12-31")
        people.append((case, *day))
        dates = tuple(map(date.fromisoformat, day))
        whole = Traits(frozenset({name}), frozenset({phone}), dates)
        traits.append([(value, case) for value in sorted({f"said {name}", *keys_of(whole)})])
    store.connection.execute("begin")
    store.connection.executemany(_PERSON, people)
    store.connection.executemany(_TRAIT, (row for rows in traits for row in rows))
    store.connection.execute("commit")
    return [names_of(rows) for rows in traits[:: CASES // 20]]


def names_of(rows):
    return next(value[5:] for value, _ in rows if value.startswith("said "))


def _measured(store, who, names):
    worker = getattr(store.template, who)
    desk = office_on(store, worker, store._now).likeness
    pairs, before = [], []
    for _ in range(ROUNDS):
        with _timed(pairs):
            found = desk.pairs()
    sheet = office_on(store, worker, store._now).filling.open(None, "intake")
    for name in names:
        doc = FormDoc("intake", "1", {"intake.name_used": name})
        with _timed(before):
            desk.before(sheet, doc)
    name = f"among {CASES:,} cases, for a {who}"
    yield {"name": f"{len(found)} pairs that may be one person {name}", "goal": 1, "unit": "s",
           "ours": sorted(pairs)[ROUNDS // 2], "yardstick": 1.0}  # fmt: skip
    yield {"name": f"who may be known already {name}", "goal": 0.1, "unit": "s",
           "ours": sorted(before)[len(before) // 2], "yardstick": 1.0}  # fmt: skip
