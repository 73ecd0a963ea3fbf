"""Forms are filled in by keyboard, kept as one goes, and finished only when they are whole."""

from __future__ import annotations

from threading import Event

import pytest
from asking import assessment, with_form
from drive import open_window
from hands_on_field import goes_right, key
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.frame.places import Place
from desktop.look import look
from desktop.pages.form.topics import Standing

FORM = "own_assessment"


@pytest.fixture(scope="module")
def with_assessment(template, tmp_path_factory):
    return with_form(template, tmp_path_factory.mktemp("forms") / "home", assessment())


@pytest.fixture(scope="module")
def drive(with_assessment, tmp_path_factory):
    # One window for all: each test has a case of its own.
    with open_window(with_assessment, tmp_path_factory.mktemp("forms") / "own") as drive:
        yield drive


@pytest.fixture
def case(drive):
    answers = {"limits_explained": "yes"}
    return drive.asked(lambda: drive.office.answers.record(None, "intake", answers, "en").case_code)


@pytest.fixture
def view(drive, case):
    return opened(drive, case)


def opened(drive, case, subject=FORM, field=""):
    drive.go("form", case, subject, field)
    drive.until(lambda: drive.page.view is not None)
    return drive.page.view


def question(view, name):
    return next(
        one
        for page in view.pages.values()
        for one in page.builder.asked.values()
        if one.question.name == name
    )


def drafts(drive, case):
    """Return the drafts of a case, as the store has them."""
    drive.rest()
    found = drive.asked(drive.office.filling.drafts)
    return [one for one in found if one.case_code == case]


def kept(drive, case):
    """Return the draft of a case, as the store has it."""
    (draft,) = drafts(drive, case)
    return drive.asked(lambda: drive.office.filling.carry_on(draft.id)).doc


def test_the_first_field_has_the_focus_and_what_is_typed_is_kept(drive, case, view):
    assert drive.focus() is question(view, "words").editor.line
    drive.type("a quiet day")
    drive.page.keep()

    assert "a quiet day" in kept(drive, case).values.values()
    assert view.head.saved_words().startswith("Saved ")


def test_typing_is_kept_when_it_stops_without_anybody_asking(drive, case, view):
    drive.type("a pause follows")
    drive.until(view.head.saved_words)

    assert "a pause follows" in kept(drive, case).values.values()


@pytest.mark.parametrize("name", ["words", "account"])
def test_a_draft_holds_a_number_among_arabic_words_as_it_was_typed(drive, case, view, name):
    said, asked = "اتصل على +249 91 234 5678 غدا", question(view, name)
    (field,) = asked.editor.fields()
    field.setFocus()
    for sign in said:
        key(field, sign)
        assert goes_right(field)
    drive.page.keep()
    assert said in kept(drive, case).values.values()

    drive.go("help")
    again = question(opened(drive, case), name).editor
    assert again.answer() == said
    assert goes_right(again.fields()[0])


def test_looking_at_a_form_begins_no_draft(drive, case):
    opened(drive, case)
    drive.page.keep()
    drive.press("Alt+Right", "Ctrl+S")
    drive.go("help")

    assert drafts(drive, case) == []


def test_two_keeps_in_a_row_make_one_draft(drive, case):
    opened(drive, case)
    for words in ("one", " two", " three"):
        drive.type(words)
        drive.page.keep()

    assert len(drafts(drive, case)) == 1
    assert "one two three" in kept(drive, case).values.values()


def test_a_form_without_a_case_makes_one_when_it_is_first_kept(drive):
    opened(drive, "")
    drive.type("words")
    drive.page.keep()
    drive.rest()

    assert drive.page.here().case
    assert drive.page.crumbs()[1][1] == Place("case", drive.page.here().case)


def test_an_intake_is_gone_on_with_in_the_group_one_had_come_to(drive):
    """It was the first of nineteen each time: in hardly any is every question answered."""
    begun = opened(drive, "", "intake")
    drive.press("Alt+Right", "Alt+Right")
    drive.type("EX")
    at = begun.at
    drive.go("today")
    (code,) = [one.case_code for one in drive.asked(drive.office.filling.drafts)][:1]
    assert opened(drive, code, "intake").at == at
    assert drive.page.view.asked_in_focus().question.name == "name_used"


def test_a_follow_up_comes_right_below_and_nothing_else_is_built_again(drive, view):
    drive.press("Alt+Right")
    before = dict(view.pages[1].builder.asked)
    how = question(view, "how")
    assert how.isHidden()

    question(view, "returned").editor.dots["yes"].setFocus()
    drive.press("Space")

    assert how.isVisible()
    assert view.pages[1].builder.asked == before
    assert drive.focus() is question(view, "returned").editor.dots["yes"]
    drive.press("Tab")
    assert drive.focus() is how.editor.line


def test_groups_say_how_far_they_are(drive, view):
    drive.type("words")
    drive.page.keep()
    assert view.filling.progress.standing[0] is Standing.SOME

    drive.press("Tab")
    drive.type("7")
    drive.press("Tab")
    drive.type("more words")
    drive.page.keep()

    assert view.filling.progress.standing[0] is Standing.ALL
    assert view.side.lines[0].accessibleDescription() == "all answered"
    assert view.side.lines[1].accessibleDescription() == "not started"


def test_a_group_that_is_open_takes_no_more_room_and_no_group_takes_more_than_its_words(view):
    line = view.side.lines[0]
    words, around = "A topic of just so many words as go", 200
    line.say(words, Standing.NONE)
    while line._high("body", around) >= 2 * look().metrics().height():
        around += 1
    line.setChecked(True)
    high = line.heightForWidth(around)
    line.resize(around, high)
    # Bold letters would take a second line where the others take none.
    assert (high, line._role()) == (look().px(38), "body")
    assert line._high("strong", around) > line._high("body", around)
    line.resize(around + look().px(60), high)
    assert line._role() == "strong"
    view.side.lines[1].setChecked(True)
    assert (line.heightForWidth(around), line._role()) == (high, "body")


def test_from_the_list_of_groups_one_key_leads_to_the_last_with_which_a_form_is_finished(
    drive, view
):
    shown = [line for line in view.side.lines if line.isVisible()]
    shown[0].setFocus()
    for pressed, at in (("End", -1), ("Home", 0), ("End", -1)):
        drive.press(pressed)
        drive.rest()
        assert shown[at].isChecked()
        assert view.at == view.side.lines.index(shown[at])
    assert drive.stands("Finish")


def test_one_key_goes_from_question_to_question_over_all_that_may_be_ticked(drive, view):
    def here():
        return view.asked_in_focus().question.name

    def led(key):
        drive.press(f"Ctrl+{key}")
        return here()

    keys = ("Down", "Down", "Down", "Down", "Up", "Up", "Down", "Down", "Down", "Up")
    way = [led(key) for key in keys]
    assert way[:4] == ["sleep", "account", "given", "returned"]
    # After the last of a group comes the next group, before the first the last of the one before.
    assert way[4:] == ["given", "account", "given", "returned", "helps", "returned"]
    assert view.filling.topics[view.at].title(view.filling.session) == "Offers and pressure"

    drive.page.view.open(view.shown_topics()[-1]).enter()
    for _step in range(9):
        drive.press("Ctrl+Down")
    assert drive.focus() is view.foot.finish_button
    drive.press("Ctrl+Up")
    assert here() in {one.question.name for one in view.pages[view.at].builder.asked.values()}


def test_a_question_is_asked_in_letters_of_the_size_of_its_answers(view):
    asked = next(iter(view.pages[view.at].builder.asked.values()))
    letters = asked._label.font()
    assert (letters.pointSizeF(), letters.bold()) == (look().font().pointSizeF(), True)


def test_the_usual_names_of_groups_take_one_line(drive, case):
    lines = opened(drive, case, "intake").side.lines
    names = {"Keeping in touch safely", "What must not happen", "Where the person stays"}
    high = [line.heightForWidth(line.width()) for line in lines if line.text() in names]
    assert high == [look().px(38)] * len(names)


def test_no_question_moves_sideways_from_a_long_topic_to_a_short_one(drive, case):
    view = opened(drive, case, "intake")
    drive.window.resize(1366, 768)
    found = {}
    for number in range(len(view.side.lines)):
        if not view.side.lines[number].isVisible():
            continue
        view.side.lines[number].click()
        drive.rest()
        page = next(one for one in view.pages.values() if one.isVisible())
        at = page._title.mapTo(drive.window, QPoint(0, 0)).x()
        found.setdefault(page.verticalScrollBar().isVisible(), set()).add(at)
    assert len(found) == 2
    assert found[True] == found[False]
    assert len(found[True]) == 1


def test_the_ways_under_the_groups_are_in_sight_however_many_there_are(drive, case):
    for subject in ("intake", FORM):
        view = opened(drive, case, subject)
        drive.rest()
        side = view.side
        under = side.pause.mapTo(side, side.pause.rect().bottomLeft()).y()
        assert under < side.height()
        last = next(line for line in reversed(side.lines) if line.isVisibleTo(side))
        apart = side.pause.mapTo(side, QPoint(0, 0)).y() - last.mapTo(side, QPoint(0, 0)).y()
        # Few groups: right below them, and not at the foot of the side.
        assert subject == "intake" or apart < 4 * last.height()
        # A bar beside them takes no room of their words.
        assert last.width() == side.width() - 2 * look().px(10)


def test_what_is_wrong_is_listed_and_stands_at_the_field_in_the_same_words(drive, view):
    drive.press("Alt+Right")
    given = question(view, "given").editor
    for code in ("food", "not_asked"):
        given.ticks[code].click()
    question(view, "returned").editor.dots["yes"].click()
    question(view, "since").enter()
    drive.type("28")
    drive.press("Ctrl+Return")

    summary = view.pages[1]._summary
    lines = [link.text() for link in summary.links]
    assert drive.focus() is summary
    assert lines == [
        "Keep either “Not asked today” or the other answers",
        "Enter the year as four digits",
    ]
    assert [question(view, name).wrong_words for name in ("given", "since")] == lines
    assert view.filling.progress.standing[1] is Standing.SOME
    assert question(view, "since").editor.line.accessibleDescription() == lines[1]

    summary.links[1].setFocus()
    drive.press("Space")
    assert drive.focus() is question(view, "since").editor.line
    drive.press("Ctrl+A")
    drive.type("2028")
    drive.press("Tab")
    assert question(view, "since").wrong_words == ""


def test_what_is_needed_to_finish_stops_nobody_from_going_on(drive, view):
    view.open(3).enter()
    assert view.filling.checks.troubles(view.filling.topics[3]) == []

    drive.press("Ctrl+Return")

    (line,) = [link.text() for link in view.pages[3]._summary.links]
    assert line == "What matters first: An answer is needed to finish"


def test_hidden_answers_are_listed_before_they_are_dropped(drive, view, case):
    view.open(1)
    question(view, "returned").editor.dots["yes"].click()
    question(view, "how").enter()
    drive.type("said and then closed")
    question(view, "returned").editor.dots["no"].click()
    view.open(3).enter()
    drive.type("rest")
    drive.press("Ctrl+Return")

    summary = view.pages[3]._summary
    assert summary.lines == ["In their own words"]
    assert drive.asked(lambda: drive.office.filling.entries(case, FORM)) == []

    went = []
    room = drive.window.workspace.room
    room.going.disconnect()
    room.going.connect(went.append)
    drive.page.ending.put_on_record()
    drive.until(lambda: went)
    room.going.disconnect()
    room.going.connect(drive.window.workspace.go)

    assert went == [Place("case", case)]
    assert len(drive.asked(lambda: drive.office.filling.entries(case, FORM))) == 1
    assert drafts(drive, case) == []


def test_ctrl_z_takes_back_the_last_answer_wherever_it_was(drive, view):
    drive.type("first")
    drive.press("Alt+Right")
    question(view, "returned").editor.dots["no"].setFocus()
    drive.press("Space", "Ctrl+Z")
    assert question(view, "returned").editor.answer() == ""
    assert drive.seen("Taken back: Was something asked in return?")

    drive.press("Ctrl+Z")
    assert view.at == 0
    assert question(view, "words").editor.line.text() == ""


def test_what_was_taken_back_is_given_again_by_the_key_for_it(drive, view):
    question(view, "words").editor.line.setFocus()
    drive.press("Alt+Right")
    editor = question(view, "returned").editor
    editor.dots["no"].setFocus()
    drive.press("Space", "Ctrl+Z")
    assert editor.answer() == ""
    drive.press("Ctrl+Shift+Z")
    assert editor.answer() == "no"
    assert drive.seen("Done again: Was something asked in return?")
    drive.press("Ctrl+Shift+Z")
    assert drive.seen("Nothing left to do again here.")


def test_it_is_given_again_also_where_the_keyboard_stands_in_a_field(drive, view):
    """The field took the key for itself, and had typed nothing that it could do again."""
    drive.type("first")
    view.filling.settle()
    line = question(view, "words").editor.line
    line.fresh = False
    drive.press("Ctrl+Z")
    assert (line.text(), drive.focus()) == ("", line)
    drive.press("Ctrl+Shift+Z")
    assert line.text() == "first"


def test_ctrl_z_in_a_field_takes_back_typing_before_answers(drive, view):
    drive.type("kept")
    view.filling.settle()
    drive.type(" fresh")
    drive.press("Ctrl+Z")
    assert question(view, "words").editor.line.text() != "kept fresh"

    for _turn in range(3):
        drive.press("Ctrl+Z")
    assert question(view, "words").editor.line.text() == ""


def test_another_language_keeps_answers_and_focus(drive, case, view):
    drive.type("same words")
    area = drive.focus()
    # By mouse: what is pressed by it takes the keyboard by itself.
    QTest.mouseClick(view.head._languages._parts[1], Qt.MouseButton.LeftButton)

    assert drive.focus() is area
    assert area.text() == "same words"
    assert area.accessibleName() == "ع In their words"
    assert view.middle.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert drive.window.layoutDirection() is Qt.LayoutDirection.LeftToRight
    drive.page.keep()
    assert kept(drive, case).language == "ar"


def test_what_stands_in_a_field_is_in_the_language_of_the_questions(view):
    view.open(3)
    day = question(view, "next").editor
    view.head.language_chosen.emit("Arabic (ar)")
    said = [day.month.itemText(0), day.month.itemText(3), day.year.placeholderText()]
    assert said == ["الشهر", "مارس", "السنة"]
    assert day.year.accessibleName() == "ع When to meet again، السنة"
    view.head.language_chosen.emit("English (en)")
    assert [day.month.itemText(0), day.month.itemText(3)] == ["Month", "March"]


def test_a_pause_hides_every_word_and_keeps_the_place(drive, view):
    drive.press("Tab")
    field = drive.focus()
    view.side.pause.click()
    assert not view.isVisible()
    assert drive.unseen("Hours of sleep")

    drive.press("Space")
    assert view.isVisible()
    assert drive.focus() is field


def test_escape_discards_nothing(drive, view):
    drive.type("stays")
    drive.press("Escape", "Escape")
    assert question(view, "words").editor.line.text() == "stays"


def test_panes_go_from_groups_to_questions_to_the_ways_on(drive, view):
    panes = drive.page.panes()
    drive.press("F6")
    assert view.foot.isAncestorOf(drive.focus())
    assert panes[-2] is view.middle


def test_instances_are_added_and_removed_and_brought_back(drive, view):
    page = view.open(2)
    (box,) = page.builder.repeats.values()
    page.enter()
    drive.type("listens")
    assert box.add.accessibleName() == "Add another: Somebody who helps"
    box.add.click()
    drive.type("drives")
    assert view.filling.session.count(box.ref) == 2

    first = view.filling.session.state(f"{box.ref}[1]")
    box._remove(1, first.identity)
    assert [one.editor.line.text() for one in page.builder.asked.values()] == ["drives"]
    assert drive.seen("Removed: Somebody who helps 1")

    drive.press("Ctrl+Z")
    assert [one.editor.line.text() for one in page.builder.asked.values()] == ["listens", "drives"]


def test_where_one_has_left_a_form_no_key_takes_back_what_only_the_form_can(drive, view):
    """It was asked of a form that was gone: nothing came back, and it was a fault of ours."""
    page = view.open(2)
    (box,) = page.builder.repeats.values()
    page.enter()
    first = view.filling.session.state(f"{box.ref}[1]")
    box._remove(1, first.identity)
    bar = drive.window.workspace.undo
    assert bar.isVisible()
    drive.go("today")
    assert not bar.isVisible()
    drive.press("Ctrl+Z")
    assert drive.seen("Nothing left to take back here.")


def test_a_keep_that_fails_says_so_and_loses_nothing(drive, case, view):
    drive.type("before")
    drive.page.keep()
    (draft,) = drafts(drive, case)
    drive.asked(lambda: drive.office.filling.discard(draft.id))

    drive.type(" and after")
    drive.page.keep()
    drive.rest()

    assert drive.seen("Not saved yet")
    assert drive.seen("Try again")
    assert question(view, "words").editor.line.text() == "before and after"
    assert drive.page._keeping.waits
    drive.go("help")
    assert drive.seen("is lost when you leave this page")
    assert drive.page.view is view
    drive.go("help")
    assert drive.page.place.page == "help"


def test_what_was_typed_is_kept_when_one_goes_elsewhere(drive, case):
    opened(drive, case)
    drive.type("left in a hurry")
    drive.go("help")

    assert "left in a hurry" in kept(drive, case).values.values()


def test_what_was_done_is_said_over_the_ways_on_and_covers_none(drive, view):
    workspace = drive.window.workspace
    drive.page.room.done("EX done")
    drive.rest()
    assert workspace.undo.isVisible()
    assert workspace.undo.geometry().bottom() < view.foot.mapTo(workspace, QPoint(0, 0)).y()


def test_a_form_that_comes_after_one_has_left_says_nothing_of_the_way(drive, case):
    drive.window.workspace.go(Place("form", case, FORM))
    drive.window.workspace.go(Place("help"))
    drive.rest(6)
    way = drive.window.workspace.top._way
    assert [way.itemAt(at).widget().text() for at in range(way.count())] == ["Help"]


def test_a_draft_that_is_no_longer_there_leads_back(drive, case):
    drive.go("form", case, f"{FORM}#draft={'0' * 32}")

    assert drive.seen("This draft is not there any more")
    drive.press("Space")
    drive.rest()
    assert drive.page.place.page != "form" or drive.page.place.subject != f"{FORM}#draft={'0' * 32}"


def test_a_finished_service_leads_back_to_the_services(drive):
    opened(drive, "", "service")
    view = drive.page.view
    view.open(0)
    question(view, "name").enter()
    drive.type("Example Night Line")
    question(view, "kind").editor.dots["health"].click()
    view.open(len(view.filling.topics) - 1).enter()
    drive.press("Ctrl+Return")
    drive.until(lambda: drive.page.place.page == "services")

    names = [one.name for one in drive.asked(drive.office.services.all)]
    assert "Example Night Line" in names


def test_what_is_finished_twice_by_its_key_goes_on_record_once_and_nothing_is_refused(drive):
    opened(drive, "", "service")
    view = drive.page.view
    view.open(0)
    question(view, "name").enter()
    drive.type("Example Day Line")
    question(view, "kind").editor.dots["health"].click()
    view.open(len(view.filling.topics) - 1).enter()
    free = Event()
    drive.window.jobs.ask(drive.window, lambda: free.wait(20), bool)
    drive.press("Ctrl+Return", "Ctrl+Return")
    free.set()
    drive.until(lambda: drive.page.place.page == "services")

    names = [one.name for one in drive.asked(drive.office.services.all)]
    assert names.count("Example Day Line") == 1
    assert drive.unseen("This draft is not there any more")


def test_the_window_is_driven_with_the_keys_it_shows(drive, view):
    QTest.keyClick(drive.focus(), Qt.Key.Key_Return)
    assert drive.focus() is question(view, "sleep").editor.line
