"""Verbs for other programs: answers given there are brought in, forms of ours are taken there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from casework.files.submissions import Asking
from desktop.saying.submissions import beside_words, left_place, left_reasons, read_words
from desktop.saying.words import Refused, at, refusal_of
from desktop.verbs.letters import place_for
from desktop.verbs.tables import whole_file
from forms.form_out import WRITERS
from forms.limits import LIMITS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from casework.files.submissions import FoundAnswers, LeftOut
    from desktop.desk import Desk


def bring_answers(desk: Desk, typed: argparse.Namespace) -> None:
    """Bring submissions in as forms of cases, or say what that would do."""
    submissions = desk.workbook().office.submissions
    asking = Asking(_read(typed.files), typed.form, typed.case_question, same_form=typed.same_form)
    with at(typed.files[0]):
        if typed.dry_run:
            _tell(desk, submissions.look(asking), None)
            return
        brought = submissions.bring_in(asking)
    _tell(desk, brought.found, brought.bringing)


def _read(named: Sequence[Path]) -> tuple[tuple[str, bytes], ...]:
    """Return what files hold; beyond what is looked at together no more of them is read."""
    files: list[tuple[str, bytes]] = []
    read = 0
    for file in named:
        if read <= LIMITS.all_answers_bytes:
            files.append((file.name, whole_file(file)))
            read += len(files[-1][1])
    return tuple(files)


def take_form(desk: Desk, typed: argparse.Namespace) -> None:
    """Write a form for other programs; what a file is for says the end of its name."""
    write = WRITERS.get(typed.file.suffix.casefold())
    if write is None:
        raise Refused("form_out_name", place=typed.file)
    form = desk.workbook().office.answers.source(typed.form)
    with place_for(typed.file) as place:
        place.write(write(form.source))
    facts = {"file": str(typed.file), "form": form.form_id, "version": form.version}
    desk.facts({**facts, "lists_left_here": form.lists})
    desk.say("form_out.done", file=typed.file)
    if form.lists:
        desk.say("form_out.lists", lists=", ".join(form.lists))


def _tell(desk: Desk, found: FoundAnswers, bringing: str | None) -> None:
    """Say what was read; `bringing` is the number of what came in, None where nothing could."""
    brought = bringing is not None
    desk.facts(
        {
            "submissions": found.submissions,
            "brought_in" if brought else "well": found.well,
            "here_before": found.here,
            "number": bringing or "",
            "left_out": [_plain(one) for one in found.left],
            "more_left_out": found.more_left,
            "unknown": dict(found.unknown),
            "versions": found.versions,
            "files": found.files,
        }
    )
    if desk.as_json:
        return
    for one in found.left:
        for reason in left_reasons(one):
            desk.line(texts.say("bring.problem", place=left_place(one), reason=reason))
    if found.more_left:
        desk.line(texts.plural("bring.more_problems", found.more_left))
    for words in (*beside_words(found), read_words(found, brought=brought)):
        desk.line(words)
    if bringing:
        desk.say("bring.done", number=bringing)
    desk.say("submissions.no_consent")


def _plain(left: LeftOut) -> dict[str, str]:
    refusal, why = refusal_of(left.why), "\n".join(left_reasons(left))
    return {"place": left.place, "code": refusal.code if refusal else "", "why": why}
