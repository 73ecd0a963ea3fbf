"""Both registers as pages: what is over what, how little an empty one says, what is done next."""

from __future__ import annotations

import pytest
from drive import open_window
from edging import top_and_bottom
from make import Clock, Desks

import texts
from casework.registers.outside_request import Answer, Asked, Given
from desktop.clock import now
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.look.tokens import space
from desktop.parts.buttons import Button
from desktop.parts.messages import Placeholder
from desktop.parts.words import Words

REGISTERS = ("requests", "breaches")


@pytest.fixture
def filled(template, tmp_path):
    """Return a folder with a request that waits, one that is answered, and their window."""
    desks = Desks(template, tmp_path / "home", Clock(now()))
    register = desks.office(template.supervisor).requests
    on = now().date()
    for asker in ("court", "police"):
        register.note(Asked(on, asker, "EXASKED", "", in_writing=True))
    register.answer(register.all()[0].request.id, Given(Answer.REFUSED))
    desks.close()
    with open_window(
        template, tmp_path / "home", clock=Clock(now()), worker=template.supervisor
    ) as drive:
        drive.window.resize(1366, 768)
        drive.go("requests")
        drive.rest(6)
        yield drive


def test_a_heading_of_a_register_stands_nearer_to_what_it_is_over(filled):
    page, window = filled.page, filled.window
    heads = [one for one in page.findChildren(Words) if one.role == "h2" and one.isVisible()]
    assert [one.text() for one in heads] == [
        texts.say(f"requests.{kind}") for kind in ("open", "over")
    ]
    above, below = (top_and_bottom(one, window) for one in page.cards.values())
    said = heads[1].contentsRect()
    begins = top_and_bottom(heads[1], window)[0] + said.top()
    assert begins - above[1] == look().px(space("group_to_group"))
    assert below[0] - (begins + said.height()) == look().px(space("card_gap"))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", REGISTERS)
def test_an_empty_register_is_one_card_that_says_so(template, tmp_path, name, language):
    settings, worker = Settings(language=language), template.caseworker
    with open_window(template, tmp_path / "home", settings=settings, worker=worker) as drive:
        drive.go(name)
        drive.rest(6)
        (nothing,) = drive.page.findChildren(Placeholder)
        assert nothing.parentWidget().property("role") == "card"
        assert drive.stands(texts.say(f"{name}.open_none"))
        assert not [one for one in drive.page.findChildren(Words) if one.role == "h2"]


def mains(page):
    """Return what the filled buttons of a page say."""
    return [one.text() for one in page.findChildren(Button) if one.is_main() and one.isVisible()]


@pytest.mark.parametrize("name", REGISTERS)
def test_writing_down_is_the_main_button_until_there_is_something_to_keep(template, tmp_path, name):
    with open_window(template, tmp_path / "home", worker=template.caseworker) as drive:
        drive.go(name)
        drive.rest(6)
        add = texts.say(f"{name}.add")
        assert mains(drive.page) == [add]
        wide = drive.page.add.sizeHint()
        drive.press("Ctrl+Return")
        drive.until(lambda: drive.page.writing.panel is not None)
        assert mains(drive.page) == [texts.say("registers.keep")]
        drive.press("Escape")
        drive.until(lambda: drive.page.writing.panel is None)
        assert mains(drive.page) == [add]
        assert drive.page.add.sizeHint() == wide
        assert drive.focus() is drive.page.add


def test_breaches_are_reached_from_the_letters_at_once(template, tmp_path):
    with open_window(template, tmp_path / "home", worker=template.caseworker) as drive:
        drive.go("letters")
        drive.rest()
        drive.tab_to(texts.say("breaches.title"))
        drive.press("Return")
        drive.until(lambda: drive.page.place.page == "breaches")
