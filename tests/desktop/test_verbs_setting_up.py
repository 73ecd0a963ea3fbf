"""Setting up ends whole or not at all, and nothing odd gets into what everything hangs on."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from make import VISIT
from typed import Typist, status_of

from db.vault import keys
from db.vault.refusals import StoreRefused
from db.vault.unlocked import STORE
from desktop import clock
from desktop.crash import REPORT

HERE = Path(__file__).parents[2]
NEW = "plainly other words for tests only"
# As one of three sheets prints it.
CODE = re.compile(r"(?:[0-9A-Z]{4}-){15}[0-9A-Z]{4}")


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    typist = Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)
    yield typist
    assert not (typist.home / REPORT).exists()


@pytest.fixture
def founder(tmp_path, monkeypatch, capsys):
    """Return somebody where no workbook is yet."""
    return Typist(tmp_path / "new", monkeypatch, capsys, "Salma", NEW)


def test_only_a_supervisor_founds_a_workbook(founder):
    for role in ("viewer", "caseworker", "data_steward"):
        assert founder.types("init", "--role", role).code == 2
    assert not founder.home.exists()
    assert founder.types("init").code == 0
    assert founder.types("people", "add", "Nadia").code == 0


def test_a_blank_name_founds_nothing_and_is_asked_for_as_ones_own(founder):
    assert founder.types("init", user="  ").refused == "no_user"


@pytest.mark.parametrize("option", ["--office", "--phone", "--hours"])
@pytest.mark.parametrize("odd", ["a\x1b[1mb", "a\u202eb", "a\nb"])
def test_what_papers_say_of_an_office_holds_nothing_unseen(founder, option, odd):
    assert founder.types("init", option, odd).refused == "bad_office"
    assert not founder.home.exists()


def test_no_workbook_begins_before_the_program_was_made(founder, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "_shown", lambda: datetime(1960, 1, 1, tzinfo=UTC))
    assert founder.types("init").refused == "clock_before"
    assert founder.types("--home", tmp_path / "p", "practice").refused == "clock_before"
    assert sorted(tmp_path.iterdir()) == []


def test_nothing_is_no_file_of_passphrases(typist):
    answer = typist.types("--passphrase-file", "", "cases")
    assert answer.code == 2


def test_practice_that_is_ended_while_it_is_made_leaves_no_workbook(tmp_path):
    """Nobody was told yet what opens it."""
    home = tmp_path / "deep" / "practice"
    words = [sys.executable, "-m", "desktop", "--home", str(home), "practice", "--json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=HERE, env=os.environ) as made:
        while not list(tmp_path.rglob(STORE)) and made.poll() is None:
            pass
        made.kill()
    assert not (home / STORE).exists()
    again = subprocess.run(
        [*words, "--cases", "1"], capture_output=True, text=True, check=True, cwd=HERE
    )
    assert (home / STORE).exists()
    assert len(json.loads(again.stdout)["users"]) == 4


def test_practice_moves_in_whole_and_leaves_nothing_beside(founder):
    assert founder.types("practice", "--cases", "1").code == 0
    assert not list(founder.home.glob("workbook.making*"))
    assert founder.types("practice").refused == "exists"
    (founder.home / STORE).unlink()
    assert founder.types("practice").refused == "keys_alone"


def test_practice_where_nothing_can_be_made_leaves_no_folder(founder, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    assert founder.types("--home", tmp_path / "file" / "p", "practice").refused == "no_place"


def test_a_backup_takes_no_name_of_the_workbook_itself(typist, tmp_path):
    inside = typist.types("backup", typist.home / "workbook.keys.new")
    assert inside.refused == "name_of_ours"
    assert typist.types("backup", tmp_path / "workbook.backup").code == 0


def test_answers_that_are_too_long_are_said_to_be(typist):
    answer = typist.records(raw=json.dumps({"name_used": "CANARY" * 1_700_000}))
    assert json.loads(answer.err)["refused"] == "answers_too_large"
    assert "CANARY" not in answer.err


def test_an_agreement_that_covers_no_category_says_so(typist):
    case = typist.records(VISIT).facts["case"]
    service = typist.records({"name": "Example clinic", "kind": "health"}, form="service")
    assert service.code == 0
    grant = {
        "purpose": "statistics_external",
        "answer": "given",
        "valid_until": f"{datetime.now(UTC).year + 1}-01-01",
    }
    consent = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    assert typist.records(consent | {"grants": [grant]}, case, "consent").code == 0
    (line,) = typist.types("consent", case).out.splitlines()
    assert line.endswith("no category")
    # What is agreed to is said in words.
    grant |= {"categories": ["demographic", "needs"]}
    assert typist.records(consent | {"grants": [grant]}, case, "consent").code == 0
    lines = typist.types("consent", case).out.splitlines()
    assert any(one.endswith("Age group, sex, language and the like, Needs") for one in lines), lines


def test_a_new_key_is_given_by_whoever_has_passphrase_and_sheet(typist, template):
    assert typist.types("people", "add", "Caseworker 7").code == 0
    # Lines of a file of passphrases: that of now, a new one, the code of the sheet.
    told = typist.types("new-key", secrets=[typist.secret, NEW, template.recovery_code])
    assert told.code == 0
    assert "Caseworker 7" in told.out
    assert "Caseworker 1" not in told.out
    assert typist.types("cases").refused == "wrong_passphrase"
    assert typist.types("cases", secrets=[NEW]).code == 0
    known = typist.types("new-key", secrets=[NEW, NEW, template.recovery_code])
    assert known.refused == "same_passphrase"
    answer = typist.types("--json", "new-key", secrets=[NEW, typist.secret, template.recovery_code])
    assert answer.facts == {"user": "Supervisor 1", "others": ["Caseworker 7"]}


def test_three_sheets_are_made_and_two_of_them_typed_one_after_the_other(typist, template):
    told = typist.types("new-sheets", "--three")
    assert told.code == 0
    made = CODE.findall(told.out)
    assert len(made) == 3
    assert (
        typist.types("recover", secrets=[template.recovery_code, NEW]).refused == "wrong_recovery"
    )
    assert typist.types("recover", secrets=[made[2]]).refused == "no_second_sheet"
    assert typist.types("recover", secrets=[made[2], made[2], NEW]).refused == "same_sheet"
    slip = typist.types("recover", secrets=[made[2], made[0][:-1] + "U", NEW])
    assert slip.refused == "second_sheet_slip"
    assert "13 to 16" in slip.err
    again = typist.types(
        "--json", "recover", "--new-sheet", secrets=[made[2], made[0].lower(), NEW]
    )
    assert typist.types("cases", secrets=[NEW]).code == 0
    # Where no single sheet opened it, none does afterwards.
    fresh = again.facts["recovery_code"].split("+")
    assert len({*fresh, *made}) == 6
    one = typist.types("--json", "new-sheets", secrets=[NEW]).facts["recovery_code"]
    assert typist.types("recover", secrets=[*fresh[:2], NEW]).refused == "wrong_recovery_sheets"
    assert typist.types("recover", secrets=[one, typist.secret]).code == 0


def test_only_who_lets_people_in_makes_sheets_by_a_verb(typist):
    added = typist.types("--json", "people", "add", "Caseworker 7").facts
    typist.user = added["name"]
    told = typist.types("new-sheets", secrets=[added["passphrase"]])
    assert told.refused == "not_permitted"
    assert not CODE.search(told.out)


def test_sheets_are_shown_while_those_of_before_still_open_it(typist, template, monkeypatch):
    """Killed in between it left a house without any."""
    opened = []

    class Watching(io.StringIO):
        def write(self, words):
            if CODE.search(words):
                unlocked = keys.unlock_with_recovery(typist.home, template.recovery_code)
                opened.append(unlocked.wipe())
            return super().write(words)

    monkeypatch.setattr(sys, "stdout", Watching())
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typist.secret}\n"))
    place = ["--home", str(typist.home), "--user", typist.user, "--passphrase-file", "-"]
    assert status_of([*place, "new-sheets", "--three"]) == 0
    assert len(opened) == 3
    with pytest.raises(StoreRefused, match="wrong_recovery"):
        keys.unlock_with_recovery(typist.home, template.recovery_code)
