"""A layout written out: of who agreed, nothing that knows her again, and read again."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from consent_stories import keep_event
from make import START

from casework.consent.grant import Consents, Grant, Purpose, Reach, Scope
from casework.files.bringing import Wish
from casework.files.layout import FORMS, Column, Layout, askable, layouts
from casework.files.layout_out import COARSE, LayoutOut
from casework.ids import new_id
from casework.keeping.erasure import Basis
from casework.records.casefile import Entry, case_file
from casework.team.worker import Act
from forms.tables.reading import read_tables

EPISODE = {
    "continuum": ["trafficking_sexual_exploitation"],
    "gbv_other": ["rape", "online_abuse"],
    "setting": ["street"],
    "start_date": "2024-03-05",
    "place": "CANARY-PLACE",
    "own_words": "CANARY-WORDS",
}
EXPLOITER = {"known_as": "CANARY-ALLEGED", "sex": "male"}
COUNTED = ["demographic", "exploitation_category", "alleged_exploiter", "identity", "location"]


@pytest.fixture
def office(desks):
    return desks.office(desks.template.supervisor)


@pytest.fixture
def case(desks):
    case = desks.visit()
    desks.office().answers.record(case, "episode", EPISODE, "en")
    desks.office().answers.record(case, "exploiter", EXPLOITER, "en")
    return case


def agree(desks, case, categories=COUNTED):
    """Record a yes to figures outside."""
    return desks.agree(
        case,
        purpose="statistics_external",
        recipient=None,
        categories=categories,
        items=None,
    )


def agree_but_for(desks, case, episodes):
    """Keep a yes to figures outside that leaves experiences out, as no form asks it yet."""
    at = desks.clock()
    given = Grant(
        id=new_id().hex(),
        event_id=new_id().hex(),
        purpose=Purpose.STATISTICS_EXTERNAL,
        scope=Scope(Reach.OWN),
        given_at=at,
        valid_from=at.date(),
        valid_until=at.date() + timedelta(days=30),
        categories=frozenset(COUNTED),
        excluded_episodes=frozenset(episodes),
    )
    worker = desks.template.caseworker
    with desks.store.begin(worker) as work:
        keep_event(work, work.cases.by_code(case).id, worker.id, (at, [given], None))
        work.save()


def tell(desks, case, **said):
    """Record one more experience; return its id."""
    return desks.office().answers.record(case, "episode", EPISODE | said, "en").subject_id


def written(office):
    table, notes = read_tables(office.taking.layout("gbvims_ir"))
    return [dict(zip(table.head, line.cells, strict=False)) for line in table.lines], notes


def test_nobody_stands_in_it_who_did_not_agree_to_figures_outside(desks, office, case):
    desks.agree(case)
    assert written(office)[0] == []
    agree(desks, case)
    assert len(written(office)[0]) == 1
    desks.clock.pass_days(100)
    assert written(office)[0] == []


def test_what_stands_in_it_is_coarse_and_what_she_agreed_to(desks, office, case):
    agree(desks, case)
    (row,), notes = written(office)
    said = {head: cell for head, cell in row.items() if cell}
    assert said["Sex"] == "female"
    assert said["GBV type"] == "rape"
    assert said["Abduction type"] == "trafficked"
    assert said["Consent given to share information"] == "yes"
    for head in ("Date of birth", "Date of incident", "Survivor code", "Alleged perpetrator sex"):
        assert head not in said
    whole = office.taking.layout("gbvims_ir")
    everything = str([table.lines for table in read_tables(whole)])
    assert "CANARY" not in everything
    assert case not in everything
    assert ("GBV type", "of several answers one is written") in {one.cells for one in notes.lines}


def test_a_category_that_she_left_out_is_left_out(desks, office, case):
    agree(desks, case, ["demographic"])
    ((row,), _) = written(office)
    assert row.get("Sex") == "female"
    assert not row.get("GBV type")


def test_an_experience_that_she_left_out_has_no_row(desks, office, case):
    """Not even an empty one: that there was another one is told by it."""
    other = tell(desks, case, gbv_other=["forced_marriage"])
    agree(desks, case)
    assert {row["GBV type"] for row in written(office)[0]} == {"rape", "forced marriage"}
    agree_but_for(desks, case, [other])
    (row,), _ = written(office)
    assert row["GBV type"] == "rape"
    assert "forced" not in str(written(office))


def test_who_left_out_all_her_experiences_stands_in_it_as_who_told_none(desks, office, case):
    desks.agree(case)
    tell(desks, case)
    episodes = earlier(desks, case)
    agree_but_for(desks, case, episodes)
    (row,), _ = written(office)
    assert row["Sex"] == "female"
    assert not row["GBV type"]


def earlier(desks, case):
    with desks.office()._seat.begin(Act.READ_CASES) as work:
        return work.documents.episodes(work.cases.by_code(case))


def test_how_many_experiences_there_are_is_not_told_where_none_may_be(desks, office, case):
    tell(desks, case)
    agree(desks, case, ["demographic"])
    assert len(written(office)[0]) == 1


@pytest.mark.parametrize("mark", ["taken_back", "disputed"])
def test_what_was_taken_back_or_is_to_decide_is_not_written_beside_what_stands(mark):
    """Each answer passes the door by itself: one that may leave takes no other along."""
    question = SimpleNamespace(category="demographic", list_name="sex", map="person.sex")
    layout = Layout("x", "x", "", "dmy", (Column("Sex", "intake.sex"),), {})
    entries = [
        Entry("person.sex", "demographic", "female"),
        Entry("person.sex", "demographic", "intersex", **{mark: True}),
    ]
    given = Grant(
        "g",
        "e",
        Purpose.STATISTICS_EXTERNAL,
        Scope(Reach.OWN),
        START,
        START.date(),
        START.date() + timedelta(days=9),
        frozenset({"demographic"}),
    )
    out = LayoutOut(layout, {"intake.sex": question})
    assert list(out.rows(case_file("c", "C", entries), Consents((given,)), START)) == [("female",)]


def test_what_is_to_be_erased_stands_in_no_layout(desks, office, case):
    agree(desks, case)
    office.erasures.request(case, Basis.HER_WISH)
    assert written(office)[0] == []
    office.erasures.take_back(case)
    assert len(written(office)[0]) == 1


def test_what_is_written_is_read_again_but_for_its_losses(desks, office, case):
    agree(desks, case)
    wish = Wish(office.taking.layout("gbvims_ir"), "gbvims_ir", desks.template.caseworker.id)
    practice = office.bringing.practise(wish)
    assert (practice.rows, practice.well, practice.problems) == (1, 1, ())
    office.bringing.bring_in(wish)
    (row,), _ = written(office)
    with desks.office()._seat.begin(Act.READ_CASES) as work:
        (copy,) = [one for one in desks.office().cases.all() if one.code != case]
        today = desks.clock.moment.date()
        entries = work.documents.file_of(work.cases.by_code(copy.code), today).entries
    assert entries["person.sex"][0].value == "female"
    assert entries["episode.gbv_other"][0].value == ("rape",)
    assert entries["episode.continuum"][0].value == ("trafficking_sexual_exploitation",)
    assert len(row) <= 42


def test_no_layout_writes_what_knows_somebody_again(office):
    with office._seat.begin(Act.READ_CASES) as work:
        asked = {one.qid: one for one in askable([work.documents.model(form) for form in FORMS])}
    never = {"alleged_exploiter", "identity", "location", "narrative", "contact", "staff_notes"}
    assert not COARSE & never
    for layout in layouts().values():
        for column in layout.columns:
            question = asked.get(column.question)
            if question is not None and question.bind in {"date", "dateTime"}:
                assert not question.list_name, column.head
