"""What set-up makes of our own forms: each with its choices and compiled, ready to be published.

Reading and converting them takes seconds on an old laptop. Where a form or a list has changed since
set-up nothing of it is used.
"""

from __future__ import annotations

import json
import os
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from forms.stored import FORMAT, model_from_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from forms.model import FormModel

FILE: Final = Path(__file__).with_name("made.json")
_FORMS: Final = Path(__file__).parents[1]
_WRITTEN: Final = (".toml", ".yaml")


class Made(NamedTuple):
    """One form: its source with all choices, and the compiled form as text."""

    source: str
    model: str


@cache
def made() -> Mapping[str, Made]:
    """Return each form by its id, or nothing where it was made of something else."""
    if not FILE.exists():
        return {}
    held = json.loads(FILE.read_bytes())
    if held["of"] != written():
        return {}
    return {form: Made(*one) for form, one in held["forms"].items()}


def model_made_of(source: bytes) -> FormModel | None:
    """Return the compiled form of a source, where set-up made it."""
    found = text_made_of(source)
    return None if found is None else model_from_json(found)


def text_made_of(source: bytes) -> str | None:
    """Return the same as text."""
    words = source.decode()
    return next((one.model for one in made().values() if one.source == words), None)


def written() -> str:
    """Return the fingerprint of all that forms and lists are written in."""
    told = sha256(str(FORMAT).encode())
    for path in (Path(one.path) for one in _sources(str(_FORMS))):
        told.update(path.relative_to(_FORMS).as_posix().encode() + b"\0")
        told.update(path.read_bytes())
    return told.hexdigest()


def look() -> str:
    """Return what changes with each form and list, without reading them: their names and times."""
    told, above = sha256(), len(f"{_FORMS}{os.sep}")
    for one in _sources(str(_FORMS)):
        seen = one.stat()
        told.update(f"{one.path[above:]} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return told.hexdigest()


def _sources(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield the files that forms and lists are written in, by their names.

    They are looked at whenever a workbook is opened: as paths that takes five times as long.
    """
    with os.scandir(folder) as found:
        for one in sorted(found, key=lambda one: one.name):
            if one.is_dir():
                yield from _sources(one.path)
            elif one.name.endswith(_WRITTEN):
                yield one


def packed(forms: Mapping[str, Made]) -> bytes:
    """Return what set-up keeps of all forms."""
    held = json.dumps({"of": written(), "forms": forms}, ensure_ascii=False, sort_keys=True)
    return held.encode()
