"""Why the server did not do something: a status, and a code that never changes its meaning."""

from __future__ import annotations

from typing import Final

# A client waits this long at first; it adds a random part of its own.
SOON: Final = 5


class Refused(Exception):
    """Raised with the code that the client is told; nothing of what was sent is in it."""

    def __init__(self, status: int, code: str, **headers: object) -> None:
        super().__init__(code)
        self.status, self.code = status, code
        self.headers = {name.replace("_", "-"): str(value) for name, value in headers.items()}


def not_found() -> Refused:
    """Return the one answer for what is not there and for what is not for this workbook."""
    return Refused(404, "not.found")


def later(status: int, code: str, seconds: float = SOON) -> Refused:
    """Return a refusal that ends by itself, with the seconds after which to ask again."""
    return Refused(status, code, retry_after=max(1, round(seconds)))
