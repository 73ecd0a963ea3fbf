"""Of a case that is to be erased nothing leaves; what was agreed can still be taken back."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest

from casework.answers.desk import AnswersRefused
from casework.consent.grant import Pause, Purpose
from casework.consent.narrowing import Less
from casework.consent.override import Basis as Ground
from casework.consent.override import ToldHer
from casework.disclosure import ConsentMissing
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.keeping.erasure import Basis
from casework.persons.pair import PairAnswer
from casework.referrals.letters import Order
from casework.referrals.overrides import Proposal
from casework.referrals.referral import Need

CLINIC, POLICE = "Example Clinic A", "Example Police Liaison"
REFUSED = r"^case_to_be_erased "


def begin(desks):
    case = desks.visit()
    categories = ["identity", "demographic", "contact", "attachments"]
    desks.agree(case, categories=categories, items=["name_used", "medical_certificate"])
    return case


pytestmark = pytest.mark.begins(after=begin)


def ways_out(desks, case):
    """Return every way in which something of a case goes to somebody else, ready to be gone."""
    office, day = desks.office(), (desks.clock.moment + timedelta(days=30)).date()
    asked = office.referrals.begin(case, Need(), CLINIC).subject_id
    kept = office.attachments.add(Coming(case, Sort.MEDICAL_CERTIFICATE), BytesIO(b"A FILE"))
    listed = frozenset({"name_used"})
    told = Proposal(POLICE, Ground.LEGAL_OBLIGATION, listed, "a reason", ToldHer.BEFORE, day)
    override = office.overrides.propose(case, told).subject_id
    desks.decide(case, override)
    return {
        "letter": lambda: office.letters.issue(Order(case, CLINIC)),
        "aloud": lambda: office.talks.tell(case, asked),
        "file": lambda: office.attachments.copy(case, kept.subject_id, CLINIC),
        "by law": lambda: office.overrides.carry_out(case, override),
    }


@pytest.mark.parametrize("basis", [Basis.HER_WISH, Basis.CONSENT_ENDED])
@pytest.mark.parametrize("way", ["letter", "aloud", "file", "by law"])
def test_nothing_goes_out_until_it_is_kept_after_all(desks, case, way, basis) -> None:
    go = ways_out(desks, case)[way]
    desks.office().erasures.request(case, basis)
    with pytest.raises(ConsentMissing, match=REFUSED):
        go()
    assert desks.office().letters.register() == []
    desks.office().erasures.take_back(case)
    assert go()


@pytest.mark.parametrize("asked", [0, 1])
def test_nothing_goes_out_of_another_case_of_hers_either(desks, case, asked) -> None:
    other = desks.visit()
    desks.office().likeness.say(case, other, PairAnswer.SAME)
    go = ways_out(desks, case)
    desks.office().erasures.request((case, other)[asked], Basis.HER_WISH)
    for way in go.values():
        with pytest.raises(ConsentMissing, match=REFUSED):
            way()
    desks.office().likeness.say(case, other, PairAnswer.APART)
    if asked:
        assert go["letter"]()


def test_a_letter_in_the_making_says_why(desks, case) -> None:
    desks.office().erasures.request(case, Basis.HER_WISH)
    draft = desks.office().letters.draft(Order(case, CLINIC))
    assert (draft.missing, draft.disclosure) == ("case_to_be_erased", None)


def test_she_takes_back_and_has_what_is_hers_as_before(desks, case) -> None:
    office = desks.office()
    number = office.letters.issue(Order(case, CLINIC)).number
    kept = office.attachments.add(Coming(case, Sort.MEDICAL_CERTIFICATE), BytesIO(b"A FILE"))
    office.erasures.request(case, Basis.HER_WISH)
    assert office.attachments.copy(case, kept.subject_id).content == b"A FILE"
    office.grants.withdraw(case, Purpose.REFERRAL)
    (line,) = office.letters.register()
    assert (line.number, line.recalled) == (number, True)


@pytest.mark.parametrize("asked", [0, 1])
def test_it_is_agreed_to_nothing_more_until_she_takes_it_back(desks, case, asked) -> None:
    other = desks.visit()
    desks.office().likeness.say(case, other, PairAnswer.SAME)
    desks.office().erasures.request((case, other)[asked], Basis.HER_WISH)
    desks.clock.pass_days(1)
    with pytest.raises(AnswersRefused, match="to_be_erased"):
        desks.agree(case, "Example Ward B")
    desks.office().erasures.take_back((case, other)[asked])
    desks.agree(case, "Example Ward B")


def test_a_no_and_less_are_taken_until_the_end_and_so_is_what_helps(desks, case) -> None:
    office = desks.office()
    office.erasures.request(case, Basis.HER_WISH)
    office.grants.narrow(case, Purpose.REFERRAL, CLINIC, Less(frozenset({"contact"})))
    office.suspensions.suspend(case, Pause.CAPACITY_DOUBT)
    said = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    no = {"purpose": "referral", "recipient": desks.services()[CLINIC], "answer": "refused"}
    change = office.answers.record(case, "consent", said | {"grants": [no]}, "en")
    assert change.reason == "refused"
    assert office.answers.record(case, "note", {"text": "words"}, "en").kind == "answers_recorded"


def test_the_store_takes_no_yes_either(desks, case) -> None:
    office, rows = desks.office(), desks.store.connection
    office.erasures.request(case, Basis.HER_WISH)
    again = (
        "insert into consent_grant select event_id, case_id, purpose, reach, scope,"
        " given_at, valid_from, valid_until, categories, items, excluded, excluded_episodes,"
        " answer, conditions, randomblob(16) from consent_grant limit 1"
    )
    with pytest.raises(Exception, match="consent:consent_grant"):
        rows.execute(again)
