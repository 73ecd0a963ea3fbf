"""The register of what was published never gets older, or nothing is published any more."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from figured import VIEWER, when_over
from make import Desks
from returning import bring, opened

from casework.figures.desk import LEAST
from casework.figures.errors import FiguresRefused
from casework.figures.outside import understood as outside
from casework.figures.released import register
from casework.protect.errors import NotProtected
from casework.protect.printed import Mark
from casework.tasks.task import TaskKind
from casework.team.seat import NotFound
from casework.team.worker import Role, Worker
from db.media.told_beside import read_told
from db.vault.engine import list_key_of
from desktop import bootstrap


@pytest.fixture
def desks(year, tmp_path):
    with when_over(year, tmp_path / "home") as desks:
        yield desks


def two(desks, workbook=None):
    """Return what a supervisor and a second person see of a workbook."""
    if workbook is None:
        return desks.office(desks.template.supervisor), desks.office(VIEWER)
    store = workbook._store
    return workbook.office, bootstrap.office_on(store, VIEWER, desks.clock)


def published(desks, workbook=None, plan="month"):
    first, second = two(desks, workbook)
    wanted = first.figures.propose(plan, desks.month)
    release = second.figures.agree(wanted.subject_id).release
    desks.clock.pass_days(1)
    return release, first.published.receipt(release.wanted.id).code


def test_what_waits_for_a_second_person_is_for_today_of_whoever_else_may_agree(desks) -> None:
    other = Worker("0b" * 16, Role.SUPERVISOR, "Supervisor 2")
    first, second = two(desks)
    wanted = first.figures.propose("month", desks.month).subject_id

    def told(worker):
        view = desks.office(worker).tasks.today()
        return [one.id for one in view.today if one.kind is TaskKind.FIGURES_AGREE]

    assert told(other) == [f"figures_agree.{wanted}"]
    assert told(desks.template.supervisor) == told(desks.template.caseworker) == []
    second.figures.agree(wanted)
    assert told(other) == []


def enters(desks, found, workbook=None, receipt=""):
    first, second = two(desks, workbook)
    first.published.ask_to_enter(found, receipt)
    return second.published.enter(found, receipt)


@contextmanager
def refusing(code):
    with pytest.raises(FiguresRefused) as refused:
        yield
    assert refused.value.code == code


def preview(desks, workbook):
    return workbook.office.figures.preview("month", desks.month)


@pytest.mark.usefixtures("cheap_keys")
def test_a_backup_that_comes_back_publishes_nothing_until_its_register_is_whole(desks, tmp_path):
    """The stick was elsewhere when the second figures were published: only the receipt knows."""
    _first, old = published(desks)
    folder = tmp_path / "stick"
    folder.mkdir()
    desks.workbook.back_up(folder / "one.backup")
    shut = folder.rename(tmp_path / "away")
    _second, new = published(desks)
    shut.rename(folder)
    assert len(read_told(_key(desks), [folder])) == 1
    bring(desks, folder)
    with opened(desks, folder) as workbook:
        with refusing("register_unsure"):
            preview(desks, workbook)
        with refusing("register_lacks"):
            workbook.office.published.newest(new)
        for typed in ("", "none", "2", old[:-1], "99999999-AAAA-BBBB", old[:-1] + "!"):
            with pytest.raises(FiguresRefused):
                workbook.office.published.newest(typed)
        assert workbook.office.published.newest(old.lower()).reason == old
        preview(desks, workbook)


@pytest.mark.usefixtures("cheap_keys")
def test_what_was_published_since_a_backup_comes_back_from_the_list_beside_it(desks, tmp_path):
    desks.workbook.back_up(tmp_path / "one.backup")
    release, receipt = published(desks)
    bring(desks, tmp_path)
    with opened(desks, tmp_path) as workbook:
        for typed in ("none", "1-0000-0000"):
            with pytest.raises(FiguresRefused):
                workbook.office.published.newest(typed)
        with refusing("register_unsure"):
            workbook.office.figures.propose("month", desks.month)
        workbook.office.published.newest(receipt)
        assert workbook.office.figures.register() == [release]
        again, _receipt = published(desks, workbook)
        assert again.cells == ()


@pytest.mark.usefixtures("cheap_keys")
def test_where_nothing_was_ever_published_a_backup_says_so(desks, tmp_path):
    desks.workbook.back_up(tmp_path / "one.backup")
    bring(desks, tmp_path)
    with opened(desks, tmp_path) as workbook:
        with refusing("register_unsure"):
            preview(desks, workbook)
        assert workbook.office.published.newest("none").reason == "none"
        preview(desks, workbook)
    assert read_told(_key(desks), [tmp_path]) == {}


def test_an_older_store_that_was_put_back_is_known_by_the_list_beside_it(desks):
    published(desks)
    desks.store.connection.execute("pragma wal_checkpoint(truncate)").fetchall()
    old = (desks.home / "workbook.db").read_bytes()
    _release, receipt = published(desks)
    desks.close()
    (desks.home / "workbook.db").write_bytes(old)
    again = Desks(desks.template, desks.home, desks.clock)
    try:
        with refusing("register_older"):
            again.office(again.template.supervisor).figures.preview("month", desks.month)
        again.office(again.template.supervisor).published.newest(receipt)
        assert len(again.office(again.template.supervisor).figures.register()) == 2
    finally:
        again.close()


def test_a_release_that_is_gone_from_the_register_is_missed_by_the_log(desks):
    published(desks)
    for path in desks.home.glob("*.told"):
        path.unlink()
    desks.store.connection.execute("delete from figure_release")
    with refusing("register_older"):
        desks.office(desks.template.supervisor).figures.preview("month", desks.month)
    with refusing("receipt_older"):
        desks.office(desks.template.supervisor).published.newest("none")


def test_a_receipt_counts_what_was_published_and_is_for_one_of_them(desks):
    release, code = published(desks)
    receipt = desks.office(desks.template.supervisor).published.receipt(release.wanted.id)
    assert receipt.release.digest == release.digest
    assert code.startswith("1-")
    assert published(desks)[1].startswith("2-")
    with pytest.raises(NotFound):
        desks.office(desks.template.supervisor).published.receipt("00" * 16)


def test_nobody_without_the_key_reads_or_writes_what_lies_beside(desks):
    published(desks)
    (path,) = desks.home.glob("*.told")
    data = path.read_bytes()
    assert len(read_told(_key(desks), [desks.home])) == 1
    for spoiled in (data[:-1], data[:9] + b"x" + data[10:], b"", b"ALNGTOLD\x02" + data[9:]):
        path.write_bytes(spoiled)
        assert read_told(_key(desks), [desks.home]) == {}
    path.write_bytes(data)
    assert read_told(bytes(32), [desks.home]) == {}


def _key(desks):
    return list_key_of(desks.store.connection)


def others(cells, **dimensions):
    """Return what somebody else published of the month, by area."""
    known = {
        "month": {"atoms": ["2026-03"], "codes": {}, "total": "ALL"},
        "area": {
            "atoms": ["north_towns", "north_border", "south_towns"],
            "codes": {"N": ["north_towns", "north_border"]},
            "total": "ALL",
        },
    }
    table = {"id": "t", "unit": "person", "dims": ["month", "area"], "cells": cells}
    return {
        "format": "published-tables/1",
        "dimensions": known | dimensions,
        "marks": {"few": [1, 4]},
        "releases": [{"id": "x", "population": "p", "tables": [table]}],
    }


def test_what_others_published_is_known_to_every_later_proof(desks):
    """They counted 26 where 25 agreed, and four in the north: our total may not say more."""
    assert desks.month == "2026-03"
    told = others([[["2026-03", "ALL"], 26], [["2026-03", "N"], {"lo": 0, "hi": 30}]])
    office = desks.office(desks.template.supervisor)
    done = enters(desks, told)
    assert (done.releases, done.cells, done.given_up) == (1, 2, 0)
    with refusing("outside_twice"):
        office.published.ask_to_enter(told)
    release, receipt = published(desks)
    assert receipt.startswith("2-")
    total = {one.name.key: one.printed for one in release.cells}[(("month", "2026-03"),)]
    assert total.lo <= 25 <= total.hi
    found = register(office.figures.register())
    attacker = Attacker(understood(found))
    assert attacker.consistent()
    assert not [one for one in attacker.hidden() if one.masked and one.narrowed]


def test_a_mark_that_others_betray_is_given_up_and_all_others_hold(desks):
    release, _receipt = published(desks)
    office = desks.office(desks.template.supervisor)
    marked = {one.name.key for one in release.cells if one.printed == Mark(LEAST)}
    assert (("area", "region.north"), ("month", "2026-03")) in marked
    wide = {"atoms": ["region.north"], "codes": {}, "total": "ALL"}
    done = enters(desks, others([[["2026-03", "region.north"], 3]], area=wide))
    assert done.given_up >= 1
    published(desks, plan="month")
    with pytest.raises(NotProtected) as refused:
        office.published.ask_to_enter(others([[["2026-03", "ALL"], 400]]))
    assert refused.value.code == "outside"


BROKEN = {
    "outside_format": {"format": "csv"},
    "outside_shape": {"releases": [{"tables": 3}]},
    "outside_empty": {"releases": []},
    "outside_dimension": {"dimensions": {"shoe": {"atoms": []}}},
    "outside_code": {"dimensions": {"area": {"atoms": ["elsewhere"]}}},
}
CELLS = {
    "outside_period": [["ALL", "N"], 3],
    "outside_code": [["2026-03", "M"], 3],
    "outside_number": [["2026-03", "N"], "many"],
    "outside_shape": [["2026-03"], 3],
}


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_a_file_that_is_not_understood_is_refused_for_what_it_lacks(code):
    with refusing(code):
        outside(others([[["2026-03", "N"], 3]]) | BROKEN[code])


@pytest.mark.parametrize("code", sorted(CELLS))
@pytest.mark.parametrize("place", [0, 1])
def test_a_cell_that_is_not_understood_is_named_by_its_place(code, place):
    good = [["2026-03", "N"], 3]
    with pytest.raises(FiguresRefused) as refused:
        outside(others([good] * place + [CELLS[code]]))
    assert refused.value.code == code
    assert refused.value.facts["place"] == f"releases[0].tables[0].cells[{place}]"


@pytest.mark.parametrize("printed", [-1, True, 2.5, None, [], {"lo": 4, "hi": 3}, {"value": "5"}])
def test_what_is_no_count_is_not_taken_for_one(printed):
    with refusing("outside_number"):
        outside(others([[["2026-03", "N"], printed]]))


@pytest.mark.usefixtures("cheap_keys")
def test_a_register_that_was_written_brings_back_what_a_backup_lacks(desks, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    desks.workbook.back_up(folder / "one.backup")
    away = folder.rename(tmp_path / "away")
    _release, receipt = published(desks)
    written = register(desks.office(desks.template.supervisor).figures.register())
    kept = desks.office(desks.template.supervisor).figures.register()
    away.rename(folder)
    bring(desks, folder)
    with opened(desks, folder) as workbook:
        here = workbook.office.published
        changed = json.loads(json.dumps(written).replace('"<10"', '"<5"'))
        with refusing("outside_changed"):
            here.ask_to_enter(changed)
        whole = json.loads(json.dumps(written))
        assert enters(desks, whole, workbook, receipt).releases == 1
        assert here.newest(receipt).reason == receipt
        assert [one.digest for one in workbook.office.figures.register()] == [kept[0].digest]
