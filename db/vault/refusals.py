"""What the store says when it will not: a code, for which `texts` has the sentence."""

from __future__ import annotations

import errno
from typing import Final

_FULL: Final = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_SHUT: Final = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_PLACE: Final = {errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG}


class StoreRefused(Exception):
    """The store, its keys or a backup cannot be used; nothing was changed.

    Carries a code and, at most, page numbers or version numbers: never a name,
    a path or a value.
    """

    def __init__(self, code: str, **facts: int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def text_id(self) -> str:
        """Return the id of the sentence that explains this refusal."""
        return f"store.{self.code}"


def of_system(error: OSError) -> StoreRefused:
    """Return the refusal that says what the operating system said."""
    if error.errno in _FULL:
        return StoreRefused("disk_full")
    if error.errno in _SHUT:
        return StoreRefused("read_only")
    if error.errno == errno.ENOENT:
        return StoreRefused("missing")
    return StoreRefused("disk_error")


def of_new_place(error: OSError) -> StoreRefused:
    """Return the refusal of a place where something new was to be written."""
    return StoreRefused("no_place") if error.errno in _NO_PLACE else of_system(error)
