"""Forms on paper by command line: blank for anybody, filled in only from a case."""

from __future__ import annotations

import pytest
from make import VISIT
from reading import page_texts
from typed import Typist

import texts


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)


def printed(typist, tmp_path, *words):
    out = tmp_path / f"paper-{len(list(tmp_path.iterdir()))}.pdf"
    done = typist.types("paper", *words, "--out", out)
    assert done.code == 0, done.err
    return " ".join(page_texts(out.read_bytes()))


def test_a_form_is_written_blank_and_names_a_case_only_when_asked(typist, tmp_path) -> None:
    case = typist.records(VISIT).facts["case"]
    for words in (("intake",), ("intake", case)):
        blank = printed(typist, tmp_path, *words)
        assert "Page 1 of" in blank
        assert case not in blank
        assert "CANARY" not in blank
    assert case in printed(typist, tmp_path, "intake", case, "--code")


def test_what_is_filled_in_is_written_for_her_and_for_the_paper_file(typist, tmp_path) -> None:
    case = typist.records(VISIT).facts["case"]
    hers = printed(typist, tmp_path, "intake", case, "--filled", "copy")
    kept = printed(typist, tmp_path, "intake", case, "--filled", "file")
    assert case not in hers
    assert case in kept
    assert "never leaves the office" in kept
    assert "never leaves the office" not in hers


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_directory_is_written_in_numbers_and_names_nobody(typist, tmp_path, language) -> None:
    typist.records(VISIT)
    out = tmp_path / "numbers.pdf"
    done = typist.types("services", "--numbers", out, "--language", language)
    assert (done.code, done.err) == (0, "")
    shown = " ".join(page_texts(out.read_bytes()))
    assert "CANARY" not in shown
    assert "Example Ward" not in shown
    title = texts.say("directory.title", language=language)
    assert title.split()[-1] in shown if language == "en" else "1 2" in shown


def test_a_form_that_is_not_there_is_refused_with_those_there_are(typist, tmp_path) -> None:
    refused = typist.types("paper", "no_such_form", "--out", tmp_path / "paper.pdf")
    assert refused.refused == "unknown_form"
    assert "closure, conference, consent" in refused.err


def test_without_a_case_there_is_nothing_filled_in(typist, tmp_path) -> None:
    out = tmp_path / "paper.pdf"
    refused = typist.types("paper", "intake", "--filled", "file", "--out", out)
    assert (refused.code, refused.refused) == (1, "paper_without_case")
    assert not out.exists()
