"""One all-or-nothing piece of work: the repositories on one session, and the record of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from sqlcipher3 import dbapi2

from db.guards.triggers import guard_refusal
from db.repositories import CaseRepositories, SharingRepositories, TeamRepositories
from db.vault.engine import refusal_of

if TYPE_CHECKING:
    from casework.changes import Change


class SqlUnitOfWork(CaseRepositories, SharingRepositories, TeamRepositories):
    """A transaction of one worker; what is not committed never happened."""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Roll back what was not committed, and say in codes what the store refused."""
        self._ground.close()
        # The journal writes through the driver itself, so its errors come as they are.
        cause = getattr(error, "orig", error)
        if isinstance(cause, dbapi2.Error):
            raise _refusal(cause) from None

    def note(self, act: str, subject_id: str = "", reason: str = "") -> None:
        """Write a reading into the audit chain, before what was read is shown."""
        self._journal.audit(act, bytes.fromhex(subject_id) or None, reason)
        self._ground.commit()

    def save(self) -> None:
        """Keep the work by its operations alone: what is saved every second is no act."""
        self._ground.commit()

    def commit(self, change: Change, *besides: str) -> None:
        """Keep the work and the change that describes it, together; `besides` are further acts."""
        if change.case_id:
            self.cases.touch(change.case_id)
        subject = bytes.fromhex(change.case_id or change.subject_id) or None
        for act in (change.kind, *besides):
            self._journal.audit(act, subject, change.reason)
        self._ground.commit()


def _refusal(error: dbapi2.Error) -> Exception:
    """Return a guard's refusal by its code, and any other of the driver's errors by its own."""
    return guard_refusal(str(error)) or refusal_of(error)
