"""What ends when she says no, or takes a yes back: letters, referrals, tasks; and whom to tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from casework.consent.consequences import Reached, reached
from casework.consent.grant import GrantState, Purpose, Reach
from casework.ids import new_id
from casework.referrals.referral import ReferralStatus
from casework.tasks.task import Task, TaskKind, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from casework.consent.grant import Grant, Scope
    from casework.ports.stores import UnitOfWork
    from casework.referrals.letter import LetterOut
    from casework.services.service import Service

# Who held something for these was told when they stopped.
_STOPPED: Final = frozenset({ReferralStatus.RECALLED, ReferralStatus.WITHDRAWN_BY_SURVIVOR})


def touched(work: UnitOfWork, case_id: str, purpose: Purpose, scope: Scope | None) -> Reached:
    """Return what of one case rests on what ends; without a scope, whoever was told."""
    # Those that left the directory too may still hold something.
    services = work.services.everyone()
    letters = letters_out(work, case_id)
    found = reached(purpose, scope, services, letters, work.referrals.of(case_id))
    named = {one.id for one in services if scope and scope.includes(one.recipient)}
    tasks = work.tasks.of([case_id])
    told = {one.id for one in _told(work, case_id, purpose) if scope is None or one.id in named}
    resting = _resting(purpose, named if scope else None, tasks)
    return replace(found, tasks=resting, told=frozenset(told))


def still_known(work: UnitOfWork, case_id: str) -> Sequence[tuple[str, str]]:
    """Return which services were told what for without a letter, and were not asked to forget.

    Help that was had already takes nothing back: what was told for it is known there.
    """
    over = {one.id for one in work.referrals.of(case_id) if one.status in _STOPPED}
    told = work.referrals.tellings(case_id)
    return [(one.service_id, one.purpose) for one in told if one.referral_id not in over]


def _told(work: UnitOfWork, case_id: str, purpose: Purpose) -> Iterator[Service]:
    """Yield the services that were told something without a letter on what holds still."""
    known = still_known(work, case_id)
    told = [one for one in known if purpose in {Purpose.CASE_SERVICE, one[1]}]
    said = work.consents.of(case_id)
    services = {one.id: one for one in work.services.these({key for key, _ in told})}
    for key, why in told:
        who = services[key].recipient
        agreed = [grant for grant in said.grants if grant.concerns(Purpose(why), who)]
        if any(said.outcome(grant, who) in {None, GrantState.SUSPENDED} for grant in agreed):
            yield services[key]


def letters_out(work: UnitOfWork, case_id: str) -> list[LetterOut]:
    """Return the letters of a case that hold and rest on what she agreed to, not on a law."""
    by_law = {one.letter for one in work.overrides.of(case_id)}
    known = work.letters.of(case_id)
    return [one for one in known if not one.recalled and one.number not in by_law]


def _resting(purpose: Purpose, named: set[str] | None, tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return the open tasks that only make sense while a purpose is agreed to."""
    if purpose is Purpose.CASE_SERVICE:
        return tuple(tasks)
    return tuple(
        task
        for task in tasks
        if task.rests_on == purpose and (named is None or task.service_id in named)
    )


def refused_before(
    work: UnitOfWork, case_id: str, grants: Iterable[Grant], at: datetime
) -> Mapping[str, list[tuple[Purpose, Reached]]]:
    """Return for each of her cases what every no among some answers ends there.

    Asked before they are kept: what has ended is not listed any more. A no to what she never
    agreed to ends nothing.
    """
    said = [one for one in grants if one.refused]
    cases = [case_id, *(key for key, _ in work.likenesses.others(case_id))] if said else []
    return {key: list(_ended_by(work, key, said, at)) for key in cases}


def _ended_by(
    work: UnitOfWork, case_id: str, said: Iterable[Grant], at: datetime
) -> Iterator[tuple[Purpose, Reached]]:
    before = work.consents.of(case_id)
    stood = {one.purpose for one in before.grants if before.state(one, at) is GrantState.ACTIVE}
    for no in said:
        found = touched(work, case_id, no.purpose, _for(no))
        if found.letters or found.referrals or found.told or no.purpose in stood:
            yield no.purpose, found


def _for(grant: Grant) -> Scope | None:
    return None if grant.scope.reach is Reach.OWN else grant.scope


def carry_out(
    work: UnitOfWork, whose: tuple[str, str], purpose: Purpose, found: Reached, at: datetime
) -> None:
    """Recall letters and stop referrals of one case, and keep for its worker whom to tell."""
    for letter in found.letters:
        work.letters.recall(whose[0], letter.number, at, "withdrawn")
    for referral in found.referrals:
        stopped = ReferralStatus.WITHDRAWN_BY_SURVIVOR
        work.referrals.keep(referral.moved(stopped, at, for_good=True))
    follow_up(work, whose, (purpose, found), at)


def follow_up(
    work: UnitOfWork, whose: tuple[str, str], what: tuple[Purpose, Reached], at: datetime
) -> None:
    """Let go of what rested on it, and keep whom to tell that it has ended."""
    (case_id, worker_id), (purpose, found) = whose, what
    for task in found.tasks:
        work.tasks.keep(replace(task, status=TaskStatus.VOID))
    aloud = {one.service_id for one in work.referrals.tellings(case_id)}
    stopped = {one.service_id for one in found.referrals} & aloud
    holders = {letter.service_id for letter in found.letters} | stopped | found.told
    wanted = {(TaskKind.TELL_SERVICE, service_id) for service_id in holders}
    if purpose is Purpose.JUSTICE_REPORT:
        wanted.add((TaskKind.TELL_LAWYER, ""))
    for kind, service_id in sorted(wanted):
        work.tasks.keep(
            Task(
                id=new_id().hex(),
                case_id=case_id,
                kind=kind,
                title="",
                due=at.date(),
                at=None,
                status=TaskStatus.OPEN,
                worker_id=worker_id,
                service_id=service_id,
            )
        )
