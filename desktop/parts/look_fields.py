"""What can be chosen of the look of the window, in the words of the language on screen."""

from __future__ import annotations

import texts
from desktop.frame.settings import AUTOMATIC, DENSITIES, DIGITS, TITLES
from desktop.look import Theme
from desktop.look.tokens import tokens
from texts.calendars import Calendar

Choices = list[tuple[str, str]]


def language_choices() -> Choices:
    """Return the languages, each in its own words."""
    return [(code, one.own_name) for code, one in texts.languages().items()]


def language_hint() -> str:
    """Return that nobody whose language is on screen has gone through its words, where it is so."""
    return "" if texts.current().reviewed else texts.say("look.language_unread")


def theme_choices() -> Choices:
    """Return as the system, light, dark."""
    named = [(AUTOMATIC, texts.say("look.theme.system"))]
    return named + [(str(one), texts.say(f"look.theme.{one}")) for one in Theme]


def scale_choices() -> Choices:
    """Return the sizes of text in per cent."""
    scales = tokens()["type"]["text_scales"]
    return [(str(one), texts.say("look.per_cent", n=round(one * 100))) for one in scales]


def digit_choices() -> Choices:
    """Return the digits of the language, and those that are known everywhere."""
    return [(one, texts.say(f"look.digits.{one}")) for one in DIGITS]


def calendar_choices() -> Choices:
    """Return the calendars in which days can be read and written."""
    return [(one.value, texts.say(f"look.calendar.{one.value}")) for one in Calendar]


def title_choices() -> Choices:
    """Return what the window may be called; none of it says what it is for."""
    return [(one, texts.say(f"look.title.{one.lower()}")) for one in TITLES]


def density_choices() -> Choices:
    """Return how near lines stand to each other."""
    return [(one, texts.say(f"look.density.{one}")) for one in DENSITIES]
