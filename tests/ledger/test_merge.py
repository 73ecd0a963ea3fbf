"""Merging loses nothing, in whatever order and however often operations come."""

from __future__ import annotations

import pytest
from histories import ENTITIES, LANES, TABLE, histories
from hypothesis import given
from hypothesis import strategies as st
from merge_oracle import expected, unaccounted

from ledger.merge import (
    EARLIEST,
    EMPTY,
    ORDINARY,
    Cell,
    ConsentEvent,
    FieldRule,
    Life,
    absorb,
    awaited,
    canonical,
    heads,
    in_conflict,
    join,
    learn,
    safest,
    shown,
    standing,
    view,
    views,
)
from ledger.ops import LIFE, Kind, Op, OpId, writes

RULES = {
    (TABLE, "cost"): safest("given", "withdrawn"),
    (TABLE, "hours"): safest("low", "high"),
    (TABLE, "areas"): EARLIEST,
}
ONE = ENTITIES[0]


def op(number, field, value, **more):
    lane = LANES[more.pop("lane", 0)]
    kind, hlc, parents = (more.get(name) for name in ("kind", "hlc", "parents"))
    op_id = OpId(lane, 1, number)
    return Op(op_id, kind or Kind.SET, ONE, TABLE, field, value, hlc or 0, tuple(parents or ()))


def created(number=0, **fields):
    return op(number, None, fields, kind=Kind.CREATE)


@st.composite
def shuffled(draw):
    ops = draw(histories())
    again = draw(st.lists(st.sampled_from(ops)))
    return ops, draw(st.permutations(ops + again))


@given(shuffled())
def test_any_order_with_duplicates_gives_the_same_bytes(case):
    ops, mixed = case
    state = EMPTY
    for one in mixed:
        state = learn(state, [one])
    assert canonical(state, RULES) == canonical(learn(EMPTY, ops), RULES)


@given(histories(longest=4), histories(longest=4), histories(longest=4))
def test_joining_is_associative_commutative_and_idempotent(one, two, three):
    lanes = (b"a" * 16, b"b" * 16, b"c" * 16)
    parts = [
        learn(EMPTY, [_in_lane(known, lane) for known in ops])
        for ops, lane in zip((one, two, three), lanes, strict=True)
    ]
    a, b, c = parts
    assert join(join(a, b), c) == join(a, join(b, c))
    assert join(a, b) == join(b, a)
    assert join(a, a) == a


def _in_lane(one, lane):
    parents = tuple(OpId(lane, parent.aseq, parent.idx) for parent in one.parents)
    op_id = OpId(lane, one.id.aseq, one.id.idx)
    return Op(op_id, one.kind, one.entity, one.table, one.field, one.value, one.hlc, parents)


@given(histories())
def test_heads_are_what_plain_sets_say_and_nothing_is_lost(ops):
    state = learn(EMPTY, ops)
    found = {
        (one.entity, field): {tip.id for tip in tips}
        for one in views(state)
        for field, tips in one.cells.items()
    }
    assert found == expected(ops)
    assert unaccounted(ops) == set()


@given(shuffled(), st.data())
def test_a_part_of_a_history_names_what_it_still_awaits(case, data):
    ops, mixed = case
    part = mixed[: data.draw(st.integers(0, len(mixed)))]
    known = {one.id for one in part}
    erased = {one.entity for one in part if one.kind is Kind.ERASE}
    naming = [one for one in part if one.entity not in erased or one.kind is Kind.ERASE]
    gone = {one.id for one in part} - {one.id for one in naming}
    missing = {parent for one in naming for parent in one.parents} - (known - gone)
    assert awaited(learn(EMPTY, part)) == missing
    assert not awaited(learn(EMPTY, ops)) or erased or gone


@given(shuffled())
def test_absorbing_one_by_one_equals_knowing_all_at_once(case):
    _ops, mixed = case
    cells: dict[tuple[bytes, str], Cell] = {}
    seen: set[OpId] = set()
    for one in mixed:
        if one.id in seen:
            continue
        for field in writes(one):
            cell = cells.get((one.entity, field), Cell())
            cells[one.entity, field] = absorb(cell, one, seen.__contains__)
        seen.add(one.id)
    by_cell: dict[tuple[bytes, str], list[Op]] = {}
    for one in mixed:
        for field in writes(one):
            by_cell.setdefault((one.entity, field), []).append(one)
    assert {key: cell.heads for key, cell in cells.items()} == {
        key: heads(ops) for key, ops in by_cell.items()
    }


def test_one_head_is_the_value():
    first, second = created(status="given"), op(1, "status", "withdrawn", parents=[created().id])
    assert shown(heads([first, second]), "status") == "withdrawn"


def test_saying_the_same_twice_is_no_conflict():
    assert not in_conflict([op(0, "x", 1), op(1, "x", 1, lane=1)], "x")
    assert in_conflict([op(0, "x", 1), op(1, "x", True, lane=1)], "x")


@pytest.mark.parametrize(
    ("rule", "values", "wanted"),
    [
        (ORDINARY, ("early", "late"), "late"),
        (safest("given", "withdrawn"), ("withdrawn", "given"), "withdrawn"),
        (safest("low", "medium", "high"), ("medium", "unheard of"), "unheard of"),
        (safest("low", "medium", "high"), ("high", "unheard of"), "high"),
        (safest("low", "high"), (None, "low"), None),
        (EARLIEST, ("2026-03-02", "2026-03-10"), "2026-03-02"),
        (EARLIEST, ("2026-03", "2026-03-10"), "2026-03"),
        (EARLIEST, (None, "2026-03-10"), "2026-03-10"),
        (EARLIEST, (None, None), None),
        (EARLIEST, (9, 3), 3),
    ],
)
def test_a_conflict_shows_what_its_rule_prefers(rule, values, wanted):
    tips = [op(number, "f", value, hlc=number) for number, value in enumerate(values)]
    assert shown(tips, "f", rule) == wanted
    assert shown(reversed(tips), "f", rule) == wanted


def test_the_same_moment_is_decided_by_the_lane():
    tips = [op(0, "f", "one", lane=0), op(0, "f", "two", lane=1)]
    assert shown(tips, "f") == shown(reversed(tips), "f") == "two"


def test_only_safe_side_rules_are_protected():
    rules = (ORDINARY, EARLIEST, safest("low", "high"))
    assert [rule.protected for rule in rules] == [False, True, True]
    assert safest("a").protected
    assert FieldRule() == ORDINARY


def test_deleting_loses_to_an_edit_it_had_not_seen():
    first, edit = created(text="a"), op(1, "text", "b", parents=[created().id], lane=1)
    delete = op(2, None, None, parents=[first.id], kind=Kind.DELETE)

    assert view([first, delete]).life is Life.DELETED
    assert view([first, edit, delete]).life is Life.DISPUTED


def test_deleting_again_after_reading_the_edit_ends_the_dispute():
    first, edit = created(text="a"), op(1, "text", "b", parents=[created().id], lane=1)
    delete = op(2, None, None, parents=[first.id], kind=Kind.DELETE)
    again = op(3, None, None, parents=[edit.id, delete.id], kind=Kind.DELETE)

    assert view([again, edit, delete, first]).life is Life.DELETED


def test_a_deleted_entity_can_be_brought_back():
    first = created(text="a")
    delete = op(1, None, None, parents=[first.id], kind=Kind.DELETE)
    back = op(2, LIFE, False, parents=[delete.id])

    assert view([back, delete, first]).life is Life.LIVE


def test_erasing_leaves_nothing_but_itself():
    first, erase = created(text="a"), op(1, None, "basis", kind=Kind.ERASE)
    state = learn(EMPTY, [first, erase, op(2, "text", "late")])

    assert set(state.ops) == {erase.id}
    assert views(state)[0].life is Life.ERASED
    assert views(state)[0].cells == {}


def test_a_moved_entity_and_an_attachment_are_cells_and_a_schema_note_is_none():
    moved = op(1, None, b"s" * 16, kind=Kind.MOVE)
    attached = op(2, "file", (b"hash", 10), kind=Kind.ATTACH)
    note = op(3, None, "2", kind=Kind.SCHEMA)

    assert view([created(), moved, attached, note]).shown({}) == {
        "@stream": b"s" * 16,
        "file": (b"hash", 10),
    }


def event(name, at, seen=(), *, withdraws=False):
    return ConsentEvent(name, at, withdraws, frozenset(seen))


def test_a_withdrawal_ends_what_it_saw_and_what_is_older():
    events = [
        event(b"older", 1),
        event(b"seen", 9, []),
        event(b"later", 9),
        event(b"end", 5, [b"seen"], withdraws=True),
    ]
    assert standing(events) == {b"later"}


def test_in_the_same_moment_only_a_renewal_that_knew_stands():
    events = [
        event(b"same", 5),
        event(b"renewed", 5, [b"end"]),
        event(b"backdated", 4, [b"end"]),
        event(b"end", 5, withdraws=True),
    ]
    assert standing(events) == {b"renewed"}


@given(st.data())
def test_a_grant_that_arrives_late_stays_ended(data):
    events = [
        event(bytes([n]), data.draw(st.integers(0, 9)), withdraws=data.draw(st.booleans()))
        for n in range(6)
    ]
    end = max((one.at for one in events if one.withdraws), default=-1)
    mixed = data.draw(st.permutations(events))
    assert standing(mixed) == {one.id for one in events if not one.withdraws and one.at > end}
