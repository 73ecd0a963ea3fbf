"""What comes from elsewhere and fits no column waits; nothing that is read here ends by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from everything_done import do_everything
from make import OFFICE, Clock, Desks
from odd_things import ODD, Odd, columns, made_odd, readings, said_twice

from casework import lengths
from casework.cases.course import NotYetClosed
from casework.refused import DeskRefused
from casework.team.seat import NotFound
from casework.team.worker import NotPermitted
from db.rows.fitting import fits, misfits
from db.rows.holding import HOLDS
from db.rows.rowplan import plans

# What each office says itself, and no other for it.
SAYS_NO = (DeskRefused, NotFound, NotPermitted, NotYetClosed)
SHOWN = 'select 1 from "{table}" where id = ?'
HOURS = "select count(*) from office where hours like ? || '%'"
WHY = "select distinct why from opaque_op where entity = ?"


@pytest.fixture(scope="module")
def lived(busy, tmp_path_factory):
    """Return an office that did everything that any desk can do."""
    desks = Desks(busy, tmp_path_factory.mktemp("lived") / "home", Clock(busy.begins))
    yield desks
    desks.close()


def test_of_every_column_it_is_said_what_it_may_hold():
    assert set(HOLDS) == {(table, name) for table, name, _kind in columns()}


def test_whatever_an_office_writes_itself_fits(lived):
    told = 'select distinct "{name}" from "{table}"'
    for table, name, _kind in columns():
        rows = lived.store.connection.execute(told.format(name=name, table=table)).fetchall()
        assert rows, table
        assert [value for (value,) in rows if not fits(table, name, value)] == [], (table, name)


def test_whatever_is_written_into_a_column_waits_or_is_read_by_every_desk(lived):
    odd = Odd(lived)
    made = made_odd(odd)
    store = odd.connection
    for (table, name, value), entity in made.items():
        why = {one for (one,) in store.execute(WHY, (entity,))}
        if not fits(table, name, value):
            assert store.execute(SHOWN.format(table=table), (entity,)).fetchone() is None
            assert why in ({"table"}, {"parent"}), (table, name, value)
        elif table != "form_version":
            # Another thing may have the same code, or one is named that is not there.
            assert why <= {"row", "parent"}, (table, name, value)
    said_twice(odd)
    read = set()
    for worker in (lived.template.caseworker, lived.template.supervisor):
        for name, ask in readings(lived.office(worker), odd.code):
            try:
                ask()
            except SAYS_NO:
                continue
            read.add(name)
    assert {
        *("tasks.today", "tasks.week", "requests.all", "breaches.all", "conflicts.all"),
        *("erasures.due", "letters.register", "unrecorded.counted", "printouts.printout"),
        *("figures.register", "overview.of", "referrals.of", "grants.of", "treaties.all"),
    } <= read


@pytest.mark.parametrize("column", HOLDS, ids="{0[0]}.{0[1]}".format)
def test_of_many_the_same_do_not_fit_as_one_by_one(column):
    kind = {(table, name): kind for table, name, kind in columns()}[column]
    values = [*ODD[kind], *ODD[kind]]
    bad = {at for at, one in enumerate(values) if one is not None and not fits(*column, one)}
    assert misfits(*column, values) == bad
    right = [one for one in values if type(one) is kind]
    assert misfits(*column, right) == {at for at, one in enumerate(right) if not fits(*column, one)}


@pytest.mark.parametrize(
    ("table", "column", "most"),
    [
        ("breach", "words", lengths.BREACH),
        ("breach", "recipients", lengths.BREACH),
        ("breach_action", "words", lengths.BREACH),
        ("outside_request", "words", lengths.REQUEST),
        ("outside_request_case", "who", lengths.REQUESTER),
        ("outside_request", "order_no", lengths.ORDER),
        ("task", "title", lengths.TASK),
        ("hold", "reason", lengths.HOLD),
        ("handing", "note", lengths.OFFER),
        ("glass", "words", lengths.GLASS),
        ("review", "note", lengths.REVIEW),
        ("referral", "outcome", lengths.REFERRAL),
        ("taking", "reason", lengths.TAKING),
        ("treaty", "summary", lengths.TREATY),
        ("consent_event", "note", lengths.MOST),
    ],
)
def test_words_are_as_long_as_a_desk_lets_them_be(table, column, most):
    assert fits(table, column, "x" * most)
    assert not fits(table, column, "x" * (most + 1))


def test_what_others_would_not_show_is_not_written(lived):
    people = lived.office(lived.template.supervisor).people
    with pytest.raises(DeskRefused, match="words_long") as refused:
        people.set_office(replace(OFFICE, hours="x" * (lengths.MOST + 1)))
    assert refused.value.facts == {"n": lengths.MOST}
    assert lived.store.connection.execute(HOURS, ("x" * 100,)).fetchall() == [(0,)]


def test_nothing_where_something_has_to_be_does_not_fit():
    assert not fits("breach", "words", None)
    assert not fits("office", "closing_review", None)
    assert fits("breach", "closed_at", None)


def test_where_everything_is_there_twice_what_a_desk_changes_is_done_or_refused(busy, tmp_path):
    desks = Desks(busy, tmp_path / "home", Clock(busy.begins))
    odd = Odd(desks)
    for table in [*plans(), *plans()]:
        odd.another(table)
    odd.comes()
    done = do_everything(desks, SAYS_NO)
    desks.close()
    assert {
        "people.set_office",
        "people.set_called",
        "reviews.set_closing",
        "treaties.keep",
    } <= done
