"""Figures by command line: looked at, published by two people, and the register of all."""

from __future__ import annotations

import getpass
import hashlib
import json
import sys
from contextlib import closing
from datetime import timedelta

import hxl
import pytest
from figured import MAPPING, some_agreed
from figures_apart import numbers, parts, printed
from make import WORDS, Clock, Desks
from typed import Typist

import texts
from desktop.bootstrap import now, open_workbook

SECOND = "Viewer 1"
WORKER = "Caseworker 9"
NEW = "another lantern crosses the quiet river"


# What stands with nobody but those who did not agree to be counted.
MARKERS = ("marker_area", "marker_unequal", "marker_kind", "EX-MARKER-NAME")


@pytest.fixture(scope="module")
def year(template, tmp_path_factory):
    then = Clock(now() - timedelta(days=60))
    made, moment = some_agreed(template, tmp_path_factory.mktemp("year") / "home", then)
    made.home = marked(made, tmp_path_factory.mktemp("marked") / "home", moment)
    return made, moment.strftime("%Y-%m")


def marked(made, home, moment):
    """Let those who did not agree be of areas, kinds and inequalities that nobody else is of."""
    desks = Desks(made, home, Clock(moment))
    do = desks.store.connection.execute
    silent = do(
        "select id, code from casefile where id not in (select case_id from countable)"
    ).fetchall()
    assert len(silent) == 2
    area, unequal, kind, name = MARKERS
    for case, code in silent:
        experience = {"continuum": ["survival_sex"], "own_words": name}
        desks.office().answers.record(code, "episode", experience, "en")
        do("update casefile set area = ? where id = ?", (area, case))
        do("update person set inequalities = ? where case_id = ?", (unequal, case))
        do(
            "update episode_tag set code = ? where episode_id in"
            " (select id from episode where case_id = ?)",
            (kind, case),
        )
    desks.close()
    return desks.home


@pytest.fixture
def typist(year, tmp_path, monkeypatch, capsys):
    return Typist(year[0].copy(tmp_path / "home"), monkeypatch, capsys)


def test_whoever_reads_figures_alone_is_told_what_is_amiss_and_not_how_much_there_is(typist):
    """From one day to the next it would say that somebody came, or was erased."""
    assert not typist.types("people", "add", SECOND, "--role", "viewer", secrets=[WORDS, NEW]).code
    mine, hers = (
        typist.types("check", "--json", "--user", who, secrets=[words]).facts
        for who, words in (("Supervisor 1", WORDS), (SECOND, NEW))
    )
    assert mine.keys() > hers.keys() == {"faults"}
    assert mine["faults"] == hers["faults"]


def test_figures_are_looked_at_published_by_two_and_told_in_the_register(typist, year, tmp_path):
    asked = ("figures", "--plan", "month", "--period", year[1])
    looked = typist.types(*asked, "--preview").out
    wanted = "numbers are shown", "and here with --json", "fewer than 70 in 100"
    assert [one in looked for one in wanted] == [True] * len(wanted)
    assert not typist.types("people", "add", SECOND, "--role", "viewer", secrets=[WORDS, NEW]).code
    out = tmp_path / "out"
    mapping = tmp_path / "mapping.toml"
    release = (*asked, "--release", "--second", SECOND, "--out", out, "--dhis2", mapping)
    mapping.write_text(MAPPING.replace("woman", "women"))
    wrong = typist.types(*release, secrets=[WORDS, NEW])
    assert wrong.refused == "dhis2_cell"
    assert not out.exists()
    assert all(words in wrong.err for words in ("mapping.toml", "[[value]] 1", "women"))
    mapping.write_text(MAPPING)
    told = typist.types(*release, "--language", "hi", secrets=[WORDS, NEW])
    assert texts.say("figures.dhis2_sums") in told.out
    assert "These figures are published" in told.out
    assert {one.suffix for one in out.iterdir()} == {".csv", ".xlsx", ".pdf", ".json", ".txt"}
    file = next(out.glob("*.csv"))
    ends = ("#affected", "#affected+min", "#affected+max")
    told = {row["#x_code+n1"]: [row[end] for end in ends] for row in hxl.read(file.read_bytes())}
    assert told["non_binary"] == ["<10", "0", "9"]
    assert int(told["woman"][1]) <= 13 <= int(told["woman"][2])
    values = json.loads(next(out.glob("*.json")).read_text())["dataValues"]
    assert [one["value"] for one in values] == [told["woman"][0]] * told["woman"][0].isdecimal()
    register = tmp_path / "register.json"
    assert not typist.types("figures", "--register", register).code
    releases = json.loads(register.read_text())["releases"]
    assert len({one["id"].partition(" ")[0] for one in releases}) == 1
    demand_nothing_beside(out, json.loads(register.read_text()), typist.home)


def test_to_a_named_office_fewer_than_five_are_not_told_and_nothing_else(typist, year, tmp_path):
    assert not typist.types("people", "add", SECOND, "--role", "viewer", secrets=[WORDS, NEW]).code
    (tmp_path / "mapping.toml").write_text(MAPPING)
    named = ("--for", "Example Ministry", "--dhis2", tmp_path / "mapping.toml", "--gbvims")
    which = ("figures", "--plan", "month", "--period", year[1], *named)
    out = tmp_path / "out"
    release = (*which, "--release", "--second", SECOND, "--out", out)
    # Whoever looks at figures for one office learns in which order both are safer.
    first = "publish those first"
    looks = ((*which[:7], "--preview"), (*which[:5], "--preview"))
    assert [first in typist.types(*one).out for one in looks] == [True, False]
    for one in ("--gbvims",), ("--invented",), ("--out", out):
        assert typist.types(*which[:5], *one, "--preview").refused == "figures_preview_files"
    assert not out.exists()
    assert not typist.types(*release, secrets=[WORDS, NEW]).code
    assert not typist.types("figures", "--register", tmp_path / "register.json").code
    assert len(list(out.glob("*-gbvims.xlsx"))) == 1
    register = json.loads((tmp_path / "register.json").read_text())
    assert register["marks"] == {"<5": [0, 4]}
    demand_nothing_beside(out, register, typist.home)


def test_where_figures_tell_too_little_to_invent_from_nothing_is_published(typist, year, tmp_path):
    assert not typist.types("people", "add", SECOND, "--role", "viewer", secrets=[WORDS, NEW]).code
    out = tmp_path / "out"
    by_two = ("--release", "--second", SECOND, "--out", out, "--invented")
    empty = ("figures", "--plan", "month", "--period", f"{int(year[1][:4]) - 2}-03")
    little = typist.types(*empty, *by_two, secrets=[WORDS, NEW])
    assert little.refused == "invented_too_little"
    assert nothing_waits(typist.home)
    assert list(out.iterdir()) == []
    asked = ("figures", "--plan", "month", "--period", year[1])
    alone = (*asked, "--release", "--second", "Supervisor 1", "--out", out, "--invented")
    assert typist.types(*alone, secrets=[WORDS, WORDS]).refused == "release_own"
    assert list(out.iterdir()) == []


def test_invented_records_go_out_with_figures_and_have_nothing_of_cases(typist, year, tmp_path):
    assert not typist.types("people", "add", SECOND, "--role", "viewer", secrets=[WORDS, NEW]).code
    out = tmp_path / "out"
    by_two = ("--release", "--second", SECOND, "--out", out, "--invented")
    asked = ("figures", "--plan", "month", "--period", year[1])
    told = typist.types(*asked, *by_two, "--language", "ar", secrets=[WORDS, NEW])
    assert texts.say("figures.invented_drawn") in told.out
    (file,) = out.glob("*-invented.csv")
    people = hxl.read(file.read_bytes())
    (figures,) = {*out.glob("*.csv")} - {file}
    ((least, most),) = {
        (int(row["#affected+min"]), int(row["#affected+max"]))
        for row in hxl.read(figures.read_bytes())
        if row["#x_table"] == "gender" and not row["#x_code+n1"]
    }
    assert least <= len(people) <= most
    assert {row["#x_invented+i_en"] for row in people} == {"Invented. This person does not exist."}
    assert {row["#x_period"] for row in people} == {year[1]}
    (receipt,) = out.glob("*-receipt.txt")
    said = receipt.read_text("utf-8")
    assert hashlib.sha256(file.read_bytes()).hexdigest() in said
    assert texts.say("figures.invented_drawn") in said
    with closing(open_workbook(typist.home, "Supervisor 1", WORDS)) as workbook:
        codes = {one.code for one in workbook.office.cases.all()}
    assert len(codes) > 20
    words = file.read_text("utf-8-sig")
    beside = (*codes, *MARKERS, "Supervisor 1", SECOND, str(typist.home))
    assert [one for one in beside if one in words] == []


def demand_nothing_beside(out, register, home):
    """Demand that files tell the numbers of the register, and nobody who agreed or made them."""
    known = printed(register)
    makers = (
        "Supervisor 1",
        SECOND,
        str(home),
        str(out),
        getpass.getuser() + "@",
        "Microsoft Corp",
    )
    (receipt,) = out.glob("*-receipt.txt")
    assert [words for words in makers if words in receipt.read_text("utf-8")] == []
    files = [file for file in out.iterdir() if file.suffix != ".txt"]
    assert {file.suffix for file in files} == {".csv", ".xlsx", ".pdf", ".json"}
    for file in files:
        data = file.read_bytes()
        if file.suffix != ".pdf":
            assert numbers(data, file.suffix) <= known
        told = parts(data, file.suffix)
        for words in (*MARKERS, *makers):
            assert [name for name, part in told.items() if words in part] == []
    assert "marker" not in json.dumps(register)


def test_nothing_is_published_alone_or_nowhere_or_without_proof(
    typist, year, tmp_path, monkeypatch
):
    asked = ("figures", "--plan", "month", "--period", year[1], "--release")
    hired = ("people", "add", WORKER, "--role", "caseworker")
    assert not typist.types(*hired, secrets=[WORDS, NEW]).code
    assert typist.types(*asked).refused == "figures_second"
    alone = typist.types(
        *asked, "--second", "Supervisor 1", "--out", tmp_path / "out", secrets=[WORDS, WORDS]
    )
    assert alone.refused == "release_own"
    # Who is not known agrees to nothing, nor who may not; what was asked of them does not wait.
    for second, code in (("Nobody Known", "wrong_passphrase"), (WORKER, "not_permitted")):
        asked_of = (*asked, "--second", second, "--out", tmp_path / "out")
        assert typist.types(*asked_of, secrets=[WORDS, NEW]).refused == code
    assert nothing_waits(typist.home)
    assert list((tmp_path / "out").iterdir()) == []
    with monkeypatch.context() as less:
        less.setattr("desktop.beside.proving.OURS", [sys.executable, "-S", "-c", "print()"])
        killed = (*asked, "--second", SECOND, "--out", tmp_path / "out")
        assert typist.types(*killed, secrets=[WORDS, WORDS]).refused == "unprotected_worker"
    assert nothing_waits(typist.home)
    assert list((tmp_path / "out").iterdir()) == []
    register = tmp_path / "register.json"
    assert not typist.types("figures", "--register", register).code
    assert json.loads(register.read_text())["releases"] == []
    (tmp_path / "file").write_text("")
    nowhere = typist.types(*asked, "--second", SECOND, "--out", tmp_path / "file")
    assert nowhere.refused == "file_not_written"


def nothing_waits(home):
    with closing(open_workbook(home, "Supervisor 1", WORDS)) as workbook:
        return not workbook.office.figures.proposed()


def test_what_is_not_a_period_is_said(typist):
    asked = ("figures", "--preview", "--plan", "month")
    assert typist.types(*asked).refused == "figures_which"
    assert typist.types(*asked, "--period", "soon").refused == "period_unknown"
    assert typist.types(*asked, "--period", "2999-01").refused in {"period_unknown", "period_open"}


def test_what_others_published_is_taken_in_by_two_and_taken_back_by_two(typist, tmp_path):
    assert not typist.types("people", "add", SECOND, "--role", "viewer", secrets=[WORDS, NEW]).code
    file = tmp_path / "others.json"
    asked = ("figures", "--published-outside", file)
    assert typist.types(*asked).refused == "outside_second"
    asked = (*asked, "--second", SECOND)
    assert typist.types(*asked).refused == "file_unreadable"
    file.write_text("no register")
    assert typist.types(*asked).refused == "outside_format"
    month = {"atoms": ["2025-01"], "codes": {}, "total": "ALL"}
    cells = [[["2025-01"], 40]]
    table = {"unit": "person", "dims": ["month"], "cells": cells}
    told = {"dimensions": {"month": month}, "releases": [{"tables": [table]}]}
    file.write_text(json.dumps({"format": "published-tables/1"} | told))
    alone = (*asked[:-1], "Supervisor 1")
    assert typist.types(*alone, secrets=[WORDS, WORDS]).refused == "outside_alone"
    done = typist.types(*asked, "--json", secrets=[WORDS, NEW]).facts
    assert (done["releases"], done["cells"], done["betrayed"]) == (1, 1, 0)
    assert typist.types("figures", "--newest", "none").refused == "receipt_older"
    back = ("figures", "--take-back", done["number"][:8], "--second", SECOND)
    assert typist.types(*back[:-2]).refused == "outside_second"
    assert "1 releases that were entered" in typist.types(*back, secrets=[WORDS, NEW]).out
    assert typist.types(*back, secrets=[WORDS, NEW]).refused == "entry_unknown"
