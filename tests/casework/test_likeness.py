"""Somebody who is known already is found by whoever may know it, and by nobody else."""

from __future__ import annotations

from datetime import date

import pytest
from make import VISIT
from wall import words_in

from casework.persons.likeness import alike
from casework.persons.pair import PairAnswer, PairRefused
from casework.persons.traits import Traits, as_name, bone, keys_of, sought, traits_of
from casework.team.seat import NotFound
from casework.team.wall import Nearness
from forms.document import FormDoc

DAY = date(2026, 3, 10)
ONE = {"name_used": "EX-Fatima Example", "birth_year": 2001, "phone": "+000 55 7654321"}
SPELLINGS = (
    ("Fatima", "Fatmah"),
    ("Mohammed", "Muhammad"),
    ("Khadija", "Kadija"),
    ("فاطمة", "فاطمه"),
    ("نهلة", "نهلا"),
    ("हिन्दी", "हिंदी"),
    ("ሰላም", "ሠላም"),
    ("José", "Jose"),
)


def said(**answers):
    fields = {"name_used": "person", "legal_name": "person", "birth_date": "person"}
    return {f"{fields.get(name, 'contact')}.{name}": value for name, value in answers.items()}


def known(**answers):
    return traits_of(said(**answers), DAY)


def typed(desks, worker=None, **answers):
    """Return a first visit as it is being typed in."""
    filling = desks.office(worker).filling
    values = {f"intake.{name}": value for name, value in answers.items()}
    return filling.open(None, "intake"), FormDoc("intake", "1", values)


def before(desks, worker=None, **answers):
    return desks.office(worker).likeness.before(*typed(desks, worker, **answers))


def lines(desks, act):
    asked = "select reason from audit_entry where action = ?"
    return [reason for (reason,) in desks.store.connection.execute(asked, (act,))]


@pytest.mark.parametrize("pair", SPELLINGS)
def test_spellings_of_a_name_share_a_key_and_its_words_any_order(pair) -> None:
    """In every script we write in."""
    one, other = (known(name_used=f"{name} Example", birth_date="2001") for name in pair)
    assert sought(one) & keys_of(other)
    assert alike(one, other)
    assert as_name(f"{pair[0]} Example") == as_name(f"Example {pair[0]}")


def test_a_number_is_the_same_however_it_is_dialled_and_in_other_digits() -> None:
    """What is dialled before it changes with the place one calls from."""
    one, other = known(phone="+000 55 7654321"), known(phone="055-٧٦٥٤٣٢١")
    assert one.phones == other.phones
    assert alike(one, other)
    assert not known(phone="112").phones


@pytest.mark.parametrize(
    ("one", "other", "meant"),
    [
        ({"name_used": "Nahla"}, {"name_used": "nahla"}, True),
        ({"name_used": "Nahla"}, {"name_used": "Nahlah"}, False),
        (
            {"name_used": "Nahla", "birth_date": "2001"},
            {"name_used": "Nahlah", "birth_date": "2001-05"},
            True,
        ),
        (
            {"name_used": "Nahla", "birth_date": "2001"},
            {"name_used": "Nahla", "birth_date": "1980"},
            False,
        ),
        ({"name_used": "Nahla Example"}, {"name_used": "Nahlah Example"}, True),
        (
            {"name_used": "Nahla Example", "birth_date": "2001"},
            {"name_used": "Nahla", "birth_date": "2002-02-02"},
            True,
        ),
        ({"birth_date": "2001"}, {"birth_date": "2001"}, False),
        (
            {"name_used": "Nahla", "phone": "+000 55 7654321"},
            {"name_used": "Other", "phone": "0557654321"},
            True,
        ),
        (
            {"birth_date": "2001", "phone": "+000 55 7654321"},
            {"birth_date": "1960", "phone": "0557654321"},
            False,
        ),
        ({}, {}, False),
    ],
)
def test_two_may_be_one_by_number_or_by_name_unless_their_births_are_apart(
    one, other, meant
) -> None:
    """Nothing is weighed: yes or no, the same both ways round."""
    assert alike(known(**one), known(**other)) is meant
    assert alike(known(**other), known(**one)) is meant


def test_letters_that_spellings_differ_in_are_left_out_of_a_key() -> None:
    """The first letter stays, and digits that repeat."""
    assert [bone(word) for word in ("aisha", "mohammed", "1001", "")] == ["as", "mmd", "1001", ""]


def test_who_begins_a_case_is_told_of_one_that_is_there_and_it_is_on_record_first(desks) -> None:
    """By another spelling, and only when there is something to say."""
    case = desks.visit(**ONE)
    assert before(desks, name_used="ex-fatmah example", birth_year=2001) == [case]
    ids = {one.code: one.id for one in desks.office().cases.all()}
    assert lines(desks, "likeness_shown") == [ids[case]]
    assert before(desks, name_used="Somebody Else") == []
    assert before(desks, phone="055 7654321") == [case]
    assert lines(desks, "likeness_shown") == [ids[case], ids[case]]


def test_no_more_than_three_are_named_and_not_the_case_one_is_in(desks) -> None:
    """More would be a list of strangers."""
    desks.visit(**ONE)
    filling = desks.office().filling
    sheet, doc = typed(desks, name_used=ONE["name_used"])
    kept = filling.keep(sheet, doc)
    for _ in range(4):
        desks.visit(**ONE)
    found = desks.office().likeness.before(kept, doc)
    assert len(found) == 3
    assert kept.case_code not in found


def test_what_somebody_said_of_two_cases_is_not_asked_again_until_they_are_apart(desks) -> None:
    """Different people, and not sure, are answers."""
    case, other = desks.visit(**ONE), desks.visit(**ONE)
    desk = desks.office().likeness
    assert [(one.one, one.other) for one in desk.pairs()] == [tuple(sorted((case, other)))]
    for answer in (PairAnswer.DIFFERENT, PairAnswer.UNSURE):
        desk.say(case, other, answer)
        assert desk.pairs() == []
        desk.say(other, case, PairAnswer.APART)
        assert len(desk.pairs()) == 1
    rows = desks.store.connection.execute("select count(*) from case_pair").fetchall()
    assert rows == [(1,)]
    with pytest.raises(PairRefused):
        desk.say(case, case, PairAnswer.UNSURE)


def test_a_case_says_which_others_may_be_of_its_person_until_somebody_says_what_they_are(
    desks,
) -> None:
    """Not to whom it is masked, nor of cases that she does not read; and it is on record."""
    case, other, stranger = (
        desks.visit(**ONE),
        desks.visit(**ONE),
        desks.visit(name_used="EX-Z", phone=""),
    )
    desk, template = desks.office().likeness, desks.template
    assert (desk.of(case), desk.of(other), desk.of(stranger)) == ([other], [case], [])
    assert len(lines(desks, "likeness_shown")) == 2
    with pytest.raises(NotFound):
        desks.office(template.supervisor).likeness.of(case)
    desks.office().caseload.share(case, template.colleague.id)
    assert desks.office(template.colleague).likeness.of(case) == []
    assert len(lines(desks, "likeness_shown")) == 2
    desk.say(case, other, PairAnswer.UNSURE)
    assert desk.of(case) == []
    desk.say(case, other, PairAnswer.APART)
    assert desk.of(case) == [other]


def test_looking_for_duplicates_never_shows_the_content_of_others(desks) -> None:
    """A colleague's case is not there; a supervisor gets codes, and nothing of what they say."""
    case, other = desks.visit(**ONE), desks.visit(**ONE)
    template = desks.template
    assert before(desks, template.colleague, **ONE) == []
    assert before(desks, template.supervisor, **ONE) == []
    assert desks.office(template.colleague).likeness.pairs() == []
    (pair,) = desks.office(template.supervisor).likeness.pairs()
    assert (pair.one, pair.other, pair.masked) == (*sorted((case, other)), True)
    assert not any("fatima" in word.casefold() for word in words_in(pair))
    with pytest.raises(NotFound):
        desks.office(template.supervisor).likeness.say(case, other, PairAnswer.UNSURE)


def test_who_is_behind_the_wall_is_not_told_that_somebody_is_known(desks) -> None:
    """Neither when a case is begun nor in the list."""
    case, _other = desks.visit(**ONE), desks.visit(**ONE)
    template = desks.template
    desks.office().walls.keep_from(case, template.supervisor.id, Nearness.SAME_PERSON)
    assert desks.office(template.supervisor).likeness.pairs() == []
    desks.office(template.supervisor)
    desks.office().caseload.share(case, template.colleague.id)
    assert before(desks, template.colleague, **ONE) == [case]
    desks.office().walls.keep_from(case, template.colleague.id, Nearness.RELATIVE)
    assert before(desks, template.colleague, **ONE) == []


def test_who_took_a_name_back_is_not_known_by_it(desks) -> None:
    """A form that is changed takes its traits along."""
    case = desks.visit(**ONE)
    filling = desks.office().filling
    sheet = filling.amend(case, filling.entries(case, "intake")[0].id)
    values = dict(sheet.doc.values) | {"intake.name_used": "EX-Other", "intake.phone": ""}
    filling.finish(sheet, FormDoc("intake", sheet.doc.version, values))
    assert before(desks, name_used=ONE["name_used"]) == []
    assert before(desks, name_used="ex-other") == [case]
    assert VISIT["phone"] == ONE["phone"]


def test_traits_tell_nothing_when_they_are_printed() -> None:
    """As everything that is somebody's."""
    assert "nahla" not in repr(Traits(frozenset({"nahla"}), frozenset({"12345678"})))


def test_the_history_of_both_cases_says_what_was_said_of_them(desks) -> None:
    """Each names the other."""
    case, other = desks.visit(**ONE), desks.visit(**ONE)
    desks.office().likeness.say(case, other, PairAnswer.DIFFERENT)
    for one, named in ((case, other), (other, case)):
        line = desks.office().history.of(one)[0]
        assert (line.act, line.subject) == ("pair_different", named)
