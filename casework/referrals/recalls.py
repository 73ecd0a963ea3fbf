"""The desk for recalled letters: one act makes a notice for everybody who holds one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.referrals.letter import LetterFacts
from casework.team.seat import NotFound, case_named
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.referrals.letter import LetterSent
    from casework.referrals.letters import Papers
    from casework.team.seat import Seat


@dataclass(frozen=True, slots=True)
class Notice:
    """What one recipient is sent: it tells the number of the letter, and nothing of anybody."""

    number: str
    recipient: str = field(repr=False)
    pdf: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recalled:
    """The notices of one case, ready to be handed over."""

    notices: tuple[Notice, ...]
    change: Change


class RecallsDesk:
    """What a worker does once a letter no longer holds."""

    def __init__(self, seat: Seat, papers: Papers) -> None:
        self._seat, self._papers = seat, papers

    def due(self, case_code: str) -> Sequence[LetterSent]:
        """Return the letters that were recalled and whose recipients were sent no notice yet."""
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            found = [one for one in work.notices.letters(case.id) if one.waits_for_notice]
            work.note("consent_read", case.id)
        return found

    def notify(self, case_code: str, numbers: frozenset[str] = frozenset()) -> Recalled:
        """Make a notice for each recipient of a recalled letter who has none yet.

        With numbers: for these letters, those again that had a notice. Raises NotFound when
        there is nothing to tell.
        """
        today = self._seat.now().date()
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            wanted = [
                one
                for one in work.notices.letters(case.id)
                if one.recalled_on and (one.number in numbers if numbers else one.waits_for_notice)
            ]
            if not wanted:
                raise NotFound("no_letter_recalled")
            notices = tuple(self._made(work, wanted))
            for letter in wanted:
                work.notices.sent(case.id, letter.number, today, self._seat.worker.id)
            change = _change(case, wanted)
            work.commit(change)
        return Recalled(notices, change)

    def _made(self, work: UnitOfWork, letters: Sequence[LetterSent]) -> Iterator[Notice]:
        office = work.people.office()
        known = {one.id: one for one in work.services.these({one.service_id for one in letters})}
        for letter in letters:
            recipient = known[letter.service_id].recipient
            facts = LetterFacts(
                number=letter.number,
                kind=letter.kind,
                issued_on=letter.issued_on,
                valid_until=letter.valid_until,
                check_code="",
                office=office,
            )
            today = self._seat.now().date()
            pdf = self._papers.recall(recipient, facts, letter.language, today)
            yield Notice(letter.number, recipient.name, pdf)


def _change(case: CaseSummary, letters: Sequence[LetterSent]) -> Change:
    return Change("letters_recalled", case.id, case.code, case.id, str(len(letters)))
