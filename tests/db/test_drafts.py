"""Whatever is done to a form, what is kept of it is the sum of its operations."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from casework.changes import Change
from casework.team.seat import NotFound
from db.answers.stored import packed
from db.log.cells import op_of
from db.log.journal import JournalRefused
from forms.document import FormDoc
from forms.errors import FormError
from forms.loading import load_form
from forms.session import open_session
from ledger.merge import Life, view

ROUNDS = 6
STEPS = 14
FORM = """
settings:
  - {form_id: nested, form_title: Nested, version: "1"}
survey:
  - {type: text, name: first, label: First}
  - {type: select_multiple kind, name: kinds, label: Kinds}
  - {type: decimal, name: size, label: Size}
  - {type: text, name: why, label: Why, relevant: "${size} > 2"}
  - {type: begin repeat, name: outer, label: Outer}
  - {type: text, name: said, label: Said}
  - {type: begin repeat, name: inner, label: Inner}
  - {type: integer, name: number, label: Number}
  - {type: text, name: note, label: Note}
  - {type: end repeat}
  - {type: end repeat}
choices:
  - {list_name: kind, name: a, label: A}
  - {list_name: kind, name: b, label: B}
"""
GIVEN = {
    "first": ["", "one", "é\n"],
    "kinds": ["", "a", "b a"],
    "size": ["", "1.5", "3", "2.0"],
    "why": ["", "because"],
    "said": ["", "said"],
    "number": ["", "7", "-1"],
    "note": ["", "note"],
}


@pytest.fixture
def book(desks):
    """Return desks with one more form, and a case."""
    desks.model = load_form(FORM)
    desks.case = desks.visit()
    with desks.store.begin(desks.template.caseworker) as work:
        work.documents.publish({"nested": FORM.encode()}, desks.clock())
        work.commit(Change("forms_published"))
    return desks


class Hand:
    """Somebody who does whatever comes to hand: answers, adds, removes, takes back."""

    def __init__(self, desks, sheet, seed):
        self.chance = random.Random(seed)
        self.session = open_session(sheet.model, sheet.doc, desks.clock, "", sheet.externals)

    def act(self):
        """Do one thing; what can not be done now is left."""
        acts = (self.answer, self.answer, self.answer, self.add, self.remove, self.undo)
        self.chance.choice(acts)()

    def refs(self, *names):
        return [state.ref for state in self.session.states() if tail(state.ref) in names]

    def answer(self):
        ref = self.chance.choice(self.refs(*GIVEN))
        self.session.set(ref, self.chance.choice(GIVEN[tail(ref)]))

    def add(self):
        holders = [f"{ref}/inner" for ref in self.refs("outer")]
        self.session.add_repeat(self.chance.choice(["/data/outer", *holders]))

    def remove(self):
        rows = self.refs("outer", "inner")
        if rows:
            self.session.remove_repeat(self.chance.choice(rows))

    def undo(self):
        self.session.undo()


def tail(ref):
    return ref.rpartition("/")[2].partition("[")[0]


def operations(desks):
    """Return all operations, by entity."""
    found = {}
    for row in desks.store.connection.execute("select * from op"):
        op = op_of(row)
        found.setdefault(op.entity, []).append(op)
    return found


def said(desks, instance):
    """Return a document as its operations say it, put together again from what is alive."""
    seen = {entity: view(ops) for entity, ops in operations(desks).items()}
    alive = {entity: one.shown({}) for entity, one in seen.items() if one.life is Life.LIVE}

    def below(holder):
        rows = [
            (fields["repeat"], answers(fields) | below(entity))
            for entity, fields in alive.items()
            if fields.get("in") == holder
        ]
        return {qid: sorted((row for of, row in rows if of == qid), key=packed) for qid, _ in rows}

    return answers(alive[instance]) | below(instance)


def answers(fields):
    """Return what a person answered, the columns and the places of rows left out."""
    return {
        name: value
        for name, value in fields.items()
        if name.startswith("/data") and value not in (None, ())
    }


def settled(values):
    """Return a document as the log may say it: no floats, no ids, no order of rows."""
    found = {}
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            found[name] = sorted(map(settled, value), key=packed)
        elif name != "_id" and value not in ([], ""):
            plain = str(value) if isinstance(value, float) else value
            found[name] = tuple(plain) if isinstance(plain, list) else plain
    return found


def play(book, sheet, seed):
    """Fill in a form at random, keeping it now and then; return its sheet."""
    filling = book.office().filling
    hand = Hand(book, sheet, seed)
    for _ in range(ROUNDS):
        for _ in range(hand.chance.randint(1, STEPS)):
            hand.act()
        sheet = filling.keep(sheet, hand.session.draft())
        stored = filling.carry_on(sheet.draft_id).doc.values
        assert stored == hand.session.draft().values
        assert said(book, bytes.fromhex(sheet.draft_id)) == settled(stored)
    assert book.workbook.check().faults == ()
    return sheet, hand


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_done_the_draft_is_the_sum_of_its_operations(book, seed) -> None:
    filling = book.office().filling
    sheet, hand = play(book, filling.open(book.case, "nested"), seed)
    if seed % 2:
        filling.discard(sheet.draft_id)
    else:
        filling.finish(sheet, sheet.doc)
        final = filling.amend(book.case, sheet.draft_id).doc.values
        assert final == hand.session.finish().values
        assert said(book, bytes.fromhex(sheet.draft_id)) == settled(final)
    assert book.workbook.check().faults == ()


@pytest.mark.parametrize("seed", range(100, 106))
def test_a_draft_that_changes_a_form_leaves_it_alone_until_it_is_finished(book, seed) -> None:
    filling = book.office().filling
    sheet, hand = play(book, filling.open(book.case, "nested"), seed)
    entry = filling.finish(sheet, sheet.doc).subject_id
    before = hand.session.finish().values
    change, hand = play(book, filling.amend(book.case, entry), seed + 1)
    assert filling.discard(change.draft_id).subject_id == change.draft_id
    assert filling.amend(book.case, entry).doc.values == before
    assert said(book, bytes.fromhex(entry)) == settled(before)
    change, hand = play(book, filling.amend(book.case, entry), seed + 2)
    filling.finish(change, change.doc)
    after = filling.amend(book.case, entry).doc.values
    assert settled(after) == settled(hand.session.finish().values)
    assert said(book, bytes.fromhex(entry)) == settled(after)
    assert book.workbook.check().faults == ()


def test_a_row_whose_removal_is_undone_is_the_same_row_again(book) -> None:
    filling = book.office().filling
    sheet = filling.open(book.case, "nested")
    session = open_session(sheet.model, None, book.clock)
    session.set("/data/outer[1]/said", "one")
    sheet = filling.keep(sheet, session.draft())
    session.remove_repeat("/data/outer[1]")
    sheet = filling.keep(sheet, session.draft())
    assert "/data/outer" not in sheet.doc.values
    session.undo()
    session.set("/data/outer[1]/said", "two")
    sheet = filling.keep(sheet, session.draft())
    assert said(book, bytes.fromhex(sheet.draft_id)) == settled(sheet.doc.values)
    kinds = "select kind, field from op join entity on id = entity where type = 'form_repeat'"
    ops = sorted(book.store.connection.execute(kinds).fetchall(), key=str)
    said_of = sheet.model.root.children[4].children[0].qid
    assert ops == [(1, ""), (1, ""), (1, said_of), (2, None), (2, None), (3, None), (3, None)]
    assert book.workbook.check().faults == ()


def test_only_what_is_gone_can_be_brought_back(book) -> None:
    filling = book.office().filling
    sheet = filling.keep(filling.open(book.case, "nested"), FormDoc("nested", "1"))
    for entity in (bytes.fromhex(sheet.draft_id), bytes(16)):
        with book.store.begin(book.template.caseworker) as work:
            work._ground.journal.revive(entity, "form_instance")
            with pytest.raises(JournalRefused, match=r"^journal\.no_entity$"):
                work.save()
    assert book.workbook.check().faults == ()


def test_a_row_cannot_turn_up_in_another_form(book) -> None:
    filling = book.office().filling
    sheet = filling.open(book.case, "nested")
    session = open_session(sheet.model, None, book.clock)
    session.add_repeat("/data/outer")
    one = filling.keep(sheet, session.draft())
    other = filling.keep(replace(sheet, case_code=book.visit()), FormDoc("nested", "1"))
    gone = filling.keep(one, FormDoc("nested", "1"))
    with pytest.raises(ValueError, match=r"^answers\.row_elsewhere$"):
        filling.keep(other, one.doc)
    assert filling.keep(gone, one.doc).doc == one.doc
    assert book.workbook.check().faults == ()


def test_a_draft_of_somebody_elses_case_is_neither_seen_nor_kept(book) -> None:
    filling = book.office().filling
    sheet = filling.keep(filling.open(book.case, "nested"), FormDoc("nested", "1"))
    with book.store.begin(book.template.colleague) as work:
        assert work.drafts.find(sheet.draft_id) is None
        case = work.cases.by_code(book.case)
        assert case is None
        assert work.drafts.mine() == []
        assert work.drafts.keep(sheet.draft_id, sheet.doc, "", book.clock()) == ""
    with pytest.raises(NotFound):
        book.office(book.template.colleague).filling.keep(sheet, sheet.doc)


def test_what_no_form_can_hold_is_not_kept(book) -> None:
    filling = book.office().filling
    sheet = filling.keep(filling.open(book.case, "nested"), FormDoc("nested", "1"))
    with pytest.raises(TypeError):
        filling.keep(sheet, FormDoc("nested", "1", {"/data/first": object()}))
    many = {"/data/outer": [{"_id": f"{n:032x}"} for n in range(5000)]}
    with pytest.raises(FormError):
        filling.finish(sheet, FormDoc("nested", "1", many))
    assert filling.carry_on(sheet.draft_id).doc.values == {}
    assert book.workbook.check().faults == ()
