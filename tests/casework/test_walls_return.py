"""A wall that was put up after a backup stands again when that backup comes back."""

from __future__ import annotations

import pytest
from returning import bring, office, opened
from wall import outcome, words_in

from casework.keeping import after_return
from casework.team.seat import NotFound
from casework.team.wall import Nearness, WallRefused
from casework.team.walls import service_for
from casework.team.worker import Role, Worker

CLINIC = "Example Clinic A"


pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def case(desks, tmp_path):
    """A case, and a backup from before anybody was kept from it."""
    case = desks.visit()
    desks.workbook.back_up(tmp_path / "one.backup")
    return case


def learns(desks, workbook, worker, case):
    """Return whether somebody finds or opens a case."""
    hers = office(desks, workbook, worker)
    seen = outcome(lambda: hers.overview.of(case))
    listed = case in set(words_in(hers.cases.all()))
    return listed or not isinstance(seen, NotFound)


def test_who_was_walled_off_since_learns_nothing_though_she_opens_it_first(
    desks, case, tmp_path
) -> None:
    other = desks.visit()
    desks.workbook.back_up(tmp_path / "one.backup")
    boss, hers = desks.template.supervisor, desks.template.caseworker
    desks.office().walls.keep_from(case, boss.id, Nearness.RELATIVE)
    (line,) = desks.office().walls.of(case)
    bring(desks, tmp_path)
    with opened(desks, tmp_path) as workbook:
        assert workbook.notices == []
        assert not learns(desks, workbook, boss, case)
        assert learns(desks, workbook, boss, other)
        assert learns(desks, workbook, hers, case)
        (again,) = office(desks, workbook, hers).walls.of(case)
        assert (again.id, again.kind, again.since) == (line.id, line.kind, line.since)
        assert workbook.check().faults == ()
    with opened(desks, tmp_path) as workbook:
        assert len(office(desks, workbook, hers).walls.of(case)) == 1


def test_a_service_that_must_not_hear_of_it_is_kept_out_again(desks, case, tmp_path) -> None:
    desks.office().walls.keep_service_from(case, CLINIC, Nearness.SAME_UNIT)
    bring(desks, tmp_path)
    with opened(desks, tmp_path) as workbook:
        hers = office(desks, workbook, desks.template.caseworker)
        (line,) = hers.walls.of(case)
        assert (line.name, line.is_service) == (CLINIC, True)
        with workbook._store.begin(desks.template.caseworker) as work:
            (seen,) = work.cases.find(case, 9)
            with pytest.raises(WallRefused, match=r"^service_in_conflict$"):
                service_for(work, seen, CLINIC)


def test_a_wall_taken_away_since_does_not_come_back(desks, case, tmp_path) -> None:
    walls, boss = desks.office().walls, desks.template.supervisor
    link = walls.keep_from(case, boss.id, Nearness.HER_WISH).subject_id
    (at,) = tmp_path.glob("*.gone")
    older = at.read_bytes()
    walls.lift(case, link)
    # Beside the backup lies a list of before; the newer one is in the folder of the workbook.
    at.write_bytes(older)
    bring(desks, tmp_path, beside=(desks.home,))
    with opened(desks, tmp_path) as workbook:
        assert learns(desks, workbook, boss, case)


def test_a_backup_that_knows_of_it_is_believed(desks, case, tmp_path) -> None:
    walls, boss = desks.office().walls, desks.template.supervisor
    link = walls.keep_from(case, boss.id, Nearness.HER_WISH).subject_id
    (at,) = tmp_path.glob("*.gone")
    older = at.read_bytes()
    walls.lift(case, link)
    desks.workbook.back_up(tmp_path / "one.backup")
    at.write_bytes(older)
    bring(desks, tmp_path)
    with opened(desks, tmp_path) as workbook:
        assert learns(desks, workbook, boss, case)


def test_who_came_after_the_backup_needs_no_wall(desks, case, tmp_path) -> None:
    boss = desks.office(desks.template.supervisor)
    boss.people.add("0b" * 16, "Caseworker 11", Role.CASEWORKER, bytes(32))
    desks.office().walls.keep_from(case, "0b" * 16, Nearness.SAME_UNIT)
    bring(desks, tmp_path)
    with opened(desks, tmp_path) as workbook:
        assert list(office(desks, workbook, desks.template.caseworker).walls.of(case)) == []
        assert not learns(desks, workbook, Worker("0b" * 16, Role.CASEWORKER), case)


def test_a_cut_in_the_middle_loses_no_wall(desks, case, tmp_path, monkeypatch) -> None:
    boss = desks.template.supervisor
    desks.office().walls.keep_from(case, boss.id, Nearness.RELATIVE)
    desks.office().walls.keep_service_from(case, CLINIC, Nearness.RELATIVE)
    bring(desks, tmp_path)
    done = after_return.Change

    def cut(*_said):
        monkeypatch.setattr(after_return, "Change", done)
        raise KeyboardInterrupt

    monkeypatch.setattr(after_return, "Change", cut)
    with pytest.raises(KeyboardInterrupt), opened(desks, tmp_path):
        pass
    with opened(desks, tmp_path) as workbook:
        assert not learns(desks, workbook, boss, case)
        assert len(office(desks, workbook, desks.template.caseworker).walls.of(case)) == 2
