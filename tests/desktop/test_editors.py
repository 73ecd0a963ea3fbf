"""Every kind of question has its editor, and each gives back what it was shown."""

from __future__ import annotations

from datetime import date

import pytest
from asking import KINDS, every_kind
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

import texts
from casework.persons.folding import found_as
from desktop.app import application
from desktop.editors.days import DateEditor, MomentEditor, TimeEditor
from desktop.editors.one import OneEditor, PickEditor
from desktop.editors.ranked import OrderEditor
from desktop.editors.registry import EDITORS, kind_for
from desktop.editors.searching import SearchDrop
from desktop.editors.several import ManyEditor, SeveralEditor, TilesEditor
from desktop.editors.shown import ElsewhereEditor, ShownEditor
from desktop.editors.steps import RangeEditor
from desktop.editors.ticked import AgreeEditor
from desktop.editors.typed import LineEditor, LinesEditor, NumberEditor, plain_digits
from desktop.look.marks import codes
from desktop.parts.fields import Line, Lines, Secret
from desktop.parts.sheet_code import SheetCode
from forms.choices import Offer
from forms.codelists import code_list, in_display_order, label
from forms.lexical import no_number, read_back, stored
from forms.model import Choices, Question
from forms.reading_order import BOXES, RADIOS, in_reading_order

SHARED = {
    "text": "words",
    "integer": "12",
    "decimal": "1.5",
    "date": "2028-03-12",
    "time": "09:41",
    "datetime": "2028-03-12T09:41",
    "range": "3",
    "acknowledge": "OK",
    "boolean": "1",
    "geopoint": "1 2 0 0",
    "file": "picture.jpg",
    "calculate": "1",
}


@pytest.fixture(autouse=True)
def english():
    application()
    texts.use("en")


def question(bind="string", control="input", list_name="", **more):
    choices = Choices(list_name=list_name) if list_name else None
    return Question(
        qid="q", name="q", path=("data", "q"), bind=bind, control=control, choices=choices, **more
    )


def offers(list_id, language="en"):
    return tuple(Offer(one.id, one.label(language)) for one in in_display_order(list_id, "en"))


@pytest.fixture(scope="module")
def models():
    return every_kind()


def test_the_editors_are_those_of_the_kinds_of_question_and_no_others(models):
    kinds = {one.type for model in models for one in model.questions()}
    assert kinds == set(EDITORS)
    assert len(KINDS) > len(("text", "number", "choice"))


def test_every_editor_gives_back_the_answer_it_was_shown(models):
    for model in models:
        for one in model.questions():
            if one.type not in SHARED:
                continue
            editor = EDITORS[one.type](one)
            editor.show_answer(SHARED[one.type])
            assert editor.answer() == SHARED[one.type], one.type
            told = []
            editor.answered.connect(lambda told=told: told.append(1))
            editor.show_answer("")
            assert told == []


def test_no_keyboard_may_learn_what_is_typed(models):
    passphrase = Secret()
    passphrase.show_words(shown=True)
    editors = [EDITORS[one.type](one) for model in models for one in model.questions()]
    fields = [
        field
        for editor in editors
        for field in (*editor.findChildren(QLineEdit), *editor.findChildren(QPlainTextEdit))
    ]
    assert fields
    private = Qt.InputMethodHint.ImhSensitiveData, Qt.InputMethodHint.ImhNoPredictiveText
    for field in (*fields, passphrase, Line(), Lines()):
        assert all(field.inputMethodHints() & hint for hint in private)


def test_no_input_method_has_the_keys_of_a_recovery_code(qapp):
    """It is seen as it is typed, and opens everything."""
    del qapp
    code = SheetCode()
    unheard = Qt.InputMethodHint.ImhHiddenText
    assert all(line.inputMethodHints() & unheard for line in (code.line, code.second))
    code.line.setText("ABCD")
    assert code.line.echoMode() is QLineEdit.EchoMode.Normal
    # Any other line is written with whatever somebody writes with.
    assert not Line().inputMethodHints() & unheard


def test_an_input_method_is_told_no_word_that_is_hidden(qapp):
    """Some get all that stands around the cursor at each key, also where they are not used."""
    del qapp
    passphrase = Secret()
    passphrase.setText("six drawn words")
    asked = Qt.InputMethodQuery
    texts_asked = (asked.ImSurroundingText, asked.ImTextBeforeCursor, asked.ImTextAfterCursor)
    assert [passphrase.inputMethodQuery(one) for one in texts_asked] == ["", "", ""]
    assert passphrase.inputMethodQuery(asked.ImCursorPosition) == 0
    assert passphrase.inputMethodQuery(asked.ImEnabled) is True
    # Nor does any hear the keys, before the eye was used as after it.
    unheard = Qt.InputMethodHint.ImhHiddenText
    assert passphrase.inputMethodHints() & unheard
    passphrase.show_words(shown=True)
    assert passphrase.inputMethodQuery(asked.ImSurroundingText) == "six drawn words"
    assert not passphrase.inputMethodHints() & unheard
    passphrase.show_words(shown=False)
    assert passphrase.inputMethodHints() & unheard


@pytest.mark.parametrize(
    ("asked", "offered", "kind"),
    [
        (question(), 0, LineEditor),
        (question(appearance="multiline"), 0, LinesEditor),
        (question(appearance="numbers"), 0, NumberEditor),
        (question(calculate="1+1"), 0, ShownEditor),
        (question("geopoint"), 0, ElsewhereEditor),
        (question(control="select1", list_name="yes_no"), RADIOS, OneEditor),
        (question(control="select1", list_name="country"), RADIOS + 1, PickEditor),
        (question(control="select1", list_name="yes_no", appearance="minimal"), 2, PickEditor),
        (question(control="select", list_name="exchange"), BOXES, SeveralEditor),
        (question(control="select", list_name="country"), BOXES + 1, ManyEditor),
        (question(control="select", list_name="continuum"), 9, TilesEditor),
        (question("never heard of"), 0, ElsewhereEditor),
    ],
)
def test_appearance_and_length_of_the_list_choose_the_editor(asked, offered, kind):
    assert kind_for(asked, offered) is kind


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("12", "12"),
        ("\u0661\u0662", "12"),
        ("\u06f1\u06f2\u066b\u06f5", "12.5"),
        ("1,5", "1.5"),
        ("1\u00a0000", "1000"),
        ("1,500.50", "1500.50"),
        ("12,34,567", "1234567"),
        ("-1,250,000.5", "-1250000.5"),
        ("1 500,000", "1500.000"),
        ("0,500", "0.500"),
        ("1500,000", "1500.000"),
        ("1,2,3", "1.2.3"),
        ("\u22124", "-4"),
        ("twelve", "twelve"),
        ("12 or so", "12 or so"),
        ("", ""),
    ],
)
def test_figures_of_any_script_become_plain_and_words_stay(typed, plain):
    assert plain_digits(typed) == plain


@pytest.mark.parametrize("typed", ["12,000", "1,500", "-2,500", "\u0661,\u0665\u0660\u0660"])
def test_a_comma_that_may_part_thousands_or_decimals_is_not_guessed(typed):
    line = NumberEditor(question(bind="decimal"))
    line.line.setText(typed)
    assert no_number(line.answer(), whole=False) == "not_one_number"
    whole = NumberEditor(question(bind="int"))
    whole.line.setText(typed)
    assert no_number(whole.answer(), whole=True) == ""
    assert whole.answer().endswith("00")


@pytest.mark.parametrize(
    ("bind", "typed", "shown"),
    [
        ("decimal", "1,5", "1.5"),
        ("decimal", "1.500", "1.5"),
        ("decimal", "1 500", "1500"),
        ("decimal", "1,500.50", "1500.5"),
        ("decimal", "\u0661\u066c\u0665\u0660\u0660", "\u0661\u0665\u0660\u0660"),
        ("decimal", "\u0661,\u0665", "\u0661\u066b\u0665"),
        ("decimal", "\u0967\u0968,\u096b", "\u0967\u0968.\u096b"),
        ("int", "12,000", "12000"),
        ("decimal", "12,000", "12,000"),
        ("decimal", "twelve", "twelve"),
        ("string", "0770 12", "077012"),
    ],
)
def test_a_field_that_was_left_shows_the_number_that_was_kept(bind, typed, shown):
    editor = NumberEditor(question(bind=bind))
    editor.line.setText(typed)
    editor.line.left.emit()
    assert editor.line.text() == shown


@pytest.mark.parametrize("kept", ["2028-03-12", "2028-03-", "-03-12", "28--", "2028-00-12"])
def test_a_day_written_in_part_is_not_lost(kept):
    editor = DateEditor(question("date"))
    editor.show_answer(kept)
    again = DateEditor(question("date"))
    again.show_answer(editor.answer())
    assert again.answer() == editor.answer()
    assert editor.answer().startswith(kept[:2])


@pytest.mark.parametrize(
    ("appearance", "kept", "shown"),
    [("month-year", "2028-03-01", 2), ("year", "2028-01-01", 1), ("", "2028-03-12", 3)],
)
def test_a_day_is_asked_only_as_far_as_the_form_wants(appearance, kept, shown):
    editor = DateEditor(question("date", appearance=appearance))
    editor.show_answer(kept)
    assert editor.answer() == kept
    assert len(editor.fields()) == shown


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        *(
            (one, "2026-05-03", ("3", "5", "2026"))
            for one in ("3.5.2026", "03/05/2026", "3-5-2026")
        ),
        ("2026-04-03", "2026-04-03", ("3", "4", "2026")),
        *((one, "2026-04-03", ("3", "4", "2026")) for one in ("٣/٤/٢٠٢٦", "۳.۴.۲۰۲۶")),
        # What is no day stays one that is refused, and of a short year nobody guesses the hundred.
        ("31.2.2026", "2026-02-31", ("31", "2", "2026")),
        ("3/5/26", "26-05-03", ("3", "5", "26")),
        ("5/23/2026", "--5/23/2026", ("5/23/2026", "", "")),
        ("today", "--today", ("today", "", "")),
    ],
)
def test_a_whole_day_may_be_written_into_the_first_field(typed, kept, shown):
    """It went out of sight there, and was asked for once more at the end of the form."""
    editor, told = DateEditor(question("date")), []
    editor.answered.connect(lambda: told.append(editor.answer()))
    editor.day.setText(typed)
    assert editor.answer() == kept
    editor.day.left.emit()
    assert (editor.day.text(), editor.month.code(), editor.year.text()) == shown
    assert told == [kept]


def test_a_day_of_the_calendar_is_taken_and_told():
    editor, told = DateEditor(question("date")), []
    editor.answered.connect(lambda: told.append(editor.answer()))
    editor._take(date(2028, 3, 12))
    assert told == ["2028-03-12"]


@pytest.fixture
def ethiopian():
    texts.use("en", calendar="ethiopian")
    yield
    texts.use("en")


@pytest.mark.usefixtures("ethiopian")
def test_a_day_is_typed_and_read_in_the_calendar_of_the_worker():
    editor = DateEditor(question("date"))
    editor.show_answer("2026-11-25")
    assert (editor.day.text(), editor.month.currentText(), editor.year.text()) == (
        "16",
        "Hedar",
        "2019",
    )
    assert "25 November 2026" in editor.known.text()
    editor.day.setText("17")
    assert editor.answer() == "2026-11-26"
    editor.day.setText("16.3.2019")
    editor.day.left.emit()
    assert editor.answer() == "2026-11-25"
    assert editor.month.currentText() == "Hedar"


@pytest.mark.usefixtures("ethiopian")
def test_what_is_typed_only_in_part_is_a_day_of_no_calendar():
    editor = DateEditor(question("date"))
    editor.show_answer("ethiopian:2019-03-")
    assert (editor.day.text(), editor.year.text()) == ("", "2019")
    assert editor.answer() == "ethiopian:2019-03-"
    for elsewhere in ("2026-11-", "persian:1405--"):
        editor.show_answer(elsewhere)
        assert (editor.year.text(), editor.answer()) == ("", elsewhere)
        assert elsewhere in editor.known.text()


@pytest.mark.usefixtures("ethiopian")
@pytest.mark.parametrize("appearance", ["year", "month-year"])
def test_where_a_month_or_a_year_is_asked_the_calendar_of_the_form_stays(appearance):
    editor = DateEditor(question("date", appearance=appearance))
    editor.show_answer("2026-11-01")
    assert editor.year.text() == "2026"
    assert editor.answer() in {"2026-11-01", "2026-01-01"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *(("9:41", "09:41"), ("941", "09:41"), ("0941", "09:41"), ("noon", "noon")),
        *(("٩:٤١", "09:41"), ("٠٩٤١", "09:41"), ("۰۹:۴۱", "09:41"), ("०९.०५", "09:05")),
    ],
)
def test_a_time_is_taken_as_people_write_it(typed, kept):
    editor = TimeEditor(question("time"))
    editor.line.setText(typed)
    assert editor.answer() == kept


def test_the_seconds_of_a_time_stay_while_nobody_changes_it():
    editor = TimeEditor(question("time"))
    editor.show_answer("09:41:30.000+02:00")
    assert editor.line.text() == "09:41"
    assert editor.answer() == "09:41:30.000+02:00"


def test_a_moment_without_a_time_is_a_day():
    editor = MomentEditor(question("dateTime"))
    editor.show_answer("2028-03-12")
    assert editor.answer() == "2028-03-12"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_choices_stand_a_to_z_other_last_and_non_answers_apart(language):
    ordered = in_reading_order(offers("exchange", language), "exchange")
    expected = in_display_order("exchange", language)
    assert [one.code for one in ordered.all()] == [code.id for code in expected]
    assert {one.code for one in ordered.non_answers} == {
        code.id for code in expected if code.non_answer
    }


@pytest.mark.parametrize("language", ["en", "ar"])
def test_non_answers_stand_in_one_order_under_every_question(language):
    asked = ("exchange", "sex", "yes_no_answer")
    orders = {
        tuple(one.code for one in in_reading_order(offers(one, language), one).non_answers)
        for one in asked
    }
    assert len(orders) == 1


def test_a_list_of_somebody_else_keeps_its_order():
    own = (Offer("z", "Zebra"), Offer("a", "Ant"))
    assert in_reading_order(own, "their_list").answers == own


def test_a_choice_of_one_is_given_once_and_can_be_taken_back():
    editor, told = OneEditor(question(control="select1", list_name="yes_no_answer")), []
    editor.show_offers(offers("yes_no_answer"))
    editor.answered.connect(lambda: told.append(editor.answer()))
    editor.dots["yes"].click()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    assert told == ["yes", ""]
    assert not any(dot.isChecked() for dot in editor.dots.values())


def test_the_number_on_paper_makes_the_choice():
    editor = OneEditor(question(control="select1", list_name="yes_no_answer"))
    editor.show_offers(offers("yes_no_answer"))
    QTest.keyClicks(editor, "2")
    shown = in_reading_order(offers("yes_no_answer"), "yes_no_answer").all()
    assert editor.answer() == shown[1].code
    QTest.keyClicks(editor, "9")
    assert editor.answer() == shown[1].code


def test_more_than_nine_choices_have_numbers_of_two_figures():
    editor = SeveralEditor(question(control="select", list_name="present"))
    editor.show_offers(offers("present"))
    shown = [one.code for one in in_reading_order(offers("present"), "present").all()]
    QTest.keyClicks(editor, "1001")
    assert set(editor.answer().split()) == {shown[9], shown[0]}
    QTest.keyClicks(editor, "10")
    assert editor.answer() == shown[0]


def test_where_answers_change_what_is_offered_figures_choose_nothing():
    filtered = Choices("present", "instance('present')/root/item[kind = /data/k]")
    asked = Question(
        qid="q", name="q", path=("data", "q"), bind="string", control="select1", choices=filtered
    )
    editor = OneEditor(asked)
    editor.show_offers(offers("yes_no_answer"))
    QTest.keyClicks(editor, "1")
    assert not editor.answer()


def test_other_words_keep_the_buttons_and_the_choice():
    editor = OneEditor(question(control="select1", list_name="yes_no"))
    editor.show_offers(offers("yes_no"))
    editor.show_answer("yes")
    before = dict(editor.dots)
    editor.show_offers(offers("yes_no", "ar"))
    assert editor.dots == before
    assert editor.dots["yes"].isChecked()
    assert editor.dots["yes"].accessibleName() != "Yes"


def test_yes_and_no_look_alike():
    editor = OneEditor(question(control="select1", list_name="yes_no"))
    editor.show_offers(offers("yes_no"))
    yes, no = editor.dots["yes"], editor.dots["no"]
    assert yes.font() == no.font()
    assert yes.quiet == no.quiet
    assert yes.sizeHint().height() == no.sizeHint().height()


def test_the_whole_row_of_a_box_can_be_pressed():
    editor = SeveralEditor(question(control="select", list_name="exchange"))
    editor.show_offers(offers("exchange"))
    tick = editor.ticks["food"]
    tick.resize(300, 34)
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=tick.rect().bottomRight())
    assert editor.answer() == "food"


def test_a_code_that_is_no_longer_offered_stays_until_somebody_changes_it():
    editor = SeveralEditor(question(control="select", list_name="exchange"))
    editor.show_answer("gone food")
    editor.show_offers(offers("exchange"))
    editor.ticks["money"].click()
    assert set(editor.answer().split()) == {"gone", "food", "money"}


def test_tiles_give_the_same_answer_in_whatever_order_they_were_pressed():
    answers = set()
    for turn in (1, -1):
        editor = TilesEditor(question(control="select", list_name="continuum"))
        editor.show_offers(offers("continuum"))
        for tile in editor.tiles._tiles[::turn]:
            tile.click()
        answers.add(editor.answer())
    (answer,) = answers
    assert set(answer.split()) == set(codes())


def test_tiles_show_what_is_recorded_and_say_so():
    editor = TilesEditor(question(control="select", list_name="continuum"))
    editor.show_answer("survival_sex")
    (tile,) = [one for one in editor.tiles._tiles if one.isChecked()]
    assert tile.accessibleName() == "Survival sex, recorded"


def test_out_of_a_long_list_what_is_chosen_can_be_taken_away():
    editor = ManyEditor(question(control="select", list_name="language"))
    editor.show_offers(offers("language"))
    editor._add("ar")
    editor._add("en")
    editor._remove("ar")
    assert editor.answer() == "en"


def test_a_list_is_searched_by_typing_and_nothing_else_is_taken():
    drop, picked = SearchDrop(), []
    drop.offer([("", ""), ("a", "Ant"), ("z", "Zebra")])
    drop.picked.connect(picked.append)
    drop.setEditText("zebra")
    drop._settle()
    drop.setEditText("elephant")
    drop._settle()
    assert picked == ["z"]
    assert drop.currentText() == "Zebra"


@pytest.mark.parametrize(
    ("language", "typed", "code"),
    [("fr", "egyp", "eg"), ("es", "Peru", "pe"), ("ar", "اثيو", "et"), ("en", "ethio", "et")],
)
def test_a_line_is_found_however_it_is_spelled(qtbot, language, typed, code):
    """Whoever typed a country without its accents or hamza and went down chose Andorra."""
    drop, picked = SearchDrop(), []
    qtbot.addWidget(drop)
    drop.offer(
        [("", ""), *((one, label("country", one, language)) for one in code_list("country").codes)]
    )
    drop.picked.connect(picked.append)
    drop.show()
    drop.setFocus()
    drop.setEditText(typed)
    drop.completer().setCompletionPrefix(typed)
    drop.completer().complete()
    assert drop.completer().currentCompletion() == label("country", code, language)
    drop.completer().popup().hide()
    drop.setEditText(found_as(label("country", code, language)))
    drop._settle()
    assert picked == [code]


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Up])
def test_no_arrow_chooses_for_words_that_fit_no_line(qtbot, key):
    drop, picked = SearchDrop(), []
    qtbot.addWidget(drop)
    drop.offer([("", ""), ("a", "Ant"), ("z", "Zebra")])
    drop.picked.connect(picked.append)
    drop.choose("a")
    drop.setEditText("elephant")
    QTest.keyClick(drop, key)
    assert (picked, drop.code()) == ([], "a")
    drop._settle()
    QTest.keyClick(drop, Qt.Key.Key_Down)
    assert drop.code() == "z"


def test_an_order_counts_only_once_somebody_said_so():
    editor = OrderEditor(question(control="rank", list_name="yes_no"))
    editor.show_offers(offers("yes_no"))
    assert editor.answer() == ""
    editor.list.setCurrentRow(1)
    editor._move(-1)
    assert editor.answer() == "no yes"


def test_few_steps_are_buttons_and_many_are_a_field():
    few = RangeEditor(question("int", "range", range=("0", "5", "1")))
    many = RangeEditor(question("int", "range", range=("0", "100", "1")))
    few.dots["3"].click()
    many.show_answer("42")
    assert (few.answer(), many.answer()) == ("3", "42")
    assert list(few.dots) == ["0", "1", "2", "3", "4", "5"]


def test_a_step_is_seen_again_in_a_draft_and_taken_back_by_delete():
    asked = question("decimal", "range", range=("1", "3", "0.5"))
    for step in ("1", "1.5", "2", "2.5", "3"):
        first, again = RangeEditor(asked), RangeEditor(asked)
        first.dots[step].click()
        again.show_answer(read_back(stored(asked, first.answer())))
        assert [one for one, dot in again.dots.items() if dot.isChecked()] == [step]
        QTest.keyClick(again.dots[step], Qt.Key.Key_Delete)
        assert again.answer() == ""
        assert not any(dot.isChecked() for dot in again.dots.values())


def test_a_box_that_is_not_ticked_says_nothing():
    editor = AgreeEditor(question(control="trigger"))
    assert editor.answer() == ""
    editor.tick.click()
    assert editor.answer() == "OK"


def test_a_kind_that_is_not_available_keeps_its_answer_and_says_so():
    editor = ElsewhereEditor(question("geopoint"))
    editor.show_answer("1 2 0 0")
    assert editor.answer() == "1 2 0 0"
    assert "cannot be changed here" in editor._words.text()
