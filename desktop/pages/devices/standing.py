"""What stands, in plain words: that everything is saved, what is wrong, what is kept aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from desktop.clock import now
from desktop.exchange.words import (
    late_asked_words,
    moment_words,
    quiet_words,
    trouble_words,
    waiting_words,
    waits_words,
)
from desktop.look import look
from desktop.parts.frames import Card, clear, column, row
from desktop.parts.messages import Grounded, MessageBar
from desktop.parts.words import Words

if TYPE_CHECKING:
    from casework.keeping.exchange import ExchangeState


class StandingCard(Card):
    """First that nothing is lost; then whatever somebody has to know."""

    def __init__(self) -> None:
        super().__init__()
        self.told = Words("", "body", wrap=True, colour="muted")
        self._more = column(gap=8)
        has = look().colours
        drawn = Grounded("check", has.accent, has.accent_soft, across=40).rounded()
        head = Words(texts.say("sync.saved"), "h1", wrap=True)
        whole = row(drawn, column(head, self.told, gap=2), gap=14)
        whole.setStretch(1, 1)
        self.body.addLayout(whole)
        self.body.addLayout(self._more)

    def show_state(self, state: ExchangeState) -> None:
        """Show what stands."""
        clear(self._more)
        if state.is_alone:
            self.told.setText(texts.say("sync.alone"))
            return
        today = now().date()
        told = [texts.say("sync.offline_normal"), waiting_words(state)]
        if state.read is not None:
            told.append(texts.say("sync.read_last", when=moment_words(state.read, today)))
        if state.written is not None:
            told.append(texts.say("sync.written_last", when=moment_words(state.written, today)))
        self.told.setText(" ".join(told))
        bars = [MessageBar(words, "care") for words in trouble_words(state)]
        # Whoever decides about what came late is asked on a card of its own.
        late = [] if state.may_change else late_asked_words(state)
        aside = [*quiet_words(state), *waits_words(state), *late]
        if aside:
            bars.append(MessageBar("\n".join(aside), icon_name="hourglass"))
        self._more.setContentsMargins(0, look().px(12 if bars else 0), 0, 0)
        for bar in bars:
            self._more.addWidget(bar)
