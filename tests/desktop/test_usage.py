"""What is mistyped at the command line is told in the words, and in the language, of all else."""

from __future__ import annotations

import argparse

import pytest
from typed import Typist

import texts
from desktop import homes
from desktop.command.belonging import BELONG
from desktop.command.parser import build
from desktop.command.usage import said_of, speak_as
from desktop.homes import leave_for

MISTYPED = [
    (("letter", "X"), "This is missing: --to, --out"),
    (("letter", "X", "--out", "a", "--to"), "--to: What belongs after it is missing."),
    (("people", "frob"), "act: 'frob' cannot be chosen here. These can: "),
    (("practice", "--seed", "many"), "--seed: 'many' does not fit here."),
    (("people", "list", "A", "B"), "Not known here: B"),
    (("people", "list", "A"), "name is not used with list. It belongs to: add"),
    (("record", "A", "intake"), "Give one of these: --answers --questions"),
    (
        ("record", "A", "intake", "--answers", "-", "--questions"),
        "--questions and --answers do not go together. Give one of them.",
    ),
    (("check", "--json=3"), "--json: Nothing belongs after it."),
    (("letter", "X", "--o", "a"), "--o can stand for several: "),
    (("breaches", "close", "1", "--told"), "--told is not used with close. It belongs to: take"),
    (("breaches", "--why", "so"), "--why is not used with list. It belongs to: close"),
    (("requests", "note", "1"), "request is not used with note. It belongs to: correct, answer"),
    (("requests", "answer", "1", "--no-in-writing"), "--in-writing is not used with answer. "),
    (("people", "--role", "supervisor"), "--role is not used with list. It belongs to: add"),
    (("bundle", "read", "a", "--whole"), "--whole is not used with read. It belongs to: write"),
    (("--user",), ""),
]


@pytest.fixture
def typist(template, tmp_path, monkeypatch, capsys):
    return Typist(template.copy(tmp_path / "home"), monkeypatch, capsys)


@pytest.mark.parametrize(("words", "said"), MISTYPED)
def test_what_is_mistyped_is_told_in_our_own_words(typist, words, said) -> None:
    done = typist.types(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("How it is typed: alongside")
    assert f": {said}" in done.err.splitlines()[-1]


@pytest.mark.parametrize(("words", "said"), MISTYPED)
def test_the_language_of_the_terminal_is_spoken(typist, monkeypatch, words, said) -> None:
    monkeypatch.setenv("LANG", "ar_EG.UTF-8")
    done = typist.types(*words)
    assert done.code == 2
    assert done.err.startswith(texts.say("usage.begins", language="ar"))
    last = done.err.splitlines()[-1]
    assert any("\u0600" <= sign <= "\u06ff" for sign in last)
    assert not said or said not in last
    refused = typist.types("cases", "--find", " ")
    assert refused.err.strip().endswith(texts.say("error.nothing_to_find", language="ar"))


def test_what_is_written_is_in_the_language_of_the_terminal_unless_another_is_named():
    texts.use("fr")
    begun = build().parse_args(["init"])
    assert begun.language == "fr"
    assert build().parse_args(["letter", "EX-1", "--to", "S-1", "--out", "x"]).language == "fr"


def test_what_belongs_to_some_acts_is_known_by_its_verb():
    (verbs,) = [one for one in build()._actions if isinstance(one, argparse._SubParsersAction)]
    for verb, belongs in BELONG.items():
        known = {one.dest: one for one in verbs.choices[verb]._actions}
        options = {name for one in known.values() for name in one.option_strings}
        for names, acts in belongs.items():
            assert set(names.split()) <= options | set(known)
            assert set(acts) < set(known["act"].choices)


@pytest.mark.parametrize("place", ["LC_ALL", "LC_MESSAGES", "LANG"])
@pytest.mark.parametrize(
    ("wished", "spoken"),
    [("ar", "ar"), ("ar_EG.UTF-8@latin", "ar"), ("C.UTF-8", "en"), ("th_TH", "en"), ("", "en")],
)
def test_a_language_that_only_letters_know_or_none_is_english(place, wished, spoken) -> None:
    speak_as({place: wished})
    assert texts.current().code == spoken


def test_what_nobody_foresaw_stays_as_it_is() -> None:
    assert said_of("the moon is in the way") == "the moon is in the way"


def test_every_sentence_of_argparse_about_what_was_typed_is_known() -> None:
    """They change between versions of Python; a new one is to be noticed."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("--one", type=int, choices=[1, 2])
    for words in (["--one"], ["--one", "x"], ["--one", "3"]):
        with pytest.raises(argparse.ArgumentError) as told:
            parser.parse_args(words)
        assert said_of(str(told.value)) != str(told.value)


@pytest.mark.parametrize("words", ["", "  "])
def test_looking_for_nothing_is_not_looking_for_all(typist, words) -> None:
    refused = typist.types("cases", "--find", words)
    assert (refused.code, refused.refused, refused.out) == (1, "nothing_to_find", "")
    assert typist.types("cases").code == 0


def test_no_verb_works_in_the_workbook_that_one_has_left(typist, tmp_path, monkeypatch) -> None:
    away = tmp_path / "stick"
    (away / "CANARY").mkdir(parents=True)
    leave_for(typist.home, away / "CANARY")
    monkeypatch.setattr(homes, "usual_home", lambda: typist.home)
    for words in (("cases",), ("check",), ("people", "add", "Caseworker 9")):
        refused = typist.types(*words, anywhere=True)
        assert (refused.code, refused.refused) == (1, "home_out_of_reach")
        assert "--home" in refused.err
        assert "CANARY" not in refused.err
    # Whoever names it means it.
    assert typist.types("cases").code == 0
