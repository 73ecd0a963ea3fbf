"""What the documents say is so: folders, paths, commands, versions, and a test for each promise."""

from __future__ import annotations

import re
import shlex
import tomllib

import pytest
from measure import HOUSE
from promised import is_there, text

from desktop.command.opening import opening
from desktop.command.parser import build

FOUNDING = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
PAGES = [
    *(HOUSE / name for name in FOUNDING),
    *(path for folder in ("docs", "packaging") for path in sorted((HOUSE / folder).rglob("*.md"))),
]
# What a page tells people to make, or never to make.
EXAMPLES = {
    *("forms/codes/room.toml", "reports/letters/school.toml", "texts/tr.po"),
    "tests/db/__init__.py",
}
INVARIANTS = 32
# Promises about parts that are not built yet. This list may only shrink.
NOT_YET: set[int] = set()


def our_folders():
    ignored = {line.strip("/") for line in text(".gitignore").split()}
    found = (path.name for path in HOUSE.iterdir() if path.is_dir())
    return {name for name in found if not name.startswith(".") and name not in ignored}


def named_files(page):
    """Return the files a page names in backticks, patterns and examples left out."""
    ending = r"\.(?:py|toml|yaml|md|po|json|txt|sha256|lock)"
    quoted = re.findall(rf"`([\w./-]+/[\w.-]+{ending})(?:::\w+)*`", page)
    made = [name for name in quoted if "NNNN" in name or name.startswith("out/")]
    return [name for name in quoted if name not in EXAMPLES and name not in made]


def promises(page):
    """Return the test ids beside each numbered invariant."""
    rows = re.findall(r"^\| (\d+) \| .+? \| (.+) \|$", page, re.MULTILINE)
    return {int(number): re.findall(r"`(tests/[^`]+)`", ids) for number, ids in rows}


def first_commands(page):
    """Return the commands of the first block of a page, their remarks left out."""
    block = re.search(r"^```\n(.+?)^```", page, re.MULTILINE | re.DOTALL)
    return [line.split("#")[0].strip() for line in block[1].splitlines()]


def typed_commands(page):
    """Return what a page tells people to type, remarks after two spaces left out."""
    found = re.findall(r"^ *alongside (.+)$", page, re.MULTILINE)
    return [shlex.split(re.split(r"  +", words)[0]) for words in found]


def without_head(page):
    """Return the rows with which tables begin that have no head: an empty line cuts one in two."""
    begun = re.findall(r"(?:^|\n\n)(\|[^\n]*)\n([^\n]*)", page)
    return [row for row, below in begun if not re.fullmatch(r"[|:-]+", below.replace(" ", ""))]


def broken_links(page, folder):
    found = re.findall(r"\]\(([^)#:]+)\)", page)
    return [link for link in found if not (folder / link).exists()]


def test_every_folder_is_named_in_the_architecture():
    named = text("ARCHITECTURE.md")
    assert [name for name in our_folders() if not re.search(rf"\b{name}\b", named)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_exists(page):
    named = named_files(page.read_text("utf-8"))
    assert [name for name in named if not (HOUSE / name).exists()] == []


def test_every_link_leads_somewhere():
    links = {page.name: broken_links(page.read_text("utf-8"), page.parent) for page in PAGES}
    assert {name: links for name, links in links.items() if links} == {}


def test_every_table_has_its_head():
    bare = {page.name: without_head(page.read_text("utf-8")) for page in PAGES}
    assert {name: rows for name, rows in bare.items() if rows} == {}


def test_to_every_page_but_decisions_some_link_leads():
    named = [page for page in PAGES if page.parent.name != "decisions"]
    led_to = {
        (page.parent / link).resolve()
        for page in named
        for link in re.findall(r"\]\(([^)#:]+)", page.read_text("utf-8"))
    }
    pages = {page for page in named if page.parent.name in {"docs", "guide", "packaging"}}
    assert sorted(page.name for page in pages - led_to) == []


def test_the_readme_begins_with_the_two_commands():
    assert first_commands(text("README.md")) == ["make run", "make test"]


def test_every_make_word_that_is_named_exists():
    words = set(re.findall(r"^(\w+):", text("Makefile"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"`make (\w+)`|^make (\w+)", page.read_text("utf-8"), re.MULTILINE))
        assert {one or other for one, other in named} <= words, page.name


def test_every_command_that_is_named_can_be_typed():
    commands = [words for page in PAGES for words in typed_commands(page.read_text("utf-8"))]
    assert ["--help"] in commands
    for words in commands:
        # Without a verb the window opens.
        known = words == ["--help"] or opening(words) is not None
        assert known or build().parse_args(words).verb in words, words


def test_the_changelog_begins_with_this_version():
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert re.search(r"^## (\S+)", text("CHANGELOG.md"), re.MULTILINE)[1] == version


def test_decisions_are_numbered_and_complete():
    pages = sorted((HOUSE / "docs/decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        parts = re.findall(r"^\*\*(\w+)\.\*\*", page.read_text("utf-8"), re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences"], page.name


def test_every_invariant_has_its_test():
    found = promises(text("ARCHITECTURE.md"))
    assert sorted(found) == list(range(1, INVARIANTS + 1))
    assert {number for number, ids in found.items() if not ids} == NOT_YET
    assert [one for ids in found.values() for one in ids if not is_there(one)] == []


def test_what_is_false_in_a_document_is_seen():
    page = "| 1 | so | `tests/a.py::test_x` |\n| 2 | so too | later |\n"
    assert promises(page) == {1: ["tests/a.py::test_x"], 2: []}
    assert not is_there("tests/a.py::test_x")
    assert not is_there("tests/house/test_docs.py::test_no_such_test")
    assert is_there("tests/house/test_docs.py::test_what_is_false_in_a_document_is_seen")
    assert named_files("see `db/none.py`, `db/<name>.py` and `db/*.py`") == ["db/none.py"]
    assert named_files("see `db/none.py::outgoing` and `out/all.json`") == ["db/none.py"]
    assert broken_links("[a](none.md) [b](README.md)", HOUSE) == ["none.md"]
    assert without_head("| a |\n|---|\n| b |\n\n| c |\n| d |\n") == ["| c |"]
    page = "alongside --home X init    make one\n   alongside check\nso `alongside` is\n"
    assert typed_commands(page) == [["--home", "X", "init"], ["check"]]
    assert first_commands("# A\n\n```\nmake all  # everything\n```\n") == ["make all"]
