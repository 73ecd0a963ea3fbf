"""Which way each character runs: the Unicode Bidirectional Algorithm (UAX #9).

Isolates and bracket pairs are honoured. The old embedding and override controls are not:
`clean` takes them out, because one stray control can turn round a whole page.
Lines drop their trailing spaces before they are drawn, so rule L1 has nothing left to do.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from reports.bidi_rules import Sequence, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Sequence as Ordered

DEEPEST = 125
INITIATORS = frozenset({"LRI", "RLI", "FSI"})
STRONG = frozenset({"L", "R", "AL"})
# Letters that run leftward, and what takes the way of its neighbours or of its line.
_NEVER_RIGHTWARD = frozenset({"R", "AL", "NSM", "WS", "ON", "CS", "ES", "ET", "BN", "S", "B"})
_ISOLATE_CONTROLS = re.compile("[\u2066-\u2069]")
_POP = "\u2069"
# Taken out of the running by rule X9; without old controls only boundary neutrals are left.
_REMOVED = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF"})
_OLD_CONTROLS = re.compile("[\u202a-\u202e]")
# Nothing outside these blocks, and no digit in left-to-right text, can run right to left.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u2067\u2068\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff"
    "\U0001e800-\U0001efff]"
)
# Arabic marks of Unicode 15, which our fonts have; Python 3.11 knows Unicode 14.
_YOUNGER_MARKS = "\U00010efd\U00010efe\U00010eff"


def clean(text: str) -> str:
    """Return the text without embedding controls and without isolates that lack a partner."""
    text = _OLD_CONTROLS.sub("", text)
    open_at: list[int] = []
    stray: set[int] = set()
    for found in _ISOLATE_CONTROLS.finditer(text):
        if found.group() != _POP:
            open_at.append(found.start())
        elif open_at:
            open_at.pop()
        else:
            stray.add(found.start())
    stray.update(open_at)
    return "".join(c for at, c in enumerate(text) if at not in stray) if stray else text


def may_turn(text: str) -> bool:
    """Return whether any part of a left-to-right text may run right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def levels(text: str, base: int | None = None) -> list[int]:
    """Return the embedding level of every character; base None: the first strong one decides."""
    if base != 1 and not may_turn(text):
        return [0] * len(text)
    classes = list(map(_class, text))
    if base == 1 and _NEVER_RIGHTWARD.issuperset(classes):
        return [1] * len(text)
    partners = _partners(classes)
    if base is None:
        base = _first_strong(classes, 0, len(classes), partners) or 0
    found = _explicit_levels(classes, base, partners)
    kept = [at for at, name in enumerate(classes) if name not in _REMOVED]
    for sequence in _sequences(text, classes, found, kept, (base, partners)):
        for at, level in zip(sequence.places, resolve(sequence), strict=True):
            found[at] = level
    for at, name in enumerate(classes):
        if name in _REMOVED:
            found[at] = found[at - 1] if at else base
    return found


def visual_order(line_levels: Ordered[int]) -> list[int]:
    """Return the places of a line's parts from left to right (rule L2)."""
    order = list(range(len(line_levels)))
    odd = [level for level in line_levels if level % 2]
    if not odd:
        return order
    for level in range(max(line_levels), min(odd) - 1, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and line_levels[order[end]] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = end + 1
    return order


@cache
def _class(character: str) -> str:
    """Return the class of a character, also of those that this Python does not know yet."""
    if known := unicodedata.bidirectional(character):
        return known
    if character in _YOUNGER_MARKS:
        return "NSM"
    return "AL" if may_turn(character) else "L"


def _partners(classes: Ordered[str]) -> dict[int, int]:
    """Return the closing place of every isolate that is closed (BD9)."""
    found: dict[int, int] = {}
    open_at: list[int] = []
    for at, name in enumerate(classes):
        if name in INITIATORS:
            open_at.append(at)
        elif name == "PDI" and open_at:
            found[open_at.pop()] = at
    return found


def _first_strong(
    classes: Ordered[str], start: int, end: int, partners: Mapping[int, int]
) -> int | None:
    """Return 0 or 1 for the first strong character outside isolates (P2, P3)."""
    at = start
    while at < end:
        if classes[at] in STRONG:
            return 0 if classes[at] == "L" else 1
        at = partners.get(at, end) if classes[at] in INITIATORS else at + 1
    return None


def _explicit_levels(classes: Ordered[str], base: int, partners: Mapping[int, int]) -> list[int]:
    """Return the level of each place as isolates nest (X1 to X8, without old controls)."""
    stack = [base]
    too_deep = 0
    found: list[int] = []
    for at, name in enumerate(classes):
        if name == "PDI":
            if too_deep:
                too_deep -= 1
            elif len(stack) > 1:
                stack.pop()
        found.append(stack[-1])
        if name in INITIATORS:
            inner = _inner_level(stack[-1], name, classes, at, partners)
            if too_deep or inner > DEEPEST:
                too_deep += 1
            else:
                stack.append(inner)
    return found


def _inner_level(
    outer: int, name: str, classes: Ordered[str], at: int, partners: Mapping[int, int]
) -> int:
    rightward = name == "LRI"
    if name == "FSI":
        end = partners.get(at, len(classes))
        rightward = _first_strong(classes, at + 1, end, partners) != 1
    return (outer + 2) & ~1 if rightward else (outer + 1) | 1


def _sequences(
    text: str,
    classes: list[str],
    found: list[int],
    kept: list[int],
    context: tuple[int, Mapping[int, int]],
) -> Iterator[Sequence]:
    """Yield the isolating run sequences (X10)."""
    base, partners = context
    runs: list[list[int]] = []
    for at in kept:
        if runs and found[runs[-1][-1]] == found[at]:
            runs[-1].append(at)
        else:
            runs.append([at])
    starting = {run[0]: run for run in runs}
    closers = set(partners.values())
    rank = {at: order for order, at in enumerate(kept)}
    for run in runs:
        if run[0] in closers:
            continue
        places = list(run)
        while classes[places[-1]] in INITIATORS and places[-1] in partners:
            places.extend(starting[partners[places[-1]]])
        first, last = rank[places[0]], rank[places[-1]]
        before = found[kept[first - 1]] if first else base
        unclosed = classes[places[-1]] in INITIATORS
        after = base if unclosed or last + 1 == len(kept) else found[kept[last + 1]]
        level = found[places[0]]
        yield Sequence(
            places=places,
            characters=[text[at] for at in places],
            classes=[classes[at] for at in places],
            level=level,
            start="R" if max(before, level) % 2 else "L",
            end="R" if max(after, level) % 2 else "L",
        )
