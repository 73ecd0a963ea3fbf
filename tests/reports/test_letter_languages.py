"""Letters in every language they are written in, to every kind of service, read back."""

from __future__ import annotations

from functools import cache

import pytest
import wording
from extracting import (
    OF_ALL,
    READERS,
    SINGLE,
    WHOLE,
    mixed_share,
    single_share,
    whole_share,
)
from letters import facts
from reading import heard, page_texts, rows
from told_everything import PHONE, bare, page, tellable, told, told_codes

import texts
from casework.need_to_know import items
from forms.codelists import label
from reports.page import Surround, compose
from reports.paper import Paper
from reports.setting import Setter

KINDS = ("cash", "health", "legal", "mhpss", "police", "shelter", "social")
LETTERS = ("accompaniment", "referral", "support", "transfer")
LANGUAGES = sorted(texts.letter_languages())
RIGHTWARD = [code for code in LANGUAGES if texts.letter_languages()[code].direction == "ltr"]
LEFTWARD = [code for code in LANGUAGES if code not in RIGHTWARD]


@cache
def referral(language, kind):
    """Return a letter and what it tells; what must not be done stands there without its label."""
    shared = told(language, kind)
    labels = [one.item for one in shared.told if one.item != "must_not_do"]
    said = [texts.say(items()[one].label_id, language=language) for one in labels]
    return page(language, kind), [*said, *(one.value for one in shared.told)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_to_any_service_is_heard_with_all_that_is_told(language, kind):
    data, expected = referral(language, kind)
    said = {bare(words) for _, words in heard(data)}
    assert [words for words in expected if bare(words) not in said] == []


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_letter_says_what_it_is_and_what_is_told(language, letter):
    said = {bare(words) for _, words in heard(page(language, "legal", letter, turn=3))}
    assert bare(texts.say(f"letter.{letter}.title", language=language)) in said
    shared = told(language, "legal", letter, turn=3)
    assert [one.value for one in shared.told if bare(one.value) not in said] == []


@pytest.fixture(params=sorted(READERS))
def reader(request):
    """Give each of the programs that people read with; one that is not here is passed over."""
    if READERS[request.param] is None:
        pytest.skip(f"{request.param} is not installed here")
    return request.param


def shown(language, kind, reader):
    """Return what a reader gets from a page, and what should be there."""
    data, expected = referral(language, kind)
    return READERS[reader](data), expected


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", RIGHTWARD)
def test_words_that_run_to_the_right_come_back_from_the_page(language, kind, reader):
    assert whole_share(language, *shown(language, kind, reader)) >= WHOLE


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LEFTWARD)
def test_words_that_run_to_the_left_come_back_from_the_page(language, kind, reader):
    assert single_share(*shown(language, kind, reader)) >= SINGLE


@pytest.mark.parametrize("language", LEFTWARD)
def test_of_lines_that_run_both_ways_as_much_comes_back_as_was_measured(language, reader):
    pages = [shown(language, kind, reader) for kind in KINDS]
    shares = [whole_share(language, *one) for one in pages]
    assert sum(shares) / len(shares) >= OF_ALL[reader]
    if reader == "poppler":
        assert min(mixed_share(*one) for one in pages) >= OF_ALL[reader]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_telephone_number_reads_from_left_to_right(language):
    data, _ = referral(language, "health")
    lines = [line for at in range(len(page_texts(data))) for line in rows(data, at)]
    number = PHONE.replace(" ", "")
    assert sum(number in line for line in lines) >= 3
    assert not [line for line in lines if number[:0:-1] in line]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_borrows_a_word_from_another_language(language):
    own = {entry.msgid for entry in wording.sentences(language)}
    said = {one for one in wording.letter_sentences() if one not in own}
    assert said == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_that_a_letter_may_tell_has_its_own_words(language):
    own = [one for one in told_codes() if one[0] not in {"country", "language"}]
    same = [one for one in own if label(*one, language) == label(*one, "en")]
    # A few words are the same in two languages: servitude, visa.
    assert language == "en" or len(same) < 0.03 * len(own), same
    assert all(label(*one, language) for one in told_codes())


@pytest.mark.parametrize("language", ["am", "bn", "hi", "km", "my", "ne", "th"])
def test_five_pages_come_back_sign_by_sign(language):
    sentence = " ".join(
        texts.say(one, language=language)
        for one in ("letter.warnings.contact", "letter.warnings.pass_on", "letter.referral.opening")
    )
    paper = Paper(language)
    setter = Setter(paper)
    parts = [sentence] * 75
    story = [setter.text(part, setter.styles.body) for part in parts]
    data = compose(paper, story, Surround("", "", "", practice=False))
    pages = page_texts(data)
    assert len(pages) >= 5
    feet = [
        texts.say("letter.page", language=language, page=at + 1, pages=len(pages))
        for at in range(len(pages))
    ]
    shown = (bare(page).replace(bare(foot), "") for page, foot in zip(pages, feet, strict=True))
    assert "".join(shown) == bare("".join(parts))


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_runs_give_the_same_bytes(language):
    assert page(language, "legal") == referral(language, "legal")[0]


def test_every_kind_of_service_may_be_told_something_and_none_everything():
    for kind in KINDS:
        assert 10 < len(tellable(kind)) < len(items())
    assert facts().number
