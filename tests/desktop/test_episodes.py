"""Episodes, shown and told by keyboard over a real encrypted store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from shutil import copytree

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtWidgets import QWidget
from walking import complaints, settle

import texts
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.pages.episodes.words import from_until
from desktop.pages.form.place import wanted_of
from desktop.parts.buttons import Button
from texts.dates import isolate

FIRST = {
    "continuum": ["transactional_sex"],
    "start_precision": "year",
    "start_year": 2019,
    "ongoing": "over",
    "end_precision": "month",
    "end_month": "2020-05",
    "region": "north",
    "own_words": "CANARY-OWN",
    "exchange_given": ["food", "money"],
    "certainty": "stated",
    "act": ["recruitment"],
    "palermo_purpose": ["sexual_exploitation"],
    "online": ["threat_to_share"],
    "platforms": ["messaging"],
    "exploitation_form": ["sexual_exploitation"],
    "forms": [{"form_kind": "sexual_exploitation", "form_from": "2019", "form_region": "north"}],
    "route": [{"route_point": "transit", "route_country": "sd", "route_when": "2019-03"}],
    "gain": ["money"],
}
LATER = {
    "continuum": ["survival_sex", "trafficking_sexual_exploitation"],
    "start_precision": "exact",
    "start_date": "2020-06-03",
    "ongoing": "ongoing",
}


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with one case of two episodes that hang together."""
    home = tmp_path_factory.mktemp("episodes") / "home"
    clock = Clock(datetime.now(UTC) - timedelta(hours=1))
    desks = Desks(template, home, clock)
    office = desks.office()
    code = desks.visit()
    first = office.answers.record(code, "episode", FIRST, "en").subject_id
    linked = [{"linked_episode": first, "linked_how": "because_of"}]
    office.answers.record(code, "episode", LATER | {"linked": linked}, "en")
    desks.close()
    return home, code, clock


@pytest.fixture
def opened(template, filled, tmp_path):
    home, code, clock = filled
    windows = []

    def at(subject="", **settings):
        copied = tmp_path / "home"
        if not copied.exists():
            copytree(home, copied)
        window = open_window(
            template, copied, settings=Settings(**settings), clock=Clock(clock.moment)
        )
        drive = window.__enter__()
        windows.append(window)
        drive.code = code
        drive.go("episodes", code, subject)
        drive.rest(6)
        return drive

    yield at
    for window in windows:
        window.__exit__(None, None, None)


@pytest.fixture
def drive(opened):
    return opened()


def cards(drive):
    return list(drive.page._cards.values())


def episodes(drive):
    return drive.asked(lambda: drive.office.overview.of(drive.code)).episodes


def drafts(drive):
    found = drive.asked(lambda: drive.office.overview.of(drive.code)).documents
    return [one.id for one in found if one.state == "draft"]


def test_each_episode_says_what_is_known_in_time(drive):
    assert [card.edit.accessibleName() for card in cards(drive)] == [
        "Edit Transactional sex, 2019",
        "Edit Survival sex · Trafficking, 3 June 2020",
    ]
    for words in (
        "2019 \u2013 May 2020 · North",
        "3 June 2020 \u2013 Still going on",
        "Food, Money",
        "“CANARY-OWN”",
        "Because of it: Transactional sex",
    ):
        assert drive.seen(words), words


def test_a_card_notes_indicators_carefully_and_asks_no_means_of_a_child(drive):
    """She was born in 2001: in 2019 she may have been 17."""
    for words in (
        "Indicators noted",
        "Recruitment",
        "Not needed under 18",
        "This may meet the definition of the protocol.",
        "Identification is made by the authority in charge; no help here depends on it.",
        "May have been under 18 at the time: counted as under 18, so no means are asked for.",
        "Threats to share images",
        "Messages or calls",
        "On the way, Sudan, March 2019",
    ):
        assert drive.seen(words), words
    assert drive.unseen("Nothing noted")


def test_while_the_panel_is_open_its_own_button_alone_stands_out(drive):
    head = drive.page.head.new_entry
    assert head.property("role") == "primary"
    drive.page.open("new")
    drive.rest()
    shown = [one for one in drive.window.findChildren(Button) if one.isVisible()]
    leading = [one for one in shown if one.property("role") == "primary"]
    assert leading == [drive.page.panel.finish_button]
    assert head.grab().toImage().pixelColor(4, head.height() // 2) == look().colours.surface
    drive.press("Escape")
    drive.rest()
    assert head.property("role") == "primary"
    assert head.grab().toImage().pixelColor(4, head.height() // 2) == look().colours.accent


def test_an_episode_that_was_kept_is_taken_back_and_is_a_draft_with_every_word(drive):
    before = [one.id for one in episodes(drive)]
    drive.page.open("new")
    drive.rest()
    drive.press("Space", "Ctrl+Return")
    drive.until(lambda: len(cards(drive)) == len(before) + 1)
    drive.press("Ctrl+Z")
    case = isolate(drive.page.place.case)
    assert drive.seen(texts.say("form.taken_back", form="Episode", case=case))
    drive.until(lambda: len(cards(drive)) == len(before))
    assert [one.id for one in episodes(drive)] == before
    (draft,) = drafts(drive)
    said = drive.asked(lambda: drive.office.filling.carry_on(draft)).doc.values
    assert said["episode.continuum"] == ["commercial_sexual_exploitation"]
    drive.page._continue(draft)
    drive.rest()
    drive.press("Ctrl+Return")
    drive.until(lambda: len(cards(drive)) == len(before) + 1)
    assert drafts(drive) == []


@pytest.mark.parametrize("whole", [False, True], ids=["panel", "whole form"])
def test_an_episode_of_which_nothing_is_said_is_not_put_on_record(drive, whole):
    before = [one.id for one in episodes(drive)]
    if whole:
        drive.go("form", drive.code, "episode")
        drive.until(lambda: drive.page.view is not None)
        for _topic in drive.page.view.shown_topics():
            drive.press("Ctrl+Return")
    else:
        drive.page.open("new")
        drive.rest()
        drive.press("Ctrl+Return")
    assert drive.focus().accessibleName() == texts.say("form.nothing_said")
    drive.rest()
    assert [one.id for one in episodes(drive)] == before
    assert drafts(drive) == []


def test_where_nothing_is_known_of_the_end_no_dash_leads_there(drive):
    assert from_until("2019", "") == "2019"
    assert from_until("2019", "2020") == "2019 \u2013 2020"
    answers = {"continuum": ["survival_sex"]}
    drive.asked(lambda: drive.office.answers.record(drive.code, "episode", answers, "en"))
    drive.go("episodes", drive.code)
    drive.until(lambda: cards(drive))
    assert drive.seen("Not known")
    assert drive.unseen("Not known \u2013")


def test_an_episode_is_told_by_keyboard_and_put_on_record(drive):
    drive.tab_to("Add episode")
    drive.press("Space")
    drive.rest()
    assert drive.focus().accessibleName().startswith("Commercial sexual exploitation")
    drive.press("Space", "Tab", "Space")
    drive.press("Ctrl+Return")
    drive.until(lambda: len(cards(drive)) == 3)
    assert drive.page.panel.isHidden()
    assert {"commercial_sexual_exploitation", "other_exploitative_relationship"} in [
        set(one.continuum) for one in episodes(drive)
    ]
    assert drive.seen("Episode kept.")
    assert drafts(drive) == []


def test_closing_keeps_what_was_told_and_it_can_be_continued(drive):
    drive.press("Space")
    drive.rest()
    drive.press("Space", "Escape")
    drive.rest(6)
    (draft,) = drafts(drive)
    assert drive.page.panel.isHidden()
    assert drive.seen("Begun, not finished")
    drive.tab_to(next(name for name in names(drive) if name.startswith("Continue the episode")))
    drive.press("Space")
    drive.rest()
    assert drive.page.panel.wanted().draft_id == draft
    assert drive.page.panel.filling.session.draft().values["episode.continuum"] == [
        "commercial_sexual_exploitation"
    ]


def names(drive):
    shown = [one for one in drive.window.findChildren(QWidget) if one.isVisible()]
    return [one.accessibleName() for one in shown]


def test_nothing_told_leaves_nothing_behind(drive):
    drive.press("Space")
    drive.rest()
    drive.press("Escape")
    drive.rest()
    assert drafts(drive) == []
    assert drive.focus() is drive.page.add


def test_an_episode_on_record_is_changed(drive):
    drive.tab_to("Edit Transactional sex, 2019")
    drive.press("Space")
    drive.rest()
    assert drive.seen("Changing an episode")
    drive.tab_to("Transactional sex, recorded")
    drive.press("Space", "Ctrl+Return")
    drive.until(lambda: cards(drive)[0].edit.accessibleName() == "Edit Not named yet, 2019")


def test_an_answer_is_taken_back_where_it_was_given(drive):
    drive.press("Space")
    drive.rest()
    drive.press("Space")
    assert drive.page.panel.filling.session.draft().values
    drive.press("Ctrl+Z")
    assert not drive.page.panel.filling.session.draft().values.get("episode.continuum")


def test_questions_come_and_go_with_the_answers_before_them(drive):
    drive.press("Space")
    drive.rest()
    panel = drive.page.panel
    asked = {one.question.name: one for one in panel._questions.builder.asked.values()}
    assert asked["end_precision"].isVisible()
    ref = asked["ongoing"].ref
    changes = panel.filling.session.set(ref, "ongoing")
    panel.filling.changed.emit(changes)
    settle()
    assert not asked["end_precision"].isVisible()
    assert not asked["area"].isVisible()


def test_what_is_asked_less_often_opens_when_wanted(drive):
    drive.press("Space")
    drive.rest()
    questions = drive.page.panel._questions
    known = {one.question.name for one in questions.builder.asked.values()}
    assert "control" not in known
    drive.tab_to("What made it hard to leave")
    drive.press("Space")
    known = {one.question.name for one in questions.builder.asked.values()}
    assert "control" in known


def test_what_is_wrong_is_listed_and_said_at_its_field(drive):
    drive.press("Space")
    drive.rest()
    panel = drive.page.panel
    asked = {one.question.name: one for one in panel._questions.builder.asked.values()}
    for name, value in (("start_precision", "year"), ("start_year", "12")):
        panel.filling.changed.emit(panel.filling.session.set(asked[name].ref, value))
    panel.finish()
    settle()
    assert drive.seen("Write a year of four digits that has begun.")
    assert asked["start_year"].wrong_words
    assert len(episodes(drive)) == 2


def test_answers_that_would_be_dropped_are_listed_first(drive):
    drive.press("Space")
    drive.rest()
    panel = drive.page.panel
    asked = {one.question.name: one for one in panel._questions.builder.asked.values()}
    for name, value in (("end_precision", "year"), ("end_year", "2020"), ("ongoing", "ongoing")):
        panel.filling.changed.emit(panel.filling.session.set(asked[name].ref, value))
    panel.finish()
    settle()
    assert drive.seen("These answers are hidden now and will be dropped")
    drive.tab_to("Finish and drop them")
    drive.press("Space")
    drive.until(lambda: len(cards(drive)) == 3)
    (new,) = [one for one in episodes(drive) if not one.continuum]
    assert (new.ongoing, new.end.first) == ("ongoing", None)


def test_one_comes_back_to_the_same_question_and_cursor(opened):
    drive = opened("new")
    drive.press("Space")
    drive.rest()
    panel = drive.page.panel
    panel._questions.enter("episode.own_words")
    settle()
    drive.type("CANARY half a sent")
    drive.press("Left", "Left")
    here = drive.page.here()
    drive.window.workspace.keep()
    drive.rest()
    here = drive.page.here()
    assert wanted_of(here.subject).draft_id == drafts(drive)[0]
    drive.window.workspace.show_place(Place(*here))
    drive.rest(6)
    assert drive.focus().toPlainText() == "CANARY half a sent"
    assert drive.focus().textCursor().position() == len("CANARY half a se")


def test_all_questions_stand_in_the_whole_form(opened):
    drive = opened("new")
    drive.press("Space")
    drive.rest()
    places = []
    drive.page.room.going.disconnect()
    drive.page.room.going.connect(places.append)
    drive.page.panel.whole_button.click()
    assert [(one.page, one.case) for one in places] == [("form", drive.code)]


def test_where_there_is_no_room_the_panel_takes_the_place_of_the_list(opened):
    drive = opened("new")
    drive.window.resize(1024, 640)
    settle()
    assert not drive.page._list.isVisible()
    drive.press("Escape")
    drive.rest()
    assert drive.page._list.isVisible()


def test_discreet_mode_shows_marks_only_until_the_words_are_revealed(opened):
    drive = opened(discreet=True)
    assert drive.unseen("CANARY-OWN")
    assert not any("Survival" in name for name in names(drive))
    drive.window.workspace.reveal(on=True)
    assert drive.seen("CANARY-OWN")


@pytest.mark.parametrize(
    "settings", [{}, {"language": "ar", "scale": 2.0}, {"theme": "dark", "scale": 1.5}]
)
@pytest.mark.parametrize("subject", ["", "new"])
def test_nothing_is_cut_or_covered(opened, settings, subject):
    drive = opened(subject, **settings)
    drive.window.resize(1366, 768)
    settle()
    assert complaints(drive.window) == []


def test_the_whole_form_tells_other_experiences_apart_as_the_panel_does(opened):
    drive = opened("new")
    drive.until(lambda: drive.page.panel.sheet is not None)
    named = [row["label"] for row in drive.page.panel.sheet.externals["episodes"]]
    drive.go("form", drive.code, "episode")
    drive.until(lambda: drive.page.view is not None)
    filling = drive.page.view.filling
    (repeat,) = [one for one in filling.session.model.items() if one.name == "linked"]
    assert filling.add_instance(repeat.ref)
    offered = filling.session.choices(f"{repeat.ref}[1]/linked_episode")
    assert [one.label for one in offered] == named
    assert len(set(named)) == 2
    assert not {"1", "2"} & set(named)
