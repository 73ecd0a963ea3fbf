"""One form of a case as it is kept: finished or begun, with its answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from forms.document import FormDoc
    from forms.model import FormModel

FINAL: Final = "final"
DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class Record:
    """A form that was filled in, or is being filled in: what, when, by whom."""

    id: str
    state: str
    at: datetime
    by: str = field(repr=False)
    model: FormModel = field(repr=False)
    doc: FormDoc = field(repr=False)

    @property
    def form_id(self) -> str:
        """Return the id of the form."""
        return self.doc.form_id
