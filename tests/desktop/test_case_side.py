"""Beside a case: what was noted last, in a few lines."""

from __future__ import annotations

import pytest
from drive import open_window
from make import Clock, Desks

import texts
from desktop.frame.settings import Settings
from desktop.parts.frames import Scroll
from desktop.parts.words import Words


@pytest.mark.parametrize("discreet", [False, True])
def test_what_was_noted_last_stands_beside_and_is_masked_in_discreet_mode(
    template, tmp_path, discreet
):
    desks = Desks(template, tmp_path / "home", Clock())
    code, bare = desks.visit(), desks.visit()
    long = " ".join(["CANARY-NOTE", *["and more"] * 60])
    desks.office().answers.record(code, "note", {"text": long}, "en")
    desks.close()
    settings = Settings(discreet=discreet)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.go("case", code)
        assert drive.seen(texts.say("case.latest_note"))
        shown = [
            one
            for one in drive.page.findChildren(Words)
            if one.text().startswith("CANARY-NOTE") and one.isVisible()
        ]
        assert len(shown) == (not discreet)
        assert all(one.text().endswith(("and…", "more…")) for one in shown)
        drive.page.reveal(on=True)
        assert drive.seen("CANARY-NOTE")
        drive.go("case", bare)
        assert drive.unseen(texts.say("case.latest_note"))


def test_a_note_without_spaces_between_its_words_is_read_beside_the_case_too(template, tmp_path):
    """Thai, Khmer and Burmese have none: of a long note nothing stood there but three dots."""
    desks = Desks(template, tmp_path / "home", Clock())
    code = desks.visit()
    said = "EX ตัวอย่าง" + "บันทึกตัวอย่าง" * 20
    desks.office().answers.record(code, "note", {"text": said}, "en")
    desks.close()
    with open_window(template, tmp_path / "home") as drive:
        drive.go("case", code)
        assert drive.seen("EX ตัวอย่าง" + "บันทึกตัวอย่าง" * 10)


@pytest.mark.parametrize("scale", [1.0, 1.3, 2.0])
def test_what_stands_below_a_case_in_a_small_window_widens_nothing(template, tmp_path, scale):
    desks = Desks(template, tmp_path / "home", Clock())
    code = desks.visit(access="EX ground floor")
    desks.office().answers.record(code, "note", {"text": "EX said at the centre"}, "en")
    desks.close()
    with open_window(template, tmp_path / "home", settings=Settings(scale=scale)) as drive:
        drive.window.resize(1024, 640)
        drive.go("case", code)
        assert drive.seen(texts.say("case.latest_note"))
        scrolls = [one for one in drive.page.findChildren(Scroll) if one.isVisible()]
        assert scrolls
        wide = [one for one in scrolls if one.widget().width() > one.viewport().width()]
        assert wide == []
