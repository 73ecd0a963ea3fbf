"""What is said of answers that were given elsewhere: which stay out, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from desktop.saying.shown import shown_name
from desktop.saying.words import refusal_of

if TYPE_CHECKING:
    from casework.files.submissions import FoundAnswers, LeftOut

_LONGEST_PLACE: Final = 300
# A wide table may hold thousands of them, and each answer of a submission may be wrong.
_MOST_NAMED: Final = 20
_WELL: Final = {False: "well", True: "brought"}


def left_place(left: LeftOut) -> str:
    """Return which submission is meant: its file and its number, as people write them."""
    return shown_name(left.place, _LONGEST_PLACE)


def left_reasons(left: LeftOut) -> tuple[str, ...]:
    """Return why a submission stays out; where its answers are refused, every problem by itself."""
    refusal = refusal_of(left.why)
    if refusal is None:
        raise left.why
    # That answers are refused is said by the list itself.
    reasons = refusal.sentences[1:]
    if len(reasons) > _MOST_NAMED:
        more = texts.plural("bring.more_problems", len(reasons) - _MOST_NAMED)
        return (*reasons[:_MOST_NAMED], more)
    return reasons or refusal.sentences


def beside_words(found: FoundAnswers) -> list[str]:
    """Return what else is to be said: what is not asked, versions, pictures, what came before."""
    said = [
        texts.fill_in("submissions.unknown", {"name": shown_name(name), "n": often})
        for name, often in found.unknown[:_MOST_NAMED]
    ]
    if len(found.unknown) > _MOST_NAMED:
        said.append(texts.plural("submissions.more_unknown", len(found.unknown) - _MOST_NAMED))
    if found.versions:
        versions = texts.say("list.join").join(map(shown_name, found.versions))
        said.append(texts.fill_in("submissions.versions", {"versions": versions}))
    if found.files:
        said.append(texts.plural("submissions.files", found.files))
    if found.here:
        said.append(texts.plural("submissions.here", found.here))
    return said


def read_words(found: FoundAnswers, *, brought: bool) -> str:
    """Return how many were read, and how many came in, or may."""
    well = texts.plural(f"submissions.{_WELL[brought]}", found.well)
    return texts.plural("submissions.read", found.submissions, well=well)
