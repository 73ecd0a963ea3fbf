"""What stands of the exchange is shown to each as far as it is hers, and stops at any point."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from drive import open_window
from laptop_pair import Office, shows
from lines import leads, listening
from make import WORDS, Clock
from PySide6.QtCore import QPoint
from walking import complaints

import texts
from casework.keeping.exchange import Aside, ExchangeState
from casework.keeping.exchange import Laptop as Shown
from db.vault.cost import FLOOR
from desktop.exchange.exchanging import make_newcomer, newcomer, six_words
from desktop.exchange.words import in_short, read_words, state_words
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.parts.frames import Scroll
from desktop.parts.messages import MessageBar
from desktop.parts.own_sure import OwnSure
from sync import carrying


@pytest.fixture
def office(template, tmp_path):
    return Office.begun(template, tmp_path)


def test_alone_only_whoever_looks_after_the_team_begins(template, tmp_path) -> None:
    with open_window(template, tmp_path / "home") as drive:
        page = shows(drive)
        assert drive.seen(texts.say("sync.alone"))
        assert not any(card.isVisible() for card in (page.adding, page.ways, page.laptops))
        chip = drive.window.workspace.top.exchange
        drive.until(lambda: chip.text() == texts.say("exchange.off"))


def test_until_it_is_known_how_it_stands_the_chip_says_only_where_it_leads(office) -> None:
    with office.here() as drive:
        known = drive.window.workspace.top.exchange
        # This office exchanges: not for a moment it is said that it does not.
        assert known.text() != texts.say("exchange.off")
        # Made anew, as by another look, it knows nothing yet.
        chip = type(known)()
        assert (chip.text(), chip.accessibleName()) == ("", texts.say("nav.devices"))
        drive.until(known.text)
        assert known.text() == texts.say("exchange.done")
        # It has its room from the first, so that nothing moves.
        assert known.sizeHint() == chip.sizeHint()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_cards_end_where_the_bar_above_ends_however_long_the_page_is(office, language) -> None:
    with office.here(settings=Settings(language=language)) as drive:
        page, ends = shows(drive), []
        far = drive.window.workspace.top.hide_button
        bar = page.findChild(Scroll).verticalScrollBar()
        page.server.name.click()
        for high, is_long in ((640, True), (1400, False)):
            drive.window.resize(1366, high)
            drive.until(lambda is_long=is_long: bool(bar.maximum()) is is_long)
            drive.rest()
            for one in (far, page.laptops):
                place = one.rect().translated(one.mapTo(drive.window, QPoint(0, 0)))
                ends.append(place.left() if language == "ar" else place.right())
        assert len(set(ends)) == 1


def test_what_waits_is_tinted_only_where_the_keyboard_is(office) -> None:
    office.first.agrees(office.first.case())
    with office.here() as drive:
        page = shows(drive)
        table = page.leaving.table
        drive.until(table.isVisible)

        def ground():
            row = table.row_rect(0)
            return table.viewport().grab().toImage().pixelColor(4, row.center().y())

        assert not table.hasFocus()
        assert ground() == look().colours.surface
        table.setFocus()
        assert ground() == look().colours.accent_soft
        last = table.row_rect(len(table.facts.rows) - 1)
        foot = table.viewport().grab().toImage().pixelColor(4, last.bottom())
        assert foot != look().colours.line


def test_the_card_of_the_server_is_as_its_neighbours_are(office) -> None:
    with office.here() as drive:
        page = shows(drive)
        assert page.server.name.height() == page.lost.lost.height()
        assert page.server._where.font() == look().font("small")
        assert page.server._where.text().endswith(".")


def test_words_that_are_read_aloud_begin_no_line_with_a_dot() -> None:
    assert " ·" not in read_words("one two three")
    assert "· " in read_words("one two three")


def asks(folder):
    """Let a laptop ask; return its request, and where the answer is to lie."""
    make_newcomer(folder / "new", "EX Newcomer", WORDS, Clock(), cost=FLOOR)
    with newcomer(folder / "new", "EX Newcomer", WORDS) as post:
        request = post.membership.ask()
    (folder / "asked.join").write_bytes(request.data)
    answers = folder / "answers"
    answers.mkdir()
    return request, answers


def test_a_laptop_is_let_in_by_a_file_and_six_words(template, tmp_path) -> None:
    request, answers = asks(tmp_path)
    with open_window(template, tmp_path / "home", worker=template.supervisor) as drive:
        adding = shows(drive).adding
        assert drive.focus() is adding.file.button
        drive.until(lambda: adding.keeper.count() > 1)
        adding.file.take(tmp_path / "asked.join")
        drive.tab_to(texts.say("devices.their_words"))
        drive.type("EX other words")
        drive.tab_to(texts.say("devices.who"))
        drive.type("Caseworker 8")
        drive.tab_to(texts.say("own.secret"))
        drive.type(WORDS)
        adding.answer_into(answers)
        assert drive.seen(texts.say("error.exchange_words"))
        assert not list(answers.iterdir())
        adding.words.setText(six_words(request.digest))
        adding.own.secret.setText(WORDS)
        adding.answer_into(answers)
        assert drive.seen(texts.say("devices.then"))
        drive.rest(6)
        assert drive.seen(texts.say("devices.of", people="Caseworker 8"))
        shown = [one.text() for one in adding.findChildren(type(adding.heading))]
    (file,) = answers.iterdir()
    with newcomer(tmp_path / "new", "EX Newcomer", WORDS) as post:
        words = six_words(post.join(file.read_bytes()))
    assert any(read_words(words) in one for one in shown)


def test_somebody_who_works_here_already_gets_a_second_laptop_and_no_namesake(
    office, tmp_path
) -> None:
    """In the window she was somebody new each time: two of one name, and none of her cases."""
    make_newcomer(tmp_path / "new", "Caseworker 8", WORDS, Clock(), cost=FLOOR)
    with newcomer(tmp_path / "new", "Caseworker 8", WORDS) as post:
        request = post.membership.ask()
    (tmp_path / "asked.join").write_bytes(request.data)
    answers = tmp_path / "answers"
    answers.mkdir()
    with office.here() as drive:
        adding = shows(drive).adding
        adding.begin()
        adding.file.take(tmp_path / "asked.join")
        adding.words.setText(six_words(request.digest))
        adding.name.setText("Caseworker 8")
        adding.own.secret.setText(WORDS)
        adding.answer_into(answers)
        assert drive.seen(texts.say("error.works_here_already"))
        assert not list(answers.iterdir())
        drive.tab_to(texts.say("team.role_new"))
        drive.press("End")
        assert adding.role.currentText() == texts.say("devices.known")
        adding.own.secret.setText(WORDS)
        adding.answer_into(answers)
        assert drive.seen(texts.say("devices.then"))
        named = [one.name for one in drive.asked(drive.office.people.members)]
        assert named.count("Caseworker 8") == 1
    (file,) = answers.iterdir()
    with newcomer(tmp_path / "new", "Caseworker 8", WORDS) as post:
        post.join(file.read_bytes())
        assert post.membership.user == office.second.user


def is_asked_for(drive, request):
    """Fill in all but one's own passphrase, and go there; return the card."""
    adding = shows(drive).adding
    drive.until(lambda: adding.keeper.count() > 1)
    adding.keeper.setCurrentIndex(1)
    adding.file.take(drive.window.home.parent / "asked.join")
    adding.words.setText(six_words(request.digest))
    adding.name.setText("Caseworker 8")
    drive.tab_to(texts.say("own.secret"))
    return adding


def typed_besides(adding):
    return adding.file.path, adding.words.text(), adding.name.text(), adding.keeper.code()


def test_no_laptop_is_let_in_where_this_one_was_left_open(template, tmp_path) -> None:
    request, answers = asks(tmp_path)
    with open_window(template, tmp_path / "home", worker=template.supervisor) as drive:
        adding = is_asked_for(drive, request)
        stood, written = typed_besides(adding), drive.asked(drive.window.workbook.written)
        # Without it not even a folder is asked for.
        drive.press("Return")
        assert drive.focus() is adding.own.secret
        assert drive.focus().accessibleDescription() == texts.say("field.missing")
        for typed in ("not the one", ""):
            drive.type(typed)
            adding.answer_into(answers)
            drive.until(adding.go.isEnabled)
            assert drive.focus() is adding.own.secret
            assert drive.focus().accessibleDescription() == texts.say("own.wrong")
            assert (typed_besides(adding), adding.own.text()) == (stood, "")
        assert not list(answers.iterdir())
        assert drive.asked(drive.window.workbook.written) == written
        # What was typed besides is still good.
        drive.type(WORDS)
        adding.answer_into(answers)
        assert drive.seen(texts.say("devices.then"))
        assert adding.own.text() == ""


def test_no_laptop_is_removed_where_this_one_was_left_open(office) -> None:
    with office.here() as drive:
        page = shows(drive)
        (laptop,), (remove,) = page.laptops.asks, page.laptops.rows
        remove.setFocus()
        drive.press("Space", "Shift+Tab", "Shift+Tab", "Shift+Tab")
        own, written = drive.focus(), drive.asked(drive.window.workbook.written)
        assert own.accessibleName() == texts.say("own.secret")
        for typed, said in (("", "field.missing"), ("not the one", "own.wrong")):
            drive.type(typed)
            drive.press("Return")
            drive.until(lambda said=said: own.accessibleDescription() == texts.say(said))
            assert drive.focus() is own
            assert own.text() == ""
        assert drive.asked(drive.window.workbook.written) == written
        assert list(page.laptops.asks) == [laptop]
        # The question stands, and is answered by the right one.
        drive.type(WORDS)
        drive.press("Return")
        drive.until(lambda: not page.laptops.asks)
        assert drive.seen(texts.say("devices.cannot_open"))


def test_whoever_does_not_look_after_the_team_sees_what_stands_and_carries(office) -> None:
    with office.there() as drive:
        page = shows(drive)
        assert drive.seen(texts.say("devices.of", people="Supervisor 1"))
        assert not page.laptops.rows
        assert not page.laptops.add.isVisible()
        assert not page.adding.isVisible()
        assert page.ways.write.go.isEnabled()
        # There is no server, and the button says so.
        assert not page.ways.sync.go.isEnabled()
        assert page.ways.sync.go.toolTip() == texts.say("sync.no_server")


def test_a_stick_that_is_stopped_or_left_by_hiding_leaves_nothing(
    office, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(carrying, "_BYTES", 1)
    stick = tmp_path / "stick"
    stick.mkdir()
    office.first.case()
    with office.here() as drive:
        page, errand = shows(drive), drive.window.jobs.errand
        errand.told.connect(errand.stop)
        page.ways.write_into(stick)
        assert drive.seen(texts.say("sync.write_stopped"))
        assert list(stick.iterdir()) == []
        errand.told.disconnect(errand.stop)
        errand.told.connect(lambda _stage: drive.window.lock_now())
        page.ways.write_into(stick)
        drive.until(lambda: drive.left)
        assert not errand.is_on
        assert list(stick.iterdir()) == []


def test_of_whom_there_was_no_news_for_two_weeks_is_said_and_is_no_alarm(office, tmp_path) -> None:
    (tmp_path / "stick").write_bytes(office.second.writes())
    carrying.take_stick(office.first.post, tmp_path / "stick")
    office.clock.pass_days(15)
    with office.here() as drive:
        shows(drive)
        assert drive.seen(texts.say("sync.quiet", people="Caseworker 8"))
        assert drive.window.workspace.top.exchange.text() != texts.say("exchange.needs_you")


def test_a_stick_that_was_pulled_is_called_so_and_no_workbook(office, tmp_path) -> None:
    """It was said that there is no workbook in this folder."""
    with office.here() as drive:
        page = shows(drive)
        page.ways.read_from(tmp_path / "pulled" / "stick")
        assert drive.seen(texts.say("error.file_unreadable"))
        page.ways.write_into(tmp_path / "pulled")
        assert drive.seen(texts.say("error.file_not_written"))


def test_other_pages_are_answered_while_a_stick_is_read(office, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(carrying, "_BATCHES", 1)
    (tmp_path / "stick").write_bytes(office.second.writes())
    with office.here() as drive:
        page, errand = shows(drive), drive.window.jobs.errand
        between = []

        def ask(_stage):
            asked = drive.office.cases.all
            drive.window.jobs.ask(drive.window, asked, lambda _: between.append(errand.is_on))

        errand.told.connect(ask)
        page.ways.read_from(tmp_path / "stick")
        drive.until(lambda: not errand.is_on and between)
        assert between[0]
        drive.go("cases")
        assert drive.window.workspace.top.exchange.text() != texts.say("exchange.busy")


def test_laptops_exchange_over_the_server_from_the_window(office, tmp_path) -> None:
    with listening(tmp_path / "server") as server:
        leads(office.first.post, server)
        office.second.takes(office.first.writes())
        with office.here() as drive:
            page = shows(drive)
            drive.tab_to(texts.say("sync.way.sync_do"))
            drive.press("Space")
            drive.until(lambda: not drive.window.jobs.errand.is_on)
            drive.rest(6)
            assert page.ways.sync.go.isVisible()
            assert not drive.stands(texts.say("sync.server_never"))
            assert drive.window.workspace.top.exchange.text() == texts.say("exchange.done")
    with office.here() as drive:
        # Nobody answers there any more: that is said in grey, once, and nothing is lost.
        page = shows(drive)
        page.ways.exchange()
        assert drive.seen(texts.say("sync.server_away_today", time=""))
        assert not page.ways.findChildren(MessageBar)


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        (Settings(), (1366, 768)),
        (Settings(language="ar", scale=2.0, theme="dark"), (1024, 640)),
        (Settings(scale=1.5), (1024, 640)),
    ],
    ids=["usual", "arabic-large", "larger"],
)
def test_nothing_is_cut_or_nameless(office, settings, size) -> None:
    office.first.case()
    with office.here(settings=settings) as drive:
        drive.window.resize(*size)
        page = shows(drive)
        page.laptops.rows[0].click()
        page.adding.begin()
        drive.rest()
        assert complaints(drive.window) == []


def test_what_is_wrong_is_said_calmly_and_what_to_do() -> None:
    lost = Shown("EX", ("EX Person",), is_apart=True)
    state = ExchangeState(
        is_alone=False,
        laptops=(lost,),
        aside=(
            Aside("key", 2, datetime(2026, 3, 4, 12, tzinfo=UTC), ("EX Person",)),
            Aside("newer", 1),
        ),
        late=2,
        late_from=("EX Person",),
        is_forked=True,
        is_behind=True,
        unheard="alone",
        server_alarms=("rolled_back",),
    )
    said = state_words(state)
    assert texts.say("sync.unheard.alone") in said
    assert texts.say("sync.forked") in said
    assert texts.say("sync.behind") in said
    late = texts.plural("sync.late", 2), texts.say("sync.late_from", people="EX Person")
    assert " ".join(late) in said
    assert texts.say("sync.alarm.rolled_back") in said
    # What waits, since when, what would help, and whom one could ask.
    key = texts.plural("sync.aside.key", 2, since="4 March 2026")
    assert f"{key} {texts.say('sync.aside_by', people='EX Person')}" in said
    assert texts.plural("sync.aside.newer", 1) in said
    assert any("EX Person" in one for one in said)
    assert in_short(state, 5)[0] == texts.say("exchange.needs_you")
    anew = ExchangeState(is_alone=False, unheard="others")
    assert texts.say("sync.unheard.others") in state_words(anew)
    assert in_short(anew, 0)[0] == texts.say("exchange.needs_you")
    quiet = ExchangeState(is_alone=False)
    assert in_short(quiet, 0)[0] == texts.say("exchange.done")
    assert in_short(quiet, 2)[0] == texts.plural("exchange.decide", 2)
    assert state_words(ExchangeState(is_practice=True)) == [texts.say("sync.practice")]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_removing_means_is_read_where_it_was_asked_also_on_a_small_window(office, language):
    with office.here(settings=Settings(language=language)) as drive:
        drive.window.resize(1024, 640)
        page = shows(drive)
        page.laptops.rows[0].setFocus()
        drive.press("Space")
        drive.rest()
        keep, remove = drive.focus(), page.laptops.rows[0]
        assert keep.text() == texts.say("devices.keep")
        drive.until(lambda: keep.visibleRegion().boundingRect() == keep.rect())
        # It has room below what asks: nothing of either was scrolled away for the other.
        sure = next(one for one in page.laptops.findChildren(OwnSure) if one.isVisible())
        for one in (remove, sure.findChild(MessageBar), sure.own.secret, sure.yes):
            assert one.visibleRegion().boundingRect() == one.rect()
