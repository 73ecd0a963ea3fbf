"""Read what was measured and say which files are tested too little."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gone_through import FOLDER, HOUSE, NOTES, OURS, Slipcover, marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# What decides whether a word leaves the house: every line and every branch.
WHOLE = (
    "casework/disclosure.py",
    "casework/consent/grant.py",
    "casework/consent/grants.py",
    "db/guards/lifting.py",
    "db/guards/triggers.py",
    "ledger/merge.py",
)
EVERYTHING = 100.0
# What a class only promises is not there to be gone through.
PROMISED = r"\.\.\.$"
ELSEWHERE = 90.0


def main(arguments: list[str]) -> int:
    """Print every gap of what a run went through, return 1 when there is one.

    What was gone through of each file is written into the file that is named.
    """
    if NOTES is None:
        print("coverage: not measured, as what measures it is not built for this machine")
        return 0
    paths = [str(path) for name in OURS for path in sorted((HOUSE / name).rglob("*.py"))]
    files = measured(FOLDER, paths, os.cpu_count() or 1)
    Path(arguments[0]).write_text(json.dumps(files), "utf-8")
    found = list(gaps(files))
    for gap in found:
        print(gap, file=sys.stderr)
    if not found:
        reached = _percent([one["summary"] for one in files.values()])
        print(f"coverage: {reached:.1f} %, every gate met")
    return 1 if found else 0


def measured(folder: Path, paths: Sequence[str], hands: int) -> dict[str, Any]:
    """Return what was gone through of each file; to read a thousand of them is shared out."""
    files: dict[str, Any] = {}
    with ProcessPoolExecutor(hands, get_context("spawn")) as pool:
        shares = [paths[first::hands] for first in range(hands)]
        for share in pool.map(partial(_read, folder), filter(None, shares)):
            files.update(share)
    return files


def _read(folder: Path, paths: Sequence[str]) -> dict[str, Any]:
    """Return what was gone through of some files, beside what there is of them."""
    share = Slipcover(branch=True, exclude_also=[PROMISED])
    for told in folder.glob("*.json"):
        for path, places in json.loads(told.read_text("utf-8")).items():
            share.all_seen[path] |= {tuple(one) if type(one) is list else one for one in places}
    for path in paths:
        code = marked(path)
        share.code_lines[path] |= set(share.lines_from_code(code))
        share.code_branches[path] |= set(share.branches_from_code(code))
    files: dict[str, Any] = share.get_coverage()["files"]
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
    reached = sum(one["covered_lines"] + one["covered_branches"] for one in summaries)
    there = reached + sum(one["missing_lines"] + one["missing_branches"] for one in summaries)
    return 100.0 * reached / there if there else 100.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
