"""What the worker asks in her own words: short, without unseen signs, looked through."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from wording import sentences

import texts
from casework.disclosure import Preview, Reason, Told, Withheld
from casework.need_to_know import items
from casework.referrals.asked import ASKED_LIMIT, AskedTooLong, Caution, Reader, as_asked, cautions
from casework.referrals.telling_words import Typed, _data, topics

HELD = Preview(
    (),
    (
        Withheld("name_used", "Plainly Invented", Reason.NOT_AGREED),
        Withheld("exploitation_history", "Invented words, by debts", Reason.NOT_NEEDED),
    ),
)
NOTHING = Preview((), ())
ENGLISH = Reader()
LANGUAGES = sorted(texts.letter_languages())
TOPICS = [one.id for one in topics()]
PLAIN = (
    *(
        "letter.accompaniment",
        "letter.destroy",
        "letter.feedback",
        "letter.own",
        "letter.questions",
    ),
    *("letter.referral", "letter.shared", "letter.slip", "letter.warnings"),
)
NUMBER, DAY = "0912345678", "12/3/2026"
# The digits that are written in each script, from nought to nine; the last has no nought.
DIGITS = {
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "devanagari": "०१२३४५६७८९",
    "bengali": "০১২৩৪৫৬৭৮৯",
    "burmese": "၀၁၂၃၄၅၆၇၈၉",
    "khmer": "០១២៣៤៥៦៧៨៩",
    "thai": "๐๑๒๓๔๕๖๗๘๙",
    "full width": "".join(chr(0xFF10 + at) for at in range(10)),
    "ethiopic": "፩፩፪፫፬፭፮፯፰፱",
}


def test_words_become_one_line_without_unseen_signs() -> None:
    assert as_asked(" A check-up\n\twith  \u202ea woman\u202c doctor.\u0007 ") == (
        "A check-up with a woman doctor."
    )


def test_joiners_that_spelling_needs_stay() -> None:
    assert as_asked("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u06cc\u0645") == (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u06cc\u0645"
    )


def test_a_letter_takes_no_more_than_its_limit_and_no_error_repeats_the_words() -> None:
    assert len(as_asked("x" * ASKED_LIMIT)) == ASKED_LIMIT
    with pytest.raises(AskedTooLong) as refused:
        as_asked("x" * (ASKED_LIMIT + 1))
    assert "x" not in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("A general check-up. Mornings are best.", ()),
        ("Two visits, 20 minutes each; she may come alone, in march step", ()),
        ("Call +000 55 765 4321", (Caution.PHONE,)),
        ("It happened on 12.3.2026", (Caution.DAY,)),
        ("Since 2026-03-01", (Caution.DAY,)),
        ("Since 2019", (Caution.DAY,)),
        ("On 3 May, or May 3", (Caution.DAY,)),
        ("In september", (Caution.DAY,)),
        ("Please see Invented soon", (Caution.NAME,)),
        ("Please see INVÉNTED soon", (Caution.NAME,)),
        ("There was BY DEBTS", (Caution.HELD_BACK,)),
        ("A woman who invents", ()),
        ("She is hiv-positive and pregnant.", ("topic.hiv", "topic.pregnancy")),
        ("Her lawyer went with her to the Police", ("topic.police",)),
    ],
)
def test_what_the_words_seem_to_tell_is_noticed(asked, found) -> None:
    assert cautions(asked, HELD, ENGLISH) == found


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("Una prueba de ITS, por favor.", "hiv"),
        ("Información sobre la IVE", "pregnancy"),
        ("Es adicto y pide ayuda", "substance"),
        ("Vive en un hogar de paso", "shelter"),
        ("Un caso de trata", "exploitation"),
        ("Está en situación irregular", "status"),
    ],
)
def test_words_that_offices_write_in_spanish_are_noticed(asked, topic) -> None:
    assert cautions(asked, NOTHING, Reader(("es",))) == (f"topic.{topic}",)


@pytest.mark.parametrize("script", sorted(DIGITS))
def test_numbers_and_days_are_noticed_in_the_digits_of_every_script(script) -> None:
    written = str.maketrans("0123456789", DIGITS[script])
    assert Caution.PHONE in cautions(NUMBER.translate(written), NOTHING, ENGLISH)
    assert Caution.DAY in cautions(DAY.translate(written), NOTHING, ENGLISH)
    held = Preview((), (Withheld("own_phone", NUMBER, Reason.NOT_AGREED),))
    assert Caution.HELD_BACK in cautions(NUMBER.translate(written), held, ENGLISH) or (
        script == "ethiopic"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_month_is_noticed_as_letters_of_a_language_write_it(language) -> None:
    reader = Reader((language,))
    locale = texts.letter_languages()[language].locale
    missed = [
        written
        for month in range(1, 13)
        for pattern in ("d MMMM", "d LLLL")
        if Caution.DAY
        not in cautions(
            written := format_date(date(2026, month, 5), pattern, locale), NOTHING, reader
        )
    ]
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_of_other_calendars_that_a_language_has_are_noticed(language) -> None:
    own = sentences(language)
    named = [one.msgstr for one in own if one.msgid.startswith("calendar.") and language != "en"]
    reader = Reader((language,))
    own_calendar = [one for one in named if one and language in {"am", "ne"}]
    missed = [one for one in own_calendar if not cautions(f"5 {one}", NOTHING, reader)]
    assert missed == []


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_words_in_every_language_and_each_of_them_is_noticed(
    language, topic
) -> None:
    terms = _data()["words"][language][topic]
    assert len(terms) >= 3
    reader = Reader((language,))
    missed = [
        term
        for term in terms
        if f"topic.{topic}" not in cautions(f"x {term.rstrip('-')} x", NOTHING, reader)
    ]
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_every_letter_says_anyhow_speaks_of_none_of_them(language) -> None:
    """A list of words that finds itself everywhere would soon be read by nobody."""
    said = [one.msgstr for one in sentences(language) if one.msgid.startswith(PLAIN)]
    assert len(said) > 10
    typed = [(words, Typed(words).reads_as(language)) for words in said]
    found = [(topic, words) for words, one in typed for topic in TOPICS if one.speaks_of(topic)]
    assert found == []


def test_what_stands_joined_in_front_of_a_word_is_taken_off() -> None:
    arabic, amharic = Reader(("ar",)), Reader(("am",))
    assert cautions("ذهبت إلى الشرطة", NOTHING, arabic) == ("topic.police",)
    assert cautions("وبالشرطة", NOTHING, arabic) == ("topic.police",)
    assert cautions("በፖሊስ ጣቢያ", NOTHING, amharic) == ("topic.police",)
    held = Preview((), (Withheld("name_used", "سلمى", Reason.NOT_AGREED),))
    assert cautions("نرجو أن تستقبلوا سلمي", held, arabic) == (Caution.NAME,)
    assert cautions("موعد لسلمى", held, arabic) == (Caution.NAME,)


def test_a_name_is_found_inside_what_has_no_spaces() -> None:
    held = Preview((), (Withheld("legal_name", "ดอกไม้", Reason.NOT_AGREED),))
    assert cautions("ขอนัดคุณดอกไม้ตอนเช้า", held, Reader(("th",))) == (Caution.NAME,)
    assert cautions("ขอนัดตอนเช้า", held, Reader(("th",))) == ()


def test_what_the_letter_itself_tells_is_no_question() -> None:
    for topic in topics():
        assert topic.told_by <= set(items())
        for item in topic.told_by:
            told = Preview((Told(item, "EX"),), ())
            term = _data()["words"]["en"][topic.id][0].rstrip("-")
            assert f"topic.{topic.id}" not in cautions(term, told, ENGLISH)
    assert cautions("with the police", NOTHING, Reader(("en",), "police")) == ()
    assert cautions("in the shelter", NOTHING, Reader(("en",), "shelter")) == ("topic.shelter",)


@pytest.mark.parametrize("language", sorted(texts.languages()))
def test_each_caution_has_its_sentence(language) -> None:
    codes = [*Caution, *(f"topic.{one}" for one in TOPICS)]
    said = {texts.say(f"letter_page.caution.{one}", language=language) for one in codes}
    assert len(said) == len(codes)


def test_each_line_of_what_is_held_back_is_looked_for_by_itself() -> None:
    held = Withheld("incident_date_place", "2019, Mill Street\nHarbour Road", Reason.NOT_NEEDED)
    for asked in ("to be met in Mill Street", "to be met at Harbour Road"):
        assert cautions(asked, Preview((), (held,)), ENGLISH) == (Caution.HELD_BACK,)
