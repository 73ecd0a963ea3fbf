"""Pictures beside answers, for whoever does not read: asked for by a key in the real window."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from drive import open_window
from PySide6.QtGui import QColor
from walking import complaints

import texts
from desktop.app import application
from desktop.frame.settings import Settings
from desktop.look import Look, look, picture, use
from desktop.look.pictograms import PICTOGRAMS, pictogram_of
from desktop.pages.consent.answers import Answers
from desktop.pages.form.question import Asked
from desktop.parts.ticks import Dot, Tick
from forms.codelists import in_display_order

# A face says how to feel, a thumb or a star what is better, an arrow or a figure what is more.
NEVER = re.compile(r"smiley|thumbs|star|heart|trophy|medal|trend|arrow|number|warning|flag")
CONTACT = "safe_way"


@pytest.fixture(autouse=True)
def _as_usual():
    """Begin without pictures, and leave none to the tests that follow."""
    application()
    use(Look())
    yield
    use(Look())


@pytest.fixture
def pictured():
    use(Look(pictures=True))


def ink_of(name):
    """Return the colours in a picture, without those at its soft edges, and how much is inked."""
    image = picture(name, QColor("#203040"), 40).toImage()
    pixels = [image.pixelColor(x, y) for x in range(40) for y in range(40)]
    solid = {one.name() for one in pixels if one.alpha() == 255}
    return solid, sum(one.alpha() > 0 for one in pixels)


@pytest.mark.parametrize("list_name", list(PICTOGRAMS))
def test_each_answer_of_a_list_has_a_picture_of_its_own_or_none_has(list_name):
    shown = PICTOGRAMS[list_name]
    assert set(shown) == {one.id for one in in_display_order(list_name, "en")}
    assert len(set(shown.values())) == len(shown)
    for name in shown.values():
        solid, inked = ink_of(name)
        assert inked > 0
        assert solid <= {"#203040"}


def test_no_picture_weighs_or_has_a_face_and_experiences_have_none():
    assert not [one for shown in PICTOGRAMS.values() for one in shown.values() if NEVER.search(one)]
    assert "continuum" not in PICTOGRAMS


def test_a_sign_means_the_same_wherever_somebody_is_asked():
    yes = {"yes", "given", "assents", "agreed"}
    no = {"no", "refused", "does_not_assent", "declined"}
    for codes, sign in ((yes, "check"), (no, "x")):
        found = {shown[one] for shown in PICTOGRAMS.values() for one in codes & set(shown)}
        assert found == {sign}


def test_a_tick_that_cannot_be_pressed_has_no_accent():
    tick = Tick("Yes")
    tick.setChecked(True)
    tick.resize(tick.sizeHint())

    def accented():
        drawn = tick.grab().toImage()
        places = [(x, y) for x in range(drawn.width()) for y in range(drawn.height())]
        return any(drawn.pixelColor(*at) == look().colours.accent for at in places)

    assert accented()
    tick.setEnabled(False)
    assert not accented()


def test_none_is_shown_unless_it_was_asked_for():
    assert pictogram_of("yes_no", "yes") == ""


@pytest.mark.usefixtures("pictured")
def test_yes_and_no_look_alike_with_pictures_too():
    plain, dots = Dot("Yes"), [Dot("Yes", pictogram="check"), Dot("Yes", pictogram="x")]
    assert dots[0].sizeHint() == dots[1].sizeHint()
    assert dots[0].sizeHint().height() > plain.sizeHint().height()
    for dot in dots:
        dot.resize(dot.sizeHint())
        dot.setChecked(False)
    colours = [colours_of(dot) for dot in dots]
    assert colours[0] == colours[1]


def colours_of(widget):
    """Return the ink and the ground of what is painted; soft edges are neither."""
    image = widget.grab().toImage()
    columns, lines = range(image.width()), range(image.height())
    seen = Counter(image.pixelColor(x, y).name() for x in columns for y in lines)
    return [one for one, _ in seen.most_common(2)]


def at_contact(drive):
    """Go to the page of the first visit that asks how somebody may be reached."""
    drive.press("Ctrl+N")
    drive.rest(6)
    onward = "Alt+Left" if texts.current().direction == "rtl" else "Alt+Right"
    for _group in range(20):
        if any(one.name == CONTACT for one in questions(drive)):
            return
        drive.press(onward)
    raise AssertionError(CONTACT)


def questions(drive):
    return [one.question for one in drive.window.findChildren(Asked) if one.isVisible()]


def pictures_seen(drive):
    """Return the pictures on the page, by the words beside them."""
    seen = [one for kind in (Dot, Tick) for one in drive.window.findChildren(kind)]
    return {one.accessibleName(): one.pictogram for one in seen if one.isVisible()}


def test_a_key_brings_pictures_and_takes_them_away_and_answers_stay(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        at_contact(drive)
        drive.tab_to("A message may be left")
        drive.press("Space")
        drive.rest()
        assert set(pictures_seen(drive).values()) == {""}

        drive.press("Ctrl+Shift+P")
        drive.rest(6)
        shown = pictures_seen(drive)
        # What is else a list to search stands there to be pointed at.
        assert (shown["Phone call"], shown["E-mail"]) == ("phone", "envelope-simple")
        assert drive.focus().accessibleName() == "A message may be left"
        assert drive.focus().isChecked()
        drive.tab_to("E-mail")
        drive.press("Space")
        drive.rest()

        drive.press("Ctrl+Shift+P")
        drive.rest(6)
        assert set(pictures_seen(drive).values()) == {""}
        assert not drive.window.settings.pictures
        drive.tab_to("Safe way to be reached")
        assert drive.focus().currentText() == "E-mail"


@pytest.mark.parametrize(
    "settings", [{}, {"language": "ar"}, {"scale": 2.0}, {"theme": "dark", "density": "compact"}]
)
def test_with_pictures_nothing_is_cut_or_covered(template, tmp_path, settings):
    chosen = Settings(pictures=True, **settings)
    with open_window(template, tmp_path / "home", settings=chosen) as drive:
        at_contact(drive)
        assert "phone" in pictures_seen(drive).values()
        assert complaints(drive.window) == []


@pytest.mark.usefixtures("pictured")
def test_the_answers_to_consent_have_large_pictures_of_one_size():
    answers = Answers()
    sizes = [button.iconSize() for button in answers.buttons.values()]
    assert len(set(map(str, sizes))) == 1
    assert sizes[0].height() == 32
    names = [button.accessibleName() for button in answers.buttons.values()]
    assert names == ["Agrees", "Says no", "Not now"]


def test_whoever_does_not_read_is_offered_it_in_the_settings(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.go("settings")
        drive.tab_to("Pictures beside answers")
        drive.press("Space")
        drive.rest()
        assert drive.window.settings.pictures
        assert look().pictures
