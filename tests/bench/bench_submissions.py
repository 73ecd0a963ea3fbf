"""Reading submissions of 150 questions against parsing their XML and nothing else."""

from __future__ import annotations

import gc
import time

from forms.limits import LIMITS
from forms.loading import load_form
from forms.submissions.reading import read_submissions
from forms.xmlsafe import parse_xml

QUESTIONS, SUBMISSIONS = 150, 500
KINDS = {
    "text": "EX words",
    "integer": "7",
    "date": "2024-03-05",
    "select_one c": "a",
    "select_multiple c": "a b",
}
GROUP = 15


def run():
    """Yield what reading costs."""
    names = [f"q{number}" for number in range(QUESTIONS)]
    kinds = [list(KINDS)[number % len(KINDS)] for number in range(QUESTIONS)]
    survey, said = [], []
    for first in range(0, QUESTIONS, GROUP):
        group = f"g{first}"
        inside = list(zip(names, kinds, strict=True))[first : first + GROUP]
        rows = [{"type": kind, "name": name, "label": "Q"} for name, kind in inside]
        begin = {"type": "begin group", "name": group, "label": "G"}
        survey += [begin, *rows, {"type": "end group"}]
        said.append(f"<{group}>{''.join(_said(*one) for one in inside)}</{group}>")
    choices = [{"list_name": "c", "name": code, "label": code} for code in "abcde"]
    form = {"settings": [{"form_id": "f"}], "survey": survey, "choices": choices}
    model = load_form(form)
    meta = "<meta><instanceID>uuid:ex</instanceID></meta>"
    source = f"<data id='f'>{''.join(said)}{meta}</data>".encode()
    files = [(f"{number}.xml", source) for number in range(SUBMISSIONS)]
    ours, reading = _clocked(lambda: read_submissions(model, files))
    if any(len(one.answers) != QUESTIONS for one in reading.submissions):
        raise AssertionError
    yard, _ = _clocked(lambda: [parse_xml(source, LIMITS) for _ in files])
    name = f"read {SUBMISSIONS} submissions of {QUESTIONS} questions"
    yield {"name": name, "ours": ours, "yardstick": yard, "goal": 6, "unit": "s"}


def _said(name, kind):
    return f"<{name}>{KINDS[kind]}</{name}>"


def _clocked(work):
    gc.collect()
    begun = time.perf_counter()
    done = work()
    return time.perf_counter() - begun, done
