"""The one door for screens and verbs: every desk of one signed-in worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.answers import AnswersDesk
from casework.caselist import CaseListDesk
from casework.cases import CasesDesk
from casework.filling import FillingDesk
from casework.grants import GrantsDesk
from casework.history import HistoryDesk
from casework.letters import LettersDesk
from casework.overview import OverviewDesk
from casework.people import PeopleDesk
from casework.services import ServicesDesk
from casework.tasks import TasksDesk

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.letters import Papers
    from casework.seat import Seat


class Office:
    """What one signed-in worker can ask and do."""

    def __init__(self, seat: Seat, papers: Papers, new_passphrase: Callable[[], str]) -> None:
        self.worker = seat.worker
        self.answers = AnswersDesk(seat)
        self.caselist = CaseListDesk(seat)
        self.cases = CasesDesk(seat)
        self.filling = FillingDesk(seat)
        self.grants = GrantsDesk(seat)
        self.history = HistoryDesk(seat)
        self.letters = LettersDesk(seat, papers, new_passphrase)
        self.overview = OverviewDesk(seat)
        self.people = PeopleDesk(seat)
        self.tasks = TasksDesk(seat)
        self.services = ServicesDesk(seat)
