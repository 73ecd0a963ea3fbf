"""Settings take effect at once where the cursor is, and help is on this laptop."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drive import open_window
from edging import top_and_bottom
from make import WORDS as SECRET
from walking import complaints, from_edge, settle

import texts
from desktop import doors
from desktop.frame.actions import ACTIONS, key_words
from desktop.frame.cover import Cover
from desktop.frame.pausing import Pausing
from desktop.frame.settings import Settings, load
from desktop.look import look
from desktop.pages.settings.storage import StorageCard
from desktop.parts.words import Words
from desktop.safety.capture import CAN_BLOCK
from texts.dates import isolate, number
from texts.language import OnPaper, called, on_paper, write_letters
from texts.sentences import known_terms

FRESH = "quite other words for a test"


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.go("settings")
        yield drive


def test_light_or_dark_is_chosen_by_keyboard_and_kept(drive, tmp_path):
    drive.tab_to("Light or dark")
    drive.press("Down", "Down")
    settle()

    assert look().theme == "dark"
    assert drive.focus().objectName() == "set_theme"
    assert load(tmp_path / "home").theme == "dark"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_line_one_is_at_in_a_list_is_as_quiet_as_in_a_menu(template, tmp_path, theme):
    settings = Settings(theme=theme)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.go("settings")
        drop = drive.tab_to("Light or dark")
        drop.showPopup()
        drive.rest()
        view = drop.view()
        list_of_it, middle = view.window(), view.visualRect(view.currentIndex()).center()
        seen = list_of_it.grab().toImage()
        ground = seen.pixelColor(view.viewport().mapTo(list_of_it, middle))
        drop.hidePopup()
        assert ground == look().colours.accent_soft


def test_language_size_and_name_of_the_window_change_at_once(drive):
    drive.tab_to("Name of the window")
    drive.press("Down")
    settle()
    assert drive.window.windowTitle() == "Notes"

    drive.tab_to("Text size")
    drive.press("Down")
    settle()
    assert look().scale == 1.15

    unread = texts.say("look.language_unread", language="ar")
    drive.press(*["Shift+Tab"] * 4, "Down")
    settle()
    assert drive.seen("الإعدادات")
    assert drive.window.windowTitle() == "ملاحظات"
    # Of English it is known who wrote it; of each other language it is said that nobody read it.
    assert drive.seen(unread)
    assert not texts.languages()["ar"].reviewed
    drive.press("Up")
    settle()
    assert drive.unseen(unread)
    assert drive.unseen(texts.say("look.language_unread"))


def test_shift_three_times_can_be_turned_off(drive):
    drive.tab_to("Shift pressed three times hides everything")
    drive.press("Space")
    settle()

    assert not drive.window.settings.shift_hides
    assert not drive.window._keys._shift


def test_the_time_before_the_lock_is_chosen(drive):
    drive.tab_to("Lock when nobody has typed for")
    drive.press("Down")
    settle()

    assert drive.window.settings.lock_minutes == 10
    assert drive.window._idle._limit == 600


def test_a_key_is_moved_and_brought_back(drive):
    drive.tab_to("Lock: Ctrl+L", 90)
    drive.press("Return", "Ctrl+Shift+L")
    settle()
    assert drive.window.settings.keys == {"lock": "Ctrl+Shift+L"}
    assert drive.focus().accessibleName() == "Lock: Ctrl+Shift+L"

    drive.press("Shift+Tab", "Return")
    settle()
    assert drive.window.settings.keys == {}


@pytest.mark.parametrize("key", ["A", "Shift+A", "Space", "Return", "Left", "Ctrl+V", "Backspace"])
def test_a_key_that_one_types_with_is_given_to_nothing(drive, key):
    """As the hide key a letter left no passphrase to type, as the other a word destroyed all."""
    drive.tab_to("Hide: F9", 90)
    drive.press("Return", key)
    settle()
    assert drive.window.settings.keys == {}
    assert drive.focus().text().startswith("Not one to type with")
    assert complaints(drive.window) == []
    drive.press("F12")
    settle()
    assert drive.window.settings.keys == {"hide": "F12"}


def test_where_a_letter_hides_by_what_was_kept_before_one_types_it_all_the_same(template, tmp_path):
    keys = {"hide": "A", "panic": "E"}
    with open_window(template, tmp_path / "home", settings=Settings(keys=keys)) as drive:
        drive.go("services")
        drive.rest()
        drive.type("a gate")
        assert drive.focus().text() == "a gate"
        drive.press("F9")
        drive.until(lambda: drive.left)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_key_that_two_actions_share_is_told_where_it_was_given(template, tmp_path, scale):
    with open_window(template, tmp_path / "home", settings=Settings(scale=scale)) as drive:
        drive.window.resize(1024, 640)
        drive.go("settings")
        low = list(ACTIONS)[-1]
        catch = drive.page.keys.catches[low]
        catch.setFocus()
        catch.caught.emit("Ctrl+K")
        settle()
        drive.rest()
        assert drive.focus().objectName() == f"set_key_{low}"
        words = f"One key, two actions: Find a case, form or action, {ACTIONS[low].words}."
        assert drive.focus().accessibleDescription().startswith(words)
        told = [one for one in drive.page.findChildren(Words) if one.text().startswith(words)]
        # Beside either of the two.
        assert len(told) == 2
        begins, ends = top_and_bottom(told[-1], drive.window)
        assert 0 < begins < ends <= drive.window.height()
        assert complaints(drive.window) == []


@pytest.mark.parametrize("key", ["Esc", "Tab"])
def test_waiting_for_a_key_is_no_trap(drive, key):
    drive.tab_to("Lock: Ctrl+L", 90)
    drive.press("Return")
    assert drive.focus().text() == "Press the new key…"
    waiting = drive.focus()
    drive.press(key)

    assert waiting.text() == "Ctrl+L"
    assert drive.window.settings.keys == {}


def test_what_this_system_cannot_do_is_greyed_and_says_why(drive):
    tick = drive.page.ticks["block_capture"]
    assert tick.isEnabled() is CAN_BLOCK
    assert CAN_BLOCK or "no way to do so" in tick.accessibleDescription()


def test_hide_is_practised_from_here(drive):
    drive.tab_to("Practise Hide")
    drive.press("Return")
    assert isinstance(drive.window._stack.currentWidget(), Cover)

    drive.press("F9")
    settle()
    assert drive.window._stack.currentWidget() is drive.window.workspace
    assert drive.seen("That is how Hide works.")


def test_help_lists_every_key_as_it_is_now(drive):
    drive.page.keys.catches["lock"].caught.emit("Ctrl+Shift+L")
    settle()
    drive.press("Ctrl+/")
    drive.rest()

    # Those that destroy are off until somebody turns them on.
    assert all(drive.seen(one.words) for name, one in ACTIONS.items() if name != "panic")
    assert drive.seen(key_words("lock", {"lock": "Ctrl+Shift+L"}))


def test_help_leads_to_the_keys(drive):
    drive.go("help")
    drive.tab_to("Change keys…")
    drive.press("Return")
    drive.rest()

    assert drive.focus().objectName() == "set_key_hide"


WAYS = [
    (Settings(), (1366, 768)),
    (Settings(language="ar", theme="dark"), (1366, 768)),
    (Settings(scale=2.0), (1366, 768)),
    (Settings(language="qps"), (1024, 640)),
    (Settings(language="qps", scale=2.0), (1024, 640)),
    (Settings(language="ar", scale=1.5), (1024, 640)),
    (Settings(theme="dark", scale=1.3, keys={"lock": "Ctrl+K"}), (1024, 640)),
]


@pytest.mark.parametrize(("settings", "size"), WAYS)
def test_nothing_is_clipped_or_hidden(template, tmp_path, settings, size):
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(*size)
        for page in ("help", "settings"):
            drive.go(page)
            assert complaints(drive.window) == []
        ends = from_edge(drive.window.workspace.top.hide_button)
        assert not look().reflows or from_edge(drive.page.keys) == ends


def test_digits_of_the_language_are_chosen_and_codes_stay_as_they_are(drive):
    drive.tab_to("Digits")
    drive.press("Down")
    settle()
    assert drive.window.settings.digits == "native"
    assert texts.plural("settings.minutes", 10) == "10 minutes"
    drive.window.set(replace(drive.window.settings, language="ar"))
    settle()
    assert number(2026) == "٢٬٠٢٦"
    assert texts.say("form.group_of", n=3, amount=9) == texts.say(
        "form.group_of", n="٣", amount="٩"
    )
    assert isolate("QFY5-N7CZ")[1:-1] == "QFY5-N7CZ"
    # Paper and whoever reads it get the digits that all know.
    assert number(2026, "ar") == "2,026"


def test_the_size_of_the_workbook_and_its_folder_are_told(drive, tmp_path):
    (card,) = drive.page.findChildren(StorageCard)
    drive.until(lambda: "…" not in card.told.text())
    said = card.told.text().replace("\u200b", "")
    assert str(tmp_path / "home") in said
    assert " MB." in said


def test_a_pause_is_spoken_of_only_where_it_was_chosen_and_with_hard_material(drive):
    assert drive.window.findChildren(Pausing) == []
    drive.tab_to("Speak of a pause after")
    drive.press("Down")
    settle()
    (pausing,) = drive.window.workspace.findChildren(Pausing)
    told = "You have been with hard material for 30 minutes. A pause is fine."
    for _minute in range(40):
        pausing.minute()
    assert drive.unseen(told)
    drive.go("form", "", "intake")
    for _minute in range(29):
        pausing.minute()
    assert drive.unseen(told)
    pausing.minute()
    drive.until(lambda: drive.stands(told))


def test_whoever_looks_after_the_team_says_whether_closing_needs_her_and_others_do_not(
    template, tmp_path
):
    words = "Closing a case needs a supervisor"
    with open_window(template, tmp_path / "home", worker=template.supervisor) as drive:
        drive.go("settings")

        def needed():
            return drive.asked(drive.office.reviews.closing_needs_one)

        drive.until(drive.page.office.closing.isEnabled)
        tick = drive.tab_to(words)
        assert not tick.isChecked()
        drive.press("Space")
        drive.rest()
        assert needed()
        drive.go("today")
        drive.go("settings")
        assert drive.page.office.closing.isChecked()
        drive.tab_to(words)
        drive.press("Space")
        drive.rest()
        assert not needed()
        drive.press("Ctrl+Z")
        drive.rest()
        assert needed()
        assert drive.page.office.closing.isChecked()
    with open_window(template, tmp_path / "home") as drive:
        drive.go("settings")
        assert drive.page.office is None
        assert drive.unseen(words)


def test_how_letters_are_written_is_set_for_the_office_and_holds_at_once(template, tmp_path):
    with open_window(template, tmp_path / "home", worker=template.supervisor) as drive:
        drive.go("settings")
        drive.until(drive.page.office.own_digits.isEnabled)
        assert drive.page.office.second_days.isChecked()
        assert not drive.page.office.own_digits.isChecked()
        drive.tab_to("Letters count in the digits of their language")
        drive.press("Space")
        drive.rest()
        # Once round the page.
        drive.tab_to("Letters give days in a second calendar too", limit=200)
        drive.press("Space")
        drive.rest()
        assert on_paper() == OnPaper(own_digits=True, second_days=False)
        assert drive.asked(drive.office.people.on_paper) == on_paper()
        drive.press("Ctrl+Z")
        drive.rest()
        assert on_paper() == OnPaper(own_digits=True, second_days=True)
        drive.until(drive.page.office.second_days.isChecked)
    write_letters(OnPaper())
    with open_window(template, tmp_path / "home", worker=template.supervisor):
        assert on_paper() == OnPaper(own_digits=True, second_days=True)
    write_letters(OnPaper())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_a_person_is_called_is_chosen_for_the_office_and_said_at_once(
    template, tmp_path, language
):
    texts.use(language)
    words = known_terms()
    settings = Settings(language=language)
    home, boss = tmp_path / "home", template.supervisor
    with open_window(template, home, worker=boss, settings=settings) as drive:
        drive.go("settings")
        why = texts.say("settings.called_why")
        drop = drive.tab_to(texts.say("settings.called"))
        assert drop.accessibleDescription() == why
        assert drop.currentText() == words["person"]
        drive.press("Down", "Down")
        drive.rest()
        assert called() == "client"
        assert drive.asked(drive.office.people.called) == "client"
        # The same field of a page built anew, which says the word.
        drop = drive.focus()
        assert (drop.objectName(), drop.currentText()) == ("set_called", words["client"])
        assert drop.accessibleDescription() != why
        assert drive.seen(texts.say("settings.called.is", word=words["client"]))
        assert complaints(drive.window) == []
        drive.go("today")
        drive.press("Ctrl+Z")
        drive.rest()
        assert called() == "survivor"
    with open_window(template, home, settings=settings) as drive:
        assert called() == "survivor"
        drive.go("settings")
        assert drive.unseen(texts.say("settings.called"))


def test_before_hide_is_practised_it_is_said_what_brings_the_window_back(drive):
    assert drive.seen(texts.say("settings.practise_why", keys=key_words("hide", {})))
    drive.window.set(replace(drive.window.settings, keys={"hide": ""}))
    assert drive.seen(texts.say("settings.practise_shift"))
    drive.window.set(replace(drive.window.settings, shift_hides=False))
    # Nobody would come back.
    assert drive.seen(texts.say("settings.practise_no_key"))
    assert not drive.page.practise.isEnabled()


@pytest.fixture
def hers(template, tmp_path):
    """Return the settings of somebody who has a passphrase of her own, in a small window."""
    where = tmp_path / "home"
    settings = Settings(scale=2.0)
    with open_window(template, where, worker=template.supervisor, settings=settings) as drive:
        drive.window.resize(1024, 640)
        drive.go("settings")
        drive.tab_to("Change it…", 200)
        drive.press("Return")
        yield drive


def typed(drive, *words):
    """Type what is asked, field by field, and press Enter in the last."""
    card = drive.page.secret
    for field, one in zip((card.now, card.fresh.first, card.fresh.second), words, strict=True):
        field.secret.setFocus()
        drive.press("Ctrl+A")
        drive.type(one or " ")
    drive.press("Return")
    drive.until(card._asked.isEnabled)
    return card


def test_a_passphrase_is_changed_by_keyboard_and_opens_from_then_on(hers, template, tmp_path):
    assert hers.focus() is hers.page.secret.now.secret
    card = typed(hers, SECRET, FRESH, FRESH)
    hers.until(lambda: hers.stands(texts.say("passphrase.changed")))
    assert hers.focus() is card.begin
    assert not card._asked.isVisible()
    assert not any(field.text() for field in (card.now, card.fresh.first, card.fresh.second))
    hers.window.close()
    doors.open_workbook(tmp_path / "home", template.supervisor.name, FRESH).workbook.close()


@pytest.mark.parametrize(
    ("words", "field", "why"),
    [
        (("", FRESH, FRESH), "now", "field.missing"),
        (("not the one", FRESH, FRESH), "now", "settings.secret_wrong"),
        ((SECRET, "short", "short"), "first", "secret.too_short"),
        ((SECRET, FRESH, FRESH + "s"), "second", "secret.differs"),
        ((SECRET, "Supervisor 1", "Supervisor 1"), "first", "store.weak_passphrase"),
    ],
)
def test_why_a_passphrase_is_not_changed_is_told_at_its_field_in_sight(hers, words, field, why):
    card = typed(hers, *words)
    at = {"now": card.now, "first": card.fresh.first, "second": card.fresh.second}[field]
    assert hers.focus() is at.secret
    assert at.secret.accessibleDescription() == texts.say(why)
    hers.until(lambda: at.visibleRegion().boundingRect() == at.rect())


def test_what_was_typed_of_a_passphrase_stays_nowhere_once_one_leaves_it(hers):
    card = hers.page.secret
    hers.type("something")
    card.leave.setFocus()
    hers.press("Return")
    assert hers.focus() is card.begin
    hers.press("Return")
    assert not card.now.text()
