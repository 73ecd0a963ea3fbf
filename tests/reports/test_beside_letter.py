"""What goes beside a letter: never more than the letter tells, and no name but the addressee's."""

from __future__ import annotations

import io

import pikepdf
import pytest
from letters import CHECK, NUMBER, disclosure, facts
from reading import heard, page_texts
from told_everything import bare, told

import texts
from casework.referrals.issuing import Companion
from reports.papers import PrintingRoom

LANGUAGES = sorted(texts.letter_languages())
ROOM = PrintingRoom()


def words_of(which, language="en"):
    return [
        said
        for _, said in heard(ROOM.companion(which, disclosure(language), facts(language), None))
    ]


@pytest.mark.parametrize("which", list(Companion))
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_paper_is_short_in_every_language_and_says_what_it_is(which, language):
    data = ROOM.companion(
        which, told(language, "cash"), facts("ar" if language == "ar" else "en"), None
    )
    assert len(page_texts(data)) <= (2 if which is Companion.OWN_COPY else 1)
    title = texts.say(f"letter.{which.value}.title", language=language)
    assert bare(title) in {bare(words) for _, words in heard(data)}


def test_her_own_copy_tells_all_that_the_letter_tells_and_nothing_else():
    shared = disclosure()
    said = words_of(Companion.OWN_COPY)
    values = [one.value for one in shared.told]
    assert [value for value in values if value not in said] == []
    assert shared.recipient.name in said
    assert not [words for words in said if NUMBER in words or CHECK in words]


@pytest.mark.parametrize("which", [Companion.COVER, Companion.REPLY])
def test_no_value_of_the_case_stands_on_the_cover_or_on_the_page_to_answer_on(which):
    text = "\n".join(words_of(which))
    assert not [one for one in disclosure().told if one.value in text]
    assert CHECK not in text
    assert (NUMBER in text) is (which is Companion.REPLY)


def test_the_cover_says_for_whom_it_is_and_what_others_do_with_it():
    said = words_of(Companion.COVER)
    assert disclosure().recipient.name in said
    assert any(facts().office.phone in words for words in said)


@pytest.mark.parametrize("which", list(Companion))
def test_a_paper_beside_a_letter_is_the_same_bytes_each_time(which):
    first, second = (ROOM.companion(which, disclosure(), facts(), None) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("which", list(Companion))
def test_what_goes_beside_a_protected_letter_is_as_protected(which):
    words = "copper lantern river stone meadow cloud"
    data = ROOM.companion(which, disclosure(), facts(), words)
    with pikepdf.open(io.BytesIO(data), password=words) as pdf:
        assert (pdf.encryption.R, pdf.encryption.V) == (6, 5)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(data))
