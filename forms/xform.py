"""From an XForm to the compiled form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forms.errors import SourceRefused, Where
from forms.events import CHANGED, FIRST_LOAD, LOAD, NEW_REPEAT, READY
from forms.graph import build_graph
from forms.model import NO_TEXT, SX, Action, FormModel, Group, Item, Notice, Question, Repeat
from forms.paths import means_attribute, resolve
from forms.xform_body import Body, BodyReader, Control
from forms.xform_draft import JR, TEMPLATE, Draft, branch, read_instance
from forms.xform_lacking import lacking
from forms.xform_lists import read_lists
from forms.xform_texts import read_words
from forms.xmlsafe import local, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypedDict
    from xml.etree.ElementTree import Element

    from forms.limits import Limits
    from forms.model import Text
    from forms.xform_texts import Words

    class ItemParts(TypedDict):
        """What every kind of item is made with."""

        qid: str
        name: str
        path: tuple[str, ...]
        namespace: str
        attributes: Mapping[str, str]
        label: Text
        hint: Text
        appearance: str
        relevant: str
        readonly: str


_EVENTS = frozenset((FIRST_LOAD, LOAD, READY, NEW_REPEAT, CHANGED))
_EVENT_ATTRIBUTES = ("event", "{http://www.w3.org/2001/xml-events}event")
_META, _FOREIGN_ID = "meta", "instanceID"
_ORX_VERSION = "{http://openrosa.org/xforms}version"
_NOT_SAID = frozenset(("", "false", "false()", "no", "0"))


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of an XForm once they have been found."""

    title: str
    model: Element
    body: Element | None
    primary: Element
    lists: list[Element]
    namespaces: dict[str, str]


def read_xform(source: bytes, limits: Limits, notices: tuple[Notice, ...] = ()) -> FormModel:
    """Return the compiled form of an XForm."""
    parts = _find_parts(source, limits)
    words, untranslated = read_words(parts.model, limits)
    top = read_instance(next(iter(parts.primary)), limits)
    drafts = {draft.path: draft for draft in top.all()}
    bind_ids = _read_binds(parts.model, drafts)
    _drop_foreign_id(top, drafts, parts.namespaces)
    reader = BodyReader(words, bind_ids, limits)
    if parts.body is not None:
        reader.read(parts.body, top.path)
    _check_body(reader.body, drafts)
    items = _Items(words, reader.body)
    root = items.make(top)
    if not isinstance(root, Group):
        raise SourceRefused("source.no_questions")
    model = FormModel(
        form_id=top.attributes.get("id", "") or top.name,
        version=top.attributes.get("version", "") or top.attributes.get(_ORX_VERSION, ""),
        title=parts.title,
        root=root,
        languages=tuple(words.languages),
        default_language=words.default,
        lists=read_lists(parts.lists, limits),
        texts=words.left(),
        actions=_read_actions(parts.model, reader.body, drafts),
        namespaces=parts.namespaces,
        instance_id=parts.primary.get("id", ""),
    )
    _check_qids(model)
    graph, found = build_graph(model, limits)
    left_out = (*lacking(parts.model, parts.body, drafts.values()), *reader.body.notices)
    return replace(model, graph=graph, warnings=(*notices, *untranslated, *left_out, *found))


def _find_parts(source: bytes, limits: Limits) -> _Parts:
    """Return head, model, body and instances, or say what is missing."""
    root, namespaces = parse_xml(source, limits)
    named = {local(child): child for child in root}
    head = named.get("head")
    model = None if head is None else next((c for c in head if local(c) == "model"), None)
    if head is None or model is None:
        raise SourceRefused("source.no_model")
    instances = [child for child in model if local(child) == "instance"]
    if not instances or len(instances[0]) != 1:
        raise SourceRefused("source.no_primary_instance")
    title = next((child.text or "" for child in head if local(child) == "title"), "")
    return _Parts(title, model, named.get("body"), instances[0], instances[1:], namespaces)


def _read_binds(model: Element, drafts: Mapping[tuple[str, ...], Draft]) -> dict[str, str]:
    """Put the attributes of every bind on its node; return the references by bind id."""
    by_id: dict[str, str] = {}
    root = next(iter(drafts))
    for bind in (child for child in model if local(child) == "bind"):
        nodeset = bind.get("nodeset") or bind.get("ref") or ""
        if means_attribute(nodeset):
            continue
        if "[" in nodeset:
            raise SourceRefused("source.bind_filtered", where=Where(question=nodeset))
        draft = drafts.get(resolve(nodeset, root))
        if draft is None:
            raise SourceRefused("source.bind_without_node", where=Where(question=nodeset))
        draft.bind.update(bind.items())
        if bind.get("id"):
            by_id[bind.get("id", "")] = nodeset
    return by_id


def _drop_foreign_id(
    top: Draft, drafts: dict[tuple[str, ...], Draft], namespaces: Mapping[str, str]
) -> None:
    """Leave out of a form of ours where other programs keep the id of a submission.

    Our answers have ids of their own, and a form that comes back from elsewhere is the same form.
    """
    meta = top.children.get(_META)
    found = meta.children.get(_FOREIGN_ID) if meta else None
    if meta is None or found is None or SX not in namespaces.values():
        return
    del meta.children[_FOREIGN_ID], drafts[found.path]
    if not meta.children:
        del top.children[_META], drafts[meta.path]


def _check_body(body: Body, drafts: Mapping[tuple[str, ...], Draft]) -> None:
    """Refuse controls for nodes that the instance does not have."""
    for path in body.controls:
        if path not in drafts:
            where = Where(question="/" + "/".join(path))
            raise SourceRefused("source.control_without_node", where=where)


def _check_qids(model: FormModel) -> None:
    """Refuse two items with one stable id: their answers would overwrite each other."""
    seen: set[str] = set()
    for item in model.items():
        if item.qid in seen:
            raise SourceRefused("source.duplicate_qid", where=Where(question=item.ref))
        seen.add(item.qid)


class _Items:
    """Makes the frozen items from drafts and controls."""

    def __init__(self, words: Words, body: Body) -> None:
        self._words = words
        self._body = body

    def make(self, draft: Draft) -> Item:
        """Return the item of a draft with everything below it."""
        control = self._body.controls.get(draft.path, Control())
        if draft.path in self._body.repeats:
            return self._repeat(draft, control)
        if _vanishes(draft):
            where = Where(question="/" + "/".join(draft.path))
            raise SourceRefused("source.twins", where=where)
        if draft.children or len(draft.path) == 1:
            return Group(**self._common(draft, control), children=self._children(draft))
        return self._question(draft, control)

    def _children(self, draft: Draft) -> tuple[Item, ...]:
        return tuple(self.make(child) for child in draft.children.values())

    def _repeat(self, draft: Draft, control: Control) -> Repeat:
        """Return a repeat with the instances it starts with.

        A repeat with a stable id of its own is one of our lists: it begins empty.
        """
        listed = bool(draft.bind.get(f"{{{SX}}}qid"))
        plain = [found for found in draft.instances if found.get(TEMPLATE) is None and not listed]
        return Repeat(
            **self._common(draft, control),
            children=self._children(draft),
            count=control.count,
            fixed=control.fixed,
            initial=tuple(branch(element) for element in plain),
        )

    def _common(self, draft: Draft, control: Control) -> ItemParts:
        """Return what every kind of item has."""
        bind = draft.bind
        return {
            "qid": bind.get(f"{{{SX}}}qid", "") or "/" + "/".join(draft.path),
            "name": draft.name,
            "path": draft.path,
            "namespace": draft.namespace,
            "attributes": draft.attributes,
            "label": control.label,
            "hint": control.hint,
            "appearance": control.appearance,
            "relevant": bind.get("relevant", "").strip(),
            "readonly": bind.get("readonly", "").strip(),
        }

    def _question(self, draft: Draft, control: Control) -> Question:
        """Return a question with its own columns."""
        bind = draft.bind
        own = {key.removeprefix(f"{{{SX}}}"): value.strip() for key, value in bind.items()}
        return Question(
            **self._common(draft, control),
            bind=(bind.get("type") or "string").rpartition(":")[2],
            control="" if control.kind in ("group", "repeat") else control.kind,
            default=draft.default,
            calculate=bind.get("calculate", "").strip(),
            required=bind.get("required", "").strip(),
            constraint=bind.get("constraint", "").strip(),
            required_message=self._message(bind, "requiredMsg"),
            constraint_message=self._message(bind, "constraintMsg"),
            choices=control.choices,
            preload=(bind.get(f"{JR}preload", ""), bind.get(f"{JR}preloadParams", "")),
            range=control.range,
            category=own.get("category", ""),
            map=own.get("map", ""),
            report=own.get("report", "") not in _NOT_SAID,
            sensitive=own.get("sensitive", "") not in _NOT_SAID,
            retain=own.get("retain", ""),
        )

    def _message(self, bind: Mapping[str, str], name: str) -> Text:
        written = bind.get(f"{JR}{name}", "")
        return self._words.attribute(written) if written else NO_TEXT


def _vanishes(draft: Draft) -> bool:
    """Return whether another node of this name stands beside, and neither is one of several."""
    plain = [found for found in draft.instances if found.get(TEMPLATE) is None]
    return len(draft.instances) > 1 and plain == draft.instances


def _read_actions(
    model: Element, body: Body, drafts: Mapping[tuple[str, ...], Draft]
) -> tuple[Action, ...]:
    """Return the actions of model and body."""
    root = next(iter(drafts))
    found = [(root, child) for child in model if local(child) == "setvalue"] + body.nested
    actions = []
    for context, element in found:
        ref = element.get("ref", "")
        if means_attribute(ref):
            continue
        target = resolve(ref, context) if ref else context
        if target not in drafts:
            raise SourceRefused("source.action_without_node", where=Where(question=ref))
        value = element.get("value")
        actions += [
            Action(
                events,
                home,
                target,
                (value or "").strip(),
                (element.text or "") if value is None else "",
                ref.strip() if "[" in ref else "",
            )
            for events, home in _occasions(element, context, body)
        ]
    return tuple(actions)


def _occasions(
    element: Element, context: tuple[str, ...], body: Body
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the events of an action, each with the node it happens to."""
    written = [element.get(name, "") for name in _EVENT_ATTRIBUTES]
    events = tuple(" ".join(written).split())
    around = [context[:end] for end in range(len(context), 0, -1) if context[:end] in body.repeats]
    for event in events:
        if event not in _EVENTS or (event == NEW_REPEAT and not around):
            where = Where(question=element.get("ref", ""))
            raise SourceRefused("source.unknown_event", where=where, event=event)
    if NEW_REPEAT in events:
        yield (NEW_REPEAT,), around[0]
    others = tuple(event for event in events if event != NEW_REPEAT)
    if others:
        yield others, context
