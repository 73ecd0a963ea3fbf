"""What an office says in each letter keeps its look for the next; words of a case do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from letters import disclosure, facts

from reports import composed
from reports.letter import letter_pdf


@pytest.mark.parametrize("language", ["en", "ar"])
def test_of_a_second_case_nothing_is_kept_and_of_the_office_nothing_is_worked_out_again(language):
    first = facts(language)
    second = replace(first, number="Q9Z-7XW5", check_code="11QQ-AA22", asked="")
    letter_pdf(disclosure(language), first)
    before = composed._shaped_once.cache_info()
    letter_pdf(disclosure(language), second)
    after = composed._shaped_once.cache_info()
    assert after.currsize == before.currsize
    assert after.misses == before.misses
    assert after.hits >= before.hits + 20


def test_another_office_says_it_in_its_own_words():
    here = facts("en")
    there = replace(here, office=replace(here.office, name="Example Office 9", phone="+000 1 23"))
    papers = [letter_pdf(disclosure("en"), one) for one in (here, there, here)]
    assert papers[0] == papers[2]
    assert papers[0] != papers[1]
