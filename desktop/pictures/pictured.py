"""Which pages a picture is taken of, by name; only names here: nothing of the window is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Pictured(NamedTuple):
    """One page: its name in the window, whether it is of a case, and what of it is shown."""

    page: str
    of_case: bool = False
    subject: str = ""


# Stands for the service that the case agreed to be spoken of with.
SERVICE: Final = "{service}"
# Stands for the figures that were published last, if any were.
FIGURES: Final = "{figures}"
# In the order of the work.
PICTURED: Final[Mapping[str, Pictured]] = {
    "today": Pictured("today"),
    "cases": Pictured("cases"),
    "unrecorded": Pictured("unrecorded"),
    "pairs": Pictured("pairs"),
    "form-new": Pictured("form", subject="intake"),
    "case": Pictured("case", of_case=True),
    "form": Pictured("form", of_case=True, subject="intake"),
    "family": Pictured("form", of_case=True, subject="family"),
    "episodes": Pictured("episodes", of_case=True),
    "exploiters": Pictured("exploiters", of_case=True),
    "legal": Pictured("legal", of_case=True),
    "note": Pictured("entries", of_case=True, subject="note"),
    "assessment": Pictured("entries", of_case=True, subject="assessment"),
    "safety-plan": Pictured("entries", of_case=True, subject="safety_plan"),
    "action-plan": Pictured("entries", of_case=True, subject="action_plan"),
    "conference": Pictured("entries", of_case=True, subject="conference"),
    "service-given": Pictured("entries", of_case=True, subject="service_given"),
    "follow-up": Pictured("entries", of_case=True, subject="follow_up"),
    "closure": Pictured("entries", of_case=True, subject="closure"),
    "consent": Pictured("consent", of_case=True, subject=SERVICE),
    "letter": Pictured("letter", of_case=True, subject=SERVICE),
    "referrals": Pictured("referrals", of_case=True),
    "attachments": Pictured("attachments", of_case=True),
    "history": Pictured("history", of_case=True),
    "handing": Pictured("handing", of_case=True),
    "unrecorded-case": Pictured("unrecorded", of_case=True),
    "erasure": Pictured("erasure", of_case=True),
    "offers": Pictured("handing"),
    "decide": Pictured("decide"),
    "devices": Pictured("devices"),
    "letters": Pictured("letters"),
    "services": Pictured("services"),
    "service": Pictured("service", subject=SERVICE),
    "service-form": Pictured("form", subject="service"),
    "team": Pictured("team"),
    "requests": Pictured("requests"),
    "breaches": Pictured("breaches"),
    "figures": Pictured("figures", subject=FIGURES),
    "retention": Pictured("retention"),
    "treaties": Pictured("treaties"),
    "settings": Pictured("settings"),
    "backups": Pictured("backups"),
    "bringing": Pictured("bringing"),
    "submissions": Pictured("submissions"),
    "help": Pictured("help"),
    "guide": Pictured("help", subject="backup"),
    "keys": Pictured("help", subject="all-keys"),
}
# What is seen before anybody is signed in.
BEFORE: Final = (
    *("cover", "unlock", "ways-back", "way-back-sheet", "way-back-person", "way-back-backup"),
    *("first-run", "first-run-office", "first-run-secret", "first-run-sheet", "first-run-backup"),
    *("join-ask", "join-answer", "join-anew", "join-compare", "join-meet"),
)
NAMES: Final = (*BEFORE, *PICTURED)
LOOKS: Final = ("light", "dark", "arabic", "large", "discreet")
