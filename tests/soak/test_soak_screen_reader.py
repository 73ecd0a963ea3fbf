"""A real screen reader's bus: AT-SPI reads the case page in a sensible order, by name."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from vaults import HOUSE

import texts

PROGRAM = HOUSE / "tests" / "kit" / "heard_window.py"
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
NEEDS = (
    "sudo apt-get install -y at-spi2-core dbus xvfb xauth python3-pyatspi gir1.2-atspi-2.0"
    " libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0"
    " libxkbcommon-x11-0"
)


def heard(home: Path, language: str):
    """Return role, name and focusability of all that AT-SPI finds."""
    bus, display = map(shutil.which, ("dbus-run-session", "xvfb-run"))
    assert all((bus, display, LAUNCHER.exists())), f"a screen reader needs more here: {NEEDS}"
    done = subprocess.run(
        [bus, "--", display, "-a", sys.executable, PROGRAM, home, language],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": f"{HOUSE}{os.pathsep}{HOUSE / 'tests' / 'kit'}",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        },
        timeout=300,
    )
    # Before it stands what the registry of the bus says of itself.
    said = done.stdout.rpartition("\n")[2]
    assert said.startswith("["), f"{done.stderr[-2000:]}\n{NEEDS}"
    return json.loads(said)


@pytest.mark.soak
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_bus_reads_the_case_page_in_a_sensible_order(tmp_path, language) -> None:
    found = heard(tmp_path / "practice", language)
    assert [role for role, name, focusable in found if focusable and not name.strip()] == []
    texts.use(language)
    said = [name for _, name, _ in found]
    order = [texts.say(f"case.{part}") for part in ("contact", "consent", "experiences", "about")]
    places = [next(at for at, name in enumerate(said) if words in name) for words in order]
    assert places == sorted(places)
