"""Settings: how the window looks, speaks, hides, locks, and which keys do what."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtWidgets import QWidget

import texts
from desktop.frame.actions import key_words
from desktop.frame.page import Page
from desktop.look import look
from desktop.look.tokens import tokens
from desktop.pages.settings.keys import KeysCard
from desktop.pages.settings.new_key import NewKeyCard, may_renew
from desktop.pages.settings.office import SETTING, OfficeCard, may_set
from desktop.pages.settings.secret import SecretCard
from desktop.pages.settings.sheets import SheetsCard
from desktop.pages.settings.storage import StorageCard
from desktop.pages.settings.ways import WaysOn
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.fields import Drop, Field
from desktop.parts.frames import Card, column, row
from desktop.parts.look_fields import (
    calendar_choices,
    density_choices,
    digit_choices,
    language_choices,
    language_hint,
    scale_choices,
    theme_choices,
    title_choices,
)
from desktop.parts.ticks import Tick
from desktop.parts.under_tick import under_tick
from desktop.parts.words import Words
from desktop.safety.capture import CAN_BLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.changes import Change
    from desktop.frame.house import House
    from desktop.frame.places import Place
    from desktop.frame.room import Room
    from desktop.frame.settings import Settings

_MINUTES: Final = (1, 2, 5, 10, 15, 30)
_PAUSES: Final = (30, 50, 90)


class SettingsPage(Page):
    """Every change takes effect at once and can be taken back."""

    nav = "settings"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        now = room.settings
        self.language = Drop(language_choices(), now.language)
        self.digits = Drop(digit_choices(), now.digits)
        self.calendar = Drop(calendar_choices(), now.calendar)
        self.theme = Drop(theme_choices(), now.theme)
        self.scale = Drop(scale_choices(), str(now.scale))
        self.density = Drop(density_choices(), now.density)
        self.title = Drop(title_choices(), now.title)
        minutes = [(str(n), texts.plural("settings.minutes", n)) for n in _MINUTES]
        self.lock = Drop(minutes, str(now.lock_minutes))
        never = ("0", texts.say("settings.pause_never"))
        pauses = [(str(n), texts.plural("settings.minutes", n)) for n in _PAUSES]
        self.pause = Drop([never, *pauses], str(now.pause_minutes))
        self.ticks = {
            name: _tick(texts.say(f"settings.{name}"), on=getattr(now, name))
            for name in ("discreet", "pictures", "shift_hides", "block_capture", "single_keys")
        }
        keys = key_words("panic", now.keys)
        self.ticks["panic_keys"] = _tick(
            texts.say("settings.panic_keys", keys=keys), on=now.panic_keys
        )
        self.practise = Button(texts.say("settings.practise"), icon_name="eye-slash")
        self.practise.does(partial(room.perform, "practise_hide"))
        self.keys = KeysCard(now, self._change)
        self._connect()
        storage = StorageCard(room)
        # Only an open workbook shows this page, and it hands itself out.
        house = cast("House", room.house)
        self.secret = SecretCard(room, house)
        renews = may_renew(room)
        self.sheets = SheetsCard(room, house) if renews else None
        self.new_key = NewKeyCard(room, house) if renews else None
        self.office = OfficeCard(room) if may_set(room.office.worker) else None
        cards = (
            WaysOn(room),
            self._look(),
            self._hide(),
            self._panic(),
            self._lock(),
            self._pause(),
            self.secret,
            *([self.sheets] if self.sheets else []),
            *([self.new_key] if self.new_key else []),
            *([self.office] if self.office else []),
            storage,
            self._keys_card(),
        )
        self.setLayout(column(CardPage(cards)))

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((texts.say("nav.settings"), None),)

    def first_focus(self) -> QWidget | None:
        """Return what was set last, or the language."""
        named = self.findChildren(QWidget, self.place.field) if self.place.field else []
        return next(iter(named), self.language)

    def here(self) -> Place:
        """Return where the cursor is: the page is built again with every change."""
        at = [one.objectName() for one in self.findChildren(QWidget) if one.hasFocus()]
        return self.place._replace(field=at[0] if at else "")

    def concerns(self, change: Change) -> None:
        """Show what holds for the office once that was set, or taken back."""
        if self.office is not None and change.kind in SETTING:
            self.office.ask()

    def _connect(self) -> None:
        for name in (
            "language",
            "digits",
            "calendar",
            "theme",
            "scale",
            "density",
            "title",
            "lock",
            "pause",
        ):
            drop: Drop = getattr(self, name)
            drop.setObjectName(f"set_{name}")
            drop.activated.connect(self._choose)
        for name, tick in self.ticks.items():
            tick.setObjectName(f"set_{name}")
            tick.clicked.connect(self._choose)

    def _look(self) -> Card:
        card = Card(texts.say("settings.look"))
        why = texts.say("look.title_why")
        fields = column(
            Field(texts.say("look.language"), self.language, hint=language_hint()),
            Field(texts.say("look.digits"), self.digits, hint=texts.say("look.digits_why")),
            Field(texts.say("look.calendar"), self.calendar, hint=texts.say("look.calendar_why")),
            Field(texts.say("look.theme"), self.theme),
            Field(texts.say("look.scale"), self.scale),
            Field(texts.say("look.density"), self.density),
            Field(texts.say("look.title"), self.title, hint=why),
            column(self.ticks["pictures"], under_tick(texts.say("settings.pictures_why")), gap=4),
            gap=16,
        )
        card.body.addLayout(fields)
        return card

    def _hide(self) -> Card:
        card = Card(texts.say("settings.hide"))
        capture = self.ticks["block_capture"]
        capture.setEnabled(CAN_BLOCK)
        can = "settings.capture_why" if CAN_BLOCK else "settings.capture_not_here"
        capture.setToolTip("" if CAN_BLOCK else texts.say(can))
        capture.setAccessibleDescription(texts.say(can))
        lines = column(
            # What is said of a choice stands nearer to it than to the next one.
            column(self.ticks["discreet"], under_tick(texts.say("look.discreet_why")), gap=4),
            column(self.ticks["shift_hides"], under_tick(texts.say("settings.shift_why")), gap=4),
            column(capture, under_tick(texts.say(can)), gap=4),
            column(row(self.practise, None), Words(self._way_back(), "small", wrap=True), gap=4),
            gap=12,
        )
        card.body.addLayout(lines)
        return card

    def _way_back(self) -> str:
        """Return what brings back the window that is hidden; without that nobody practises."""
        now = self.room.settings
        if keys := key_words("hide", now.keys):
            return texts.say("settings.practise_why", keys=keys)
        if now.shift_hides:
            return texts.say("settings.practise_shift")
        self.practise.refuse(texts.say("settings.practise_no_key"))
        return texts.say("settings.practise_no_key")

    def _panic(self) -> Card:
        """Say what the keys do, and what they can not, before anybody turns them on."""
        card = Card(texts.say("settings.panic"))
        said = [texts.say(f"settings.panic_{one}") for one in ("why", "back", "limits")]
        lines = [Words(words, "small", wrap=True) for words in said]
        card.body.addLayout(column(*lines, self.ticks["panic_keys"], gap=8))
        return card

    def _lock(self) -> Card:
        card = Card(texts.say("settings.lock"))
        field = Field(
            texts.say("settings.lock_after"), self.lock, hint=texts.say("settings.lock_why")
        )
        card.body.addWidget(field)
        return card

    def _pause(self) -> Card:
        card = Card(texts.say("settings.pause"))
        why = texts.say("settings.pause_why")
        card.body.addWidget(Field(texts.say("settings.pause_after"), self.pause, hint=why))
        return card

    def _keys_card(self) -> Card:
        single = column(
            self.ticks["single_keys"], under_tick(texts.say("settings.single_why")), gap=4
        )
        single.addSpacing(look().px(10))
        self.keys.body.insertLayout(0, single)
        return self.keys

    def _choose(self, _now: object) -> None:
        scales = tokens()["type"]["text_scales"]
        self._change(
            replace(
                self.room.settings,
                language=self.language.code(),
                digits=self.digits.code(),
                calendar=self.calendar.code(),
                theme=self.theme.code(),
                scale=scales[self.scale.currentIndex()],
                density=self.density.code(),
                title=self.title.code(),
                lock_minutes=int(self.lock.code()),
                pause_minutes=int(self.pause.code()),
                discreet=self.ticks["discreet"].isChecked(),
                pictures=self.ticks["pictures"].isChecked(),
                panic_keys=self.ticks["panic_keys"].isChecked(),
                shift_hides=self.ticks["shift_hides"].isChecked(),
                block_capture=self.ticks["block_capture"].isChecked(),
                single_keys=self.ticks["single_keys"].isChecked(),
            )
        )

    def _change(self, settings: Settings) -> None:
        if settings != self.room.settings:
            self.room.set.emit(settings)


def _tick(words: str, *, on: bool) -> Tick:
    tick = Tick(words)
    tick.setChecked(on)
    return tick
