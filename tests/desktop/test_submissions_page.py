"""Answers of ODK and Kobo by the window: looked at, brought in, undone; and forms taken there."""

from __future__ import annotations

import json

import pytest
from drive import open_window
from entering import entering
from gates import answer_dialog
from walking import complaints

import texts
from desktop.frame.settings import Settings
from desktop.parts.buttons import Button
from forms.loading import load_form


@pytest.fixture
def drive(template, home):
    with entering(template, home, "submissions") as enter:
        yield enter()


def one(number, day="2026-01-05", **said):
    visit = {"contact/contacted_on": day, "contact/outcome": "spoken"}
    return {
        "meta/instanceID": f"uuid:ex-{number}",
        "_xform_id_string": "follow_up",
        **visit,
        **said,
    }


def answers(tmp_path, *submissions):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(submissions), "utf-8")
    return path


def look_at(drive, path, form="follow_up"):
    card = drive.page.answers
    drive.until(card.form.count)
    card.file.button.setFocus()
    drive.press("Return")
    answer_dialog(drive, path)
    card.form.setCurrentIndex(card.form.findData(form))
    drive.tab_to("Look at these answers")
    drive.press("Return")
    return card


def test_answers_are_looked_at_brought_in_and_taken_away_by_the_key(drive, tmp_path):
    path = answers(tmp_path, one(1, shoe_size="38"), one(2, day="last week"), one(3))
    card = look_at(drive, path)
    drive.until(lambda: card.left.facts.rows)
    drive.rest()
    assert [row[0] for row in card.left.facts.rows] == ["answers.json #2"]
    assert "this is not a date" in card.left.facts.rows[0][1]
    assert drive.seen("3 submissions were read, 2 can be brought in")
    assert drive.seen("The form does not ask for")
    assert drive.seen("Nobody agreed to anything")
    assert drive.focus() is card.bring
    drive.press("Return")
    drive.until(lambda: drive.stands("3 submissions were read, 2 were brought in"))
    assert len(drive.asked(drive.office.cases.all)) == 2
    drive.press("Ctrl+Z")
    drive.until(lambda: drive.stands("2 cases were taken away"))
    assert drive.asked(drive.office.cases.all) == []


def leading(drive):
    """Return the buttons that stand out."""
    shown = [one for one in drive.window.findChildren(Button) if one.isVisible()]
    return [one.text() for one in shown if one.property("role") == "primary"]


def test_of_looking_and_bringing_in_one_stands_out_what_comes_next(drive, tmp_path):
    assert leading(drive) == ["Look at these answers"]
    card = look_at(drive, answers(tmp_path, one(1), one(2, day="last week")))
    drive.until(lambda: card.left.facts.rows)
    assert leading(drive) == ["Bring these answers in"]
    card.same.click()
    assert leading(drive) == ["Look at these answers"]
    drive.press("Ctrl+Return")
    drive.until(lambda: leading(drive) == ["Bring these answers in"])
    drive.press("Ctrl+Return")
    drive.until(lambda: drive.asked(drive.office.cases.all))
    assert leading(drive) == ["Look at these answers"]


def test_the_question_with_the_code_is_chosen_from_what_is_there(drive, tmp_path):
    code = drive.asked(
        lambda: drive.office.answers.record(None, "intake", {"limits_explained": "yes"}, "en")
    ).case_code
    card = look_at(drive, answers(tmp_path, one(1, case_code=code), one(2)))
    drive.until(lambda: card.left.facts.rows)
    drive.rest()
    card.case.setCurrentIndex(card.case.findData("case_code"))
    drive.until(lambda: drive.stands("2 submissions were read, 1 can be brought in"))
    drive.rest()
    assert texts.say("error.submission_no_code") in card.left.facts.rows[0][1]
    card.bring.click()
    drive.until(lambda: drive.stands("2 submissions were read, 1 was brought in"))
    assert len(drive.asked(drive.office.cases.all)) == 1
    assert len(drive.asked(lambda: drive.office.filling.entries(code, "follow_up"))) == 1


def test_a_file_that_means_harm_ends_in_one_sentence(drive, tmp_path):
    path = tmp_path / "torn.xml"
    path.write_text("<!DOCTYPE d [<!ENTITY e 'x'>]><data>&e;</data>", "utf-8")
    look_at(drive, path)
    drive.until(lambda: drive.stands(texts.say("error.source.entities")))


def test_a_form_is_written_and_is_the_same_form(drive, tmp_path):
    card = drive.page.form_out
    drive.until(card.form.count)
    card.form.setCurrentIndex(card.form.findData("legal"))
    for kind in (".xlsx", ".xml"):
        out = tmp_path / f"legal{kind}"
        card.writes[kind].setFocus()
        drive.press("Return")
        answer_dialog(drive, out)
        drive.until(lambda out=out: drive.stands(out.name))
        drive.rest()
        assert drive.seen("which stay here")
        assert load_form(out).form_id == "legal"


@pytest.mark.parametrize(
    "settings", [{}, {"language": "ar", "theme": "dark"}, {"language": "qps", "scale": 2.0}]
)
def test_nothing_is_cut_or_covered(template, home, tmp_path, settings):
    chosen = Settings(**settings)
    with open_window(template, home, settings=chosen, worker=template.supervisor) as drive:
        drive.go("submissions")
        drive.rest()
        card = drive.page.answers
        drive.until(card.form.count)
        card.file.take(answers(tmp_path, one(1, shoe_size="38"), one(2, day="last week")))
        card.form.setCurrentIndex(card.form.findData("follow_up"))
        card.look_at.click()
        drive.until(lambda: card.left.facts.rows)
        drive.rest()
        assert complaints(drive.window) == []
