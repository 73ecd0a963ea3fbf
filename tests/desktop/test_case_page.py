"""One case at a glance, driven by keyboard over a real encrypted store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from shutil import copytree

import pytest
from drive import open_window
from edging import edges
from make import Clock, Desks
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from told_of import told_of
from walking import complaints, from_edge, settle

import texts
from casework.records.contact import OtherWay, SafeContact
from casework.referrals.letters import Order
from desktop.app import application
from desktop.frame.actions import clashes
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.look import Look, look, use
from desktop.pages.case.head import CaseHead
from desktop.pages.case.words import checked_words, contact_clauses
from desktop.pages.cases.words import way_words
from desktop.parts.fields import Line
from desktop.parts.tiles import Tile
from desktop.parts.words import Words
from forms.document import FormDoc

TASK = "CANARY-TASK about the visit"
WORD = "CANARY-WORD"
NAME = "CANARY-NAME"
EPISODE = {
    "continuum": ["survival_sex", "transactional_sex"],
    "start_precision": "year",
    "start_year": 2021,
    "ongoing": "over",
    "end_precision": "month",
    "end_month": "2022-05",
    "region": "north",
    "own_words": "CANARY-OWN",
}


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with a full case and a bare one."""
    home = tmp_path_factory.mktemp("case") / "home"
    clock = Clock(datetime.now(UTC) - timedelta(days=3))
    desks = Desks(template, home, clock)
    office = desks.office()
    code = desks.visit(safe_way="phone_call", code_word=WORD, languages=["ar", "fr"])
    office.answers.record(code, "episode", EPISODE, "en")
    desks.agree(code)
    office.letters.issue(Order(code, "Example Clinic A"))
    office.tasks.add(code, TASK, (clock() + timedelta(days=3)).date())
    sheet = office.filling.open(code, "episode", language="en")
    office.filling.keep(sheet, FormDoc("episode", sheet.model.version, {}, "en"))
    bare = desks.visit()
    desks.close()
    clock.pass_days(3)
    return home, (code, bare), clock


@pytest.fixture
def opened(template, filled, tmp_path):
    home, (code, bare), clock = filled

    def at(which=code, **settings):
        copied = tmp_path / f"home{len(list(tmp_path.iterdir()))}"
        copytree(home, copied)
        window = open_window(
            template, copied, settings=Settings(**settings), clock=Clock(clock.moment)
        )
        drive = window.__enter__()
        windows.append(window)
        drive.code, drive.bare = code, bare
        drive.go("case", which)
        drive.rest()
        return drive

    windows = []
    yield at
    for window in windows:
        window.__exit__(None, None, None)


@pytest.fixture
def drive(opened):
    return opened()


def names(drive):
    """Return everything that who listens hears."""
    shown = [one for one in drive.window.findChildren(QWidget) if one.isVisible()]
    return "\n".join(one.accessibleName() for one in shown)


def gone_to(drive):
    """Return the list of places that are gone to, instead of going there."""
    places = []
    drive.page.room.going.disconnect()
    drive.page.room.going.connect(places.append)
    return places


def history(drive):
    """Return what the log says of the case, the newest first."""
    return [one.act for one in drive.asked(lambda: drive.office.history.of(drive.code))]


def test_contact_and_consent_stand_above_everything(drive):
    assert drive.seen("Phone call, CANARY-HOURS")
    assert drive.seen(f"Say “{WORD}”")
    assert drive.seen("CANARY-MUST-NOT")
    assert drive.seen("Checked 3 days ago")
    assert drive.page.head.consent.accessibleName().startswith(
        "Consent · Keeping a record · Sharing · 1 of 1 service · Anonymous statistics: not asked"
    )


def test_the_name_is_nowhere_until_one_asks_and_then_it_is_logged(drive):
    assert NAME not in names(drive)
    assert drive.unseen(NAME)
    drive.tab_to("Name hidden · Show")
    drive.press("Space")
    drive.until(lambda: drive.stands(NAME))
    assert history(drive)[0] == "name_read"
    drive.go("case", drive.code)
    assert drive.unseen(NAME)


def test_sections_say_how_far_they_are_and_keys_lead_there(drive):
    spoken = [
        drive.page.body.list.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(drive.page.body.list.model().rowCount())
    ]
    assert spoken[:5] == [
        "Overview",
        "Intake, up to date",
        "Consent, up to date",
        "Episodes, draft",
        "Assessment, not started",
    ]
    assert {"Letters, 1 entry", "Closure, not started"} <= set(spoken)
    assert spoken[-1] == "History"
    places = gone_to(drive)
    drive.press("Alt+3", "Alt+4", "Alt+6", "Alt+1")
    # Keyboards of French write these where others write 3 and 4.
    drive.press('Alt+"', "Alt+'")
    assert [place[:2] for place in places] == [
        ("consent", drive.code),
        ("episodes", drive.code),
        ("entries", drive.code),
        ("consent", drive.code),
        ("episodes", drive.code),
    ]
    assert clashes({}) == {}


def test_arrows_and_enter_lead_to_a_section(drive):
    places = gone_to(drive)
    assert drive.focus() is drive.page.body.list
    drive.press("Down", "Return")
    assert [(one.page, one.subject.partition("=")[0]) for one in places] == [
        ("form", "intake#entry")
    ]


def test_editing_the_contact_opens_the_intake_where_it_is_asked(drive):
    places = gone_to(drive)
    drive.tab_to("Edit safe contact")
    drive.press("Space")
    drive.press("F2")
    assert {(one.page, one.field) for one in places} == {("form", "intake.safe_way")}


def test_enter_on_consent_leads_to_consent(drive):
    places = gone_to(drive)
    drive.tab_to(drive.page.head.consent.accessibleName())
    drive.press("Space")
    assert places == [Place("consent", drive.code)]


def test_new_entry_offers_the_forms(drive):
    drive.press("Ctrl+Return")
    menu = QApplication.activePopupWidget()
    offered = [one.text() for one in menu.actions()]
    assert offered[:4] == ["Intake", "Consent", "Episode", "Assessment"]
    places = gone_to(drive)
    menu.actions()[2].trigger()
    menu.close()
    assert places == [Place("episodes", drive.code, "new")]


def test_a_step_is_marked_done_by_space_and_taken_back(drive):
    steps = drive.page.steps.list
    assert TASK in names_of(steps)
    drive.tab_to("Next steps")
    steps.setCurrentIndex(steps.steps.index(names_of(steps).index(TASK), 0))
    drive.press("Space")
    drive.until(lambda: TASK not in names_of(steps))
    assert drive.seen("Task marked done.")
    drive.press("Ctrl+Z")
    drive.until(lambda: TASK in names_of(steps))


def names_of(steps):
    rows = range(steps.steps.rowCount())
    return [steps.steps.index(row, 0).data() for row in rows]


def test_a_begun_form_is_opened_by_enter_and_not_marked(drive):
    steps = drive.page.steps.list
    places = gone_to(drive)
    at = names_of(steps).index("Finish an episode")
    steps.setFocus()
    steps.setCurrentIndex(steps.steps.index(at, 0))
    drive.press("Space", "Return")
    assert [(one.page, one.subject.partition("=")[0]) for one in places] == [
        ("form", "episode#draft")
    ]


def test_the_check_marks_done_and_the_rest_of_a_row_opens(drive):
    steps = drive.page.steps.list
    places = gone_to(drive)
    at = names_of(steps).index("Finish an episode")
    place = steps.visualRect(steps.steps.index(at, 0))
    QTest.mouseClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert len(places) == 1
    place = steps.visualRect(steps.steps.index(names_of(steps).index(TASK), 0))
    place.setWidth(40)
    QTest.mouseClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    drive.until(lambda: TASK not in names_of(steps))


def test_a_task_is_added_where_its_case_is(drive):
    drive.tab_to("Add task")
    drive.press("Space")
    drive.type("Bring the list")
    drive.press("Return")
    drive.until(lambda: "Bring the list" in names_of(drive.page.steps.list))
    assert drive.focus() is drive.page.steps.add
    assert [one for one in drive.page.new.findChildren(Line) if one.isVisible()] == []


def test_cells_of_the_table_begin_as_sentences_do(opened):
    drive = opened()
    between = {
        "continuum": ["survival_sex"],
        "start_precision": "estimated_range",
        "start_earliest": "2023-01-01",
        "start_latest": "2023-02-28",
        "ongoing": "over",
    }
    record = partial(drive.office.answers.record, drive.code, "episode")
    drive.window.jobs.changed.emit(drive.asked(lambda: record(between, "en")))
    drive.until(lambda: len(drive.page.overview.episodes) == 2)
    drive.rest()
    begun = [row[1] for row in drive.page.experiences.table.facts.rows]
    assert {words[:7] for words in begun} == {"2021", "Between"}


def test_the_table_says_what_the_line_of_years_shows(drive):
    page = drive.page
    assert page.experiences.timeline.isVisible()
    assert "from 2021 to 2027. Ctrl+T" in page.experiences.timeline.accessibleName()
    drive.press("Ctrl+T")
    table = page.experiences.table
    assert not page.experiences.timeline.isVisible()
    assert drive.focus() is table
    assert table.facts.rows == [
        ("Survival sex · Transactional sex", "2021", "May 2022", "North", ""),
    ]
    heads = [one.words for one in table.columns]
    # The rows stand in time: no head says that they are A to Z.
    assert heads[0] == "Experiences"
    # Nothing belongs together here, and no column says so.
    hidden = [words for at, words in enumerate(heads) if table.isColumnHidden(at)]
    assert hidden == ["Belongs together with"]
    places = gone_to(drive)
    drive.press("Return")
    assert places[0][:2] == ("episodes", drive.code)
    drive.press("Ctrl+T")
    assert page.experiences.timeline.isVisible()


def test_six_tiles_of_one_size_say_what_is_recorded(drive):
    tiles = drive.page.experiences.tiles._tiles
    assert len({(tile.width(), tile.height()) for tile in tiles}) == 1
    recorded = [tile.accessibleName() for tile in tiles if tile.isChecked()]
    assert recorded == ["Survival sex, recorded", "Transactional sex, recorded"]


def test_a_case_without_anything_says_so(drive):
    drive.go("case", drive.bare)
    drive.rest()
    assert drive.seen("No episodes recorded.")
    assert drive.seen("Nothing planned.")
    assert drive.seen("Nobody has been asked for help yet.")
    drive.press("Ctrl+T")
    assert not drive.page.experiences.table.isVisible()


def test_a_case_that_is_not_there_is_said_above(drive):
    drive.go("case", "ZZZZ-ZZZZ")
    drive.rest()
    assert not drive.page.body.isVisible()
    assert drive.seen("case")


def test_discreet_mode_masks_words_until_the_key_is_held(opened):
    drive = opened(discreet=True)
    secret = (WORD, "Example Clinic A", "+000 55 7654321")
    assert [one for one in secret if not drive.unseen(one)] == []
    assert drive.seen("Topics")
    masked = drive.page.steps.list.grab().toImage()
    hold(drive, QKeyEvent.Type.KeyPress)
    # Steps are painted, so what is seen of them is the picture.
    assert drive.page.steps.list.grab().toImage() != masked
    assert all(drive.seen(one) for one in secret)
    assert drive.page.experiences.tiles._tiles[0]._revealed
    hold(drive, QKeyEvent.Type.KeyRelease)
    assert drive.page.steps.list.grab().toImage() == masked
    assert [one for one in secret if not drive.unseen(one)] == []
    assert not drive.page.experiences.tiles._tiles[0]._revealed


@pytest.mark.parametrize("language", ["en", "ar"])
def test_discreet_mode_moves_nothing_on_the_page_of_a_case(opened, language):
    found = []
    for discreet in (False, True):
        drive = opened(language=language, discreet=discreet)
        drive.window.resize(1366, 768)
        drive.rest()
        page = drive.page
        tiles = [one.pos() for one in page.experiences.tiles._tiles]
        ids = [one.id for one in page.body.list._sections.rows]
        assert "exploiter" in ids
        found.append((page.body.list.width(), tiles, ids))
    assert found[0] == found[1]


def hold(drive, kind):
    event = QKeyEvent(kind, Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(drive.focus(), event)
    settle()


def test_the_mouse_reads_masked_words_for_a_while(opened):
    drive = opened(discreet=True)
    drive.tab_to("Show for 10 seconds")
    drive.press("Space")
    assert drive.seen(WORD)
    drive.window.workspace._reading.timeout.emit()
    assert drive.unseen(WORD)


def test_nothing_is_revealed_behind_the_cover(opened):
    drive = opened(discreet=True)
    drive.window.perform("practise_hide")
    hold(drive, QKeyEvent.Type.KeyPress)
    assert drive.page.head.contact._clauses
    assert all(WORD not in one.text() for one in drive.page.head.contact._clauses)


def _apart(head, *parts):
    """Return how far the middles of parts stand from one line."""
    middles = [part.mapTo(head, part.rect().center()).y() for part in parts]
    return max(middles) - min(middles)


def test_in_the_largest_text_what_is_done_in_a_case_stands_side_by_side(opened):
    drive = opened(scale=2.0)
    drive.window.resize(1366, 768)
    drive.rest()
    head = drive.page.head
    assert _apart(head, head.letter, head.new_entry) <= 2
    assert _apart(head, head.status, head.letter) > head.letter.height() // 2


def test_in_large_text_the_head_keeps_together_what_belongs_together(opened):
    drive = opened(scale=1.5)
    drive.window.resize(1366, 768)
    drive.rest()
    head = drive.page.head
    assert _apart(head, head.status, head.letter, head.new_entry) <= 2
    edit = next(
        one
        for one in head.contact.findChildren(QWidget)
        if one.accessibleName() == texts.say("case.contact_edit_name")
    )
    beside = [one for one in edit.parentWidget().children() if isinstance(one, Words)]
    assert beside
    assert beside[0].text()


def test_the_side_goes_below_first(drive):
    body, side = drive.page.body, drive.page.side
    drive.window.resize(1366, 768)
    settle()
    assert side.x() > drive.page.experiences.x()
    # As many tiles beside each other as were drawn.
    assert len({one.y() for one in drive.page.experiences.tiles.findChildren(Tile)}) == 2
    for width, with_list, with_words in (
        (1250, True, True),
        (1220, False, True),
        (1024, False, False),
    ):
        drive.window.resize(width, 640)
        settle()
        assert side.y() > drive.page.steps.y()
        assert (body.list.isVisible(), body.drop.isVisible()) == (with_list, not with_list)
        assert drive.window.workspace.navigation.first().collapsed is not with_words


def test_a_case_with_a_code_of_any_width_stands_still_in_a_small_window(drive):
    """Of ten codes one was as wide as a bar brings a line less: that one ended in an error."""
    head = drive.page.findChild(CaseHead)
    code = next(one for one in head.findChildren(Words) if drive.code in one.text())
    resized = told_of(QEvent.Type.Resize, head)
    for width in range(100, 160, 3):
        code.setFixedWidth(width)
        for size in ((1366, 768), (1220, 640), (1024, 640)):
            resized.clear()
            drive.window.resize(*size)
            settle()
            assert len(resized) < 20, width


def test_room_that_is_left_over_is_below_all_of_a_case(drive):
    drive.window.resize(1220, 1200)
    settle()
    above, below = drive.page.steps.geometry(), drive.page.side.geometry()
    assert 0 < below.top() - above.bottom() < 20


def test_where_the_list_becomes_one_to_drop_the_keyboard_goes_with_it(drive):
    body = drive.page.body
    drive.window.resize(1366, 768)
    settle()
    body.list.setFocus()
    for width, part in ((1024, body.drop), (1366, body.list)):
        drive.window.resize(width, 768)
        settle()
        assert drive.focus() is part
    drive.window.resize(1024, 640)
    settle()
    # It begins where the head begins.
    assert edges(body.drop, drive.window)[0] == edges(drive.page.head.contact, drive.window)[0]


def test_all_sections_are_in_sight_on_the_usual_laptop_and_scroll_in_a_low_window(drive):
    sections = drive.page.body.list
    number = sections.model().rowCount()
    for size, is_whole in (((1366, 768), True), ((1366, 640), False), ((1366, 1000), True)):
        # What is current stays in sight.
        sections.setCurrentIndex(sections.model().index(0, 0))
        drive.window.resize(*size)
        settle()
        last = sections.visualRect(sections.model().index(number - 1, 0))
        assert (last.bottom() < sections.viewport().height()) is is_whole
        assert bool(sections.verticalScrollBar().maximum()) is not is_whole
        # However close they come, each is large enough to be pressed, and its letters are whole.
        assert last.height() >= max(24, look().metrics().height())
        for at in (0, number - 1):
            sections.setCurrentIndex(sections.model().index(at, 0))
            seen = sections.visualRect(sections.currentIndex())
            assert sections.viewport().rect().contains(seen)


def test_with_large_text_the_sections_are_a_list_to_drop(opened):
    large = opened(scale=2.0)
    assert large.page.body.drop.isVisible()
    # The bar beside them takes no room of theirs.
    assert large.page.body.roll.verticalScrollBar().isVisible()
    ends = from_edge(large.window.workspace.top.hide_button)
    assert from_edge(large.page.body.drop) == from_edge(large.page.head.contact) == ends


@pytest.mark.parametrize(
    ("key", "to"),
    [
        (Qt.Key.Key_Down, "intake"),
        (Qt.Key.Key_End, "intake"),
        (Qt.Key.Key_H, "service_given"),
        (Qt.Key.Key_Space, "intake"),
    ],
)
def test_keys_walk_through_the_list_that_drops_and_only_enter_goes_anywhere(opened, key, to):
    drop = opened(scale=2.0).page.body.drop
    places, here = [], drop.currentIndex()
    drop.activated.connect(lambda _at: places.append(drop.code()))
    for last, gone in ((Qt.Key.Key_Escape, []), (Qt.Key.Key_Return, [to])):
        QTest.keyClick(drop, key)
        assert drop.view().isVisible()
        if to == "intake":
            QTest.keyClick(drop.view(), Qt.Key.Key_Down)
        assert (places, drop.currentIndex()) == ([], here)
        QTest.keyClick(drop.view(), last)
        assert (drop.view().isVisible(), places) == (False, gone)
        assert drop.currentIndex() == (drop.findData(to) if gone else here)


@pytest.mark.parametrize("settings", [{}, {"language": "ar", "scale": 2.0}, {"theme": "dark"}])
def test_nothing_is_cut_or_covered(opened, settings):
    drive = opened(**settings)
    drive.window.resize(1366, 768)
    settle()
    assert complaints(drive.window) == []
    assert from_edge(drive.page.head.contact) == from_edge(drive.window.workspace.top.hide_button)


@pytest.fixture
def plain_words():
    """Say everything in English at a plain look."""
    application()
    before = look()
    use(Look())
    texts.use("en")
    yield
    use(before)


@pytest.mark.usefixtures("plain_words")
def test_everything_said_about_contact_has_its_clause():
    contact = SafeContact(
        safe_way="phone_call",
        voicemail="only_if",
        voicemail_only_if="nobody else lives there",
        who_must_not_know="the neighbour",
        others=(
            OtherWay("email", "", "yes", ""),
            OtherWay("sms", "", "no", ""),
            OtherWay("in_person", "", "only_if", "at the centre"),
        ),
    )
    assert [one.text() for one in contact_clauses(contact)] == [
        "Contact safely",
        "Phone call",
        "A message may be left only if nobody else lives there",
        "Must not know: the neighbour",
        "Also: E-mail",
        "Not: Text message",
        "Also: In person only, only if at the centre",
    ]


@pytest.mark.usefixtures("plain_words")
def test_of_hours_that_nobody_said_nothing_is_told_in_arabic_either():
    texts.use("ar")
    said = contact_clauses(SafeContact(safe_way="phone_call"))[1].text()
    assert said == way_words("phone_call")


@pytest.mark.usefixtures("plain_words")
@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Checked today"),
        (1, "Checked yesterday"),
        (2, "Checked 2 days ago"),
        (90, "Checked 10 Dec 2025"),
    ],
)
def test_when_contact_was_last_checked_is_said_in_words(days, words):
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    contact = SafeContact(safe_way="phone_call", said_at=now - timedelta(days=days))
    assert checked_words(contact, now) == words


@pytest.mark.usefixtures("plain_words")
def test_no_contact_on_record_is_said_too():
    words = [one.text() for one in contact_clauses(SafeContact())]
    assert words[1] == "Not recorded yet how to get in touch safely."
    assert checked_words(SafeContact(), datetime.now(UTC)) == ""
    # Something was said of a message that may be left: nothing about a way was checked with it.
    part = SafeContact(voicemail="no", said_at=datetime.now(UTC))
    assert checked_words(part, datetime.now(UTC)) == ""


def test_who_asks_for_the_name_by_keyboard_stays_at_it(opened):
    """It led on to the letter, and the next key began one."""
    drive = opened()
    chip = drive.page.head.name
    chip.setFocus()
    drive.press("Space")
    drive.until(lambda: chip.text() == NAME)
    assert drive.focus() is chip
    assert chip.accessibleName() == NAME
    drive.press("Space", "Return")
    assert (drive.page.place.page, chip.text()) == ("case", NAME)
