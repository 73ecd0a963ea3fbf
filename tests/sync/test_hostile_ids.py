"""Who says something first under an id of somebody else's stops nobody with it, and is named."""

from __future__ import annotations

import cbor2
import pytest
from apart import summed_up
from forged import Forger
from laptops import Laptop
from taken_ids import Held, brings, is_sound
from three_hold import STANDING, WITHDRAWN, at

from casework.ids import law_id
from casework.referrals.treaty import built_in
from casework.registers.outside_request import Asked
from casework.team.worker import Role
from ledger.ops import PLACE, Kind, OpId

OTHERS = ("task", "letter", "form_instance", "casefile", "service_of_tomorrow", "consent_event")


@pytest.fixture
def held(template, tmp_path):
    made = Held.that_hold(template, tmp_path)
    yield made
    made.first.close()


def lies(held, entity, table):
    """Return what she says is there under an id: of the same table other words."""
    fields = {"code": "AAAA-AAAA", "status": "open", "opened_on": "2026-03-01"}
    if table == "consent_event":
        fields = cbor2.loads(held.made(entity)) | {"kind": "given", "seen": b""}
    return held.says((entity, table, fields if table != "task" else {}))


@pytest.mark.parametrize("table", OTHERS)
def test_a_withdrawal_counts_whatever_she_said_first_under_its_id(held, table):
    """That laptop heard of her lie before it, and nothing of whoever wrote it any more."""
    withdrawn, stick = held.withdraws()
    lie = lies(held, withdrawn, table)
    assert brings(held.third, lie).refused == {}

    came = held.third.takes(stick)
    assert held.first.post.take([lie]).refused == {}

    assert (dict(came.refused), came.early) == ({}, 0)
    for read in (lambda query: at(held.third, query), held.first.store.connection.execute):
        assert list(read(STANDING)) == [(0,)]
        assert list(read(WITHDRAWN)) == [(withdrawn,)]
    held.here.answers.record(held.code, "note", {"text": "LATER-WORD"}, "en")
    held.third.takes(held.first.writes())
    assert held.third.finds("LATER-WORD")
    assert is_sound(held.third)
    assert held.first.store.examine().faults == ()
    assert held.named(held.third) == held.named() == (held.other.name,)


def test_what_she_joined_to_it_waits(held):
    """Else the row of her lie had to stay, as others point to it."""
    withdrawn, stick = held.withdraws()
    case = {"code": "AAAA-AAAA", "status": "open", "opened_on": "2026-03-01"}
    task = {"case_id": withdrawn, "rule_id": "own", "title": "HERS", "status": "open"}
    brings(held.third, held.says((withdrawn, "casefile", case), (bytes(15) + b"t", "task", task)))

    assert held.third.takes(stick).refused == {}

    assert at(held.third, STANDING) == [(0,)]
    assert at(held.third, "select id from casefile where id = ?", withdrawn) == []
    assert is_sound(held.third)


def test_nor_does_it_count_that_she_said_to_have_replaced_it(held):
    """What comes later and is named by something here counted as past."""
    withdrawn, stick = held.withdraws()
    with held.other.store() as store:
        query = "select lane, aseq, idx from entity where id = ?"
        (row,) = store.connection.execute(query, (withdrawn,)).fetchall()
    fields = cbor2.loads(held.made(withdrawn)) | {"kind": "given", "seen": b""}
    lie = Forger(held.other, _own(held)).says(
        (Kind.CREATE, withdrawn, "consent_event", None, fields, [OpId(*row)])
    )
    brings(held.third, lie)

    held.third.takes(stick)

    assert at(held.third, STANDING) == [(0,)]
    assert is_sound(held.third)


def _own(held):
    ((stream,),) = at(held.other, "select stream from entity where type = 'casefile'")
    return stream


@pytest.mark.parametrize("table", ["task", "consent_event"])
def test_it_comes_although_she_said_that_she_made_and_erased_it(held, table):
    """An erasure of what was known as hers kept it out for good."""
    withdrawn, stick = held.withdraws()
    brings(held.third, lies(held, withdrawn, table))
    end = (Kind.ERASE, withdrawn, table, None, "her_wish")
    brings(held.third, Forger(held.other, _own(held)).says(end))

    came = held.third.takes(stick)

    assert (dict(came.refused), came.dropped) == ({}, 0)
    assert at(held.third, STANDING) == [(0,)]
    assert is_sound(held.third)


def test_whoever_gets_it_summed_up_has_the_withdrawal(held, tmp_path):
    """Both who heard of her lie and who comes new."""
    withdrawn, _stick = held.withdraws()
    lie = lies(held, withdrawn, "task")
    held.first.post.take([lie])
    brings(held.third, lie)
    new = Laptop(held.first, tmp_path / "new", "Worker 9", Role.SUPERVISOR)
    whole = summed_up(held.first.post)

    for laptop in (held.third, new):
        assert laptop.takes(whole).refused == {}
        assert at(laptop, STANDING) == [(0,)]
        assert is_sound(laptop)


def test_no_request_of_the_police_is_kept_from_anybody(held):
    """She cannot write where the register stands, and whoever wrote it not where she said it."""
    asked = held.here.requests.note(Asked(held.first.clock().date(), "police", "CANARY", "W", True))
    assert asked
    stick = held.first.writes()
    held.other.takes(stick)
    ((line,),) = at(held.other, "select id from outside_request")
    brings(held.third, held.says((line, "task", {})))

    assert held.third.takes(stick).refused == {}

    assert at(held.third, "select words from outside_request") == [("CANARY",)]
    assert is_sound(held.third)


def test_a_colleague_comes_whose_id_she_took(held, tmp_path):
    """Who works here is for whoever administers to say."""
    new = Laptop(held.first, tmp_path / "new", "Worker 9", Role.CASEWORKER)
    stick = held.first.writes()
    brings(held.third, held.says((new.user, "task", {})))

    assert held.third.takes(stick).refused == {}

    assert at(held.third, "select name from app_user where id = ?", new.user) == [("Worker 9",)]
    assert is_sound(held.third)


def test_no_id_of_an_entry_of_law_is_taken(held):
    """All know it before anybody says it: the office could not keep that law in its own words."""
    key, law = next(iter(built_in().items()))
    lie = held.says(
        (law_id(key), "service", {"name": "x", "kind": "health", "code": "s-zzz"}), where="config"
    )

    assert dict(held.first.post.take([lie]).refused) == {"incoming.once": 1}

    held.here.treaties.keep(law)
    kept = "select key from treaty"
    assert held.first.store.connection.execute(kept).fetchall() == [(key,)]


def test_what_she_made_she_says_to_be_nothing_else_later(held):
    """What counts of her own is what she said first, on every laptop."""
    case = at(held.other, "select id from casefile")[0][0]
    lie = held.says((case, "task", {"title": "x", PLACE: _own(held)}))

    for came in (held.first.post.take([lie]), brings(held.third, lie)):
        assert came.refused == {}

    assert held.code in held.third.codes()
    assert held.first.store.connection.execute("select code from casefile").fetchall()
    assert is_sound(held.third)
