"""What people do in an office, each drawn by chance; what came of it is kept in the story."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from chain import PLACES, Said, Told
from make import VISIT

from casework.cases.course import PauseReason
from casework.consent.grant import Pause, Purpose
from casework.disclosure import ConsentMissing
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.keeping.erasure import Basis
from casework.persons.pair import PairAnswer
from casework.referrals.desk import Move
from casework.referrals.letters import Order
from casework.referrals.referral import Need, ReferralStatus
from casework.team.supervision import Why
from casework.team.wall import Nearness

TOLD = {
    "demographic": {"age_group", "sex_gender", "language_interpreter"},
    "contact": {"safe_contact", "must_not_do"},
}
MOST = 4
HOUR = timedelta(hours=1)


class Try:
    """One try of one worker at one case, and what chance decides besides."""

    def __init__(self, chain, chance, worker, case):
        self.chain, self.chance, self.worker, self.case = chain, chance, worker, case
        self.office = chain.office(worker)
        agreed = [one for one in PLACES if case and chain.may_tell(case, one)]
        self.place = chance.choice([*PLACES, *agreed, *agreed])

    def record(self, form, **answers):
        return self.office.answers.record(self.case.code, form, answers, "en")

    def say(self, kind, **more):
        self.case.said.append(Said(self.chain.next_turn(), kind, **more))

    def somebody(self):
        return self.chance.choice(self.chain.team)


def meets(one):
    """Record a first visit, of an adult or of a child who is of age in a month."""
    chain = one.chain
    if len(chain.cases) >= MOST:
        return
    word, child = chain.next_word(), one.chance.random() < 0.4
    answers = VISIT | {"account": word, "name_used": f"{word} CANARY"}
    of_age = None
    if child:
        of_age = chain.today + timedelta(days=one.chance.choice([3, 20]))
        born = of_age.replace(year=of_age.year - 18)
        answers = {name: said for name, said in answers.items() if not name.startswith("birth")}
        answers |= {"birth_precision": "exact", "birth_date": born.isoformat()}
    made = one.office.answers.record(None, "intake", answers, "en")
    with chain.store.begin(one.worker) as work:
        key = work.cases.by_code(made.case_code).id
    chain.cases.append(Told(made.case_code, key, word, one.worker.id, of_age))


def tells(one):
    one.record("episode", own_words=one.case.word, continuum=["survival_sex"])


def alleges(one):
    one.record("exploiter", known_as=one.case.word)


def agrees(one):
    """Record her yes to one service; for a child, of a caregiver beside her."""
    chain, chance = one.chain, one.chance
    child = bool(one.case.of_age) and chain.today < one.case.of_age
    categories, days = (
        chance.sample(sorted(TOLD), chance.randrange(1, 3)),
        chance.choice([1, 20, 60]),
    )
    grant = {
        "purpose": "referral",
        "recipient": one.office.services.all() and chain.services()[one.place],
        "categories": categories,
        "items": ["name_used"],
        "valid_until": chain.in_days(days),
    }
    giver = (
        {"given_by": "caregiver", "child_assent": "assents"} if child else {"given_by": "survivor"}
    )
    one.record(
        "consent",
        limits_explained="yes",
        means="verbal",
        case_service="given",
        grants=[grant],
        **giver,
    )
    told = frozenset({"name_used"}).union(*(TOLD[name] for name in categories))
    until = chain.today + timedelta(days=days)
    one.say("yes", place=one.place, told=told, since=chain.today, until=until, by=giver["given_by"])


def says_no(one):
    grant = {
        "purpose": "referral",
        "recipient": one.chain.services()[one.place],
        "answer": "refused",
    }
    one.record(
        "consent",
        limits_explained="yes",
        means="verbal",
        given_by="survivor",
        case_service="given",
        grants=[grant],
    )
    one.say("no", place=one.place)


def takes_back(one):
    if one.chance.random() < 0.2:
        one.office.grants.withdraw(one.case.code, Purpose.CASE_SERVICE)
        one.say("end")
        return
    place = one.chance.choice([one.place, ""])
    one.office.grants.withdraw(one.case.code, Purpose.REFERRAL, place)
    one.say("back", place=place)


def doubts(one):
    why = one.chance.choice([Pause.CAPACITY_DOUBT, Pause.CONFLICT_FOUND])
    one.office.suspensions.suspend(one.case.code, why)
    one.say("pause", by=why.value)


def settles(one):
    why = one.chance.choice([Pause.CAPACITY_DOUBT, Pause.CONFLICT_FOUND])
    one.office.suspensions.lift(one.case.code, why)
    one.case.said = [s for s in one.case.said if (s.kind, s.by) != ("pause", why.value)]


def refers(one):
    made = one.office.referrals.begin(one.case.code, Need("health_emergency"), one.place)
    if one.chance.random() < 0.7:
        one.office.referrals.move(one.case.code, made.subject_id, Move(ReferralStatus.AGREED))
        assert one.chain.may_tell(one.case, one.place)


def tells_aloud(one):
    found = one.office.referrals.of(one.case.code).lines
    if not found:
        return
    chosen = one.chance.choice(found)
    one.office.talks.tell(one.case.code, chosen.id)
    assert one.chain.may_tell(one.case, chosen.service)
    assert not one.chain.goes(one.case)


def writes(one):
    """Issue a letter; exactly where she agreed to it, and nothing of hers is to be erased."""
    chain, case = one.chain, one.case
    goes = chain.goes(case)
    may, alone = chain.may_tell(case, one.place), len(chain.same_person(case)) == 1
    try:
        issued = one.office.letters.issue(Order(case.code, one.place))
    except ConsentMissing:
        assert goes or not (may and alone)
        raise
    assert may
    assert not goes
    chain.letters[issued.number] = may


def gives(one):
    to = one.somebody()
    one.office.caseload.assign(one.case.code, to.id)
    one.case.owner = to.id
    one.case.sharers.discard(to.id)


def shares(one):
    to = one.somebody()
    one.office.caseload.share(one.case.code, to.id)
    one.case.sharers.add(to.id)


def works_alone(one):
    to = one.somebody()
    one.office.caseload.unshare(one.case.code, to.id)
    one.case.sharers.discard(to.id)


def offers(one):
    one.office.caseload.offer(one.case.code, one.somebody().id)


def answers(one):
    waiting = [o for o in one.office.caseload.offers() if o.case_code == one.case.code]
    if not waiting:
        return
    if one.chance.random() < 0.3:
        one.office.caseload.refuse(waiting[0].id)
        return
    one.office.caseload.accept(waiting[0].id)
    one.case.owner = one.worker.id
    one.case.sharers.discard(one.worker.id)


def breaks_glass(one):
    one.office.glass.open(one.case.code, Why.DANGER)
    one.case.opened[one.worker.id] = one.chain.clock.moment + HOUR


def masks(one):
    one.office.glass.end(one.case.code)
    one.case.opened.pop(one.worker.id, None)


def sets_wall(one):
    who = one.somebody()
    made = one.office.walls.keep_from(one.case.code, who.id, Nearness.HER_WISH)
    one.case.walled[made.subject_id] = who.id


def lifts_wall(one):
    if one.case.walled:
        link = one.chance.choice(sorted(one.case.walled))
        one.office.walls.lift(one.case.code, link)
        del one.case.walled[link]


def attaches(one):
    one.office.attachments.add(Coming(one.case.code, Sort.MESSAGE), BytesIO(one.case.word.encode()))


def notes(one):
    # What she writes to herself stays hers, also under a mask: her own words alone.
    one.office.tasks.add(one.case.code, "EX-TASK", one.chain.today)


def rests(one):
    one.office.course.pause(one.case.code, PauseReason.SAFETY)


def goes_on(one):
    one.office.course.resume(one.case.code)


def closes(one):
    one.record("closure", plan_reviewed="yes", told_may_return="yes")
    one.office.course.begin_closing(one.case.code)
    one.office.course.close(one.case.code)


def opens_again(one):
    # Few stories would come so far by chance, so what is open is mostly closed first; and a
    # case that was only begun can not be closed before she agreed to work with us.
    if one.chance.random() < 0.7:
        if not one.case.said:
            agrees(one)
        closes(one)
    one.office.course.reopen(one.case.code)


def asks_to_erase(one):
    danger = one.chance.random() < 0.5
    one.office.erasures.request(one.case.code, Basis.HER_WISH, in_danger=danger)
    one.case.to_be_erased = True


def agrees_to_erase(one):
    one.office.erasures.agree(one.case.code)


def keeps_after_all(one):
    one.office.erasures.take_back(one.case.code)
    one.case.to_be_erased = False


def erases(one):
    one.office.erasures.carry_out(one.case.code)
    one.chain.forget(one.case)


def is_forgotten(one):
    one.office.erasures.request(one.case.code, Basis.HER_WISH, in_danger=True)
    one.case.to_be_erased = True
    erases(one)


def joins(one):
    # Now and then any case at all, mostly one that she sees: else nearly all would be refused.
    # Where she sees no other, she meets the same person again, who gives another name.
    seen = _others_seen(one)
    if not seen and one.chance.random() < 0.8:
        meets(one)
        seen = _others_seen(one)
    among = seen if seen and one.chance.random() < 0.8 else one.chain.cases
    other = one.chance.choice(among)
    one.office.likeness.say(one.case.code, other.code, PairAnswer.SAME)
    one.chain.pairs.append((one.case.code, other.code))
    # Both have to be there for whoever says so, and be seen as they are.
    assert one.chain.sees(one.worker, other)


def _others_seen(one):
    others = [case for case in one.chain.cases if case is not one.case]
    return [case for case in others if one.chain.sees(one.worker, case)]


def parts(one):
    pairs = one.chain.pairs
    found = [two for two in pairs if one.case.code in two]
    if found:
        one.office.likeness.say(*found[0], PairAnswer.APART)
        pairs.remove(found[0])


# Said of a case by somebody who has to see it without a mask.
CLEAR = (
    tells, alleges, agrees, says_no, takes_back, doubts, settles, refers, writes, sets_wall,
    attaches, notes, rests, goes_on, closes, opens_again, joins,
)  # fmt: skip
# Said of the work only: that the case is there is enough.
REACHED = (
    gives, shares, works_alone, offers, breaks_glass, masks, asks_to_erase, agrees_to_erase,
    keeps_after_all, erases, is_forgotten,
)  # fmt: skip
# Does nothing where there is nothing to do it with.
SOMETIMES = (meets, tells_aloud, lifts_wall, answers, parts)
