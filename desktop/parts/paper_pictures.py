"""Pages of a document as pictures, to be looked at or printed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOTS_PER_INCH: Final = 200
_POINTS_PER_INCH: Final = 72


def pictures(pdf: bytes, dots: float = _DOTS_PER_INCH) -> tuple[QImage, ...]:
    """Return the pages of a document as pictures; meant for the thread for paper."""
    return tuple(each_picture(pdf, dots))


def each_picture(pdf: bytes, dots: float) -> Iterator[QImage]:
    """Yield the pages of a document as pictures, each drawn when it is its turn."""
    document = import_module("pypdfium2").PdfDocument(pdf)
    try:
        for page in document:
            drawn = page.render(scale=dots / _POINTS_PER_INCH, rev_byteorder=True, prefer_bgrx=True)
            signs, kind = bytes(drawn.buffer), QImage.Format.Format_RGBX8888
            yield QImage(signs, drawn.width, drawn.height, drawn.stride, kind).copy()
    finally:
        document.close()
