"""What is made with a letter, by keyboard: shown after it, saved and printed with it, on record."""

from __future__ import annotations

import stat

import pytest
from letter_window import CLINIC, Prepared, bars, choose, say, wait_for_page
from print_queue import LACKING
from printing_by_key import print_there, queue_here
from reading import page_texts

from casework.referrals.issuing import Companion
from desktop.parts.paper_pictures import pictures
from desktop.parts.words import Words

OWN, COVER, REPLY = Companion


@pytest.fixture
def made(template, tmp_path):
    return Prepared(template, tmp_path / "home")


def tick(drive, *which):
    """Tick papers as somebody does who has no mouse."""
    for one in which:
        drive.tab_to(say(f"letter_page.also.{one.value}"))
        drive.press("Space")
    wait_for_page(drive)


def names(drive):
    return [sheet.accessibleName() for _, sheet in drive.page.view.paper._sheets]


def words(pdf, passphrase=None):
    return " ".join(page_texts(pdf, passphrase)).replace("\u00a0", " ")


def acts(drive):
    asked = (
        "select a.action, ifnull(l.number, a.reason) from audit_entry as a"
        " left join letter as l on l.id = unhex(a.reason) order by a.seq"
    )
    store = drive.window.workbook._store
    return drive.asked(lambda: store.connection.execute(asked).fetchall())


def test_nothing_is_made_that_was_not_ticked_and_what_is_stands_after_the_letter(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        assert names(drive) == ["Page 1 of 1"]
        tick(drive, OWN, REPLY)
        assert names(drive) == [
            "Page 1 of 1",
            "A copy for the person: page 1 of 1",
            "A page to answer on: page 1 of 1",
        ]
        paper = drive.page.view.paper
        heads = [head.text() for head, _ in paper._sheets if head.isVisible()]
        assert heads == ["A copy for the person", "A page to answer on"]
        assert paper._number.text() == "Page 1 of 1"
        paper.desk.verticalScrollBar().setValue(paper.desk.verticalScrollBar().maximum())
        assert paper._number.text() == "A page to answer on: page 1 of 1"
        tick(drive, OWN, REPLY)
        assert names(drive) == ["Page 1 of 1"]


def test_her_copy_follows_what_is_taken_out(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        tick(drive, OWN)
        (own,) = [one.pdf for _, one in drive.page.view.paper._last.beside]
        assert "CANARY-NAME" in words(own)
        drive.tab_to(say("item.name_used"))
        drive.press("Space")
        wait_for_page(drive)
        (own,) = [one.pdf for _, one in drive.page.view.paper._last.beside]
        assert "CANARY-NAME" not in words(own)


def test_what_is_saved_with_a_letter_is_as_protected_and_its_name_tells_nothing(
    made, tmp_path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with made.open() as drive:
        made.begin(drive)
        tick(drive, *Companion)
        passphrase = drive.page.view.protection.passphrase()
        drive.press("Ctrl+Return")
        choose(drive, folder)
        drive.until(lambda: len(list(folder.glob("*.pdf"))) == 4 and bars(drive))
        (line,) = drive.asked(drive.office.letters.register)
        number = line.number
        done = [line for line in acts(drive) if number in line]
        assert done == [("letter_issued", number), ("letter_beside", number)]
    found = {path.name: path for path in folder.iterdir()}
    assert set(found) == {f"letter-{number}{end}.pdf" for end in ("", "-2", "-3", "-4")}
    assert {stat.S_IMODE(path.stat().st_mode) for path in found.values()} == {0o600}
    own, cover, reply = (
        words(found[f"letter-{number}-{end}.pdf"].read_bytes(), passphrase) for end in (2, 3, 4)
    )
    assert "Your own copy" in own
    assert "CANARY-NAME" in own
    assert CLINIC in cover
    assert number in reply
    for text in (cover, reply):
        assert "CANARY" not in text
    for secret in ("CANARY-ACCOUNT", "CANARY-STAFF", made.case):
        assert secret not in own + cover + reply


@pytest.mark.skipif(LACKING, reason="no printing system is installed here")
def test_what_goes_with_a_letter_is_printed_after_it_on_sheets_of_its_own(made, monkeypatch):
    with queue_here(monkeypatch) as queue, made.open() as drive:
        made.begin(drive)
        tick(drive, OWN, COVER)
        drive.press("Ctrl+P")
        print_there(drive)
        drive.until(drive.window.workspace.undo.isVisible)
        drive.until(queue.printed)
        assert "sides=one-sided" in queue.how()
        (line,) = drive.asked(drive.office.letters.register)
        assert drive.seen(f"Letter {line.number} and what goes with it sent to the printer")
        assert len(pictures(queue.printed(), 30)) == 3


def test_what_was_ticked_is_ticked_again_after_a_look_elsewhere(made) -> None:
    with made.open() as drive:
        made.begin(drive)
        tick(drive, COVER)
        drive.go("cases")
        made.begin(drive)
        assert drive.page.view.wanted().beside == (COVER,)


def test_discreet_mode_covers_those_pages_too(made) -> None:
    with made.open(discreet=True) as drive:
        made.begin(drive)
        tick(drive, OWN)
        assert drive.page.view.paper._last.beside == ()
        drive.page.reveal(on=True)
        wait_for_page(drive)
        assert drive.page.view.paper._last.beside
        drive.page.reveal(on=False)
        assert drive.page.view.paper._last.beside == ()
        assert not [one for one in drive.page.findChildren(Words) if "CANARY" in one.text()]
