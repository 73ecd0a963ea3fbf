"""Build the fonts of the program from pinned font packages, the same bytes everywhere.

Run as `python packaging/fonts.py`; does nothing when every font is already there.
The results are the "Letters" families: renamed, so that no system font is mistaken for them.
"""

from __future__ import annotations

import gc
import hashlib
import io
import json
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = Path(__file__).parent.parent / "texts" / "fonts"
# 1 January 1970 in the seconds of font files, which count from 1904.
NO_CLOCK = 2082844800
WEIGHTS = {"Regular": 400, "Bold": 700}
WINDOWS, UNICODE_BMP, ENGLISH = 3, 1, 0x409


@dataclass(frozen=True, slots=True)
class Source:
    """One font file inside a pinned package."""

    package: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Family:
    """One family to build: its source, the characters kept (None: all), and its screen cut."""

    name: str
    source: Source
    kept: tuple[range, ...] | None = None
    screen_cut: bool = False
    signs: Source | None = None
    # Whether its lines are as high as its typographers meant them, and not as its highest mark.
    even_lines: bool = False


SANS = Source(
    "manimgx-fonts",
    "manimgx_fonts/NotoSans[wght].ttf",
    "fb53504de62e767a54695416123d68d67f71c9b69722175184ad56e7dd13547b",
)
ARABIC = Source(
    "justmytype-intl-rtl",
    "justmytype_intl_rtl/fonts/ofl/notosansarabic/NotoSansArabic[wdth,wght].ttf",
    "63111b5b2e074dd48cc67692e0a2726d86ee94c1c37fe8598257b7b4e87e869e",
)
SYMBOLS = Source(
    "manimgx-fonts",
    "manimgx_fonts/NotoSansSymbols[wght].ttf",
    "63724daeff6755a45933b9a5e3a3b41df5df8fe925c0f4c991f2f68c08a4182d",
)
LICENCE = Source(
    "justmytype-intl-rtl",
    "justmytype_intl_rtl/fonts/ofl/notosansarabic/OFL.txt",
    "07fc70bfeb985cc1a87a8587d0a0c80bab11c86c9dc3fd95b6f0cb332f983e96",
)

ICONS = Source(
    "qtawesome",
    "qtawesome/fonts/phosphor-1.3.0.ttf",
    "351874de64758f3b7fb405cd078ac0ed5ffb9717fb5b9b10013ac03d4c13680b",
)
ICON_CODES = Source(
    "qtawesome",
    "qtawesome/fonts/phosphor-charmap-1.3.0.json",
    "cfb725868f72d741422002f1ed4f870bdddebc32344a6407b8becb6c841b92ca",
)
# Those a window may show, each with its filled one; the whole font would fill half a MiB more.
ICON_NAMES = Path(__file__).with_name("icons.txt")
# The package names their licence only; its words are those of the licence of this house.
ICONS_RIGHTS = "Copyright (c) 2020-2021 Phosphor Icons"
HOUSE_LICENCE = Path(__file__).parent.parent / "LICENSE"

# Latin with the letters of African languages and IPA, Cyrillic, marks and punctuation.
LATIN_AND_CYRILLIC = (
    range(0x0020, 0x0370),
    range(0x0400, 0x0530),
    range(0x1E00, 0x1F00),
    range(0x2000, 0x2070),
    range(0x20A0, 0x20C1),
    range(0x2100, 0x2190),
    range(0x2200, 0x2270),
    range(0x25CC, 0x25D0),
    range(0x2C60, 0x2C80),
    range(0xA720, 0xA800),
    range(0xFB00, 0xFB07),
    range(0xFFFD, 0xFFFE),
)
# Keys are named by them, and the source of Latin letters has none.
ARROWS = range(0x2190, 0x2194)
# One source a script; Latin within their lines is taken from Letters Sans.
SCRIPTS = {
    "Devanagari": "bf99bf762743ff3259e73196852520ab0ffe8d384238bff3e4806a84b981e972",
    "Bengali": "dc9defe97bb041876b6609e9029d9e1e228a686259acde2fe2a9f99d793ee17d",
    "Ethiopic": "93f223089e300b983dbfd693c7be619e0e76565a70d639e71a4fe0bfd72cf66f",
    "Myanmar": "e0b280aa3080aab922800c88fa9a2015a4bec3103bb8b70491a92e4a04f3a3a3",
    "Thai": "13f52f79b04f01f2751a81052a5dee2df639fd4e13f4ac30821ab45c8dd5f7e7",
    "Khmer": "56f89948a84cc0b01962ed6af573ac4ac885bd7bb6e7e40f9afc72a435728b70",
    "Georgian": "42f4a8bf4fe0af8afd91ee3c19e81e14f1bc74ddbd9b6a59a4182f67a596adb4",
}
# A line of Arabic on the screen, above and below, in thousandths of the size. A regular one is as
# high as a Latin one. The hamza of a bold alif, which reaches 977, and the dots of a bold ya have
# no room in that; above is a little more since both numbers are rounded to whole rows of a screen.
HEIGHTS_ON_SCREEN = {"Regular": (941, 421), "Bold": (995, 464)}
# Says that what draws on a screen takes the height of a line from the typographic numbers.
USE_TYPO_METRICS = 0x80

FAMILIES = (
    # Of the other scripts some letters reach further than these numbers, and would be cut off.
    Family("Letters Sans", SANS, LATIN_AND_CYRILLIC, signs=SYMBOLS, even_lines=True),
    # This source has Latin inside, so a mixed line keeps one look.
    Family("Letters Arabic", ARABIC, screen_cut=True),
    *(
        Family(
            f"Letters {script}",
            Source("manimgx-fonts", f"manimgx_fonts/NotoSans{script}[wght].ttf", sha256),
        )
        for script, sha256 in SCRIPTS.items()
    ),
)

# What building gives, one "<sha256>  <name>" a line.
RESULTS = {
    name: sha256
    for sha256, name in (
        line.split("  ")
        for line in Path(__file__).with_suffix(".sha256").read_text("utf-8").splitlines()
    )
}


class FontsDiffer(Exception):
    """A source or a result is not the pinned one; carries its name."""


def main() -> int:
    """Build what is missing and return the exit status."""
    if not up_to_date():
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, content in build():
            (FOLDER / name).write_bytes(content)
    return 0


def up_to_date() -> bool:
    """Return whether every font is there with its pinned hash."""
    return all(
        (FOLDER / name).is_file() and _sha256((FOLDER / name).read_bytes()) == expected
        for name, expected in RESULTS.items()
    )


def build() -> Iterator[tuple[str, bytes]]:
    """Yield every file of the fonts folder, each checked against its pinned hash."""
    lines = ["Built by packaging/fonts.py; licence: OFL.txt; of the icons MIT.txt", ""]
    families = [family for family in FAMILIES for _ in WEIGHTS]
    styles = [style for _ in FAMILIES for style in WEIGHTS]
    # A font is a tree of so many parts that to look for rings in it takes a quarter of the time.
    with ProcessPoolExecutor(initializer=gc.disable) as each:
        for family, cuts in zip(families, each.map(_cuts, families, styles), strict=True):
            for name, content in cuts:
                sources = filter(None, (family.source, family.signs))
                lines.append(f"{name}  {'; '.join(map(_provenance, sources))}")
                yield name, _checked(name, content)
    for source, name, content in _icons():
        lines.append(f"{name}  {_provenance(source)}")
        yield name, _checked(name, content)
    yield "OFL.txt", _checked("OFL.txt", _licence())
    yield "MIT.txt", _checked("MIT.txt", _licence_of_icons())
    yield "SOURCES.txt", _checked("SOURCES.txt", ("\n".join(lines) + "\n").encode())


def _icons() -> Iterator[tuple[Source, str, bytes]]:
    """Yield the font of the icons, and by what sign it shows each: a name and a code a line."""
    known = json.loads(_content(ICON_CODES))
    wished = ICON_NAMES.read_text("utf-8").split()
    codes = {
        name: int(known[name], 16)
        for word in wished
        for name in (word, f"{word}-fill")
        if name in known
    }
    if missing := [word for word in wished if word not in codes]:
        raise FontsDiffer(missing[0])
    font = _kept(ICONS, codes.values())
    _rename(font, "Letters Icons", "Regular")
    yield ICONS, _file_name("Letters Icons", "Regular"), _bytes_of(font)
    lines = "".join(f"{name} {code:x}\n" for name, code in codes.items())
    yield ICON_CODES, "icons.txt", lines.encode()


def _cuts(family: Family, style: str) -> list[tuple[str, bytes]]:
    font = _static(family.source, WEIGHTS[style], _characters(family))
    if family.signs:
        _take_signs(font, _static(family.signs, WEIGHTS[style], ARROWS))
    _rename(font, family.name, style)
    if family.even_lines:
        font["OS/2"].fsSelection |= USE_TYPO_METRICS
    cuts = [(_file_name(family.name, style), _bytes_of(font))]
    if family.screen_cut:
        _take_height(font, *HEIGHTS_ON_SCREEN[style])
        _rename(font, f"{family.name} Screen", style)
        cuts.append((_file_name(f"{family.name} Screen", style), _bytes_of(font)))
    return cuts


def _static(source: Source, weight: int, kept: Iterable[int] | None) -> TTFont:
    """Return a font at one weight, without hinting and with no other characters (None: all)."""
    font = _kept(source, kept)
    place = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": weight}
    return instantiateVariableFont(font, place, inplace=True)


def _kept(source: Source, kept: Iterable[int] | None) -> TTFont:
    font = _opened(source)
    options = Options()
    options.layout_features = ["*"]
    options.name_IDs = [0, 5, 13, 14]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.drop_tables += ["STAT", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(font.getBestCmap()) if kept is None else kept)
    subsetter.subset(font)
    return font


def _characters(family: Family) -> list[int] | None:
    if family.kept is None:
        return None
    return [code for part in family.kept for code in part]


def _take_signs(font: TTFont, signs: TTFont) -> None:
    """Put the signs of another font behind the letters of one drawn to the same size."""
    if font["head"].unitsPerEm != signs["head"].unitsPerEm:
        raise FontsDiffer(SYMBOLS.path)
    for code, drawn in sorted(signs.getBestCmap().items()):
        name = f"sign{code:04x}"
        font["glyf"][name] = signs["glyf"][drawn]
        font["hmtx"][name] = signs["hmtx"][drawn]
        for table in font["cmap"].tables:
            table.cmap[code] = name


def _rename(font: TTFont, family: str, style: str) -> None:
    names = {
        1: family,
        2: style,
        3: f"{family} {style}",
        4: f"{family} {style}",
        6: f"{family.replace(' ', '')}-{style}",
    }
    for number, text in names.items():
        font["name"].setName(text, number, WINDOWS, UNICODE_BMP, ENGLISH)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = WEIGHTS[style]
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0


def _take_height(font: TTFont, above: int, below: int) -> None:
    """Give a font another line height: with that of the Latin one rows of a window stay even."""
    for table, fields in {
        "hhea": {"ascent": above, "descent": -below},
        "OS/2": {"sTypoAscender": above, "sTypoDescender": -below}
        | {"usWinAscent": above, "usWinDescent": below, "sTypoLineGap": 0},
    }.items():
        for field, units in fields.items():
            setattr(font[table], field, units)
    font["hhea"].lineGap = 0


def _opened(source: Source) -> TTFont:
    return TTFont(io.BytesIO(_content(source)), recalcTimestamp=False)


def _bytes_of(font: TTFont) -> bytes:
    font["head"].created = font["head"].modified = NO_CLOCK
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _licence() -> bytes:
    """Return the licence text under the copyright lines of every source."""
    sources = [one for family in FAMILIES for one in (family.source, family.signs) if one]
    heads: dict[str, Any] = {str(_opened(one)["name"].getDebugName(0)): None for one in sources}
    body = _content(LICENCE).decode().split("\n", 1)[1]
    return ("\n".join(heads) + "\n" + body).encode()


def _licence_of_icons() -> bytes:
    """Return the words of the MIT licence under the copyright line of the icons."""
    words = HOUSE_LICENCE.read_text("utf-8")
    return re.sub(r"(?m)^Copyright .*$", ICONS_RIGHTS, words).encode()


def _content(source: Source) -> bytes:
    path = Path(str(distribution(source.package).locate_file(source.path)))
    content = path.read_bytes()
    if _sha256(content) != source.sha256:
        raise FontsDiffer(source.path)
    return content


def _checked(name: str, content: bytes) -> bytes:
    if _sha256(content) != RESULTS[name]:
        raise FontsDiffer(name)
    return content


def _provenance(source: Source) -> str:
    version = distribution(source.package).version
    return f"{source.package} {version}  {Path(source.path).name}  sha256 {source.sha256}"


def _file_name(family: str, style: str) -> str:
    return f"{family.replace(' ', '')}-{style}.ttf"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
