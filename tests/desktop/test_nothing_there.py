"""A page with nothing on it yet shows a picture and a sentence, as every other of its kind."""

from __future__ import annotations

import pytest
from drive import open_window

import texts
from desktop.frame.settings import Settings
from desktop.parts.messages import Placeholder


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("page", "words"), [("pairs", "pairs.none"), ("handing", "handing.no_offers")]
)
def test_it_is_no_bare_line(template, tmp_path, page, words, language):
    settings = Settings(language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.go(page)
        drive.until(lambda: drive.page.findChildren(Placeholder))
        assert drive.seen(texts.say(words))
