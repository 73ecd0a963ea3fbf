"""The four kinds of charts in both directions, beside the pictures that were looked at."""

from __future__ import annotations

import pypdfium2
import pytest
from charts import chart, paper
from measure import HOUSE
from PIL import Image, ImageChops, ImageFilter, ImageStat

from reports.chart import Kind

PICTURES = HOUSE / "docs" / "charts"
NAMES = [(kind, language) for kind in Kind for language in ("en", "ar")]
# Of 255: what another library of the same outlines may differ by, once it is blurred.
NEAR = 1.5
STEP = 17
# The lower part of each page is empty.
SHOWN = 0.78


def shown(kind, language):
    """Return the page of a chart without its foot, in as few steps of grey as are kept."""
    with pypdfium2.PdfDocument(paper([chart(kind, language)], language)) as document:
        page = document[0].render(scale=1.25).to_pil().convert("L")
    upper = page.crop((0, 0, page.width, round(page.height * SHOWN)))
    return upper.point(lambda grey: round(grey / STEP) * STEP)


def difference(one, other):
    """Return how far two pictures are apart: the root of the mean square, after a blur."""
    blurred = [picture.filter(ImageFilter.GaussianBlur(2)) for picture in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*blurred)).rms[0]


@pytest.mark.parametrize(("kind", "language"), NAMES)
def test_a_chart_looks_as_it_did_when_it_was_looked_at(kind, language):
    with Image.open(PICTURES / f"{kind}-{language}.png") as file:
        before = file.convert("L")
    now = shown(kind, language)
    assert before.size == now.size
    assert difference(before, now) < NEAR


def test_another_chart_or_one_that_moved_is_seen():
    grouped = shown(Kind.GROUPED, "en")
    assert difference(grouped, shown(Kind.STACKED, "en")) > 5 * NEAR
    assert difference(grouped, ImageChops.offset(grouped, 0, 4)) > 3 * NEAR


def test_the_pictures_tell_nothing_of_their_making():
    for kind, language in NAMES:
        with Image.open(PICTURES / f"{kind}-{language}.png") as file:
            assert file.info == {}
    assert len(list(PICTURES.glob("*.png"))) == len(NAMES)
