"""Letters that were put together and not sent: each worker's own, one a case, on this laptop."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from casework.referrals.issuing import Companion
from casework.team.seat import case_named
from casework.team.worker import Act

if TYPE_CHECKING:
    from casework.team.seat import Seat


@dataclass(frozen=True, slots=True)
class BegunLetter:
    """A letter as far as it was put together; a passphrase is never part of it."""

    service: str
    kind: str
    language: str
    left_out: frozenset[str] = frozenset()
    asked: str = field(default="", repr=False)
    signed: str = ""
    beside: tuple[Companion, ...] = ()
    laws: tuple[str, ...] = ()


class BegunLetters:
    """Keeping letters from one sitting to the next; nothing of them is exchanged."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, case_code: str) -> BegunLetter | None:
        """Return the letter this worker began in a case, if she did."""
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            words = work.letters.begun(case.code)
            if words:
                work.note("letter_previewed", case.id)
        return _read(words) if words else None

    def keep(self, case_code: str, letter: BegunLetter) -> None:
        """Keep a letter until it is sent, or another is begun in its case."""
        facts = asdict(letter) | {"left_out": sorted(letter.left_out)}
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            work.letters.keep_begun(case.code, json.dumps({"case": case.code, **facts}))
            work.save()

    def forget(self, case_code: str) -> None:
        """Forget the letter that was begun in a case: it was sent."""
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            work.letters.keep_begun(case.code, "")
            work.save()


def _read(words: str) -> BegunLetter:
    facts = json.loads(words)
    del facts["case"]
    whole = {
        "left_out": frozenset(facts["left_out"]),
        # What was begun before there was such a choice has none.
        "beside": tuple(map(Companion, facts.get("beside", ()))),
        "laws": tuple(facts.get("laws", ())),
    }
    return BegunLetter(**facts | whole)
