"""A letter on paper: what one disclosure tells, set by the template of its kind."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import texts
from casework.disclosure import Disclosure
from reports.errors import MissingGlyph
from reports.foot import Beside, Foot
from reports.law_named import laws_named
from reports.marks import protect
from reports.page import COLUMN_HEIGHT, Surround, compose, fits_one_page
from reports.paper import Paper
from reports.setting import Setter
from reports.square import Square
from reports.templates import item_label, of_office, template
from reports.where_missing import place
from texts.dates import as_hours, in_own_direction
from texts.letter_days import unbroken_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from reportlab.platypus.flowables import Flowable

    from casework.consent.grant import Recipient
    from casework.disclosure import Told
    from casework.referrals.citing import Cited
    from casework.referrals.letter import LetterFacts
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
    values["consent_until"] = unbroken_date(disclosure.valid_until, language)
    words = _Words(language, values)
    contents = _Contents(words, disclosure.recipient, facts, facts.kind, disclosure.told)
    try:
        return _pdf(contents, passphrase)
    except MissingGlyph as missing:
        place(missing, disclosure, facts)
        raise


def recall_pdf(recipient: Recipient, letter: LetterFacts, language: str, today: date) -> bytes:
    """Return the notice that a letter no longer holds; it tells nothing but the letter's number."""
    values = _values(letter, language, today)
    return _pdf(_Contents(_Words(language, values), recipient, letter, RECALL, ()), None)


def _pdf(contents: _Contents, passphrase: str | None) -> bytes:
    """Return a letter with its usual air, or with less where that saves the second page."""
    chosen = usual = _Letter(contents)
    if not usual.fits_one_page():
        close = _Letter(contents, closer_than=usual)
        chosen = close if close.fits_one_page() else usual
    return chosen.pdf(passphrase)


class _Words:
    """The sentences of one letter, with its own number, dates and office filled in."""

    def __init__(self, language: str, values: Mapping[str, str]) -> None:
        self.language = language
        self._values = values

    def say(self, text_id: str) -> str:
        return texts.say(text_id, language=self.language, **self._values)

    def value(self, name: str) -> str:
        return self._values[name]


def _values(facts: LetterFacts, language: str, today: date) -> dict[str, str]:
    return {
        "number": facts.number,
        "date": unbroken_date(today, language),
        "letter_date": unbroken_date(facts.issued_on, language),
        "valid_until": unbroken_date(facts.valid_until, language),
        "office": in_own_direction(facts.office.name, language),
        "phone": facts.office.phone,
        "hours": in_own_direction(as_hours(facts.office.hours), language),
        "check_code": facts.check_code,
        "asked": in_own_direction(facts.asked, language),
    }


@dataclass(frozen=True, slots=True)
class _Contents:
    """What one letter says, and to whom."""

    words: _Words
    recipient: Recipient
    facts: LetterFacts
    kind: str
    told: Sequence[Told] = field(repr=False)


class _Letter:
    """One letter while it is put together."""

    def __init__(self, contents: _Contents, *, closer_than: _Letter | None = None) -> None:
        self.form = template(contents.kind)
        self.words = contents.words
        self.recipient = contents.recipient
        self.facts = contents.facts
        composed = closer_than.setter.paper.composed if closer_than else None
        paper = Paper(contents.words.language, composed)
        self.setter: Setter = Setter(paper, close=closer_than is not None)
        for words in (self.facts.office.name, self.words.value("hours")):
            paper.composed.expect(protect(words))
        # Made in the order in which it is read out.
        self.story = [
            *self._head(),
            *self._told(contents.told),
            *self._law(contents.facts.laws),
            *self._warned(self.form.warnings, contents.told),
            Foot(list(self._end()), self._slip(self.form.slip), COLUMN_HEIGHT, self._square()),
        ]

    def _say(self, text_id: str) -> str:
        """Return a sentence; how the office says it looks the same in every letter."""
        said = self.words.say(text_id)
        if of_office(text_id, self.words.language):
            self.setter.paper.composed.expect(protect(said))
        return said

    def fits_one_page(self) -> bool:
        """Return whether the letter needs no second page."""
        return fits_one_page(self.story)

    def pdf(self, passphrase: str | None) -> bytes:
        """Return the finished letter."""
        surround = Surround(
            title=self._say("letter.document_title"),
            confidential=self._say("letter.confidential"),
            number=self.facts.number,
            practice=self.facts.office.practice,
        )
        return compose(self.setter.paper, self.story, surround, passphrase)

    def _head(self) -> Iterator[Flowable]:
        """Yield sender, date, addressee, title and the opening sentences."""
        say, styles, setter = self._say, self.setter.styles, self.setter
        end = say(self.form.validity) if self.form.validity else ""
        small = replace(styles.small, after=0.0)
        beside_name = replace(small, leading=styles.strong.leading)
        yield setter.beside(
            [(self.facts.office.name, say("letter.dated"))], styles.strong, beside_name
        )
        yield setter.beside(
            [
                (say("letter.telephone"), say("letter.our_reference")),
                (self.words.value("hours"), end),
            ],
            small,
        )
        yield setter.text(say("letter.to"), styles.lead)
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
            words = section.words if self.facts.asked else ""
            yield from self._pairs(section.heading, here, words)
        yield from self._pairs(self.form.rest, list(waiting.values()))

    def _pairs(self, heading: str, told: Sequence[Told], words: str = "") -> Iterator[Flowable]:
        if told or words:
            yield self.setter.text(self._say(heading), self.setter.styles.heading)
        if told:
            yield self.setter.pairs(
                (item_label(one.item, self.words.language), one.value) for one in told
            )
        if words:
            yield self.setter.text(self._say(words), self.setter.styles.body)

    def _law(self, laws: Sequence[Cited]) -> Iterator[Flowable]:
        """Yield what the letter draws attention to, where its kind has a place for that."""
        if laws and self.form.law:
            yield self.setter.text(self._say(self.form.law), self.setter.styles.heading)
            yield from laws_named(self.setter, laws)

    def _warned(self, warnings: Warnings, told: Sequence[Told]) -> Iterator[Flowable]:
        """Yield what must not be done, first for this case and then what always holds."""
        setter, styles = self.setter, self.setter.styles
        yield setter.text(self._say(warnings.heading), styles.heading)
        own = [one.value for one in told if one.item == warnings.item]
        yield from setter.items(own, replace(styles.warning, bold=True))
        yield from setter.items(map(self._say, warnings.always), styles.warning)

    def _end(self) -> Iterator[Flowable]:
        styles = self.setter.styles
        for at, text_id in enumerate(self.form.closing):
            yield self.setter.text(self._say(text_id), styles.body if at else styles.end)
        if self.facts.signer:
            yield self.setter.text(self._say(f"letter.signed.{self.facts.signer}"), styles.strong)

    def _square(self) -> Beside:
        """Return what a telephone may read instead of somebody typing it; no word of the case."""
        words = f"{self.facts.number} {self.facts.check_code}"
        paper = self.setter.paper
        return Beside(Square(paper, words, self._say("letter.qr")), paper.rightward)

    def _slip(self, slip: Slip) -> list[Flowable]:
        """Return the part to send back: ticks, and the codes by which it is taken; no name."""
        codes = self.facts.number, self.facts.check_code
        say, setter, styles = self._say, self.setter, self.setter.styles
        blank = replace(styles.tick, blank=BLANK)
        return [
            setter.beside(
                [(say(slip.heading), " · ".join(filter(None, codes)))],
                replace(styles.heading, before=0.0, after=0.0, keep_with_next=False),
            ),
            setter.text(say(slip.how), styles.small),
            setter.ticks(
                (say(tick.text), blank if tick.blank else styles.tick) for tick in slip.ticks
            ),
        ]
