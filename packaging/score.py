"""Print the score sheet of the code: measure, ours, bar, met. Exit 1 when a bar is missed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from manners import broad_excepts, decides_consent, mocked, star_imports, unfinished
from measure import (
    PRODUCT,
    Source,
    annotated,
    branches,
    cycles,
    documented,
    duplicates,
    exceptions,
    length,
    methods,
    outside,
    percentile,
    sources,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

# Where the standing of a grant is turned into a yes or no: the rule, and its triggers.
CONSENT_CLAUSE = {"casework/consent/grant.py", "db/guards/triggers.py"}
QT = {"PySide6", "shiboken6"}
STORE = {"db", "sync"}
# The modules of desktop that join the parts, and the one that waits for nobody to sign in.
# The same as in the contract that screens and verbs go through the office.
ROOTS = {
    "desktop/bootstrap.py",
    "desktop/exchange/exchanging.py",
    "desktop/founding.py",
    "desktop/safety/panic.py",
}
LONG_TEST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet; ours and bar are compared number by number."""

    measure: str
    ours: tuple[float, ...]
    bar: tuple[float, ...]
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Return whether no number is on the wrong side of its bar."""
        pairs = zip(self.ours, self.bar, strict=True)
        return all(ours >= bar if self.at_least else ours <= bar for ours, bar in pairs)

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        ours, bar = (" / ".join(f"{n:g}" for n in side) for side in (self.ours, self.bar))
        return f"{self.measure:<58} {ours:>16}  {sign} {bar:<16} {'met' if self.met else 'MISSED'}"


def main() -> int:
    """Measure the house, print its sheet and return whether it falls short."""
    code, tests = sources(*PRODUCT), sources("tests")
    rows = [*sizes(code), *walls(code), *manners(code), *trials(tests)]
    everything = [*code, *tests, *sources("packaging")]
    rows.append(Row("rules switched off", (_count(exceptions, everything),), (20,)))
    for row in rows:
        print(row)
    return 0 if all(row.met for row in rows) else 1


def sizes(code: Sequence[Source]) -> Iterator[Row]:
    """Yield how long and how branched things are."""
    files = [source.lines for source in code]
    functions = [node for source in code for node in source.functions]
    lengths, ways = [length(node) for node in functions], [branches(node) for node in functions]
    wide = [methods(node) for source in code for node in source.classes]
    ring = max((len(one) for one in cycles(code)), default=1)
    yield Row("file, lines: median / p95 / max", _three(files), (150, 320, 400))
    yield Row("function, lines: median / p95 / max", _three(lengths), (8, 30, 60))
    yield Row("function, ways through: p95 / max", _three(ways)[1:], (5, 8))
    yield Row("class, methods: p95 / max", _three(wide)[1:], (12, 20))
    yield Row("largest import cycle, modules", (ring,), (1,))
    yield Row("passages of six lines that stand twice", (len(duplicates(code)),), (0,))


def walls(code: Sequence[Source]) -> Iterator[Row]:
    """Yield how well the folders keep to themselves."""
    qt = [one for one in code if outside(one) & QT and not one.path.startswith("desktop/")]
    screens = [one for one in code if one.path.startswith("desktop/") and outside(one) & STORE]
    astray = [one for one in code if decides_consent(one) and one.path not in CONSENT_CLAUSE]
    reaching = len([one for one in screens if one.path not in ROOTS])
    yield Row("files that import Qt outside desktop", (len(qt),), (0,))
    yield Row("screens and verbs that reach the store", (reaching,), (0,))
    yield Row("files that decide on consent beside rule, view, triggers", (len(astray),), (0,))


def manners(code: Sequence[Source]) -> Iterator[Row]:
    """Yield how the code explains itself and what it leaves undone."""
    for what, share, bar in zip(
        ("modules", "classes", "public functions"), documented(code), (100, 100, 95), strict=True
    ):
        yield Row(f"{what} with a docstring, %", (round(share, 1),), (bar,), at_least=True)
    yield Row("functions annotated, %", (round(annotated(code), 1),), (100,), at_least=True)
    yield Row("broad except", (_count(broad_excepts, code),), (3,))
    yield Row("star imports", (_count(star_imports, code),), (0,))
    yield Row("unfinished marks", (_count(unfinished, code),), (0,))


def trials(tests: Sequence[Source]) -> Iterator[Row]:
    """Yield how the tests are built."""
    named = [node for one in tests for node in one.functions if node.name.startswith("test_")]
    long = [node for node in named if length(node) > LONG_TEST]
    mocks = _count(mocked, tests) / max(1, len(named))
    yield Row("mocks per test", (round(mocks, 3),), (0.05,))
    yield Row("test functions above 60 lines", (len(long),), (0,))


def _count(find: Callable[[Source], Iterable[object]], files: Iterable[Source]) -> int:
    return sum(1 for source in files for _ in find(source))


def _three(numbers: Sequence[int]) -> tuple[float, ...]:
    return percentile(numbers, 0.5), percentile(numbers, 0.95), max(numbers, default=0)


if __name__ == "__main__":
    sys.exit(main())
