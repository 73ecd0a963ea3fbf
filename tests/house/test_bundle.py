"""The bundle carries what the program reads and asks for by name."""

from __future__ import annotations

import shutil
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from desktop.pages import PAGES
from desktop.pictures.pictured import NAMES

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture
def bundle(monkeypatch):
    monkeypatch.syspath_prepend(str(HOUSE / "packaging"))
    return import_module("bundle")


@pytest.fixture
def icu(monkeypatch):
    monkeypatch.syspath_prepend(str(HOUSE / "packaging"))
    return import_module("icu")


@pytest.fixture
def bare(monkeypatch):
    monkeypatch.syspath_prepend(str(HOUSE / "packaging"))
    return import_module("bare")


def test_every_page_and_whatever_is_called_by_name_goes_in(bundle) -> None:
    ours = set(bundle.modules())
    assert {place.partition(":")[0] for place in PAGES.values()} <= ours
    assert {
        "casework.referrals.letters",
        "db.backups.backup",
        "desktop.command.typed",
        "reports.papers",
    } <= ours
    assert not {name for name in ours if name.startswith("db.migrations")}
    others = bundle.called_by_name()
    assert {"babel.dates", "pypdfium2"} <= others
    assert all(find_spec(name.partition(".")[0]) for name in others)


def test_every_file_that_the_program_reads_goes_in(bundle) -> None:
    places = {str(folder / source.name) for source, folder in bundle.data()}
    assert {
        "casework/need_to_know.toml",
        "db/migrations/versions/0001_first.sql",
        "desktop/look/tokens.json",
        "forms/library/intake.yaml",
        "mnemonic/wordlist/spanish.txt",
        "reports/letters/referral.toml",
        "texts/fonts/LettersIcons-Regular.ttf",
        "texts/fonts/icons.txt",
        "texts/languages.toml",
        "xkcdpass/static/eff-long",
    } <= places
    assert not {place for place in places if place.endswith((".pyc", ".po"))}


def test_what_qt_for_python_would_compile_at_every_start_is_there_compiled(
    bundle, tmp_path
) -> None:
    package = tmp_path / "_internal" / "shiboken6"
    package.mkdir(parents=True)
    bundle.lay_out(tmp_path)
    files = [path for path in (package / bundle.UNPACKED).rglob("*") if path.is_file()]
    assert "loader.pyc" in {path.name for path in files}
    assert {path.suffix for path in files} == {".pyc"}
    # Nothing says on which machine it was done.
    assert not [path for path in files if tempfile.gettempdir().encode() in path.read_bytes()]


def test_language_data_is_emptied_but_for_what_is_kept(icu, tmp_path) -> None:
    carried = find_spec("icu4py")
    if carried is None:
        pytest.skip("ICU has no build for this machine")
    folder = Path(carried.origin).parent.with_name("icu4py.libs")
    library = shutil.copy(next(folder.glob("libicudata*")), tmp_path / "data.so")
    before = library.read_bytes()
    emptied = icu.empty(library, keep=frozenset({"brkitr"}))
    after = library.read_bytes()
    assert len(before) == len(after)
    assert emptied > len(before) // 2
    changed = {
        name
        for name, start, end in icu._items(bytearray(before))
        if before[start:end] != after[start:end]
    }
    assert any("/curr/" in name for name in changed)
    assert not {name for name in changed if "/brkitr/" in name or name.endswith(".nrm")}
    assert sum(end - start for name, start, end in icu._items(bytearray(after)) if name in changed
               ) == emptied  # fmt: skip


def test_what_is_no_language_data_is_refused(icu, tmp_path) -> None:
    library = tmp_path / "other.so"
    library.write_bytes(b"\x7fELF" + bytes(4096))
    with pytest.raises(ValueError, match="language data"):
        icu.empty(library)


def test_where_there_is_no_bundle_the_trial_says_what_to_type(bare, tmp_path, capsys) -> None:
    assert bare.main([str(tmp_path / "none.tar.xz")]) == 1
    assert "make bundle" in capsys.readouterr().err


def test_into_a_bare_root_nobody_takes_a_right_along(bare, monkeypatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert f"--userspec={bare.NOBODY}:{bare.NOBODY}" in bare.way_in(Path("/root-of-it"))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert "--bounding-set=-all,+sys_chroot" in bare.way_in(Path("/root-of-it"))
    assert set(bare.PAGES) <= set(NAMES)


def test_a_machine_that_lets_nobody_into_a_root_is_said_in_words(bare, tmp_path) -> None:
    # A folder that is not there is refused by the same program, in the same way.
    with pytest.raises(bare.NotTried, match="root of its own"):
        bare.Root(tmp_path / "nowhere").run("--help")
