"""The verb that looks at a form file from elsewhere, without taking it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from casework.cases.own_papers import BlankPaper
from desktop.bootstrap import now
from desktop.saying.shown import shown_name
from desktop.saying.words import Refused, at
from desktop.verbs.papers import write_blank
from forms.loading import load_form
from forms.on_paper import on_paper

if TYPE_CHECKING:
    import argparse

    from desktop.desk import Desk
    from forms.model import FormModel, Notice

_LONGEST_DETAIL = 300


def form(desk: Desk, typed: argparse.Namespace) -> None:
    """Say what a form file is; what cannot become a form is refused with its place."""
    if typed.file.exists() and not typed.file.is_file():
        # A pipe might never end.
        raise Refused("file_unreadable", place=typed.file)
    try:
        with at(typed.file):
            found = load_form(typed.file)
    except OSError:
        raise Refused("file_unreadable", place=typed.file) from None
    asked = sum(bool(one.control) and not one.is_note for one in found.questions())
    languages = [language for language in found.languages if language]
    desk.facts(
        {
            "form": found.form_id,
            "title": found.title,
            "version": found.version,
            "questions": asked,
            "languages": languages,
            "notices": [_plain(notice) for notice in found.warnings],
        }
    )
    desk.say("form.is", name=_name(found), version=shown_name(found.version) or "-")
    desk.say("form.questions", n=asked)
    if languages:
        desk.say("form.languages", languages=", ".join(map(shown_name, languages)))
    for notice in found.warnings:
        desk.line(_sentence(notice))
    desk.say("form.not_taken_in")
    if typed.blank:
        known = {name: () for name, one in found.lists.items() if one.external}
        blank = on_paper(found, typed.language, known, now)
        write_blank(desk, BlankPaper(blank), typed.blank)


def _name(found: FormModel) -> str:
    title, form_id = shown_name(found.title), shown_name(found.form_id)
    return f"{title} ({form_id})" if title and title != form_id else form_id


def _plain(notice: Notice) -> dict[str, str]:
    return {"code": notice.code, "question": notice.question, "detail": notice.detail}


def _sentence(notice: Notice) -> str:
    """Return what the author of a form should look at; the form can be used all the same."""
    return texts.fill_in(
        f"notice.{notice.code}",
        {
            "question": shown_name(notice.question),
            "detail": shown_name(notice.detail, _LONGEST_DETAIL),
        },
    )
