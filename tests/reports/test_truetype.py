from __future__ import annotations

import io

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from PIL import ImageFont

from reports.embedding import DocumentFont
from reports.errors import TooManyGlyphs
from reports.faces import FONTS, faces_for
from reports.shaping import Cluster, shape
from reports.truetype import small_font

TEXTS = {"en": "Éé ẹ́ ọ̀ ﬁ b", "ar": "مُحَمَّدٌ لآ (ab) ٣"}


def clusters_of(text, language):
    faces = faces_for(language, bold=False)
    pieces = shape(text, faces, language, 1 if language == "ar" else 0)
    return [one for piece in pieces if piece.face is faces.own for one in piece.clusters]


def drawn(font, glyph):
    """Return the outline of a glyph as a set of contours, moves and all."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return sorted(map(repr, pen.value))


def moved(font, placed):
    """Return the outlines of some glyphs of a face, each moved to its place."""
    found = []
    for glyph, right, up in placed:
        pen = DecomposingRecordingPen(font.getGlyphSet())
        font.getGlyphSet()[font.getGlyphName(glyph)].draw(pen)
        found += [
            (name, tuple(None if at is None else (at[0] + right, at[1] + up) for at in points))
            for name, points in pen.value
        ]
    return sorted(map(repr, found))


def small(text, language):
    clusters = clusters_of(text, language)
    face = faces_for(language, bold=False).own
    return clusters, small_font(face, [(one.glyphs, one.advance) for one in clusters])


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_each_cluster_is_drawn_as_its_glyphs_are(language):
    clusters, data = small(TEXTS[language], language)
    made = TTFont(io.BytesIO(data))
    name = faces_for(language, bold=False).own.name
    source = TTFont(io.BytesIO((FONTS / f"{name}.ttf").read_bytes()))
    for place, cluster in enumerate(clusters, 1):
        assert drawn(made, made.getGlyphName(place)) == moved(source, cluster.glyphs)
        assert made["hmtx"][made.getGlyphName(place)][0] == max(0, cluster.advance)


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_other_readers_open_the_font(language):
    _, data = small(TEXTS[language], language)
    assert ImageFont.truetype(io.BytesIO(data), 20).size == 20
    checked = TTFont(io.BytesIO(data), checkChecksums=2)
    assert set(checked.reader.keys()) == {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
    tables = sorted(checked.reader.keys())
    assert all(checked[tag] is not None for tag in tables)


def test_the_whole_file_has_the_sum_that_the_format_asks_for():
    _, data = small(TEXTS["en"], "en")
    words = [int.from_bytes(data[at : at + 4]) for at in range(0, len(data), 4)]
    assert sum(words) & 0xFFFFFFFF == 0xB1B0AFBA


def test_a_font_holds_at_most_what_two_bytes_can_count():
    font = DocumentFont("L1", faces_for("en", bold=False).own)
    font.codes = {((), 0, str(number)): number for number in range(1, 0x10000)}
    with pytest.raises(TooManyGlyphs):
        font.written([Cluster(0, "one more", (), 0)])
