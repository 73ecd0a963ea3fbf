"""A note that was begun is hers alone: whoever hands a case on is told before it goes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from drive import open_window
from make import Clock, agreed

import texts
from desktop.parts.messages import MessageBar
from forms.document import FormDoc

pytestmark = pytest.mark.begins(after=agreed)


def bars(drive):
    return [one for one in drive.page.findChildren(MessageBar) if one.isVisible()]


def test_a_note_that_was_begun_is_told_of_before_the_case_goes(template, home, case):
    """It stayed with her who could open the case no more, and nobody else ever saw it."""
    # The form asks the day of the computer.
    with open_window(template, home, clock=Clock(datetime.now(UTC))) as drive:
        drive.go("handing", case)
        drive.until(drive.page.colleague.count)
        assert bars(drive) == []
        drive.go("entries", case, "note")
        drive.rest(6)
        drive.page.note.text.setFocus()
        drive.type("EX-NOTE")
        drive.go("handing", case)
        drive.until(lambda: bars(drive))
        (bar,) = bars(drive)
        assert bar.words() == texts.say("handing.note_begun")
        bar.button.setFocus()
        drive.press("Return")
        drive.until(lambda: drive.page.place.page == "entries")
        field = drive.page.note.text
        drive.until(field.toPlainText)
        field.setFocus()
        drive.tab_to(texts.say("entries.note_add"))
        drive.press("Return")
        drive.rest(6)
        drive.go("handing", case)
        drive.until(drive.page.colleague.count)
        drive.rest(6)
        assert bars(drive) == []


def test_a_form_that_was_begun_is_seen_by_whoever_takes_the_case(template, home, case):
    with open_window(template, home) as drive:
        drive.asked(lambda: begin(drive.office, case))
        drive.go("handing", case)
        drive.until(drive.page.colleague.count)
        drive.rest(6)
        assert bars(drive) == []


def begin(office, case):
    sheet = office.filling.open(case, "episode", language="en")
    return office.filling.keep(sheet, FormDoc("episode", sheet.model.version, {}, "en"))
