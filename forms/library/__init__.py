"""The forms that come with the program, as files that people can read.

The files hold no choices: a list is written once, in forms/codes, and joins the
form here, so that a published version keeps the words it was answered with.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from forms.codelists import code_list, in_display_order
from forms.library.kept import made

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A further language is one more column here and on the rows of the files.
LABEL_COLUMNS: Final[Mapping[str, str]] = {
    "en": "label::English (en)",
    "ar": "label::Arabic (ar)",
    "fr": "label::French (fr)",
    "es": "label::Spanish (es)",
}
_SELECTS: Final = ("select_one", "select_multiple")
_WRITTEN: Final = ".yaml"
_HERE: Final = Path(__file__).parent
# A form is there as soon as its file is.
FORMS: Final = tuple(sorted(file.stem for file in _HERE.glob(f"*{_WRITTEN}")))
_Rows = list[dict[str, Any]]


def library() -> dict[str, bytes]:
    """Return the source of every form by its id, complete with its choices."""
    return {form: one.source.encode() for form, one in made().items()} or read_library()


def versions() -> dict[str, tuple[str, bytes]]:
    """Return the version and the source of every form by its id."""
    return {
        form: (json.loads(source)["settings"][0]["version"], source)
        for form, source in library().items()
    }


def read_library() -> dict[str, bytes]:
    """Read the source of every form from its file; set-up does it once."""
    return {
        form: json.dumps(built_in(form), ensure_ascii=False, indent=1).encode() for form in FORMS
    }


def built_in(form_id: str) -> dict[str, _Rows]:
    """Return one form as XLSForm sheets: settings, survey and choices."""
    text = (_HERE / f"{form_id}{_WRITTEN}").read_text("utf-8")
    sheets: dict[str, _Rows] = import_module("yaml").safe_load(text)
    lists = sorted(set(_list_names(sheets["survey"])), key=_parents_first)
    return {**sheets, "choices": [row for name in lists for row in _choices(name)]}


def _list_names(survey: _Rows) -> Iterator[str]:
    """Return the lists that a survey chooses from."""
    for row in survey:
        kind, _, list_name = row["type"].partition(" ")
        if kind in _SELECTS:
            yield list_name


def _parents_first(list_id: str) -> tuple[bool, str]:
    """Return a key that puts lists with parents first: a column must show in the first rows."""
    return not any(code.parent for code in code_list(list_id).codes.values()), list_id


def _choices(list_id: str) -> _Rows:
    """Return the rows of a code list, with the parent that a choice filter looks at."""
    return [
        {
            "list_name": list_id,
            "name": code.id,
            # A list that an office added may have fewer languages than ours.
            **{
                column: code.labels.get(language, code.labels["en"])
                for language, column in LABEL_COLUMNS.items()
            },
            "parent": code.parent,
        }
        for code in in_display_order(list_id, "en")
    ]
