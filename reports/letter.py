"""A letter on paper: what one disclosure tells, set by the template of its kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import texts
from casework.disclosure import Disclosure
from casework.need_to_know import items
from reports.foot import Foot
from reports.page import Surround, compose
from reports.paper import Paper
from reports.setting import Setter
from reports.templates import template
from texts.dates import NO_BREAK_SPACE, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from reportlab.platypus.flowables import Flowable

    from casework.disclosure import Told
    from casework.grant import Recipient
    from casework.letter import LetterFacts
    from reports.templates import Slip, Warnings

BLANK = 120.0
RECALL = "recall"


def letter_pdf(disclosure: Disclosure, facts: LetterFacts, passphrase: str | None = None) -> bytes:
    """Return a letter as PDF, encrypted when there is a passphrase.

    Raises TypeError for anything but a disclosure: nothing else may leave a case.
    """
    if not isinstance(disclosure, Disclosure):
        raise TypeError("a letter is set from a Disclosure only")
    language = disclosure.language
    values = _values(facts, language, facts.issued_on)
    values["consent_until"] = _day(disclosure.valid_until, language)
    page = _Letter(facts.kind, _Words(language, values), disclosure.recipient, facts)
    return page.pdf(disclosure.told, passphrase)


def recall_pdf(recipient: Recipient, letter: LetterFacts, language: str, today: date) -> bytes:
    """Return the notice that a letter no longer holds; it tells nothing but the letter's number."""
    values = _values(letter, language, today)
    return _Letter(RECALL, _Words(language, values), recipient, letter).pdf((), None)


class _Words:
    """The sentences of one letter, with its own number, dates and office filled in."""

    def __init__(self, language: str, values: Mapping[str, str]) -> None:
        self.language = language
        self._values = values

    def say(self, text_id: str) -> str:
        return texts.say(text_id, language=self.language, **self._values)


def _day(day: date, language: str) -> str:
    """Return a day that no line end tears apart."""
    return long_date(day, language).replace(" ", NO_BREAK_SPACE)


def _values(facts: LetterFacts, language: str, today: date) -> dict[str, str]:
    return {
        "number": facts.number,
        "date": _day(today, language),
        "letter_date": _day(facts.issued_on, language),
        "valid_until": _day(facts.valid_until, language),
        "office": facts.office.name,
        "phone": facts.office.phone,
        "hours": facts.office.hours,
        "check_code": facts.check_code,
    }


class _Letter:
    """One letter while it is put together."""

    def __init__(self, kind: str, words: _Words, recipient: Recipient, facts: LetterFacts) -> None:
        self.form = template(kind)
        self.words = words
        self.recipient = recipient
        self.facts = facts
        self.setter = Setter(Paper(words.language))

    def pdf(self, told: Sequence[Told], passphrase: str | None) -> bytes:
        """Return the finished letter."""
        say = self.words.say
        surround = Surround(
            title=say("letter.document_title"),
            confidential=say("letter.confidential"),
            number=self.facts.number,
            practice=self.facts.office.practice,
        )
        story = [
            *self._head(),
            *self._told(told),
            *self._warned(self.form.warnings, told),
            *self._end(),
            Foot(self._slip(self.form.slip)),
        ]
        return compose(self.setter.paper, story, surround, passphrase)

    def _head(self) -> Iterator[Flowable]:
        """Yield sender, date, addressee, title and the opening sentences."""
        say, styles, setter = self.words.say, self.setter.styles, self.setter
        end = say(self.form.validity) if self.form.validity else ""
        yield setter.text(self.facts.office.name, styles.strong)
        yield setter.beside(
            [
                (say("letter.telephone"), say("letter.dated")),
                (self.facts.office.hours, say("letter.our_reference")),
                ("", end),
            ],
            replace(styles.small, after=0.0),
        )
        yield setter.text(say("letter.to"), replace(styles.small, before=8, after=0.0))
        yield setter.text(self.recipient.name, styles.strong)
        yield setter.text(say(self.form.title), styles.title)
        for text_id in self.form.opening:
            yield setter.text(say(text_id), styles.body)

    def _told(self, told: Sequence[Told]) -> Iterator[Flowable]:
        """Yield every told item exactly once: in its section, or under the last heading."""
        warned = {self.form.warnings.item}
        waiting = {one.item: one for one in told if one.item not in warned}
        for section in self.form.sections:
            here = [waiting.pop(name) for name in section.items if name in waiting]
            yield from self._pairs(section.heading, here)
        yield from self._pairs(self.form.rest, list(waiting.values()))

    def _pairs(self, heading: str, told: Sequence[Told]) -> Iterator[Flowable]:
        if told:
            yield self.setter.text(self.words.say(heading), self.setter.styles.heading)
            yield self.setter.pairs((self._label(one.item), one.value) for one in told)

    def _label(self, item: str) -> str:
        return texts.say(items()[item].label_id, language=self.words.language)

    def _warned(self, warnings: Warnings, told: Sequence[Told]) -> Iterator[Flowable]:
        """Yield what must not be done, first for this case and then what always holds."""
        setter, styles = self.setter, self.setter.styles
        yield setter.text(self.words.say(warnings.heading), styles.heading)
        own = [one.value for one in told if one.item == warnings.item]
        yield from setter.items(own, replace(styles.warning, bold=True))
        yield from setter.items(map(self.words.say, warnings.always), styles.warning)

    def _end(self) -> Iterator[Flowable]:
        styles = self.setter.styles
        first = replace(styles.body, before=9)
        for text_id in self.form.closing:
            yield self.setter.text(self.words.say(text_id), first)
            first = styles.body

    def _slip(self, slip: Slip) -> list[Flowable]:
        """Return the part to send back: ticks and the reference, no name."""
        say, setter, styles = self.words.say, self.setter, self.setter.styles
        blank = replace(styles.tick, blank=BLANK)
        return [
            setter.beside(
                [(say(slip.heading), say("letter.our_reference"))],
                replace(styles.heading, before=0.0, after=0.0, keep_with_next=False),
            ),
            setter.text(say(slip.how), styles.small),
            setter.ticks(
                (say(tick.text), blank if tick.blank else styles.tick) for tick in slip.ticks
            ),
        ]
