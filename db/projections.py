"""Rows that say again what the documents say, for lists, rules and figures; rebuilt at will."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from casework.entries import by_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlcipher3 import Cursor

    from forms.document import FormDoc
    from forms.model import FormModel

PERSON: Final = (
    "sex",
    "gender",
    "languages",
    "interpreter",
    "marital_status",
    "displacement",
    "nationality",
    "inequalities",
)
CONTACT: Final = (
    "safe_way",
    "safe_hours",
    "phone",
    "code_word",
    "must_not",
    "voicemail",
    "who_must_not_know",
)
EPISODE: Final = (
    "start",
    "end",
    "ongoing",
    "area",
    "setting",
    "own_words",
    "worker_summary",
    "source",
    "certainty",
)
_PERSON: Final = "insert or replace into person values (?,?,?,?,?,?,?,?,?,?,?)"
_CONTACT: Final = "insert or replace into safe_contact values (?,?,?,?,?,?,?,?)"
_EPISODE: Final = "insert or replace into episode values (?,?,?,?,?,?,?,?,?,?,?)"
_TAG: Final = "insert into episode_tag values (?,?,?,?,?)"
TAGS: Final = ("continuum", "gbv_other", "exploitation_form", "sex_exploitation_type")


def project(
    cursor: Cursor, case_id: bytes, instance: bytes, model: FormModel, doc: FormDoc
) -> None:
    """Write what a document says of a person, of how to reach her, or of an episode."""
    said = by_field(model, doc)
    areas = {field.partition(".")[0] for field in said}
    if "person" in areas:
        born = (said.get("person.birth_date"),) * 2
        cursor.execute(_PERSON, (case_id, *born, *_columns(said, "person", PERSON)))
    if "contact" in areas:
        cursor.execute(_CONTACT, (case_id, *_columns(said, "contact", CONTACT)))
    if "episode" in areas:
        columns = _columns(said, "episode", EPISODE)
        cursor.execute(_EPISODE, (instance, case_id, *columns))
        cursor.execute("delete from episode_tag where episode_id = ?", (instance,))
        cursor.executemany(_TAG, _tags(instance, said))


def area_of(model: FormModel, doc: FormDoc) -> str:
    """Return the broad area that a document names, or nothing."""
    return str(by_field(model, doc).get("location.area", ""))


def _columns(said: Mapping[str, Any], area: str, columns: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(_text(said.get(f"{area}.{column}")) for column in columns)


def _tags(instance: bytes, said: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    source, certainty = said.get("episode.source"), said.get("episode.certainty")
    return [
        (instance, tags, code, source, certainty)
        for tags in TAGS
        for code in _listed(said.get(f"episode.{tags}"))
    ]


def _listed(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(code) for code in value]
    return [str(value)] if value else []


def _text(value: object) -> str | None:
    if isinstance(value, list | tuple):
        return " ".join(str(code) for code in value)
    return None if value in ("", None) else str(value)
