"""The order of the Unicode standard as ICU works it out: its library lies beside icu4py."""

from __future__ import annotations

import ctypes
import re
from functools import cache
from pathlib import Path

import icu4py

FIRST_STRONG = 0xFE
PLACES = ("icu4py.libs/libicuuc*", "icu4py/.dylibs/libicuuc*", "icu4py.libs/icuuc*")


@cache
def library():
    """Return ICU and the number its functions end in, None where it was built into icu4py."""
    folder = Path(icu4py.__file__).parent.parent
    for file in (file for place in PLACES for file in folder.glob(place)):
        loaded = ctypes.CDLL(str(file))
        for number in map(int, re.findall(r"\d\d+", file.name)):
            if hasattr(loaded, f"ubidi_open_{number}"):
                getattr(loaded, f"ubidi_open_{number}").restype = ctypes.c_void_p
                given = getattr(loaded, f"ubidi_getLevels_{number}")
                given.restype = ctypes.POINTER(ctypes.c_uint8)
                return loaded, number
    return None


def levels(text, base):
    """Return the level that ICU gives each character; base None: the first strong one decides."""
    loaded, number = library()

    def call(name, *arguments):
        return getattr(loaded, f"ubidi_{name}_{number}")(*arguments)

    units = text.encode("utf-16-le")
    length, failed = len(units) // 2, ctypes.c_int(0)
    work = ctypes.c_void_p(call("open"))
    try:
        level = ctypes.c_uint8(FIRST_STRONG if base is None else base)
        call("setPara", work, units, length, level, None, ctypes.byref(failed))
        given = call("getLevels", work, ctypes.byref(failed))
        assert failed.value <= 0
        return [given[at] for at in _starts(text)]
    finally:
        call("close", work)


def _starts(text):
    at = 0
    for character in text:
        yield at
        at += 2 if ord(character) > 0xFFFF else 1
