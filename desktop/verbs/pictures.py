"""The verb that leaves pictures of the window, of practice workbooks only."""

from __future__ import annotations

import os
from contextlib import closing
from importlib import import_module
from typing import TYPE_CHECKING

from casework.figures.plan import plans
from casework.records.case import CaseStatus
from casework.team.seat import NotFound
from casework.team.worker import Act, may
from desktop.pictures.pictured import LOOKS, NAMES, PICTURED, SERVICE
from desktop.saying.words import Refused

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from casework.office import Office
    from desktop.desk import Desk


def pictures(desk: Desk, typed: argparse.Namespace) -> None:
    """Leave a picture of each page that is wanted; of a real workbook there are none."""
    name = desk.user or desk.secrets.ask_name()
    passphrase = desk.secrets.next("passphrase")
    pages, looks = typed.page or NAMES, typed.look or LOOKS
    # A picture lies on the disk in clear, and the window shows whoever is in it.
    with closing(desk.sign_in(name, passphrase)) as workbook:
        if not workbook.practice:
            raise Refused("pictures_of_people")
        shown = _shown(workbook.office, typed, pages)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Imported for whoever asks for pictures: no other verb needs the window.
    taking = import_module("desktop.pictures.picturing")
    wish = taking.Wish(pages, looks, _folder(typed.out))
    if wish.is_there():
        raise Refused("file_exists", place=typed.out)
    taken = taking.take(taking.Sitting(desk.home, name, passphrase, *shown), wish)
    desk.facts({"pictures": [str(one) for one in taken.pictures], "closed": taken.closed})
    desk.say("pictures.taken", n=len(taken.pictures), folder=typed.out)
    if taken.closed:
        desk.say("pictures.closed", pages=", ".join(taken.closed))


def _shown(
    office: Office, typed: argparse.Namespace, pages: tuple[str, ...]
) -> tuple[str, str, str]:
    """Return the case, the service and the figures that pages are shown of, as far as needed."""
    wanted = [PICTURED[name] for name in pages if name in PICTURED]
    code, service = typed.case, ""
    if not code and any(page.of_case for page in wanted):
        found = sorted(office.cases.all(), key=lambda case: case.status is not CaseStatus.OPEN)
        code = found[0].code if found else ""
    if any(page.subject == SERVICE for page in wanted):
        service = _service(office, code, typed.to)
    return code, service, _figures(office) if "figures" in pages else ""


def _figures(office: Office) -> str:
    """Return of which plan and period figures were published last, to whoever may see them."""
    if not may(office.worker, Act.STATISTICS):
        return ""
    told = [one.wanted for one in office.figures.register() if one.wanted.plan in plans()]
    return f"{told[-1].plan} {told[-1].period}" if told else ""


def _service(office: Office, code: str, named: str) -> str:
    """Return the code of the service named, else of one agreed to in the case, else of any."""
    services = office.services.all()
    if named:
        found = [one.code for one in services if named in {one.code, one.name}]
    else:
        agreed = _agreed(office, code) if code else set()
        first = sorted(services, key=lambda one: not agreed & {one.code, one.name})
        found = [one.code for one in first]
    if named and not found:
        raise Refused("service_not_found")
    return found[0] if found else ""


def _agreed(office: Office, code: str) -> set[str]:
    """Return to whom something may be told in a case; under the mask that is nobody's to know."""
    try:
        return {grant.recipient for grant in office.grants.of(code)}
    except NotFound:
        return set()


def _folder(path: Path) -> Path:
    """Return the folder for the pictures, made if it is not there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Refused("file_not_written", place=path) from None
    return path
