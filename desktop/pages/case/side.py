"""Beside a case: a few things one wants in sight, and who was asked for help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

import texts
from casework.referrals.referral import ReferralStatus
from desktop.clock import now
from desktop.look import look
from desktop.pages.case.body import Beside
from desktop.pages.case.contact_words import in_short
from desktop.pages.case.words import referral_words
from desktop.pages.episodes.words import code_words, codes_words
from desktop.parts.clause import Clause
from desktop.parts.covered import Covered
from desktop.parts.fact_grid import Fact, FactGrid
from desktop.parts.frames import Box, column, row, rule
from desktop.parts.messages import Picture
from desktop.parts.so_many import SoMany
from desktop.parts.words import Words
from texts.dates import age, in_own_direction, isolate, long_date, short_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.cases.overview import NoteView, Overview, ReferralView

_GAP: Final = 12
_MOST: Final = 180
_S = ReferralStatus
_DONE: Final = frozenset({_S.ATTENDED, _S.COMPLETED, _S.PROVIDED_HERE})
_ENDED: Final = frozenset(
    {
        _S.DECLINED_BY_SURVIVOR,
        _S.RECALLED,
        _S.REFUSED,
        _S.WITHDRAWN_BY_SURVIVOR,
        _S.PROVIDER_UNAVAILABLE,
        _S.ALREADY_RECEIVED,
        _S.NOT_APPLICABLE,
    }
)
_NOT_SENT: Final = frozenset({_S.IDEA, _S.DISCUSSED, _S.AGREED})


class About(Box):
    """What one wants in sight about a person: never the name."""

    def __init__(self) -> None:
        super().__init__("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._facts = FactGrid()
        self.setLayout(column(Words(texts.say("case.about"), "h2"), 8, self._facts, margin=16))

    def show_case(self, overview: Overview) -> None:
        """Show another state of the case."""
        self._facts.show_facts(
            [
                Fact(texts.say(f"case.about.{name}"), words, masks=name == "phone")
                for name, words in _about(overview)
            ]
        )

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self._facts.reveal(on=on)


def _about(overview: Overview) -> list[tuple[str, str]]:
    """Return what is known, by the id of its label."""
    about = overview.about
    known = about.age_low is not None and about.age_high is not None
    ages = age(about.age_low, about.age_high) if known else ""
    band = code_words("age_band_report", about.age_band)
    interpreter = [
        code_words("interpreter", about.interpreter),
        code_words("interpreter_preference", about.interpreter_sex),
    ]
    found = {
        "age_band": band,
        "age": "" if band else ages,
        "languages": codes_words("language", about.languages),
        "interpreter": texts.say("list.join").join(one for one in interpreter if one),
        "access": in_own_direction(about.access),
        "phone": isolate(overview.contact.phone),
        "first_contact": long_date(about.first_contact),
        "worker": overview.worker if look().reflows else "",
    }
    return [(name, words) for name, words in found.items() if words]


class Referrals(Box):
    """Who was asked for help, and where that stands."""

    def __init__(self) -> None:
        super().__init__("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._masked: list[Clause] = []
        self._revealed = False
        self._many, self._nothing = SoMany(self._row, edge=16), Words("", "small", wrap=True)
        self._nothing.setText(texts.say("case.no_referrals"))
        self._nothing.setContentsMargins(*(look().px(n) for n in (16, 0, 16, 15)))
        heading = Words(texts.say("case.section.referrals"), "h2")
        heading.setContentsMargins(*(look().px(n) for n in (16, 15, 16, 8)))
        whole = column(heading, self._many, self._nothing)
        whole.setContentsMargins(0, 1, 0, 1)
        self.setLayout(whole)

    def show_referrals(self, referrals: Sequence[ReferralView]) -> None:
        """Show other requests for help."""
        self._masked = []
        self._many.show_lines(referrals)
        self._nothing.setVisible(not referrals)

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self._revealed = on
        for one in self._masked:
            one.reveal(on=on)

    def _row(self, one: ReferralView) -> QWidget:
        kind = code_words("service_type", one.service_type)
        name = in_own_direction(one.service) or kind or texts.say("referrals.no_service")
        service = Clause(name, role="small", masks=True)
        service.reveal(on=self._revealed)
        self._masked.append(service)
        state = Words(referral_words(one, now().date()), "small", wrap=True)
        accent = look().colours.accent if one.status in _DONE else look().colours.muted
        drawn = Picture(_icon(one.status), accent, 16)
        line = row(drawn, column(service, state), gap=10)
        drawn.at_first_line(line, "small")
        line.setContentsMargins(*(look().px(n) for n in (16, 7, 16, 7)))
        line.setStretch(1, 1)
        box = QWidget()
        box.setLayout(column(rule(), line))
        return box


class LatestNote(Box):
    """What was noted last, in a few lines; all of it stands among the notes."""

    def __init__(self) -> None:
        super().__init__("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._said, self._by = Words("", "small", colour="text", wrap=True), Words("", "caption")
        self._covered = Covered(self._said)
        heading = Words(texts.say("case.latest_note"), "h2")
        self.setLayout(column(heading, 8, self._covered, 6, self._by, margin=16))

    def show_note(self, note: NoteView | None) -> None:
        """Show another note, or nothing where there is none."""
        self.setVisible(note is not None)
        if note is not None:
            self._said.setText(in_own_direction(in_short(note.text, _MOST)))
            when = short_date(note.at.astimezone().date(), now().date())
            self._by.setText(texts.say("case.noted", by=in_own_direction(note.by), when=when))

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self._covered.reveal(on=on)


def _icon(status: ReferralStatus) -> str:
    if status in _DONE:
        return "check-circle"
    if status in _ENDED:
        return "minus-circle"
    return "circle" if status in _NOT_SENT else "clock"


class CaseSide(Beside):
    """The cards beside a case, or below it next to each other."""

    def __init__(self) -> None:
        super().__init__()
        self.about, self.referrals, self.note = About(), Referrals(), LatestNote()
        top = Qt.AlignmentFlag.AlignTop
        self._layout = column(gap=_GAP)
        self._layout.addWidget(self.about, 1, top)
        # Below the rest there is room for two side by side, and the note stands in the second.
        self._layout.addLayout(column(self.referrals, self.note, None, gap=_GAP), 1)
        self._layout.addStretch(1000)
        self.setLayout(self._layout)

    def below(self, *, below: bool) -> None:
        """Stand below the rest, side by side where there is room."""
        flat = below and not look().reflows
        ways = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._layout.setDirection(ways[flat])
        self._layout.setStretch(2, 0 if flat else 1000)

    def show_case(self, overview: Overview) -> None:
        """Show another state of the case."""
        self.about.show_case(overview)
        self.referrals.show_referrals(overview.referrals)
        self.note.show_note(overview.latest_note)

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self.about.reveal(on=on)
        self.referrals.reveal(on=on)
        self.note.reveal(on=on)
