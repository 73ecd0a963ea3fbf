"""Whether what is only said again is still what was said: figures, strips, lists, lanes.

Rows that repeat the documents have no operations of their own, so the log does not vouch
for them. They are made anew in memory and compared.
"""

from __future__ import annotations

import zlib
from contextlib import closing
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import cbor2
from sqlcipher3 import dbapi2

from db.answers.projections import DAYS, Days, area_of, keep_facts, project
from db.answers.stored import doc_of
from ledger.ops import lane_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlcipher3 import Connection, Cursor

    from db.answers.shelf import Shelf

# What is raised by content that was cut up, as by an old page in the middle of something long.
GARBLED: Final = (ValueError, EOFError, zlib.error, cbor2.CBORDecodeError)
_REPEATED: Final = {
    "form_fact": "select * from form_fact order by qid, instance, repeat, value",
    "person": "select * from person order by case_id",
    "safe_contact": "select * from safe_contact order by case_id",
    "episode": "select * from episode order by id",
    "episode_tag": "select * from episode_tag order by episode_id, list, code",
    "episode_element": "select * from episode_element order by episode_id, element, code",
    "trait": "select * from trait order by value, case_id",
    "due": "select * from due order by id",
    "casefile": "select id, area from casefile where area <> '' order by id",
}
_MADE: Final = "select sql from sqlite_master where type = 'table' and name = ?"
_DOCUMENTS: Final = (
    "select i.case_id, i.number, i.id, i.doc, v.id,",
    DAYS,
    "from form_instance as i join form_version as v using (form_id, version)",
    "where i.state = 'final' order by i.number",
)
_AREA: Final = "insert or replace into casefile values (?, ?)"
_STREAMS: Final = (
    "select unhex(value) from setting where key like 'stream.%'"
    " union select stream from entity where life <> 3"
    " union select stream from lane"
    " except select id from stream"
)
_LANES: Final = "select id, stream, author from lane"
_WRITTEN: Final = "select lane from op union select lane from entity where lane is not null"


def untrue_tables(connection: Connection, shelf: Shelf) -> list[str]:
    """Return the tables whose rows are not what documents, operations and settings say."""
    cursor = connection.cursor()
    with closing(dbapi2.connect(":memory:")) as fresh:
        _repeat(cursor, fresh.cursor(), shelf)
        wrong = [
            table
            for table, query in _REPEATED.items()
            if _differ(cursor.execute(query), fresh.cursor().execute(query))
        ]
    wrong += ["stream"] if cursor.execute(_STREAMS).fetchall() else []
    return [*wrong, "lane"] if _lanes_differ(cursor) else wrong


def _repeat(cursor: Cursor, fresh: Cursor, shelf: Shelf) -> None:
    """Write what all documents say into empty tables, in the order they were recorded."""
    fresh.execute("create table casefile (id blob primary key, area text)")
    for table in _REPEATED.keys() - {"casefile"}:
        fresh.execute(*cursor.execute(_MADE, (table,)).fetchall()[0])
    documents = cursor.connection.cursor().execute(" ".join(_DOCUMENTS))
    for case, number, instance, packed, form, *days in documents:
        model = shelf.model(cursor, form)
        doc = doc_of(model, packed)
        keep_facts(fresh, number, model, doc)
        project(fresh, (case, instance), Days(*days), model, doc)
        if area := area_of(model, doc):
            fresh.execute(_AREA, (case, area))


def _differ(said: Iterable[object], meant: Iterable[object]) -> bool:
    return any(one != other for one, other in zip_longest(said, meant))


def _lanes_differ(cursor: Cursor) -> bool:
    known = cursor.execute(_LANES).fetchall()
    if any(lane_id(author, stream) != lane for lane, stream, author in known):
        return True
    return bool({row[0] for row in cursor.execute(_WRITTEN)} - {lane for lane, *_ in known})
