"""Her words stand beside what others call it: neither takes the place of the other."""

from __future__ import annotations

from casework.team.supervision import Why
from forms.filling import fill
from forms.session import open_session

TOLD = {"own_words": "CANARY-OWN", "source": "survivor"}
CALLED = {
    "continuum": ["survival_sex"],
    "exploitation_form": ["sexual_exploitation"],
    "worker_summary": "CANARY-SUMMARY",
}
DETAIL = {
    "tag": "survival_sex",
    "tag_source": "worker",
    "tag_certainty": "possible",
    "tag_words": "CANARY-HER-WORD",
}


def amended(desks, worker, case, entry, answers):
    """Change an experience as somebody does on a screen."""
    filling = desks.office(worker).filling
    sheet = filling.amend(case, entry)
    session = open_session(sheet.model, sheet.doc, desks.clock, "en", sheet.externals)
    assert not fill(session, answers)
    filling.finish(sheet, session.draft())


def test_a_category_entered_by_staff_never_overwrites_her_words(desks) -> None:
    case = desks.visit()
    entry = desks.office().answers.record(case, "episode", TOLD, "en").subject_id
    told_at = desks.clock.moment
    desks.clock.pass_days(3)
    supervisor = desks.template.supervisor
    desks.office(supervisor).glass.open(case, Why.COMPLAINT)
    amended(desks, supervisor, case, entry, CALLED | {"tags": [DETAIL]})
    (one,) = desks.office().overview.of(case).episodes
    assert (one.own_words, one.source) == ("CANARY-OWN", "survivor")
    assert one.continuum == {"survival_sex"}
    assert one.summary == "CANARY-SUMMARY"
    said = desks.office().filling.amend(case, entry).doc.values
    (tag,) = said["episode.tags"]
    assert (tag["episode.tag_source"], tag["episode.tag_words"]) == ("worker", "CANARY-HER-WORD")
    # Both keep their date: what she said stands in the form, what was added in its history.
    (document,) = [one for one in desks.office().overview.of(case).documents if one.id == entry]
    assert document.at <= told_at
    lines = [line for line in desks.office().history.of(case) if line.act == "answers_changed"]
    (line,) = lines
    assert line.at > told_at
    assert "episode.own_words" not in {change.qid for change in line.changes}
    assert "episode.continuum" in {change.qid for change in line.changes}


def test_taking_a_category_away_leaves_her_words(desks) -> None:
    case = desks.visit()
    entry = desks.office().answers.record(case, "episode", TOLD | CALLED, "en").subject_id
    amended(desks, desks.template.caseworker, case, entry, {"continuum": []})
    (one,) = desks.office().overview.of(case).episodes
    assert one.own_words == "CANARY-OWN"
    assert one.continuum == frozenset()
