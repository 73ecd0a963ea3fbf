"""The verb that prints: a form blank, or what is filled in of it, as PDF."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from desktop.saying.words import Refused
from desktop.verbs.letters import place_for

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from casework.cases.own_papers import BlankPaper
    from casework.services.directory import Directory
    from desktop.desk import Desk

FILLED: Final = ("copy", "file")


def paper(desk: Desk, typed: argparse.Namespace) -> None:
    """Write one paper to a file."""
    if (typed.filled or typed.code) and not typed.case:
        raise Refused("paper_without_case")
    papers = desk.workbook().office.own_papers
    with place_for(typed.out) as place:
        if typed.filled == "copy":
            hers = papers.copy(typed.case, typed.form, typed.language)
            place.write(import_module("reports.own_paper").copy_pdf(hers))
        elif typed.filled == "file":
            kept = papers.file(typed.case, typed.form, typed.language)
            place.write(import_module("reports.form_paper").file_pdf(kept))
        else:
            code = typed.case if typed.code else ""
            blank = papers.blank(typed.form, typed.language, code)
            place.write(import_module("reports.form_paper").blank_pdf(blank))
    desk.facts({"file": str(typed.out)})
    desk.say("verb.paper_written", file=typed.out)


def write_blank(desk: Desk, blank: BlankPaper, out: Path) -> None:
    """Write a blank form of any kind to a file."""
    with place_for(out) as place:
        place.write(import_module("reports.form_paper").blank_pdf(blank))
    desk.say("verb.paper_written", file=out)


def write_numbers(desk: Desk, directory: Directory, out: Path) -> None:
    """Write the directory in numbers to a file."""
    with place_for(out) as place:
        place.write(import_module("reports.directory").directory_pdf(directory))
    desk.say("verb.paper_written", file=out)
