"""Figures on their way out: agreed to once, then written, with a receipt, until that works."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

import texts
from casework.changes import Change
from desktop import doors
from desktop.parts.choosing import choose_file, choose_folder
from desktop.parts.paper_out import write_one
from reports.receipt import RECEIPT, receipt_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QDialog, QWidget

    from casework.figures.desk import Released
    from casework.figures.keeping import Receipt
    from casework.figures.proving import Proven
    from casework.office import Office
    from desktop.frame.room import Room
    from reports.dhis2_mapping import Dhis2


@dataclass(frozen=True, slots=True)
class Gone:
    """What was published, and its receipt."""

    released: Released
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class More:
    """Which files are wished beside those that everybody gets."""

    mapping: Dhis2 | None = None
    gbvims: bool = False
    invented: bool = False


class FiguresOut(QObject):
    """Where the files go is asked first; then a second person's word is kept, and they are written.

    Their names say which figures they are, and nothing of whoever made them.
    """

    # What was published, and the names of its files.
    gone = Signal(object, object)
    # What went wrong; what was published where only its files are missing.
    stuck = Signal(str, object)

    # A mapping for DHIS2 that fits was chosen, by the name of its file.
    mapped = Signal(str)

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._parent = room, parent
        self._more = More()

    def begin(self) -> None:
        """Forget what more was wished for other figures."""
        self._more = More()

    def map_for(self, plan: str, period: str) -> QDialog:
        """Ask for the mapping of an office for DHIS2, which has to fit these figures."""
        read = partial(self._read, plan, period)
        return choose_file(self._parent, texts.say("figures_page.dhis2_where"), Path.home(), read)

    def _read(self, plan: str, period: str, file: Path) -> None:
        read, then = partial(_mapping, file, plan, period), partial(self._fits, file.name)
        self._room.jobs.draw(self._parent, read, then, self._refused)

    def _fits(self, name: str, mapping: Dhis2) -> None:
        self._more = More(mapping)
        self.mapped.emit(name)

    def agree(self, release_id: str, proven: Proven, also: More) -> QDialog:
        """Ask for a folder, then publish what a colleague proposed and write it there.

        Also the files that are wished beside, and that for DHIS2 where a mapping was chosen.
        """
        self._more = replace(also, mapping=self._more.mapping)
        return self._ask_folder(partial(self._publish, release_id, proven))

    def write_again(self, gone: Gone) -> QDialog:
        """Ask for another folder for files that could not be written."""
        return self._ask_folder(partial(self._write, gone))

    def _ask_folder(self, then: Callable[[Path], object]) -> QDialog:
        return choose_folder(self._parent, texts.say("figures_page.where"), Path.home(), then)

    def _publish(self, release_id: str, proven: Proven, folder: Path) -> None:
        publish = partial(_published, self._room.office, release_id, proven, self._more)
        then = partial(self._is_published, folder)
        self._room.jobs.try_to(self._parent, publish, then, self._refused)

    def _is_published(self, folder: Path, gone: Gone) -> None:
        self._room.jobs.changed.emit(gone.released.change)
        self._write(gone, folder)

    def _write(self, gone: Gone, folder: Path) -> None:
        write = partial(write_files, folder, gone, texts.current().code, self._more)
        then = partial(self.gone.emit, gone)
        self._room.jobs.draw(self._parent, write, then, partial(self._not_written, gone))

    def _refused(self, error: Exception) -> None:
        if doors.code_of(error) == "figures_asked_changed":
            self._room.jobs.changed.emit(Change("figures_dropped"))
        own = isinstance(error, OSError)
        self.stuck.emit(texts.say("error.file_unreadable") if own else doors.why(error), None)

    def _not_written(self, gone: Gone, error: Exception) -> None:
        why = doors.why(error) if not isinstance(error, OSError) else ""
        self.stuck.emit(f"{texts.say('figures_page.not_written')} {why}".strip(), gone)


def _published(office: Office, release_id: str, proven: Proven, more: More) -> Gone:
    """Publish what was looked at, if every file can be made of it; return it with its receipt."""
    if more.invented:
        import_module("casework.figures.invented").demand_enough(proven.shown)
    released = office.figures.agree(release_id, proven)
    return Gone(released, office.published.receipt(release_id))


def _mapping(file: Path, plan: str, period: str) -> Dhis2:
    """Return the mapping in a file, once it is known that it fits."""
    mapping: Dhis2 = import_module("reports.dhis2_mapping").read_mapping(file.read_bytes())
    mapping.demand_fits(plan, period)
    return mapping


def write_files(folder: Path, gone: Gone, language: str, more: More | None = None) -> Sequence[str]:
    """Write every file of what was published, and a receipt that names each; return their names."""
    wanted = gone.released.release.wanted
    name = f"figures-{wanted.plan}-{wanted.period}"
    # Those who write files are read in when somebody wants one, on the thread for paper.
    more, write = more or More(), import_module("reports.figures_files").figures_files
    also = {"gbvims": more.gbvims, "invented": more.invented}
    made = write(gone.released, language, more.mapping, **also)
    files = {f"{name}{end}": held for end, held in made.items()}
    everything = {**files, f"{name}{RECEIPT}": receipt_of(gone.receipt, files)}
    for one, held in everything.items():
        write_one(folder / one, held)
    return [*everything]
