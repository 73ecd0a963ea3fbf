"""Letters at the desk: drafts that use nothing up, what is taken out, whose words, the register."""

from __future__ import annotations

import hashlib

import pytest
from make import agreed
from pypdfium2 import PdfiumError
from reading import heard, page_texts

from casework.consent.grant import Purpose
from casework.disclosure import ConsentMissing, Reason
from casework.ids import new_id
from casework.need_to_know import items
from casework.referrals.asked import AskedTooLong
from casework.referrals.issuing import Companion, check_of
from casework.referrals.letters import Order
from casework.team.wall import Nearness
from db.rows.moments import stored
from reports.letter import letter_pdf

CLINIC = "Example Clinic A"
ASKED = "A check-up with a woman doctor. Mornings are best."


pytestmark = pytest.mark.begins(after=agreed)


@pytest.fixture
def letters(desks):
    return desks.office().letters


def spoken(pdf):
    return " ".join(words for _, words in heard(pdf))


def held(seen):
    return {one.item: one.reason for one in seen.withheld}


def test_a_draft_is_what_is_issued_but_for_number_and_check_code(letters, case) -> None:
    order = Order(case, CLINIC, asked=ASKED, signed="role", left_out=frozenset({"own_phone"}))
    draft, issued = letters.draft(order), letters.issue(order)
    drawn = page_texts(letter_pdf(draft.disclosure, draft.facts))
    sent = page_texts(issued.pdf)
    assert issued.number in sent[0]
    (check,) = (
        words.removeprefix("Check code ")[:9]
        for _, words in heard(issued.pdf)
        if words.startswith("Check code ")
    )
    for real, empty in ((issued.number, "0" * 7), (check, "0" * 9)):
        sent = [page.replace(real, empty) for page in sent]
    assert sent == drawn


def test_looking_uses_no_number_up_and_is_in_the_log(desks, letters, case) -> None:
    def lines(action):
        counted = "select count(*) from audit_entry where action = ?"
        return desks.store.connection.execute(counted, (action,)).fetchone()[0]

    for _look in range(3):
        letters.draft(Order(case, CLINIC))
    assert (lines("letter_previewed"), lines("letter_issued")) == (3, 0)
    assert letters.register() == []
    assert desks.store.connection.execute("select count(*) from letter").fetchone() == (0,)


def test_what_is_taken_out_is_in_no_page_and_stays_in_the_register_of_what_is_held_back(
    desks, letters, case
) -> None:
    out = frozenset({"own_phone", "name_used"})
    seen = letters.preview(Order(case, CLINIC, left_out=out))
    assert not out & {one.item for one in seen.told}
    assert {item: held(seen)[item] for item in out} == dict.fromkeys(out, Reason.TAKEN_OUT)
    whole = spoken(letters.issue(Order(case, CLINIC)).pdf)
    issued = letters.issue(Order(case, CLINIC, left_out=out))
    for secret in ("CANARY-NAME", "7654321"):
        assert secret in whole.replace("\u00a0", "").replace(" ", "")
        assert secret not in spoken(issued.pdf).replace("\u00a0", "").replace(" ", "")
    kept, told = desks.store.connection.execute(
        "select withheld, told from letter where number = ?", (issued.number,)
    ).fetchone()
    assert {f"{item}:taken_out" for item in out} <= set(kept.split())
    assert not out & set(told.split())


def test_without_consent_a_draft_says_why_and_has_nothing_to_set(desks, letters) -> None:
    draft = letters.draft(Order(desks.visit(), CLINIC))
    assert (draft.disclosure, draft.facts, draft.missing) == (None, None, "consent_missing")
    assert draft.seen.told == ()
    assert draft.seen.withheld


def test_what_the_worker_asks_is_on_the_page_in_the_snapshot_and_in_the_check_code(
    desks, letters, case
) -> None:
    codes = set()
    for asked in ("", ASKED, ASKED + " Soon."):
        draft = letters.draft(Order(case, CLINIC, asked=asked))
        with desks.store.begin(desks.template.caseworker) as work:
            codes.add(check_of(work.letters.check_key(), draft.facts, draft.disclosure.told))
    assert len(codes) == 3
    issued = letters.issue(Order(case, CLINIC, asked=ASKED))
    assert ASKED in spoken(issued.pdf)
    content, known = desks.store.connection.execute(
        "select content, content_hash from letter"
    ).fetchone()
    assert ASKED in spoken(content)
    assert hashlib.sha256(content).hexdigest() == known
    assert ASKED not in repr(Order(case, CLINIC, asked=ASKED))


def test_words_that_are_too_long_leave_nothing_behind(desks, letters, case) -> None:
    with pytest.raises(AskedTooLong):
        letters.issue(Order(case, CLINIC, asked="x" * 301))
    assert desks.store.connection.execute("select count(*) from letter").fetchone() == (0,)


@pytest.mark.parametrize(
    ("signed", "line"),
    [
        ("role", "Caseworker, Example Office 4"),
        ("office", "Example Office 4"),
    ],
)
def test_a_letter_is_signed_by_role_or_office_and_by_no_name(letters, case, signed, line) -> None:
    parts = [words for _, words in heard(letters.issue(Order(case, CLINIC, signed=signed)).pdf)]
    at = next(n for n, words in enumerate(parts) if words.startswith("Check code"))
    assert parts[at + 1] == line
    assert "Caseworker 1" not in " ".join(parts)


def test_the_passphrase_that_was_shown_is_the_one_that_opens_the_file(letters, case) -> None:
    shown = "copper lantern river stone meadow cloud"
    issued = letters.issue(Order(case, CLINIC, protect=True, passphrase=shown))
    assert issued.passphrase == shown
    assert issued.number in page_texts(issued.pdf, shown)[0]
    assert shown not in repr(issued)
    plain = letters.issue(Order(case, CLINIC, passphrase=shown))
    assert plain.passphrase is None
    assert page_texts(plain.pdf)


def test_what_goes_beside_a_letter_is_of_that_letter_and_protected_as_it_is(letters, case) -> None:
    every = tuple(Companion)
    plain = letters.issue(Order(case, CLINIC, beside=every))
    assert tuple(plain.beside) == every
    assert plain.number in page_texts(plain.beside[Companion.REPLY])[0]
    assert plain.number not in page_texts(plain.beside[Companion.COVER])[0]
    locked = letters.issue(Order(case, CLINIC, protect=True, beside=every))
    for paper in locked.beside.values():
        assert page_texts(paper, locked.passphrase)
        with pytest.raises(PdfiumError):
            page_texts(paper)


def test_one_may_choose_among_services_and_sees_which_were_agreed_to(desks, letters, case) -> None:
    choices = letters.choices(case)
    agreed = {one.name: one.agreed for one in choices.addressees}
    today = desks.clock.moment.date()
    assert agreed.pop(CLINIC) == {"accompaniment": today, "referral": today}
    assert not any(agreed.values())
    assert list(agreed) == sorted(agreed)
    assert choices.kinds == ("accompaniment", "referral", "support", "transfer")
    assert choices.office.name == "Example Office 4"
    desks.office().grants.withdraw(case, Purpose.REFERRAL, CLINIC)
    assert not any(one.agreed for one in letters.choices(case).addressees)


def test_the_register_holds_the_letters_of_ones_own_cases_the_last_first(desks, case) -> None:
    mine, boss = desks.office(), desks.office(desks.template.supervisor)
    colleague = desks.office(desks.template.colleague)
    first = mine.letters.issue(Order(case, CLINIC))
    desks.clock.pass_days(1)
    second = mine.letters.issue(Order(case, CLINIC, protect=True))
    lines = mine.letters.register()
    assert [one.number for one in lines] == [second.number, first.number]
    assert [(one.case_code, one.service, one.kind) for one in lines] == 2 * [
        (case, CLINIC, "referral")
    ]
    assert [one.protected for one in lines] == [True, False]
    assert lines[0].issued_on == desks.clock.moment.date()
    assert boss.letters.register() == [one.under_mask() for one in lines]
    desks.step_in(case)
    assert boss.letters.register() == lines
    assert colleague.letters.register() == []
    mine.grants.withdraw(case, Purpose.REFERRAL, CLINIC)
    assert {one.recalled for one in mine.letters.register()} == {True}


def test_under_the_mask_the_register_says_numbers_and_days_and_nothing_that_leads_to_her(
    desks, case
) -> None:
    mine, boss = desks.office(), desks.office(desks.template.supervisor)
    number = mine.letters.issue(Order(case, CLINIC)).number
    mine.grants.withdraw(case, Purpose.REFERRAL, CLINIC)
    (line,) = boss.letters.register()
    assert (line.number, line.issued_on, line.recalled) == (
        number,
        desks.clock.moment.date(),
        True,
    )
    said = {line.case_code, line.service, line.kind, line.language}
    assert (said, line.masked) == ({""}, True)
    mine.walls.keep_from(case, boss.worker.id, Nearness.RELATIVE)
    assert boss.letters.register() == []


def test_what_was_taken_back_at_a_later_visit_is_in_no_letter(desks, letters, case) -> None:
    later = {"limits_explained": "yes", "sex": "does_not_want_to_say"}
    assert "sex_gender" in {one.item for one in letters.preview(Order(case, CLINIC)).told}
    desks.office().answers.record(case, "intake", later, "en")
    seen = letters.preview(Order(case, CLINIC))
    assert "sex_gender" not in {one.item for one in seen.told}
    assert held(seen)["sex_gender"] is Reason.TAKEN_BACK


def test_every_answer_on_record_stands_in_one_of_the_two_columns(desks, letters, case) -> None:
    answers = {"source": "survivor", "start_precision": "year", "start_year": 2020}
    desks.office().answers.record(case, "episode", answers, "en")
    seen = letters.preview(Order(case, CLINIC))
    (other,) = [one for one in seen.withheld if one.item == "other_answers"]
    assert other.reason is Reason.NOT_FOR_LETTERS
    assert other.value
    with desks.store.begin(desks.template.caseworker) as work:
        file = work.documents.file_of(work.cases.by_code(case), desks.clock.moment.date())
    shown = {one.item for one in (*seen.told, *seen.withheld)}
    fed = {field: item.id for item in items().values() for field in item.fields}
    assert {fed.get(field, "other_answers") for field in file.entries} == shown


PURPOSES = {
    "accompaniment": "referral",
    "referral": "referral",
    "support": "residence_or_status_claim",
    "transfer": "transfer",
}


@pytest.mark.parametrize("kind", sorted(PURPOSES))
def test_each_kind_of_letter_goes_out_by_the_consent_for_its_own_purpose_alone(
    desks, letters, kind
) -> None:
    case = desks.visit()
    for purpose in sorted(set(PURPOSES.values()) - {PURPOSES[kind]}):
        desks.agree(case, purpose=purpose)
    with pytest.raises(ConsentMissing, match=r"^consent_missing "):
        letters.issue(Order(case, CLINIC, kind))
    assert letters.register() == []
    alone = desks.visit(name_used="EX-1")
    desks.agree(alone, purpose=PURPOSES[kind])
    issued = letters.issue(Order(alone, CLINIC, kind))
    (line,) = letters.register()
    assert (line.number, line.kind, line.case_code) == (issued.number, kind, alone)


def test_what_is_told_aloud_is_a_referral_and_rests_on_no_other_consent(desks) -> None:
    case = desks.visit()
    desks.agree(case, purpose="transfer")
    connection, at = desks.store.connection, stored(desks.clock())
    ids = "select c.id, s.id from casefile as c, service as s where c.code = ? and s.name = ?"
    case_id, service = connection.execute(ids, (case, CLINIC)).fetchone()
    told = (
        "insert into referral (id, case_id, service_id, status, created_at, changed_at,"
        " changed_on) values (?, ?, ?, ?, ?, ?, ?)"
    )
    for status in ("agreed", "told_verbally"):
        with pytest.raises(Exception, match="consent:referral"):
            connection.execute(told, (new_id(), case_id, service, status, at, at, at[:10]))
