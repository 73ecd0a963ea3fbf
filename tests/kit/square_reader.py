"""Read the small square of a slip as a telephone would: from its picture to its words."""

from __future__ import annotations

import pypdfium2

SIDE = 21
SCALE = 8
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_ALPHANUMERIC = 0b0010
_FORMAT_MASK = 0b101010000010010
_DATA_CODEWORDS = 16
_MASKS = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _column: row % 2 == 0,
    lambda _row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def read_square(pdf, box, page=0):
    """Return the words in the square that stands in a box of a page, given in points."""
    left, low, right, high = box
    shown = pypdfium2.PdfDocument(pdf)[page]
    image = shown.render(scale=SCALE).to_pil().convert("L")
    top = (shown.get_height() - high) * SCALE
    step = (right - left) * SCALE / SIDE
    assert abs((high - low) * SCALE / SIDE - step) < 0.1
    middles = [(at + 0.5) * step for at in range(SIDE)]
    dark = [
        [image.getpixel((int(left * SCALE + across), int(top + down))) < 128 for across in middles]
        for down in middles
    ]
    return words_of(dark)


def words_of(dark):
    """Return the words of a square of version 1 and level M, none of it worn off."""
    first = [
        *((8, n) for n in range(6)),
        (8, 7),
        (8, 8),
        (7, 8),
        *((n, 8) for n in range(5, -1, -1)),
    ]
    kind = int("".join("01"[dark[row][column]] for row, column in first), 2) ^ _FORMAT_MASK
    assert kind >> 13 == 0  # level M
    mask = _MASKS[kind >> 10 & 0b111]
    bits = "".join("01"[dark[row][column] != mask(row, column)] for row, column in _path())
    bits = bits[: 8 * _DATA_CODEWORDS]
    assert int(bits[:4], 2) == _ALPHANUMERIC
    count, at, words = int(bits[4:13], 2), 13, ""
    while len(words) < count:
        wide = 11 if count - len(words) > 1 else 6
        value = int(bits[at : at + wide], 2)
        words += _LETTERS[value // 45] + _LETTERS[value % 45] if wide == 11 else _LETTERS[value]
        at += wide
    ended = bits[at : at + 4]
    assert set(ended) <= {"0"}  # nothing follows the words but what fills up
    rest = bits[-(-(at + len(ended)) // 8) * 8 :]
    filled = ["11101100", "00010001"] * _DATA_CODEWORDS
    assert rest == "".join(filled)[: len(rest)]
    return words


def _path():
    """Yield the places of the data, two columns at a time from the right, up and down in turn."""
    up, column = True, SIDE - 1
    while column > 0:
        if column == 6:  # the dotted line that tells the size
            column -= 1
        for row in range(SIDE - 1, -1, -1) if up else range(SIDE):
            for at in (column, column - 1):
                if not _fixed(row, at):
                    yield row, at
        up, column = not up, column - 2


def _fixed(row, column):
    corners = (row < 9 and column < 9) or (row < 9 and column > 12) or (row > 12 and column < 9)
    return corners or 6 in {row, column}
