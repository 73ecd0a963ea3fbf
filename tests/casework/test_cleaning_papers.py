"""A PDF that is kept runs nothing, carries no other file, and names nobody who remarked on it."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from casework.files.attachment import FileRefused
from casework.files.cleaning_papers import clean_pdf

EVERYWHERE = [0, 0, 600, 800]


def runs(kind, **facts):
    """Return an action of a kind; its own words say that it is still there."""
    said = {"JS": "CANARY-RUN", "F": "CANARY-RUN", "URI": "CANARY-RUN"}
    return Dictionary(S=Name(f"/{kind}"), **said, **facts)


def carried(pdf):
    kept = Dictionary(F=pdf.make_stream(b"CANARY-INSIDE", Type=Name.EmbeddedFile), Odd=1)
    return pdf.make_indirect(Dictionary(Type=Name.Filespec, F="CANARY-NAME.doc", EF=kept))


def paper():
    """Return a paper of one page, ready to be made worse."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return pdf, pdf.pages[0].obj


def by_the_page(pdf, page):
    page.AA = Dictionary(O=runs("JavaScript"), C=pdf.make_indirect(runs("Launch")), Odd=1)


def by_the_paper(pdf, page):
    pdf.Root.AA = Dictionary(WC=runs("JavaScript"))
    pdf.Root.OpenAction = runs("JavaScript")
    tree = Dictionary(Names=Array(["a", pdf.make_indirect(runs("JavaScript"))]))
    pdf.Root.Names = Dictionary(JavaScript=tree, Pages=Dictionary(Names=Array(["b", page])))


def by_a_link(pdf, page):
    after = Array([runs("SubmitForm"), pdf.make_indirect(runs("ImportData"))])
    link = Dictionary(Subtype=Name.Link, Rect=EVERYWHERE, A=runs("Launch", Next=after))
    page.Annots = Array([link])


def by_a_remark(pdf, page):
    over = Dictionary(Subtype=Name.Link, Rect=EVERYWHERE, AA=Dictionary(PO=runs("JavaScript")))
    played = Dictionary(Subtype=Name.Link, Rect=EVERYWHERE, A=runs("Rendition"))
    page.Annots = Array([pdf.make_indirect(over), pdf.make_indirect(played)])


def by_a_line_of_contents(pdf, _page):
    line = pdf.make_indirect(Dictionary(Title="her words", A=runs("GoToE")))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=line, Last=line, Count=1))


def by_a_field(pdf, _page):
    field = Dictionary(
        Subtype=Name.Widget, Rect=EVERYWHERE, FT=Name.Tx, T="name", A=runs("JavaScript")
    )
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([pdf.make_indirect(field)]),
        XFA=Array(["template", pdf.make_stream(b"CANARY-XFA")]),
    )


def by_a_file_beside(pdf, page):
    beside = Dictionary(Subtype=Name.FileAttachment, Rect=EVERYWHERE, FS=carried(pdf), T="CANARY-T")
    beside = pdf.make_indirect(beside)
    window = Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=EVERYWHERE, Parent=beside)
    page.Annots = Array([beside, pdf.make_indirect(window)])


def by_a_file_of_the_page(pdf, page):
    page.AF = Array([carried(pdf)])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(["c", carried(pdf)])))


def by_who_remarked(pdf, page):
    facts = {"T": "CANARY-T", "M": "CANARY-M", "CreationDate": "CANARY-D", "NM": "CANARY-N"}
    one = Dictionary(Subtype=Name.Text, Rect=EVERYWHERE, Contents="her words", **facts)
    other = Dictionary(Subtype=Name.Text, Contents="her words", **facts)
    page.Annots = Array([one, pdf.make_indirect(other)])


WORSE = [
    *(by_the_page, by_the_paper, by_a_link, by_a_remark, by_a_line_of_contents, by_a_field),
    *(by_a_file_beside, by_a_file_of_the_page, by_who_remarked),
]


def written(pdf):
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def all_of(data):
    """Return whatever a paper says anywhere, unpacked."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        said = [repr(one).encode() for one in pdf.objects]
        said += [one.read_bytes() for one in pdf.objects if isinstance(one, Stream)]
    return b"".join(said)


@pytest.mark.parametrize("worse", WORSE, ids=[one.__name__ for one in WORSE])
def test_nothing_runs_and_nothing_hides(worse):
    pdf, page = paper()
    worse(pdf, page)
    before = written(pdf)
    assert b"CANARY" in all_of(before)
    after = all_of(clean_pdf(before))
    for said in (b"CANARY", b"JavaScript", b"Launch", b"SubmitForm", b"XFA", b"/AA", b"/EF"):
        assert said not in after
    assert (b"her words" in all_of(before)) == (b"her words" in after)


def test_what_is_read_of_it_stays():
    pdf, page = paper()
    link = Dictionary(S=Name.URI, URI="https://kept.example")
    field = Dictionary(Subtype=Name.Widget, Rect=EVERYWHERE, FT=Name.Tx, T="name", V="her words")
    field = pdf.make_indirect(field)
    page.Annots = Array([Dictionary(Subtype=Name.Link, Rect=EVERYWHERE, A=link), field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    drawn = pdf.make_stream(b"0 0 9 9 re", Type=Name.XObject, Subtype=Name.Form, BBox=EVERYWHERE)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    # Fonts and drawings bear any name, also such as actions have.
    page.Resources = Dictionary(Font=Dictionary(AA=font, JS=font), XObject=Dictionary(EF=drawn))
    page.Contents = pdf.make_stream(b"/EF Do")
    data = written(pdf)
    with pikepdf.open(io.BytesIO(clean_pdf(data))) as after:
        kept = after.pages[0].obj
        assert str(kept.Annots[0].A.URI) == "https://kept.example"
        assert (str(kept.Annots[1].T), str(kept.Annots[1].V)) == ("name", "her words")
        assert after.Root.AcroForm.Fields[0].objgen == kept.Annots[1].objgen
        assert kept.Resources.Font.AA.BaseFont == kept.Resources.Font.JS.BaseFont == "/Helvetica"
        assert kept.Resources.XObject.EF.read_bytes() == b"0 0 9 9 re"


def test_a_form_that_is_blank_without_what_runs_in_it_is_kept_as_it_is_or_not_at_all():
    pdf, _ = paper()
    pdf.Root.NeedsRendering = True
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"CANARY-XFA"))
    with pytest.raises(FileRefused, match=r"^file_not_cleanable$"):
        clean_pdf(written(pdf))
