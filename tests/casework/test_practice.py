"""Invented cases: the same from the same seed, in several scripts, and plainly of nobody."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from random import Random

import pytest

from casework.consent.grant import Purpose
from casework.practice.invented import dated, directory, practice_case
from casework.practice.life import joined
from casework.services.service import Service

DIRECTORY = [
    Service(bytes([n] * 16).hex(), f"s-{n}", one["name"], one["kind"])
    for n, one in enumerate(directory(), start=1)
]
# The word "example" in each script, and a number: what a name may be, and nothing else.
PLAIN_NAME = re.compile(r"(Example|Exemple|مثال|ምሳሌ|उदाहरण|উদাহরণ|Приклад) \d+")


def cases(seed, count=60):
    chance = Random(seed)
    return [practice_case(chance, number, DIRECTORY) for number in range(1, count + 1)]


def scripts(words):
    return {
        unicodedata.name(sign).split()[0] for sign in words if unicodedata.category(sign)[0] == "L"
    }


def test_the_same_seed_gives_the_same_cases_and_another_seed_others() -> None:
    assert cases(7) == cases(7)
    assert cases(7) != cases(8)


def test_the_cases_are_written_in_several_scripts() -> None:
    found = set().union(*(scripts(case.intake["account"]) for case in cases(7)))
    assert found == {"LATIN", "ARABIC", "ETHIOPIC", "DEVANAGARI", "BENGALI", "CYRILLIC"}


def test_nothing_looks_like_a_real_name_or_a_real_telephone() -> None:
    for number, case in enumerate(cases(7), start=1):
        assert PLAIN_NAME.fullmatch(case.intake["name_used"])
        assert case.intake["name_used"].endswith(f" {number}")
        assert re.fullmatch(r"\+000 55 \d{7}", case.intake["phone"])
    for service in directory():
        assert service["name"].startswith("Example ")


def test_invented_people_are_of_age_and_did_not_all_agree() -> None:
    made = cases(7)
    assert {2026 - case.intake["birth_year"] >= 18 for case in made} == {True}
    assert 0 < sum(case.consent is None for case in made) < len(made)
    given = [case.consent["grants"] for case in made if case.consent]
    answers = {grant["answer"] for grants in given for grant in grants}
    assert answers == {"given", "refused"}
    assert {grant["purpose"] for grants in given for grant in grants} == {
        Purpose.REFERRAL,
        Purpose.STATISTICS_EXTERNAL,
    }


def test_cases_lie_in_the_past_year_and_have_up_to_three_episodes() -> None:
    made = cases(7)
    assert {1 <= case.days_ago < 365 for case in made} == {True}
    assert {len(case.episodes) for case in made} == {0, 1, 2, 3}


def test_episodes_are_dated_in_every_way_and_hang_together_with_earlier_ones() -> None:
    told = [case.episodes for case in cases(7)]
    precisions = {one["start_precision"] for episodes in told for one in episodes}
    assert precisions == {"exact", "month", "year", "estimated_range", "not_known"}
    links = [
        (place, row)
        for episodes in told
        for place, one in enumerate(episodes)
        for row in one.get("linked", ())
    ]
    assert {row["linked_how"] for _, row in links} == {"because_of", "led_to", "same_time"}
    assert {row["linked_episode"] < place for place, row in links} == {True}


def test_a_letter_is_written_only_where_she_agreed_and_still_does() -> None:
    made = cases(7)
    written = [case for case in made if case.letter is not None]
    assert written
    for case in written:
        assert case.consent["grants"][0]["answer"] == "given"
        assert case.letter < case.days_ago < 180


def test_there_is_something_to_do_now_and_something_that_was_begun() -> None:
    made = cases(7)
    tasks = [task for case in made for task in case.tasks]
    assert {task.is_done for task in tasks} == {True, False}
    assert {task.days for task in tasks} >= {None, -1, 0, 1}
    assert all(task.days is not None for task in tasks if task.at)
    assert 0 < sum(case.begun is not None for case in made) < len(made)


def test_nothing_of_a_case_shows_in_its_repr() -> None:
    assert "Example" not in repr(cases(7))
    assert re.search(r"[^\x00-\x7f]", repr(cases(7))) is None


@pytest.mark.parametrize("day", [date(2026, 3, 10), date(2024, 2, 29)])
def test_a_consent_ends_half_a_year_after_the_day_it_was_given(day) -> None:
    consent = next(case.consent for case in cases(7) if case.consent)
    after = dated(consent, day)
    assert {date.fromisoformat(one["valid_until"]) - day for one in after["grants"]} == {
        date(2026, 9, 6) - date(2026, 3, 10)
    }
    assert all("valid_until" not in grant for grant in consent["grants"])


def test_an_office_takes_every_invented_answer(desks) -> None:
    office = desks.office()
    chance = Random(7)
    for number in range(1, 7):
        case = practice_case(chance, number, office.services.all())
        code = office.answers.record(None, "intake", case.intake, "en").case_code
        known = []
        for episode in case.episodes:
            change = office.answers.record(code, "episode", joined(episode, known), "en")
            known.append(change.subject_id)
        if case.consent:
            office.answers.record(code, "consent", dated(case.consent, desks.clock().date()), "en")
        assert office.cases.find(case.intake["name_used"])[0].code == code
