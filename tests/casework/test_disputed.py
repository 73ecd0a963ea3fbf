"""What waits for a decision goes to nobody: in no letter, told aloud to none, in no table."""

from __future__ import annotations

import pytest
from disagreeing import OtherLaptop, form_of, says_here, two_hours, two_say
from make import agreed
from reading import heard

from casework.disclosure import Reason
from casework.records.casefile import Entry
from casework.records.conflict import ConflictRefused
from casework.records.disputed import marked
from casework.referrals.letters import Order
from casework.referrals.referral import Need
from forms.document import FormDoc

CLINIC = "Example Clinic A"
HERE, THERE = "+000 55 1234567", "+000 55 2345678"
CONTACT = ("safe_contact", "own_phone", "must_not_do")


pytestmark = pytest.mark.begins(after=agreed)


def columns(seen):
    """Return what would be told, and what is held back and why, by item."""
    return {one.item for one in seen.told}, {one.item: one.reason for one in seen.withheld}


def test_of_contact_nothing_is_told_while_one_answer_about_it_is_in_question(desks, case) -> None:
    letters, order = desks.office().letters, Order(case, CLINIC)
    before = columns(letters.preview(order))
    assert set(CONTACT) <= before[0]
    two_hours(desks, case)

    # Hours without their telephone, or a telephone without its hours, would be no safe contact.
    told, held = columns(letters.preview(order))
    assert {item: held[item] for item in CONTACT} == dict.fromkeys(CONTACT, Reason.TO_DECIDE)
    assert told == before[0] - set(CONTACT)
    issued = letters.issue(order)
    kept = "select told, withheld from letter where number = ?"
    ((went, stayed),) = desks.store.connection.execute(kept, (issued.number,)).fetchall()
    assert set(went.split()) == told
    assert {f"{item}:to_decide" for item in CONTACT} <= set(stayed.split())

    desks.office().conflicts.take(case, "safe_hours", 1)
    assert columns(letters.preview(order)) == before


def test_another_case_waits_for_nothing(desks, case) -> None:
    other, letters = desks.visit(), desks.office().letters
    desks.agree(other)
    before = columns(letters.preview(Order(other, CLINIC)))
    two_hours(desks, case)
    assert columns(letters.preview(Order(other, CLINIC))) == before


def test_a_telephone_of_a_form_that_is_only_begun_is_in_question_too(desks, case) -> None:
    filling = desks.office().filling
    sheet = filling.open(case, "intake")
    begun = FormDoc("intake", sheet.model.version, {"intake.phone": HERE})
    draft, there = bytes.fromhex(filling.keep(sheet, begun).draft_id), OtherLaptop(desks)
    for phone in (HERE, THERE):
        there.says(draft, "intake.phone", phone)
    _, held = columns(desks.office().letters.preview(Order(case, CLINIC)))
    assert held["own_phone"] is Reason.TO_DECIDE


def test_whatever_would_stay_anyway_asks_nobody_to_decide(desks, case) -> None:
    two_say(desks, case, "account", "CANARY-ONE", "CANARY-TWO")
    _, held = columns(desks.office().letters.preview(Order(case, CLINIC)))
    assert Reason.TO_DECIDE not in held.values()


def test_nothing_of_it_is_told_aloud(desks, case) -> None:
    office = desks.office()
    need = Need("health_emergency", "CANARY-REASON", "A friend comes along", "within_72_hours")
    referral = office.referrals.begin(case, need, CLINIC).subject_id
    two_say(desks, case, "phone", HERE, THERE)
    told, held = columns(office.talks.foresee(case, referral))
    assert held["own_phone"] is Reason.TO_DECIDE
    office.talks.tell(case, referral)
    ((went,),) = desks.store.connection.execute("select told from telling").fetchall()
    assert set(went.split()) == told


def test_every_answer_waits_names_and_plain_facts_as_well(desks, case) -> None:
    order, office = Order(case, CLINIC), desks.office()
    before, _ = columns(office.letters.preview(order))
    two_say(desks, case, "name_used", "CANARY-ONE", "CANARY-TWO")
    told, held = columns(office.letters.preview(order))
    assert (before - told, held["name_used"]) == ({"name_used"}, Reason.TO_DECIDE)


def test_an_age_waits_with_the_birth_from_which_it_follows(desks, case) -> None:
    says_here(desks, case, birth_year=2002)
    OtherLaptop(desks).says(form_of(desks, case), "intake.birth_year", 2003)
    told, held = columns(desks.office().letters.preview(Order(case, CLINIC)))
    assert held["age_group"] is Reason.TO_DECIDE
    assert "sex_gender" in told


def test_one_experience_does_not_wait_for_another() -> None:
    said = [Entry("episode.own_words", "narrative", "x", episode=one) for one in "ab"]
    found = [one.disputed for one in marked(said, {("episode.own_words", "a")})]
    assert found == [True, False]


def test_what_was_emptied_in_one_place_does_not_go_out_as_it_stood_earlier(desks, case) -> None:
    office = desks.office()
    office.answers.record(case, "intake", {"limits_explained": "yes", "phone": HERE}, "en")
    says_here(desks, case, phone=THERE)
    OtherLaptop(desks).says(form_of(desks, case), "intake.phone", None)
    told, held = columns(office.letters.preview(Order(case, CLINIC)))
    assert "own_phone" not in told
    assert held["own_phone"] is Reason.TO_DECIDE


def test_another_way_that_one_took_away_keeps_all_contact_back(desks) -> None:
    channel = {"channel": "email", "channel_value": "CANARY-MAIL", "channel_safe": "yes"}
    case, office = desks.visit(channels=[channel]), desks.office()
    desks.agree(case)
    entry = office.filling.entries(case, "intake")[0].id
    row = office.filling.amend(case, entry).doc.values["intake.channels"][0]
    says_here(desks, case, channels=[{**row, "intake.channel_value": "CANARY-OTHER"}])
    OtherLaptop(desks).takes_away(bytes.fromhex(row["_id"]))
    _, held = columns(office.letters.preview(Order(case, CLINIC)))
    assert held["own_phone"] is Reason.TO_DECIDE


def test_the_print_out_for_her_says_that_it_is_to_decide_and_neither_answer(desks, case) -> None:
    office = desks.office()
    assert not any(one.disputed for one in office.printouts.of(case).held)
    two_say(desks, case, "phone", HERE, THERE)
    waits = [one.category for one in office.printouts.of(case).held if one.disputed]
    assert waits == ["contact"]
    said = " ".join(words for _, words in heard(office.printouts.printout(case, "en")))
    assert "Until it is decided with you which one holds, we tell neither to anyone." in said
    assert not {"1234567", "2345678"} & set(said.split())


PLAN = {"people_to_call": HERE, "place_to_go": "CANARY-PLACE", "review_on": "2026-04-01"}


def test_what_she_carries_along_is_decided_first_and_her_copy_says_what_waits(desks, case) -> None:
    office, there = desks.office(), OtherLaptop(desks)
    office.answers.record(case, "safety_plan", PLAN, "en")
    entry = form_of(desks, case, "safety_plan")
    for words in (HERE, THERE):
        there.says(entry, "safety_plan.people_to_call", words)
    with pytest.raises(ConflictRefused, match="pocket_to_decide"):
        office.own_papers.pocket(case, "en")
    marks = [words for _, words in office.own_papers.copy(case, "safety_plan", "en").answers]
    assert [words.endswith("which one holds.") for words in marks].count(True) == 1

    (one,) = office.conflicts.of(case, "en")
    office.conflicts.take(case, one.line.id, [head.value for head in one.heads].index(HERE) + 1)
    assert office.own_papers.pocket(case, "en").lines == (HERE, "CANARY-PLACE")


def test_of_two_alleged_exploiters_one_does_not_wait_for_the_other() -> None:
    said = [Entry("exploiter.sex", "alleged_exploiter", "male", exploiter=one) for one in "ab"]
    found = [one.disputed for one in marked(said, {("exploiter.sex", "a")})]
    assert found == [True, False]
