"""Fill in whole forms with words that stand nowhere else, so that each can be found again."""

from __future__ import annotations

from attack_oracle import Planted

from casework.answers.recording import AnswersRefused

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
LATIN = "bcdfghjklmnprstvwxyz"
# They decide about other answers, or name what the story does not have.
LEFT_ALONE = frozenset(
    {
        *("restricted", "caregiver_may_consent", "caregiver_at_home", "linked_episode"),
        *("lawyer_service", "own_service"),
    }
)
NOTHING = frozenset({"none", "not_asked", "does_not_want_to_say", "not_known", "not_applicable"})
_TRIES = 8


class Planter:
    """Fills in forms of an office; what it planted is returned with what was recorded."""

    def __init__(self, chance):
        self._chance = chance

    def word(self):
        """Return a word that nobody has used."""
        return "Qz" + "".join(self._chance.choice(LATIN) for _ in range(9))

    def _words(self):
        arabic = "".join(self._chance.choice(ARABIC) for _ in range(10))
        return [self.word(), *([arabic] if self._chance.random() < 0.4 else [])]

    def fill(self, office, model, case, fixed):
        """Record a form with a word of its own in every question of words."""
        planted = []
        known = {one.name: one for one in model.questions()}
        asked = office.answers.questions(case, model.form_id, "en")
        given = self._answers(asked, known, planted, model.form_id) | fixed
        if fixed:
            born = ("birth_", "age_")
            given = {
                one: to for one, to in given.items() if one in fixed or not one.startswith(born)
            }
        for _try in range(_TRIES):
            try:
                change = office.answers.record(case, model.form_id, given, "en")
            except AnswersRefused as refused:
                given = _without(given, {one.question for one in refused.problems})
            else:
                told = str(given)
                return change, [one for one in planted if one.words[0] in told]
        return None

    def _answers(self, asked, known, planted, form):
        given = {}
        for one in asked:
            name, kind = one["name"], one["type"]
            if kind == "repeat":
                rows = [
                    self._answers(one["questions"], known, planted, form)
                    for _row in range(self._chance.choice([1, 2]))
                ]
                given[name] = [row for row in rows if row]
            elif kind == "text" and "regex" not in one.get("constraint", ""):
                words = self._words()
                given[name] = " ".join(words)
                asking = known[name]
                place = asking.map or f"form.{asking.qid}"
                planted.append(Planted(words, place, asking.category or "staff_notes", form))
            elif kind in {"select_one", "select_multiple"} and name not in LEFT_ALONE:
                self._choose(one, given)
        return {name: answer for name, answer in given.items() if answer != []}

    def _choose(self, asked, given):
        if "choice_filter" in asked or self._chance.random() < 0.2:
            return
        codes = [one["code"] for one in asked.get("choices", ()) if one["code"] not in NOTHING]
        if codes:
            chosen = self._chance.choice(codes)
            given[asked["name"]] = chosen if asked["type"] == "select_one" else [chosen]


def _without(given, names):
    """Return answers without some questions, inside repeats too."""
    return {
        name: [_without(row, names) for row in answer]
        if isinstance(answer, list) and answer and isinstance(answer[0], dict)
        else answer
        for name, answer in given.items()
        if name not in names
    }
