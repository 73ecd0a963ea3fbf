"""A member's own program takes no answer of a register back, and rewords nothing in silence."""

from __future__ import annotations

import cbor2
import pytest
from apart import Apart, case_of
from forged import forger, nobody, stands
from known_case import CLINIC
from make import VISIT

from casework.referrals.letters import Order
from casework.registers.breach import BreachState, Happened, Taken
from casework.registers.outside_request import Answer, Asked, Given
from casework.team.supervision import Why
from db.guards.triggers import KEPT_COLUMNS
from db.rows.holding import HOLDS
from ledger.ops import LIFE, PLACE, Kind, Op, OpId
from sync.members.sayable import ANSWERS, unsayable
from sync.members.scribe import CONFIG
from sync.survey import remember_speakers

LINES = ("breach", "breach_action", "outside_request")
WORDS, LATER = "words of the order", "2026-03-12T09:30:00.000000Z"
TOLD = {"categories": ["demographic", "contact", "needs"], "items": ["name_used"]}


@pytest.fixture
def office(pair):
    return pair.first.office(pair.first.template.supervisor)


@pytest.fixture
def three(template, tmp_path):
    """Return two laptops of supervisors."""
    made_here = Apart.three(template, tmp_path)
    yield made_here
    made_here.first.close()


def rows(team, query, *values):
    return team.first.store.connection.execute(query, values).fetchall()


def made(team, entity):
    """Return what made a thing, and what it said of it."""
    query = (
        "select o.lane, o.aseq, o.idx, o.value from entity as e"
        " join op as o on o.lane = e.lane and o.aseq = e.aseq and o.idx = e.idx where e.id = ?"
    )
    ((*op_id, value),) = rows(team, query, entity)
    return OpId(*op_id), cbor2.loads(value)


def every_head(team, entity):
    """Return whatever stands of a thing: all that a change of the whole has to name."""
    told = "select lane, aseq, idx from cell_meta where entity = ?"
    return sorted({made(team, entity)[0], *(OpId(*row) for row in rows(team, told, entity))})


def answered(team, office):
    """Note and refuse a request, see to a breach and close it; let the other laptop hear of it."""
    day = team.clock().date()
    request = office.requests.note(Asked(day, "police", WORDS, "W", True)).subject_id
    office.requests.answer(request, Given(Answer.REFUSED))
    breach = office.breaches.note(Happened(day, "device_gone", WORDS, "nobody")).subject_id
    office.breaches.take(breach, Taken(day, "They were told", told=True))
    office.breaches.close(breach)
    team.carry()
    return {"outside_request": bytes.fromhex(request), "breach": bytes.fromhex(breach)}


def released(team, office):
    """Let a request about a case of the second one be answered with a letter of hers."""
    with team.other.office() as other:
        code = other.answers.record(None, "intake", VISIT, "en").case_code
        team.first.agrees(code, office=other)
        team.first.agrees(code, office=other, purpose="referral", **TOLD)
        asked = Asked(team.clock().date(), "police", WORDS, "W", True, code)
        request = other.requests.note(asked).subject_id
        number = other.letters.issue(Order(code, CLINIC)).number
    team.carry()
    office.glass.open(code, Why.DANGER)
    office.requests.answer(request, Given(Answer.RELEASED, "EX 1", number))
    team.carry()
    ((part,),) = rows(team, "select id from outside_request_case")
    return case_of(team.first, code), part, number


def register(office):
    (line,), (breach,) = office.requests.all(), office.breaches.all()
    return line.request.answer, line.request.words, breach.breach.state, breach.breach.words


# ------------------------------------------------------------------------------ over an answer


@pytest.mark.parametrize("names", ["nothing", "what made it", "all of it"])
@pytest.mark.parametrize("more", [{}, {"words": "others"}])
@pytest.mark.parametrize("table", ["outside_request", "breach"])
def test_what_was_answered_or_closed_is_not_made_anew(pair, office, table, names, more):
    """It was open again everywhere, and whoever had answered had not."""
    one = answered(pair, office)[table]
    before = register(office)
    made_by, said = made(pair, one)
    known = {"nothing": [], "what made it": [made_by], "all of it": every_head(pair, one)}
    batch = forger(pair, "config").says(
        (Kind.CREATE, one, table, None, said | more, known[names]),
    )
    assert pair.first.post.take([batch]).refused == {}
    assert register(office) == before == (Answer.REFUSED, WORDS, BreachState.CLOSED, WORDS)


@pytest.mark.parametrize(
    ("table", "name", "value"),
    [
        ("outside_request", "answer", "open"),
        ("outside_request", "order_no", ""),
        ("outside_request", "letter_mark", ""),
        ("breach", "status", "open"),
        ("breach", "untold_why", ""),
    ],
)
def test_nor_is_it_said_to_be_open_by_what_makes_it_once_more(pair, office, table, name, value):
    one = answered(pair, office)[table]
    said = made(pair, one)[1] | {name: value}
    known = every_head(pair, one)
    batch = forger(pair, "config").says((Kind.CREATE, one, table, None, said, known))
    assert dict(pair.first.post.take([batch]).refused) == {"incoming.once": 1}
    assert register(office)[::2] == (Answer.REFUSED, BreachState.CLOSED)


PARTS = {
    "another letter": lambda _team, _one, known: (Kind.SET, "letter", "", known),
    "other words": lambda _team, _one, known: (Kind.SET, "words", "others", known),
    "another case": lambda _team, _one, known: (Kind.SET, "who", "others", known),
    "deleted": lambda _team, _one, known: (Kind.DELETE, None, None, known),
    "deleted as a word": lambda _team, _one, known: (Kind.SET, LIFE, True, known),
    "brought over": lambda team, one, known: (
        *(Kind.CREATE, None),
        *(made(team, one)[1] | {PLACE: None, "words": "others"}, known),
    ),
    "made anew": lambda team, one, known: (
        *(Kind.CREATE, None),
        *(made(team, one)[1] | {"words": "others"}, known),
    ),
}


@pytest.mark.parametrize("way", PARTS)
def test_what_was_released_stays_so_whatever_is_said_of_its_part(pair, office, way):
    """Whoever has the case had only to name another letter: it stood open, and was to do."""
    _case, part, number = released(pair, office)
    kind, field, value, known = PARTS[way](pair, part, every_head(pair, part))
    batch = forger(pair, "own").says((kind, part, "outside_request_case", field, value, known))
    # With other words it counts for nothing, and stops no lane.
    assert pair.first.post.take([batch]).refused.total() == (kind is not Kind.CREATE)
    (line,) = office.requests.all()
    assert (line.request.answer, line.request.letter) == (Answer.RELEASED, number)
    assert line.request.words == WORDS


# ------------------------------------------------------------------------------ other words


@pytest.mark.parametrize("table", ["outside_request", "breach", "breach_action"])
def test_no_line_is_reworded_by_a_member(pair, office, table):
    _is_not_reworded(pair, office, table)


@pytest.mark.parametrize("table", ["outside_request", "breach", "breach_action"])
def test_nor_by_who_leads(three, table):
    _is_not_reworded(three, three.here, table)


def _is_not_reworded(team, office, table):
    found = answered(team, office)
    ((done,),) = rows(team, "select id from breach_action")
    one = {**found, "breach_action": done}[table]
    known = stands(team.first.store, one, "words")
    batch = forger(team, "config").says((Kind.SET, one, table, "words", "others", known))
    assert team.first.post.take([batch]).refused.total() == 1
    assert register(office)[1::2] == (WORDS, WORDS)


@pytest.mark.parametrize(("table", "name"), [one for one in HOLDS if one[0] in LINES])
def test_of_a_line_nothing_is_said_again_but_how_it_was_answered(table, name):
    said = Op(OpId(nobody(), 1, 0), Kind.SET, nobody(), table, name, "others", 1)
    is_answer = (table, name) in ANSWERS
    assert unsayable([said], CONFIG, administers=True) == ("" if is_answer else "incoming.once")
    assert is_answer is (name not in KEPT_COLUMNS[table])


def test_a_correction_of_whoever_has_no_say_stands_beside_with_her_name(pair, office):
    found = answered(pair, office)
    said = {name: made(pair, one)[1] for name, one in found.items()}
    more = {"noted_at": LATER, "words": "others"}
    batch = forger(pair, "config").says(
        *(
            (Kind.CREATE, nobody(), table, None, said[table] | more | {"corrects": one})
            for table, one in found.items()
        )
    )
    assert not pair.first.post.take([batch]).refused
    remember_speakers(pair.first.post)
    (line,), (breach,) = office.requests.all(), office.breaches.all()
    boss = pair.first.template.supervisor.name
    for one in (line, breach):
        assert [(it.words, it.by) for it in one.wordings] == [
            (WORDS, boss),
            ("others", "Worker 7"),
        ]
    assert (line.request.answer, line.noted_by) == (Answer.REFUSED, boss)
    assert (breach.breach.state, breach.noted_by) == (BreachState.CLOSED, boss)
