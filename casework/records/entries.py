"""A filled-in form read by what its questions mean: as entries of a case file, or by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from casework.records.casefile import Entry
from forms.codelists import code_list, code_list_ids
from forms.derived import OfModel
from forms.document import ID

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from forms.document import FormDoc
    from forms.model import FormModel, Question

_EPISODE: Final = "episode"
_EXPLOITER: Final = "exploiter"
# Each filling of these is about something of its own: what one says replaces nothing of another.
EACH_ITS_OWN: Final = frozenset({_EPISODE, _EXPLOITER})
# The names of questions between whose answers an uncertain day lies.
_BOUNDS: Final = {"earliest": "{}/", "latest": "/{}"}
# A question without a category of its own is for the team only.
_UNNAMED_CATEGORY = "staff_notes"
# What somebody answers who takes an earlier answer back; not asked and not known say nothing.
_REFUSED = "does_not_want_to_say"
# Questions by which others are refused, too: how exactly a birth is known asks for its date.
_SPEAKS_FOR = {
    "person.birth_precision": (
        "person.birth_date",
        "person.age_estimate_low",
        "person.age_estimate_high",
    )
}

_mapped: OfModel[Mapping[str, tuple[int, str, str]]] = OfModel(
    lambda model: {
        one.qid: (place, one.map, one.qid) for place, one in enumerate(model.questions()) if one.map
    }
)

_names: OfModel[Mapping[str, str]] = OfModel(
    lambda model: {item.qid: item.name for item in model.items()}
)


def standing(forms: Iterable[tuple[FormModel, FormDoc, str]]) -> Iterator[Entry]:
    """Return what stands after some forms, the first recorded first.

    With each comes the id of what it alone is about, an episode or an alleged exploiter. What a
    later form says of a field stands in place of what an earlier one said of the same. Who does
    not want to say it any more takes the earlier answer back.
    """
    said: dict[tuple[str, str], list[Entry]] = {}
    for model, doc, about in forms:
        fresh: dict[tuple[str, str], list[Entry]] = {}
        for entry in entries_of(model, doc, about):
            fresh.setdefault((entry.field, entry.about), []).append(entry)
        for key in ((name, about) for name in _refused(model, doc)):
            said[key] = [replace(entry, taken_back=True) for entry in said.get(key, ())]
        said.update(fresh)
    return chain.from_iterable(said.values())


def _refused(model: FormModel, doc: FormDoc) -> Iterator[str]:
    """Yield the fields that somebody did not want to speak of."""
    questions = {question.qid: question for question in model.questions()}
    for qid, value in _answers(doc.values):
        codes = value if isinstance(value, list | tuple) else (value,)
        if qid in questions and _REFUSED in codes and questions[qid].list_name:
            field = _field(questions[qid])
            yield from (field, *_SPEAKS_FOR.get(field, ()))


def entries_of(model: FormModel, doc: FormDoc, about: str = "") -> Iterator[Entry]:
    """Return one entry for each answered question, by the field that the question maps to.

    Whoever did not want to say, or was not asked, has said nothing.
    """
    questions = {question.qid: question for question in model.questions()}
    for qid, value in _answers(doc.values):
        if qid not in questions:
            continue
        entry = _entry(questions[qid], value)
        if entry.value not in ("", ()):
            yield _placed(entry, model.form_id, about)


def _placed(entry: Entry, form_id: str, about: str) -> Entry:
    """Return an entry with the one of several that its form is about."""
    if not about:
        return entry
    if form_id == _EXPLOITER:
        return replace(entry, exploiter=about)
    return replace(entry, episode=about)


def fields_asked(model: FormModel, qids: Container[str]) -> frozenset[str]:
    """Return the fields that some questions of a form map to."""
    return frozenset(_field(one) for one in model.questions() if one.qid in qids)


def by_field(model: FormModel, doc: FormDoc) -> dict[str, Any]:
    """Return the answers by the field that their question maps to, rows of repeats left out.

    Where several questions map to one field, the last of the form that was answered counts.
    """
    values, mapped = doc.values, _mapped(model)
    # Few questions are answered: those are looked for in the form, not the form in them.
    answered = sorted([mapped[qid] for qid in values if qid in mapped])
    return {field: said for _, field, qid in answered if (said := values[qid]) or _is_said(said)}


def by_name(model: FormModel, doc: FormDoc) -> dict[str, Any]:
    """Return the answers by question name, repeats as lists of such.

    What is said to a question that the form does not ask has no name: another program wrote it.
    """
    return _named(_names(model), doc.values)


def _named(names: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        names[qid]: [_named(names, row) for row in value] if _is_repeat(value) else value
        for qid, value in values.items()
        if qid in names
    }


def _answers(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Return every answered question of a document, those inside repeats too."""
    for qid, value in values.items():
        if _is_repeat(value):
            for row in value:
                yield from _answers(row)
        elif qid != ID and _is_said(value):
            yield qid, value


def _is_said(value: object) -> bool:
    return value not in ("", None, [], ())


def _is_repeat(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def _entry(question: Question, value: object) -> Entry:
    codes_of = question.list_name if question.list_name in code_list_ids() else ""
    silent = _silences(codes_of) if codes_of else frozenset()
    if isinstance(value, list | tuple):
        said: str | tuple[str, ...] = tuple(str(one) for one in value if one not in silent)
    else:
        said = "" if value in silent else _bound(question).format(value)
    return Entry(
        field=_field(question),
        category=question.category or _UNNAMED_CATEGORY,
        value=said,
        codes_of=codes_of,
    )


def _bound(question: Question) -> str:
    """Return how an answer is kept: one that a day is not before or not after says so."""
    return _BOUNDS.get(question.name.rpartition("_")[2], "{}") if question.map else "{}"


def _field(question: Question) -> str:
    return question.map or f"form.{question.qid}"


@cache
def _silences(list_id: str) -> frozenset[str]:
    """Return the codes of a list that stand for no answer."""
    return frozenset(code.id for code in code_list(list_id).codes.values() if code.non_answer)
