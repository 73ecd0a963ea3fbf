"""One service of the directory: who helps, with what, for whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from casework.grant import Recipient


@dataclass(frozen=True, slots=True)
class Service:
    """A service that a survivor may be referred to; its code is how forms name it."""

    id: str
    code: str
    name: str
    kind: str
    details: dict[str, str] = field(default_factory=dict, repr=False)
    active: bool = True

    @property
    def recipient(self) -> Recipient:
        """Return this service as somebody who may be told."""
        return Recipient(self.code, self.kind, self.name)
