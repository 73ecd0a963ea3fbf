"""Every word on paper passes the one text layer, and every document the one way out."""

from __future__ import annotations

import ast

import pytest
from measure import PRODUCT, Source, sources

# Parts of the page engine that draw words without shaping or order.
FORBIDDEN_PARTS = {
    "Paragraph",
    "ParagraphAndImage",
    "Preformatted",
    "XPreformatted",
    "ListFlowable",
    "ListItem",
    "Table",
    "LongTable",
    "TableOfContents",
}
FORBIDDEN_CALLS = {
    "drawString",
    "drawRightString",
    "drawCentredString",
    "drawAlignedString",
    "drawText",
    "beginText",
    "stringWidth",
    "get_display",
}
FORBIDDEN_MODULES = (
    "reportlab.graphics",
    "reportlab.lib.pdfencrypt",
    "reportlab.platypus.paragraph",
    "reportlab.platypus.tables",
    "arabic_reshaper",
    "bidi",
    "rlbidi",
    "matplotlib",
)
# Only these may hand a document on; what others brought is cleaned where it comes in.
MAY_OPEN = {"reports/finish.py", "casework/files/cleaning_papers.py"}
# Draws no text: it only works out which places of the square of a slip are dark.
ALLOWED = "reportlab.graphics.barcode.qrencoder"
HANDS = {("pikepdf", name) for name in ("open", "new", "Pdf", "Encryption")}
CODE = sources(*PRODUCT)


def breaches(source):
    """Yield line and name of everything that goes around the text layer."""
    # A part may be reached through a module, under whatever name that was imported.
    reached = FORBIDDEN_CALLS
    if "reportlab" in source.text:
        reached = FORBIDDEN_CALLS | FORBIDDEN_PARTS | {"graphics"}
    for node in source.nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((node.lineno, name) for name in modules(node) if is_part(name))
        elif isinstance(node, ast.Attribute) and node.attr in reached:
            yield node.lineno, node.attr
        elif isinstance(node, ast.Call):
            yield from named_in_words(node)


def is_part(name):
    part = name.startswith("reportlab") and name.split(".")[-1] in FORBIDDEN_PARTS | {"*"}
    return part or is_forbidden(name)


def named_in_words(call):
    """Yield line and name of what is imported or taken by a string."""
    asked = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if asked not in {"import_module", "__import__", "getattr", "attrgetter", "methodcaller"}:
        return
    for said in call.args:
        if isinstance(said, ast.Constant) and isinstance(said.value, str):
            names = FORBIDDEN_CALLS | FORBIDDEN_PARTS
            if said.value in names or is_forbidden(said.value):
                yield call.lineno, said.value


def modules(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]


def is_forbidden(name):
    if name == ALLOWED or name.startswith(f"{ALLOWED}."):
        return False
    return any(name == module or name.startswith(f"{module}.") for module in FORBIDDEN_MODULES)


def packages(source):
    """Return the packages that a file imports."""
    return {
        name.split(".")[0]
        for node in source.nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in modules(node)
    }


def opens(source):
    """Return whether a file takes a document in its hands, which it must to save or protect it."""
    return "pikepdf" in source.text and any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in HANDS
        for node in source.nodes
    )


def test_words_are_drawn_by_the_text_layer_only():
    # On the screen Qt shapes words itself; its drawText is no way onto paper.
    paper = [source for source in CODE if not source.path.startswith("desktop/")]
    assert [f"{one.path}:{line} {name}" for one in paper for line, name in breaches(one)] == []


def test_only_paper_knows_the_page_engine():
    engine = {"reportlab", "pikepdf", "uharfbuzz", "icu4py", "fontTools"}
    others = [source for source in CODE if not source.path.startswith("reports/")]
    assert {source.path for source in others if packages(source) & engine} <= MAY_OPEN


def test_only_finish_lets_a_document_out():
    assert {source.path for source in CODE if opens(source)} == MAY_OPEN


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("from reportlab.platypus import Paragraph", "reportlab.platypus.Paragraph"),
        ("import reportlab.graphics.shapes", "reportlab.graphics.shapes"),
        ("from reportlab import graphics", "reportlab.graphics"),
        ("canvas.drawCentredString(1, 2, 'x')", "drawCentredString"),
        ("from bidi.algorithm import get_display", "bidi.algorithm"),
        ("from reportlab.platypus import Paragraph as Block", "reportlab.platypus.Paragraph"),
        ("import reportlab.platypus as engine\nengine.Paragraph", "Paragraph"),
        ("from reportlab import platypus as engine\nengine.flowables.ListFlowable", "ListFlowable"),
        ("from reportlab.platypus import *", "reportlab.platypus.*"),
        ("import reportlab as engine\nengine.graphics.shapes", "graphics"),
        (
            "from importlib import import_module\nimport_module('arabic_reshaper')",
            "arabic_reshaper",
        ),
        ("getattr(canvas, 'drawString')(1, 2, 'x')", "drawString"),
        ("draw = type(canvas).drawRightString", "drawRightString"),
    ],
)
def test_a_way_around_the_text_layer_is_seen(text, seen):
    assert seen in {name for _, name in breaches(Source("reports/planted.py", text))}


def test_a_second_way_out_is_seen():
    assert opens(Source("reports/planted.py", "import pikepdf\npikepdf.open(x).save(y)"))
    assert not opens(Source("db/planted.py", "import zipfile\nzipfile.open(y)"))
