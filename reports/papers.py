"""The printing room: templates and type behind the one port that casework knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.beside_letter import companion_pdf
from reports.letter import letter_pdf, recall_pdf
from reports.package import Packer
from reports.printout import consent_pdf, printout_pdf
from reports.templates import kinds, template

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.cases.printout import ConsentCopy, Printout
    from casework.consent.grant import Purpose, Recipient
    from casework.disclosure import Disclosure
    from casework.referrals.issuing import Companion
    from casework.referrals.letter import LetterFacts


class PrintingRoom:
    """Sets letters; it is given a disclosure and never sees a case."""

    def kinds(self) -> Sequence[str]:
        """Return the kinds of letter that serve a purpose, so that somebody may ask for one."""
        return [kind for kind in kinds() if template(kind).purpose is not None]

    def purpose(self, kind: str) -> Purpose | None:
        """Return the purpose that a kind of letter serves, or None for an unknown kind."""
        return template(kind).purpose if kind in kinds() else None

    def must(self, kind: str) -> frozenset[str]:
        """Return the items without which a kind of letter makes no sense."""
        return template(kind).must

    def cites(self, kind: str) -> bool:
        """Return whether a kind of letter has a place for law."""
        return bool(template(kind).law)

    def edition(self, kind: str) -> str:
        """Return the name and version of the template of a kind of letter."""
        return f"{kind}/{template(kind).edition}"

    def typeset(self, disclosure: Disclosure, facts: LetterFacts, passphrase: str | None) -> bytes:
        """Return the letter as PDF, encrypted when there is a passphrase."""
        return letter_pdf(disclosure, facts, passphrase)

    def companion(
        self, which: Companion, disclosure: Disclosure, facts: LetterFacts, passphrase: str | None
    ) -> bytes:
        """Return a paper that goes beside a letter as PDF, encrypted as the letter is."""
        return companion_pdf(which, disclosure, facts, passphrase)

    def recall(self, recipient: Recipient, facts: LetterFacts, language: str, on: date) -> bytes:
        """Return the notice that a letter no longer holds, as PDF; it names nobody."""
        return recall_pdf(recipient, facts, language, on)

    def printout(self, printout: Printout, language: str) -> bytes:
        """Return what is printed for her as PDF."""
        return printout_pdf(printout, language)

    def consent_form(self, copy: ConsentCopy, language: str) -> bytes:
        """Return what she agreed to, or a blank form, as PDF."""
        return consent_pdf(copy, language)

    def packer(self) -> Packer:
        """Return whoever packs and seals files."""
        return Packer()
