"""What the workbook notices about its keys, and what it writes into the event log."""

from __future__ import annotations

from dataclasses import replace

from db.store import open_store
from desktop.bootstrap import Workbook
from desktop.events import LOG


def reopened(desks, **changes):
    desks.close()
    unlocked = replace(desks.template.unlocked(), **changes)
    desks.store = open_store(desks.home, unlocked, desks.clock)
    return Workbook(desks.home, unlocked, desks.store, desks.clock)


def test_an_older_file_of_keys_put_back_is_said_and_stands_in_the_audit(desks) -> None:
    now = desks.template.unlocked().generation
    assert reopened(desks, generation=now + 3).notices == []
    assert reopened(desks, generation=now + 1).notices == ["slots_older"]
    actions = [row[0] for row in desks.store.connection.execute("select action from audit_entry")]
    assert "slots_older" in actions


def test_keys_renewed_before_a_sudden_end_are_known_at_the_next_opening(desks) -> None:
    seed = bytearray(b"7" * 32)
    workbook = reopened(desks, author_seed=seed, author_key=b"")
    author = desks.store.connection.execute(
        "select author from app_user where id = ?", (bytes.fromhex(workbook.worker.id),)
    ).fetchone()[0]
    assert author == workbook._unlocked.author_key


def test_the_event_log_holds_codes_and_ids_only(desks) -> None:
    desks.visit()
    reopened(desks).check()
    log = (desks.home / LOG).read_text("ascii")
    assert " unlocked " in log
    assert " checked 0" in log
    assert "Supervisor" not in log
    assert "CANARY" not in log
