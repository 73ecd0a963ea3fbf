"""What stands in a practice workbook when it is made."""

from __future__ import annotations

import re

import texts
from desktop.bootstrap import now, open_workbook
from desktop.practice import practising

LATIN = re.compile("[A-Za-z]")


def test_nothing_in_it_happened_in_the_future(tmp_path) -> None:
    home = tmp_path / "practice"
    user, *_ = practising.make(home, 3, 1)
    workbook = open_workbook(home, user.name, user.passphrase)
    lines = [
        line
        for case in workbook.office.cases.all()
        for line in workbook.office.history.of(case.code)
    ]
    workbook.close()
    assert lines
    assert max(line.at for line in lines) <= now()


def test_in_arabic_all_that_is_invented_in_it_is_said_in_arabic(tmp_path) -> None:
    home = tmp_path / "practice"
    texts.use("ar")
    try:
        user, *_ = practising.make(home, 4, 1)
    finally:
        texts.use("en")
    workbook = open_workbook(home, user.name, user.passphrase)
    office = workbook.office
    today = office.tasks.today()
    said = [task.title for task in (*today.today, *today.this_week, *today.waiting) if task.title]
    said += [user.name, *(one.name for one in office.services.all())]
    said += [one.code_word for one in found_contacts(office)]
    said += [one.must_not for one in found_contacts(office)]
    workbook.close()
    assert said
    assert [words for words in said if LATIN.search(words)] == []


def found_contacts(office):
    return [office.overview.of(case.code).contact for case in office.cases.all()]
