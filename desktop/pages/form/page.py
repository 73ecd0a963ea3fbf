"""Filling in a form: any form, from its session, kept as one goes."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import shiboken6
from PySide6.QtWidgets import QStackedLayout, QWidget

import texts
from desktop.bootstrap import now
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.pages.cases.words import title_of
from desktop.pages.entries.note import NOTE
from desktop.pages.episodes.words import speaks_of_episodes
from desktop.pages.form.ending import Ending
from desktop.pages.form.filling import Filling
from desktop.pages.form.keeping import Keeping, last_saved
from desktop.pages.form.known import Known
from desktop.pages.form.lists import lists_named
from desktop.pages.form.notes import SideNotes
from desktop.pages.form.papers_menu import Meant, PapersMenu
from desktop.pages.form.place import JUST_KEPT, Spot, Wanted, spot_of, wanted_of
from desktop.pages.form.taking_back import undo_of
from desktop.pages.form.topics import topics_of
from desktop.pages.form.view import FormView, step_question
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.messages import Placeholder
from forms.session import open_session
from texts.dates import clock_time, isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.answers.filling import Sheet
    from casework.changes import Change
    from casework.office import Office
    from casework.records.episodes import EpisodeView
    from desktop.frame.room import Room
    from forms.session import FormSession

_WITHOUT_CASE = "service"
_FIRST = "intake"


class _Asked(NamedTuple):
    """A form, the experiences it may speak of, the note beside it, and whether all is a draft."""

    sheet: Sheet
    episodes: Sequence[EpisodeView]
    note: Sheet | None
    is_draft: bool


class FormPage(Page):
    """One form, blank, begun or finished before."""

    nav = "cases"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self._wanted = wanted_of(place.subject)
        if self._wanted.form_id == _WITHOUT_CASE:
            self.nav = "services"
        self._brought = room.brought
        self._sheet: Sheet | None = None
        self.view: FormView | None = None
        self._keeping: Keeping | None = None
        self.ending: Ending | None = None
        self.known: Known | None = None
        self.notes: SideNotes | None = None
        self._focus_before: QWidget | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(QWidget())

    def start(self) -> None:
        """Ask for the form as far as it was filled in."""
        ask = partial(_asked, self._wanted, self.room.office, self.place.case)
        self.room.jobs.try_to(self, ask, self._opened, self._not_there)

    def _not_there(self, error: Exception) -> None:
        """Say why there is nothing to fill in, and lead back: a draft may be finished by now."""
        refusal = import_module("desktop.saying.words").refusal_of(error)
        if refusal is None:
            self.room.jobs.failed.emit(error)
            return
        button = Button(texts.say("form.back")).does(self.room.back)
        words = "\n".join(refusal.sentences)
        self._show(Placeholder(words, icon_name="note-blank", button=button))
        button.setFocus()

    def _opened(self, asked: _Asked) -> None:
        sheet = asked.sheet
        language = sheet.language or texts.current().code
        self._sheet = sheet = lists_named(sheet, asked.episodes, language)
        session = _begun(sheet, language, self._brought)
        topics = topics_of(sheet.model)
        if not topics:
            words = texts.say("form.no_questions")
            self._show(Placeholder(words, icon_name="note-blank"))
            return
        filling = Filling(self.room, session, topics)
        self._keeping = keeping = Keeping(self.room, sheet, session.draft)
        filling.setParent(self)
        keeping.setParent(self)
        filling.kept_by(keeping)
        self.view = view = FormView(filling, sheet)
        self.ending = ending = Ending(view, keeping)
        ending.setParent(self)
        ending.done.connect(self._finished)
        keeping.saved.connect(self._saved)
        keeping.saving.connect(view.head.say_saving)
        keeping.failed.connect(self._failed)
        view.pausing.connect(self._pause)
        self._offer_more(view, asked)
        view.foot.back.connect(partial(view.step, -1))
        view.foot.closing.connect(self.room.back)
        view.foot.onward.connect(ending.onward)
        self._show(view)
        self.room.crumbs.emit(self)
        view.begin(spot_of(self.place.field), goes_on=_goes_on(sheet))
        if self.notes is not None:
            self.notes.enter(spot_of(self.place.field))

    def _show(self, widget: QWidget) -> None:
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)

    # --- where one is

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here: the cases, the case, the form."""
        code = self._sheet.case_code if self._sheet else self.place.case
        way: list[tuple[str, Place | None]] = [(texts.say("nav.cases"), Place("cases"))]
        if self._wanted.form_id == _WITHOUT_CASE:
            way = [(texts.say("nav.services"), Place("services"))]
        if code:
            way.append((isolate(code), Place("case", code)))
        title = title_of(self._sheet.model) if self._sheet else ""
        return (*way, (title, None))

    def here(self) -> Place:
        """Return this form with its draft, and the field and cursor where one is."""
        if self._sheet is None or self.view is None:
            return self.place
        sheet = self._sheet
        on_its_way = self._keeping is not None and self._keeping.waits and not sheet.entry_id
        draft = sheet.draft_id or (JUST_KEPT if on_its_way else "")
        wanted = Wanted(sheet.form_id, draft, "" if draft else sheet.entry_id)
        beside = self.notes.spot() if self.notes is not None else Spot()
        field = (beside if beside.ref else self.view.spot()).field()
        return Place("form", sheet.case_code, wanted.subject(), field)

    def _want_no_record(self) -> None:
        """Help without a record; what was begun is kept first, so that all of it can be erased."""
        self.keep()
        self.room.jobs.ask(
            self, lambda: None, lambda _none: self.room.go("unrecorded", self.here().case)
        )

    def panes(self) -> Sequence[QWidget]:
        """Return the groups, the questions, and the ways on."""
        if self.view is None or self._stack.currentWidget() is not self.view:
            return (self,)
        view = self.view
        page = view.pages.get(view.at)
        if view.over is not None and page is not None:
            return (view.head, view.drop, page.questions, view.foot)
        side = view.side if view.side.isVisible() else view.drop
        return (view.head, side, view.middle, view.foot)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the keys do in a form."""
        if self.view is None or self.ending is None or self._stack.currentWidget() is not self.view:
            return {}
        return {
            "next_group": partial(self.view.step, 1),
            "previous_group": partial(self.view.step, -1),
            "next_question": partial(step_question, self.view, 1),
            "previous_question": partial(step_question, self.view, -1),
            "main": self.ending.onward,
            "undo": self.view.filling.undo,
            "redo": self.view.filling.redo,
            "saved": self._say_saved,
            **({"notes": self.notes.turn} if self.notes is not None else {}),
        }

    # --- keeping

    def keep(self) -> None:
        """Hand all that was typed to the store's queue."""
        if self._keeping is not None:
            self._keeping.keep()
        if self.notes is not None:
            self.notes.keep()

    def _saved(self, sheet: Sheet) -> None:
        known, self._sheet = self._sheet, sheet
        at = last_saved(sheet)
        if self.view is not None and at is not None:
            self.view.head.say_saved(clock_time(at))
            if known is not None and known.case_code != sheet.case_code:
                self.view.head.say_about(sheet)
                self.room.crumbs.emit(self)

    def _failed(self, words: str) -> None:
        if self.view is not None:
            self.view.head.say_unsaved()
            announce(self, words, at_once=True)

    def _say_saved(self) -> None:
        """Keep now, and say when that was done."""
        self.keep()
        if self.view is not None:
            announce(self, self.view.head.saved_words())

    # --- going on

    def _pause(self) -> None:
        """Hide the form behind a neutral page; the place is kept."""
        self.keep()
        self._focus_before = self.window().focusWidget()
        button = Button(texts.say("form.carry_on"), "primary").does(self._carry_on)
        self._show(Placeholder(texts.say("form.paused"), icon_name="pause", button=button))
        button.setFocus()

    def _offer_more(self, view: FormView, asked: _Asked) -> None:
        """Offer to print the form, to fill it in from paper, and what only the first form has."""
        sheet, _, note, is_draft = asked
        if sheet.form_id == _FIRST and not sheet.entry_id:
            if is_draft:
                view.offer(texts.say("unrecorded.link"), self._want_no_record)
            self.known = Known(view, lambda: self._sheet or sheet)
        if note is not None:
            self.notes = SideNotes(view, self.room, note)
        self.papers = PapersMenu(self.room, Meant(sheet.form_id, sheet.case_code, sheet.entry_id))
        self.papers.also(texts.say("paper.enter"), self._from_paper)
        view.head.offer(self.papers)
        self.low = view.foot

    def _from_paper(self) -> None:
        """Begin where the paper begins, and say how its numbers and dates are typed."""
        if self.view is None:
            return
        self.view.bars.say_paper(texts.say("paper.enter_how"))
        first = self.view.shown_topics()[0]
        page = self.view.open(first)
        if not page.enter():
            self.view.foot.on_button.setFocus()
        page.show_above(self.view.bars)

    def _carry_on(self) -> None:
        paused = self._stack.currentWidget()
        if self.view is None or paused is None:
            return
        self._stack.setCurrentWidget(self.view)
        before = self._focus_before
        # Answers may have come meanwhile from elsewhere: what had the keyboard is another by then.
        (before if before is not None and shiboken6.isValid(before) else self.view).setFocus()
        self._stack.removeWidget(paused)
        paused.deleteLater()

    def _finished(self, change: Change) -> None:
        title = title_of(self._sheet.model) if self._sheet else ""
        self._keeping = None
        if change.case_code:
            self.room.go("case", change.case_code)
        else:
            self.room.go("services")
        if change.kind == "service_replaced":
            self.room.done(texts.say("service.replaced"))
        else:
            words = texts.say("form.finished", name=title)
            self.room.done(words, undo_of(self.room, change))


def _begun(sheet: Sheet, language: str, brought: Mapping[str, str]) -> FormSession:
    """Return the session of a form, with what was typed before it was open where nothing stands.

    It can be taken back as every other answer.
    """
    session = open_session(sheet.model, sheet.doc, now, language, sheet.externals)
    for one in session.model.questions():
        if one.qid in brought and not session.state(one.ref).value:
            session.set(one.ref, brought[one.qid])
    return session


def _goes_on(sheet: Sheet) -> bool:
    """Return whether a draft tells how far one came: in the first form all of it was said so far.

    Others may begin with what an earlier one says.
    """
    return sheet.form_id == _FIRST and bool(sheet.draft_id) and not sheet.entry_id


def _asked(wanted: Wanted, office: Office, case: str) -> _Asked:
    """Return a form with all that is asked about it; for the store."""
    sheet = wanted.sheet(office.filling, case)
    episodes = office.overview.of(sheet.case_code).episodes if speaks_of_episodes(sheet) else ()
    # A note has none beside it: both would be one draft.
    has_note = bool(sheet.case_code) and sheet.form_id != NOTE
    note = office.filling.open(sheet.case_code, NOTE, beside=True) if has_note else None
    first = sheet.form_id == _FIRST and not sheet.entry_id
    is_draft = first and office.unrecorded.may_discard(sheet.case_code)
    return _Asked(sheet, episodes, note, is_draft)
