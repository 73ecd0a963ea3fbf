"""Two stories of consent by keyboard: a caregiver who is not safe, and a word taken back."""

from __future__ import annotations

import pytest
from make import START, WORDS
from reading import heard
from seated import saves_papers
from story import Worker, plain
from story import choice_words as choice

import texts
from casework.consent.grant import GrantState, Pause, Purpose
from casework.need_to_know import items

NAME, WHO, CLINIC = "Invented Child", "Supervisor 1", "Example Clinic A"


@pytest.fixture
def she(template, tmp_path):
    """Return a worker who has opened a workbook with some services in it."""
    worker = Worker(template.copy(tmp_path / "home"))
    worker.starts()
    worker.fills("unlock.name", WHO)
    worker.fills("unlock.passphrase", WORDS)
    worker.press("Return")
    worker.until(lambda: worker.window.workspace)
    worker.arrives("today")
    yield worker
    worker.ends()


def she_meets(she, born) -> str:
    """Record a first visit of somebody born in a year; return the code of the case."""
    she.press("Ctrl+N")
    she.is_asked("intake")
    she.chooses("limits_explained", "yes")
    she.goes_on_to("name_used")
    she.writes("name_used", NAME)
    she.goes_on_to("birth_precision")
    she.chooses("birth_precision", "year")
    she.writes("birth_year", str(born))
    she.finishes()
    she.arrives("case")
    return she.page.place.case


def she_opens_consent(she) -> None:
    she.press("Alt+3")
    she.arrives("consent")


def she_hears_a_yes_of(she, giver, **lines) -> None:
    """Record that somebody agrees to working together, beside the child or without an adult."""
    she.press("Return")
    she.picks("consent.who_gives", choice("consent_given_by", giver))
    for text_id, words in lines.items():
        name = f"consent.{text_id}"
        (she.picks if text_id in {"assent", "unsafe"} else she.fills)(name, words)
    she.pushes("consent.agrees")


def test_a_child_of_13_with_an_unsafe_caregiver(she) -> None:
    case = she_meets(she, START.year - 13)

    she_opens_consent(she)
    she_hears_a_yes_of(she, "caregiver", assent=choice("child_assent", "assents"))
    she.until(lambda: she.sees("consent.recorded_yes"))
    she.pushes("consent.done")
    assert state(she, case) is GrantState.ACTIVE

    she.pushes("consent.doubts")
    she.pushes("consent.pause.caregiver_unsafe")
    she.pushes("consent.suspend")
    she.until(lambda: she.sees("consent.suspend_done"))
    she.pushes("consent.done")
    assert state(she, case) is GrantState.SUSPENDED
    assert sheet(she, case).pauses == {Pause.CAREGIVER_UNSAFE}

    paused = {"topic": texts.say("consent.purpose.case_service")}
    she.goes_to("consent.chip", **paused, state=texts.say("consent.state.suspended"))
    she.press("Return")
    assert she.unseen(choice("consent_given_by", "caregiver"))
    she_hears_a_yes_of(she, "survivor_alone", exception="no adult is safe", second="Another Worker")
    she.until(lambda: she.sees("consent.recorded_yes"))
    assert state(she, case) is GrantState.ACTIVE
    assert sheet(she, case).line(Purpose.CASE_SERVICE).given_by == "survivor_alone"


def test_a_withdrawal_with_recall(she, tmp_path) -> None:
    case = she_meets(she, START.year - 25)
    she_opens_consent(she)
    she.press("Return")
    she.pushes("consent.agrees")
    she.until(lambda: she.sees("consent.recorded_yes"))
    she.pushes("consent.done")
    she_agrees_to_the_clinic(she)
    she_saves(she, tmp_path / "letters", "letter")

    number = line(she).number
    she.go("consent", case)
    she_takes_it_back(she, number)
    (path,) = she_saves(she, tmp_path / "notices", "")
    said = "\n".join(words for _, words in heard(path.read_bytes()))
    assert number in said
    for unsaid in (NAME, case, *(texts.say(f"item.{one}") for one in items())):
        assert plain(unsaid) not in said
    assert line(she).recalled
    assert line(she).notice_on is not None


def she_agrees_to_the_clinic(she) -> None:
    """Ask about one clinic of the directory, and about her name."""
    she.pushes("consent.add_service")
    she.type(CLINIC)
    she.press("Return")
    she.pushes("consent.told.name_used")
    she.pushes("consent.agrees")
    she.until(lambda: she.sees("consent.recorded_yes"))
    she.rest()


def she_takes_it_back(she, number) -> None:
    """Choose what can be done with the clinic; hear what follows, and then take it back."""
    topic = texts.say("consent.with.referral", recipient=CLINIC)
    she.goes_to("consent.chip_acts", topic=topic, state=texts.say("consent.state.active"))
    she.press("Space", "Down", "Down", "Return")
    she.until(lambda: she.named()[0] == texts.say("consent.keep_it"))
    assert number in " ".join(she.words())
    she.pushes("consent.withdraw_now")
    she.until(lambda: she.sees("consent.recall"))


def she_saves(she, folder, kind):
    """Save a letter or the notices into a folder typed into the dialog; return the files."""
    folder.mkdir()
    if kind:
        she.pushes("consent.to_letter")
        she.arrives("letter")
        she.until(lambda: she.may_push("letter_page.save"))
    saves_papers(she, folder, by="letter_page.save" if kind else "paper_out.save")
    return list(folder.glob("*.pdf"))


def sheet(she, case):
    return she.asked(lambda: she.office.grants.sheet(case))


def state(she, case):
    return sheet(she, case).line(Purpose.CASE_SERVICE).state


def line(she):
    (found,) = she.asked(she.office.letters.register)
    return found
