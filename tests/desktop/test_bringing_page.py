"""Bring in and take out by keyboard: matched, practised, brought in, undone; sealed."""

from __future__ import annotations

import secrets
from functools import partial
from io import BytesIO
from zipfile import ZipFile

import pyrage
import pytest
from canary import Watch
from drive import open_window
from entering import entering
from gates import answer_dialog
from make import WORDS
from walking import complaints

import texts
from casework.team.worker import Role
from desktop.bootstrap import sheet_identity
from desktop.frame.settings import Settings
from desktop.parts.messages import MessageBar
from forms.tables.reading import read_tables
from forms.tables.xlsx_out import write_xlsx
from reports.package import Packer

EVERY = 'select * from "{}"'
TABLE = "intake.sex,Years,Remark\nfemale,1999,EX-NOTE\nsomewhat,2001,\nmale,2001-05,\n"


@pytest.fixture
def drive(template, home):
    with entering(template, home, "bringing") as enter:
        yield enter()


def look_at(drive, path):
    table = drive.page.table
    path.write_text(TABLE, "utf-8")
    table.file.button.setFocus()
    drive.press("Return")
    answer_dialog(drive, path)
    drive.until(table.layout_drop.count)
    table.layout_drop.setCurrentIndex(table.layout_drop.findData("own"))
    drive.tab_to("Look at it: practice run")
    drive.press("Return")
    drive.until(lambda: table.columns.facts.rows)
    drive.rest()
    return table


def cells(table):
    return [row[2] for row in table.facts.rows]


def test_a_table_is_matched_practised_brought_in_and_undone(drive, tmp_path):
    table = look_at(drive, tmp_path / "table.csv")
    assert cells(table.columns) == ["Sex", "Left out", "Left out"]
    assert [row[0] for row in table.problems.facts.rows] == ["table!A3"]
    assert drive.seen("drafts without any consent")
    table.columns.setFocus()
    drive.press("Down")
    table.question.setCurrentIndex(table.question.findData("intake.birth_date"))
    drive.tab_to("Match this column")
    drive.press("Return")
    drive.until(lambda: cells(table.columns)[1] != "Left out")
    drive.tab_to("Leave these rows out and bring in the others")
    drive.press("Space")
    drive.tab_to("Bring in")
    drive.press("Return")
    drive.until(lambda: drive.page.past.table.facts.rows)
    assert len(drive.asked(drive.office.cases.all)) == 2
    drive.tab_to("Undo as a whole")
    drive.press("Return", "Return")
    # The safe answer has the keyboard: a key pressed twice takes nothing away.
    assert len(drive.asked(drive.office.cases.all)) == 2
    drive.press("Return", "Shift+Tab", "Return")
    drive.until(lambda: drive.stands("2 cases were taken away"))
    assert drive.asked(drive.office.cases.all) == []
    # What is gone already is not offered to be taken back once more.
    assert not drive.window.workspace.undo.isVisible()
    drive.press("Ctrl+Z")
    assert drive.seen(texts.say("form.nothing_to_undo"))


def test_of_looking_and_bringing_in_one_stands_out_what_comes_next(drive, tmp_path):
    card = drive.page.table
    both = card.look_at, card.bring
    assert [one.property("role") for one in both] == ["primary", "plain"]
    practised(drive, tmp_path / "table.csv", TABLE)
    drive.until(lambda: card.columns.facts.rows)
    assert [one.property("role") for one in both] == ["plain", "primary"]
    assert [one.is_main() for one in both] == [False, True]
    card.file.take(card.file.path)
    assert [one.property("role") for one in both] == ["primary", "plain"]


def test_what_was_brought_in_is_taken_away_by_the_key_also_from_elsewhere(drive, tmp_path):
    """The key asked the store on the thread of the window, which refused."""
    table = practised(drive, tmp_path / "table.csv", TABLE)
    drive.until(lambda: table.columns.facts.rows)
    table.leave_out.setChecked(True)
    table.bring.click()
    drive.until(lambda: drive.page.past.table.facts.rows)
    assert len(drive.asked(drive.office.cases.all)) == 2
    drive.go("services")
    drive.press("Ctrl+Z")
    assert drive.seen("2 cases were taken away")
    assert drive.asked(drive.office.cases.all) == []


def test_of_a_table_that_was_taken_back_no_word_is_anywhere(drive, tmp_path):
    words = {name: f"{name}-{secrets.token_hex(6)}" for name in ("head", "name", "bad", "other")}
    watch, kept = Watch(words.values()), drive.window.workbook._store.connection
    stick = tmp_path / "stick"
    stick.mkdir()
    path = stick / f"{words['other']}.csv"
    rows = f"female,{words['name']}", f"{words['bad']},x"
    path.write_text("\n".join((f"intake.sex,{words['head']}", *rows)), "utf-8")
    table = practised(drive, path)
    drive.until(lambda: table.columns.facts.rows)
    path.unlink()
    table.columns.setFocus()
    drive.press("Down")
    table.question.setCurrentIndex(table.question.findData("intake.name_used"))
    table.match.click()
    drive.until(lambda: cells(table.columns)[1] != "Left out")
    table.leave_out.setChecked(True)
    table.bring.click()
    drive.until(lambda: drive.page.past.table.facts.rows)
    within = partial(watch.in_bytes, place="the store")
    assert {hit.word for hit in within(drive.asked(partial(rows_of, kept)))} >= {words["name"]}
    drive.page.past.undo.click()
    drive.page.past._sure.yes.click()
    drive.until(lambda: drive.stands("1 case was taken away"))
    assert set(within(drive.asked(partial(rows_of, kept)))) == set()
    assert watch.in_folders(tmp_path) == set()


def rows_of(connection):
    """Return all that a store holds, in clear."""
    names = "select name from sqlite_master where type = 'table'"
    tables = [name for (name,) in connection.execute(names).fetchall()]
    rows = (connection.execute(EVERY.format(name)).fetchall() for name in tables)
    values = (value for found in rows for row in found for value in row)
    return b"\0".join(one if isinstance(one, bytes) else str(one).encode() for one in values)


def practised(drive, path, words=""):
    if words:
        path.write_text(words, "utf-8")
    table = drive.page.table
    table.file.take(path)
    drive.until(table.layout_drop.count)
    table.layout_drop.setCurrentIndex(table.layout_drop.findData("own"))
    table.look_at.click()
    return table


def test_of_several_sheets_one_is_chosen(drive, tmp_path):
    path = tmp_path / "table.xlsx"
    sheets = {"Notes": [("intake.sex",), ("female",)], "Cases": [("Years",), ("1999",), ("2001",)]}
    path.write_bytes(write_xlsx(sheets))
    table = practised(drive, path)
    drive.until(lambda: table.columns.facts.rows)
    assert (table.sheet.isVisible(), table.sheet.code()) == (True, "Notes")
    table.sheet.setFocus()
    drive.press("Down")
    # Of this sheet no column is known yet: it can be matched here, or another sheet chosen.
    drive.until(lambda: cells(table.columns) == ["Left out"])
    assert table.sheet.code() == "Cases"
    table.columns.setFocus()
    drive.press("Down")
    table.question.setCurrentIndex(table.question.findData("intake.birth_date"))
    table.match.click()
    drive.until(lambda: cells(table.columns) != ["Left out"])
    table.sheet.setFocus()
    drive.press("Up")
    drive.until(lambda: table.sheet.isVisible() and cells(table.columns) == ["Sex"])


def test_how_letters_are_kept_is_asked_where_the_file_leaves_it_open(drive, tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes("intake.sex,ملاحظة\nfemale,وصل\n".encode("windows-1256"))
    table = practised(drive, path)
    drive.until(table.letters.isVisible)
    table.letters.setCurrentIndex(table.letters.findData("windows-1256"))
    table.look_at.click()
    drive.until(lambda: table.columns.facts.rows)
    assert "ملاحظة" in table.columns.facts.rows[1][0]


def test_what_parts_the_columns_can_be_chosen_where_the_first_line_misleads(drive, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("intake.sex|Town, street, house\nfemale|Example\n", "utf-8")
    table = practised(drive, path)
    drive.until(lambda: "Left out" in cells(table.columns))
    assert table.separator.isVisible()
    table.separator.setCurrentIndex(table.separator.findData("bar"))
    table.look_at.click()
    drive.until(lambda: cells(table.columns) == ["Sex", "Left out"])
    assert not list(complaints(drive.window))


def test_columns_are_matched_as_before_until_that_is_forgotten_and_brought_back(drive, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("intake.sex,Years\nfemale,1999\n", "utf-8")
    table = practised(drive, path)
    drive.until(lambda: table.columns.facts.rows)
    assert drive.unseen("matched as they were")
    table.columns.setFocus()
    drive.press("Down")
    table.question.setCurrentIndex(table.question.findData("intake.birth_date"))
    table.match.click()
    drive.until(lambda: cells(table.columns)[1] != "Left out")
    drive.go("today")
    drive.go("bringing")
    drive.rest()
    table = practised(drive, path)
    drive.until(lambda: drive.stands("matched as they were"))
    assert cells(table.columns)[1] != "Left out"
    drive.tab_to("Forget this, match as the layout says")
    drive.press("Return")
    drive.until(lambda: cells(table.columns)[1] == "Left out")
    drive.press("Ctrl+Z")
    drive.until(lambda: cells(table.columns)[1] != "Left out")


def test_the_layout_of_another_system_is_written_by_keyboard(drive, tmp_path):
    card = drive.page.layout_out
    drive.until(card.layout_drop.count)
    assert card.layout_drop.findData("own") < 0
    for layout, sheet in (("gbvims_ir", "Incident data"), ("htcds", "")):
        card.layout_drop.setCurrentIndex(card.layout_drop.findData(layout))
        card.own.secret.setText(WORDS)
        drive.tab_to("Write it into a file")
        drive.press("Return")
        path = tmp_path / f"{layout}.xlsx"
        answer_dialog(drive, path)
        drive.until(path.exists)
        drive.until(lambda path=path: drive.stands(path.name))
        tables = read_tables(path.read_bytes())
        assert tables[-1].sheet == "Notes"
        assert not sheet or tables[0].sheet == sheet


def test_no_layout_is_written_where_a_laptop_was_left_open(drive, tmp_path):
    """One line for each person who agreed: who took an open laptop had them all in a file."""
    card, path = drive.page.layout_out, tmp_path / "htcds.xlsx"
    drive.until(card.layout_drop.count)
    card.layout_drop.setCurrentIndex(card.layout_drop.findData("htcds"))
    card.own.secret.setFocus()
    # Without it not even a place is asked for.
    drive.press("Return")
    assert drive.focus() is card.own.secret
    assert card.own.secret.accessibleDescription() == texts.say("field.missing")
    written = drive.asked(drive.window.workbook.written)
    drive.type("not the one")
    drive.press("Return")
    answer_dialog(drive, path)
    drive.until(lambda: drive.stands(texts.say("own.wrong")) and card.write.isEnabled())
    assert drive.focus() is card.own.secret
    assert (card.own.text(), list(tmp_path.glob("*.xlsx"))) == ("", [])
    assert drive.asked(drive.window.workbook.written) == written
    drive.type(WORDS)
    drive.press("Return")
    answer_dialog(drive, path)
    drive.until(lambda: drive.stands(path.name))
    assert path.exists()
    assert card.own.text() == ""


def test_bad_rows_are_not_brought_in_by_the_way(drive, tmp_path):
    table = look_at(drive, tmp_path / "table.csv")
    table.bring.click()
    drive.until(lambda: drive.stands("Some rows cannot be brought in"))
    assert drive.asked(drive.office.cases.all) == []


def test_everything_is_taken_out_and_its_words_are_shown_once(drive, tmp_path):
    out = drive.page.out
    out.own.secret.setText(WORDS)
    out.take.click()
    answer_dialog(drive, tmp_path / "all.age")
    drive.until(lambda: drive.stands("Please say why everything is taken out"))
    out.reason.setFocus()
    drive.type("the office moves to another program")
    drive.tab_to("Your own passphrase")
    drive.type(WORDS)
    drive.tab_to("Take everything out")
    drive.press("Return")
    answer_dialog(drive, tmp_path / "all.age")
    drive.until((tmp_path / "all.age").exists)
    assert drive.seen("It opens with these words")
    drive.rest()
    assert complaints(drive.window) == []
    said = drive.page.out._said.itemAt(1).widget().words()
    words = said.rpartition(": ")[2].strip("\u2066\u2067\u2068\u2069 ")
    held = pyrage.passphrase.decrypt((tmp_path / "all.age").read_bytes(), words)
    with ZipFile(BytesIO(held)) as archive:
        assert "format.json" in archive.namelist()


def test_nothing_is_taken_out_where_a_laptop_was_left_open(drive, tmp_path):
    out, path = drive.page.out, tmp_path / "all.age"
    out.reason.setPlainText("the office moves to another program")
    drive.tab_to("Your own passphrase")
    assert drive.focus() is out.own.secret
    # Without it not even a place is asked for.
    drive.press("Return")
    assert drive.focus() is out.own.secret
    assert out.own.secret.accessibleDescription() == texts.say("field.missing")
    written = drive.asked(drive.window.workbook.written)
    drive.type("not the one")
    drive.press("Return")
    answer_dialog(drive, path)
    drive.until(lambda: drive.stands(texts.say("own.wrong")) and out.take.isEnabled())
    assert drive.focus() is out.own.secret
    assert out.own.secret.accessibleDescription() == texts.say("own.wrong")
    assert (out.reason.toPlainText()[:10], out.own.text()) == ("the office", "")
    assert list(tmp_path.glob("*.age")) == []
    assert drive.asked(drive.window.workbook.written) == written
    # What was typed besides is still good.
    drive.type(WORDS)
    drive.press("Tab", "Tab")
    assert drive.focus() is out.take
    drive.press("Return")
    answer_dialog(drive, path)
    assert drive.seen("It opens with these words")
    assert out.own.text() == ""


def test_a_second_person_types_her_own_passphrase(drive, tmp_path):
    path, hers = tmp_path / "all.age", "other invented words here"
    house = drive.page.out._room.house
    drive.asked(lambda: house.add_person("Steward 2", Role.DATA_STEWARD, hers))
    drive.go("services")
    drive.go("bringing")
    out = drive.page.out
    drive.until(lambda: out.second.count() > 1)
    for typed in (WORDS, hers):
        out.reason.setPlainText("a copy for the safe of the office")
        out.opens.setCurrentIndex(out.opens.findData("sheet"))
        out.second.setCurrentIndex(1)
        out.secret.secret.setText(typed)
        out.own.secret.setText(WORDS)
        out.take.click()
        answer_dialog(drive, path)
        assert out.secret.text() == ""
        if typed == WORDS:
            drive.until(lambda: out.take.isEnabled() and out._said.count())
            # One's own was right, and nothing is said of it.
            assert out.own.secret.accessibleDescription() != texts.say("own.wrong")
            assert not path.exists()
    drive.until(lambda: path.exists() and drive.stands("the code of the recovery sheet"))


def test_a_copy_that_is_kept_opens_by_the_recovery_sheet(template, drive, tmp_path):
    out, path = drive.page.out, tmp_path / "kept.age"
    out.reason.setPlainText("a copy for the safe of the office")
    out.opens.setCurrentIndex(out.opens.findData("sheet"))
    out.own.secret.setText(WORDS)
    out.take.click()
    answer_dialog(drive, path)
    drive.until(lambda: path.exists() and drive.stands("the code of the recovery sheet"))
    held = BytesIO()
    with path.open("rb") as sealed:
        Packer().opened(sealed, sheet_identity(template.recovery_code), held)
    with ZipFile(held) as archive:
        assert "format.json" in archive.namelist()


def test_whoever_may_not_is_told_so(template, home):
    with open_window(template, home) as drive:
        drive.go("bringing")
        drive.rest()
        page = drive.page
        assert drive.seen("Your role does not include this.")
        out = page.out
        for choice in (
            *(page.table.file.button, page.table.layout_drop, page.table.worker),
            *(out.reason, out.second, out.secret.secret, out.opens, out.own.secret),
            *(page.layout_out.layout_drop, page.layout_out.own.secret),
        ):
            assert not choice.isEnabled()
            assert choice.toolTip() == choice.accessibleDescription() != ""
        for button in (
            page.table.look_at,
            page.table.bring,
            page.past.undo,
            page.out.take,
            page.layout_out.write,
        ):
            assert button.accessibleDescription() or button.toolTip()
            assert not page.table.columns.facts.rows


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_whoever_may_not_sees_that_first(template, home, scale):
    with open_window(template, home, settings=Settings(scale=scale)) as drive:
        drive.window.resize(1024, 640)
        drive.go("settings")
        drive.go("bringing")
        drive.rest(6)
        (bar,) = (one for one in drive.page.findChildren(MessageBar) if one.isVisible())
        assert bar.words() == texts.say("error.not_permitted")
        # What has the keyboard is brought into sight: no field below is that.
        assert bar.visibleRegion().boundingRect() == bar.rect()


@pytest.mark.parametrize(
    "settings", [{}, {"language": "ar", "theme": "dark"}, {"language": "qps", "scale": 2.0}]
)
def test_nothing_is_cut_or_covered(template, home, tmp_path, settings):
    chosen = Settings(**settings)
    with open_window(template, home, settings=chosen, worker=template.supervisor) as drive:
        drive.go("bringing")
        drive.rest()
        table = drive.page.table
        path = tmp_path / "table.csv"
        path.write_text(TABLE, "utf-8")
        table.file.take(path)
        table.layout_drop.setCurrentIndex(table.layout_drop.findData("own"))
        table.look_at.click()
        drive.until(lambda: table.columns.facts.rows)
        drive.rest()
        assert complaints(drive.window) == []


@pytest.mark.parametrize(("scale", "size"), [(1.0, (1366, 768)), (2.0, (1024, 640))])
def test_whoever_may_not_reads_all_of_it_by_keyboard(template, home, scale, size):
    with open_window(template, home, settings=Settings(scale=scale)) as drive:
        drive.window.resize(*size)
        drive.go("bringing")
        drive.rest(6)
        why = drive.focus()
        assert why.accessibleName() == texts.say("error.not_permitted")
        assert drive.window.ring.isVisible()
        # It stands around a line, not around the page.
        assert drive.window.ring.height() < drive.page.height() // 3
        drive.press("Tab", "Shift+Tab")
        assert drive.focus() is why
        last = drive.page.layout_out.write
        for _page in range(20):
            drive.press("PgDown")
        assert last.visibleRegion().boundingRect() == last.rect()
