"""What is said of how to reach somebody safely, in words: above a case and beside the list.

The list is seen before anybody asks for more than it knows: this knows of values only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import texts
from desktop.pages.cases.words import way_icon, way_words
from forms.codelists import label
from texts.dates import hours_shown, in_own_direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.records.contact import OtherWay, SafeContact

_VOICEMAIL: Final = "voicemail"
_ONLY_IF: Final = "only_if"
_NO: Final = "no"
_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"


class Said(NamedTuple):
    """One thing about contact: its icon, its words, and whether discreet mode masks them."""

    icon: str
    words: str
    masks: bool = False
    role: str = "body"


def contact_said(contact: SafeContact) -> list[Said]:
    """Return how she may be reached and what must not happen, in order."""
    said = []
    if contact.is_undecided:
        said.append(Said("prohibit", texts.say("case.contact_undecided"), role="strong"))
    elif not contact.safe_way:
        said.append(Said("", texts.say("case.contact_none")))
    # Until somebody decides, each wording stands.
    said_by_all = (one for every in (contact, *contact.also_said) for one in _said(every))
    return [*said, *dict.fromkeys(said_by_all)]


def way_said(way: str, hours: str, code_word: str) -> Iterator[Said]:
    """Yield the way and its hours, and what is said there."""
    when = hours_shown(hours)
    if way and when:
        words = texts.say("case.contact_hours", way=way_words(way), hours=in_own_direction(when))
        yield Said("clock", words)
    elif way:
        yield Said(way_icon(way), way_words(way))
    elif when:
        # A letter says them too.
        yield Said("clock", in_own_direction(when))
    if code_word:
        word = in_own_direction(code_word)
        yield Said("chat-circle-dots", texts.say("contact.say", word=word), masks=True)


def _said(contact: SafeContact) -> Iterator[Said]:
    yield from way_said(contact.safe_way, contact.safe_hours, contact.code_word)
    if contact.must_not:
        yield Said("prohibit", in_own_direction(contact.must_not))
    if contact.voicemail in {_NO, _ONLY_IF, "yes"}:
        yield _message(contact)
    if contact.who_must_not_know:
        who = in_own_direction(contact.who_must_not_know)
        yield Said("eye-slash", texts.say("case.contact_unknowing", who=who), masks=True)
    for other in contact.others:
        yield _other(other)


def _message(contact: SafeContact) -> Said:
    if contact.voicemail == _ONLY_IF and contact.voicemail_only_if:
        condition = in_own_direction(contact.voicemail_only_if)
        return Said(
            "voicemail", texts.say("case.contact_message_if", condition=condition), masks=True
        )
    icon = "prohibit" if contact.voicemail == _NO else "voicemail"
    return Said(icon, label(_VOICEMAIL, contact.voicemail, texts.current().code))


def _other(other: OtherWay) -> Said:
    way = way_words(other.channel)
    if other.safe == _NO:
        return Said("prohibit", texts.say("case.contact_not", way=way))
    if other.only_if:
        condition = in_own_direction(other.only_if)
        words = texts.say("case.contact_also_if", way=way, condition=condition)
        return Said(way_icon(other.channel), words, masks=True)
    return Said(way_icon(other.channel), texts.say("case.contact_also", way=way))


def in_short(text: str, most: int) -> str:
    """Return the beginning of a longer text, up to the end of a word."""
    words = " ".join(filter(None, map(str.strip, text.splitlines())))
    if len(words) <= most:
        return words
    first = words[:most]
    whole = first.rpartition(" ")[0]
    # Not every script has spaces between its words.
    short = whole if len(whole) > most // 2 else first
    # What keeps words of another direction together ends with them.
    still_open = sum(map(short.count, _OPENING)) - short.count(_CLOSING)
    return f"{short}…{_CLOSING * still_open}"
