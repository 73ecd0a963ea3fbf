"""The verb for figures: look at them, publish them with a second person, read the register."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict
from importlib import import_module
from typing import TYPE_CHECKING

import texts
from desktop.saying.words import Refused, at
from desktop.verbs import published
from desktop.verbs.letters import folder_for, place_for
from reports.receipt import INVENTED, RECEIPT, receipt_of

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from casework.changes import Change
    from casework.figures.advising import Advice
    from casework.figures.desk import Released, Shown
    from casework.protect.printed import Printed
    from desktop.desk import Desk
    from reports.dhis2_mapping import Dhis2


def figures(desk: Desk, typed: argparse.Namespace) -> None:
    """Show or publish the figures of a period, or write everything ever published."""
    if typed.register:
        _register(desk, typed.register)
        return
    if typed.published_outside:
        published.enter(desk, typed)
        return
    if typed.take_back:
        published.take_back(desk, typed)
        return
    if typed.newest:
        published.newest(desk, typed.newest)
        return
    if not (typed.plan and typed.period):
        raise Refused("figures_which")
    mapping = _mapping(typed)
    if typed.preview:
        _preview(desk, typed)
        return
    if not (typed.second and typed.out):
        raise Refused("figures_second")
    _release(desk, typed, mapping)


def _mapping(typed: argparse.Namespace) -> Dhis2 | None:
    """Return the mapping for DHIS2 where one is named; it has to fit before anything is shown."""
    if typed.dhis2 is None:
        return None
    try:
        source = typed.dhis2.read_bytes()
    except OSError:
        raise Refused("file_unreadable", place=typed.dhis2) from None
    with at(typed.dhis2):
        mapping: Dhis2 = import_module("reports.dhis2_mapping").read_mapping(source)
        mapping.demand_fits(typed.plan, typed.period)
    return mapping


def _preview(desk: Desk, typed: argparse.Namespace) -> None:
    """Show figures, and say which plan shows more where these show little."""
    if typed.gbvims or typed.invented or typed.out:
        raise Refused("figures_preview_files")
    advising = import_module("casework.figures.advising")
    asked = typed.plan, typed.period, typed.recipient
    office = desk.workbook().office.figures
    found = office.preview(*asked)
    few = not advising.is_enough(found.numbers, found.cells)
    advice = office.advising(*asked).prove() if few else None
    _tell(desk, found, advice)
    desk.say("figures.tables_where")
    if typed.recipient:
        desk.say("figures.everyone_first")
    if advice is not None:
        told = {"plan": advice.plan, "period": advice.period, "percent": advice.percent}
        desk.say("figures.advice", enough=advising.ENOUGH, **told)
    elif few:
        desk.say("figures.no_advice", enough=advising.ENOUGH)


def _tell(desk: Desk, found: Shown, advice: Advice | None = None) -> None:
    """Say how many numbers are shown, and each cell where facts are asked for."""
    kinds = Counter(
        "hidden" if printed is None else type(printed).__name__.lower()
        for cells in found.tables.values()
        for _key, printed in cells
    )
    tables = {
        name: [[[list(pair) for pair in key], _range(printed)] for key, printed in cells]
        for name, cells in found.tables.items()
    }
    facts = {"plan": found.plan, "period": found.period, "least": found.least, "tables": tables}
    desk.facts(facts | ({"advice": asdict(advice)} if advice else {}))
    desk.say("figures.shown", n=found.numbers, all=found.cells)
    desk.say("figures.others", marks=kinds["mark"], ranges=kinds["span"], hidden=kinds["hidden"])


def _range(printed: Printed | None) -> list[int] | None:
    return None if printed is None else [printed.lo, printed.hi]


def _release(desk: Desk, typed: argparse.Namespace, mapping: Dhis2 | None) -> None:
    """Publish figures; their files come first, so that none are published that are not written."""
    folder = folder_for(typed.out)
    name = f"figures-{typed.plan}-{typed.period}"
    made = import_module("reports.figures_files")
    with ExitStack() as files:
        more = [made.DHIS2] * bool(mapping) + [made.SUMMARY] * typed.gbvims
        kinds = (*made.ALWAYS, *more, *[INVENTED] * typed.invented, RECEIPT)
        places = {kind: files.enter_context(place_for(folder / f"{name}{kind}")) for kind in kinds}
        wanted = _proposed(desk, typed)
        done = _agreed(desk, typed.second, wanted.subject_id)
        office = desk.workbook().office
        language = typed.language or texts.current().code
        also = {"gbvims": typed.gbvims, "invented": typed.invented}
        written = made.figures_files(done, language, mapping, **also)
        for kind, content in written.items():
            places[kind].write(content)
        told = {f"{name}{kind}": content for kind, content in written.items()}
        receipt = office.published.receipt(wanted.subject_id)
        places[RECEIPT].write(receipt_of(receipt, told))
    _tell(desk, done.shown)
    desk.say(
        "figures.published", number=done.release.wanted.id[:8], digest=done.release.digest[:16]
    )
    desk.say("receipt.code", code=receipt.code)
    desk.say("receipt.keep")
    if mapping:
        desk.say("figures.dhis2_sums")
    if typed.invented:
        desk.say("figures.invented_drawn")


def _proposed(desk: Desk, typed: argparse.Namespace) -> Change:
    """Ask for figures; where people are to be invented from them, not if they tell too little."""
    figures, asked = desk.workbook().office.figures, (typed.plan, typed.period, typed.recipient)
    if not typed.invented:
        return figures.propose(*asked)
    proven = figures.count(*asked).prove()
    import_module("casework.figures.invented").demand_enough(proven.shown)
    return figures.propose(*asked, proven)


def _agreed(desk: Desk, second: str, release_id: str) -> Released:
    """Publish what was asked of a second person, or let go of it: she was asked here alone.

    What waits is proved with, and here nobody could look at it or drop it.
    """
    first = desk.workbook()
    try:
        workbook = desk.sign_in(second, desk.secrets.next("passphrase"))
        return workbook.office.figures.agree(release_id)
    except BaseException:
        figures = first.office.figures
        if any(one.id == release_id for one in figures.proposed()):
            figures.drop(release_id)
        raise
    finally:
        if desk.workbook() is not first:
            first.close()


def _register(desk: Desk, file: Path) -> None:
    released = import_module("casework.figures.released")
    everything = desk.workbook().office.figures.register()
    words = json.dumps(released.register(everything), indent=1, sort_keys=True)
    with place_for(file) as place:
        place.write(words.encode())
    desk.facts({"file": str(file), "releases": len(everything)})
    desk.say("figures.register", n=len(everything), file=file)
