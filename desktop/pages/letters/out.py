"""A letter on its way out: issued once, then written or printed until that works."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

import texts
from desktop import doors
from desktop.pages.letters.beside import PLACES, called
from desktop.parts.choosing import choose_folder
from desktop.parts.own_secret import NOT_HERS
from desktop.parts.paper_out import write_one
from desktop.parts.printing import NOT_TAKEN, ask_printer, put
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget

    from casework.referrals.issuing import Companion
    from casework.referrals.letters import Issued, Order
    from desktop.frame.house import House
    from desktop.frame.room import Room
    from desktop.parts.printer_dialog import Choice


class Outgoing(QObject):
    """Where a letter goes is asked first; then it is issued, and kept here until it is there."""

    busy = Signal(bool)
    # What was issued, in words, with the words that open the file, if any do.
    gone = Signal(str, str)
    # What went wrong, and what to press to try again.
    stuck = Signal(str, str, object)
    # It was to go unprotected, and what was typed is not her own passphrase.
    not_hers = Signal(object)
    # It would tell something else by now than was shown.
    stale = Signal()

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._parent = room, parent

    # --- as a file

    def save(self, order: Order, own: str | None) -> QDialog:
        """Ask for a folder, then issue the letter and write it there.

        One that nothing protects goes out by one's `own` passphrase.
        """
        return self._ask_folder(partial(self._issue, order, self._write, own=own))

    def _ask_folder(self, then: Callable[[Path], object]) -> QDialog:
        return choose_folder(self._parent, texts.say("letter_page.where"), Path.home(), then)

    def _write(self, folder: Path, issued: Issued) -> None:
        write = partial(_write_all, folder, issued)
        then = partial(self._written, issued)
        self._room.jobs.draw(self._parent, write, then, partial(self._not_written, issued))

    def _written(self, issued: Issued, path: Path) -> None:
        name = isolate(path.name)
        words = texts.say("letter_page.saved", name=name)
        if issued.beside:
            papers = [
                f"{called(one)} {isolate(beside_name(issued.number, one, sealed=issued.sealed))}"
                for one in issued.beside
            ]
            beside = texts.say("list.join").join(papers)
            words = texts.say("letter_page.saved_with", name=name, papers=beside)
        self._end(words, issued)

    def _not_written(self, issued: Issued, error: Exception) -> None:
        why = doors.why(error) if not isinstance(error, OSError) else ""
        words = texts.say("letter_page.not_saved", number=isolate(issued.number))
        again = partial(self._ask_folder, partial(self._write_again, issued))
        self.busy.emit(False)
        self.stuck.emit(f"{words} {why}".strip(), texts.say("letter_page.other_folder"), again)

    def _write_again(self, issued: Issued, folder: Path) -> None:
        self._once_more(issued, partial(self._write, folder, issued))

    # --- on paper

    def print(self, order: Order) -> QDialog:
        """Ask for a printer, then issue the letter and print it."""
        plain = replace(order, protect=False, passphrase=None, seal=False)
        return ask_printer(self._parent, partial(self._issue, plain, self._put))

    def _put(self, choice: Choice, issued: Issued) -> None:
        papers = (issued.pdf, *issued.beside.values())
        # What one page of it says must not lie on the back of another paper.
        put(self._parent, choice, papers, partial(self._printed, issued), one_sided=True)

    def _printed(self, issued: Issued, why: str) -> None:
        if why:
            self._not_printed(issued, why)
            return
        said = "letter_page.printed_with" if issued.beside else "letter_page.printed"
        self._end(texts.say(said, number=isolate(issued.number)), issued)

    def _not_printed(self, issued: Issued, why: str) -> None:
        words = texts.say("letter_page.not_printed", number=isolate(issued.number))
        if why != NOT_TAKEN:
            words = f"{words} {texts.say(why)}"
        again = partial(ask_printer, self._parent, partial(self._put_again, issued))
        self.busy.emit(False)
        self.stuck.emit(words, texts.say("letter_page.print_again"), again)

    def _put_again(self, issued: Issued, choice: Choice) -> None:
        self._once_more(issued, partial(self._put, choice, issued))

    # --- both

    def _issue(
        self, order: Order, then: Callable[..., object], place: object, own: str | None = None
    ) -> None:
        self.busy.emit(True)
        issue = partial(self._room.office.letters.issue, order)
        if own is not None:
            issue = partial(_by_own, cast("House", self._room.house), own, issue)
        self._room.jobs.try_to(
            self._parent, issue, partial(self._issued, then, place), self._not_issued
        )

    def _issued(self, then: Callable[..., object], place: object, issued: Issued) -> None:
        self._room.jobs.changed.emit(issued.change)
        then(place, issued)

    def _once_more(self, issued: Issued, act: Callable[[], object]) -> None:
        """Let what was issued go after all, unless it was recalled meanwhile."""
        self.busy.emit(True)
        ask = partial(self._room.office.letters.holds, issued.change.case_code, issued.number)
        self._room.jobs.try_to(self._parent, ask, partial(self._if_it, act), self._not_issued)

    def _if_it(self, act: Callable[[], object], holds: bool) -> None:
        if holds:
            act()
        else:
            self._stop(texts.say("letter_page.recalled"))

    def _not_issued(self, error: Exception) -> None:
        if doors.code_of(error) in NOT_HERS:
            self.busy.emit(False)
            self.not_hers.emit(error)
        else:
            self._stop(doors.why(error))

    def _stop(self, why: str) -> None:
        """Say why the letter does not go, and look at what it would tell by now."""
        self.busy.emit(False)
        self.stuck.emit(why, "", None)
        self.stale.emit()

    def _end(self, words: str, issued: Issued) -> None:
        self.busy.emit(False)
        self.gone.emit(words, issued.passphrase or "")


def _by_own(house: House, own: str, issue: Callable[[], Issued]) -> Issued:
    """Issue a letter for whoever is at work; runs on the store's thread."""
    house.require_own(own)
    return issue()


def _write_all(folder: Path, issued: Issued) -> Path:
    """Write what goes with a letter, then the letter; return where it stands."""
    for one, paper in issued.beside.items():
        write_one(folder / beside_name(issued.number, one, sealed=issued.sealed), paper)
    return write_letter(folder, issued.number, issued.pdf, sealed=issued.sealed)


def beside_name(number: str, one: Companion, *, sealed: bool = False) -> str:
    """Return the name of a file that goes with a letter; it does not say which it is."""
    return f"letter-{number}-{PLACES[one]}{_ending(sealed=sealed)}"


def write_letter(folder: Path, number: str, pdf: bytes, *, sealed: bool = False) -> Path:
    """Write a letter whole or not at all, for its owner's eyes; return where it stands."""
    place = folder / f"letter-{number}{_ending(sealed=sealed)}"
    write_one(place, pdf)
    return place


def _ending(*, sealed: bool) -> str:
    """Return how a file is opened, by the end of its name; of what it says there is nothing."""
    return ".pdf.age" if sealed else ".pdf"
