"""The choices of a question in the order in which people read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from forms.codelists import CodeUnknown, code_list
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.choices import Offer
    from forms.model import Question

_OTHER: Final = "other"
# A list as it is, without a filter and not shuffled.
_WHOLE: Final = re.compile(r"instance\('[^']+'\)(/[\w-]+)+")
_ONE_FIGURE: Final = 9
# More than this many are searched on a screen, not read.
RADIOS: Final = 8
BOXES: Final = 24
SEARCHED: Final = frozenset({"minimal", "autocomplete", "search"})
EXPERIENCES: Final = "continuum"


class Ordered(NamedTuple):
    """What is offered: answers first, then the ways of not answering."""

    answers: tuple[Offer, ...]
    non_answers: tuple[Offer, ...]

    def all(self) -> tuple[Offer, ...]:
        """Return both."""
        return self.answers + self.non_answers


def in_reading_order(offers: Sequence[Offer], list_name: str) -> Ordered:
    """Return choices A to Z in the language they are in, "other" last, non-answers apart.

    Non-answers stand under every question in one order, that of their list.

    A list whose order is a fact of the world keeps it, and so does one that is not ours: its
    author may have meant something by it.
    """
    try:
        known = code_list(list_name)
    except CodeUnknown:
        return Ordered(tuple(offers), ())
    quiet = {code.id for code in known.codes.values() if code.non_answer}
    ordered = list(offers)
    if not known.in_file_order:
        ordered.sort(key=lambda offer: (offer.code == _OTHER, sort_key(offer.label)))
    return Ordered(
        tuple(one for one in ordered if one.code not in quiet),
        tuple(one for one in offers if one.code in quiet),
    )


def keeps_its_order(question: Question) -> bool:
    """Return whether the same choices are offered whatever was answered, so that numbers hold."""
    choices = question.choices
    if choices is None:
        return False
    return not choices.nodeset or _WHOLE.fullmatch(choices.nodeset) is not None


def stands_whole(question: Question, amount: int) -> bool:
    """Return whether all choices stand beside each other on a screen, in one order."""
    searched = SEARCHED & set(question.appearance.split())
    if searched or question.list_name == EXPERIENCES:
        return False
    most = {"select_one": RADIOS, "select_multiple": BOXES}
    return amount <= most.get(question.type, 0)


def key_of(number: int, amount: int) -> str:
    """Return what one presses for a choice: one figure, or two where there are more than nine."""
    return str(number) if amount <= _ONE_FIGURE else f"{number:02}"
