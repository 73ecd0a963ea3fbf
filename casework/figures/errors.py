"""Why figures are not counted, or not published."""

from __future__ import annotations


class FiguresRefused(Exception):
    """Raised for a plan, a period or a release that cannot be; carries a code only."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
