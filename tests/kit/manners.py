"""Find the habits that the score sheet counts; each finder yields lines of one file."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measure import Source

UNFINISHED = re.compile(r"#.*\b(?:TO[D]O|FIX[M]E|X[X]X)\b")
GRANTS_IN_SQL = re.compile(
    r"\b(?:from|join)\s+\W?(?:main\.)?consent_(?:grant|event)\b", re.IGNORECASE
)
STANDING = {"given_at", "valid_from"}
MOCKS = {"Mock", "MagicMock", "AsyncMock", "patch", "mocker", "create_autospec"}


def decides_consent(source: Source) -> bool:
    """Return whether a file works out by itself if a grant stands, in SQL or by its dates."""
    return any(_asks_in_sql(node) or _compares_dates(node) for node in source.nodes)


def _asks_in_sql(node: ast.AST) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and GRANTS_IN_SQL.search(text) is not None


def _compares_dates(node: ast.AST) -> bool:
    sides = (node.left, *node.comparators) if isinstance(node, ast.Compare) else ()
    return any(isinstance(one, ast.Attribute) and one.attr in STANDING for one in sides)


def broad_excepts(source: Source) -> Iterator[int]:
    """Yield the lines that catch everything."""
    for node in source.nodes:
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type):
            yield node.lineno


def _is_broad(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    broad = {"Exception", "BaseException"}
    return any(one is None or (isinstance(one, ast.Name) and one.id in broad) for one in names)


def star_imports(source: Source) -> Iterator[int]:
    """Yield the lines that import without saying what."""
    for node in source.nodes:
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            yield node.lineno


def unfinished(source: Source) -> Iterator[int]:
    """Yield the lines that promise to be finished later."""
    lines = enumerate(source.text.splitlines(), 1)
    return (number for number, line in lines if UNFINISHED.search(line))


def mocked(source: Source) -> Iterator[int]:
    """Yield the lines that put something else in the place of a part of ours."""
    for node in source.nodes:
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.split(".")[-1] in MOCKS or called == "monkeypatch.setattr":
                yield node.lineno
