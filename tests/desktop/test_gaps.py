"""Cards of every page without a drawing of its own are as far apart as the design says."""

from __future__ import annotations

from itertools import pairwise

import pytest
from drive import open_window
from edging import top_and_bottom
from PySide6.QtWidgets import QWidget

from desktop.frame.settings import Settings
from desktop.look import look
from desktop.look.tokens import space
from desktop.parts.card_page import CardPage

PAGES = ("settings", "team", "backups", "submissions", "retention", "help")


def cards_of(page):
    """Return the cards of a page that stand in no other card, from its top."""
    (scroll,) = page.findChildren(CardPage)
    shown = [one for one in scroll.widget().findChildren(QWidget) if one.isVisible()]
    cards = [one for one in shown if one.property("role") == "card"]
    outer = [
        one for one in cards if not any(up is not one and up.isAncestorOf(one) for up in cards)
    ]
    return sorted(outer, key=lambda one: top_and_bottom(one, page)[0])


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("page", PAGES)
def test_cards_below_each_other_are_as_far_apart_on_every_page(template, tmp_path, page, scale):
    settings, worker = Settings(scale=scale), template.supervisor
    with open_window(template, tmp_path / "home", settings=settings, worker=worker) as drive:
        drive.window.resize(1366, 768)
        drive.go(page)
        drive.rest(6)
        places = [top_and_bottom(one, drive.window) for one in cards_of(drive.page)]
        gaps = {below[0] - above[1] for above, below in pairwise(places)}
        assert gaps <= {look().px(space("card_gap"))}
