"""Read what was measured and say which files are tested too little."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from coverage import Coverage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# What decides whether a word leaves the house: every line and every branch.
WHOLE = (
    "casework/disclosure.py",
    "casework/consent/grant.py",
    "casework/consent/grants.py",
    "db/guards/triggers.py",
    "ledger/merge.py",
)
EVERYTHING = 100.0
ELSEWHERE = 90.0


def main(arguments: list[str]) -> int:
    """Print every gap of what was measured into the file named first, return 1 when there is one.

    What was measured of each file is written into the file named second.
    """
    files = measured(arguments[0], os.cpu_count() or 1)
    Path(arguments[1]).write_text(json.dumps(files), "utf-8")
    found = list(gaps(files))
    for gap in found:
        print(gap, file=sys.stderr)
    if not found:
        reached = _percent([one["summary"] for one in files.values()])
        print(f"coverage: {reached:.1f} %, every gate met")
    return 1 if found else 0


def measured(data: str, hands: int) -> dict[str, Any]:
    """Return what was measured of each file; to read a thousand of them is shared out."""
    whole = Coverage(data)
    whole.load()
    paths = sorted(whole.get_data().measured_files())
    shares = [paths[first::hands] for first in range(hands)]
    files: dict[str, Any] = {}
    with ProcessPoolExecutor(hands, get_context("spawn")) as pool:
        for share in pool.map(partial(_read, data), filter(None, shares)):
            files.update(share)
    return files


def _read(data: str, paths: Sequence[str]) -> dict[str, Any]:
    """Return what was measured of some files."""
    share = Coverage(data)
    share.load()
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        share.json_report(paths, str(report), ignore_errors=True)
        files: dict[str, Any] = json.loads(report.read_text("utf-8"))["files"]
    return files


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
