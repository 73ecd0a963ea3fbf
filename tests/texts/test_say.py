"""Sentences are said from their ids, never guessed."""

from __future__ import annotations

import gettext
import io
import os
import re
import shutil
from pathlib import Path

import polib
import pytest
from vaults import run_child

import texts
from texts import TextMissing, catalogue
from texts.language import FOLDER, PERSON, LanguageUnknown, call_them, called
from texts.sentences import HERS, WORKER, term_sets, with_terms


@pytest.fixture(autouse=True)
def _speak_english_afterwards():
    yield
    texts.use("en")


def test_a_sentence_is_said_in_the_language_asked_for():
    assert texts.say("date.unknown", language="en") == "date not known"
    assert texts.say("date.unknown", language="ar") == "التاريخ غير معروف"


def test_the_language_in_use_speaks_when_none_is_named():
    texts.use("ar")
    assert texts.current().direction == "rtl"
    assert texts.say("age.unknown") == "العمر غير معروف"


@pytest.mark.parametrize("code", ["en", "ar", "ru"])
def test_every_sentence_is_found_as_whoever_reads_the_whole_file_finds_it(code):
    source = polib.pofile(str(FOLDER / f"{code}.po"), encoding="utf-8")
    whole = gettext.GNUTranslations(io.BytesIO(source.to_binary()))
    found = catalogue.catalogue(code)
    for entry in source.translated_entries():
        name = entry.msgid
        if not entry.msgid_plural:
            assert found.gettext(name) == whole.gettext(name)
            continue
        # Asked for one alone, some Python 3.11 finds none of these.
        for number in range(120):
            assert found.ngettext(name, name, number) == whole.ngettext(name, name, number)


def test_a_missing_sentence_raises_its_id_in_every_language():
    for code in texts.languages():
        with pytest.raises(TextMissing) as missing:
            texts.say("no.such.sentence", language=code)
        assert missing.value.text_id == "no.such.sentence"
        with pytest.raises(TextMissing, match="no such count"):
            texts.plural("no such count", 3, language=code)


def test_a_blank_without_its_value_raises_its_name():
    with pytest.raises(TextMissing) as missing:
        texts.say("date.about", language="en")
    assert (missing.value.text_id, missing.value.word) == ("date.about", "date")


@pytest.mark.parametrize(("native", "days"), [(True, "١٤ يوم"), (False, "14 يوم")])
def test_a_number_of_a_sentence_itself_reads_in_the_digits_in_use(native, days):
    texts.use("ar", native_digits=native)
    assert days in texts.say("erasure.when.later")


def test_braces_inside_a_value_are_left_alone():
    assert texts.say("date.about", language="en", date="{n}") == "about {n}"


def test_an_unknown_language_is_refused():
    with pytest.raises(LanguageUnknown):
        texts.say("date.unknown", language="xx")
    with pytest.raises(LanguageUnknown):
        texts.use("xx")


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "أقل من سنة (0)"),
        (1, "سنة واحدة (1)"),
        (2, "سنتان (2)"),
        (5, "5 سنوات"),
        (24, "24 سنة"),
        (103, "103 سنوات"),
        (100, "100 سنة"),
    ],
)
def test_arabic_counts_in_six_forms(n, said):
    assert texts.plural("age.years", n, language="ar") == said


def test_english_counts_in_two_forms():
    said = [texts.plural("age.years", n, language="en") for n in (0, 1, 2, 1200)]
    assert said == ["0 years", "1 year", "2 years", "1,200 years"]


def test_a_table_of_languages_cannot_be_changed_by_its_readers():
    with pytest.raises(TypeError):
        texts.languages()["xx"] = texts.current()


def _learn(tmp_path: Path, monkeypatch, *, finished: bool) -> None:
    """Plant a language with one sentence beside English, as a technician would."""
    (tmp_path / "en.po").write_text((FOLDER / "en.po").read_text("utf-8"), "utf-8")
    taught = polib.POFile()
    taught.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    taught.append(polib.POEntry(msgid="date.unknown", msgstr="datum onbekend"))
    taught.save(str(tmp_path / "nl.po"))
    written = f"finished = {str(finished).lower()}"
    row = f'own_name = "Nederlands"\ndirection = "ltr"\nfont = "Noto Sans"\n{written}\n'
    row += 'calendar = "gregorian"\nlocale = "nl"\n'
    table = (FOLDER / "languages.toml").read_text("utf-8")
    (tmp_path / "languages.toml").write_text(f"{table}\n[nl]\n{row}", "utf-8")
    monkeypatch.setattr("texts.language.FOLDER", tmp_path)
    monkeypatch.setattr("texts.catalogue.FOLDER", tmp_path)


@pytest.fixture
def forgetful():
    """Forget what was read, before and after a test that plants a language."""
    for memory in (texts.languages, texts.letter_languages, catalogue.catalogue):
        memory.cache_clear()
    yield
    for memory in (texts.languages, texts.letter_languages, catalogue.catalogue):
        memory.cache_clear()


@pytest.mark.usefixtures("forgetful")
def test_an_unfinished_language_borrows_from_english(tmp_path, monkeypatch):
    _learn(tmp_path, monkeypatch, finished=False)
    known = catalogue.catalogue("nl")
    assert known.gettext("date.unknown") == "datum onbekend"
    assert known.gettext("age.unknown") == "age not known"
    with pytest.raises(TextMissing):
        known.gettext("no.such.sentence")


@pytest.mark.usefixtures("forgetful")
def test_a_finished_language_borrows_nothing(tmp_path, monkeypatch):
    _learn(tmp_path, monkeypatch, finished=True)
    with pytest.raises(TextMissing):
        catalogue.catalogue("nl").gettext("age.unknown")


def test_every_audience_has_its_terms_in_every_finished_language():
    finished = {code for code, language in texts.languages().items() if language.finished}
    for audience, words in term_sets().items():
        assert set(words) >= finished, audience


def test_an_office_chooses_from_words_that_its_languages_have_and_the_first_is_usual():
    several = {code: list(sets) for code, sets in term_sets()[WORKER].items()}
    assert several["en"] == ["person", "survivor", "client", "participant"]
    for names in several.values():
        assert names[0] == PERSON == called()
        assert set(names) <= set(several["en"])


def test_words_of_arabic_carry_their_article_and_no_woman_is_meant_alone():
    # A sentence that says "to" takes the article off, and all are written for a man's word.
    for word in term_sets()[WORKER]["ar"].values():
        assert word.startswith("ال"), word
        assert not word.endswith("ة"), word


@pytest.mark.parametrize(
    ("language", "term", "window", "paper"),
    [
        ("en", "client", "Why the client is not told", "Why the person is not told"),
        ("ar", "client", "لماذا لا يُخبر المستفيد", "لماذا لا يُخبر الشخص"),
        ("en", "of a newer program", "Why the person is not told", "Why the person is not told"),
    ],
)
def test_the_window_says_the_word_of_the_office_and_paper_does_not(language, term, window, paper):
    texts.use(language)
    call_them(term)
    assert texts.say("consent.override_told_why") == window
    assert texts.say("consent.override_told_why", language=language) == paper
    assert texts.say("consent.override_told_why", language=language, audience=WORKER) == window
    assert texts.fill_in("consent.override_told_why", {}) == window


def test_to_somebody_is_one_word_in_arabic():
    texts.use("ar")
    assert texts.say("letter_page.also.own") == "نسخة للشخص"
    call_them("survivor")
    assert texts.say("letter_page.also.own") == "نسخة للناجي"
    assert texts.say("pairs.also_name") == "حالات أخرى لهذا الناجي"


def test_words_of_a_form_may_have_braces_of_their_own():
    call_them("survivor")
    words = "What {survivor:x} or {name} and the {survivor} said, {"
    assert with_terms(words, WORKER, "en") == words.replace("the {survivor}", "the survivor")
    assert with_terms(words, HERS, "en") == words.replace("the {survivor}", "the person")
    # A form of others may ask something by this name.
    assert with_terms("${survivor}, the {survivor}", HERS, "en") == "${survivor}, the person"
    # A language without words of its own is said in English.
    assert with_terms("{survivor}", WORKER, "uk") == "survivor"


def test_the_person_is_named_as_the_audience_reads_it(monkeypatch):
    planted = catalogue.gettext.NullTranslations()
    planted.gettext = lambda _: "for the {survivor}"
    monkeypatch.setattr("texts.sentences.catalogue", lambda _: planted)
    words = term_sets()["authority"]["en"]
    assert texts.say("x", language="en") == "for the person"
    assert texts.say("x", language="en", audience="authority") == f"for the {words}"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_program_is_named_nowhere_but_where_it_tells_of_itself(language):
    """The window and whoever looks over a shoulder are told no name."""
    said = polib.pofile(str(FOLDER / f"{language}.po"))
    naming = {
        entry.msgid
        for entry in said
        if "Alongside" in " ".join((entry.msgstr, *entry.msgstr_plural.values()))
    }
    assert naming == {"help.version", "help.name"}


def test_no_dot_stands_beside_what_may_be_a_number_in_arabic():
    # There a dot in the middle of a line is a zero: "1 · 3 of 7" would be read as 103.
    beside = re.compile(r"[\d}]\s*·|·\s*[\d{]")
    source = polib.pofile(str(FOLDER / "ar.po"), encoding="utf-8")
    for entry in source.translated_entries():
        for said in (entry.msgstr, *entry.msgstr_plural.values()):
            # Signs of keys are no numbers.
            assert not beside.search(said.replace("{arrows}", "")), entry.msgid
    texts.use("ar", native_digits=True)
    assert texts.beside("٠٣:١٩", "", "٤") == "٠٣:١٩، ٤"
    assert texts.beside("a", "b") == "a، b"


def test_what_is_said_of_one_thing_is_parted_by_a_dot_in_english():
    assert texts.beside("03:19", "", "1") == "03:19 · 1"


@pytest.mark.parametrize("damaged", [lambda made: made[: len(made) // 3], lambda _: b"\0\xff" * 99])
def test_a_language_whose_file_is_damaged_is_said_in_english(tmp_path, damaged):
    there = tmp_path / "texts"
    leave = shutil.ignore_patterns("fonts", "guides", "*.po", "__pycache__")
    shutil.copytree(Path(texts.__file__).parent, there, ignore=leave)
    made = there / "ar.mo"
    made.write_bytes(damaged(made.read_bytes()))
    says = "import texts; texts.use('ar'); print(texts.say('look.title.notes'))"
    told = run_child(says, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert (told.stdout, told.stderr) == ("Notes\n", "")
