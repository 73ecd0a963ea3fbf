"""The consent form as it was while figures of the own office were asked for (decision 0053)."""

from __future__ import annotations

import json

from casework.changes import Change
from forms.codelists import code_list
from forms.library import LABEL_COLUMNS, library

OWN = "statistics_internal"
_ASKED = " statistics_external"


def asks_for_own_figures(desks):
    """Publish the form of before, as a workbook has it that is older than the decision."""
    before = json.loads(library()["consent"].replace(_ASKED.encode(), f" {OWN}{_ASKED}".encode()))
    code = code_list("purpose").codes[OWN]
    words = {column: code.label(language) for language, column in LABEL_COLUMNS.items()}
    before["choices"].append({"list_name": "purpose", "name": OWN, **words})
    _publish(desks, before, "0.9")


def asks_for_them_no_more(desks):
    """Publish the form of now as a newer one."""
    _publish(desks, json.loads(library()["consent"]), "2")


def _publish(desks, form, version):
    form["settings"][0]["version"] = version
    source = json.dumps(form, ensure_ascii=False).encode()
    with desks.store.begin(desks.template.supervisor) as work:
        work.documents.publish({"consent": source}, desks.clock())
        work.commit(Change("forms_published"))
