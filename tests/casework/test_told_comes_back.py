"""What a form asks about comes back whole in its section of the case."""

from __future__ import annotations

import pytest

# One row for each thing that is recorded: the form, answers, and the fields that hold them.
TOLD = {
    "how she came": ("intake", {"limits_explained": "yes", "entry_route": "health"}),
    "unequal treatment": (
        "intake",
        {"limits_explained": "yes", "inequalities": ["age", "caste", "criminal_justice"]},
    ),
    "needs of every kind": (
        "assessment",
        {
            f"{area}_wanted": "yes"
            for area in ("safety", "health", "psychosocial", "legal", "practical", "children")
        },
    ),
    "danger and by when to act": (
        "assessment",
        {"safe_now": "no", "danger_now": "CANARY-DANGER", "urgency": "within_24_hours"},
    ),
    "a plan for safety": (
        "safety_plan",
        {
            "concern": "CANARY-CONCERN",
            "means": "CANARY-MEANS",
            "signals": "CANARY-SIGNALS",
            "strategies": "CANARY-STRATEGIES",
            "after_leaving": "CANARY-AFTER",
        },
    ),
    "what was given and promised": (
        "episode",
        {"exchange_given": ["documents", "drugs"], "exchange_promised": ["affection"]},
    ),
    "means of control and recruitment": (
        "episode",
        {"control": ["debt_bondage", "images"], "recruitment": ["dating_app", "family_event"]},
    ),
    "what happened online": (
        "episode",
        {"online": ["images_made", "images_shared"], "platforms": ["gaming"]},
    ),
    "somebody without a name": (
        "exploiter",
        {
            "relationship": "employer",
            "role": ["buyer_solicitor", "controller"],
            "number_in_group": 3,
            "occupation": "business",
        },
    ),
    "help that we gave": (
        "service_given",
        {"service_type": "childcare", "material_aid": ["airtime", "clothes"], "pieces": 2},
    ),
    "the family of a child": (
        "family",
        {"care_arrangement": "alone", "accompanied": "separated"},
    ),
}


@pytest.mark.parametrize("thing", sorted(TOLD))
def test_what_is_told_comes_back_as_it_was(desks, thing) -> None:
    form, answers = TOLD[thing]
    case, office = desks.visit(), desks.office()
    office.answers.record(case, form, answers, "en")
    found = office.sections.of(case, form)
    kept = {name.rpartition(".")[2]: said for name, said in found.entries[0].doc.values.items()}
    assert {name: _plain(kept.get(name)) for name in answers} == {
        name: _plain(said) for name, said in answers.items()
    }
    assert desks.workbook.check().faults == ()


def _plain(said):
    return sorted(said) if isinstance(said, list | tuple) else said


def test_goals_and_actions_keep_who_by_when_and_what_she_decided(desks) -> None:
    case, office = desks.visit(), desks.office()
    actions = [
        {
            "action": "EX-ONE",
            "action_who": "worker",
            "action_due": "2026-04-01",
            "decision": "agreed",
        },
        {"action": "EX-TWO", "decision": "changed", "decision_words": "EX-WORDS"},
        {"action": "EX-THREE", "decision": "declined"},
    ]
    goals = [{"goal": "EX-GOAL", "goal_progress": "in_progress"}]
    office.answers.record(case, "action_plan", {"goals": goals, "actions": actions}, "en")
    found = office.sections.of(case, "action_plan")
    kept = str(dict(found.entries[0].doc.values))
    assert all(
        word in kept for word in ("EX-ONE", "EX-TWO", "changed", "declined", "EX-WORDS", "EX-GOAL")
    )


def test_dependants_and_caregivers_of_a_child_stand_each_in_its_row(desks) -> None:
    case, office = desks.visit(), desks.office()
    dependants = [{"dependant_relation": "child", "dependant_age": 3}, {"dependant_age": 9}]
    office.answers.record(case, "family", {"dependants": dependants}, "en")
    (entry,) = office.sections.of(case, "family").entries
    (rows,) = [said for name, said in entry.doc.values.items() if name.endswith("dependants")]
    ages = [next(v for name, v in row.items() if name.endswith("age")) for row in rows]
    assert ages == [3, 9]
