"""The fonts of the program, read from its own folder: none of the machine's are needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFontDatabase

import texts
from desktop.look.looks import FAMILIES

FOLDER: Final = Path(texts.__file__).parent / "fonts"
# Those for paper are read by what makes paper.
_CUTS = tuple(f"{family.replace(' ', '')}-" for family in FAMILIES)


@cache
def load_fonts(folder: Path = FOLDER) -> tuple[str, ...]:
    """Make the screen fonts known to Qt; return their families.

    A damaged one is passed by as one that is gone: words in another font are better than none.
    """
    families: list[str] = []
    for path in sorted(folder.glob("*.ttf")):
        if not path.stem.startswith(_CUTS):
            continue
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))
