"""Whoever looks after the team names a server in the window, and lets it go, by keyboard."""

from __future__ import annotations

from threading import Event

import pytest
from laptop_pair import Office, shows
from lines import leads, listening, syncs
from make import WORDS
from walking import complaints

import texts
from casework.keeping.exchange import ExchangeState
from casework.team.worker import Role
from desktop.exchange.given import Naming
from desktop.exchange.words import address_words, pin_words
from desktop.frame.settings import Settings
from sync.line import summed
from sync.line.calls import Calls
from sync.sealed import snapshots


@pytest.fixture
def office(template, tmp_path):
    return Office.begun(template, tmp_path)


@pytest.fixture
def server(tmp_path):
    with listening(tmp_path / "server") as made:
        yield made


def names(drive, address, invite="", own=WORDS):
    """Say by keyboard where the server is."""
    form = drive.page.server.form
    if not form.isVisible():
        drive.tab_to(texts.say("devices.server_name"))
        drive.press("Space")
    secret = form.own.secret
    for line, words in ((form.address, address), (form.invite, invite), (secret, own)):
        line.setFocus()
        line.selectAll()
        drive.press("Backspace")
        drive.type(words)
        assert line.text() == words
        drive.press("Tab")
    drive.tab_to(texts.say("devices.server_go"))
    drive.press("Return")
    drive.until(lambda: not drive.window.jobs.errand.is_on)


def test_a_server_is_named_exchanged_over_and_let_go_by_keyboard(office, server) -> None:
    with office.here() as drive:
        page = shows(drive)
        assert page.server.isVisible()
        assert not page.ways.sync.go.isEnabled()
        names(drive, server.address, server.invite())
        assert drive.seen(texts.say("devices.server_led"))
        assert drive.seen(texts.say("server.is", where=address_words(server.address)))
        assert not page.server.form.isVisible()
        drive.tab_to(texts.say("sync.way.sync_do"))
        drive.press("Space")
        drive.until(lambda: not drive.window.jobs.errand.is_on)
        assert drive.seen(texts.say("sync.nothing_new"))
        # It goes in two steps, and Escape is the safe answer.
        end = drive.tab_to(texts.say("devices.server_end"))
        drive.press("Space")
        assert drive.seen(texts.say("devices.server_end_means"))
        assert drive.focus().text() == texts.say("sure.leave_it")
        drive.press("Escape")
        assert drive.focus() is end
        assert not drive.stands(texts.say("devices.server_end_means"))
        drive.press("Space")
        page.server.sure.own.secret.setFocus()
        drive.type(WORDS)
        drive.tab_to(texts.say("devices.server_end_yes"))
        drive.press("Space")
        assert drive.seen(texts.say("server.ended"))
        assert page.server.sure.isHidden()
        drive.rest(6)
        assert drive.seen(texts.say("sync.no_server"))
        assert not page.server.end.isVisible()
        assert not page.ways.sync.go.isEnabled()


def test_that_another_laptop_holds_something_else_is_said_in_the_window_too(
    template, tmp_path, server, monkeypatch
) -> None:
    """The verb said so; in the window nobody ever heard of it."""
    office = Office.begun(template, tmp_path, Role.SUPERVISOR)
    first = office.first
    leads(first.post, server)
    syncs(first.post)
    office.second.takes(first.writes())
    first.agrees(first.case())
    syncs(first.post)
    with office.second.post() as post:
        syncs(post)
    monkeypatch.setattr(summed, "MANY", 1)
    # Whoever sums it up has something else than all others, and vouches for it.
    monkeypatch.setattr(snapshots, "root_of", lambda _digests: bytes(32))
    first.agrees(first.case())
    syncs(first.post)
    with office.there() as drive:
        shows(drive).ways.exchange()
        assert drive.seen(texts.say("bundle.differs"))


def test_what_is_refused_is_said_at_its_field_and_nothing_changes(office, server) -> None:
    with office.here() as drive:
        page = shows(drive)
        names(drive, "")
        assert drive.seen(texts.say("field.missing"))
        for address, invite, code in (
            ("not an address", "", "line_address"),
            ("http://sync.example.org", "", "line_open"),
            ("http://127.0.0.1:1", "", "line_unreachable"),
            (server.address, "", "line_unknown"),
            (server.address, "EX-NO", "line_invite"),
        ):
            names(drive, address, invite)
            assert drive.seen(texts.say(f"error.{code}"))
            # What was typed is kept, to be mended.
            assert page.server.form.address.text() == address
        assert drive.focus() is page.server.form.invite
        drive.press("Escape")
        assert drive.focus() is page.server.name
        drive.rest(6)
        assert drive.seen(texts.say("sync.no_server"))


def test_asking_a_server_is_stopped_at_any_point_and_one_stays_where_one_was(
    office, server, monkeypatch
) -> None:
    asked, real = Event(), Calls.ask

    def slow(self, *what, **how):
        asked.set()
        while not self._stopped():
            Event().wait(0.01)
        return real(self, *what, **how)

    monkeypatch.setattr(Calls, "ask", slow)
    with office.here() as drive:
        page, errand = shows(drive), drive.window.jobs.errand
        page.server.form.named.emit(Naming(WORDS, server.address, server.invite()))
        drive.until(asked.is_set)
        assert page.server.stop.isVisible()
        assert not page.ways.write.go.isEnabled()
        page.server.stop.click()
        drive.until(lambda: not errand.is_on)
        assert drive.seen(texts.say("devices.server_stopped"))
        assert drive.seen(texts.say("sync.no_server"))
        assert page.ways.write.go.isEnabled()


def test_others_see_where_it_is_and_say_nothing_about_it(office, server) -> None:
    leads(office.first.post, server)
    office.second.takes(office.first.writes())
    with office.there() as drive:
        page = shows(drive)
        assert drive.seen(texts.say("server.is", where=address_words(server.address)))
        assert not page.server.name.isVisible()
        assert not page.server.end.isVisible()
        assert not page.server.settle.isVisible()
        page.server.show_state(
            ExchangeState(is_alone=False, server=server.address, server_alarms=("rolled_back",))
        )
        assert not page.server.settle.isVisible()


@pytest.mark.parametrize(
    ("alarms", "why"),
    [
        (("rolled_back",), "devices.server_settle_why"),
        # It stands at another laptop alone, perhaps of somebody who may settle nothing.
        ((), "devices.server_settle_far"),
    ],
)
def test_what_a_server_showed_is_let_count_by_whoever_may(office, server, alarms, why) -> None:
    leads(office.first.post, server)
    with office.here() as drive:
        page = shows(drive)
        page.server.show_state(ExchangeState(is_alone=False, may_change=True))
        assert not page.server.settle.isVisible()
        page.server.show_state(
            ExchangeState(
                is_alone=False, may_change=True, server=server.address, server_alarms=alarms
            )
        )
        assert drive.seen(texts.say(why))
        page.server.settle.click()
        assert drive.seen(texts.say("devices.server_settle_means"))
        page.server.sure.own.secret.setText(WORDS)
        page.server.sure.yes.click()
        assert drive.seen(texts.say("server.settled"))


def test_no_server_is_named_where_a_laptop_was_left_open(office, server) -> None:
    """Who took an open laptop led all others to a server of her own, and away from theirs."""
    with office.here() as drive:
        form = shows(drive).server.form
        written = drive.asked(drive.window.workbook.written)
        for typed, said in (("", "field.missing"), ("not the one", "own.wrong")):
            names(drive, server.address, server.invite(), typed)
            assert form.own.secret.accessibleDescription() == texts.say(said)
            assert drive.focus() is form.own.secret
            assert (form.address.text(), form.own.text()) == (server.address, "")
        assert drive.asked(drive.window.workbook.written) == written
        # What is not done is forgotten.
        drive.type("EX-secret")
        drive.press("Escape")
        assert form.own.text() == ""
        drive.rest(6)
        assert drive.seen(texts.say("sync.no_server"))
        names(drive, server.address, server.invite())
        assert drive.seen(texts.say("devices.server_led"))


@pytest.mark.parametrize("what", ["end", "settle"])
def test_nothing_is_said_about_a_server_where_a_laptop_was_left_open(office, server, what) -> None:
    leads(office.first.post, server)
    with office.here() as drive:
        page = shows(drive)
        drive.until(page.server.end.isVisible)
        written = drive.asked(drive.window.workbook.written)
        getattr(page.server, what).click()
        own = page.server.sure.own.secret
        own.setFocus()
        for typed, said in (("", "field.missing"), ("not the one", "own.wrong")):
            drive.type(typed)
            drive.press("Return")
            drive.until(lambda said=said: own.accessibleDescription() == texts.say(said))
            assert drive.focus() is own
            assert own.text() == ""
        assert drive.asked(drive.window.workbook.written) == written
        assert drive.seen(texts.say("server.is", where=address_words(server.address)))
        drive.type(WORDS)
        drive.press("Return")
        assert drive.seen(texts.say(f"server.{what}{'ed' if what == 'end' else 'd'}"))
        assert drive.focus() is page.server.name


def test_the_key_is_told_in_groups_that_are_read_aloud() -> None:
    assert pin_words("abcd1234ef") == "abcd 1234 ef"
    assert pin_words("") == address_words("") == ""


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        (Settings(), (1366, 768)),
        (Settings(language="ar", scale=2.0, theme="dark"), (1024, 640)),
    ],
    ids=["usual", "arabic-large"],
)
def test_nothing_is_cut_or_nameless(office, server, settings, size) -> None:
    leads(office.first.post, server)
    with office.here(settings=settings) as drive:
        drive.window.resize(*size)
        page = shows(drive)
        page.server.show_state(
            ExchangeState(
                is_alone=False,
                may_change=True,
                server=server.address,
                server_pin="ab12" * 16,
                server_alarms=("rolled_back",),
            )
        )
        page.server.name.click()
        drive.rest()
        assert complaints(drive.window) == []
        page.server.settle.click()
        drive.rest()
        assert complaints(drive.window) == []
