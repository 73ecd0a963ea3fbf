"""A filled-in form read as entries of a case file, and by name."""

from __future__ import annotations

import pytest
from models import model_of

from casework.records.entries import by_field, by_name, entries_of, standing
from forms.document import FormDoc
from forms.loading import load_form

INTAKE, EPISODE = model_of("intake"), model_of("episode")


def doc(model, values):
    return FormDoc(model.form_id, model.version, values)


def entries(values, episode="", model=INTAKE):
    return list(entries_of(model, doc(model, values), episode))


def test_an_answer_becomes_an_entry_by_the_field_its_question_maps_to() -> None:
    (entry,) = entries({"intake.sex": "female"})
    assert (entry.field, entry.category, entry.codes_of) == ("person.sex", "demographic", "sex")
    assert (entry.value, entry.episode) == ("female", "")


def test_several_codes_stay_several_and_numbers_become_words() -> None:
    values = {"intake.languages": ["ar", "en"], "intake.birth_year": 2001}
    assert [one.value for one in entries(values)] == [("ar", "en"), "2001"]


@pytest.mark.parametrize("empty", ["", None, [], ()])
def test_what_was_not_answered_is_no_entry(empty) -> None:
    assert entries({"intake.sex": empty, "_id": "00"}) == []


@pytest.mark.parametrize("silence", ["not_asked", "does_not_want_to_say", "not_known"])
def test_who_did_not_say_has_said_nothing(silence) -> None:
    assert entries({"intake.sex": silence, "intake.languages": [silence]}) == []
    (entry,) = entries({"intake.languages": ["ar", silence]})
    assert entry.value == ("ar",)


def test_a_list_that_is_no_code_list_is_said_as_it_is() -> None:
    (entry,) = entries({"episode.linked_episode": "CANARY"}, model=EPISODE)
    assert (entry.value, entry.codes_of) == ("CANARY", "")


def test_a_zero_is_an_answer() -> None:
    assert [one.value for one in entries({"intake.children_count": 0})] == ["0"]


def test_answers_inside_repeats_are_entries_too() -> None:
    channels = [
        {"_id": "01", "intake.channel": "phone_call", "intake.channel_value": "CANARY-1"},
        {"_id": "02", "intake.channel_value": "CANARY-2"},
    ]
    found = entries({"intake.channels": channels})
    assert [one.value for one in found] == ["phone_call", "CANARY-1", "CANARY-2"]
    assert {one.field for one in found} == {"contact.channel"}
    assert "CANARY" not in repr(found)


def test_an_entry_knows_its_episode() -> None:
    (entry,) = entries({"episode.own_words": "CANARY"}, "ep1", EPISODE)
    assert entry.episode == "ep1"


def test_a_question_that_says_nothing_of_itself_is_for_the_team_only() -> None:
    model = load_form(
        "settings:\n  - form_id: bare\n    form_title: Bare\n    version: '1'\n"
        "survey:\n  - type: text\n    name: q\n    label: Q\n"
    )
    question = next(one for one in model.questions() if one.name == "q")
    (entry,) = entries({question.qid: "CANARY"}, model=model)
    assert entry.category == "staff_notes"
    assert entry.field == f"form.{question.qid}"


def test_an_answer_that_this_version_does_not_ask_is_left_alone() -> None:
    assert entries({"intake.gone": "CANARY"}) == []
    assert by_field(INTAKE, doc(INTAKE, {"intake.gone": "CANARY"})) == {}


ONE_PLACE = {"intake.area": "area_a", "intake.region": "region_a"}


@pytest.mark.parametrize("order", [list(ONE_PLACE), list(reversed(ONE_PLACE))])
def test_of_two_answers_to_one_field_the_later_question_counts_in_any_order(order) -> None:
    values = {qid: ONE_PLACE[qid] for qid in order}
    assert by_field(INTAKE, doc(INTAKE, values)) == {"location.area": "area_a"}


def test_by_field_reads_what_stands_on_its_own_and_no_instance_of_a_repeat() -> None:
    values = {
        "episode.continuum": ["survival_sex", "transactional_sex"],
        "episode.tags": [{"_id": "01", "episode.tag": "survival_sex"}],
        "episode.own_words": "CANARY-WHOLE",
    }
    found = by_field(EPISODE, doc(EPISODE, values))
    assert found["episode.continuum"] == ["survival_sex", "transactional_sex"]
    assert found["episode.own_words"] == "CANARY-WHOLE"


def stands(*visits, model=INTAKE, episodes=("", "", "")):
    forms = ((model, doc(model, one), ep) for one, ep in zip(visits, episodes, strict=False))
    return {one.field: (one.value, one.taken_back) for one in standing(forms)}


SAID = {"intake.sex": "female", "intake.languages": ["ar"]}


@pytest.mark.parametrize("quiet", ["not_asked", "not_known"])
def test_what_is_not_asked_or_not_known_later_leaves_the_earlier_answer(quiet) -> None:
    found = stands(SAID, {"intake.sex": quiet, "intake.languages": [quiet]})
    assert found == {"person.sex": ("female", False), "person.languages": (("ar",), False)}


def test_who_does_not_want_to_say_later_takes_the_earlier_answer_back() -> None:
    refused = {"intake.sex": "does_not_want_to_say", "intake.languages": ["does_not_want_to_say"]}
    back = {"person.sex": ("female", True), "person.languages": (("ar",), True)}
    assert stands(SAID, refused) == back
    assert stands(SAID, refused, {"intake.sex": "not_asked"}) == back
    assert stands(SAID, refused, {"intake.sex": "other"})["person.sex"] == ("other", False)


def test_a_silence_before_any_answer_takes_nothing_back() -> None:
    assert stands({"intake.sex": "does_not_want_to_say"}) == {}


def test_an_answer_beside_a_silence_stands() -> None:
    later = {"intake.languages": ["en", "does_not_want_to_say"]}
    assert stands(SAID, later)["person.languages"] == (("en",), False)


def test_who_does_not_want_to_say_how_exactly_takes_the_birth_date_back() -> None:
    born = {"intake.birth_precision": "year", "intake.birth_year": 2001}
    later = {"intake.birth_precision": "does_not_want_to_say"}
    assert stands(born, later)["person.birth_date"] == ("2001", True)


def test_one_episode_takes_nothing_back_from_another() -> None:
    told = {"episode.source": "survivor"}, {"episode.source": "does_not_want_to_say"}
    (entry,) = standing(
        (EPISODE, doc(EPISODE, one), ep) for one, ep in zip(told, "ab", strict=True)
    )
    assert (entry.value, entry.episode, entry.taken_back) == ("survivor", "a", False)


def test_by_name_keeps_repeats_as_lists_of_rows() -> None:
    values = {
        "intake.sex": "female",
        "intake.channels": [{"_id": "01", "intake.channel": "phone_call"}],
    }
    assert by_name(INTAKE, doc(INTAKE, values)) == {
        "sex": "female",
        "channels": [{"channel": "phone_call"}],
    }
