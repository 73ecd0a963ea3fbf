"""Series are told apart on a printer that has no colours, and by eyes that see none."""

from __future__ import annotations

import io
from itertools import combinations

import pypdfium2
import pytest
from charts import chart, paper
from PIL import ImageChops, ImageStat
from reportlab.pdfgen.canvas import Canvas

from reports.chart import MOST_SERIES, Kind
from reports.chart_ink import draw_shape
from reports.chart_shapes import Bar, Marker, Rule
from reports.paper import Paper

DOTS_PER_POINT = 300 / 72
# Of 255: two fills of one printer that nobody would take for each other.
APART = 30


def printed(shape, size):
    """Return one shape as a printer of 300 dots an inch would have it, in grey."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=size)
    draw_shape(canvas, Paper("en"), shape)
    canvas.save()
    with pypdfium2.PdfDocument(written.getvalue()) as document:
        return document[0].render(scale=DOTS_PER_POINT).to_pil().convert("L")


def fill(look, high=8.4):
    return printed(Bar(2, 2, 36, high, look), (40, high + 4))


def mark(look):
    return printed(Marker(6, 6, look), (12, 12))


def stroke(look):
    return printed(Rule(2, 4, 42, 4, 0.2, 1.1, look), (44, 8))


def apart(one, other):
    """Return how much two pictures differ, from 0 to 255."""
    return ImageStat.Stat(ImageChops.difference(one, other)).rms[0]


@pytest.mark.parametrize("drawn", [fill, mark, stroke])
def test_every_two_series_differ_in_grey(drawn):
    pictures = [drawn(look) for look in range(MOST_SERIES)]
    for one, other in combinations(pictures, 2):
        assert apart(one, other) > APART


@pytest.mark.parametrize("drawn", [fill, mark, stroke])
def test_every_two_series_differ_where_there_is_only_black(drawn):
    pictures = [drawn(look).convert("1").convert("L") for look in range(MOST_SERIES)]
    for one, other in combinations(pictures, 2):
        assert apart(one, other) > APART


@pytest.mark.parametrize("look", range(2, MOST_SERIES))
def test_a_hatch_is_seen_in_the_key_of_a_legend_too(look):
    assert apart(fill(look, 7.5), fill(0, 7.5)) > APART
    lowest, highest = fill(look, 7.5).crop((20, 20, 120, 35)).getextrema()
    assert lowest < 80
    assert highest > 230


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_of_a_chart_is_in_colour(kind):
    with pypdfium2.PdfDocument(paper([chart(kind, series=3)])) as document:
        shown = document[0].render(scale=1).to_pil().convert("RGB")
    red, green, blue = shown.split()
    assert ImageChops.difference(red, green).getbbox() is None
    assert ImageChops.difference(green, blue).getbbox() is None
