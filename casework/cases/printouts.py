"""The desk for what is printed for her: the print-out, her copy of the consent, a blank form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.cases.printout import ConsentCopy, Printout, read_printout
from casework.consent.grant import Purpose
from casework.consent.purpose_texts import wording_for
from casework.consent.sheet import read_sheet
from casework.team.seat import case_named
from casework.team.worker import Act

if TYPE_CHECKING:
    from casework.referrals.letters import Papers
    from casework.team.seat import Seat


class PrintoutsDesk:
    """What a worker may print for the person whom a record is about."""

    def __init__(self, seat: Seat, papers: Papers) -> None:
        self._seat, self._papers = seat, papers

    def of(self, case_code: str) -> Printout:
        """Return what is kept, who looked, and who was told what."""
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            found = read_printout(work, case, self._seat.now())
            work.note("printout_made", case.id)
        return found

    def printout(self, case_code: str, language: str) -> bytes:
        """Return the print-out as PDF in her language."""
        return self._papers.printout(self.of(case_code), language)

    def consent_copy(self, case_code: str, language: str) -> bytes:
        """Return what she agreed to as PDF, for her to take along."""
        now = self._seat.now()
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            sheet = read_sheet(work, case, now)
            words = wording_for(Purpose.CASE_SERVICE, sheet.age_band)
            copy = ConsentCopy(work.people.office(), now.date(), words, sheet.lines)
            work.note("consent_copy_made", case.id)
        return self._papers.consent_form(copy, language)

    def blank_form(self, case_code: str, language: str) -> bytes:
        """Return the form to be filled in by hand as PDF, in the words for her age."""
        now = self._seat.now()
        with self._seat.begin(Act.CONSENT) as work:
            case = case_named(work, case_code)
            sheet = read_sheet(work, case, now)
            words = wording_for(Purpose.CASE_SERVICE, sheet.age_band)
            form = ConsentCopy(work.people.office(), now.date(), words, blank=True)
            work.note("consent_read", case.id)
        return self._papers.consent_form(form, language)
