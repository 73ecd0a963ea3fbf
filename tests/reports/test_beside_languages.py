"""What goes beside a letter, and the notice that one no longer holds: every language, every reader.

Of a case in which everything is on record only what the letter tells may stand on any of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from letters import AT, CHECK, NUMBER, TODAY, facts
from reading import heard, page_texts
from told_everything import bare

import texts
from casework.consent.grant import Consents, Grant, Purpose, Reach, Recipient, Scope
from casework.disclosure import Request, disclose
from casework.need_to_know import items
from casework.records.casefile import Entry, case_file
from casework.referrals.citing import Cited
from casework.referrals.issuing import Companion
from reports.papers import PrintingRoom

KINDS = ("cash", "health", "legal", "mhpss", "police", "shelter", "social")
LANGUAGES = sorted(texts.letter_languages())
NAME, ROOM = "Example Service A", PrintingRoom()
OWN, COVER, REPLY = Companion
# One sign of its own for every field there is; none of them is part of another.
SIGNS = {
    field: f"CANARY{number:03}"
    for number, field in enumerate(name for item in items().values() for name in item.fields)
}
LAW = Cited("Example Convention (1999)", "CANARY-LAW", "en")


def shared(language, kind):
    """Return the disclosure of a letter from which every second item was taken out."""
    every = tuple(items().values())
    entries = [Entry(name, item.category, SIGNS[name]) for item in every for name in item.fields]
    grant = Grant(
        id="grant",
        event_id="event",
        purpose=Purpose.STATUS_CLAIM,
        scope=Scope(Reach.SERVICE, "service"),
        given_at=AT,
        valid_from=TODAY,
        valid_until=date(2027, 3, 31),
        categories=frozenset(item.category for item in every),
        items=frozenset(item.id for item in every),
    )
    out = frozenset(item.id for item in every[::2])
    to = Recipient("service", kind, NAME)
    request = Request(Purpose.STATUS_CLAIM, to, every, AT, language, left_out=out)
    return disclose(case_file("case", "AB-1234", entries), Consents((grant,)), request)


def about(language):
    office = facts("ar" if language == "ar" else "en", kind="support")
    return replace(office, asked="CANARY-ASKED", laws=(LAW,))


def signs_in(words):
    return {sign for sign in SIGNS.values() if sign in words}


def said(data):
    """Return what is seen and what is heard of a paper."""
    return "\n".join([*page_texts(data), *(words for _, words in heard(data))])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_beside_a_letter_says_nothing_of_the_case_that_the_letter_does_not_tell(
    language, kind
):
    disclosure, letter = shared(language, kind), about(language)
    told = {sign for one in disclosure.told for sign in signs_in(one.value)}
    assert 0 < len(told) < len(SIGNS) / 2
    for which in Companion:
        data = ROOM.companion(which, disclosure, letter, None)
        words = said(data)
        assert signs_in(words) == (told if which is OWN else set()), which
        assert bare(texts.say(f"letter.{which.value}.title", language=language)) in bare(words)
        assert ("CANARY-LAW" in words) is (which is OWN)
        for never in ("CANARY-ASKED", "AB-1234", CHECK):
            assert never not in words, which
        assert (NUMBER in words) is (which is REPLY)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_recall_notice_names_a_letter_and_nobody(language, kind):
    data = ROOM.recall(Recipient("service", kind, NAME), about(language), language, TODAY)
    words = said(data)
    assert len(page_texts(data)) == 1
    assert bare(texts.say("letter.recall.title", language=language)) in bare(words)
    assert NUMBER in words
    assert NAME in words
    assert signs_in(words) == set()
    for never in ("CANARY", "AB-1234"):
        assert never not in words
