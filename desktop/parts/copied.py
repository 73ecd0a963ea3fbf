"""What is copied here: marked as secret for whoever keeps what is copied, and gone in a moment.

Every way of copying is met, also those that Qt has of its own: what lies on the clipboard is
handed over only when somebody asks, and before anybody can, it has been replaced by marked words.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

_SECONDS: Final = 30
_HINT: Final = "x-kde-passwordManagerHint"
_WINDOWS: Final = 'application/x-qt-windows-mime;value="{}"'
_NO: Final = bytes(4)
# What those look for who keep a history: of KDE and others on Linux, of Windows and its cloud.
_MARKS: Final = {
    _HINT: b"secret",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"1",
    _WINDOWS.format("CanIncludeInClipboardHistory"): _NO,
    _WINDOWS.format("CanUploadToCloudClipboard"): _NO,
}
_CHOSEN: Final = QClipboard.Mode.Selection


def secret(words: str) -> QMimeData:
    """Return plain words to copy, with what asks others not to keep them."""
    made = QMimeData()
    made.setText(words)
    for kind, value in _MARKS.items():
        made.setData(kind, value)
    return made


class Copied(QObject):
    """Sees to all that is copied in this program, for as long as it runs."""

    def __init__(self, parent: QGuiApplication) -> None:
        super().__init__(parent)
        self._clipboard, self._ours = QGuiApplication.clipboard(), False
        self.over = QTimer(self, singleShot=True, interval=_SECONDS * 1_000)
        self.over.timeout.connect(self.forget)
        self._clipboard.dataChanged.connect(self._changed)
        self._clipboard.selectionChanged.connect(self._chosen)
        parent.aboutToQuit.connect(self.forget)

    def forget(self) -> None:
        """Take away what was copied here, if nobody has copied anything since."""
        self.over.stop()
        if self._ours:
            self._ours = False
            self._clipboard.clear()

    def _changed(self) -> None:
        there: QMimeData | None = self._clipboard.mimeData()
        self._ours = there is not None and _is_ours(self._clipboard, there)
        if there is None or not self._ours:
            self.over.stop()
        elif there.hasFormat(_HINT):
            self.over.start()
        else:
            self._clipboard.setMimeData(secret(there.text()))

    def _chosen(self) -> None:
        # Nobody means to copy what is only marked with the mouse.
        if self._clipboard.ownsSelection():
            self._clipboard.clear(_CHOSEN)


def forget_copied() -> None:
    """Take away what was copied here: on hide, lock and close."""
    application = QGuiApplication.instance()
    for one in application.findChildren(Copied) if application is not None else ():
        one.forget()


def _is_ours(clipboard: QClipboard, there: QMimeData) -> bool:
    """Return whether this program copied it; what others copied comes in a kind of its own."""
    if not there.formats():
        return False
    return clipboard.ownsClipboard() or there.metaObject().className() == QMimeData.__name__
