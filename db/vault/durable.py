"""Files that are either the old ones or the new ones, whatever happens in between."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from db.vault.refusals import of_system

if TYPE_CHECKING:
    from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Put a small file in place: temporary file, fsync, rename, fsync of the folder."""
    draft = path.with_name(path.name + ".new")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        forget(draft)
        raise of_system(error) from None


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def forget(draft: Path) -> None:
    """Remove an unfinished file, if there is one and the disk lets it go."""
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return
