"""What desks say no with."""

from __future__ import annotations


class DeskRefused(Exception):
    """Raised for what cannot be done; its sentence is `error.<code>`, filled in with its facts.

    A fact is a number, or a name that whoever asked has given or may see; never of a case.
    """

    def __init__(self, code: str, **facts: str | int) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)
