"""Documents come back as they were, agree with the log, and what is derived can be rebuilt."""

from __future__ import annotations

import random
from collections import UserList
from datetime import UTC, datetime
from types import MappingProxyType

import pytest

from casework.changes import Change
from casework.ids import new_id
from casework.records.filled import Filled
from db.answers.documents import documents_of
from db.answers.projections import project_anew
from db.answers.stored import READERS, operations, packed, unpacked
from forms.document import FormDoc
from forms.loading import load_form
from ledger.ops import decode

CLINIC = "Example Clinic A"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def code(desks):
    return desks.visit()


@pytest.fixture
def work(desks, code):
    assert code
    with desks.store.begin(desks.template.caseworker) as work:
        yield work


# --- documents

NESTED = """
settings:
  - form_id: nested
    form_title: Nested
    version: "1"
survey:
  - {type: text, name: first, label: First}
  - {type: begin repeat, name: outer, label: Outer}
  - {type: text, name: said, label: Said}
  - {type: begin repeat, name: inner, label: Inner}
  - {type: decimal, name: size, label: Size}
  - {type: text, name: note, label: Note}
  - {type: end repeat}
  - {type: end repeat}
"""


def nested_doc(model):
    qid = {item.name: item.qid for item in model.items()}

    def row(**values):
        return {"_id": new_id().hex()} | {qid[name]: value for name, value in values.items()}

    inner = [row(size=1.5, note="a"), row(size=2), row(note="c")]
    outer = [row(said="one", inner=inner[:2]), row(said="two"), row(inner=inner[2:])]
    return FormDoc("nested", "1", {qid["first"]: "x", qid["outer"]: outer})


@pytest.fixture
def nested(desks):
    model = load_form(NESTED)
    doc = nested_doc(model)
    code = desks.visit()
    with desks.store.begin(desks.template.caseworker) as work:
        work.documents.publish({"nested": NESTED.encode()}, NOON)
        case = work.cases.by_code(code)
        instance = work.documents.add(case.id, Filled(model, doc, "en"), NOON)
        work.commit(Change("answers_recorded", case.id, case.code, instance, "nested"))
    return desks, doc, bytes.fromhex(instance)


def test_a_document_with_repeats_inside_repeats_comes_back_as_it_was(nested) -> None:
    desks, doc, instance = nested
    kept = "select doc from form_instance where id = ?"
    raw = desks.store.connection.execute(kept, (instance,)).fetchone()[0]
    assert unpacked(raw) == doc.values
    assert unpacked(packed(unpacked(raw))) == doc.values


def test_the_log_holds_one_entity_for_the_form_and_one_for_each_row(nested) -> None:
    desks, doc, instance = nested
    expected = {entity: fields for entity, _, fields in operations(instance, doc.values)}
    assert len(expected) == 7
    logged = desks.store.connection.execute(
        "select e.id, e.type, o.value from entity as e join op as o using (lane, aseq, idx)"
    )
    found = {row[0]: (row[1], decode(row[2])) for row in logged if row[0] in expected}
    assert found.keys() == expected.keys()
    for entity, (table, fields) in found.items():
        assert expected[entity].items() <= fields.items()
        shown = READERS[table](desks.store.connection.cursor(), entity)
        assert {name: fields[name] for name in shown} == shown


def test_the_check_compares_documents_with_the_log_row_by_row(nested) -> None:
    desks, doc, instance = nested
    assert desks.workbook.check().faults == ()
    (outer,) = (value for value in doc.values.values() if not isinstance(value, str))
    (inner,) = (value for value in outer[0].values() if isinstance(value, list))
    changed = packed(doc.values).replace(b'"a"', b'"altered"')
    desks.store.connection.execute(
        "update form_instance set doc = ? where id = ?", (changed, instance)
    )
    # The index of words still says what was said; so the altered document is seen twice.
    assert desks.workbook.check().faults == (f"row:{inner[0]['_id']}", "search:1")


def test_the_facts_of_a_form_stand_under_its_number(desks, code) -> None:
    for region in ("capital", "north"):
        answers = {"limits_explained": "yes", "region": region}
        desks.office().answers.record(code, "intake", answers, "en")
    crossed = desks.store.connection.execute(
        "select i.case_id = c.id, f.value, json_extract(i.doc, '$.\"intake.region\"')"
        " from form_fact as f join form_instance as i on i.number = f.instance"
        " join casefile as c on c.code = ? where f.qid = 'intake.region' order by i.number",
        (code,),
    ).fetchall()
    assert crossed[-2:] == [(1, "capital", "capital"), (1, "north", "north")]


def test_frozen_documents_are_kept_like_plain_ones() -> None:
    plain = {"q": [{"_id": "00", "a": ["x", "y"]}]}
    row = MappingProxyType({"_id": "00", "a": UserList(["x", "y"])})
    assert packed(MappingProxyType({"q": (row,)})) == packed(plain)


def test_a_case_keeps_the_broad_area_that_was_named_last(desks, code) -> None:
    answers = {"limits_explained": "yes", "region": "capital", "area": "capital_towns"}
    desks.office().answers.record(code, "intake", answers, "en")
    desks.office().answers.record(code, "intake", {"limits_explained": "yes"}, "en")
    area = desks.store.connection.execute("select area from casefile").fetchall()
    assert area == [("capital_towns",)]


def test_a_value_that_is_no_answer_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^datetime\b"):
        packed({"q": NOON})


def test_forms_are_known_by_id_and_a_newer_version_takes_the_place_of_an_older(work) -> None:
    known = work.documents.form_ids()
    assert known == sorted(known)
    assert set(known) >= {"consent", "episode", "intake", "service"}
    assert work.documents.model("nothing") is None
    work.documents.publish({"nested": NESTED.encode()}, NOON)
    newer = NESTED.replace('version: "1"', 'version: "2"')
    work.documents.publish({"nested": newer.encode()}, NOON.replace(year=2027))
    assert work.documents.model("nested").version == "2"
    assert "nested" in work.documents.form_ids()


def test_what_a_later_form_says_stands_in_place_of_what_an_earlier_one_said(desks) -> None:
    code = desks.visit()
    desks.office().answers.record(code, "intake", {"limits_explained": "yes", "sex": "male"}, "en")
    with desks.store.begin(desks.template.caseworker) as work:
        file = work.documents.file_of(work.cases.by_code(code), desks.clock.moment.date())
    assert [one.value for one in file.entries["person.sex"]] == ["male"]
    assert [one.value for one in file.entries["person.name_used"]] == ["CANARY-NAME"]


def test_episodes_are_things_of_their_own_in_the_order_they_were_told(desks) -> None:
    code = desks.visit()
    for told in ("first", "second"):
        desks.office().answers.record(code, "episode", {"own_words": told}, "en")
    with desks.store.begin(desks.template.caseworker) as work:
        case = work.cases.by_code(code)
        ids = work.documents.episodes(case)
        file = work.documents.file_of(case, desks.clock.moment.date())
        said = file.entries["episode.own_words"]
    assert [(one.episode, one.value) for one in said] == [(ids[0], "first"), (ids[1], "second")]


# --- projections


_ELEMENTS = "select * from episode_element order by 1, 2, 3"


def projected(desks):
    connection = desks.store.connection
    return {
        "person": connection.execute("select * from person order by 1").fetchall(),
        "safe_contact": connection.execute("select * from safe_contact order by 1").fetchall(),
        "episode": connection.execute("select * from episode order by 1").fetchall(),
        "episode_tag": connection.execute("select * from episode_tag order by 1, 2, 3").fetchall(),
        "episode_element": connection.execute(_ELEMENTS).fetchall(),
    }


EPISODE = {
    "own_words": "CANARY-OWN",
    "source": "survivor",
    "certainty": "stated",
    "continuum": ["survival_sex", "transactional_sex"],
    "tags": [{"tag": "survival_sex", "tag_source": "worker", "tag_certainty": "possible"}],
    "act": ["transfer"],
    "exchange_given": ["food", "shelter"],
    "exchange_promised": ["food"],
    "gain": ["money"],
    "platforms": ["messaging"],
}


def test_tags_keep_their_own_source_and_certainty_and_none_is_lost(desks) -> None:
    code = desks.visit()
    desks.office().answers.record(code, "episode", EPISODE, "en")
    tags = [row[1:] for row in projected(desks)["episode_tag"]]
    assert tags == [
        ("continuum", "survival_sex", "worker", "possible"),
        ("continuum", "transactional_sex", "survivor", "stated"),
    ]
    assert "CANARY-OWN" not in projected(desks)["episode"][0]
    assert [row[1:] for row in projected(desks)["episode_element"]] == [
        ("act", "transfer"),
        ("exchange_given", "food"),
        ("exchange_given", "shelter"),
        ("exchange_promised", "food"),
        ("gain", "money"),
        ("platform", "messaging"),
    ]


def test_what_a_later_form_leaves_out_is_not_taken_back(desks) -> None:
    code = desks.visit(safe_way="sms", code_word="CANARY-CODE", gender="woman")
    answers = {"limits_explained": "yes", "safe_way": "phone_call", "sex": "male"}
    desks.office().answers.record(code, "intake", answers, "en")
    (contact,), (person,) = projected(desks)["safe_contact"], projected(desks)["person"]
    assert contact[1:] == ("phone_call", "CANARY-CODE")
    assert person[1:] == ("2001-01-01", "2001-12-31", "male", "woman", None)


def test_projections_rebuilt_from_the_documents_are_equal(desks) -> None:
    for number in range(3):
        code = desks.visit(sex="male", languages=["ar", "en"])
        for _ in range(number):
            desks.office().answers.record(code, "episode", EPISODE, "en")
        again = {"limits_explained": "yes", "birth_precision": "month", "birth_month": "2002-05"}
        desks.office().answers.record(code, "intake", again, "en")
    before = projected(desks)
    assert all(before.values())
    connection = desks.store.connection
    with desks.store.begin(desks.template.caseworker) as work:
        for (case,) in connection.execute("select id from casefile").fetchall():
            cursor = work._ground.cursor()
            project_anew(connection.cursor(), case, list(documents_of(cursor, work._shelf(), case)))
        work._session.commit()
    assert projected(desks) == before


def test_the_order_of_saying_does_not_show_in_what_is_stored() -> None:
    values = {"a": 1, "b": [{"_id": "00", "c": "x", "d": ("y", "z")}], "e": "é"}
    keys = list(values)
    random.Random(7).shuffle(keys)
    assert packed({key: values[key] for key in keys}) == packed(values)
