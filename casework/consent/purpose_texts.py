"""The wordings read aloud before somebody answers about one purpose, by age and version."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from casework.consent.grant import Purpose
from casework.consent.wordings import ConsentText, best_for, consent_texts, newest_text, written
from forms.codelists import label

if TYPE_CHECKING:
    from collections.abc import Mapping

# Where a wording names the service that is asked about.
SERVICE = "{service}"


@cache
def purpose_texts() -> Mapping[Purpose, tuple[ConsentText, ...]]:
    """Return every wording there ever was for each purpose, the newest last."""
    text = (resources.files("casework") / "data" / "purpose_texts.toml").read_text("utf-8")
    found: dict[Purpose, list[ConsentText]] = {}
    for row in tomllib.loads(text)["text"]:
        found.setdefault(Purpose(row["purpose"]), []).append(_text(row))
    return {
        purpose: tuple(sorted(texts, key=lambda one: one.version))
        for purpose, texts in found.items()
    }


def wording_for(purpose: Purpose, age_band: str) -> ConsentText:
    """Return what is read aloud before a purpose is asked about with somebody of an age.

    Working together is explained by the general wording; where an age has no words of its own
    for a purpose, it hears those of the next one.
    """
    texts = purpose_texts().get(purpose)
    return newest_text(age_band) if texts is None else best_for(age_band, texts)


def wordings(language: str) -> list[dict[str, str]]:
    """Return every wording there ever was as a form lists it: for what, what age, which one."""
    found = [(Purpose.CASE_SERVICE, one) for one in consent_texts()]
    found += [(purpose, one) for purpose, several in purpose_texts().items() for one in several]
    alike = Counter((purpose, one.age_band) for purpose, one in found)
    listed = []
    for purpose, one in found:
        said = [
            label("purpose", purpose.value, language),
            label("consent_age_band", one.age_band, language),
        ]
        said += [str(one.version)] * (alike[purpose, one.age_band] > 1)
        listed.append({"name": one.id, "label": " \u00b7 ".join(said)})
    return listed


def _text(row: dict[str, Any]) -> ConsentText:
    name = f"{row['purpose']}-{row['age_band']}-{row['version']}"
    return written(name, row)


def read_aloud(words: str, named: str) -> str:
    """Return what is read aloud, with what a service is called there; it begins as a sentence."""
    said = words.strip().replace(SERVICE, named)
    return said[:1].upper() + said[1:]
