"""Invented forms and answers drawn from a seed: groups, repeats, conditions, lists, sums."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:sx="urn:alongside:forms"><h:head>'
    "<h:title>{title}</h:title><model>"
)
AREAS = ("a", "b", "c")
PLACES = tuple(f"{area}{number}" for area in AREAS for number in range(4))
PLACE_LIST = (
    '<instance id="places"><root>'
    + "".join(
        f"<item><name>{p}</name><label>P{p}</label><area>{p[0]}</area></item>" for p in PLACES
    )
    + "</root></instance>"
)


def dice(seed: int) -> Random:
    """Return the same throws for the same seed."""
    return Random(seed)  # a drawing, not a secret


def xform(instance: str, binds: str = "", body: str = "", more: str = "") -> bytes:
    """Return an XForm around the children of its instance, its binds and its body."""
    return (
        HEAD.format(title="Invented")
        + f'<instance><data id="invented" version="1">{instance}</data></instance>'
        + f"{more}{binds}</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


@dataclass
class Sketch:
    """A form being drawn: its XML and the paths that later questions may refer to."""

    random: Random
    binds: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)
    made: int = 0

    def name(self, letter: str) -> str:
        self.made += 1
        return f"{letter}{self.made}"


def draw(seed: int) -> bytes:
    """Return the XForm that belongs to this seed."""
    sketch = Sketch(dice(seed))
    instance, body = _children(sketch, "/data", 3 + sketch.random.randrange(4), depth=0)
    return xform(instance, "".join(sketch.binds), body, PLACE_LIST)


def _children(sketch: Sketch, path: str, amount: int, depth: int) -> tuple[str, str]:
    instance = body = ""
    kinds = ["number", "number", "text", "area", "calculate", "calculate"]
    kinds += ["group", "repeat", "repeat"] if depth < 2 else []
    for _ in range(amount):
        kind = sketch.random.choice(kinds)
        more_instance, more_body = _MAKERS[kind](sketch, path, depth)
        instance += more_instance
        body += more_body
    return instance, body


def _condition(sketch: Sketch) -> str:
    choice = sketch.random.randrange(6)
    if choice < 2 and sketch.numbers:
        return f"{sketch.random.choice(sketch.numbers)} &gt; {sketch.random.randrange(5)}"
    if choice == 2 and sketch.texts:
        return f"{sketch.random.choice(sketch.texts)} != ''"
    if choice == 3 and sketch.sums:
        return f"sum({sketch.random.choice(sketch.sums)}) &lt; 9"
    return ""


def _bind(sketch: Sketch, path: str, kind: str, **attributes: str) -> None:
    for name, chance in (("relevant", 0.4), ("readonly", 0.1), ("required", 0.2)):
        condition = _condition(sketch) if sketch.random.random() < chance else ""
        if condition:
            attributes.setdefault(name, condition)
    said = "".join(f' {name}="{text}"' for name, text in attributes.items())
    sketch.binds.append(f'<bind nodeset="{path}" type="{kind}"{said}/>')


def _number(sketch: Sketch, path: str, _: int) -> tuple[str, str]:
    name = sketch.name("n")
    _bind(sketch, f"{path}/{name}", "int", constraint=". &lt; 8")
    sketch.numbers.append(f"{path}/{name}")
    sketch.sums.append(f"{path}/{name}")
    default = str(sketch.random.randrange(4)) if sketch.random.random() < 0.3 else ""
    label = f"<label>N <output value='{sketch.random.choice(sketch.numbers)}'/></label>"
    return f"<{name}>{default}</{name}>", f'<input ref="{path}/{name}">{label}</input>'


def _text(sketch: Sketch, path: str, _: int) -> tuple[str, str]:
    name = sketch.name("t")
    _bind(sketch, f"{path}/{name}", "string")
    sketch.texts.append(f"{path}/{name}")
    return f"<{name}/>", f'<input ref="{path}/{name}"><label>T</label></input>'


def _area(sketch: Sketch, path: str, _: int) -> tuple[str, str]:
    """Draw an area and a place within it: a cascade."""
    area, place = sketch.name("a"), sketch.name("p")
    _bind(sketch, f"{path}/{area}", "string")
    _bind(sketch, f"{path}/{place}", "string")
    sketch.texts += [f"{path}/{area}", f"{path}/{place}"]
    several = sketch.random.random() < 0.5
    items = "".join(f"<item><label>{a}</label><value>{a}</value></item>" for a in AREAS)
    nodeset = f"instance('places')/root/item[area = {path}/{area}]"
    control = "select" if several else "select1"
    body = (
        f'<select1 ref="{path}/{area}"><label>A</label>{items}</select1>'
        f'<{control} ref="{path}/{place}"><label>P</label><itemset nodeset="{nodeset}">'
        f'<value ref="name"/><label ref="label"/></itemset></{control}>'
    )
    return f"<{area}/><{place}/>", body


def _calculate(sketch: Sketch, path: str, _: int) -> tuple[str, str]:
    name = sketch.name("c")
    _bind(sketch, f"{path}/{name}", "string", calculate=_calculation(sketch))
    sketch.numbers.append(f"{path}/{name}")
    return f"<{name}/>", ""


def _calculation(sketch: Sketch) -> str:
    random = sketch.random
    if not sketch.numbers:
        return "1 + 1"
    number = random.choice(sketch.numbers)
    text = random.choice(sketch.texts) if sketch.texts else number
    many = random.choice(sketch.sums) if sketch.sums else number
    return random.choice(
        (
            f"{number} + 1",
            f"if({text} = '', 0, string-length({text}))",
            f"sum({many}) + count({many})",
            f"concat({text}, '-', {number})",
            f"coalesce({number}, 3) mod 4",
            f"count-selected({text})",
            f"max({many}) - min({many})",
            "position(..)",
        )
    )


def _group(sketch: Sketch, path: str, depth: int) -> tuple[str, str]:
    name = sketch.name("g")
    _bind(sketch, f"{path}/{name}", "string")
    instance, body = _children(sketch, f"{path}/{name}", 1 + sketch.random.randrange(3), depth + 1)
    return (
        f"<{name}>{instance}<z/></{name}>",
        f'<group ref="{path}/{name}"><label>G</label>{body}</group>',
    )


def _repeat(sketch: Sketch, path: str, depth: int) -> tuple[str, str]:
    name = sketch.name("r")
    condition = _condition(sketch)
    if condition:
        sketch.binds.append(f'<bind nodeset="{path}/{name}" relevant="{condition}"/>')
    count = ""
    if sketch.numbers and sketch.random.random() < 0.4:
        count = f' jr:count="{sketch.random.choice(sketch.numbers)}"'
    place = f"{path}/{name}"
    instance, body = _children(sketch, place, 1 + sketch.random.randrange(3), depth + 1)
    return (
        f"<{name}>{instance}<z/></{name}>",
        (
            f'<group ref="{place}"><label>R</label>'
            f'<repeat nodeset="{place}"{count}>{body}</repeat></group>'
        ),
    )


_MAKERS = {
    "number": _number,
    "text": _text,
    "area": _area,
    "calculate": _calculate,
    "group": _group,
    "repeat": _repeat,
}
