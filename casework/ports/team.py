"""What supervision needs from the store: cases opened in need, handing on, reviews, figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from casework.records.case import CaseSummary
    from casework.team.office_facts import OfficeFacts
    from casework.team.supervision import (
        GlassEvent,
        Load,
        Member,
        Offer,
        Opening,
        ReviewLine,
        Worked,
    )
    from casework.team.worker import Role, Worker
    from texts.language import OnPaper


class Glass(Protocol):
    """Cases of colleagues that were opened in need."""

    def is_clear(self, case_id: str) -> bool:
        """Return whether this worker sees a case without a mask."""
        ...

    def until(self, case_id: str) -> datetime | None:
        """Return until when this worker opened a case, or None."""
        ...

    def open(self, opening: Opening) -> str:
        """Keep that this worker opened a case until a moment; return the id of it."""
        ...

    def end(self, case_id: str) -> bool:
        """End what this worker opened; return whether there was anything."""
        ...

    def events(self) -> Sequence[GlassEvent]:
        """Return what was opened, what waits for a review first, then the newest first."""
        ...

    def waiting(self) -> Sequence[GlassEvent]:
        """Return what others opened and nobody looked at, for a worker who looks after the team."""
        ...

    def event(self, glass_id: str) -> GlassEvent | None:
        """Return one of them, or None."""
        ...

    def reviewed(self, glass_id: str, finding: str) -> None:
        """Keep what came of a review by this worker."""
        ...


class Offers(Protocol):
    """Cases that one worker offers to another, who has to say yes."""

    def keep(self, case_id: str, receiver: str, note: str) -> str:
        """Keep that this worker offers a case to somebody; return the id of it."""
        ...

    def find(self, offer_id: str) -> Offer | None:
        """Return an offer that nobody answered yet, or None."""
        ...

    def open(self, case_id: str = "") -> Sequence[Offer]:
        """Return the open offers of a case, or all that this worker made or was made."""
        ...

    def to_me(self) -> Sequence[Offer]:
        """Return what this worker was offered and did not answer yet, the first first."""
        ...

    def answer(self, offer_id: str, status: str, words: str) -> None:
        """Keep what became of an offer."""
        ...


class Caseload(Protocol):
    """Who works with which case, and what is offered to whom."""

    @property
    def offers(self) -> Offers:
        """Cases that one worker offers to another."""
        ...

    def may_take(self, case_id: str, user_id: str) -> bool:
        """Return whether somebody works here and no wall keeps a case from her."""
        ...

    def goes_to(self, case_id: str, user_id: str) -> bool:
        """Return whether a case comes to the laptop of somebody, if it is given to her."""
        ...

    def is_seen_by(self, case_id: str, user_id: str) -> bool:
        """Return whether somebody has a case on her laptop while it is another's."""
        ...

    def worker_of(self, case_id: str) -> str:
        """Return the id of the worker of a case."""
        ...

    def cases_of(self, user_id: str) -> Sequence[CaseSummary]:
        """Return the cases of a worker that are not over, whoever asks."""
        ...

    def assign(self, case_id: str, user_id: str, reason: str) -> None:
        """Make somebody the worker of a case; its open tasks go with it."""
        ...

    def share(self, case_id: str, user_id: str, reason: str) -> bool:
        """Let somebody work along; return whether that is new."""
        ...

    def unshare(self, case_id: str, user_id: str, reason: str) -> bool:
        """End that somebody works along; return whether she did."""
        ...

    def sharers(self, case_id: str) -> Sequence[Worker]:
        """Return who works along in a case, A to Z by name."""
        ...

    def covered_for(self, user_id: str) -> Sequence[tuple[str, str]]:
        """Return the cases of a worker that are covered meanwhile, each with who covers it."""
        ...


class Reviews(Protocol):
    """Plans and closures that a supervisor is asked to look at."""

    def ask(self, case_id: str, entry_id: str, form_id: str) -> str:
        """Keep that this worker asks for a look at a form; return the id of it."""
        ...

    def of(self, case_id: str) -> Sequence[ReviewLine]:
        """Return what was asked in a case, the newest first."""
        ...

    def waiting(self) -> Sequence[ReviewLine]:
        """Return what waits for this worker, who looks after the team; the longest first."""
        ...

    def named(self, review_id: str) -> ReviewLine | None:
        """Return one of them that this worker may see, or None."""
        ...

    def decide(self, review_id: str, status: str, note: str) -> None:
        """Keep what this worker said."""
        ...

    def closing_needs_one(self) -> bool:
        """Return whether this office closes no case before a supervisor looked."""
        ...

    def set_closing(self, *, needs_one: bool) -> None:
        """Keep whether closing a case needs a look first."""
        ...


class Workload(Protocol):
    """The work in figures: never who the cases are about."""

    def loads(self, today: date) -> Sequence[Load]:
        """Return how many cases are with each worker, A to Z by name."""
        ...

    def worked(self, first: date, last: date, today: date) -> Sequence[Worked]:
        """Return what was done in each case that began within some days of the office."""
        ...

    def began(self, first: date, last: date) -> Sequence[str]:
        """Return the ids of those cases."""
        ...


class People(Protocol):
    """The workers of this office, and the office itself."""

    def administers(self) -> bool:
        """Return whether what this worker says of people and forms is believed elsewhere."""
        ...

    def add(self, user_id: str, name: str, role: Role, author: bytes) -> None:
        """Keep a new worker."""
        ...

    def all(self) -> Sequence[Worker]:
        """Return every worker, A to Z by name."""
        ...

    def members(self) -> Sequence[Member]:
        """Return who works here or did, A to Z by name."""
        ...

    def set_role(self, user_id: str, role: Role) -> None:
        """Keep another role of somebody."""
        ...

    def set_status(self, user_id: str, status: str) -> None:
        """Keep whether somebody is here, away, or works here no more."""
        ...

    def set_office(self, office: OfficeFacts) -> None:
        """Keep how letters name the own organisation."""
        ...

    def office(self) -> OfficeFacts:
        """Return how letters name the own organisation."""
        ...

    def on_paper(self) -> OnPaper:
        """Return how the own organisation writes letters."""
        ...

    def set_on_paper(self, how: OnPaper) -> None:
        """Keep how the own organisation writes letters."""
        ...

    def called(self) -> str:
        """Return by which term the own organisation calls a person."""
        ...

    def set_called(self, term: str) -> None:
        """Keep by which term the own organisation calls a person."""
        ...

    def set_kept_with(self, code: str) -> None:
        """Keep which service keeps copies of what this office keeps."""
        ...
