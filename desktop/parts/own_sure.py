"""What leaves others without their keys is asked once more, with one's own passphrase."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts
from desktop.parts.own_secret import OwnSecret
from desktop.parts.sure import Sure

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.parts.sure import Once


class OwnSure(Sure):
    """Stands until it is done: a passphrase that is wrong is told here, and typed once more."""

    def __init__(self) -> None:
        super().__init__()
        self.own: OwnSecret | None = None

    def ask_own(self, once: Once, act: Callable[[str], object], asker: QWidget) -> None:
        """Ask once more; the act is given what was typed."""
        self.ask(once, partial(self._take, act), asker)

    def refused(self, error: Exception) -> bool:
        """Say at the passphrase why it was refused; ask no more if that is not the reason."""
        if self.yes is not None:
            self.yes.refuse("")
        if self.own is not None and self.own.refused(error):
            return True
        self.withdraw()
        return False

    def drop(self) -> None:
        """Ask no more, and let nothing of what was typed stand."""
        if self.own is not None:
            self.own.forget()
        self.own = None
        super().drop()

    def _ask_besides(self) -> None:
        self.own = OwnSecret()
        self.own.secret.returnPressed.connect(self._answer)
        self._inside.addWidget(self.own)

    def _answer(self) -> None:
        if self.yes is not None:
            self.yes.click()

    def _act(self, act: Callable[[], object]) -> None:
        """Stay: whether it is her own passphrase is known later."""
        act()

    def _take(self, act: Callable[[str], object]) -> None:
        if self.own is None or self.yes is None:
            return
        if self.own.is_missing():
            self.own.secret.setFocus()
            return
        self.yes.refuse(texts.say("backups.working"))
        act(self.own.take())
