"""Answers of a first visit as somebody at a laptop changes and finds them."""

from __future__ import annotations

from dataclasses import replace


def amends(office, code, **answers):
    """Change answers of the first visit."""
    filling = office.filling
    sheet = filling.amend(code, filling.entries(code, "intake")[0].id)
    values = dict(sheet.doc.values) | {f"intake.{name}": value for name, value in answers.items()}
    filling.finish(sheet, replace(sheet.doc, values=values))


def answers_of(office, code):
    found = office.filling.entries(code, "intake")[0]
    return office.filling.amend(code, found.id).doc.values


def names(office, code):
    return {one.line.name for one in office.conflicts.of(code, "en")}
