"""The print-out for her says what the audit and the register say, and none of her answers."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from make import OFFICE, START, VISIT
from reading import heard

from casework.consent.grant import Purpose
from casework.consent.override import Basis, ToldHer
from casework.referrals.letters import Order
from casework.referrals.overrides import Proposal
from casework.registers.breach import Happened, Taken
from texts.dates import as_hours

# Marks that keep a number together on a page that runs the other way.
TURNED = dict.fromkeys(range(0x2066, 0x206A))
CLINIC, POLICE = "Example Clinic A", "Example Police Liaison"


def begin(desks):
    """Return a case of which much was done: told, taken back, recalled, decided by law."""
    case = desks.visit()
    desks.agree(case)
    office = desks.office()
    office.letters.issue(Order(case, CLINIC))
    desks.clock.pass_days(1)
    office.grants.withdraw(case, Purpose.REFERRAL)
    office.recalls.notify(case)
    review = (START + timedelta(days=30)).date()
    proposal = Proposal(
        POLICE, Basis.VITAL_INTEREST, frozenset({"name_used"}), "why", ToldHer.AFTER, review
    )
    decision = office.overrides.propose(case, proposal).subject_id
    desks.decide(case, decision)
    office.overrides.carry_out(case, decision)
    return case


pytestmark = pytest.mark.begins(after=begin)


def key_of(desks, case):
    query = "select id from casefile where code = ?"
    return desks.store.connection.execute(query, (case,)).fetchone()[0]


def test_who_looked_is_every_line_of_the_audit_and_no_other(desks, case) -> None:
    query = (
        "select substr(a.at, 1, 10), ifnull(u.name, ''), count(*) from audit_entry as a"
        " left join app_user as u on u.id = a.user where a.object = ? group by 1, 2"
    )
    wanted = desks.store.connection.execute(query, (key_of(desks, case),)).fetchall()
    seen = desks.office().printouts.of(case).seen
    found = [(one.on.isoformat(), one.worker, one.looked + one.wrote + one.told) for one in seen]
    assert Counter(found) == Counter(wanted)
    told = sum(one.told for one in seen)
    assert told == 2


def test_who_was_told_is_the_register(desks, case) -> None:
    printout = desks.office().printouts.of(case)
    given = {
        (one.letter.number, one.recipient, one.letter.issued_on, one.letter.valid_until)
        for one in printout.given
    }
    register = desks.office().letters.register()
    assert given == {(one.number, one.service, one.issued_on, one.valid_until) for one in register}
    back = {one.letter.number: one.letter.notice_on for one in printout.given}
    assert back == {one.number: one.notice_on for one in register}
    assert [one.authority for one in printout.without_consent] == [POLICE]


def test_what_is_kept_is_counted_by_kind(desks, case) -> None:
    held = {one.category: one.answers for one in desks.office().printouts.of(case).held}
    with desks.store.begin(desks.template.caseworker) as work:
        file = work.documents.file_of(work.cases.by_code(case), desks.clock.moment.date())
        entries = [entry for several in file.entries.values() for entry in several]
    counted = Counter(entry.category for entry in entries)
    counted["consent_records"] = held["consent_records"]
    assert held == counted
    assert held["consent_records"] == 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_paper_tells_of_the_record_and_nothing_out_of_it(desks, case, language) -> None:
    register = desks.office().letters.register()
    pdf = desks.office().printouts.printout(case, language)
    words = "\n".join(words for _, words in heard(pdf))
    for line in register:
        assert line.number in words
        assert line.service in words.replace("\xa0", " ")
    typed = [str(word) for word in VISIT.values() if "CANARY" in str(word)]
    for canary in (*typed, VISIT["phone"], "2001", case):
        assert canary not in words
    said = f"{OFFICE.phone} ({as_hours(OFFICE.hours)})"
    assert said in words.replace("\xa0", " ").translate(TURNED)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_her_copy_says_what_she_agreed_to_and_the_blank_form_does_not(
    desks, case, language
) -> None:
    desks.agree(case)
    printouts = desks.office().printouts
    papers = [make(case, language) for make in (printouts.consent_copy, printouts.blank_form)]
    copy, blank = ("\n".join(words for _, words in heard(pdf)) for pdf in papers)
    assert CLINIC in copy.replace("\xa0", " ")
    assert CLINIC not in blank.replace("\xa0", " ")


def test_printing_for_her_is_recorded(desks, case) -> None:
    desks.office().printouts.of(case)
    desks.office().printouts.consent_copy(case, "en")
    acts = [line.act for line in desks.office().history.of(case, limit=2)]
    assert acts == ["consent_copy_made", "printout_made"]


def paper(desks, case, language="en"):
    pdf = desks.office().printouts.printout(case, language)
    return "\n".join(words for _, words in heard(pdf)).replace("\xa0", " ").translate(TURNED)


DENIED = ("Nobody was told anything", "Nothing was told without your consent")
LANDLORD, CALLED = "the landlord of EXAMPLE street", "EXAMPLE we asked for the list back"


def visit_alone(desks):
    return desks.visit()


@pytest.mark.begins(after=visit_alone)
def test_what_got_out_about_her_stands_on_her_paper_and_is_not_denied(desks, case) -> None:
    supervisor, day = desks.office(desks.template.supervisor).breaches, desks.clock.moment.date()
    other = Happened(day, "seized", "CANARY-OTHER", "CANARY-WHO")
    supervisor.note(other)
    assert all(one in paper(desks, case) for one in DENIED)
    desks.step_in(case)
    happened = Happened(day, "wrong_recipient", "CANARY-WORDS", LANDLORD, (case,))
    breach = supervisor.note(happened).subject_id
    supervisor.take(breach, Taken(day, CALLED))
    said = paper(desks, case)
    assert "It was told or sent to the wrong recipient." in said
    assert LANDLORD in said
    assert CALLED in said
    assert "CANARY" not in said
    assert not any(one in said for one in DENIED)
    assert LANDLORD in paper(desks, case, "ar")


def test_who_was_told_stands_beside_what_got_out(desks, case) -> None:
    day = desks.clock.moment.date()
    desks.office().breaches.note(Happened(day, "overheard", "CANARY-WORDS", cases=(case,)))
    said = paper(desks, case)
    assert all(one in said for one in (CLINIC, POLICE, "Somebody saw or overheard it."))
