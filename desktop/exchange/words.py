"""What stands of the exchange, in words: for the page, the chip and the verb; needs no window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from desktop.saying.unreached import BREAK
from texts.dates import clock_time, in_own_direction, isolate, long_date, number, short_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from casework.keeping.exchange import (
        Aside,
        Brought,
        ExchangeState,
        Laptop,
        Leaving,
        Strayed,
        WrittenLate,
    )

# A long address may break behind each of these.
_BREAKS: Final = "/.:#-"
_GROUP: Final = 4


def moment_words(at: datetime, today: date) -> str:
    """Return day and time of a moment."""
    local = at.astimezone()
    return texts.say("list.join").join((short_date(local.date(), today), clock_time(local)))


def names_words(names: Iterable[str]) -> str:
    """Return names in a row."""
    return texts.say("list.join").join(map(in_own_direction, names))


def laptop_words(one: Laptop) -> str:
    """Return what a laptop is called: by who works at it."""
    if one.people:
        return texts.say("devices.of", people=names_words(one.people))
    return texts.say("devices.of_nobody")


def heard_words(one: Laptop, today: date) -> str:
    """Return when a laptop was last heard of, or that it was removed."""
    if one.is_removed:
        return texts.say("devices.cannot_open")
    if one.is_here:
        return texts.say("devices.here_now")
    if one.heard is not None:
        said = "devices.heard_room" if one.was_in_room else "devices.heard"
        return texts.say(said, when=moment_words(one.heard, today))
    if one.wrote is not None:
        return texts.say("devices.wrote", when=moment_words(one.wrote, today))
    return texts.say("devices.unheard")


def clock_words(one: Laptop, state: ExchangeState) -> str:
    """Return that dates written at a laptop are still to come, calmly, or nothing."""
    if one.is_here and state.is_clock_slow:
        return texts.say("devices.clock_slow")
    if not one.ahead or (state.is_clock_slow and not one.is_here):
        return ""
    return texts.plural("devices.clock_here" if one.is_here else "devices.clock_ahead", one.ahead)


def what_words(one: Leaving, *, discreet: bool = False) -> str:
    """Return what was changed."""
    if one.masked:
        return texts.say("decide.masked")
    if one.is_form:
        if discreet and one.what == "exploiter":
            return texts.say("form_name.kept_away")
        named = f"form_name.{one.what}"
        return texts.say(named) if texts.known(named) else one.what
    return texts.say(f"sync.what.{one.what}")


def leaving_cells(one: Leaving, today: date, *, discreet: bool = False) -> tuple[str, ...]:
    """Return one line of what waits to go out."""
    return (
        what_words(one, discreet=discreet),
        one.case_code,
        in_own_direction(one.by),
        moment_words(one.at, today),
        names_words(one.to),
    )


def waiting_words(state: ExchangeState) -> str:
    """Return how much waits to go out."""
    count = len(state.leaving)
    if state.is_more:
        return texts.say("sync.many_wait", n=number(count))
    return texts.plural("sync.wait", count) if count else texts.say("sync.none_wait")


def server_words(state: ExchangeState, today: date) -> str:
    """Return what is known of the server."""
    if not state.server:
        return texts.say("sync.no_server")
    if state.reached is None:
        return texts.say("sync.server_never")
    return texts.say("sync.server_reached", when=moment_words(state.reached, today))


def trouble_words(state: ExchangeState) -> list[str]:
    """Return what is wrong, each as what it is and what to do about it."""
    found = []
    if state.is_forked:
        found.append(texts.say("sync.forked"))
    if state.is_behind:
        found.append(texts.say("sync.behind"))
    if state.unheard:
        found.append(texts.say(f"sync.unheard.{state.unheard}"))
    if state.held_back:
        found.append(texts.say("sync.held_back"))
    apart = sorted({name for one in state.laptops if one.is_apart for name in one.people})
    if apart:
        found.append(texts.say("sync.apart", people=names_words(apart)))
    if state.claimed:
        found.append(texts.say("sync.claimed", people=names_words(state.claimed)))
    return found + [texts.say(f"sync.alarm.{one}") for one in state.server_alarms]


def waits_words(state: ExchangeState) -> list[str]:
    """Return what came and waits, since when, and what would help."""
    return [_waits_words(one) for one in state.aside]


def quiet_words(state: ExchangeState) -> list[str]:
    """Return of whom there was no news for long."""
    return [texts.say("sync.quiet", people=names_words(state.quiet))] if state.quiet else []


def late_asked_words(state: ExchangeState) -> list[str]:
    """Return what came from laptops after they were removed, and whom to ask."""
    if not state.late:
        return []
    people = names_words(state.late_from)
    by = texts.say("sync.late_from", people=people) if people else ""
    return [" ".join(filter(None, (texts.plural("sync.late", state.late), by)))]


def _waits_words(one: Aside) -> str:
    """Return how much waits, since when, what would help, and whose it is."""
    since = long_date(one.since.astimezone().date()) if one.since else ""
    said = texts.plural(f"sync.aside.{one.why}", one.number, since=since)
    by = texts.say("sync.aside_by", people=names_words(one.people)) if one.people else ""
    return " ".join(filter(None, (said, by)))


def late_words(one: WrittenLate, today: date) -> str:
    """Return how much a removed laptop wrote, and when by its own clock."""
    if one.first is None or one.last is None:
        return texts.say("late.unread")
    first, last = moment_words(one.first, today), moment_words(one.last, today)
    return texts.plural("late.written", one.changes, first=first, last=last)


def lacks_words(one: WrittenLate) -> str:
    """Return what has to come before all of it can count, or nothing."""
    if not one.lacks:
        return ""
    said = "late.lacks_some" if one.may_count else "late.lacks"
    return texts.say(said, number=number(one.lacks))


def stray_words(one: Strayed) -> str:
    """Return what strayed, as people speak of where it lives."""
    if one.people:
        return texts.say("mend.cases", people=names_words(one.people))
    return texts.say("mend.shared" if one.is_config else "mend.alone")


def strayed_words(one: Strayed) -> list[str]:
    """Return how much strayed of a stream, and how much of it can not be built from here."""
    said = [texts.plural("mend.number", one.number - one.lost)] if one.number > one.lost else []
    return said + ([texts.plural("mend.lost", one.lost)] if one.lost else [])


def read_words(words: str) -> str:
    """Return words that are read to each other, each for itself: nobody reads two as one."""
    return in_own_direction("\u00a0· ".join(words.split()))


def address_words(address: str) -> str:
    """Return where a server is, so that a long address may break and nothing reorders it."""
    broken = "".join(f"{one}{BREAK}" if one in _BREAKS else one for one in address)
    return isolate(broken) if address else ""


def pin_words(pin: str) -> str:
    """Return the hash of a key in groups that two people can read to each other."""
    groups = (pin[at : at + _GROUP] for at in range(0, len(pin), _GROUP))
    return in_own_direction(" ".join(groups))


def brought_words(brought: Brought, way: str = "read") -> list[str]:
    """Return what became of what was brought, by stick, from a server or in the same room."""
    count = brought.changes
    told = [texts.plural("sync.joined", count) if count else texts.say("sync.nothing_new")]
    told += _sent_words(brought)
    aside = {"early": brought.early, "late": brought.late, "refused": brought.refused}
    told += [texts.plural(f"sync.{name}", count) for name, count in aside.items() if count]
    if brought.is_torn:
        told.append(texts.say("sync.room_torn" if way == "room" else "bundle.torn"))
    if brought.is_forked:
        told.append(texts.say("sync.forked"))
    if brought.is_apart:
        told.append(texts.say("bundle.differs"))
    if brought.is_stopped:
        told.append(texts.say(f"sync.{way}_stopped"))
    return told


def _sent_words(brought: Brought) -> list[str]:
    """Return what went to a server, and why not all of it did."""
    told = [texts.plural("sync.went", brought.sent)] if brought.sent else []
    if brought.is_full:
        told.append(texts.say("sync.full"))
    elif brought.kept_back and not brought.is_stopped:
        told.append(texts.say("sync.not_taken"))
    return told


def ended_words(kind: str, brought: Brought) -> list[str]:
    """Return how something ended."""
    if kind == "server":
        stopped = brought.is_stopped
        return [texts.say("devices.server_stopped" if stopped else "devices.server_led")]
    if kind == "write":
        return [texts.say("sync.write_stopped" if brought.is_stopped else "sync.written")]
    if kind == "room":
        return _met_words(brought)
    return brought_words(brought, kind)


def _met_words(brought: Brought) -> list[str]:
    """Return with whom there was an exchange in the same room, and what came of it."""
    if brought.met is None:
        return [texts.say("sync.room_left" if brought.is_stopped else "sync.room_nobody")]
    met = texts.say("sync.room_met", laptop=laptop_words(brought.met))
    return [met, *brought_words(brought, "room")]


def state_words(state: ExchangeState) -> list[str]:
    """Return in a few sentences what stands."""
    if state.is_practice:
        return [texts.say("sync.practice")]
    if state.is_alone:
        return [texts.say("devices.none")]
    aside = [*quiet_words(state), *waits_words(state), *late_asked_words(state)]
    # The page says it on a card of its own.
    strayed = [texts.plural("mend.found", state.strayed)] if state.strayed else []
    return [waiting_words(state), *trouble_words(state), *strayed, *aside]


def in_short(state: ExchangeState, decisions: int) -> tuple[str, str, str]:
    """Return what the chip says: words, icon, and the kind of chip."""
    if state.is_alone:
        return texts.say("exchange.off"), "cloud-slash", "plain"
    if state.is_alarmed or state.late:
        return texts.say("exchange.needs_you"), "hand-palm", "info"
    if decisions:
        return texts.plural("exchange.decide", decisions), "arrows-left-right", "info"
    count = len(state.leaving)
    if count:
        return texts.plural("exchange.wait", count), "arrows-left-right", "plain"
    return texts.say("exchange.done"), "check", "plain"
