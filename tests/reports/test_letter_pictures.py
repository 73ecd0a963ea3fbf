"""The first page of a letter in every language, beside the picture that was looked at."""

from __future__ import annotations

import pypdfium2
import pytest
from letters import facts
from measure import HOUSE
from PIL import Image, ImageChops, ImageFilter, ImageStat
from told_everything import page

import texts

PICTURES = HOUSE / "docs" / "letters"
LANGUAGES = sorted(texts.letter_languages())
# Of 255: what another library of the same outlines may differ by, once it is blurred.
NEAR = 1.5
STEP = 17


def shown(language):
    """Return the first page of a letter to a shelter, as grey as it is kept."""
    with pypdfium2.PdfDocument(page(language, "shelter")) as document:
        return document[0].render(scale=1.25).to_pil().convert("L")


def kept(language):
    """Return a page in as few steps of grey as tell one page from another, to be kept."""
    return shown(language).point(lambda grey: round(grey / STEP) * STEP)


def difference(one, other):
    """Return how far two pictures are apart: the root of the mean square, after a blur."""
    blurred = [picture.filter(ImageFilter.GaussianBlur(2)) for picture in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*blurred)).rms[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_looks_as_it_did_when_it_was_looked_at(language):
    with Image.open(PICTURES / f"{language}.png") as file:
        before = file.convert("L")
    now = kept(language)
    assert before.size == now.size
    assert difference(before, now) < NEAR


def test_a_page_in_another_language_or_with_a_line_more_is_seen():
    assert difference(shown("hi"), shown("ne")) > 5 * NEAR
    moved = ImageChops.offset(shown("th"), 0, 4)
    assert difference(shown("th"), moved) > 5 * NEAR


def test_the_pictures_name_nobody_and_tell_nothing_of_their_making():
    for language in LANGUAGES:
        with Image.open(PICTURES / f"{language}.png") as file:
            assert file.info == {}
    assert facts().office.name == "Example Office 4"
    assert {path.stem for path in PICTURES.glob("*.png")} == set(LANGUAGES)
