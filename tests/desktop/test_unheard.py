"""While a page is built nobody hears of its parts; of somebody's hand the window always hears."""

from __future__ import annotations

import pytest
from drive import open_window
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QLabel, QWidget

from desktop.app import application
from desktop.beside.unheard import listen, stop_listening, unheard
from desktop.frame.places import Place


def _hears(self, _watched, event):
    self.heard.append(event.type())
    return False


# Qt calls it by this name.
_Ear = type("_Ear", (QObject,), {"eventFilter": _hears})


def new_ear():
    """Return somebody who notes all that is heard."""
    made = _Ear()
    made.heard = []
    return made


@pytest.fixture
def ear():
    application()
    made = new_ear()
    listen(made)
    yield made
    stop_listening(made)


def build():
    whole = QWidget()
    QLabel("a word", whole).setObjectName("a name")
    return whole


def test_what_is_built_unheard_is_not_heard_and_what_comes_after_is(ear):
    # What others left to be done was heard before.
    ear.heard.clear()
    with unheard(), unheard():
        whole = build()
    assert ear.heard == []

    QCoreApplication.sendEvent(whole, QEvent(QEvent.Type.User))

    assert ear.heard == [QEvent.Type.User]


def test_it_is_heard_again_though_building_failed(ear):
    with pytest.raises(ZeroDivisionError), unheard():
        raise ZeroDivisionError

    build()

    assert ear.heard


def test_who_begins_to_listen_meanwhile_hears_once_it_is_built_and_who_stopped_does_not(ear):
    other = new_ear()
    ear.heard.clear()
    with unheard():
        listen(other)
        stop_listening(ear)
        build()
    build()
    stop_listening(other)
    assert other.heard
    assert ear.heard == []


def test_what_is_gone_without_a_word_is_left_out(ear):
    gone = new_ear()
    listen(gone)
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    with unheard():
        whole = build()
    whole.setObjectName("another name")

    assert ear.heard


def test_the_window_hides_at_the_key_after_each_page_and_each_look(template, tmp_path):
    """Each way by which something is built: a place, an answer, another look."""
    with open_window(template, tmp_path / "home") as drive:
        heard = new_ear()
        listen(heard)
        for page in ("cases", "services", "settings"):
            drive.go(page)
        drive.window.perform("larger")
        drive.rest()
        drive.window.workspace.go(Place("today"))
        stop_listening(heard)
        # Nearly all that is told of a page that is built is told of its parts.
        assert heard.heard.count(QEvent.Type.ChildAdded) < len(drive.window.findChildren(QWidget))

        drive.press("F9")

        assert drive.window.cover.isVisible()
        # The workbook is left once what the page asked of the store has come to an end.
        drive.until(lambda: drive.left == ["hide"])
