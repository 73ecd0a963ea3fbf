from __future__ import annotations

from dataclasses import replace

import pytest
from letters import NUMBER, TODAY, VALUES, disclosure, facts, recipient
from reading import heard, page_texts, seen

import texts
from reports.letter import letter_pdf, recall_pdf
from reports.page import BOTTOM

LANGUAGES = ["en", "ar"]
# A word of the last sentence of the text, and the heading of the slip.
LAST_WORD = {"en": "confirms", "ar": "صادر"}
SLIP = {"en": "Reply slip", "ar": "قسيمة"}
MORE = {"person.name_used": "EX-NAME-1", "contact.phone": "+000 91 234 5679"}


def grown(language, lines):
    """Return the values of the sample, one of them longer by so many lines."""
    said = "\n".join([VALUES[language]["needs.access"]] * (1 + lines))
    return VALUES[language] | {"needs.access": said}


def told(language, values):
    return page_texts(letter_pdf(disclosure(language, values), facts(language, practice=True)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_that_tells_eleven_things_takes_one_page(language):
    assert len(told(language, VALUES[language])) == 1
    assert len(told(language, VALUES[language] | MORE)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lines", [8, 16, *range(44, 76, 4)])
# Four lines are less than a slip is high: one of these letters ends just above its slip.
def test_the_reply_slip_never_has_a_page_to_itself(language, lines):
    pages = told(language, grown(language, lines))
    (last,) = [at for at, page in enumerate(pages) if LAST_WORD[language] in page]
    (slip,) = [at for at, page in enumerate(pages) if SLIP[language] in page]
    assert last == slip == len(pages) - 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_growing_letters_run_over_only_when_the_page_is_full(language):
    counts = [len(told(language, grown(language, lines))) for lines in range(0, 18, 3)]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (1, 2)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lines", [0, 60])
def test_the_foot_of_every_page_says_its_place_and_the_number_alone(language, lines):
    data = letter_pdf(disclosure(language, grown(language, lines)), facts(language))
    pages = len(page_texts(data))
    for at in range(pages):
        drawn = sorted(one.character for one in seen(data, at) if one.top < BOTTOM - 6)
        place = texts.say("letter.page", language=language, page=at + 1, pages=pages)
        assert drawn == sorted(NUMBER + "".join(place.split()))


def test_the_slip_is_heard_last():
    roles = heard(letter_pdf(disclosure(), facts()))
    words = [said for _, said in roles]
    assert roles[-1] == ("Figure", texts.say("letter.qr", language="en"))
    assert words[-2] == "Did not come"
    assert words.index(texts.say("letter.slip.heading", language="en")) == len(words) - 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_recall_takes_one_page(language):
    notice = recall_pdf(recipient(language), facts(language), language, TODAY)
    assert len(page_texts(notice)) == 1


def test_last_words_longer_than_a_page_let_the_slip_go():
    office = replace(facts().office, hours="By appointment, in the mornings. " * 90)
    pages = page_texts(letter_pdf(disclosure(), replace(facts(), office=office)))
    assert SLIP["en"] in pages[-1]
    assert LAST_WORD["en"] in "".join(pages)
