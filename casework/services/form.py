"""An entry of the directory as the form that asks about it, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from casework.changes import Change
from casework.ids import new_id, new_service_code
from casework.records.entries import by_name
from casework.records.filled import Filled
from casework.referrals.sealing import is_key
from casework.services.service import Service
from casework.team.seat import NotFound
from forms.filling import fill
from forms.session import open_session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from casework.ports.stores import UnitOfWork
    from forms.model import FormModel

FORM: Final = "service"
# What every entry of the directory must say: no letter goes to nobody.
MUST_SAY: Final = ("name", "kind")
_KEY: Final = "sealing_key"
_SEVERAL: Final = "select_multiple"


def service_entry(
    work: UnitOfWork,
    service_id: str,
    model: FormModel,
    clock: Callable[[], datetime],
    externals: Mapping[str, Sequence[Mapping[str, str]]],
) -> Filled:
    """Return an entry of the directory as a filled-in form; raises NotFound."""
    service = service_with(work, service_id)
    several = {one.name for one in model.questions() if one.type == _SEVERAL}
    answers: dict[str, object] = {"name": service.name, "kind": service.kind}
    answers["active"] = "yes" if service.active else "no"
    for name, value in service.details.items():
        answers[name] = value.split() if name in several else value
    language = work.people.office().language
    session = open_session(model, None, clock, language, externals)
    fill(session, answers)
    return Filled(model, session.draft(), language)


def service_with(work: UnitOfWork, service_id: str) -> Service:
    """Return an entry of the directory by its id; raises NotFound."""
    found = work.services.these([service_id])
    if not found:
        raise NotFound("service_not_found")
    return found[0]


def missing_in(filled: Filled) -> list[str]:
    """Return what an entry must say and this form does not."""
    said = by_name(filled.model, filled.doc)
    return [name for name in MUST_SAY if not said.get(name)]


def wrong_in(filled: Filled) -> list[str]:
    """Return what this form says that cannot be: a key with a sign too many, too few or wrong."""
    key = str(by_name(filled.model, filled.doc).get(_KEY, "")).strip()
    return [_KEY] if key and not is_key(key) else []


def add_service(work: UnitOfWork, filled: Filled) -> Change:
    """Keep a new entry."""
    service = _service(filled, new_id().hex(), new_service_code())
    work.services.add(service)
    return Change("service_added", subject_id=service.id, reason=service.code)


def change_service(work: UnitOfWork, service_id: str, filled: Filled) -> Change:
    """Keep new answers about an entry; its code stays, so that forms go on naming it.

    Of another kind or by another name it is somebody else, whom nobody agreed to: the entry leaves
    the directory as it was, and a new one comes into it.
    """
    before = service_with(work, service_id)
    anew = _service(filled, before.id, before.code)
    if before.is_still(anew):
        work.services.put(anew)
        return Change("service_changed", subject_id=before.id, reason=before.code)
    work.services.put(replace(before, active=False))
    other = replace(anew, id=new_id().hex(), code=new_service_code())
    work.services.add(other)
    return Change("service_replaced", subject_id=other.id, reason=other.code)


def _service(filled: Filled, service_id: str, code: str) -> Service:
    details = by_name(filled.model, filled.doc)
    return Service(
        id=service_id,
        code=code,
        name=details.pop("name"),
        kind=details.pop("kind"),
        active=details.pop("active", "yes") == "yes",
        details={name: _joined(value) for name, value in details.items()},
    )


def _joined(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple | list) else str(value)
