from __future__ import annotations

import io
import re
import unicodedata
import zlib
from contextlib import suppress

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paperwork import document, surround, table
from reading import heard, page_texts, rows, seen

from reports.errors import EmptyPassphrase
from reports.faces import faces_for
from reports.page import compose
from reports.paper import Paper
from reports.setting import Setter

SAMPLES = {
    "en": "The office asks for help with an appointment (ground floor) on 24 November 2026.",
    "ar": "يطلب المكتب المساعدة في موعد (الطابق الأرضي) يوم 24 نوفمبر 2026.",
}
WORDS = "copper lantern river"
LANGUAGES = sorted(SAMPLES)
ARABIC_LETTERS = re.compile("[\u0600-\u06ff]+")


def opened(data, passphrase=""):
    return pikepdf.open(io.BytesIO(data), password=passphrase)


def everything(data):
    """Return all bytes of a document, streams inflated."""
    found = [data]
    with opened(data) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream):
                found.append(one.read_bytes())
            found.append(one.unparse())
    return b"\n".join(found)


def inflated(data):
    """Return what can be unpacked from a file without a passphrase."""
    found = []
    for start in (one.end() for one in re.finditer(rb"stream\r?\n", data)):
        with suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(data[start:]))
    return b"\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_written_is_read_out(language):
    assert heard(document([SAMPLES[language]], language)) == [("P", SAMPLES[language])]


def test_an_arabic_name_in_an_english_letter_is_read_out_in_its_order():
    words = "Addressed to مكتب المثال 4 (ground floor)"
    assert heard(document([words])) == [("P", words)]


def test_english_text_comes_back_word_for_word():
    (text,) = page_texts(document([SAMPLES["en"] * 4]))
    assert SAMPLES["en"] * 4 in text.replace("\n", " ")


def test_every_arabic_word_comes_back():
    (text,) = page_texts(document([SAMPLES["ar"] * 4], "ar"))
    wanted = ARABIC_LETTERS.findall(SAMPLES["ar"] * 4)
    assert ARABIC_LETTERS.findall(text.split("سرّي")[0]) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_words_give_the_same_bytes(language):
    assert document([SAMPLES[language]], language) == document([SAMPLES[language]], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_pages_lose_nothing_where_they_break(language):
    data = document([f"{number}. {SAMPLES[language] * 9}" for number in range(1, 34)], language)
    with opened(data) as pdf:
        assert len(pdf.pages) >= 5
    paragraphs = [words for role, words in heard(data) if role == "P"]
    assert paragraphs == [f"{number}. {SAMPLES[language] * 9}" for number in range(1, 34)]
    drawn = " ".join(page_texts(data)).replace("\n", " ")
    key = "appointment" if language == "en" else "المكتب"
    assert len(re.findall(key, drawn)) == 33 * 9


def test_every_page_says_which_it_is_and_of_how_many():
    pages = page_texts(document([SAMPLES["en"] * 9] * 20))
    assert [f"Page {at} of {len(pages)}" in text for at, text in enumerate(pages, 1)] == [
        True
    ] * len(pages)
    assert all("R7K-4MQ2" in text and "Confidential" in text for text in pages)


def test_a_paragraph_longer_than_a_page_is_cut_between_lines():
    data = document([SAMPLES["en"] * 120])
    with opened(data) as pdf:
        assert len(pdf.pages) >= 2
    assert heard(data) == [("P", SAMPLES["en"] * 120)]


def test_an_isolated_telephone_number_stands_from_left_to_right_in_arabic():
    drawn = rows(document(["يُرجى الاتصال على +000 91 234 5678 قبل الظهر"], "ar"))
    assert any("+000912345678" in row for row in drawn)
    assert not any("5678234" in row for row in drawn)


def test_arabic_paragraphs_begin_at_the_right_edge_and_english_ones_at_the_left():
    arabic = [one for one in seen(document(["نعم"], "ar")) if one.character in "نعم"]
    english = [one for one in seen(document(["yes"])) if one.character in "yes"]
    assert max(one.right for one in arabic) > 500
    assert min(one.left for one in english) < 70


def test_columns_are_mirrored_in_arabic():
    def place(data, character):
        return next(one.left for one in seen(data) if one.character == character)

    english, arabic = table([("Key", "value")]), table([("مفتاح", "قيمة")], "ar")
    assert place(english, "K") < place(english, "v")
    assert place(arabic, "ف") > place(arabic, "ق")


def test_a_table_is_heard_as_rows_with_heads():
    assert heard(table([("Key", "value"), ("Other", "")])) == [
        ("TH", "Key"),
        ("TD", "value"),
        ("TH", "Other"),
    ]


def test_a_long_table_runs_over_pages_row_by_row():
    data = table([(f"Key {n}", SAMPLES["en"]) for n in range(60)])
    with opened(data) as pdf:
        assert len(pdf.pages) > 1
    assert [words for role, words in heard(data) if role == "TH"] == [f"Key {n}" for n in range(60)]


def test_a_row_higher_than_a_page_is_cut():
    data = table([("Before", "x"), ("Long", SAMPLES["en"] * 120), ("After", "y")])
    assert [words for _, words in heard(data)] == [
        "Before",
        "x",
        "Long",
        SAMPLES["en"] * 120,
        "After",
        "y",
    ]


def test_every_font_is_embedded_and_none_is_left_over():
    with opened(document([SAMPLES["en"], "سلام"])) as pdf:
        fonts = list(pdf.pages[0].Resources.Font.values())
        names = [str(font.BaseFont).split("+")[-1] for font in fonts]
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)
    assert sorted(names) == ["LettersArabic-Regular", "LettersSans-Bold", "LettersSans-Regular"]
    assert b"Helvetica" not in everything(document([SAMPLES["en"]]))


def test_nothing_tells_when_by_whom_or_with_what_it_was_made():
    data = document([SAMPLES["en"]])
    with opened(data) as pdf:
        assert "/Info" not in pdf.trailer
        assert set(pdf.Root.keys()) == {
            "/Lang",
            "/MarkInfo",
            "/Metadata",
            "/Pages",
            "/StructTreeRoot",
            "/Type",
            "/ViewerPreferences",
        }
        assert b"<dc:title>" in pdf.Root.Metadata.read_bytes()
    trace = rb"ReportLab|pikepdf|qpdf|anonymous|unspecified|CreationDate|ModDate|Producer|D:20\d\d"
    assert re.findall(trace, everything(data)) == []


def test_the_identifier_is_the_same_for_every_document():
    ids = set()
    for words in SAMPLES.values():
        with opened(document([words], "ar")) as pdf:
            ids.add(bytes(pdf.trailer.ID[0]) + bytes(pdf.trailer.ID[1]))
    assert len(ids) == 1


def test_language_title_and_direction_are_named():
    with opened(document([SAMPLES["ar"]], "ar")) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"
        assert "خطاب" in pdf.Root.Metadata.read_bytes().decode()
        assert pdf.Root.MarkInfo.Marked


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mark_belongs_to_a_part_and_all_else_is_no_text(language):
    with opened(document([SAMPLES[language]] * 3, language)) as pdf:
        page = pdf.pages[0]
        marks = [
            operands
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) in {"BDC", "BMC"}
        ]
        numbered = [int(one[1].MCID) for one in marks if len(one) > 1 and "/MCID" in one[1]]
        others = {str(one[0]) for one in marks if not (len(one) > 1 and "/MCID" in one[1])}
        parents = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
        assert numbered == list(range(len(parents)))
        assert all(parent.S == "/P" for parent in parents)
        assert others == {"/Artifact"}


def test_with_a_passphrase_it_is_encrypted_by_the_current_scheme():
    data = document([SAMPLES["en"]], passphrase=WORDS)
    with opened(data, WORDS) as pdf:
        scheme = pdf.encryption
        assert (scheme.R, scheme.V, scheme.bits) == (6, 5, 256)
        methods = {str(scheme.stream_method), str(scheme.string_method)}
        assert methods == {"EncryptionMethod.aesv3"}
    with pytest.raises(pikepdf.PasswordError):
        opened(data, "wrong")
    assert SAMPLES["en"] in page_texts(data, WORDS)[0].replace("\n", " ")


def test_an_encrypted_document_shows_no_word_and_never_the_same_bytes():
    one, other = (document([SAMPLES["en"]], passphrase=WORDS) for _ in range(2))
    assert one != other
    assert b"appointment" not in one
    assert not re.search(rb"beginbfchar|dc:title|StructElem", one + inflated(one))


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_passphrase_is_refused(empty):
    with pytest.raises(EmptyPassphrase):
        document([SAMPLES["en"]], passphrase=empty)


def test_line_ends_and_controls_inside_a_text_do_no_harm():
    data = document(["one\ntwo\r\n\tthree\x00\x07\n\nfour"])
    assert heard(data) == [("P", "one two  three four")]
    text = page_texts(data)[0]
    assert text.index("one") < text.index("two") < text.index("three") < text.index("four")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_heard_as_one_and_its_discs_stand_where_reading_starts(language):
    setter = Setter(Paper(language))
    data = compose(
        setter.paper,
        setter.items([SAMPLES[language], "2"], setter.styles.item),
        surround(language),
    )
    assert heard(data) == [("LBody", SAMPLES[language]), ("LBody", "2")]
    with opened(data) as pdf:
        roles = [str(part.S) for part in pdf.Root.StructTreeRoot.K[0].K]
        curves = [
            float(operands[4])
            for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
            if str(operator) == "c"
        ]
    assert roles == ["/L"]
    assert all((x < 20) == (language == "en") for x in curves)
    assert curves


def test_a_row_that_fits_on_a_page_moves_there_whole():
    rows_before = [(f"Key {n}", "value") for n in range(46)]
    data = table([*rows_before, ("Last", SAMPLES["en"] * 6)])
    pages = page_texts(data)
    assert len(pages) == 2
    assert "Last" in pages[1]
    assert SAMPLES["en"] in pages[1].replace("\n", " ")
    assert SAMPLES["en"] not in pages[0].replace("\n", " ")


def test_an_empty_document_is_refused_by_no_one_and_says_nothing():
    assert heard(document([" ", ""])) == []


def plain(text):
    """Return what of a text can be seen."""
    composed = unicodedata.normalize("NFC", text)
    unseen = {"Cf", "Cc"}
    return "".join(
        one for one in composed if not one.isspace() and unicodedata.category(one) not in unseen
    )


COVERED = set().union(*(face.covered for face in faces_for("en", bold=False)))
# Paper sets what is composed: a font may have the sign of Ohm and not the letter it stands for.
DRAWABLE = sorted(one for one in COVERED if set(unicodedata.normalize("NFC", one)) <= COVERED)
CONTROLS = "\u2066\u2067\u2068\u2069\u202e\u200f\u200b\u200c\u200d\u00ad\n ()"


@settings(max_examples=25, deadline=None)
@given(
    st.text(st.one_of(st.sampled_from(DRAWABLE), st.sampled_from(CONTROLS)), max_size=80),
    st.sampled_from(LANGUAGES),
)
def test_whatever_can_be_drawn_is_read_out_whole(text, language):
    said = "".join(words for _, words in heard(document([text], language)))
    assert plain(said) == plain(text)
