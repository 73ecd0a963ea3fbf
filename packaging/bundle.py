"""Make the program a folder that runs without Python, and one compressed file of it, in dist/.

For the system it is run on: Linux, or Windows and macOS by the recipes beside this file. With
`usual` after it PyInstaller's own bundle of the same program is made as well, untouched, and both
files are compared. What the program does not use is taken out; see `spare`. Whether it works where
nothing else is, `bare` tries.
"""

from __future__ import annotations

import ast
import compileall
import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib import metadata
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import TYPE_CHECKING, Final

import libraries
import spare

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE: Final = Path(__file__).resolve().parent.parent
BUILD, DIST = HOUSE / "build" / "bundle", HOUSE / "dist"
NAME: Final = "alongside"
LAYERS: Final = ("desktop", "reports", "sync", "db", "casework", "forms", "texts", "ledger")
# A server is run from its sources, by somebody who looks after it: docs/server.md.
SERVER: Final = HOUSE / "sync" / "server"
# What is made into something else, and what only developers read.
NOT_DATA: Final = frozenset({".po", ".pyc"})
# Files of packages whose other files nobody needs.
OF_OTHERS: Final = (
    "mnemonic/wordlist/french.txt",
    "mnemonic/wordlist/portuguese.txt",
    "mnemonic/wordlist/spanish.txt",
    "pyxform/validators/pyxform/iana_subtags/*.txt",
    "xkcdpass/static/eff-long",
)
# Where Qt for Python looks for what it has unpacked, in the folder of its package.
UNPACKED: Final = "files.dir"
GOAL: Final = 0.55
MEBIBYTE: Final = 1024 * 1024


def main(words: list[str]) -> int:
    """Make the bundle and say how large it is; return 1 when it is too large for its goal."""
    # A window is shown where the bundle goes, whether or not one can be shown here.
    os.environ.setdefault("DISPLAY", ":0")
    lacking = libraries.problem()
    if lacking:
        print(lacking, file=sys.stderr)
        return 1
    folder = build("ours")
    if sys.platform.startswith("linux"):
        spare.slim(folder)
        spare.lend(folder)
    lay_out(folder)
    licences(folder)
    ours = pack(folder, DIST / f"{NAME}-{sys.platform}.tar.xz")
    print(f"{ours.relative_to(HOUSE)}: {_size(ours)}; unpacked: {_size(folder)}", flush=True)
    if "usual" not in words:
        return 0
    usual = pack(build("usual"), BUILD / "usual.tar.xz")
    ratio = ours.stat().st_size / usual.stat().st_size
    met = "met" if ratio <= GOAL else "MISSED"
    print(f"PyInstaller's usual bundle: {_size(usual)}; ours of it: {ratio:.3f} <= {GOAL} {met}")
    return 0 if ratio <= GOAL else 1


def build(kind: str) -> Path:
    """Return the folder in which PyInstaller put the program and all that it needs."""
    place = BUILD / kind
    shutil.rmtree(place, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", str(HOUSE / "packaging" / "start.py")]
    command += ["--name", NAME, "--onedir", "--noconfirm", "--log-level", "ERROR"]
    command += ["--distpath", str(place), "--workpath", str(place / "work")]
    command += ["--specpath", str(place), "--paths", str(HOUSE)]
    if sys.platform == "win32":
        # The window needs no console; verbs that are typed into one keep it.
        command += ["--hide-console", "hide-early"]
    for module in (*modules(), *called_by_name()):
        command += ["--hidden-import", module]
    # The square of a slip: its package asks for all of its kinds by name.
    command += ["--collect-submodules", "reportlab.graphics.barcode"]
    for module in spare.MODULES if kind == "ours" else ():
        command += ["--exclude-module", module]
    for source, folder in data():
        command += ["--add-data", f"{source}:{folder}"]
    # What is compressed once is not compressed again: the packed file is smaller without.
    own = {"PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0"} if kind == "ours" else {}
    subprocess.run(command, cwd=HOUSE, env=os.environ | own, check=True)
    return place / NAME


def lay_out(folder: Path) -> None:
    """Lay out, compiled, what Qt for Python carries packed: else it compiles it at every start."""
    found = importlib.util.find_spec("shiboken6")
    if found is None or found.origin is None:
        raise FileNotFoundError("shiboken6")
    with tempfile.TemporaryDirectory() as place:
        package = Path(shutil.copytree(Path(found.origin).parent, Path(place) / "shiboken6"))
        # It unpacks them itself where it is told not to keep them embedded.
        told = os.environ | {"SBK_EMBED": "no", "PYTHONPATH": place}
        subprocess.run([sys.executable, "-c", "import shiboken6.Shiboken"], env=told, check=True)
        compileall.compile_dir(
            package / UNPACKED,
            quiet=1,
            legacy=True,
            stripdir=place,
            invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
        )
        text = shutil.ignore_patterns("*.py", "__pycache__")
        target = folder / "_internal" / "shiboken6" / UNPACKED
        shutil.copytree(package / UNPACKED, target, ignore=text)


def modules() -> Iterator[str]:
    """Yield every module of ours: desks and pages are imported by name."""
    for path in _sources():
        inside = path.relative_to(HOUSE).with_suffix("")
        if "migrations" not in inside.parts:
            yield ".".join(inside.parts).removesuffix(".__init__")


def called_by_name() -> set[str]:
    """Return the modules of others that we import by their names at the first need."""
    found = set()
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (name := _imported(node)):
                found.add(name)
    return {name for name in found if name.partition(".")[0] not in LAYERS}


def _imported(node: ast.Call) -> str:
    """Return the name of the module that a call imports, if it does and says which."""
    func = node.func
    called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    given = node.args[0] if called == "import_module" and node.args else None
    return str(given.value) if isinstance(given, ast.Constant) else ""


def _sources() -> Iterator[Path]:
    for layer in LAYERS:
        yield from (
            path for path in sorted((HOUSE / layer).rglob("*.py")) if SERVER not in path.parents
        )


def data() -> Iterator[tuple[Path, Path]]:
    """Yield every file that the program reads, and the folder it belongs into."""
    for layer in LAYERS:
        for path in sorted((HOUSE / layer).rglob("*")):
            code = path.suffix == ".py" and "migrations" not in path.parts
            if path.is_file() and not code and path.suffix not in NOT_DATA:
                yield path, path.relative_to(HOUSE).parent
    for path in sorted((HOUSE / "docs" / "guide").glob("*.md")):
        yield path, path.relative_to(HOUSE).parent
    for name in OF_OTHERS:
        package, _, inside = name.partition("/")
        found = importlib.util.find_spec(package)
        if found is None or found.origin is None:
            raise FileNotFoundError(package)
        for path in Path(found.origin).parent.glob(inside):
            yield path, Path(name).parent


def licences(folder: Path) -> None:
    """Put the licences of all that is in the bundle beside it."""
    for package in metadata.distributions():
        name = package.metadata["Name"].lower().replace("-", "_")
        if not _is_in(folder, package):
            continue
        for file in package.files or ():
            told = file.name.upper().partition(".")[0]
            if told in {"LICENSE", "LICENCE", "COPYING", "NOTICE"} or "licenses" in file.parts:
                target = folder / "licences" / name / "-".join(file.parts[-2:])
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(package.locate_file(file), target)
    shutil.copyfile(HOUSE / "LICENSE", folder / "licences" / "LICENSE")


def _is_in(folder: Path, package: metadata.Distribution) -> bool:
    tops = (package.read_text("top_level.txt") or package.metadata["Name"]).split()
    there = folder / "_internal"
    names = {top.replace("-", "_") for top in tops}
    return any((there / name).exists() for name in names) or bool(names & _frozen())


def _frozen() -> set[str]:
    """Return the names of the packages whose modules PyInstaller put into its archive."""
    listed = BUILD / "ours" / "work" / NAME / "PYZ-00.toc"
    entries = ast.literal_eval(listed.read_text("utf-8"))[1]
    return {name.partition(".")[0] for name, _path, _kind in entries}


def pack(folder: Path, target: Path) -> Path:
    """Return one compressed file of a folder; the same folder gives the same file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(target, "w:xz", preset=9) as packed:
        packed.add(folder, NAME, filter=_plain)
    return target


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = 0, 0, 0, "", ""
    return entry


def _size(path: Path) -> str:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if not one.is_dir()]
    return f"{sum(one.lstat().st_size for one in files) / MEBIBYTE:.1f} MiB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
