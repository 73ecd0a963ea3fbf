"""What cannot be done with a file, a folder or a number ends in one sentence that names it."""

from __future__ import annotations

import errno
import json
import os

import pytest
from make import VISIT
from typed import Typist

from desktop.crash import REPORT
from desktop.saying.words import Refused, refusal_of
from desktop.verbs.letters import place_for

NO_SUCH = "n" * 300


@pytest.fixture(scope="module")
def things(tmp_path_factory):
    """Return a folder of things that are no workbook, no backup and no table."""
    folder = tmp_path_factory.mktemp("things")
    (folder / "folder").mkdir()
    (folder / "file").write_bytes(b"")
    (folder / "noise").write_bytes(os.urandom(9000))
    (folder / "noise.xlsx").write_bytes(b"PK\x03\x04" + os.urandom(300))
    (folder / "a\nb.csv").write_bytes(b"")
    (folder / "no day.json").write_text(json.dumps({"birth_date": "2024-02-31"}))
    return folder


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    typist = Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)
    yield typist
    # A refusal is a sentence; a report would say that it was a fault of ours.
    assert not (typist.home / REPORT).exists()


@pytest.mark.parametrize("number", ["-4", "5001", "99999999999999999999", "many", "", "1.5"])
def test_a_number_of_invented_cases_that_makes_no_sense_is_refused(typist, tmp_path, number):
    done = typist.types("practice", f"--cases={number}", "--home", tmp_path / "new")
    assert (done.code, (tmp_path / "new").exists()) == (2, False)
    assert "--cases: Give how many invented cases there are to be: 0 to 5000." in done.err


def test_a_practice_workbook_may_hold_nobody_yet(typist, tmp_path):
    typist.home = tmp_path / "new"
    assert typist.types("practice", "--cases", "0").code == 0


WRITING = [
    ("backup", "{}"),
    ("paper", "intake", "--out", "{}"),
    ("take-out", "{}", "--layout", "htcds"),
    ("take-out", "{}", "--reason", "moving to another house", "--second", "{second}"),
    ("printout", "{case}", "--out", "{}"),
    ("letter", "{case}", "--to", "Example Clinic A", "--out", "{}"),
    ("erase", "{case}", "do", "--certificate", "{}"),
]


@pytest.mark.parametrize("words", WRITING, ids=lambda words: words[0])
def test_a_place_that_takes_no_new_file_is_named_and_nothing_is_done(
    typist, template, things, words
):
    case = typist.records(VISIT).facts["case"]
    told = {"case": case, "second": template.supervisor.name}
    before = sorted(things.iterdir())
    for place in ("nowhere/x", "file/x", "folder", "file", "/proc/x", NO_SUCH, ""):
        named = place and str(things / place)
        typed = [named if one == "{}" else one.format_map(told) for one in words]
        done = typist.types(*typed)
        assert done.code in {1, 2}
        assert named in done.err or place in {NO_SUCH, ""}
        assert len(done.err.strip().splitlines()[-1]) < 600
        assert not (typist.home / REPORT).exists()
    assert sorted(things.iterdir()) == before
    assert (things / "file").read_bytes() == b""
    assert typist.types("check", "--json").facts["faults"] == []


READING = [
    ("restore", "{}", "--home", "{new}"),
    ("backup", "--look", "{}"),
    ("form", "{}"),
    ("bring-in", "{}", "--dry-run"),
    ("record", "new", "intake", "--answers", "{}"),
    ("cases", "--passphrase-file", "{}"),
]


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_a_file_that_is_not_what_was_meant_is_named_and_nothing_comes_of_it(
    typist, template, things, words
):
    new = things.parent / "never made"
    secrets = [template.recovery_code, "six new words of hers"] if words[0] == "restore" else None
    for name in ("nowhere", "folder", "noise", "noise.xlsx", "a\nb.csv"):
        typed = [str(things / name) if one == "{}" else one.format(new=new) for one in words]
        done = typist.types(*typed, secrets=secrets)
        assert done.code in {1, 2}
        place = str(things / name).replace("\n", " ")
        assert place in done.err or done.refused in {"no_passphrase", "not_json"}
        assert not (typist.home / REPORT).exists()
    assert not new.exists()
    assert typist.cases() == []


@pytest.mark.parametrize("home", ["file", "file/x", "/proc/x"])
@pytest.mark.parametrize("verb", ["init", "practice"])
def test_a_workbook_is_not_made_where_nothing_can_be_written(typist, things, home, verb):
    typist.home = things / home
    done = typist.types(verb, secrets=["six new words of her own"])
    assert (done.code, done.refused) == (1, "no_place")
    assert f"{things / home}: Nothing can be written in this place" in done.err
    typist.home = things


def test_a_folder_without_a_workbook_is_named(typist, things):
    home, typist.home = typist.home, things
    done = typist.types("cases")
    assert done.err == f"missing: {things}: There is no workbook in this folder.\n"
    typist.home = home


def test_no_case_is_not_a_new_one(typist):
    assert typist.records(VISIT, case="").code == 1
    assert typist.records(VISIT, case=" ").code == 1
    assert typist.cases() == []


def test_a_day_that_does_not_exist_is_no_day(typist, things):
    done = typist.types("record", "new", "intake", "--answers", things / "no day.json")
    assert "birth_date: this is not a date, such as 2026-03-10" in done.err
    assert typist.cases() == []


@pytest.mark.parametrize(("name", "code"), [(" ", "no_user"), ("a\nb", "bad_name")])
def test_nobody_begins_a_workbook_without_a_name(typist, tmp_path, name, code):
    new = tmp_path / "new"
    done = typist.types("init", "--home", new, user=name, secrets=["six new words of hers"])
    assert (done.code, done.refused, new.exists()) == (1, code, False)


def test_a_file_that_cannot_be_written_to_its_end_goes_again_and_is_named(tmp_path):
    path = tmp_path / "letter.pdf"

    def write():
        with place_for(path) as place:
            place.write(b"the beginning")
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(Refused, match=r"^file_not_finished$") as refused:
        write()
    assert not path.exists()
    (sentence,) = refusal_of(refused.value).sentences
    assert sentence.startswith(f"{path}: This file could not be written to its end")


def test_a_file_has_its_name_once_it_is_written_to_its_end(tmp_path):
    # Whatever ends the program meanwhile, no half of a paper stands there under its name.
    path = tmp_path / "letter.pdf"
    with place_for(path) as place:
        place.write(b"the beginning")
        place.flush()
        assert not path.exists()
    assert path.read_bytes() == b"the beginning"
