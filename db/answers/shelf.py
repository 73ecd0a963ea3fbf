"""Compiled forms, kept ready: opening one again costs nothing."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from forms.library.kept import model_made_of, text_made_of
from forms.loading import load_form
from forms.stored import model_from_json, model_to_json

if TYPE_CHECKING:
    from sqlcipher3 import Cursor

    from forms.model import FormModel

_MODEL: Final = "select model from form_version where id = ?"
# Workbooks that are open beside each other mostly ask the same forms.
_READY: Final = 32


class Shelf:
    """The form models of one open workbook."""

    def __init__(self) -> None:
        self._models: dict[bytes, FormModel] = {}

    def model(self, cursor: Cursor, version: bytes) -> FormModel:
        """Return the compiled model of a stored version, by the id of its row."""
        if version not in self._models:
            ((model,),) = cursor.execute(_MODEL, (version,)).fetchall()
            self._models[version] = _unpacked(model)
        return self._models[version]

    def compile(self, source: bytes) -> FormModel:
        """Return the compiled model of a form's source."""
        return model_made_of(source) or load_form(source.decode())

    def packed(self, source: bytes) -> bytes:
        """Return the compiled model of a form's source as it is stored."""
        # A text that set-up made is taken as it is: to read and write it is most of the time.
        text = text_made_of(source) or model_to_json(load_form(source.decode()))
        return zlib.compress(text.encode(), 9)


@lru_cache(maxsize=_READY)
def _unpacked(packed: bytes) -> FormModel:
    """Return a model as it was stored; two workbooks that ask the same share it."""
    return model_from_json(zlib.decompress(packed).decode())
