"""An office that does whatever changes anything at any desk."""

from __future__ import annotations

from contextlib import suppress

from desks_tried import ASKED, CHANGING, methods_of
from known_case import Known

from casework.team.worker import Role, Worker

# Whoever may do most comes first.
_ASKS = (Role.CASEWORKER, Role.SUPERVISOR, Role.DATA_STEWARD, Role.VIEWER)
CHANNEL = {"channel": "email", "channel_value": "CANARY-MAIL", "channel_safe": "yes"}


def do_everything(desks, but=()):
    """Let an office do whatever changes anything at any desk, each in a case of its own.

    Return what was not refused by `but` some.
    """
    done = set()
    template = desks.template
    known = {Role.CASEWORKER: template.caseworker, Role.SUPERVISOR: template.supervisor}
    for name in sorted(CHANGING - {"published.newest"}):
        with suppress(*but):
            _do(desks, known, name)
            done.add(name)
    return done


def _do(desks, known, name):
    case = Known(desks.visit(channels=[CHANNEL]), desks)
    desks.agree(case)
    desks.step_in(case)
    arguments, allowed = ASKED[name]
    case.role = next(role for role in _ASKS if role in allowed)
    worker = known.get(case.role) or Worker("09" * 16, case.role, "Worker 9")
    given = arguments(case)
    methods_of(desks.office(worker))[name](*given)
