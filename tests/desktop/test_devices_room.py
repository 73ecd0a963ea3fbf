"""Two laptops in one room exchange from the window, by keyboard, and it stops at any point."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from laptop_pair import Office, shows
from make import VISIT
from rooms import Deaf, Looking, Loopback, lay, there_meets
from walking import complaints

import texts
from casework.keeping.exchange import Brought, Stage
from casework.keeping.exchange import Laptop as Shown
from desktop.exchange import exchanging
from desktop.exchange.words import ended_words, heard_words
from desktop.frame.settings import Settings

FIND = "sync.way.room_do"


@pytest.fixture
def office(template, tmp_path):
    return Office.begun(template, tmp_path)


@pytest.fixture
def network(monkeypatch):
    """Let the window look for others in a room of the tests; return who hears nothing by itself."""
    made = Loopback([])
    lay(monkeypatch, made)
    return made


@pytest.fixture
def pool():
    with ThreadPoolExecutor(1) as made:
        yield made


def presses(drive):
    """Press Find laptops by keyboard, and wait until others are looked for."""
    page = shows(drive)
    drive.tab_to(texts.say(FIND))
    drive.press("Space")
    assert drive.seen(texts.say("sync.room_looking"))
    return page


def over(drive):
    drive.until(lambda: not drive.window.jobs.errand.is_on)
    drive.rest(6)


def test_the_first_way_is_the_same_room_and_it_needs_somebody_else(office) -> None:
    with office.here() as drive:
        page = shows(drive)
        assert drive.focus() is page.ways.room.go
        assert page.ways.room.go.text() == texts.say(FIND)
        drive.window.jobs.last(lambda: exchanging.remove(drive.window.workbook, other(drive)))
        page.start()
        drive.rest(6)
        assert not page.ways.room.go.isEnabled()
        assert page.ways.room.go.toolTip() == texts.say("error.exchange_nobody")


def other(drive):
    return next(one.id for one in exchanging.devices(drive.window.workbook) if not one.here)


def test_two_laptops_exchange_in_the_same_room_by_keyboard_alone(office, network, pool) -> None:
    with office.second.office() as theirs:
        code = theirs.answers.record(None, "intake", VISIT, "en").case_code
        office.first.agrees(code, office=theirs)
    there = Looking(Loopback(network.room))
    with office.here() as drive:
        page = presses(drive)
        assert drive.stands(texts.say("sync.room_there_too"))
        assert drive.focus() is page.ways.room.stop
        # One thing at a time, and the others say so.
        assert page.ways.write.go.toolTip() == texts.say("sync.one_at_a_time")
        met = pool.submit(there_meets, there, office.second)
        over(drive)
        laptop = texts.say("devices.of", people="Caseworker 8")
        assert drive.seen(texts.say("sync.room_met", laptop=laptop))
        assert drive.focus() is page.ways.room.go
        assert drive.asked(lambda: code in {one.code for one in drive.office.cases.all()})
        assert met.result().met is not None
        # The list says where the other laptop was last heard of.
        (shown,) = (one for one in exchanging_state(drive).laptops if not one.is_here)
        assert drive.seen(heard_words(shown, office.clock.moment.date()))
        assert shown.was_in_room


def exchanging_state(drive):
    return drive.asked(lambda: exchanging.state_of(drive.window.workbook))


def test_looking_is_stopped_by_the_button_and_by_hiding_and_nobody_listens_any_more(
    office, network
) -> None:
    with office.here() as drive:
        page = presses(drive)
        drive.press("Space")
        over(drive)
        assert drive.seen(texts.say("sync.room_left"))
        assert drive.focus() is page.ways.room.go
        assert network.room == []
        drive.press("Space")
        assert drive.seen(texts.say("sync.room_looking"))
        drive.until(lambda: network.room)
        drive.window.lock_now()
        drive.until(lambda: drive.left)
        drive.until(lambda: network.room == [])


def test_nobody_in_the_room_is_said_calmly_and_what_else_works(office, monkeypatch) -> None:
    lay(monkeypatch, Loopback([]), looking=0.3)
    with office.here() as drive:
        presses(drive)
        over(drive)
        assert drive.seen(texts.say("sync.room_nobody"))


def test_an_address_is_typed_where_the_two_do_not_find_each_other(
    office, monkeypatch, pool
) -> None:
    lay(monkeypatch, Deaf())
    there = Looking(Deaf())
    met = pool.submit(there_meets, there, office.second)
    with office.here() as drive:
        looking = presses(drive).ways.room.looking
        drive.tab_to(texts.say("sync.room_type"))
        drive.press("Space")
        assert drive.focus() is looking.address
        drive.press("Return")
        assert looking.address.accessibleDescription() == texts.say("field.missing")
        for typed, code in (("EX", "room_address"), ("127.0.0.1:1", "room_unreachable")):
            looking.address.clear()
            drive.type(typed)
            drive.press("Return")
            assert drive.seen(texts.say(f"error.{code}"))
            assert drive.focus() is looking.address
        drive.press("Escape")
        assert drive.focus().text() == texts.say("sync.room_type")
        drive.press("Space")
        drive.until(lambda: there.told)
        drive.type(there.told[0].where[0])
        drive.tab_to(texts.say("sync.room_go"))
        drive.press("Space")
        over(drive)
        assert met.result().met is not None
        assert drive.seen(texts.say("sync.nothing_new"))


def test_other_pages_are_answered_while_others_are_looked_for(office, network, pool) -> None:
    with office.here() as drive:
        presses(drive)
        drive.go("cases")
        assert drive.asked(drive.office.cases.all)
        met = pool.submit(there_meets, Looking(Loopback(network.room)), office.second)
        over(drive)
        laptop = texts.say("devices.of", people="Caseworker 8")
        # It is said wherever one is by then.
        assert drive.seen(texts.say("sync.room_met", laptop=laptop))
        assert met.result().met is not None


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        (Settings(), (1366, 768)),
        (Settings(theme="dark"), (1024, 640)),
        (Settings(language="ar"), (1366, 768)),
        (Settings(language="ar", scale=2.0), (1024, 640)),
        (Settings(scale=2.0), (1366, 768)),
    ],
    ids=["usual", "dark-small", "arabic", "arabic-large", "large"],
)
def test_nothing_is_cut_or_nameless_while_it_goes_on(office, monkeypatch, settings, size) -> None:
    lay(monkeypatch, Deaf())
    with office.here(settings=settings) as drive:
        drive.window.resize(*size)
        page, errand = presses(drive), drive.window.jobs.errand
        page.ways.room.looking.other.click()
        for where in (("192.0.2.5:24100",), ("[fe80::8487:9eff:fe9e:ee56]:44335",)):
            page.ways.room.show_stage(Stage(0, where=where, trouble="room.unreachable"))
            drive.rest()
            assert complaints(drive.window) == []
        page.ways.room.show_stage(Stage(3, 8))
        drive.rest()
        assert complaints(drive.window) == []
        errand.stop()
        over(drive)


def test_how_it_ended_is_said_with_whom_and_what_came() -> None:
    met = Shown("EX", ("EX Person",))
    said = ended_words("room", Brought(3, met=met))
    laptop = texts.say("devices.of", people="EX Person")
    assert said == [texts.say("sync.room_met", laptop=laptop), texts.plural("sync.joined", 3)]
    assert ended_words("room", Brought(met=met, is_torn=True))[-1] == texts.say("sync.room_torn")
    stopped = ended_words("room", Brought(met=met, is_stopped=True))
    assert stopped[-1] == texts.say("sync.room_stopped")
    assert ended_words("room", Brought(is_stopped=True)) == [texts.say("sync.room_left")]
    assert ended_words("room", Brought()) == [texts.say("sync.room_nobody")]
