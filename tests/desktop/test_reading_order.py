"""What a voice reads of the case page: in the order of its meaning, by name, and masked if asked.

AT-SPI, UIA and NSAccessibility all read this tree; it is walked here without any of them.
"""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QWidget

import texts
from casework.referrals.letters import Order
from desktop.frame.settings import Settings
from desktop.look.marks import codes
from desktop.parts.secret_field import SeenSecret
from desktop.parts.tiles import Tile, full_name

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


def kinds(widget, words):
    """Return as what a voice reads everything that is called so."""
    return {one.role() for one in read(widget) if one.text(QAccessible.Text.Name) == words}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_headings_are_read_as_headings(template, tmp_path, language) -> None:
    with at_the_case(template, tmp_path / "home", language=language) as (drive, _):
        for words in ("case.experiences", "case.next_steps", "case.about"):
            assert QAccessible.Role.Heading in kinds(drive.page, texts.say(words))
        drive.go("today")
        drive.rest(4)
        headings = [one for one in read(drive.window) if one.role() is QAccessible.Role.Heading]
        assert headings
        assert all(one.text(QAccessible.Text.Name).strip() for one in headings)


def test_where_one_can_go_is_a_button_and_says_where_one_is(template, tmp_path) -> None:
    with at_the_case(template, tmp_path / "home") as (drive, _):
        navigation = drive.window.workspace.navigation
        boxes = [one for one in read(navigation) if one.role() is QAccessible.Role.CheckBox]
        assert boxes == []
        described = {
            one.text(QAccessible.Text.Name): one.text(QAccessible.Text.Description)
            for one in read(navigation)
            if one.role() is QAccessible.Role.Button
        }
        assert texts.say("nav.here") in described[texts.say("nav.cases")]
        assert texts.say("nav.here") not in described[texts.say("nav.today")]
        drive.go("today")
        assert kinds(navigation, texts.say("nav.today")) == {QAccessible.Role.Button}
        (today,) = (
            one
            for one in read(navigation)
            if one.text(QAccessible.Text.Name) == texts.say("nav.today")
        )
        assert today.text(QAccessible.Text.Description).startswith(texts.say("nav.here"))


def test_what_is_recorded_is_no_box_to_tick_where_it_only_shows(template, tmp_path) -> None:
    with at_the_case(template, tmp_path / "home") as (drive, _):
        for code in codes():
            state = "recorded" if code in EPISODE["continuum"] else "not_recorded"
            words = texts.say(f"experience.{state}", name=full_name(code))
            assert kinds(drive.page, words) == {QAccessible.Role.StaticText}
        # Where several may be chosen each of them is a box.
        tile = Tile("survival_sex")
        read_as = QAccessible.queryAccessibleInterface(tile).role()
        assert read_as is QAccessible.Role.CheckBox


def test_one_of_several_is_read_as_one_of_several(template, tmp_path) -> None:
    with at_the_case(template, tmp_path / "home") as (drive, case):
        drive.go("form", case, "intake")
        drive.until(lambda: drive.page.view is not None)
        view = drive.page.view
        parts = [*view.head._languages._parts, *view.side.lines]
        read_as = {QAccessible.queryAccessibleInterface(one).role() for one in parts}
        assert read_as == {QAccessible.Role.RadioButton}


def test_what_stays_down_is_a_button_that_says_so_and_no_box(template, tmp_path) -> None:
    with at_the_case(template, tmp_path / "home") as (drive, _):
        drive.go("cases")
        drive.rest(4)
        side = drive.page.tools.side
        heard = QAccessible.queryAccessibleInterface(side)
        assert heard.text(QAccessible.Text.Name) == texts.say("cases.side")
        secret = SeenSecret()
        for button, was in ((side, side.isChecked()), (secret.eye, False)):
            heard = QAccessible.queryAccessibleInterface(button)
            assert heard.role() is QAccessible.Role.Button
            assert (heard.state().checkable, bool(heard.state().checked)) == (1, was)
            turn = QAccessibleActionInterface.toggleAction()
            assert turn in heard.actionInterface().actionNames()
            heard.actionInterface().doAction(turn)
            assert (button.isChecked(), bool(heard.state().checked)) == (not was, not was)


def test_a_voice_that_listens_from_the_start_hears_no_box_either(qapp) -> None:
    del qapp
    QAccessible.setActive(True)
    try:
        secret = SeenSecret()
        heard = QAccessible.queryAccessibleInterface(secret.eye)
        assert heard.role() is QAccessible.Role.Button
        assert heard.text(QAccessible.Text.Name) == texts.say("secret.show")
    finally:
        QAccessible.setActive(False)


def test_a_voice_hears_no_letter_of_a_passphrase_unless_it_is_shown(qapp) -> None:
    """Qt says to the whole session what is typed into and taken out of a part that holds text."""
    del qapp
    QAccessible.setActive(True)
    try:
        secret = SeenSecret()
        secret.setAccessibleName("Passphrase")
        secret.setText("six drawn words")
        for shown in (False, True, False):
            secret.eye.setChecked(shown)
            heard = QAccessible.queryAccessibleInterface(secret)
            assert heard.role() is QAccessible.Role.EditableText
            assert heard.text(QAccessible.Text.Name) == "Passphrase"
            assert heard.state().focusable
            assert (heard.textInterface() is not None) == shown
            assert bool(heard.state().passwordEdit) != shown
            assert heard.text(QAccessible.Text.Value) == secret.displayText()
        assert "six" not in secret.displayText()
    finally:
        QAccessible.setActive(False)
