"""The choices of a question in the order in which people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from forms.codelists import CodeUnknown, code_list
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.choices import Offer

_OTHER: Final = "other"


class Ordered(NamedTuple):
    """What is offered: answers first, then the ways of not answering."""

    answers: tuple[Offer, ...]
    non_answers: tuple[Offer, ...]

    def all(self) -> tuple[Offer, ...]:
        """Return both."""
        return self.answers + self.non_answers


def in_reading_order(offers: Sequence[Offer], list_name: str) -> Ordered:
    """Return choices A to Z in the language they are in, "other" last, non-answers apart.

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
        tuple(one for one in ordered if one.code in quiet),
    )
