"""What was changed behind the program's back is found while nobody works, and built anew."""

from __future__ import annotations

import json
from datetime import timedelta

import cbor2
import pytest
from make import Clock, Desks

from db.answers.stored import packed
from db.checks import rechecking
from db.checks.rebuilding import KEPT, forget_old, kept_aside, rebuild
from db.checks.rechecking import EVERY, Rechecking
from db.guards.lifting import lifted
from db.homes.erasing import take_out


@pytest.fixture
def desks(template, tmp_path):
    """A workbook with rows of many kinds, some of which were changed since."""
    made = Desks(template, tmp_path / "home", Clock())
    code = made.visit()
    made.agree(code)
    office = made.office()
    office.tasks.add(code, "EX task", made.clock().date())
    service = office.services.all()[0].code
    for since in ("2026-03-09", "2026-03-10"):
        office.services.unchecked(service, since)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def slices(monkeypatch):
    """Many slices, also in a small store."""
    monkeypatch.setattr(rechecking, "_THINGS", 7)
    monkeypatch.setattr(rechecking, "_LINES", 3)


def looks(desks):
    """Look through all of it; return what was found, and in how many steps."""
    steps = 1
    # Each step begins anew, as after another start of the program.
    while Rechecking(desks.store.connection, desks.clock()).step():
        steps += 1
    return Rechecking(desks.store.connection, desks.clock()), steps


def behind(desks, statement, *values):
    """Change rows as somebody would with the file and its key and without the program."""
    cursor = desks.store.connection.cursor()
    cursor.execute("begin")
    with desks.store.connection, lifted(cursor):
        cursor.execute("pragma defer_foreign_keys = on")
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def rebuilds(desks):
    """Build all that was found anew; return what could not be."""
    user, store = desks.template.supervisor.id, desks.store.connection
    left = 0
    for known in Rechecking(store, desks.clock()).strays:
        left += rebuild(store, bytes.fromhex(user), desks.clock, known.stream)[1]
    return left


def rows(desks, query, *values):
    return desks.store.connection.execute(query, values).fetchall()


def test_a_sound_store_is_looked_through_in_slices_once_a_week(desks):
    looked, steps = looks(desks)
    assert (looked.strays, looked.broken) == ([], 0)
    ((things,),) = rows(desks, "select count(*) from entity")
    assert steps > things / 7
    assert not looked.is_due
    desks.clock.pass_days(EVERY.days - 1)
    assert not Rechecking(desks.store.connection, desks.clock()).is_due
    desks.clock.pass_days(2)
    again = Rechecking(desks.store.connection, desks.clock())
    assert again.is_due
    assert again.step()
    # What is begun is gone on with, whenever that is.
    assert Rechecking(desks.store.connection, desks.clock()).is_due
    looked, _steps = looks(desks)
    assert not looked.is_due
    desks.clock.pass_days(-400)
    assert Rechecking(desks.store.connection, desks.clock()).is_due


PUT_BACK = "insert into task values ({})"
LAST_IS_GONE = (
    "delete from op where field = 'last_verified'"
    " and aseq = (select max(aseq) from op where field = 'last_verified')"
)
OLDER = (
    "update cell_meta set (aseq, idx, hlc) = (select o.aseq, o.idx, o.hlc from op as o"
    " join op as n on n.entity = o.entity and n.field = o.field and n.lane = o.lane"
    " where n.lane = cell_meta.lane and n.aseq = cell_meta.aseq and n.idx = cell_meta.idx"
    " and (o.aseq, o.idx) < (n.aseq, n.idx) order by o.aseq desc, o.idx desc limit 1)"
    " where exists (select 1 from op as o join op as n on n.entity = o.entity"
    " and n.field = o.field and n.lane = o.lane where n.lane = cell_meta.lane"
    " and n.aseq = cell_meta.aseq and n.idx = cell_meta.idx"
    " and (o.aseq, o.idx) < (n.aseq, n.idx))"
)
BEHIND = {
    "a row says something else": "update casefile set status = 'closed'",
    "a row is gone": "delete from task",
    "a row is there that nobody made": (
        "insert into task ({columns}, id) select {columns}, zeroblob(16) from task limit 1"
    ),
    "an answer says something else": (
        "update form_instance set doc = x'{doc}' where form_id = 'intake'"
    ),
    "a cell is an older one": OLDER,
    "a cell is gone": "delete from cell_meta where field = 'last_verified'",
    "something is said to be deleted": "update entity set life = 1 where type = 'task'",
    "nothing is known of something": "delete from entity where type = 'consent_grant'",
    "nobody knows what made it": (
        "update entity set lane = null, aseq = null, idx = null where type = 'task'"
    ),
}


@pytest.mark.parametrize("change", BEHIND)
def test_what_was_changed_behind_is_found_and_built_anew(desks, change):
    names = [name for (name,) in rows(desks, "select name from pragma_table_info('task')")]
    columns = ", ".join(name for name in names if name != "id")
    doc = packed({"intake.name_used": "EX behind the back"}).hex()
    behind(desks, BEHIND[change].format(columns=columns, doc=doc))
    assert desks.store.examine().faults != ()
    looked, _steps = looks(desks)
    assert looked.strays
    assert rebuilds(desks) == 0
    assert desks.store.examine().faults == ()
    found = Rechecking(desks.store.connection, desks.clock())
    assert (found.strays, found.broken) == ([], 0)
    assert looks(desks)[0].strays == []
    assert kept_aside(desks.store.connection).number > 0


def test_how_it_stood_is_kept_aside_until_it_is_old_or_its_thing_goes(desks):
    behind(desks, "update task set title = 'EX behind the back'")
    looks(desks)
    rebuilds(desks)
    ((content,),) = rows(desks, "select content from aside_row")
    told = cbor2.loads(content)
    assert told["task"][0]["title"] == "EX behind the back"
    assert told["entity"][0]["type"] == "task"
    assert rows(desks, "select title from task where status = 'open'") == [("EX task",)]
    assert [line for (line,) in rows(desks, "select action from audit_entry")].count("rebuilt") == 1
    store = desks.store.connection
    forget_old(store, desks.clock() + KEPT - timedelta(days=1))
    assert kept_aside(store).number == 1
    forget_old(store, desks.clock() + KEPT + timedelta(days=1))
    assert kept_aside(store) == (0, "")


def test_what_came_back_after_it_was_erased_is_gone_again_and_kept_nowhere(desks):
    behind(desks, "update task set title = 'EX before it was erased'")
    looks(desks)
    rebuilds(desks)
    ((thing,),) = rows(desks, "select id from task where title = 'EX task'")
    held = rows(desks, "select * from task where id = ?", thing)[0]
    behind(desks, "insert into tombstone values (?, '2026-03-10', 'ex')", thing)
    behind(desks, "update entity set life = 3 where id = ?", thing)
    cursor = desks.store.connection.cursor()
    take_out(cursor, json.dumps([thing.hex()]))
    assert kept_aside(desks.store.connection).number == 0
    behind(desks, PUT_BACK.format(", ".join("?" * len(held))), *held)
    desks.clock.pass_days(8)
    looks(desks)
    rebuilds(desks)
    assert rows(desks, "select count(*) from task where id = ?", thing) == [(0,)]
    assert kept_aside(desks.store.connection).number == 0


@pytest.mark.parametrize(
    "change",
    [
        "update op set value = x'6445582021' where field = 'last_verified'",
        LAST_IS_GONE,
    ],
    ids=["changed", "gone"],
)
def test_where_the_log_itself_was_changed_nothing_is_built_from_it(desks, change):
    before = rows(desks, "select * from service order by id")
    behind(desks, change)
    looked, _steps = looks(desks)
    assert looked.broken
    assert [len(one.lost) for one in looked.strays] == [1]
    assert rebuilds(desks) == 0
    assert rows(desks, "select * from service order by id") == before
    assert kept_aside(desks.store.connection).number == 0
