"""A second workbook that takes in everything a first one wrote shows the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from random import Random

import pytest
from counted_story import CountedStory
from desks_tried import methods_of
from make import Clock, Desks
from second import Second, changed_otherwise, differing, rows_of, written

from casework.protect.protecting import protect
from casework.records.record import DRAFT
from casework.team.seat import NotFound
from casework.team.worker import NotPermitted
from db.incoming.apply import Lane
from db.incoming.following import FOLLOWS
from db.rows.base import Entity, Row
from desktop.bootstrap import office_on
from ledger.ops import Kind, Op, OpId, lane_id

STRANGER = b"somebody else".ljust(32)
UNFOUNDED = "select sort, count(*) from unfounded group by sort"
DESKS = (
    "caselist.views erasures.due erasures.holding figures.register filling.drafts letters.register"
    " likeness.pairs retention.due services.everyone tasks.today tasks.week treaties.all"
    " unrecorded.counted workload.loads glass.events reviews.waiting caseload.offers"
)
OF_ONE = (
    "attachments.of course.of exploiters.of legal.of grants.of letters.choices overview.of"
    " recalls.due referrals.of retention.of reviews.of walls.of caseload.team_of"
    " erasures.check"
)
SOAK = pytest.mark.soak


@pytest.fixture(scope="module")
def first(busy, tmp_path_factory):
    """Return what an office wrote that did everything, and lived on for a while."""
    desks = Desks(busy, tmp_path_factory.mktemp("first") / "home", Clock(busy.begins))
    CountedStory(desks, 5).live(15)
    yield desks
    desks.close()


def portions(ops, seed):
    """Yield operations in any order and in portions of any size; all at once for no seed."""
    if not seed:
        yield ops
        return
    chance = Random(seed)
    chance.shuffle(ops)
    while ops:
        size = chance.choice((1, 3, 10, 40, 200))
        yield ops[:size]
        del ops[:size]


def at_a_glance(said):
    """Return a case at a glance without when a draft was kept."""
    documents = [replace(one, at="") if one.state == DRAFT else one for one in said.documents]
    return replace(said, documents=documents)


def told(offices, clock, of):
    """Yield what two offices answer at desk after desk, at the same moment, of some of the cases.

    When a draft was kept is elsewhere when it was written of, some ticks later: left out.
    """
    at, desks = clock.moment, [methods_of(office) for office in offices]
    codes = sorted(one.code for one in offices[0].cases.all())[of]
    asked = [(name, ()) for name in DESKS.split()]
    asked += [(name, (code,)) for code in codes for name in OF_ONE.split()]
    asked += [("sections.of", (code, "intake")) for code in codes]
    for name, given in asked:
        answers = []
        for methods in desks:
            clock.moment = at
            try:
                answers.append(methods[name](*given))
            except (NotFound, NotPermitted) as refused:
                answers.append(str(refused))
        if name == "filling.drafts":
            answers = [[replace(line, saved_at="") for line in said] for said in answers]
        if name == "overview.of":
            answers = [at_a_glance(said) for said in answers]
        yield name, *answers
    yield "cases", *([(one.code, one.status) for one in office.cases.all()] for office in offices)
    found = [{one.code for one in office.cases.find("CANARY-STAFF")} for office in offices]
    yield "search", *found


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(n, marks=SOAK) for n in range(2, 12))])
def test_whatever_comes_in_whatever_order_a_second_workbook_shows_the_same(first, tmp_path, seed):
    second = Second(tmp_path / "second", first.template.unlocked(), first.clock)
    second.know(first.store.connection)
    lanes, ops = written(first.store.connection)

    for some in portions(ops, seed):
        second.take(lanes, some)

    assert differing(rows_of(first.store.connection), rows_of(second.connection)) == {}
    assert changed_otherwise(first.store.connection, second.connection) == []
    assert second.connection.execute("select * from opaque_op").fetchall() == []
    store = second.open()
    assert store.examine().faults == ()
    # Of each case one of the two is asked where all comes at once; `make wide` asks both of all.
    for turn, worker in enumerate((first.template.caseworker, first.template.supervisor)):
        offices = first.office(worker), office_on(store, worker, first.clock, lambda: protect)
        of = slice(None) if seed else slice(turn, None, 2)
        assert [name for name, one, other in told(offices, first.clock, of) if one != other] == []
    store.close()


def test_of_all_that_leaves_no_operation_it_is_said_how_it_follows() -> None:
    unlogged = {"case_search"}
    for mapper in Row.registry.mappers:
        table = mapper.class_.__tablename__
        if not issubclass(mapper.class_, Entity):
            unlogged.add(table)
            continue
        derived = [column.name for column in mapper.columns if not column.info.get("log", True)]
        unlogged |= {f"{table}.{name}" for name in derived}
    assert unlogged == set(FOLLOWS)


@pytest.fixture
def second(first, tmp_path):
    """Return a second workbook that knows the streams of the first."""
    made = Second(tmp_path / "second", first.template.unlocked(), first.clock)
    made.know(first.store.connection)
    return made


def told_without(book):
    """Return how many letters, tellings and referrals rest on no agreement."""
    return dict(book.connection.execute(UNFOUNDED).fetchall())


def test_what_came_without_its_agreement_is_shown_and_marked_until_it_comes(first, second) -> None:
    lanes, ops = written(first.store.connection)
    agreed = [op for op in ops if op.table.startswith("consent_")]
    second.take(lanes, [op for op in ops if op not in agreed])
    assert told_without(second) == {"letter": 4, "referral": 4, "telling": 2}
    counted = "select count(*) from letter"
    told = first.store.connection.execute(counted).fetchall()
    assert second.connection.execute(counted).fetchall() == told

    second.take(lanes, agreed)

    assert told_without(second) == {}


def stranger(lanes, ops):
    """Return the lane of somebody else in the stream in which the first wrote most."""
    most = Counter(op.id.lane for op in ops).most_common(1)[0][0]
    stream = next(lane.stream for lane in lanes if lane.id == most)
    return Lane(lane_id(STRANGER, stream), stream, STRANGER)


def test_of_two_that_disagree_the_safe_side_is_shown_and_the_store_is_sound(first, second) -> None:
    lanes, ops = written(first.store.connection)
    theirs = stranger(lanes, ops)
    change = next(op for op in ops if op.table == "referral" and op.field == "status")
    what = (change.entity, "referral", "status", "withdrawn_by_survivor", change.hlc - 1)
    other = Op(OpId(theirs.id, 1, 0), Kind.SET, *what, change.parents)
    for some in portions([*ops, other], 4):
        second.take([*lanes, theirs], some)

    shown = "select status from referral where id = ?"
    assert second.connection.execute(shown, (change.entity,)).fetchall() == [
        ("withdrawn_by_survivor",)
    ]
    kept = second.connection.execute("select entity, field from cell_conflict").fetchall()
    assert kept == [(change.entity, "status")] * 2
    assert second.open().examine().faults == ()


def test_what_a_newer_or_an_older_program_wrote_is_kept_and_shown_as_far_as_known(
    first, second
) -> None:
    lanes, ops = written(first.store.connection)
    theirs = stranger(lanes, ops)
    instance = next(op for op in ops if op.table == "form_instance" and op.kind is Kind.CREATE)
    told = {**instance.value, "colour": "blue"}
    office = {"name": "Example Office 9", "phone": "x", "hours": "x", "language": "en"}
    newer = [
        Op(OpId(theirs.id, 1, 0), Kind.CREATE, b"n" * 16, "form_instance", None, told, 1),
        Op(OpId(theirs.id, 1, 1), Kind.CREATE, b"t" * 16, "later_thing", None, {"a": 1}, 1),
        Op(OpId(theirs.id, 1, 2), Kind.CREATE, b"o" * 16, "office", None, office, 1),
    ]
    case = {"code": "X", "status": "a_later_status", "opened_on": "2026-03-01"}
    newer.append(Op(OpId(theirs.id, 1, 3), Kind.CREATE, b"c" * 16, "casefile", None, case, 1))
    second.take([*lanes, theirs], [*newer, *ops])

    waiting = second.connection.execute("select entity, why from opaque_op order by entity")
    assert waiting.fetchall() == [
        (b"c" * 16, "table"),
        (b"n" * 16, "field"),
        (b"t" * 16, "table"),
    ]
    usual = "select closing_review, letter_digits from office where id = ?"
    assert second.connection.execute(usual, (b"o" * 16,)).fetchall() == [("no", "latin")]
    assert second.applying.retry() == 2
    assert second.open().examine().faults == ()


@pytest.mark.parametrize("last", [True, False], ids=["the last", "not the last"])
@pytest.mark.parametrize("apart", [True, False], ids=["after", "with all else"])
def test_what_was_taken_back_is_a_draft_in_a_second_workbook_and_says_nothing(
    template, tmp_path, apart, last
) -> None:
    desks = Desks(template, tmp_path / "first", Clock())
    code, filling = desks.visit(), desks.office().filling
    episode = {"own_words": "CANARY-TOLD", "continuum": ["survival_sex"]}
    record = desks.office().answers.record
    other = partial(record, code, "episode", {"continuum": ["transactional_sex"]}, "en")
    if last:
        other()
    taken = [
        record(code, "episode", episode, "en").subject_id,
        record(code, "note", {"text": "CANARY-NOTE"}, "en").subject_id,
    ]
    if not last:
        other()
    second = Second(tmp_path / "second", template.unlocked(), desks.clock)
    second.know(desks.store.connection)
    before = []
    if apart:
        lanes, before = written(desks.store.connection)
        second.take(lanes, before)
    for one in taken:
        filling.take_back(code, one)
    known = {op.id for op in before}
    lanes, ops = written(desks.store.connection)
    second.take(lanes, [op for op in ops if op.id not in known])

    assert differing(rows_of(desks.store.connection), rows_of(second.connection)) == {}
    assert changed_otherwise(desks.store.connection, second.connection) == []
    theirs = second.connection.execute("select hex(id) from form_instance where state = 'draft'")
    assert {one.lower() for (one,) in theirs} == set(taken)
    assert second.open().examine().faults == ()
    desks.close()
