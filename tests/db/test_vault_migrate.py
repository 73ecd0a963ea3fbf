"""A newer store is refused, an older one copied aside and brought up to date, whole or not."""

from __future__ import annotations

import shutil

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from make import Clock
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2
from vaults import make_vault, run_child

from db import drafting, migrate, upgrading
from db.migrate import CURRENT, Plan
from db.store import open_store
from db.vault import copying
from db.vault.keys import STORE
from db.vault.refusals import StoreRefused

STEP = """
from alembic import op

revision = "{number:04d}"
down_revision = "{before:04d}"


def upgrade():
    op.execute("CREATE TABLE added_{number} (a)")
    {more}
"""

SETTING = 'CREATE TABLE setting (\n\t"key" VARCHAR NOT NULL,\n\tvalue VARCHAR NOT NULL,\n'


@pytest.fixture
def vault(tmp_path):
    vault = make_vault(tmp_path / "home")
    connection = vault.connect(create=True)
    migrate.create_schema(connection)
    connection.execute("INSERT INTO setting VALUES ('word', 'kept')")
    connection.close()
    return vault


@pytest.fixture
def open_vault(vault):
    connection = vault.connect()
    yield connection
    connection.close()


def plan_of(folder, number, *, more="pass"):
    """Return a plan of one version more, whose last step is written here."""
    steps = folder / "steps"
    shutil.copytree(CURRENT.steps, steps, dirs_exist_ok=True)
    text = STEP.format(number=number, before=number - 1, more=more)
    (steps / "versions" / f"{number:04d}_more.py").write_text(text, "utf-8")
    return Plan(number, steps)


def upgraded(vault, plan):
    """Bring a store up to a plan as its opening does; return whether that was needed."""
    connection = vault.connect()
    try:
        return migrate.upgrade(connection, plan)
    finally:
        connection.close()


def tables_of(connection):
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name for (name,) in found}


def shape_of(connection):
    """Return every column, index and reference, in an order that does not depend on names."""
    asked = ("table_xinfo", "index_list", "foreign_key_list")
    return {
        (table, question, row[1:])
        for table in tables_of(connection)
        for question in asked
        for row in connection.execute(f"PRAGMA {question}({table})").fetchall()
    }


def differences(connection):
    borrowed = create_engine(
        "sqlite://", module=dbapi2, creator=lambda: connection, poolclass=StaticPool
    )
    with borrowed.connect() as session:
        context = MigrationContext.configure(session)
        return [one for shape in upgrading.SHAPE for one in compare_metadata(context, shape)]


def test_a_new_store_is_of_todays_shape_and_needs_nothing(vault, open_vault):
    assert migrate.version_of(open_vault) == CURRENT.version
    assert migrate.upgrade(open_vault) is False
    assert migrate.copies_aside(vault.home) == ()


def test_rows_and_migrations_say_the_same(tmp_path, open_vault):
    climbed = make_vault(tmp_path / "climbed").connect(create=True)
    assert migrate.upgrade(climbed) is True
    assert migrate.version_of(climbed) == CURRENT.version
    assert differences(climbed) == []
    assert shape_of(climbed) == shape_of(open_vault)
    climbed.close()


def test_a_forgotten_migration_would_be_seen(open_vault):
    open_vault.execute("ALTER TABLE setting DROP COLUMN value")
    (missing,) = differences(open_vault)
    assert missing[0] == "add_column"


def test_the_first_migration_is_spelled_as_drafting_spells_it(tmp_path):
    connection = make_vault(tmp_path / "new").connect(create=True)
    spelled = (CURRENT.steps / "versions" / "0001_first.sql").read_text("utf-8")
    assert drafting.spell_first(connection) == spelled
    connection.close()


def test_a_newer_store_is_refused_with_its_numbers(vault, open_vault):
    open_vault.execute(f"PRAGMA user_version = {CURRENT.version + 1}")
    before = vault.store.read_bytes()
    with pytest.raises(StoreRefused, match="newer") as caught:
        open_store(vault.home, vault.unlocked, Clock())
    assert caught.value.facts == {"found": CURRENT.version + 1, "known": CURRENT.version}
    assert vault.store.read_bytes() == before


@pytest.mark.parametrize(
    "drafted",
    [
        "ALTER TABLE setting DROP COLUMN value",
        "ALTER TABLE setting ADD COLUMN more",
        "DROP TABLE trait",
    ],
)
def test_a_store_of_a_shape_before_the_first_release_is_refused_unchanged(vault, drafted):
    connection = vault.connect()
    connection.execute(drafted)
    connection.close()
    before = (vault.home / STORE).read_bytes()
    with pytest.raises(StoreRefused, match=r"^before_release$"):
        upgraded(vault, CURRENT)
    assert (vault.home / STORE).read_bytes() == before
    assert migrate.copies_aside(vault.home) == ()


def test_an_older_store_is_copied_aside_then_upgraded(vault, tmp_path):
    plan = plan_of(tmp_path, CURRENT.version + 1)
    assert upgraded(vault, plan) is True
    connection = vault.connect()
    assert migrate.version_of(connection) == plan.version
    assert f"added_{plan.version}" in tables_of(connection)
    assert connection.execute("SELECT value FROM setting").fetchall() == [("kept",)]
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    connection.close()
    (aside,) = migrate.copies_aside(vault.home)
    aside.replace(vault.store)
    old = vault.connect()
    assert migrate.version_of(old) == CURRENT.version
    assert old.execute("SELECT value FROM setting").fetchall() == [("kept",)]
    old.close()


@pytest.mark.parametrize(
    "more", ["op.execute('INSERT INTO nowhere VALUES (1)')", "raise_on_purpose()"]
)
def test_an_upgrade_that_breaks_changes_nothing(vault, tmp_path, more):
    plan = plan_of(tmp_path, CURRENT.version + 1, more=more)
    with pytest.raises((StoreRefused, NameError), match=r"upgrade_failed|raise_on_purpose"):
        upgraded(vault, plan)
    connection = vault.connect()
    assert migrate.version_of(connection) == CURRENT.version
    assert f"added_{plan.version}" not in tables_of(connection)
    connection.close()


def test_an_upgrade_that_orphans_rows_changes_nothing(open_vault, tmp_path):
    open_vault.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    open_vault.execute("CREATE TABLE child (parent REFERENCES parent)")
    open_vault.execute("INSERT INTO parent VALUES (1)")
    open_vault.execute("INSERT INTO child VALUES (1)")
    plan = plan_of(tmp_path, CURRENT.version + 1, more="op.execute('DELETE FROM parent')")
    with pytest.raises(StoreRefused, match="upgrade_failed"):
        migrate.upgrade(open_vault, plan)
    assert open_vault.execute("SELECT count(*) FROM parent").fetchone() == (1,)


def test_a_damaged_store_is_not_upgraded(vault, tmp_path):
    data = bytearray(vault.store.read_bytes())
    data[-100] ^= 1
    vault.store.write_bytes(data)
    plan = plan_of(tmp_path, CURRENT.version + 1)
    with pytest.raises(StoreRefused, match="damaged"):
        upgraded(vault, plan)
    assert vault.store.read_bytes() == data
    assert migrate.copies_aside(vault.home) == ()


def test_a_store_of_todays_shape_is_opened_without_the_machinery(vault):
    child = run_child(
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from db.store import open_store\n"
        "from db.vault.unlocked import Unlocked\n"
        "key = bytearray.fromhex(sys.stdin.read())\n"
        "unlocked = Unlocked(key, bytes(16), bytearray(32), False, bytes(16), bytes(32), 0)\n"
        "open_store(Path(sys.argv[1]), unlocked, lambda: datetime.now(UTC)).close()\n"
        "print(sorted({'alembic', 'sqlalchemy'} & set(sys.modules)))",
        str(vault.home),
        text=vault.unlocked.store_key.hex(),
    )
    assert (child.stdout, child.stderr) == ("[]\n", "")


def test_whoever_opens_an_older_workbook_has_it_copied_aside_and_brought_up(desks):
    case = desks.visit()
    # Of a shape before the first, whose step is done already.
    desks.store.connection.execute("PRAGMA user_version = 0")
    desks.close()
    desks.opens()
    assert migrate.version_of(desks.store.connection) == CURRENT.version
    (aside,) = migrate.copies_aside(desks.home)
    assert aside.name == f"workbook.db.before-{CURRENT.version}"
    assert desks.office().overview.of(case)


def test_the_next_migration_is_drafted_from_the_rows(tmp_path):
    steps = tmp_path / "steps"
    shutil.copytree(CURRENT.steps, steps)
    first = steps / "versions" / "0001_first.sql"
    without = SETTING.replace("\tvalue VARCHAR NOT NULL,\n", "")
    lacking = first.read_text("utf-8").replace(SETTING, without)
    first.write_text(lacking, "utf-8")
    number = f"{len(list((steps / 'versions').glob('*.py'))) + 1:04d}"
    assert drafting.main(["value kept"], steps) == 0
    (written,) = (steps / "versions").glob(f"{number}_*.py")
    assert 'sa.Column("value"' in written.read_text("utf-8").replace("'", '"')
    assert drafting.main(["first"], steps) == 0
    assert SETTING in first.read_text("utf-8")


def test_a_copy_that_cannot_be_made_is_refused_and_leaves_nothing(vault, open_vault):
    target = vault.home / "copy"
    target.mkdir()
    before = {path.name for path in vault.home.iterdir()}
    with pytest.raises(StoreRefused, match="disk_error"):
        copying.copy_beside(open_vault, target)
    assert {path.name for path in vault.home.iterdir()} == before
    assert open_vault.in_transaction is False
