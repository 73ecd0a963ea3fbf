"""Taking back what was just put on record: it is a draft again, wherever one has gone since."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts
from casework.answers.filling import NOTHING_FOLLOWS
from desktop.pages.cases.words import form_name
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.changes import Change
    from desktop.frame.room import Room


def undo_of(room: Room, change: Change) -> Callable[[], object] | None:
    """Return what takes a form off the record again, or nothing where more follows from it."""
    if change.kind != "answers_recorded" or change.reason not in NOTHING_FOLLOWS:
        return None
    return partial(_take_back, room, change)


def _take_back(room: Room, recorded: Change) -> None:
    act = partial(room.office.filling.take_back, recorded.case_code, recorded.subject_id)
    # Something else may have been put on record since, which stands.
    form, case = form_name(recorded.reason), isolate(recorded.case_code)
    said = texts.say("form.taken_back", form=form, case=case)
    room.jobs.do(room, act, lambda _change: room.done(said))
