"""What is worked out of a form once and read for every document of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from forms.model import FormModel

_MOST: Final = 64
_Made = TypeVar("_Made")


class OfModel(Generic[_Made]):
    """Something that follows from a form alone, kept for the forms that were used last."""

    def __init__(self, make: Callable[[FormModel], _Made]) -> None:
        self._make = make
        self._kept: dict[int, tuple[FormModel, _Made]] = {}

    def __call__(self, model: FormModel) -> _Made:
        """Return what follows from a form; the form itself is kept, so no other has its place."""
        known = self._kept.get(id(model))
        if known is not None and known[0] is model:
            return known[1]
        made = self._make(model)
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[id(model)] = (model, made)
        return made
