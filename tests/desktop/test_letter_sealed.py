"""In the window a letter is sealed to a service's key where it has one, by keyboard and aloud."""

from __future__ import annotations

import pyrage
import pytest
from letter_window import CLINIC, Prepared, bars, choose, say, wait_for_page
from make import Clock, Desks
from walking import from_edge

from casework.referrals.issuing import Companion
from desktop.look import look

IDENTITY = pyrage.x25519.Identity.generate()
HOUSE = "Example House"


class Keyed(Prepared):
    """A case that agreed to two services, one of them with a key."""

    def __init__(self, template, home) -> None:
        desks = Desks(template, home, Clock())
        self.home, self.clock, self.template = home, desks.clock, template
        entry = {"name": HOUSE, "kind": "health", "sealing_key": str(IDENTITY.to_public())}
        desks.office().answers.record(None, "service", entry, "en")
        self.case = desks.visit()
        for service in (CLINIC, HOUSE):
            desks.agree(self.case, service)
        self.services = desks.services()
        desks.close()


@pytest.fixture
def made(template, tmp_path):
    return Keyed(template, tmp_path / "home")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_letter_is_sealed_by_keyboard_and_no_words_are_told(made, tmp_path, language) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with made.open(language=language) as drive:
        made.begin(drive, HOUSE)
        protection = drive.page.view.protection
        drive.tab_to(say("letter_page.seal"))
        drive.press("Space")
        assert protection.seals()
        assert not protection.tick.isVisible()
        assert not protection.words.isVisible()
        assert drive.seen(say("letter_page.sealed"))
        wait_for_page(drive)
        drive.press("Ctrl+Return")
        choose(drive, folder)
        drive.until(lambda: list(folder.glob("*.age")))
        drive.until(drive.page.view.bar.saves.isEnabled)
        (line,) = drive.asked(drive.office.letters.register)
        assert line.sealed
        assert bars(drive) == []
    (path,) = folder.iterdir()
    assert path.name == f"letter-{line.number}.pdf.age"
    assert path.stat().st_mode & 0o777 == 0o600
    assert pyrage.decrypt(path.read_bytes(), [IDENTITY]).startswith(b"%PDF")


def test_no_key_is_offered_where_a_service_has_none(made) -> None:
    with made.open() as drive:
        made.begin(drive, HOUSE)
        protection = drive.page.view.protection
        protection.seal.setChecked(True)
        to = drive.page.view.order.to
        to.setCurrentIndex(to.findData(made.services[CLINIC]))
        wait_for_page(drive)
        assert not protection.seal.isVisible()
        assert not protection.seals()
        assert protection.passphrase()
        assert protection.words.isVisible()
        to.setCurrentIndex(to.findData(made.services[HOUSE]))
        wait_for_page(drive)
        assert protection.seal.isVisible()
        assert not protection.seals()


def test_her_own_copy_is_not_sealed_to_somebody_else(made, tmp_path) -> None:
    with made.open() as drive:
        made.begin(drive, HOUSE)
        drive.page.view.protection.seal.setChecked(True)
        drive.tab_to(say(f"letter_page.also.{Companion.OWN_COPY.value}"))
        drive.press("Space")
        wait_for_page(drive)
        drive.press("Ctrl+Return")
        choose(drive, tmp_path)
        drive.until(lambda: bars(drive))
        assert bars(drive) == [say("error.seal_own_copy", service=HOUSE)]
        assert drive.asked(drive.office.letters.register) == []
    assert list(tmp_path.glob("letter*")) == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_offer_is_read_whole_at_any_size(made, scale) -> None:
    with made.open(scale=scale) as drive:
        made.begin(drive, HOUSE)
        protection = drive.page.view.protection
        assert protection.seal.isVisible()
        order, top = drive.page.view.order, drive.window.workspace.top
        assert scale == 1.0 or from_edge(order.to) == from_edge(top.hide_button)
        assert protection.seal.height() >= protection.seal.sizeHint().height()
        assert protection.seal.width() >= min(protection.seal.sizeHint().width(), look().px(80))


def test_a_key_is_shown_in_parts_that_are_compared_by_telephone(made) -> None:
    key = str(IDENTITY.to_public())
    with made.open(scale=1.5, language="ar") as drive:
        drive.go("service", "", made.services[HOUSE])
        assert drive.seen(" ".join(key[at : at + 8] for at in range(0, len(key), 8)))
