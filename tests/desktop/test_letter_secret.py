"""The words that open the file of a letter stand whole: they are read out over the telephone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from letter_window import Prepared

from desktop import doors

LONG = "particulier enveloppe parapluie bibliothèque camionnette trottinette quenelle"


@pytest.mark.parametrize("language", ["en", "ar", "fr", "es"])
@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_no_word_is_cut_in_a_small_window(template, tmp_path, monkeypatch, language, scale):
    """The last two were cut off in French at 130 %, and half of what is ticked was covered."""
    monkeypatch.setattr(doors, "suggest_passphrase", lambda _language: LONG)
    made = Prepared(template, tmp_path / "home")
    with made.open(language=language, scale=scale) as drive:
        drive.window.resize(1024, 640)
        made.begin(drive)
        protection = drive.page.view.protection
        parts = (protection.tick, protection.words, protection._note)
        line = protection.words.fontMetrics().horizontalAdvance(LONG)
        assert protection.words.wordWrap() or protection.words.width() >= line
        for part in filter(lambda one: one.hasHeightForWidth(), parts):
            assert part.height() >= part.heightForWidth(part.width())
        frames = (protection.tick, protection._frame, protection._note)
        for one, other in pairwise(frames):
            assert not one.geometry().intersects(other.geometry())
        assert protection.rect().contains(protection.childrenRect())
