from __future__ import annotations

import ast
import importlib.util
import io
import json
import re
import sys
import unicodedata
from dataclasses import replace
from functools import cache

import pytest
import uharfbuzz as hb
import wording
from fontTools.ttLib import TTFont
from measure import HOUSE, sources

import texts
from desktop.look.looks import FAMILIES
from reports.faces import FONTS, Face, faces_for


def _builder():
    spec = importlib.util.spec_from_file_location("font_builder", HOUSE / "packaging" / "fonts.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BUILDER = _builder()
FILES = sorted(path.name for path in FONTS.glob("*.ttf"))


@cache
def font(name):
    return TTFont(io.BytesIO((FONTS / name).read_bytes()))


def height(name):
    table = font(name)["hhea"]
    return table.ascent, table.descent, table.lineGap


def test_every_font_is_there_with_its_pinned_hash():
    assert BUILDER.up_to_date()
    papers = {"OFL.txt", "MIT.txt", "SOURCES.txt", "icons.txt"}
    assert set(FILES) | papers == set(BUILDER.RESULTS)


def test_building_again_gives_the_same_licence_and_checks_each_result():
    assert BUILDER._licence() == (FONTS / "OFL.txt").read_bytes()
    assert BUILDER._licence_of_icons() == (FONTS / "MIT.txt").read_bytes()
    with pytest.raises(BUILDER.FontsDiffer, match=r"OFL\.txt"):
        BUILDER._checked("OFL.txt", b"something else")


def test_the_licence_of_the_icons_names_whose_they_are_and_nobody_else():
    ours = (HOUSE / "LICENSE").read_text("utf-8").splitlines()
    theirs = (FONTS / "MIT.txt").read_text("utf-8").splitlines()
    differing = [(one, other) for one, other in zip(ours, theirs, strict=True) if one != other]
    assert [other for _, other in differing] == [BUILDER.ICONS_RIGHTS]
    assert "Permission is hereby granted" in "\n".join(theirs)


def test_a_source_that_is_not_the_pinned_one_is_refused():
    with pytest.raises(BUILDER.FontsDiffer, match="NotoSans"):
        BUILDER._content(replace(BUILDER.SANS, sha256="0" * 64))


def test_a_missing_font_is_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(BUILDER, "FOLDER", tmp_path)
    assert not BUILDER.up_to_date()


@pytest.mark.parametrize("name", FILES)
def test_no_font_is_named_like_a_system_font_or_holds_a_time(name):
    one = font(name)
    family = one["name"].getDebugName(1)
    assert family.startswith("Letters ")
    assert one["name"].getDebugName(6) == name.removesuffix(".ttf")
    assert one["head"].created == one["head"].modified == BUILDER.NO_CLOCK
    assert one["OS/2"].fsType == 0
    assert "fvar" not in one


def test_every_icon_that_the_window_names_is_built_with_its_filled_one():
    known = json.loads(BUILDER._content(BUILDER.ICON_CODES))
    # Words of other things are among them: one icon too many is no harm, one missing is.
    named = {
        node.value
        for source in sources("desktop")
        for node in source.nodes
        if isinstance(node, ast.Constant) and node.value in known
    }
    assert BUILDER.ICON_NAMES.read_text("utf-8").split() == sorted(named)
    told = dict(line.split() for line in (FONTS / "icons.txt").read_text("utf-8").splitlines())
    filled = {f"{name}-fill" for name in named} & known.keys()
    assert told == {name: f"{int(known[name], 16):x}" for name in named | filled}
    drawn = font("LettersIcons-Regular.ttf").getBestCmap()
    assert set(drawn) == {int(code, 16) for code in told.values()}


def test_an_icon_that_nobody_drew_is_told_by_its_name(monkeypatch, tmp_path):
    (tmp_path / "icons.txt").write_text("key\nkeyy\n", "utf-8")
    monkeypatch.setattr(BUILDER, "ICON_NAMES", tmp_path / "icons.txt")
    with pytest.raises(BUILDER.FontsDiffer, match="keyy"):
        list(BUILDER._icons())


@pytest.mark.parametrize("name", [one for one in FILES if "Sans" in one or "Arabic" in one])
def test_the_fonts_of_the_window_have_latin_letters_and_digits_inside(name):
    assert set(map(ord, "AZaz09+-.,:()")) <= set(font(name).getBestCmap())


def on_screen(name):
    """Return how far a line reaches above and below, as what draws in a window takes it."""
    table = font(name)["OS/2"]
    if table.fsSelection & BUILDER.USE_TYPO_METRICS:
        return table.sTypoAscender, -table.sTypoDescender
    return table.usWinAscent, table.usWinDescent


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_a_line_of_the_window_is_19_high_where_letters_are_14(style):
    assert sum(on_screen(f"LettersSans-{style}.ttf")) == 1362


def test_the_screen_cut_is_as_high_as_latin_and_the_text_cut_higher():
    latin = on_screen("LettersSans-Regular.ttf")
    assert sum(on_screen("LettersArabicScreen-Regular.ttf")) == sum(latin)
    assert sum(latin) < sum(on_screen("LettersArabicScreen-Bold.ttf")) < 1.08 * sum(latin)
    assert height("LettersArabic-Regular.ttf")[0] > height("LettersSans-Regular.ttf")[0]


def reached(name, words):
    """Return how far the letters of words reach above and below their line."""
    face = Face(FONTS / name)
    drawn = set()
    for word in words:
        written = hb.Buffer()
        written.add_str(word)
        written.guess_segment_properties()
        hb.shape(face.font, written)
        drawn |= {one.codepoint for one in written.glyph_infos}
    boxes = [face.font.get_glyph_extents(glyph) for glyph in drawn]
    above = max(box.y_bearing for box in boxes)
    return above, max(-box.y_bearing - box.height for box in boxes)


@pytest.mark.parametrize("style", ["Regular", "Bold"])
@pytest.mark.parametrize(
    ("language", "family"),
    [
        *[
            ("ar", "ArabicScreen"),
            ("bn", "Bengali"),
            ("en", "Sans"),
            ("fr", "Sans"),
            ("sw", "Sans"),
        ],
        *[("hi", "Devanagari"), ("km", "Khmer"), ("my", "Myanmar"), ("uk", "Sans")],
    ],
)
def test_no_letter_that_is_written_here_reaches_out_of_a_line_on_the_screen(
    language, family, style
):
    """As letters stand joined in words; marks of vowels are given room where they stand."""
    said = {w for e in wording.sentences(language) for s in wording.forms(e) for w in s.split()}
    name = f"Letters{family}-{style}.ttf"
    plain = {re.sub("[\u064b-\u0652]", "", word) for word in said}
    (above, below), (high, low) = on_screen(name), reached(name, plain)
    assert (high <= above, low <= below) == (True, True)


@pytest.mark.parametrize("language", sorted(texts.letter_languages()))
@pytest.mark.parametrize("bold", [False, True])
def test_every_sentence_of_a_language_can_be_printed(language, bold):
    drawable = set().union(*(face.covered for face in faces_for(language, bold=bold)))
    said = {c for entry in wording.sentences(language) for s in wording.forms(entry) for c in s}
    assert {one for one in said - drawable if one.isprintable()} == set()


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_no_sign_in_the_window_needs_a_font_of_the_machine(style):
    """Keys are named by arrows that stand in no sentence."""
    files = (f"{family.replace(' ', '')}-{style}.ttf" for family in FAMILIES)
    drawable = set().union(*(font(name).getBestCmap() for name in files))
    spelled = {
        one
        for source in sources("desktop")
        for node in source.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for one in node.value
    }
    signs = {one for one in spelled if unicodedata.category(one)[0] in "SP"}
    assert "↑" in signs
    assert {one for one in signs if ord(one) not in drawable} == set()


def test_the_font_of_a_language_comes_first():
    assert faces_for("ar", bold=False).own.name == "LettersArabic-Regular"
    assert faces_for("en", bold=True).own.name == "LettersSans-Bold"
