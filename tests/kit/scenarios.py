"""Small forms to answer, written where they are tested."""

from __future__ import annotations

from datetime import UTC, datetime

from random_forms import xform

from forms.loading import load_form
from forms.session import open_session


def clock():
    return datetime(2026, 3, 1, 12, tzinfo=UTC)


def opened(instance, binds="", body="", more="", **options):
    model = load_form(xform(instance, binds, body, more))
    doc, language = options.get("doc"), options.get("language", "")
    return open_session(model, doc, options.get("clock", clock), language)


def ask(path, inside=""):
    return f'<input ref="{path}"><label>Q</label>{inside}</input>'


def value(session, ref):
    return session.state(ref).value


ROOM = "<room><size/><at/></room><all/>"
ROOM_BINDS = (
    '<bind nodeset="/data/room/size" type="int"/>'
    '<bind nodeset="/data/room/at" calculate="position(..)"/>'
    '<bind nodeset="/data/all" type="int" calculate="sum(/data/room/size)"/>'
)
ROOM_BODY = (
    f'<group ref="/data/room"><repeat nodeset="/data/room">{ask("/data/room/size")}'
    "</repeat></group>"
)
