"""The filters above the directory: each narrows, none sorts people or services."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.services.search import Wish, offered
from desktop.parts.fields import Drop
from desktop.parts.flow import Flow
from desktop.parts.ticks import Tick
from forms.codelists import code_list, label
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.services.service import Service

# Every filter: what of a wish it sets, by which detail of services, out of which list.
_FILTERS: Final = (
    ("service_type", "service_types", "service_type"),
    ("region", "regions", "region"),
    ("language", "languages", "language"),
    ("welcomes", "welcomed", "welcomed"),
)


class ServiceFilter(QWidget):
    """Four lists and two ticks; what no service says is not offered."""

    changed = Signal(object)

    def __init__(self, wish: Wish | None = None, *, retired: bool = True) -> None:
        super().__init__()
        self._wish = wish or Wish()
        self._drops: dict[str, Drop] = {}
        for name, _, _ in _FILTERS:
            drop = Drop()
            drop.setAccessibleName(texts.say(f"services.filter.{name}"))
            drop.setSizeAdjustPolicy(Drop.SizeAdjustPolicy.AdjustToContents)
            drop.activated.connect(lambda _at: self._changed())
            self._drops[name] = drop
        self.children_tick = Tick(texts.say("services.filter.children"))
        self.children_tick.setChecked(self._wish.children)
        self.retired_tick = Tick(texts.say("services.filter.retired"))
        ticks = [self.children_tick, *([self.retired_tick] if retired else [])]
        if not retired:
            self.retired_tick.setParent(self)
            self.retired_tick.hide()
        for tick in ticks:
            tick.toggled.connect(lambda _on: self._changed())
        self.setLayout(Flow([*self._drops.values(), *ticks], gap=10, line_gap=8))

    @property
    def wish(self) -> Wish:
        """Return what is wished for now."""
        return self._wish

    def offer(self, services: Sequence[Service]) -> None:
        """Offer what the services of the directory say, and what is wished for already."""
        for name, detail, list_id in _FILTERS:
            chosen = str(getattr(self._wish, name))
            codes = {*offered(services, detail), *([chosen] if chosen else [])}
            if name == _FILTERS[0][0]:
                codes |= {code for one in services for code in one.recipient.offers}
            any_of = ("", texts.say(f"services.filter.any_{name}"))
            self._drops[name].offer([any_of, *_named(list_id, codes)], chosen)
            self._drops[name].updateGeometry()

    def chosen(self) -> dict[str, str]:
        """Return what is wished for, by name."""
        return {name: str(wished or "") for name, wished in asdict(self._wish).items()}

    def choose(self, chosen: Mapping[str, str]) -> None:
        """Wish for something else than was said first."""
        named = {name: chosen[name] for name in self._drops}
        children, retired = bool(chosen["children"]), bool(chosen["retired"])
        self._wish = Wish(**named, children=children, retired=retired)
        for tick, on in ((self.children_tick, children), (self.retired_tick, retired)):
            tick.blockSignals(True)
            tick.setChecked(on)
            tick.blockSignals(False)
        self.changed.emit(self._wish)

    def _changed(self) -> None:
        self._wish = Wish(
            **{name: drop.code() for name, drop in self._drops.items()},
            children=self.children_tick.isChecked(),
            retired=self.retired_tick.isChecked(),
        )
        self.changed.emit(self._wish)


def _named(list_id: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return codes of a list with their words, A to Z; answers that say nothing left out."""
    known, language = code_list(list_id).codes, texts.current().code
    named = [
        (code, label(list_id, code, language))
        for code in codes
        if code in known and not known[code].non_answer
    ]
    return sorted(named, key=lambda one: sort_key(one[1]))
