"""Measure code: what the house tests forbid and the score sheet counts."""

from __future__ import annotations

import ast
import io
import math
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tokenize import COMMENT, generate_tokens
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HOUSE = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("desktop", "reports", "sync", "db", "casework", "forms", "texts", "ledger")
MARK = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b(?P<rest>.*)")
EXPLAINED = re.compile(r"(?:: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*|\[[a-z-]+(?:, ?[a-z-]+)*\])\W+\w+")
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
BRANCHES = ast.If | ast.For | ast.AsyncFor | ast.While | ast.ExceptHandler | ast.match_case


@dataclass(frozen=True)
class Source:
    """One Python file: where it is and what it says."""

    path: str
    text: str

    @property
    def module(self) -> str:
        """Return the name it is imported by."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def tree(self) -> ast.Module:
        """Return its syntax."""
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Return all of its syntax, one after the other: many ask for it."""
        return list(ast.walk(self.tree))

    @property
    def lines(self) -> int:
        """Return its length."""
        return len(self.text.splitlines())

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Return every function and method, nested ones too."""
        return [node for node in self.nodes if isinstance(node, FUNCTION)]

    @cached_property
    def classes(self) -> list[ast.ClassDef]:
        """Return every class."""
        return [node for node in self.nodes if isinstance(node, ast.ClassDef)]


def sources(*folders: str, house: Path = HOUSE) -> list[Source]:
    """Return the Python files of some folders of the house, by path."""
    found = (path for folder in folders for path in (house / folder).rglob("*.py"))
    return [
        _source(path.relative_to(house).as_posix(), path.read_text("utf-8"))
        for path in sorted(found)
        if "__pycache__" not in path.parts
    ]


@cache
def _source(path: str, text: str) -> Source:
    """Return a file that was read before with its syntax, which costs the most."""
    return Source(path, text)


def forget() -> None:
    """Keep no syntax any more: half a million things, which all have to be looked through."""
    _source.cache_clear()


def length(node: ast.stmt) -> int:
    """Return how many lines a function or class has, its decorators left out."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def branches(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the ways through a function, nested functions included."""
    return 1 + sum(isinstance(node, BRANCHES) for node in ast.walk(function))


def methods(one: ast.ClassDef) -> int:
    """Return how many methods a class has of its own."""
    return sum(isinstance(node, FUNCTION) for node in one.body)


def percentile(numbers: Iterable[int], share: float) -> int:
    """Return the number that this share of all numbers does not exceed."""
    ordered = sorted(numbers)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0


def imports(source: Source, ours: frozenset[str]) -> set[str]:
    """Return which modules of ours a file imports, inside functions too."""
    named: set[str] = set()
    for node in source.nodes:
        if isinstance(node, ast.Import):
            named.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            named.update(inner & ours or {node.module})
            if not inner <= ours:
                named.add(node.module)
    return (named & ours) - {source.module}


def outside(source: Source) -> set[str]:
    """Return the top-level names of everything a file imports."""
    named: set[str] = set()
    for node in source.nodes:
        if isinstance(node, ast.Import):
            named.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            named.add(node.module.split(".")[0])
    return named


def cycles(files: Sequence[Source]) -> list[list[str]]:
    """Return every group of modules that import each other in a ring."""
    ours = frozenset(source.module for source in files)
    reach = {source.module: imports(source, ours) for source in files}
    grown = True
    while grown:
        grown = False
        for module, known in reach.items():
            further = known.union(*(reach[other] for other in known))
            grown = grown or further != known
            reach[module] = further
    rings = {
        tuple(sorted(other for other in reach[module] if module in reach[other]))
        for module in reach
        if module in reach[module]
    }
    return sorted(map(list, rings))


def duplicates(files: Sequence[Source], at_least: int = 6) -> list[tuple[str, str]]:
    """Return the places, as path:line pairs, where the same passage of code stands twice."""
    seen: dict[tuple[str, ...], tuple[str, int]] = {}
    found: list[tuple[str, str]] = []
    for source in files:
        code = list(_code_lines(source))
        last_end = -1
        for start in range(len(code) - at_least + 1):
            passage = tuple(text for _, text in code[start : start + at_least])
            first = seen.setdefault(passage, (source.path, code[start][0]))
            if first != (source.path, code[start][0]) and start > last_end:
                found.append((f"{first[0]}:{first[1]}", f"{source.path}:{code[start][0]}"))
                last_end = start + at_least
    return found


def _code_lines(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the lines that do something: no blanks, comments, imports or docstrings."""
    silent: set[int] = set()
    for node in source.nodes:
        if _is_docstring(node) or isinstance(node, ast.Import | ast.ImportFrom):
            silent.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    for number, line in enumerate(source.text.splitlines(), 1):
        text = line.strip()
        if number not in silent and any(map(str.isalnum, text)) and not text.startswith("#"):
            yield number, text


def _is_docstring(node: ast.AST) -> TypeGuard[ast.Expr]:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def exceptions(source: Source) -> Iterator[tuple[str, bool]]:
    """Yield the place of each rule switched off, and whether its code and reason stand there."""
    # Most have none at all, and to find out what is a comment takes long.
    lines = io.StringIO(source.text if MARK.search(source.text) else "")
    for token in generate_tokens(lines.readline):
        mark = MARK.search(token.string) if token.type == COMMENT else None
        if mark:
            explained = EXPLAINED.match(mark["rest"]) is not None
            yield f"{source.path}:{token.start[0]}", explained


def documented(files: Sequence[Source]) -> tuple[float, float, float]:
    """Return the shares of modules, classes and public functions with a docstring, in %."""
    functions = [
        node for source in files for node in _public(source.tree) if isinstance(node, FUNCTION)
    ]
    classes = [node for source in files for node in source.classes]
    return (
        _share(ast.get_docstring(source.tree) for source in files if source.text.strip()),
        _share(map(ast.get_docstring, classes)),
        _share(map(ast.get_docstring, functions)),
    )


def annotated(files: Sequence[Source]) -> float:
    """Return the share of functions with a type for every argument and the result, in %."""
    return _share(_is_annotated(node) for source in files for node in source.functions)


def _public(scope: ast.Module | ast.ClassDef) -> Iterator[ast.stmt]:
    """Yield what a reader from outside may call: no underscore, nothing inside a function."""
    for node in scope.body:
        if isinstance(node, FUNCTION | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def _is_annotated(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    named += [one for one in (given.vararg, given.kwarg) if one]
    typed = all(one.annotation or one.arg in {"self", "cls"} for one in named)
    return typed and function.returns is not None


def _share(found: Iterable[object]) -> float:
    answers = [bool(one) for one in found]
    return 100.0 * sum(answers) / len(answers) if answers else 100.0
