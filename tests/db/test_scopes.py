"""Which case may leave this laptop: what she agreed to, as it stands, and nothing beside it."""

from __future__ import annotations

import pytest

from casework.consent.grant import Pause, Purpose
from casework.persons.pair import PairAnswer
from casework.team.wall import Nearness
from db.homes.scopes import ScopeRefused, may_leave, outgoing, strays
from db.homes.settling import settle_all
from db.log.streams import follow, share
from db.rows.tables import CaseRow, ServiceRow
from ledger.ops import Kind

STREAM = b"what is shared.."
KEEPER, OTHER = "Example Clinic A", "Example Ward B"
ELSEWHERE = {"purpose": "store_elsewhere", "items": None, "categories": None}
HERS = "select id from {} where case_id = ?"
EXPLOITER = {"position": "aid_worker"}


NEW_CASE = {
    "code": "AAAA-AAAA",
    "status": "draft",
    "opened_on": "2026-03-10",
    "number": 900,
    "changed_at": "2026-03-10T09:00:00Z",
}


def new_service():
    return ServiceRow(id=b"a new service...", code="new", name="New", kind="health", active="yes")


def exchange(desks, *keepers):
    """Let the cases of the caseworker be exchanged with whoever keeps copies."""
    codes = [desks.services()[name] for name in keepers]
    share(desks.store.connection, desks.template.caseworker.id, STREAM, codes)


def lives(desks, code):
    """Return for each thing of a case of what kind the stream is in which it lives."""
    cursor = desks.store.connection.cursor()
    ((case,),) = cursor.execute("select id from casefile where code = ?", (code,)).fetchall()
    found = {"casefile": {case}}
    for table in ("form_instance", "consent_event", "consent_grant", "assignment", "referral"):
        rows = cursor.execute(HERS.format(table), (case,))
        found[table] = {key for (key,) in rows}
    kinds = "select s.kind from entity as e join stream as s on s.id = e.stream where e.id = ?"
    return {
        table: {kind for key in keys for (kind,) in cursor.execute(kinds, (key,)).fetchall()}
        for table, keys in found.items()
        if keys
    }


def is_elsewhere(desks, code):
    """Return whether a case lives in the exchanged stream: all of it or nothing."""
    assert strays(desks.store.connection) == []
    (kind,) = lives(desks, code)["casefile"]
    return kind == "shared"


def told(desks):
    """Return all operations that would be handed out of the exchanged stream."""
    cursor = desks.store.connection.cursor()
    lanes = cursor.execute("select id from lane where stream = ?", (STREAM,)).fetchall()
    day = desks.clock.moment.date().isoformat()
    return [op for (lane,) in lanes for op in outgoing(cursor, lane, 1, day)]


def said_of(ops):
    """Return what operations say of anything, beside that it is gone."""
    return [op for op in ops if op.kind not in {Kind.MOVE, Kind.SCHEMA, Kind.ERASE}]


def settled(desks):
    """Bring every case to where it belongs today."""
    with desks.store.at_hand() as ground:
        return settle_all(ground)


def is_sound(desks):
    return desks.store.examine().faults == ()


def test_a_case_leaves_whole_when_she_agrees_and_comes_home_when_she_takes_it_back(desks) -> None:
    first, other = desks.visit(), desks.visit()
    exchange(desks, KEEPER)
    desks.agree(first)
    assert not is_elsewhere(desks, first)

    desks.agree(first, KEEPER, **ELSEWHERE)
    desks.office().answers.record(first, "note", {"text": "CANARY-SHARED"}, "en")

    assert is_elsewhere(desks, first)
    assert not is_elsewhere(desks, other)
    assert {kind for kinds in lives(desks, first).values() for kind in kinds} == {"shared"}
    words = repr([op.value for op in told(desks)])
    assert "CANARY-SHARED" in words
    assert "CANARY-NAME" in words
    local = desks.store.connection.execute(
        "select l.id from lane as l join stream as s on s.id = l.stream where s.kind = 'caseload'"
    ).fetchall()
    assert not {one.lane for op in told(desks) for one in op.parents} & {row[0] for row in local}

    desks.office().grants.withdraw(first, Purpose.STORE_ELSEWHERE)

    assert not is_elsewhere(desks, first)
    desks.office().answers.record(first, "note", {"text": "CANARY-AFTER"}, "en")
    assert said_of(told(desks)) == []
    assert settled(desks) == 0
    assert is_sound(desks)

    desks.agree(first, KEEPER, **ELSEWHERE)
    assert is_elsewhere(desks, first)
    assert "CANARY-AFTER" in repr([op.value for op in told(desks)])
    assert is_sound(desks)


def test_what_she_agrees_to_names_who_keeps_it_and_leaves_nothing_out(desks) -> None:
    case = desks.visit()
    desks.agree(case, KEEPER, **ELSEWHERE)
    for keepers in ((), (OTHER,), (KEEPER, OTHER)):
        exchange(desks, *keepers)
        settled(desks)
        assert not is_elsewhere(desks, case)
    # What the office says of all its streams counts as well.
    desks.store.connection.execute("update office set kept_with = ?", (desks.services()[KEEPER],))
    exchange(desks)
    settled(desks)
    assert is_elsewhere(desks, case)
    desks.agree(case, KEEPER, **ELSEWHERE, not_categories=["narrative"])
    assert not is_elsewhere(desks, case)
    desks.agree(case, KEEPER, **ELSEWHERE | {"categories": ["demographic", "contact"]})
    assert not is_elsewhere(desks, case)


def test_time_doubt_a_wall_and_another_case_of_hers_bring_it_home(desks) -> None:
    exchange(desks, KEEPER)
    case, other = desks.visit(), desks.visit()
    desks.agree(case, KEEPER, **ELSEWHERE)
    office = desks.office()

    office.suspensions.suspend(case, Pause.CAPACITY_DOUBT)
    assert not is_elsewhere(desks, case)
    office.suspensions.lift(case, Pause.CAPACITY_DOUBT)
    assert is_elsewhere(desks, case)

    office.likeness.say(case, other, PairAnswer.SAME)
    assert not is_elsewhere(desks, case)
    desks.agree(other, KEEPER, **ELSEWHERE)
    assert is_elsewhere(desks, case)
    assert is_elsewhere(desks, other)
    office.likeness.say(case, other, PairAnswer.DIFFERENT)
    office.grants.withdraw(other, Purpose.STORE_ELSEWHERE)
    assert is_elsewhere(desks, case)
    assert not is_elsewhere(desks, other)

    supervisor = desks.office(desks.template.supervisor)
    desks.step_in(case)
    supervisor.walls.keep_from(case, desks.template.colleague.id, Nearness.HER_WISH)
    assert not is_elsewhere(desks, case)
    supervisor.walls.lift(case, supervisor.walls.of(case)[0].id)
    assert is_elsewhere(desks, case)

    desks.clock.pass_days(91)
    assert is_elsewhere(desks, case)
    assert settled(desks) > 0
    assert not is_elsewhere(desks, case)
    assert said_of(told(desks)) == []
    assert is_sound(desks)


def test_walls_around_two_cases_of_hers_keep_both_here_until_the_last_is_lifted(desks) -> None:
    exchange(desks, KEEPER)
    cases = [desks.visit(), desks.visit()]
    desks.office().likeness.say(*cases, PairAnswer.SAME)
    supervisor = desks.office(desks.template.supervisor)
    for case in cases:
        desks.step_in(case)
        supervisor.walls.keep_from(case, desks.template.colleague.id, Nearness.HER_WISH)
        desks.agree(case, KEEPER, **ELSEWHERE)
    for _wall in cases:
        assert not any(is_elsewhere(desks, case) for case in cases)
        supervisor.walls.lift(cases[0], supervisor.walls.of(cases[0])[0].id)
    assert all(is_elsewhere(desks, case) for case in cases)
    assert is_sound(desks)


def change(desks, case, form, **answers):
    """Change answers of the only form of its kind in a case."""
    filling = desks.office().filling
    sheet = filling.amend(case, filling.entries(case, form)[0].id)
    values = {**sheet.doc.values, **{f"{form}.{name}": said for name, said in answers.items()}}
    filling.finish(sheet, type(sheet.doc)(sheet.form_id, sheet.doc.version, values, "en"))


def test_what_few_may_read_stays_here_and_goes_along_when_all_may(desks) -> None:
    exchange(desks, KEEPER)
    case = desks.visit()
    desks.agree(case, KEEPER, **ELSEWHERE)
    answers = desks.office().answers
    answers.record(case, "note", {"text": "CANARY-FEW", "restricted": "yes"}, "en")
    answers.record(case, "exploiter", EXPLOITER, "en")
    assert is_elsewhere(desks, case)
    assert lives(desks, case)["form_instance"] == {"shared", "caseload"}
    words = repr([op.value for op in told(desks)])
    assert "CANARY-FEW" not in words
    assert "exploiter" not in words

    change(desks, case, "note", restricted="")
    assert is_elsewhere(desks, case)
    assert "CANARY-FEW" in repr([op.value for op in told(desks)])

    change(desks, case, "note", restricted="yes")
    assert is_elsewhere(desks, case)
    assert "CANARY-FEW" not in repr([op.value for op in told(desks)])
    assert is_sound(desks)


def test_a_case_goes_over_to_the_stream_of_whoever_works_with_it(desks) -> None:
    exchange(desks, KEEPER)
    case, other = desks.visit(), b"of the colleague"
    desks.agree(case, KEEPER, **ELSEWHERE)
    codes = [desks.services()[KEEPER]]
    share(desks.store.connection, desks.template.colleague.id, other, codes)
    supervisor = desks.office(desks.template.supervisor)
    supervisor.caseload.assign(case, desks.template.colleague.id)
    assert is_elsewhere(desks, case)
    assert said_of(told(desks)) == []
    cursor = desks.store.connection.cursor()
    found = "select count(*) from entity where type = 'casefile' and stream = ?"
    assert cursor.execute(found, (other,)).fetchall() == [(1,)]
    assert is_sound(desks)


def test_what_waits_for_a_case_does_not_go_along_with_what_is_for_all(desks) -> None:
    """A service is told to everybody; the case that was begun in the same work is not."""
    key, service = b"a case that waits", new_service()
    with desks.store.at_hand() as ground:
        ground.put(CaseRow, id=key[:16], **NEW_CASE)
        desks.store._streams.add_for_all(ground.session, service)
    kinds = "select s.kind from entity as e join stream as s on s.id = e.stream where e.id = ?"
    found = [
        desks.store.connection.execute(kinds, (one,)).fetchall() for one in (key[:16], service.id)
    ]
    assert found == [[("caseload",)], [("config",)]]


def test_a_local_stream_is_never_handed_out(desks) -> None:
    desks.visit()
    cursor = desks.store.connection.cursor()
    rows = cursor.execute(
        "select l.id, l.stream, s.kind from lane as l join stream as s on s.id = l.stream"
    ).fetchall()
    for lane, stream, kind in rows:
        assert may_leave(cursor, stream) is (kind == "config")
        if kind == "caseload":
            with pytest.raises(ScopeRefused, match=r"scopes\.local"):
                outgoing(cursor, lane, 1, "2026-03-10")
    with pytest.raises(ScopeRefused):
        outgoing(cursor, bytes(16), 1, "2026-03-10")
    follow(desks.store.connection, STREAM)
    assert may_leave(cursor, STREAM)
