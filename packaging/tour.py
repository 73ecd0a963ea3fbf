"""Walk one case from first contact to a referral letter, and leave the papers in out/.

Everything is done through the command line, on invented data, in practice workbooks that are
made anew each time: one for the case, and one of an office that published figures for a year.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import libraries
import pypdfium2
import walk

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out"
HOME = OUT / "practice"
# The same again in Arabic: for pictures of the window as somebody sees it who works in it.
ARABIC = OUT / "arabic"
# Enough people that some figures may be told, and few enough that nobody waits for them.
OFFICE, CASES = OUT / "office", "190"
FIGURES = OUT / "figures"
# What discreet mode masks is seen on these.
MASKING = ("today", "cases", "case")
DOTS_PER_POINT = 150 / 72


def verb(*words: str, secrets: str = "", typed: object = None, home: Path = HOME) -> object:
    """Run one verb of the command line and return the facts it prints."""
    given = secrets + ("" if typed is None else json.dumps(typed, ensure_ascii=False))
    command = [sys.executable, "-m", "desktop", "--home", str(home), "--json", *words]
    done = subprocess.run(
        command, cwd=ROOT, input=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{words[0]} was refused: {done.stderr.strip()}")
    return json.loads(done.stdout)


def say(words: str) -> None:
    """Print one step."""
    sys.stdout.write(f"  {words}\n")


def main() -> None:
    """Open the practice workbook where there is a display, else take the tour."""
    if libraries.has_display():
        open_practice()
    else:
        tour()


def open_practice() -> None:
    """Open the window on a practice workbook, signed in as its caseworker."""
    shutil.rmtree(HOME, ignore_errors=True)
    OUT.mkdir(exist_ok=True)
    made = verb("practice", "--cases", "48")
    worker = user_of(made, "caseworker")
    say(f"The practice workbook opens for {worker['name']}; all of it is invented.")
    say(f"After Hide (F9) it asks for the passphrase: {worker['passphrase']}")
    window = [sys.executable, "-m", "desktop", "--home", str(HOME), "--user", worker["name"]]
    secret = worker["passphrase"] + "\n"
    subprocess.run(
        [*window, "--passphrase-file", "-"], cwd=ROOT, input=secret, text=True, check=True
    )


def tour() -> None:
    """Walk the whole way and say each step in a line."""
    shutil.rmtree(HOME, ignore_errors=True)
    OUT.mkdir(exist_ok=True)
    made = verb("practice", "--cases", "48")
    worker = user_of(made, "caseworker")
    signed_in = ["--user", worker["name"], "--passphrase-file", "-"]
    secret = worker["passphrase"] + "\n"

    def ask(*words: str, typed: object = None) -> object:
        return verb(*signed_in, *words, secrets=secret, typed=typed)

    say(f"A practice workbook of {len(ask('cases'))} invented cases of {worker['name']}.")
    code = ask("record", "new", "intake", "--answers", "-", typed=walk.visit())["case"]
    say(f"First visit recorded: case {code}, with {walk.tell(ask, code)} episodes, as she says.")
    clinic = next(one for one in ask("services") if one["kind"] == "health")
    say(f"Asked for consent to tell {clinic['name']}.")
    agreed = walk.agreement(clinic["code"])
    ask("record", code, "consent", "--answers", "-", typed=agreed)
    say("Consent given: for this service, for what she chose, for 90 days.")
    both = ask("withheld", code, "--to", clinic["name"])
    say(f"Read aloud: {len(both['told'])} things are told, {len(both['withheld'])} stay here.")
    for language in ("en", "ar"):
        paper = OUT / f"letter-{language}.pdf"
        paper.unlink(missing_ok=True)
        letter = ask(
            "letter", code, "--to", clinic["name"], "--language", language, "--out", str(paper)
        )
        pages = picture(paper)
        say(f"Letter {letter['number']} handed over: {paper.relative_to(ROOT)}, {pages} page(s).")
    screens((made, HOME), (code, clinic["code"]), ("light", "dark", "large"))
    masked(made, code)
    others()
    ask("withdraw", code, "--purpose", "referral", "--recipient", clinic["name"])
    say("She took her consent back: the letters are recalled, no new one can be made.")
    say("Checked: {operations} operations, {entries} entries, all agree.".format(**ask("check")))


def others() -> None:
    """Picture what one workbook of one person does not show."""
    screens_in_arabic()
    two_laptops()
    figures()


def figures() -> None:
    """Leave the figures of an office's year as files, and pictures of the page that shows them."""
    for folder in (OFFICE, FIGURES):
        shutil.rmtree(folder, ignore_errors=True)
    made = verb("practice", "--releases", "--cases", CASES, home=OFFICE)
    first, second = (user_of(made, role) for role in ("supervisor", "viewer"))
    say(f"An invented office published {len(made['releases'])} times, with {CASES} people.")
    newest = made["releases"][-1]
    wanted = ["--plan", newest["plan"], "--period", newest["period"]]
    signed_in = ["--user", first["name"], "--passphrase-file", "-"]
    secrets = f"{first['passphrase']}\n{second['passphrase']}\n"
    agreed = ["--release", "--second", second["name"], "--out", str(FIGURES)]
    verb(*signed_in, "figures", *wanted, *agreed, secrets=secrets, home=OFFICE)
    say(f"Its year as a paper, a workbook and a table: {FIGURES.relative_to(ROOT)}/.")
    folder = str(OUT / "screens")
    verb(*signed_in, "pictures", "--page", "figures", "--out", folder, secrets=secrets, home=OFFICE)


def two_laptops() -> None:
    """Leave pictures of what two laptops have to decide, and how they exchange."""
    folder = str(OUT / "screens")
    kit = os.pathsep.join(map(str, (ROOT, ROOT / "tests" / "kit")))
    subprocess.run(
        [sys.executable, ROOT / "packaging" / "two_laptops.py", folder],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": kit},
        check=True,
    )
    say("Two laptops of an invented office said different things of one case.")


def user_of(made: dict[str, object], role: str) -> dict[str, str]:
    """Return the first who has a role in a practice workbook."""
    return next(user for user in made["users"] if user["role"] == role)


def screens_in_arabic() -> None:
    """Walk to where there is much to see in a workbook that is kept in Arabic; picture it."""
    shutil.rmtree(ARABIC, ignore_errors=True)
    made = verb("practice", "--cases", "48", "--language", "ar", home=ARABIC)
    worker = user_of(made, "caseworker")
    signed_in = ["--user", worker["name"], "--passphrase-file", "-"]

    def ask(*words: str, typed: object = None) -> object:
        secret = worker["passphrase"] + "\n"
        return verb(*signed_in, *words, secrets=secret, typed=typed, home=ARABIC)

    said = ("--language", "ar", "--answers", "-")
    code = ask("record", "new", "intake", *said, typed=walk.visit("ar"))["case"]
    walk.tell(ask, code, "ar")
    clinic = next(one for one in ask("services") if one["kind"] == "health")
    ask("record", code, "consent", *said, typed=walk.agreement(clinic["code"]))
    paper = ARABIC.with_suffix(".pdf")
    paper.unlink(missing_ok=True)
    ask("letter", code, "--to", clinic["name"], "--language", "ar", "--out", str(paper))
    screens((made, ARABIC), (code, clinic["code"]), ("arabic",))


def screens(
    at: tuple[dict[str, object], Path], case: tuple[str, str], looks: tuple[str, ...]
) -> None:
    """Leave a picture of every screen in some looks; what she may not open her supervisor does."""
    (made, home), (code, service) = at, case
    folder = OUT / "screens"
    if home == HOME:
        shutil.rmtree(folder, ignore_errors=True)
    seen = ("--out", str(folder), *(word for look in looks for word in ("--look", look)))
    taken = pictures(home, user_of(made, "caseworker"), code, "--to", service, *seen)
    # The page of figures is shown by an office that has some.
    closed = [name for name in taken["closed"] if name != "figures"]
    others = [word for name in closed for word in ("--page", name)]
    supervisor = user_of(made, "supervisor")
    more = pictures(home, supervisor, *others, *seen) if others else {"pictures": []}
    number = len(taken["pictures"]) + len(more["pictures"])
    say(f"{number} pictures of the window: {folder.relative_to(ROOT)}/.")


def masked(made: dict[str, object], code: str) -> None:
    """Leave pictures of what is seen in discreet mode."""
    pages = [word for name in MASKING for word in ("--page", name)]
    into = ("--look", "discreet", "--out", str(OUT / "screens"))
    pictures(HOME, user_of(made, "caseworker"), code, *pages, *into)


def pictures(home: Path, user: dict[str, str], *words: str) -> dict[str, list[str]]:
    """Let the program take pictures of what somebody sees; return what it says of them."""
    signed_in = ["--user", user["name"], "--passphrase-file", "-"]
    return verb(*signed_in, "pictures", *words, secrets=user["passphrase"] + "\n", home=home)


def picture(paper: Path) -> int:
    """Leave a picture of each page beside a paper; return how many there are."""
    document = pypdfium2.PdfDocument(paper)
    for number, page in enumerate(document, start=1):
        image = page.render(scale=DOTS_PER_POINT).to_pil()
        image.save(paper.with_name(f"{paper.stem}-{number}.png"))
    return len(document)


if __name__ == "__main__":
    main()
