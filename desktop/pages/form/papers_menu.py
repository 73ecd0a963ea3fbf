"""What can be printed of a form: blank, filled in for the paper file, her copy."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import texts
from casework.tasks.due import SAFETY_PLAN
from desktop.parts.menu_button import MenuButton
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.frame.room import Room

_CONSENT = "consent"
_SERVICE = "service"


class Meant(NamedTuple):
    """Which form is to be printed: of which case, and which finished one if not the newest.

    Where no form is named, only what was added to the menu is printed.
    """

    form_id: str
    case_code: str = ""
    entry_id: str = ""


class PapersMenu(MenuButton):
    """Prints a form; `filled` says that there is a finished one."""

    def __init__(self, room: Room, meant: Meant) -> None:
        super().__init__(texts.say("paper.menu"), "printer", "plain")
        self._room, self._meant = room, meant
        self._more: list[tuple[str, Callable[[], object]]] = []
        self.means(meant, filled=bool(meant.entry_id))

    def also(self, words: str, act: Callable[[], object]) -> None:
        """Offer something more, after what can be printed."""
        self._more.append((words, act))

    def also_prints(self, text_id: str, make: Callable[[], object], drawing: str) -> None:
        """Offer one more paper, after those of the form."""
        self._more.append(_named(text_id, self._print, make, drawing))

    def means(self, meant: Meant, *, filled: bool) -> None:
        """Say which form is meant, and whether there is something to print besides a blank."""
        self._meant, self._filled = meant, filled

    def offer(self) -> None:
        """Open the menu with what can be printed now."""
        self.choices([*(self._papers() if self._meant.form_id else ()), *self._more])
        super().offer()

    def _papers(self) -> list[tuple[str, Callable[[], object]]]:
        form_id, code, entry_id = self._meant
        desk, language = self._room.office.own_papers, texts.current().code
        blank = partial(desk.blank, form_id, language)
        found = [_named("paper.print_blank", self._print, blank, "form_paper.blank_pdf")]
        # What she said of sharing is printed from the page of consent, a service says nothing.
        if self._filled and code and form_id not in {_CONSENT, _SERVICE}:
            kept = partial(desk.file, code, form_id, language, entry_id)
            found.append(_named("paper.print_filled", self._print, kept, "form_paper.file_pdf"))
            found += [self._copy(one) for one in _this_first(language)]
        if self._filled and form_id == SAFETY_PLAN:
            small = partial(desk.pocket, code, language)
            found.append(
                _named("own_paper.print_pocket", self._print, small, "own_paper.pocket_pdf")
            )
        return found

    def _copy(self, language: str) -> tuple[str, Callable[[], object]]:
        """Return the copy that is for the person, who may read another language than the worker."""
        form_id, code, entry_id = self._meant
        copy = partial(self._room.office.own_papers.copy, code, form_id, language, entry_id)
        named = isolate(texts.languages()[language].own_name)
        words = texts.say("own_paper.print_copy", language_name=named)
        return words, partial(self._print, copy, "own_paper.copy_pdf")

    def _print(self, make: Callable[[], object], drawing: str) -> None:
        """Make a paper on record first, then draw it, then ask for a printer."""
        jobs = self._room.jobs
        module, _, name = drawing.partition(".")
        # Imported by whoever first prints: paper and its fonts take their time.
        draw: Callable[[object], bytes] = getattr(import_module(f"reports.{module}"), name)
        jobs.ask(self, make, lambda made: jobs.draw(self, partial(draw, made), self._on_paper))

    def _on_paper(self, pdf: bytes) -> None:
        import_module("desktop.parts.printing").print_pdf(self, pdf)


def _this_first(language: str) -> list[str]:
    return [language, *(one for one in texts.languages() if one != language)]


def _named(
    text_id: str,
    act: Callable[[Callable[[], object], str], None],
    make: Callable[[], object],
    drawing: str,
) -> tuple[str, Callable[[], object]]:
    return texts.say(text_id), partial(act, make, drawing)
