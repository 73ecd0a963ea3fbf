"""An office under attack: forms full of words of their own, and what people agreed to by chance."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

from attack_oracle import Person, Said
from attack_planting import Planter
from make import Clock, Desks

from casework.answers.recording import AnswersRefused

MORE = (
    {"name": "Example Room C", "kind": "mhpss"},
    {"name": "Example House D", "kind": "shelter"},
    {"name": "Example Child Office", "kind": "social"},
)
FORMS = (
    *("assessment", "safety_plan", "episode", "episode", "exploiter", "family", "note"),
    *("legal", "follow_up"),
)
CATEGORIES = (
    *("demographic", "contact", "needs", "identity", "health", "family", "location", "services"),
    *("sensitive", "narrative", "exploitation_detail", "exploitation_category", "legal"),
    *("safety_plan", "attachments"),
)
_KEEPS_ONE_BACK = 0.25
_HEAR_OF_IT = frozenset({"legal", "police"})


class AttackedOffice:
    """One office, its people and services, and every word that was planted there."""

    def __init__(self, template, home, seed):
        self.chance, self.clock = Random(seed), Clock()
        self.desks = Desks(template, home, self.clock)
        self.planter, self.people, self.pairs = Planter(self.chance), [], []
        self.turns, self.done, self.leaks = 0, Counter(), []
        # Words that belong into no letter at all.
        self.elsewhere = [self.planter.word()]
        for one in MORE:
            self.office.answers.record(
                None, "service", one | {"team_notes": self.elsewhere[0]}, "en"
            )
        self.services = list(self.office.services.all())
        self.meets(None)
        self.meets(self.today + timedelta(days=self.chance.choice([6, 25, 200, 1500])))
        asked = self.office.answers.questions(self.people[0].code, "consent", "en")
        grants = next(one for one in asked if one["name"] == "grants")["questions"]
        self.items = [
            code["code"] for one in grants if one["name"] == "items" for code in one["choices"]
        ]
        for case in self.people:
            self.agrees(case)

    @property
    def office(self):
        return self.desks.office()

    @property
    def today(self):
        return self.clock.moment.date()

    def turn(self):
        self.turns += 1
        return self.turns

    def person(self, case):
        """Return all cases that are kept as of one person."""
        head = next((one for one, part in self.pairs if part == case.code), case.code)
        codes = {case.code, head, *(part for one, part in self.pairs if one == head)}
        return [one for one in self.people if one.code in codes]

    # --- what is recorded

    def meets(self, of_age):
        case = Person("", of_age)
        born = (
            {"birth_precision": "exact", "birth_date": f"{of_age.replace(year=of_age.year - 18)}"}
            if of_age
            else {"birth_precision": "year", "birth_year": 1990}
        )
        self.fills(case, "intake", {"limits_explained": "yes"} | born)
        self.people.append(case)
        for form in FORMS:
            self.fills(case, form)
        words = self.planter.word()
        self.elsewhere.append(words)
        self.office.tasks.add(case.code, words)

    def fills(self, case, form, fixed=None):
        with self.desks.store.begin(self.desks.template.caseworker) as work:
            model = work.documents.model(form)
        filled = self.planter.fill(self.office, model, case.code or None, fixed or {})
        if filled is None:
            self.done["not filled in"] += 1
            return
        change, planted = filled
        case.code = change.case_code
        episode = change.subject_id if form == "episode" else ""
        fields = {one.field for one in planted}
        for old in case.planted:
            if not episode and not old.episode and old.field in fields:
                old.in_use = False
        for one in planted:
            one.episode = episode
        case.planted += planted
        if episode:
            case.episodes.append(episode)

    def tells_again(self, case):
        self.fills(
            case, self.chance.choice(["assessment", "episode", "family", "note", "exploiter"])
        )

    # --- what is said about sharing

    def agrees(self, case):
        turn, grants = self.turn(), []
        child = bool(case.of_age) and self.today < case.of_age
        giver = self.chance.choice(["caregiver", "survivor"] if child else ["survivor"])
        own = self.chance.choice(["given"] * 12 + ["refused"])
        heard = [Said("yes" if own == "given" else "no", turn, giver=giver)]
        for _grant in range(self.chance.choice([1, 1, 2, 3])):
            answers, said = self._one_answer(case, turn, giver)
            grants.append(answers)
            heard.append(said)
        answers = {"limits_explained": "yes", "means": "verbal", "given_by": giver}
        answers |= {"case_service": own, "grants": grants}
        if giver == "caregiver":
            answers["child_assent"] = "assents"
        try:
            self.office.answers.record(case.code, "consent", answers, "en")
        except AnswersRefused:
            # Whoever is not safe, or too young to be heard alone, does not sign.
            self.done["not signed"] += 1
            return
        case.said += heard
        self.done["agreed"] += 1

    def _one_answer(self, case, turn, giver):
        pick, service = self.chance.sample, self.chance.choice(self.services)
        # Few services may hear anything of an episode: by chance alone one is hardly kept back.
        kept_back = self.chance.random() < _KEEPS_ONE_BACK
        if kept_back:
            service = self.chance.choice([one for one in self.services if one.kind in _HEAR_OF_IT])
        wide, refused = self.chance.random() < 0.35, self.chance.random() < 0.12
        purpose = self.chance.choice(["referral"] * 6 + ["justice_report", "transfer"])
        since = self.today + timedelta(days=self.chance.choice([0, 0, 0, 2]))
        said = Said(
            "no" if refused else "yes",
            turn,
            purpose,
            ("kind", service.kind) if wide else ("service", service.code),
            giver,
            categories=frozenset(pick(CATEGORIES, self.chance.randrange(11))),
            items=frozenset(
                self.items if kept_back else pick(self.items, self.chance.choice([0, 3, 9]))
            ),
            never=frozenset(pick(CATEGORIES, 0 if kept_back else self.chance.choice([0, 1, 2]))),
            episodes=frozenset(case.episodes[:1] if kept_back else ()),
            since=since,
            until=since + timedelta(days=self.chance.choice([1, 3, 20, 90])),
        )
        to = {"any_of_kind": "yes", "recipient_kind": service.kind}
        words = self.planter.word()
        self.elsewhere.append(words)
        grant = {
            **({"answer": "refused"} if refused else {}),
            **(to if wide else {"recipient": service.code}),
            "purpose": purpose,
            "categories": sorted(said.categories),
            "items": sorted(said.items),
            "not_categories": sorted(said.never),
            "not_episodes": sorted(said.episodes),
            "valid_from": since.isoformat(),
            "valid_until": said.until.isoformat(),
            "conditions": words,
        }
        return {name: answer for name, answer in grant.items() if answer != []}, said
