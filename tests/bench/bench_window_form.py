"""A form of 1,000 questions in the window: its first page, and one answer with its repaint."""

from __future__ import annotations

import os
import time
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from asking import asked, group
from PySide6.QtWidgets import QApplication

from desktop.app import application
from desktop.beside.jobs import Jobs
from desktop.bootstrap import now
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.look.palette import palette_of
from desktop.look.sheet import sheet_of
from desktop.pages.form.filling import Filling
from desktop.pages.form.topic import TopicPage
from desktop.pages.form.topics import topics_of
from forms.loading import load_form
from forms.session import open_session

GROUPS, IN_GROUP = 100, 10
FRAME = 1 / 60
ROUNDS = 200


class _Room:
    """As much of a room as questions ask for; nothing is stored in this measurement."""

    def __init__(self) -> None:
        self.settings, self.jobs = Settings(), Jobs()


def run():
    """Yield every measurement."""
    application()
    dressed = QApplication.instance()
    dressed.setPalette(palette_of(look()))
    dressed.setStyleSheet(sheet_of(look()))
    model = load_form(_source())
    yield from first_page(model)
    yield from one_answer(model)


def _source():
    """Return a form of text, numbers, choices and follow-ups, ten questions a group."""
    survey = []
    for number in range(GROUPS):
        rows = [
            asked("select_one yn", f"g{number}_a", "Was something asked in return?"),
            asked("text", f"g{number}_b", "In their words", relevant=f"${{g{number}_a}} = 'yes'"),
            asked("integer", f"g{number}_c", "Since", relevant=f"${{g{number}_a}} = 'yes'"),
            asked("select_multiple yn", f"g{number}_d", "Which of these"),
            *(asked("text", f"g{number}_t{n}", f"Question {n}") for n in range(IN_GROUP - 4)),
        ]
        survey += group(f"g{number}", f"Topic {number}", *rows)
    listed = [asked("", code, words) | {"list_name": "yn"} for code, words in
              (("yes", "Yes"), ("no", "No"), ("unsure", "Not sure"))]  # fmt: skip
    for row in listed:
        row.pop("type")
    settings = {"form_id": "large", "form_title": "Large", "version": "1"}
    return {"settings": [settings], "survey": survey, "choices": listed}


def _filling(model):
    return Filling(_Room(), open_session(model, None, now, "en"), topics_of(model))


def _seconds(act):
    """Return the time of this thread alone: a machine with other work must not change a ratio."""
    start = time.thread_time()
    act()
    return time.thread_time() - start


def _shown(page):
    page.resize(940, 600)
    page.show()
    QApplication.processEvents()
    return page


def first_page(model):
    """Building and showing the first page, against building all of them."""
    ours, every = [], []
    for _ in range(3):
        filling = _filling(model)
        taken = [_building(filling, topic) for topic in filling.topics]
        ours.append(taken[0])
        every.append(sum(taken))
    yield {"name": f"first page of {GROUPS * IN_GROUP:,} questions, to building all",
           "goal": 0.05, "unit": "s", "ours": median(ours), "yardstick": median(every)}  # fmt: skip


def _building(filling, topic):
    """Return how long one page takes until it is painted."""
    pages = []
    taken = _seconds(lambda: pages.append(_shown(TopicPage(filling, topic))))
    for page in pages:
        page.hide()
        page.deleteLater()
    return taken


def one_answer(model):
    """An answer that brings two follow-ups, against the same rows shown without any form."""
    filling = _filling(model)
    page = _shown(TopicPage(filling, filling.topics[0]))
    filling.changed.connect(page.apply)
    asked_first, *below = list(page.builder.asked.values())[:3]
    dots = asked_first.editor.dots
    beside = _shown(TopicPage(filling, filling.topics[1]))
    bare_first, *bare_below = list(beside.builder.asked.values())[:3]
    bare_dots = bare_first.editor.dots
    for dot in bare_dots.values():
        dot.clicked.disconnect()
    ours, plain = [], []
    for turn in range(ROUNDS):
        code = "no" if turn % 2 else "yes"
        plain.append(_seconds(lambda code=code: _by_hand(bare_dots[code], bare_below, code)))
        ours.append(_seconds(lambda code=code: _press(dots[code])))
        if any(row.isVisible() is not (code == "yes") for row in below):
            raise AssertionError(code)
    beyond = max(0.0, median(ours) - median(plain))
    yield {"name": "one answer with its repaint, beyond Qt's own, to a frame", "goal": 0.1,
           "unit": "s", "ours": beyond, "yardstick": FRAME}  # fmt: skip
    yield from typing(page)


def typing(page):
    """Taking an answer that was typed."""
    editor = page.builder.asked["/data/g0/g0_t0"].editor
    typed = []
    for turn in range(ROUNDS):
        editor.line.setText(f"words {turn}")
        typed.append(_seconds(editor.answered.emit))
    yield {"name": "taking a typed answer, to a frame", "goal": 0.1, "unit": "s",
           "ours": median(typed), "yardstick": FRAME}  # fmt: skip


def _press(button):
    button.click()
    QApplication.processEvents()


def _by_hand(button, rows, code):
    """Check a button and show the rows below it, as a program without a form would."""
    button.click()
    for row in rows:
        row.setVisible(code == "yes")
    rows[0].parentWidget().setVisible(code == "yes")
    QApplication.processEvents()
