"""The desk for taking everything out: the organisation's own copy, whole, documented, sealed.

It is no disclosure: nobody outside is told anything by it. What goes to somebody else goes
through `disclose`, and what she asks for herself is her print-out.
"""

from __future__ import annotations

import json
from dataclasses import InitVar, dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from casework import lengths
from casework.answers.recording import model_of
from casework.changes import Change
from casework.files.layout import FORMS, askable, layout_of
from casework.files.layout_out import LayoutOut
from casework.files.taking_readme import readme
from casework.records.case import UNCOUNTED, CaseStatus
from casework.refused import DeskRefused
from casework.team.worker import Act, Role
from forms.tables.xlsx_out import write_xlsx
from texts.language import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from casework.ports.stores import UnitOfWork
    from casework.ports.taking import Packer, Taken
    from casework.team.seat import Seat

FORMAT: Final = "alongside-export"
VERSION: Final = 1
_EVERY: Final = 1_000_000
_NOTES: Final = ("Column", "What is lost or left out")
_SHORTEST_REASON: Final = 10
_SEAL: Final = object()
_AGREE: Final = frozenset({Role.SUPERVISOR, Role.DATA_STEWARD})


class TakingRefused(DeskRefused):
    """Raised when everything cannot be taken out."""


@dataclass(frozen=True, slots=True)
class TakingWish:
    """Why everything is taken out, who agrees, and to whom it is sealed.

    Without a recipient (an age key, `age1...`) the program thinks of a passphrase; `to_sheet` says
    that the recipient is the recovery sheet.
    """

    reason: str = field(repr=False)
    second_by: str = ""
    recipient: str = field(default="", repr=False)
    to_sheet: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """That a second person agrees to what a wish says; only her own desk can make one."""

    wish: TakingWish
    by: str
    change: Change
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        """Refuse any maker but `TakingDesk.agree`: the seal is no field, so no copy carries it."""
        if seal is not _SEAL:
            raise TypeError("Agreed is made by TakingDesk.agree only")


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What was written, and the passphrase that opens it, if it was not sealed to a recipient."""

    passphrase: str = field(repr=False)
    things: int
    change: Change


class TakingDesk:
    """What a supervisor or whoever keeps the data true may take out."""

    def __init__(self, seat: Seat, packer: Packer, new_passphrase: Callable[[str], str]) -> None:
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
                    file = work.documents.file_of(case, at.date())
                    found = list(out.rows(file, consents, at))
                    if found:
                        work.note("layout_written", case.id, name)
                    rows += found
        # In the order of what they say: when a case was opened must not show.
        sheet = [tuple(one.head for one in layout.columns), *sorted(rows)]
        return write_xlsx({layout.sheet or name: sheet, "Notes": [_NOTES, *out.losses()]})

    def agree(self, wish: TakingWish) -> Agreed:
        """Keep that this worker, whom a wish names as the second person, agrees to it."""
        me = self._seat.worker.id
        with self._seat.begin(Act.TAKE_OUT) as work:
            if wish.second_by != me:
                raise TakingRefused("taking_second_person")
            change = Change("taking_agreed", subject_id=me, reason=_sealed_to(wish))
            work.commit(change)
        return Agreed(wish, me, change, _SEAL)

    def take_out(
        self, wish: TakingWish, target: BinaryIO, agreed: Agreed | None = None
    ) -> TakenOut:
        """Write everything in the workbook, sealed; that it is taken out is kept before.

        Where somebody else may agree to it, one of them has `agreed` to this very wish.
        """
        reason = " ".join(wish.reason.split())
        if not _SHORTEST_REASON <= len(reason) <= lengths.TAKING:
            raise TakingRefused("taking_reason")
        colleagues = {one for one, _name in self.colleagues()}
        if colleagues and not _is_agreed(wish, agreed, colleagues):
            raise TakingRefused("taking_second_person")
        passphrase = "" if wish.recipient else self._new_passphrase(language_of(None).code)
        if wish.recipient:
            # One that is none is refused before anything is written down or read.
            self._packer.demand(wish.recipient)
        with self._seat.begin(Act.TAKE_OUT) as work:
            second = wish.second_by if colleagues else ""
            taking = work.takings.note(second, reason, _sealed_to(wish))
            change = Change("taken_out", subject_id=taking, reason=_sealed_to(wish))
            work.commit(change)
        with self._seat.begin(Act.TAKE_OUT) as work:
            everything = _Everything(work)
            if wish.recipient:
                self._packer.sealed_to(wish.recipient, everything.files(), target)
            else:
                self._packer.sealed_with(passphrase, everything.files(), target)
        return TakenOut(passphrase, everything.things, change)


def _is_agreed(wish: TakingWish, agreed: Agreed | None, colleagues: Collection[str]) -> bool:
    return agreed is not None and agreed.wish == wish and agreed.by in colleagues


def _sealed_to(wish: TakingWish) -> str:
    if wish.to_sheet:
        return "sheet"
    return "recipient" if wish.recipient else "passphrase"


class _Everything:
    """The files of the export one after the other; each is read while it is written."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._counts: dict[str, int] = {}
        self._digests: dict[str, str] = {}

    @property
    def things(self) -> int:
        """Return how many things were in what has been read."""
        return sum(self._counts.values())

    def files(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield every file with its pieces; the last says what the others hold."""
        sorts = self._work.takings.sorts()
        yield self._digested("README.md", iter([readme(sorts, VERSION).encode()]))
        for name, pieces in self._work.takings.files():
            yield self._digested(f"files/{name}", pieces)
        for sort in sorts:
            yield self._digested(f"things/{sort.name}.jsonl", self._lines(sort.name))
        told = {
            "format": FORMAT,
            "version": VERSION,
            "things": self._counts,
            "sha256": self._digests,
        }
        yield "format.json", iter([json_line(told)])

    def _lines(self, sort: str) -> Iterator[bytes]:
        self._counts[sort] = 0
        for row in self._work.takings.rows(sort):
            self._counts[sort] += 1
            yield json_line(row)

    def _digested(self, name: str, pieces: Iterator[bytes]) -> tuple[str, Iterator[bytes]]:
        return name, self._read(name, pieces)

    def _read(self, name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
        digest = sha256()
        for piece in pieces:
            digest.update(piece)
            yield piece
        self._digests[name] = digest.hexdigest()


def json_line(row: Mapping[str, object]) -> bytes:
    """Return one thing as a line: the same bytes for the same thing, letters as they are."""
    plain = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return plain.encode("utf-8", "surrogatepass") + b"\n"
