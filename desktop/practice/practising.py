"""Make a practice workbook: invented people, cases over the past year, several scripts."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

import texts
from casework.practice.invented import ASKED_AGAIN, TO, dated, directory, practice_case
from casework.practice.life import joined
from casework.referrals.letters import Order
from casework.team.office_facts import OfficeFacts
from casework.team.worker import Role, Worker
from desktop.bootstrap import StoreRefused, is_there, now, suggest_passphrase
from desktop.founding import Founding, make_workbook, practice_cost
from desktop.homes import STORE, is_going
from desktop.practice.help import ask_for_help, look_services_up
from desktop.practice.work import go_through
from forms.filling import fill
from forms.session import open_session
from reports.errors import MissingGlyph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from casework.office import Office
    from casework.practice.invented import PracticeCase
    from desktop.bootstrap import Workbook

_PEOPLE: Final = (
    (Role.SUPERVISOR, 1),
    (Role.CASEWORKER, 1),
    (Role.CASEWORKER, 2),
    (Role.VIEWER, 1),
)
# What is found of it after a sudden end may be deleted.
# Of so many there is one whom nobody has asked again yet.
_NOT_ASKED: Final = 9
_DRAFT: Final = "workbook.making-"
_OPENING: Final = ("workbook.keys", "workbook.keys.1")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who can sign in to a practice workbook."""

    name: str
    role: Role
    passphrase: str = field(repr=False)


class PastClock:
    """A clock that can be set to the day on which an invented visit took place.

    A second goes by at each look, but what happened last did not happen in the future.
    """

    def __init__(self, present: datetime) -> None:
        self.moment = present

    def turn_to(self, moment: datetime) -> None:
        """Set the clock to another moment."""
        self.moment = moment

    def __call__(self) -> datetime:
        """Return the moment, a second after the last one."""
        self.moment = min(self.moment + timedelta(seconds=1), now())
        return self.moment


@dataclass(frozen=True, slots=True)
class _Met:
    """An invented case that is on record: by which worker, under which code."""

    office: Office
    code: str
    case: PracticeCase


def make(home: Path, cases: int, seed: int) -> tuple[User, ...]:
    """Make a practice workbook, in the language that is spoken; return who can sign in to it."""
    chance = chance_of(seed)
    present = now()
    clock = PastClock(present - timedelta(days=366))
    with drafted(home) as draft:
        users, workbook, workers = begun(draft, clock)
        try:
            _fill(workbook, clock, workers, _invented(workbook, chance, cases), present)
        finally:
            workbook.close()
    return users


@contextmanager
def drafted(home: Path) -> Iterator[Path]:
    """Give a folder to make a practice workbook in; it moves in whole when the block ends well.

    One that was ended before would be there, and nobody told what opens it.
    """
    if is_going(home) or is_there(home):
        raise StoreRefused("exists")
    if any((home / name).exists() for name in _OPENING):
        raise StoreRefused("keys_alone")
    with ExitStack() as undo:
        draft = _made(home, undo)
        undo.callback(rmtree, draft, ignore_errors=True)
        yield draft
        # The store comes last: without it a folder is no workbook.
        for file in sorted(draft.iterdir(), key=lambda one: one.name == STORE):
            file.replace(home / file.name)
        undo.pop_all()
    rmtree(draft, ignore_errors=True)


def _made(home: Path, undo: ExitStack) -> Path:
    """Make the folders that are missing and one inside; those go again when nothing comes of it."""
    try:
        for folder in reversed([home, *home.absolute().parents]):
            if not folder.is_dir():
                folder.mkdir(mode=0o700)
                undo.callback(_leave, folder)
        return Path(mkdtemp(dir=home, prefix=_DRAFT))
    except PermissionError:
        raise StoreRefused("read_only") from None
    except OSError:
        raise StoreRefused("no_place") from None


def _leave(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def chance_of(seed: int) -> Random:
    """Return what draws invented data, so that it comes out the same again."""
    return Random(seed)  # noqa: S311 - invented data must come out the same again


def begun(home: Path, clock: PastClock) -> tuple[tuple[User, ...], Workbook, list[Worker]]:
    """Make a practice workbook with its people and its directory; return it open."""
    spoken = texts.current().code
    users = tuple(
        User(texts.say(f"sample.user.{role}", n=number), role, suggest_passphrase(spoken))
        for role, number in _PEOPLE
    )
    first, *others = users
    founding = Founding(first.name, first.role, _office(), practice_cost())
    workbook, _ = make_workbook(home, first.passphrase, founding, clock)
    with ExitStack() as undo:
        undo.callback(workbook.close)
        workers = [workbook.add_person(one.name, one.role, one.passphrase) for one in others]
        for service in directory():
            workbook.office.answers.record(None, "service", service, _spoken())
        undo.pop_all()
    return users, workbook, workers


def _spoken() -> str:
    return texts.current().code


def _office() -> OfficeFacts:
    name, hours = texts.say("sample.office"), f"08:00{TO}16:00"
    return OfficeFacts(name, "+000 55 0100", hours, _spoken(), practice=True)


def _invented(workbook: Workbook, chance: Random, cases: int) -> list[PracticeCase]:
    services = workbook.office.services.all()
    made = [practice_case(chance, number, services) for number in range(1, cases + 1)]
    return sorted(made, key=lambda one: -one.days_ago)


def _fill(
    workbook: Workbook,
    clock: PastClock,
    workers: list[Worker],
    cases: list[PracticeCase],
    present: datetime,
) -> None:
    """Record the invented cases day by day, each by one of the caseworkers."""
    offices = [workbook.as_worker(worker) for worker in workers if worker.role is Role.CASEWORKER]
    met: list[_Met] = []
    asked: deque[tuple[datetime, _Met]] = deque()
    for number, case in enumerate(cases):
        _ask_again(asked, clock, present - timedelta(days=case.days_ago))
        office = offices[number % len(offices)]
        met.append(_Met(office, _record(office, case, clock), case))
        # A letter of the last weeks goes out by what was said before it.
        if case.consent is not None and case.letter is None and number % _NOT_ASKED:
            asked.append((clock.moment + ASKED_AGAIN, met[-1]))
    _ask_again(asked, clock, present)
    look_services_up(workbook.office, clock.turn_to, present)
    _write(met, clock, present)
    ask_for_help([(one.office, one.code) for one in met], present)
    for one in met:
        _plan(one, present.date())
    go_through([(one.office, one.code) for one in met], present.date())


def _record(office: Office, case: PracticeCase, clock: PastClock) -> str:
    code = office.answers.record(None, "intake", case.intake, _spoken()).case_code
    known: list[str] = []
    for episode in case.episodes:
        answers = joined(episode, known)
        known.append(office.answers.record(code, "episode", answers, _spoken()).subject_id)
    if case.consent is not None:
        consent = dated(case.consent, clock.moment.date())
        office.answers.record(code, "consent", consent, _spoken())
    return code


def _ask_again(asked: deque[tuple[datetime, _Met]], clock: PastClock, until: datetime) -> None:
    """Ask those once more, up to a moment, who came long ago: before what they agreed to ends."""
    while asked and asked[0][0] <= until:
        clock.moment, one = asked.popleft()
        consent = dated(one.case.consent or {}, clock.moment.date())
        one.office.answers.record(one.code, "consent", consent, _spoken())
    clock.moment = until


def _write(met: list[_Met], clock: PastClock, present: datetime) -> None:
    """Issue the letters of the last weeks, the oldest first; every third has a passphrase."""
    written = sorted(
        (one for one in met if one.case.letter is not None), key=lambda one: -(one.case.letter or 0)
    )
    for number, one in enumerate(written):
        clock.moment = present - timedelta(days=one.case.letter or 0)
        service = (one.case.consent or {})["grants"][0]["recipient"]
        # A name in a script that no font of this machine can write has no letter.
        with suppress(MissingGlyph):
            order = Order(one.code, service, language=_spoken(), protect=number % 3 == 0)
            one.office.letters.issue(order)
    clock.moment = present


def _plan(one: _Met, today: date) -> None:
    """Keep what is to be done, what is done already, and a form that was begun."""
    for task in one.case.tasks:
        due = None if task.days is None else today + timedelta(days=task.days)
        added = one.office.tasks.add(one.code, task.title, due, task.at)
        if task.is_done:
            one.office.tasks.done(added.subject_id)
    if one.case.begun is not None:
        sheet = one.office.filling.open(one.code, "episode")
        session = open_session(sheet.model, sheet.doc, now, _spoken(), sheet.externals)
        fill(session, one.case.begun)
        one.office.filling.keep(sheet, session.draft())
