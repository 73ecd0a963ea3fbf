"""What a withdrawal brings about: said before it is recorded, and then done."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casework.consent.grant import LETTER_PURPOSES, Purpose, Reach, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from casework.referrals.letter import LetterOut
    from casework.referrals.referral import Referral
    from casework.services.service import Service
    from casework.tasks.task import Task


class Effect(enum.StrEnum):
    """One kind of consequence; a code that `texts` turns into a sentence."""

    LETTER_RECALLED = "letter_recalled"
    REFERRAL_STOPS = "referral_stops"
    NO_NEW_LETTER = "no_new_letter"
    NO_NEW_LETTER_TO = "no_new_letter_to"
    NOT_COUNTED = "not_counted"
    RELEASED_FIGURES_STAY = "released_figures_stay"
    STAYS_ON_THIS_MACHINE = "stays_on_this_machine"
    NO_CONTACT = "no_contact"
    SUPERVISOR_SEES_MASKED = "supervisor_sees_masked"
    CASE_WORK_ENDS = "case_work_ends"
    AUTHORITY_MAY_KEEP = "authority_may_keep"
    TEXTS_PULLED = "texts_pulled"
    TASKS_STOP = "tasks_stop"
    HELP_GOES_ON = "help_goes_on"
    PAPER_CANNOT_RETURN = "paper_cannot_return"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One effect and what it concerns: a letter number or a service."""

    effect: Effect
    subject: str = field(default="", repr=False)


# What is carried out by letters; when the work together ends, no letter goes out either.
_BY_LETTER = LETTER_PURPOSES | {Purpose.JUSTICE_REPORT, Purpose.CASE_SERVICE}
_BY_PURPOSE: dict[Purpose, tuple[Effect, ...]] = {
    Purpose.STATISTICS_INTERNAL: (Effect.NOT_COUNTED, Effect.RELEASED_FIGURES_STAY),
    Purpose.STATISTICS_EXTERNAL: (Effect.NOT_COUNTED, Effect.RELEASED_FIGURES_STAY),
    Purpose.STORE_ELSEWHERE: (Effect.STAYS_ON_THIS_MACHINE,),
    Purpose.FOLLOW_UP_CONTACT: (Effect.NO_CONTACT,),
    Purpose.SUPERVISION_IDENTIFIED: (Effect.SUPERVISOR_SEES_MASKED,),
    Purpose.CASE_SERVICE: (Effect.CASE_WORK_ENDS,),
    Purpose.JUSTICE_REPORT: (Effect.AUTHORITY_MAY_KEEP,),
    Purpose.ADVOCACY_ANONYMOUS: (Effect.TEXTS_PULLED,),
    Purpose.RESEARCH: (Effect.TEXTS_PULLED,),
}


@dataclass(frozen=True, slots=True)
class Reached:
    """What a withdrawal reaches: letters to recall, referrals to stop, and the service if one.

    `told` are the services that were told something without a letter while it was agreed to.
    """

    letters: tuple[LetterOut, ...]
    referrals: tuple[Referral, ...]
    only: str = field(default="", repr=False)
    tasks: tuple[Task, ...] = ()
    told: frozenset[str] = frozenset()


def reached(
    purpose: Purpose,
    scope: Scope | None,
    services: Iterable[Service],
    letters: Iterable[LetterOut],
    referrals: Iterable[Referral],
) -> Reached:
    """Return the letters and referrals that rest on what is withdrawn."""
    whole_case = purpose is Purpose.CASE_SERVICE
    named = {
        service.id: service.name
        for service in services
        if scope and scope.includes(service.recipient)
    }

    def is_touched(service_id: str) -> bool:
        # Everybody means those too who left the directory since.
        return scope is None or service_id in named

    out = tuple(
        letter
        for letter in letters
        if not letter.recalled
        and is_touched(letter.service_id)
        and (whole_case or letter.purpose == purpose)
    )
    stopped = tuple(
        referral
        for referral in referrals
        if referral.is_under_way
        and (
            whole_case
            or (
                purpose is Purpose.REFERRAL
                and referral.rests_on_sharing
                and is_touched(referral.service_id)
            )
        )
    )
    return Reached(out, stopped, ", ".join(named.values()))


def consequences(
    purpose: Purpose, reach: Reached, services: Iterable[Service], today: date
) -> tuple[Consequence, ...]:
    """Return what a withdrawal brings about, in the order it is said to her."""
    names = {service.id: service.name for service in services}
    found = [Consequence(Effect.LETTER_RECALLED, letter.number) for letter in reach.letters]
    found += [
        Consequence(Effect.REFERRAL_STOPS, names.get(referral.service_id, ""))
        for referral in reach.referrals
    ]
    if purpose in _BY_LETTER:
        effect = Effect.NO_NEW_LETTER_TO if reach.only else Effect.NO_NEW_LETTER
        found.append(Consequence(effect, reach.only))
    if reach.tasks:
        found.append(Consequence(Effect.TASKS_STOP, str(len(reach.tasks))))
    found += [Consequence(effect) for effect in _BY_PURPOSE.get(purpose, ())]
    if any(letter.valid_until >= today for letter in reach.letters):
        found.append(Consequence(Effect.PAPER_CANNOT_RETURN))
    if purpose is not Purpose.CASE_SERVICE:
        found.append(Consequence(Effect.HELP_GOES_ON))
    return tuple(found)


def scope_of(recipient: Service | None) -> Scope | None:
    """Return the scope that a withdrawal names: one service, or everybody."""
    return None if recipient is None else Scope(Reach.SERVICE, recipient.code)
