"""The story of the window: a person is met, heard, asked, and helped on, by keyboard alone."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import pytest
from story import Worker, choice_words, plain, read_back

import texts
from casework.need_to_know import items
from desktop.parts.words import as_sentence

if TYPE_CHECKING:
    from pathlib import Path

WHO, CLINIC = "Supervisor 1", "Example Clinic A"
SHEET_GROUPS = (3, 8, 12)
THREE = ("commercial_sexual_exploitation", "trafficking_sexual_exploitation", "transactional_sex")
OUT = "own_phone"

pytestmark = pytest.mark.long


class Typed(NamedTuple):
    """What she types in one language; no answer stands in another."""

    name: str
    hours: str
    must_not: str
    access: str
    home: str
    injuries: str
    begun: str
    ended: str
    own: str
    asked: str
    phone: str = "+000 55 7654321"


TYPED = {
    "en": Typed(
        name="Invented Name",
        hours="Mornings before ten",
        must_not="No calls to the house",
        access="A bench to rest on",
        home="Blue door behind the mill",
        injuries="A sore wrist",
        begun="It began with a prom",
        ended="ise of work",
        own="They held my papers",
        asked="A check-up with a woman doctor",
    ),
    "ar": Typed(
        name="اسم مخترع",
        hours="صباحا قبل العاشرة",
        must_not="لا اتصال بالبيت",
        access="مقعد للاستراحة",
        home="الباب الأزرق خلف الطاحونة",
        injuries="ألم في الرسغ",
        begun="بدأ الأمر بوع",
        ended="د بعمل",
        own="احتفظوا بأوراقي",
        asked="فحص لدى طبيبة",
    ),
}


@pytest.fixture
def she(tmp_path):
    """Return a worker before a laptop on which no workbook is."""
    worker = Worker(tmp_path / "new" / "home")
    worker.starts()
    yield worker
    worker.ends()


@pytest.mark.parametrize("language", list(TYPED))
def test_a_person_is_met_heard_asked_and_helped_on(she, language, tmp_path) -> None:
    typed = TYPED[language]

    passphrase = she_makes_a_workbook(she, language)
    she_practises_to_hide(she)
    she_adds_a_clinic(she)

    she_meets_somebody(she, typed)
    she_is_interrupted(she, typed, passphrase)
    case = she_finishes(she, typed)

    she_asks_to_keep_a_record(she)
    she_asks_to_tell_the_clinic(she)

    she_hears_of_one_time(she, typed)
    she_hears_of_another_that_hangs_together(she)

    she_sees_what_the_clinic_will_see(she, typed)
    path, words = she_saves_the_letter(she, tmp_path / "out")

    letter = read_back(path.read_bytes(), words)
    assert typed.asked in letter
    for value in chain.from_iterable(promised(typed).values()):
        assert value in letter
    for value in (*chain.from_iterable(withheld(typed).values()), case, WHO):
        assert value not in letter
    what_is_on_record(she, case)


# --- the laptop is new


def she_makes_a_workbook(she, language) -> str:
    """Go through the five steps of the first start; return the passphrase."""
    she.picks("look.language", texts.languages()[language].own_name)
    she.pushes("first.continue")

    she.fills("first.office_name", "Example Office 4")
    she.fills("first.phone", "+000 55 0100")
    she.fills("first.hours", "08:00-16:00")
    she.fills("unlock.name", WHO)
    she.picks("first.role", as_sentence(texts.say("role.supervisor")))
    she.pushes("first.continue")

    she.comes_to("secret.new")
    she.pushes("secret.suggest")
    she.goes_to("secret.new")
    she.until(she.reads_here)
    passphrase = she.reads_here()
    she.fills("secret.again", passphrase)
    she.pushes("first.continue")

    sheet = she.words()
    groups = {number: sheet[sheet.index(str(number)) + 1] for number in SHEET_GROUPS}
    she.pushes("first.continue")
    assert not set(groups.values()) & set(she.words())
    for number, letters in groups.items():
        she.goes_to("first.sheet.group", n=number)
        she.type(letters)
    she.pushes("first.continue")

    she.goes_to("first.backup.later")
    she.pushes("first.make")
    she.arrives("today")
    return passphrase


def she_practises_to_hide(she) -> None:
    """Try the hide key once, as the first day offers."""
    she.pushes("hide.try_now")
    assert she.is_covered()

    she.press("F9")
    assert she.is_at("today")
    assert she.sees("hide.practised")


def she_adds_a_clinic(she) -> None:
    """Put a service into the directory, by its form."""
    she.press("Ctrl+3")
    she.arrives("services")
    # Whoever adds one looks first whether it is there.
    she.fills("services.find", CLINIC)
    she.pushes("services.add")

    she.is_asked("service")
    she.writes("name", CLINIC)
    she.chooses("kind", "health")
    she.chooses("service_types", "sexual_reproductive_health", "health_emergency")
    she.finishes()
    she.arrives("services")


# --- somebody comes


def she_meets_somebody(she, typed) -> None:
    """Begin a first visit: the limits, who she is, what is safe, what she wants; a sentence."""
    she.press("Ctrl+N")
    she.is_asked("intake")
    she.chooses("limits_explained", "yes")

    she.goes_on_to("languages")
    she.chooses("languages", "ar", "am")
    she.writes("access", typed.access)
    she.goes_on_to("name_used")
    she.writes("name_used", typed.name)
    she.chooses("sex", "female")
    she.goes_on_to("birth_precision")
    she.chooses("birth_precision", "year")
    she.writes("birth_year", "2001")

    she.goes_on_to("safe_way")
    she.chooses("safe_way", "phone_call")
    she.writes("safe_hours", typed.hours)
    she.writes("phone", typed.phone)
    she.goes_on_to("must_not")
    she.writes("must_not", typed.must_not)

    she.goes_on_to("home")
    she.writes("home", typed.home)
    she.goes_on_to("injuries")
    she.writes("injuries", typed.injuries)
    she.goes_on_to("services_asked")
    she.chooses("services_asked", "sexual_reproductive_health", "legal_criminal")
    she.chooses("urgency", "within_72_hours")

    she.goes_on_to("account")
    she.writes("account", typed.begun)


def she_is_interrupted(she, typed, passphrase) -> None:
    """Hide in the middle of a sentence; come back to the same letter of it."""
    back = "Right" if texts.current().direction == "rtl" else "Left"
    she.press(back, back)
    cursor = she.cursor()
    assert cursor == len(typed.begun) - 2

    she.press("F9")
    assert she.is_covered()
    she.starts_anew("hide")
    assert she.is_covered()

    she.press("F9")
    assert she.unseen(WHO)
    she.fills("unlock.name", WHO)
    she.fills("unlock.passphrase", passphrase)
    she.press("Return")

    she.is_asked("intake")
    assert she.named()[0] == she.question("account")
    assert she.reads_here() == typed.begun
    assert she.cursor() == cursor


def she_finishes(she, typed) -> str:
    """End the sentence and the first visit; return the code of the case."""
    she.press("End")
    she.type(typed.ended)
    she.finishes()
    she.arrives("case")
    return she.words()[0]


# --- she is asked


def she_asks_to_keep_a_record(she) -> None:
    """Read the words aloud, and record that the person agrees."""
    she.press("Alt+3")
    she.arrives("consent")
    she.press("Return")
    assert she.can_read_aloud("case_service")

    she.pushes("consent.agrees")
    she.until(lambda: she.sees("consent.recorded_yes"))
    she.pushes("consent.done")


def she_asks_to_tell_the_clinic(she) -> None:
    """Ask about one clinic of the directory, and about three things more that it may be told."""
    she.pushes("consent.add_service")
    she.type(CLINIC)
    she.press("Return")
    assert she.can_read_aloud("referral", CLINIC)

    for more in ("demographic", "name_used", "own_phone"):
        she.pushes(f"consent.told.{more}")
    she.pushes("consent.agrees")
    she.until(lambda: she.sees("consent.recorded_yes"))
    she.rest()


# --- she tells


def she_hears_of_one_time(she, typed) -> None:
    """Record an episode with three experiences and the person's own words."""
    she.press("Ctrl+2")
    she.arrives("cases")
    she.press("Return")
    she.arrives("case")
    she.press("Alt+4")
    she.arrives("episodes")
    she.pushes("case.add_episode")

    she.is_asked("episode")
    she.chooses("continuum", *THREE)
    she.chooses("start_precision", "year")
    she.writes("start_year", "2019")
    she.chooses("ongoing", "over")
    she.pushes("episodes.group.words")
    she.writes("own_words", typed.own)
    she.press("Ctrl+Return")
    she.until(lambda: she.sees("episodes.finished"))
    she.rest()


def she_hears_of_another_that_hangs_together(she) -> None:
    """Record an episode that came of the first."""
    she.pushes("case.add_episode")

    she.is_asked("episode")
    she.chooses("continuum", "survival_sex")
    she.chooses("start_precision", "year")
    she.writes("start_year", "2021")
    she.pushes("episodes.group.links")
    she.pushes("form.add_named", add=texts.say("form.add_first"), name=she.question("linked"))
    kinds = texts.beside(*sorted(texts.say(f"experience.{code}.short") for code in THREE))
    she.chooses_words("linked_episode", f"{kinds}{texts.say('list.join')}2019")
    she.chooses("linked_how", "because_of")
    she.press("Ctrl+Return")
    she.until(lambda: not she.sees("episodes.new"))
    she.rest()


# --- she is helped on


def she_sees_what_the_clinic_will_see(she, typed) -> None:
    """Look at the letter before anything leaves; word what is asked, and take one detail out."""
    she.pushes("case.letter")
    she.arrives("letter")
    she.until(lambda: she.may_push("letter_page.save"))
    she.fills("letter_page.asked", typed.asked)
    counted = she.words()
    she.pushes(f"item.{OUT}")
    she.until(lambda: she.words() != counted and she.sees("paper.page", page=1, pages=1))

    boxes, words = she.ticked(), set(she.words())
    names = {item: plain(texts.say(f"item.{item}")) for item in (*items(), "other_answers")}
    assert {item for item, name in names.items() if boxes.get(name)} == set(promised(typed))
    assert not boxes[names[OUT]]
    assert {item for item, name in names.items() if name in words} == set(withheld(typed)) - {OUT}


def she_saves_the_letter(she, folder) -> tuple[Path, str]:
    """Choose a folder by typing it; return the file, and the words that open it."""
    folder.mkdir()
    # The page of what she chose last may still be on its way.
    she.until(lambda: she.may_push("letter_page.save"))
    she.pushes("letter_page.save")
    she.until(lambda: she.focus().window() is not she.window, "no dialog")
    she.press("Ctrl+A")
    she.type(str(folder))
    she.press("Return")
    she.until(lambda: she.reads("letter_page.tell_words", "passphrase"))
    (path,) = folder.glob("*.pdf")
    assert she.seen(path.name)
    words = she.reads("letter_page.tell_words", "passphrase")

    assert she.named()[0] == texts.say("letter_page.noted")
    she.press("Return")
    assert words not in " ".join(she.words())
    assert she.named()[0] == texts.say("letter_page.save")
    return path, words


def promised(typed) -> dict[str, tuple[str, ...]]:
    """Return the details that are shown as going, each with what it says."""
    return {
        "name_used": (typed.name,),
        "age_group": (choice_words("age_group", "adult"),),
        "sex_gender": (choice_words("sex", "female"),),
        "language_interpreter": (choice_words("language", "am"), choice_words("language", "ar")),
        "access_needs": (typed.access,),
        "service_asked": (choice_words("service_type", "sexual_reproductive_health"),),
        "urgency": (choice_words("urgency_of_action", "within_72_hours"),),
        "safe_contact": (choice_words("contact_channel", "phone_call"), typed.hours),
        "must_not_do": (typed.must_not,),
    }


def withheld(typed) -> dict[str, tuple[str, ...]]:
    """Return the details that are shown as held back or taken out, each with what it says."""
    kinds = (choice_words("continuum", code) for code in (*THREE, "survival_sex"))
    return {
        OUT: (typed.phone, "7654321"),
        "birth_date": ("2001",),
        "home_address": (typed.home,),
        "injuries_medication": (typed.injuries,),
        "incident_date_place": ("2019", "2021"),
        "account": (typed.begun, typed.ended, typed.own),
        "exploitation_history": tuple(kinds),
        "inside_notes": (),
        "other_answers": (choice_words("service_type", "legal_criminal"),),
    }


def what_is_on_record(she, case) -> None:
    """Look into the store itself, when all is told."""
    seen = she.asked(lambda: she.office.overview.of(case))
    first, second = sorted(seen.episodes, key=lambda one: len(one.links))
    assert first.continuum == frozenset(THREE)
    assert [link.episode_id for link in second.links] == [first.id]
    (line,) = she.asked(she.office.letters.register)
    assert (line.case_code, line.service, line.protected) == (case, CLINIC, True)
