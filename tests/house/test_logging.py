"""Nothing personal reaches a log, a terminal or a statement: one file may log, none may print."""

from __future__ import annotations

import ast
import re

import pytest
from measure import PRODUCT, Source, outside, sources

STATEMENT = re.compile(
    r"\s*(?:select|insert|update|delete|create|drop|alter|replace|with|attach)\s", re.IGNORECASE
)
EXPLAINED = re.compile(r"# noqa: S608\W+\w+")  # counted in test_names
MAY_LOG = {"desktop/events.py"}
MAY_PRINT = re.compile(r"desktop/(?:\w+/)*\w+\.py")  # headless verbs answer on the terminal


def interpolated_statements(source):
    """Yield where a value is written into the text of a statement without saying why."""
    lines = source.text.splitlines()
    for node in source.nodes:
        text = _opening_of_built_text(node)
        if text and STATEMENT.match(text) and not EXPLAINED.search(lines[node.end_lineno - 1]):
            yield f"{source.path}:{node.lineno}"


def _opening_of_built_text(node):
    if isinstance(node, ast.JoinedStr) and any(
        isinstance(part, ast.FormattedValue) for part in node.values
    ):
        return _constant(node.values[0])
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        return _constant(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _constant(node.func.value) if node.func.attr == "format" else ""
    return ""


def _constant(node):
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else ""


def printed(source):
    """Yield where a file prints."""
    for node in source.nodes:
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id in {"print", "pprint", "breakpoint"}:
            yield f"{source.path}:{node.lineno}"


def logs(source):
    return bool(outside(source) & {"logging", "warnings", "syslog"})


CODE = sources(*PRODUCT)


def test_no_value_is_written_into_a_statement():
    assert [place for source in CODE for place in interpolated_statements(source)] == []


def test_only_one_file_logs():
    assert [source.path for source in CODE if logs(source) and source.path not in MAY_LOG] == []


def test_nothing_below_the_verbs_prints():
    quiet = (source for source in CODE if not MAY_PRINT.fullmatch(source.path))
    assert [place for source in quiet for place in printed(source)] == []


@pytest.mark.parametrize(
    "planted",
    [
        'run(f"SELECT name FROM {table}")',
        'run("insert into t values (%s)" % value)',
        'run("delete from t where a=" + value)  # noqa: S608',
        'run("UPDATE t SET a={}".format(value))',
        'run(f"""\n  with x as (select {a}) ...""")',
    ],
)
def test_a_built_statement_is_seen(planted):
    assert list(interpolated_statements(Source("db/planted.py", planted))) == ["db/planted.py:1"]


@pytest.mark.parametrize(
    "clean",
    [
        'run("SELECT name FROM t WHERE a=?", (a,))',
        'say(f"selected {n}")',
        'f"SELECT 1"',
        'q = f"SELECT {COLUMNS} FROM t"  # noqa: S608 - the columns are our own constant',
    ],
)
def test_a_fixed_statement_is_left_alone(clean):
    assert list(interpolated_statements(Source("db/planted.py", clean))) == []


def test_a_print_and_a_logger_are_seen():
    planted = Source("db/planted.py", "import logging\ndef f(x):\n    print(x)\n")
    assert list(printed(planted)) == ["db/planted.py:3"]
    assert logs(planted)
    assert not logs(Source("db/planted.py", "from texts import say\n"))
