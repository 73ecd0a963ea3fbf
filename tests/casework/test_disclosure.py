"""The one door out: nothing passes that she did not agree to and that nobody needs to know."""

from __future__ import annotations

import copy
import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.cases import exploiters
from casework.consent.grant import (
    OWN_OFFICE,
    Consents,
    Ending,
    Grant,
    Purpose,
    Reach,
    Recipient,
    Scope,
)
from casework.disclosure import (
    OTHER_ANSWERS,
    ConsentMissing,
    Disclosure,
    Reason,
    Request,
    disclose,
    may_be_kept_elsewhere,
    may_leave,
    preview,
)
from casework.keeping.scope import stays_here
from casework.need_to_know import Item, Need, items
from casework.records.casefile import Entry, case_file
from forms.codelists import code_list, label

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
CLINIC = Recipient("s-clinic", "health", "Example Clinic")
KINDS = ("health", "mhpss", "legal", "shelter", "police", "social", "cash")
CATEGORIES = ("identity", "contact", "health", "narrative", "alleged_exploiter", "staff_notes")


def item(name, category, need=Need.IN):
    return Item(name, category, (f"field.{name}",), dict.fromkeys(KINDS, need))


def entry(name, category, value=None, episode=""):
    return Entry(f"field.{name}", category, value or f"canary-{name}", episode=episode)


def grant(**changes):
    plain = Grant(
        id="a1",
        event_id="e1",
        purpose=Purpose.REFERRAL,
        scope=Scope(Reach.SERVICE, "s-clinic"),
        given_at=NOON,
        valid_from=NOON.date(),
        valid_until=date(2026, 6, 10),
        categories=frozenset({"contact"}),
    )
    return dataclasses.replace(plain, **changes)


def later(one, **changes):
    """Return what was said of the same an hour later, in another event."""
    at = one.given_at + timedelta(hours=1)
    return dataclasses.replace(one, id="a9", event_id="e9", given_at=at, **changes)


def partly(**parts):
    """Return a yes to keeping something elsewhere that names parts of it."""
    sets = {name: frozenset(some) for name, some in parts.items()}
    plain = {"purpose": Purpose.STORE_ELSEWHERE, "categories": frozenset()}
    return grant(**plain | sets)


def request(*asked, recipient=CLINIC, purpose=Purpose.REFERRAL, at=NOON, **more):
    return Request(purpose, recipient, tuple(asked), at, "en", **more)


PHONE = item("phone", "contact")
NAME = item("name", "identity", Need.ASK)
ACCOUNT = item("account", "narrative", Need.NEVER)
FILE = case_file(
    "c1",
    "K7M2-4QX9",
    [entry("phone", "contact"), entry("name", "identity"), entry("account", "narrative")],
)


def reasons(seen):
    """Return why items are held back, answers that the paper does not ask for left out."""
    return {held.item: held.reason for held in seen.withheld if held.item != OTHER_ANSWERS}


def test_without_a_grant_nothing_is_told_and_everything_says_why() -> None:
    seen = preview(FILE, Consents(), request(PHONE, NAME, ACCOUNT))
    assert seen.told == ()
    assert reasons(seen) == {
        "phone": Reason.NO_GRANT,
        "name": Reason.NO_GRANT,
        "account": Reason.NOT_NEEDED,
    }
    with pytest.raises(ConsentMissing, match="consent_missing referral"):
        disclose(FILE, Consents(), request(PHONE))


def test_a_yes_that_begins_later_is_told_from_one_that_is_missing() -> None:
    later = grant(valid_from=NOON.date() + timedelta(days=1))
    with pytest.raises(ConsentMissing, match="consent_not_yet referral"):
        disclose(FILE, Consents((later,)), request(PHONE))


def test_a_yes_that_ran_out_is_told_from_one_that_was_never_given_or_taken_back() -> None:
    """Whoever had agreed was said never to have."""
    ended = grant(valid_until=NOON.date() - timedelta(days=1))
    with pytest.raises(ConsentMissing, match="consent_expired referral"):
        disclose(FILE, Consents((ended,)), request(PHONE))
    back = Ending(Purpose.REFERRAL, NOON, None, frozenset({"a1"}))
    with pytest.raises(ConsentMissing, match="consent_missing referral"):
        disclose(FILE, Consents((ended,), (back,)), request(PHONE))


def test_what_is_suspended_is_told_from_what_is_missing() -> None:
    pause = Ending(Purpose.CASE_SERVICE, NOON, None, frozenset({"a1"}), suspends=True)
    with pytest.raises(ConsentMissing, match="consent_suspended referral"):
        disclose(FILE, Consents((grant(),), (pause,)), request(PHONE))


def test_both_columns_together_are_everything_the_paper_asked_for() -> None:
    seen = preview(FILE, Consents((grant(),)), request(PHONE, NAME, ACCOUNT))
    told = [(one.item, one.value) for one in seen.told]
    assert told == [("phone", "canary-phone")]
    assert reasons(seen) == {"name": Reason.NOT_AGREED, "account": Reason.NOT_NEEDED}


def test_what_needs_its_own_tick_is_not_told_by_its_category() -> None:
    by_category = grant(categories=frozenset({"identity"}))
    assert not disclose(FILE, Consents((by_category,)), request(NAME)).told
    by_tick = grant(items=frozenset({"name"}))
    assert disclose(FILE, Consents((by_tick,)), request(NAME)).told[0].value == "canary-name"


def test_what_no_letter_may_hold_is_held_back_even_when_granted() -> None:
    asked = grant(items=frozenset({"account"}), categories=frozenset({"narrative"}))
    seen = preview(FILE, Consents((asked,)), request(ACCOUNT))
    assert reasons(seen) == {"account": Reason.NOT_NEEDED}


def test_an_exclusion_beats_every_tick() -> None:
    for excluded in ("contact", "phone", "field.phone"):
        mixed = grant(items=frozenset({"phone"}), excluded=frozenset({excluded}))
        seen = preview(FILE, Consents((mixed,)), request(PHONE))
        assert reasons(seen) == {"phone": Reason.EXCLUDED}


NEEDS = items()["service_asked"]


@pytest.mark.parametrize(
    ("offers", "told", "held"),
    [
        ({"health_emergency"}, ["health_emergency"], ["housing"]),
        ({"livelihood"}, [], ["health_emergency", "housing"]),
        ({"health_emergency", "housing"}, ["health_emergency", "housing"], []),
    ],
)
def test_of_several_needs_a_service_hears_its_own_and_the_others_are_said_to_stay(
    offers, told, held
) -> None:
    asked = Entry("needs.services", "needs", ("health_emergency", "housing"), "service_type")
    clinic = dataclasses.replace(CLINIC, offers=frozenset(offers))
    agreed = grant(categories=frozenset({"needs"}))
    file = case_file("c1", "K7M2-4QX9", [asked])
    seen = preview(file, Consents((agreed,)), request(NEEDS, recipient=clinic))

    def named(codes):
        return ", ".join(label("service_type", code, "en") for code in codes)

    assert [one.value for one in seen.told] == ([named(told)] if told else [])
    withheld = [(one.value, one.reason) for one in seen.withheld]
    assert withheld == ([(named(held), Reason.NOT_NEEDED)] if held else [])


def test_an_excluded_episode_stays_and_the_others_are_told() -> None:
    file = case_file(
        "c1",
        "K7M2-4QX9",
        [entry("phone", "contact", "one", "ep1"), entry("phone", "contact", "two", "ep2")],
    )
    held = grant(excluded_episodes=frozenset({"ep1"}))
    seen = preview(file, Consents((held,)), request(PHONE))
    assert [one.value for one in seen.told] == ["two"]
    assert [(one.value, one.reason) for one in seen.withheld] == [("one", Reason.EXCLUDED)]


def test_answers_that_no_item_is_fed_by_stand_in_the_column_of_what_stays() -> None:
    odd = Entry("form.intake.need_areas", "needs", ("canary-one", "canary-two"))
    file = case_file("c1", "K7M2-4QX9", [entry("phone", "contact"), odd])
    everything = grant(categories=frozenset({"contact", "needs"}), items=frozenset({odd.field}))
    seen = preview(file, Consents((everything,)), request(PHONE))
    assert [one.value for one in seen.told] == ["canary-phone"]
    assert [(one.item, one.value, one.reason) for one in seen.withheld] == [
        (OTHER_ANSWERS, "canary-one, canary-two", Reason.NOT_FOR_LETTERS)
    ]
    assert disclose(file, Consents((everything,)), request(PHONE)).told == seen.told


def test_an_answer_that_points_at_another_entry_shows_no_id() -> None:
    file = case_file("c1", "K7M2-4QX9", [Entry("form.link", "narrative", "0a" * 16)])
    (held,) = preview(file, Consents((grant(),)), request(PHONE)).withheld
    assert held.value
    assert "0a0a" not in held.value


def test_what_was_taken_out_is_not_told_and_stands_among_what_is_held_back() -> None:
    hours = item("hours", "contact")
    file = case_file("c1", "K7M2-4QX9", [entry("phone", "contact"), entry("hours", "contact")])
    wish = request(PHONE, hours, left_out=frozenset({"phone"}))
    seen = preview(file, Consents((grant(),)), wish)
    assert [one.item for one in seen.told] == ["hours"]
    assert [(one.item, one.value, one.reason) for one in seen.withheld] == [
        ("phone", "canary-phone", Reason.TAKEN_OUT)
    ]
    assert disclose(file, Consents((grant(),)), wish).told == seen.told


def test_what_a_paper_must_say_cannot_be_taken_out() -> None:
    wish = request(PHONE, must=frozenset({"phone"}), left_out=frozenset({"phone"}))
    assert [one.item for one in preview(FILE, Consents((grant(),)), wish).told] == ["phone"]


def test_taking_out_what_is_held_back_anyway_changes_no_reason() -> None:
    wish = request(NAME, ACCOUNT, left_out=frozenset({"name", "account"}))
    seen = preview(FILE, Consents((grant(),)), wish)
    assert reasons(seen) == {"name": Reason.NOT_AGREED, "account": Reason.NOT_NEEDED}


def test_what_she_took_back_is_told_nobody_whatever_was_granted() -> None:
    said = dataclasses.replace(entry("phone", "contact"), taken_back=True)
    everything = grant(items=frozenset({"phone"}))
    seen = preview(case_file("c1", "K7M2-4QX9", [said]), Consents((everything,)), request(PHONE))
    assert seen.told == ()
    assert reasons(seen) == {"phone": Reason.TAKEN_BACK}


def test_what_waits_for_a_decision_is_told_nobody_whatever_was_granted() -> None:
    waits, hours = (
        dataclasses.replace(entry("phone", "contact"), disputed=True),
        item("h", "contact"),
    )
    file = case_file("c1", "K7M2-4QX9", [waits, entry("h", "contact")])
    said = Consents((grant(items=frozenset({"phone"})),))
    seen = preview(file, said, request(PHONE, hours))
    assert [one.item for one in seen.told] == ["h"]
    assert reasons(seen) == {"phone": Reason.TO_DECIDE}
    assert disclose(file, said, request(PHONE, hours)).told == seen.told
    with pytest.raises(ConsentMissing, match="must_not_covered"):
        disclose(file, said, request(PHONE, must=frozenset({"phone"})))
    # Without her yes it would stay anyway: nobody is asked to decide for a letter.
    assert reasons(preview(file, Consents(), request(PHONE))) == {"phone": Reason.NO_GRANT}


def test_notes_of_the_team_never_leave_the_office() -> None:
    note = item("note", "staff_notes")
    file = case_file("c1", "K7M2-4QX9", [entry("note", "staff_notes")])
    everything = grant(categories=frozenset({"staff_notes"}), items=frozenset({"note"}))
    assert reasons(preview(file, Consents((everything,)), request(note))) == {
        "note": Reason.STAYS_HERE
    }


def test_a_paper_without_what_it_must_say_is_refused_by_name() -> None:
    with pytest.raises(ConsentMissing, match="must_not_covered referral name"):
        disclose(FILE, Consents((grant(),)), request(PHONE, NAME, must=frozenset({"name"})))


def test_a_recipient_of_an_unknown_kind_is_told_nothing() -> None:
    stranger = Recipient("s-clinic", "somebody", "Example")
    seen = preview(FILE, Consents((grant(),)), request(PHONE, recipient=stranger))
    assert reasons(seen) == {"phone": Reason.NOT_NEEDED}


def test_only_disclose_makes_a_disclosure() -> None:
    real = disclose(FILE, Consents((grant(),)), request(PHONE))
    with pytest.raises(TypeError):
        Disclosure(
            purpose=real.purpose,
            recipient=CLINIC,
            language="en",
            at=NOON,
            told=(),
            valid_until=date(2026, 6, 10),
            grant_ids=(),
            seal=object(),
        )
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(real, told=real.told * 2)
    assert copy.copy(real).told == real.told


def test_a_disclosure_rests_on_its_grants_and_ends_with_the_first() -> None:
    short = grant(id="a2", valid_until=date(2026, 4, 1))
    real = disclose(FILE, Consents((grant(), short)), request(PHONE))
    assert real.grant_ids == ("a1", "a2")
    assert real.valid_until == date(2026, 4, 1)


def test_what_may_leave_is_answered_by_purpose_and_recipient() -> None:
    elsewhere = grant(purpose=Purpose.STORE_ELSEWHERE)
    assert may_leave(Consents((elsewhere,)), Purpose.STORE_ELSEWHERE, CLINIC, NOON)
    assert not may_leave(Consents((elsewhere,)), Purpose.STORE_ELSEWHERE, OWN_OFFICE, NOON)


ELSEWHERE = grant(purpose=Purpose.STORE_ELSEWHERE, categories=frozenset())
WARD = Recipient("s-ward", "shelter", "Example Ward")
TAKEN_BACK = Ending(Purpose.STORE_ELSEWHERE, NOON + timedelta(hours=1))
EVERYTHING = code_list("data_category").codes.keys() - {"staff_notes", "consent_records"}


@pytest.mark.parametrize(
    ("said", "keepers", "may"),
    [
        ([Consents((ELSEWHERE,))], [CLINIC], True),
        ([Consents((ELSEWHERE,))], [], False),
        ([], [CLINIC], False),
        ([Consents((ELSEWHERE,))], [CLINIC, WARD], False),
        ([Consents((ELSEWHERE,)), Consents()], [CLINIC], False),
        ([Consents((ELSEWHERE,), (TAKEN_BACK,))], [CLINIC], False),
        ([Consents((ELSEWHERE,), elsewhere=(later(ELSEWHERE),))], [CLINIC], True),
        ([Consents((ELSEWHERE,), elsewhere=(later(ELSEWHERE, refused=True),))], [CLINIC], False),
        ([Consents((partly(categories={"contact"}),))], [CLINIC], False),
        ([Consents((partly(categories=EVERYTHING),))], [CLINIC], True),
        ([Consents((partly(excluded={"narrative"}),))], [CLINIC], False),
        ([Consents((partly(excluded_episodes={"one"}),))], [CLINIC], False),
        ([Consents((grant(),))], [CLINIC], False),
    ],
)
def test_a_case_is_kept_elsewhere_whole_or_not_at_all(said, keepers, may) -> None:
    assert may_be_kept_elsewhere(said, keepers, NOON) is may
    assert not may_be_kept_elsewhere(said, keepers, NOON + timedelta(days=200))


@pytest.mark.parametrize(
    ("form", "stays"),
    [
        ({"form_id": "note", "state": "final"}, False),
        ({"form_id": "note", "state": "draft"}, True),
        ({"form_id": "note", "state": "final", "note.restricted": "yes"}, True),
        ({"form_id": "intake", "state": "draft"}, False),
        ({"form_id": exploiters.FORM, "state": "final"}, True),
    ],
)
def test_what_few_may_read_stays_though_the_case_goes(form, stays) -> None:
    assert stays_here(form) is stays


def test_nothing_personal_shows_in_a_repr_or_an_error() -> None:
    real = disclose(FILE, Consents((grant(),)), request(PHONE))
    shown = repr([FILE, real, preview(FILE, Consents((grant(),)), request(PHONE, NAME))])
    assert "canary" not in shown
    assert "Example Clinic" not in shown


purposes = st.sampled_from(list(Purpose))
moments = st.integers(-400, 400).map(lambda days: NOON + timedelta(days=days))
days = st.integers(-400, 400).map(lambda count: NOON.date() + timedelta(days=count))
tables = st.sampled_from(sorted(items().values(), key=lambda one: one.id))
ticks = st.frozensets(tables.map(lambda one: one.id), max_size=12)
categories = st.frozensets(tables.map(lambda one: one.category), max_size=8)
recipients = st.builds(
    Recipient, st.sampled_from(["s-1", "s-2"]), st.sampled_from(KINDS), st.just("Example")
)
scopes = st.one_of(
    st.builds(Scope, st.just(Reach.SERVICE), st.sampled_from(["s-1", "s-2"])),
    st.builds(Scope, st.just(Reach.KIND), st.sampled_from(KINDS)),
    st.just(Scope(Reach.OWN)),
)


@st.composite
def consents(draw):
    grants = [
        Grant(
            id=f"a{n}",
            event_id=f"e{draw(st.integers(0, 3))}",
            purpose=draw(st.one_of(st.just(Purpose.REFERRAL), purposes)),
            scope=draw(scopes),
            given_at=draw(moments),
            valid_from=draw(days),
            valid_until=draw(days),
            categories=draw(categories),
            items=draw(ticks),
            excluded=draw(ticks | categories),
            refused=draw(st.integers(0, 4)) == 0,
        )
        for n in range(draw(st.integers(0, 5)))
    ]
    endings = [
        Ending(
            draw(st.one_of(st.just(Purpose.REFERRAL), purposes)),
            draw(moments),
            draw(st.one_of(st.none(), scopes)),
            draw(st.frozensets(st.sampled_from([f"a{n}" for n in range(5)]))),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Consents(tuple(grants), tuple(endings))


def whole_file():
    """Return a case with a canary in every field that any item of the table is fed by."""
    entries = [
        Entry(field, one.category, f"canary-{field}-{one.id}")
        for one in items().values()
        for field in one.fields
    ]
    return case_file("c1", "K7M2-4QX9", entries)


WHOLE = whole_file()


def oracle(said, asked, one):
    """Return whether an item may be told, by the letter of the rules and by nothing of ours."""
    kind = asked.recipient.kind
    if one.needs.get(kind) not in (Need.IN, Need.ASK) or one.category == "staff_notes":
        return False
    fitting = []
    for held in said.grants:
        names = {Reach.SERVICE: asked.recipient.id, Reach.KIND: kind}.get(held.scope.reach)
        if held.refused or held.purpose is not asked.purpose or held.scope.id != names:
            continue
        if not held.valid_from <= asked.at.date() <= held.valid_until:
            continue
        fitting.append(held)
    by_category = one.needs[kind] is Need.IN
    fitting = [
        held
        for held in fitting
        if one.id in held.items or (by_category and one.category in held.categories)
    ]
    if not fitting:
        return False
    ends = [
        end
        for end in said.endings
        if end.purpose is asked.purpose
        and (end.scope is None or end.scope.includes(asked.recipient))
    ]
    return not all(
        any(held.id in end.seen or held.given_at <= end.at for end in ends) for held in fitting
    )


@given(consents(), recipients, moments, st.lists(tables, unique_by=lambda one: one.id, max_size=20))
def test_no_output_carries_an_uncovered_field(said, recipient, at, asked) -> None:
    wish = request(*asked, recipient=recipient, at=at)
    seen = preview(WHOLE, said, wish)
    allowed = {one.id for one in asked if oracle(said, wish, one)}
    told = {one.item for one in seen.told}
    assert told <= allowed
    out = "\n".join(one.value for one in seen.told)
    for one in items().values():
        if one.id not in allowed:
            assert not any(f"canary-{field}-{one.id}" in out for field in one.fields)
    columns = told | {one.item for one in seen.withheld}
    assert columns - {OTHER_ANSWERS} == {one.id for one in asked if one.fields}
    fed = {field for one in asked for field in one.fields}
    assert (OTHER_ANSWERS in columns) is bool(set(WHOLE.entries) - fed)


@given(consents(), recipients, moments)
def test_a_new_field_or_category_is_covered_by_no_grant(said, recipient, at) -> None:
    new = Item("new_item", "new_category", ("new.field",), dict.fromkeys(KINDS, Need.IN))
    file = case_file("c1", "K7M2-4QX9", [Entry("new.field", "new_category", "canary-new")])
    assert preview(file, said, request(new, recipient=recipient, at=at)).told == ()


@given(consents(), recipients, moments, purposes)
def test_disclose_tells_what_preview_promised_or_raises(said, recipient, at, purpose) -> None:
    wish = request(*items().values(), recipient=recipient, at=at, purpose=purpose)
    seen = preview(WHOLE, said, wish)
    try:
        real = disclose(WHOLE, said, wish)
    except ConsentMissing:
        assert seen.told == ()
        assert said.in_force(purpose, recipient, at) == ()
    else:
        assert real.told == seen.told
