"""Try the bundle where nothing else is: no Python, no shell, a root of its own, nobody's rights.

The root holds the C library, its loader and zlib, the program in a folder that cannot be written
to, an empty folder for data and one for passing things. In it a practice workbook is made, a visit
is recorded with consent, a letter is written and pictures of the window are taken. Run after
bundling, with the packed file after it if that is not the one in dist/; Linux only.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import bundle
import spare
import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

# All that the bare root has of a system: the C library in its parts, and zlib, which the starter
# of the bundle unpacks itself with.
SYSTEM: Final = (
    *("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1"),
    "libz.so.1",
)
PROGRAM, DATA, HOME = "/program/alongside", "/data", "/data/workbook"
# Every system has one, and libraries look for it; nothing may stay in it.
PASSING: Final = "/passing"
NOBODY: Final = 65534
PAGES: Final = ("unlock", "today", "case", "consent", "letter")
_PNG, _PDF = b"\x89PNG\r\n", b"%PDF-"
_SHUT: Final = re.compile(r"[\w/]*(chroot|unshare|setpriv): ")
_LEAST_PICTURE: Final = 10_000
_WRITING: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class NotTried(Exception):
    """The trial could not be made here, or it failed; carries a sentence."""


@dataclass(frozen=True, slots=True)
class Root:
    """The bare root: a folder that the program takes for the whole machine."""

    folder: Path

    def at(self, path: str) -> Path:
        """Return where a path of the bare machine lies on this one."""
        return self.folder / path.lstrip("/")

    def run(self, *words: str, given: str = "", home: str = HOME, refused: str = "") -> str:
        """Run the program inside, without any right; return what it prints.

        Where something has to be refused there, it is by what word.
        """
        command = [*way_in(self.folder), f"{PROGRAM}/alongside", "--home", home, *words]
        own = {"HOME": DATA, "TMPDIR": PASSING}
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, env=own, check=False
        )
        said = done.stderr.strip()
        if done.returncode and _SHUT.match(said):
            raise NotTried(
                "This machine does not let a program into a root of its own. Run this as root,"
                f" or where user namespaces are allowed. It says: {said}"
            )
        is_right = f'"refused": "{refused}"' in said if refused else not done.returncode
        if not is_right:
            raise NotTried(f"On a bare machine it fails at: {' '.join(words[-4:])}\n{said}")
        return done.stdout

    def ask(self, user: dict[str, str], *words: str, typed: object = None) -> object:
        """Run a verb for somebody who signs in; return the facts it prints."""
        given = user["passphrase"] + "\n" + ("" if typed is None else json.dumps(typed))
        signed_in = ("--user", user["name"], "--passphrase-file", "-", "--json")
        return json.loads(self.run(*signed_in, *words, given=given))


def main(words: list[str]) -> int:
    """Make the root, walk through the work in it, and say what was found."""
    packed = Path(words[0]) if words else bundle.DIST / f"{bundle.NAME}-{sys.platform}.tar.xz"
    if not sys.platform.startswith("linux"):
        print("A bare root can be made on Linux only.", file=sys.stderr)
        return 1
    if not packed.is_file():
        print(f"There is no bundle to try at {packed}. Type: make bundle", file=sys.stderr)
        return 1
    try:
        with tempfile.TemporaryDirectory(prefix="bare-") as folder:
            _try(make(Path(folder), packed))
    except NotTried as told:
        print(told, file=sys.stderr)
        return 1
    return 0


def make(folder: Path, packed: Path) -> Root:
    """Return a root with the libraries of SYSTEM, the program and two folders, and no more."""
    root = Root(folder)
    folder.chmod(0o755)
    with tarfile.open(packed) as archive:
        archive.extractall(root.at("/program"), filter="tar")
    program = root.at(PROGRAM)
    loader = _loader(program / "alongside")
    lacking = sorted(asked_of_the_system(program) - {*SYSTEM, Path(loader).name})
    for name in (*SYSTEM, loader):
        source = _found(name)
        if source is not None:
            target = root.at(str(source))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source.resolve(), target)
            target.chmod(0o755)
    for path in (root.at("/program"), *root.at("/program").rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~_WRITING)
    for path in (DATA, PASSING):
        root.at(path).mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(root.at(path), NOBODY, NOBODY)
    print(f"A bare root: {', '.join(SYSTEM)}; not there: {', '.join(lacking) or 'nothing'}")
    return root


def asked_of_the_system(program: Path) -> set[str]:
    """Return the libraries that the bundle asks for and does not carry."""
    inside = {path.name for path in program.rglob("*.so*")}
    return {name for path in _binaries(program) for name in spare.needs(path)} - inside


def _binaries(program: Path) -> Iterator[Path]:
    yield program / "alongside"
    yield from spare.libraries(program)


def _loader(program: Path) -> str:
    """Return the path of what loads a program; the program itself names it."""
    command = [spare.tool("readelf"), "-l", str(program)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return told.partition("program interpreter: ")[2].partition("]")[0]


def _found(name: str) -> Path | None:
    """Return where this machine has a library, under the name by which loaders look for it."""
    places = (Path(one) / name for one in spare.LIBRARY_FOLDERS)
    return next((one for one in places if one.exists()), None)


def way_in(folder: Path) -> list[str]:
    """Return the command that goes into a root: as nobody, or as oneself without any right."""
    if os.geteuid() == 0:
        return [_tool("chroot"), f"--userspec={NOBODY}:{NOBODY}", str(folder)]
    # Inside one's own namespace one is called root; of its rights only the way in is kept.
    only = [_tool("setpriv"), "--bounding-set=-all,+sys_chroot"]
    return [_tool("unshare"), "--map-root-user", *only, _tool("chroot"), str(folder)]


def _tool(name: str) -> str:
    """Return where a tool of the system is; some are where only root looks for them."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        raise NotTried(f"This machine has no {name}, so nobody gets into a root of its own.")
    return found


def _try(root: Root) -> None:
    """Do the work of a first day inside, and look at what it leaves."""
    before = _state(root.at("/program"))
    made = json.loads(root.run("--json", "practice", "--cases", "3"))
    worker = next(user for user in made["users"] if user["role"] == "caseworker")
    print(f"  A practice workbook of {len(root.ask(worker, 'cases'))} cases opens.")
    new = ("record", "new", "intake", "--answers", "-")
    code = root.ask(worker, *new, typed=walk.visit())["case"]
    clinic = next(one for one in root.ask(worker, "services") if one["kind"] == "health")
    agreed = walk.agreement(clinic["code"])
    root.ask(worker, "record", code, "consent", "--answers", "-", typed=agreed)
    print("  A visit is recorded, with consent.")
    letter = f"{DATA}/letter.pdf"
    root.ask(worker, "letter", code, "--to", clinic["code"], "--language", "ar", "--out", letter)
    _demand(root.at(letter), _PDF, 1)
    print(f"  A letter is written: {root.at(letter).stat().st_size} bytes.")
    _figures(root, next(user for user in made["users"] if user["role"] == "supervisor"))
    _line(root)
    pages = [word for name in PAGES for word in ("--page", name)]
    looks = ("--look", "light", "--look", "arabic")
    shown = (code, "--to", clinic["code"], "--out", f"{DATA}/pictures")
    taken = root.ask(worker, "pictures", *shown, *pages, *looks)["pictures"]
    for one in taken:
        _demand(root.at(one), _PNG, _LEAST_PICTURE)
    print(f"  {len(taken)} pictures of the window are taken.")
    root.ask(worker, "check")
    if _state(root.at("/program")) != before:
        raise NotTried("The program wrote into its own folder.")
    if list(root.at(PASSING).iterdir()):
        raise NotTried("The program left something in the folder for passing things.")
    print("  Nothing was written into the program's folder, and nothing stays outside the data.")


def _figures(root: Root, user: dict[str, str]) -> None:
    """Prove figures: the solver that does it is no program of ours."""
    last_year = str(datetime.now(UTC).year - 1)
    root.ask(user, "figures", "--preview", "--plan", "least_year", "--period", last_year)
    print("  Figures are proved to betray nobody.")


def _line(root: Root) -> None:
    """Ask a server that is not there: what seals a line to one is carried."""
    home, secret = f"{DATA}/empty", f"{secrets.token_urlsafe(24)}\n"
    who = ("--user", "Supervisor 1", "--passphrase-file", "-", "--json")
    root.run(*who, "init", given=2 * secret, home=home)
    nowhere = ("server", "https://127.0.0.1:1")
    root.run(*who, *nowhere, given=secret, home=home, refused="line_unreachable")
    print("  A server is asked for over a sealed line.")


def _demand(file: Path, begins: bytes, least: int) -> None:
    content = file.read_bytes()
    if not content.startswith(begins) or len(content) < least:
        raise NotTried(f"{file.name} is not what it should be.")


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    """Return every path below a folder with its size and its moment."""
    found = ((path, path.lstat()) for path in folder.rglob("*"))
    return {str(path): (one.st_size, one.st_mtime_ns) for path, one in found}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
