"""Hide, tried out: nothing is closed, and yet nothing of the case is behind the cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStackedLayout, QWidget

    from desktop.frame.cover import Cover
    from desktop.frame.workspace import Workspace


class Practice:
    """Takes the workspace out of the window, where a voice would still find it, and back."""

    def __init__(self, stack: QStackedLayout, cover: Cover, aside: QWidget) -> None:
        self._stack, self._cover, self._aside = stack, cover, aside
        self._workspace: Workspace | None = None
        self._focus: QWidget | None = None

    @property
    def is_on(self) -> bool:
        """Whether the cover stands for practice only."""
        return self._workspace is not None

    def begin(self, workspace: Workspace) -> None:
        """Show the cover, first of all; then put the workspace aside."""
        focus = workspace.focusWidget() if self._workspace is None else self._focus
        self._cover.stand_before(self._stack)
        self._stack.removeWidget(workspace)
        workspace.setParent(self._aside)
        self._workspace, self._focus = workspace, focus

    def end(self) -> Workspace | None:
        """Show the workspace again, with the focus where it was."""
        workspace, focus = self._workspace, self._focus
        self.forget()
        if workspace is not None:
            self._stack.addWidget(workspace)
            self._stack.setCurrentWidget(workspace)
        if focus is not None and shiboken6.isValid(focus):
            focus.setFocus()
        return workspace

    def forget(self) -> None:
        """Practise no longer; what was put aside is let go elsewhere."""
        self._workspace = self._focus = None
