"""Reasons, notes and new answers that are typed outside a form wait while the window is locked."""

from __future__ import annotations

from dataclasses import dataclass
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from disagreeing import two_say
from drive import open_window
from make import Clock, Desks
from PySide6.QtCore import QObject

from casework.records.unfinished import Spot
from desktop.frame.handing_over import keep_and_leave
from desktop.frame.unfinished import UnfinishedFields
from desktop.pages.consent.override import ProposalPane
from desktop.pages.law.editor import TreatyEditor
from desktop.parts.fields import Field, Line

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = "EXTYPED because she asked"


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with a case, a review that is asked for, and two answers to one question."""
    home = tmp_path_factory.mktemp("reasons") / "home"
    desks = Desks(template, home, Clock())
    code = desks.visit()
    desks.agree(code)
    office = desks.office()
    answers = {"plan_reviewed": "yes", "told_may_return": "yes"}
    office.answers.record(code, "closure", answers, "en")
    office.reviews.ask(code, office.filling.entries(code, "closure")[0].id)
    two_say(desks, code, "safe_hours", "EX morning", "EX evening")
    desks.close()
    return home, code


@pytest.fixture
def made(filled, tmp_path):
    home, code = filled
    return copytree(home, tmp_path / "home"), code


@dataclass(frozen=True)
class Typing:
    """Somebody types somewhere: where, what she presses first, and the field in which she does."""

    page: str
    field: Callable[[object], object]
    first: Callable[[object], object] = lambda _page: None
    in_case: bool = True
    supervises: bool = False

    def there(self, drive):
        """Return the field, or None while it is not there or not in sight."""
        field = self.field(drive.page)
        return field if field is not None and field.isVisible() else None


def child(page, kind):
    return next(iter(page.findChildren(kind)), None)


def note_of(page):
    fields = page.waiting.findChildren(Field)
    return fields[0].editor if fields else None


def new_answer(page):
    answers = page.answers
    return answers and (answers.line or answers.editor.target())


def write_anew(page):
    page.answers.new.setChecked(True)


PLACES = {
    "hold": Typing("erasure", lambda page: page.holds.reason, lambda page: page.holds.add.click()),
    "new answer": Typing("decide", new_answer, write_anew, in_case=False),
    "handing on": Typing("handing", lambda page: page.note),
    "review": Typing("team", note_of, in_case=False, supervises=True),
    "masked case": Typing(
        "case",
        lambda page: page.mask_bar._asking.words if page.masked else None,
        lambda page: page.mask_bar._begin(),
        supervises=True,
    ),
    "law": Typing(
        "treaties",
        lambda page: (one := child(page, TreatyEditor)) and one.summary,
        lambda page: page.add.click(),
        in_case=False,
    ),
    "telling without consent": Typing(
        "consent",
        lambda page: (one := child(page, ProposalPane)) and one.reason,
        lambda page: page.talk._aside(page.talk._overriding.propose)(),
    ),
    "request from outside": Typing(
        "requests",
        lambda page: page.writing.panel and page.writing.panel.words,
        lambda page: page.add.click(),
        in_case=False,
    ),
    "breach": Typing(
        "breaches",
        lambda page: page.writing.panel and page.writing.panel.words,
        lambda page: page.add.click(),
        in_case=False,
    ),
    "taking out": Typing("bringing", lambda page: page.out.reason, in_case=False, supervises=True),
}


def text_of(field):
    return field.text() if isinstance(field, Line) else field.toPlainText()


@pytest.fixture
def window(template, made):
    """Open the window for whoever types somewhere."""
    home, _code = made

    def opened(typing):
        worker = template.supervisor if typing.supervises else template.caseworker
        return open_window(template, home, worker=worker)

    return opened


def type_there(drive, code, name):
    typing = PLACES[name]
    drive.go(typing.page, *([code] if typing.in_case else []))
    drive.rest(6)
    typing.first(drive.page)
    drive.until(lambda: typing.there(drive), name)
    drive.rest()
    typing.there(drive).setFocus()
    drive.type(WORDS)


def stands_there(drive, name):
    """See that the words come back, and the keyboard with them."""
    typing = PLACES[name]
    drive.until(lambda: (one := typing.there(drive)) and text_of(one) == WORDS, name)
    drive.until(lambda: drive.focus() is typing.there(drive), name)


@pytest.mark.parametrize("name", PLACES)
def test_what_was_typed_is_there_after_a_lock(window, made, name) -> None:
    _home, code = made
    typing = PLACES[name]
    with window(typing) as drive:
        type_there(drive, code, name)
        keep_and_leave(drive.window, "lock")
        drive.until(lambda: drive.left == ["lock"])
    with window(typing) as drive:
        stands_there(drive, name)


@pytest.mark.parametrize("name", PLACES)
def test_in_another_text_size_it_stands_where_it_stood(window, made, name) -> None:
    _home, code = made
    typing = PLACES[name]
    with window(typing) as drive:
        type_there(drive, code, name)
        drive.window.perform("larger")
        stands_there(drive, name)


def kept(drive, *spot):
    drive.window.workspace.keep()
    return drive.asked(lambda: drive.window.workbook.unfinished().of(Spot(*spot)))


def test_a_hold_that_is_set_waits_no_more(window, made) -> None:
    _home, code = made
    typing = PLACES["hold"]
    with window(typing) as drive:
        drive.go("erasure", code)
        drive.rest(6)
        typing.first(drive.page)
        drive.page.holds.reason.setText(WORDS)
        assert kept(drive, "hold", code).values["reason"] == WORDS
        drive.page.holds.set.click()
        drive.until(lambda: drive.page.check.holds)
        drive.rest()
        assert not drive.page.holds.reason.isVisible()
        assert (drive.page.holds.reason.text(), kept(drive, "hold", code)) == ("", None)


def test_an_answer_that_holds_waits_no_more(window) -> None:
    typing = PLACES["new answer"]
    with window(typing) as drive:
        drive.go("decide")
        drive.rest(6)
        write_anew(drive.page)
        drive.rest()
        drive.page.answers.editor.target().setFocus()
        drive.type(WORDS)
        one = drive.page.answers.one.line
        assert kept(drive, "decide", one.case_code, one.id).values["words"] == WORDS
        drive.page.use.click()
        drive.until(lambda: drive.page.answers is None)
        assert kept(drive, "decide", one.case_code, one.id) is None


def test_no_page_names_a_passphrase_to_be_kept(template, made) -> None:
    home, _code = made
    with open_window(template, home, worker=template.supervisor) as drive:
        named = set()
        for page in ("bringing", "settings", "team", "backups", "devices", "figures"):
            drive.go(page)
            drive.rest(6)
            for one in drive.page.findChildren(QObject):
                if isinstance(one, UnfinishedFields):
                    named |= {f"{one._spot.what}.{name}" for name in one._fields}
        assert named >= {"taking.reason", "review.note"}
        assert not [one for one in named if "secret" in one or "code" in one or "own" in one]
