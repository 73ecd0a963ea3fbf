"""The certificate of an erasure says what is gone and what is out of reach, and names nobody."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pikepdf
import pytest
from reading import heard, page_texts

from reports.erasure_certificate import CertificateFacts, certificate_pdf

FACTS = CertificateFacts("Example Office 4", date(2030, 3, 14), date(2030, 6, 12), 5, 1, 2, "en")


def words_of(facts):
    return " ".join(words for _role, words in heard(certificate_pdf(facts)))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_stands_on_one_page(language):
    assert len(page_texts(certificate_pdf(replace(FACTS, language=language)))) == 1


def test_it_says_until_when_a_backup_may_hold_it():
    assert "12 June 2030" in words_of(FACTS)


def test_letters_are_spoken_of_only_where_some_went_out():
    assert "already have" in words_of(FACTS)
    assert "already have" not in words_of(replace(FACTS, letters=0))


def test_there_is_no_room_in_it_for_a_name_or_a_code():
    known = {one.name for one in fields(CertificateFacts)}
    assert known == {
        *("office", "done_on", "backups_until", "forms", "letters", "files", "language"),
    }


def test_nothing_tells_by_what_it_was_made(tmp_path):
    (tmp_path / "paper.pdf").write_bytes(certificate_pdf(FACTS))
    with pikepdf.open(tmp_path / "paper.pdf") as pdf:
        assert "/Info" not in pdf.trailer
