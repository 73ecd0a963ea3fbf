"""The page that lies beside an order is of that order, however long an earlier one took to draw."""

from __future__ import annotations

from io import BytesIO
from threading import Event

from PySide6.QtTest import QTest
from reportlab.pdfgen.canvas import Canvas

import texts
from desktop.app import application
from desktop.beside.jobs import Jobs
from desktop.parts.aside import Aside
from desktop.parts.paper_view import PaperView


def document(word: str) -> bytes:
    kept = BytesIO()
    canvas = Canvas(kept, invariant=1)
    canvas.drawString(72, 720, word)
    canvas.save()
    return kept.getvalue()


def until(true) -> None:
    for _ in range(1000):
        if true():
            return
        QTest.qWait(10)
    raise AssertionError


def test_a_drawing_under_way_does_not_pass_for_what_was_asked_later() -> None:
    application()
    jobs = Jobs()
    view = PaperView(jobs)
    view.resize(500, 600)
    view.show()
    began, may_end, came = Event(), Event(), []
    view.drawn.connect(came.append)

    def first() -> bytes:
        began.set()
        assert may_end.wait(20)
        return document("FIRST")

    view.show_document(first)
    until(began.is_set)
    view.show_document(lambda: document("LATER"))
    may_end.set()
    # The first one is drawn, and waits to be shown.
    jobs._paper.submit(bool).result()
    until(lambda: came)
    # Larger or smaller, it stays the later one.
    view.zoom(1)
    until(lambda: len(came) > 1)
    assert came == [document("LATER")] * len(came)
    assert view.pdf() == document("LATER")
    view.hide()
    jobs.close()


def test_what_is_said_beside_the_title_takes_one_line_or_none() -> None:
    application()
    view = PaperView(Jobs())
    (note,) = view.findChildren(Aside)
    seen = {}
    for wide in (500, 260):
        view.resize(wide, 400)
        view.show()
        QTest.qWait(1)
        seen[wide] = note.text()
        assert note.height() < 2 * note.fontMetrics().height()
    view.resize(500, 400)
    QTest.qWait(1)
    assert seen == {500: texts.say("paper.follows"), 260: ""}
    assert note.text() == texts.say("paper.follows")
    view.close()
