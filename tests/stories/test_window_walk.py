"""A walk over every page: in three languages, every size of text, both windows, both themes."""

from __future__ import annotations

import shutil
from datetime import timedelta
from io import BytesIO

import pytest
from disagreeing import two_say
from drive import open_window
from make import Clock, Desks
from PySide6.QtWidgets import QApplication
from reaching import OF_A_CASE
from walking import complaints, cut_ring

from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.persons.pair import PairAnswer
from casework.practice.work import work_of
from casework.referrals.letters import Order
from casework.referrals.referral import Need
from desktop.frame.places import Place
from desktop.frame.rights import may_open
from desktop.frame.settings import Settings
from desktop.pages import PAGES

SIZES = [(1366, 768), (1024, 640)]
SCALES = [1.0, 1.5, 2.0]
LANGUAGES = ["en", "ar", "qps"]
# No word of theirs is longer than one that is pretended.
ALSO = ["fr", "es"]
SECTIONS = [
    *("action_plan", "assessment", "closure", "conference", "follow_up", "note", "safety_plan"),
    "service_given",
]
FORMS = ["episode", "family", "intake", "legal"]
EPISODES = (
    {"continuum": ["survival_sex"], "start_precision": "year", "start_year": 2024},
    {
        "continuum": ["trafficking_sexual_exploitation", "transactional_sex"],
        "start_precision": "month",
        "start_month": "2025-03",
        "own_words": "EX-WORDS: plainly invented, and long enough to wrap on every screen.",
    },
)

ALLEGED = {
    "known_as": "EX-ALLEGED",
    "role": ["controller", "recruiter"],
    "position": "aid_worker",
    "past_harm": ["harmed_others"],
}
LEGAL = {
    "goes_on": "yes",
    "areas": [{"area": "immigration", "area_state": "advice_given", "area_effect": "harmed"}],
    "steps": [{"step": "court", "step_number": "EX-7", "step_day": "2030-01-05"}],
    "claims": [{"scheme": "asylum", "claim_status": "pending", "decided_by": "government"}],
}


@pytest.fixture(scope="module")
def lived_in(template, tmp_path_factory):
    """Return the folder of a workbook with one case in it that has something of everything."""
    folder = tmp_path_factory.mktemp("lived-in")
    clock = Clock()
    desks = Desks(template, folder / "home", clock)
    case = desks.visit()
    desks.agree(case)
    office = desks.office()
    for episode in EPISODES:
        office.answers.record(case, "episode", episode, "en")
    office.answers.record(case, "exploiter", ALLEGED, "en")
    office.answers.record(case, "legal", LEGAL, "en")
    for form, answers in work_of(0, clock.moment.date()):
        office.answers.record(case, form, answers, "en")
    office.letters.issue(Order(case, "Example Clinic A", protect=True))
    office.referrals.begin(case, Need("housing", "EX-WHY: plainly invented"), "")
    office.referrals.begin(case, Need("legal_criminal"), "Example Legal Desk")
    office.attachments.add(Coming(case, Sort.MESSAGE), BytesIO(b"EX-WORDS"))
    office.tasks.add(case, "EX-TASK: meet at the usual place", clock.moment.date())
    office.tasks.add(case, "EX-TASK: bring the list", (clock.moment + timedelta(days=2)).date())
    desks.visit()
    office.likeness.say(case, desks.visit(), PairAnswer.SAME)
    two_say(desks, case, "safe_hours", "EX 10:00-12:00 on weekdays", "EX 14:00-16:00 on weekdays")
    desks.close()
    return folder / "home", case, clock


def places(worker, case, service, pair):
    """Yield what her role opens; whoever goes elsewhere would only see the first page again."""
    for page in (one for one in PAGES if may_open(worker, one)):
        known = {
            "form": FORMS,
            "service": [service],
            "entries": SECTIONS,
            "help": ["", "backup", "all-keys"],
        }
        known["pairs"] = ["", f"{pair.one} {pair.other}"]
        for subject in known.get(page, [""]):
            yield Place(page, case if page in OF_A_CASE else "", subject)


def faults(drive):
    """Return what there is to object to on the page that is shown."""
    return complaints(drive.window)


def cut_rings(drive):
    """Go by Tab through the page that is shown; return around what the ring is not whole."""
    found, passed = [], []
    drive.window.ring.by_keyboard()
    while (at := QApplication.focusWidget()) not in passed:
        passed.append(at)
        found += cut_ring(drive.window)
        drive.press("Tab")
    return found


def objections(drive, case, on_page):
    """Return what there is to object to on every page, each with its name."""
    found = []
    service = drive.asked(lambda: drive.office.services.all()[0].code)
    pair = drive.asked(lambda: drive.office.likeness.pairs()[0])
    for place in places(drive.window.workbook.worker, case, service, pair):
        drive.go(*place)
        drive.rest(6)
        found += [f"{place.page}: {one}" for one in on_page(drive)]
    return found


def walk(template, lived_in, tmp_path, look, on_page=faults, **worker):
    (home, case, clock), (settings, size) = lived_in, look
    shutil.copytree(home, tmp_path / "home")
    home = tmp_path / "home"
    with open_window(template, home, settings=settings, clock=clock, **worker) as drive:
        # Nobody presses a key here: to hear of each event of the program is a seventh of the walk.
        drive.window.hearing.stop()
        drive.window.resize(*size)
        return objections(drive, case, on_page)


def rounds():
    """Yield every look; one of both windows for each language and size of text, the rest in soak.

    Every two of language, size of text and window are looked at together each time. Of languages
    that are like others the look with the least room, where more of the same is run.
    """
    for at, language in enumerate(LANGUAGES):
        for also, scale in enumerate(SCALES):
            for number, size in enumerate(SIZES):
                rest = [] if (at + also) % 2 == number else [pytest.mark.soak]
                name = f"{language}-{scale}-{size[0]}"
                look = Settings(language=language, scale=scale)
                yield pytest.param(look, size, id=name, marks=rest)
    for language in ALSO:
        look = Settings(language=language, scale=SCALES[-1])
        yield pytest.param(look, SIZES[-1], id=f"{language}-small", marks=pytest.mark.wide)


@pytest.mark.parametrize(("settings", "size"), list(rounds()))
def test_nothing_is_clipped_covered_nameless_or_faint(template, lived_in, tmp_path, settings, size):
    assert walk(template, lived_in, tmp_path, (settings, size)) == []


@pytest.mark.wide
@pytest.mark.parametrize("language", ALSO)
def test_who_leads_the_team_sees_her_pages_whole(template, lived_in, tmp_path, language):
    look = (Settings(language=language), SIZES[0])
    assert walk(template, lived_in, tmp_path, look, worker=template.supervisor) == []


@pytest.mark.parametrize("discreet", [False, True])
def test_dark_is_as_readable_as_light(template, lived_in, tmp_path, discreet):
    settings = Settings(theme="dark", discreet=discreet)
    assert walk(template, lived_in, tmp_path, (settings, SIZES[0])) == []


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        pytest.param(Settings(), SIZES[0], id="as it comes"),
        pytest.param(Settings(language="ar", scale=1.5), SIZES[1], id="ar", marks=pytest.mark.soak),
    ],
)
def test_the_ring_is_whole_wherever_the_keyboard_comes(
    template, lived_in, tmp_path, settings, size
):
    assert walk(template, lived_in, tmp_path, (settings, size), cut_rings) == []
