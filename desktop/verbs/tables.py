"""Verbs for tables of other systems and for one's own copy: bring in, undo, take out."""

from __future__ import annotations

from dataclasses import asdict
from importlib import import_module
from typing import TYPE_CHECKING

import texts
from casework.files.bringing import Wish
from casework.files.taking import TakingWish
from casework.team.seat import NotFound
from desktop.bootstrap import sheet_identity
from desktop.saying.shown import shown_name
from desktop.saying.words import Refused, at, row_words
from desktop.verbs.letters import place_for
from forms.tables.table import TABLE_LIMITS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from casework.files.bringing import Practice
    from desktop.desk import Desk


def bring_in(desk: Desk, typed: argparse.Namespace) -> None:
    """Bring a table in, or say what that would do."""
    bringing = desk.workbook().office.bringing
    source = whole_file(typed.file)
    wish = Wish(
        source=source,
        layout=typed.layout,
        worker_id=_named(typed.worker, bringing.workers()),
        encoding=typed.encoding,
        separator=typed.separator,
        as_before=not typed.as_laid_out,
        sheet=typed.sheet,
        leave_out=typed.leave_out,
    )
    with at(typed.file):
        if typed.dry_run:
            _tell(desk, bringing.practise(wish), "")
            return
        change, found = bringing.bring_in(wish)
    _tell(desk, found, change.subject_id)


def undo_bringing(desk: Desk, typed: argparse.Namespace) -> None:
    """Take away what a table brought in and nobody changed since."""
    _change, undone = desk.workbook().office.bringing.undo(typed.number)
    desk.facts({"taken": undone.taken, "kept": list(undone.kept)})
    _count(desk, texts.plural("bring.undone", undone.taken))
    if undone.kept:
        desk.say("bring.kept", codes=", ".join(undone.kept))


def take_out(desk: Desk, typed: argparse.Namespace) -> None:
    """Write everything in the workbook into a sealed file."""
    workbook = desk.workbook()
    taking = workbook.office.taking
    if typed.layout:
        with place_for(typed.file) as place:
            place.write(taking.layout(typed.layout))
        desk.facts({"file": str(typed.file), "layout": typed.layout})
        desk.say("take.layout_done", file=typed.file)
        return
    if not (typed.sheet or typed.recipient):
        desk.shows_once()
    # Its place is taken first: nothing is kept as taken out that could not be written.
    with place_for(typed.file) as place:
        second = _named(typed.second, taking.colleagues())
        recipient = workbook.sheet_recipient() if typed.sheet else typed.recipient
        reason = desk.secrets.words(typed.reason)
        wish = TakingWish(reason, second, recipient, to_sheet=typed.sheet)
        # She types a passphrase of her own: a name alone agrees to nothing.
        agreed = None
        if second:
            words = desk.secrets.next("passphrase")
            agreed = workbook.second(typed.second.strip(), words).taking.agree(wish)
        taken = taking.take_out(wish, place, agreed)
    desk.facts({"file": str(typed.file), "things": taken.things, "passphrase": taken.passphrase})
    _count(desk, texts.plural("take.done", taken.things, file=typed.file))
    if taken.passphrase:
        desk.say("take.passphrase", words=taken.passphrase)
    if typed.sheet:
        desk.say("take.sheet")
    desk.say("take.honest")


def open_out(desk: Desk, typed: argparse.Namespace) -> None:
    """Open what was sealed to the recovery sheet, into a file that anybody can read."""
    code = desk.secrets.recovery()
    with at(typed.file), place_for(typed.out) as place:
        try:
            source = typed.file.open("rb")
        except OSError:
            raise Refused("file_unreadable", place=typed.file) from None
        with source:
            packer = import_module("reports.package").Packer()
            packer.opened(source, sheet_identity(code), place)
    desk.facts({"file": str(typed.out)})
    desk.say("take.opened", file=typed.out)


def whole_file(file: Path) -> bytes:
    """Return what a file holds; what is none, as a pipe, might never end."""
    try:
        if file.is_file():
            with file.open("rb") as source:
                # What is larger than any table is refused by whoever reads it.
                return source.read(TABLE_LIMITS.source_bytes + 1)
    except OSError:
        raise Refused("file_unreadable", place=file) from None
    raise Refused("file_unreadable", place=file)


def _named(name: str, people: Sequence[tuple[str, str]]) -> str:
    """Return the id of the one person of a name; nothing where nobody was named."""
    found = [key for key, known in people if known.casefold() == name.strip().casefold()]
    if name and len(found) != 1:
        raise NotFound("worker_not_found")
    return found[0] if name else ""


def _tell(desk: Desk, found: Practice, bringing: str) -> None:
    problems = [
        {"sheet": one.sheet, "row": one.row, "column": one.column, "code": one.code}
        for one in found.problems
    ]
    columns = [asdict(one) | {"samples": []} for one in found.columns]
    desk.facts(
        {
            "brought_in": bringing,
            "rows": found.rows,
            "well": found.well,
            "forms": found.forms,
            "columns": columns,
            "problems": problems,
            "more_problems": found.more_problems,
            "mapping": found.mapping,
        }
    )
    if found.mapping:
        desk.say("bring.as_before")
    for one in found.columns:
        if not one.question:
            loss = one.loss or texts.say("bring.no_question")
            desk.say("bring.left", column=shown_name(one.head), loss=loss)
    for problem in found.problems if not desk.as_json else ():
        desk.line(row_words(problem))
    if found.more_problems:
        _count(desk, texts.plural("bring.more_problems", found.more_problems))
    well = texts.plural("bring.well", found.well)
    _count(desk, texts.plural("bring.rows", found.rows, well=well))
    if bringing:
        desk.say("bring.done", number=bringing)
    desk.say("bring.no_consent")


def _count(desk: Desk, sentence: str) -> None:
    """Print one sentence with a number in it, unless facts were asked for as JSON."""
    if not desk.as_json:
        desk.line(sentence)
