"""Print how much each language says, and which sentences it still lacks."""

from __future__ import annotations

import sys

import wording


def main() -> int:
    """Print one line a language and one a missing sentence; return 1 when a finished one lacks."""
    known, lacking = wording.sentences("en"), 0
    for code, row in wording.languages().items():
        absent = wording.missing(known, wording.sentences(code))
        lacking += bool(absent and row["finished"])
        print(f"{code}  {row['own_name']}: {len(known) - len(absent)} of {len(known)}")
        for text_id in absent:
            print(f"    {text_id}")
    return min(lacking, 1)


if __name__ == "__main__":
    sys.exit(main())
