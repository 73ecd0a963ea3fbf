"""Everything taken out: whole, documented, sealed, kept on record before, and never past a wall."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pyrage
import pytest

from casework.taking import TakingRefused, TakingWish
from casework.wall import Nearness
from casework.worker import NotPermitted, Role
from db.rowplan import plans
from db.taking import every_sort
from reports.errors import NoRecipient

WHY = "the office moves to another program"
# A passphrase is dear to open, on purpose: one test pays for it, and the others have a key.
KEY = pyrage.x25519.Identity.generate()
TO_US = str(KEY.to_public())


@pytest.fixture
def office(desks):
    return desks.office(desks.template.supervisor)


def opened(taken):
    """Return the files of a sealed export."""
    words = taken.passphrase
    opens = pyrage.passphrase.decrypt if words else pyrage.decrypt
    with ZipFile(BytesIO(opens(taken.content, words or [KEY]))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def things(files, sort):
    return [json.loads(line) for line in files[f"things/{sort}.jsonl"].splitlines()]


def test_everything_is_in_it_and_every_field_is_explained(desks, office):
    case = desks.visit()
    desks.agree(case)
    files = opened(office.taking.take_out(TakingWish(WHY, recipient=TO_US)))
    told = json.loads(files.pop("format.json"))
    assert (told["format"], told["version"]) == ("alongside-export", 1)
    assert told["sha256"] == {name: sha256(data).hexdigest() for name, data in files.items()}
    assert set(told["things"]) == set(plans())
    assert case in {one["code"] for one in things(files, "casefile")}
    (visit,) = [one for one in things(files, "form_instance") if one["form_id"] == "intake"]
    assert visit["answers"]["intake.name_used"] == "CANARY-NAME"
    assert things(files, "consent_grant")
    explained = files["README.md"].decode()
    for sort in every_sort():
        for line in things(files, sort.name):
            assert set(line) == {one.name for one in sort.fields}, sort.name
        assert all(f"`{one.name}`: {one.meaning}" in explained for one in sort.fields)


def test_no_field_is_without_a_meaning():
    assert [one for sort in every_sort() for one in sort.fields if not one.meaning] == []
    assert all(sort.meaning for sort in every_sort())


def test_that_it_is_taken_out_stands_in_it(office):
    files = opened(office.taking.take_out(TakingWish(WHY)))
    (line,) = things(files, "taking")
    assert (line["reason"], line["sealed_to"]) == (WHY, "passphrase")
    assert office.taking.all()[0].reason == WHY


def test_what_a_second_person_is_there_for_needs_her(desks, office):
    her = bytes([9] * 16).hex()
    office.people.add(her, "Data steward", Role.DATA_STEWARD, bytes(32))
    with pytest.raises(TakingRefused, match=r"^taking_second_person$"):
        office.taking.take_out(TakingWish(WHY))
    with pytest.raises(TakingRefused, match=r"^taking_second_person$"):
        office.taking.take_out(TakingWish(WHY, second_by=desks.template.supervisor.id))
    office.taking.take_out(TakingWish(WHY, second_by=her, recipient=TO_US))
    assert office.taking.all()[0].second_by == "Data steward"


def test_it_says_why_and_only_some_may(desks, office):
    with pytest.raises(TakingRefused, match=r"^taking_reason$"):
        office.taking.take_out(TakingWish("because"))
    with pytest.raises(NotPermitted):
        desks.office().taking.take_out(TakingWish(WHY))


def test_a_recipient_opens_it_and_one_that_is_none_leaves_no_trace(office):
    taken = office.taking.take_out(TakingWish(WHY, recipient=TO_US))
    assert taken.passphrase == ""
    assert pyrage.decrypt(taken.content, [KEY]).startswith(b"PK")
    with pytest.raises(NoRecipient):
        office.taking.take_out(TakingWish(WHY, recipient="age1nobody"))
    assert len(office.taking.all()) == 1


def test_what_a_wall_keeps_from_her_is_not_in_it(desks, office):
    seen, walled = desks.visit(), desks.visit(name_used="CANARY-WALLED")
    desks.office().walls.keep_from(walled, desks.template.supervisor.id, Nearness.SAME_PERSON)
    files = opened(office.taking.take_out(TakingWish(WHY, recipient=TO_US)))
    assert [one["code"] for one in things(files, "casefile")] == [seen]
    assert not any(b"CANARY-WALLED" in data or walled.encode() in data for data in files.values())
