"""The desk for taking everything out: the organisation's own copy, whole, documented, sealed.

It is no disclosure: nobody outside is told anything by it. What goes to somebody else goes
through `disclose`, and what she asks for herself is her print-out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from casework.case import UNCOUNTED, CaseStatus
from casework.changes import Change
from casework.layout import FORMS, askable, layout_of
from casework.layout_out import LayoutOut
from casework.recording import model_of
from casework.taking_readme import readme
from casework.worker import Act, Role
from forms.tables.xlsx_out import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.ports import UnitOfWork
    from casework.seat import Seat
    from casework.taking_ports import Packer, Taken

FORMAT: Final = "alongside-export"
VERSION: Final = 1
_EVERY: Final = 1_000_000
_NOTES: Final = ("Column", "What is lost or left out")
_SHORTEST_REASON: Final = 10
_LONGEST_REASON: Final = 500
_AGREE: Final = frozenset({Role.SUPERVISOR, Role.DATA_STEWARD})


class TakingRefused(Exception):
    """Raised when everything cannot be taken out; carries a code only."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class TakingWish:
    """Why everything is taken out, who agrees, and to whom it is sealed.

    Without a recipient (an age key, `age1...`) the program thinks of a passphrase.
    """

    reason: str = field(repr=False)
    second_by: str = ""
    recipient: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class TakenOut:
    """The sealed file, and the passphrase that opens it, if it was not sealed to a recipient."""

    content: bytes = field(repr=False)
    passphrase: str = field(repr=False)
    things: int
    change: Change


class TakingDesk:
    """What a supervisor or whoever keeps the data true may take out."""

    def __init__(self, seat: Seat, packer: Packer, new_passphrase: Callable[[], str]) -> None:
        self._seat, self._packer, self._new_passphrase = seat, packer, new_passphrase

    def colleagues(self) -> Sequence[tuple[str, str]]:
        """Return the id and the name of everybody who may agree to it."""
        me = self._seat.worker.id
        with self._seat.begin(Act.TAKE_OUT) as work:
            return [
                (one.id, one.name)
                for one in work.people.all()
                if one.role in _AGREE and one.id != me
            ]

    def all(self) -> Sequence[Taken]:
        """Return when everything was taken out, the last first."""
        with self._seat.begin(Act.TAKE_OUT) as work:
            return work.takings.all()

    def layout(self, name: str) -> bytes:
        """Return a workbook of another system's layout, of those who agreed, with its losses.

        That a case stands in it is kept in its history before.
        """
        at = self._seat.now()
        with self._seat.begin(Act.TAKE_OUT) as work:
            models = [model_of(work, form) for form in FORMS]
            layout = layout_of(name, models)
            out = LayoutOut(layout, {one.qid: one for one in askable(models)})
            rows: list[tuple[str, ...]] = []
            for status in (one for one in CaseStatus if one not in UNCOUNTED):
                for case in work.cases.page(status, _EVERY):
                    consents = work.consents.of(case.id)
                    found = list(out.rows(work.documents.file_of(case), consents, at))
                    if found:
                        work.note("layout_written", case.id, name)
                    rows += found
        # In the order of what they say: when a case was opened must not show.
        sheet = [tuple(one.head for one in layout.columns), *sorted(rows)]
        return write_xlsx({layout.sheet or name: sheet, "Notes": [_NOTES, *out.losses()]})

    def take_out(self, wish: TakingWish) -> TakenOut:
        """Return everything in the workbook, sealed; that it is taken out is kept before."""
        reason = " ".join(wish.reason.split())
        if not _SHORTEST_REASON <= len(reason) <= _LONGEST_REASON:
            raise TakingRefused("taking_reason")
        colleagues = {one for one, _name in self.colleagues()}
        if colleagues and wish.second_by not in colleagues:
            raise TakingRefused("taking_second_person")
        sealed_to = "recipient" if wish.recipient else "passphrase"
        passphrase = "" if wish.recipient else self._new_passphrase()
        if wish.recipient:
            # One that is none is refused before anything is written down or read.
            self._packer.sealed(b"", recipient=wish.recipient)
        with self._seat.begin(Act.TAKE_OUT) as work:
            second = wish.second_by if colleagues else ""
            taking = work.takings.note(second, reason, sealed_to)
            change = Change("taken_out", subject_id=taking, reason=sealed_to)
            work.commit(change)
        with self._seat.begin(Act.TAKE_OUT) as work:
            files, things = _everything(work)
        content = self._packer.packed(files)
        sealed = self._packer.sealed(content, passphrase=passphrase, recipient=wish.recipient)
        return TakenOut(sealed, passphrase, things, change)


def _everything(work: UnitOfWork) -> tuple[Mapping[str, bytes], int]:
    """Return the files of the export by their names, and how many things they hold."""
    files: dict[str, bytes] = {}
    counts: dict[str, int] = {}
    sorts = work.takings.sorts()
    for sort in sorts:
        lines = [json_line(row) for row in work.takings.rows(sort.name)]
        counts[sort.name] = len(lines)
        files[f"things/{sort.name}.jsonl"] = b"".join(lines)
    files |= {f"files/{name}": content for name, content in work.takings.files()}
    files["README.md"] = readme(sorts, VERSION).encode()
    digests = {name: sha256(content).hexdigest() for name, content in sorted(files.items())}
    told = {"format": FORMAT, "version": VERSION, "things": counts, "sha256": digests}
    files["format.json"] = json_line(told)
    return files, sum(counts.values())


def json_line(row: Mapping[str, object]) -> bytes:
    """Return one thing as a line: the same bytes for the same thing, letters as they are."""
    plain = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return plain.encode("utf-8", "surrogatepass") + b"\n"
