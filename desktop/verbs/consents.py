"""Verbs around consent: notices that letters no longer hold, and what is printed for her."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.verbs.letters import folder_for, place_for

if TYPE_CHECKING:
    import argparse

    from desktop.desk import Desk


def recall(desk: Desk, typed: argparse.Namespace) -> None:
    """Write a notice for everybody who holds a letter of a case that no longer holds."""
    recalls = desk.workbook().office.recalls
    numbers = [one.number for one in recalls.due(typed.case)]
    if not numbers:
        # Says why there is nothing to write.
        recalls.notify(typed.case)
    folder, written = folder_for(typed.out), []
    for number in numbers:
        # Each is registered with its file, so that none is said to be sent that was not written.
        with place_for(folder / f"notice-{number}.pdf") as place:
            (notice,) = recalls.notify(typed.case, frozenset({number})).notices
            place.write(notice.pdf)
        written.append({"number": notice.number, "recipient": notice.recipient})
    desk.facts({"notices": written})
    for one in written:
        desk.say("recall_verb.written", **one)


def printout(desk: Desk, typed: argparse.Namespace) -> None:
    """Write what is kept about her, who looked, and who was told what."""
    with place_for(typed.out) as place:
        place.write(desk.workbook().office.printouts.printout(typed.case, typed.language))
    desk.facts({"file": str(typed.out)})
    desk.say("printout_verb.written", file=typed.out)
