"""A new key in the window: asked with all it needs, then locked; seen by who lets people in."""

from __future__ import annotations

import pytest
from canary import Watch
from drive import open_window
from make import WORDS

import texts
from desktop import doors
from desktop.frame.settings import Settings

FRESH = "abstain scalping wasabi corporate"

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def hers(template, tmp_path):
    where, settings = tmp_path / "home", Settings(scale=2.0)
    with open_window(template, where, worker=template.supervisor, settings=settings) as drive:
        drive.window.resize(1024, 640)
        drive.go("settings")
        drive.tab_to(texts.say("settings.new_key_begin"), 200)
        drive.press("Return")
        yield drive


def types(drive, now, fresh, code):
    card = drive.page.new_key
    fields = (card.now.secret, card.fresh.first.secret, card.fresh.second.secret, card.code)
    for field, words in zip(fields, (now, fresh, fresh, code), strict=True):
        field.setFocus()
        drive.press("Ctrl+A")
        drive.type(words or " ")
    card.act.setFocus()
    drive.press("Return")
    return card


def test_a_new_key_is_given_by_keyboard_and_the_window_locks(hers, template, tmp_path):
    assert hers.focus() is hers.page.new_key.now.secret
    types(hers, WORDS, FRESH, template.recovery_code.lower())
    hers.until(lambda: hers.left == ["lock"])
    typed = Watch([WORDS, FRESH, template.recovery_code, template.recovery_code.lower()])
    assert typed.in_folders(tmp_path) == set()
    home, name = tmp_path / "home", template.supervisor.name
    doors.open_workbook(home, name, FRESH).workbook.close()


@pytest.mark.parametrize(
    ("typed", "at", "why"),
    [
        (("", FRESH, "x"), "now", "field.missing"),
        ((WORDS, "short", "x"), "first", "secret.too_short"),
        ((WORDS, FRESH, ""), "code", "field.missing"),
        (("not the one", FRESH, "x"), "now", "settings.secret_wrong"),
        ((WORDS, FRESH, "ABCD"), "code", "store.recovery_typo"),
        ((WORDS, WORDS, "x"), "first", "store.same_passphrase"),
    ],
)
def test_why_no_new_key_is_given_is_told_at_its_field_in_sight(hers, typed, at, why):
    card = types(hers, *typed)
    field = {"now": card.now.secret, "first": card.fresh.first.secret, "code": card.code}[at]
    hers.until(lambda: field.accessibleDescription().endswith(texts.say(why)))
    hers.until(lambda: hers.focus() is field)
    assert hers.left == []


def test_what_was_typed_for_it_stays_nowhere_once_one_leaves_it(hers):
    card = hers.page.new_key
    hers.type("something")
    card.code.setText("ABCD")
    card.leave.setFocus()
    hers.press("Return")
    assert hers.focus() is card.begin
    assert not card.now.text()
    assert not card.code.text()


def test_only_who_lets_people_in_is_offered_a_new_key(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.go("settings")
        assert drive.page.new_key is None
