"""How a place names a form: its id alone, or with the draft or the finished form that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from casework.answers.filling import FillingDesk, Sheet

_SIGN: Final = "#"
_KINDS: Final = ("draft", "entry", "again")
JUST_KEPT: Final = "just-kept"
"""Instead of the id of a draft that the store is only now making."""


class Wanted(NamedTuple):
    """What is to be opened: a form, perhaps one that was begun, or one that was finished."""

    form_id: str
    draft_id: str = ""
    entry_id: str = ""
    # The finished form that a new one begins from.
    again_id: str = ""

    def subject(self) -> str:
        """Return the subject of a place."""
        for kind, found in zip(_KINDS, self[1:], strict=True):
            if found:
                return f"{self.form_id}{_SIGN}{kind}={found}"
        return self.form_id

    def sheet(self, filling: FillingDesk, case_code: str) -> Sheet:
        """Ask the office for what is to be filled in."""
        if self.draft_id == JUST_KEPT:
            kept = self._just_kept(filling, case_code)
            return filling.carry_on(kept) if kept else filling.open(case_code or None, self.form_id)
        if self.draft_id:
            return filling.carry_on(self.draft_id)
        if self.entry_id:
            return filling.amend(case_code, self.entry_id)
        if self.again_id:
            return filling.again(case_code, self.again_id)
        return filling.open(case_code or None, self.form_id)

    def _just_kept(self, filling: FillingDesk, case_code: str) -> str:
        """Return the draft of this form that was kept last, in the case if there is one."""
        drafts = (one for one in filling.drafts() if one.form_id == self.form_id)
        return next((one.id for one in drafts if case_code in ("", one.case_code)), "")


class Spot(NamedTuple):
    """One question and the place of the cursor in its answer."""

    ref: str = ""
    cursor: int = 0

    def field(self) -> str:
        """Return the field of a place."""
        return f"{self.ref}:{self.cursor}" if self.ref else ""


def wanted_of(subject: str) -> Wanted:
    """Return what a subject means."""
    form_id, _, more = subject.partition(_SIGN)
    kind, _, found = more.partition("=")
    return Wanted(form_id, *(found if kind == one else "" for one in _KINDS))


def spot_of(field: str) -> Spot:
    """Return the question and the cursor that a field means; a question alone is enough."""
    ref, colon, cursor = field.rpartition(":")
    if colon and cursor.isdigit():
        return Spot(ref, int(cursor))
    return Spot(field)
