"""A stick as it is read: part by part, and no more of it at a time than can be worked on at once.

Whoever knows the public key of a workbook can seal it a file, and nobody can tell whose that is
before each part is looked at. So it is read once for the batches, and once more for what stands
behind them: memory holds a few parts, however large it is.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from db.vault.refusals import of_system
from sync.wire import bundle, frames
from sync.wire.bundle import BundleRefused, PartKind
from sync.wire.frames import FrameRefused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sync.members.member import Member
    from sync.wire.bundle import Part
    from sync.wire.keys import KemPair

# So many bytes are read in one step, so many parts that are not wanted are passed over, and so many
# of those behind the batches are held.
_BYTES: Final = 4 << 20
_PASSED: Final = 256
_PARTS: Final = 64
# What is said of lanes stands there once.
_SAID: Final = (PartKind.HAVE, PartKind.ENDS, PartKind.WORDS)
MOST_SAID: Final = 4


class ToUs(NamedTuple):
    """For whom a file has to be: organisation and workbook, and the pairs that may open it."""

    org: bytes
    workbook: bytes
    pairs: Sequence[KemPair]

    @classmethod
    def of(cls, member: Member) -> ToUs:
        """Return what opens a file here."""
        return cls(member.roster.org, member.me.workbook, member.pairs)


class Reading:
    """Reads a file for this workbook."""

    def __init__(self, file: BinaryIO, to_us: ToUs) -> None:
        self._file, self._to_us = file, to_us
        # What it says of lanes, by what that is called.
        self.said: dict[str, list[bytes]] = {}
        # What parts are called that only a newer program would know.
        self.others: set[str] = set()
        # What is no batch, by code.
        self.refused: Counter[str] = Counter()
        # Why it was not read to its end.
        self.torn = ""
        self._there: Counter[int] = Counter()

    def batches(self, most: int) -> Iterator[list[bytes]]:
        """Yield its batches, so many at a time; or nothing for once, that others may work.

        `BundleRefused` is raised where nothing of it is for this workbook.
        """
        held: list[bytes] = []
        size = passed = 0
        is_first = True
        try:
            for part in self._parts():
                self._there[part.kind] += 1
                size += len(part.body)
                if part.kind == PartKind.BATCH and self._is_batch(part.body):
                    held.append(part.body)
                else:
                    self._note(part)
                    passed += 1
                if len(held) >= most or size >= _BYTES or passed >= _PASSED:
                    yield held
                    held, size, passed, is_first = [], 0, 0, False
        except BundleRefused as refused:
            # What came before the tear is whole, and each batch is signed by itself.
            if not self._there:
                raise
            self.torn = str(refused)
        if held or is_first:
            yield held

    def beside(self, kind: PartKind) -> Iterator[list[bytes]]:
        """Yield what it holds of another kind, read once more; where it is torn there is no more.

        Not before the batches: these say whether there is any.
        """
        held: list[bytes] = []
        size = passed = 0
        left = self._there[kind]
        if not left:
            return
        self._file.seek(0)
        with suppress(BundleRefused):
            for part in self._parts():
                passed += 1
                size += len(part.body)
                if part.kind == kind:
                    held.append(part.body)
                    left -= 1
                if len(held) >= _PARTS or size >= _BYTES or passed >= _PASSED or not left:
                    yield held
                    held, size, passed = [], 0, 0
                if not left:
                    return

    def _is_batch(self, body: bytes) -> bool:
        try:
            frames.parse(body)
        except FrameRefused as refused:
            self.refused[str(refused)] += 1
            return False
        return True

    def _note(self, part: Part) -> None:
        """Keep what is said of lanes, and what a part is called that is not known."""
        if part.kind in _SAID:
            said = self.said.setdefault(part.name, [])
            if len(said) >= MOST_SAID:
                raise BundleRefused("bundle.part")
            said.append(part.body)
        elif part.kind not in PartKind.__members__.values():
            self.others.add(part.name)

    def _parts(self) -> Iterator[Part]:
        to_us = self._to_us
        try:
            yield from bundle.read(self._file, to_us.org, to_us.workbook, *to_us.pairs)
        except OSError as error:
            raise of_system(error) from None
