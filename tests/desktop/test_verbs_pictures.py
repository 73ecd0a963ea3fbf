"""Pictures of the window by command line: of practice workbooks, and of nobody else's."""

from __future__ import annotations

from shutil import copytree

import pytest
from PySide6.QtGui import QImage
from typed import Typist

import texts
from desktop.frame.settings import FILE, Settings, load, save
from desktop.pages import PAGES
from desktop.pictures.pictured import BEFORE, LOOKS, NAMES, PICTURED

WIDE, HIGH = 1366, 768

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Return where a practice workbook is made by whoever needs it first, and who is in it."""
    return tmp_path_factory.mktemp("once") / "practice", []


@pytest.fixture
def practising(once, tmp_path, monkeypatch, capsys, qapp):
    """Return somebody at a copy of a practice workbook, by her role."""
    del qapp
    made, users = once
    if not users:
        beginner = Typist(made, monkeypatch, capsys)
        users += beginner.types("practice", "--cases", "2", "--json").facts["users"]
    home = copytree(made, tmp_path / "practice")

    def of(role):
        user = next(one for one in users if one["role"] == role)
        return Typist(home, monkeypatch, capsys, user["name"], user["passphrase"])

    return of


def why(answer):
    """Return the code of a refusal; the words before it say that this is practice."""
    return answer.err.splitlines()[-1].partition(":")[0]


def names_in(folder):
    return sorted(path.stem for path in folder.iterdir())


def test_every_page_the_window_has_is_pictured() -> None:
    assert {page.page for page in PICTURED.values()} == set(PAGES)
    assert len(NAMES) == len(set(NAMES)) == len(BEFORE) + len(PICTURED)


def test_of_a_real_workbook_no_picture_is_taken(template, tmp_path, monkeypatch, capsys) -> None:
    typist = Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)
    refused = typist.types("pictures", "--page", "cover", "--out", tmp_path / "pictures")
    assert (refused.code, refused.refused) == (1, "pictures_of_people")
    assert not (tmp_path / "pictures").exists()


def test_pages_are_painted_in_their_looks_and_nothing_of_hers_changes(practising, tmp_path) -> None:
    worker, out = practising("caseworker"), tmp_path / "pictures"
    save(worker.home, Settings(scale=1.5))
    kept = (worker.home / FILE).read_bytes()
    wanted = ("join-compare", "case")
    words = [word for name in wanted for word in ("--page", name)]
    looks = [word for look in LOOKS for word in ("--look", look)]
    done = worker.types("pictures", *words, *looks, "--out", out, "--json")
    assert done.code == 0, done.err
    assert len(done.facts["pictures"]) == len(wanted) * len(LOOKS)
    assert names_in(out) == sorted(f"{name}-{look}" for name in wanted for look in LOOKS)
    seen = {path.read_bytes() for path in out.iterdir()}
    # Before anybody is signed in there is nothing that discreet mode would mask.
    assert len(seen) == len(wanted) * len(LOOKS) - len(set(wanted) & set(BEFORE))
    picture = QImage(str(out / "case-light.png"))
    assert (picture.width(), picture.height()) == (WIDE, HIGH)
    assert (worker.home / FILE).read_bytes() == kept
    assert load(worker.home).scale == 1.5
    assert texts.current().code == "en"


def test_what_a_role_does_not_open_is_named_and_nothing_is_painted_over(
    practising, tmp_path
) -> None:
    worker, out = practising("caseworker"), tmp_path / "pictures"
    words = ("pictures", "--page", "team", "--page", "help", "--look", "light", "--out", out)
    done = worker.types(*words, "--json")
    assert done.facts["closed"] == ["team"]
    assert names_in(out) == ["help-light"]
    assert not (worker.home / FILE).exists()
    again = worker.types(*words)
    assert (again.code, why(again)) == (1, "file_exists")
    supervisor = practising("supervisor")
    words = ("pictures", "--page", "team", "--look", "light", "--out", out)
    assert supervisor.types(*words).code == 0
    assert names_in(out) == ["help-light", "team-light"]


def test_whoever_sees_the_cases_masked_gets_pictures_too(practising, tmp_path) -> None:
    supervisor, out = practising("supervisor"), tmp_path / "pictures"
    words = ("pictures", "--page", "case", "--page", "letter", "--page", "service")
    done = supervisor.types(*words, "--look", "light", "--out", out, "--json")
    assert done.code == 0, done.err
    assert "case-light" in names_in(out)
    assert "letter" in done.facts["closed"]


def test_a_service_nobody_knows_and_a_place_that_is_no_folder_are_refused(
    practising, tmp_path
) -> None:
    worker, out = practising("caseworker"), tmp_path / "taken"
    wrong = worker.types("pictures", "--page", "service", "--to", "Nowhere", "--out", out)
    assert why(wrong) == "service_not_found"
    out.write_text("a file", "utf-8")
    assert why(worker.types("pictures", "--page", "help", "--out", out)) == "file_not_written"
