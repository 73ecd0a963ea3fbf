"""What set-up made of our forms is what they are, or it is not used."""

from __future__ import annotations

import json

import pytest

from forms.library import FORMS, kept, library, read_library
from forms.loading import load_form
from forms.stored import model_to_json


@pytest.fixture
def _anew():
    kept.made.cache_clear()
    yield
    kept.made.cache_clear()


def test_each_form_is_what_it_would_be_if_it_were_read_now() -> None:
    sources = read_library()
    assert set(kept.made()) == set(FORMS)
    for form, source in sources.items():
        assert library()[form] == source
        found = kept.model_made_of(source)
        assert model_to_json(found) == model_to_json(load_form(source.decode())), form
        assert kept.text_made_of(source) == model_to_json(found), form


def test_another_source_of_that_name_is_not_taken_for_it() -> None:
    assert kept.model_made_of(b"{}") is None


@pytest.mark.usefixtures("_anew")
def test_what_was_made_of_other_lists_or_is_not_there_is_not_used(tmp_path, monkeypatch) -> None:
    held = json.loads(kept.FILE.read_bytes())
    old = tmp_path / "made.json"
    old.write_bytes(json.dumps(held | {"of": "another"}).encode())
    for place in (old, tmp_path / "nowhere"):
        monkeypatch.setattr(kept, "FILE", place)
        kept.made.cache_clear()
        assert kept.made() == {}
        assert library()["note"] == read_library()["note"]
