"""The languages of letters in the window: seventeen, each said to be read through or not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from letter_window import Prepared
from measure import HOUSE
from PySide6.QtGui import QFontDatabase, QFontMetrics, QRawFont
from reading import heard

import texts
from desktop.look import look
from desktop.look.fonts import load_fonts

LOADS = """
import sys
from pathlib import Path

from desktop.app import application
from desktop.look.fonts import load_fonts

made = application()
print(load_fonts(Path(sys.argv[1])))
"""


@pytest.fixture
def drive(template, tmp_path):
    """Open the letter of a case that agreed to one service."""
    made = Prepared(template, tmp_path / "home")
    with made.open() as driven:
        made.begin(driven)
        yield driven


def shows(drive, words):
    # By ear: whoever draws pages works in a thread of its own, and PDFium bears only one.
    pdf = drive.page.view.paper.pdf()
    return bool(pdf) and words in [said for _, said in heard(pdf)]


def test_the_page_follows_each_language_and_says_whether_somebody_went_through_it(drive) -> None:
    order, note = drive.page.view.order, texts.say("letter_page.not_reviewed")
    assert drive.unseen(note)
    for code in ("fr", "my", "ka"):
        order.language.setCurrentIndex(order.language.findData(code))
        title = texts.say("letter.referral.title", language=code)
        drive.until(lambda title=title: shows(drive, title))
        assert drive.seen(note)
        assert order.language.accessibleDescription() == note
    order.language.setCurrentIndex(order.language.findData("en"))
    assert drive.unseen(note)
    assert order.language.accessibleDescription() == ""


def test_every_language_is_offered_by_its_own_name(drive) -> None:
    drop = drive.page.view.order.language
    offered = [drop.itemText(at) for at in range(drop.count())]
    assert offered == [one.own_name for one in texts.letter_languages().values()]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("code", sorted(texts.letter_languages()))
def test_the_window_has_the_letters_of_every_language(code) -> None:
    load_fonts()
    families = QFontDatabase.families()
    own = [one for one in look().font().families() if one in families]
    name = texts.letter_languages()[code].own_name
    drawn = {sign for sign in name if any(_has(family, sign) for family in own)}
    assert set(name) - drawn == set()
    assert QFontMetrics(look().font()).horizontalAdvance(name) > 0


def _has(family: str, sign: str) -> bool:
    return QRawFont.fromFont(QFontDatabase.font(family, "Regular", 10)).supportsCharacter(ord(sign))


def test_a_damaged_font_is_passed_by_and_the_others_are_there(tmp_path) -> None:
    """In a process of its own: whoever writes after it would write with these fonts."""
    whole, broken = "LettersSans-Regular.ttf", "LettersArabicScreen-Regular.ttf"
    (tmp_path / whole).write_bytes((Path(texts.__file__).parent / "fonts" / whole).read_bytes())
    (tmp_path / broken).write_bytes(b"\0\xff" * 99)
    command = [sys.executable, "-c", LOADS, tmp_path]
    said = subprocess.run(command, cwd=HOUSE, capture_output=True, check=True, text=True)
    assert said.stdout == "('Letters Sans',)\n"
