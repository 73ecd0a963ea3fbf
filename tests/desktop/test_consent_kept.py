"""A talk about consent that was interrupted: it comes back as it stood, and is never an answer."""

from __future__ import annotations

from datetime import timedelta
from shutil import copytree

import pytest
from drive import open_window
from make import VISIT, Clock, Desks
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import texts
from casework.consent.grant import GrantState, Purpose
from casework.consent.narrowing import Less
from casework.keeping.erasure import Basis
from casework.records.unfinished import Spot, Unfinished
from desktop import clock as shown
from desktop.frame.handing_over import keep_and_leave
from desktop.frame.settings import Settings
from desktop.pages.consent.choices import GIVEN, REFUSED
from desktop.pages.consent.less import LessPane
from desktop.parts.fold import Fold
from desktop.parts.words import Words

CLINIC, LEGAL = "Example Clinic A", "Example Legal Desk"
WORDS, WITNESS = "EXWORDS only if I come along", "EXWITNESS"
AGREED = {
    "limits_explained": "yes",
    "means": "verbal",
    "given_by": "survivor",
    "case_service": "given",
}


class Told:
    """A case that agreed to nothing yet, or to one clinic, in a folder that windows open."""

    def __init__(self, template, home, moment) -> None:
        self.template, self.home, self.clock = template, home, moment
        desks = Desks(template, home, moment)
        self.case = desks.office().answers.record(None, "intake", VISIT, "en").case_code
        self.codes = {one.name: one.code for one in desks.office().services.all()}
        desks.office().answers.record(self.case, "consent", AGREED, "en")
        desks.close()

    def window(self, worker=None):
        return open_window(self.template, self.home, clock=self.clock, worker=worker)

    def topic(self, service=CLINIC):
        return f"referral:{self.codes[service]}"


@pytest.fixture
def told(template, tmp_path, monkeypatch):
    moment = Clock()
    monkeypatch.setattr(shown, "_shown", lambda: moment.moment)
    monkeypatch.setattr(shown._Reckoning, "by", timedelta(0))
    return Told(template, tmp_path / "home", moment)


def ask(drive, told, service=CLINIC):
    drive.go("consent", told.case, told.topic(service))
    return drive.page.talk.recording.pane


def talk(drive, told, service=CLINIC):
    """Talk as far as a tick, her condition, and the name of a witness."""
    pane = ask(drive, told, service)
    pane.boxes.ticks["own_phone"].click()
    pane.boxes.ticks["needs"].click()
    pane.how.findChild(Fold).turn()
    pane.how._line["witness"].setText(WITNESS)
    line = pane.how._line["conditions"]
    line.setFocus()
    drive.type(WORDS)
    return pane


def leave(drive, how="hide"):
    keep_and_leave(drive.window, how)
    drive.until(lambda: drive.left == [how])


def pane_of(drive):
    drive.until(lambda: drive.page.talk and drive.page.talk.recording.pane)
    return drive.page.talk.recording.pane


def stands(pane):
    """Return what stands in a question: ticks, her condition, the witness."""
    ticks = {name for name, one in pane.boxes.ticks.items() if one.isChecked()}
    if not pane.how._line:
        return ticks, "", ""
    words = {name: pane.how._line[name].text() for name in ("conditions", "witness")}
    return ticks, words["conditions"], words["witness"]


def kept(drive, told, what="consent", subject=""):
    drive.window.workspace.keep()
    spot = Spot(what, told.case, subject)
    return drive.asked(lambda: drive.window.workbook.unfinished().of(spot))


def state(drive, told, service=CLINIC):
    sheet = drive.asked(lambda: drive.office.grants.sheet(told.case))
    line = sheet.line(Purpose.REFERRAL, told.codes[service])
    return line.state if line else None


def read(drive):
    return " ".join(one.text() for one in drive.page.findChildren(Words))


@pytest.mark.parametrize("how", ["hide", "lock"])
def test_the_same_question_comes_back_with_its_ticks_and_words(told, how) -> None:
    with told.window() as drive:
        before = stands(talk(drive, told))
        assert before[1:] == (WORDS, WITNESS)
        leave(drive, how)
    with told.window() as drive:
        pane = pane_of(drive)
        assert pane.topic.recipient == told.codes[CLINIC]
        assert stands(pane) == before
        assert drive.focus() is pane.how._line["conditions"]
        at = shown.now()
        assert texts.say("consent.left_whole", time=f"{at:%H:%M}") in read(drive)
        # Nothing of it is a yes before that is said.
        assert state(drive, told) is None


def test_a_tick_is_kept_though_nobody_leaves(told, tmp_path) -> None:
    with told.window() as drive:
        before = stands(talk(drive, told))
        soon = drive.page.talk.recording.kept._soon
        drive.until(lambda: not soon.waits)
        drive.rest()
        # As after a power cut: nothing is closed.
        copytree(told.home, tmp_path / "copy")
    told.home = tmp_path / "copy"
    with told.window() as drive:
        # Nobody kept the place either; the question that waits is shown.
        drive.go("consent", told.case)
        assert stands(pane_of(drive)) == before
        assert drive.focus() is pane_of(drive).how._line["conditions"]
        assert state(drive, told) is None


def test_after_hours_her_words_are_there_and_nothing_is_ticked(told) -> None:
    with told.window() as drive:
        fresh = stands(ask(drive, told))[0]
        talk(drive, told)
        leave(drive)
    begun = shown.now()
    told.clock.moment += timedelta(hours=5)
    with told.window() as drive:
        pane = pane_of(drive)
        # Who was there then was not there today.
        assert stands(pane) == (fresh, WORDS, "")
        time = f"{begun:%H:%M}"
        day = texts.dates.long_date(begun.date())
        assert texts.say("consent.left_words", day=day, time=time) in read(drive)
        pane.boxes.ticks["name_used"].click()
        leave(drive)
    with told.window() as drive:
        assert stands(pane_of(drive)) == (fresh | {"name_used"}, WORDS, "")


def test_of_a_talk_without_words_nothing_is_left_after_hours(told) -> None:
    with told.window() as drive:
        ask(drive, told).boxes.ticks["own_phone"].click()
        leave(drive)
    told.clock.pass_days(1)
    with told.window() as drive:
        assert not pane_of(drive).boxes.ticks["own_phone"].isChecked()
        assert pane_of(drive).put.left is None
        assert kept(drive, told) is None


def test_a_clock_that_was_put_back_makes_no_talk_of_today(told) -> None:
    with told.window() as drive:
        talk(drive, told)
        leave(drive)
    told.clock.moment -= timedelta(hours=1)
    with told.window() as drive:
        assert not pane_of(drive).boxes.ticks["own_phone"].isChecked()


@pytest.mark.parametrize("answer", [GIVEN, REFUSED, ""])
def test_what_is_answered_or_left_open_waits_no_more(told, answer) -> None:
    with told.window() as drive:
        talk(drive, told)
        assert WORDS in str(kept(drive, told).values)
        drive.page.talk.recording.pane.answers.buttons[answer].click()
        drive.rest()
        waits = kept(drive, told)
        assert waits is None or not [one for one in waits.values if one.startswith("question")]
        expected = {GIVEN: GrantState.ACTIVE, REFUSED: GrantState.REFUSED, "": None}
        assert state(drive, told) is expected[answer]
        assert WORDS not in str(waits)


def test_another_question_waits_on_while_one_is_answered(told) -> None:
    with told.window() as drive:
        talk(drive, told)
        other = ask(drive, told, LEGAL)
        other.boxes.ticks["name_used"].click()
        other.answers.buttons[GIVEN].click()
        drive.rest()
        leave(drive)
    with told.window() as drive:
        pane = ask(drive, told)
        assert stands(pane)[1:] == (WORDS, WITNESS)
        assert ask(drive, told, LEGAL).put.left is None


def test_between_two_questions_the_witness_is_not_typed_again(told) -> None:
    with told.window() as drive:
        pane = talk(drive, told)
        pane.answers.buttons[GIVEN].click()
        drive.rest()
        drive.page.talk.want(pane.topic._replace(recipient=told.codes[LEGAL]))
        leave(drive)
    with told.window() as drive:
        pane = pane_of(drive)
        assert pane.topic.recipient == told.codes[LEGAL]
        assert stands(pane)[1:] == ("", WITNESS)


def test_what_she_said_since_takes_the_place_of_what_was_begun(told) -> None:
    """Somebody agreed to less, or took it back, at another laptop meanwhile."""
    with told.window() as drive:
        ask(drive, told).answers.buttons[GIVEN].click()
        drive.rest()
        talk(drive, told)
        drive.go("today")
        less = Less(categories=frozenset({"contact"}))
        asked = told.case, Purpose.REFERRAL, told.codes[CLINIC], less
        drive.asked(lambda: drive.office.grants.narrow(*asked))
        leave(drive)
    with told.window() as drive:
        pane = ask(drive, told)
        assert not pane.boxes.ticks["own_phone"].isChecked()
        assert not pane.boxes.ticks["contact"].isChecked()
        assert pane.put.left is None


def test_a_colleague_finds_nothing_of_it(told) -> None:
    with told.window() as drive:
        talk(drive, told)
        leave(drive)
    with told.window(told.template.supervisor) as drive:
        assert kept(drive, told) is None
        rows = "select count(*) from unfinished where worker = ?"
        me = (bytes.fromhex(told.template.caseworker.id),)
        connection = drive.window.workbook.unfinished()._connection
        assert drive.asked(lambda: connection.execute(rows, me).fetchone()[0]) == 1


def test_it_goes_with_its_case(told) -> None:
    with told.window() as drive:
        talk(drive, told)
        assert kept(drive, told)
        erasures = drive.office.erasures
        drive.asked(lambda: erasures.request(told.case, Basis.HER_WISH, in_danger=True))
        drive.asked(lambda: erasures.carry_out(told.case))
        assert kept(drive, told) is None


def test_what_was_only_looked_at_is_not_kept(told) -> None:
    with told.window() as drive:
        pane = ask(drive, told)
        ask(drive, told, LEGAL)
        assert kept(drive, told) is None
        pane = ask(drive, told)
        tick = pane.boxes.ticks["own_phone"]
        tick.click()
        assert kept(drive, told)
        tick.click()
        assert kept(drive, told) is None
        # And a change after that is none that gets lost.
        tick.click()
        leave(drive)
    with told.window() as drive:
        assert pane_of(drive).boxes.ticks["own_phone"].isChecked()


def test_in_another_look_it_stands_as_it_stood(told) -> None:
    with told.window() as drive:
        before = stands(talk(drive, told))
        drive.window.set(Settings(theme="dark"))
        drive.rest()
        assert stands(pane_of(drive)) == before
        assert drive.focus() is pane_of(drive).how._line["conditions"]


def test_what_another_version_kept_is_asked_anew(told) -> None:
    with told.window() as drive:
        spot = Spot("consent", told.case)
        strange = Unfinished({"sitting": '{"mood": "EX"}', "question x": "{}"})
        drive.asked(lambda: drive.window.workbook.unfinished().keep(spot, strange))
        assert ask(drive, told).put.left is None


def test_what_is_to_be_told_no_more_comes_back_too(told) -> None:
    with told.window() as drive:
        pane = ask(drive, told)
        pane.answers.buttons[GIVEN].click()
        drive.rest()
        page = drive.page
        page.talk.agreed.lessening.emit(pane.topic)
        less = page.findChild(LessPane)
        less.ticks["categories", "contact"].click()
        leave(drive)
    with told.window() as drive:
        drive.until(lambda: drive.page.findChild(LessPane))
        less = drive.page.findChild(LessPane)
        drive.until(lambda: not less.ticks["categories", "contact"].isChecked())
        assert state(drive, told) is GrantState.ACTIVE
        assert kept(drive, told, "less", told.topic())
        leave(drive)
    told.clock.moment += timedelta(hours=5)
    with told.window() as drive:
        drive.until(lambda: drive.page.findChild(LessPane))
        drive.rest()
        assert drive.page.findChild(LessPane).ticks["categories", "contact"].isChecked()
        assert kept(drive, told, "less", told.topic()) is None


def test_less_that_is_recorded_or_left_waits_no_more(told) -> None:
    with told.window() as drive:
        pane = ask(drive, told)
        pane.answers.buttons[GIVEN].click()
        drive.rest()
        for button in ("keep", "save"):
            drive.page.talk.agreed.lessening.emit(pane.topic)
            drive.rest()
            less = drive.page.findChild(LessPane)
            assert less.ticks["categories", "contact"].isChecked()
            less.ticks["categories", "contact"].click()
            assert kept(drive, told, "less", told.topic())
            getattr(less, button).click()
            drive.rest()
            assert kept(drive, told, "less", told.topic()) is None


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr"])
def test_the_key_that_is_named_against_the_lock_answers_nothing(told, language) -> None:
    """Any key was named; at an answer Space or Enter gives it."""
    assert "Ctrl" in texts.say("lock.in_seconds", language=language, seconds=9)
    with told.window() as drive:
        ask(drive, told).answers.buttons[GIVEN].setFocus()
        idle = drive.window._idle
        idle._left = 9
        QTest.keyClick(drive.focus(), Qt.Key.Key_Control)
        drive.rest()
        assert idle._left > 9
        assert state(drive, told) is None
