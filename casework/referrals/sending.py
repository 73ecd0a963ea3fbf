"""A referral that goes out, by letter or aloud, and what is to be done about each afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from casework.consent.grant import Purpose
from casework.ids import new_id
from casework.referrals.referral import Need, ReferralStatus
from casework.tasks.task import Task, TaskKind, TaskStatus, step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from casework.disclosure import Disclosure
    from casework.ports.stores import UnitOfWork
    from casework.records.casefile import CaseFile
    from casework.referrals.letter import LetterOut
    from casework.referrals.referral import Referral
    from casework.services.service import Service

# The answers by which a person says what help is wanted.
SERVICES_ASKED: Final = "needs.services"
_S = ReferralStatus
_UNDECIDED: Final = frozenset({_S.IDEA, _S.DISCUSSED})
# When one asks again what became of a request, by where it stands.
_ASK_AGAIN: Final = {
    _S.LETTER_ISSUED: timedelta(days=14),
    _S.TOLD_VERBALLY: timedelta(days=14),
    _S.RECEIVED: timedelta(days=14),
    _S.NO_ANSWER: timedelta(days=7),
    _S.WAITING_LIST: timedelta(days=30),
}
# An answer is no longer waited for, because it came.
_ANSWERED: Final = frozenset({_S.ACCEPTED, _S.ATTENDED, _S.COMPLETED, _S.REFUSED})
_CAME: Final = frozenset({_S.ATTENDED, _S.COMPLETED})


def sent(referral: Referral, status: ReferralStatus, disclosure: Disclosure) -> Referral:
    """Return a referral that went out; what let it go out is that she had agreed."""
    if referral.status in _UNDECIDED:
        referral = referral.moved(ReferralStatus.AGREED, disclosure.at)
    return referral.moved(status, disclosure.at, for_good=True)


def need_met_by(file: CaseFile, service: Service) -> Need:
    """Return the kind of help that a service is asked for, where only one can be meant."""
    asked: set[str] = set()
    for entry in file.of([SERVICES_ASKED]):
        asked.update(entry.value if isinstance(entry.value, tuple) else (str(entry.value),))
    offered = service.recipient.offers
    fitting = asked & offered or offered
    return Need(next(iter(fitting))) if len(fitting) == 1 else Need()


def follow(work: UnitOfWork, referral: Referral, worker_id: str, today: date) -> None:
    """Keep the tasks of a referral right: the answer that is waited for, and the appointment."""
    if not referral.service_id:
        return
    known = _open(work, referral)
    after = _ASK_AGAIN.get(referral.status)
    reply = _blank(referral, worker_id, TaskKind.REPLY)
    reply = replace(reply, due=today + after if after else None)
    answered = referral.status in _ANSWERED
    _keep(work, known.get(TaskKind.REPLY), reply, done=answered, today=today)
    meeting = referral.appointment if referral.is_under_way else None
    when = replace(
        _blank(referral, worker_id, TaskKind.APPOINTMENT),
        due=meeting.on if meeting and referral.status not in _CAME else None,
        at=meeting.at if meeting else None,
    )
    came = referral.status in _CAME
    _keep(work, known.get(TaskKind.APPOINTMENT), when, done=came, today=today)


def follow_letter(
    work: UnitOfWork, referral: Referral, worker_id: str, disclosure: Disclosure, *, protected: bool
) -> None:
    """Keep what a letter leaves to be done: wait for its answer, tell its words by telephone."""
    day, known = disclosure.at.date(), _open(work, referral)
    wanted = {TaskKind.REPLY: day + _ASK_AGAIN[_S.LETTER_ISSUED]}
    if protected:
        wanted[TaskKind.TELL_WORDS] = day
    for kind, due in wanted.items():
        task = known.get(kind) or _blank(referral, worker_id, kind)
        # It goes when what the letter was agreed to for goes, which need not be a referral.
        work.tasks.keep(replace(task, due=due, rests_on=disclosure.purpose.value))


def stop(work: UnitOfWork, referral: Referral, worker_id: str, at: datetime) -> None:
    """Recall what went out for a referral, and keep that the service is to be told so.

    Whatever a letter of this request was agreed to for, it asks for help that is not wanted any
    more. What two persons decided by law does not rest on what she agreed to.
    """
    by_law = {one.letter for one in work.overrides.of(referral.case_id)}
    held = [
        letter
        for letter in work.letters.of(referral.case_id)
        if not letter.recalled
        and letter.number not in by_law
        and (letter.referral_id == referral.id or _asks_the_same(letter, referral))
    ]
    for letter in held:
        work.letters.recall(referral.case_id, letter.number, at, referral.status.value)
    told = work.referrals.tellings(referral.case_id)
    if held or any(one.referral_id == referral.id for one in told):
        task = _blank(referral, worker_id, TaskKind.TELL_SERVICE)
        work.tasks.keep(replace(task, rests_on="", due=at.date()))


def _asks_the_same(letter: LetterOut, referral: Referral) -> bool:
    """Return whether an earlier letter asked the service of a referral for help."""
    return letter.service_id == referral.service_id and letter.purpose == Purpose.REFERRAL


def _open(work: UnitOfWork, referral: Referral) -> Mapping[TaskKind, Task]:
    """Return the open tasks of a case that are about the service of a referral."""
    tasks = work.tasks.of([referral.case_id])
    return {task.kind: task for task in tasks if task.service_id == referral.service_id}


def _blank(referral: Referral, worker_id: str, kind: TaskKind) -> Task:
    return Task(
        id=new_id().hex(),
        case_id=referral.case_id,
        kind=kind,
        title="",
        due=None,
        at=None,
        status=TaskStatus.OPEN,
        worker_id=worker_id,
        service_id=referral.service_id,
        rests_on=Purpose.REFERRAL.value,
    )


def _keep(work: UnitOfWork, before: Task | None, wanted: Task, *, done: bool, today: date) -> None:
    """Keep a task that is wanted for a day; close one that is not wanted any more."""
    if wanted.due is not None:
        known = before or wanted
        work.tasks.keep(replace(known, due=wanted.due, at=wanted.at))
    elif before is not None:
        status = step(before.status, TaskStatus.DONE if done else TaskStatus.CANCELLED)
        work.tasks.keep(replace(before, status=status, done_on=today if done else None))
