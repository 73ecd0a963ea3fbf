"""Who left does not come in: her keys are gone, and the store does not know her any more."""

from __future__ import annotations

import pytest
from make import WORDS, Clock, Desks

from casework.team.worker import NotPermitted, Role
from desktop.bootstrap import StoreRefused, open_workbook

HERS = "six other plain words for a test"


def test_keys_go_with_whoever_leaves(template, tmp_path) -> None:
    desks = Desks(template, tmp_path / "home", Clock())
    newcomer = desks.workbook.add_person("EX-WORKER", Role.CASEWORKER, HERS)
    desks.close()
    signed_in = open_workbook(tmp_path / "home", "EX-WORKER", HERS, Clock())
    with pytest.raises(NotPermitted, match=r"^people$"):
        signed_in.let_go(newcomer.id)
    with pytest.raises(NotPermitted, match=r"^team$"):
        signed_in.log_holds()
    signed_in.close()
    supervisor = open_workbook(tmp_path / "home", "Supervisor 1", WORDS, Clock())
    seen = {one.name: one.last_seen for one in supervisor.office.people.members()}
    assert seen["EX-WORKER"] is not None
    assert seen["Caseworker 1"] is None
    supervisor.let_go(newcomer.id)
    lines, bad = supervisor.log_holds()
    assert lines > 0
    assert bad is None
    supervisor.close()
    with pytest.raises(StoreRefused, match=r"^wrong_passphrase$"):
        open_workbook(tmp_path / "home", "EX-WORKER", HERS, Clock())


def test_whoever_is_known_to_have_left_is_refused_even_with_keys(template, tmp_path) -> None:
    desks = Desks(template, tmp_path / "home", Clock())
    newcomer = desks.workbook.add_person("EX-WORKER", Role.CASEWORKER, HERS)
    # As after a death of the program between store and keys.
    desks.office(template.supervisor).people.left(newcomer.id)
    desks.close()
    with pytest.raises(StoreRefused, match=r"^nobody$"):
        open_workbook(tmp_path / "home", "EX-WORKER", HERS, Clock())
