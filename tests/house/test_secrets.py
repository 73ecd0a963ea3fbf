"""Nothing of one machine, no registry and no stranger's file stands in the repository."""

from __future__ import annotations

import re

import pytest
from measure import HOUSE

# A letter in brackets or an underscore to drop, so that this file is not what it looks for.
HOST = re.compile(r"htt[p]s?://(?P<host>[^/\s\"'<>)]+)")
REGISTRY = re.compile(
    r"p[y]pi\.(?:org|python)|files\.p[y]thonhosted|--(?:extra-)?i[n]dex-url|--f[i]nd-links"
)
MACHINE = re.compile(r"(?<![\w.)])/(?:h[o]me|U[s]ers|r[o]ot|w[o]rk|o[p]t)/\w+|[A-Z]:\\U[s]ers")
SET_UP = ("requirements.lock", "pyproject.toml", "Makefile", ".ci", "packaging")
BINARY = {".ttf", ".otf", ".woff", ".woff2", ".so", ".dll", ".exe", ".whl", ".jar", ".zip", ".pyd"}


def files():
    """Yield every file that is kept: all but what .gitignore names."""
    made = {line.strip("/") for line in (HOUSE / ".gitignore").read_text("utf-8").split()}
    unkept = {name for name in made if "/" not in name} | {".git"}
    for path in sorted(HOUSE.rglob("*")):
        inner = path.relative_to(HOUSE)
        kept = not any(part in unkept for part in inner.parts)
        made_by_set_up = inner.parts[:2] == ("texts", "fonts") or inner.match("texts/*.mo")
        if path.is_file() and kept and not made_by_set_up:
            yield inner.as_posix()


def words(path):
    return (HOUSE / path).read_text("utf-8", errors="ignore")


KEPT = list(files())


def hosts(text):
    """Return what other machines are named; a machine that asks itself asks nobody."""
    found = {one["host"] for one in HOST.finditer(text)}
    return sorted(one for one in found if one.partition(":")[0] != "127.0.0.1")


def test_the_files_are_found():
    assert {"pyproject.toml", "requirements.lock", "texts/en.po", ".ci/run"} <= set(KEPT)
    assert not any(path.startswith((".venv/", "out/")) for path in KEPT)


def test_no_registry_is_named_anywhere():
    assert [path for path in KEPT if REGISTRY.search(words(path))] == []


def test_set_up_and_build_files_name_no_host():
    assert {path: hosts(words(path)) for path in KEPT if path.startswith(SET_UP)} == {
        path: [] for path in KEPT if path.startswith(SET_UP)
    }


def test_no_path_of_one_machine_is_named():
    assert {
        path: MACHINE.findall(words(path)) for path in KEPT if MACHINE.search(words(path))
    } == {}


def test_no_binary_is_kept():
    # Old stores to be migrated, and pictures by which people judge letters and charts.
    allowed = [
        path
        for path in KEPT
        if re.match(r"tests/db/stores/|docs/(letters|charts)/[\w-]+\.png", path)
    ]
    kept = [path for path in KEPT if path not in allowed]
    assert [path for path in kept if b"\0" in (HOUSE / path).read_bytes()[:4096]] == []
    assert [path for path in kept if path[path.rfind(".") :].lower() in BINARY] == []
    assert len(allowed) < 30


def test_every_pin_of_the_lock_has_its_hash():
    pins = re.split(r"\n(?=\w)", words("requirements.lock").strip())
    assert len(pins) > 50
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin or "==" not in pin] == []


@pytest.mark.parametrize(
    ("pattern", "planted", "clean"),
    [
        (REGISTRY, "--extra-in_dex-url x", "an index of words"),
        (REGISTRY, "see py_pi.org/x", "a copy of it"),
        (MACHINE, "cd /ho_me/anna", "the home/anna folder"),
        (MACHINE, "in /ro_ot/x", "instance('x')/root/item"),
        (MACHINE, "C:\\Us_ers\\anna", "users of C"),
        (HOST, "htt_p://example.org/x", "example.org"),
    ],
)
def test_what_is_forbidden_is_seen(pattern, planted, clean):
    assert pattern.search(planted.replace("_", ""))
    assert not pattern.search(clean)
