"""The words of one line of the list: its next step, when, and how she may be reached."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import texts
from casework.consent.agreement import ConsentLine
from casework.records.uncalled import MASKED, UNDECIDED
from casework.tasks.task import TaskKind
from desktop.look import look
from desktop.parts.tiles import by_name, short_name
from forms.codelists import code_list, spoken
from texts.dates import clock_time, in_own_direction, short_date, weekday_date
from texts.language import in_digits

if TYPE_CHECKING:
    from datetime import date

    from casework.cases.caseline import CaseLine, NextStep
    from forms.model import FormModel

CHANNELS: Final = "contact_channel"
# Nothing names the subject in discreet mode.
_QUIET: Final = {"exploiter": "kept_away"}
_WAYS: Final = {
    "phone_call": "phone",
    "in_person": "users",
    "email": "envelope-simple",
    "messaging_app": "chat-circle",
    "sms": "chat-text",
    "none": "prohibit",
    "through_person": "users-three",
    UNDECIDED: "hand-palm",
    MASKED: "eye-slash",
}
# Where nobody calls, nobody says a code word.
_UNCALLED: Final = frozenset({"none", UNDECIDED, MASKED})
_CONSENT: Final = {
    ConsentLine.COMPLETE: "check",
    ConsentLine.REVIEW_DUE: "hourglass",
    ConsentLine.NOT_ASKED: "minus-circle",
    ConsentLine.SHARING_NONE: "minus-circle",
}


class Told(NamedTuple):
    """What one cell says: words, an icon before them, and whether somebody is needed."""

    words: str
    icon: str = ""
    needs: bool = False


def how_many(number: int) -> str:
    """Return how many there are of what is counted beside its name: of none nothing is said."""
    return texts.plural("cases.number", number) if number else ""


def form_name(form_id: str) -> str:
    """Return what a form is called; in discreet mode some have a quieter name."""
    return _called(form_id, quiet(form_id))


def open_name(form_id: str) -> str:
    """Return what a form is called where nothing is discreet: its place among others."""
    return _called(form_id, form_id)


def quiet_name(form_id: str) -> str:
    """Return what a form is called in discreet mode."""
    return _called(form_id, quietest(form_id))


def _called(form_id: str, said: str) -> str:
    return texts.say(f"form_name.{said}") if texts.known(f"form_name.{form_id}") else form_id


def quiet(name: str) -> str:
    """Return by what a form or section is named: in discreet mode by nothing that tells of it."""
    return quietest(name) if look().discreet else name


def quietest(name: str) -> str:
    """Return by what it is named in discreet mode."""
    return _QUIET.get(name, name)


def adding_words(form_id: str) -> str:
    """Return what a button says that begins another of a form; what an office added has its id."""
    own = f"entries.add.{form_id}"
    return texts.say(own) if texts.known(own) else texts.say("entries.add", form=form_name(form_id))


def title_of(model: FormModel) -> str:
    """Return what a form is called at its head; one that an office added has its own title."""
    named = texts.known(f"form_name.{model.form_id}")
    return form_name(model.form_id) if named else model.title


def step_words(step: NextStep) -> str:
    """Return what is to be done next, in the words of whoever planned it if there are any."""
    return task_words(step.kind, step.title, step.subject)


def task_words(kind: TaskKind, title: str, subject: str) -> str:
    """Return what a task is: its title if somebody typed one, else what its kind says."""
    if title:
        return in_own_direction(title)
    if kind is TaskKind.FINISH_FORM:
        return _finish(subject)
    # Under the mask nobody reads which service it is, but that it is one.
    whom = in_own_direction(subject) if subject else texts.say("task.some_service")
    return texts.say(f"task.{kind.value}", subject=whom)


def next_told(line: CaseLine) -> Told:
    """Return the next step of a case; a form that was begun is one too."""
    if line.next is not None:
        unfinished = line.next.kind is TaskKind.FINISH_FORM
        return Told(step_words(line.next), "note-pencil" if unfinished else "", needs=True)
    if line.draft:
        return Told(_finish(line.draft), "note-pencil", needs=True)
    return Told(texts.say("step.none"))


def when_told(line: CaseLine, today: date) -> Told:
    """Return when the next step is due; `needs` once its day has come."""
    step = line.next
    if step is None or step.kind is TaskKind.FINISH_FORM:
        return Told(texts.say("step.draft") if line.draft or step else "")
    if step.due is None:
        return Told(texts.say("step.any_time"))
    if step.due > today:
        return Told(planned(step.due, today))
    if step.at is not None and step.due == today:
        return Told(clock_time(step.at), needs=True)
    return Told(near(step.due, today) or planned(step.due, today), needs=True)


def contact_told(way: str, code_word: str) -> Told:
    """Return how she may be reached; that there is a code word, but never the word."""
    if not way:
        return Told(texts.say("contact.not_recorded"), "minus-circle", needs=True)
    words = way_words(way)
    icon = way_icon(way)
    if code_word and way not in _UNCALLED:
        words = texts.say("contact.coded", way=words)
        icon = "phone-call" if way == "phone_call" else icon
    return Told(words, icon, needs=way != MASKED)


def how_told(way: str, code_word: str) -> Told:
    """Return how she may be reached, with the code word where it may be read."""
    told = contact_told(way, code_word)
    if not code_word:
        return told
    word = in_own_direction(code_word)
    return told._replace(words=texts.say("contact.way_say", way=way_words(way), word=word))


def way_words(way: str) -> str:
    """Return the words for a way to be reached."""
    if way == UNDECIDED:
        return texts.say("contact.undecided")
    if way == MASKED:
        return texts.say("case.masked")
    return spoken(CHANNELS, way)


def way_icon(way: str) -> str:
    """Return the icon of a way to be reached."""
    return _WAYS.get(way, "question")


def consent_told(said: ConsentLine) -> Told:
    """Return what stands about sharing; quiet when it is in order."""
    words = texts.say(f"consent_line.{said.value}")
    return Told(words, _CONSENT[said], needs=said is not ConsentLine.COMPLETE)


def services_told(agreed: int) -> Told:
    """Return with how many services something may be shared."""
    return Told(texts.plural("cases.services", agreed) if agreed else _none())


def changed_told(changed: date, today: date) -> Told:
    """Return when a case was changed last."""
    day = near(changed, today) or _short(changed, today, texts.current().code)
    return Told(in_digits(day, None))


def experiences_words(recorded: frozenset[str]) -> str:
    """Return the experiences of a case for whoever listens, A to Z."""
    said = [short_name(code) for code in by_name() if code in recorded]
    return ", ".join(said) if said else texts.say("cases.experiences.none")


def near(day: date, today: date) -> str:
    """Return today or yesterday as a word, or nothing."""
    if day == today:
        return texts.say("date.today")
    return texts.say("date.yesterday") if (today - day).days == 1 else ""


def planned(day: date, today: date) -> str:
    """Return a day somebody plans for, with its day of the week."""
    return in_digits(_planned(day, today, texts.current().code), None)


def longest_ways() -> list[str]:
    """Return all that can stand in the column of safe contact, to give it its width."""
    ways = [*code_list(CHANNELS).codes, UNDECIDED, MASKED]
    return [contact_told(way, "coded").words for way in ways]


def _finish(form_id: str) -> str:
    own = f"task.finish_form.{quiet(form_id)}"
    return texts.say(own if texts.known(own) else "task.finish_form")


def _none() -> str:
    return texts.say("cases.services.none")


@lru_cache(maxsize=512)
def _planned(day: date, today: date, language: str) -> str:
    return weekday_date(day, today, language)


@lru_cache(maxsize=512)
def _short(day: date, today: date, language: str) -> str:
    return short_date(day, today, language)
