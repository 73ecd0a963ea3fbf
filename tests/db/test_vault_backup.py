"""Backups: what they hold, who opens them, and that nothing comes back unverified."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey, SealedBox
from vaults import NAME, WORDS, make_store, run_child

from db import migrate
from db.backups import backup
from db.vault import copying, keys
from db.vault.cost import FLOOR
from db.vault.refusals import StoreRefused

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NEW_WORDS = "abstain scalping wasabi corporate"
NEWCOMER = keys.Newcomer("W-07", NEW_WORDS, FLOOR)


@pytest.fixture
def vault(tmp_path):
    vault = make_store(tmp_path / "home", rows=300)
    connection = vault.connect()
    # Of today's shape beside its words: a store of another one is not taken back.
    connection.execute("DROP TABLE setting")
    migrate.create_schema(connection)
    connection.close()
    return vault


@pytest.fixture
def saved(vault, tmp_path):
    """Return a finished backup."""
    return save(vault, tmp_path / "stick.backup")


def save(vault, target, **how):
    connection = vault.connect()
    backup.back_up(connection, vault.unlocked, target, lambda: NOON, **how)
    connection.close()
    return target


def nothing_to_replay(_connection):
    return None


def restore(saved, home, vault, replay=nothing_to_replay):
    return backup.restore(saved, home, vault.code, NEWCOMER, replay)


def refused(step, *arguments):
    with pytest.raises(StoreRefused) as caught:
        step(*arguments)
    return caught.value.code


def test_a_backup_comes_back_with_new_keys_and_a_new_sheet(saved, vault, tmp_path):
    restored = restore(saved, tmp_path / "new", vault)
    assert restored.created == int(NOON.timestamp())
    unlocked = keys.unlock(tmp_path / "new", "W-07", NEW_WORDS)
    connection = keys_connect(tmp_path / "new", unlocked)
    assert connection.execute("SELECT count(*) FROM word").fetchone() == (300,)
    connection.close()
    assert refused(keys.unlock, tmp_path / "new", NAME, WORDS) == "wrong_passphrase"
    assert refused(keys.unlock_with_recovery, tmp_path / "new", vault.code) == "wrong_recovery"
    by_sheet = keys.unlock_with_recovery(tmp_path / "new", restored.recovery_code)
    assert by_sheet.store_id == unlocked.store_id
    # Two that called themselves by one name would be one for those they exchange with.
    assert unlocked.store_id != vault.unlocked.store_id


def keys_connect(home, unlocked):
    return backup.engine.connect(home / keys.STORE, unlocked.store_key)


def test_a_backup_holds_no_slot_no_key_and_no_word(saved, vault):
    data = saved.read_bytes()
    slot_file = vault.slots.read_bytes()
    assert slot_file[:8] not in data
    assert all(slot_file[at : at + 32] not in data for at in range(0, len(slot_file) - 32, 16))
    for secret in (bytes(vault.unlocked.store_key), b"word 1 ", vault.unlocked.store_id):
        assert secret not in data
    assert b"2026" not in data[:4096]


def test_the_size_tells_little(saved):
    size = saved.stat().st_size
    assert size == backup.padded_size(size)
    assert backup.padded_size(1) == backup.padded_size(200_000) == 256 << 10


@given(st.integers(256 << 10, 1 << 45))
def test_padding_is_small_and_settles(size):
    padded = backup.padded_size(size)
    assert size <= padded <= size * 1.12
    assert backup.padded_size(padded) == padded


def test_words_written_meanwhile_are_whole_in_the_backup_or_not_there(vault, tmp_path):
    first, second = vault.connect(), vault.connect()
    second.execute("INSERT INTO word (text) VALUES ('before')")
    with copying.still(first) as source:
        assert not [file for file in vault.home.glob("*-wal") if file.stat().st_size]
        second.execute("PRAGMA busy_timeout = 0").fetchall()
        with pytest.raises(backup.engine.dbapi2.OperationalError) as caught:
            second.execute("INSERT INTO word (text) VALUES ('meanwhile')")
        copy = source.read()
    assert backup.engine.refusal_of(caught.value).code == "in_use"
    second.execute("INSERT INTO word (text) VALUES ('after')")
    first.close()
    second.close()
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / keys.STORE).write_bytes(copy)
    connection = keys_connect(tmp_path / "copy", vault.unlocked)
    found = {text for (text,) in connection.execute("SELECT text FROM word WHERE id > 300")}
    assert found == {"before"}
    connection.close()


def test_copying_and_connecting_again_leave_the_workbook_locked_for_others(vault, saved):
    # Closing any descriptor of the store would free SQLite's own locks on it.
    connection = vault.connect()
    backup.back_up(connection, vault.unlocked, saved, lambda: NOON)
    vault.connect().close()
    child = run_child(
        "import fcntl, sys\n"
        "file = open(sys.argv[1], 'r+b')\n"
        "try:\n"
        "    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)\n"
        "    print('free')\n"
        "except OSError:\n"
        "    print('held')",
        str(vault.store),
    )
    assert child.stdout == "held\n"
    connection.close()


def test_erasures_are_replayed_before_anyone_can_open(saved, vault, tmp_path):
    def replay(connection):
        assert not (tmp_path / "new" / keys.KEYS).exists()
        connection.execute("DELETE FROM word WHERE id > 10")
        return b"p" * 16

    restored = restore(saved, tmp_path / "new", vault, replay)
    assert restored.unlocked.user_id == b"p" * 16
    connection = keys_connect(tmp_path / "new", restored.unlocked)
    assert connection.execute("SELECT count(*) FROM word").fetchone() == (10,)
    connection.close()


def test_a_replay_that_breaks_leaves_nothing_behind(saved, vault, tmp_path):
    def replay(_connection):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        restore(saved, tmp_path / "new", vault, replay)
    assert not (tmp_path / "new").exists()


def test_nothing_is_restored_over_anything(saved, vault):
    before = {file.name for file in vault.home.iterdir()}
    assert refused(restore, saved, vault.home, vault) == "not_empty"
    assert {file.name for file in vault.home.iterdir()} == before


def test_another_sheet_does_not_open_it(saved, tmp_path):
    strange = keys.recovery.spell(keys.recovery.make_secret())
    assert refused(backup.read_manifest, saved, strange) == "wrong_recovery_backup"
    arguments = (saved, tmp_path / "new", strange, NEWCOMER, nothing_to_replay)
    assert refused(backup.restore, *arguments) == "wrong_recovery_backup"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("at", [0, 9, 30, 100, 130, 300, 5_000, 100_000])
def test_a_flipped_bit_anywhere_that_matters_is_noticed(saved, vault, tmp_path, at):
    data = bytearray(saved.read_bytes())
    data[at] ^= 1
    saved.write_bytes(data)
    code = refused(restore, saved, tmp_path / "new", vault)
    assert code in {"backup_damaged", "wrong_recovery_backup"}
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("keep", [0, 5, 12, 200, 50_000])
def test_half_a_backup_is_noticed(saved, vault, tmp_path, keep):
    saved.write_bytes(saved.read_bytes()[:keep])
    assert refused(restore, saved, tmp_path / "new", vault) == "backup_damaged"


@given(st.binary(max_size=500), st.integers(0, 255), st.integers(0, 9))
def test_random_bytes_end_in_a_code(tmp_path_factory, tail, version, readers):
    path = tmp_path_factory.getbasetemp() / "random.backup"
    path.write_bytes(struct.pack(">8sBB", backup.MAGIC, version, readers) + tail)
    code = refused(backup.read_manifest, path, CODE)
    assert code in {"backup_damaged", "backup_newer", "wrong_recovery_backup"}


CODE = keys.recovery.spell(bytearray(range(32)))


def test_a_backup_of_a_newer_program_is_refused_before_it_is_unpacked(vault, tmp_path):
    connection = vault.connect()
    connection.execute(f"PRAGMA user_version = {migrate.CURRENT.version + 1}")
    connection.close()
    saved = save(vault, tmp_path / "newer.backup")
    assert refused(restore, saved, tmp_path / "new", vault) == "newer"


def test_a_store_damaged_before_the_backup_is_found_at_restore(vault, tmp_path):
    data = bytearray(vault.store.read_bytes())
    data[20 * 4096 + 7] ^= 1
    vault.store.write_bytes(data)
    saved = save(vault, tmp_path / "damaged.backup")
    assert refused(restore, saved, tmp_path / "new", vault) == "backup_damaged"


def test_a_supervisor_may_read_it_too(vault, tmp_path):
    supervisor = PrivateKey.generate()
    saved = save(vault, tmp_path / "two", other_readers=[bytes(supervisor.public_key)])
    data = saved.read_bytes()
    assert data[9] == 2
    assert len(SealedBox(supervisor).decrypt(data[90:170])) == 32
    assert backup.read_manifest(saved, vault.code).size == vault.store.stat().st_size
    too_many = [bytes(supervisor.public_key)] * 8
    connection = vault.connect()
    arguments = (connection, vault.unlocked, saved, lambda: NOON, too_many)
    assert refused(backup.back_up, *arguments) == "backup_readers"
    connection.close()


def test_a_backup_that_cannot_be_written_leaves_the_last_one(saved, vault):
    before = saved.read_bytes()
    connection = vault.connect()
    nowhere = saved.parent / "no stick" / "backup"
    assert refused(backup.back_up, connection, vault.unlocked, nowhere, lambda: NOON) == "no_place"
    saved.with_name(saved.name + ".new").mkdir()
    assert refused(backup.back_up, connection, vault.unlocked, saved, lambda: NOON) == "no_place"
    assert saved.read_bytes() == before
    assert connection.in_transaction is False
    connection.close()
