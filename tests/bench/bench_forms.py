"""How fast forms are, as ratios of yardsticks measured in the same run."""

from __future__ import annotations

import statistics
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from random_forms import dice, xform
from timing import row, seconds

from forms.expr import Context, Environment, Scope, compile_expression, document, element
from forms.expr import rows_document as frozen_rows
from forms.loading import load_form
from forms.session import open_session
from forms.stored import model_from_json, model_to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.model import FormModel
    from forms.session import FormSession

VILLAGES = 20_000
# With their groups these are the 5,000 nodes that a form may have.
LARGEST = 4_500
# Answers go to as many groups in every form, so that only the size of the form differs.
GROUPS = 15
FRAME = 1 / 60
COUNTED = '<bind nodeset="/data/minors" calculate="count(/data/child[minor = \'true\'])"/>'


def clock() -> datetime:
    return datetime(2026, 3, 1, 12, tzinfo=UTC)


def source(questions: int, villages: int = 500) -> bytes:
    """Return a form of groups of ten questions that look at each other, a cascade and a repeat."""
    instance = "<district/><village/><n/><child><name/><age/><minor/></child><minors/>"
    binds = [
        '<bind nodeset="/data/child/minor" calculate="../age &lt; 18"/>',
        '<bind nodeset="/data/minors" calculate="count(/data/child[minor = \'true\'])"/>',
    ]
    body = [
        '<select1 ref="/data/district"><item><label>D</label><value>d1</value></item></select1>',
        '<select1 ref="/data/village"><itemset nodeset="instance(\'villages\')/root/item',
        '[district = /data/district]"><value ref="name"/><label ref="label"/></itemset></select1>',
        '<group ref="/data/child"><repeat nodeset="/data/child"><input ref="/data/child/name"/>',
        '<input ref="/data/child/age"/></repeat></group>',
    ]
    for group in range(questions // 10):
        name, path = f"g{group}", f"/data/g{group}"
        instance += f"<{name}>" + "".join(f"<q{n}/>" for n in range(10)) + f"</{name}>"
        binds += _binds(group, path)
        body.append(f'<group ref="{path}"><label>G</label>')
        body += [f'<input ref="{path}/q{n}"><label>Question {n}</label></input>' for n in range(10)]
        body.append("</group>")
    rows = "".join(
        f"<item><name>v{n}</name><label>V {n}</label><district>d{n % 200}</district></item>"
        for n in range(villages)
    )
    lists = f'<instance id="villages"><root>{rows}</root></instance>'
    return xform(instance, "".join(binds), "".join(body), lists)


def _binds(group: int, path: str) -> list[str]:
    before = f"/data/g{max(group - 1, 0)}"
    return [
        f'<bind nodeset="{path}/q0" type="int" constraint=". &gt;= 0 and . &lt;= 120"/>',
        f'<bind nodeset="{path}/q1" type="int" relevant="{path}/q0 &gt; 17"/>',
        f"<bind nodeset=\"{path}/q2\" relevant=\"{path}/q0 != '' and {before}/q3 = ''\"/>",
        f'<bind nodeset="{path}/q4" required="{path}/q0 &gt; 17"/>',
        f'<bind nodeset="{path}/q5" readonly="{path}/q4 = \'no\'"/>',
        f'<bind nodeset="{path}/q6" calculate="{path}/q0 + coalesce({path}/q1, 0)"/>',
        f'<bind nodeset="{path}/q7" calculate="concat({path}/q2, \' \', {path}/q3)"/>',
        f"<bind nodeset=\"{path}/q8\" calculate=\"if({path}/q6 &gt; 20, 'many', 'few')\"/>",
    ]


def session_of(questions: int) -> FormSession:
    return open_session(load_form(source(questions)), None, clock)


def answer_times(session: FormSession, answers: int) -> list[tuple[float, bool]]:
    """Return what each of some answers cost, and whether it touched anything else."""
    throw = dice(7)
    found = []
    for _ in range(answers):
        ref = f"/data/g{throw.randrange(GROUPS)}/q{throw.choice((0, 0, 1, 3, 4, 9))}"
        value = str(throw.randrange(100))
        start = time.perf_counter()
        changes = session.set(ref, value)
        took = time.perf_counter() - start
        found.append((took, len(changes.values) > 1 or bool(changes.shown or changes.hidden)))
    return found


def late(times: Sequence[float]) -> float:
    """Return the time that 95 of 100 stay within."""
    return statistics.quantiles(times, n=20)[-1]


def answering() -> list[dict[str, Any]]:
    session = session_of(1_000)
    answer_times(session, 300)
    measured = answer_times(session, 1_000)
    every = [took for took, _ in measured]
    touching = [took for took, touched in measured if touched]
    full = seconds(session.recompute_all, 1)
    small, large = session_of(150), session_of(LARGEST)
    medians = []
    for other in (small, large):
        answer_times(other, 200)
        found = answer_times(other, 1_000)
        medians.append(statistics.median(took for took, touched in found if touched))
    return [
        row(
            "touching answer, 95 % : full recompute, 1,000 questions", late(touching), full, 1 / 40
        ),
        row("worst answer : full recompute, 1,000 questions", max(every), full, 1),
        row("answer, 95 % : one frame, 1,000 questions", late(every), FRAME, 0.01),
        row("touching answer, median, 5,000 nodes : 150 questions", medians[1], medians[0], 2),
    ]


def repeating() -> dict[str, Any]:
    """Measure the 10th and the 200th instance, the median of several forms.

    What counts over all instances grows with them in any engine, so nothing does here.
    """
    model = load_form(source(150).replace(COUNTED.encode(), b""))
    tenth, last = [], []
    for _ in range(7):
        session = open_session(model, None, clock)
        for number in range(2, 201):
            start = time.perf_counter()
            session.add_repeat("/data/child")
            took = time.perf_counter() - start
            if 8 <= number <= 12:
                tenth.append(took)
            elif number > 195:
                last.append(took)
    ratio = statistics.median(last), statistics.median(tenth)
    return row("200th instance of a repeat : 10th", *ratio, 2)


def filtering() -> dict[str, Any]:
    """Measure a filtered list with its index and, as the yardstick, the same list without."""
    lines = [{"name": f"v{n}", "district": f"d{n % 200}"} for n in range(VILLAGES)]
    plain = element("root")
    plain.extend(
        element("item", "", *(element(name, text) for name, text in line.items())) for line in lines
    )
    root = element("data", "", element("district", "d7"), element("village"))
    environment = Environment(clock=clock, root=document(root))
    environment.instances = {"indexed": frozen_rows(lines), "plain": document(plain)}
    here = Context(environment, root.named("village")[0])
    costs = []
    for name in ("indexed", "plain"):
        text = f"instance('{name}')/root/item[district = /data/district]"
        expression = compile_expression(text, Scope(path=("data", "village")))
        if len(expression.as_nodes(here)) != VILLAGES // 200:
            raise AssertionError(name)
        costs.append(seconds(lambda expression=expression: expression.value(here), 3))
    return row("list of 20,000 filtered : without its index", *costs, 1 / 30)


def opening() -> list[dict[str, Any]]:
    data = source(1_000)
    model: FormModel = load_form(data)
    stored = model_to_json(model)
    load = seconds(lambda: load_form(data), 1)
    first_load = seconds(lambda: open_session(load_form(data), None, clock), 1)
    first = seconds(lambda: open_session(model_from_json(stored), None, clock), 1)
    return [
        row(
            "compiled model opened : its XForm loaded",
            seconds(lambda: model_from_json(stored), 1),
            load,
            0.2,
        ),
        row("the same with the first session : XForm with its first session", first, first_load, 1),
    ]


def run() -> list[dict[str, Any]]:
    """Return every ratio; a ratio at most its goal is good."""
    return [*answering(), repeating(), filtering(), *opening()]


if __name__ == "__main__":
    for line in run():
        sys.stdout.write(
            f"{line['ratio']:9.4f} (goal {line['goal']:.4f})  {line['ours'] * 1e6:10.1f} us : "
            f"{line['yardstick'] * 1e6:10.1f} us  {line['name']}\n"
        )
