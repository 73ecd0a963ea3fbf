"""Choosing a file or a folder in a dialog of our own that Hide can close.

Qt keeps which folders were opened, for all programs that it makes, in a place that everybody reads.
Nothing of ours stays there; where that is a file, `desktop.app` lets none be written at all.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QTreeView

import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    Take = Callable[[Path], object]

_SHARED: Final = "QtProject"
# These say where somebody was, or which columns our dialogs show; how else one looks may stay.
_OURS: Final = (
    "FileDialog/history",
    "FileDialog/lastVisited",
    "FileDialog/shortcuts",
    "FileDialog/treeViewHeader",
)
_KIND_OF_FILE: Final = 2


def choose_folder(parent: QWidget, words: str, start: Path, take: Take) -> QFileDialog:
    """Ask for a folder."""
    dialog = _dialog(parent, words, start, take)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def choose_file(parent: QWidget, words: str, start: Path, take: Take) -> QFileDialog:
    """Ask for a file that is there."""
    dialog = _dialog(parent, words, start, take)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def choose_new_file(parent: QWidget, words: str, start: Path, take: Take) -> QFileDialog:
    """Ask where to keep a new file; `start` carries the name that is suggested."""
    dialog = _dialog(parent, words, start.parent, take)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectFile(start.name)
    dialog.open()
    return dialog


def _dialog(parent: QWidget, words: str, start: Path, take: Take) -> QFileDialog:
    dialog = QFileDialog(parent, words, str(start))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    # Qt has these in no other language.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, texts.say("choosing.look_in"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, texts.say("choosing.file_type"))
    # Kinds of files are named in English by whatever system it is; a picture stands beside each.
    for listed in dialog.findChildren(QTreeView):
        listed.setColumnHidden(_KIND_OF_FILE, True)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(partial(_chosen, take))
    # Where the system has no file for it, Qt writes at the very end of a dialog.
    dialog.destroyed.connect(partial(_put_back, {name: _shared().value(name) for name in _OURS}))
    # Where nobody manages windows, the keys would go nowhere once the dialog is closed.
    dialog.finished.connect(parent.window().activateWindow)
    return dialog


def _shared() -> QSettings:
    return QSettings(QSettings.Scope.UserScope, _SHARED)


def _put_back(kept: Mapping[str, object]) -> None:
    """Leave what other programs of Qt had kept, and nothing else."""
    shared = _shared()
    for name, value in kept.items():
        if value is None:
            shared.remove(name)
        else:
            shared.setValue(name, value)


def _chosen(take: Take, name: str) -> None:
    take(Path(name))
