"""Around consent, by keyboard: less, suspended, without it, papers, and no record at all."""

from __future__ import annotations

import pytest
from drive import open_window
from make import VISIT
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFileDialog
from reading import heard
from walking import complaints

import texts
from casework.consent.grant import OF_ITSELF, GrantState, Pause, Purpose
from casework.consent.override import OverrideStatus
from casework.referrals.letters import Order
from desktop.frame.settings import Settings
from desktop.pages.consent.override import OverridesPane, ProposalPane
from desktop.pages.consent.papers import ForHer, Notices
from desktop.parts.chip_button import ChipButton
from desktop.parts.fold import Fold
from desktop.parts.frames import Scroll
from desktop.parts.linking import Link

CLINIC, POLICE = "Example Clinic A", "Example Police Liaison"
AGREED = {
    "limits_explained": "yes",
    "means": "verbal",
    "given_by": "survivor",
    "case_service": "given",
}


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        yield drive


class Case:
    """One case in which one clinic may be told something, and its page of consent."""

    def __init__(self, drive) -> None:
        self.drive = drive
        self.code = self.record(None, "intake", VISIT)
        self.clinic = next(
            one.code for one in drive.asked(drive.office.services.all) if one.name == CLINIC
        )
        grant = {
            "purpose": "referral",
            "recipient": self.clinic,
            "categories": ["contact", "needs"],
            "items": ["own_phone"],
            "valid_until": "2026-12-01",
        }
        self.record(self.code, "consent", AGREED | {"grants": [grant]})
        drive.go("consent", self.code)

    def record(self, case, form, answers):
        office = self.drive.office
        return self.drive.asked(lambda: office.answers.record(case, form, answers, "en")).case_code

    def sheet(self):
        return self.drive.asked(lambda: self.drive.office.grants.sheet(self.code))

    def choose(self, words):
        """Open what can be done with the clinic and choose by its words."""
        chip = next(
            one
            for one in self.drive.page.talk.agreed.findChildren(ChipButton)
            if CLINIC in one.accessibleName()
        )
        acts = dict(chip._acts)
        acts[texts.say(words)]()
        self.drive.rest()

    def push(self, words, **values):
        self.drive.tab_to(texts.say(words, **values), limit=200)
        self.drive.press("Space")
        self.drive.rest()


@pytest.fixture
def case(drive):
    return Case(drive)


def saved(drive, folder, push):
    """Press what saves, type a folder, and return the files that are there then."""
    folder.mkdir(exist_ok=True)
    before = len(list(folder.glob("*.pdf")))
    push()
    drive.until(lambda: drive.page.findChildren(QFileDialog))
    dialog = drive.page.findChildren(QFileDialog)[-1]
    dialog.selectFile(str(folder))
    dialog.fileSelected.emit(str(folder))
    dialog.reject()
    drive.until(lambda: len(list(folder.glob("*.pdf"))) > before)
    drive.rest()
    return sorted(folder.glob("*.pdf"))


def test_she_agrees_to_less_by_taking_a_tick_away(case) -> None:
    case.choose("consent.less")
    words = texts.say("item.own_phone")
    case.push("item.own_phone")
    assert case.drive.focus().accessibleName() == words or not case.drive.focus().isChecked()
    case.push("consent.less_save")
    line = case.sheet().line(Purpose.REFERRAL, case.clinic)
    assert (line.state, line.items) == (GrantState.ACTIVE, frozenset())
    assert line.categories == {"contact", "needs"}


def test_less_of_nothing_records_nothing(case) -> None:
    case.choose("consent.less")
    case.push("consent.less_save")
    kinds = [line.act for line in case.drive.asked(lambda: case.drive.office.history.of(case.code))]
    assert "consent_narrowed" not in kinds


@pytest.mark.parametrize("why", sorted(set(Pause) - OF_ITSELF))
def test_what_may_not_hold_is_suspended_and_lifted_again(case, why) -> None:
    case.push("consent.doubts")
    case.push(f"consent.pause.{why}")
    assert case.drive.focus().accessibleName() == texts.say("consent.leave_it")
    case.drive.press("Backtab")
    case.push("consent.suspend")
    assert case.sheet().pauses == {why}
    assert case.drive.seen(texts.say(f"consent.paused.{why}"))
    case.drive.go("consent", case.code)
    case.push("consent.lift")
    case.drive.press("Backtab")
    case.push("consent.lift")
    assert case.sheet().pauses == frozenset()


def propose(case):
    case.push("consent.overrides")
    case.push("consent.override_new")
    (pane,) = case.drive.page.findChildren(ProposalPane)
    case.drive.type(POLICE)
    case.drive.press("Return")
    case.drive.tab_to(texts.say("consent.override_reason"))
    case.drive.type("plainly invented")
    case.push("item.name_used")
    case.push("consent.override_propose")
    return pane


def test_a_proposal_waits_for_somebody_else(case) -> None:
    propose(case)
    (override,) = case.drive.asked(lambda: case.drive.office.overrides.of(case.code))
    assert override.status is OverrideStatus.PROPOSED
    case.push("consent.overrides_all")
    (pane,) = case.drive.page.findChildren(OverridesPane)
    decide = next(
        one
        for one in pane.findChildren(type(pane.new))
        if one.text() == texts.say("consent.override_decide")
    )
    assert not decide.isEnabled()
    assert decide.toolTip() == texts.say("error.override_second_person")


def test_what_a_proposal_lacks_is_said_in_its_place(case) -> None:
    case.push("consent.overrides")
    case.push("consent.override_new")
    case.push("consent.override_propose")
    assert case.drive.seen(texts.say("consent.override_who"))


def test_papers_for_her_are_saved_under_names_that_say_nothing(case, tmp_path) -> None:
    case.push("consent.copy")
    (pane,) = case.drive.page.findChildren(ForHer)
    button = pane.outs["printout"].saving
    (path,) = saved(case.drive, tmp_path / "out", button.click)
    assert path.name == "paper-3.pdf"
    words = "\n".join(words for _, words in heard(path.read_bytes()))
    assert "CANARY" not in words
    assert "once" in words or "times" in words
    # The paper of another person has the same name, and may not have been printed yet.
    path.write_bytes(b"another")
    found = saved(case.drive, tmp_path / "out", button.click)
    assert [one.name for one in found] == ["paper-3-2.pdf", "paper-3.pdf"]
    assert path.read_bytes() == b"another"


def test_a_withdrawal_offers_the_notices_at_once(case, tmp_path) -> None:
    office = case.drive.office
    number = case.drive.asked(lambda: office.letters.issue(Order(case.code, CLINIC)).number)
    case.choose("consent.withdraw")
    case.push("consent.withdraw_now")
    (notices,) = case.drive.page.findChildren(Notices)
    (path,) = saved(case.drive, tmp_path / "out", notices.out.saving.click)
    assert path.name == f"notice-{number}.pdf"
    (line,) = case.drive.asked(office.letters.register)
    assert line.notice_on is not None


def test_a_notice_that_was_not_made_at_once_is_offered_until_it_is(case, tmp_path) -> None:
    drive = case.drive
    number = drive.asked(lambda: drive.office.letters.issue(Order(case.code, CLINIC)).number)
    # As by a colleague at another laptop, or hidden before anything was printed.
    drive.asked(lambda: drive.office.grants.withdraw(case.code, Purpose.REFERRAL))
    drive.go("letters")
    drive.page.table.opened.emit(0)
    drive.rest()
    assert drive.page.place[:2] == ("consent", case.code)
    assert drive.seen(texts.plural("consent.recall_due", 1))
    case.push("consent.recall")
    (notices,) = drive.page.findChildren(Notices)
    (path,) = saved(drive, tmp_path / "out", notices.out.saving.click)
    assert path.name == f"notice-{number}.pdf"
    assert drive.unseen(texts.plural("consent.recall_due", 1))
    drive.go("letters")
    drive.page.table.opened.emit(0)
    drive.rest()
    assert drive.page.place.page == "case"


def test_who_wants_no_record_leaves_none(drive) -> None:
    drive.go("form", "", "intake")
    drive.rest()
    next(one for one in drive.page.view.side.findChildren(Link) if one.isVisible()).click()
    drive.rest(6)
    assert drive.page.place.page == "unrecorded"
    drive.tab_to(texts.say("unrecorded.service"))
    drive.press("Down")
    drive.tab_to(texts.say("unrecorded.age"))
    drive.press("Down")
    drive.tab_to(texts.say("unrecorded.count"))
    drive.press("Space")
    drive.rest()
    assert drive.seen(texts.say("unrecorded.counted"))
    assert len(drive.asked(drive.office.unrecorded.counted)) == 1


def test_who_says_no_to_a_record_is_helped_without_one(drive) -> None:
    office = drive.office
    code = drive.asked(lambda: office.answers.record(None, "intake", VISIT, "en")).case_code
    drive.go("consent", code, "case_service")
    drive.tab_to(texts.say("consent.says_no"), limit=200)
    drive.press("Space")
    drive.rest()
    drive.tab_to(texts.say("unrecorded.link"), limit=200)
    drive.press("Space")
    drive.rest()
    for name in ("unrecorded.service", "unrecorded.age"):
        drive.tab_to(texts.say(name))
        drive.press("Down")
    drive.tab_to(texts.say("unrecorded.erase"))
    drive.press("Space")
    drive.tab_to(texts.say("erasure.yes"))
    drive.press("Space")
    drive.rest()
    assert drive.seen(texts.say("unrecorded.erased"))
    assert drive.asked(lambda: office.cases.find(code)) == []


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        (Settings(), (1366, 768)),
        (Settings(language="ar", theme="dark"), (1024, 640)),
        (Settings(scale=2.0), (1366, 768)),
    ],
    ids=["plain", "arabic-dark-small", "large"],
)
def test_nothing_is_cut_or_covered(template, tmp_path, settings, size) -> None:
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(*size)
        case = Case(drive)
        suspend = drive.office.suspensions.suspend
        drive.asked(lambda: suspend(case.code, Pause.CONFLICT_FOUND))
        drive.go("consent", case.code)
        found, talk = complaints(drive.window), drive.page.talk
        for show in (talk._print, talk._overriding.begin, talk._overriding.propose):
            show()
            drive.rest()
            found += complaints(drive.window)
        assert found == []


def test_the_list_says_that_its_question_waits_while_something_else_is_shown(case) -> None:
    drive = case.drive
    topic = drive.page.talk.stage.topic
    (row,) = (one for one in drive.page.talk.agreed.rows() if one.key == topic.key)
    assert (row.current, row.accessibleDescription()) == (True, "Being asked now")

    case.push("consent.copy")
    waits = texts.say("consent.asked_after", shown=texts.say("consent.for_her"))
    assert (row.current, row.accessibleDescription()) == (False, waits)
    drive.press("Escape")
    drive.page.talk.want(None)
    assert (row.current, row.accessibleDescription()) == (True, "Being asked now")

    case.push("consent.doubts")
    case.push(f"consent.pause.{Pause.CAPACITY_DOUBT}")
    waits = texts.say(
        "consent.asked_after", shown=texts.say(f"consent.pause.{Pause.CAPACITY_DOUBT}")
    )
    assert row.accessibleDescription() == waits
    case.push("consent.suspend")
    # The list is new; what was recorded is still what is shown.
    (row,) = (one for one in drive.page.talk.agreed.rows() if one.key == topic.key)
    assert (row.current, row.accessibleDescription()) == (False, waits)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_what_is_folded_away_comes_into_sight_when_it_opens(template, tmp_path, scale) -> None:
    with open_window(template, tmp_path / "home", settings=Settings(scale=scale)) as drive:
        drive.window.resize(1024, 640)
        case = Case(drive)
        (doubts,) = (
            one
            for one in drive.page.talk.agreed.findChildren(Fold)
            if one.button.text() == texts.say("consent.doubts")
        )
        drive.window.ring.by_mouse()
        doubts.button.click()
        drive.rest(4)
        above = doubts.parentWidget()
        while not isinstance(above, Scroll):
            above = above.parentWidget()
        top = doubts.mapTo(above.viewport(), QPoint()).y()
        seen = min(above.viewport().height(), top + doubts.height()) - max(0, top)
        assert top >= 0
        assert seen >= min(doubts.height(), 0.9 * above.viewport().height()), case.code


@pytest.mark.parametrize("way", ["consent.add_service", "consent.copy", "consent.overrides"])
def test_esc_leads_from_what_is_no_question_back_to_the_list(case, way) -> None:
    case.push(way)
    agreed = case.drive.page.talk.agreed
    assert not agreed.isAncestorOf(case.drive.focus())
    case.drive.press("Escape")
    case.drive.rest()
    assert case.drive.page.talk.agreed.isAncestorOf(case.drive.focus())


def test_esc_throws_away_nothing_that_was_typed(case) -> None:
    case.push("consent.add_service")
    case.drive.type("EX typed")
    case.drive.press("Escape")
    assert case.drive.focus().text() == "EX typed"
