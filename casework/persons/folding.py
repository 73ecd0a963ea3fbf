"""The folded copy of a text: what two spellings of one name have in common, in many scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from texts.sorting import sort_key

# Letters that no decomposition reduces to what people type instead of them.
_LATIN: Final = {
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ı": "i",
    "ŋ": "ng",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ɓ": "b",
    "ɗ": "d",
    "ɛ": "e",
    "ɔ": "o",
    "ƴ": "y",
    "ƙ": "k",
    "ʼ": "",
    "ʻ": "",
    "'": "",
    "\N{RIGHT SINGLE QUOTATION MARK}": "",
    "\N{LEFT SINGLE QUOTATION MARK}": "",
}

# Hamza carriers lose their hamza by decomposition; what is left is one letter, several forms.
_ARABIC: Final = {
    "ء": "",
    "ٱ": "ا",
    "ٲ": "ا",
    "ٳ": "ا",
    "ة": "ه",
    "ۃ": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ے": "ي",
    "ک": "ك",
    "ڪ": "ك",
    "گ": "ك",
    "ں": "ن",
    "پ": "ب",
    "چ": "ج",
    "ڤ": "ف",
    "\N{ARABIC TATWEEL}": "",
}

_DEVANAGARI: Final = 0x900
_BENGALI: Final = 0x980
_INDIC_BLOCKS: Final = (_DEVANAGARI, _BENGALI, 0xA00, 0xA80, 0xB00)
# Offsets within a block: the northern scripts share one layout.
_SHORTENED: Final = {0x08: 0x07, 0x0A: 0x09, 0x40: 0x3F, 0x42: 0x41}
_NUKTA: Final = 0x3C
_CANDRABINDU: Final = 0x01
_ANUSVARA: Final = 0x02
_DROPPED: Final = (0x03, _NUKTA, 0x3D)
_VOCALIC_R: Final = {0x0B: (0x30, 0x3F), 0x43: (0x4D, 0x30, 0x3F)}

_HINDI: Final = {"ष": "श"}
_BANGLA: Final = {"ণ": "ন", "ষ": "শ", "স": "শ", "য": "জ", "ৎ": "ত", "ঙ": "ং"}

# Rows of the syllabary that Amharic reads alike: from, to, how many orders.
_ETHIOPIC_ROWS: Final = (
    (0x1210, 0x1200, 7),
    (0x1280, 0x1200, 7),
    (0x12B8, 0x1200, 7),
    (0x1220, 0x1230, 8),
    (0x12D0, 0x12A0, 7),
    (0x1340, 0x1338, 7),
)
# In the rows of h and of the glottal stop the first and the fourth order sound alike too.
_FOURTH: Final = {0x1203: 0x1200, 0x12A3: 0x12A0}

_MARKS: Final = (
    (0x0300, 0x0370),
    (0x0591, 0x05C8),
    (0x0610, 0x061B),
    (0x064B, 0x0660),
    (0x0670, 0x0671),
    (0x06D6, 0x06DD),
    (0x06DF, 0x06E9),
    (0x06EA, 0x06EE),
    (0x08D3, 0x0900),
    (0x1AB0, 0x1B00),
    (0x1DC0, 0x1E00),
    (0x20D0, 0x2100),
)


def _indic(block: int) -> dict[int, str]:
    table = {block + long: chr(block + short) for long, short in _SHORTENED.items()}
    table |= {block + offset: "" for offset in _DROPPED}
    table |= {
        block + offset: "".join(chr(block + part) for part in parts)
        for offset, parts in _VOCALIC_R.items()
    }
    nasal = "" if block == _BENGALI else chr(block + _ANUSVARA)
    return table | {block + _CANDRABINDU: nasal}


def _ethiopic() -> dict[int, str]:
    table = {
        origin + order: chr(_FOURTH.get(target + order, target + order))
        for origin, target, orders in _ETHIOPIC_ROWS
        for order in range(orders)
    }
    return table | {fourth: chr(first) for fourth, first in _FOURTH.items()}


class _Folds(dict[int, str]):
    """What becomes of each letter; digits and invisible signs are found out when first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        category = unicodedata.category(letter)
        digit = str(unicodedata.decimal(letter)) if category == "Nd" else letter
        self[code] = "" if category == "Cf" else digit
        return self[code]


@cache
def _folds() -> _Folds:
    table = _Folds({code: "" for low, high in _MARKS for code in range(low, high)})
    for block in _INDIC_BLOCKS:
        table |= _indic(block)
    for letters in (_LATIN, _ARABIC, _HINDI, _BANGLA):
        table |= {ord(letter): fold for letter, fold in letters.items()}
    table |= _ethiopic()
    return table


# A nasal that takes the place of the next consonant is written either way: हिन्दी, हिंदी.
_NASAL: Final = re.compile("[ङञणनम]्(?=[क-ह])|[ঙঞণনম]্(?=[ক-হ])")
_SILENT: Final = re.compile(r"[्্](?!\w)")
_INSIDE: Final = frozenset({"Co", "Mn", "Mc"})


def fold(text: str) -> str:
    """Return what all spellings of a text share: no case, accents, variants, other digits."""
    if text.isascii():
        return text.casefold().replace("'", "")
    # Letters in fancy dress show their case only once they are taken apart.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    apart = _NASAL.sub(lambda found: "ं" if found[0][0] < "ঀ" else "ং", apart)
    return unicodedata.normalize("NFC", _SILENT.sub("", apart.translate(_folds())))


def found_as(text: str) -> str:
    """Return by which letters a text is found in a list, however somebody spells what she seeks."""
    return sort_key(fold(text))


def words(text: str) -> list[str]:
    """Return the folded words of a text, cut where the index cuts them."""
    return "".join(letter if _is_part(letter) else " " for letter in fold(text)).split()


def _is_part(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category in _INSIDE or category[0] in "LN"
