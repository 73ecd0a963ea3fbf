"""Read a coverage report and say which files are tested too little."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What decides whether a word leaves the house: every line and every branch.
WHOLE = (
    "casework/disclosure.py",
    "casework/grant.py",
    "casework/grants.py",
    "db/guards.py",
    "ledger/merge.py",
)
EVERYTHING = 100.0
ELSEWHERE = 90.0


def main(arguments: list[str]) -> int:
    """Print every gap of the report named first, and return 1 when there is one."""
    report = json.loads(Path(arguments[0]).read_text("utf-8"))
    found = list(gaps(report["files"]))
    for gap in found:
        print(gap, file=sys.stderr)
    if not found:
        print(f"coverage: {report['totals']['percent_covered']:.1f} %, every gate met")
    return 1 if found else 0


def gaps(files: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield a sentence for each named file that is not whole and each folder below its bar."""
    folders: dict[str, list[Mapping[str, Any]]] = {}
    for path, measured in files.items():
        folders.setdefault(path.split("/", 1)[0], []).append(measured["summary"])
    for path in WHOLE:
        if path not in files:
            yield f"{path}: not measured"
        elif files[path]["summary"]["percent_covered"] < EVERYTHING:
            lines, branches = files[path]["missing_lines"], files[path]["missing_branches"]
            yield f"{path}: must be whole; lines {lines}, branches {branches}"
    for folder, summaries in sorted(folders.items()):
        reached = _percent(summaries)
        if reached < ELSEWHERE:
            yield f"{folder}: {reached:.1f} % of lines and branches, below {ELSEWHERE:.0f} %"


def _percent(summaries: list[Mapping[str, Any]]) -> float:
    reached = sum(one["covered_lines"] + one.get("covered_branches", 0) for one in summaries)
    there = sum(one["num_statements"] + one.get("num_branches", 0) for one in summaries)
    return 100.0 * reached / there if there else 100.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
