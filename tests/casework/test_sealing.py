"""A letter sealed to the key of its service: only that key opens it, and the register says so."""

from __future__ import annotations

import io
import sys

import pikepdf
import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import page_texts

from casework.answers.recording import AnswersRefused
from casework.referrals.issuing import Companion
from casework.referrals.letters import Order
from casework.referrals.sealing import SealRefused, is_key
from casework.tasks.task import TaskKind
from forms.filling import fill
from forms.session import open_session
from reports.errors import SealingMissing

IDENTITY = pyrage.x25519.Identity.generate()
KEY = str(IDENTITY.to_public())
SIGNS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
HOUSE = {"name": "Example House", "kind": "health"}


@pytest.fixture
def office(desks):
    return desks.office()


@pytest.fixture
def case(desks, keyed):
    """Give a case that agreed to a service with a key."""
    assert keyed in desks.services().values()
    made = desks.visit()
    desks.agree(made, HOUSE["name"])
    return made


@pytest.fixture
def keyed(office):
    """Give the code of a service with a key in the directory."""
    return office.answers.record(None, "service", HOUSE | {"sealing_key": KEY}, "en").reason


def opened(sealed: bytes) -> bytes:
    return pyrage.decrypt(sealed, [IDENTITY])


def test_the_public_half_of_any_key_is_one():
    for _key in range(100):
        assert is_key(str(pyrage.x25519.Identity.generate().to_public()))


@given(st.integers(4, len(KEY) - 1), st.sampled_from(SIGNS))
def test_a_key_with_one_wrong_sign_is_none(at, sign):
    wrong = KEY[:at] + sign + KEY[at + 1 :]
    assert is_key(wrong) is (wrong == KEY)


@pytest.mark.parametrize(
    "wrong",
    ["", "age1", KEY[:-1], KEY + "q", KEY.upper(), str(IDENTITY), "ageé"],
    ids=["nothing", "begun", "short", "long", "shouted", "secret", "other letters"],
)
def test_what_only_looks_like_a_key_is_none(wrong):
    assert not is_key(wrong)


def test_a_wrong_key_is_refused_where_it_is_entered(desks, office, keyed):
    wrong = KEY[:-1] + next(sign for sign in SIGNS if sign != KEY[-1])
    for said in (wrong, KEY[:-2], str(IDENTITY)):
        with pytest.raises(AnswersRefused) as refused:
            office.answers.record(None, "service", HOUSE | {"sealing_key": said}, "en")
        assert [one.question for one in refused.value.problems] == ["sealing_key"]
        assert said not in repr(refused.value)
    entry = office.services.page(keyed).service
    sheet = office.filling.amend("", entry.id)
    session = open_session(sheet.model, sheet.doc, desks.clock, "en", sheet.externals)
    fill(session, {"sealing_key": wrong})
    with pytest.raises(AnswersRefused):
        office.filling.finish(sheet, session.finish())
    assert office.services.page(keyed).service.key == KEY


def test_a_sealed_letter_opens_with_the_key_of_its_service_alone(office, case, keyed):
    issued = office.letters.issue(Order(case, keyed, seal=True, protect=True))
    assert issued.sealed
    assert issued.passphrase is None
    assert issued.pdf.startswith(b"age-encryption.org/v1\n-> X25519 ")
    assert b"%PDF" not in issued.pdf
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(issued.pdf, [pyrage.x25519.Identity.generate()])
    letter = opened(issued.pdf)
    assert "CANARY-NAME" in "\n".join(page_texts(letter)).replace("\u00a0", " ")
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        assert "/Info" not in pdf.trailer
        title = bytes(pdf.Root.Metadata.read_bytes())
    assert b'<rdf:li xml:lang="x-default">Letter</rdf:li>' in title
    for told in (b"CANARY", case.encode(), issued.number.encode(), HOUSE["name"].encode()):
        assert told not in issued.pdf


def test_what_goes_with_it_is_sealed_too_and_her_own_copy_is_not_for_them(office, case, keyed):
    both = (Companion.COVER, Companion.REPLY)
    issued = office.letters.issue(Order(case, keyed, seal=True, beside=both))
    assert sorted(issued.beside) == sorted(both)
    assert all(opened(paper).startswith(b"%PDF") for paper in issued.beside.values())
    before = office.letters.register()
    with pytest.raises(SealRefused, match="seal_own_copy"):
        office.letters.issue(Order(case, keyed, seal=True, beside=(Companion.OWN_COPY,)))
    assert office.letters.register() == before


def test_the_register_and_the_log_say_that_it_was_sealed(desks, office, case, keyed):
    plain, sealed = (office.letters.issue(Order(case, keyed, seal=seal)) for seal in (False, True))
    lines = {one.number: one for one in office.letters.register()}
    assert (lines[sealed.number].sealed, lines[sealed.number].protected) == (True, False)
    assert (lines[plain.number].sealed, lines[plain.number].protected) == (False, False)
    asked = (
        "select l.number from audit_entry as a join letter as l on l.id = unhex(a.reason)"
        " where a.action = 'letter_sealed'"
    )
    assert desks.store.connection.execute(asked).fetchall() == [(sealed.number,)]
    tasks = desks.store.connection.execute("select kind from task").fetchall()
    assert TaskKind.REPLY.value in {kind for (kind,) in tasks}
    assert TaskKind.TELL_WORDS.value not in {kind for (kind,) in tasks}


def test_without_a_key_nothing_is_sealed_and_nothing_is_registered(desks, office):
    case = desks.visit()
    desks.agree(case)
    with pytest.raises(SealRefused, match="seal_no_key") as refused:
        office.letters.issue(Order(case, "Example Clinic A", seal=True))
    assert refused.value.facts == {"service": "Example Clinic A"}
    assert office.letters.register() == []


def test_a_key_that_was_spoilt_since_is_found_out_before_anything_goes(desks, office, case, keyed):
    with desks.store.begin(desks.template.caseworker) as work:
        entry = next(one for one in work.services.everyone() if one.code == keyed)
        entry.details["sealing_key"] = KEY[:-1]
        work.services.put(entry)
        work.save()
    with pytest.raises(SealRefused, match="seal_key_wrong"):
        office.letters.issue(Order(case, keyed, seal=True))
    assert office.letters.register() == []


def test_where_nothing_can_seal_it_is_said_and_all_else_goes_on(office, case, keyed, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(SealingMissing):
        office.letters.issue(Order(case, keyed, seal=True))
    assert office.letters.register() == []
    assert office.letters.issue(Order(case, keyed, protect=True)).passphrase


def test_who_may_be_sent_a_sealed_letter_is_known_beforehand(office, case, keyed):
    choices = office.letters.choices(case)
    assert [one.code for one in choices.addressees if one.has_key] == [keyed]
