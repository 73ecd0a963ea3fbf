"""What comes summed up is taken in by columns, and comes to what single operations come to."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from everything_done import do_everything
from make import Clock, Desks
from second import differing, rows_of, written
from two_ways import Office, OneByOne, tables_of

from db.checks.audit import check
from db.incoming import bare_list
from db.incoming.apply import Lane
from db.incoming.summed import Summed
from db.rows.rowplan import plans
from ledger.ops import Kind, Op, OpId, lane_id

SOAK = pytest.mark.soak
ANOTHER = b"somebody else".ljust(32)


@pytest.fixture(autouse=True)
def _many(monkeypatch):
    """As if so many came that the list lets go of its indexes meanwhile."""
    monkeypatch.setattr(bare_list, "FEW", 1)


@pytest.fixture(scope="module")
def first(begun, tmp_path_factory):
    """Return an office that did everything that any desk can do."""
    desks = Desks(begun, tmp_path_factory.mktemp("first") / "home", Clock(begun.begins))
    do_everything(desks)
    yield desks
    desks.close()


def between(ops, lane, seed):
    """Return what another wrote who had seen no change: values beside, ends, and what waits."""
    chance, found = Random(seed), []
    made = [op for op in ops if op.kind is Kind.CREATE and op.table in plans() and op.value]

    def say(kind, op, name, value, parents):
        at = OpId(lane.id, 1 + len(found), 0)
        found.append(Op(at, kind, op.entity, op.table, name, value, op.hlc + 1, parents))

    for op in chance.sample(made, len(made) // 4):
        name = chance.choice(sorted(op.value))
        say(Kind.SET, op, name, op.value[name], (op.id,))
    for op in chance.sample([op for op in made if op.table == "task"], 2):
        say(Kind.DELETE, op, None, None, (op.id,))
    for op in chance.sample(made, 5):
        # It names what nobody has brought yet.
        name = chance.choice(sorted(op.value))
        say(Kind.SET, op, name, op.value[name], (op.id, OpId(b"not yet here lan", 7, 0)))
    return found


def parted(first):
    """Return the fullest stream, its lanes and operations, and those of all others."""
    lanes, ops = written(first.store.connection)
    sizes = Counter({lane.stream: sum(op.id.lane == lane.id for op in ops) for lane in lanes})
    ((stream, _most),) = sizes.most_common(1)
    known = {lane.id for lane in lanes if lane.stream != stream}
    beside = [lane for lane in lanes if lane.id in known], [op for op in ops if op.id.lane in known]
    inside = (
        [one for one in lanes if one.id not in known],
        [o for o in ops if o.id.lane not in known],
    )
    return stream, inside, beside


@pytest.fixture(scope="module")
def told(first, tmp_path_factory):
    """Return lanes and operations of two, where they said different things, summed up."""
    stream, (lanes, ops), beside = parted(first)
    another = Lane(lane_id(ANOTHER, stream), stream, ANOTHER)
    lanes, ops = [*lanes, another], [*ops, *between(ops, another, 3)]
    maker = Office(tmp_path_factory.mktemp("maker") / "home", first)
    maker.gets(*beside)
    maker.gets(lanes, ops)
    parts, contents = maker.sums_up(stream)
    hard = ("cell_conflict", "cell_superseded", "tombstone")
    assert [one for one in hard if not tables_of(maker.connection)[one]] == []
    shown = rows_of(maker.connection)
    yield stream, beside, (lanes, ops), (parts, contents), shown
    maker.connection.close()


@pytest.mark.parametrize(
    ("had", "listed"),
    [
        pytest.param(0.0, False, id="nothing"),
        pytest.param(0.3, True, id="some"),
        pytest.param(0.0, True, id="its list", marks=SOAK),
        pytest.param(0.3, False, id="some and no list", marks=SOAK),
        pytest.param(1.0, False, id="nearly all", marks=SOAK),
    ],
)
def test_by_columns_it_comes_to_what_single_operations_come_to(
    first, told, tmp_path, had, listed
) -> None:
    stream, beside, (lanes, ops), (parts, contents), shown = told
    last = {lane.id: max(op.id.aseq for op in ops if op.id.lane == lane.id) for lane in lanes}
    before = [op for op in ops if op.id.aseq <= had * (last[op.id.lane] - 1)]
    found = []
    for name, way in {"columns": Summed, "single": OneByOne}.items():
        taker = Office(tmp_path / name, first, way)
        taker.gets(*beside)
        if before:
            taker.gets(lanes, before)
        taker.takes_in(stream, lanes, parts, contents, listed=listed)
        assert check(taker.connection).clean
        assert taker.root(stream) == contents.root
        assert differing(shown, rows_of(taker.connection)) == {}
        found.append(tables_of(taker.connection))
        taker.connection.close()
    assert differing(*found) == {}


def test_of_a_form_that_went_while_the_next_came_nothing_is_left(first, tmp_path) -> None:
    stream, (lanes, ops), beside = parted(first)
    another = Lane(lane_id(ANOTHER, stream), stream, ANOTHER)
    forms = [one for one in ops if one.kind is Kind.CREATE and one.table == "form_instance"]
    went = max(forms, key=lambda one: len(one.value))
    # It says nothing of what the other one said.
    bare = {name: value for name, value in went.value.items() if "." not in name}
    at, what = went.hlc + 1, (went.table, None)
    came = Op(OpId(another.id, 1, 0), Kind.CREATE, bytes(16), *what, bare, at)
    gone = Op(OpId(another.id, 2, 0), Kind.DELETE, went.entity, *what, None, at, (went.id,))
    found = []
    for name, way in {"columns": Summed, "single": OneByOne}.items():
        maker, taker = (Office(tmp_path / name / one, first, way) for one in ("maker", "taker"))
        for office in maker, taker:
            office.gets(*beside)
            office.gets(lanes, ops)
        maker.gets([another], [came, gone])
        taker.takes_in(stream, [*lanes, another], *maker.sums_up(stream))
        found.append(tables_of(taker.connection))
        for office in maker, taker:
            office.connection.close()
    assert differing(*found) == {}
