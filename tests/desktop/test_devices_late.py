"""What a removed laptop wrote: both answers look alike, and nothing is decided by itself."""

from __future__ import annotations

import pytest
from laptop_pair import Office, shows
from walking import complaints

import texts
from casework.team.worker import Role
from desktop.exchange.acts import take_in, written_late
from desktop.frame.settings import Settings
from desktop.parts.buttons import Button
from desktop.saying.words import Refused


@pytest.fixture
def office(template, tmp_path):
    made = Office.begun(template, tmp_path, Role.SUPERVISOR)
    made.writes_late(2)
    return made


def tasks(drive, office):
    """Return the tasks of the case, as whoever looks after the team sees them."""
    found = drive.asked(lambda: drive.office.overview.of(office.code).tasks)
    return {one.title for one in found if one.title.startswith("EX task")}


def name(answer):
    return texts.say(f"late.{answer}_name", laptop=texts.say("devices.of", people="Caseworker 8"))


def test_both_answers_look_alike_and_none_is_given_by_itself(office) -> None:
    with office.here() as drive:
        page = shows(drive)
        drive.until(page.late.isVisible)
        take, leave = page.late.buttons
        assert take.property("role") == leave.property("role")
        assert take.height() == leave.height()
        assert drive.focus() not in page.late.buttons
        assert tasks(drive, office) == set()
        assert drive.window.workspace.top.exchange.text() in {"", texts.say("exchange.needs_you")}
        # To look is not to decide.
        drive.tab_to(name("take"))
        drive.press("Space")
        assert drive.seen(texts.say("late.take_means"))
        assert drive.focus().text() == texts.say("late.undecided")
        drive.press("Space")
        assert drive.focus() is take
        assert page.late.isVisible()
        assert tasks(drive, office) == set()


def decides(drive, what):
    """Decide about what came late, and say so once more."""
    drive.tab_to(name(what))
    drive.press("Space")
    laptop = texts.say("devices.of", people="Caseworker 8")
    drive.tab_to(texts.say(f"late.{what}_yes_name", laptop=laptop))
    drive.press("Space")


def test_what_is_taken_in_counts_here(office) -> None:
    with office.here() as drive:
        page = shows(drive)
        decides(drive, "take")
        assert drive.seen(texts.say("late.taken", n=2).split(":")[0])
        drive.rest(6)
        assert not [one for one in page.late.findChildren(Button) if one.isVisible()]
        assert tasks(drive, office) == {"EX task 0", "EX task 1"}


def test_what_is_left_aside_counts_for_nothing(office) -> None:
    with office.here() as drive:
        page = shows(drive)
        decides(drive, "leave")
        assert drive.seen(texts.say("late.left"))
        drive.rest(6)
        assert not [one for one in page.late.findChildren(Button) if one.isVisible()]
        assert tasks(drive, office) == set()
        chip = drive.window.workspace.top.exchange
        drive.until(lambda: chip.text() != texts.say("exchange.needs_you"))


def test_what_waits_for_what_never_came_says_so_and_can_only_be_left_aside(
    template, tmp_path
) -> None:
    """To take it in was offered, did nothing, and was offered again."""
    office = Office.begun(template, tmp_path, Role.SUPERVISOR)
    office.writes_late_behind_a_gap()
    with office.here() as drive:
        page = shows(drive)
        drive.until(page.late.isVisible)
        (leave,) = page.late.buttons
        assert leave.accessibleName() == name("leave")
        ((laptop, lacks),) = drive.asked(
            lambda: [(one.laptop.id, one.lacks) for one in written_late(drive.window.workbook)]
        )
        assert drive.seen(texts.say("late.lacks", number=lacks))
        with pytest.raises(Refused, match="late_lacks"):
            drive.asked(lambda: take_in(drive.window.workbook, laptop))
        assert complaints(drive.window) == []


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        (Settings(), (1366, 768)),
        (Settings(language="ar", scale=2.0, theme="dark"), (1024, 640)),
    ],
    ids=["usual", "arabic-large"],
)
def test_nothing_is_cut_or_nameless(office, settings, size) -> None:
    with office.here(settings=settings) as drive:
        drive.window.resize(*size)
        page = shows(drive)
        drive.until(page.late.isVisible)
        page.late.buttons[0].click()
        drive.rest()
        assert complaints(drive.window) == []
