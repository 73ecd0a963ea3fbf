"""One section of a case: what was recorded on one form, the newest first, and a new one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from casework.cases.course import FORM as CLOSURE
from casework.records.record import DRAFT
from desktop.pages.case.frame import CaseView
from desktop.pages.case.sections import section_icon, section_name
from desktop.pages.case.status import StatusActs
from desktop.pages.cases.words import adding_words
from desktop.pages.entries.closing import Closing
from desktop.pages.entries.list import EntriesList
from desktop.pages.entries.note import NOTE, QuickNote
from desktop.pages.entries.note_keeping import NoteKeeping
from desktop.pages.form.papers_menu import Meant, PapersMenu
from desktop.pages.form.place import Wanted
from desktop.pages.history.words import Asked
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import column
from desktop.parts.messages import Placeholder
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from casework.answers.filling import Sheet
    from casework.cases.course import CourseView
    from casework.cases.overview import Overview
    from casework.cases.sections import EntryView, SectionEntries
    from casework.office import Office
    from desktop.frame.places import Place
    from desktop.frame.room import Room


class EntriesPage(CaseView):
    """The entries of one form in a case; its name is the section's."""

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.section = self.form_id = place.subject
        self.list = EntriesList()
        self.add = Button(adding_words(self.form_id), "plain", icon_name="plus").does(self._begin)
        icon = section_icon(self.form_id)
        self._nothing = Placeholder(texts.say("entries.nothing"), icon_name=icon)
        self._nothing.hide()
        head = QWidget()
        self.papers = PapersMenu(room, Meant(self.form_id, place.case))
        tools = [Words(self.title(), "h1"), self.papers, self.add]
        head.setLayout(Flow(tools, gap=12, line_gap=6, trailing=2))
        parts: list[QWidget] = [head]
        self.note = QuickNote() if self.form_id == NOTE else None
        self.closing = Closing(StatusActs(room, place.case)) if self.form_id == CLOSURE else None
        parts += [one for one in (self.note, self.closing) if one is not None]
        inside = QWidget()
        inside.setLayout(column(*parts, self._nothing, self.list, gap=12))
        self.furnish((inside,))
        self.list.opened.connect(self._open)
        self.list.again.connect(self._again)
        self._keeping: NoteKeeping | None = None
        # Where one was when one left; once one is there it is of no more use.
        self._was_at = place.field

    # --- the page

    def title(self) -> str:
        """Return what the section is called."""
        return section_name(self.form_id)

    def here(self) -> Place:
        """Return this section with the entry whose way in has the keyboard."""
        return self.place._replace(field=self.list.at())

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the page does on keys of the window."""
        return {**super().acts(), "main": self.add.click}

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        super().reveal(on=on)
        self.list.reveal(on=on)

    def show_case(self, overview: Overview) -> None:
        """Ask for the entries, and say where the case stands on its way to being closed."""
        read = partial(_read, self.room.office, self.place.case, self.form_id)
        self.room.jobs.ask(self, read, self._came_entries)
        if self.closing is not None:
            ask = partial(self.room.office.course.of, overview.code)
            self.room.jobs.ask(self, ask, self._came_course)

    def keep(self) -> None:
        """Hand a note that is being written to the store's queue."""
        if self._keeping is not None:
            self._keeping.keep()

    # --- what came

    def _came_course(self, course: CourseView) -> None:
        if self.closing is not None:
            self.closing.show_course(course)

    def _came_entries(self, found: tuple[SectionEntries, Asked, Sheet | None]) -> None:
        said, asked, sheet = found
        begun = ""
        if self.note is not None and sheet is not None:
            if self._keeping is None:
                self._keeping = NoteKeeping(self.room, self.note, sheet)
            self._keeping.take_up(sheet)
            # What stands in the field above is not shown a second time.
            begun = self._keeping.draft_id if self._keeping.is_short else ""
        shown = [one for one in said.entries if one.id != begun]
        self.list.show_entries(said.model, shown, asked)
        self._nothing.setVisible(not shown)
        was_at, self._was_at = self._was_at, ""
        self.list.go_to(was_at)
        finished = any(one.state != DRAFT for one in said.entries)
        self.papers.means(Meant(self.form_id, self.place.case), filled=finished)

    # --- what is done

    def _begin(self) -> None:
        self.room.go("form", self.place.case, Wanted(self.form_id).subject())

    def _open(self, entry: EntryView) -> None:
        draft = entry.id if entry.state == DRAFT else ""
        wanted = Wanted(self.form_id, draft_id=draft, entry_id="" if draft else entry.id)
        self.room.go("form", self.place.case, wanted.subject())

    def _again(self, entry: EntryView) -> None:
        """Begin a new version from the newest one."""
        wanted = Wanted(self.form_id, again_id=entry.id)
        self.room.go("form", self.place.case, wanted.subject())


def _read(office: Office, code: str, form_id: str) -> tuple[SectionEntries, Asked, Sheet | None]:
    """Return the entries, the words of their form and the note begun; on the store's thread."""
    found = office.sections.of(code, form_id)
    language = texts.current().code
    asked = office.answers.questions(None, form_id, language)
    sheet = office.filling.open(code, form_id, beside=True) if form_id == NOTE else None
    return found, Asked(found.model, asked), sheet
