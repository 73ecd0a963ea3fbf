"""What a voice reads of the case page: in the order of its meaning, by name, and masked if asked.

AT-SPI, UIA and NSAccessibility all read this tree; it is walked here without any of them.
"""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

import texts
from casework.letters import Order
from desktop.frame.settings import Settings
from desktop.look.marks import codes
from desktop.parts.tiles import full_name

EPISODE = {"continuum": ["survival_sex", "transactional_sex"], "own_words": "CANARY-OWN"}
WORDS = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)


@contextmanager
def at_the_case(template, home, **settings):
    """Open the page of a case of which much is known."""
    desks = Desks(template, home, Clock())
    case = desks.visit(safe_way="phone_call", code_word="CANARY-WORD")
    desks.office().answers.record(case, "episode", EPISODE, "en")
    desks.agree(case)
    desks.office().letters.issue(Order(case, "Example Clinic A"))
    desks.office().tasks.add(case, "CANARY-TASK")
    desks.close()
    with open_window(template, home, settings=Settings(**settings)) as drive:
        drive.go("case", case)
        drive.rest(4)
        yield drive, case


def below(interface):
    """Yield what is shown, depth first, as a voice goes through it."""
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield child
            yield from below(child)


def read(widget: QWidget):
    return list(below(QAccessible.queryAccessibleInterface(widget)))


def names(widget):
    return [one.text(QAccessible.Text.Name) for one in read(widget)]


def place(said, words):
    """Return where some words are first said."""
    return next(at for at, one in enumerate(said) if words in one)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_case_is_read_from_who_to_what_is_next(template, tmp_path, language) -> None:
    with at_the_case(template, tmp_path / "home", language=language) as (drive, case):
        said = names(drive.page)
        order = [
            *(case, texts.say("case.contact"), texts.say("case.consent")),
            *(texts.say("case.experiences"), texts.say("case.next_steps")),
            texts.say("case.about"),
        ]
        places = [place(said, words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_whatever_takes_the_focus_says_its_name(template, tmp_path, language) -> None:
    with at_the_case(template, tmp_path / "home", language=language) as (drive, _):
        nameless = [
            one.role()
            for one in read(drive.window)
            if one.state().focusable and not one.text(QAccessible.Text.Name).strip()
        ]
    assert nameless == []


def test_in_discreet_mode_no_voice_and_no_resting_mouse_tells(template, tmp_path) -> None:
    secrets = [full_name(code) for code in codes()]
    secrets += ["CANARY-WORD", "CANARY-TASK", "Example Clinic A"]
    with at_the_case(template, tmp_path / "home", discreet=True) as (drive, _):
        told = [one.text(kind) for one in read(drive.page) for kind in WORDS]
        told += [one.toolTip() for one in drive.page.findChildren(QWidget)]
    assert [words for words in secrets if any(words in one for one in told)] == []


def test_the_cover_is_named_in_the_language_on_screen(template, tmp_path) -> None:
    with at_the_case(template, tmp_path / "home", language="ar") as (drive, _):
        assert drive.window.cover.accessibleName() == texts.say("cover.name")
        assert drive.window.cover.accessibleName() != "Notes"
