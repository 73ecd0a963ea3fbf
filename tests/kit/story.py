"""Somebody at the keyboard of the real window: she reads the screen and presses keys, no more."""

from __future__ import annotations

import io
import os
from functools import cache
from typing import TYPE_CHECKING

import pikepdf
from drive import Drive
from make import Clock
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QRadioButton,
    QWidget,
)
from reading import heard
from walking import settle

import texts
from casework.consent.grant import Purpose
from casework.consent.purpose_texts import SERVICE, wording_for
from casework.consent.wordings import ADULT
from desktop.app import application
from desktop.frame.settings import load
from desktop.frame.window import Window
from forms.codelists import label
from forms.library import LABEL_COLUMNS, built_in
from texts.sentences import WORKER, with_terms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NO_KEY, _NO_MODIFIER = Qt.Key(0), Qt.KeyboardModifier.NoModifier
_STROKE = QTest.KeyAction.Press, QTest.KeyAction.Release
_UNSEEN = dict.fromkeys(range(0x2066, 0x206A)) | {0xA0: " "}


class Worker(Drive):
    """She finds her way by the words on the screen, in whatever language they are."""

    def __init__(self, home: Path) -> None:
        self.home, self.form = home, ""
        super().__init__(None, [], Clock())

    # --- the program

    def starts(self, after: str = "") -> None:
        """Start the program; `after` is what ended the one before it, as `app.run` has it."""
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        application()
        self.left = []
        self.window = Window(self.home, load(self.home), self.left.append, covered=after == "hide")
        self.window.show()
        self.window.hearing.everywhere()
        self.window.activateWindow()
        settle()

    def ends(self) -> None:
        """Let the program end."""
        self.window.close()
        self.window.deleteLater()
        settle()

    def starts_anew(self, after: str) -> None:
        """Let a fresh program that knows nothing take the place of the one that was left."""
        self.until(lambda: self.left == [after], f"nothing was left by {after}")
        self.ends()
        self.starts(after)

    # --- keys

    def focus(self) -> QWidget:
        """Return what a key reaches: what lies on top first."""
        popup = QApplication.activePopupWidget()
        return (popup.focusWidget() or popup) if popup else super().focus()

    def type(self, words: str) -> None:
        """Type words of any script; Qt's own typing knows Latin letters only."""
        for sign in words:
            key = Qt.Key(ord(sign.upper())) if sign.isascii() else _NO_KEY
            for action in _STROKE:
                QTest.sendKeyEvent(action, self.focus(), key, sign, _NO_MODIFIER)
        settle(1)

    def tabs_until(self, there: Callable[[], object], what: str) -> None:
        """Press Tab until one is there; coming round to where one began is once too often."""
        passed, names = [], []
        while not there():
            assert self.focus() not in passed, f"Tab does not reach {what!r}, but {names}"
            passed.append(self.focus())
            names.append(self.named()[0])
            self.press("Tab")

    # --- reading

    def words(self) -> list[str]:
        """Return all that is written on the screen."""
        labels = (one for one in self.window.findChildren(QLabel) if one.isVisible())
        return [words for one in labels if (words := plain(one.text()))]

    def sees(self, text_id: str, **values: object) -> bool:
        """Return whether a sentence is on the screen."""
        return any(plain(texts.say(text_id, **values)) in one for one in self.words())

    def named(self) -> list[str]:
        """Return what a listener hears of where one is: its name, then the groups it is in."""
        at = self.focus()
        names = [plain(at.accessibleName())]
        while (at := at.parentWidget()) is not None:
            if isinstance(at, QGroupBox):
                names.append(plain(at.accessibleName()))
        return names

    def reads(self, text_id: str, blank: str) -> str:
        """Return what stands in the blank of a sentence on the screen, or nothing."""
        before, after = (plain(one) for one in texts.say(text_id, **{blank: "\0"}).split("\0"))
        said = next((one for one in self.words() if before in one and after in one), "")
        return said.partition(before)[2].partition(after)[0].strip() if said else ""

    def reads_here(self) -> str:
        """Return the words in the field where one is."""
        at = self.focus()
        return at.toPlainText() if hasattr(at, "toPlainText") else at.text()

    def cursor(self) -> int:
        """Return where the cursor stands in the field where one is."""
        at = self.focus()
        return at.textCursor().position() if hasattr(at, "textCursor") else at.cursorPosition()

    def may_push(self, text_id: str) -> bool:
        """Return whether what is called so can be pressed now."""
        words = texts.say(text_id)
        named = (one for one in self._seen(QAbstractButton) if one.accessibleName() == words)
        return any(one.isEnabled() for one in named)

    def ticked(self) -> dict[str, bool]:
        """Return the boxes on the screen by their words, and whether each is ticked."""
        return {plain(one.accessibleName()): one.isChecked() for one in self._seen(QCheckBox)}

    def can_read_aloud(self, purpose: str, service: str = "") -> bool:
        """Return whether the words to be read aloud for a purpose stand on the screen."""
        wording = wording_for(Purpose(purpose), ADULT).words[texts.current().code]
        return any(wording.strip().replace(SERVICE, service) in one for one in self.words())

    def is_covered(self) -> bool:
        """Return whether the cover is seen and not a word."""
        return self.window.cover.isVisible() and self.words() == []

    def is_at(self, page: str) -> bool:
        """Return whether a page is shown."""
        return self.window.workspace is not None and self.page.place.page == page

    def arrives(self, page: str) -> None:
        """Wait until a page is there and filled."""
        self.until(lambda: self.is_at(page), page)
        self.rest()

    def _seen(self, kind: type) -> list[QWidget]:
        return [one for one in self.window.findChildren(kind) if one.isVisible()]

    # --- whatever has a name

    def comes_to(self, text_id: str) -> None:
        """Wait until one stands at what is called so, and sees it."""
        words = texts.say(text_id)
        self.until(lambda: self.named()[0] == words and self.focus().isVisible(), words)

    def goes_to(self, text_id: str, **values: object) -> None:
        """Tab to what is called so."""
        words = plain(texts.say(text_id, **values))
        self.tabs_until(lambda: self.named()[0] == words, words)

    def pushes(self, text_id: str, **values: object) -> None:
        """Press what is called so."""
        self.goes_to(text_id, **values)
        self.press("Space")

    def fills(self, text_id: str, words: str) -> None:
        """Type into the field that is called so."""
        self.goes_to(text_id)
        self.type(words)

    def picks(self, text_id: str, words: str) -> None:
        """Choose from the list that is called so, going down until the words stand in it."""
        self.goes_to(text_id)
        before = ""
        while self.focus().currentText() != words:
            assert self.focus().currentText() != before, f"{words!r} is not in this list"
            before = self.focus().currentText()
            self.press("Down")

    # --- the questions of a form

    def is_asked(self, form: str) -> None:
        """Wait until one stands at a question of a form."""
        self.form = form
        known = {words_of(row) for row in _rows(form).values()}
        self.until(lambda: self.window.workspace and known & set(self.named()), form)

    def question(self, name: str) -> str:
        """Return the words of a question in the language on the screen."""
        return words_of(_rows(self.form)[name])

    def choice(self, name: str, code: str) -> str:
        """Return the words of one choice of a question."""
        return choice_words(_rows(self.form)[name]["type"].split()[1], code)

    def writes(self, name: str, words: str) -> None:
        """Type the answer of a question."""
        self._goes_to_question(name)
        self.type(words)

    def chooses(self, name: str, *codes: str) -> None:
        """Choose answers of a question, each by its words, however it offers them."""
        self.chooses_words(name, *(self.choice(name, code) for code in codes))

    def chooses_words(self, name: str, *choices: str) -> None:
        """Choose answers of a question whose words stand in no list of ours."""
        self._goes_to_question(name)
        for words in choices:
            if isinstance(self.focus(), QComboBox):
                self.type(words)
                self.press("Return")
            else:
                self._steps_to(words)
                self.press("Space")

    def _goes_to_question(self, name: str) -> None:
        words = self.question(name)
        self.tabs_until(lambda: words in self.named(), words)

    def _steps_to(self, words: str) -> None:
        """Step to one of the choices of a question: arrows lead through radio buttons."""
        group = self.named()[1:]
        if not isinstance(self.focus(), QRadioButton):
            self.tabs_until(lambda: self.named()[0].startswith(words), words)
        while not self.named()[0].startswith(words):
            here = self.focus()
            self.press(_arrow(here, self._choice_seen(words)))
            assert self.focus() is not here, f"no arrow leads to {words!r}"
        assert self.named()[1:] == group, f"{words!r} belongs to another question"

    def _choice_seen(self, words: str) -> QWidget:
        beside = self.focus().parentWidget().findChildren(QRadioButton)
        return next(one for one in beside if one.accessibleName() == words)

    def goes_on_to(self, name: str) -> None:
        """Go on from group to group until a question is seen."""
        while self.question(name) not in self.words():
            self.goes_on()

    def goes_on(self) -> None:
        """Go on to the next group of questions, or finish with the last."""
        before = self.words()
        self.press("Ctrl+Return")
        self.until(lambda: self.words() != before, "nothing comes after this group")

    def finishes(self) -> None:
        """Go on from group to group, and finish the form with the last."""
        while self.is_at("form"):
            self.goes_on()
            self.rest()


def choice_words(list_name: str, code: str) -> str:
    """Return the words of a code in the language on the screen."""
    return label(list_name, code, texts.current().code)


def plain(words: str) -> str:
    """Return words without the marks that only steer their direction, with plain spaces."""
    return words.translate(_UNSEEN).strip()


def read_back(pdf: bytes, passphrase: str) -> str:
    """Return a protected letter as it is heard, in the order in which it is read."""
    opened = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf), password=passphrase) as letter:
        letter.save(opened, encryption=False)
    return plain("\n".join(words for _, words in heard(opened.getvalue())))


def _arrow(here: QWidget, there: QWidget) -> str:
    """Return the arrow that leads from one choice towards another."""
    if there.y() != here.y():
        return "Down" if there.y() > here.y() else "Up"
    return "Right" if there.x() > here.x() else "Left"


def words_of(row: dict[str, str]) -> str:
    """Return what a row of a form asks, in the language on the screen."""
    code = texts.current().code
    return with_terms(row.get(LABEL_COLUMNS[code], ""), WORKER, code)


@cache
def _rows(form: str) -> dict[str, dict[str, str]]:
    """Return the rows of a form by name."""
    return {row["name"]: row for row in built_in(form)["survey"] if "name" in row}
