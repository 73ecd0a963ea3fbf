"""Whatever a letter holds back, and whatever stops it, is said in words, in each language."""

from __future__ import annotations

import pytest
from drive import open_window
from make import Clock, Desks

import texts
from casework.consent.grant import Pause
from casework.disclosure import Reason
from casework.keeping.erasure import Basis
from desktop.pages.letters.words import held_words
from desktop.parts.messages import MessageBar
from desktop.parts.words import Words

CLINIC = "Example Clinic A"
# What `disclose` may answer when nothing can go; a decision is carried out on a page of its own.
MISSING = (
    *("consent_missing", "consent_not_yet", "consent_suspended", "consent_expired"),
    *("must_not_covered", "case_to_be_erased"),
)


@pytest.fixture(params=sorted(texts.languages()))
def language(request):
    texts.use(request.param)
    yield request.param
    texts.use("en")


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_to_hold_something_back_has_its_sentence(language, reason):
    words = held_words(reason)
    assert len(words.split()) > 2, (language, words)
    assert texts.say(f"reason.{reason.value}", language=language)


def test_different_reasons_are_not_told_in_the_same_words(language):
    said = {reason: held_words(reason) for reason in Reason}
    assert len(set(said.values())) == len(said), language


@pytest.mark.parametrize("code", MISSING)
def test_what_stops_a_whole_letter_has_its_sentence(language, code):
    said = texts.say(f"letter_page.{code}", language=language, service="EX-1", items="EX-2")
    assert "EX-2" in said if code == "must_not_covered" else "EX-1" in said


def test_a_letter_of_paused_consent_says_that_it_is_paused(template, tmp_path):
    desks = Desks(template, tmp_path / "home", Clock())
    case = desks.visit()
    desks.agree(case)
    service = desks.services()[CLINIC]
    desks.office().suspensions.suspend(case, Pause.CAPACITY_DOUBT)
    desks.close()
    with open_window(template, tmp_path / "home", clock=desks.clock) as drive:
        drive.go("letter", case, service)
        drive.until(lambda: drive.page.view is not None and drive.page.view.draft is not None)
        drive.rest()
        said = [bar.findChild(Words).text() for bar in drive.page.findChildren(MessageBar)]
        assert texts.say("letter_page.consent_suspended", service=CLINIC, items="") in said
        assert not drive.page.view.bar.saves.isEnabled()


def test_a_letter_of_a_case_that_is_to_be_erased_offers_no_way_to_ask_her(template, tmp_path):
    desks = Desks(template, tmp_path / "home", Clock())
    case = desks.visit()
    desks.agree(case)
    service = desks.services()[CLINIC]
    desks.office().erasures.request(case, Basis.HER_WISH)
    desks.close()
    with open_window(template, tmp_path / "home", clock=desks.clock) as drive:
        drive.go("letter", case, service)
        drive.until(lambda: drive.page.view is not None and drive.page.view.draft is not None)
        drive.rest()
        wanted = texts.say("letter_page.case_to_be_erased", service=CLINIC)
        (bar,) = (
            bar
            for bar in drive.page.findChildren(MessageBar)
            if bar.findChild(Words).text() == wanted
        )
        assert bar.button is None
        assert not drive.page.view.bar.saves.isEnabled()
