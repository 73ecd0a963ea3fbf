"""Two cases that may be one person's are compared, answered, put together, parted by keyboard."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtWidgets import QLabel

from casework.consent.grant import Pause
from casework.persons.pair import Pair, PairAnswer
from casework.referrals.letters import Order
from db.store import open_store
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.parts.differing import differs
from texts.dates import isolate

NAME = "EX-Fatima <b>Example</b>"


@pytest.fixture
def two(template, tmp_path):
    """Return the codes of two cases of perhaps one person, and the folder they are in."""
    desks = Desks(template, tmp_path / "home", Clock())
    codes = desks.visit(name_used=NAME), desks.visit(name_used="EX-Fatmah <b>Example</b>")
    desks.close()
    return sorted(codes)


@pytest.fixture
def drive(template, tmp_path, two):
    assert two
    with open_window(template, tmp_path / "home") as drive:
        yield drive


def compare(drive, two):
    drive.go("pairs")
    drive.until(lambda: drive.page.list.buttons)
    drive.press("Space")
    drive.until(lambda: drive.page.compare is not None and drive.page.compare._clauses)
    assert drive.page.here() == Place("pairs", "", " ".join(two))


def together(drive, *codes):
    return drive.asked(lambda: drive.office.likeness.together(codes))


def test_where_one_submission_came_into_both_the_line_says_so(drive, two):
    drive.go("pairs")
    drive.until(lambda: drive.page.list.buttons)
    shown = drive.page.list
    for same in (False, True):
        shown.show_pairs([Pair(*two, masked=False, same_submission=same)])
        words = [one.text() for one in shown.findChildren(QLabel)]
        assert any("ODK" in one for one in words) is same


def test_both_are_read_side_by_side_and_what_was_typed_is_never_markup(drive, two):
    compare(drive, two)
    words = [one.text() for one in drive.page.compare.findChildren(QLabel)]
    marked = next(one for one in words if "EX-Fatima" in one)
    assert "text-decoration:underline" in marked
    assert "&lt;b&gt;Example&lt;/b&gt;" in marked
    for code in two:
        lines = drive.asked(lambda code=code: drive.office.history.of(code))
        assert "entries_read" in {line.act for line in lines}


def test_the_three_answers_are_of_one_size_and_the_first_has_the_keyboard(drive, two):
    compare(drive, two)
    page = drive.page.compare
    answers = (page.same, page.different, page.unsure)
    assert len({(one.width(), one.height()) for one in answers}) == 1
    assert drive.focus() is page.same


def test_one_person_is_put_together_under_the_code_that_was_chosen_and_undo_parts_them(drive, two):
    compare(drive, two)
    drive.press("Space")
    assert drive.focus() is drive.page.compare.join
    drive.press("Shift+Tab")
    drive.press("Right", "Space")
    drive.tab_to(drive.page.compare.join.accessibleName() or drive.page.compare.join.text())
    drive.press("Space")
    head, part = two[1], two[0]
    drive.until(lambda: drive.page.place == Place("case", head))
    drive.until(drive.page.union_bar.isVisible)
    assert part in drive.page.head.also.text()
    drive.press("Ctrl+Z")
    drive.until(lambda: not drive.page.union_bar.isVisible())
    assert not together(drive, *two)


def test_undo_parts_them_on_the_page_of_either(drive, two):
    compare(drive, two)
    drive.press("Space")
    drive.tab_to(drive.page.compare.join.accessibleName() or drive.page.compare.join.text())
    drive.press("Space")
    drive.until(lambda: drive.page.place.page == "case")
    here = drive.page.place.case
    (other,) = {*two} - {here}
    drive.go("case", other)
    drive.until(drive.page.union_bar.isVisible)
    drive.press("Ctrl+Z")
    drive.until(lambda: not drive.page.union_bar.isVisible())
    assert not together(drive, *two)


@pytest.mark.parametrize(
    ("name", "answer"), [("Different people", "different"), ("Not sure", "unsure")]
)
def test_other_answers_are_kept_and_not_asked_again_until_they_are_taken_back(
    drive, two, name, answer
):
    compare(drive, two)
    drive.tab_to(name)
    drive.press("Space")
    drive.until(lambda: drive.page.compare is None and drive.stands("No two cases"))
    lines = drive.asked(lambda: drive.office.history.of(two[0]))
    assert lines[0].act == f"pair_{answer}"
    drive.press("Ctrl+Z")
    drive.until(lambda: drive.page.list.buttons)


def test_a_case_says_that_another_may_be_hers_until_it_is_answered(drive, two):
    """Whoever had filled in the first visit was told of it nowhere but in the list of all pairs."""
    case, other = two
    drive.go("case", case)
    bar = drive.page.alike
    drive.until(bar.isVisible)
    assert drive.seen(f"There may be another case of this person: {isolate(other)}.")
    drive.tab_to(f"Compare with {isolate(other)}")
    at = drive.focus()
    drive.page.start()
    drive.rest(4)
    assert drive.focus() is at
    lines = drive.asked(lambda: drive.office.history.of(case))
    assert [line.act for line in lines].count("likeness_shown") == 1
    for answer in (PairAnswer.UNSURE, PairAnswer.APART):
        said = drive.asked(lambda answer=answer: drive.office.likeness.say(case, other, answer))
        drive.page.concerns(said)
        drive.until(lambda answer=answer: bar.isVisible() is (answer is PairAnswer.APART))
    drive.tab_to(f"Compare with {isolate(other)}")
    drive.press("Space")
    drive.until(lambda: drive.page.here() == Place("pairs", "", f"{case} {other}"))
    drive.tab_to("Different people")
    drive.press("Space")
    drive.until(lambda: drive.page.here() == Place("case", case))
    drive.rest(6)
    assert not drive.page.alike.isVisible()


def test_who_may_be_the_same_goes_with_what_is_masked_and_comes_back(drive, two):
    """A case that was opened in need is masked again while it stands open."""
    drive.go("case", two[0])
    page = drive.page
    drive.until(page.alike.isVisible)
    page.show_case(replace(page.overview, masked=True))
    assert not page.alike.isVisible()
    page.show_case(page.overview)
    drive.until(page.alike.isVisible)


def test_a_case_that_is_kept_with_another_says_so_leads_there_and_is_parted(drive, two):
    head, part = two
    drive.asked(lambda: drive.office.likeness.say(head, part, PairAnswer.SAME))
    drive.go("case", part)
    drive.until(drive.page.union_bar.isVisible)
    assert drive.seen("Now under")
    look, apart = drive.page.union_bar.buttons
    look.setFocus()
    drive.press("Space")
    drive.until(lambda: drive.page.place == Place("case", head))
    drive.until(lambda: drive.page.union_bar.buttons)
    assert drive.seen("may stand in")
    apart = drive.page.union_bar.buttons[1]
    apart.setFocus()
    drive.press("Space")
    drive.until(lambda: not drive.page.union_bar.isVisible())
    assert not together(drive, *two)


def test_the_other_code_finds_it_and_the_box_leads_to_the_list(drive, two):
    head, part = two
    drive.asked(lambda: drive.office.likeness.say(head, part, PairAnswer.SAME))
    drive.press("Ctrl+K")
    drive.type(part)
    drive.rest()
    drive.until(lambda: any("Now under" in line.note for line in finding(drive).lines.rows))
    drive.press("Return")
    drive.until(lambda: drive.page.place == Place("case", head) and drive.page.overview)
    drive.press("Ctrl+K")
    drive.type("Possibly the same")
    drive.rest()
    drive.until(lambda: any(line.id == "pairs" for line in finding(drive).lines.rows))
    drive.press("Return")
    drive.until(lambda: drive.page.place == Place("pairs"))


def finding(drive):
    return drive.window.workspace.finding


def test_a_supervisor_reads_codes_and_no_name(template, tmp_path, two):
    with open_window(template, tmp_path / "home", worker=template.supervisor) as drive:
        drive.go("pairs")
        drive.until(lambda: drive.page.list.buttons)
        assert drive.seen("colleagues\u2019 cases")
        assert drive.unseen("Fatima")
        drive.press("Space")
        drive.until(lambda: drive.page.place == Place("case", two[0]))


def test_what_is_compared_is_masked_in_discreet_mode_until_it_is_revealed(template, tmp_path, two):
    settings = Settings(discreet=True)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        compare(drive, two)
        # What was made just now is shown with the next turn of the window.
        drive.until(lambda: all(one.isVisible() for one in drive.page.compare._clauses))
        assert drive.unseen("Fatima")
        drive.page.reveal(on=True)
        assert drive.seen("Fatima")


def test_words_differ_whatever_their_spelling_and_beside_nothing_none_does():
    assert differs("José Example", "jose other") == ("Example",)
    assert differs("José", "") == ()


@pytest.fixture
def told(template, tmp_path, two):
    """Return a case of which another laptop told something without an agreement known here."""
    case, _other = two
    with closing(open_store(tmp_path / "home", template.unlocked(), Clock())) as store:
        rows = store.connection.execute
        ((number,),) = rows("select id from casefile where code = ?", (case,)).fetchall()
        rows("insert into unfounded values (?, ?, 'letter')", (bytes(16), number))
    return case


def test_what_was_told_elsewhere_without_an_agreement_that_is_known_here_is_said(told, drive):
    drive.go("case", told)
    drive.until(drive.page.union_bar.isVisible)
    assert drive.seen("rests on no agreement that is known on this laptop")
    assert drive.asked(lambda: drive.office.overview.of(told)).unfounded == ("letter",)


def test_a_letter_that_is_out_while_its_agreement_is_paused_is_named(two, drive):
    case, _other = two
    desk = drive.office
    clinic = "Example Clinic A"
    (code,) = [one.code for one in drive.asked(desk.services.all) if one.name == clinic]
    grant = {"purpose": "referral", "recipient": code, "categories": ["demographic"]}
    yes = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    yes |= {"case_service": "given", "grants": [grant | {"valid_until": "2026-06-01"}]}
    drive.asked(lambda: desk.answers.record(case, "consent", yes, "en"))
    number = drive.asked(lambda: desk.letters.issue(Order(case, clinic))).number
    drive.asked(lambda: desk.suspensions.suspend(case, Pause.CAPACITY_DOUBT))
    drive.go("case", case)
    drive.until(drive.page.union_bar.isVisible)
    assert drive.seen("What these letters rest on is paused")
    assert drive.seen(number)


def test_under_which_code_is_asked_in_sight_and_in_line_with_the_answers(template, tmp_path, two):
    with open_window(template, tmp_path / "home", settings=Settings(scale=2.0)) as drive:
        drive.window.resize(1024, 640)
        compare(drive, two)
        page = drive.page.compare
        drive.press("Space")
        assert drive.focus() is page.join
        drive.until(lambda: page.join.visibleRegion().boundingRect() == page.join.rect())
        drive.until(drive.window.ring.isVisible)
        left = {one.mapTo(drive.window, one.rect().topLeft()).x() for one in (page.same, page.join)}
        assert len(left) == 1
