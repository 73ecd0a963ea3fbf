"""Operations from elsewhere: any order, any number of times, the same rows as everywhere."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from histories import ENTITIES, FIELDS, LANES, TABLE, TEXTS, histories
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import STREAM, USER, Workbook

from db.checks.audit import check
from db.incoming.apply import Applied, Applying, Lane
from db.log.cells import op_of, read_cells, read_entity
from db.rows.rowplan import plans, rules
from db.rows.tables import ServiceRow
from ledger.clock import HybridClock, moment
from ledger.merge import EMPTY, Life, awaited, canonical, in_conflict, learn, views
from ledger.ops import LIFE, Kind, Op, OpId

ONE, TWO = ENTITIES
ALL_LANES = [Lane(lane, STREAM, bytes(32)) for lane in LANES]
AT = "2026-03-01T09:00:00.000000Z"
SERVICE = {"code": "1", "name": "North", "kind": "clinic", "active": "yes"}

# What a referral says besides, all of it empty.
UNSAID = dict.fromkeys(
    ("service_type", "reason", "accompaniment", "urgency", "refusal", "outcome"), ""
)


def receiving(book, **shapes):
    return Applying(book.connection, HybridClock(book.wall), USER, shapes)


@pytest.fixture
def book(tmp_path):
    made = Workbook(tmp_path / "workbook.db", guarded=False)
    yield made
    assert check(made.connection).clean
    made.close()


def op(number, field, value, **more):
    lane = LANES[more.pop("lane", 0)]
    kind, entity, table = (more.get(name) for name in ("kind", "entity", "table"))
    parents, hlc = tuple(more.get("parents", ())), more.get("hlc", number)
    op_id = OpId(lane, 1, number)
    kind = kind or Kind.SET
    return Op(op_id, kind, entity or ONE, table or TABLE, field, value, hlc, parents)


def created(number=0, **more):
    fields = more.pop("fields", SERVICE)
    return op(number, None, fields, kind=Kind.CREATE, **more)


def shape_of_store(book):
    """Return entities, lives, heads and rows as the store shows them."""
    cursor = book.connection.cursor()
    found = []
    for (entity,) in book.rows("select id from entity order by id"):
        known = read_entity(cursor, entity)
        cells = {} if known.life == Life.ERASED.value else read_cells(cursor, known)
        row = cursor.execute(plans()[TABLE].select_one, (entity,)).fetchone()
        heads = {field: {tip.id for tip in tips} for field, tips in cells.items()}
        found.append((entity, known.life, heads, row))
    missing = book.rows("select distinct lane, aseq, idx from cell_superseded")
    return found, {OpId(*row) for row in missing}


def shape_of_state(state):
    """Return the same of the merge core."""
    found = []
    for view in views(state):
        heads = {field: {tip.id for tip in tips} for field, tips in view.cells.items()}
        shown = view.shown(rules())
        is_made = any(
            op.kind is Kind.CREATE for op in state.ops.values() if op.entity == view.entity
        )
        row = None
        if view.life in {Life.LIVE, Life.DISPUTED} and is_made:
            row = tuple(shown.get(slot.name) for slot in plans()[TABLE].slots if slot.logged)
        found.append((view.entity, view.life.value, heads, row))
    return found


@st.composite
def exchanges(draw):
    ops = draw(histories(longest=8, values=TEXTS))
    orders = []
    for _office in range(2):
        again = draw(st.lists(st.sampled_from(ops), max_size=3))
        mixed = draw(st.permutations(ops + again))
        cut = draw(st.integers(0, len(mixed)))
        orders.append((mixed[:cut], mixed[cut:]))
    return ops, orders


@given(exchanges())
@settings(max_examples=25, deadline=None)
def test_two_stores_with_the_same_operations_show_what_the_merge_core_shows(case):
    ops, orders = case
    shapes = []
    with tempfile.TemporaryDirectory() as folder:
        for number, parcels in enumerate(orders):
            book = Workbook(Path(folder) / f"{number}.db", guarded=False)
            for parcel in parcels:
                receiving(book).take(ALL_LANES, parcel)
            shapes.append(shape_of_store(book))
            assert check(book.connection).clean
            kept = learn(
                EMPTY, [op_of(row) for row in book.rows("select * from op where \"table\" <> ''")]
            )
            assert canonical(kept, rules()) == canonical(learn(EMPTY, ops), rules())
            book.close()
    assert shapes[0] == shapes[1]
    assert shapes[0][0] == shape_of_state(learn(EMPTY, ops))


@given(histories(longest=8, values=TEXTS), st.data())
@settings(max_examples=15, deadline=None)
def test_a_part_of_a_history_shows_what_the_merge_core_shows_of_it(ops, data):
    part = data.draw(st.permutations(ops))[: data.draw(st.integers(1, len(ops)))]
    with tempfile.TemporaryDirectory() as folder:
        book = Workbook(Path(folder) / "workbook.db", guarded=False)
        for one in part:
            receiving(book).take(ALL_LANES, [one])
        found, missing = shape_of_store(book)
        state = learn(EMPTY, part)
        assert found == shape_of_state(state)
        assert missing - awaited(state) == set()
        book.close()


def test_what_one_office_wrote_another_shows(tmp_path, book):
    other = Workbook(tmp_path / "other.db", author=2)
    service = ServiceRow(id=ONE, **SERVICE)
    other.keep(service)
    other.change(ServiceRow, ONE, name="South", cost="free")
    sent = [op_of(row) for row in other.rows("select * from op")]

    lane = Lane(sent[0].id.lane, STREAM, other.author)
    assert receiving(book).take([lane], sent) == Applied(new=3)
    assert receiving(book).take([lane], sent) == Applied(known=3)

    assert book.rows("select name, cost from service") == [("South", "free")]
    assert book.rows("select action from audit_entry") == [("received",)]
    other.close()


def test_a_conflict_keeps_both_values_until_a_person_settles_it(book):
    sides = [
        op(1, "cost", "free", parents=[created().id]),
        op(0, "cost", "dear", parents=[created().id], lane=1, hlc=5),
    ]
    receiving(book).take(ALL_LANES, [created(), *sides])

    assert book.rows("select cost from service") == [("dear",)]
    assert len(book.rows("select * from cell_conflict")) == 2
    cells = read_cells(book.connection.cursor(), read_entity(book.connection.cursor(), ONE))
    assert in_conflict(cells["cost"], "cost")

    book.change(ServiceRow, ONE, cost="by income")

    assert book.rows("select * from cell_conflict") == []
    parents = op_of(book.rows("select * from op where hlc > 1000")[0]).parents
    assert set(parents) == {side.id for side in sides}


def test_deleting_loses_to_editing(book):
    gone = op(1, None, None, kind=Kind.DELETE, parents=[created().id])
    edit = op(0, "cost", "free", parents=[created().id], lane=1)
    receiving(book).take(ALL_LANES, [created(), gone])
    assert book.rows("select count(*) from service") == [(0,)]

    receiving(book).take(ALL_LANES, [edit])

    assert book.rows("select name, cost from service") == [("North", "free")]
    assert book.rows("select life from entity") == [(Life.DISPUTED.value,)]


def test_what_was_deleted_can_be_brought_back(book):
    gone = op(1, None, None, kind=Kind.DELETE, parents=[created().id])
    back = op(2, LIFE, False, parents=[gone.id])

    receiving(book).take(ALL_LANES, [back, gone, created()])

    assert book.rows("select name from service") == [("North",)]


def test_erasing_takes_everything_and_late_operations_are_dropped(book):
    erase = op(2, None, "asked", kind=Kind.ERASE)
    receiving(book).take(ALL_LANES, [created(), op(1, "contact", "canary", parents=[created().id])])
    receiving(book).take(ALL_LANES, [erase])

    late = receiving(book).take(ALL_LANES, [op(0, "cost", "canary", lane=1)])

    assert late == Applied(dropped=1)
    assert book.rows("select count(*) from service") == [(0,)]
    assert book.rows("select * from tombstone") == [(ONE, "2026-03-01", "asked")]
    for (name,) in book.rows("select name from sqlite_master where type = 'table'"):
        for row in book.rows(f"select * from {name}"):  # noqa: S608 - names out of the schema
            assert not any("canary" in str(cell) for cell in row)


def test_erasing_reaches_the_document_too(book):
    notes = Notebook()
    made = created(table="form_repeat", fields={"q1": "canary", "case_id": TWO})
    names = ((ONE, "form_repeat"), (TWO, "casefile"))
    erased = [
        op(number, None, "asked", kind=Kind.ERASE, entity=entity, table=table)
        for number, (entity, table) in enumerate(names, 1)
    ]
    applying = receiving(book, form_repeat=notes)
    applying.take(ALL_LANES, [made])
    assert notes.pages

    applying.take(ALL_LANES, erased)

    assert notes.pages == {}


def test_a_note_on_a_schema_is_kept_and_changes_nothing(book):
    note = op(0, None, "2", kind=Kind.SCHEMA)

    assert receiving(book).take(ALL_LANES, [note]) == Applied(new=1)
    assert book.rows("select count(*) from entity") == [(0,)]


def test_an_erasure_that_comes_first_keeps_everything_out(book):
    erase = op(2, None, "asked", kind=Kind.ERASE)
    receiving(book).take(ALL_LANES, [erase])

    assert receiving(book).take(ALL_LANES, [created()]) == Applied(dropped=1)
    assert book.rows("select count(*) from service") == [(0,)]


def test_a_row_waits_for_the_row_it_points_to(book):
    case = {"code": "A", "status": "draft", "opened_on": "2026-03-01", "stream": STREAM}
    service = created(1)
    referral = {
        "case_id": TWO,
        "service_id": ONE,
        "status": "idea",
        "created_at": AT,
        "changed_at": AT,
        "changed_on": AT[:10],
        **UNSAID,
    }
    child = op(2, None, referral, kind=Kind.CREATE, entity=b"r" * 16, table="referral")
    parent = op(3, None, case, kind=Kind.CREATE, entity=TWO, table="casefile")
    assert receiving(book, casefile=Numbered()).take(ALL_LANES, [child, service]).waiting == 1
    assert book.rows("select why from opaque_op") == [("parent",)]

    assert receiving(book, casefile=Numbered()).take(ALL_LANES, [parent]).waiting == 0

    assert book.rows("select status from referral") == [("idea",)]
    assert book.rows("select * from opaque_op") == []


class Numbered:
    """Cases get the next number of this store."""

    def derive(self, cursor, _entity, columns):
        last = cursor.execute("select coalesce(max(number), 0) from casefile").fetchone()[0]
        return {"number": last + 1, "changed_at": columns["opened_on"]}

    def write(self, cursor, entity, answers):
        pass

    def remove(self, cursor, entity):
        pass


class Notebook:
    """Documents kept in memory, to see what reaches them."""

    def __init__(self):
        self.pages = {}

    def derive(self, _cursor, _entity, _columns):
        return {}

    def write(self, _cursor, entity, answers):
        self.pages[entity] = answers

    def remove(self, _cursor, entity):
        self.pages.pop(entity, None)


def test_answers_reach_their_document(book):
    notes = Notebook()
    made = created(table="form_repeat", fields={"q1": ("a", "b")})
    answer = op(1, "q2", 3, table="form_repeat", parents=[made.id])
    receiving(book, form_repeat=notes).take(ALL_LANES, [made, answer])
    assert notes.pages == {ONE: {"q1": ("a", "b"), "q2": 3}}

    gone = op(2, None, None, kind=Kind.DELETE, table="form_repeat", parents=[made.id, answer.id])
    receiving(book, form_repeat=notes).take(ALL_LANES, [gone])
    assert notes.pages == {}


def test_an_unknown_table_waits_for_an_upgrade(book):
    made = created(table="form_repeat", fields={"q1": 1})
    assert receiving(book).take(ALL_LANES, [made]).waiting == 1
    notes = Notebook()

    assert receiving(book, form_repeat=notes).retry() == 0

    assert notes.pages == {ONE: {"q1": 1}}
    assert book.rows("select * from opaque_op") == []


def test_an_unknown_field_is_kept_and_the_rest_is_shown(book):
    made = created(fields={**SERVICE, "opening": "later"})
    assert receiving(book).take(ALL_LANES, [made]).waiting == 0

    assert book.rows("select name from service") == [("North",)]
    assert book.rows("select why from opaque_op") == [("field",)]


def test_a_row_that_clashes_waits(book):
    book.keep(ServiceRow(id=TWO, **SERVICE))

    assert receiving(book).take(ALL_LANES, [created()]).waiting == 1
    book.change(ServiceRow, TWO, code="2")

    assert receiving(book).retry() == 0
    assert len(book.rows("select * from service")) == 2


CASE, REFERRAL = b"c" * 16, b"r" * 16


def pointing():
    """Return a service, a case, a referral that points to both, and the end of the service."""
    case = {"code": "A", "status": "draft", "opened_on": "2026-03-01", "stream": STREAM}
    referral = {"case_id": CASE, "service_id": ONE, "status": "idea"}
    referral |= {"created_at": AT, "changed_at": AT, "changed_on": AT[:10], **UNSAID}
    return [
        created(),
        op(3, None, case, kind=Kind.CREATE, entity=CASE, table="casefile"),
        op(4, None, referral, kind=Kind.CREATE, entity=REFERRAL, table="referral"),
        op(5, None, None, kind=Kind.DELETE, parents=[created().id]),
    ]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (0, 3, 1, 2), (2, 3, 0, 1)])
@pytest.mark.parametrize("parcel", [1, 4], ids=["one by one", "all at once"])
def test_a_deleted_row_stays_while_others_point_to_it(book, order, parcel):
    ops = [pointing()[place] for place in order]
    applying = receiving(book, casefile=Numbered())

    for start in range(0, 4, parcel):
        took = applying.take(ALL_LANES, ops[start : start + parcel])

    assert took.waiting == 1
    assert book.rows("select count(*) from service union all select count(*) from referral") == [
        (1,),
        (1,),
    ]

    end = op(
        6,
        None,
        None,
        kind=Kind.DELETE,
        entity=REFERRAL,
        table="referral",
        parents=[ops[order.index(2)].id],
    )
    assert applying.take(ALL_LANES, [end]).waiting == 0
    assert book.rows("select count(*) from service") == [(0,)]


def test_a_far_future_is_stored_flagged_and_not_followed(book):
    far = op(1, "cost", "later", parents=[created().id], hlc=moment(2**46))
    took = receiving(book).take(ALL_LANES, [created(), far])

    assert took.from_the_future == 1
    assert book.rows("select cost from service") == [("later",)]
    book.change(ServiceRow, ONE, cost="now")
    assert book.rows("select cost from service") == [("now",)]
    assert book.rows(
        "select max(hlc) < ? from op where field = 'cost' and hlc <> ?", far.hlc, far.hlc
    )


def test_a_failure_leaves_the_store_as_it_was(book):
    class Broken(Notebook):
        def write(self, _cursor, _entity, _answers):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        receiving(book, service=Broken()).take(ALL_LANES, [created()])

    assert book.rows("select count(*) from op") == [(0,)]
    assert not book.connection.in_transaction


def test_the_history_fields_are_columns():
    assert set(FIELDS) <= {slot.name for slot in plans()[TABLE].slots}
