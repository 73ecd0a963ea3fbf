"""What stands of the exchange of the open workbook: while it works alone, nothing is imported."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from casework.keeping.exchange import ExchangeState
from casework.team.worker import Act, may

if TYPE_CHECKING:
    from desktop.bootstrap import Workbook


def exchange_state(workbook: Workbook) -> ExchangeState:
    """Return what stands of the exchange with others; asked on the store's thread."""
    if workbook.practice or workbook.membership().place is None:
        may_begin = may(workbook.worker, Act.PEOPLE) and not workbook.practice
        return ExchangeState(workbook.practice, may_change=may_begin)
    found: ExchangeState = import_module("desktop.exchange.exchanging").state_of(workbook)
    return found
