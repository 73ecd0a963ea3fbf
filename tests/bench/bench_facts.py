"""Facts beside documents: what counting, renaming and their size cost, against documents alone.

As many filled-in forms as ALONGSIDE_BENCH_FACTS says, a hundred thousand when it says nothing.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from random import Random

from make import Clock, Template

from casework.ids import new_case_code, new_id
from db.answers.stored import packed
from db.rows.moments import stored
from db.store import open_store

FORMS = int(os.environ.get("ALONGSIDE_BENCH_FACTS", "100000"))
SEX = ("female", "male", "another", "not_known")
REGIONS = tuple(f"region_{number}" for number in range(12))
_CASE = (
    "insert into casefile (id, code, status, opened_on, limits_explained_at, number, worker,"
    " changed_at, area) values (?, ?, 'open', ?, ?, ?, ?, ?, '')"
)
_INSTANCE = (
    "insert into form_instance (id, case_id, form_id, version, state, language, recorded_by,"
    " recorded_at, number, doc) values (?, ?, 'intake', '1', 'final', 'en', ?, ?, ?, ?)"
)
_FACT = "insert into form_fact (qid, instance, repeat, value) values (?, ?, x'', ?)"
_BY_FACTS = """
select a.value, b.value, count(*) from form_fact as a
join form_fact as b on b.instance = a.instance and b.qid = 'intake.sex'
where a.qid = 'intake.region' group by a.value, b.value
"""
_BY_DOCUMENTS = """
select json_extract(doc, '$."intake.region"'), json_extract(doc, '$."intake.sex"'), count(*)
from form_instance where form_id = 'intake' group by 1, 2
"""
_REWRITE = """
update form_instance set doc = json_remove(
    json_set(doc, '$."intake.area"', json_extract(doc, '$."intake.region"')), '$."intake.region"')
"""
_RENAME = "update form_version set model = model where form_id = 'intake'"


def run():
    """Yield every measurement."""
    with tempfile.TemporaryDirectory() as folder:
        template = Template(Path(folder) / "template")
        store = open_store(template.copy(Path(folder) / "home"), template.unlocked(), Clock())
        connection = store.connection
        _fill(connection, template)
        before = _pages(connection)
        _derive(connection)
        after = _pages(connection)
        yield {"name": f"size with facts : documents only, {FORMS:,} forms", "ours": after,
               "yardstick": before, "goal": 1.3, "unit": "pages"}  # fmt: skip
        assert sorted(connection.execute(_BY_FACTS)) == sorted(connection.execute(_BY_DOCUMENTS))
        yield {"name": "cross table: facts : documents", "ours": _time(connection, _BY_FACTS),
               "yardstick": _time(connection, _BY_DOCUMENTS), "goal": 0.1}  # fmt: skip
        yield {"name": "a question renamed: ours : documents rewritten", "goal": 0.01,
               "ours": _time(connection, _RENAME),
               "yardstick": _time(connection, _REWRITE, times=1)}  # fmt: skip
        store.close()


def _answers(chance):
    """Return 59 answers and up to five members of a household, as in the study of the design."""
    answers = {f"intake.q{number:02d}": f"an answer of {number} words" for number in range(57)}
    members = [
        {
            "_id": new_id().hex(),
            "intake.member_age": chance.randrange(90),
            "intake.member_sex": chance.choice(SEX),
            "intake.member_relation": f"relation_{chance.randrange(9)}",
        }
        for _ in range(chance.randrange(6))
    ]
    one = {"intake.sex": chance.choice(SEX), "intake.region": chance.choice(REGIONS)}
    return answers | one | {"intake.members": members}


def _fill(connection, template):
    chance, moment = Random(5), stored(Clock().moment)
    worker = bytes.fromhex(template.caseworker.id)
    connection.execute("begin")
    for number in range(1, FORMS + 1):
        case, code = new_id(), f"{new_case_code()}-{number}"
        connection.execute(_CASE, (case, code, moment[:10], moment, number, worker, moment))
        doc = packed(_answers(chance))
        connection.execute(_INSTANCE, (new_id(), case, worker, moment, number, doc))
    connection.execute("commit")


def _derive(connection):
    """Write the facts of every document: the two reported questions and four more of their kind."""
    chance = Random(6)
    rows = connection.execute(
        "select number, json_extract(doc, '$.\"intake.region\"'),"
        " json_extract(doc, '$.\"intake.sex\"') from form_instance"
    ).fetchall()
    connection.execute("begin")
    for number, region, sex in rows:
        facts = [("intake.region", number, region), ("intake.sex", number, sex)]
        facts += [(f"intake.r{n}", number, chance.choice(SEX)) for n in range(4)]
        connection.executemany(_FACT, facts)
    connection.execute("commit")


def _pages(connection):
    return connection.execute("pragma page_count").fetchone()[0]


def _time(connection, statement, times=5):
    """Return the best of some rounds, each undone: what else the machine does is no part of it."""
    taken = []
    for _ in range(times):
        connection.execute("begin")
        start = time.perf_counter()
        connection.execute(statement).fetchall()
        taken.append(time.perf_counter() - start)
        connection.execute("rollback")
    return min(taken)
