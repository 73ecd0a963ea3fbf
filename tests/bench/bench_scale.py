"""A day's work in an office of 100,000 cases with 500,000 children, against one of 1,000 cases.

Each worker has a thousand cases in both. The cases are a hundred practice cases, copied: their
rows with other ids, codes and workers, as many times as it takes (ALONGSIDE_BENCH_OFFICE cases).
Letters are not copied: the store refuses a second letter from a hand that is not its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path
from random import Random
from statistics import median

from sqlalchemy import func, select

from casework.cases.caselist import View
from casework.ids import new_case_code
from db.answers.documents import texts_of
from db.cases.search import SearchIndex
from db.rows.base import Row
from db.rows.rowplan import insert_of
from desktop.bootstrap import open_workbook
from desktop.practice import practising

CASES = int(os.environ.get("ALONGSIDE_BENCH_OFFICE", "100000"))
FEW = 1000
MADE = 100
OF_EACH = 1000
CHILDREN = 5
SYLLABLES = [first + last for first in "bdfgklmnprstvz" for last in "aeiou"]
CACHE_KIB = 16 * 1024
ROUNDS = 15
PAGE = 50
GOAL = 2
# What is about one case, in the order in which rows may point to each other.
COPIED = (
    *("casefile", "assignment", "case_step", "consent_event", "consent_grant", "form_instance"),
    *("due", "person", "safe_contact", "referral", "task", "trait", "episode", "review"),
    *("episode_element", "episode_tag", "form_fact"),
)
GIVEN = (
    "update casefile set worker = ?",
    "update assignment set user_id = ?",
    "update task set worker = ?",
)
WORKERS = ("worker", "user_id", "recorded_by")
APART = ("service_id", "user_id", "author")


def run():
    """Yield what each act of the day costs in the large office, against the small one."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        users = practising.make(made, MADE, 7)
        who = next(user for user in users if user.role.value == "caseworker")
        few = timed(grown(made, Path(folder) / "few", who, FEW), who)
        many = timed(grown(made, Path(folder) / "many", who, CASES), who)
    for act, yardstick in few.items():
        name = f"{act}: {CASES:,} cases to {FEW:,} (s)"
        yield {"name": name, "ours": many[act], "yardstick": yardstick, "goal": GOAL}


def grown(made, home, who, cases):
    """Return a copy of a workbook in which there are so many cases."""
    shutil.copytree(made, home)
    with closing(open_workbook(home, who.name, who.passphrase)) as workbook:
        copies = _Copies(workbook)
        copies.make(cases // MADE)
        if copies.count("casefile") != cases or copies.children() < CHILDREN * cases:
            raise AssertionError(copies.children())
    return home


def invented(chance):
    """Return a name that nobody has."""
    return "".join(chance.choice(SYLLABLES) for _syllable in range(4))


class _Copies:
    """Copies of the cases of a workbook, made row by row."""

    def __init__(self, workbook):
        store = workbook._store
        self.connection = store.connection
        self.worker = bytes.fromhex(workbook.worker.id)
        self.chance = Random(MADE)
        self.tables = {table.name: table for table in Row.metadata.sorted_tables}
        self.rows = {name: self._read(name) for name in COPIED}
        self.last = max(row["number"] for row in self.rows["casefile"])
        self.last_form = max(row["number"] for row in self.rows["form_instance"])
        self.codes = {row["code"] for row in self.rows["casefile"]}
        self.said = dict(texts_of(self.connection.cursor(), store._shelf))

    def _read(self, name):
        table = self.tables[name]
        columns = [column.name for column in table.columns]
        found = self.connection.execute(str(select(table))).fetchall()
        return [dict(zip(columns, row, strict=True)) for row in found]

    def make(self, copies):
        """Write so many copies, less the cases that are there."""
        self.connection.execute("begin")
        for statement in GIVEN:
            self.connection.execute(statement, (self.worker,))
        workers = [self.worker]
        for copy in range(1, copies):
            if copy * MADE % OF_EACH == 0:
                workers.append(self._new_worker())
            self._copy(copy, workers[-1])
        self.connection.execute("commit")

    def _new_worker(self):
        worker = self.chance.randbytes(16)
        row = (worker, "Caseworker", "caseworker", "active", bytes(32))
        self.connection.execute(
            "insert into app_user (id, name, role, status, author) values (?, ?, ?, ?, ?)", row
        )
        return worker

    def _copy(self, copy, worker):
        mask = int.from_bytes(copy.to_bytes(4, "big") * 4, "big")
        for name in COPIED:
            table = self.tables[name]
            statement = insert_of(table, tuple(column.name for column in table.columns))
            rows = [self._moved(name, row, copy, mask, worker) for row in self.rows[name]]
            self.connection.executemany(statement, rows)
        index = SearchIndex(self.connection)
        for number, text in self.said.items():
            index.put(number + copy * self.last, f"{text} {invented(self.chance)}")

    def _moved(self, name, row, copy, mask, worker):
        moved = {**row}
        for column, value in row.items():
            if column in WORKERS and name != "consent_event":
                moved[column] = worker
            elif isinstance(value, bytes) and len(value) == 16 and column not in APART:
                moved[column] = (int.from_bytes(value, "big") ^ mask).to_bytes(16, "big")
        moved |= self._numbered(name, row, copy)
        return tuple(moved.values())

    def _numbered(self, name, row, copy):
        """Return what must differ in each copy of a row beside its ids."""
        if name == "casefile":
            return {"number": row["number"] + copy * self.last, "code": self._new_code()}
        if name == "due":
            return {"id": f"{row['id']}-{copy}"}
        numbered = {"form_instance": "number", "form_fact": "instance"}.get(name)
        return {numbered: row[numbered] + copy * self.last_form} if numbered else {}

    def _new_code(self):
        """Return a code that no case has yet: among so many, one of three runs drew one twice."""
        while (code := new_case_code()) in self.codes:
            pass
        self.codes.add(code)
        return code

    def count(self, table):
        """Return how many rows a table has."""
        counting = select(func.count()).select_from(self.tables[table])
        return self.connection.execute(str(counting)).fetchone()[0]

    def children(self):
        """Return how many rows hang on the cases."""
        return sum(self.count(table) for table in COPIED[1:])


def timed(home, who):
    """Return how long each act of the day takes, at a cache of 16 MiB."""
    with closing(open_workbook(home, who.name, who.passphrase)) as workbook:
        workbook._store.connection.execute(f"pragma cache_size = -{CACHE_KIB}")
        office = workbook.office
        numbers = office.caselist.numbers(View.MINE_OPEN)
        lines = office.caselist.lines(numbers[: PAGE * ROUNDS])
        codes = [line.code for line in lines]
        # What is typed when somebody looks for a name: its first signs.
        words = [invented(Random(number))[:5] for number in range(ROUNDS)]
        return {
            "today": _median(lambda _round: office.tasks.today()),
            "the page of a case": _median(lambda number: office.overview.of(codes[number])),
            "a search": _median(
                lambda number: office.caselist.numbers(View.MINE_OPEN, words=words[number])
            ),
            "the next page": _median(
                lambda number: office.caselist.lines(numbers[number * PAGE : (number + 1) * PAGE])
            ),
        }


def _median(act):
    spent = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        act(number)
        spent.append(time.perf_counter() - start)
    return median(spent)
