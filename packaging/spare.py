"""What a bundle holds and the program never uses, taken out; and what a bare machine lacks."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

import icu

import texts

# What others import where it happens to be there, for terminals, notebooks and tests.
MODULES: Final = (
    "IPython",
    "markdown_it",
    # Parts of numpy that are loaded when somebody asks for them; nothing here does.
    "numpy.f2py",
    "numpy.fft",
    "numpy.ma",
    "numpy.polynomial",
    "numpy.random",
    "numpy.testing",
    "pkg_resources",
    # A server is run from its sources, with its database.
    "psycopg",
    "psycopg_binary",
    "pydoc_data",
    "pygments",
    "rich",
    "setuptools",
    "tkinter",
    "unittest",
)
# Below _internal. Files that only what is named here needs are found by `_unused`.
NEVER: Final = (
    # Graphics, input and networks that this window does not use: it paints pixmaps on X11.
    "PySide6/Qt/plugins/egldeviceintegrations",
    "PySide6/Qt/plugins/generic",
    "PySide6/Qt/plugins/networkinformation",
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    "PySide6/Qt/plugins/platforms/libqeglfs.so",
    "PySide6/Qt/plugins/platforms/libqlinuxfb.so",
    "PySide6/Qt/plugins/platforms/libqminimal*.so",
    "PySide6/Qt/plugins/platforms/libqvkkhrdisplay.so",
    "PySide6/Qt/plugins/platforms/libqvnc.so",
    "PySide6/Qt/plugins/platforms/libqwayland*.so",
    "PySide6/Qt/plugins/tls",
    "PySide6/Qt/plugins/wayland-*",
    "PySide6/Qt/plugins/xcbglintegrations",
    "PySide6/Qt/plugins/iconengines",
    "PySide6/Qt/plugins/imageformats/libq[!j]*.so",
    # Qt's own words are kept for the languages of the window.
    "PySide6/Qt/translations/[!q]*",
    "PySide6/Qt/translations/qt[!b]*",
    "PySide6/QtNetwork.abi3.so",
    # Pictures that letters do not carry.
    "PIL/_avif*",
    "PIL/_webp*",
    "PIL/_imagingtk*",
    "PIL/_imagingcms*",
    # Trees of XML are read by one module of lxml.
    "lxml/objectify*",
    "lxml/html",
    "lxml/isoschematron",
    "lxml/sax*",
    # Printers are the system's: without its library there are none either.
    "libcups.so.2",
    # Parts of Python that nothing here asks for.
    "python3*/lib-dynload/_sqlite3*",
    "python3*/lib-dynload/_codecs_*",
    "python3*/lib-dynload/_hashlib*",
    "python3*/lib-dynload/_tkinter*",
    "python3*/lib-dynload/_curses*",
    "python3*/lib-dynload/readline*",
    "python3*/lib-dynload/*test*",
    "setuptools*",
    "pkg_resources",
)
QT_LIBRARIES: Final = "PySide6/Qt/lib/lib*.so*"
# What PyInstaller leaves to the system, and Qt does not start without: what finds a machine's
# graphics, and what speaks to its display.
LENT: Final = (
    "libGL.so.1",
    "libEGL.so.1",
    "libGLX.so.0",
    "libGLdispatch.so.0",
    "libxcb.so.1",
    "libXau.so.6",
    "libXdmcp.so.6",
)
LIBRARY_FOLDERS: Final = ("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib/aarch64-linux-gnu")


def slim(folder: Path) -> None:
    """Take out of a bundle what is never used, and the symbols of the rest."""
    inside = folder / "_internal"
    for path in [path for pattern in NEVER for path in inside.glob(pattern)]:
        _remove(path)
    _keep_our_languages(inside / "babel" / "locale-data")
    # Qt looks up scripts and cases; letters ask where a line of any script may end.
    for library in inside.glob("PySide6/Qt/lib/libicudata*"):
        icu.empty(library)
    for library in inside.glob("icu4py.libs/libicudata*"):
        icu.empty(library, keep=frozenset({"brkitr"}))
    while gone := _unused(inside):
        for path in gone:
            path.unlink()
    for path in libraries(folder):
        # Some libraries may not be stripped; they stay as they are.
        subprocess.run([tool("strip"), "--strip-unneeded", path], check=False, capture_output=True)


def lend(folder: Path) -> None:
    """Add the small libraries that a bare machine lacks."""
    for name in LENT:
        places = (Path(one) / name for one in LIBRARY_FOLDERS)
        found = next((one for one in places if one.exists()), None)
        if found is not None and not (folder / "_internal" / name).exists():
            shutil.copyfile(found.resolve(), folder / "_internal" / name)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _keep_our_languages(folder: Path) -> None:
    every = texts.letter_languages().values()
    ours = {one.locale.partition("_")[0] for one in every} | {"root", "en"}
    for path in folder.glob("*.dat"):
        if path.stem.partition("_")[0] not in ours:
            path.unlink()


def libraries(folder: Path) -> list[Path]:
    """Return every library in a folder; names that only point at another are left out."""
    return [one for one in folder.rglob("*.so*") if one.is_file() and not one.is_symlink()]


def _unused(inside: Path) -> list[Path]:
    """Return the libraries of the system and of Qt that nothing in the bundle needs any more."""
    needed = {name for path in libraries(inside) for name in needs(path)}
    links: dict[Path, set[str]] = {}
    gone = []
    for link in inside.rglob("lib*.so*"):
        if link.is_symlink() and link.exists():
            links.setdefault(link.resolve(), set()).add(link.name)
        elif link.is_symlink():
            gone.append(link)
    spare = [*inside.glob("lib*.so*"), *inside.glob("*.libs/lib*.so*"), *inside.glob(QT_LIBRARIES)]
    for path in spare:
        names = links.get(path, set()) | {path.name}
        kept = path.name.startswith(("libpython", *LENT))
        if not path.is_symlink() and not kept and not names & needed:
            gone.append(path)
    return gone


def needs(library: Path) -> list[str]:
    """Return the names of the libraries that one asks for."""
    command = [tool("readelf"), "-d", str(library)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [line.rpartition("[")[2].rstrip("]") for line in told.splitlines() if "NEEDED" in line]


def tool(name: str) -> str:
    """Return where a tool of binutils is; PyInstaller needs them too."""
    found = shutil.which(name)
    if found is None:
        raise SystemExit("Bundling needs binutils. Type: sudo apt-get install -y binutils")
    return found
