"""Help asked for: begun, asked about first, told, answered and taken back, all by keyboard."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from drive import open_window
from edging import top_and_bottom
from make import VISIT
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from walking import complaints

import texts
from casework.records.case import CaseStatus
from casework.referrals.desk import Move
from casework.referrals.letters import Order
from casework.referrals.referral import Need, ReferralStatus
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.pages.referrals.card import ReferralCard
from desktop.pages.referrals.panels import Panel
from desktop.parts.buttons import Button
from desktop.parts.fields import Field
from desktop.parts.frames import Scroll

CLINIC = "Example Clinic A"
S = ReferralStatus


class Case:
    """One case in a driven window, with what its desk of referrals says of it."""

    def __init__(self, drive) -> None:
        self.drive = drive
        record = drive.office.answers.record
        visit = VISIT | {"services_asked": ["housing"]}
        self.code = drive.asked(lambda: record(None, "intake", visit, "en")).case_code

    def begin(self, service=CLINIC):
        desk = self.drive.office.referrals
        need = Need("health_emergency", "CANARY-REASON")
        return self.drive.asked(lambda: desk.begin(self.code, need, service)).subject_id

    def agree(self, *purposes):
        drive = self.drive
        (clinic,) = (one for one in drive.asked(drive.office.services.all) if one.name == CLINIC)
        until = (drive.clock.moment + timedelta(days=90)).date().isoformat()
        grant = {
            "recipient": clinic.code,
            "categories": ["demographic", "contact", "needs"],
            "items": ["name_used", "own_phone"],
            "valid_until": until,
        }
        said = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
        grants = [grant | {"purpose": one} for one in ("referral", *purposes)]
        said |= {"case_service": "given", "grants": grants}
        drive.asked(lambda: drive.office.answers.record(self.code, "consent", said, "en"))

    def told(self):
        referral = self.begin()
        self.agree()
        self.drive.asked(lambda: self.drive.office.talks.tell(self.code, referral))
        return referral

    def open(self, referral=""):
        self.drive.go("referrals", self.code, referral)

    def lines(self):
        return self.drive.asked(lambda: self.drive.office.referrals.of(self.code)).lines

    def line(self):
        (line,) = self.lines()
        return line


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        yield drive


@pytest.fixture
def case(drive):
    return Case(drive)


def check_of(drive, number):
    store = drive.window.workbook._store.connection
    asked = "select check_code from letter where number = ?"
    ((check,),) = store.execute(asked, (number,)).fetchall()
    return check


def tellings(drive, code):
    workbook = drive.window.workbook
    with workbook._store.begin(workbook.worker) as work:
        return list(work.referrals.tellings(work.cases.by_code(code).id))


def at(words):
    return f"{words}: {CLINIC}"


def test_what_is_asked_for_has_no_second_accent_beside_the_one_of_the_case(drive, case) -> None:
    case.open()
    drive.press("Ctrl+Return")
    drive.rest()
    assert drive.page.new.isVisible()
    buttons = [one for one in drive.window.findChildren(QPushButton) if one.isVisible()]
    assert len([one for one in buttons if one.property("role") == "primary"]) == 1


def test_a_request_is_begun_for_what_was_asked_for_and_a_service_that_fits(drive, case) -> None:
    case.open()
    assert drive.seen("Longer housing")
    drive.press("Ctrl+Return")
    drive.rest()
    assert drive.focus() is drive.page.new.fields.kind
    assert drive.page.new.fields.kind.code() == "housing"
    drive.tab_to("Choose a service")
    drive.press("Space")
    drive.rest()
    drive.type("police")
    drive.press("Down")
    assert drive.page.isAncestorOf(drive.focus())
    drive.press("Escape")
    drive.tab_to("Why")
    drive.type("CANARY-WHY")
    drive.press("Return")
    drive.rest()
    line = case.line()
    assert (line.status, line.need.service_type, line.need.reason) == (
        S.IDEA,
        "housing",
        "CANARY-WHY",
    )
    assert line.service == ""


def test_a_service_is_chosen_for_a_need_that_had_none(drive, case) -> None:
    referral = case.begin("")
    case.open(referral)
    assert drive.focus().accessibleName().startswith("Choose a service")
    drive.press("Space")
    drive.rest()
    drive.type("clinic a")
    drive.press("Return")
    drive.rest()
    assert case.line().service == CLINIC


def test_without_a_yes_the_way_leads_to_asking_first(drive, case) -> None:
    referral = case.begin()
    case.open(referral)
    assert drive.focus().accessibleName() == at("Ask first")
    agreed = next(one for one in drive.page.cards[referral].buttons if "Agreed" in one.text())
    assert not agreed.isEnabled()
    assert "Ask first" in agreed.toolTip()
    drive.press("Return")
    drive.rest()
    place = drive.window.workspace.page.here()
    assert (place.page, place.case) == ("consent", case.code)
    assert case.line().service_code in place.subject


def test_only_the_likely_step_of_a_request_has_an_edge(drive, case) -> None:
    referral = case.begin()
    case.agree()
    case.open(referral)
    acts = [one for one in drive.page.cards[referral].buttons if isinstance(one, Button)]
    assert len(acts) > 1
    first = next(one for one in acts if one.isEnabled())
    assert [one for one in acts if one.property("role") == "plain"] == [first]
    assert {one.font() == look().font("small") for one in acts if one is not first} == {True}


def test_it_is_agreed_by_one_key_and_taken_back_by_another(drive, case) -> None:
    referral = case.begin()
    case.agree()
    case.open(referral)
    drive.tab_to(at("Agreed"))
    drive.press("Space")
    drive.rest()
    assert case.line().status is S.AGREED
    assert drive.page.cards[referral].isAncestorOf(drive.focus())
    drive.press("Ctrl+Z")
    drive.rest()
    assert case.line().status is S.IDEA


def test_what_is_said_aloud_is_ticked_and_what_stays_is_said(drive, case) -> None:
    referral = case.begin()
    case.agree()
    move = drive.office.referrals.move
    drive.asked(lambda: move(case.code, referral, Move(S.AGREED)))
    case.open(referral)
    drive.tab_to(at("Tell by word of mouth"))
    drive.press("Space")
    drive.rest()
    assert drive.seen("This stays here")
    assert drive.seen("CANARY-NAME")
    drive.press("Space")
    drive.tab_to("This was told")
    drive.press("Return")
    drive.rest()
    assert case.line().status is S.TOLD_VERBALLY
    (telling,) = drive.asked(lambda: tellings(drive, case.code))
    assert any(one.endswith(":taken_out") for one in telling.withheld)


def test_a_no_is_kept_with_its_reason(drive, case) -> None:
    case.open(case.told())
    drive.tab_to(at("They said no"))
    drive.press("Space")
    drive.press("Down", "Down")
    drive.tab_to("What came of it")
    drive.type("CANARY-OUTCOME")
    drive.press("Return")
    drive.rest()
    line = case.line()
    assert (line.status, line.outcome) == (S.REFUSED, "CANARY-OUTCOME")
    assert line.refusal


def test_whoever_took_her_on_gets_the_whole_case_and_it_can_be_taken_back(drive, case) -> None:
    referral = case.told()
    case.agree("transfer")
    move, status = drive.office.referrals.move, drive.office.overview.of
    drive.asked(lambda: move(case.code, referral, Move(S.ACCEPTED)))
    case.open(referral)
    drive.tab_to(at("More"))
    menu = drive.open_menu(Qt.Key.Key_Up)
    assert menu.activeAction().text() == "Hand the whole case over"
    QTest.keyClick(menu, Qt.Key.Key_Return)
    drive.rest()
    assert drive.asked(lambda: status(case.code)).status is CaseStatus.TRANSFERRED_OUT
    assert drive.seen("The case was handed over.")
    drive.press("Ctrl+Z")
    drive.rest()
    assert drive.asked(lambda: status(case.code)).status is CaseStatus.OPEN


def test_an_appointment_is_written_down(drive, case) -> None:
    referral = case.told()
    move = drive.office.referrals.move
    drive.asked(lambda: move(case.code, referral, Move(S.ACCEPTED)))
    case.open(referral)
    drive.tab_to(at("Appointment"))
    drive.press("Space")
    drive.tab_to("Hour")
    drive.type("25")
    drive.tab_to("Keep")
    drive.press("Return")
    assert case.line().appointment is None
    drive.focus().clear()
    drive.type("10:30")
    drive.tab_to("Place")
    drive.type("CANARY-PLACE")
    drive.tab_to("Keep")
    drive.press("Return")
    drive.rest()
    meeting = case.line().appointment
    assert (f"{meeting.at:%H:%M}", meeting.place) == ("10:30", "CANARY-PLACE")


def test_a_panel_closes_by_escape_and_keeps_nothing(drive, case) -> None:
    referral = case.told()
    case.open(referral)
    drive.tab_to(at("They said no"))
    drive.press("Space", "Escape")
    assert drive.page.cards[referral].isAncestorOf(drive.focus())
    assert case.line().status is S.TOLD_VERBALLY


@pytest.mark.parametrize(("scale", "size"), [(1.0, (1366, 768)), (2.0, (1024, 640))])
def test_what_opens_under_the_last_card_comes_into_sight(template, tmp_path, scale, size) -> None:
    with open_window(template, tmp_path / "home", settings=Settings(scale=scale)) as drive:
        drive.window.resize(*size)
        case = Case(drive)
        last = [case.begin(name) for name in (CLINIC, "Example Police Liaison", "", "")][-1]
        case.open(last)
        # With the mouse: the keyboard would be kept in sight anyway.
        drive.window.ring.by_mouse()
        card = drive.page.cards[last]
        (describe,) = (
            one for one in card.buttons if one.text() == texts.say("referrals.do.describe")
        )
        describe.click()
        drive.rest(6)
        (panel,) = card.findChildren(Panel)
        view = scroll_of(panel).viewport()
        place = QRect(panel.mapTo(view, QPoint()), panel.size())
        seen = place.intersected(view.rect())
        assert place.top() >= 0
        # Whole, or as much of its beginning as there is room for.
        assert seen.height() >= min(place.height(), 0.9 * view.height())


def scroll_of(widget):
    while not isinstance(widget, Scroll):
        widget = widget.parentWidget()
    return widget


def test_what_is_asked_for_is_put_right(drive, case) -> None:
    referral = case.begin()
    case.open(referral)
    drive.tab_to(at("Change"))
    drive.press("Space")
    drive.tab_to("Why")
    drive.focus().clear()
    drive.type("CANARY-OTHER")
    drive.press("Return")
    drive.rest()
    assert case.line().need == Need("health_emergency", "CANARY-OTHER")


def test_a_slip_that_came_back_is_typed_in_and_a_wrong_code_is_said(drive, case) -> None:
    case.begin()
    case.agree()
    issue = drive.office.letters.issue
    number = drive.asked(lambda: issue(Order(case.code, CLINIC))).number
    check = drive.asked(lambda: check_of(drive, number))
    case.open()
    drive.tab_to("A slip came back")
    drive.press("Space")
    drive.type(number)
    drive.tab_to("Check code")
    drive.type("000000000")
    drive.tab_to("Keep")
    drive.press("Return")
    drive.rest()
    assert drive.seen("This number and this code do not belong together.")
    # What is wrong with one field moves none of those beside it.
    fields = drive.page.slips.findChildren(Field)
    assert len(fields) == 4
    assert len({top_and_bottom(one.editor, drive.window)[0] for one in fields}) == 1
    drive.tab_to("Check code")
    drive.focus().clear()
    drive.type(check)
    drive.press("Tab", "Down")
    drive.tab_to("Keep")
    drive.press("Return")
    drive.rest()
    assert case.line().status is S.ACCEPTED
    assert drive.seen(f"{case.code}: Accepted") or drive.seen("Accepted")


def test_a_slip_whose_square_was_read_fills_both_codes_in_and_is_taken_once(drive, case) -> None:
    case.begin()
    case.agree()
    issue = drive.office.letters.issue
    number = drive.asked(lambda: issue(Order(case.code, CLINIC))).number
    check = drive.asked(lambda: check_of(drive, number))
    for said in ("Accepted", "This reply was taken already."):
        case.open()
        drive.tab_to("A slip came back")
        drive.press("Space")
        drive.type(f"{number} {check}")
        drive.press("Down")
        drive.tab_to("Keep")
        drive.press("Return")
        drive.rest()
        assert drive.seen(said)
    assert case.line().status is S.ACCEPTED


def test_a_letter_is_written_on_its_own_page(drive, case) -> None:
    referral = case.begin()
    case.agree()
    move = drive.office.referrals.move
    drive.asked(lambda: move(case.code, referral, Move(S.AGREED)))
    case.open(referral)
    drive.tab_to(at("Write letter"))
    drive.press("Space")
    drive.rest()
    assert drive.window.workspace.page.here() == Place(
        "letter", case.code, case.line().service_code
    )


def test_who_may_only_read_sees_the_way_and_no_act(drive, case) -> None:
    case.told()
    card = ReferralCard(case.line(), date(2026, 3, 10), may_act=False)
    card.setParent(drive.page)
    assert not any(one.isEnabled() for one in card.buttons)
    assert all(one.toolTip() for one in card.buttons)
    assert not card.enter()


def test_discreet_mode_masks_the_service_and_the_words(template, tmp_path) -> None:
    with open_window(template, tmp_path / "home", settings=Settings(discreet=True)) as drive:
        case = Case(drive)
        case.begin()
        case.open()
        assert drive.unseen(CLINIC)
        assert drive.unseen("CANARY-REASON")
        assert CLINIC not in "".join(
            one.accessibleName() for one in drive.page.cards[case.line().id].buttons
        )


@pytest.mark.parametrize(
    ("settings", "size"),
    [(Settings(), (1366, 768)), (Settings(scale=2.0, language="ar"), (1024, 640))],
    ids=["plain", "arabic-large-small"],
)
def test_nothing_is_cut_or_covered(template, tmp_path, settings, size) -> None:
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        case = Case(drive)
        case.told()
        drive.window.resize(*size)
        case.open()
        assert [one for one in complaints(drive.window) if "Referral" in one] == []
