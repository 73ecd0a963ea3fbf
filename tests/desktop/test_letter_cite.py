"""Naming law in a letter, by keyboard: what may stand there, what stays out, and why."""

from __future__ import annotations

import pytest
from letter_window import Prepared, save_into, wait_for_page
from reading import page_texts
from walking import settle

import texts
from casework.referrals.treaty import built_in
from casework.team.worker import Role, Worker
from desktop.parts.words import Words

DESK = "Example Legal Desk"
STEWARD = Worker("05" * 16, Role.DATA_STEWARD, "Steward 5")
PALERMO, CEDAW = built_in()["palermo"], built_in()["cedaw"]
HEADING = "Law to which we draw your attention"


def agree_to_a_lawyer(desks, case):
    """Let her agree to a claim of her own, after two laws were checked."""
    desks.office().answers.record(case, "episode", {"continuum": ["survival_sex"]}, "en")
    desks.agree(
        case,
        DESK,
        purpose="residence_or_status_claim",
        categories=["demographic", "contact", "needs", "exploitation_detail"],
        items=["name_used", "exploitation_history"],
    )
    for key in ("palermo", "cedaw"):
        desks.office(STEWARD).treaties.verify(key)


@pytest.fixture
def drive(template, tmp_path):
    made = Prepared(template, tmp_path / "home", agree_to_a_lawyer)
    with made.open() as drive:
        made.begin(drive, DESK)
        kind = drive.page.view.order.kind
        kind.setCurrentIndex(kind.findData("support"))
        drive.until(lambda: drive.page.view.draft.laws)
        wait_for_page(drive)
        yield drive


def choose(drive, key):
    """Choose a law in the list as a person does, by its place."""
    drop = drive.tab_to("Cite a law")
    drop.setCurrentIndex(drop.findData(key))
    drop.activated.emit(drop.currentIndex())
    settle(3)


def page(drive):
    wait_for_page(drive)
    shown = " ".join(page_texts(drive.page.view.paper.pdf()))
    return " ".join(shown.replace("\u00a0", " ").split())


def said(drive):
    return [one.text() for one in drive.page.view.order.cite.findChildren(Words)]


def test_a_law_that_is_chosen_stands_in_the_letter_until_it_is_taken_out(drive, tmp_path):
    assert HEADING not in page(drive)
    choose(drive, "palermo")
    assert PALERMO.summary in page(drive)
    tick = drive.tab_to(PALERMO.title)
    assert tick.isChecked()
    assert not drive.page.view.order.words()
    drive.press("Space")
    assert HEADING not in page(drive)
    assert drive.focus() is drive.page.view.order.cite.drop
    choose(drive, "palermo")
    wait_for_page(drive)
    words = drive.page.view.protection.passphrase()
    folder = tmp_path / "out"
    folder.mkdir()
    sent = " ".join(page_texts(save_into(drive, folder).read_bytes(), words))
    assert HEADING in sent


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("icescr", "No lawyer has checked it"),
        ("cedaw", "Its name tells what this letter does not: Sex and gender"),
    ],
)
def test_what_may_not_be_named_says_why_and_is_not_chosen(drive, key, why):
    choose(drive, key)
    cite = drive.page.view.order.cite
    assert why in cite.mark.text()
    assert cite.mark.isVisible()
    assert (cite.wanted(), cite.drop.code()) == ((), "")


def test_a_chosen_law_is_held_once_the_letter_no_longer_tells_what_it_tells(drive):
    choose(drive, "palermo")
    wait_for_page(drive)
    name = texts.say("item.exploitation_history")
    drive.tab_to(name)
    drive.press("Space")
    assert HEADING not in page(drive)
    view = drive.page.view
    assert view.order.cite.ticks == {}
    assert any("Its name tells what this letter does not" in words for words in said(drive))
    assert (view.wanted().laws, view.going().laws) == (("palermo",), ())
    drive.tab_to(name)
    drive.press("Space")
    assert HEADING in page(drive)
    assert view.going().laws == ("palermo",)


def test_the_list_says_what_stays_out(drive):
    drop = drive.page.view.order.cite.drop
    listed = {drop.itemData(at): drop.itemText(at) for at in range(1, drop.count())}
    assert listed["palermo"] == PALERMO.title
    assert listed["cedaw"] == f"{CEDAW.title} (stays out of this letter)"
    assert listed["crc"].endswith("(not checked: ask a lawyer first)")
    assert drop.accessibleName() == "Cite a law"
    assert drop.currentText() == "Choose…"


def test_other_kinds_of_letter_offer_no_law(drive):
    order = drive.page.view.order
    assert order.cite.isVisible()
    choose(drive, "palermo")
    order.kind.setCurrentIndex(order.kind.findData("referral"))
    settle(3)
    assert not order.cite.isVisible()
    assert drive.page.view.wanted().laws == ()
