"""The words of lists, forms and wordings: no measure of a person, no blame, no label."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from forms.codelists import code_list, code_list_ids
from forms.library import FORMS

HOUSE = Path(__file__).parents[2]
ENGLISH = re.compile(
    r"\b(severity|severe\w*|grades?|levels?|worst|worse|scores?|rank\w*|rating|blame\w*|fault"
    r"|victims?|beneficiar\w+|prostitutes?|promiscuous|deserv\w+|confess\w*|alleges|claims to"
    r"|risk level|serious\w*|culprit|hysteric\w*|refuses to)\b",
    re.IGNORECASE,
)
ARABIC = re.compile(
    "(?<![\u0600-\u06ff])(?:ال)?(?:درجة|درجات|مستوى|مستويات|خطورة|شدة|أسوأ|أشد|أخطر|ضحية|ضحايا|ذنب|عار"
    "|مومس|عاهرة|تصنيف|لوم|ادّعت|ادعاء|شرف)(?![\u0600-\u06ff])"
)
# The one sentence that has to name what the list is not.
SAID_ON_PURPOSE = ("Listed A\u2013Z; not a ranking.",)


def blamed(words):
    return [
        text
        for text in words
        if text not in SAID_ON_PURPOSE and (ENGLISH.search(text) or ARABIC.search(text))
    ]


def form_words(form):
    text = (HOUSE / "forms" / "library" / f"{form}.yaml").read_text("utf-8")
    for row in yaml.safe_load(text)["survey"]:
        yield from (
            value for column, value in row.items() if "::" in column and "sx:" not in column
        )


@pytest.mark.parametrize(
    "sentence",
    ["Severity of the case", "The worst kind", "Level of risk", "درجة الخطورة", "الضحية"],
)
def test_the_lint_finds_words_that_weigh_or_label(sentence):
    assert blamed([sentence]) == [sentence]


@pytest.mark.parametrize("list_id", code_list_ids())
def test_no_list_weighs_or_labels_a_person(list_id):
    found = code_list(list_id)
    shown = [found.labels, *(code.labels for code in found.codes.values())]
    shown += [code.definition for code in found.codes.values()]
    assert blamed(text for words in shown for text in words.values()) == []


@pytest.mark.parametrize("form", FORMS)
def test_no_form_weighs_or_labels_a_person(form):
    words = list(form_words(form))
    assert words
    assert blamed(words) == []


def test_no_wording_read_aloud_weighs_or_labels_a_person():
    data = HOUSE / "casework" / "data"
    wordings = [
        wording
        for name in ("consent_texts.toml", "purpose_texts.toml")
        for wording in tomllib.loads((data / name).read_text("utf-8"))["text"]
    ]
    assert blamed(line for row in wordings for line in (row["en"], row["ar"])) == []


@pytest.mark.parametrize("form", FORMS)
def test_no_form_calls_a_person_by_a_term_that_only_they_may_choose(form):
    assert [
        text for text in form_words(form) if re.search(r"(?<!\{)survivor|ناجي", text, re.IGNORECASE)
    ] == []
