"""Consent as a worker asks for it: by keyboard, in the person's language, and taken back again."""

from __future__ import annotations

import pytest
from drive import open_window
from make import START, VISIT
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from walking import complaints, from_edge

import texts
from casework.changes import Change
from casework.consent.grant import GrantState, Purpose
from casework.ids import new_case_code
from casework.referrals.letters import Order
from desktop.frame.settings import Settings
from desktop.pages.consent.asking import Asking
from desktop.pages.consent.choices import GIVEN, REFUSED
from desktop.pages.consent.ending import Outcome, TakingBack
from desktop.pages.consent.sides import Sides
from desktop.pages.consent.topic import Topic, others
from desktop.parts.chip_button import ChipButton
from desktop.parts.covered import Covered
from desktop.parts.fold import Fold
from desktop.parts.frames import Box
from desktop.parts.messages import MessageBar
from desktop.parts.read_aloud import ReadAloud

CLINIC, LEGAL = "Example Clinic A", "Example Legal Desk"
AGREED = {
    "limits_explained": "yes",
    "means": "verbal",
    "given_by": "survivor",
    "case_service": "given",
}


class Person:
    """One case, and the page of consent for it."""

    def __init__(self, drive, **answers) -> None:
        self.drive = drive
        said = {name: value for name, value in (VISIT | answers).items() if value is not None}
        self.case = self.record(None, "intake", said)
        services = drive.asked(drive.office.services.all)
        self.codes = {one.name: one.code for one in services}

    def record(self, case, form, answers):
        office = self.drive.office
        return self.drive.asked(lambda: office.answers.record(case, form, answers, "en")).case_code

    def agree(self, service=CLINIC):
        grant = {
            "purpose": "referral",
            "recipient": self.codes[service],
            "categories": ["needs", "contact"],
            "valid_until": "2026-12-01",
        }
        self.record(self.case, "consent", AGREED | {"grants": [grant]})

    def open(self, subject=""):
        self.drive.go("consent", self.case, subject)
        return self.drive.page

    def ask(self, service):
        return self.open(f"referral:{self.codes[service]}").talk.recording.pane

    def sheet(self):
        return self.drive.asked(lambda: self.drive.office.grants.sheet(self.case))

    def state(self, purpose, service=""):
        line = self.sheet().line(purpose, self.codes.get(service, ""))
        return line.state if line else None

    def answer(self, answer):
        self.drive.page.talk.recording.pane.answers.buttons[answer].click()
        self.drive.rest()

    def trouble(self):
        bars = self.drive.page.findChildren(MessageBar)
        return " ".join(one._words.text() for one in bars if one.isVisible())


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        yield drive


@pytest.fixture
def person(drive):
    return Person(drive)


def rows(page):
    return {row.key: row for row in page.talk.agreed.rows()}


def words(page):
    spoken = page.sides.other.findChildren(ReadAloud)
    return " ".join(
        label.text()
        for box in spoken
        for label in box.findChildren(Covered)[0].children()
        if hasattr(label, "text")
    )


def test_at_first_nothing_was_asked_and_the_record_is_asked_about(person) -> None:
    page = person.open()
    assert list(rows(page)) == ["case_service", "statistics_external", "follow_up_contact"]
    assert all("Not asked yet" in row.accessibleName() for row in rows(page).values())
    # No code counts it, so nobody is asked.
    assert Topic(Purpose.STATISTICS_INTERNAL) not in others(page.talk.stage.sheet)
    assert page.talk.stage.topic == Topic(Purpose.CASE_SERVICE)
    assert person.drive.focus() is rows(page)["case_service"]


def test_consent_is_asked_and_given_by_keyboard_alone(person) -> None:
    page = person.open()
    drive = person.drive
    drive.press("Down", "Return")
    assert page.talk.stage.topic == Topic(Purpose.STATISTICS_EXTERNAL)
    drive.tab_to("Agrees")
    drive.press("Space")
    drive.rest()
    assert person.state(Purpose.STATISTICS_EXTERNAL) is GrantState.ACTIVE
    assert "Yes" in rows(page)["statistics_external"].accessibleName()
    assert page.findChild(Outcome).isVisible()


def test_arrows_stay_inside_the_list(person) -> None:
    page = person.open()
    person.drive.press("Up", "Up")
    assert person.drive.focus() is rows(page)["case_service"]
    person.drive.press("Down", "Down", "Down", "Down")
    assert person.drive.focus() is rows(page)["follow_up_contact"]


def test_ctrl_enter_agrees_to_nothing(person) -> None:
    person.ask(CLINIC)
    person.drive.press("Ctrl+Return")
    person.drive.rest()
    assert person.sheet().lines == ()


def test_a_no_is_recorded_and_changes_nothing_else(person) -> None:
    person.agree(CLINIC)
    before = {line for line in person.sheet().lines if line.name != LEGAL}
    person.ask(LEGAL)
    person.answer(REFUSED)
    assert person.state(Purpose.REFERRAL, LEGAL) is GrantState.REFUSED
    assert {line for line in person.sheet().lines if line.name != LEGAL} == before


def test_not_now_records_nothing(person) -> None:
    page = person.open()
    person.answer("")
    assert person.sheet().lines == ()
    assert person.drive.focus() is rows(page)["case_service"]


def test_the_three_answers_look_alike(person) -> None:
    buttons = list(person.ask(CLINIC).answers.buttons.values())
    assert len({(one.height(), one.property("role")) for one in buttons}) == 1
    assert max(one.width() for one in buttons) - min(one.width() for one in buttons) <= 1
    assert not any(one.isDefault() for one in buttons)


def test_what_is_not_ticked_is_not_told(person) -> None:
    pane = person.ask(CLINIC)
    ticks = {tick.accessibleName(): tick for tick in pane.boxes.ticks.values()}
    assert ticks["Help wanted"].isChecked()
    assert not ticks["Name to be called by"].isChecked()
    ticks["Safe contact"].click()
    person.answer(GIVEN)
    order = Order(person.case, CLINIC)
    told = person.drive.asked(lambda: person.drive.office.letters.preview(order)).told
    assert {one.item for one in told} & {"safe_contact", "name_used"} == set()
    line = person.sheet().line(Purpose.REFERRAL, person.codes[CLINIC])
    assert (line.categories, line.items) == ({"needs"}, frozenset())


def test_a_yes_lasts_a_year_unless_another_day_is_chosen(person) -> None:
    pane = person.ask(CLINIC)
    today = person.sheet().today
    assert (pane.how.day.day - today).days == 365
    pane.how.day.setFocus()
    person.drive.press("Return")
    calendar = QApplication.activePopupWidget()
    QTest.keyClick(calendar.focusWidget() or calendar, Qt.Key.Key_Left)
    QTest.keyClick(calendar.focusWidget() or calendar, Qt.Key.Key_Return)
    assert (pane.how.day.day - today).days == 364
    person.answer(GIVEN)
    line = person.sheet().line(Purpose.REFERRAL, person.codes[CLINIC])
    assert (line.valid_until - today).days == 364


def test_the_words_are_read_in_a_language_and_kept_with_the_answer(person) -> None:
    pane = person.ask(CLINIC)
    page = person.drive.page
    assert CLINIC in words(page)
    ticked = pane.boxes.ticks["own_phone"]
    ticked.click()
    pane.language.setCurrentIndex(pane.language.findData("ar"))
    pane.language.activated.emit(1)
    assert "قد تتمكن" in words(page)
    pane = page.talk.recording.pane
    assert pane.boxes.ticks["own_phone"].isChecked()
    person.answer(GIVEN)
    event = _last_event(person)
    assert (event.language, event.text_version) == ("ar", "referral-adult-1")


def _last_event(person):
    workbook = person.drive.window.workbook

    def read():
        with workbook._store.begin(workbook.worker) as work:
            return work.consents.events(work.cases.by_code(person.case).id)[-1]

    return person.drive.asked(read)


def _draft_of_a_case(workbook):
    """Open a case as one that came in another way: nobody has explained anything yet."""
    code = new_case_code()
    with workbook._store.begin(workbook.worker) as work:
        case = work.cases.add(code, START.date())
        work.commit(Change("case_opened", case, code))
    return code


def test_without_the_limits_explained_nothing_is_recorded(drive) -> None:
    person = Person(drive)
    person.case = drive.asked(lambda: _draft_of_a_case(drive.window.workbook))
    person.ask(CLINIC)
    person.answer(GIVEN)
    assert person.sheet().lines == ()
    assert "what stays here, and its limits" in person.trouble()
    pane = drive.page.talk.recording.pane
    assert drive.focus() is pane._limits
    drive.press("Space")
    person.answer(GIVEN)
    assert person.state(Purpose.REFERRAL, CLINIC) is GrantState.ACTIVE
    assert person.sheet().limits_explained


def test_who_answers_for_a_child_stands_under_the_words_and_the_foot_under_a_line(drive) -> None:
    drive.window.resize(1366, 768)
    pane = Person(drive, birth_year=2013).ask(CLINIC)
    read, signers = pane.findChild(ReadAloud), pane.how._signers
    assert 0 <= signers.mapTo(pane, QPoint(0, 0)).y() - read.geometry().bottom() < 20
    sides = drive.page.findChild(Sides)
    (line,) = [one for one in sides.other.findChildren(Box) if one.property("role") == "line"][-1:]
    assert (line.height(), line.width()) == (1, sides.other.width())
    assert line.mapTo(sides, QPoint(0, 0)).y() < pane.answers.mapTo(sides, QPoint(0, 0)).y()
    # In a smaller window all is built anew: the keyboard was in the navigation then.
    pane.answers.buttons[GIVEN].setFocus()
    drive.window.resize(1024, 640)
    drive.rest()
    assert drive.focus() is drive.page.talk.recording.pane.language
    drive.page.talk.want(None)
    drive.window.resize(1366, 768)
    drive.rest()
    assert sides.leading.isAncestorOf(drive.focus())


def test_a_child_is_heard_beside_the_adult(drive) -> None:
    person = Person(drive, birth_year=2013)
    pane = person.ask(CLINIC)
    assert pane.how.fields["child_assent"].isVisible()
    person.answer(GIVEN)
    assert person.sheet().lines == ()
    assert "the child agrees too" in person.trouble()
    assent = pane.how._signers.assent
    assert drive.focus() is assent
    assent.setCurrentIndex(assent.findData("assents"))
    person.answer(GIVEN)
    assert person.state(Purpose.REFERRAL, CLINIC) is GrantState.ACTIVE
    assert _last_event(person).given_by == "caregiver"
    assert _last_event(person).assent == "assents"


def test_a_young_person_answers_and_an_adult_is_not_asked(drive) -> None:
    person = Person(drive, birth_year=2010)
    pane = person.ask(CLINIC)
    assert pane.how._signers.giver.code() == "survivor"
    assert not pane.how.fields["child_assent"].isVisible()
    person.answer(GIVEN)
    assert _last_event(person).given_by == "survivor"


def test_an_adult_who_is_not_safe_gives_no_consent(drive) -> None:
    person = Person(drive, birth_year=2013)
    signers = person.ask(CLINIC).how._signers
    signers.assent.setCurrentIndex(signers.assent.findData("assents"))
    signers.unsafe.setCurrentIndex(signers.unsafe.findData("yes"))
    person.answer(GIVEN)
    assert person.sheet().lines == ()
    assert "not safe" in person.trouble()


def test_somebody_elses_answer_needs_a_reason_and_a_second_person(drive) -> None:
    person = Person(drive, birth_year=2018)
    signers = person.ask(CLINIC).how._signers
    signers.giver.setCurrentIndex(signers.giver.findData("other_adult"))
    signers.assent.setCurrentIndex(signers.assent.findData("assents"))
    person.answer(GIVEN)
    assert "second member of staff" in person.trouble()
    signers.reason.setText("CANARY-REASON")
    signers.second.setText("Caseworker 2")
    person.answer(GIVEN)
    assert person.state(Purpose.REFERRAL, CLINIC) is GrantState.ACTIVE


def test_a_service_is_found_in_the_directory_and_asked_about(person) -> None:
    person.agree(CLINIC)
    page = person.open()
    page.talk.agreed.adding.emit()
    person.drive.type("legal")
    person.drive.press("Return")
    assert page.talk.stage.topic == Topic(Purpose.REFERRAL, person.codes[LEGAL])
    assert "Not asked yet" in rows(page)[f"referral:{person.codes[LEGAL]}"].accessibleName()


def test_a_place_may_name_only_the_service(person) -> None:
    page = person.open(person.codes[LEGAL])
    assert page.talk.stage.topic == Topic(Purpose.REFERRAL, person.codes[LEGAL])
    assert person.drive.focus() is page.talk.recording.pane.language


def test_another_purpose_asks_who_would_be_told(person) -> None:
    page = person.open()
    page.talk.agreed.findChild(Fold).turn()
    rows(page)["justice_report"].click()
    person.answer(GIVEN)
    assert person.sheet().lines == ()
    assert "Who would be told?" in person.trouble()
    recipient = page.talk.recording.pane.how.fields["recipient"].editor
    recipient.setCurrentIndex(recipient.findText("Example Police Liaison"))
    recipient.activated.emit(1)
    person.answer(GIVEN)
    assert person.state(Purpose.JUSTICE_REPORT, "Example Police Liaison") is GrantState.ACTIVE


def test_after_a_yes_the_letter_to_that_service_is_offered(person) -> None:
    gone = []
    person.ask(CLINIC)
    person.answer(GIVEN)
    person.drive.window.workspace.room.going.disconnect()
    person.drive.window.workspace.room.going.connect(gone.append)
    button(person.drive.page, "Go on to the letter").click()
    assert [(place.page, place.subject) for place in gone] == [("letter", person.codes[CLINIC])]


def button(page, words):
    return next(one for one in page.findChildren(QPushButton) if one.accessibleName() == words)


def withdraw_by_menu(person, page):
    chips = page.talk.agreed.findChildren(ChipButton)
    chip = next(one for one in chips if CLINIC in one.accessibleName())
    chip.setFocus()
    person.drive.press("Return")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    for _step in range(len(menu.actions()) - 1):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    person.drive.rest()
    return page.findChild(TakingBack)


def test_a_withdrawal_says_first_what_it_brings_about(person) -> None:
    person.agree(CLINIC)
    letter = person.drive.asked(
        lambda: person.drive.office.letters.issue(Order(person.case, CLINIC))
    )
    page = person.open()
    pane = withdraw_by_menu(person, page)
    assert person.drive.seen(f"Letter {letter.number}, to {CLINIC}")
    assert person.drive.seen(f"No new letter to {CLINIC}")
    assert person.drive.seen("Our help goes on")
    assert person.drive.focus() is pane.keep
    assert person.state(Purpose.REFERRAL, CLINIC) is GrantState.ACTIVE
    pane.withdraw.click()
    person.drive.rest()
    assert person.state(Purpose.REFERRAL, CLINIC) is GrantState.WITHDRAWN
    assert "Withdrawn" in rows(page)[f"referral:{person.codes[CLINIC]}"].accessibleName()
    assert person.drive.seen(f"Letter {letter.number} is recalled")
    assert person.drive.seen("Notice to the recipient")


def test_keeping_a_consent_records_nothing(person) -> None:
    person.agree(CLINIC)
    page = person.open()
    withdraw_by_menu(person, page).keep.click()
    person.drive.rest()
    assert person.state(Purpose.REFERRAL, CLINIC) is GrantState.ACTIVE
    assert isinstance(page.talk.recording.pane, Asking)


def test_what_was_chosen_stays_while_one_looks_elsewhere_and_is_in_no_store(person) -> None:
    pane = person.ask(CLINIC)
    pane.boxes.ticks["own_phone"].click()
    person.drive.go("services")
    pane = person.ask(CLINIC)
    assert pane.boxes.ticks["own_phone"].isChecked()
    assert person.sheet().lines == ()


def test_one_comes_back_to_the_same_question(person) -> None:
    person.ask(CLINIC)
    place = person.drive.page.here()
    assert (place.subject, place.field) == (f"referral:{person.codes[CLINIC]}", "")
    person.drive.page.talk.agreed.focus_on(None)
    assert person.drive.page.here().field == "list"
    # Whoever was choosing another service comes back to that, and to no question instead.
    drive = person.drive
    drive.tab_to(texts.say("consent.add_service"))
    drive.press("Space")
    drive.until(lambda: drive.focus().accessibleName() == texts.say("services.find"))
    left = drive.page.here()
    drive.go("today")
    drive.go(*left)
    drive.until(lambda: drive.focus().accessibleName() == texts.say("services.find"))


def test_in_discreet_mode_no_service_is_named_until_the_key_is_held(template, tmp_path) -> None:
    with open_window(template, tmp_path / "home", settings=Settings(discreet=True)) as drive:
        person = Person(drive)
        person.agree(CLINIC)
        page = person.open(f"referral:{person.codes[CLINIC]}")
        assert drive.unseen(CLINIC)
        page.reveal(on=True)
        assert drive.seen(CLINIC)
        page.reveal(on=False)
        assert drive.unseen(CLINIC)


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        (Settings(), (1366, 768)),
        (Settings(language="ar", theme="dark"), (1024, 640)),
        (Settings(scale=2.0), (1366, 768)),
        (Settings(scale=2.0, language="ar"), (1024, 640)),
    ],
    ids=["plain", "arabic-dark-small", "large", "arabic-large-small"],
)
def test_nothing_is_cut_or_covered(template, tmp_path, settings, size) -> None:
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(*size)
        person = Person(drive, birth_year=2013)
        page = person.open(f"referral:{person.codes[CLINIC]}")
        for fold in page.findChildren(Fold):
            fold.turn()
        drive.rest()
        found = [one for one in complaints(drive.window) if "Consent" in one]
        assert found == []
        ends = from_edge(drive.window.workspace.top.hide_button)
        assert from_edge(page.findChild(ReadAloud)) == ends


def test_the_list_keeps_its_rows_while_one_asks_about_this_and_that(person) -> None:
    page = person.open()
    before = rows(page)
    before["statistics_external"].click()
    person.drive.rest()
    assert rows(page) == before
    assert [key for key, row in before.items() if row.current] == ["statistics_external"]
    assert before["case_service"].accessibleDescription() == ""
    assert before["statistics_external"].accessibleDescription() == "Being asked now"


def test_a_service_that_was_only_asked_about_leaves_the_list_again(person) -> None:
    page = person.open(person.codes[LEGAL])
    assert f"referral:{person.codes[LEGAL]}" in rows(page)
    rows(page)["statistics_external"].click()
    person.drive.rest()
    assert f"referral:{person.codes[LEGAL]}" not in rows(page)


def test_other_purposes_stay_open_while_one_of_them_is_asked_about(person) -> None:
    page = person.open()
    fold = page.talk.agreed.findChild(Fold)
    fold.turn()
    rows(page)["statistics_external"].click()
    person.drive.rest()
    assert fold.is_open
    assert page.talk.stage.topic == Topic(Purpose.STATISTICS_EXTERNAL)


def test_a_witness_the_language_and_conditions_go_along(person) -> None:
    pane = person.ask(CLINIC)
    pane.how.findChild(Fold).turn()
    line = pane.how._line
    line["witness"].setText("CANARY-WITNESS")
    line["conditions"].setText("Only if I come along.")
    line["explained_language"].setCurrentIndex(line["explained_language"].findData("am"))
    person.answer(GIVEN)
    event = _last_event(person)
    assert (event.witness, event.language) == ("CANARY-WITNESS", "am")
    said = person.sheet().line(Purpose.REFERRAL, person.codes[CLINIC])
    assert said.conditions == "Only if I come along."
    assert said.witnessed
    person.ask(CLINIC)
    assert person.drive.seen("Answered before: Yes")


def test_who_comes_back_when_nothing_waits_sits_down_anew(person) -> None:
    pane = person.ask(CLINIC)
    pane.how.findChild(Fold).turn()
    pane.how._line["witness"].setText("CANARY-WITNESS")
    person.answer(GIVEN)
    person.drive.go("services")
    pane = person.ask(LEGAL)
    pane.how.findChild(Fold).turn()
    assert pane.how._line["witness"].text() == ""


def test_a_childs_yes_to_one_question_is_none_to_the_next(drive) -> None:
    person = Person(drive, birth_year=2013)
    signers = person.ask(CLINIC).how._signers
    signers.assent.setCurrentIndex(signers.assent.findData("assents"))
    person.answer(GIVEN)
    drive.page.talk.want(Topic(Purpose.REFERRAL, person.codes[LEGAL]))
    person.answer(GIVEN)
    assert person.state(Purpose.REFERRAL, LEGAL) is None
    assert "the child agrees too" in person.trouble()


def test_a_row_says_how_things_stand_and_its_chip_what_can_be_done(person) -> None:
    person.ask(CLINIC)
    person.answer(GIVEN)
    page = person.open()
    row = rows(page)[f"referral:{person.codes[CLINIC]}"]
    (chip,) = row.findChildren(ChipButton)
    assert row.accessibleName() != chip.accessibleName()
    assert chip.accessibleName().startswith(chip.text())
    assert CLINIC in chip.accessibleName()


@pytest.mark.parametrize(("scale", "size"), [(1.0, (1366, 768)), (2.0, (1024, 640))])
def test_once_it_is_recorded_one_sees_where_the_keyboard_is(template, tmp_path, scale, size):
    with open_window(template, tmp_path / "home", settings=Settings(scale=scale)) as drive:
        drive.window.resize(*size)
        person = Person(drive)
        page = person.open()
        drive.tab_to("Agrees")
        drive.press("Space")
        drive.until(lambda: page.findChild(Outcome) and page.findChild(Outcome).isVisible())
        done = page.findChild(Outcome).target()
        assert drive.focus() is done
        drive.until(lambda: done.visibleRegion().boundingRect() == done.rect())
        drive.until(drive.window.ring.isVisible)
        assert drive.window.ring.geometry().contains(
            done.rect().translated(done.mapTo(drive.window, QPoint(0, 0)))
        )


def test_where_the_age_is_not_certain_it_is_asked_at_once_who_answers(drive) -> None:
    said = {"birth_precision": "estimated_range", "birth_year": None}
    person = Person(drive, **said, age_estimate_low=10, age_estimate_high=19)
    signers = person.ask(CLINIC).how._signers
    assert signers.isVisible()
    assert signers.giver.code() == "survivor_alone"
    # Perhaps no child: the words for it hold of both.
    assert "child" not in signers.giver.currentText()
    person.answer(GIVEN)
    assert person.sheet().lines == ()
    signers.reason.setText("CANARY-REASON")
    signers.second.setText("Caseworker 2")
    person.answer(GIVEN)
    assert person.state(Purpose.REFERRAL, CLINIC) is GrantState.ACTIVE


def test_where_a_younger_child_is_possible_a_caregiver_is_offered_first(drive) -> None:
    said = {"birth_precision": "estimated_range", "birth_year": None}
    person = Person(drive, **said, age_estimate_low=5, age_estimate_high=16)
    signers = person.ask(CLINIC).how._signers
    assert signers.giver.code() == "caregiver"
    assert signers.giver.findData("survivor") < 0
    signers.assent.setCurrentIndex(signers.assent.findData("assents"))
    person.answer(GIVEN)
    assert person.state(Purpose.REFERRAL, CLINIC) is GrantState.ACTIVE
