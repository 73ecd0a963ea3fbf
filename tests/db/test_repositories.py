"""What the store keeps comes back as it was: lists, consent, services, letters, people."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import UTC, date, datetime
from operator import attrgetter

import pytest
from make import OFFICE, VISIT

from casework.cases import course
from casework.changes import Change
from casework.consent.event import ConsentEvent, ConsentKind
from casework.consent.grant import Ending, Grant, Purpose, Reach, Scope
from casework.ids import new_id
from casework.ports import attachments as attachment_ports
from casework.ports import consent as consent_ports
from casework.ports import erasures as erasure_ports
from casework.ports import lookouts, team
from casework.ports import records as record_ports
from casework.ports import referrals as referral_ports
from casework.records.case import CaseStatus
from casework.referrals.letters import Order
from casework.referrals.referral import Referral, ReferralStatus
from casework.services.service import Service
from casework.team.worker import Role
from db.rows.moments import read, stored, words
from texts.language import OnPaper, called, on_paper, write_letters

CLINIC = "Example Clinic A"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def code(desks):
    return desks.visit()


@pytest.fixture
def work(desks, code):
    assert code
    with desks.store.begin(desks.template.caseworker) as work:
        yield work


PORTS = {
    "cases": record_ports.Cases,
    "documents": record_ports.Documents,
    "drafts": record_ports.Drafts,
    "consents": record_ports.ConsentLog,
    "services": record_ports.Services,
    "letters": record_ports.Letters,
    "referrals": referral_ports.Referrals,
    "attachments": attachment_ports.Attachments,
    "erasures": erasure_ports.Erasures,
    "erasures.holds": erasure_ports.Holds,
    "overrides": consent_ports.Overrides,
    "notices": consent_ports.Notices,
    "unrecorded": consent_ports.Unrecorded,
    "people": team.People,
    "caseload": team.Caseload,
    "caseload.offers": team.Offers,
    "reviews": team.Reviews,
    "workload": team.Workload,
    "glass": team.Glass,
    "caselist": lookouts.CaseList,
    "history": lookouts.History,
    "records": lookouts.Records,
    "tasks": lookouts.Tasks,
    "walls": lookouts.Walls,
    "treaties": lookouts.Treaties,
    "course": course.Course,
}

# What one repository asks of another.
AMONG_THEM = {"consents": {"list_anew"}, "documents": {"rebuild"}}


def asked_of(port):
    return {name for name, _ in inspect.getmembers(port, inspect.isfunction) if name[0] != "_"}


def test_the_store_gives_casework_what_it_asks_for_and_nothing_more(work) -> None:
    for name, port in PORTS.items():
        repository = attrgetter(name)(work)
        given = {one for one, _ in inspect.getmembers(repository, inspect.ismethod)}
        assert {one for one in given if one[0] != "_"} == asked_of(port) | AMONG_THEM.get(
            name, set()
        )
        for method in asked_of(port):
            asked = inspect.signature(getattr(port, method)).parameters
            has = inspect.signature(getattr(type(repository), method)).parameters
            assert list(has) == list(asked)


# --- moments


@pytest.mark.parametrize("moment", [NOON, NOON.replace(microsecond=1), NOON.replace(year=1970)])
def test_a_moment_comes_back_and_sorts_like_what_it_means(moment) -> None:
    assert read(stored(moment)) == moment
    assert (stored(moment) < stored(NOON)) is (moment < NOON)
    assert words("b a ") == {"a", "b"}


# --- cases


def test_pages_by_keyset_hold_every_case_once_in_order(desks) -> None:
    codes = [desks.visit() for _ in range(7)]
    # Two that changed in the very same moment: the code decides.
    desks.store.connection.execute(
        "update casefile set changed_at = (select changed_at from casefile where code = ?)"
        " where code = ?",
        (codes[0], codes[1]),
    )
    seen, after = [], None
    page = desks.office().cases.page
    while found := page(CaseStatus.DRAFT, 3, after):
        assert len(found) <= 3
        seen += found
        after = found[-1]
    assert sorted(one.code for one in seen) == sorted(codes)
    order = [(one.changed_at, one.code) for one in seen]
    assert order == sorted(order, reverse=True)


def test_a_page_holds_cases_of_one_status_and_changes_move_them_up(desks) -> None:
    first, second = desks.visit(), desks.visit()
    desks.agree(first)
    page = desks.office().cases.page
    assert [one.code for one in page(CaseStatus.OPEN)] == [first]
    assert [one.code for one in page(CaseStatus.DRAFT)] == [second]
    third = desks.visit()
    answers = {"own_words": "CANARY"}
    desks.office().answers.record(second, "episode", answers, "en")
    assert [one.code for one in page(CaseStatus.DRAFT)] == [second, third]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Example Exemple", "exemp"),
        ("مثال الأولى", "مثال"),
        ("ምሳሌ አንድ", "ምሳ"),
        ("उदाहरण एक", "उदाहरण"),
        ("উদাহরণ এক", "উদাহ"),
        ("Приклад", "прик"),
    ],
)
def test_a_case_is_found_by_the_beginning_of_a_name_in_any_script(desks, name, typed) -> None:
    desks.visit(name_used="Nobody Else")
    code = desks.visit(name_used=name)
    find = desks.office().cases.find
    assert [one.code for one in find(typed)] == [code]
    assert find("CANARY-ACCOUNT") == []
    assert find("") == []


def test_a_case_is_found_by_its_code_with_or_without_its_hyphen(desks) -> None:
    code = desks.visit()
    desks.visit()
    find = desks.office().cases.find
    for typed in (code, code.lower(), code.replace("-", ""), code[:4], code[:7]):
        assert code in [one.code for one in find(typed)]


def test_what_is_found_is_the_newest_first_and_no_more_than_asked(desks) -> None:
    codes = [desks.visit() for _ in range(4)]
    found = desks.office().cases.find("canary", 2)
    assert [one.code for one in found] == [codes[3], codes[2]]


def test_the_newest_cases_of_colleagues_do_not_hide_an_own_one(desks) -> None:
    mine = desks.visit()
    other = desks.office(desks.template.colleague)
    for _ in range(3):
        other.answers.record(None, "intake", VISIT, "en")
    assert [one.code for one in desks.office().cases.find("canary", 2)] == [mine]


def test_the_limits_keep_the_day_they_were_first_explained(desks) -> None:
    answers = {"limits_explained": "no"}
    case = desks.office().answers.record(None, "intake", answers, "en").case_code
    with desks.store.begin(desks.template.caseworker) as work:
        found = work.cases.by_code(case)
        assert not work.cases.have_limits_explained(found.id)
        work.cases.limits_were_explained(found.id, NOON)
        work.cases.limits_were_explained(found.id, NOON.replace(year=2027))
        work.commit(Change("limits", found.id))
    at = "select limits_explained_at from casefile where code = ?"
    assert desks.store.connection.execute(at, (case,)).fetchone() == (stored(NOON),)


def test_what_was_not_committed_never_happened(desks) -> None:
    with desks.store.begin(desks.template.caseworker) as work:
        work.cases.add("K7M2-4QX9", date(2026, 3, 10))
        assert work.cases.by_code("K7M2-4QX9") is not None
    assert desks.office().cases.all() == []


# --- consent, services, referrals, letters, people


def grants_and_event(worker):
    event = ConsentEvent(
        id=new_id().hex(),
        kind=ConsentKind.GIVEN,
        at=NOON,
        given_by="survivor",
        means="verbal",
        language="ar",
        text_version="adult-1",
        age_band="adult",
        limits_explained=True,
        recorded_by=worker,
    )
    plain = Grant(
        id=new_id().hex(),
        event_id=event.id,
        purpose=Purpose.REFERRAL,
        scope=Scope(Reach.SERVICE, "s-1"),
        given_at=NOON,
        valid_from=date(2026, 3, 11),
        valid_until=date(2026, 6, 10),
        categories=frozenset({"contact", "needs"}),
        items=frozenset({"name_used"}),
        excluded=frozenset({"health"}),
        excluded_episodes=frozenset({new_id().hex()}),
        conditions="CANARY",
    )
    own = replace(plain, id=new_id().hex(), scope=Scope(Reach.OWN), refused=True)
    return event, [plain, own]


@pytest.mark.parametrize("scope", [None, Scope(Reach.SERVICE, "s-1"), Scope(Reach.KIND, "health")])
@pytest.mark.parametrize("kind", [ConsentKind.WITHDRAWN, ConsentKind.SUSPENDED])
def test_everything_said_about_sharing_comes_back(desks, code, work, scope, kind) -> None:
    case = work.cases.by_code(code)
    assert work.consents.last_moment(case.id) is None
    event, grants = grants_and_event(desks.template.caseworker.id)
    work.consents.add(case.id, event, grants)
    seen = frozenset(grant.id for grant in grants)
    later = NOON.replace(hour=13)
    ending = Ending(Purpose.REFERRAL, later, scope, seen, suspends=kind is ConsentKind.SUSPENDED)
    ended = replace(event, id=new_id().hex(), kind=kind, at=later, ending=ending, witness="CANARY")
    work.consents.add(case.id, ended, [])
    work.commit(Change("said", case.id))
    said = work.consents.of(case.id)
    assert sorted(said.grants, key=lambda one: one.id) == sorted(grants, key=lambda one: one.id)
    assert said.endings == (replace(ending, event_id=ended.id),)
    assert work.consents.last_moment(case.id) == later


def test_a_directory_holds_what_is_active_from_a_to_z(work) -> None:
    details = {"hours": "08:00-16:00", "service_types": "livelihood education"}
    new = Service(new_id().hex(), "s-new", "Example Aaa", "cash", details)
    gone = Service(new_id().hex(), "s-gone", "Example Gone", "cash", active=False)
    for one in (new, gone):
        work.services.add(one)
    work.commit(Change("service_added"))
    found = work.services.all()
    assert found[0] == new
    assert [one.name for one in found] == sorted(one.name for one in found)
    assert gone.code not in {one.code for one in found}


def test_a_referral_is_kept_as_it_is_now(code, work) -> None:
    case = work.cases.by_code(code)
    service = work.services.all()[0]
    first = Referral(new_id().hex(), case.id, service.id, ReferralStatus.IDEA, NOON, NOON)
    later = replace(first, status=ReferralStatus.DISCUSSED, changed_at=NOON.replace(hour=13))
    for referral in (first, later):
        work.referrals.keep(referral)
        work.commit(Change("referral_kept", case.id))
        (found,) = work.referrals.of(case.id)
        names = ("id", "status", "created_at", "changed_at")
        assert [getattr(found, one) for one in names] == [getattr(referral, one) for one in names]


def test_letters_of_one_case_go_out_under_one_referral_until_it_is_over(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    letters = desks.office().letters
    numbers = [letters.issue(Order(case, CLINIC)).number for _ in range(2)]
    with desks.store.begin(desks.template.caseworker) as work:
        found = work.cases.by_code(case)
        out = work.letters.of(found.id)
        (referral,) = work.referrals.of(found.id)
        assert work.letters.check_key() == work.letters.check_key()
    assert [one.number for one in out] == numbers
    assert {(one.purpose, one.recalled) for one in out} == {("referral", False)}
    assert referral.status is ReferralStatus.LETTER_ISSUED
    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    desks.agree(case)
    again = letters.issue(Order(case, CLINIC, protect=True))
    assert again.passphrase
    assert again.passphrase not in repr(again)
    with desks.store.begin(desks.template.caseworker) as work:
        found = work.cases.by_code(case)
        assert [one.recalled for one in work.letters.of(found.id)] == [True, True, False]
        assert len(work.referrals.of(found.id)) == 2
    assert desks.workbook.check().letters == 3


def test_an_altered_letter_is_named_by_the_check(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    number = desks.office().letters.issue(Order(case, CLINIC)).number
    desks.store.connection.execute("drop trigger letter_keeps_update")
    desks.store.connection.execute("update letter set content = x'00'")
    assert f"letter:{number}" in desks.workbook.check().faults


def test_workers_come_from_a_to_z_and_the_office_has_one_name(desks) -> None:
    office = desks.office(desks.template.supervisor)
    office.people.add(new_id().hex(), "Aaa Worker", Role.VIEWER, bytes(32))
    names = [one.name for one in office.people.all()]
    assert names == ["Aaa Worker", "Caseworker 1", "Caseworker 2", "Supervisor 1"]
    renamed = replace(OFFICE, name="Example Office 5")
    office.people.set_office(renamed)
    office.people.set_on_paper(OnPaper(own_digits=True, second_days=False))
    office.people.set_called("client")
    office.people.set_office(renamed)
    with desks.store.begin(desks.template.supervisor) as work:
        assert work.people.office() == renamed
        assert work.people.called() == called() == "client"
        assert work.people.on_paper() == OnPaper(own_digits=True, second_days=False)
    assert desks.store.spoken() == (on_paper(), called())
    assert on_paper() == OnPaper(own_digits=True, second_days=False)
    assert desks.workbook.check().faults == ()
    write_letters(OnPaper())
