"""Forms that tests of the window fill in: an assessment, and every kind of question."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime

from random_forms import xform

from casework.changes import Change
from db.store import open_store
from forms.codelists import in_display_order
from forms.library import LABEL_COLUMNS
from forms.loading import load_form

KINDS = (
    *("text", "integer", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape"),
    *("barcode", "image", "audio", "video", "file", "note", "acknowledge", "calculate", "hidden"),
    *("start", "end", "today", "range"),
)
_CHOOSING = ("select_one", "select_multiple", "rank")
_EN, _AR = LABEL_COLUMNS["en"], LABEL_COLUMNS["ar"]


def asked(kind, name, words, arabic="", **more):
    return {"type": kind, "name": name, _EN: words, _AR: arabic or f"ع {words}", **more}


def group(name, words, *rows):
    return [asked("begin group", name, words), *rows, {"type": "end group"}]


def repeat(name, words, *rows):
    return [asked("begin repeat", name, words), *rows, {"type": "end repeat"}]


def choices(*list_ids):
    return [
        {"list_name": one, "name": code.id, _EN: code.label("en"), _AR: code.label("ar")}
        for one in list_ids
        for code in in_display_order(one, "en")
    ]


def assessment():
    """Return a form of four groups: typed answers, choices with follow-ups, a repeat, an end."""
    survey = [
        *group(
            "today",
            "How today is",
            asked("note", "say", "Say only what you wish to say."),
            asked("text", "words", "In their words"),
            asked("integer", "sleep", "Hours of sleep"),
            asked("text", "account", "What happened since", appearance="multiline"),
        ),
        *group(
            "offers",
            "Offers and pressure",
            asked("select_multiple exchange", "given", "Was anything given or promised?"),
            asked("select_one yes_no_answer", "returned", "Was something asked in return?"),
            asked("text", "how", "In their own words", relevant="${returned} = 'yes'"),
            asked(
                "integer",
                "since",
                "Since about",
                relevant="${returned} = 'yes'",
                constraint=". >= 1900",
                **{
                    "constraint_message::English (en)": "Enter the year as four digits",
                    "constraint_message::Arabic (ar)": "السنة بأربعة أرقام",
                },
            ),
        ),
        *group(
            "people",
            "Trusted people",
            *repeat("helper", "Somebody who helps", asked("text", "helps", "How they help")),
        ),
        *group(
            "own",
            "Own priorities",
            asked("text", "first", "What matters first", required="yes"),
            asked("date", "next", "When to meet again"),
        ),
    ]
    return own_form("own_assessment", "Assessment", survey, choices("exchange", "yes_no_answer"))


def own_form(form_id, title, survey, listed):
    settings = {
        "form_id": form_id,
        "form_title": title,
        "version": "1",
        "default_language": "English (en)",
        "namespaces": 'sx="urn:alongside:forms"',
    }
    return {"settings": [settings], "survey": survey, "choices": listed}


def every_kind():
    """Return models that have every kind of question there is."""
    rows = [asked(kind, f"q{number}", kind) for number, kind in enumerate(KINDS)]
    rows[KINDS.index("calculate")]["calculation"] = "1"
    rows[KINDS.index("range")]["parameters"] = "start=1 end=5 step=1"
    rows += [asked(f"{kind} yes_no_answer", kind, kind) for kind in _CHOOSING]
    boolean = xform("<b/>", '<bind nodeset="/data/b" type="boolean"/>', '<input ref="/data/b"/>')
    listed = choices("yes_no_answer")
    return load_form(own_form("kinds", "Kinds", rows, listed)), load_form(boolean)


def with_form(template, home, form):
    """Return a template whose workbook has one more published form."""
    more = copy.copy(template)
    more.home = template.copy(home)
    store = open_store(more.home, template.unlocked(), lambda: datetime(2026, 3, 9, tzinfo=UTC))
    with store.begin(template.supervisor) as work:
        source = json.dumps(form, ensure_ascii=False).encode()
        form_id = form["settings"][0]["form_id"]
        work.documents.publish({form_id: source}, datetime(2026, 3, 9, tzinfo=UTC))
        work.commit(Change("form_published"))
    store.close()
    return more
