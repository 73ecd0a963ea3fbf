"""Why figures are not counted, or not published."""

from __future__ import annotations


class FiguresRefused(Exception):
    """Raised for a plan, a period or a release that cannot be; carries a code.

    Its facts are numbers, and words of a file of figures; never of a case.
    """

    def __init__(self, code: str, **facts: str | int) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)
