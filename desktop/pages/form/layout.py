"""How the items of a form stand on a page: groups, follow-up questions, repeats."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

import texts
from desktop.editors.registry import is_narrow
from desktop.look import look
from desktop.pages.form.plan import planned
from desktop.pages.form.question import Asked
from desktop.pages.form.stack import Stack, is_put_away, settle_around
from desktop.parts.buttons import Button
from desktop.parts.frames import Box, clear, column, row
from desktop.parts.words import Words
from forms.model import Group, Question, Repeat
from forms.words import known_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from desktop.pages.form.filling import Filling
    from desktop.pages.form.plan import Column, Planned, Puts
    from forms.changes import Changes
    from forms.model import Item

T = TypeVar("T")
_BETWEEN, _BETWEEN_FOLLOWING = 20, 10
# More instances than this stand closed, each with a line that says which it is.
_OPEN: Final = 3


class Part(Protocol):
    """Anything on a page that has a reference."""

    def appear(self, *, shown: bool) -> None:
        """Show the part or not."""

    def refresh_words(self) -> None:
        """Say its words anew."""

    def refresh_language(self) -> None:
        """Say everything in another language."""


class Following(QWidget):
    """Questions that follow from an answer: indented, with a line at their leading edge."""

    def __init__(self, column_of: Column) -> None:
        super().__init__()
        line = Box("lead")
        line.setFixedWidth(look().px(3))
        body = column(gap=_BETWEEN_FOLLOWING)
        self.setLayout(row(9, line, 14, body, gap=0))
        self._rows = _rows(column_of)
        self._stack = Stack(body, self._rows[-1] + 1)
        self._lines: dict[int, QBoxLayout] = {}
        self._parts: list[QWidget] = []

    def put(self, number: int, part: QWidget) -> None:
        """Put a part in its place; a narrow one stands beside the one before it."""
        self._parts.append(part)
        at = self._rows[number]
        stands_beside = number > 0 and self._rows[number - 1] == at
        line = self._lines.get(at)
        if line is None:
            line = self._lines[at] = row(gap=16)
            line.addWidget(part, not stands_beside, Qt.AlignmentFlag.AlignTop)
            self._stack.put(at, line)
        else:
            place = -1 if stands_beside else 0
            line.insertWidget(place, part, not stands_beside, Qt.AlignmentFlag.AlignTop)

    def settle(self) -> None:
        """Be there only while one of the questions is asked."""
        shown = not all(map(is_put_away, self._parts))
        if shown is is_put_away(self):
            present(self, shown=shown)


def _rows(column_of: Column) -> list[int]:
    """Return in which line each part stands."""
    rows: list[int] = []
    has_room = False
    for part in column_of.parts:
        item = part.item
        narrow = isinstance(item, Question) and is_narrow(item) and not look().reflows
        if has_room and narrow:
            rows.append(rows[-1])
            has_room = False
        else:
            rows.append(rows[-1] + 1 if rows else 0)
            has_room = True
    return rows


class SubGroup(QWidget):
    """A group within a page: its heading, and its questions below it."""

    def __init__(self, filling: Filling, ref: str) -> None:
        super().__init__()
        self._filling, self.ref = filling, ref
        self._title = Words("", "h2", wrap=True)
        self.body = column(gap=_BETWEEN)
        self.setLayout(column(self._title, self.body, gap=10))
        self.refresh_words()

    def appear(self, *, shown: bool) -> None:
        """Show the group or not."""
        present(self, shown=shown)

    def refresh_language(self) -> None:
        """Say the heading in another language."""
        self.refresh_words()

    def refresh_words(self) -> None:
        """Say the heading anew."""
        words = self._filling.session.label(self.ref)
        self._title.setText(words)
        self._title.setVisible(bool(words))


class Builder:
    """Puts items on a page and knows each part by its reference."""

    def __init__(self, filling: Filling) -> None:
        self.filling = filling
        self.asked: dict[str, Asked] = {}
        self.parts: dict[str, Part] = {}
        self.repeats: dict[str, RepeatBox] = {}
        self.groups: dict[str, SubGroup] = {}
        self.following: dict[str, Following] = {}
        # What is wrong with answers, also where their questions are not built yet.
        self.wrongs: Mapping[str, str] = {}

    def fill(self, layout: QBoxLayout, items: Sequence[Item], above: str) -> None:
        """Put items into a column, in their order, all of them at once."""
        for part in self.plan(layout, items, above).leaves():
            self.build(part)

    def plan(self, layout: QBoxLayout, items: Sequence[Item], above: str) -> Column:
        """Return what is to stand in a column; nothing of it is built yet."""
        whole = planned(items, above)
        whole.stack = Stack(layout, whole.places)
        return whole

    def build(self, part: Planned) -> None:
        """Build a part, and what it stands in, unless it is there."""
        if part.is_built:
            return
        part.is_built = True
        built, inside = self._part(part.item, part.ref), part.inside
        if inside is not None and isinstance(built, SubGroup):
            inside.stack = Stack(built.body, inside.places)
        stack = self._stack(part.column)
        stack.put(part.number, built)
        if isinstance(stack, Following):
            self.following[part.ref] = stack
            stack.settle()
        settle_around(built)

    def _stack(self, column_of: Column) -> Puts:
        """Return where the parts of a column are put; what they stand in is built for them."""
        of, number = column_of.of, column_of.number
        if of is not None:
            self.build(of)
        if column_of.stack is not None:
            return column_of.stack
        column_of.stack = follows = Following(column_of)
        asked = self.asked.get(of.ref) if of is not None else None
        if asked is not None:
            asked.add_below(follows)
        elif of is not None:
            self._stack(of.column).put(number, follows)
        return follows

    def _part(self, item: Item, ref: str) -> QWidget:
        if isinstance(item, Repeat):
            box = self.repeats[ref] = RepeatBox(self, item, ref)
            return box
        if isinstance(item, Group):
            group = self.groups[ref] = self.parts[ref] = SubGroup(self.filling, ref)
            group.setHidden(not self.filling.session.state(ref).shown)
            return group
        if not isinstance(item, Question):
            raise TypeError(type(item))
        asked = Asked(self.filling, item, ref)
        self.asked[ref] = self.parts[ref] = asked
        asked.wrong(self.wrongs.get(ref, ""))
        return asked

    def widget(self, ref: str) -> QWidget | None:
        """Return what stands for a part that is built, if it is built."""
        return self.asked.get(ref) or self.repeats.get(ref) or self.groups.get(ref)

    def say_wrong(self, wrong: Mapping[str, str]) -> None:
        """Say at each question what is wrong with its answer, and at no other."""
        self.wrongs = wrong
        for ref, asked in self.asked.items():
            if asked.wrong_words or ref in wrong:
                asked.wrong(wrong.get(ref, ""))

    def apply(self, changes: Changes) -> None:
        """Show what an answer changed, and nothing else."""
        for box in _found(self.repeats, changes.repeats):
            box.rebuild()
        for asked in _found(self.asked, changes.values):
            asked.refresh_value(changes.values[asked.ref])
        for asked in _found(self.asked, changes.choices):
            asked.refresh_offers()
        for part in _found(self.parts, changes.labels):
            part.refresh_words()
        for ref in changes.hidden:
            self.appear(ref, shown=False)
        # Without an instance nothing is shown or hidden that would name the repeat.
        for ref in (*changes.shown, *_found_empty(self.repeats, self.filling)):
            self.appear(ref, shown=True)

    def forget(self, above: str) -> None:
        """Forget the parts of the instances of a repeat."""
        for known in (self.asked, self.parts, self.repeats, self.groups, self.following):
            for ref in [ref for ref in known if ref.startswith(f"{above}[")]:
                known.pop(ref)

    def appear(self, ref: str, *, shown: bool) -> None:
        """Show or hide what a reference names."""
        part = self.parts.get(ref)
        if part is not None:
            part.appear(shown=shown)
            settle_around(self.widget(ref))
        place = ref if ref in self.following or "[" not in ref else ref.rpartition("[")[0]
        box = self.repeats.get(place)
        if box is not None:
            box.settle()
        if place in self.following:
            self.following[place].settle()


class RepeatBox(QWidget):
    """Questions asked once for each of several; each instance is a panel of its own."""

    def __init__(self, builder: Builder, repeat: Repeat, ref: str) -> None:
        super().__init__()
        self._builder, self._repeat, self.ref = builder, repeat, ref
        self._opened: set[str] = set()
        self._title = Words("", "strong", wrap=True)
        self._panels = column(gap=10)
        words = texts.say("form.add_another")
        self.add = Button(words, "plain", icon_name="plus").does(self._add_one)
        if repeat.count or repeat.fixed:
            self.add.hide()
        self.setLayout(column(self._title, self._panels, row(self.add, None), gap=8))
        self.rebuild()

    def refresh_words(self) -> None:
        """Say the words anew."""
        self._title.setText(self._words())
        some = self._builder.filling.session.count(self.ref)
        words = texts.say("form.add_another" if some else "form.add_first")
        self.add.rename(words)
        self.add.setAccessibleName(texts.say("form.add_named", add=words, name=self._words()))

    def _words(self) -> str:
        session = self._builder.filling.session
        if session.count(self.ref):
            return session.label(f"{self.ref}[1]")
        spoken = known_language(session.model, self._builder.filling.language)
        pieces = self._repeat.label.pieces((spoken, session.model.default_language, ""))
        return "".join(piece for piece in pieces if isinstance(piece, str))

    def rebuild(self) -> None:
        """Show the instances as they are now."""
        self._builder.forget(self.ref)
        clear(self._panels)
        session = self._builder.filling.session
        amount = session.count(self.ref)
        states = [session.state(f"{self.ref}[{number}]") for number in range(1, amount + 1)]
        for number, state in enumerate(states, 1):
            opened = amount <= _OPEN or state.identity in self._opened
            self._panels.addWidget(self._panel(number, state.identity, opened=opened))
        self.refresh_words()
        self.settle()

    def settle(self) -> None:
        """Be there only while it is asked about."""
        present(self, shown=self._builder.filling.session.asks_for(self.ref))

    def _panel(self, number: int, identity: str, *, opened: bool) -> Box:
        """Return the panel of one instance, closed or with its questions."""
        ref = f"{self.ref}[{number}]"
        title = texts.say("form.instance", name=self._words(), n=number)
        head = row(Words(title, "strong_small", wrap=True), gap=4)
        head.setStretch(0, 1)
        if not opened:
            words = Words(
                self._builder.filling.checks.summary(self._repeat, ref), "small", wrap=True
            )
            head.insertWidget(1, words, 1)
            button = Button(texts.say("form.open_instance"), "quiet")
            button.setAccessibleName(texts.say("form.open_named", name=title))
            head.addWidget(button.does(partial(self.open, identity)))
        if not (self._repeat.count or self._repeat.fixed):
            remove = Button(texts.say("form.remove"), "quiet", icon_name="trash")
            remove.setAccessibleName(texts.say("form.remove_named", name=title))
            head.addWidget(remove.does(partial(self._remove, number, identity)))
        body = column(gap=14)
        if opened:
            self._builder.fill(body, self._repeat.children, ref)
        return Box("card", column(head, body, gap=8, margin=16))

    def open(self, identity: str) -> None:
        """Open one instance."""
        self._opened.add(identity)
        self._builder.filling.settle()
        self.rebuild()
        session = self._builder.filling.session
        for number in range(1, session.count(self.ref) + 1):
            if session.state(f"{self.ref}[{number}]").identity == identity:
                self.enter(number)

    def enter(self, number: int) -> None:
        """Put the focus on the first question of an instance."""
        above = f"{self.ref}[{number}]/"
        for ref, asked in self._builder.asked.items():
            if ref.startswith(above) and not asked.isHidden():
                asked.enter()
                return

    def _add_one(self) -> None:
        filling = self._builder.filling
        if filling.add_instance(self.ref):
            number = filling.session.count(self.ref)
            identity = filling.session.state(f"{self.ref}[{number}]").identity
            self.open(identity)

    def _remove(self, number: int, identity: str) -> None:
        title = texts.say("form.instance", name=self._words(), n=number)
        self._builder.filling.remove_instance(self.ref, identity, title)
        self.add.setFocus()


def present(widget: QWidget, *, shown: bool) -> None:
    """Show or hide a part; one that stands nowhere yet would become a window of its own."""
    if not shown or widget.parentWidget() is not None:
        widget.setVisible(shown)
        settle_around(widget)


def _found(known: Mapping[str, T], refs: Iterable[str]) -> list[T]:
    return [known[ref] for ref in refs if ref in known]


def _found_empty(repeats: Iterable[str], filling: Filling) -> list[str]:
    return [ref for ref in repeats if not filling.session.count(ref)]
