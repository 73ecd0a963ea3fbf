"""Very much of something, as another program writes it, and how often a store is asked."""

from __future__ import annotations

from ledger.ops import Kind, OpId

FORM = (
    "select e.id, e.lane, e.aseq, e.idx from entity as e join form_instance as f on f.id = e.id"
    " where f.form_id = ? limit 1"
)


def asked_of(connection, act):
    """Return how many statements a store carries out while something is done."""
    asked = []
    connection.set_trace_callback(asked.append)
    try:
        act()
    finally:
        connection.set_trace_callback(None)
    return len(asked)


def things(odd, table, number, facts):
    """Let many things be made that say the same; return each with what made it."""
    return [odd.creates(table, facts) for _ in range(number)]


def tasks_said_twice(odd, number):
    """Let two say different things of many tasks."""
    for thing in things(odd, "task", number, odd.pattern("task")):
        said_twice(odd, thing, "task", "title")
    odd.comes()


def tasks_taken_away(odd, number):
    """Let many tasks be taken away that somebody else speaks of."""
    for thing in things(odd, "task", number, odd.pattern("task")):
        odd.sets(thing, "task", "title", "EX one")
        odd._says(Kind.DELETE, thing[0], "task", None, None, parents=(thing[1],))
    odd.comes()


def rows_said_twice(odd, number):
    """Let two say different things of many rows of a first visit."""
    for thing in rows(odd, number):
        said_twice(odd, thing, "form_repeat", "intake.channel_value")
    odd.comes()


def rows(odd, number):
    """Let many rows be made in a first visit."""
    visit, _made = form_of(odd, "intake")
    facts = {"in": visit, "repeat": "intake.channels", "intake.channel": "email"}
    return [odd.creates("form_repeat", facts) for _ in range(number)]


def services_said_twice(odd, number):
    """Let two call many services otherwise."""
    for at in range(number):
        thing = odd.creates("service", odd.pattern("service") | {"code": f"EX{at}-{number}"})
        said_twice(odd, thing, "service", "name")
    odd.comes()


def questions_said_twice(odd, number):
    """Let two answer many questions of one form that nobody asks."""
    visit = form_of(odd, "intake")
    for at in range(number):
        said_twice(odd, visit, "form_instance", f"intake.ex_{at}_{number}")
    odd.comes()


def said_twice(odd, thing, table, field):
    """Let two say different things of one field."""
    for words in ("EX one", "EX two"):
        odd.sets(thing, table, field, words)


def form_of(odd, form):
    """Return a form that is here, and what made it."""
    ((entity, *made),) = odd.connection.execute(FORM, (form,)).fetchall()
    return entity, OpId(*made)
