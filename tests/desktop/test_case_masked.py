"""A colleague's case under the mask, in the window: what would write in it says why it does not."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from drive import open_window
from make import VISIT
from walking import complaints

import texts
from casework.persons.pair import PairAnswer
from casework.records.case import CaseStatus
from casework.tasks.task import TaskKind
from casework.team.supervision import Why
from desktop.editors.typed import AnswerLines
from desktop.frame.settings import Settings
from desktop.pages.case.status import StatusActs
from desktop.pages.cases.words import task_words
from desktop.parts.buttons import Button
from desktop.parts.messages import MessageBar, Placeholder
from texts.dates import isolate


def begin(desks):
    """Return a case of somebody else, with a task in it."""
    case = desks.visit()
    desks.agree(case)
    desks.office().tasks.add(case, "CANARY-TASK")
    return case


pytestmark = pytest.mark.begins(after=begin)


@pytest.fixture
def home(start, tmp_path):
    return start.copy(tmp_path / "home"), start.kept


def named(acts, status, *, masked):
    return [words for words, _act in acts.choices(status, masked=masked)]


def leads_to_what_says_so(drive):
    """Return whether the keyboard is where it says so, and it says so nowhere else."""
    bars = [one.words() for one in drive.window.findChildren(MessageBar) if one.isVisible()]
    return bars == [texts.say("error.case_masked")] and (
        drive.focus().accessibleName() == texts.say("glass.begin")
    )


def test_the_overview_refuses_with_its_reason_until_the_case_is_opened(template, home) -> None:
    folder, case = home
    why = texts.say("error.case_masked")
    with open_window(template, folder, worker=template.supervisor) as drive:
        drive.go("case", case)
        page = drive.page
        held = (page.experiences.add, page.steps.add, page.head.letter, page.head.new_entry)
        assert {one.accessibleDescription() for one in held} == {why}
        assert not any(one.isEnabled() for one in held)
        (step,) = page.overview.tasks
        page.steps.list.marked.emit(step)
        drive.rest()
        assert leads_to_what_says_so(drive)
        drive.asked(lambda: drive.office.glass.open(case, Why.DANGER))
        drive.go("today")
        drive.go("case", case)
        page = drive.page
        held = (page.experiences.add, page.steps.add, page.head.letter, page.head.new_entry)
        assert all(one.isEnabled() for one in held)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("supervises", [True, False], ids=["masked", "as it is"])
def test_no_section_is_out_of_sight_on_the_usual_laptop_whatever_is_said_above(
    template, home, language, supervises
) -> None:
    """Of a case that is one person's with another there are two bars, and the list scrolled."""
    folder, case = home
    with open_window(template, folder) as drive:
        visit = partial(drive.office.answers.record, None, "intake", VISIT, "en")
        other = drive.asked(visit).case_code
        drive.asked(lambda: drive.office.likeness.say(case, other, PairAnswer.SAME))
    worker = template.supervisor if supervises else None
    settings = Settings(language=language)
    with open_window(template, folder, settings=settings, worker=worker) as drive:
        drive.window.resize(1366, 768)
        drive.go("case", case)
        drive.until(drive.page.union_bar.isVisible)
        assert drive.page.mask_bar.isVisible() is supervises
        sections = drive.page.body.list
        assert sections.verticalScrollBar().maximum() == 0
        last = sections.model().index(sections.model().rowCount() - 1, 0)
        assert sections.viewport().rect().contains(sections.visualRect(last))


def test_under_the_mask_a_case_is_handed_on_and_not_moved(template, home) -> None:
    folder, case = home
    hands_on = [texts.say("case.hand_on"), texts.say("status.act.erase")]
    with open_window(template, folder, worker=template.supervisor) as drive:
        acts = StatusActs(drive.window.workspace.room, case)
        for status in CaseStatus:
            assert named(acts, status, masked=True) == hands_on
        assert named(acts, CaseStatus.OPEN, masked=False)[-2:] == hands_on
        assert len(named(acts, CaseStatus.OPEN, masked=False)) > len(hands_on)


@pytest.fixture
def opened(template, home):
    """Yield a supervisor's window in which the case is open for an hour."""
    folder, case = home
    with open_window(template, folder, worker=template.supervisor) as drive:
        drive.asked(lambda: drive.office.glass.open(case, Why.DANGER))
        yield drive, case


def an_hour_on(drive):
    drive.clock.moment += timedelta(hours=1, minutes=1)
    drive.window.workspace._glass._wait.stop()
    drive.window.workspace._glass._wait.timeout.emit()
    drive.rest(6)


def test_a_page_that_stays_open_is_masked_when_its_time_is_over(opened) -> None:
    drive, case = opened
    drive.go("case", case)
    drive.rest()
    assert drive.window.workspace._glass._wait.isActive()
    assert not drive.page.masked
    an_hour_on(drive)
    assert drive.page.masked
    assert not drive.page.head.letter.isEnabled()
    assert drive.seen(texts.say("glass.over", code=isolate(case)))
    assert not drive.window.workspace._glass._wait.isActive()


@pytest.mark.parametrize("page", ["consent", "letter", "form", "episodes", "referrals", "entries"])
def test_from_pages_of_the_case_one_comes_to_what_is_masked(opened, page) -> None:
    drive, case = opened
    subject = {"form": "intake", "entries": "note"}.get(page, "")
    drive.go(page, case, subject)
    drive.rest(4)
    an_hour_on(drive)
    assert drive.page.masked
    assert drive.page.place.case == case


def test_what_was_typed_last_when_the_time_is_over_is_not_gone_unsaid(opened) -> None:
    drive, case = opened
    drive.go("form", case, "note")
    drive.until(lambda: drive.page.view is not None)
    drive.page.findChildren(AnswerLines)[0].setFocus()
    drive.type("EX-LAST")
    an_hour_on(drive)
    assert drive.page.masked
    assert drive.seen("on the page before")
    drive.asked(lambda: drive.office.glass.open(case, Why.DANGER))
    button = next(one for one in drive.window.findChildren(Button) if one.text() == "Try again")
    button.click()
    drive.rest(6)
    (draft,) = drive.asked(drive.office.filling.drafts)
    doc = drive.asked(lambda: drive.office.filling.carry_on(draft.id)).doc
    assert "EX-LAST" in doc.values.values()


def test_who_comes_back_from_under_the_cover_sees_the_mask(opened) -> None:
    drive, case = opened
    drive.go("case", case)
    drive.rest()
    drive.window.perform("practise_hide")
    drive.clock.moment += timedelta(hours=2)
    drive.window.hide_now()
    drive.rest(6)
    assert drive.page.masked


def test_a_list_that_was_left_open_forgets_the_case_too(opened) -> None:
    drive, case = opened
    drive.go("case", case)
    drive.rest()
    drive.go("today")
    drive.rest()
    an_hour_on(drive)
    assert drive.seen(texts.say("glass.over", code=isolate(case)))
    drive.go("case", case)
    drive.rest()
    assert drive.page.masked


def test_keys_that_write_say_why_they_do_not_under_the_mask(template, home) -> None:
    folder, case = home
    with open_window(template, folder, worker=template.supervisor) as drive:
        for page in ("case", "referrals", "entries", "episodes", "history"):
            for key in ("Ctrl+Return", "F2"):
                drive.go(page, case, "note" if page == "entries" else "")
                drive.rest()
                assert not leads_to_what_says_so(drive)
                drive.press(key)
                drive.rest()
                assert leads_to_what_says_so(drive)
                assert drive.page.place.page == page


@pytest.mark.parametrize("page", ["consent", "letter"])
def test_what_cannot_be_seen_under_the_mask_says_so_on_the_page(template, home, page) -> None:
    folder, case = home
    with open_window(template, folder, worker=template.supervisor) as drive:
        drive.go(page, case)
        assert drive.seen(texts.say("error.case_masked"))
        assert drive.seen(texts.say("glass.section"))
        drive.rest()
        (held,) = drive.page.findChildren(Placeholder)
        # The whole of the page, and nothing empty beside it.
        assert held.width() == drive.page.width()
        assert drive.focus().accessibleName() == texts.say("glass.begin")
        assert complaints(drive.window) == []
        # What is called so leads to the question why, not to one more way to it.
        drive.press("Return")
        drive.until(lambda: drive.focus().accessibleName() == texts.say("glass.why"))


def test_a_caseworker_is_asked_nothing_about_it(template, home) -> None:
    folder, case = home
    with open_window(template, folder) as drive:
        drive.go("case", case)
        drive.rest()
        assert not drive.window.workspace._glass._wait.isActive()
        drive.press("Ctrl+Return")
        assert drive.unseen(texts.say("error.case_masked"))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", [one for one in TaskKind if one is not TaskKind.FINISH_FORM])
def test_what_is_to_be_done_is_a_whole_sentence_where_nobody_reads_for_whom(language, kind):
    """A supervisor read "Reply from", and nothing after it."""
    spoken = texts.current().code
    texts.use(language)
    try:
        some = texts.say("task.some_service")
        said, named = task_words(kind, "", ""), task_words(kind, "", "EX-SERVICE")
    finally:
        texts.use(spoken)
    assert (some in said) is ("EX-SERVICE" in named)
