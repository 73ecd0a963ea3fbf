"""Full disk, read-only folder, sudden death: each ends in a code, and nothing saved is lost."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

import pytest
from vaults import HOUSE, NAME, WORDS, kill_writers, make_store, make_vault, run_child

from db.vault import engine, keys, sheets
from db.vault.engine import connect, find_damage
from db.vault.refusals import StoreRefused
from texts import say

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses what POSIX can refuse")

# Write words until the disk has no more room; say how many were acknowledged and what was said.
FILL = """
import json, sys
from pathlib import Path
from sqlcipher3 import dbapi2
from db.vault import keys
from db.vault.engine import connect, refusal_of
from db.vault.refusals import StoreRefused

def fill(home, key):
    connection = connect(home / keys.STORE, key)
    count, said = 0, set()
    while len(said) < 1:
        try:
            connection.execute("INSERT INTO word (text) VALUES (?)", ("x" * 5000,))
            count += 1
        except dbapi2.Error as error:
            said.add(refusal_of(error).code)
    connection.close()
    unlocked = keys.Unlocked(key, bytes(16), bytearray(32), False, bytes(16), bytes(32), 0)
    try:
        keys.renew_recovery(home, unlocked)
        said.add("slots written")
    except StoreRefused as refusal:
        said.add("slots " + refusal.code)
    print(json.dumps([count, sorted(said)]))
"""
LIMITED = (
    FILL
    + """
import resource
home = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
key = bytearray.fromhex(sys.stdin.read())
(home / "workbook.keys.new").mkdir()  # so that the slot file meets its own error
fill(home, key)
"""
)
# A disk of its own, 384 KiB large, is mounted where no one else can see it.
ON_SMALL_DISK = (
    FILL
    + """
import ctypes, os, shutil
libc = ctypes.CDLL(None, use_errno=True)
disk = Path(sys.argv[1]).parent / "disk"
disk.mkdir()
flags = 0x00020000 | (0 if os.geteuid() == 0 else 0x10000000)
if libc.unshare(flags) or libc.mount(b"none", b"/", None, 0x44000, None) or libc.mount(
    b"tmpfs", bytes(disk), b"tmpfs", 0, b"size=384k"
):
    print(json.dumps([0, ["no disk"]]))
    sys.exit()
home = disk / "home"
shutil.copytree(sys.argv[1], home)
"""
)
SMALL_DISK = (
    ON_SMALL_DISK
    + """
fill(home, bytearray.fromhex(sys.stdin.read()))
shutil.copytree(home, sys.argv[2])
"""
)
# The same disk is full before the workbook is opened.
FULL_DISK = (
    ON_SMALL_DISK
    + """
try:
    with (disk / "rest").open("wb", 0) as rest:
        while rest.write(bytes(512)):
            pass
except OSError:
    pass
try:
    connect(home / keys.STORE, bytearray.fromhex(sys.stdin.read()))
except StoreRefused as refusal:
    print(json.dumps([0, [refusal.code]]))
"""
)
# Give up the rights of an administrator, whom no folder refuses, then work in the folder.
AS_NOBODY = """
import os, sys
from pathlib import Path
from db.vault import keys
from db.vault.engine import connect
from db.vault.refusals import StoreRefused
home, key = Path(sys.argv[1]), bytearray.fromhex(sys.stdin.read())
# What is imported late may lie where nobody else can read: the keys know what they need.
unlocked = keys.Unlocked(key, bytes(16), bytearray(32), False, bytes(16), bytes(32), 0)
import cryptography.hazmat.primitives.ciphers.aead, db.vault.slots, db.vault.recovery
import nacl.public, nacl.secret, nacl.pwhash
db.vault.recovery.slot_key(bytearray(32), bytes(16))
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for step in (
    lambda: connect(home / keys.STORE, key),
    lambda: connect(home / "other.db", key, create=True),
    lambda: keys.renew_recovery(home, unlocked),
):
    try:
        step()
        print("done")
    except StoreRefused as refusal:
        print(refusal.code)
connection = connect(home / keys.STORE, key, read_only=True)
print(connection.execute("SELECT count(*) FROM word").fetchone()[0])
"""


@pytest.fixture
def vault(tmp_path):
    return make_store(tmp_path / "home", rows=4)


def words_in(home, vault):
    connection = connect(home / keys.STORE, vault.unlocked.store_key)
    count = connection.execute("SELECT count(*) FROM word").fetchone()[0]
    assert find_damage(connection) == 0
    connection.close()
    return count


def test_twenty_deaths_lose_no_acknowledged_write(tmp_path):
    result = kill_writers(make_store(tmp_path / "home"), 20)
    assert (result["lost"], result["torn"], result["damaged"]) == (0, 0, 0)
    assert (result["cycles"], result["unborn"]) == (20, 0)
    # How much is written before a death is the machine's affair; that something is, the test's.
    assert result["reported"] > 0


def test_a_disk_that_stops_writing_loses_nothing(vault):
    child = run_child(LIMITED, str(vault.home), text=vault.unlocked.store_key.hex())
    count, said = json.loads(child.stdout)
    assert count > 10
    assert said == ["disk_error", "slots disk_error"]
    assert words_in(vault.home, vault) == 4 + count


def test_a_full_disk_is_said_to_be_full_and_loses_nothing(vault, tmp_path):
    after = tmp_path / "after"
    key = vault.unlocked.store_key.hex()
    child = run_child(SMALL_DISK, str(vault.home), str(after), text=key)
    count, said = json.loads(child.stdout)
    if said == ["no disk"]:
        pytest.skip("this machine lets nobody mount a small disk")
    assert count > 10
    assert said == ["disk_full", "slots disk_full"]
    assert words_in(after, vault) == 4 + count
    assert keys.unlock(after, NAME, WORDS).notices == ()


def test_a_disk_that_is_full_already_is_said_to_be_full(vault):
    child = run_child(FULL_DISK, str(vault.home), text=vault.unlocked.store_key.hex())
    _count, said = json.loads(child.stdout)
    if said == ["no disk"]:
        pytest.skip("this machine lets nobody mount a small disk")
    assert said == ["disk_full"]


@pytest.fixture(params=[0o444, 0o666])
def shut(request):
    """Give a workbook that everyone may read and nobody may change."""
    with tempfile.TemporaryDirectory() as folder:
        vault = make_store(Path(folder) / "home", rows=4)
        for file in vault.home.iterdir():
            file.chmod(request.param)
        vault.home.chmod(0o555)
        Path(folder).chmod(0o755)
        yield vault
        vault.home.chmod(0o755)


def test_a_read_only_folder_is_said_to_be_one_and_can_still_be_read(shut):
    vault = shut
    before = {file.name: file.read_bytes() for file in vault.home.iterdir()}
    child = run_child(AS_NOBODY, str(vault.home), text=vault.unlocked.store_key.hex())
    assert child.stdout.split() == ["read_only", "read_only", "read_only", "4"], child.stderr
    assert {file.name: file.read_bytes() for file in vault.home.iterdir()} == before


def test_a_slot_file_that_cannot_be_read_says_why(tmp_path):
    vault = make_vault(tmp_path / "home")
    vault.slots.unlink()
    vault.slots.mkdir()
    with pytest.raises(StoreRefused, match="disk_error"):
        keys.unlock(vault.home, NAME, WORDS)


def codes_in_the_house():
    """Return every code the store refuses with, as its source spells them."""
    text = "".join(file.read_text("utf-8") for file in (HOUSE / "db").rglob("*.py"))
    text = text.replace("StoreRefused(\n", "StoreRefused(")
    named = re.findall(r'StoreRefused\(\s*"(\w+)"', text)
    strangers = re.findall(r'stranger\(code, "(\w+)"', text)
    named += [*sheets.SLIPS, *strangers, *(f"{one}_sheets" for one in strangers)]
    return {*named, *engine._REFUSALS.values(), "unexpected", "slots_previous", "wait"}


def test_every_refusal_has_a_sentence_in_every_finished_language():
    codes = codes_in_the_house()
    assert {"wrong_passphrase", "damaged", "in_use", "not_empty"} <= codes
    assert {"wrong_recovery", "wrong_recovery_backup_sheets", "first_sheet_slip"} <= codes
    facts = dict.fromkeys(("seconds", "number", "begin", "end"), 1)
    for code in codes:
        for language in ("en", "ar"):
            assert say(StoreRefused(code).text_id, language=language, **facts)
