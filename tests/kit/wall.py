"""Read everything an answer says, those words among them that its look hides."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, time


class _Caught:
    """Keeps whatever goes wrong inside, as an answer like any other."""

    def __init__(self):
        self.error = None

    def __enter__(self):
        return self

    def __exit__(self, _kind, error, _trace):
        self.error = error
        return isinstance(error, Exception)


def outcome(ask):
    """Return what somebody is answered, or the error by which it is refused."""
    answer = None
    with _Caught() as caught:
        answer = ask()
    return caught.error or answer


def words_in(answer, seen=None):
    """Yield every word and number in an answer."""
    seen = set() if seen is None else seen
    if isinstance(answer, str | int | float | date | time):
        yield str(answer)
    elif isinstance(answer, bytes):
        yield answer.hex()
        yield answer.decode("utf-8", "replace")
    elif answer is not None and id(answer) not in seen:
        seen.add(id(answer))
        yield from _inside(answer, seen)


def _inside(answer, seen):
    if isinstance(answer, BaseException):
        yield f"{answer} {vars(answer)}"
    elif dataclasses.is_dataclass(answer):
        for one in dataclasses.fields(answer):
            yield from words_in(getattr(answer, one.name, None), seen)
    elif isinstance(answer, Mapping):
        for key, value in answer.items():
            yield from words_in(key, seen)
            yield from words_in(value, seen)
    elif isinstance(answer, Iterable):
        for one in answer:
            yield from words_in(one, seen)
