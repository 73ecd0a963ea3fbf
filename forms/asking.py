"""What a form asks, as plain data for a program or a person who answers without a window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forms.instance import FormNode
from forms.machine import make_machine
from forms.model import Group, Question, Repeat
from texts.sentences import HERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from forms.machine import Machine
    from forms.model import FormModel, Item


def asked(
    model: FormModel,
    language: str,
    externals: Mapping[str, Sequence[Mapping[str, str]]],
    clock: Callable[[], datetime],
    audience: str = HERS,
) -> list[dict[str, Any]]:
    """Return every question that a person can answer, ready for JSON; repeats hold their own."""
    machine = make_machine(model, clock, language, externals)
    machine.speaker.audience = audience
    machine.build(None)
    return _listed(machine, model.root)


def _listed(machine: Machine, holder: Group) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for item in holder.children:
        if isinstance(item, Repeat):
            found.append(_repeat(machine, item))
        elif isinstance(item, Group):
            found += _listed(machine, item)
        elif isinstance(item, Question) and item.control and not item.is_note:
            found.append(_question(machine, item))
    return found


def _words(machine: Machine, item: Item) -> tuple[FormNode, dict[str, Any]]:
    """Return what questions and repeats have in common, and a node to say words at."""
    node = FormNode(item)
    node.parent = machine.top.children[0]
    said = {"name": item.name, "type": "repeat", "label": machine.speaker.say(item.label, node)}
    hint = machine.speaker.say(item.hint, node)
    return node, {
        **said,
        **({"hint": hint} if hint else {}),
        **({"relevant": item.relevant} if item.relevant else {}),
    }


def _repeat(machine: Machine, repeat: Repeat) -> dict[str, Any]:
    _, said = _words(machine, repeat)
    counted = {"count": repeat.count} if repeat.count else {}
    return {**said, **counted, "questions": _listed(machine, repeat)}


def _question(machine: Machine, question: Question) -> dict[str, Any]:
    """Return one question with its choices and its conditions."""
    node, said = _words(machine, question)
    said |= {
        "type": question.type,
        "required": _condition(question.required),
        "sensitive": question.sensitive,
    }
    for key, value in (
        ("category", question.category),
        ("constraint", question.constraint),
        ("constraint_message", machine.speaker.say(question.constraint_message, node)),
        ("default", question.default),
    ):
        if value:
            said[key] = value
    if question.choices is not None:
        condition = machine.choices.condition(node)
        if condition:
            said["choice_filter"] = condition
        said["choices"] = [
            {**dict(offer.columns), "code": offer.code, "label": offer.label}
            for offer in machine.choices.possible(node)
        ]
    return said


def _condition(text: str) -> bool | str:
    """Return yes or no, or the condition under which it is yes."""
    return {"": False, "false()": False, "true()": True}.get(text, text)
