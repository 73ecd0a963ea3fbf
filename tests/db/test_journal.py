"""Every write through a session leaves its operations and audit lines in the same transaction."""

from __future__ import annotations

import pytest
from ledgers import STREAM, USER, Workbook
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import sessionmaker
from sqlcipher3.dbapi2 import IntegrityError

from db.checks.audit import check
from db.log.journal import Journal, JournalRefused
from db.log.watching import BulkWriteRefused, watch
from db.rows.log import StreamRow
from db.rows.rowplan import ColumnRefused
from db.rows.tables import OfficeRow, ServiceRow, SettingRow
from ledger.clock import HybridClock
from ledger.merge import EMPTY, learn, views
from ledger.ops import Kind, Op, OpId, decode, decode_parents, lane_id

ONE, TWO = b"1" * 16, b"2" * 16
# What an office has that nobody set.
UNSET = {
    "called": "person",
    "closing_review": "no",
    "kept_with": "",
    "letter_digits": "latin",
    "second_days": "yes",
}


@pytest.fixture
def book(tmp_path):
    made = Workbook(tmp_path / "workbook.db")
    yield made
    assert check(made.connection).clean
    made.close()


def office(key=ONE, name="North"):
    return OfficeRow(id=key, name=name, phone="0", hours="9-5", language="en")


def ops(book):
    return [
        Op(
            OpId(*row[:3]),
            Kind(row[3]),
            *row[4:7],
            decode(row[7]),
            row[8],
            decode_parents(row[9]) if row[9] else (),
        )
        for row in book.rows("select * from op order by lane, aseq, idx")
    ]


def test_a_new_row_is_one_operation_with_all_its_fields(book):
    book.keep(office())

    (made,) = ops(book)
    assert made.kind is Kind.CREATE
    asked = {"name": "North", "phone": "0", "hours": "9-5", "language": "en"}
    assert made.value == {**asked, **UNSET}
    assert made.id == OpId(lane_id(book.author, STREAM), 1, 0)
    assert book.rows("select * from entity") == [(ONE, "office", STREAM, *made.id, 0)]
    assert book.rows("select name from office") == [("North",)]


def test_a_new_row_stays_usable_in_its_session(book):
    with book.sessions() as session:
        row = office()
        session.add(row)
        session.flush()
        row.name = "South"
        assert session.get(OfficeRow, ONE) is row
        session.commit()

    assert book.rows("select name from office") == [("South",)]
    assert [op.kind for op in ops(book)] == [Kind.CREATE, Kind.SET]


def test_a_change_names_what_it_replaces(book):
    book.keep(office())
    book.change(OfficeRow, ONE, name="South", phone="0")
    book.change(OfficeRow, ONE, name="West")

    made, first, second = ops(book)
    assert (first.field, first.value, first.parents) == ("name", "South", (made.id,))
    assert (second.field, second.value, second.parents) == ("name", "West", (first.id,))
    assert book.rows("select lane, aseq, idx from cell_meta") == [second.id]


def test_local_writes_never_conflict_with_themselves(book):
    book.keep(office())
    for name in ("a", "b", "c"):
        book.change(OfficeRow, ONE, name=name)

    (view,) = views(learn(EMPTY, ops(book)))
    assert {len(tips) for tips in view.cells.values()} == {1}


def test_a_deletion_names_everything_it_knew(book):
    book.keep(office())
    book.change(OfficeRow, ONE, name="South")
    book.drop(OfficeRow, ONE)

    made, changed, gone = ops(book)
    assert gone.kind is Kind.DELETE
    assert set(gone.parents) == {made.id, changed.id}
    assert book.rows("select life from entity") == [(1,)]
    assert book.rows("select count(*) from office") == [(0,)]


def test_rows_that_mix_with_local_ones_are_left_to_the_mapper(book):
    book.keep(office(), SettingRow(key="k", value="v"))

    assert len(ops(book)) == 1
    assert book.rows("select count(*) from office") == [(1,)]


def test_answers_given_with_a_new_row_are_part_of_its_operation(book):
    book.journal.create(ONE, "office", {"q1": ["a", "b"]})
    book.journal.set(ONE, "office", "q2", 3)
    book.keep(office())

    (made,) = ops(book)
    assert made.value["q1"] == ("a", "b")
    assert made.value["q2"] == 3
    assert made.value["name"] == "North"


def test_the_last_of_several_values_in_one_piece_of_work_counts(book):
    book.keep(office())
    with book.sessions() as session:
        book.journal.set(ONE, "office", "q1", 1)
        book.journal.set(ONE, "office", "q1", 2)
        session.commit()

    assert [op.value for op in ops(book)][1:] == [2]


def test_what_is_made_and_deleted_in_one_piece_of_work_leaves_no_operation(book):
    with book.sessions() as session:
        book.journal.create(ONE, "note", {})
        book.journal.delete(ONE, "note")
        session.commit()

    assert ops(book) == []


def test_a_withdrawal_names_the_grants_it_had_seen(book):
    book.journal.create(ONE, "note", {"a": 1})
    book.keep()
    book.journal.create(TWO, "note", {"a": 2})
    book.journal.sees(TWO, [ONE])
    book.keep()

    first, second = ops(book)
    assert second.parents == (first.id,)


def test_what_was_rolled_back_never_happened(book):
    book.keep(office())
    with book.sessions() as session:
        session.add(office(TWO))
        book.journal.audit("looked")
        session.flush()
        session.rollback()
    with book.sessions() as session:
        session.scalars(select(OfficeRow)).all()
        book.journal.audit("looked")
    book.change(OfficeRow, ONE, name="South")

    assert [op.id.idx for op in ops(book)] == [0, 1]
    assert book.rows("select action from audit_entry") == [("written",), ("written",)]


def test_a_session_forgets_the_rows_it_rolled_back(book):
    with book.sessions() as session:
        row = office()
        session.add(row)
        session.flush()
        session.rollback()
        assert row not in session
        assert session.get(OfficeRow, ONE) is None


def test_new_and_changed_rows_go_down_together(book):
    book.keep(office())
    with book.sessions() as session:
        session.get(OfficeRow, ONE).name = "South"
        session.add(office(TWO))
        session.commit()

    assert [(op.entity, op.kind) for op in ops(book)] == [
        (ONE, Kind.CREATE),
        (TWO, Kind.CREATE),
        (ONE, Kind.SET),
    ]


def test_reading_on_while_writing_does_not_disturb_either(book):
    book.keep(office(), office(TWO))
    with book.sessions() as session:
        found = []
        for (name,) in book.connection.execute("select id from office order by id"):
            found.append(name)
            book.journal.set(name, "office", "q1", 1)
            session.add(office(bytes([len(found)]) * 16))
            session.flush()
        session.commit()

    assert found[:2] == [ONE, TWO]


def test_two_writers_of_one_lane_never_number_alike(book):
    other = Journal(book.author, HybridClock(book.wall), USER)
    other.stream = STREAM
    sessions = sessionmaker(book.sessions.kw["bind"])
    watch(sessions, other)

    for number in range(3):
        book.keep(office(bytes([number]) * 16))
        with sessions() as session:
            session.add(office(bytes([100 + number]) * 16))
            session.commit()

    assert [op.id.idx for op in ops(book)] == list(range(6))


def test_a_failed_write_leaves_nothing(book):
    book.keep(office())
    with pytest.raises(IntegrityError):
        book.keep(office())

    assert len(ops(book)) == 1


def test_readings_go_into_the_chain_too(book):
    with book.sessions() as session:
        book.journal.audit("case_opened", ONE, "")
        session.commit()
    with book.sessions() as session:
        book.journal.audit("case_printed", ONE, "asked")
        session.commit()

    lines = book.rows("select seq, at, user, action, object, reason, covers from audit_entry")
    assert lines == [
        (1, "2026-03-01T12:00:00Z", USER, "case_opened", ONE, "", None),
        (2, "2026-03-01T12:00:00Z", USER, "case_printed", ONE, "asked", None),
    ]


def test_the_last_line_vouches_for_the_operations(book):
    book.journal.audit("one")
    book.journal.audit("two")
    book.keep(office())

    assert [row[0] is None for row in book.rows("select covers from audit_entry")] == [True, False]


@pytest.mark.parametrize(
    "statement",
    [
        insert(OfficeRow).values(id=ONE),
        update(OfficeRow).values(name="x"),
        delete(OfficeRow),
        text("delete from office"),
        text("select 1"),
    ],
    ids=["insert", "update", "delete", "text that writes", "text"],
)
def test_statements_that_could_write_behind_the_log_are_refused(book, statement):
    with book.sessions() as session, pytest.raises(BulkWriteRefused):
        session.execute(statement)


def test_savepoints_are_refused(book):
    with book.sessions() as session, pytest.raises(JournalRefused, match="savepoint"):
        session.begin_nested()


def test_an_entity_needs_a_stream(book):
    book.journal.stream = None
    with pytest.raises(JournalRefused, match="no_stream"):
        book.keep(office())


@pytest.mark.parametrize("gone", [False, True], ids=["unknown", "deleted"])
def test_what_is_not_there_can_not_be_changed(book, gone):
    if gone:
        book.keep(office())
        book.drop(OfficeRow, ONE)
    with book.sessions() as session:
        book.journal.set(ONE, "office", "name", "x")
        with pytest.raises(JournalRefused, match="no_entity"):
            session.commit()


@pytest.mark.parametrize("value", [1.5, text("hours")], ids=["a float", "an expression"])
def test_values_without_canonical_bytes_are_refused(book, value):
    book.keep(office())
    with pytest.raises(ColumnRefused, match="value:name"):
        book.change(OfficeRow, ONE, name=value)


def test_a_full_batch_gives_way_to_the_next(book):
    for number in range(3):
        book.keep(
            ServiceRow(
                id=bytes([number]) * 16,
                code=str(number),
                name="x" * 20_000,
                kind="clinic",
                active="yes",
            )
        )

    assert [op.id[1:] for op in ops(book)] == [(1, 0), (1, 1), (2, 0)]


def test_the_clock_goes_on_after_the_program_ended(book):
    book.keep(office())
    last = ops(book)[0].hlc
    book.wall.at = book.wall.at.replace(year=2016)
    book.journal._log.clock.last = 0

    book.change(OfficeRow, ONE, name="South")

    assert ops(book)[1].hlc > last


def test_each_stream_has_its_own_lane(book):
    book.keep(office())
    book.journal.stream = b"another stream.."
    book.keep(StreamRow(id=book.journal.stream, kind="config"), office(TWO))
    book.change(OfficeRow, ONE, name="South")

    first, second = lane_id(book.author, STREAM), lane_id(book.author, book.journal.stream)
    assert {(op.id.lane, op.entity) for op in ops(book)} == {(first, ONE), (second, TWO)}
    assert book.rows("select count(*) from lane") == [(2,)]
