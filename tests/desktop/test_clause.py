"""The icon before a few words stands in the middle of their first line, in every script."""

from __future__ import annotations

import pytest

from desktop.app import application
from desktop.look import Look, look, use
from desktop.parts.clause import Clause

# Letters of some scripts reach further up and down than Latin ones.
SAID = {
    "en": "No calls",
    "am": "ኢትዮጵያ",
    "bn": "স্ত্রী র্কি",
    "hi": "हिन्दी र्कों ट्रू",
    "km": "ខ្ញុំស្រី ស្ត្រី",
    "my": "ခ့်ကြွီး မြန်မာ",
    "th": "ที่ปู่ฐู ผู้",
}
SIDE = 16
_INK = 200


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("words", SAID.values(), ids=SAID)
def test_the_icon_stands_in_the_middle_of_the_first_line(words, scale):
    application()
    use(Look(scale=scale))
    one = Clause(words, "square-fill")
    high = one.heightForWidth(one.sizeHint().width())
    assert high < 2 * one.sizeHint().height()
    one.resize(one.sizeHint().width(), high)
    seen = one.grab().toImage()
    across = range(look().px(SIDE))
    inked = [
        y for y in range(high) if any(seen.pixelColor(x, y).lightness() < _INK for x in across)
    ]
    use(Look())
    assert (inked[0] + inked[-1] + 1) / 2 == pytest.approx(high / 2, abs=1.5)
