"""The one door for screens and verbs: every desk of one signed-in worker."""

from __future__ import annotations

from casework.case_desks import CaseDesks
from casework.sharing_desks import SharingDesks
from casework.team_desks import TeamDesks


class Office(CaseDesks, SharingDesks, TeamDesks):
    """What one signed-in worker can ask and do."""
