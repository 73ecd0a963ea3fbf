"""The encrypted file: what is asserted at open, what is refused, and by which code."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2
from vaults import make_store, make_vault, run_child

from db.vault import engine, instance
from db.vault.engine import connect
from db.vault.refusals import StoreRefused

OPEN_IN_A_CHILD = """
import sys
from pathlib import PurePosixPath, PureWindowsPath
from pathlib import Path
from db.vault.engine import connect
from db.vault.refusals import StoreRefused
try:
    connect(Path(sys.argv[1]), bytearray.fromhex(sys.stdin.read()))
    print("opened")
except StoreRefused as refusal:
    print(refusal.code)
"""


@pytest.fixture
def vault(tmp_path):
    return make_store(tmp_path / "home", rows=40)


@pytest.fixture
def connection(vault):
    connection = vault.connect()
    yield connection
    connection.close()


def refused(step, *arguments, **how):
    with pytest.raises(StoreRefused) as caught:
        step(*arguments, **how)
    return caught.value.code


def asked(connection, name):
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PureWindowsPath("C:/a/b.db"), "file:///C:/a/b.db"),
        (PureWindowsPath("//machine/share/b.db"), "file:////machine/share/b.db"),
        (PurePosixPath("/a/b.db"), "file:///a/b.db"),
    ],
)
def test_a_store_is_named_as_sqlite_names_files_wherever_it_is(path, address):
    assert engine._address(path) == address


@pytest.mark.parametrize("name", ["a?mode=ro&b", "50% #1", "a%3fb", "née", "two  blanks", "a\\b"])
def test_a_store_is_opened_in_a_folder_of_any_name(tmp_path, name):
    vault = make_store(tmp_path / name, rows=1)
    vault.connect().close()

    assert [folder.name for folder in tmp_path.iterdir()] == [name]


def test_every_setting_is_as_decided(connection):
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "recursive_triggers": 1,
        "cell_size_check": 1,
        "mmap_size": 0,
        "cipher_memory_security": "0",
        "cipher_status": "1",
    }
    assert {name: asked(connection, name) for name in wanted} == wanted
    assert asked(connection, "temp_store") in {0, 2}
    assert asked(connection, "cache_size") in {-65536, -16384}


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH 'plain.db' AS plain KEY ''",
        "DETACH main",
        "VACUUM",
        "VACUUM INTO 'plain.db'",
        "SELECT load_extension('x')",
        "SELECT sqlcipher_export('main')",
        "PRAGMA temp_store = 1",
        "PRAGMA temp_store_directory = '.'",
        "PRAGMA key = 'x'",
        "PRAGMA rekey = 'x'",
        "PRAGMA hexrekey = '00'",
        "PRAGMA cipher_memory_security = ON",
        "PRAGMA cipher_plaintext_header_size = 32",
        "PRAGMA cipher_log = stderr",
        "PRAGMA cipher_migrate",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA secure_delete = OFF",
        "PRAGMA trusted_schema = ON",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA writable_schema = ON",
    ],
)
def test_a_working_connection_may_not(connection, statement):
    with pytest.raises(dbapi2.DatabaseError, match="authori"):
        connection.execute(statement)


def test_a_working_connection_may_still_work(connection):
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA user_version = 7")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(body, content='')")
    connection.execute("INSERT INTO found (rowid, body) VALUES (1, 'hello')")
    found = connection.execute("SELECT rowid FROM found WHERE found MATCH 'hello'").fetchall()
    assert found == [(1,)]
    assert asked(connection, "user_version") == 7


def test_the_file_is_opened_by_the_raw_key_and_not_by_a_passphrase(vault):
    plain = dbapi2.connect(str(vault.store))
    plain.execute(f"PRAGMA key = \"x'{vault.unlocked.store_key.hex()}'\"")
    assert plain.execute("SELECT count(*) FROM word").fetchone() == (40,)
    plain.close()


def test_what_only_its_end_refuses_is_taken_back_and_leaves_nothing_open(connection):
    connection.execute("create table held (id integer primary key)")
    connection.execute(
        "create table holds (held integer references held (id) deferrable initially deferred)"
    )
    with pytest.raises(dbapi2.IntegrityError), engine.in_one(connection) as cursor:
        cursor.execute("insert into holds values (7)")
    assert not connection.in_transaction
    with engine.in_one(connection) as cursor:
        cursor.execute("insert into held values (7)")
    assert connection.execute("select count(*) from holds").fetchone() == (0,)
    assert connection.execute("select count(*) from held").fetchone() == (1,)


def test_a_replaced_row_does_not_slip_past_a_delete_trigger(connection):
    connection.execute(
        "CREATE TEMP TRIGGER kept BEFORE DELETE ON word BEGIN SELECT raise(abort, 'kept'); END"
    )
    with pytest.raises(dbapi2.IntegrityError, match="kept"):
        connection.execute("INSERT OR REPLACE INTO word (id, text) VALUES (1, 'other')")


def test_a_plain_file_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "workbook.db"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (a)")
    plain.close()
    before = path.read_bytes()
    assert refused(connect, path, bytearray(32)) == "plain_store"
    assert path.read_bytes() == before


def test_a_wrong_key_is_told_from_a_damaged_first_page(vault):
    wrong = bytearray(os.urandom(32))
    assert refused(connect, vault.store, wrong) == "wrong_key"
    assert refused(connect, vault.store, wrong[:5]) == "wrong_key"
    data = bytearray(vault.store.read_bytes())
    data[100] ^= 1
    vault.store.write_bytes(data)
    assert refused(vault.connect) == "damaged"


def test_a_damaged_page_is_found_and_its_reading_ends_in_a_code(vault):
    data = bytearray(vault.store.read_bytes())
    data[3 * 4096 + 100] ^= 1
    vault.store.write_bytes(data)
    connection = vault.connect()
    assert engine.find_damage(connection) == 1
    with pytest.raises(dbapi2.DatabaseError) as caught:
        connection.execute("SELECT sum(length(text)) FROM word").fetchone()
    assert engine.refusal_of(caught.value).code == "damaged"
    connection.close()
    assert vault.store.read_bytes() == data


@pytest.mark.parametrize("keep", [0, 10])
def test_an_emptied_file_is_not_taken_for_a_new_store(vault, keep):
    vault.store.write_bytes(vault.store.read_bytes()[:keep])
    assert refused(vault.connect) == "damaged"
    assert vault.store.stat().st_size == keep


def test_a_missing_store_is_not_made_by_opening_it(tmp_path):
    vault = make_vault(tmp_path / "home")
    assert refused(connect, tmp_path / "none" / "workbook.db", bytearray(32)) == "missing"
    assert refused(vault.connect) == "missing"
    assert not vault.store.exists()


def test_a_store_is_never_made_over_another(vault):
    before = vault.store.read_bytes()
    assert refused(vault.connect, create=True) == "exists"
    assert vault.store.read_bytes() == before


def test_a_store_that_could_not_be_made_leaves_nothing(tmp_path):
    vault = make_vault(tmp_path / "home")
    vault.store.with_name("workbook.db-wal").mkdir()
    assert refused(vault.connect, create=True) == "disk_error"
    assert not vault.store.exists()


def test_a_sound_store_has_no_damage(connection):
    assert engine.find_damage(connection) == 0


def test_a_second_program_is_refused_until_the_first_has_ended(vault):
    key = vault.unlocked.store_key.hex()
    connection = vault.connect()
    again = vault.connect()
    assert run_child(OPEN_IN_A_CHILD, str(vault.store), text=key).stdout == "in_use\n"
    again.close()
    assert instance.is_shared(vault.store) is False
    assert run_child(OPEN_IN_A_CHILD, str(vault.store), text=key).stdout == "in_use\n"
    connection.close()
    assert run_child(OPEN_IN_A_CHILD, str(vault.store), text=key).stdout == "opened\n"


def test_the_lock_file_says_nothing(vault):
    connection = vault.connect()
    assert vault.store.with_name("workbook.db.lock").read_bytes() == b""
    connection.close()


def test_a_refused_open_gives_the_workbook_back(vault):
    assert refused(connect, vault.store, bytearray(32)) == "wrong_key"
    vault.connect().close()
    key = vault.unlocked.store_key.hex()
    assert run_child(OPEN_IN_A_CHILD, str(vault.store), text=key).stdout == "opened\n"


def test_the_cipher_says_nothing_on_standard_error(vault):
    child = run_child(OPEN_IN_A_CHILD, str(vault.store), text="00" * 32)
    assert (child.stdout, child.stderr) == ("wrong_key\n", "")


def test_a_reader_writes_nothing(vault):
    connection = vault.connect(read_only=True)
    assert connection.execute("SELECT count(*) FROM word").fetchone() == (40,)
    with pytest.raises(dbapi2.OperationalError) as caught:
        connection.execute("DELETE FROM word")
    assert engine.refusal_of(caught.value).code == "read_only"
    connection.close()


def test_sqlalchemy_works_over_it_with_its_own_begin(vault):
    orm = create_engine("sqlite://", module=dbapi2, creator=vault.connect, poolclass=StaticPool)

    @event.listens_for(orm, "begin")
    def _begin(session):
        session.exec_driver_sql("BEGIN IMMEDIATE")

    with orm.connect() as session:
        session.execute(text("DELETE FROM word"))
        session.rollback()
    with orm.begin() as session:
        assert session.execute(text("SELECT count(*) FROM word")).scalar() == 40
    orm.dispose()


def test_the_engine_does_not_bring_sqlalchemy_along():
    child = run_child(
        "import sys, db.vault.engine, db.vault.keys, db.migrate\n"
        "print(sorted({'sqlalchemy', 'alembic'} & set(sys.modules)))"
    )
    assert child.stdout == "[]\n"


def test_an_unknown_complaint_of_the_driver_has_a_code_too():
    assert engine.refusal_of(dbapi2.OperationalError()).code == "unexpected"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_the_store_belongs_to_its_owner_alone(vault, connection):
    modes = {path.name: path.stat().st_mode & 0o777 for path in vault.home.iterdir()}
    assert set(modes.values()) == {0o600}
    assert "workbook.db-wal" in modes
    assert connection.in_transaction is False
