"""Empty what nobody asks of the language data of ICU, in the library that carries it.

The library keeps its size and its shape: only items that the program never opens are filled
with zeros, which take no room in a compressed file. To ICU an emptied item is one that is not
there. The layout (header, table of names and offsets) is described in ICU's own udata.h.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAGIC: Final = b"\xda\x27"
_FORMAT: Final = b"CmnD"
_FORMAT_AT: Final = 12
# What one language says of dates and numbers: `texts` has that from elsewhere.
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(_[A-Za-z]+)*\.res")
# Folders of items: names of languages, currencies and units, collations, converters and so on.
_FOLDERS: Final = frozenset(
    {"coll", "curr", "lang", "rbnf", "region", "translit", "unit", "zone", "brkitr"}
)


def empty(library: Path, *, keep: frozenset[str] = frozenset()) -> int:
    """Empty the folders that are not kept, and converters; return how many bytes that was."""
    content = bytearray(library.read_bytes())
    emptied = 0
    for name, start, end in _items(content):
        folder, _, last = name.partition("/")[2].rpartition("/")
        wanted = folder in keep or last.startswith(("root.", "res_index.", "pool.", "ucadata."))
        of_a_language = not folder and _LANGUAGE.fullmatch(last)
        if not wanted and (folder in _FOLDERS or of_a_language or last.endswith(".cnv")):
            content[start:end] = bytes(end - start)
            emptied += end - start
    library.write_bytes(content)
    return emptied


def _items(content: bytearray) -> Iterator[tuple[str, int, int]]:
    """Yield the name of every item, with its first byte and the one after its last."""
    head = content.find(_FORMAT) - _FORMAT_AT
    if head < 0 or content[head + 2 : head + 4] != _MAGIC:
        raise ValueError("no language data of ICU")
    base = head + struct.unpack_from("<H", content, head)[0]
    count = struct.unpack_from("<I", content, base)[0]
    table = [struct.unpack_from("<II", content, base + 4 + 8 * at) for at in range(count)]
    starts = [base + start for _, start in table]
    # What follows the last item is not ours to touch: the last one stays.
    for (named, _), start, end in zip(table, starts, starts[1:], strict=False):
        name = content[base + named : content.index(0, base + named)].decode("ascii")
        yield name, start, end
