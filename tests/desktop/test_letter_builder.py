"""A letter in the window: whom, what they will see, the page, and how it leaves."""

from __future__ import annotations

import resource
import stat

import pytest
from letter_window import (
    CLINIC,
    WARD,
    Prepared,
    bars,
    choose,
    dialogs,
    save_into,
    say,
    spoken,
    wait_for_page,
)
from make import WORDS
from print_queue import LACKING
from printing_by_key import no_place_for_pages, print_there, queue_here
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from reading import heard

import texts
from casework.consent.grant import Purpose
from casework.disclosure import Preview, Told
from casework.referrals.letters import LetterDraft, Order
from casework.team.supervision import Why
from desktop.frame.cover import Cover
from desktop.pages.letters.out import write_letter
from desktop.pages.letters.seen import SeenPane
from desktop.parts.messages import Placeholder
from desktop.parts.paper_pictures import pictures
from desktop.parts.printer_dialog import PrinterDialog
from desktop.parts.words import Words
from texts.dates import isolate

ASKED = "A check-up with a woman doctor."


@pytest.fixture
def made(template, tmp_path):
    return Prepared(template, tmp_path / "home")


# --- what was promised is what is sent


def test_the_saved_letter_is_the_page_that_was_shown(made, tmp_path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with made.open() as drive:
        made.begin(drive)
        phone = drive.tab_to(say("item.own_phone"))
        drive.press("Space")
        assert not phone.isChecked()
        drive.until(lambda: "own_phone" in drive.page.view.wanted().left_out)
        drive.page.view.order.asked.setFocus()
        drive.type(ASKED)
        wait_for_page(drive)
        shown = spoken(drive.page.view.paper.pdf())
        words = drive.page.view.protection.passphrase()
        path = save_into(drive, folder)
        (told,) = [one for one in bars(drive) if words in one]
        assert path.name in told
        assert drive.page.view.protection.passphrase() != words
        (line,) = drive.asked(drive.office.letters.register)
        what_opens_it_stays_beside_the_next(drive, tmp_path / "next", told)
    sent = spoken(path.read_bytes(), words)
    number, check = line.number, check_of(sent)
    assert path.name == f"letter-{number}.pdf"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sent.replace(number, "0" * 7).replace(check, "0" * 9) == shown
    assert ASKED in sent
    assert "CANARY-NAME" in sent
    for secret in ("7654321", "CANARY-ACCOUNT", "CANARY-STAFF", made.case):
        assert secret not in sent


def what_opens_it_stays_beside_the_next(drive, folder, told):
    """Save one more letter before the words of the first were told to anybody."""
    folder.mkdir()
    wait_for_page(drive)
    path = save_into(drive, folder)
    drive.until(lambda: len(bars(drive)) == 2)
    assert bars(drive)[0] == told
    later = bars(drive)[1]
    assert path.name in later
    drive.tab_to(say("letter_page.noted"))
    drive.press("Return")
    assert bars(drive) == [later]
    drive.press("Return")
    assert bars(drive) == []
    assert drive.focus() is drive.page.view.bar.saves


def check_of(sent: str) -> str:
    return sent.split("Check code ")[1][:9]


def test_looking_registers_nothing(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        drive.page.view.paper.zoom(1)
        wait_for_page(drive)
        assert drive.asked(drive.office.letters.register) == []


def test_the_page_shows_what_the_desk_drafts_in_the_language_that_is_chosen(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        language = drive.page.view.order.language
        language.setCurrentIndex(language.findData("ar"))
        drive.until(drive.page._calm.isActive)
        drive.until(lambda: "ar" in str(drive.page.view.draft.disclosure.language))
        wait_for_page(drive)
        title = texts.say("letter.referral.title", language="ar")
        assert title in " ".join(words for _, words in heard(drive.page.view.paper.pdf()))


def test_the_page_stays_white_and_in_its_own_direction_in_a_dark_arabic_window(made) -> None:
    with made.open(theme="dark", language="ar") as drive:
        made.begin(drive)
        paper = drive.page.view.paper
        sheet = paper._sheets[0][1]
        picture = sheet.grab().toImage()
        assert picture.pixelColor(picture.width() // 2, 6).name() == "#ffffff"
        assert sheet.layoutDirection() is Qt.LayoutDirection.LeftToRight
        assert drive.page.layoutDirection() is Qt.LayoutDirection.RightToLeft
        assert say("paper.page", page=1, pages=1) in {
            one.text() for one in paper.findChildren(Words)
        }


# --- the three columns


def test_a_tick_keeps_the_focus_and_the_count_follows(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        count = drive.page.view.seen._count
        before = count.text()
        tick = drive.tab_to(say("item.name_used"))
        drive.press("Space")
        drive.until(lambda: count.text() != before)
        assert drive.focus() is tick
        drive.press("Space")
        drive.until(lambda: count.text() == before)
        assert drive.focus() is tick


def test_what_is_held_back_says_why(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        seen = [one.text() for one in drive.page.view.seen.findChildren(Words)]
        at = seen.index(say("item.account"))
        assert seen[at + 1] == say("letter_page.held.not_needed")
        assert say("letter_page.held.not_for_letters") in seen


def test_tab_goes_in_reading_order(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        page = drive.page
        wanted = [one.accessibleName() for one in page.view.order.stops() if one.isVisible()]
        wanted += [tick.accessibleName() for tick in page.view.seen.ticks.values()]
        wanted += [say("paper.larger"), say("paper.pages")]
        ways = (*page.view.protection.stops(), *page.view.bar.stops())
        wanted += [one.accessibleName() for one in ways if one.isVisible()]
        page.view.order.to.setFocus()
        found = []
        for _step in wanted:
            found.append(drive.focus().accessibleName())
            drive.press("Tab")
        assert found == wanted


def test_a_service_that_was_not_agreed_to_is_asked_first(made) -> None:
    with made.open() as drive:
        made.begin(drive, WARD)
        page = drive.page
        assert page.view.paper.pdf() == b""
        assert say("letter_page.no_page", service=WARD) in {
            one.text() for one in page.view.paper.findChildren(Words) if one.isVisible()
        }
        assert page.view.paper.findChildren(Placeholder)
        assert not page.view.bar.saves.isEnabled()
        assert page.view.bar.saves.toolTip() == say("letter_page.no_page", service=WARD)
        assert bars(drive) == [say("letter_page.consent_missing", service=WARD, items="")]
        drive.tab_to(say("letter_page.ask_first"))
        drive.press("Space")
        drive.rest()
        place = drive.page.place
        assert (place.page, place.case, place.subject) == (
            "consent",
            made.case,
            made.services[WARD],
        )


def test_the_kind_of_agreement_stands_under_the_service(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        state = drive.page.view.order._state
        assert state.text() == say("letter_page.agreed_on", date="10 March")
        drive.page.view.order.to.setFocus()
        drive.press("Down", "Down", "Down")
        assert state.text() == say("letter_page.not_agreed")


def test_typed_words_that_tell_too_much_are_pointed_out_and_too_many_stop_the_letter(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        order = drive.page.view.order
        order.asked.setPlainText("CANARY-ACCOUNT, call +000 55 1234567")
        drive.until(order._cautions.isVisible)
        assert say("letter_page.caution.phone") in order._cautions.text()
        assert say("letter_page.caution.held_back") in order._cautions.text()
        order.asked.setPlainText("x" * 303)
        assert drive.page.view.bar.saves.toolTip() == texts.plural("letter_page.too_long", 3)
        assert order.asked.toPlainText() == "x" * 303
        order.asked.setPlainText("Soon.")
        drive.until(drive.page.view.bar.saves.isEnabled)


def test_a_sign_that_no_font_has_is_named_with_its_field_and_what_was_typed_stays(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        wait_for_page(drive)
        order = drive.page.view.order
        order.asked.setPlainText("Soon \u4e2d")
        wanted = say(
            "error.missing_glyph_in",
            characters="U+4E2D CJK UNIFIED IDEOGRAPH-4E2D",
            fields=say("letter_page.asked"),
        )
        drive.until(lambda: wanted in seen_instead(drive))
        assert order.words() == "Soon \u4e2d"
        order.asked.setPlainText("Soon")
        wait_for_page(drive)


def seen_instead(drive):
    paper = drive.page.view.paper
    return {
        one.text() for part in paper.findChildren(Placeholder) for one in part.findChildren(Words)
    }


def test_what_a_letter_cannot_do_without_is_not_taken_out_and_says_so(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        pane = SeenPane()
        seen = Preview((Told("age_group", "Adult"),), ())
        pane.show_draft(LetterDraft(seen, frozenset({"age_group"})), CLINIC)
        tick = pane.ticks["age_group"]
        assert tick.isChecked()
        assert not tick.isEnabled()
        assert tick.accessibleDescription() == say("letter_page.must")
        pane.deleteLater()


def test_what_was_chosen_is_there_again_after_a_look_elsewhere(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        drive.page.view.order.asked.setPlainText(ASKED)
        drive.page.view.seen.ticks["own_phone"].setChecked(False)
        drive.go("cases")
        made.begin(drive)
        assert drive.page.view.order.asked.toPlainText() == ASKED
        assert not drive.page.view.seen.ticks["own_phone"].isChecked()
        assert "7654321" not in spoken(drive.page.view.paper.pdf()).replace(" ", "")


def test_discreet_mode_covers_what_is_told_until_the_key_is_held(made) -> None:
    with made.open(discreet=True) as drive:
        made.begin(drive)
        page = drive.page
        assert page.view.paper.pdf() == b""
        names = {say(f"item.{item}") for item in page.view.seen.ticks}
        assert not names & {tick.text() for tick in page.view.seen.ticks.values()}
        assert drive.unseen(say("item.account"))
        page.reveal(on=True)
        wait_for_page(drive)
        assert names == {tick.text().replace("&&", "&") for tick in page.view.seen.ticks.values()}
        assert page.view.paper.pdf()
        page.reveal(on=False)
        assert page.view.paper.pdf() == b""


def test_consent_taken_back_meanwhile_takes_the_page_away(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        withdraw = drive.office.grants.withdraw
        done = drive.asked(lambda: withdraw(made.case, Purpose.REFERRAL, CLINIC))
        drive.window.jobs.changed.emit(done.change)
        drive.until(
            lambda: not drive.page.view.bar.saves.isEnabled() and not drive.page.view.paper.pdf()
        )


# --- the ways out


def test_a_folder_that_is_gone_is_no_reason_to_issue_again(made, tmp_path) -> None:
    gone, folder = tmp_path / "gone", tmp_path / "open"
    gone.mkdir()
    folder.mkdir()
    with made.open() as drive:
        made.begin(drive)
        words = drive.page.view.protection.passphrase()
        drive.press("Ctrl+Return")
        drive.until(lambda: dialogs(drive, QFileDialog))
        dialogs(drive, QFileDialog)[0].fileSelected.emit(str(gone))
        gone.rmdir()
        dialogs(drive, QFileDialog)[0].close()
        drive.until(lambda: bars(drive))
        (line,) = drive.asked(drive.office.letters.register)
        assert bars(drive) == [say("letter_page.not_saved", number=line.number)]
        drive.tab_to(say("letter_page.other_folder"))
        drive.press("Space")
        choose(drive, folder)
        drive.until(lambda: list(folder.glob("*.pdf")) and words in bars(drive)[0])
        assert drive.asked(drive.office.letters.register) == [line]
    (path,) = folder.glob("*.pdf")
    assert line.number in spoken(path.read_bytes(), words)


def test_a_letter_is_written_whole_or_not_at_all(tmp_path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            write_letter(tmp_path, "2345678", bytes(100))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []
    path = write_letter(tmp_path, "2345678", b"pdf")
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"pdf"


def test_without_a_passphrase_the_file_opens_for_everybody_and_that_is_said(made, tmp_path) -> None:
    with made.open() as drive:
        made.begin(drive)
        drive.page.view.protection.tick.setFocus()
        drive.press("Space")
        assert drive.seen(say("letter_page.unprotected"))
        drive.tab_to(say("own.secret"))
        drive.type(WORDS)
        drive.press("Ctrl+Return")
        choose(drive, tmp_path)
        drive.until(lambda: list(tmp_path.glob("letter-*.pdf")))
        drive.rest()
        assert bars(drive) == []
        assert drive.page.view.protection.own.text() == ""
    (path,) = tmp_path.glob("letter-*.pdf")
    assert "CANARY-NAME" in spoken(path.read_bytes())


def test_who_took_an_open_laptop_has_no_letter_in_a_file_that_anybody_reads(made, tmp_path) -> None:
    with made.open() as drive:
        made.begin(drive)
        protection = drive.page.view.protection
        protection.tick.setFocus()
        drive.press("Space", "Ctrl+Return")
        assert drive.seen(say("field.missing"))
        assert protection.own.secret.hasFocus()
        assert not dialogs(drive, QFileDialog)

        drive.type("a passphrase of somebody else")
        drive.press("Return")
        choose(drive, tmp_path)
        assert drive.seen(say("own.wrong"))
        drive.rest()

        assert drive.asked(drive.office.letters.register) == []
        assert protection.own.secret.hasFocus()
        drive.press("Shift+Tab")
        protection.tick.setFocus()
        drive.press("Space")
        assert not protection.own.isVisible()
        assert not drive.stands(say("own.wrong"))
    assert list(tmp_path.rglob("letter-*")) == []


@pytest.mark.parametrize("key", ["Ctrl+Return", "Ctrl+P"])
def test_hide_works_over_the_dialogs_of_a_letter_and_nothing_is_issued(made, key) -> None:
    with made.open() as drive:
        made.begin(drive)
        kind = QFileDialog if key == "Ctrl+Return" else PrinterDialog
        drive.press(key)
        drive.until(lambda: dialogs(drive, kind))
        drive.press("F9")
        assert isinstance(drive.window._stack.currentWidget(), Cover)
        assert not dialogs(drive, kind)
        drive.until(lambda: drive.left == ["hide"])
    with made.open() as drive:
        assert drive.asked(drive.office.letters.register) == []


@pytest.mark.skipif(LACKING, reason="no printing system is installed here")
def test_printing_issues_a_plain_letter_and_paints_its_pages(made, monkeypatch) -> None:
    with queue_here(monkeypatch) as queue, made.open() as drive:
        made.begin(drive)
        drive.press("Ctrl+P")
        print_there(drive)
        drive.until(drive.window.workspace.undo.isVisible)
        drive.until(queue.printed)
        (line,) = drive.asked(drive.office.letters.register)
        assert not line.protected
        assert drive.seen(line.number)
        (page,) = pictures(queue.printed(), 50)
    ink = sum(page.pixelColor(x, y).lightness() < 128 for x in range(0, page.width(), 2)
              for y in range(0, page.height(), 2))  # fmt: skip
    assert ink > 100


@pytest.mark.skipif(LACKING, reason="no printing system is installed here")
def test_a_printer_that_takes_nothing_is_told_of_and_offered_again(made, monkeypatch) -> None:
    with queue_here(monkeypatch) as queue, made.open() as drive:
        made.begin(drive)
        with no_place_for_pages(monkeypatch):
            drive.press("Ctrl+P")
            print_there(drive)
            drive.until(lambda: bars(drive))
        (line,) = drive.asked(drive.office.letters.register)
        (said,) = bars(drive)
        assert said == say("letter_page.not_printed", number=isolate(line.number))
        drive.tab_to(say("letter_page.print_again"))
        drive.press("Space")
        print_there(drive)
        drive.until(queue.printed)
        assert drive.asked(drive.office.letters.register) == [line]


# --- the register


def test_the_register_opens_the_case_of_a_letter(made) -> None:
    with made.open() as drive:
        order = Order(made.case, CLINIC)
        issued = drive.asked(lambda: drive.office.letters.issue(order))
        drive.go("letters")
        rows, table = drive.page.rows, drive.page.table
        said = [rows.data(rows.index(0, at), Qt.ItemDataRole.AccessibleTextRole) for at in range(6)]
        assert issued.number in said[0]
        assert made.case in said[1]
        assert said[2:] == [CLINIC, "10 March", "Referral letter", "Ended on 9 April"]
        assert drive.focus() is table
        drive.press("Return")
        drive.rest()
        assert drive.page.place[:2] == ("case", made.case)


def test_an_empty_register_says_so_and_a_supervisor_sees_days_until_she_opens_it(
    made, template
) -> None:
    with made.open() as drive:
        drive.go("letters")
        assert drive.seen(say("letters.none"))
        order = Order(made.case, CLINIC)
        drive.asked(lambda: drive.office.letters.issue(order))
    with made.open(worker=template.supervisor) as drive:
        drive.go("letters")
        rows = drive.page.rows
        said = [rows.data(rows.index(0, at), Qt.ItemDataRole.AccessibleTextRole) for at in range(6)]
        assert said[1:] == [*[say("letters.masked")] * 2, "10 March", said[1], "Ended on 9 April"]
        drive.press("Return")
        assert drive.seen(say("letters.masked_why"))
        assert drive.page.place.page == "letters"
        drive.asked(lambda: drive.office.glass.open(made.case, Why.DANGER))
        drive.go("today")
        drive.go("letters")
        assert [one.case_code for one in drive.page.rows.lines] == [made.case]
    with made.open(worker=template.colleague) as drive:
        drive.go("letters")
        assert drive.page.rows.lines == []


def test_nothing_of_a_letter_stands_in_the_title_or_in_names_of_objects(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        drive.page.view.order.asked.setPlainText(ASKED)
        names = [one.objectName() for one in QApplication.allWidgets()]
        for secret in (made.case, ASKED, CLINIC, "CANARY"):
            assert secret not in drive.window.windowTitle()
            assert not [name for name in names if secret in name]


# --- what was begun comes back


def test_a_letter_that_was_begun_is_there_again_after_hiding(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        drive.tab_to(say("item.own_phone"))
        drive.press("Space")
        drive.page.view.order.asked.setFocus()
        drive.type(ASKED)
        drive.press("Left", "Left")
        wait_for_page(drive)
        wanted, secret = drive.page.view.wanted(), drive.page.view.protection.passphrase()
        drive.press("F9")
        drive.until(lambda: drive.left)
    with made.open() as drive:
        drive.until(lambda: drive.page.view is not None)
        assert drive.page.view.wanted() == wanted
        assert drive.page.view.order.words() == ASKED
        assert drive.page.view.protection.passphrase() != secret
        # Whoever types on goes on with the sentence, and sends the letter to nobody else.
        asked = drive.page.view.order.asked
        assert drive.focus() is asked
        assert asked.textCursor().position() == len(ASKED) - 2


def test_after_hiding_an_arrow_chooses_nobody_else_to_write_to(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        drive.page.view.order.language.setFocus()
        drive.press("F9")
        drive.until(lambda: drive.left)
    with made.open() as drive:
        drive.until(lambda: drive.page.view is not None)
        assert drive.focus() is drive.page.view.order.language


def test_words_are_kept_while_one_types_and_too_many_of_them_too(made) -> None:
    too_many = "x" * 303
    with made.open() as drive:
        made.begin(drive)
        begun = drive.office.letters.begun
        drive.page.view.order.asked.setPlainText(too_many)
        # Nobody leaves the page.
        drive.until(lambda: (one := drive.asked(lambda: begun.of(made.case))) and one.asked)
        drive.go("today")
        drive.go("letter", made.case)
        drive.until(lambda: drive.page.view is not None)
        assert drive.page.view.order.asked.toPlainText() == too_many
        assert drive.seen(texts.plural("letter_page.too_long", 3))
        drive.page.view.order.asked.setPlainText(ASKED)
        drive.until(drive.page.view.bar.saves.isEnabled)


def test_words_are_kept_also_while_somebody_types_without_a_pause(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        begun = drive.office.letters.begun
        drive.page.view.order.asked.setFocus()

        def is_kept():
            # Letters go on coming: those before them are there all the same.
            drive.type("x")
            kept = drive.asked(lambda: begun.of(made.case))
            return kept is not None and kept.asked

        drive.until(is_kept)


def test_looking_at_a_letter_or_sending_it_keeps_nothing_begun(made, tmp_path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with made.open() as drive:
        made.begin(drive)
        drive.go("today")
        begun = drive.office.letters.begun
        assert drive.asked(lambda: begun.of(made.case)) is None
        made.begin(drive)
        drive.page.view.order.asked.setFocus()
        drive.type(ASKED)
        wait_for_page(drive)
        drive.go("today")
        assert drive.asked(lambda: begun.of(made.case)).asked == ASKED
        made.begin(drive)
        save_into(drive, folder)
        drive.go("today")
        assert drive.asked(lambda: begun.of(made.case)) is None


def test_typed_words_are_looked_through_in_the_language_of_the_letter_and_let_go_on(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        order = drive.page.view.order
        order.language.setCurrentIndex(order.language.findData("ar"))
        wait_for_page(drive)
        order.asked.setPlainText("\u0645\u0648\u0639\u062f \u0641\u064a 3 \u0634\u0628\u0627\u0637")
        drive.until(order._cautions.isVisible)
        assert order._cautions.text() == say("letter_page.caution.day")
        order.asked.setPlainText("She is pregnant.")
        drive.until(lambda: order._cautions.text() == say("letter_page.caution.topic.pregnancy"))
        assert order.asked.accessibleDescription() == order._cautions.text()
        wait_for_page(drive)
        assert drive.page.view.bar.saves.isEnabled()
