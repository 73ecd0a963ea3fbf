"""What is printed for her: the record in outline, and what she agreed to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import texts
from casework.consent.grant import ASKED_OF_ALL, GrantState, Purpose, Reach
from casework.consent.override import OverrideStatus
from casework.consent.purpose_texts import read_aloud
from casework.registers.breach import KINDS
from forms.codelists import code_list, label
from reports.page import Surround, compose
from reports.paper import Paper
from reports.setting import Setter
from texts.dates import as_hours, in_own_direction, isolate, long_date
from texts.language import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from reportlab.platypus.flowables import Flowable

    from casework.cases.printout import ConsentCopy, Exceptional, Given, Held, Printout, Seen
    from casework.consent.sheet import SaidLine
    from casework.consent.wordings import ConsentText
    from casework.keeping.erasure import Hold
    from casework.registers.breach import BreachLine
    from casework.team.office_facts import OfficeFacts

_BLANK: Final = 150.0
_AGREED: Final = frozenset({GrantState.ACTIVE, GrantState.NOT_YET})


def printout_pdf(printout: Printout, language: str) -> bytes:
    """Return the print-out as PDF: of the record, and out of it what she said about sharing."""
    return _Sheet(language, printout.office, "printout.title").pdf(
        lambda sheet: _outline(sheet, printout)
    )


def consent_pdf(copy: ConsentCopy, language: str) -> bytes:
    """Return what she agreed to, or the form to be filled in by hand, as PDF."""
    title = "consent_form.title" if copy.blank else "consent_copy.title"
    story = _form if copy.blank else _copy
    return _Sheet(language, copy.office, title).pdf(lambda sheet: story(sheet, copy))


class _Sheet:
    """One paper for her, in her language."""

    def __init__(self, language: str, office: OfficeFacts, title: str) -> None:
        self.language, self.office, self._title = language, office, title
        self.setter = Setter(Paper(language))
        self.styles = self.setter.styles

    def say(self, text_id: str, **values: str) -> str:
        """Return a sentence in her language."""
        return texts.say(text_id, language=self.language, **values)

    def day(self, day: date) -> str:
        """Return a day in her language."""
        return long_date(day, self.language)

    def named(self, words: str) -> str:
        """Return a name that stands in a sentence, whichever way it runs."""
        return in_own_direction(words, self.language)

    def head(self, made_on: date) -> Iterator[Flowable]:
        """Yield the title, who made it, and when."""
        yield self.setter.text(self.say(self._title), self.styles.title)
        by = self.say("printout.by", office=self.named(self.office.name), day=self.day(made_on))
        yield self.setter.text(by, self.styles.small)

    def part(self, heading: str, lines: Iterable[str], nothing: str = "") -> Iterator[Flowable]:
        """Yield a heading with its lines, or what is said where there are none."""
        yield self.setter.text(self.say(heading), self.styles.heading)
        found = list(lines)
        if found:
            yield from self.setter.items(found, replace(self.styles.warning, bar=False))
        elif nothing:
            yield self.setter.text(self.say(nothing), self.styles.body)

    def pdf(self, story: Callable[[_Sheet], Iterator[Flowable]]) -> bytes:
        """Return the finished paper."""
        title, safe = self.say(self._title), self.say("printout.keep_safe")
        surround = Surround(title, safe, "", practice=self.office.practice, heard=True)
        return compose(self.setter.paper, list(story(self)), surround)


# --- the record in outline


def _outline(sheet: _Sheet, printout: Printout) -> Iterator[Flowable]:
    yield from sheet.head(printout.made_on)
    yield sheet.setter.text(sheet.say("printout.what"), sheet.styles.body)
    held = (_held(sheet, one) for one in printout.held)
    yield from sheet.part("printout.held", held, "printout.nothing_held")
    seen = (_seen(sheet, one) for one in printout.seen)
    yield from sheet.part("printout.seen", seen)
    yield from _told(sheet, printout)
    if printout.holds:
        holds = (_hold(sheet, one) for one in printout.holds)
        yield from sheet.part("printout.holds", holds)
    said = (_said(sheet, one) for one in printout.said)
    yield from sheet.part("printout.said", said, "printout.nothing_said")
    yield from sheet.part("printout.you_may", _you_may(sheet))


def _told(sheet: _Sheet, printout: Printout) -> Iterator[Flowable]:
    """Yield who was told what, and what got to somebody whom nobody meant to tell.

    Where something did, that nobody was told anything would not be true.
    """
    if printout.given or not printout.breaches:
        given = (_given(sheet, one) for one in printout.given)
        yield from sheet.part("printout.given", given, "printout.nothing_given")
    if printout.without_consent or not printout.breaches:
        without = (_without(sheet, one) for one in printout.without_consent)
        yield from sheet.part("printout.without", without, "printout.nothing_without")
    if printout.breaches:
        got_out = (_breach(sheet, one) for one in printout.breaches)
        yield from sheet.part("printout.breaches", got_out)


def _breach(sheet: _Sheet, line: BreachLine) -> str:
    """Say what happened, who got it, and what was done; its words may tell of somebody else."""
    breach = line.breach
    kind = label(KINDS, breach.kind, sheet.language)
    said = [sheet.say("printout.breach", day=sheet.day(breach.noticed_on), kind=kind)]
    if breach.recipients:
        said.append(sheet.say("printout.breach_got", who=sheet.named(breach.recipients)))
    said += [
        sheet.say("printout.breach_done", day=sheet.day(one.on), words=sheet.named(one.words))
        for one in line.taken
    ]
    return " ".join(said)


def _hold(sheet: _Sheet, hold: Hold) -> str:
    """Say on what a hold rests and until when; the reason may name somebody else."""
    basis = sheet.say(f"hold.basis.{hold.basis.value}")
    since, again = sheet.day(hold.since), sheet.day(hold.review_on)
    return sheet.say("printout.hold", basis=basis, since=since, again=again)


def _held(sheet: _Sheet, held: Held) -> str:
    kind = label("data_category", held.category, sheet.language)
    count = texts.plural("printout.answers", held.answers, language=sheet.language)
    said = "printout.to_decide" if held.disputed else "printout.pair"
    return sheet.say(said, name=kind, value=count)


def _seen(sheet: _Sheet, seen: Seen) -> str:
    counts = {"looked": seen.looked, "wrote": seen.wrote, "told": seen.told}
    acts = texts.say("list.join", language=sheet.language).join(
        texts.plural(f"printout.{name}", count, language=sheet.language)
        for name, count in counts.items()
        if count
    )
    who = sheet.named(seen.worker) if seen.worker else sheet.say("printout.program")
    return sheet.say("printout.who_when", day=sheet.day(seen.on), who=who, acts=acts)


def _item(sheet: _Sheet, item: str) -> str:
    """Return how an item is called; one that a newer program knows is shown as it is."""
    text_id = f"item.{item}"
    return sheet.say(text_id) if texts.known(text_id) else isolate(item, sheet.language)


def _given(sheet: _Sheet, given: Given) -> str:
    letter = given.letter
    if given.file:
        return _file_given(sheet, given)
    items = texts.say("list.join", language=sheet.language).join(
        _item(sheet, item) for item in letter.told
    )
    told = sheet.say(
        "printout.told_aloud" if given.aloud else "printout.letter",
        number=isolate(letter.number, sheet.language),
        to=sheet.named(given.recipient),
        day=sheet.day(letter.issued_on),
        purpose=label("purpose", letter.purpose, sheet.language),
        until=sheet.day(letter.valid_until),
        items=items,
    )
    if letter.recalled_on is None:
        return told
    back = "printout.recalled_notice" if letter.notice_on else "printout.recalled"
    day = sheet.day(letter.notice_on or letter.recalled_on)
    return f"{told} {sheet.say(back, day=day)}"


def _file_given(sheet: _Sheet, given: Given) -> str:
    """Say which kind of file was given, and its number among those of the record."""
    sort, _, number = given.file.partition(" ")
    return sheet.say(
        "printout.file_given",
        to=sheet.named(given.recipient),
        day=sheet.day(given.letter.issued_on),
        purpose=label("purpose", given.letter.purpose, sheet.language),
        kind=sheet.say(f"attachment.sort.{sort}"),
        number=number,
    )


def _without(sheet: _Sheet, one: Exceptional) -> str:
    override = one.override
    items = texts.say("list.join", language=sheet.language).join(
        _item(sheet, item) for item in sorted(override.items)
    )
    out = override.status in {OverrideStatus.CARRIED_OUT, OverrideStatus.REVIEWED}
    return sheet.say(
        "printout.exception",
        state=sheet.say("printout.was_told" if out else f"override.status.{override.status}"),
        to=sheet.named(one.authority),
        basis=label("lawful_basis", override.basis, sheet.language),
        day=sheet.day(override.proposed_at.date()),
        items=items,
        told=sheet.say(f"override.told.{override.told_her}"),
        review=sheet.day(override.review_on),
    )


def _you_may(sheet: _Sheet) -> Iterator[str]:
    for right in ("ask", "mend", "take_back", "erase"):
        yield sheet.say(f"printout.may.{right}")
    said = sheet.office.phone, as_hours(sheet.office.hours)
    phone, hours = (isolate(words, sheet.language) for words in said)
    yield sheet.say("printout.call", phone=phone, hours=hours)


# --- what she agreed to


def _copy(sheet: _Sheet, copy: ConsentCopy) -> Iterator[Flowable]:
    yield from sheet.head(copy.made_on)
    yes = [one for one in copy.said if one.state in _AGREED]
    rest = [one for one in copy.said if one.state not in _AGREED]
    agreed = (_said(sheet, one) for one in yes)
    yield from sheet.part("consent_copy.yes", agreed, "consent_copy.no_yes")
    if rest:
        yield from sheet.part("consent_copy.rest", (_said(sheet, one) for one in rest))
    yield from _read(sheet, copy.words)
    yield from sheet.part("printout.you_may", _you_may(sheet))


def _form(sheet: _Sheet, copy: ConsentCopy) -> Iterator[Flowable]:
    yield from sheet.head(copy.made_on)
    yield from _read(sheet, copy.words)
    styles, setter = sheet.styles, sheet.setter
    for purpose in ASKED_OF_ALL:
        yield setter.text(sheet.say(f"consent.purpose.{purpose}"), styles.heading)
        if purpose is Purpose.REFERRAL:
            line = replace(styles.body, blank=_BLANK, before=4.0, after=6.0)
            for blank in ("to_whom", "what", "not_this", "until"):
                yield setter.text(sheet.say(f"consent_form.{blank}"), line)
        answers = ("consent.agrees", "consent.says_no")
        yield setter.ticks((sheet.say(one), styles.tick) for one in answers)
    yield setter.text(sheet.say("consent_form.signing"), styles.heading)
    line = replace(styles.body, blank=_BLANK, before=4.0, after=6.0)
    for blank in ("how", "mark", "adult", "witness", "worker", "day"):
        yield setter.text(sheet.say(f"consent_form.{blank}"), line)


def _read(sheet: _Sheet, words: ConsentText) -> Iterator[Flowable]:
    """Yield the words that are read aloud, in her language if they are written in it."""
    yield sheet.setter.text(sheet.say("consent_form.read"), sheet.styles.heading)
    known = words.words.get(sheet.language) or words.words[SOURCE_LANGUAGE]
    named = sheet.say("consent.a_service")
    for line in read_aloud(known, named).splitlines():
        yield sheet.setter.text(line, sheet.styles.body)


def _said(sheet: _Sheet, line: SaidLine) -> str:
    purpose = sheet.say(f"consent.purpose.{line.purpose}")
    to = sheet.named(line.name)
    if line.scope.reach is Reach.KIND:
        to = label("recipient_kind", line.scope.id, sheet.language)
    name = sheet.say("printout.pair", name=purpose, value=to) if line.name or to else purpose
    said = sheet.say(f"consent.state.{line.state}")
    if line.state in _AGREED and line.valid_until:
        until = sheet.say("consent.until", day=sheet.day(line.valid_until))
        said = sheet.say("printout.until", said=said, until=until)
    what = [
        *(label("data_category", one, sheet.language) for one in sorted(line.categories)),
        *(_item(sheet, one) for one in sorted(line.items)),
    ]
    told = texts.say("list.join", language=sheet.language).join(what)
    whole = sheet.say("printout.said_line", name=name, said=said, what=told).rstrip(" :.") + "."
    return " ".join([whole, *_left_out(sheet, line), *_on_condition(sheet, line)])


def _on_condition(sheet: _Sheet, line: SaidLine) -> Iterator[str]:
    """Yield the condition on which it was said, in her own words."""
    if line.conditions:
        yield sheet.say("printout.condition", words=sheet.named(line.conditions))


def _left_out(sheet: _Sheet, line: SaidLine) -> Iterator[str]:
    """Yield what is not told of it: kinds, single things, and experiences by their number."""
    kinds = code_list("data_category").codes
    out = [
        label("data_category", one, sheet.language) if one in kinds else _item(sheet, one)
        for one in sorted(line.excluded)
    ]
    out += [
        sheet.say("consent.experience", number=str(number)) for _, number in line.excluded_episodes
    ]
    if out:
        join = texts.say("list.join", language=sheet.language)
        yield sheet.say("printout.left_out", what=join.join(out))
