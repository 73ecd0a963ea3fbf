"""Two laptops that were apart gave one code to two cases: both get others, the same everywhere."""

from __future__ import annotations

import pytest
from laptops import First, Laptop, carry, erase_together
from make import VISIT, Clock

from casework.ids import as_case_code
from casework.records.unfinished import Spot, Unfinished
from casework.tasks.task import TaskKind
from casework.team.seat import NotFound
from casework.team.supervision import Why
from casework.team.worker import Role
from db.answers.unfinished import SqlUnfinished

STATED = "select id, code, code_before from casefile order by id"
SIGNS = "023456789BCDFGHJKMNPQRSTVWXYZ"
TYPED = Unfinished({"title": "CANARY-TYPED"})
OURS, THEIRS = "CANARYOURS", "CANARYTHEIRS"


@pytest.fixture
def code(monkeypatch):
    """Let every case that begins have one and the same code."""
    (code,) = {as_case_code(f"K7M2-4QX{sign}") for sign in SIGNS} - {None}
    monkeypatch.setattr("casework.answers.recording.new_case_code", lambda: code)
    return code


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


@pytest.fixture
def here(template, first):
    return first.office(template.supervisor)


@pytest.fixture
def second(first, tmp_path):
    made = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    carry(first, made)
    return made


@pytest.fixture
def third(first, second, tmp_path):
    made = Laptop(first, tmp_path / "third", "Caseworker 9")
    carry(first, second, made)
    return made


def begins(first, laptop, name=THEIRS):
    """Begin a case at a laptop that joined; it may be kept elsewhere."""
    with laptop.office() as office:
        made = office.answers.record(None, "intake", VISIT | {"name_used": name}, "en").case_code
        first.agrees(made, office=office)
    return made


def begin_both(first, other):
    """Begin a case at each of two laptops under one code; nobody has heard of the other."""
    code = first.case(name_used=OURS)
    first.agrees(code)
    assert begins(first, other) == code


def stated(laptop):
    with laptop.store() as store:
        assert store.connection.execute("select * from opaque_op").fetchall() == []
        assert store.examine().faults == ()
        return store.connection.execute(STATED).fetchall()


def stated_here(first):
    assert first.store.connection.execute("select * from opaque_op").fetchall() == []
    assert first.store.examine().faults == ()
    return first.store.connection.execute(STATED).fetchall()


def words_of(store, user):
    return SqlUnfinished(store.connection, user.hex())


def to_tell(office):
    return [one for one in office.tasks.today().today if one.kind is TaskKind.CASE_RECODED]


def told(office, code):
    return [line.act for line in office.history.of(code)].count("case_recoded")


@pytest.mark.parametrize("turns", [(0, 1), (1, 0)], ids=["ours first", "theirs first"])
def test_both_cases_have_other_codes_the_same_at_all_laptops(first, here, second, code, turns):
    begin_both(first, second)

    for _ in range(2):
        carry(*((first, second)[n] for n in turns))

    known = stated_here(first)
    assert stated(second) == known
    codes = {now for _, now, _ in known}
    assert len(codes - {code}) == 2
    assert [before for *_, before in known] == [code, code]
    assert all(as_case_code(now) == now for now in codes)
    assert {one.code for one in here.cases.find(code)} == codes
    with pytest.raises(NotFound, match="case_recoded"):
        here.overview.of(code)
    ((ours,),) = ([one.code for one in here.cases.find(OURS)],)
    (theirs,) = codes - {ours}
    assert here.overview.of(ours).codes_before == here.overview.of(theirs).codes_before == (code,)
    here.glass.open(theirs, Why.DANGER)
    assert [one.code for one in here.cases.find(THEIRS)] == [theirs]
    assert told(here, ours) == 1


@pytest.mark.usefixtures("code")
def test_two_laptops_that_see_it_at_once_write_the_same(first, here, second, third):
    begin_both(first, third)
    ours, theirs = first.writes(), third.writes()
    second.takes(ours)
    second.takes(theirs)
    first.takes(theirs)
    assert stated(second) == stated_here(first)

    carry(first, second, third)
    carry(first, second, third)

    assert stated(second) == stated_here(first)
    (hers,) = stated(third)
    assert hers in stated_here(first)
    assert here.conflicts.all("en") == []
    (ours,) = [one.code for one in here.cases.find(OURS)]
    assert told(here, ours) == 1


def test_who_holds_one_of_them_is_told_once_and_goes_on_where_she_was(first, here, third, code):
    begin_both(first, third)
    place = f"place.letter.{third.user.hex()}."
    with third.store() as store:
        words_of(store, third.user).keep(Spot("task", code), TYPED)
        store.keep(f"{place}{code}", f"Dear all, about {code}")
    carry(first, third)
    carry(first, third)

    with third.office() as office:
        (line,) = to_tell(office)
        assert line.case_code != code
        assert office.overview.of(line.case_code).codes_before == (code,)
        assert [one.code for one in office.cases.find(code)] == [line.case_code]
        assert told(office, line.case_code) == 1
        office.tasks.done(line.id)
        assert to_tell(office) == []
    with third.store() as store:
        assert words_of(store, third.user).of(Spot("task", line.case_code)) == TYPED
        assert store.kept(f"{place}{line.case_code}") == f"Dear all, about {line.case_code}"
        assert store.kept(f"{place}{code}") == ""
    assert [one.case_code for one in to_tell(here)] == [one.code for one in here.cases.find(OURS)]


def test_what_is_erased_takes_the_code_of_before_along_and_the_other_keeps_its_new_one(
    first, here, second, code
):
    begin_both(first, second)
    carry(first, second)
    carry(first, second)
    (ours,) = [one.code for one in here.cases.find(OURS)]
    (other,) = [row for row in stated_here(first) if row[1] != ours]
    typed = words_of(first.store, bytes.fromhex(here.worker.id))
    typed.keep(Spot("task"), Unfinished({"title": f"{code} CANARY-TYPED"}))

    erase_together(first, second, here, ours)

    assert stated(second) == stated_here(first) == [other]
    assert typed.of(Spot("task")) is None
    assert [one.code for one in here.cases.find(code)] == [other[1]]
