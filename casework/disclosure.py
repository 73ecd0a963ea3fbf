"""The one door out: what may be told, to whom, and what is held back and why.

Everything that leaves a case passes `disclose`. It answers from three things
that must all agree: what she granted, what a recipient of that kind needs to
know, and what is on record. Whatever is not allowed by all is withheld.
"""

from __future__ import annotations

import enum
from dataclasses import InitVar, dataclass, field
from typing import TYPE_CHECKING, Final

from casework.grant import OWN_OFFICE, Grant, GrantState, Purpose, Recipient
from casework.need_to_know import Need, need_of, needed
from casework.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from casework.casefile import CaseFile, Entry
    from casework.grant import Consents
    from casework.need_to_know import Item

_SEAL: Final = object()

# Kept for the team's own work: no grant lets these out of the office.
_NEVER_OUT: Final = frozenset({"staff_notes", "consent_records"})


class Reason(enum.StrEnum):
    """Why an item is held back; a code that `texts` turns into a sentence."""

    NO_GRANT = "no_grant"
    NOT_AGREED = "not_agreed"
    EXCLUDED = "excluded"
    NOT_NEEDED = "not_needed"
    STAYS_HERE = "stays_here"


class ConsentMissing(Exception):
    """Raised when something would leave that she has not agreed to; carries codes only."""

    def __init__(
        self, purpose: Purpose, code: str = "consent_missing", items: Iterable[str] = ()
    ) -> None:
        self.purpose = purpose
        self.code = code
        self.items = tuple(items)
        super().__init__(" ".join((code, purpose.value, *self.items)))


@dataclass(frozen=True, slots=True)
class Told:
    """One item that will be told, in words of the letter's language."""

    item: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Withheld:
    """One item that is on record and will not be told, with the reason."""

    item: str
    value: str = field(repr=False)
    reason: Reason


@dataclass(frozen=True, slots=True)
class Request:
    """What a paper asks for: its items (those in `must` cannot be left out), for whom, when."""

    purpose: Purpose
    recipient: Recipient
    items: tuple[Item, ...]
    at: datetime
    language: str = "en"
    must: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Preview:
    """Both columns to read aloud with her: what will be told and what will not."""

    told: tuple[Told, ...]
    withheld: tuple[Withheld, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What may leave the case file; only `disclose` can make one."""

    purpose: Purpose
    recipient: Recipient
    language: str
    at: datetime
    told: tuple[Told, ...] = field(repr=False)
    valid_until: date
    grant_ids: tuple[str, ...]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        """Refuse any maker but `disclose`: the seal is no field, so no copy carries it."""
        if seal is not _SEAL:
            raise TypeError("a Disclosure is made by casework.disclosure.disclose only")


def preview(case: CaseFile, consents: Consents, request: Request) -> Preview:
    """Return what a paper would tell and what it holds back, item by item."""
    grants = consents.in_force(request.purpose, request.recipient, request.at)
    told: list[Told] = []
    withheld: list[Withheld] = []
    for item in request.items:
        open_entries: list[Entry] = []
        closed: dict[Reason, list[Entry]] = {}
        for entry in case.of(item.fields):
            asked, rest = needed(item, entry, request.recipient)
            if rest is not None:
                closed.setdefault(Reason.NOT_NEEDED, []).append(rest)
            if asked is not None:
                reason = _held_back(item, asked, grants, request.recipient)
                (open_entries if reason is None else closed.setdefault(reason, [])).append(asked)
        if open_entries:
            told.append(Told(item.id, in_words(item, open_entries, request.language)))
        for reason, entries in closed.items():
            withheld.append(Withheld(item.id, in_words(item, entries, request.language), reason))
    return Preview(tuple(told), tuple(withheld))


def disclose(case: CaseFile, consents: Consents, request: Request) -> Disclosure:
    """Return what consent allows to tell one recipient for one purpose.

    Raises ConsentMissing when no grant is in force, or when an item that the
    paper cannot do without is not covered.
    """
    grants = consents.in_force(request.purpose, request.recipient, request.at)
    if not grants:
        raise ConsentMissing(request.purpose, _why_not(consents, request))
    seen = preview(case, consents, request)
    missing = sorted(request.must - {told.item for told in seen.told})
    if missing:
        raise ConsentMissing(request.purpose, "must_not_covered", missing)
    return Disclosure(
        purpose=request.purpose,
        recipient=request.recipient,
        language=request.language,
        at=request.at,
        told=seen.told,
        valid_until=min(grant.valid_until for grant in grants),
        grant_ids=tuple(sorted(grant.id for grant in grants)),
        seal=_SEAL,
    )


def _why_not(consents: Consents, request: Request) -> str:
    """Return the code of why no grant is in force; a wrong clock is no missing consent."""
    begins = any(
        consents.state(grant, request.at, request.recipient) is GrantState.NOT_YET
        for grant in consents.grants
        if grant.concerns(request.purpose, request.recipient)
    )
    return "consent_not_yet" if begins else "consent_missing"


def may_leave(consents: Consents, purpose: Purpose, recipient: Recipient, at: datetime) -> bool:
    """Return whether a case may be kept elsewhere or counted: the question asked by exchange."""
    return bool(consents.in_force(purpose, recipient, at))


def _held_back(
    item: Item, entry: Entry, grants: Sequence[Grant], recipient: Recipient
) -> Reason | None:
    """Return why an entry stays, or None when every belt lets it go."""
    need = need_of(item, recipient.kind)
    if recipient != OWN_OFFICE and entry.category in _NEVER_OUT:
        return Reason.STAYS_HERE
    if need is Need.NEVER:
        return Reason.NOT_NEEDED
    if not grants:
        return Reason.NO_GRANT
    if any(_excludes(grant, item, entry) for grant in grants):
        return Reason.EXCLUDED
    if any(_covers(grant, item, entry, need) for grant in grants):
        return None
    return Reason.NOT_AGREED


def _excludes(grant: Grant, item: Item, entry: Entry) -> bool:
    named = {item.id, item.category, entry.category, entry.field}
    return bool(grant.excluded & named) or entry.episode in grant.excluded_episodes


def _covers(grant: Grant, item: Item, entry: Entry, need: Need) -> bool:
    """Return whether she agreed: by its own tick, or by category where no own tick is needed."""
    if item.id in grant.items or entry.field in grant.items:
        return True
    return need is Need.IN and {item.category, entry.category} <= grant.categories
