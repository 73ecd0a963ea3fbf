"""What is wrong with answers, in the words that stand at the field and in the summary."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import texts
from desktop.pages.form.topics import states_below
from forms.codelists import CodeUnknown, code_list
from forms.progress import answered_groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.pages.form.topics import Topic
    from forms.checks import Problem
    from forms.model import Question, Repeat
    from forms.session import FormSession

_MISSING: Final = "required"
_PLACE: Final = re.compile(r"\[\d+\]")
# How many answers of an instance say which it is.
_SUMMARY: Final = 2
_KNOWN: Final = frozenset(
    ("required", "constraint", "not_a_number", "not_a_date", "not_a_time", "not_a_text",
     "not_a_choice", "not_a_place", "not_in_order", "not_on_range", "not_one_number",
     "too_long")
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


class Checks:
    """What is wrong with a form as it stands, page by page; nothing is changed."""

    def __init__(
        self, session: FormSession, topics: tuple[Topic, ...], language: Callable[[], str]
    ) -> None:
        self._session, self._topics, self._language = session, topics, language

    def words_for(self, ref: str, question: Question) -> str:
        """Return what is wrong with one answer as its field says it, or nothing."""
        found = wrong_with(self._session, ref, question, self._language())
        return found.words if found else ""

    def troubles(self, topic: Topic) -> list[Trouble]:
        """Return what is wrong on one page; what is only missing stops nobody from leaving."""
        found: list[Trouble] = []
        for item in topic.items:
            for state, question in states_below(self._session, item, item.ref):
                wrong = wrong_with(self._session, state.ref, question, self._language())
                if wrong is not None and not wrong.missing:
                    found.append(wrong)
        return found

    def all_troubles(self) -> list[Trouble]:
        """Return everything that stands in the way of finishing, page by page."""
        found: list[Trouble] = []
        for topic in self._topics:
            for item in topic.items:
                for state, question in states_below(self._session, item, item.ref):
                    wrong = wrong_with(self._session, state.ref, question, self._language())
                    if wrong is not None:
                        found.append(wrong)
        told = {one.ref for one in found}
        more = [one for one in self._session.problems() if one.ref not in told]
        return [*found, *(trouble_of(self._session, one, self._language()) for one in more)]

    def says_nothing(self) -> bool:
        """Return whether nobody answered anything yet; what the form fills in itself is nothing."""
        return not answered_groups(self._session.model, self._session.draft())

    def hidden_titles(self) -> list[str]:
        """Return what was answered and is hidden now: questions, or instances as a whole."""
        session = self._session
        found = [_hidden_instance(session, one.ref) or one.ref for one in session.hidden_answers()]
        return [_title(session, ref) for ref in dict.fromkeys(found)]

    def summary(self, repeat: Repeat, ref: str) -> str:
        """Return the first answers of an instance, as one line that says which it is."""
        said: list[str] = []
        for child in repeat.children:
            for state, question in states_below(self._session, child, f"{ref}/{child.name}"):
                if state.shown and state.value:
                    offers = self._session.choices(state.ref) if question.choices else ()
                    labels = {one.code: one.label for one in offers}
                    codes = state.value.split() if labels else [state.value]
                    said.append(", ".join(labels.get(code, code) for code in codes))
        return texts.beside(*said[:_SUMMARY])


def _hidden_instance(session: FormSession, ref: str) -> str:
    """Return the outermost instance around a question that is hidden itself, or nothing."""
    around = (ref[: found.end()] for found in _PLACE.finditer(ref))
    return next((one for one in around if not session.state(one).shown), "")


def _title(session: FormSession, ref: str) -> str:
    """Return the words of a question, or of an instance with its number."""
    name, _, place = ref.rpartition("/")[2].rstrip("]").partition("[")
    words = session.label(ref) or name
    return texts.say("form.instance", name=words, n=place) if place else words
