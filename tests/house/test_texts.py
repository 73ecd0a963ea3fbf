"""Every sentence exists in every finished language, says the same, and is said by someone."""

from __future__ import annotations

import fnmatch
import re

import polib
import pytest
import wording
from measure import Source
from told_everything import figured_codes, told_codes

from forms.codelists import code_list, code_list_ids
from texts.language import FOLDER

CODES = list(wording.languages())
BOOKS = {code: wording.sentences(code) for code in CODES}
ENGLISH = BOOKS["en"]
FINISHED = [code for code, row in wording.languages().items() if row["finished"]]
LETTERS = wording.letter_sentences()
TERMS = {"survivor"}
# Who is meant there is somebody else: who works here, who helps, one of two who may be the same,
# or nobody at all.
OTHERS = {
    "en": {
        "back.helper",
        "back.helper_passphrase",
        "error.erasure_second_person",
        "figures.invented",
        "history.act.pair_unsure",
        "store.slots_altered",
        "wall.kind.same_person",
    },
    "ar": {
        "consent.young_own",
        "figures.invented",
        "figures_page.add_up",
        "help.office",
        "settings.called",
        "store.slots_altered",
        "wall.kind.same_person",
    },
    "es": {"figures.invented", "referrals.ticked_why", "wall.kind.same_person"},
    "fr": {
        "figures.invented",
        "history.act.pair_unsure",
        "referrals.ticked.attended",
        "referrals.ticked_why",
        "wall.kind.same_person",
    },
}
IN_FORMS = {
    "en": {"family.dependant_words", "intake.limits_explained_by"},
    "ar": set(),
    "es": set(),
    "fr": set(),
}
# Where words for a person may stand: the term sets, laws called by their own names, and what is
# looked for in a letter before it goes out.
TERM_SETS = {
    "texts/terms.toml",
    "casework/data/telling_words.toml",
    "casework/data/treaties.toml",
}


@pytest.mark.parametrize("code", CODES)
def test_no_id_stands_twice(code):
    ids = [entry.msgid for entry in BOOKS[code]]
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


@pytest.mark.parametrize("code", FINISHED)
def test_a_finished_language_says_everything(code):
    assert wording.missing(ENGLISH, BOOKS[code]) == []


@pytest.mark.parametrize("code", CODES)
def test_no_language_says_what_english_does_not(code):
    known = {one.msgid for one in ENGLISH}
    if wording.languages()[code].get("letters_only"):
        # The words of codes stand with their lists, but in these languages.
        codes = (*told_codes(), *figured_codes())
        known |= {f"code.{listed}.{one}" for listed, one in codes}
    assert sorted({entry.msgid for entry in BOOKS[code]} - known) == []


@pytest.mark.parametrize("code", FINISHED)
def test_numbers_are_filled_in_so_that_each_reads_the_digits_she_chose(code):
    # Which digits there are is shown in them.
    figures = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
    own = [one.msgid for one in BOOKS[code] if any(map(figures.search, wording.forms(one)))]
    assert own == ["look.digits.native"] * (code == "ar")


def test_nobody_is_a_man_or_a_woman_in_what_is_said():
    gendered = re.compile(r"\b(she|her|hers|herself|he|him|his|himself)\b", re.IGNORECASE)
    assert [one.msgid for one in ENGLISH if any(map(gendered.search, wording.forms(one)))] == []


@pytest.mark.parametrize("code", CODES)
def test_letters_need_no_term_for_a_person(code):
    said = [s for one in BOOKS[code] if one.msgid in LETTERS for s in wording.forms(one)]
    assert not [s for s in said if {name.lower() for name in wording.blanks(s)} & TERMS]


@pytest.mark.parametrize("code", CODES)
def test_every_language_fills_in_the_same_words(code):
    assert list(wording.differences(ENGLISH, BOOKS[code])) == []


@pytest.mark.parametrize("code", CODES)
def test_every_plural_form_is_there(code):
    locale = wording.languages()[code]["locale"]
    assert list(wording.plural_problems(BOOKS[code], locale)) == []


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_left_uncertain(code):
    assert [entry.msgid for entry in BOOKS[code] if entry.fuzzy or entry.obsolete] == []


def test_ids_are_dotted_names():
    assert [one.msgid for one in ENGLISH if not wording.ID.fullmatch(one.msgid)] == []


def test_every_sentence_that_code_asks_for_exists():
    ids = [entry.msgid for entry in ENGLISH]
    asked = wording.asked_for(wording.code())
    assert {one: at for one, at in asked.items() if not fnmatch.filter(ids, one)} == {}
    assert asked


def test_no_sentence_is_left_over():
    ids = [entry.msgid for entry in ENGLISH]
    data = "\n".join(wording.data_files().values())
    assert wording.unused(ids, wording.patterns(wording.code()), data) == []


def test_words_are_calm():
    loud = ("!", "successfully", "failed to", "invalid")
    said = {entry.msgid: " ".join(wording.forms(entry)).lower() for entry in ENGLISH}
    assert {one: s for one, s in said.items() if any(word in s for word in loud)} == {}


@pytest.mark.parametrize("code", CODES)
def test_no_sentence_names_a_person_but_by_term(code):
    said = {entry.msgid: " ".join(wording.forms(entry)) for entry in BOOKS[code]}
    assert {
        one: wording.person_terms(s) for one, s in said.items() if wording.person_terms(s)
    } == {}


def test_no_code_names_a_person_but_by_term():
    found = [
        f"{source.path}:{line} {text!r}"
        for source in wording.code()
        for line, text in wording.spoken_strings(source)
        if wording.person_terms(text)
    ]
    assert found == []


def test_no_data_file_names_a_person_but_by_term():
    named = [
        f"{path}: {value!r}"
        for path, text in wording.data_files().items()
        for value in wording.values(path, text)
        if path not in TERM_SETS and wording.person_terms(value)
    ]
    assert named == []


@pytest.mark.parametrize("code", FINISHED)
def test_whoever_comes_is_called_by_a_term_in_every_sentence_of_the_window(code):
    window = [one for one in BOOKS[code] if one.msgid not in LETTERS]
    said = {one.msgid: " ".join(wording.forms(one)) for one in window}
    assert {one for one, s in said.items() if wording.says_person(s)} == OTHERS[code]


@pytest.mark.parametrize("code", FINISHED)
def test_whoever_comes_is_called_by_a_term_in_every_form_and_list(code):
    said = {f"{form}.{name}": words for form, name, words in wording.asked_in_forms(code)}
    said |= {
        f"{listed}.{one.id}": one.labels[code]
        for listed in code_list_ids()
        for one in code_list(listed).codes.values()
        # What letters tell is said on paper alone.
        if listed != "told_item"
    }
    assert {one for one, s in said.items() if wording.says_person(s)} == IN_FORMS[code]


@pytest.mark.parametrize("code", FINISHED)
def test_whoever_comes_is_called_by_a_term_in_every_guide(code):
    files = sorted((FOLDER / "guides" / code).glob("*.txt"))
    assert files
    assert [one.name for one in files if wording.says_person(one.read_text("utf-8"))] == (
        ["figures.txt"] * (code == "ar")
    )


def test_the_window_says_codes_that_name_a_person_as_the_office_calls_them():
    named = {
        listed
        for listed in code_list_ids()
        for one in code_list(listed).codes.values()
        if any("{" in words for words in one.labels.values())
    }
    assert named >= {"closure_reason", "contact_channel"}
    window = [one for one in wording.code() if one.path.startswith("desktop/")]
    asked = [(one.path, *each) for one in window for each in wording.labels_of(one)]
    assert asked
    assert [each for each in asked if each[2] in named] == []


def test_an_apostrophe_in_a_word_is_one_of_print():
    typed = re.compile(r"[^\W\d_]'[^\W\d_]")
    said = [(one.msgid, s) for book in BOOKS.values() for one in book for s in wording.forms(one)]
    said += [(path.name, path.read_text("utf-8")) for path in FOLDER.glob("guides/**/*.txt")]
    for path, text in wording.data_files().items():
        # What people may type is looked for as they type it.
        if path != "casework/data/telling_words.toml":
            said += [(path, value) for value in wording.values(path, text)]
    assert [f"{at}: {s[:80]}" for at, s in said if typed.search(s)] == []


def test_french_leaves_its_room_before_a_mark_and_spanish_opens_what_it_closes():
    """Without the room a heading of figures stood as "Age: Zone", as nobody prints French."""
    assert all(map(unroomed, ("Age: Zone", "{one}: {other}", "dit-on ?", "\u00abmot\u202f\u00bb")))
    assert not unroomed("Age\u202f: Zone, 12:30, https://a")
    assert {at: s for at, s in said_in("fr") if unroomed(s)} == {}
    opened = ("\u00bf", "?"), ("\u00a1", "!")
    spanish = dict(said_in("es"))
    assert {
        at for at, s in spanish.items() if any(s.count(a) != s.count(b) for a, b in opened)
    } == set()


def unroomed(words):
    """Return whether a mark has not the narrow room that French leaves before it."""
    return re.search(
        r"[^\s\d](?=[:;!?\u00bb](?:\s|$))| [:;!?\u00bb](?:\s|$)|\u00ab(?!\u202f)", words
    )


def said_in(code):
    """Return what people read in a language, with where it stands: window, forms, lists, guides."""
    found = [(one.msgid, s) for one in BOOKS[code] for s in wording.forms(one)]
    found += [(f"{form}.{name}", words) for form, name, words in wording.asked_in_forms(code)]
    lists = [(listed, code_list(listed).codes.values()) for listed in code_list_ids()]
    found += [
        (f"{name}.{one.id}", one.labels.get(code, "")) for name, all_ in lists for one in all_
    ]
    guides = FOLDER.glob(f"guides/{code}/*.txt")
    return [*found, *((path.name, path.read_text("utf-8")) for path in guides)]


def test_a_case_is_called_by_one_word_in_arabic():
    case, file = re.compile(r"\bcases?\b", re.IGNORECASE), re.compile(r"file", re.IGNORECASE)
    english = {one.msgid: " ".join(wording.forms(one)) for one in ENGLISH}
    spoken = {one for one, s in english.items() if case.search(s) and not file.search(s)}
    said = {one.msgid: " ".join(wording.forms(one)) for one in BOOKS["ar"]}
    assert {one: said[one] for one in spoken & set(said) if "ملف" in said[one]} == {}


def test_a_letter_is_called_in_arabic_as_the_paper_calls_itself_and_not_a_message():
    """The window said for a letter what stands for a text message, which nobody finds on paper."""
    message = re.compile(r"(?<!إ)(?:رسال[ةت]|رسائل)")
    english = dict(said_in("en"))
    said = [at for at, s in said_in("ar") if message.search(s)]
    assert "case.contact_message_if" in said
    assert [at for at in said if not re.search("message", english[at], re.IGNORECASE)] == []


def test_arabic_puts_no_dot_beside_a_count_which_in_its_digits_makes_ten_of_one():
    """A dot is how Arabic writes nought: with one behind it a count reads ten times as much."""
    counts = "n|numbers?|codes?|forms|letters|files|cases?|least|enough|most|limit|figure:[^}]*"
    counts += "|high|head|at|rows"
    beside = re.compile(rf"(?:\{{(?:{counts})\}}|[^.]\d)\.(?:\s|$)")
    # On a sheet each question bears its number so, in the digits that all know.
    numbered = {"paper.question", "conflicts.line"}
    said = [(at, s) for at, s in said_in("ar") if at not in numbered]
    assert {at for at, s in said if beside.search(s)} == set()


def test_whoever_is_alleged_to_exploit_is_not_called_exploited_in_arabic():
    """What stood there before says whose exploitation is suspected, and stood beside a tick."""
    assert [at for at, s in said_in("ar") if re.search("المشتبه في استغلال", s)] == []


# ------------------------------------------------------------------ the checks themselves


def test_a_person_named_without_a_term_is_seen():
    assert wording.says_person("Why the person is not told")
    assert wording.says_person("in this person\u2019s words")
    assert not wording.says_person("the second person agrees, and the {survivor} too")
    assert wording.says_person("نسخة للشخص")
    assert not wording.says_person("رقم الهاتف الشخصي، والشخص الثاني")


def book(*entries, plural="nplurals=2; plural=(n != 1);"):
    made = polib.POFile()
    made.metadata = {"Plural-Forms": plural}
    made.extend(entries)
    return made


ONE = polib.POEntry(msgid="a.one", msgstr="of {name}")
COUNT = polib.POEntry(
    msgid="a.count", msgid_plural="a.count", msgstr_plural={0: "one", 1: "{n} of them"}
)


def test_a_sentence_not_translated_is_seen():
    assert wording.missing(book(ONE, COUNT), book(ONE)) == ["a.count"]
    empty = polib.POEntry(msgid="a.one", msgstr="")
    assert wording.missing(book(ONE), book(empty)) == ["a.one"]


def test_a_blank_lost_in_translation_is_seen():
    other = polib.POEntry(msgid="a.one", msgstr="von {nom}")
    assert list(wording.differences(book(ONE), book(other))) == ["a.one: ['name', 'nom']"]
    single = polib.POEntry(msgid="a.count", msgstr="{n}")
    assert list(wording.differences(book(COUNT), book(single))) == [
        "a.count: counts in one language only"
    ]
    assert list(wording.differences(book(ONE, COUNT), book(ONE, COUNT))) == []


def test_a_plural_form_left_out_is_seen():
    short = polib.POEntry(msgid="a.count", msgid_plural="a.count", msgstr_plural={0: "one"})
    assert list(wording.plural_problems(book(COUNT), "en")) == []
    assert list(wording.plural_problems(book(short), "en")) == ["a.count: 1 of 2 forms"]
    assert list(wording.plural_problems(book(COUNT), "ar")) == [
        "the rule does not count as ar does"
    ]
    assert list(wording.plural_problems(book(plural=""), "en")) == ["no plural rule"]


def test_an_id_asked_for_is_seen_in_every_way_of_asking():
    text = 'texts.say("a.one")\nsay(f"b.{code}", n=1)\nplural("c." + kind, 2)\nsay(code)\n'
    seen = wording.asked_for([Source("db/planted.py", text)])
    assert seen == {
        "a.one": "db/planted.py:1",
        "b.*": "db/planted.py:2",
        "c.*": "db/planted.py:3",
    }


def test_a_sentence_nobody_says_is_seen():
    files = [Source("db/planted.py", 'code = "a.one"\nsay(f"b.{code}")\nx = f"{y}{z}"\n')]
    ids = ["a.one", "b.two", "c.three", "d.four"]
    built = list(wording.patterns(files))
    assert wording.unused(ids, built, "text = 'c.three'") == ["d.four"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the victim said", ["victim"]),
        ("Survivors are told", ["Survivors"]),
        ("the {survivor} said", []),
        ("declined_by_survivor", []),
        ("survivor", []),
        ("Survivor", ["Survivor"]),
        ("${given_by} = 'survivor'", []),
        ("the victim's words", ["victim"]),
        ("تضحية كبيرة", []),
        ("قالت الضحية", ["الضحية"]),
    ],
)
def test_a_word_for_a_person_is_seen(text, found):
    assert wording.person_terms(text) == found
    planted = Source("db/planted.py", f'"""The survivor."""\nx = {text!r}\n')
    assert [string for _, string in wording.spoken_strings(planted)] == [text]
    assert list(wording.values("a.toml", f"[a]\nb = [{text!r}]")) == [text]
    assert list(wording.values("a.toml", f"a = {{standard = 'S', code = {text!r}}}")) == []
    assert list(wording.values("a.yaml", f"a: [{{b: {text!r}}}, 1]")) == [text]
