"""Figures by command line: looked at, published by two people, and the register of all."""

from __future__ import annotations

import csv
import json
from datetime import timedelta

import pytest
from figured import some_agreed
from make import WORDS, Clock
from typed import Typist

from desktop.bootstrap import now

SECOND = "Viewer 1"
NEW = "another lantern crosses the quiet river"


@pytest.fixture(scope="module")
def year(template, tmp_path_factory):
    then = Clock(now() - timedelta(days=60))
    made, moment = some_agreed(template, tmp_path_factory.mktemp("year") / "home", then)
    return made, moment.strftime("%Y-%m")


@pytest.fixture
def typist(year, tmp_path, monkeypatch, capsys):
    return Typist(year[0].copy(tmp_path / "home"), monkeypatch, capsys)


def test_figures_are_looked_at_published_by_two_and_told_in_the_register(typist, year, tmp_path):
    asked = ("figures", "--plan", "month", "--period", year[1])
    looked = typist.types(*asked, "--preview").out
    assert "numbers are shown" in looked
    assert "fewer than 70 in 100" in looked
    assert not typist.types("people", "add", SECOND, "--role", "viewer", secrets=[WORDS, NEW]).code
    out = tmp_path / "out"
    told = typist.types(*asked, "--release", "--second", SECOND, "--out", out, secrets=[WORDS, NEW])
    assert "These figures are published" in told.out
    assert {one.suffix for one in out.iterdir()} == {".csv", ".xlsx", ".pdf", ".txt"}
    file = next(out.glob("*.csv"))
    lines = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert lines[1][0] == "#x_table"
    told = {line[3]: line[9:] for line in lines[2:] if line[2] == "gender"}
    assert told["non_binary"] == ["<10", "0", "9"]
    assert int(told["woman"][1]) <= 13 <= int(told["woman"][2])
    register = tmp_path / "register.json"
    assert not typist.types("figures", "--register", register).code
    assert len(json.loads(register.read_text())["releases"]) == 1


def test_nothing_is_published_alone_or_nowhere(typist, year, tmp_path):
    asked = ("figures", "--plan", "month", "--period", year[1], "--release")
    assert typist.types(*asked).refused == "figures_second"
    alone = typist.types(
        *asked, "--second", "Supervisor 1", "--out", tmp_path / "out", secrets=[WORDS, WORDS]
    )
    assert alone.refused == "release_own"
    assert list((tmp_path / "out").iterdir()) == []
    (tmp_path / "file").write_text("")
    nowhere = typist.types(*asked, "--second", SECOND, "--out", tmp_path / "file")
    assert nowhere.refused == "file_not_written"


def test_what_is_not_a_period_is_said(typist):
    asked = ("figures", "--preview", "--plan", "month")
    assert typist.types(*asked).refused == "figures_which"
    assert typist.types(*asked, "--period", "soon").refused == "period_unknown"
    assert typist.types(*asked, "--period", "2999-01").refused in {"period_unknown", "period_open"}
