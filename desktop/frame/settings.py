"""How this laptop's window is set: look, language, keys. Nothing of any case is ever in it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final

import texts
from desktop.look import Look, Theme
from desktop.look.tokens import tokens
from texts.calendars import Calendar
from texts.language import language_of

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "window.json"
AUTOMATIC: Final = ""
DENSITIES: Final = ("comfortable", "compact")
DIGITS: Final = ("latin", "native")
TITLES: Final = ("Workbook", "Notes", "Planner")


@dataclass(frozen=True, slots=True)
class Settings:
    """What is known before anybody unlocks; an empty theme follows the system."""

    language: str = "en"
    theme: str = AUTOMATIC
    scale: float = 1.0
    density: str = DENSITIES[0]
    title: str = TITLES[0]
    discreet: bool = False
    pictures: bool = False
    shift_hides: bool = True
    # Whether keys destroy the workbook; off until somebody has read what that means.
    panic_keys: bool = False
    single_keys: bool = True
    block_capture: bool = True
    lock_minutes: int = 5
    # After how many minutes with hard material a pause is spoken of; nought is never.
    pause_minutes: int = 0
    # Whether this laptop exchanges by itself where there is a server; held from a pressed stop on
    # until somebody presses exchange.
    exchange_by_itself: bool = True
    exchange_held: bool = False
    digits: str = DIGITS[0]
    calendar: str = Calendar.GREGORIAN.value
    geometry: str = ""
    # The day on which somebody last read that the disk is not encrypted.
    disk_read: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    # Widths and columns that were chosen, by the name of the part; numbers only.
    layout: dict[str, int] = field(default_factory=dict)

    def look(self, *, dark: bool, strong: bool) -> Look:
        """Return the look that follows from the settings and from what the system asks for."""
        theme = Theme(self.theme) if self.theme else (Theme.DARK if dark else Theme.LIGHT)
        arabic = language_of(self.language).direction == "rtl"
        return Look(theme, self.scale, strong, self.discreet, self.pictures, arabic)


def title_of(settings: Settings) -> str:
    """Return what the window is called, in the language on screen; it says nothing of its use."""
    return texts.say(f"look.title.{settings.title.lower()}")


def load(home: Path) -> Settings:
    """Return the settings of a folder; what cannot be read or makes no sense is as usual."""
    try:
        kept = json.loads((home / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    return sensible(kept)


def save(home: Path, settings: Settings) -> None:
    """Keep the settings; a disk that cannot be written must not stop the work."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        fresh = home / f"{FILE}.new"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(settings), file, ensure_ascii=False, indent=1)
        fresh.replace(home / FILE)
    except OSError:
        return


def sensible(kept: object) -> Settings:
    """Return settings as they were kept; what makes no sense is as usual."""
    return _sensible(kept) if isinstance(kept, dict) else Settings()


def _sensible(kept: dict[str, Any]) -> Settings:
    usual = Settings()
    known = {
        one.name: kept[one.name]
        for one in fields(Settings)
        if type(kept.get(one.name)) in _kinds(getattr(usual, one.name))
    }
    settings = replace(usual, **known)
    numbers = {name: n for name, n in settings.layout.items() if type(n) is int}
    settings = replace(settings, layout=numbers)
    if settings.language not in texts.languages():
        settings = replace(settings, language=usual.language)
    if settings.title not in TITLES:
        settings = replace(settings, title=usual.title)
    if settings.digits not in DIGITS:
        settings = replace(settings, digits=usual.digits)
    if settings.calendar not in set(Calendar):
        settings = replace(settings, calendar=usual.calendar)
    if settings.theme not in {AUTOMATIC, *Theme}:
        settings = replace(settings, theme=usual.theme)
    if settings.density not in DENSITIES:
        settings = replace(settings, density=usual.density)
    scales = tokens()["type"]["text_scales"]
    return replace(settings, scale=min(scales, key=lambda scale: abs(scale - settings.scale)))


def _kinds(value: object) -> tuple[type, ...]:
    return (int, float) if type(value) is float else (type(value),)
