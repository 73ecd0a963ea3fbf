"""Rows that say again what the documents say, for lists, rules and figures; rebuilt at will."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from casework.records.birth import born
from casework.records.entries import by_field, by_name
from db.cases.dues import EMPTIED as NO_DUES
from db.cases.dues import keep_dues
from db.cases.traits import EMPTIED as NO_TRAITS
from db.cases.traits import keep_traits
from forms.answers import facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlcipher3 import Cursor

    from forms.document import FormDoc
    from forms.model import FormModel

# What lists, rules and figures read; all else stands in the documents alone.
PERSON: Final = ("sex", "gender", "inequalities")
CONTACT: Final = ("safe_way", "code_word")
EPISODE: Final = ("start",)
_FACTS: Final = "insert or ignore into form_fact (qid, instance, repeat, value) values (?,?,?,?)"
_NO_FACT: Final = (
    "delete from form_fact where qid = ? and instance = ? and repeat = ? and value = ?"
)
_EMPTIED: Final = (
    "delete from episode_element where episode_id in (select id from episode where case_id = ?)",
    "delete from episode_tag where episode_id in (select id from episode where case_id = ?)",
    "delete from episode where case_id = ?",
    "delete from safe_contact where case_id = ?",
    "delete from person where case_id = ?",
    NO_DUES,
    NO_TRAITS,
)
# The days of a form, as `Days` has them: kept by the office, or that of UTC where none was kept.
DAYS: Final = (
    "substr(ifnull(i.recorded_on, i.recorded_at), 1, 10),"
    " substr(coalesce(i.estimated_on, i.recorded_on, i.recorded_at), 1, 10)"
)
_RECORDED: Final = ("select i.id,", DAYS, "from form_instance as i where i.case_id = ?")
_PERSON_NOW: Final = "select * from person where case_id = ?"
_PERSON: Final = "insert or replace into person values (?,?,?,?,?,?)"
_CONTACT_NOW: Final = "select * from safe_contact where case_id = ?"
_CONTACT: Final = "insert or replace into safe_contact values (?,?,?)"
_EPISODE: Final = "insert or replace into episode values (?,?,?)"
_TAG: Final = "insert or ignore into episode_tag values (?,?,?,?,?)"
_ELEMENT: Final = "insert or ignore into episode_element values (?,?,?)"
# The list of tags that an episode may tell more about, tag by tag.
DETAILED: Final = "continuum"
AREA: Final = "location.area"
ELEMENTS: Final = (
    "act",
    "means",
    "purpose",
    "control",
    "recruitment",
    "exchange_given",
    "exchange_promised",
    "gain",
    "online",
    "platform",
)
TAGS: Final = ("continuum", "gbv_other", "exploitation_form", "sex_exploitation_type")


class Days(NamedTuple):
    """When a form was recorded, and when an estimate of an age in it was said, as ISO days."""

    recorded: str
    estimated: str


def keep_facts(cursor: Cursor, number: int, model: FormModel, doc: FormDoc) -> None:
    """Write the reportable answers of a document under the number of its form."""
    cursor.executemany(_FACTS, fact_rows(number, model, doc))


def drop_facts(cursor: Cursor, number: int, model: FormModel, doc: FormDoc) -> None:
    """Take away what was written of an earlier state of a document, without a search for it."""
    cursor.executemany(_NO_FACT, fact_rows(number, model, doc))


def fact_rows(number: int, model: FormModel, doc: FormDoc) -> list[tuple[str, int, bytes, str]]:
    """Return the rows of the reportable answers of a document."""
    return [
        (qid, number, bytes.fromhex(repeat) if repeat else b"", value)
        for qid, value, repeat in facts(model, doc)
    ]


def project(
    cursor: Cursor, ids: tuple[bytes, bytes], days: Days, model: FormModel, doc: FormDoc
) -> None:
    """Write what a document says of a person, of how to reach her, or of an episode.

    `ids` are those of the case and of the form; an age is counted from the day it was said.
    """
    case_id, instance = ids
    said = by_field(model, doc)
    areas = areas_of(said)
    if "person" in areas:
        person = person_row(case_id, said, days)
        before = cursor.execute(_PERSON_NOW, (case_id,)).fetchone()
        cursor.execute(_PERSON, person_filled_up(person, before or person))
    if "contact" in areas:
        contact = contact_row(case_id, said)
        known = cursor.execute(_CONTACT_NOW, (case_id,)).fetchone()
        cursor.execute(_CONTACT, filled_up(contact, known or contact))
    if "episode" in areas:
        cursor.execute(_EPISODE, episode_row(ids, said))
        cursor.execute("delete from episode_tag where episode_id = ?", (instance,))
        cursor.executemany(_TAG, tag_rows(instance, said, model, doc))
        cursor.execute("delete from episode_element where episode_id = ?", (instance,))
        cursor.executemany(_ELEMENT, element_rows(instance, said))
    keep_traits(cursor, case_id, said, date.fromisoformat(days.estimated))
    keep_dues(cursor, ids, days.recorded, doc)


def areas_of(said: Mapping[str, Any]) -> set[str]:
    """Return what answers are about: a person, how to reach her, an episode."""
    return {*map(_area, said)}


@cache
def _area(field: str) -> str:
    return field.partition(".")[0]


def person_row(case_id: bytes, said: Mapping[str, Any], days: Days) -> tuple[Any, ...]:
    """Return what a form of some days says of a person."""
    birth = born(said, date.fromisoformat(days.estimated))
    return (case_id, *(day and day.isoformat() for day in birth), *_columns(said, "person", PERSON))


def contact_row(case_id: bytes, said: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a form says of how to reach her."""
    return (case_id, *_columns(said, "contact", CONTACT))


def episode_row(ids: tuple[bytes, bytes], said: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a form says of an episode, by the ids of its case and its own."""
    case_id, instance = ids
    return (instance, case_id, *_columns(said, "episode", EPISODE))


def project_anew(
    cursor: Cursor, case_id: bytes, documents: Iterable[tuple[bytes, FormModel, FormDoc]]
) -> None:
    """Write what all documents of a case say, the first recorded first, after one was changed."""
    for statement in _EMPTIED:
        cursor.execute(statement, (case_id,))
    rows = cursor.execute(" ".join(_RECORDED), (case_id,)).fetchall()
    of = {instance: Days(*days) for instance, *days in rows}
    for instance, model, doc in documents:
        project(cursor, (case_id, instance), of[instance], model, doc)


def person_filled_up(row: tuple[Any, ...], before: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the same of a person; where a form contradicts a birth, it stands by itself."""
    whole = filled_up(row, before)
    first, last = whole[1:3]
    return (*row[:3], *whole[3:]) if first and last and first > last else whole


def filled_up(row: tuple[Any, ...], before: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what a form says of a case, and what earlier ones said where it says nothing.

    A later form that leaves a question out takes nothing back: her code word is still asked for.
    """
    return tuple(new if new is not None else old for new, old in zip(row, before, strict=True))


def area_of(model: FormModel, doc: FormDoc) -> str:
    """Return the broad area that a document names, or nothing."""
    return str(by_field(model, doc).get(AREA, ""))


def _columns(said: Mapping[str, Any], area: str, columns: tuple[str, ...]) -> tuple[Any, ...]:
    # Few of many columns are said.
    fields = _fields(area, columns)
    return tuple([_text(said[field]) if field in said else None for field in fields])


@cache
def _fields(area: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{area}.{column}" for column in columns)


def tag_rows(
    instance: bytes, said: Mapping[str, Any], model: FormModel, doc: FormDoc
) -> list[tuple[Any, ...]]:
    """Return the tags of an episode, with the source and certainty of each where they were said."""
    whole = said.get("episode.source"), said.get("episode.certainty")
    rows = []
    for tags, field in zip(TAGS, _fields("episode", TAGS), strict=True):
        if field in said:
            details = _details(model, doc) if tags == DETAILED else {}
            for code in _listed(said[field]):
                each = details.get(code, {})
                source = each.get("tag_source", whole[0])
                rows.append((instance, tags, code, source, each.get("tag_certainty", whole[1])))
    return rows


def element_rows(instance: bytes, said: Mapping[str, Any]) -> Iterator[tuple[bytes, str, str]]:
    """Yield what was noted of an episode, one row a code."""
    for element, field in zip(ELEMENTS, _fields("episode", ELEMENTS), strict=True):
        if field in said:
            for code in _listed(said[field]):
                yield instance, element, code


def _details(model: FormModel, doc: FormDoc) -> dict[str, Mapping[str, Any]]:
    """Return what an episode says of single tags, by code."""
    if all(type(value) is str for value in doc.values.values()):
        return {}
    return {row["tag"]: row for row in by_name(model, doc).get("tags", ()) if "tag" in row}


def _listed(value: object) -> list[str]:
    if isinstance(value, (list, tuple)):
        return list(map(str, value))
    return [str(value)] if value else []


def _text(value: object) -> str | None:
    if value is None or type(value) is str:
        return value or None
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value))
    return None if value in ("", None) else str(value)
