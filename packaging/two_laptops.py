"""Picture what two laptops of one invented office have to decide, and how they exchange.

A practice workbook exchanges nothing, so these are made as the tests make them, and thrown away.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from apart import keep_to_do, retitled
from drive import open_window
from laptops import First, Laptop
from make import Clock, Template

from casework.team.supervision import Why
from casework.team.worker import Role
from desktop.pictures.picturing import SETTINGS_OF
from sync.survey import remember_speakers

PAGES = ("decide", "devices")
LOOKS = ("light", "dark", "arabic", "large")
SIZE = (1366, 768)
TASK = b"to be done apart"
SAID = {"name_used": "EX-NAME-1", "safe_way": "phone_call", "safe_hours": None, "account": None}


def main(folder: Path) -> None:
    """Leave a picture of each page in each look, in place of those of a practice workbook."""
    with TemporaryDirectory() as base:
        clock = Clock(datetime.now(UTC).replace(hour=9, minute=0) - timedelta(days=3))
        first = First(Template(Path(base, "template")), Path(base, "first"), clock)
        second = Laptop(first, Path(base, "second"), "Caseworker 5", Role.SUPERVISOR)
        said = first.case(**SAID, must_not=None, staff_notes=None)
        first.agrees(said)
        she = first.template.supervisor
        first.office(she).tasks.add(said, "Call back")
        ((key,),) = first.store.connection.execute("select id from casefile").fetchall()
        keep_to_do(first.store, she, key, TASK)
        second.takes(first.writes())
        apart(first, second, said)
        first.takes(second.writes())
        remember_speakers(first.post)
        # What is written now waits to leave.
        first.office(she).tasks.add(said, "Ask about the first visit")
        first.close()
        for look in LOOKS:
            picture(first, said, look, folder)


def apart(first: First, second: Laptop, case: str) -> None:
    """Let both say when it is safe to call, and what is to be done, without hearing each other."""
    retitled(first.store, TASK, "Call the clinic")
    changes(first.office(first.template.supervisor), case, "10:00-12:00")
    first.clock.pass_days(1.3)
    with second.office() as office:
        office.glass.open(case, Why.DANGER)
        changes(office, case, "14:00-16:00")
    with second.store() as store:
        retitled(store, TASK, "Write to the clinic")
    first.clock.pass_days(0.6)


def changes(office: object, case: str, hours: str) -> None:
    """Change in the first visit when it is safe to call."""
    filling = office.filling
    sheet = filling.amend(case, filling.entries(case, "intake")[0].id)
    values = {**sheet.doc.values, "intake.safe_hours": hours}
    filling.finish(sheet, replace(sheet.doc, values=values))


def picture(first: First, case: str, look: str, folder: Path) -> None:
    """Leave a picture of each page in one look."""
    how = {"settings": SETTINGS_OF[look], "worker": first.template.supervisor}
    with open_window(first.template, first.home, clock=first.clock, **how) as drive:
        drive.window.resize(*SIZE)
        for page in PAGES:
            drive.go(page, case if page == "decide" else "")
            drive.rest(6)
            # How it stands with others is asked a moment later.
            drive.until(drive.window.workspace.top.exchange.text)
            drive.window.grab().save(str(folder / f"{page}-{look}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
