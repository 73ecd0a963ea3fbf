"""Erasing a case: two persons or the time of waiting, holds that stop it, and nothing left."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from canary import Watch
from make import VISIT
from pages import pages_of

from casework.cases.caseline import View
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.keeping.erasure import Basis, ErasureRefused
from casework.persons.pair import PairAnswer
from casework.records.case import CaseStatus
from casework.records.unfinished import Spot, Unfinished
from casework.referrals.letters import Order
from casework.referrals.letters_begun import BegunLetter
from casework.team.seat import NotFound
from db.answers.unfinished import SqlUnfinished
from forms.filling import fill
from forms.session import open_session

if TYPE_CHECKING:
    from make import Desks

CLINIC = "Example Clinic A"
WORDS = [f"CANARY-WORD-{number:02}-erased" for number in range(14)]


def full_case(desks: Desks) -> str:
    """Return a case with a planted word in everything that takes words."""
    office = desks.office()
    said = dict(zip(("name_used", "safe_hours", "must_not", "account"), WORDS, strict=False))
    case = desks.visit(**said)
    office.answers.record(case, "intake", VISIT | {"account": WORDS[4]}, "en")
    episode = {"own_words": WORDS[5], "continuum": ["survival_sex"]}
    entry = office.answers.record(case, "episode", episode, "en").subject_id
    assert entry
    desks.agree(case)
    office.letters.issue(Order(case, CLINIC, asked=WORDS[6]))
    office.tasks.add(case, WORDS[7])
    office.attachments.add(Coming(case, Sort.MESSAGE), io.BytesIO(WORDS[8].encode() * 2_000))
    sheet = office.filling.open(case, "episode")
    session = open_session(sheet.model, sheet.doc, desks.clock, "en", sheet.externals)
    fill(session, {"own_words": WORDS[9]})
    office.filling.keep(sheet, session.draft())
    added = office.tasks.add(case, WORDS[10])
    office.tasks.cancel(added.subject_id)
    begun = SqlUnfinished(desks.store.connection, office.worker.id)
    begun.keep(Spot("referral.new", case), Unfinished({"reason": WORDS[12]}))
    begun.keep(Spot("task"), Unfinished({"title": WORDS[13]}), about=case)
    return case


def in_the_store(desks: Desks) -> set[str]:
    """Return the planted words that some page of the store still holds."""
    watch, key = Watch(WORDS), bytes(desks.template.unlocked().store_key)
    pages = b"".join(pages_of(desks.home / "workbook.db", key))
    return {hit.word for hit in watch.in_bytes(pages, "a page")}


def code_of(step, *words) -> str:
    with pytest.raises(ErasureRefused) as caught:
        step(*words)
    return caught.value.code


def status(desks: Desks, case: str) -> CaseStatus:
    return next(one.status for one in desks.office().cases.all() if one.code == case)


def erase_now(desks: Desks, case: str):
    erasures = desks.office().erasures
    erasures.request(case, Basis.HER_WISH, in_danger=True)
    return erasures.carry_out(case).erasure


def test_nobody_alone_erases_before_the_time_is_over(desks):
    case, erasures = desks.visit(), desks.office().erasures
    erasures.request(case, Basis.HER_WISH)
    assert status(desks, case) is CaseStatus.ERASURE_DUE
    assert code_of(erasures.agree, case) == "erasure_second_person"
    assert code_of(erasures.carry_out, case) == "erasure_not_due"
    desks.clock.pass_days(14)
    assert erasures.carry_out(case).erasure.forms == 1


def test_two_persons_need_not_wait(desks):
    case = desks.visit()
    desks.office().erasures.request(case, Basis.CONSENT_ENDED)
    desks.office(desks.template.supervisor).erasures.agree(case)
    done = desks.office().erasures.carry_out(case).erasure
    assert done.agreed_by == desks.template.supervisor.id


def test_only_her_wish_in_danger_goes_at_once(desks):
    erasures = desks.office().erasures
    hers, other = desks.visit(), desks.visit()
    erasures.request(hers, Basis.HER_WISH, in_danger=True)
    erasures.request(other, Basis.TIME_OVER, in_danger=True)
    assert erasures.check(hers).may_be_done
    assert code_of(erasures.carry_out, other) == "erasure_not_due"


def test_taking_it_back_leaves_the_case_where_it_stood(desks):
    case, erasures = desks.visit(), desks.office().erasures
    before = status(desks, case)
    erasures.request(case, Basis.HER_WISH)
    assert [one.case_code for one in erasures.due()] == [case]
    erasures.take_back(case)
    assert status(desks, case) is before
    assert erasures.due() == []
    assert code_of(erasures.carry_out, case) == "erasure_not_asked"


def test_what_services_still_hold_is_said_before(desks):
    case = full_case(desks)
    found = desks.office().erasures.check(case)
    assert (found.letters_out, found.letters, found.files) == (1, 1, 1)


def test_an_erased_case_is_in_no_row_no_page_and_no_file(desks, tmp_path):
    other = desks.visit(name_used="SOMEBODY-ELSE")
    case = full_case(desks)
    desks.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert in_the_store(desks) >= {*WORDS[:11], *WORDS[12:]} - {WORDS[3], WORDS[6]}
    done = erase_now(desks, case)
    assert (done.forms, done.letters, done.files) == (3, 1, 1)
    assert in_the_store(desks) == set()
    assert Watch(WORDS).in_folders(tmp_path) == set()
    assert desks.workbook.check().faults == ()
    assert [one.code for one in desks.office().cases.all()] == [other]


def test_erased_stays_erased_on_every_path_in_the_program(desks):
    case = full_case(desks)
    task = desks.office().tasks.add(case, WORDS[11]).subject_id
    erase_now(desks, case)
    office = desks.office()
    assert [office.cases.find(word) for word in WORDS] == [[]] * len(WORDS)
    assert office.letters.register() == []
    for path in (office.overview.of, office.attachments.of, office.erasures.check):
        with pytest.raises(NotFound):
            path(case)
    with pytest.raises(NotFound):
        office.tasks.reopen(task)
    assert in_the_store(desks) == set()


def test_what_is_left_names_nobody(desks):
    case = full_case(desks)
    office = desks.office()
    office.letters.begun.keep(case, BegunLetter(CLINIC, "referral", "en", asked=WORDS[11]))
    desks.workbook.keep_place(f"erasure\t{case}\t\t")
    erase_now(desks, case)
    rows = desks.store.connection.execute("select * from tombstone").fetchall()
    assert {row[2] for row in rows} == {"her_wish"}
    left = desks.store.connection.execute("select * from erasure").fetchall()
    assert len(left) == 1
    assert case not in str(left)
    settings = desks.store.connection.execute("select value from setting").fetchall()
    assert case not in str(settings)
    assert WORDS[11] not in str(settings)


def test_a_colleagues_cases_are_not_hers_to_erase(desks):
    case = desks.visit()
    with pytest.raises(NotFound):
        desks.office(desks.template.colleague).erasures.request(case, Basis.HER_WISH)


def test_the_log_knows_neither_her_code_nor_a_number_of_a_letter(desks):
    """It is for ever, and a letter at a service bears that number beside her name."""
    case, other = full_case(desks), desks.visit()
    desks.office().cases.find(WORDS[0])
    desks.office().caselist.numbers(View.MINE_OPEN, words=WORDS[0])
    desks.office().likeness.say(other, case, PairAnswer.UNSURE)
    (letter,) = desks.office().letters.register()
    history = desks.office().history
    assert ("pair_unsure", case) in [(one.act, one.subject) for one in history.of(other)]
    assert ("letter_issued", letter.number) in [(one.act, one.subject) for one in history.of(case)]
    erase_now(desks, case)
    asked = "select reason from audit_entry"
    said = " ".join(reason for (reason,) in desks.store.connection.execute(asked))
    assert [word for word in (case, other, letter.number) if word in said] == []
    # Whoever reads of it in the other case finds that one is gone.
    assert ("pair_unsure", "-") in [(one.act, one.subject) for one in history.of(other)]
