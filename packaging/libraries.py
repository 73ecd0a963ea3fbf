"""The system libraries that the window needs, found or installed, else named in one line.

Run by the machine's own Python, so nothing but the standard library is at hand.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# What Qt opens in any case, and Debian's package that has it.
ALWAYS = {
    "libatomic.so.1": "libatomic1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
# What it opens for a window on an X display.
WITH_DISPLAY = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

# What installs packages, and what it is told so that nobody is asked.
MANAGERS = {
    "apt-get": ("-y", "-qq", "--no-install-recommends"),
    "dnf": ("-y", "-q"),
    "zypper": ("-y",),
}
DEBIAN = "apt-get"
# Where packages are found by the library that is in them.
_64_BIT = "()(64bit)" if sys.maxsize > 1 << 32 else ""

# The tests of the server run on it too, where it is; the program itself does without.
POSTGRES = {"postgresql": "postgresql-server"}
POSTGRES_PROGRAMS = ("initdb", "pg_ctl", "postgres")
# Where they are, tests watch a real queue of the system's print, and read papers as others do.
WATCHERS = {
    "strace": "strace",
    "cupsd": "cups-daemon",
    "lpadmin": "cups-client",
    "pdftotext": "poppler-utils",
}
# What others than Debian call them.
_ELSEWHERE = {"cups-daemon": "cups", **POSTGRES}


def problem() -> str:
    """Install what is missing where we are allowed to; return what to type where we are not."""
    if not sys.platform.startswith("linux"):
        return ""
    wanted = ALWAYS | (WITH_DISPLAY if has_display() else {})
    missing = absent(wanted)
    if missing and _install(_packages(missing), "what the window needs"):
        missing = absent(wanted)
    return _advice(missing) if missing else ""


def has_display() -> bool:
    """Return whether a window can be shown here: the display that is named answers."""
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    return bool(os.environ.get("DISPLAY")) and _is_let_in()


def _is_let_in() -> bool:
    """Return whether the X server that is named lets us in, or it cannot be asked yet.

    A name may be left from a session that is over: Qt would abort at it.
    """
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    asked = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(asked)
    xcb.xcb_disconnect(asked)
    return not refused


def absent(wanted: dict[str, str]) -> dict[str, str]:
    """Return the libraries that the system cannot open, with their packages."""
    return {name: package for name, package in wanted.items() if not _opens(name)}


def _opens(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def postgres() -> Path | None:
    """Return the folder of PostgreSQL's own programs, the newest that is here."""
    at_hand = shutil.which("initdb")
    folders = [Path(at_hand).resolve().parent] if at_hand else []
    # Debian keeps them out of the way of people.
    kept = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    folders += sorted(kept, key=lambda one: int(one.parent.name), reverse=True)
    return next((one for one in folders if _has_programs(one)), None)


def without_watchers() -> dict[str, str]:
    """Return the programs that are not here, with their packages."""
    # Those of the system's own keeping are on nobody's path but root's.
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    return {name: one for name, one in WATCHERS.items() if not shutil.which(name, path=path)}


def _has_programs(folder: Path) -> bool:
    return all((folder / name).exists() for name in POSTGRES_PROGRAMS)


def without_postgres() -> str:
    """Return what to type where PostgreSQL is not here."""
    if postgres():
        return ""
    return (
        "The server is not tested on PostgreSQL, which is not here. Type this line for it:\n"
        f"    {line_for(_named(POSTGRES))}"
    )


def manager() -> str:
    """Return what installs packages on this system, or nothing where it is none that we know."""
    return next(filter(shutil.which, MANAGERS), "")


def is_debian() -> bool:
    """Return whether packages have the names of Debian, also where nothing better is known."""
    return manager() in {DEBIAN, ""}


def line_for(packages: Iterable[str]) -> str:
    """Return what to type for some packages."""
    return f"sudo {manager() or DEBIAN} install -y {shlex.join(packages)}"


def _packages(missing: dict[str, str]) -> list[str]:
    """Return the packages of some libraries as this system calls them."""
    if is_debian():
        return sorted(missing.values())
    return [f"{name}{_64_BIT}" for name in sorted(missing)]


def _named(packages: Iterable[str]) -> list[str]:
    """Return packages by the names that they have on this system."""
    if is_debian():
        return sorted(packages)
    return sorted(_ELSEWHERE.get(one, one) for one in packages)


def _install(packages: Iterable[str], what: str) -> bool:
    ours = manager()
    if not ours or os.geteuid() != 0:
        return False
    print(f"Installing {what} from the system ...", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for _ in range(2):
        line = [ours, "install", *MANAGERS[ours], *packages]
        if subprocess.run(line, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode == 0:
            return True
        if ours != DEBIAN:
            return False
        subprocess.run([ours, "update", "-qq"], env=quiet, check=False)
    return False


def _advice(missing: dict[str, str]) -> str:
    if manager():
        return (
            "The window needs system libraries that are not here. Type this line, then try again:\n"
            f"    {line_for(_packages(missing))}"
        )
    return (
        "The window needs these system libraries; install them in this system's own way,"
        f" then try again:\n    {' '.join(sorted(missing))}"
    )


if __name__ == "__main__":
    # Before tests: what they go without is said, and they go on.
    if not postgres():
        _install(_named(POSTGRES), "PostgreSQL for the tests")
    if without_postgres():
        print(without_postgres())
    if without_watchers():
        wanted = _named(without_watchers().values())
        _install(wanted, "what watches and reads papers in the tests")
    if without_watchers():
        wanted = _named(without_watchers().values())
        print(f"Papers are not watched from outside. For that: {line_for(wanted)}")
