"""What may go beside a letter: her own copy, a sheet on top of it, and a page to answer on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import texts
from casework.referrals.issuing import Companion
from reports.errors import MissingGlyph
from reports.law_named import laws_named
from reports.page import Surround, compose
from reports.paper import Paper
from reports.setting import Setter
from reports.templates import item_label, template
from reports.where_missing import place
from texts.dates import as_hours, in_own_direction
from texts.letter_days import unbroken_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportlab.platypus.flowables import Flowable

    from casework.disclosure import Disclosure
    from casework.referrals.letter import LetterFacts
    from reports.templates import Slip

# Written by hand: whoever packs the papers counts them.
_COUNTED_BY_HAND: Final = "_" * 8
_BLANK: Final = 150.0
_AIR: Final = 24.0


def companion_pdf(
    which: Companion, disclosure: Disclosure, facts: LetterFacts, passphrase: str | None = None
) -> bytes:
    """Return one paper that goes beside a letter; none tells more than the letter does."""
    made = _Companion(disclosure, facts)
    try:
        if which is Companion.REPLY:
            return made.pdf(made.reply(template(facts.kind).slip), passphrase, facts.number)
        story = made.cover() if which is Companion.COVER else made.own_copy()
        return made.pdf(story, passphrase)
    except MissingGlyph as missing:
        place(missing, disclosure, facts)
        raise


class _Companion:
    """One paper while it is put together."""

    def __init__(self, disclosure: Disclosure, facts: LetterFacts) -> None:
        self._told, self._to, self._facts = disclosure.told, disclosure.recipient.name, facts
        self._language = disclosure.language
        self._setter = Setter(Paper(disclosure.language))

    def own_copy(self) -> Iterator[Flowable]:
        """Yield what she takes along: what is told, to whom, and that she may take it back."""
        setter, styles = self._setter, self._setter.styles
        yield setter.text(self._say("own.title"), styles.title)
        yield setter.text(self._say("own.opening"), styles.body)
        yield setter.text(self._say("to"), styles.lead)
        yield setter.text(self._to, styles.strong)
        yield setter.text(self._say("valid"), styles.small)
        yield setter.pairs((self._label(one.item), one.value) for one in self._told)
        if self._facts.laws:
            yield setter.text(self._said(template(self._facts.kind).law), styles.heading)
            yield from laws_named(setter, self._facts.laws)
        yield setter.text(self._say("own.take_back"), styles.end)
        yield setter.text(self._say("recall.questions"), styles.body)
        yield setter.text(self._say("own.keep_safe"), styles.body)

    def cover(self) -> Iterator[Flowable]:
        """Yield what lies on top: for whom, and that nobody else opens it."""
        setter, styles = self._setter, self._setter.styles
        yield setter.text(self._say("cover.title"), replace(styles.title, before=4 * _AIR))
        yield setter.text(self._say("cover.open"), styles.heading)
        yield setter.text(self._say("to"), styles.lead)
        yield setter.text(self._to, replace(styles.title, before=0.0, role="P"))
        yield setter.text(self._say("cover.sheets"), replace(styles.body, before=_AIR))
        yield setter.text(self._say("cover.not_for_you"), replace(styles.body, before=_AIR))

    def reply(self, slip: Slip) -> Iterator[Flowable]:
        """Yield the page to answer on: the reference and what may be ticked, no name."""
        setter, styles = self._setter, self._setter.styles
        yield setter.text(self._say("feedback.title"), styles.title)
        yield setter.text(self._say("feedback.opening"), styles.body)
        yield setter.text(self._said(slip.how), styles.small)
        blank = replace(styles.tick, blank=_BLANK, before=_AIR / 2)
        for tick in slip.ticks:
            plain = replace(blank, blank=0.0)
            yield setter.text(self._said(tick.text), blank if tick.blank else plain)

    def pdf(self, story: Iterable[Flowable], passphrase: str | None, number: str = "") -> bytes:
        """Return the finished paper; its title says no more than that it is one."""
        title = self._say("document_title")
        surround = Surround(title, "", number, practice=self._facts.office.practice)
        return compose(self._setter.paper, list(story), surround, passphrase)

    def _label(self, item: str) -> str:
        return item_label(item, self._language)

    def _say(self, name: str) -> str:
        return self._said(f"letter.{name}")

    def _said(self, text_id: str) -> str:
        office = self._facts.office
        return texts.say(
            text_id,
            language=self._language,
            number=self._facts.number,
            office=in_own_direction(office.name, self._language),
            phone=office.phone,
            hours=in_own_direction(as_hours(office.hours), self._language),
            valid_until=unbroken_date(self._facts.valid_until, self._language),
            sheets=_COUNTED_BY_HAND,
        )
