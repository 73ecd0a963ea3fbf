"""Files, functions and classes stay small, and no module imports itself in a ring."""

from __future__ import annotations

import pytest
from measure import (
    PRODUCT,
    Source,
    branches,
    cycles,
    duplicates,
    length,
    methods,
    percentile,
    sources,
)

FILE, FUNCTION, CLASS = 400, 60, 20
CODE = sources(*PRODUCT, "packaging")
TESTS = sources("tests")


def too_long_files(files):
    return [f"{source.path}: {source.lines}" for source in files if source.lines > FILE]


def too_long_functions(files):
    return [
        f"{source.path}:{node.lineno} {node.name}: {length(node)}"
        for source in files
        for node in source.functions
        if length(node) > FUNCTION
    ]


def too_wide_classes(files):
    return [
        f"{source.path}:{node.lineno} {node.name}: {methods(node)}"
        for source in files
        for node in source.classes
        if methods(node) > CLASS
    ]


def test_the_house_has_code_to_measure():
    assert {source.path.split("/")[0] for source in CODE} >= {"casework", "db", "forms", "texts"}


def test_no_file_is_longer_than_400_lines():
    assert too_long_files(CODE) == []


def test_no_function_is_longer_than_60_lines():
    assert too_long_functions(CODE) == []


def test_no_test_is_longer_than_60_lines():
    assert too_long_functions(TESTS) == []


def test_no_class_has_more_than_20_methods():
    assert too_wide_classes(CODE) == []


def test_no_modules_import_each_other_in_a_ring():
    assert cycles(sources(*PRODUCT)) == []


def planted(text, path="forms/planted.py"):
    return [Source(path, text)]


def test_a_long_file_is_seen():
    assert too_long_files(planted("x = 1\n" * 400)) == []
    assert too_long_files(planted("x = 1\n" * 401)) == ["forms/planted.py: 401"]


def test_a_long_function_is_seen_also_inside_a_class():
    body = "        x = 1\n"
    assert too_long_functions(planted("class A:\n    def f(self):\n" + body * 59)) == []
    seen = too_long_functions(planted("class A:\n    def f(self):\n" + body * 60))
    assert seen == ["forms/planted.py:2 f: 61"]


def test_a_wide_class_is_seen():
    text = "class A:\n" + "".join(f"    def f{n}(self): ...\n" for n in range(21))
    assert too_wide_classes(planted(text)) == ["forms/planted.py:1 A: 21"]


@pytest.mark.parametrize(
    "way_back",
    [
        "from forms import a",
        "import forms.a",
        "from forms.a import name",
        "def f():\n    from forms.a import name",
    ],
)
def test_a_ring_of_imports_is_seen_however_it_is_closed(way_back):
    ring = [
        Source("forms/__init__.py", ""),
        Source("forms/a.py", "from forms.b import name"),
        Source("forms/b.py", "from forms.c import name"),
        Source("forms/c.py", way_back),
        Source("forms/d.py", "from forms.a import name"),
    ]
    assert cycles(ring) == [["forms.a", "forms.b", "forms.c"]]
    assert cycles(ring[:3] + ring[4:]) == []


def test_a_passage_that_stands_twice_is_seen_once():
    passage = "".join(f"    step_{n}()\n" for n in range(9))
    twice = planted("def f():\n" + passage) + planted("def g():\n" + passage, "db/other.py")
    assert duplicates(twice) == [("forms/planted.py:2", "db/other.py:2")]
    assert duplicates(twice, at_least=10) == []


def test_ways_through_a_function_are_counted():
    text = "def f(x):\n    for y in x:\n        if y:\n            return 1\n    return 2\n"
    (function,) = planted(text)[0].functions
    assert branches(function) == 3


def test_a_percentile_is_one_of_the_numbers():
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([7], 0.5) == 7
    assert percentile([], 0.5) == 0
