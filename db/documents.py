"""Forms and filled-in forms in SQL: the document, its operations, and what is derived from it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from sqlalchemy import select

from casework.casefile import case_file
from casework.entries import entries_of
from db.moments import stored
from db.projections import project
from db.tables import FormInstanceRow, FormVersionRow
from forms.answers import facts, search_text
from forms.model import FormModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casework.case import CaseSummary
    from casework.casefile import CaseFile, Entry
    from casework.people import Worker
    from db.journal import Journal
    from db.shelf import Shelf
    from forms.answers import FormDoc

EPISODE = "episode"
