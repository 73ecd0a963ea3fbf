"""Naming law in a letter: checked first, and never more told of her than the letter tells."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from reading import heard
from told_everything import tellable, told

from casework.disclosure import Told
from casework.need_to_know import items
from casework.records.casefile import Entry, case_file
from casework.referrals.citing import LawHeld, LawRefused, cited, laws_for
from casework.referrals.issuing import Companion
from casework.referrals.letters import Order
from casework.referrals.treaty import WHOLE, Treaty, built_in, citation, in_language, tells
from casework.team.worker import Role, Worker

STEWARD = Worker("05" * 16, Role.DATA_STEWARD, "Steward 5")
DESK, POLICE = "Example Legal Desk", "Example Police Liaison"
KINDS = ("cash", "health", "legal", "mhpss", "police", "shelter", "social")
CATEGORIES = ["demographic", "contact", "needs", "exploitation_detail"]
TICKED = ["name_used", "sex_gender", "exploitation_history"]


def checked(on):
    return [replace(one, verified_on=on) for one in built_in().values()]


def file(age="adult"):
    return case_file("case", "AB-1234", [Entry("person.age_group", "demographic", age)])


def seen(laws, *names, age="adult", language="en"):
    said = [Told(name, "EX") for name in names]
    return {one.key: one for one in laws_for(laws, file(age), said, language, "ar")}


@pytest.fixture
def laws(clock):
    return checked(clock.moment.date())


def test_each_law_that_came_along_says_what_naming_it_tells():
    for one in built_in().values():
        groups = tells(one)
        assert all(groups), one.key
        assert set().union(*groups) <= set(items()), one.key
    assert [one.key for one in built_in().values() if not tells(one)] == ["icescr"]


def test_what_no_lawyer_checked_stands_in_no_letter():
    everything = seen(built_in().values(), *items(), age="under_18")
    assert {one.held for one in everything.values()} == {LawHeld.UNCHECKED}
    with pytest.raises(LawRefused, match=r"^law_unchecked$"):
        list(cited(everything.values(), ["cedaw"]))


def test_a_law_tells_nothing_that_the_letter_does_not_tell(laws):
    nothing = seen(laws)
    assert {key for key, one in nothing.items() if one.held is None} == {"icescr"}
    more = seen(laws, "exploitation_history", "sex_gender")
    assert more["palermo"].held is None
    assert more["cedaw"].held is None
    less = seen(laws, "exploitation_history")
    assert (less["cedaw"].held, less["cedaw"].untold) == (
        LawHeld.TELLS_MORE,
        (frozenset({"sex_gender"}),),
    )
    assert seen(laws, "violence_kind")["cat"].held is None
    assert seen(laws, "violence_kind")["palermo"].held is LawHeld.TELLS_MORE


@pytest.mark.parametrize("kind", KINDS)
def test_need_to_know_holds_for_laws_too(laws, kind):
    """Even who agreed to everything is named no law that says what this service need not know."""
    shared = told("en", kind, "support")
    known = {one.id for one in tellable(kind)}
    free = [one for one in laws_for(laws, file(), shared.told, "en", "en") if one.held is None]
    for law in free:
        assert all(group & known for group in tells(built_in()[law.key])), law.key
    named = {law.key for law in free}
    assert ("palermo" in named) is (kind == "legal")
    assert not named & {"kampala", "crc"}


def test_what_is_about_children_is_named_for_children_alone(laws):
    names = ("age_group", "exploitation_history")
    assert seen(laws, *names)["crc"].held is LawHeld.ONLY_CHILDREN
    assert seen(laws, *names, age="under_18")["crc"].held is None
    assert seen(laws, "exploitation_history", age="under_18")["crc"].held is LawHeld.TELLS_MORE


def test_while_two_ages_wait_for_a_decision_nobody_is_called_a_child(laws):
    age = Entry("person.age_group", "demographic", "under_18", disputed=True)
    names = [Told(name, "EX") for name in ("age_group", "exploitation_history")]
    held = laws_for(laws, case_file("case", "AB-1234", [age]), names, "en", "ar")
    assert {one.key: one.held for one in held}["crc"] is LawHeld.ONLY_CHILDREN


def test_an_entry_in_own_words_is_taken_to_tell_the_most(clock):
    own = Treaty("own", "Example Act", "", "", "", "EX", verified_on=clock.moment.date())
    assert tells(own) == (frozenset({"exploitation_history"}),)
    changed = replace(built_in()["icescr"], summary="EX", verified_on=clock.moment.date())
    assert tells(changed) == (frozenset({"exploitation_history"}),)
    law = seen([own], "exploitation_history")["own"]
    assert (law.held, law.cited.language) == (None, "ar")


def test_words_of_another_language_are_for_what_was_checked_alone(laws):
    known = built_in()["cedaw"]
    there = in_language(known, "ar")
    assert there is not None
    assert there.summary != known.summary
    assert in_language(replace(known, articles="art 99"), "ar") is None
    assert in_language(known, "km") is None
    names = ("sex_gender", "exploitation_history")
    arabic = seen(laws, *names, language="ar")["cedaw"].cited
    assert (arabic.name, arabic.language) == (citation(there, "\u060c "), "ar")
    assert seen(laws, *names, language="km")["cedaw"].cited.language == "en"


# --- at the desk


def begin(desks):
    case = desks.visit()
    desks.office().answers.record(case, "episode", {"continuum": ["survival_sex"]}, "en")
    purpose = {"purpose": "residence_or_status_claim"}
    desks.agree(case, DESK, categories=CATEGORIES, items=TICKED, **purpose)
    desks.agree(case, POLICE, categories=CATEGORIES, items=TICKED, **purpose)
    for key in ("palermo", "cedaw"):
        desks.office(STEWARD).treaties.verify(key)
    return case


pytestmark = pytest.mark.begins(after=begin)


def support(case, to=DESK, *laws, **how):
    return Order(case, to, "support", laws=laws, **how)


def spoken(pdf):
    return [words for _, words in heard(pdf)]


def test_a_letter_names_the_laws_that_were_chosen_and_no_other(desks, case) -> None:
    said = spoken(desks.office().letters.issue(support(case, DESK, "palermo")).pdf)
    palermo = built_in()["palermo"]
    at = said.index("Law to which we draw your attention")
    assert said[at + 1 : at + 3] == [citation(palermo), palermo.summary]
    assert not [words for words in said if built_in()["cedaw"].title in words]


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (lambda case: support(case, DESK, "icescr"), "law_unchecked"),
        (lambda case: support(case, DESK, "no_such"), "law_unknown"),
        (lambda case: support(case, POLICE, "palermo"), "law_tells_more"),
        (
            lambda case: support(
                case, DESK, "palermo", left_out=frozenset({"exploitation_history"})
            ),
            "law_tells_more",
        ),
    ],
)
def test_what_may_not_be_named_stops_the_letter_and_nothing_is_kept(
    desks, case, order, code
) -> None:
    with pytest.raises(LawRefused, match=rf"^{code}$"):
        desks.office().letters.issue(order(case))
    assert desks.office().letters.register() == []


def test_a_draft_leaves_out_what_may_not_be_named_and_says_why(desks, case) -> None:
    out = frozenset({"exploitation_history"})
    draft = desks.office().letters.draft(support(case, DESK, "palermo", left_out=out))
    assert draft.facts.laws == ()
    held = {one.key: one.held for one in draft.laws}
    assert held["palermo"] is LawHeld.TELLS_MORE
    again = desks.office().letters.draft(support(case, DESK, "palermo"))
    assert [one.name for one in again.facts.laws] == [citation(built_in()["palermo"])]


def test_other_kinds_of_letter_have_no_place_for_law(desks, case) -> None:
    desks.agree(case)
    letters = desks.office().letters
    assert letters.choices(case).citing == {"support"}
    assert letters.draft(Order(case, "Example Clinic A", laws=("palermo",))).laws == ()
    with pytest.raises(LawRefused, match=r"^law_no_place$"):
        letters.issue(Order(case, "Example Clinic A", laws=("palermo",)))


def test_the_law_is_part_of_what_the_check_code_confirms_and_of_her_own_copy(desks, case) -> None:
    letters = desks.office().letters
    order = support(case, DESK, "palermo", beside=(Companion.OWN_COPY,))
    issued = letters.issue(order)
    assert citation(built_in()["palermo"]) in spoken(issued.beside[Companion.OWN_COPY])
    asked = "select action, reason from audit_entry order by seq desc limit 2"
    ((letter,),) = desks.store.connection.execute("select lower(hex(id)) from letter").fetchall()
    assert desks.store.connection.execute(asked).fetchall() == [
        ("letter_beside", letter),
        ("letter_issued", letter),
    ]


@pytest.mark.parametrize("language", ["ar", "es", "fr"])
def test_a_language_that_has_words_has_them_for_every_law(language):
    for one in built_in().values():
        there = in_language(one, language)
        assert there is not None, one.key
        assert there.summary != one.summary
        assert bool(there.articles) is (one.articles != WHOLE), one.key
        # Numbers of articles are what a lawyer checks: none may be another in another language.
        assert numbers(there.articles) == numbers(one.articles), one.key


def numbers(articles):
    return set(re.findall(r"\d+", articles))
