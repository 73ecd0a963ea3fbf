"""Pages and gates by their names: the one place where the frame reaches for what it surrounds."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from desktop.pages import GATES, PAGES

if TYPE_CHECKING:
    from desktop.frame.gate import Gate
    from desktop.frame.page import Page


def is_page(name: str) -> bool:
    """Return whether there is a page of this name."""
    return name in PAGES


def page_named(name: str) -> type[Page]:
    """Return what makes a page; its module is imported when it is first opened."""
    module, _, kind = PAGES[name].partition(":")
    made: type[Page] = getattr(import_module(module), kind)
    return made


def gate_named(name: str) -> type[Gate]:
    """Return what makes a page that stands before unlocking."""
    module, _, kind = GATES[name].partition(":")
    made: type[Gate] = getattr(import_module(module), kind)
    return made
