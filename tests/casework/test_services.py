"""The directory is kept true by the form, by a look on a day, and by never losing an entry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make import Clock

from casework.referrals.letters import Order
from casework.services.search import Wish, fits, offered
from casework.services.service import Service
from casework.team.seat import NotFound
from casework.team.worker import NotPermitted, Role, Worker
from forms.filling import fill
from forms.session import open_session

CLINIC = "Example Clinic A"
FULL = {
    "name": "Example House",
    "kind": "shelter",
    "service_types": ["housing", "exit_support"],
    "regions": ["north"],
    "languages": ["ar", "fr"],
    "welcomed": ["women"],
    "accepts_children": "yes",
    "age_from": 18,
    "hours": "00:00-24:00",
    "safety_notes": "CANARY-SAFETY",
    "team_notes": "CANARY-TEAM",
    "last_verified": "2026-01-05",
}


@pytest.fixture
def office(desks):
    return desks.office()


@pytest.fixture
def house(office):
    code = office.answers.record(None, "service", FULL, "en").reason
    return office.services.page(code).service


def changed(office, service, **answers):
    """Change an entry through the form, as a screen does; keep it as a draft on the way."""
    sheet = office.filling.amend("", service.id)
    session = open_session(sheet.model, sheet.doc, Clock(), "en", sheet.externals)
    fill(session, answers)
    kept = office.filling.keep(sheet, session.draft())
    again = office.filling.amend("", service.id)
    assert again.draft_id == kept.draft_id
    return office.filling.finish(kept, session.finish())


def test_an_entry_opens_in_its_form_with_all_that_it_says(office, house) -> None:
    sheet = office.filling.amend("", house.id)
    assert (sheet.entry_id, sheet.case_code) == (house.id, "")
    values = {qid.partition(".")[2]: value for qid, value in sheet.doc.values.items()}
    assert sorted(values["service_types"]) == ["exit_support", "housing"]
    assert (values["name"], values["age_from"]) == (FULL["name"], 18)
    assert values["team_notes"] == FULL["team_notes"]


def test_changes_reach_the_entry_and_leave_its_code(office, house) -> None:
    change = changed(office, house, hours="08:00-20:00", languages=["uk"])
    assert (change.kind, change.reason) == ("service_changed", house.code)
    now = office.services.page(house.code).service
    assert (now.details["hours"], now.details["languages"]) == ("08:00-20:00", "uk")
    assert now.details["safety_notes"] == FULL["safety_notes"]
    assert (now.id, now.name, now.active) == (house.id, house.name, True)
    assert "CANARY" not in repr(now)


def test_two_changes_of_different_answers_both_stand(desks, office, house) -> None:
    sheet = office.filling.amend("", house.id)
    session = open_session(sheet.model, sheet.doc, desks.clock, "en", sheet.externals)
    fill(session, {"hours": "10:00-12:00"})
    office.services.checked(house.code)
    office.filling.finish(sheet, session.finish())
    now = office.services.page(house.code).service
    assert now.details["last_verified"] == desks.clock().date().isoformat()
    assert now.details["hours"] == "10:00-12:00"


def test_a_look_today_is_kept_and_taken_back(desks, office, house) -> None:
    office.services.checked(house.code)
    today = desks.clock().date().isoformat()
    assert office.services.page(house.code).service.details["last_verified"] == today
    office.services.unchecked(house.code, FULL["last_verified"])
    assert office.services.page(house.code).service == house
    office.services.unchecked(house.code, "")
    assert "last_verified" not in office.services.page(house.code).service.details


def test_a_service_out_of_use_stays_readable_and_is_not_offered(desks, office) -> None:
    case = desks.visit()
    desks.agree(case)
    office.letters.issue(Order(case, CLINIC))
    code = desks.services()[CLINIC]
    office.services.retire(code)
    assert CLINIC not in {one.name for one in office.services.all()}
    assert CLINIC in {one.name for one in office.services.everyone()}
    assert [one.service for one in office.referrals.of(case).lines] == [CLINIC]
    with pytest.raises(NotFound, match=r"^service_not_found$"):
        office.letters.issue(Order(case, CLINIC))
    office.services.bring_back(code)
    assert CLINIC in {one.name for one in office.services.all()}


def test_only_numbers_tell_of_what_was_sent(desks, office) -> None:
    case = desks.visit()
    desks.agree(case)
    code = desks.services()[CLINIC]
    assert office.services.page(code).sent == 0
    office.letters.issue(Order(case, CLINIC))
    office.letters.issue(Order(case, CLINIC))
    view = office.services.page(code)
    assert view.sent == 2
    assert case not in repr(view)


def test_how_often_something_was_sent_is_for_whoever_reads_cases(desks, office) -> None:
    """Whoever looks each day sees on which somebody was sent to the police, or was erased."""
    case = desks.visit()
    desks.agree(case)
    code = desks.services()[CLINIC]
    office.letters.issue(Order(case, CLINIC))
    for role, sent in ((Role.SUPERVISOR, 1), (Role.DATA_STEWARD, None), (Role.VIEWER, None)):
        worker = Worker(bytes([9] * 16).hex(), role)
        assert desks.office(worker).services.page(code).sent == sent


def test_a_viewer_reads_the_directory_and_changes_nothing(desks, house) -> None:
    viewer = desks.office(Worker(bytes([7] * 16).hex(), Role.VIEWER, "Viewer 1"))
    assert viewer.services.page(house.code).service == house
    for act in (viewer.services.retire, viewer.services.checked, viewer.services.bring_back):
        with pytest.raises(NotPermitted):
            act(house.code)
    with pytest.raises(NotPermitted):
        viewer.filling.amend("", house.id)


def service(name="Example", *, active=True, **details) -> Service:
    return Service("00", "s-1", name, "other", details, active)


@pytest.mark.parametrize(
    ("wish", "fit"),
    [
        (Wish(), True),
        (Wish(service_type="housing"), True),
        (Wish(service_type="education"), False),
        (Wish(region="north"), True),
        (Wish(region="south"), False),
        (Wish(language="fr"), True),
        (Wish(language="uk"), False),
        (Wish(welcomes="women"), True),
        (Wish(welcomes="men"), False),
        (Wish(children=True), False),
    ],
)
def test_filters_keep_what_fits(wish, fit) -> None:
    said = {"service_types": "housing", "regions": "north", "languages": "ar fr"}
    one = service(**said, welcomed="women", accepts_children="no")
    assert fits(one, wish) is fit


def test_who_welcomes_everyone_welcomes_whoever_is_asked_for() -> None:
    assert fits(service(welcomed="everyone"), Wish(welcomes="boys"))


@given(st.builds(Wish, *(st.sampled_from(["", "x"]) for _ in range(4)), st.booleans()))
def test_a_service_that_says_nothing_is_left_out_by_no_filter(wish) -> None:
    assert fits(service(), wish)
    assert not fits(service(active=False), wish)


def test_one_chooses_among_what_services_say() -> None:
    known = [service(languages="fr ar"), service(languages="ar"), service()]
    assert offered(known, "languages") == ["ar", "fr"]


def test_who_prints_the_directory_in_numbers_is_on_record(desks, house) -> None:
    viewer = desks.office(Worker(bytes([7] * 16).hex(), Role.VIEWER, "Viewer 1"))
    desks.office().services.retire(viewer.services.all()[0].code)
    found = viewer.services.in_numbers("en")
    assert list(found.services) == list(viewer.services.all())
    assert house in found.services
    last = desks.store.connection.execute(
        "select action, reason from audit_entry order by seq desc limit 1"
    ).fetchone()
    assert tuple(last) == ("directory_printed", str(len(found.services)))
