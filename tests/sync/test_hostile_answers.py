"""A member's own program hides no request from outside, and answers and closes nothing."""

import pytest
from apart import Apart, case_of
from forged import forger, nobody, stands
from known_case import CLINIC
from laptops import First, Laptop, carry
from make import VISIT, Clock

from casework.consent.grant import Purpose
from casework.referrals.letters import Order
from casework.registers.breach import BreachState, Happened, Taken
from casework.registers.outside_request import Answer, Asked, Given
from casework.tasks.task import TaskKind
from casework.team.worker import NotPermitted, Role
from ledger.ops import Kind
from sync.survey import remember_speakers

WORDS, WHEN = "words of the order", "2026-03-10T09:30:00.000000Z"


@pytest.fixture
def office(pair):
    return pair.first.office(pair.first.template.supervisor)


@pytest.fixture
def both(template, tmp_path):
    """Return two laptops of supervisors, and a third one."""
    made = Apart.three(template, tmp_path)
    yield made
    made.first.close()


def boss(team):
    return bytes.fromhex(team.first.template.supervisor.id)


def noted(team, office, case="", words=WORDS):
    day = team.clock().date()
    return office.requests.note(Asked(day, "police", words, "W", True, case)).subject_id


def hers(team):
    """Let the other one record a case that the first one has too; return its code and its id."""
    with team.other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        team.first.agrees(code, office=office)
    team.carry()
    return code, case_of(team.first, code)


def asked_of(request, case, part=None):
    """Return what says that a request is about a case."""
    said = {"request_id": bytes.fromhex(request), "case_id": case, "who": "x", "words": "hers"}
    return Kind.CREATE, part or nobody(), "outside_request_case", None, said


def walled(team, case):
    """Return what keeps a case from whoever works at the first laptop."""
    said = {"case_id": case, "user_id": boss(team), "service_id": None, "kind": "relative"}
    more = {"status": "standing", "since": WHEN, "set_by": team.other.user}
    return Kind.CREATE, nobody(), "conflict_link", None, said | more


def to_do(office, kind=TaskKind.OUTSIDE_REQUEST):
    return sum(one.kind is kind for one in office.tasks.today().today)


# ------------------------------------------------------------------------------ what is hidden


def test_a_request_of_no_case_is_not_put_behind_the_wall_of_one(pair, office):
    request = noted(pair, office)
    _code, case = hers(pair)
    batch = forger(pair, "own").says(asked_of(request, case), walled(pair, case))
    assert not pair.first.post.take([batch]).refused
    (line,) = office.requests.all()
    assert (line.request.words, line.case_code, to_do(office)) == (WORDS, "", 1)


def test_what_a_wall_keeps_from_her_is_still_asked_and_names_nothing(pair, office):
    code, case = hers(pair)
    with pair.other.office() as other:
        request = noted(pair, other, code)
    pair.carry()
    batch = forger(pair, "own").says(walled(pair, case))
    assert not pair.first.post.take([batch]).refused
    (line,) = office.requests.all()
    assert (line.request.asker, line.request.id, to_do(office)) == ("police", request, 1)
    assert (line.case_code, line.request.case_id, line.request.words) == ("", "", "")
    # As where the case is not: it may have been refused, and nothing of it was read to say so.
    office.requests.answer(request, Given(Answer.REFUSED))
    assert to_do(office) == 0


@pytest.mark.parametrize("part", [b"\0" * 15 + b"\1", b"\xff" * 16])
def test_a_request_is_about_the_case_that_it_was_written_down_with(pair, office, tmp_path, part):
    """It stood there twice, and could be neither answered nor corrected."""
    mine = pair.first.case()
    request = noted(pair, office, mine)
    third = Laptop(pair.first, tmp_path / "third", "Worker 8", Role.SUPERVISOR)
    _code, case = hers(pair)
    batch = forger(pair, "own").says(asked_of(request, case, part))
    assert not pair.first.post.take([batch]).refused
    third.takes(pair.first.writes())
    with third.office() as elsewhere, third.post() as post:
        assert not post.take([batch]).refused
        (line,) = elsewhere.requests.all()
        assert (line.case_code, line.request.words) == ("", "")
    (line,) = office.requests.all()
    assert (line.case_code, line.request.words) == (mine, WORDS)
    office.requests.correct(request, Asked(pair.clock().date(), "police", "better", "W", True))
    office.requests.answer(request, Given(Answer.REFUSED))
    (line,) = office.requests.all()
    assert (line.request.words, line.request.answer) == ("better", Answer.REFUSED)


# ------------------------------------------------------------------------------ what is answered


def answers(team, request, breach):
    """Return the ways in which something is answered, or closed, in a colleague's name."""
    done, at = {"taken_on": "2026-03-10", "words": "looked", "told": "yes"}, {"at": WHEN}
    acts = {
        "answered": (request, "outside_request", "answer", "released"),
        "answered by": (request, "outside_request", "answered_by", boss(team)),
        "closed": (breach, "breach", "status", "closed"),
        "not told": (breach, "breach", "untold_why", "no reason"),
    }
    said = {
        name: (Kind.SET, one, table, field, value, stands(team.first.store, one, field))
        for name, (one, table, field, value) in acts.items()
    }
    who = {"breach_id": breach, "by": boss(team)}
    return said | {"done": (Kind.CREATE, nobody(), "breach_action", None, done | at | who)}


@pytest.mark.parametrize("way", ["answered", "answered by", "closed", "not told", "done"])
def test_only_who_leads_answers_and_closes(pair, office, way):
    day = pair.clock().date()
    request = noted(pair, office)
    breach = office.breaches.note(Happened(day, "device_gone", "words", "nobody")).subject_id
    pair.carry()
    ways = answers(pair, bytes.fromhex(request), bytes.fromhex(breach))
    came = pair.first.post.take([forger(pair, "config").says(ways[way])])
    assert dict(came.refused) == {"incoming.office": 1}
    assert (to_do(office), to_do(office, TaskKind.BREACH)) == (1, 1)
    (line,) = office.breaches.all()
    assert (line.breach.state, line.taken) == (BreachState.OPEN, ())


REQUEST = {
    "asked_on": "2026-03-09",
    "asker": "police",
    "in_writing": "yes",
    "who": "",
    "words": "",
    "noted_at": WHEN,
}
BREACH = {
    "noticed_on": "2026-03-09",
    "kind": "device_gone",
    "words": "words",
    "recipients": "",
    "noted_at": WHEN,
}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("outside_request", REQUEST | {"answer": "refused"}),
        ("outside_request", REQUEST | {"answered_at": WHEN}),
        ("breach", BREACH | {"status": "closed"}),
        ("breach", BREACH | {"untold_why": "no reason"}),
    ],
)
def test_nothing_is_answered_or_closed_as_it_is_written_down(both, table, said):
    made = Kind.CREATE, nobody(), table, None, said | {"noted_by": both.other.user}
    came = both.first.post.take([forger(both, "config").says(made)])
    assert dict(came.refused) == {"incoming.once": 1}


def test_who_wrote_a_request_or_a_breach_down_is_whoever_signed_it(pair, office):
    one = REQUEST | {"words": "words"}
    batch = forger(pair, "config").says(
        (Kind.CREATE, nobody(), "outside_request", None, one | {"noted_by": boss(pair)}),
        (Kind.CREATE, nobody(), "breach", None, BREACH | {"noted_by": boss(pair)}),
    )
    assert not pair.first.post.take([batch]).refused
    remember_speakers(pair.first.post)
    assert [line.noted_by for line in office.requests.all()] == ["Worker 7"]
    assert [line.noted_by for line in office.breaches.all()] == ["Worker 7"]


def says_released(team, request, **more):
    """Return what says that something was released, by whoever works at the first laptop."""
    one, store = bytes.fromhex(request), team.first.store
    said = {"answer": "released", "answered_by": boss(team), "answered_at": WHEN, **more}
    return [
        (Kind.SET, one, "outside_request", name, value, stands(store, one, name))
        for name, value in said.items()
    ]


def read(laptop):
    """Return how the only request was answered, and by whom, as it stands at a laptop."""
    with laptop.post() as post:
        remember_speakers(post)
    with laptop.office() as office:
        (line,) = office.requests.all()
        return line.request.answer, line.answered_by, to_do(office)


@pytest.mark.parametrize("order", ["", "EX 1"])
def test_nothing_was_released_about_no_case_whoever_says_so(both, order):
    request = noted(both, both.here)
    both.carry()
    both.third.takes(both.first.writes())
    batch = forger(both, "config").says(*says_released(both, request, order_no=order))
    for laptop in (both.other, both.third):
        with laptop.post() as post:
            assert not post.take([batch]).refused
        assert read(laptop) == (Answer.OPEN, "", 1)
    assert not both.first.post.take([batch]).refused
    (line,) = both.here.requests.all()
    assert (line.request.answer, line.answered_by, to_do(both.here)) == (Answer.OPEN, "", 1)


def test_what_left_by_no_letter_was_not_released(both):
    code, _case = both.both_hold()
    request = noted(both, both.here, code)
    both.carry()
    batch = forger(both, "config").says(*says_released(both, request, order_no="EX 1"))
    assert not both.first.post.take([batch]).refused
    (line,) = both.here.requests.all()
    assert (line.request.answer, line.request.order_no) == (Answer.OPEN, "")
    assert (line.answered_by, to_do(both.here)) == ("", 1)
    # It is answered as if nobody had.
    both.here.requests.answer(request, Given(Answer.REFUSED))
    assert to_do(both.here) == 0


def test_who_answered_is_whoever_signed_it(both):
    request = noted(both, both.here)
    both.carry()
    both.third.takes(both.first.writes())
    one, store = bytes.fromhex(request), both.first.store
    said = {"answer": "refused", "answered_by": boss(both), "answered_at": WHEN}
    batch = forger(both, "config").says(
        *(
            (Kind.SET, one, "outside_request", name, value, stands(store, one, name))
            for name, value in said.items()
        )
    )
    assert not both.first.post.take([batch]).refused
    remember_speakers(both.first.post)
    (line,) = both.here.requests.all()
    assert (line.request.answer, line.answered_by) == (Answer.REFUSED, "Worker 7")
    with both.third.post() as post:
        post.take([batch])
    assert read(both.third) == (Answer.REFUSED, "Worker 7", 0)


def test_who_saw_to_a_breach_and_closed_it_is_whoever_signed_it(both):
    day = both.clock().date()
    breach = both.here.breaches.note(Happened(day, "device_gone", "words", "nobody")).subject_id
    both.carry()
    one, store = bytes.fromhex(breach), both.first.store
    done = {"breach_id": one, "taken_on": day.isoformat(), "words": "looked", "told": "yes"}
    said = {"status": "closed", "closed_by": boss(both), "closed_at": WHEN}
    batch = forger(both, "config").says(
        (Kind.CREATE, nobody(), "breach_action", None, done | {"by": boss(both), "at": WHEN}),
        *(
            (Kind.SET, one, "breach", name, value, stands(store, one, name))
            for name, value in said.items()
        ),
    )
    assert not both.first.post.take([batch]).refused
    remember_speakers(both.first.post)
    (line,) = both.here.breaches.all()
    assert line.breach.state is BreachState.CLOSED
    assert (line.closed_by, [one.by for one in line.taken]) == ("Worker 7", ["Worker 7"])


# ------------------------------------------------------------------------------ what stays so


def test_what_she_answered_stands_after_she_leads_no_more_and_nothing_that_she_says_later(both):
    request, other = noted(both, both.here), noted(both, both.here, words="another")
    both.carry()
    with both.other.office() as office:
        office.requests.answer(request, Given(Answer.FIGURES))
    both.carry()
    both.here.people.set_role(both.other.user.hex(), Role.CASEWORKER)
    both.carry()
    with both.other.office() as office, pytest.raises(NotPermitted):
        office.requests.answer(other, Given(Answer.FIGURES))
    late = forger(both, "config").says(*says_released(both, other, order_no="EX 1"))
    assert both.first.post.take([late]).late == 1
    said = {one.request.id: one.request.answer for one in both.here.requests.all()}
    assert said == {request: Answer.FIGURES, other: Answer.OPEN}


def test_what_one_took_in_before_it_heard_counts_for_all(both):
    day = both.clock().date()
    request = noted(both, both.here)
    breach = both.here.breaches.note(Happened(day, "device_gone", "words", "nobody")).subject_id
    both.carry()
    both.third.takes(both.first.writes())
    with both.third.office() as office:
        office.people.set_role(both.other.user.hex(), Role.CASEWORKER)
    stick = both.third.writes()
    with both.other.office() as office:
        office.requests.answer(request, Given(Answer.REFUSED))
        office.breaches.take(breach, Taken(day, "They were told", told=True))
    batches = both.other.writes()
    both.first.takes(batches)
    assert both.third.takes(batches).late
    both.first.takes(stick)
    came = both.third.takes(both.first.writes())
    assert (came.late, came.refused) == (0, {})
    with both.third.office() as office:
        assert [one.request.answer for one in office.requests.all()] == [Answer.REFUSED]
        assert [len(one.taken) for one in office.breaches.all()] == [1]


def test_what_was_answered_before_others_joined_is_believed_by_them(template, tmp_path):
    first = First(template, tmp_path / "first", Clock())
    here, day, code = first.office(template.supervisor), first.clock().date(), first.case()
    first.agrees(code)
    told = {"categories": ["demographic", "contact", "needs"], "items": ["name_used"]}
    first.agrees(code, purpose=Purpose.REFERRAL.value, **told)
    request = here.requests.note(Asked(day, "police", WORDS, "W", True, code)).subject_id
    number = here.letters.issue(Order(code, CLINIC)).number
    here.requests.answer(request, Given(Answer.RELEASED, "EX 1", number))
    breach = here.breaches.note(Happened(day, "device_gone", "words", "nobody")).subject_id
    here.breaches.take(breach, Taken(day, "They were told", told=True))
    here.breaches.close(breach)
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    carry(first, second)
    with second.office() as office:
        (line,), (seen,) = office.requests.all(), office.breaches.all()
    assert (line.request.answer, line.answered_by) == (Answer.RELEASED, template.supervisor.name)
    assert (seen.breach.state, seen.closed_by) == (BreachState.CLOSED, template.supervisor.name)
    first.close()


def test_who_wrote_a_breach_down_words_it_better_where_it_opened_again(template, tmp_path):
    """It is closed in its row: to say that it is open is for whoever leads."""
    first = First(template, tmp_path / "first", Clock())
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    third = Laptop(first, tmp_path / "third", "Worker 9")
    here, day = first.office(template.supervisor), first.clock().date()
    carry(first, second, third)
    with third.office() as office:
        breach = office.breaches.note(Happened(day, "device_gone", "words", "nobody")).subject_id
    carry(first, second, third)
    done = here.breaches.take(breach, Taken(day, "They were told", told=True)).reason
    carry(first, second, third)
    here.breaches.close(breach)
    with second.office() as office:
        office.breaches.untake(breach, done)
    carry(first, second, third)
    with third.office() as office:
        office.breaches.correct(breach, Happened(day, "device_gone", "better", "nobody"))
    carry(third, first, second)
    (line,) = here.breaches.all()
    assert (line.breach.words, line.breach.state) == ("better", BreachState.OPEN)
    first.close()
