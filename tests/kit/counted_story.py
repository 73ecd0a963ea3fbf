"""A story of an office drawn by chance, after each step of which sums and a count anew agree."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from random import Random

from figured import OUTSIDE
from make import VISIT

from casework.consent.grant import Pause, Purpose
from casework.figures.axes import dimensions, recorded
from casework.figures.counting import counted, tally
from casework.figures.people import AREA
from casework.figures.plan import cells, left_over, name_of, plans
from casework.figures.ties import without
from casework.keeping.erasure import Basis, ErasureRefused
from casework.persons.pair import PairAnswer, PairRefused
from casework.referrals.desk import Move
from casework.referrals.referral import Need, ReferralStatus
from casework.team.seat import NotFound
from db.figures.sums import untrue_sums

REFUSED = (ErasureRefused, PairRefused, NotFound)
KINDS = ("survival_sex", "trafficking_sexual_exploitation")
PERIODS = ((1, "2026-03"), (3, "2026-Q1"), (12, "2026"))


class CountedStory:
    """One office, whose people come, agree, take back and go."""

    def __init__(self, desks, seed):
        self.desks, self.chance = desks, Random(seed)
        self.codes = []
        self.done = set()

    def live(self, steps):
        """Live through so many steps; look at the sums after each."""
        for _step in range(steps):
            act = self.chance.choice(ACTS)
            with suppress(*REFUSED):
                act(self)
                self.done.add(act.__name__)
            assert untrue_sums(self.desks.store.connection.cursor()) == [], act

    @property
    def office(self):
        return self.desks.office()

    @property
    def today(self):
        return self.desks.clock.moment.date()

    def one(self):
        return self.chance.choice(self.codes) if self.codes else comes(self)

    def record(self, form, **answers):
        return self.office.answers.record(self.one(), form, answers, "en")


def comes(story):
    """Meet somebody: of one gender or another, and a child at times."""
    answers = VISIT | {"gender": story.chance.choice(["woman", "man", "non_binary"])}
    if story.chance.random() < 0.3:
        born = date(story.today.year - 18, story.today.month, min(story.today.day, 28))
        del answers["birth_year"]
        answers |= {"birth_precision": "exact", "birth_date": (born + timedelta(20)).isoformat()}
    story.codes.append(story.office.answers.record(None, "intake", answers, "en").case_code)
    return story.codes[-1]


def agrees(story):
    """Agree to be counted, for some days or for long, or refuse it."""
    case = story.one() if story.chance.random() < 0.4 else comes(story)
    days = story.chance.choice([5, 40, 300])
    until = (story.today + timedelta(days)).isoformat()
    said = story.chance.choice(["given"] * 4 + ["refused"])
    story.desks.agree(case, **OUTSIDE, valid_until=until, answer=said)


def takes_back(story):
    purpose = story.chance.choice([Purpose.STATISTICS_EXTERNAL, Purpose.CASE_SERVICE])
    story.office.grants.withdraw(story.one(), purpose)


def pauses(story):
    why, case = Pause.CAPACITY_DOUBT, story.one()
    story.office.suspensions.suspend(case, why)
    if story.chance.random() < 0.5:
        story.office.suspensions.lift(case, why)


def tells(story):
    some = [kind for kind in KINDS if story.chance.random() < 0.6]
    story.record(
        "episode",
        own_words="CANARY",
        start_precision="month",
        start_month="2026-02",
        continuum=some,
    )


def is_helped(story):
    story.record("service_given", service_type=story.chance.choice(["education", "childcare"]))


def is_sent(story):
    case = story.one()
    asked = story.office.referrals.begin(case, Need("childcare")).subject_id
    if story.chance.random() < 0.5:
        move = Move(ReferralStatus.DECLINED_BY_SURVIVOR)
        story.office.referrals.move(case, asked, move)


def is_corrected(story):
    case = story.one()
    (entry, *_more) = story.office.filling.entries(case, "intake")
    sheet = story.office.filling.amend(case, entry.id)
    values = dict(sheet.doc.values) | {"intake.birth_year": 1960 + story.chance.randrange(40)}
    made = type(sheet.doc)(sheet.form_id, sheet.doc.version, values, "en")
    story.office.filling.finish(sheet, made)


def says_more(story):
    gender = story.chance.choice(["woman", "man"])
    story.office.answers.record(story.one(), "intake", VISIT | {"gender": gender}, "en")


def is_known_again(story):
    answer = story.chance.choice([PairAnswer.SAME, PairAnswer.SAME, PairAnswer.APART])
    story.office.likeness.say(story.one(), story.one(), answer)


def is_erased(story):
    if story.chance.random() < 0.4:
        case = story.one()
        story.office.erasures.request(case, Basis.HER_WISH, in_danger=True)
        story.office.erasures.carry_out(case)
        story.codes.remove(case)


def days_pass(story):
    story.desks.clock.pass_days(story.chance.choice([1, 7, 25]))
    same_as_anew(story.desks, story.chance.choice(["month", "quarter", "least_year"]))


def tally_anew(figures, names, year, today):
    """Return what `tally` returns, from everybody as she stands in the store and from no sum."""
    codes = dimensions([year])
    codes = {**codes, AREA: recorded(codes[AREA])}
    pairs = {name: pair for name in names if (pair := without(name))}
    parts = {one for pair in pairs.values() for one in pair}
    found = counted(figures, {*names} - pairs.keys() | parts, (year, today), codes)
    return found | {name: found[whole] - found[part] for name, (whole, part) in pairs.items()}


def same_as_anew(desks, *some, back=0):
    """Ask that every number of plans of this year is that of a count anew; return them."""
    found = {}
    day = desks.clock.moment.date() - timedelta(back)
    year = desks.clock.moment.year
    for plan in [plans()[one] for one in some or plans()]:
        period = dict(PERIODS)[plan.months].replace("2026", str(year))
        names = {name_of(key) for mine in cells(plan, period).values() for key, _ in mine}
        names.update(left_over(names))
        with desks.store.begin(desks.template.supervisor) as work:
            told = tally(work.figures, names, year, day)
            assert told == tally_anew(work.figures, names, year, day), plan.id
        found |= told
    return found


ACTS = (
    *(comes, agrees, agrees, agrees, takes_back, pauses, tells, tells, is_helped, is_sent),
    *(is_corrected, says_more, is_known_again, is_erased, days_pass),
)
