"""Compiled forms, kept ready: opening one again costs nothing."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from forms.loading import load_form
from forms.stored import model_from_json, model_to_json

if TYPE_CHECKING:
    from db.tables import FormVersionRow
    from forms.model import FormModel


class Shelf:
    """The form models of one open workbook."""

    def __init__(self) -> None:
        self._models: dict[bytes, FormModel] = {}

    def model(self, row: FormVersionRow) -> FormModel:
        """Return the compiled model of a stored version."""
        if row.id not in self._models:
            self._models[row.id] = model_from_json(zlib.decompress(row.model).decode())
        return self._models[row.id]

    def compile(self, source: bytes) -> FormModel:
        """Return the compiled model of a form's source."""
        return load_form(source.decode())

    def pack(self, model: FormModel) -> bytes:
        """Return a compiled model as it is stored."""
        return zlib.compress(model_to_json(model).encode(), 9)
