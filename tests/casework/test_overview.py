"""One case at a glance: what stands in it today, without a name and without an order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casework.cases.overview import SectionState
from casework.consent.grant import Purpose
from casework.consent.view import PurposeState
from casework.records.about import about, band_of
from casework.records.birth import born
from casework.records.episodes import EpisodeLink, FuzzyDate, fuzzy
from casework.referrals.letters import Order
from casework.referrals.referral import ReferralStatus
from casework.tasks.task import TaskKind
from casework.team.seat import NotFound
from casework.team.worker import NotPermitted, Role, Worker
from forms.filling import fill
from forms.session import open_session

CLINIC = "Example Clinic A"
CONTACT = {
    "safe_way": "phone_call",
    "code_word": "CANARY-WORD",
    "voicemail": "only_if",
    "voicemail_only_if": "CANARY-ONLY-IF",
    "who_must_not_know": "CANARY-WHO",
    "channels": [{"channel": "email", "channel_value": "CANARY-MAIL", "channel_safe": "yes"}],
}


def see(desks, case):
    return desks.office().overview.of(case)


def state(desks, case, purpose):
    (found,) = [one for one in see(desks, case).consent.purposes if one.purpose is purpose]
    return found.state


def record(desks, case, form, answers):
    return desks.office().answers.record(case, form, answers, "en").subject_id


def log(desks):
    query = "select action, object, reason from audit_entry order by seq"
    return desks.store.connection.execute(query).fetchall()


def test_a_case_is_seen_with_its_worker_and_without_its_name(desks) -> None:
    case = desks.visit(interpreter="yes", access="CANARY-ACCESS")
    desks.agree(case)
    found = see(desks, case)
    assert (found.code, found.status, found.worker) == (case, "open", "Caseworker 1")
    assert found.opened_on == found.about.first_contact == desks.clock.moment.date()
    assert found.name_known
    assert (found.about.languages, found.about.interpreter) == ({"ar"}, "yes")
    assert (found.about.age_low, found.about.age_high, found.about.age_band) == (24, 25, "18_25")
    assert found.about.access == "CANARY-ACCESS"
    assert "CANARY" not in repr(found)
    assert "CANARY-NAME" not in str([getattr(found, name) for name in found.__slots__])


def test_what_was_noted_last_is_seen_by_whoever_may_read_it(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    assert see(desks, case).latest_note is None
    record(desks, case, "note", {"text": "CANARY-FIRST"})
    desks.clock.pass_days(1)
    record(desks, case, "note", {"way": "phone_call"})
    found = see(desks, case)
    assert (found.latest_note.text, found.latest_note.by) == ("CANARY-FIRST", "Caseworker 1")
    assert "CANARY" not in repr(found)

    record(desks, case, "note", {"text": "CANARY-FEW", "restricted": "yes"})
    assert see(desks, case).latest_note.text == "CANARY-FEW"
    # Under the mask there is none, and from whom it is kept it is as if it were not there.
    assert desks.office(desks.template.supervisor).overview.of(case).latest_note is None
    row = desks.store.connection.cursor()
    other = bytes.fromhex(desks.template.colleague.id)
    row.execute("update casefile set worker = ? where code = ?", (other, case))
    colleague = desks.office(desks.template.colleague)
    assert colleague.overview.of(case).latest_note.text == "CANARY-FIRST"


def test_the_reading_is_in_the_log_before_it_is_shown_and_so_is_the_name(desks) -> None:
    case = desks.visit()
    before = len(log(desks))
    assert see(desks, case).code == case
    assert desks.office().overview.name(case) == "CANARY-NAME"
    key = bytes.fromhex(desks.office().cases.page(see(desks, case).status)[0].id)
    assert log(desks)[before : before + 2] == [("case_read", key, ""), ("name_read", key, "")]


def test_how_to_reach_her_is_read_by_itself_and_that_is_in_the_log(desks) -> None:
    case = desks.visit(**CONTACT)
    before = len(log(desks))
    contact = desks.office().overview.contact(case)
    key = bytes.fromhex(desks.office().cases.page(see(desks, case).status)[0].id)
    assert log(desks)[before] == ("contact_read", key, "")
    assert contact == see(desks, case).contact
    assert (contact.safe_hours, contact.must_not) == ("CANARY-HOURS", "CANARY-MUST-NOT")
    # Under the mask nothing is read, and that somebody tried is kept.
    before = len(log(desks))
    with pytest.raises(NotFound, match=r"^case_masked$"):
        desks.office(desks.template.supervisor).overview.contact(case)
    assert [act for act, _case, _why in log(desks)[before:]] == ["case_masked"]


def test_a_name_is_for_those_who_work_with_her(desks) -> None:
    case = desks.visit()
    viewer = desks.office(Worker("09" * 16, Role.VIEWER, "Viewer 9"))
    for ask in (viewer.overview.of, viewer.overview.name):
        with pytest.raises(NotPermitted):
            ask(case)
    with pytest.raises(NotFound, match=r"^case_not_found$"):
        desks.office(desks.template.colleague).overview.of(case)


def test_the_strip_says_what_was_said_last_and_takes_nothing_back(desks) -> None:
    case = desks.visit(**CONTACT)
    first = see(desks, case).contact
    assert (first.safe_way, first.safe_hours) == ("phone_call", "CANARY-HOURS")
    assert (first.code_word, first.must_not) == ("CANARY-WORD", "CANARY-MUST-NOT")
    assert (first.voicemail, first.voicemail_only_if) == ("only_if", "CANARY-ONLY-IF")
    assert first.who_must_not_know == "CANARY-WHO"
    assert [(one.channel, one.value, one.safe) for one in first.others] == [
        ("email", "CANARY-MAIL", "yes")
    ]
    assert first.said_to == "Caseworker 1"
    desks.clock.pass_days(2)
    record(desks, case, "intake", {"limits_explained": "yes", "safe_way": "in_person"})
    later = see(desks, case).contact
    assert (later.safe_way, later.must_not) == ("in_person", "CANARY-MUST-NOT")
    assert timedelta(days=2) <= later.said_at - first.said_at < timedelta(days=3)


def test_every_purpose_stands_where_she_left_it(desks) -> None:
    case = desks.visit()
    assert {one.state for one in see(desks, case).consent.purposes} == {PurposeState.NOT_ASKED}
    desks.agree(case)
    desks.agree(case, "Example Legal Desk", answer="refused")
    no = {"purpose": "statistics_external", "recipient": None, "answer": "refused"}
    desks.agree(case, **no, categories=["demographic"], items=None)
    found = see(desks, case).consent
    assert (found.services_agreed, found.services_asked) == (1, 2)
    assert found.review_on == (desks.clock.moment + timedelta(days=90)).date()
    assert state(desks, case, Purpose.CASE_SERVICE) is PurposeState.AGREED
    assert state(desks, case, Purpose.REFERRAL) is PurposeState.AGREED
    assert state(desks, case, Purpose.STATISTICS_EXTERNAL) is PurposeState.NO
    assert state(desks, case, Purpose.RESEARCH) is PurposeState.NOT_ASKED
    desks.clock.pass_days(100)
    assert state(desks, case, Purpose.REFERRAL) is PurposeState.ENDED
    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    assert state(desks, case, Purpose.REFERRAL) is not PurposeState.AGREED
    desks.office().grants.withdraw(case, Purpose.RESEARCH)
    assert state(desks, case, Purpose.RESEARCH) is PurposeState.WITHDRAWN


def test_episodes_show_kinds_as_a_set_dates_as_known_and_links(desks) -> None:
    case = desks.visit()
    first = record(
        desks,
        case,
        "episode",
        {
            "start_precision": "year",
            "start_year": 2022,
            "ongoing": "over",
            "end_precision": "month",
            "end_month": "2024-02",
            "region": "capital",
            "own_words": "CANARY-WORDS",
            "continuum": ["survival_sex"],
            "exchange_given": ["food"],
            "gain": ["money", "social"],
        },
    )
    linked = [{"linked_episode": first, "linked_how": "led_to"}]
    kinds = ["trafficking_sexual_exploitation", "transactional_sex"]
    second = record(
        desks,
        case,
        "episode",
        {"ongoing": "ongoing", "continuum": kinds, "linked": linked, "certainty": "stated"},
    )
    seen = see(desks, case)
    one, other = seen.episodes
    assert (one.id, other.id) == (first, second)
    assert one.start == FuzzyDate("year", date(2022, 1, 1), date(2022, 12, 31))
    assert one.end == FuzzyDate("month", date(2024, 2, 1), date(2024, 2, 29))
    assert (one.ongoing, one.region, one.own_words) == ("over", "capital", "CANARY-WORDS")
    assert (one.exchange_given, one.gains) == ({"food"}, {"money", "social"})
    assert (other.ongoing, other.start, other.certainty) == ("ongoing", FuzzyDate(), "stated")
    assert other.links == (EpisodeLink(first, "led_to"),)
    assert isinstance(other.continuum, frozenset)
    assert other.continuum == set(kinds)
    assert seen.experiences == {"survival_sex", *kinds}
    assert "CANARY" not in repr(seen)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({}, FuzzyDate()),
        ({"d_precision": "not_known"}, FuzzyDate("not_known")),
        ({"d_date": "2024-02-29"}, FuzzyDate("exact", date(2024, 2, 29), date(2024, 2, 29))),
        ({"d_month": "2024-02"}, FuzzyDate("month", date(2024, 2, 1), date(2024, 2, 29))),
        ({"d_year": 2022}, FuzzyDate("year", date(2022, 1, 1), date(2022, 12, 31))),
        ({"d_earliest": "2023-05-01"}, FuzzyDate("estimated_range", date(2023, 5, 1), None)),
        ({"d_latest": "2023-05-01"}, FuzzyDate("estimated_range", None, date(2023, 5, 1))),
    ],
)
def test_a_date_is_as_certain_as_it_was_said(said, known) -> None:
    assert fuzzy(said, "d") == known


@pytest.mark.parametrize(
    ("said", "known", "band"),
    [
        ({"person.birth_date": "2001-03-10"}, (25, 25), "18_25"),
        ({"person.birth_date": "2001-03-11"}, (24, 24), "18_25"),
        ({"person.birth_date": "2001-02"}, (25, 25), "18_25"),
        ({"person.birth_date": "2001-03"}, (24, 25), "18_25"),
        ({"person.birth_date": "2000"}, (25, 26), ""),
        ({"person.age_estimate_low": "70", "person.age_estimate_high": "80"}, (70, 80), "61_over"),
        ({"person.age_estimate_low": "3"}, (3, None), ""),
        ({}, (None, None), ""),
    ],
)
def test_an_age_lies_between_what_the_birth_allows(said, known, band) -> None:
    today = date(2026, 3, 10)
    shown = about(said, born(said, today), today, today)
    assert (shown.age_low, shown.age_high) == known
    assert band_of(*known) == shown.age_band == band


def test_sections_count_what_is_there_and_say_what_is_begun(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    record(desks, case, "episode", {"continuum": ["survival_sex"]})
    record(desks, case, "episode", {"continuum": ["survival_sex"]})
    sections = {one.id: (one.state, one.count) for one in see(desks, case).sections}
    begun = {name: found for name, found in sections.items() if found[0] is not SectionState.OPEN}
    assert begun == {
        "consent": (SectionState.DONE, 1),
        "episode": (SectionState.DONE, 2),
        "intake": (SectionState.DONE, 1),
    }
    assert {"letters", "referrals", "service_given"} <= set(sections)
    assert {count for state, count in sections.values() if state is SectionState.OPEN} == {0}
    assert [one.form_id for one in see(desks, case).documents] == ["intake", "episode", "episode"]
    desks.office().letters.issue(Order(case, CLINIC))
    (referral,) = see(desks, case).referrals
    assert (referral.service, referral.status) == (CLINIC, ReferralStatus.LETTER_ISSUED)
    sections = {one.id: one.count for one in see(desks, case).sections}
    assert (sections["letters"], sections["referrals"]) == (1, 1)


def test_a_grant_that_ends_soon_is_a_step(desks) -> None:
    case = desks.visit()
    desks.agree(case, valid_until=(desks.clock.moment + timedelta(days=20)).date().isoformat())
    (step,) = [one for one in see(desks, case).tasks if one.kind is TaskKind.CONSENT_REVIEW]
    assert step.due == (desks.clock.moment + timedelta(days=20)).date()


def test_a_form_that_was_begun_is_a_step_and_its_section_is_a_draft(desks) -> None:
    case = desks.visit()
    sheet = desks.office().filling.open(case, "episode")
    session = open_session(sheet.model, sheet.doc, desks.clock, "en", sheet.externals)
    fill(session, {"own_words": "CANARY-BEGUN"})
    desks.office().filling.keep(sheet, session.draft())
    found = see(desks, case)
    (step,) = found.tasks
    assert (step.kind, step.subject) == (TaskKind.FINISH_FORM, "episode")
    assert {one.id: one.state for one in found.sections}["episode"] is SectionState.DRAFT
    assert found.documents[-1].state == "draft"
    assert found.episodes == ()
