"""What may be typed: the verbs, their arguments, and where each goes."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

import texts
from casework.cases.course import PauseReason
from casework.consent.grant import Purpose
from casework.figures.plan import plan_ids
from casework.files.layout import OWN, layouts
from casework.keeping.erasure import Basis
from casework.referrals.referral import SLIP_ANSWERS
from casework.team.worker import Role
from desktop.command.exchanging import exchanging, serving
from desktop.command.helping import help_of as _help
from desktop.command.helping import or_line as _or_line
from desktop.command.places import named, place
from desktop.command.registers import registers
from desktop.command.usage import Typed
from desktop.pictures.pictured import LOOKS, NAMES
from desktop.verbs import erasing, handing
from desktop.verbs.course import ACTS, SHOW
from desktop.verbs.papers import FILLED
from desktop.verbs.ruling import ANSWERS, RULES
from forms.codelists import code_list
from forms.tables.csv_in import SEPARATORS
from texts import current, languages, letter_languages
from texts.sentences import known_terms

if TYPE_CHECKING:
    from collections.abc import Callable

    Verbs = Callable[[str, str], argparse.ArgumentParser]

# They take minutes to make; a number with a slip in it would take days.
_MOST_CASES: Final = 5000


def build() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    # Made once for all verbs: to make it for each was half of what a verb took to begin.
    common = [_common()]
    parser = Typed(prog="alongside", parents=common)
    known = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, does: str) -> argparse.ArgumentParser:
        words = _help(name.replace("-", "_"))
        added = known.add_parser(name, help=words, description=words, parents=common)
        added.set_defaults(does=does, parser=added)
        return added

    work = (_recording, _asking, _handing, _letters, _taking_back, _keeping, _tables, _figures)
    programs = (_other_programs, _pictures, exchanging, serving)
    for part in (_setting_up, *work, registers, *programs):
        part(verb)
    return parser


def _common() -> Typed:
    """Return the options that may stand before or after the verb."""
    common = Typed(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--home", type=place, metavar="DIR", help=_help("option_home"))
    common.add_argument("--user", metavar="NAME", help=_help("option_user"))
    common.add_argument(
        "--passphrase-file", type=named, metavar="FILE", help=_help("option_passphrase_file")
    )
    common.add_argument("--json", action="store_true", help=_help("option_json"))
    return common


def _cases(typed: str) -> int:
    """Return how many invented cases are wished."""
    try:
        number = int(typed)
    except ValueError:
        number = -1
    if not 0 <= number <= _MOST_CASES:
        said = texts.say("error.practice_cases", least=0, most=_MOST_CASES)
        raise argparse.ArgumentTypeError(said)
    return number


def _setting_up(verb: Verbs) -> None:
    practice = verb("practice", "setting_up:practice")
    practice.add_argument("--cases", type=_cases, default=12, metavar="N")
    practice.add_argument("--seed", type=int, default=1, metavar="S")
    practice.add_argument("--language", default=current().code, choices=list(languages()))
    practice.add_argument("--releases", action="store_true", help=_help("option_releases"))
    init = verb("init", "setting_up:init")
    # Whoever is first lets the others in, and only a supervisor can.
    init.add_argument("--role", type=Role, default=Role.SUPERVISOR, choices=[Role.SUPERVISOR])
    init.add_argument("--office", default="", metavar="NAME", help=_help("option_office"))
    init.add_argument("--phone", default="", metavar="NUMBER")
    init.add_argument("--hours", default="", metavar="WORDS")
    init.add_argument("--language", default=current().code, choices=list(languages()))
    people = verb("people", "setting_up:people")
    people.add_argument("act", nargs="?", choices=["list", "add"], default="list")
    people.add_argument("name", nargs="?", default="", help=_help("option_line"))
    people.add_argument("--role", type=Role, default=Role.CASEWORKER, choices=list(Role))
    office = verb("office", "ruling:office")
    for one in RULES:
        said = texts.say(f"settings.{one}")
        office.add_argument(f"--{one.replace('_', '-')}", choices=list(ANSWERS), help=said)
    office.add_argument("--called", choices=list(known_terms()), help=texts.say("settings.called"))
    verb("passphrase", "setting_up:passphrase")
    verb("new-key", "setting_up:new_key")
    sheets = verb("new-sheets", "setting_up:new_sheets")
    sheets.add_argument("--three", action="store_true", help=_help("option_three"))
    recover = verb("recover", "setting_up:recover")
    recover.add_argument("--new-sheet", action="store_true", help=_help("option_new_sheet"))


def _recording(verb: Verbs) -> None:
    record = verb("record", "recording:record")
    record.add_argument("case", metavar="CASE|new")
    record.add_argument("form", metavar="FORM", help=_help("option_form"))
    what = record.add_mutually_exclusive_group(required=True)
    what.add_argument("--answers", metavar="FILE", help=_help("option_answers"))
    what.add_argument("--questions", action="store_true", help=_help("option_questions"))
    record.add_argument("--language", default=current().code, choices=list(languages()))
    form = verb("form", "looking:form")
    form.add_argument("file", type=place, metavar="FILE")
    form.add_argument("--blank", type=place, metavar="PDF", help=_help("option_blank"))
    paper = verb("paper", "papers:paper")
    paper.add_argument("form", metavar="FORM", help=_help("option_form"))
    paper.add_argument("case", metavar="CASE", nargs="?", default="")
    paper.add_argument("--filled", choices=list(FILLED), help=_help("option_paper_for"))
    paper.add_argument("--code", action="store_true", help=_help("option_paper_code"))
    paper.add_argument("--out", required=True, type=place, metavar="PDF")
    for parser in (form, paper):
        parser.add_argument("--language", default=current().code, choices=list(languages()))


def _asking(verb: Verbs) -> None:
    cases = verb("cases", "asking:cases")
    cases.add_argument("--find", metavar="WORDS", help=_help("option_line"))
    consent = verb("consent", "asking:consent")
    consent.add_argument("case", metavar="CASE")
    course = verb("course", "course:course")
    course.add_argument("case", metavar="CASE")
    course.add_argument("act", nargs="?", choices=list(ACTS), default=SHOW)
    reasons = [one.value for one in PauseReason]
    course.add_argument(
        "--reason", choices=reasons, default=reasons[0], help=_help("option_pause_reason")
    )
    for name in ("same", "apart"):
        two = verb(name, f"same:{name}")
        two.add_argument("case", metavar="CASE")
        two.add_argument("other", metavar="OTHER")
    verb("conflicts", "deciding:conflicts")
    decide = verb("decide", "deciding:decide")
    decide.add_argument("case", metavar="CASE")
    decide.add_argument("field", metavar="FIELD")
    holds = decide.add_mutually_exclusive_group(required=True)
    holds.add_argument("--take", type=int, metavar="N", help=_help("option_take"))
    holds.add_argument("--answer", metavar="WORDS", help=_or_line("option_new_answer"))
    services = verb("services", "asking:services")
    services.add_argument("--numbers", type=place, metavar="PDF", help=_help("option_numbers"))
    services.add_argument("--language", default=current().code, choices=list(languages()))


def _handing(verb: Verbs) -> None:
    assign = verb("assign", "handing:assign")
    share = verb("share", "handing:share")
    offer = verb("offer", "handing:offer")
    for parser in (assign, share, offer):
        parser.add_argument("case", metavar="CASE")
        parser.add_argument("name", metavar="NAME")
    share.add_argument("--end", action="store_true", help=_help("option_end_share"))
    over = verb("hand-over", "handing:hand_over")
    over.add_argument("leaver", metavar="FROM")
    over.add_argument("name", metavar="NAME")
    verb("offers", "handing:offers")
    answers = {one: verb(one, "handing:answer") for one in handing.ANSWERS}
    for parser in answers.values():
        parser.add_argument("case", metavar="CASE")
    for parser in (offer, answers[handing.LEAVE]):
        parser.add_argument("--note", default="", metavar="WORDS", help=_or_line("option_note"))


def _letters(verb: Verbs) -> None:
    withheld = verb("withheld", "letters:withheld")
    letter = verb("letter", "letters:letter")
    for parser in (withheld, letter):
        parser.add_argument("case", metavar="CASE")
        parser.add_argument("--to", required=True, metavar="SERVICE", help=_help("option_to"))
        parser.add_argument("--kind", default="referral", help=_help("option_letter_kind"))
        parser.add_argument("--language", default=current().code, choices=list(letter_languages()))
    locked = letter.add_mutually_exclusive_group()
    locked.add_argument("--protect", action="store_true", help=_help("option_protect"))
    locked.add_argument("--seal", action="store_true", help=_help("option_seal"))
    for name in ("own-copy", "cover", "reply-page"):
        words = _help(f"option_{name.replace('-', '_')}")
        letter.add_argument(f"--{name}", type=place, metavar="PDF", help=words)
    letter.add_argument(
        "--cite", action="append", default=[], metavar="LAW", help=_help("option_cite")
    )
    letter.add_argument("--out", required=True, type=place, metavar="FILE")
    refer = verb("refer", "referrals:refer")
    refer.add_argument("case", metavar="CASE")
    refer.add_argument("--kind", default="", metavar="KIND", help=_help("option_help_kind"))
    refer.add_argument("--to", default="", metavar="SERVICE", help=_help("option_to"))
    answer = verb("answer", "referrals:answer")
    answer.add_argument("number", metavar="NUMBER")
    answer.add_argument("--check", required=True, metavar="CODE", help=_help("option_check"))
    answer.add_argument("answer", choices=list(SLIP_ANSWERS))
    answer.add_argument("--reason", default="", choices=list(code_list("refusal_reason").codes))


def _taking_back(verb: Verbs) -> None:
    withdraw = verb("withdraw", "letters:withdraw")
    withdraw.add_argument("case", metavar="CASE")
    withdraw.add_argument("--purpose", required=True, type=Purpose, choices=list(Purpose))
    withdraw.add_argument("--recipient", default="", metavar="SERVICE", help=_help("option_to"))
    recall = verb("recall", "consents:recall")
    recall.add_argument("case", metavar="CASE")
    recall.add_argument("--out", required=True, type=place, metavar="FOLDER")
    printout = verb("printout", "consents:printout")
    printout.add_argument("case", metavar="CASE")
    printout.add_argument("--language", default=current().code, choices=list(languages()))
    printout.add_argument("--out", required=True, type=place, metavar="FILE")


def _tables(verb: Verbs) -> None:
    bring = verb("bring-in", "tables:bring_in")
    bring.add_argument("file", type=place, metavar="FILE")
    bring.add_argument("--layout", default=OWN, choices=[*layouts(), OWN])
    bring.add_argument("--worker", default="", metavar="NAME", help=_help("option_worker"))
    bring.add_argument("--sheet", default="", metavar="NAME")
    bring.add_argument("--encoding", default="", metavar="NAME")
    bring.add_argument("--separator", default="", choices=list(SEPARATORS))
    bring.add_argument("--as-laid-out", action="store_true", help=_help("option_as_laid_out"))
    bring.add_argument("--dry-run", action="store_true", help=_help("option_dry_run"))
    bring.add_argument("--leave-out", action="store_true", help=_help("option_leave_out"))
    undo = verb("undo-bring-in", "tables:undo_bringing")
    undo.add_argument("number", metavar="NUMBER")
    take = verb("take-out", "tables:take_out")
    take.add_argument("file", type=place, metavar="FILE")
    take.add_argument("--reason", default="", metavar="WORDS", help=_help("option_line"))
    take.add_argument("--layout", choices=list(layouts()), help=_help("option_layout"))
    take.add_argument("--second", default="", metavar="NAME", help=_help("option_second"))
    sealed = take.add_mutually_exclusive_group()
    sealed.add_argument("--recipient", default="", metavar="KEY", help=_help("option_recipient"))
    sealed.add_argument("--sheet", action="store_true", help=_help("option_sheet"))
    out = verb("open-out", "tables:open_out")
    out.add_argument("file", type=place, metavar="FILE")
    out.add_argument("--out", required=True, type=place, metavar="ZIP")


def _other_programs(verb: Verbs) -> None:
    answers = verb("bring-answers", "submissions:bring_answers")
    answers.add_argument("form", metavar="FORM", help=_help("option_form"))
    given = _help("option_answer_files")
    answers.add_argument("files", type=place, nargs="+", metavar="FILE", help=given)
    which = _help("option_case_question")
    answers.add_argument("--case-question", default="", metavar="NAME", help=which)
    answers.add_argument("--same-form", action="store_true", help=_help("option_same_form"))
    answers.add_argument("--dry-run", action="store_true", help=_help("option_dry_run"))
    form = verb("take-form", "submissions:take_form")
    form.add_argument("form", metavar="FORM", help=_help("option_form"))
    form.add_argument("file", type=place, metavar="FILE", help=_help("option_form_file"))


def _figures(verb: Verbs) -> None:
    figures = verb("figures", "figures:figures")
    figures.add_argument("--plan", default="", choices=list(plan_ids()), help=_help("option_plan"))
    figures.add_argument("--period", default="", metavar="PERIOD", help=_help("option_period"))
    whom = _help("option_figures_for")
    figures.add_argument("--for", dest="recipient", default="", metavar="WHO", help=whom)
    what = figures.add_mutually_exclusive_group(required=True)
    what.add_argument("--preview", action="store_true", help=_help("option_preview"))
    what.add_argument("--release", action="store_true", help=_help("option_release"))
    what.add_argument("--register", type=place, metavar="FILE", help=_help("option_register"))
    outside = _help("option_published_outside")
    what.add_argument("--published-outside", type=place, metavar="FILE", help=outside)
    what.add_argument("--take-back", default="", metavar="NUMBER", help=_help("option_take_back"))
    what.add_argument("--newest", metavar="RECEIPT", help=_help("option_newest"))
    figures.add_argument("--second", default="", metavar="NAME", help=_help("option_second"))
    figures.add_argument("--receipt", default="", metavar="CODE", help=_help("option_receipt"))
    figures.add_argument("--out", type=place, metavar="FOLDER")
    figures.add_argument("--language", default="", choices=list(letter_languages()))
    figures.add_argument("--dhis2", type=place, metavar="MAPPING", help=_help("option_dhis2"))
    figures.add_argument("--gbvims", action="store_true", help=_help("option_gbvims"))
    figures.add_argument("--invented", action="store_true", help=_help("option_invented"))


def _keeping(verb: Verbs) -> None:
    erase = verb("erase", "erasing:erase")
    erase.add_argument("case", metavar="CASE")
    erase.add_argument("act", nargs="?", choices=list(erasing.ACTS), default=erasing.SHOW)
    why = [one.value for one in Basis]
    erase.add_argument("--why", choices=why, default=why[0], help=_help("option_erase_why"))
    erase.add_argument("--in-danger", action="store_true", help=_help("option_in_danger"))
    proof = _help("option_certificate")
    erase.add_argument("--certificate", type=place, metavar="FILE", help=proof)
    erase.add_argument("--language", default=current().code, choices=list(languages()))
    verb("check", "keeping:check")
    backup = verb("backup", "keeping:backup")
    restore = verb("restore", "keeping:restore")
    for parser in (backup, restore):
        parser.add_argument("file", type=place, metavar="FILE")
    backup.add_argument("--look", action="store_true", help=_help("option_look"))
    travel = verb("travel", "leaving:travel")
    travel.add_argument("file", type=place, metavar="FILE")
    panic = verb("panic", "leaving:panic")
    panic.add_argument("--now", action="store_true", help=_help("option_now"))
    restore.add_argument("--beside", action="append", default=[], type=place, metavar="FOLDER")


def _pictures(verb: Verbs) -> None:
    pictures = verb("pictures", "pictures:pictures")
    pictures.add_argument("case", metavar="CASE", nargs="?", default="")
    pictures.add_argument("--to", default="", metavar="SERVICE")
    pictures.add_argument("--page", action="append", choices=NAMES, metavar="NAME")
    pictures.add_argument("--look", action="append", choices=LOOKS)
    pictures.add_argument("--out", required=True, type=place, metavar="FOLDER")
