"""While much comes in nothing is looked for that holds itself: it makes nothing of the kind."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """Let Python collect nothing meanwhile: it would look through all that came, over and over.

    That takes a tenth of the time. The window looks after it by itself, and is let be.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
