"""Everything taken out: whole, documented, sealed, kept on record before, and never past a wall."""

from __future__ import annotations

import errno
import json
import os
import tracemalloc
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pyrage
import pytest

from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.files.taking import Agreed, TakingRefused, TakingWish
from casework.persons.pair import PairAnswer
from casework.team.wall import Nearness
from casework.team.worker import NotPermitted, Role, Worker
from db.answers.taking import every_sort
from db.rows.rowplan import plans
from db.vault.sheet_key import recipient_of
from desktop.bootstrap import sheet_identity
from reports import package
from reports.errors import NoRecipient, NotOpened, TooLargeForWords
from reports.package import Packer

WHY = "the office moves to another program"
# A passphrase is dear to open, on purpose: one test pays for it, and the others have a key.
KEY = pyrage.x25519.Identity.generate()
TO_US = str(KEY.to_public())


@pytest.fixture
def office(desks):
    return desks.office(desks.template.supervisor)


def opened(office, wish):
    """Return the files of a sealed export."""
    target = BytesIO()
    words = office.taking.take_out(wish, target).passphrase
    opens = pyrage.passphrase.decrypt if words else pyrage.decrypt
    with ZipFile(BytesIO(opens(target.getvalue(), words or [KEY]))) as archive:
        assert archive.namelist()[-1] == "format.json"
        return {name: archive.read(name) for name in archive.namelist()}


def things(files, sort):
    return [json.loads(line) for line in files[f"things/{sort}.jsonl"].splitlines()]


def test_everything_is_in_it_and_every_field_is_explained(desks, office):
    case = desks.visit()
    desks.agree(case)
    coming = Coming(case, Sort.OTHER)
    kept = desks.office().attachments.add(coming, BytesIO(b"CANARY-FILE")).subject_id
    files = opened(office, TakingWish(WHY, recipient=TO_US))
    assert files[f"files/{kept}"] == b"CANARY-FILE"
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
    files = opened(office, TakingWish(WHY))
    (line,) = things(files, "taking")
    assert (line["reason"], line["sealed_to"]) == (WHY, "passphrase")
    assert office.taking.all()[0].reason == WHY


def test_what_a_second_person_is_there_for_needs_her(desks, office):
    her = bytes([9] * 16).hex()
    office.people.add(her, "Data steward", Role.DATA_STEWARD, bytes(32))
    with pytest.raises(TakingRefused, match=r"^taking_second_person$"):
        office.taking.take_out(TakingWish(WHY), BytesIO())
    with pytest.raises(TakingRefused, match=r"^taking_second_person$"):
        office.taking.take_out(TakingWish(WHY, second_by=desks.template.supervisor.id), BytesIO())
    wish = TakingWish(WHY, second_by=her, recipient=TO_US)
    # That she is named says nothing: she agrees herself, and to this very wish.
    with pytest.raises(TakingRefused, match=r"^taking_second_person$"):
        office.taking.take_out(wish, BytesIO())
    with pytest.raises(TakingRefused, match=r"^taking_second_person$"):
        office.taking.agree(wish)
    steward = desks.office(Worker(her, Role.DATA_STEWARD, "Data steward"))
    agreed = steward.taking.agree(wish)
    with pytest.raises(TakingRefused, match=r"^taking_second_person$"):
        office.taking.take_out(replace(wish, recipient=""), BytesIO(), agreed)
    with pytest.raises(TypeError):
        Agreed(wish, her, agreed.change, object())
    with pytest.raises((TypeError, ValueError)):
        replace(agreed, wish=replace(wish, recipient=""))
    assert office.taking.all() == []
    office.taking.take_out(wish, BytesIO(), agreed)
    assert office.taking.all()[0].second_by == "Data steward"


def test_it_says_why_and_only_some_may(desks, office):
    with pytest.raises(TakingRefused, match=r"^taking_reason$"):
        office.taking.take_out(TakingWish("because"), BytesIO())
    with pytest.raises(NotPermitted):
        desks.office().taking.take_out(TakingWish(WHY), BytesIO())


def test_a_recipient_opens_it_and_one_that_is_none_leaves_no_trace(office):
    target = BytesIO()
    taken = office.taking.take_out(TakingWish(WHY, recipient=TO_US), target)
    assert taken.passphrase == ""
    assert pyrage.decrypt(target.getvalue(), [KEY]).startswith(b"PK")
    with pytest.raises(NoRecipient):
        office.taking.take_out(TakingWish(WHY, recipient="age1nobody"), BytesIO())
    assert len(office.taking.all()) == 1


def test_what_a_wall_keeps_from_her_is_not_in_it(desks, office):
    seen, walled = desks.visit(), desks.visit(name_used="CANARY-WALLED")
    desks.office().walls.keep_from(walled, desks.template.supervisor.id, Nearness.SAME_PERSON)
    files = opened(office, TakingWish(WHY, recipient=TO_US))
    assert [one["code"] for one in things(files, "casefile")] == [seen]
    assert not any(b"CANARY-WALLED" in data or walled.encode() in data for data in files.values())


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_wall_around_one_case_of_a_person_keeps_all_of_them_out_of_it(desks, office, which):
    seen, *hers = [desks.visit(name_used=f"CANARY-{number}") for number in range(4)]
    for part in hers[1:]:
        desks.office().likeness.say(hers[0], part, PairAnswer.SAME)
    boss = desks.template.supervisor.id
    desks.office().walls.keep_from(hers[which], boss, Nearness.RELATIVE)
    files = opened(office, TakingWish(WHY, recipient=TO_US))
    assert [one["code"] for one in things(files, "casefile")] == [seen]
    kept = [f"CANARY-{number}".encode() for number in (1, 2, 3)] + [one.encode() for one in hers]
    assert not any(one in data for data in files.values() for one in kept)
    assert any(b"CANARY-0" in data for data in files.values())


def test_it_opens_by_the_recovery_sheet_and_that_stands_on_record(desks, office):
    target, opened_again = BytesIO(), BytesIO()
    recipient = recipient_of(desks.template.unlocked().recovery_key)
    assert pyrage.x25519.Recipient.from_str(recipient)
    office.taking.take_out(TakingWish(WHY, recipient=recipient, to_sheet=True), target)
    assert office.taking.all()[0].sealed_to == "sheet"
    target.seek(0)
    Packer().opened(target, sheet_identity(desks.template.recovery_code), opened_again)
    with ZipFile(opened_again) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[-1] == "format.json"


@pytest.mark.parametrize("damage", [b"", b"no seal at all", None])
def test_a_sealed_file_that_is_damaged_or_of_another_sheet_does_not_open(office, damage):
    target = BytesIO()
    office.taking.take_out(TakingWish(WHY, recipient=TO_US), target)
    whole = target.getvalue()
    source = BytesIO(whole[: len(whole) // 2] if damage is None else damage)
    with pytest.raises(NotOpened):
        Packer().opened(source, str(KEY), BytesIO())
    with pytest.raises(NotOpened):
        Packer().opened(BytesIO(whole), str(pyrage.x25519.Identity.generate()), BytesIO())


class Full(BytesIO):
    """A medium on which nothing fits any more."""

    def write(self, _data, /):
        raise OSError(errno.ENOSPC, "full")


def test_what_went_wrong_while_it_was_sealed_is_said_as_it_was(office):
    with pytest.raises(OSError, match="full"):
        office.taking.take_out(TakingWish(WHY, recipient=TO_US), Full())
    with pytest.raises(OSError, match="full"):
        office.taking.take_out(TakingWish(WHY), Full())

    def torn():
        yield "a", iter([b"x"])
        raise LookupError

    with pytest.raises(LookupError):
        Packer().sealed_to(TO_US, torn(), BytesIO())


def test_what_is_too_large_for_words_is_refused_and_for_a_key_it_is_read_in_pieces(monkeypatch):
    monkeypatch.setattr(package, "MOST_FOR_WORDS", 1 << 20)

    def noise():
        for _ in range(64):
            yield os.urandom(1 << 20)

    with pytest.raises(TooLargeForWords):
        Packer().sealed_with("six words", [("files/1", noise())], BytesIO())
    tracemalloc.start()
    try:
        with Path(os.devnull).open("wb") as nowhere:
            Packer().sealed_to(TO_US, [("files/1", noise())], nowhere)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
