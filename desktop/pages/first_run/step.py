"""What the steps of the first start have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.frame.gate import View

if TYPE_CHECKING:
    from desktop.frame.hall import Hall
    from desktop.pages.first_run.draft import Draft


class StepView(View):
    """One step: it fills in the draft, and says when somebody wants to go on or elsewhere."""

    entered = Signal()
    again = Signal()
    has_one = Signal()

    def __init__(self, hall: Hall, draft: Draft) -> None:
        super().__init__()
        self.hall, self.draft = hall, draft
