"""What is wrong with answers, in the words that stand at the field and in the summary."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import texts
from forms.codelists import CodeUnknown, code_list

if TYPE_CHECKING:
    from forms.checks import Problem
    from forms.model import Question
    from forms.session import FormSession

_MISSING: Final = "required"
_KNOWN: Final = frozenset(
    ("required", "constraint", "not_a_number", "not_a_date", "not_a_time", "not_a_text",
     "not_a_choice", "too_long")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trouble:
    """One answer that needs another look: where, and the words for it."""

    ref: str
    question: str
    words: str = field(repr=False)
    line: str = field(repr=False)
    missing: bool = False


def wrong_with(session: FormSession, ref: str, question: Question, language: str) -> Trouble | None:
    """Return what is wrong with an answer, or nothing."""
    problem = session.check(ref)
    if problem is not None:
        return trouble_of(session, problem, language)
    mixed = _mixed(session, ref, question)
    if not mixed:
        return None
    words = texts.say("answer.mixed", name=mixed, language=language)
    return Trouble(ref, question.name, words, words)


def trouble_of(session: FormSession, problem: Problem, language: str) -> Trouble:
    """Return a problem in words: the form's own, or ours with the question before them."""
    missing = problem.code == _MISSING
    if problem.message:
        return Trouble(problem.ref, problem.question, problem.message, problem.message, missing)
    code = problem.code if problem.code in _KNOWN else "constraint"
    words = texts.say(f"answer.{code}", language=language)
    title = session.label(problem.ref) or problem.question
    line = texts.say("answer.of", question=title, words=words, language=language)
    return Trouble(problem.ref, problem.question, words, line, missing)


def _mixed(session: FormSession, ref: str, question: Question) -> str:
    """Return the non-answer that was chosen together with something else, or nothing."""
    if question.type != "select_multiple":
        return ""
    chosen = session.state(ref).value.split()
    if len(chosen) < len(("one", "another")):
        return ""
    try:
        known = code_list(question.list_name).codes
    except CodeUnknown:
        return ""
    found = [code for code in chosen if code in known and known[code].non_answer]
    if not found:
        return ""
    labels = {offer.code: offer.label for offer in session.choices(ref)}
    return labels.get(found[0], found[0])
