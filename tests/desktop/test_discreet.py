"""Discreet mode on the pages of a case: no service is named, and every mask is seen."""

from __future__ import annotations

import pytest
from letter_window import CLINIC, Prepared, bars, say
from make import VISIT
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox
from walking import contrast

from desktop.look import look
from desktop.parts.clause import Clause
from desktop.parts.mask import Mask, ground_under


@pytest.fixture
def made(template, tmp_path):
    return Prepared(template, tmp_path / "home")


def offered(page):
    return {
        drop.itemText(place)
        for drop in page.findChildren(QComboBox)
        for place in range(drop.count())
    }


def asking(drive):
    """Record a first visit of somebody who asks for help; return the case code."""
    said = VISIT | {"services_asked": ["housing"]}
    record = drive.office.answers.record
    return drive.asked(lambda: record(None, "intake", said, "en")).case_code


def test_the_letter_names_no_service_until_the_key_is_held(made):
    with made.open(discreet=True) as drive:
        made.begin(drive)
        order, chosen = drive.page.view.order, made.services[CLINIC]
        assert CLINIC not in offered(drive.page)
        assert order.service_name() == say(
            "letter_page.service", number=order.to.currentIndex() + 1
        )
        drive.page.reveal(on=True)
        assert (order.service_name(), order.to.code()) == (CLINIC, chosen)
        drive.page.reveal(on=False)
        assert CLINIC not in offered(drive.page)
        assert order.to.code() == chosen


def test_nor_does_what_says_that_it_was_not_agreed(made):
    with made.open(discreet=True) as drive:
        made.begin(drive)
        order = drive.page.view.order
        order.to.setCurrentIndex(1 - order.to.currentIndex())
        drive.until(lambda: bars(drive))
        (before,) = bars(drive)
        assert "Example" not in before
        assert order.service_name() in before
        drive.page.reveal(on=True)
        drive.until(lambda: bars(drive))
        (after,) = bars(drive)
        assert "Example" in after


def test_help_that_was_asked_for_is_masked(made):
    with made.open(discreet=True) as drive:
        drive.go("referrals", asking(drive))
        drive.until(lambda: not drive.page._asked.isHidden())
        assert drive.unseen("Longer housing")
        drive.page.reveal(on=True)
        assert drive.stands("Longer housing")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", ["consent", "letter", "case", "referrals"])
def test_every_mask_differs_from_what_it_lies_on(made, theme, page):
    with made.open(discreet=True, theme=theme) as drive:
        case = asking(drive) if page == "referrals" else made.case
        drive.go(page, case, made.services[CLINIC])
        drive.rest(6)
        seen = drive.window.grab().toImage()
        parts = [*drive.page.findChildren(Mask), *drive.page.findChildren(Clause)]
        shown = [
            one for one in parts if one.isVisible() and say("mask.name") == one.accessibleName()
        ]
        whole = [one for one in shown if not one.visibleRegion().isEmpty()]
        assert whole
        for one in whole:
            room = one.contentsRect()
            across = room.x() + look().px(20)
            bar = one.mapTo(drive.window, QPoint(across, room.center().y()))
            over = one.mapTo(drive.window, QPoint(across, room.top()))
            assert seen.pixelColor(over) == getattr(look().colours, ground_under(one))
            assert contrast(seen.pixelColor(bar), seen.pixelColor(over)) >= 1.2
