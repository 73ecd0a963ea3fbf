"""Reports of figures of an invented population, printed cell by cell and proved by nobody.

For what reads reports: it has to do with any that there can be, also with coarse ones.
"""

from __future__ import annotations

from random import Random

from casework.figures.axes import dimensions, name_of
from casework.figures.desk import Shown
from casework.figures.never import cannot_be
from casework.figures.people import AGE, FLAGS, GENDER, MONTH, NO, PEOPLE, YES
from casework.figures.plan import cells, plans
from casework.protect.printed import ladder

PERIODS = {1: "2026-03", 3: "2026-Q1", 12: "2025"}


def population(count, seed):
    """Return invented people: for each dimension the finest code of each."""
    chance = Random(seed)
    known = {name: one for name, one in dimensions(()).items() if one.atoms}
    often = {name: [chance.paretovariate(0.8) for _ in one.atoms] for name, one in known.items()}
    yes = {name: chance.random() ** 2 for name in known}
    found = []
    while len(found) < count:
        one = {
            name: (YES if chance.random() < yes[name] else NO)
            if name.partition(".")[0] in FLAGS
            else chance.choices(dimension.atoms, often[name])[0]
            for name, dimension in known.items()
        }
        if not cannot_be(((AGE, one[AGE]), (GENDER, one[GENDER]))):
            found.append(one)
    return found


def report(people, plan, *, coarse=0.0, least=10, seed=1):
    """Return figures of some people as they may be printed; some of them coarser, or not at all."""
    chance, period = Random(seed), PERIODS[plans()[plan].months]
    tables = cells(plans()[plan], period)
    printed = {}
    for key in dict.fromkeys(key for mine in tables.values() for key, _margin in mine):
        # What was done for whom is nobody's here.
        of_people = people if name_of(key).people == PEOPLE else ()
        steps = [*ladder(_count(of_people, key), least), None]
        printed[key] = chance.choice(steps) if chance.random() < coarse else steps[0]
    told = {
        name: tuple((key, printed[key]) for key, _margin in mine) for name, mine in tables.items()
    }
    return Shown(plan, period, least, told)


def _count(people, key):
    if not people:
        return 0
    known = dimensions(())
    held = [(dim, known[dim].codes[code]) for dim, code in key if dim != MONTH]
    return sum(all(one[dim] in codes for dim, codes in held) for one in people)


def missed(shown, invented):
    """Return each told cell of everybody that figures of invented people would not be told as."""
    known = dimensions(())
    at = {dim: place for place, dim in enumerate(invented.dims)}
    standards = {one.id for one in plans()[shown.plan].tables if one.standard}
    found = []
    for table, mine in shown.tables.items():
        for key, printed in mine if table not in standards else ():
            if printed is None or name_of(key).people != PEOPLE:
                continue
            held = [(at[dim], known[dim].codes[code], dim) for dim, code in key if dim != MONTH]
            count = sum(
                all(known[dim].codes[one[place]] <= codes for place, codes, dim in held)
                for one in invented.people
            )
            if not printed.lo <= count <= printed.hi:
                found.append((table, key, printed, count))
    return found
