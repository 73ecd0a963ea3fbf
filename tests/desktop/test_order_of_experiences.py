"""The list of experiences shuffled: every screen stays as it was, A to Z by the words on it."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from drive import open_window
from PySide6.QtWidgets import QWidget

import texts
from desktop.app import application
from desktop.look import tokens
from desktop.parts.tiles import Tiles, by_name, short_name

RECORDED = {"survival_sex", "transactional_sex"}


@contextmanager
def shuffled():
    """Turn the list around for a while."""
    experiences = tokens()["experience"]
    before = dict(experiences)
    turned = dict(reversed(before.items()))
    experiences.clear()
    experiences.update(turned)
    try:
        yield
    finally:
        experiences.clear()
        experiences.update(before)


def picture():
    tiles = Tiles(RECORDED, acts=False)
    tiles.resize(660, 80)
    return tiles.grab().toImage()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_tiles_stand_a_to_z_whatever_the_list_says(language):
    application()
    texts.use(language)
    try:
        usual, words = picture(), [short_name(code) for code in by_name()]
        with shuffled():
            assert [short_name(code) for code in by_name()] == words
            assert picture() == usual
    finally:
        texts.use("en")


def test_no_page_changes_when_the_list_is_shuffled(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        case = drive.asked(
            lambda: drive.office.answers.record(None, "intake", {"limits_explained": "yes"}, "en")
        ).case_code
        drive.asked(
            lambda: drive.office.answers.record(
                case, "episode", {"continuum": sorted(RECORDED)}, "en"
            )
        )
        drive.go("case", case)
        drive.rest(6)
        usual = words_of(drive)
        with shuffled():
            drive.go("case", case)
            drive.rest(6)
            assert words_of(drive) == usual


def words_of(drive):
    """Return all words of the page with their places."""
    return sorted(
        (one.x(), one.y(), str(text()))
        for one in drive.page.findChildren(QWidget)
        if one.isVisible() and callable(text := getattr(one, "text", None))
    )
