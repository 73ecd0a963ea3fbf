"""What laptops have come to, made once in a process and copied for each test that goes on there."""

from __future__ import annotations

import shutil
import tempfile
from copy import copy
from pathlib import Path

from laptops import First, Laptop
from make import Clock

_MADE = {}


def once(template, what, folder, make):
    """Return what is made in a folder, as it was when all its laptops were closed.

    `make` returns something with a `first` laptop and a `clock`; its other laptops are moved along.
    What it comes to hangs on the template and on what it is called alone.
    """
    known = template.home, what
    if known not in _MADE:
        base = Path(tempfile.mkdtemp(dir=template.home.parent))
        made = make(base)
        made.first.close()
        _MADE[known] = base, made
    base, made = _MADE[known]
    shutil.copytree(base, folder, dirs_exist_ok=True)
    again = copy(made)
    again.clock = Clock(made.clock.moment)
    for name, one in vars(made).items():
        if isinstance(one, (First, Laptop)):
            setattr(again, name, one.moved(folder / one.home.relative_to(base), again.clock))
    return again
