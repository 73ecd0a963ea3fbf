"""What the score sheet counts is really found."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from importlib import import_module

import manners
import pytest
from measure import HOUSE, Source, annotated, documented


def script(name):
    """Return one of the scripts of packaging/, which is no package."""
    spec = importlib.util.spec_from_file_location(f"script_{name}", HOUSE / f"packaging/{name}.py")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("find", "planted", "clean"),
    [
        (manners.broad_excepts, "except Exception:", "except KeyError:"),
        (manners.broad_excepts, "except:", "except (KeyError, ValueError):"),
        (manners.broad_excepts, "except (KeyError, BaseException):", "except ExceptionGroup:"),
    ],
)
def test_a_broad_except_is_found(find, planted, clean):
    for handler, found in ((planted, [3]), (clean, [])):
        assert list(find(Source("a.py", f"try:\n    f()\n{handler}\n    pass\n"))) == found


@pytest.mark.parametrize(
    ("find", "planted", "clean"),
    [
        (manners.star_imports, "from db import *", "from db import base"),
        (manners.unfinished, "x = 1  # TO_DO later".replace("_", ""), "x = 'to do'  # done"),
        (manners.mocked, "mock.patch('db.rows.base')", "dispatch('db.rows.base')"),
        (manners.mocked, "monkeypatch.setattr(db, 'x', 1)", "monkeypatch.setenv('A', 'b')"),
    ],
)
def test_a_bad_habit_is_found(find, planted, clean):
    assert list(find(Source("a.py", planted))) == [1]
    assert list(find(Source("a.py", clean))) == []


@pytest.mark.parametrize(
    ("planted", "decides"),
    [
        ("q = 'select id from consent_grant where answer = ?'", True),
        ("q = 'select 1 from a JOIN main.consent_event as e'", True),
        ("ok = grant.valid_from <= today <= grant.valid_until", True),
        ("ok = letter.valid_until >= today", False),
        ("ok = consents.state(grant, at)", False),
    ],
)
def test_consent_decided_in_a_second_place_is_found(planted, decides):
    assert manners.decides_consent(Source("a.py", planted)) is decides


def test_the_place_where_consent_is_decided_is_found():
    for path in script("score").CONSENT_CLAUSE:
        assert manners.decides_consent(Source(path, (HOUSE / path).read_text("utf-8")))


def test_missing_docstrings_and_types_are_counted():
    half = Source(
        "a.py",
        '"""A."""\nclass A:\n    """A."""\n    def f(self) -> int:\n        """F."""\n'
        "    def g(self, x) -> int: ...\n    def _h(self): ...\n",
    )
    assert documented([half]) == (100.0, 100.0, 50.0)
    assert round(annotated([half]), 1) == 33.3


def test_a_number_on_the_wrong_side_of_its_bar_is_missed():
    row = script("score").Row
    assert row("lines", (8, 30), (8, 30)).met
    assert not row("lines", (8, 31), (8, 30)).met
    assert not row("docstrings", (94.9,), (95,), at_least=True).met


def measured(covered, there, *, missing=()):
    summary = {
        "covered_lines": covered,
        "missing_lines": there - covered,
        "covered_branches": 0,
        "missing_branches": 0,
        "percent_covered": 100.0 * covered / there,
    }
    return {"summary": summary, "missing_lines": list(missing), "missing_branches": []}


def test_too_little_coverage_is_told_by_file_and_folder():
    gate = script("coverage_gate")
    whole = {path: measured(10, 10) for path in gate.WHOLE}
    assert list(gate.gaps(whole)) == []
    short = whole | {"db/guards/triggers.py": measured(19, 20, missing=[7])}
    short |= {"forms/a.py": measured(8, 9)}
    assert list(gate.gaps(short)) == [
        "db/guards/triggers.py: must be whole; lines [7], branches []",
        "forms: 88.9 % of lines and branches, below 90 %",
    ]
    del whole["ledger/merge.py"]
    assert list(gate.gaps(whole)) == ["ledger/merge.py: not measured"]


def test_what_was_gone_through_is_read_by_several_and_told_as_one(tmp_path, monkeypatch):
    # By its own name: each process that helps reads it anew.
    monkeypatch.syspath_prepend(HOUSE / "packaging")
    gate = import_module("coverage_gate")
    names = (*gate.WHOLE, "ledger/ops.py")
    paths = [str(HOUSE / name) for name in names]
    for number, path in enumerate(paths):
        (tmp_path / f"{number}.json").write_text(json.dumps({path: [1, [2, 3]]}), "utf-8")
    files = gate.measured(tmp_path, paths, 2)
    assert set(files) == set(names)
    assert all(one["executed_lines"] == [1] and one["missing_lines"] for one in files.values())
    whole = [gap for gap in gate.gaps(files) if "must be whole" in gap]
    assert len(whole) == len(gate.WHOLE)


GOES = """
import json
from tests.kit.gone_through import NOTES
from texts import language
def asked(code):
    before = set(NOTES.newly_seen[language.__file__])
    language.language_of(code)
    first = language.language_of.__code__.co_firstlineno
    new = NOTES.newly_seen[language.__file__] - before
    pairs = [place if type(place) is tuple else [place] for place in new]
    return [[line - first for line in pair] for pair in pairs]
print(json.dumps([asked("en"), asked("ar"), asked(language.STRETCHED.code)]))
"""


def test_a_run_notes_once_each_line_and_branch_it_goes_through():
    ran = [sys.executable, "-c", GOES]
    told = subprocess.run(ran, capture_output=True, text=True, check=True, cwd=HOUSE).stdout
    plain, again, stretched = json.loads(told)
    assert [3, 5] in plain
    assert [6] in plain
    assert again == []
    assert sorted(stretched) == [[3, 4], [4]]


def test_a_measurement_is_held_against_its_yardstick():
    bench = script("bench")
    row = {"name": "save", "ours": 2.3, "yardstick": 2.0, "goal": 1.15}
    assert bench.judged(row)["met"]
    assert not bench.judged(row | {"ours": 2.31})["met"]
    with pytest.raises(ValueError, match="ours divided by the yardstick"):
        bench.judged(row | {"ratio": 2.0 / 2.3})
    assert bench.line(bench.judged(row | {"ours": 3.0})).endswith("MISSED")


def test_every_measurement_can_be_run():
    bench = script("bench")
    for path in bench.BENCH.glob("bench_*.py"):
        source = Source(path.name, path.read_text("utf-8"))
        assert "run" in {node.name for node in source.functions}, path.name
