"""Make our own forms ready to be published: read, joined with their lists, and compiled.

Does nothing while neither a form nor what compiles it has changed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from forms.library import read_library
from forms.library.kept import FILE, Made, made, packed
from forms.loading import load_form
from forms.stored import model_to_json

FORMS = Path(__file__).resolve().parent.parent / "forms"


def main() -> int:
    """Write what is older than its source and return the exit status."""
    newest = max(path.stat().st_mtime_ns for path in FORMS.rglob("*.py"))
    if made() and FILE.stat().st_mtime_ns >= newest:
        return 0
    forms = {
        form: Made(source.decode(), model_to_json(load_form(source.decode())))
        for form, source in read_library().items()
    }
    FILE.write_bytes(packed(forms))
    return 0


if __name__ == "__main__":
    sys.exit(main())
