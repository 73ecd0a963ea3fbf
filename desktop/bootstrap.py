"""The composition root of an open workbook; `founding` makes a new one."""

from __future__ import annotations

import os
from contextlib import ExitStack, closing
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from casework.office import Office
from casework.team.seat import Seat
from casework.team.worker import Act, NotPermitted, Role, Worker, demand, may
from db.guards.triggers import GuardRefused
from db.rows.moments import last_moment
from db.rows.settings import UNBUILT, UNHEARD
from db.store import Store, is_open, open_store
from db.vault.engine import list_key, store_refusal
from db.vault.moving_in import require_workbook
from db.vault.refusals import StoreRefused
from db.vault.wiping import wipe
from desktop.beside.rooms import printing_room, prover
from desktop.clock import now, reckoned
from desktop.events import Event, Events
from desktop.imports import Later
from desktop.returning import Beside, Return
from texts.language import speak_as

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from casework.changes import Change
    from casework.figures.proving import Protector
    from db.answers import unfinished
    from db.backups.keeping import Contents, Taken
    from db.checks.soundness import Check
    from db.homes import membership
    from db.media.folders import Backup
    from db.vault import keys
    from sync.post import Post

    Clock = Callable[[], datetime]
else:
    # What derives keys is needed before a workbook opens, and hardly ever after.
    keys, membership = Later("db.vault.keys"), Later("db.homes.membership")
    unfinished = Later("db.answers.unfinished")

__all__ = [
    "GuardRefused",
    "NotPermitted",
    "Return",
    "StoreRefused",
    "Workbook",
    "bring_back",
    "is_there",
    "now",
    "open_workbook",
    "post_of",
    "recover",
    "sheet_identity",
    "store_refusal",
    "suggest_passphrase",
    "warm",
]


_RHYTHM: Final = "backups.rhythm"
_USUAL_DAYS: Final = 7
# How our own forms looked when somebody who administers last opened the workbook.
FORMS_SEEN: Final = "forms.seen"


class Workbook:
    """An unlocked workbook: the office of whoever signed in, and its keys."""

    def __init__(self, home: Path, unlocked: keys.Unlocked, store: Store, clock: Clock) -> None:
        self._home, self._unlocked, self._store, self._clock = home, unlocked, store, clock
        self._events = Events(home, clock)
        # The exchange with other workbooks: nobody asks before the first page is seen.
        self.membership: Callable[[], membership.Membership] = cache(
            lambda: membership.Membership(store.connection)
        )
        self.post: Callable[[], Post] = cache(partial(post_of, store, unlocked, clock))
        self.worker = store.worker(unlocked.user_id)
        self.practice = unlocked.practice
        doubts = reckoned(last_moment(store.connection), clock)
        self.notices = [*doubts, *unlocked.notices, *store.welcome(unlocked)]
        self._events.note(Event.UNLOCKED, unlocked.user_id)
        self.office = office_on(store, self.worker, clock)
        # The office of a second person who is here, by a passphrase of her own.
        self.second: Callable[[str, str], Office] = partial(_second, home, store, clock)
        # Asked before an act that leaves a way in: a laptop may have been taken while it was open.
        self.require_own: Callable[[str], None] = partial(
            _require_own, home, unlocked, self._events
        )
        self.notices += _on_opening(store, self.worker, clock)
        # What the own organisation is called.
        self.office_name = store.office_name()
        # How much was written since it was opened: two looks tell whether anything was.
        self.written: Callable[[], int] = lambda: store.connection.total_changes
        # What whoever works here was typing outside a form, and is on no record yet.
        self.unfinished = lambda: unfinished.SqlUnfinished(store.connection, self.worker.id)
        speak_as(*store.spoken())

    def as_worker(self, worker: Worker) -> Office:
        """Return the office as somebody else would have it; only practice data may be made so."""
        if not self.practice:
            raise NotPermitted(Act.PEOPLE)
        return office_on(self._store, worker, self._clock)

    def add_person(self, name: str, role: Role, passphrase: str) -> Worker:
        """Give somebody keys of her own and a place in the office."""
        demand(self.worker, Act.PEOPLE)
        person = _way_in(self._home, self._unlocked, self._store, name, passphrase)
        user_id = person.user_id.hex()
        self.office.people.add(user_id, name, role, person.author_key)
        self._events.note(Event.PERSON_ADDED, person.user_id)
        return Worker(user_id, role, name)

    def change_passphrase(self, name: str, old: str, new: str) -> None:
        """Wrap one's own keys anew."""
        keys.change_passphrase(self._home, self._unlocked, name, old, new)
        self._events.note(Event.REWRAPPED, self._unlocked.user_id)

    def give_new_key(self, old: str, new: str, code: str) -> tuple[str, ...]:
        """Close the workbook and give it a new key; return whose ways in went with the old one."""
        demand(self.worker, Act.PEOPLE)
        made, signers = import_module("db.backups.new_key"), import_module("db.homes.signers")
        here = {user.hex() for user, *_ in signers.who_sign(self._store.connection)}
        others = [one for one in self.office.people.all() if one.id in here - {self.worker.id}]
        holder = made.Holder(self.worker.name, old, new, code)
        made.require_holder(self._home, self._unlocked, holder)
        with self._store.begin(self.worker) as work:
            work.note("new_key")
        made.give_new_key(self._home, self._store.connection, self._unlocked, holder)
        self._events.note(Event.NEW_KEY, self._unlocked.user_id)
        return tuple(one.name for one in others)

    def use_sheets(self, code: str) -> None:
        """Let a recovery code that was just printed open the workbook, and none of before."""
        demand(self.worker, Act.PEOPLE)
        with self._store.begin(self.worker) as work:
            work.note("new_sheets")
        # A backup of this very session is sealed to the new ones too.
        self._unlocked = keys.take_recovery(self._home, self._unlocked, code)
        self._events.note(Event.NEW_SHEETS, self._unlocked.user_id)

    def let_back_in(self, name: str, passphrase: str) -> None:
        """Give somebody who forgot her passphrase a new one; her cases stay hers."""
        demand(self.worker, Act.PEOPLE)
        user_id = self._store.user_named(name)
        person = keys.reset_person(self._home, self._unlocked, name, passphrase, user_id)
        self._store.renew_author(user_id, person.author_key)
        self._events.note(Event.REWRAPPED, user_id)

    def let_go(self, user_id: str) -> Change:
        """Take the way in of somebody who works here no more; her cases were handed over."""
        demand(self.worker, Act.PEOPLE)
        name = next((one.name for one in self.office.people.members() if one.id == user_id), "")
        change = self.office.people.left(user_id)
        # Whoever is not known any more does not come in, even if the program ends right here.
        try:
            keys.remove_person(self._home, self._unlocked, name)
        except StoreRefused as refused:
            if refused.code != "nobody":
                raise
        self._events.note(Event.PERSON_REMOVED, bytes.fromhex(user_id))
        return change

    def log_holds(self) -> tuple[int, int | None]:
        """Return how many lines of the log hold, and the first that does not."""
        demand(self.worker, Act.TEAM)
        return self._store.log_holds()

    def check(self) -> Check:
        """Verify pages, log, rows and letters; nothing is repaired."""
        demand(self.worker, Act.CHECK)
        found = self._store.examine()
        self._events.note(Event.CHECKED, len(found.faults))
        return found

    def kept_place(self) -> str:
        """Return where this person last was, in one line of codes, or nothing."""
        return self._store.kept(f"place.{self.worker.id}")

    def keep_place(self, place: str) -> None:
        """Keep where this person is; it stays inside the encrypted store."""
        # Whoever has just given it a new key locks a workbook that is closed already.
        if is_open(self._store):
            self._store.keep(f"place.{self.worker.id}", place)

    def back_up(self, target: Path, code: str = "") -> Taken:
        """Write a sealed backup, look into it before it counts, and let older ones go."""
        demand(self.worker, Act.BACKUP)
        with self._store.begin(self.worker) as work:
            work.note("backup_taken")
        kept = import_module("db.backups.keeping")
        taken: Taken = kept.take(self._store.connection, self._unlocked, target, self._clock, code)
        self._events.note(Event.BACKED_UP, taken.backup.size)
        return taken

    def sheet_recipient(self) -> str:
        """Return to whom one seals what the recovery sheet is to open."""
        demand(self.worker, Act.TAKE_OUT)
        named: str = import_module("db.vault.sheet_key").recipient_of(self._unlocked.recovery_key)
        return named

    def backups(self) -> Sequence[Backup]:
        """Return the backups that this workbook remembers, the newest first."""
        demand(self.worker, Act.BACKUP)
        folders = import_module("db.media.folders")
        return cast("Sequence[Backup]", folders.looked_at(self._store.connection))

    def compare(self, backup: Path, code: str = "") -> tuple[Contents, Contents]:
        """Return what a backup holds, every page of it checked, and what the workbook holds.

        With the printed code it is opened by that, as on the day when nothing else is left.
        """
        demand(self.worker, Act.BACKUP)
        backups = import_module("db.backups.keeping")
        look, by = (backups.drill, code) if code else (backups.look_into, self._unlocked)
        return look(backup, by, self._home), backups.contents_of(self._store.connection)

    def backup_rhythm(self) -> int:
        """Return after how many days without a good backup one is reminded; 0 is never."""
        return int(self._store.kept(_RHYTHM) or _USUAL_DAYS)

    def keep_backup_rhythm(self, days: int) -> None:
        """Keep after how many days one is reminded."""
        demand(self.worker, Act.BACKUP)
        self._store.keep(_RHYTHM, str(days))

    def bring_beside(self, backup: Path, home: Path, back: Return) -> Beside[Contents]:
        """Restore a backup into a new folder and count both; this workbook stays as it is."""
        demand(self.worker, Act.BACKUP)
        with import_module("db.media.restoring").restoring(self._store.connection, home):
            code = bring_back(backup, home, back, (self._home,))
        backups = import_module("db.backups.keeping")
        unlocked = keys.unlock(home, back.name, back.passphrase)
        try:
            with closing(open_store(home, unlocked, self._clock)) as store:
                held = backups.contents_of(store.connection)
        finally:
            unlocked.wipe()
        return Beside(code, held, backups.contents_of(self._store.connection))

    def close(self) -> None:
        """Close the file and wipe the keys."""
        self._store.close()
        self._unlocked.wipe()


def _way_in(
    home: Path, unlocked: keys.Unlocked, store: Store, name: str, passphrase: str
) -> keys.Person:
    """Give keys to a name; keys that an addition cut short left behind belong to nobody."""
    try:
        return keys.add_person(home, unlocked, name, passphrase)
    except StoreRefused as refused:
        if refused.code != "name_taken" or store.knows(name):
            raise
    return keys.reset_person(home, unlocked, name, passphrase, os.urandom(16))


def _second(home: Path, store: Store, clock: Clock, name: str, passphrase: str) -> Office:
    unlocked = _unlocked(home, name, passphrase, clock)
    unlocked.wipe()
    return office_on(store, store.worker(unlocked.user_id), clock)


def _unlocked(home: Path, name: str, passphrase: str, clock: Clock) -> keys.Unlocked:
    with Events(home, clock).of_refusals():
        return keys.unlock(home, name, passphrase)


def _require_own(home: Path, unlocked: keys.Unlocked, events: Events, passphrase: str) -> None:
    with events.of_refusals(unlocked.user_id):
        keys.require_own(home, unlocked, passphrase)


def _on_opening(store: Store, worker: Worker, clock: Clock) -> list[str]:
    """Do what nobody asks for when a workbook is opened; return what is said of it, by code."""
    seat = Seat(worker, lambda: store.begin(worker), clock)
    return [*_after_return(store, seat), *_newer_forms(store, seat)]


def _newer_forms(store: Store, seat: Seat) -> list[str]:
    """Publish the forms that came with a newer program, if that is for her to say."""
    if not may(seat.worker, Act.PEOPLE):
        return []
    look = import_module("forms.library.kept").look()
    newer = import_module("casework.keeping.newer_forms")
    if store.kept(FORMS_SEEN) == look or not newer.is_hers(seat):
        return []
    published = newer.publish_newer(seat, import_module("forms.library").versions())
    store.keep(FORMS_SEEN, look)
    return ["forms_newer"] if published else []


def _after_return(store: Store, seat: Seat) -> list[str]:
    """Let what happened after the backup hold that a workbook was restored from; say of it."""
    if store.kept(UNBUILT):
        # Nothing is said of it: it may be she from whom a wall keeps something.
        import_module("casework.keeping.after_return").wall_off(seat)
    if not store.kept(UNHEARD):
        return []
    import_module("casework.keeping.after_return").distrust(seat)
    return ["taken_back_since"]


def office_on(
    store: Store, worker: Worker, clock: Clock, protector: Callable[[], Protector] | None = None
) -> Office:
    """Return the office of one worker on an open store; figures are proved by another process."""
    seat = Seat(worker, lambda: store.begin(worker), clock)
    return Office(seat, printing_room, suggest_passphrase, protector or prover)


def post_of(store: Store, unlocked: keys.Unlocked, clock: Clock) -> Post:
    """Return the exchange of an open workbook with others, for whoever opened it."""
    member, post = import_module("sync.members.member"), import_module("sync.post")
    person = member.Person(unlocked.store_id, unlocked.user_id, bytes(unlocked.author_seed))
    made: Post = post.Post(store, person, clock)
    return made


def warm() -> None:
    """Import what turns a passphrase into the key, before there is one."""
    import_module("db.vault.keys")


def suggest_passphrase(language: str = "en") -> str:
    """Return words that nobody has chosen, of a language that has a list of them."""
    return keys.suggest_passphrase(language)


def sheet_identity(code: str) -> str:
    """Return the key that opens what was sealed to the recovery sheet, by its printed code."""
    named: str = import_module("db.vault.sheet_key").identity_of(code)
    return named


def is_there(home: Path) -> bool:
    """Return whether a folder holds a workbook."""
    return (home / keys.STORE).exists()


def open_workbook(home: Path, name: str, passphrase: str, clock: Clock = now) -> Workbook:
    """Open a workbook for a person."""
    require_workbook(home)
    unlocked = _unlocked(home, name, passphrase, clock)
    with ExitStack() as undo:
        undo.callback(unlocked.wipe)
        store = open_store(home, unlocked, clock)
        undo.callback(store.close)
        workbook = Workbook(home, unlocked, store, clock)
        undo.pop_all()
    return workbook


def recover(home: Path, back: Return, clock: Clock = now) -> str:
    """Give a known person a new passphrase; return the code of a new sheet, if one was wished."""
    require_workbook(home)
    unlocked = keys.unlock_with_recovery(home, back.code)
    store = open_store(home, unlocked, clock)
    try:
        user_id = store.user_named(back.name)
        person = keys.reset_person(home, unlocked, back.name, back.passphrase, user_id)
        store.renew_author(user_id, person.author_key)
        Events(home, clock).note(Event.UNLOCKED_BY_RECOVERY, user_id)
        split = keys.is_split(back.code)
        return keys.renew_recovery(home, unlocked, split=split) if back.new_sheet else ""
    finally:
        store.close()
        unlocked.wipe()


def bring_back(backup: Path, home: Path, back: Return, beside: Sequence[Path] = ()) -> str:
    """Restore a sealed backup into an empty folder; return the new recovery code.

    What was erased and taken back since is known from the list on the medium, and from folders
    named besides.
    """
    code = keys.new_recovery_code(split=keys.is_split(back.code))
    newcomer = keys.Newcomer(back.name, back.passphrase, recovery_code=code)
    backups, stones = import_module("db.backups.backup"), import_module("db.backups.tombstones")
    lists, figures = import_module("db.media.gone"), import_module("db.media.told_beside")
    key = backups.read_manifest(backup, back.code).store_key
    try:
        sealing = list_key(key)
        since = lists.read_lists(key, (backup.parent, *beside))
    finally:
        wipe(key)
    told = figures.read_told(sealing, (backup.parent, *beside))
    replay = figures.returning(stones.replay_for(back.name, since), now())
    restored = backups.restore(backup, home, back.code, newcomer, replay)
    figures.lay_beside(list_key(restored.unlocked.store_key), home, told)
    return str(restored.recovery_code)
