"""The doors of the workbook: what pages before unlocking ask for, imported when it is needed.

Everything here runs on the store's thread. The window is seen before any of it is imported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

import texts
from desktop import crash
from desktop.clock import now
from desktop.homes import practice_home

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from casework.disclosure import Disclosure
    from casework.keeping.erasure import Erasure
    from casework.referrals.issuing import Companion
    from casework.referrals.letter import LetterFacts
    from desktop.bootstrap import Workbook
    from desktop.frame.house import Compared, Safe
    from desktop.practice.practising import User

_PRACTICE_CASES: Final = 12


class Opened(NamedTuple):
    """An open workbook, and the code of a new recovery sheet if one was made."""

    workbook: Workbook
    code: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new workbook starts with, as it was asked for step by step."""

    name: str = field(repr=False)
    role: str
    office: str = field(repr=False)
    phone: str = field(repr=False)
    hours: str = field(repr=False)
    language: str
    passphrase: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WayBack:
    """Who comes back without a passphrase, and the new one; `by` is what stands in for the old."""

    name: str = field(repr=False)
    passphrase: str = field(repr=False)
    code: str = field(default="", repr=False)
    new_sheet: bool = False
    helper: str = field(default="", repr=False)
    helper_passphrase: str = field(default="", repr=False)
    backup: Path | None = None


def _bootstrap() -> ModuleType:
    return import_module("desktop.bootstrap")


def open_workbook(home: Path, name: str, passphrase: str) -> Opened:
    """Open the workbook of a folder for a person."""
    return Opened(_bootstrap().open_workbook(home, name, passphrase))


def suggest_passphrase(language: str = "") -> str:
    """Return words that nobody has chosen, of the language in use where none is named.

    They are to be remembered: those of a language that has no list of its own are English.
    """
    words: str = _bootstrap().suggest_passphrase(language or texts.current().code)
    return words


def new_recovery_code(*, split: bool = False) -> str:
    """Return a recovery code that opens nothing yet, of one sheet or of three."""
    code: str = import_module("desktop.founding").new_recovery_code(split=split)
    return code


def found(home: Path, asked: Beginning) -> Opened:
    """Make a new workbook that the printed code opens, and open it."""
    made = import_module("desktop.founding")
    office = import_module("casework.team.office_facts").OfficeFacts(
        asked.office, asked.phone, asked.hours, asked.language, practice=False
    )
    role = import_module("casework.team.worker").Role(asked.role)
    founding = made.Founding(asked.name, role, office, None, asked.code)
    workbook, _ = made.make_workbook(home, asked.passphrase, founding)
    return Opened(workbook)


def first_backup(workbook: Workbook, folder: Path) -> None:
    """Write the first backup into a folder, under a name that says nothing."""
    workbook.back_up(folder / f"workbook-{now():%Y-%m-%d}.backup")


def restore_beside(safe: Safe, home: Path, back: WayBack) -> Compared:
    """Restore a backup into a new folder beside the open workbook, and count both."""
    if back.backup is None:
        raise TypeError
    who = _bootstrap().Return(back.name, back.code, back.passphrase)
    return safe.bring_beside(back.backup, home, who)


def practise(home: Path) -> tuple[User, ...]:
    """Make a practice workbook beside a folder; return who can sign in to it."""
    make = import_module("desktop.practice.practising").make
    users: tuple[User, ...] = make(practice_home(home), _PRACTICE_CASES, 1)
    return users


def come_back(home: Path, back: WayBack) -> Opened:
    """Open the workbook by what stands in for a forgotten passphrase, and give a new one."""
    root, code = _bootstrap(), ""
    if back.backup is not None:
        code = root.bring_back(
            back.backup, home, root.Return(back.name, back.code, back.passphrase)
        )
    elif back.helper:
        helper = root.open_workbook(home, back.helper, back.helper_passphrase)
        try:
            helper.let_back_in(back.name, back.passphrase)
        finally:
            helper.close()
    else:
        asked = root.Return(back.name, back.code, back.passphrase, back.new_sheet)
        code = root.recover(home, asked)
    return Opened(root.open_workbook(home, back.name, back.passphrase), code)


def sheet_pdf(office: str, code: str, language: str, number: int = 0) -> bytes:
    """Return the recovery sheet, or one of three by its number, to be printed or kept."""
    paper = import_module("reports.recovery_sheet")
    facts = paper.SheetFacts(office, now().date(), code, language, number)
    pdf: bytes = paper.recovery_sheet_pdf(facts)
    return pdf


def certificate_pdf(erasure: Erasure, office: str, language: str) -> bytes:
    """Return the certificate of an erasure that is done."""
    paper = import_module("reports.erasure_certificate")
    facts = paper.CertificateFacts(
        office,
        erasure.done_on,
        erasure.backups_until,
        erasure.forms,
        erasure.letters,
        erasure.files,
        language,
    )
    pdf: bytes = paper.certificate_pdf(facts)
    return pdf


def letter_pdf(disclosure: Disclosure, facts: LetterFacts) -> bytes:
    """Return a letter as it would be issued; made on the thread for paper, without the store."""
    room = import_module("reports.papers").PrintingRoom()
    pdf: bytes = room.typeset(disclosure, facts, None)
    return pdf


def companion_pdf(which: Companion, disclosure: Disclosure, facts: LetterFacts) -> bytes:
    """Return a paper that would go beside a letter; made on the thread for paper."""
    room = import_module("reports.papers").PrintingRoom()
    pdf: bytes = room.companion(which, disclosure, facts, None)
    return pdf


def why(error: Exception) -> str:
    """Return why something was refused, in sentences; a fault of ours goes to the report."""
    refusal = import_module("desktop.saying.words").refusal_of(error)
    if refusal is None:
        crash.tell(error)
        return texts.say("error.fault")
    return "\n".join(refusal.sentences)


def code_of(error: Exception) -> str:
    """Return the code of a refusal, or nothing for a fault."""
    refusal = import_module("desktop.saying.words").refusal_of(error)
    return refusal.code if refusal else ""
