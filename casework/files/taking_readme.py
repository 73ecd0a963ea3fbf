"""What stands in the file itself: how everything that was taken out is to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from casework.ports.taking import Sort

_HEAD = """\
# Everything in one workbook

Format alongside-export, version {version}. The file is a ZIP, sealed with age
(age-encryption.org/v1); any age tool opens it.

- `format.json`: format, version, how many things of each sort, and the SHA-256 of every other file.
- `things/SORT.jsonl`: one JSON object a line, UTF-8, names sorted, in the order of the ids.
- `files/ID`: the content of each kept file, by the id of its `attachment`.
- `README.md`: this text.

Ids are 32 hexadecimal digits. Other bytes are in base64. Moments are in UTC, days are as on the
calendar of the office, and what is not known is null or empty. Codes are those of the choice lists
that stand in the forms; each form stands whole in `form_version`, in the field `source`, and the
questions that `answers` name are in it.

What is only computed from these is left out, and so are keys, passphrases and the log of single
changes. What a wall keeps from whoever took this out is not in here.

This is the organisation's own copy. Nobody agreed to its being given to anybody else.
"""


def readme(sorts: Iterable[Sort], version: int) -> str:
    """Return how the export is to be read, with every sort of thing and every field."""
    return "\n".join((_HEAD.format(version=version), *_sections(sorts)))


def _sections(sorts: Iterable[Sort]) -> Iterator[str]:
    for sort in sorts:
        yield f"## {sort.name}\n\n{sort.meaning}\n"
        for one in sort.fields:
            yield f"- `{one.name}`: {one.meaning}"
        yield ""
