"""Tables by command line: looked at, brought in, undone; and everything taken out."""

from __future__ import annotations

import os
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pyrage
import pytest
from typed import Typist

TABLE = "intake.sex,intake.birth_date,Remark\nfemale,1999,EX-NOTE\nmale,2001-05,\n"
BAD = TABLE + "somewhat,2001,\n"


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(BAD, "utf-8")
    return path


def test_a_dry_run_says_what_is_wrong_and_where_and_keeps_nothing(typist, table):
    said = typist.types("bring-in", table, "--dry-run").out
    assert "table!A4: intake.sex: this word is none of the choices" in said
    assert "Column Remark is left out: it answers no question" in said
    assert "3 rows were read, 2 can be brought in" in said
    assert "drafts without any consent" in said
    assert typist.cases() == []


def test_a_table_is_brought_in_and_undone_as_a_whole(typist, table):
    who = ("--worker", "Supervisor 1")
    assert typist.types("bring-in", table, *who).refused == "bring_bad_rows"
    assert typist.types("bring-in", table, "--leave-out").refused == "bring_no_worker"
    done = typist.types("bring-in", table, *who, "--leave-out", "--json").facts
    assert (done["rows"], done["well"], len(typist.cases())) == (3, 2, 2)
    assert "2 cases were taken away" in typist.types("undo-bring-in", done["brought_in"]).out
    assert typist.cases() == []


def test_what_parts_the_columns_can_be_typed(typist, table):
    table.write_text("intake.sex|Town, street, house\nfemale|Example\n", "utf-8")
    assert typist.types("bring-in", table, "--dry-run", "--json").facts["well"] == 0
    done = typist.types("bring-in", table, "--dry-run", "--separator", "bar", "--json").facts
    assert (done["well"], done["mapping"]) == (1, "")
    assert typist.types("bring-in", table, "--dry-run", "--separator", "x").code == 2


def test_a_file_that_means_harm_ends_in_one_sentence(typist, table):
    table.write_bytes(b"PK\x03\x04 torn")
    answer = typist.types("bring-in", table, "--dry-run")
    assert (answer.code, answer.refused) == (1, "table.broken")
    assert typist.types("bring-in", table.with_name("none.csv")).refused == "file_unreadable"
    table.write_text(TABLE, "utf-8")
    assert typist.types("undo-bring-in", "00" * 16).refused == "bringing_not_found"
    for more in ([], ["--dry-run"]):
        answer = typist.types("bring-in", table, "--worker", "Nobody At All", *more)
        assert answer.refused == "worker_not_found"


@pytest.mark.skipif(os.name == "nt", reason="no such pipe there")
def test_a_pipe_is_no_table(typist, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert typist.types("bring-in", tmp_path / "pipe.csv").refused == "file_unreadable"


def test_a_second_person_whom_nobody_knows_is_none(typist, tmp_path):
    out = tmp_path / "all.age"
    why = ("--reason", "the office moves to another program", "--second", "Nobody At All")
    assert typist.types("take-out", out, *why).refused == "worker_not_found"
    assert not out.exists()


def test_everything_is_taken_out_into_a_file_that_only_its_words_open(typist, tmp_path):
    out = tmp_path / "all.age"
    why = ("--reason", "the office moves to another program")
    done = typist.types("take-out", out, *why, "--json").facts
    with ZipFile(BytesIO(pyrage.passphrase.decrypt(out.read_bytes(), done["passphrase"]))) as held:
        assert "README.md" in held.namelist()
    assert out.stat().st_mode & 0o077 == 0
    assert typist.types("take-out", out, *why).refused == "file_exists"
    assert typist.types("take-out", tmp_path / "no", "--reason", "x").refused == "taking_reason"
    said = typist.types("take-out", tmp_path / "again.age", *why).out
    assert "shown only now" in said


def test_a_backup_tells_how_much_it_holds_to_those_who_work_with_cases(typist, tmp_path):
    hers, file = "other invented words here", tmp_path / "one.backup"
    added = ("people", "add", "Steward 2", "--role", "data_steward")
    assert typist.types(*added, secrets=[typist.secret, hers]).code == 0
    assert "In the backup. Cases:" in typist.types("backup", file).out
    said = typist.types("backup", "--look", file)
    assert ("In the backup. Cases:" in said.out, "now. Cases:" in said.out) == (True, True)
    as_her = {"user": "Steward 2", "secrets": [hers]}
    for verb in (("backup", tmp_path / "two.backup"), ("backup", "--look", file)):
        said = typist.types(*verb, **as_her)
        assert ("every page checked" in said.out, "Cases" in said.out) == (True, False)
    facts = typist.types("backup", "--look", file, "--json", **as_her).facts
    assert facts == {"file": str(file)}


def test_a_second_person_agrees_by_a_passphrase_of_her_own(typist, tmp_path):
    hers, out = "other invented words here", tmp_path / "all.age"
    added = ("people", "add", "Steward 2", "--role", "data_steward")
    assert typist.types(*added, secrets=[typist.secret, hers]).code == 0
    key = str(pyrage.x25519.Identity.generate().to_public())
    why = ("--reason", "the office moves to another program", "--recipient", key)
    take = ("take-out", out, *why)
    assert typist.types(*take).refused == "taking_second_person"
    named = (*take, "--second", "Steward 2")
    wrong = typist.types(*named, secrets=[typist.secret, "words that are not hers"])
    assert (wrong.refused, out.exists()) == ("wrong_passphrase", False)
    # Nor does whoever asks agree in her name.
    mine = typist.types(*named, secrets=[typist.secret, typist.secret])
    assert (mine.refused, out.exists()) == ("wrong_passphrase", False)
    assert typist.types(*named, secrets=[typist.secret, hers]).code == 0
    assert out.read_bytes().startswith(b"age-encryption")


def test_everything_is_sealed_to_the_recovery_sheet_and_opened_by_its_code(
    typist, template, tmp_path
):
    out, opened = tmp_path / "all.age", tmp_path / "all.zip"
    why = ("--reason", "the office moves to another program")
    done = typist.types("take-out", out, *why, "--sheet", "--json").facts
    assert done["passphrase"] == ""
    assert (
        "the code of the recovery sheet"
        in typist.types("take-out", tmp_path / "again.age", *why, "--sheet").out
    )
    code = [template.recovery_code]
    said = typist.types("open-out", out, "--out", opened, secrets=code)
    assert f"It is open in {opened}" in said.out
    with ZipFile(opened) as held:
        assert held.testzip() is None
        assert "README.md" in held.namelist()
    assert opened.stat().st_mode & 0o077 == 0
    assert typist.types("open-out", out, "--out", opened, secrets=code).refused == "file_exists"
    out.write_bytes(out.read_bytes()[:-20])
    again = tmp_path / "again.zip"
    done = typist.types("open-out", out, "--out", again, secrets=code)
    assert (done.refused, again.exists()) == ("sealed_not_opened", False)
    done = typist.types("open-out", out, "--out", again, secrets=["no code"])
    assert (done.refused, again.exists()) == ("recovery_typo", False)


def test_a_layout_is_written_for_figures_and_read_again(typist, tmp_path):
    out = tmp_path / "figures.xlsx"
    said = typist.types("take-out", out, "--layout", "gbvims_ir").out
    assert "people who agreed to anonymous statistics" in said
    answer = typist.types("bring-in", out, "--layout", "gbvims_ir", "--dry-run", "--json")
    assert (answer.facts["rows"], len(answer.facts["columns"])) == (0, 42)


def hostile():
    """Return a workbook with one row for each reason why a row is refused."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Cases"
    sheet.append(["intake.sex", "intake.birth_date", "intake.languages"])
    for row in (
        ["somewhat", "2001"],
        ["female", "31/31/2001"],
        ["female", "2999"],
        ["female", "2001", "", "beyond"],
        ["=1+1", "2001"],
        ["female", "#REF!"],
        ["female", 9_999_999],
        ["female", "1999"],
    ):
        sheet.append(row)
    sheet["B7"].data_type = "e"
    sheet["B8"].number_format = "dd/mm/yyyy"
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


REFUSED = {
    "code_unknown": "A2",
    "not_a_date": "B3",
    "constraint": "B4",
    "table.beyond_head": "D5",
    "table.formula": "A6",
    "table.formula_error": "B7",
    "table.date": "B8",
}


def test_every_refusal_says_sheet_row_column_and_reason(typist, table):
    path = table.with_suffix(".xlsx")
    path.write_bytes(hostile())
    told = typist.types("bring-in", path, "--dry-run", "--json").facts
    found = {one["code"]: f"{one['column']}{one['row']}" for one in told["problems"]}
    assert found == REFUSED
    assert {one["sheet"] for one in told["problems"]} == {"Cases"}
    assert (told["rows"], told["well"]) == (len(REFUSED) + 1, 1)
    said = typist.types("bring-in", path, "--dry-run").out
    for place in REFUSED.values():
        (line,) = [line for line in said.splitlines() if f"Cases!{place}: " in line]
        assert len(line.partition(": ")[2].split()) > 2, "a reason in words"
