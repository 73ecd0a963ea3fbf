"""The guides: there in every language, with the same parts, calm, and in the words of people."""

from __future__ import annotations

import re

import polib
import pytest
import wording

import texts
from forms.codelists import code_list, code_list_ids, label
from texts.guide import TOPICS, guides, guides_with
from texts.language import FOLDER, call_them

# Arabic words that speak to one man or one woman, where vowels or not are written.
_MARKS = "\u064b-\u0652"
_WHOSE = "ل|من|عن|عند|غير|مع|مكتب|مشرف|فريق|عمل|مرور|يمكن|لدي"
_ASKED = "اسأل|اختر|اطلب|انظر|اكتب|سجّل|قل|دع|اقرأ|افتح|اضغط|استخدم|احتفظ|أعد|اترك|احذف|انقل"
_ASKED += "|فكّر|جرّب|تذكّر|تأكّد"
_WHERE = "حيث كنت"
TO_ONE = re.compile(
    rf"(?<![\w{_MARKS}])[وف]?(?:أنتِ?|(?:{_WHOSE})كِ?|(?:{_ASKED})ي?(?:\u0647\u0627?)?|{_WHERE})"
    rf"(?![\w{_MARKS}])"
)


def shape(guide):
    """Return how many headings and points of each part a guide has."""
    lines = guide.body.splitlines()
    return [sum(line.startswith(mark) for line in lines) for mark in ("## ", "- ")]


def test_every_language_has_every_guide_with_the_same_parts():
    """Of a language that is not finished some are in English still."""
    english = guides("en")
    assert [one.topic for one in english] == list(TOPICS)
    for code, language in texts.languages().items():
        told = guides(code)
        assert [shape(one) for one in told] == [shape(one) for one in english]
        if code != "en" and language.finished:
            assert not {one.title for one in told} & {one.title for one in english}


@pytest.mark.parametrize("code", list(texts.languages()))
def test_guides_are_calm_and_point_with_words(code):
    for one in guides(code):
        assert "!" not in one.whole
        assert not set("{}←→⇒") & set(one.whole), one.topic


def called(code):
    """Return what the window and its lists call things in a language."""
    book = polib.pofile(str(FOLDER / f"{code}.po"), encoding="utf-8")
    words = {one for entry in book for one in (entry.msgstr, *entry.msgstr_plural.values())}
    words |= {label(name, one, code) for name in code_list_ids() for one in code_list(name).codes}
    return {one.rstrip("…").casefold() for one in words}


@pytest.mark.parametrize("code", list(texts.languages()))
def test_what_a_guide_points_to_is_called_so_in_the_window(code):
    """A point may begin with a word of its own and a colon."""
    known = called(code)
    pointed = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)(\u202f?:|)")
    found = [(one.topic, *each) for one in guides(code) for each in pointed.findall(one.body)]
    named = [(topic, name) for topic, name, colon in found if not colon]
    assert named
    assert [one for one in named if one[1].casefold() not in known] == []


def test_arabic_speaks_to_whoever_works_in_the_plural():
    said = [line for one in guides("ar") for line in one.whole.splitlines()]
    for entry in polib.pofile(str(FOLDER / "ar.po"), encoding="utf-8"):
        said += [entry.msgstr, *entry.msgstr_plural.values()]
    assert [line for line in said if TO_ONE.search(line)] == []


def test_numbers_of_a_guide_stand_in_the_digits_of_the_window_and_keys_as_they_are():
    def whole(topic):
        return next(one for one in guides("ar") if one.topic == topic).whole

    assert "90" in whole("backup")
    texts.use("ar", native_digits=True)
    assert "٩٠" in whole("backup")
    assert "90" not in whole("backup")
    assert "٣٨-٥٢" in whole("figures")
    for key in ("F9", "Ctrl+Shift+F9", "F8"):
        assert key in whole("hiding")
    assert "Ctrl+1" in whole("keys")
    assert all(not re.search(r"(?<![A-Za-z+])[0-9]", one.whole) for one in guides("ar"))


def test_no_guide_names_a_person_but_by_term():
    files = sorted((FOLDER / "guides").rglob("*.txt"))
    finished = [code for code, language in texts.languages().items() if language.finished]
    assert len(files) >= len(TOPICS) * len(finished)
    assert {path.parent.name for path in files} <= set(texts.languages())
    assert {path.stem for path in files} == set(TOPICS)
    for path in files:
        assert wording.person_terms(path.read_text("utf-8")) == [], path.name


def test_guides_call_a_person_as_the_office_does():
    assert "The person decides." in guides("en")[0].body
    call_them("participant")
    assert "The participant decides." in guides("en")[0].body
    assert "المشارك" in guides("ar")[0].body
    assert "introduction" in [one.topic for one in guides_with("participant decides", "en")]


def test_what_is_searched_may_stand_anywhere_and_headings_come_first():
    found = [one.topic for one in guides_with("CONSENT", "en")]
    assert found[0] == "consent"
    assert "letters" in found
    assert guides_with("no-such-word-here", "en") == []
    assert guides_with("", "en") == list(guides("en"))


def test_a_language_without_its_own_reads_english():
    assert guides("qps") == guides("en")
