"""Why figures were not protected, and so are not published."""

from __future__ import annotations


class NotProtected(Exception):
    """Raised where no proof was found that nobody is betrayed; carries a code only."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
