"""Whether a workbook is sound: its pages, its log, its rows, its letters, what repeats them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.answers.attachments import damaged_attachments
from db.answers.documents import texts_of
from db.answers.stored import READERS
from db.cases.search import forgets, strayed
from db.checks.audit import check as check_log
from db.checks.derived import GARBLED, untrue_tables
from db.checks.searchpages import has_its_pages
from db.consent.letters import damaged_letters
from db.figures.sums import untrue_sums
from db.homes.scopes import strays
from db.vault.alchemy import DRIVER_ERRORS
from db.vault.engine import find_damage

if TYPE_CHECKING:
    from sqlcipher3 import Connection

    from db.answers.shelf import Shelf
    from db.checks.audit import Findings


@dataclass(frozen=True, slots=True)
class Check:
    """What was verified, counted, and what was found amiss, by code."""

    entries: int
    operations: int
    entities: int
    letters: int
    faults: tuple[str, ...]


def examine(connection: Connection, shelf: Shelf, *, pages: bool = True) -> Check:
    """Verify pages, log, rows, letters and what repeats them; nothing is repaired.

    Without the `pages` themselves what is read of them is believed: a quarter of the time.
    """
    faults = ["damaged"] if pages and find_damage(connection) else []
    try:
        findings = check_log(connection, READERS)
        letters, altered = damaged_letters(connection)
        repeated = repeated_faults(connection, shelf)
    except GARBLED:
        return Check(0, 0, 0, 0, ("damaged",))
    except DRIVER_ERRORS:
        if not faults:
            raise
        # What cannot be read cannot be compared either; the pages are what is wrong.
        return Check(0, 0, 0, 0, tuple(faults))
    faults += _of_the_log(findings)
    faults += [f"letter:{number}" for number in altered]
    faults += [f"attachment:{entity}" for entity in damaged_attachments(connection)]
    faults += [f"elsewhere:{entity.hex()}" for entity in strays(connection)]
    faults += repeated
    return Check(findings.lines, findings.operations, findings.entities, letters, tuple(faults))


def _of_the_log(findings: Findings) -> list[str]:
    faults = [] if findings.bad_line is None else [f"audit:{findings.bad_line}"]
    faults += [f"span:{number}" for number in findings.bad_spans]
    faults += ["unvouched"] if findings.unvouched else []
    return faults + [f"row:{entity.hex()}" for entity in findings.strayed]


def repeated_faults(connection: Connection, shelf: Shelf) -> list[str]:
    """Return what is wrong with what only repeats the documents; it can be made anew."""
    try:
        untrue = [*untrue_tables(connection, shelf), *untrue_sums(connection.cursor())]
        faults = [f"repeated:{table}" for table in untrue]
        faults += [f"search:{number}" for number in strayed_words(connection, shelf)]
        # The index knows its pages, and lets go of what is taken away.
        whole = has_its_pages(connection) and forgets(connection)
    except DRIVER_ERRORS:
        return ["search:damaged"]
    return faults if whole else [*faults, "search:pages"]


def strayed_words(connection: Connection, shelf: Shelf) -> list[int]:
    """Return the numbers of the cases that the search index does not describe."""
    return strayed(connection, texts_of(connection.cursor(), shelf))
