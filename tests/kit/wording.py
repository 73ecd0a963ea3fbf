"""Read the sentences of every language and what code says of them, to compare the two."""

from __future__ import annotations

import ast
import gettext
import re
import string
import tomllib
from typing import TYPE_CHECKING

import polib
import yaml
from babel import Locale
from measure import HOUSE, PRODUCT, sources

from forms.library import FORMS, built_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from measure import Source

ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
QUOTED_CODE = re.compile(r"'[a-z0-9_]+'")
CODE = re.compile(r"[a-z0-9_]+(?:[.:-][a-z0-9_]+)*")
# What letters say: their own sentences, the names of what they tell, days and ages.
OF_LETTERS = ("age.", "date.", "item.", "letter.", "told.")
OF_THE_WINDOW = {
    "date.both",
    "date.today",
    "date.tomorrow",
    "date.yesterday",
    "item.inside_background",
    "item.inside_legal",
    "item.inside_notes",
    "item.inside_safety",
    "item.other_answers",
    "letter.aloud.title",
    "letter.cite",
    "letter.file.title",
    "letter.cite_unchecked",
}
COUNTS = (*range(1101), 1_000_000)
# Words for a person. They stand in texts/terms.toml, and nowhere else.
PERSON_TERM = re.compile(
    r"(?<![\w{])(?:survivor|victim|prostitute|beneficiary|beneficiarie|whore|hooker)s?(?![\w}])"
    r"|(?<![\u0621-\u064a])(?:[وبلك]?ال|لل)?"
    r"(?:ضحي[ةه]|ضحايا|ناجي\w*|ناجون|مومس\w*|عاهر\w*)(?!\w)"
    r"|(?<![\w{])(?:survivant|victime|prostituée?|bénéficiaire|pute)e?s?(?![\w}])"
    r"|(?<![\w{])(?:sobreviviente|superviviente|víctima|prostituta|beneficiari[ao]|puta)s?(?![\w}])",
    re.IGNORECASE,
)
# Somebody who is known already, and is no second one and nobody said to be the same.
SOMEBODY = re.compile(
    r"\b(?:the|this|that) person(?![-\w])"
    r"|\b(?:la|cette) personne(?!\w| en charge)"
    r"|\b(?:la|esta|esa) persona(?!\w| adulta| joven| responsable| cuidadora)"
    r"|(?<![\u0621-\u064a])[وب]?(?:ال|لل)شخص(?!\w| الثاني| نفسه)",
    re.IGNORECASE,
)


def languages(house: Path = HOUSE) -> dict[str, dict[str, object]]:
    """Return the rows of languages.toml."""
    return tomllib.loads((house / "texts" / "languages.toml").read_text("utf-8"))


def sentences(code: str, house: Path = HOUSE) -> polib.POFile:
    """Return every entry of one language."""
    return polib.pofile(str(house / "texts" / f"{code}.po"), encoding="utf-8")


def letter_sentences(house: Path = HOUSE) -> set[str]:
    """Return the ids of what a letter may say in any language it is written in."""
    ids = {entry.msgid for entry in sentences("en", house)}
    return {one for one in ids if one.startswith(OF_LETTERS)} - OF_THE_WINDOW


def forms(entry: polib.POEntry) -> list[str]:
    """Return the sentence of an entry, or each of its plural forms in order."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def blanks(sentence: str) -> frozenset[str]:
    """Return the names of the words to fill in."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def missing(known: polib.POFile, spoken: polib.POFile) -> list[str]:
    """Return the ids of one language that another lacks or leaves empty."""
    said = {entry.msgid for entry in spoken if all(forms(entry))}
    return sorted({entry.msgid for entry in known} - said)


def differences(known: polib.POFile, spoken: polib.POFile) -> Iterator[str]:
    """Yield the ids whose blanks differ between two languages, or count in only one."""
    there = {entry.msgid: entry for entry in spoken}
    for entry in known:
        other = there.get(entry.msgid)
        if other is None:
            continue
        if bool(entry.msgid_plural) != bool(other.msgid_plural):
            yield f"{entry.msgid}: counts in one language only"
        elif _all_blanks(entry) != _all_blanks(other):
            yield f"{entry.msgid}: {sorted(_all_blanks(entry) ^ _all_blanks(other))}"


def _all_blanks(entry: polib.POEntry) -> frozenset[str]:
    return frozenset().union(*map(blanks, forms(entry)))


def plural_problems(book: polib.POFile, locale: str) -> Iterator[str]:
    """Yield what is wrong with the plural rule of a language, or with an entry's forms."""
    header = re.fullmatch(
        r"nplurals=(\d+); plural=(.+);", book.metadata.get("Plural-Forms", "").strip()
    )
    if header is None:
        yield "no plural rule"
        return
    amount, rule = int(header[1]), gettext.c2py(header[2])
    pairs = {(rule(n), Locale.parse(locale).plural_form(n)) for n in COUNTS}
    if len(pairs) != amount or len({index for index, _ in pairs}) != amount:
        yield f"the rule does not count as {locale} does"
    for entry in book:
        if entry.msgid_plural and sorted(entry.msgstr_plural) != list(range(amount)):
            yield f"{entry.msgid}: {len(entry.msgstr_plural)} of {amount} forms"


def person_terms(text: str) -> list[str]:
    """Return the words for a person in a text, those in braces and codes left out."""
    said = "" if CODE.fullmatch(text) else QUOTED_CODE.sub("", text)
    return [found[0] for found in PERSON_TERM.finditer(said)]


def says_person(text: str) -> bool:
    """Return whether a text says "the person" where a term should stand."""
    return SOMEBODY.search(text) is not None


def asked_in_forms(code: str) -> Iterator[tuple[str, str, str]]:
    """Yield what each row of our forms says in a language: form, name of the row, words."""
    for form in FORMS:
        for row in built_in(form)["survey"]:
            said = (words for column, words in row.items() if column.endswith(f"({code})"))
            yield form, row.get("name", ""), " ".join(said)


def labels_of(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the lists that a file takes words from as they stand on paper, each with its line."""
    named = {
        node.target.id: node.value.value
        for node in source.nodes
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    for node in source.nodes:
        if isinstance(node, ast.Call) and _name(node.func) == "label" and node.args:
            listed = node.args[0]
            if isinstance(listed, ast.Constant):
                yield node.lineno, str(listed.value)
            elif isinstance(listed, ast.Name):
                yield node.lineno, str(named.get(listed.id, listed.id))


def values(path: str, text: str) -> Iterator[str]:
    """Yield every string of a data file but what quotes a standard in its own words."""
    waiting = [tomllib.loads(text) if path.endswith(".toml") else yaml.safe_load(text)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict) and "standard" not in value:
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, str):
            yield value


def spoken_strings(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the strings of a file that are no docstrings, each with its line."""
    silent = {
        id(node.value)
        for node in source.nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in source.nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield node.lineno, node.value


def asked_for(files: Iterable[Source]) -> dict[str, str]:
    """Return each id that code gives to say or plural, and where; a * stands for a value."""
    asked: dict[str, str] = {}
    for source in files:
        for node in source.nodes:
            if isinstance(node, ast.Call) and node.args and _name(node.func) in {"say", "plural"}:
                text_id = _pattern(node.args[0])
                if text_id.strip("*"):
                    asked[text_id] = f"{source.path}:{node.lineno}"
    return asked


def _name(called: ast.expr) -> str:
    return getattr(called, "attr", getattr(called, "id", ""))


def _pattern(node: ast.expr) -> str:
    """Return the text that an expression gives, with * where it cannot be known."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else "*"
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_pattern, node.values))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _pattern(node.left) + _pattern(node.right)
    return "*"


def patterns(files: Iterable[Source]) -> Iterator[str]:
    """Yield every string that code can build, with * where it cannot be known."""
    for source in files:
        for node in source.nodes:
            if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
                text = _pattern(node)
                if text.strip("*"):
                    yield text


def unused(ids: Iterable[str], built: Iterable[str], data: str) -> list[str]:
    """Return the ids that no code can build and no data file names."""
    whole: set[str] = set()
    open_ended: set[str] = set()
    for text in built:
        (open_ended if "*" in text and "." in text else whole).add(text)
    rules = [re.compile(re.escape(text).replace(r"\*", ".+")) for text in open_ended]
    named = set(ID.findall(data)) | whole
    return sorted(
        one for one in ids if one not in named and not any(rule.fullmatch(one) for rule in rules)
    )


def data_files(house: Path = HOUSE) -> Mapping[str, str]:
    """Return the data files of the product that people read from, by path."""
    found = (path for folder in PRODUCT for path in (house / folder).rglob("*"))
    return {
        path.relative_to(house).as_posix(): path.read_text("utf-8")
        for path in sorted(found)
        if path.suffix in {".toml", ".yaml"}
    }


def code() -> list[Source]:
    """Return the code of the product."""
    return sources(*PRODUCT)
