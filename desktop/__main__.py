"""Start here: `python -m desktop`, or the installed command `alongside`.

Without a verb the window opens; nothing heavy is imported before it is seen.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final

from desktop import crash
from desktop.clock import now
from desktop.command.opening import opening
from desktop.events import silence_libraries
from desktop.homes import home_at_start
from desktop.program import PRINT, PROVE
from desktop.saying.shown import speak_unicode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# As shells have it for what was ended by an interrupt.
STOPPED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, or do what was typed; return the exit status."""
    try:
        return _main(arguments)
    except KeyboardInterrupt:
        # Whoever stopped it knows; until the hooks are there Python would show where it was.
        return STOPPED


def _main(arguments: Sequence[str] | None) -> int:
    typed = list(sys.argv[1:] if arguments is None else arguments)
    if typed == [PROVE]:
        import_module("desktop.beside.prover").prove()
    if typed == [PRINT]:
        import_module("desktop.parts.printer").answer()
    speak_unicode()
    window = opening(typed)
    if window is None:
        done: int = import_module("desktop.command.typed").do(typed)
        return done
    signed_in = (window.user, window.passphrase_file) if window.passphrase_file else None
    return _open(window.home or home_at_start(), window.after, signed_in)


def _open(home: Path, after: str, signed_in: tuple[str, str] | None) -> int:
    crash.harden()
    silence_libraries()
    crash.install(home, now)
    import_module("desktop.safety.interrupting").close_when_interrupted()
    status: int = import_module("desktop.app").run(home, after=after, signed_in=signed_in)
    return status


if __name__ == "__main__":
    sys.exit(main())
