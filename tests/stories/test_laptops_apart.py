"""Two laptops and a third, weeks apart, that meet by stick: one office with several memories."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answered import amends, answers_of, names
from laptops import First, Laptop
from make import Clock
from reading import heard

from casework.consent.grant import Purpose
from casework.disclosure import ConsentMissing, Reason
from casework.keeping.erasure import Basis
from casework.referrals.issuing import Companion
from casework.referrals.letters import Order
from casework.team.seat import NotFound
from casework.team.supervision import Why
from casework.team.worker import Role
from sync.members.entries import RosterRefused
from sync.sealed.lateness import late, leave_late, take_late
from sync.wire.bundle import BundleRefused
from sync.wire.lanes import LATE

CLINIC = "Example Clinic A"
PHONES = ("+000 1 11", "+000 2 22", "+000 3 33")


class Apart:
    """An office of two who look after it, and a caseworker; each of them on her own laptop."""

    def __init__(self, template, folder):
        self.clock = Clock()
        self.first = First(template, folder / "first", self.clock)
        self.second = Laptop(self.first, folder / "second", "Supervisor 8", Role.SUPERVISOR)
        self.third = Laptop(self.first, folder / "third", "Caseworker 9")

    @property
    def here(self):
        return self.first.office(self.first.template.supervisor)

    def carry(self):
        """Bring a stick to both others and back."""
        out = self.first.writes()
        came = [one.takes(out) for one in (self.second, self.third)]
        came += [self.first.takes(one.writes()) for one in (self.second, self.third)]
        assert [one.refused for one in came] == [{}] * 4
        assert not any(one.early or one.late or one.forked for one in came)


@pytest.fixture
def apart(template, tmp_path):
    made = Apart(template, tmp_path)
    yield made
    made.first.close()


def begins(apart):
    """Return a case that may be kept elsewhere, and told to a clinic, once others have it."""
    code = apart.first.case(phone="+000 1 11", name_used="CANARY-APART")
    apart.first.agrees(code)
    told = {"categories": ["demographic", "contact", "needs"], "items": ["name_used"]}
    apart.first.agrees(code, purpose="referral", **told)
    apart.carry()
    assert apart.second.codes() == {code}
    assert apart.third.codes() == set()
    return code


def test_edits_meet_and_one_that_contradicts_another_is_decided_for_all(apart) -> None:
    first, second = apart.first, apart.second
    code = begins(apart)

    apart.clock.pass_days(7)
    amends(apart.here, code, phone="+000 2 22", must_not="Do not write.")
    with second.office() as office:
        office.glass.open(code, Why.DANGER)
        amends(office, code, phone="+000 3 33", safe_hours="10:00-12:00")
    apart.carry()
    assert names(apart.here, code) == {"intake.phone"}
    with second.office() as office:
        assert names(office, code) == {"intake.phone"}
        (one,) = office.conflicts.of(code, "en")
        wanted = next(n for n, head in enumerate(one.heads, 1) if head.value == "+000 3 33")
        office.conflicts.take(code, "intake.phone", wanted)
    first.takes(second.writes())

    assert names(apart.here, code) == set()
    answers = answers_of(apart.here, code)
    assert answers["intake.phone"] == "+000 3 33"
    assert answers["intake.must_not"] == "Do not write."
    assert answers["intake.safe_hours"] == "10:00-12:00"


def test_a_letter_tells_no_telephone_of_which_two_laptops_say_different_things(apart) -> None:
    first, second = apart.first, apart.second
    code = begins(apart)
    first.agrees(code, purpose="referral", categories=["contact"], items=["name_used", "own_phone"])
    order = Order(code, CLINIC)
    assert "+000 1 11" in spoken(apart.here.letters.issue(order).pdf)

    amends(apart.here, code, phone="+000 2 22")
    with second.office() as office:
        office.glass.open(code, Why.DANGER)
        amends(office, code, phone="+000 3 33")
    apart.carry()
    with second.office() as office:
        tells_no_telephone(office, order)
    tells_no_telephone(apart.here, order)

    (one,) = apart.here.conflicts.of(code, "en")
    number = next(n for n, head in enumerate(one.heads, 1) if head.value == "+000 2 22")
    apart.here.conflicts.take(code, "intake.phone", number)
    apart.carry()
    with second.office() as office:
        said = spoken(office.letters.issue(order).pdf)
    assert "+000 2 22" in said
    assert "+000 3 33" not in said


def spoken(pdf) -> str:
    """Return the words of a paper, without the marks that keep a number together."""
    said = " ".join(words for _, words in heard(pdf))
    return said.replace("\xa0", " ").translate(dict.fromkeys(range(0x2066, 0x206A)))


def tells_no_telephone(office, order) -> None:
    """Look at a letter and issue it with all that goes beside: neither telephone is in any."""
    seen = office.letters.preview(order)
    assert {one.item: one.reason for one in seen.withheld}["own_phone"] is Reason.TO_DECIDE
    issued = office.letters.issue(replace(order, beside=tuple(Companion)))
    assert "CANARY-APART" in spoken(issued.pdf)
    for paper in (issued.pdf, *issued.beside.values()):
        assert [phone for phone in PHONES if phone in spoken(paper)] == []


def test_what_she_takes_back_here_nobody_tells_there(apart) -> None:
    first, second = apart.first, apart.second
    code = begins(apart)
    order = Order(code, CLINIC)
    with second.office() as office:
        office.glass.open(code, Why.DANGER)
        assert office.letters.preview(order).told

    apart.here.grants.withdraw(code, Purpose.REFERRAL, CLINIC)
    second.takes(first.writes())

    with second.office() as office, pytest.raises(ConsentMissing):
        office.letters.issue(order)


def test_an_erasure_is_agreed_to_at_the_other_laptop_and_reaches_all(apart) -> None:
    first, second = apart.first, apart.second
    code = begins(apart)

    apart.here.erasures.request(code, Basis.HER_WISH)
    second.takes(first.writes())
    with second.office() as office:
        office.glass.open(code, Why.SHE_ASKED)
        office.erasures.agree(code)
    first.takes(second.writes())
    apart.here.erasures.carry_out(code)
    apart.carry()

    for laptop in (second, apart.third):
        assert laptop.codes() == set()
        assert not laptop.finds("CANARY-APART")
    with pytest.raises(NotFound):
        apart.here.overview.of(code)


def test_a_laptop_that_was_lost_opens_nothing_more_and_what_it_writes_waits(apart) -> None:
    first, second = apart.first, apart.second
    code = first.case(name_used="CANARY-APART")
    first.agrees(code)
    apart.carry()
    with second.office() as office:
        office.glass.open(code, Why.DANGER)
        amends(office, code, phone="+000 4 44")
    late = second.writes()
    first.post.membership.revoke(second.unlocked().store_id)
    with pytest.raises(BundleRefused):
        second.takes(first.writes())
    came = first.takes(late)
    assert came.late
    assert came.operations == 0
    assert answers_of(apart.here, code)["intake.phone"] != "+000 4 44"
    # It waits there, and coming again it is the same.
    assert first.takes(late).operations == 0
    assert {one.why for one in first.post.exchange.parked()} == {LATE}


def removed(apart):
    """Let the second laptop be removed, and write a change after that; return it and the case."""
    first, second = apart.first, apart.second
    code = first.case(name_used="CANARY-APART")
    first.agrees(code)
    apart.carry()
    with second.office() as office:
        office.glass.open(code, Why.DANGER)
        amends(office, code, phone="+000 4 44")
    late = second.writes()
    first.post.membership.revoke(second.unlocked().store_id)
    assert first.takes(late).late
    return late, code


def test_what_was_written_too_late_counts_for_all_once_somebody_says_so(apart) -> None:
    first = apart.first
    fourth = Laptop(first, apart.third.home.parent / "fourth", "Supervisor 10", Role.SUPERVISOR)
    stick, code = removed(apart)
    fourth.takes(first.writes())
    (waits,) = late(first.post.membership)
    assert waits.workbook == apart.second.unlocked().store_id
    assert waits.changes
    assert waits.first.date() == apart.clock.moment.date()
    # Whoever does not administer decides nothing.
    with apart.third.post() as post, pytest.raises(RosterRefused):
        post.membership.accept({bytes(16): 1})

    came = take_late(first.post, waits.workbook)

    assert came.operations >= waits.changes
    assert answers_of(apart.here, code)["intake.phone"] == "+000 4 44"
    assert late(first.post.membership) == []
    assert first.takes(stick).late == 0
    # Others get it from here: the removed laptop gives nothing to anybody.
    assert fourth.takes(first.writes()).refused == {}
    with fourth.office() as office:
        office.glass.open(code, Why.DANGER)
        assert answers_of(office, code)["intake.phone"] == "+000 4 44"
    assert first.store.examine().faults == ()


def test_what_was_left_aside_comes_up_no_more(apart) -> None:
    first = apart.first
    stick, code = removed(apart)
    (waits,) = late(first.post.membership)
    leave_late(first.post, waits.workbook)
    assert late(first.post.membership) == []
    came = first.takes(stick)
    assert (came.late, came.operations, came.refused) == (0, 0, {})
    assert answers_of(apart.here, code)["intake.phone"] != "+000 4 44"
