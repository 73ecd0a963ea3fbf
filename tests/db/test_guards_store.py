"""Who the store knows, which keys it takes, and what its triggers say in codes."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError
from sqlcipher3 import dbapi2

from casework.team.worker import Role
from db.guards.lifting import HOLDS, lifted, unguarded
from db.guards.triggers import APPEND_ONLY, GuardRefused, guard_refusal
from db.store import open_store
from db.vault.engine import BEGIN, store_refusal
from db.vault.refusals import StoreRefused


@pytest.mark.parametrize(
    ("message", "rule", "table"),
    [
        ("consent:letter", "consent", "letter"),
        ("limits:casefile", "limits", "casefile"),
        *((f"append_only:{table}", "append_only", table) for table in APPEND_ONLY),
    ],
)
def test_what_a_trigger_says_becomes_a_rule_and_a_table(message, rule, table) -> None:
    refused = guard_refusal(message)
    assert isinstance(refused, GuardRefused)
    assert (refused.rule, refused.table, str(refused)) == (rule, table, message)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "consent",
        "consent:",
        "consent:a b",
        "UNIQUE constraint failed: letter.number",
        "x:letter",
    ],
)
def test_what_the_driver_says_by_itself_is_no_guards_word(message) -> None:
    assert guard_refusal(message) is None


def change_lines(connection):
    connection.execute("update audit_entry set object = null")


def assert_guarded(connection):
    with pytest.raises(dbapi2.IntegrityError, match=r"^append_only:audit_entry$"):
        change_lines(connection)


BOTH = pytest.mark.parametrize("lifts", [lifted, unguarded])


@BOTH
def test_the_guards_hold_again_behind_what_they_were_lifted_for(desks, lifts) -> None:
    connection = desks.store.connection
    assert_guarded(connection)
    with lifts(connection.cursor()):
        change_lines(connection)
        with lifts(connection.cursor()):
            change_lines(connection)
        change_lines(connection)
    assert_guarded(connection)


def test_an_erasure_lifts_no_guard_of_consent(desks) -> None:
    connection, case = desks.store.connection, desks.visit()
    opens = "update casefile set status = 'open', limits_explained_at = null where code = ?"
    with unguarded(connection.cursor()):
        change_lines(connection)
        with pytest.raises(dbapi2.IntegrityError, match=r"^limits:casefile$"):
            connection.execute(opens, (case,))


@BOTH
def test_a_rollback_brings_the_guards_back(desks, lifts) -> None:
    connection = desks.store.connection

    def fail():
        with connection, lifts(connection.cursor()):
            change_lines(connection)
            raise ZeroDivisionError

    connection.execute(BEGIN)
    with pytest.raises(ZeroDivisionError):
        fail()
    assert_guarded(connection)


def test_every_guard_asks_whether_it_is_lifted(desks) -> None:
    connection = desks.store.connection
    asked = "select name, sql from sqlite_temp_master where type = 'trigger'"
    triggers = dict(connection.execute(asked).fetchall())
    assert len(triggers) > 2 * len(APPEND_ONLY)
    # What names a case by its code follows whoever writes the code, and refuses nothing.
    assert [name for name, made in triggers.items() if HOLDS not in made] == ["places_follow"]


def test_the_store_knows_active_workers_only(desks) -> None:
    store, worker = desks.store, desks.template.caseworker
    assert store.worker(bytes.fromhex(worker.id)) == worker
    assert store.user_named(" caseworker 1 ") == bytes.fromhex(worker.id)
    assert (store.knows("Caseworker 1"), store.knows("Caseworker 9")) == (True, False)
    store.connection.execute("update app_user set status = 'left' where name = 'Caseworker 1'")
    for ask in (lambda: store.worker(bytes.fromhex(worker.id)), lambda: store.worker(b"9" * 16)):
        with pytest.raises(StoreRefused, match=r"^nobody$"):
            ask()
    assert not store.knows("Caseworker 1")
    assert "Caseworker 1" not in {
        one.name for one in desks.office(desks.template.supervisor).people.all()
    }


def test_keys_of_practice_do_not_open_real_data_and_the_other_way_round(desks) -> None:
    desks.store.connection.execute("insert into setting values ('practice', 'yes')")
    desks.store.close()
    with pytest.raises(StoreRefused, match=r"^practice_mixed$"):
        open_store(desks.home, desks.template.unlocked(), desks.clock)
    practice = replace(desks.template.unlocked(), practice=True)
    desks.store = open_store(desks.home, practice, desks.clock)
    assert desks.store.knows("Supervisor 1")


def test_older_keys_put_back_are_told_and_kept_in_the_chain(desks) -> None:
    unlocked = desks.template.unlocked()
    newer = replace(unlocked, generation=unlocked.generation + 1)
    assert desks.store.welcome(newer) == ()
    assert desks.store.welcome(newer) == ()
    assert desks.store.welcome(unlocked) == ("slots_older",)
    last = "select action, object from audit_entry order by seq desc limit 1"
    assert desks.store.connection.execute(last).fetchone() == ("slots_older", unlocked.user_id)
    assert desks.workbook.check().faults == ()


def test_a_new_signing_key_of_a_known_worker_is_kept_with_a_line(desks) -> None:
    user = bytes.fromhex(desks.template.caseworker.id)
    desks.store.renew_author(user, b"7" * 32)
    connection = desks.store.connection
    kept = connection.execute("select author from app_user where id = ?", (user,)).fetchone()
    assert kept == (b"7" * 32,)
    last = connection.execute("select action, object from audit_entry order by seq desc").fetchone()
    assert last == ("recovered", user)
    assert desks.workbook.check().faults == ()


def test_an_error_of_the_driver_is_a_code_and_any_other_stays_what_it_is(desks) -> None:
    office = desks.office(desks.template.supervisor)
    twice = (os.urandom(16).hex(), "Worker 9", Role.VIEWER, bytes(32))
    office.people.add(*twice)
    with pytest.raises(StoreRefused, match=r"^unexpected$") as refused:
        office.people.add(*twice)
    assert "Worker 9" not in repr(refused.value)
    assert store_refusal(ValueError("CANARY")) is None
    wrapped = IntegrityError("CANARY", {}, dbapi2.IntegrityError("CANARY"))
    for error in (wrapped, dbapi2.OperationalError("CANARY")):
        assert "CANARY" not in str(store_refusal(error))
