"""What a workbook notes for itself on this machine, under names; it is never exchanged.

Every name is here, but for what the window alone asks for, in `desktop.bootstrap`. Statements that
ask for a note among other things spell its name.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlcipher3 import Connection, Cursor

# The workbook: that it is for practice, how old its keys may be, where its backups are.
PRACTICE: Final = "practice"
SLOTS: Final = "slots_generation"
BACKUPS: Final = "backups"
# By which keys the lists beside backups are sealed that were written under a key of before.
FORMER_LISTS: Final = "backups.former_lists"
# Where a backup is being restored beside this workbook.
RESTORING: Final = "restoring"
# When somebody last came, by who it was.
SEEN: Final = "seen."
# Where she was in the window when she left it, by who it was.
PLACE: Final = "place."
# Which question each column of a table answers, by its layout.
MAPPING: Final = "mapping."
# Each submission that came in, by a fingerprint; until it is erased, also the case it opened.
SUBMITTED: Final = "submitted."
# By what the sums of figures are kept; and since when newer figures may be missing.
SUMS: Final = "figures.sums"
RETURNED: Final = "figures.returned"
# How far the look has come whether what is shown is still what was written.
RECHECK: Final = "recheck"

# What waits to be done: what was erased, walls to put up, cases in which a yes is not relied on.
ERASURE_DUE: Final = "erased.due"
UNBUILT: Final = "walls.unbuilt"
UNHEARD: Final = "consent.unheard"

# The streams: that of the office, of what a user keeps here, and of what she gives to others.
STREAM: Final = "stream."
CONFIG_STREAM: Final = f"{STREAM}config"
CASELOAD_STREAM: Final = f"{STREAM}caseload."
SHARED_STREAM: Final = f"{STREAM}shared."
# Which services keep the copies of a stream.
KEPT_WITH: Final = "kept_with."

# Who signs: here, elsewhere, where not all is read; who may speak for the office; who is who.
OWN: Final = "exchange.own"
ELSEWHERE: Final = "exchange.elsewhere"
AUTHORS: Final = "exchange.authors"
ADMINISTERING: Final = "exchange.administering"
SPEAKERS: Final = "exchange.speakers"
# After which return of this workbook an author wrote here no more.
LOST: Final = "lost."

# What was heard of others and given to them, when, and by which way.
HEARD: Final = "exchange.heard"
GIVEN: Final = "exchange.given"
WRITTEN: Final = "exchange.written"
READ: Final = "exchange.read"
ROOM: Final = "exchange.room"
WORDS: Final = "exchange.words"
# Who said something under an id of what somebody else made.
CLAIMED: Final = "exchange.claimed"
LINE_ALIVE: Final = "line.alive"
LINE_FILES: Final = "line.files."

# Lanes: those that wait, that end by a word, that went back; what came and has no place yet.
HELD: Final = "exchange.held"
EMPTY_AT: Final = "exchange.empty_at"
TOLD_ENDS: Final = "exchange.told_ends"
GONE_BACK: Final = "exchange.gone_back"
UNSETTLED: Final = "unsettled."
STRANDED: Final = "stranded."
UNSAID: Final = "stranded.unsaid"
# Which program looked last at what could not be shown.
SHAPE: Final = "exchange.shape"

# What left its stream, goes home, or is at home here since somebody was let out.
LEFT: Final = "scopes.left"
GOING_HOME: Final = "scopes.going_home"
NEW_AT_HOME: Final = "scopes.new_at_home"
TAKEN_HOME: Final = "scopes.taken_home_before"
WRITTEN_BEFORE: Final = "scopes.written_before"
HOME_ENDED: Final = "scopes.home_ended"

YES: Final = "yes"
_KEPT: Final = "select value from setting where key = ?"
# What stands there already is not written: each write waits for the disk.
_KEEP: Final = (
    "insert into setting values (?, ?) on conflict do update set value = excluded.value"
    " where value <> excluded.value"
)
_FORGET: Final = "delete from setting where key = ?"


def kept(at: Connection | Cursor, name: str) -> str | None:
    """Return what is noted under a name, if anything is."""
    row = at.execute(_KEPT, (name,)).fetchone()
    return row[0] if row else None


def keep(at: Connection | Cursor, name: str, value: str) -> None:
    """Note something under a name, in place of what was."""
    at.execute(_KEEP, (name, value))


def forget(at: Connection | Cursor, name: str) -> None:
    """Note nothing under a name any more."""
    at.execute(_FORGET, (name,))


def kept_list(at: Connection | Cursor, name: str) -> list[Any]:
    """Return the list that is noted under a name; where nothing is, it is empty."""
    found: list[Any] = json.loads(kept(at, name) or "[]")
    return found


def keep_list(at: Connection | Cursor, name: str, some: Collection[object]) -> None:
    """Note a list under a name; an empty one is no note."""
    if some:
        keep(at, name, json.dumps(some))
    else:
        forget(at, name)
