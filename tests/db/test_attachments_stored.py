"""A file in the store: it streams in, and no byte of it lies in clear on the disk."""

from __future__ import annotations

import io
import json
import os
import secrets
import sys
from typing import TYPE_CHECKING

import pytest
from canary import Watch
from vaults import run_child

from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.keeping.erasure import Basis
from db.vault.engine import PAGE_BYTES

if TYPE_CHECKING:
    from make import Desks

SIZE = 100 << 20
# The page cache of the store fills up on the way; this is what the whole may take.
MOST_MORE = 100 << 20
WORKER = """
import json, resource, sys
from datetime import datetime, UTC
from pathlib import Path
sys.path.insert(0, "tests/kit")
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.team.worker import Role, Worker
from db.vault import keys
from db.store import open_store
from desktop.bootstrap import office_on

home, case, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
said = json.loads(sys.stdin.read())
unlocked = keys.Unlocked(
    bytearray.fromhex(said["key"]), bytes.fromhex(said["user"]), bytearray.fromhex(said["seed"]),
    False, bytes.fromhex(said["store"]), bytes.fromhex(said["recovery"]), said["generation"],
)
store = open_store(home, unlocked, lambda: datetime.now(UTC))
office = office_on(store, Worker(said["worker"], Role.CASEWORKER), lambda: datetime.now(UTC))

class Long:
    left = size
    def read(self, most=-1):
        taken = b"a" * min(self.left, most if most >= 0 else 1 << 16, 1 << 16)
        self.left -= len(taken)
        return taken

office.attachments.of(case)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
office.attachments.add(Coming(case, Sort.RECORDING), Long())
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
(kept,) = office.attachments.of(case)
store.close()
print(json.dumps([(after - before) << 10, kept.size]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peak memory is counted in KiB")
def test_a_hundred_megabytes_come_in_with_less_than_as_much_memory(desks):
    case = desks.visit()
    desks.store.close()
    unlocked = desks.template.unlocked()
    said = {
        "key": unlocked.store_key.hex(),
        "user": unlocked.user_id.hex(),
        "seed": unlocked.author_seed.hex(),
        "store": unlocked.store_id.hex(),
        "recovery": unlocked.recovery_key.hex(),
        "generation": unlocked.generation,
        "worker": desks.template.caseworker.id,
    }
    done = run_child(WORKER, str(desks.home), case, str(SIZE), text=json.dumps(said))
    assert done.returncode == 0, done.stderr
    more, size = json.loads(done.stdout)
    assert size == SIZE
    assert more < MOST_MORE
    log = desks.home / "workbook.db-wal"
    assert not log.exists() or log.stat().st_size < SIZE // 10


def test_no_byte_of_a_file_lies_in_clear(desks, tmp_path):
    word = f"CANARY-{secrets.token_hex(12)}"
    case = desks.visit()
    kept = desks.office().attachments.add(
        Coming(case, Sort.MESSAGE), io.BytesIO((word + "\n").encode() * 5_000)
    )
    desks.office().attachments.show(case, kept.subject_id)
    assert Watch([word]).in_folders(tmp_path) == set()


class Pulled:
    """A stick with a long file on it that somebody pulls out."""

    left = 9 << 20

    def read(self, most=-1):
        if self.left <= 0:
            raise OSError(5, "gone")
        taken = b"a" * (most if most >= 0 else 1 << 16)
        self.left -= len(taken)
        return taken


def pieces(desks: Desks) -> int:
    ((count,),) = desks.store.connection.execute("select count(*) from attachment_piece")
    return count


def cut_short(desks: Desks) -> None:
    """Leave what a program leaves that is killed while a file comes in."""
    orphan = (os.urandom(16), 0, bytes(PAGE_BYTES))
    desks.store.connection.execute("insert into attachment_piece values (?, ?, ?)", orphan)


def test_of_a_file_that_ends_halfway_nothing_stays(desks):
    case = desks.visit()
    with pytest.raises(OSError, match="gone"):
        desks.office().attachments.add(Coming(case, Sort.RECORDING), Pulled())
    assert pieces(desks) == 0


def test_what_a_sudden_end_left_of_a_file_goes_at_the_next_start(desks):
    cut_short(desks)
    desks.store.close()
    desks.opens()
    assert pieces(desks) == 0
    log = desks.home / "workbook.db-wal"
    assert not log.exists() or log.stat().st_size < PAGE_BYTES


def test_an_erasure_takes_what_a_sudden_end_left_of_a_file(desks):
    case = desks.visit()
    cut_short(desks)
    erasures = desks.office().erasures
    erasures.request(case, Basis.HER_WISH, in_danger=True)
    erasures.carry_out(case)
    assert pieces(desks) == 0


@pytest.mark.usefixtures("cheap_keys")
def test_no_backup_takes_what_a_sudden_end_left_of_a_file(desks, tmp_path):
    cut_short(desks)
    desks.workbook.back_up(tmp_path / "a.backup")
    assert pieces(desks) == 0


def test_what_a_sudden_end_left_behind_goes_before_the_next_file(desks):
    cut_short(desks)
    desks.office().attachments.add(Coming(desks.visit(), Sort.MESSAGE), io.BytesIO(b"a few words"))
    rows = desks.store.connection.execute("select content from attachment_piece").fetchall()
    assert rows == [(b"a few words",)]
