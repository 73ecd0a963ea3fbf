"""What is wrong in a panel of a register is said at the field, in sight, and with the keyboard."""

from __future__ import annotations

import pytest
from entering import entering
from make import Clock, Desks

import texts
from desktop.clock import now
from desktop.parts.fields import Field
from desktop.parts.focus import FocusRing
from desktop.parts.messages import MessageBar
from desktop.parts.wrong import Wrong


@pytest.fixture
def at(template, tmp_path):
    Desks(template, tmp_path / "home", Clock(now())).close()
    with entering(template, tmp_path / "home", "requests") as enter:
        yield enter


def opened(drive):
    """Begin to write a line down, in a usual window."""
    drive.window.resize(1366, 768)
    drive.rest()
    drive.press("Return")
    drive.until(lambda: drive.page.writing.panel is not None)
    return drive.page.writing.panel


def field_of(panel, name):
    """Return the field of a panel by what it holds."""
    named = panel.by_name()[name]
    return next(one for one in panel.findChildren(Field) if one.editor is named)


def is_told(drive, panel, name, words):
    """Return whether words stand at a field and nowhere else, seen whole, and the cursor too."""
    field = field_of(panel, name)
    told = [one for one in panel.findChildren(Wrong) if one.isVisible()]
    whole = field.visibleRegion().boundingRect() == field.rect()
    ring = drive.window.findChild(FocusRing)
    return (
        [one.parentWidget() for one in told] == [field]
        and drive.stands(words)
        and not panel.findChildren(MessageBar)
        and whole
        and field.editor.hasFocus()
        and field.editor.property("wrong")
        and field.editor.accessibleDescription() == words
        and drive.window.rect().contains(ring.geometry())
    )


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("page", "name"), [("requests", "asker"), ("breaches", "kind")])
def test_that_nothing_is_chosen_is_said_where_it_is_to_be_chosen(at, page, name, language, scale):
    drive = at(page, language=language, scale=scale)
    panel = opened(drive)
    drive.press("Ctrl+Return")
    drive.until(lambda: is_told(drive, panel, name, texts.say(f"{page}.choose_{name}")))


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize(("page", "code"), [("requests", "request"), ("breaches", "breach")])
def test_what_the_register_refuses_is_said_at_the_field_that_it_is_about(at, page, code, scale):
    drive = at(page, scale=scale)
    panel = opened(drive)
    next(iter(panel.by_name().values())).setCurrentIndex(1)
    drive.press("Ctrl+Return")
    drive.until(lambda: is_told(drive, panel, "words", texts.say(f"error.{code}_words")))


@pytest.mark.parametrize(("page", "name"), [("requests", "case"), ("breaches", "cases")])
def test_a_code_that_does_not_fit_is_said_where_it_was_typed_and_then_no_more(at, page, name):
    drive = at(page, scale=2.0)
    panel = opened(drive)
    next(iter(panel.by_name().values())).setCurrentIndex(1)
    panel.words.setPlainText("EXASKED")
    typed = panel.by_name()[name]
    typed.setFocus()
    drive.type("ABCD-0000")
    drive.press("Ctrl+Return")
    drive.until(lambda: is_told(drive, panel, name, texts.say("error.case_code_mistyped")))
    panel.words.clear()
    drive.press("Ctrl+Return")
    drive.until(lambda: panel.words.property("wrong"))
    assert not typed.property("wrong")


def test_what_is_about_no_field_is_brought_into_sight_too(at):
    drive = at(scale=2.0)
    panel = opened(drive)
    panel.asker.setCurrentIndex(1)
    panel.words.setPlainText("EX" * 1500)
    drive.press("Ctrl+Return")
    drive.until(lambda: panel.findChildren(MessageBar))
    (bar,) = panel.findChildren(MessageBar)
    drive.until(lambda: bar.visibleRegion().boundingRect() == bar.rect())
