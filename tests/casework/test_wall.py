"""The wall: who is near an alleged exploiter finds nothing, at any desk, and learns of nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from io import BytesIO

import pytest
from desks_tried import ASKED, methods_of
from known_case import Known, second
from make import VISIT
from sqlcipher3.dbapi2 import IntegrityError
from wall import outcome, words_in

from casework.cases.caseline import View
from casework.changes import Change
from casework.consent.override import Basis as Reason
from casework.consent.override import ToldHer
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.ids import new_case_code
from casework.keeping.erasure import Basis, Erasure
from casework.persons.pair import PairAnswer
from casework.referrals.letters import Order
from casework.referrals.overrides import Proposal
from casework.referrals.referral import Need
from casework.team.glass import GlassRefused
from casework.team.seat import NotFound
from casework.team.supervision import Why
from casework.team.wall import ConflictLink, Nearness, WallRefused
from casework.team.worker import NotPermitted
from db.guards.triggers import GuardRefused

CLINIC, WARD = "Example Clinic A", "Example Ward B"
COPIED = {
    "assignment": "insert into assignment (id, case_id, user_id, since, reason)"
    " select zeroblob(16), case_id, ?, since, reason from assignment limit 1",
    "task": "insert into task (id, case_id, worker, kind, title, due, at, status, rests_on, source)"
    " select zeroblob(16), case_id, ?, kind, title, due, at, status, rests_on, source from task"
    " limit 1",
}
PLANTED = VISIT | {"name_used": "PLANTED-NAME", "account": "PLANTED-ACCOUNT", "region": "capital"}


@pytest.fixture(scope="module")
def planted(template, tmp_path_factory):
    return template.grown(tmp_path_factory.mktemp("planted") / "home", plant)


@pytest.fixture
def start(planted):
    return planted


@pytest.fixture
def case(desks):
    return Known(desks.template.kept, desks)


def plant(desks):
    """Begin a case with a bit of everything; return its code."""
    code = desks.visit(**PLANTED)
    desks.agree(code)
    desks.office().answers.record(code, "episode", {"own_words": "PLANTED-OWN"}, "en")
    desks.office().answers.record(code, "exploiter", {"known_as": "PLANTED-ALLEGED"}, "en")
    desks.office().letters.issue(Order(code, CLINIC))
    desks.office().tasks.add(code, "PLANTED-TASK", desks.clock.moment.date())
    return code


def keep_from(desks, case, worker, kind=Nearness.SAME_PERSON):
    """Put a worker behind the wall, by the hand of somebody else."""
    return desks.office().walls.keep_from(case, worker.id, kind)


def keeper(desks, case):
    """Return another supervisor to whom the case is open."""
    found = second(desks)
    with suppress(GlassRefused):
        desks.office(found).glass.open(case, Why.DANGER)
    return found


def tell_tales(desks, case):
    """Return the words by which one would know that there is such a case."""
    ((key,),) = desks.store.connection.execute("select id from casefile").fetchall()
    return (case, case.replace("-", ""), key.hex(), "PLANTED")


@pytest.mark.parametrize("desk", sorted({name.partition(".")[0] for name in ASKED}))
def test_who_is_behind_the_wall_learns_nothing_at_any_desk(desks, case, desk) -> None:
    """Whatever is asked, nothing of the case comes back, and it answers as one that never was."""
    template, other = desks.template, keeper(desks, case)
    with suppress(GlassRefused):
        desks.office(template.supervisor).glass.open(case, Why.DANGER)
    tales, never = tell_tales(desks, case), new_case_code()
    names = [name for name in sorted(ASKED) if name.partition(".")[0] == desk]
    prepared = {name: arguments_for(name, case) for name in names}
    for number, walled in enumerate((template.caseworker, template.supervisor)):
        _link(desks, case, (number, other, walled))
    for walled in (template.caseworker, template.supervisor):
        for name, arguments in prepared.items():
            answer = asked(desks, walled, name, arguments)
            told = [word for word in words_in(answer) if any(tale in word for tale in tales)]
            assert told == [], name
            if arguments[:1] == (case,):
                unknown = asked(desks, walled, name, (never, *arguments[1:]))
                assert (type(answer), str(answer)) == (type(unknown), str(unknown)), name


def arguments_for(name, case):
    """Return what a method is asked with; where the case is in no state for it, its code alone."""
    found = outcome(lambda: ASKED[name][0](case))
    return (case,) if isinstance(found, Exception) else found


def asked(desks, worker, name, arguments):
    method = methods_of(desks.office(worker))[name]
    return outcome(lambda: method(*arguments))


def test_a_search_finds_nothing_and_its_try_stands_in_the_case(desks, case) -> None:
    supervisor = desks.template.supervisor
    keep_from(desks, case, supervisor)
    office = desks.office(supervisor)
    for words in (case, "PLANTED", case[:4]):
        assert office.cases.find(words) == []
        assert len(office.caselist.numbers(View.ALL_OPEN, words=words)) == 0
    assert outcome(lambda: office.overview.of(case)).code == "case_not_found"
    tries = [(line.act, line.worker) for line in desks.office().history.of(case)]
    assert tries.count(("case_kept_back", "Supervisor 1")) >= len(("a search", "a list"))
    assert ("case_not_opened", "Supervisor 1") in tries


def test_counts_and_today_are_as_if_it_never_was(desks, case) -> None:
    worker, other = desks.template.caseworker, keeper(desks, case)
    office = desks.office()
    assert office.tasks.today().today
    assert sum(one.due for one in office.tasks.week()) == 1
    desks.office(other).walls.keep_from(case, worker.id, Nearness.RELATIVE)
    found = office.tasks.today()
    assert (found.today, found.this_week, found.waiting) == ((), (), ())
    assert sum(one.due for one in office.tasks.week()) == 0
    assert {one.count for one in office.caselist.views()} == {0}
    assert office.letters.register() == []
    with desks.store.begin(worker) as work:
        assert work.referrals.sent() == {}
    with desks.store.begin(other) as work:
        assert list(work.referrals.sent().values()) == [1]


def test_what_is_to_be_erased_behind_a_wall_is_for_others(desks, case) -> None:
    supervisor, other = desks.template.supervisor, keeper(desks, case)
    with desks.store.begin(desks.template.caseworker) as work:
        found = work.cases.by_code(case)
        today = desks.clock.moment.date()
        who = desks.template.caseworker.id
        facts = ("6b" * 16, found.id, "open", Basis.HER_WISH, False, today, who)
        work.erasures.keep(Erasure(*facts))
        work.commit(Change("erasure_asked", found.id, found.code))
    keep_from(desks, case, supervisor)
    for worker, seen in ((supervisor, []), (other, [case])):
        with desks.store.begin(worker) as work:
            assert [code for code, _ in work.erasures.open()] == seen


def test_nothing_of_the_case_is_given_to_who_is_behind_the_wall(desks, case) -> None:
    keep_from(desks, case, desks.template.colleague)
    colleague = bytes.fromhex(desks.template.colleague.id)
    for table in COPIED:
        with pytest.raises(IntegrityError, match=rf"^conflict:{table}$"):
            _given(desks, table, colleague)


def _link(desks, case, who):
    """Set the wall past the desk: what was tried before may have sent the worker away."""
    number, by, walled = who
    with desks.store.begin(by) as work:
        found = work.cases.by_code(case)
        key = bytes([90, number] * 8).hex()
        facts = (key, found.id, Nearness.SAME_PERSON, desks.clock(), by.id, walled.id)
        work.walls.add(ConflictLink(*facts))
        work.commit(Change("conflict_noted", found.id, found.code))


def _given(desks, table, worker):
    """Give the case to somebody past every desk, as a row like those that are there."""
    desks.store.connection.execute(COPIED[table], (worker,))


@pytest.mark.parametrize("walled", [0, 1])
@pytest.mark.parametrize("answer", [PairAnswer.APART, PairAnswer.DIFFERENT, PairAnswer.UNSURE])
def test_who_may_not_lift_a_wall_parts_no_cases_behind_it(desks, case, walled, answer) -> None:
    other, boss = desks.visit(), second(desks)
    office, hers = desks.office(), (case, other)
    office.likeness.say(case, other, PairAnswer.SAME)
    office.walls.keep_from(hers[walled], desks.template.colleague.id, Nearness.SAME_PERSON)
    office.walls.keep_service_from(hers[walled], WARD, Nearness.SAME_UNIT)
    for pair in (hers, hers[::-1]):
        with pytest.raises(NotPermitted, match=r"^people$"):
            office.likeness.say(*pair, answer)
    assert len(office.walls.of(hers[not walled])) == 2
    for one in hers:
        desks.office(boss).glass.open(one, Why.DANGER)
    assert desks.office(boss).likeness.say(case, other, answer).kind == f"pair_{answer.value}"
    assert office.walls.of(hers[not walled]) == []
    assert len(office.walls.of(hers[walled])) == 2


def test_a_supervisor_behind_the_wall_parts_no_cases_either(desks, case) -> None:
    other, boss = desks.visit(), desks.template.supervisor
    desks.office().likeness.say(case, other, PairAnswer.SAME)
    second(desks)
    keep_from(desks, case, boss)
    with pytest.raises(NotFound, match=r"^case_not_found$"):
        desks.office(boss).likeness.say(other, case, PairAnswer.APART)


def test_cases_of_two_people_are_told_apart_whatever_stands_around_one(desks, case) -> None:
    other, office = desks.visit(), desks.office()
    keep_from(desks, case, desks.template.colleague)
    assert office.likeness.say(case, other, PairAnswer.DIFFERENT).kind == "pair_different"


def test_a_service_in_conflict_hears_nothing(desks, case) -> None:
    desks.agree(case, "Example Ward B")
    desks.office().walls.keep_service_from(case, "Example Ward B", Nearness.SAME_UNIT)
    for ask in ("issue", "draft", "preview"):
        letters = desks.office().letters
        with pytest.raises(WallRefused, match=r"^service_in_conflict$"):
            getattr(letters, ask)(Order(case, "Example Ward B"))
    assert desks.office().letters.issue(Order(case, CLINIC)).number
    with pytest.raises(GuardRefused, match=r"^conflict:referral$"):
        _write_referral(desks, case, "Example Ward B")


def test_a_service_in_conflict_is_given_no_file(desks, case) -> None:
    desks.agree(case, categories=["attachments"], items=["medical_certificate"])
    attachments, sort = desks.office().attachments, Sort.MEDICAL_CERTIFICATE
    kept = attachments.add(Coming(case, sort), BytesIO(b"PLANTED-FILE")).subject_id
    assert attachments.copy(case, kept, CLINIC).content == b"PLANTED-FILE"
    desks.office().walls.keep_service_from(case, CLINIC, Nearness.SAME_UNIT)
    with pytest.raises(WallRefused, match=r"^service_in_conflict$"):
        attachments.copy(case, kept, CLINIC)


def test_a_case_is_not_handed_over_to_a_service_in_conflict(desks, case) -> None:
    desks.agree(case, purpose="transfer")
    desks.office().walls.keep_service_from(case, CLINIC, Nearness.SAME_UNIT)
    with pytest.raises(WallRefused, match=r"^service_in_conflict$"):
        desks.office().course.transfer(case, CLINIC)


def test_a_service_in_conflict_is_told_nothing_aloud(desks, case) -> None:
    office = desks.office()
    asked = office.referrals.begin(case, Need(), WARD).subject_id
    open_one = office.referrals.begin(case, Need()).subject_id
    desks.agree(case, WARD)
    assert office.talks.foresee(case, asked).told
    office.walls.keep_service_from(case, WARD, Nearness.SAME_UNIT)
    for ask in (
        partial(office.talks.foresee, case, asked),
        partial(office.talks.tell, case, asked),
        partial(office.referrals.begin, case, Need(), WARD),
        partial(office.referrals.choose, case, open_one, WARD),
    ):
        with pytest.raises(WallRefused, match=r"^service_in_conflict$"):
            ask()


def test_a_service_in_conflict_is_told_nothing_without_consent_either(desks, case) -> None:
    office = desks.office()
    day = (desks.clock.moment + timedelta(days=14)).date()
    listed = frozenset({"name_used"})
    told = Proposal(WARD, Reason.LEGAL_OBLIGATION, listed, "PLANTED-WHY", ToldHer.BEFORE, day)
    first, second = (office.overrides.propose(case, told).subject_id for _ in range(2))
    desks.decide(case, first)
    office.walls.keep_service_from(case, WARD, Nearness.SAME_UNIT)
    for ask in (
        partial(office.overrides.propose, case, told),
        partial(office.overrides.draft, case, first),
        partial(office.overrides.carry_out, case, first),
        partial(desks.decide, case, second),
    ):
        with pytest.raises(WallRefused, match=r"^service_in_conflict$"):
            ask()
    office.overrides.drop(case, first)


def _write_referral(desks, case, service):
    """Write a request past every desk: the store itself refuses."""
    worker = desks.template.caseworker
    with desks.store.begin(worker) as work:
        (kept, *_) = work.referrals.of(work.cases.by_code(case).id)
        found = next(one for one in work.services.all() if one.name == service)
        values = {"id": "11" * 16, "service_id": found.id}
        work.referrals.keep(type(kept)(**{**_fields(kept), **values}))


def _fields(one):
    return {name: getattr(one, name) for name in type(one).__dataclass_fields__}


def test_the_wall_names_who_why_and_since_when(desks, case) -> None:
    desks.office().walls.keep_service_from(case, CLINIC, Nearness.SAME_UNIT)
    keep_from(desks, case, desks.template.colleague, Nearness.HER_WISH)
    person, service = desks.office().walls.of(case)
    assert (person.name, person.kind, person.by) == (
        "Caseworker 2",
        Nearness.HER_WISH,
        "Caseworker 1",
    )
    assert (service.name, service.is_service) == (CLINIC, True)
    assert person.since == desks.clock.moment.date()
    assert "Caseworker" not in repr(person)
    names = {one.name for one in desks.office().walls.choices(case)}
    assert "Supervisor 1" in names
    assert names.isdisjoint({"Caseworker 2", CLINIC})


def test_what_she_wished_is_lifted_at_her_word_and_the_rest_by_a_supervisor(desks, case) -> None:
    colleague = desks.template.colleague
    wish = keep_from(desks, case, colleague, Nearness.HER_WISH).subject_id
    desks.office().walls.lift(case, wish)
    link = keep_from(desks, case, colleague, Nearness.RELATIVE).subject_id
    with pytest.raises(NotPermitted):
        desks.office().walls.lift(case, link)
    desks.office(keeper(desks, case)).walls.lift(case, link)
    assert desks.office().walls.of(case) == []
    with pytest.raises(NotFound, match=r"^link_not_found$"):
        desks.office().walls.lift(case, link)


def test_somebody_is_always_left_for_her(desks, case) -> None:
    keep_from(desks, case, desks.template.supervisor)
    with pytest.raises(WallRefused, match=r"^nobody_left$"):
        keep_from(desks, case, desks.template.caseworker)
    with pytest.raises(NotFound, match=r"^worker_not_found$"):
        desks.office().walls.keep_from(case, "99" * 16, Nearness.RELATIVE)


def test_a_wall_in_one_case_hides_no_other(desks, case) -> None:
    other = desks.visit()
    supervisor = desks.template.supervisor
    keep_from(desks, case, supervisor)
    assert [one.code for one in desks.office(supervisor).cases.all()] == [other]
    assert desks.office().overview.of(case).code == case


def test_days_count_from_the_day_it_was_set(desks, case) -> None:
    desks.clock.pass_days(5)
    keep_from(desks, case, desks.template.colleague)
    (line,) = desks.office().walls.of(case)
    assert line.since == date(2026, 3, 10) + timedelta(days=5)
