"""Sentences that name a service are sentences too where none can be named."""

from __future__ import annotations

import re

import pytest

import texts
from casework.consent.purpose_texts import purpose_texts, read_aloud
from casework.tasks.task import TaskKind

# A word and at most one other between it and itself: "le service ce service".
SAID_TWICE = re.compile(r"\b(\w{5,}) (?:\w+ )?\1\b", re.IGNORECASE)
LANGUAGES = sorted(texts.languages())


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_read_aloud_says_no_service_twice_before_one_is_chosen(code):
    unnamed = texts.say("consent.a_service", language=code)
    wordings = (one.words for several in purpose_texts().values() for one in several)
    read = [read_aloud(words[code], unnamed) for words in wordings if code in words]
    assert [words for words in read if words[:1].islower()] == []
    assert [words for words in read if SAID_TWICE.search(words)] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_task_says_no_service_twice_whose_name_is_masked(code):
    some = texts.say("task.some_service", language=code)
    ids = [f"task.{kind.value}" for kind in TaskKind]
    said = [texts.say(one, language=code, subject=some) for one in ids if texts.known(one)]
    assert [words for words in said if SAID_TWICE.search(words)] == []
