"""Run every measurement of tests/bench and print it; the numbers also go to out/bench.json.

Each tests/bench/bench_*.py has `run()`, which yields or returns rows: name, ours, its
yardstick of the same run, and the goal, which ours divided by the yardstick may reach and not
pass. Names on the command line choose among the files.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HOUSE = Path(__file__).resolve().parent.parent
BENCH = HOUSE / "tests" / "bench"
OUT = HOUSE / "out" / "bench.json"
Row = dict[str, Any]
ROUNDED = 0.02


def main(names: Sequence[str]) -> int:
    """Measure, print, keep; return 1 when a bar is missed."""
    results: dict[str, list[Row]] = {}
    # Some measure with what others have made.
    sys.path.insert(0, str(BENCH))
    for path in sorted(BENCH.glob("bench_*.py")):
        if names and path.stem.removeprefix("bench_") not in names:
            continue
        print(path.stem, flush=True)
        results[path.stem] = []
        for row in rows(path):
            results[path.stem].append(row)
            print(f"  {line(row)}", flush=True)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", "utf-8")
    return 0 if all(row["met"] for found in results.values() for row in found) else 1


def rows(path: Path) -> Iterator[Row]:
    """Yield what one measurement found, each with its ratio and whether the bar is met."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path.stem)
    module = sys.modules[path.stem] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for measured in module.run():
        yield judged(measured)


def judged(measured: Mapping[str, Any]) -> Row:
    """Return a row with ours divided by its yardstick, held against its goal."""
    ratio = measured["ours"] / measured["yardstick"]
    told = measured.get("ratio", ratio)
    if abs(told - ratio) > ROUNDED * abs(ratio) + ROUNDED:
        raise ValueError(f"{measured['name']}: the ratio is ours divided by the yardstick")
    return {**measured, "ratio": ratio, "met": ratio <= measured["goal"]}


def line(row: Row) -> str:
    """Return a row as one line of text."""
    numbers = f"{row['ours']:>12.6g} of {row['yardstick']:<12.6g} = {row['ratio']:<9.4g}"
    return f"{row['name']:<64} {numbers} <= {row['goal']:<7.4g} {'met' if row['met'] else 'MISSED'}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
