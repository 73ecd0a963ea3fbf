"""The one door out: what may be told, to whom, and what is held back and why.

Everything that leaves a case passes `disclose`. It answers from three things
that must all agree: what she granted, what a recipient of that kind needs to
know, and what is on record. Whatever is not allowed by all is withheld, and so is
an answer that waits for a decision because two laptops said different things.
Of a case that is to be erased nothing leaves: what would call it back goes too.
"""

from __future__ import annotations

import enum
from dataclasses import InitVar, dataclass, field, replace
from typing import TYPE_CHECKING, Final

from casework.consent.grant import OWN_OFFICE, Grant, GrantState, Purpose, Recipient
from casework.need_to_know import Need, need_of, needed
from casework.records.wording import in_words, words_of
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from casework.consent.grant import Consents
    from casework.consent.override import Override
    from casework.need_to_know import Item
    from casework.records.casefile import CaseFile, Entry

_SEAL: Final = object()

# Why nothing leaves, whatever she agreed to.
TO_BE_ERASED: Final = "case_to_be_erased"
# What stands for the answers that no item of a paper is fed by.
OTHER_ANSWERS: Final = "other_answers"
# What is said of a caregiver, who is named to nobody once marked as not safe.
_OF_CAREGIVER: Final = "family.caregiver"
# Kept for the team's own work: no grant lets these out of the office.
_NEVER_OUT: Final = frozenset({"staff_notes", "consent_records"})
# What is said of somebody who cannot answer here leaves for justice, and for no other help.
_ALLEGED: Final = "alleged_exploiter"


class Reason(enum.StrEnum):
    """Why an item is held back; a code that `texts` turns into a sentence."""

    TAKEN_OUT = "taken_out"
    TAKEN_BACK = "taken_back"
    TO_DECIDE = "to_decide"
    NOT_FOR_LETTERS = "not_for_letters"
    NO_GRANT = "no_grant"
    NOT_AGREED = "not_agreed"
    EXCLUDED = "excluded"
    NOT_NEEDED = "not_needed"
    NOT_DECIDED = "not_decided"
    UNSAFE_ADULT = "unsafe_adult"
    STAYS_HERE = "stays_here"
    ONLY_FOR_JUSTICE = "only_for_justice"


# What she said, or did not say, herself.
_HER_ANSWERS: Final = frozenset({Reason.NO_GRANT, Reason.NOT_AGREED, Reason.EXCLUDED})


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
    """What a paper asks for: its items, for whom, when.

    What the worker takes out is in `left_out`; what is in `must` cannot be taken out. With an
    `override` nothing is asked of what she agreed to: what it lists may be told, and no more.
    """

    purpose: Purpose
    recipient: Recipient
    items: tuple[Item, ...]
    at: datetime
    language: str = "en"
    must: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class _Basis:
    """What allows a paper to tell something: what she agreed to, or else a decision."""

    grants: tuple[Grant, ...]
    override: Override | None
    caregiver_unsafe: bool

    @property
    def stands(self) -> bool:
        """Return whether there is any."""
        return bool(self.override or self.grants)


def _basis(consents: Consents, request: Request) -> _Basis:
    override, unsafe = request.override, consents.caregiver_unsafe
    if override is not None:
        allowed = override.allows(request.purpose, request.recipient, request.at)
        return _Basis((), override if allowed else None, unsafe)
    grants = consents.in_force(request.purpose, request.recipient, request.at)
    return _Basis(grants, None, unsafe)


@dataclass(frozen=True, slots=True)
class Preview:
    """Both columns to read aloud with her: what will be told and what will not.

    `conditions` are those on which she agreed, in her words: no program knows whether they are met.
    """

    told: tuple[Told, ...]
    withheld: tuple[Withheld, ...]
    conditions: tuple[str, ...] = field(default=(), repr=False)


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
    basis = _basis(consents, request)
    told: list[Told] = []
    withheld: list[Withheld] = []
    for item in request.items:
        open_entries: list[Entry] = []
        closed: dict[Reason, list[Entry]] = {}
        for entry, reason in _parts(case, item, basis, request):
            (open_entries if reason is None else closed.setdefault(reason, [])).append(entry)
        if item.id in request.left_out - request.must and open_entries:
            closed[Reason.TAKEN_OUT], open_entries = open_entries, []
        if open_entries:
            told.append(Told(item.id, in_words(item, open_entries, request.language)))
        for reason, entries in closed.items():
            withheld.append(Withheld(item.id, in_words(item, entries, request.language), reason))
    conditions = sorted({one.conditions for one in basis.grants if one.conditions})
    return Preview(tuple(told), (*withheld, *_of_no_item(case, request)), tuple(conditions))


def _parts(
    case: CaseFile, item: Item, basis: _Basis, request: Request
) -> Iterator[tuple[Entry, Reason | None]]:
    """Yield what feeds an item, part by part, with the reason why it stays, or None."""
    for entry in case.of(item.fields):
        asked, rest = needed(item, entry, request.recipient)
        if rest is not None:
            yield rest, Reason.NOT_NEEDED
        if asked is not None:
            yield asked, _held_back(item, asked, basis, request)


def agreed_to(
    case: CaseFile, consents: Consents, request: Request
) -> Mapping[tuple[str, Entry], bool]:
    """Return of what nothing but her own answers could hold back whether they let it go."""
    basis = _basis(consents, request)
    return {
        (item.id, entry): reason is None
        for item in request.items
        for entry, reason in _parts(case, item, basis, request)
        if reason is None or reason in _HER_ANSWERS
    }


def _of_no_item(case: CaseFile, request: Request) -> Iterator[Withheld]:
    """Yield the answers that no item is fed by: they stand in no paper, and it is said."""
    fed = {name for item in request.items for name in item.fields}
    rest = case.of(name for name in case.entries if name not in fed)
    if rest:
        words = words_of(rest, request.language)
        yield Withheld(OTHER_ANSWERS, words, Reason.NOT_FOR_LETTERS)


def disclose(case: CaseFile, consents: Consents, request: Request) -> Disclosure:
    """Return what consent allows to tell one recipient for one purpose.

    Raises ConsentMissing when the case is to be erased, when no grant is in force and no decision
    stands in for one, or when an item that the paper cannot do without is not covered.
    """
    if case.to_be_erased:
        raise ConsentMissing(request.purpose, TO_BE_ERASED)
    basis = _basis(consents, request)
    if not basis.stands:
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
        valid_until=_valid_until(consents, basis),
        grant_ids=_ids(basis),
        seal=_SEAL,
    )


def _why_not(consents: Consents, request: Request) -> str:
    """Return the code of why nothing allows it; a wrong clock is no missing consent."""
    if request.override is not None:
        return "override_not_decided"
    states = {
        consents.state(grant, request.at, request.recipient)
        for grant in consents.grants
        if grant.concerns(request.purpose, request.recipient)
    }
    if GrantState.NOT_YET in states:
        return "consent_not_yet"
    if GrantState.SUSPENDED in states:
        return "consent_suspended"
    # Whoever agreed once is not told to have said nothing; a no, or what was taken back, stands.
    ran_out = states - {GrantState.REPLACED} == {GrantState.EXPIRED}
    return "consent_expired" if ran_out else "consent_missing"


def _valid_until(consents: Consents, basis: _Basis) -> date:
    if basis.override is not None:
        return basis.override.review_on
    return min(map(consents.last_day, basis.grants))


def _ids(basis: _Basis) -> tuple[str, ...]:
    if basis.override is not None:
        return (basis.override.id,)
    return tuple(sorted(grant.id for grant in basis.grants))


def may_leave(consents: Consents, purpose: Purpose, recipient: Recipient, at: datetime) -> bool:
    """Return whether a case may be kept elsewhere or counted: the question asked by exchange."""
    return bool(consents.in_force(purpose, recipient, at))


def may_be_kept_elsewhere(
    said: Collection[Consents], keepers: Collection[Recipient], at: datetime
) -> bool:
    """Return whether all cases of one person may be kept with all of some keepers as well.

    What holds for one of her cases only, or for some keepers only, holds for none; and a case is
    kept whole or not at all, so that a yes to a part of it is none. To say yes once more in
    another of her cases narrows nothing.
    """
    if not said or not keepers:
        return False
    hers = [replace(one, elsewhere=tuple(g for g in one.elsewhere if g.refused)) for one in said]
    return all(
        any(map(_is_whole, one.in_force(Purpose.STORE_ELSEWHERE, keeper, at)))
        for one in hers
        for keeper in keepers
    )


def _is_whole(grant: Grant) -> bool:
    """Return whether a grant leaves nothing out; what stays here anyway need not be ticked."""
    if grant.excluded or grant.excluded_episodes:
        return False
    kinds = code_list("data_category").codes.keys() - _NEVER_OUT - {_ALLEGED}
    return not grant.categories or kinds <= grant.categories


def _held_back(item: Item, entry: Entry, basis: _Basis, request: Request) -> Reason | None:
    """Return why an entry stays, or None when every belt lets it go."""
    need = need_of(item, request.recipient.kind)
    if (inside := _kept_inside(item, entry, request)) is not None:
        return inside
    if need is Need.NEVER:
        return Reason.NOT_NEEDED
    if basis.caregiver_unsafe and entry.field.startswith(_OF_CAREGIVER):
        return Reason.UNSAFE_ADULT
    if entry.taken_back:
        return Reason.TAKEN_BACK
    if (closed := _not_allowed(item, entry, basis, need)) is not None:
        return closed
    # Last: whatever would stay here anyway asks nobody to decide anything.
    return Reason.TO_DECIDE if entry.disputed else None


def _not_allowed(item: Item, entry: Entry, basis: _Basis, need: Need) -> Reason | None:
    """Return what the basis of a paper, a decision or her answers, says against an entry."""
    if basis.override is not None:
        return None if item.id in basis.override.items else Reason.NOT_DECIDED
    return _not_agreed(item, entry, basis.grants, need)


def _kept_inside(item: Item, entry: Entry, request: Request) -> Reason | None:
    """Return why an entry leaves this office for nobody, or not for this purpose; or None."""
    if request.recipient == OWN_OFFICE:
        return None
    if entry.category in _NEVER_OUT:
        return Reason.STAYS_HERE
    alleged = _ALLEGED in {item.category, entry.category}
    if alleged and request.purpose is not Purpose.JUSTICE_REPORT:
        return Reason.ONLY_FOR_JUSTICE
    return None


def _not_agreed(item: Item, entry: Entry, grants: Sequence[Grant], need: Need) -> Reason | None:
    """Return what her answers about sharing say against an entry, or None."""
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
