"""Whoever reads in the digits of her language finds them everywhere, and codes as they are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel

import texts
from desktop.frame.settings import Settings
from desktop.pages.cases.words import planned, when_told
from desktop.pages.today.rows import when_of
from desktop.parts.sheet import SheetView
from desktop.saying.answered import answer_words
from texts.language import language_of

DIGITS = language_of("ar").digits[:10]
OWN, USUAL = re.compile(f"[{DIGITS}]"), re.compile("[0-9]")
HOURS, PHONE = "10:00-12:00", "+000 55 0199"


@pytest.fixture
def shown(template, tmp_path):
    """Open a case in Arabic, in the digits of Arabic, once it is recorded and has a task."""
    home, clock = tmp_path / "home", Clock(datetime(2026, 3, 4, 9, tzinfo=UTC))
    desks = Desks(template, home, clock)
    office = desks.office()
    code = desks.visit(safe_way="phone_call", safe_hours=HOURS, phone=PHONE)
    office.tasks.add(code, "EX-TASK", (clock() + timedelta(days=2)).date())
    desks.agree(code)
    desks.close()
    with open_window(
        template, home, settings=Settings(language="ar", digits="native"), clock=clock
    ) as drive:
        yield drive, code, clock


def in_own(words):
    """Return words in the digits of Arabic."""
    return words.translate(str.maketrans("0123456789", DIGITS))


def words_of(drive):
    """Return what is read on a page, without the names that somebody typed."""
    shown = [one.text() for one in drive.page.findChildren(QLabel) if one.isVisible()]
    return [one.replace("Caseworker 1", "") for one in shown]


def test_no_sentence_of_a_case_has_both_digits_and_only_codes_have_the_usual_ones(shown):
    drive, code, _clock = shown
    drive.go("case", code)
    said = words_of(drive)

    assert [one for one in said if OWN.search(one) and USUAL.search(one)] == []
    usual = {one for one in said if USUAL.search(one)}
    assert all(code in one or PHONE.replace(" ", "\N{NO-BREAK SPACE}") in one for one in usual)
    assert any(in_own("10:00\N{EN DASH}12:00") in one for one in said)


def test_days_and_hours_of_what_is_to_do_are_in_them_too(shown):
    drive, _code, clock = shown
    today = clock().date()
    drive.go("cases")
    drive.until(lambda: drive.page.reading.rows.line(0) is not None)
    line = drive.page.reading.rows.line(0)

    assert not USUAL.search(planned(today + timedelta(days=2), today))
    assert OWN.search(when_told(line, today).words)
    drive.go("today")
    (task,) = drive.asked(drive.office.tasks.today).this_week
    at_noon = replace(task, due=today, at=time(12, 5))
    assert OWN.search(when_of(at_noon, clock())[0])
    assert not USUAL.search(when_of(at_noon, clock())[0])


def test_choices_of_a_question_are_in_them_only_in_the_language_of_the_window(shown):
    drive, code, _clock = shown
    drive.go("form", code, "exploiter")

    def offered():
        drops = drive.page.findChildren(QComboBox)
        return " ".join(one.itemText(at) for one in drops for at in range(one.count()))

    assert OWN.search(offered())
    assert not USUAL.search(offered())
    buttons = drive.page.findChildren(QAbstractButton)
    (english,) = [one for one in buttons if one.text() == "English"]
    english.click()
    assert USUAL.search(offered())
    assert not OWN.search(offered())


@pytest.mark.usefixtures("shown")
def test_a_number_beside_the_one_that_is_counted_is_in_them():
    assert texts.plural("letter_page.told", 16, told=9) == texts.plural(
        "letter_page.told", 16, told=in_own("9")
    )


@pytest.mark.parametrize("own", [True, False])
def test_the_sign_of_per_cent_stands_after_its_number_as_arabic_is_read(own, request):
    request.addfinalizer(partial(texts.use, "en"))
    texts.use("ar", native_digits=own)
    words = texts.say("cover.status_end", n=100)
    laid = QTextLayout(words)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    laid.setTextOption(option)
    laid.beginLayout()
    line = laid.createLine()
    laid.endLayout()
    number = [at for at, letter in enumerate(words) if letter.isdigit()][:3]
    sign, _at = line.cursorToX(words.index("\N{ARABIC PERCENT SIGN}"))
    assert sign <= min(line.cursorToX(at)[0] for at in number)


@pytest.mark.usefixtures("shown")
def test_the_places_on_a_recovery_sheet_are_in_them_and_its_groups_as_on_paper():
    groups = [f"AB{at}Z" for at in range(10, 24)]
    sheet = SheetView("EX-OFFICE", "2026", "-".join(groups))
    said = [one.text() for one in sheet.findChildren(QLabel)]
    assert [one for one in said if OWN.fullmatch(one[:1])] == [
        in_own(str(at)) for at in range(1, 15)
    ]
    assert all(any(group in one for one in said) for group in groups)


def test_an_answer_to_decide_about_has_the_hours_as_the_strip_of_the_case_has_them(shown):
    drive, code, _clock = shown
    drive.go("case", code)
    (strip,) = [one for one in words_of(drive) if in_own("10:00") in one]
    said = answer_words({"name": "safe_hours"}, HOURS)
    assert said in strip
    assert not USUAL.search(said)
