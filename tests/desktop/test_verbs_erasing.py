"""Erasing by command line: what would go, asked, agreed by another, done, certified."""

from __future__ import annotations

import pytest
from make import VISIT
from reading import page_texts
from typed import Typist

import texts


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)


def test_a_case_is_asked_for_agreed_to_and_gone_with_a_certificate(typist, template, tmp_path):
    case = typist.records(VISIT).facts["case"]
    mine = template.supervisor.name
    before = typist.types("erase", case, "--json", user=mine).facts
    assert (before["forms"], before["asked_on"], before["may_be_done"]) == (1, None, False)
    typist.types("erase", case, "ask", "--why", "consent_ended", user=mine)
    assert typist.types("erase", case, "agree", user=mine).refused == "erasure_second_person"
    paper = tmp_path / "certificate.pdf"
    assert typist.types("erase", case, "do", "--certificate", paper, user=mine).code == 1
    assert not paper.exists()


def test_her_wish_in_danger_goes_at_once_and_what_is_there_is_not_written_over(typist, tmp_path):
    case, paper = typist.records(VISIT).facts["case"], tmp_path / "certificate.pdf"
    asked = typist.types("erase", case, "ask", "--in-danger")
    assert "It can be done now." in asked.out
    paper.write_bytes(b"another paper")
    assert typist.types("erase", case, "do", "--certificate", paper).refused == "file_exists"
    paper.unlink()
    hers = ("--certificate", paper, "--language", "ar")
    assert typist.types("erase", case, "do", *hers).code == 0
    title = texts.say("certificate.title", language="ar")
    assert title.split()[0] in page_texts(paper.read_bytes())[0]
    assert typist.types("erase", case).code == 1
    assert typist.types("cases", "--json").facts == []


def test_one_may_keep_it_after_all(typist):
    case = typist.records(VISIT).facts["case"]
    typist.types("erase", case, "ask")
    kept = typist.types("erase", case, "keep", "--json").facts
    assert (kept["asked_on"], kept["due_on"]) == (None, None)


def test_an_erasure_is_told_as_done_and_where_its_list_could_not_be_written(typist, tmp_path):
    case, stick = typist.records(VISIT).facts["case"], tmp_path / "stick"
    stick.mkdir()
    assert typist.types("backup", stick / "one.backup").code == 0
    stick.rename(tmp_path / "away")
    typist.types("erase", case, "ask", "--in-danger")
    done = typist.types("erase", case, "do")
    assert done.code == 0
    assert "The case is erased." in done.out
    behind = texts.say("erasure.list_behind", folder=str(stick))
    assert "".join(behind.split()) in "".join(done.out.split())
