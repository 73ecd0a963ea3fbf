"""Attachments: told by content, cleaned on the way in, told to nobody who was not agreed to."""

from __future__ import annotations

import io
import os
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from reading import heard

import texts
from casework.consent.consequences import Effect
from casework.consent.grant import Purpose
from casework.disclosure import ConsentMissing
from casework.files.attachment import Cleaned, FileRefused, Form, Removal, Sort, form_of
from casework.files.attachments import Coming
from casework.files.cleaning import coming_in
from casework.referrals.letters import Order
from casework.referrals.referral import ReferralStatus
from casework.tasks.task import TaskKind
from casework.team.seat import NotFound
from casework.team.worker import NotPermitted, Role, Worker

if TYPE_CHECKING:
    from make import Desks

CANARY, CLINIC = "CANARY-IN-A-FILE", "Example Clinic A"
UPRIGHT = 6


def jpeg(*, turned: bool = False) -> bytes:
    picture = Image.effect_noise((64, 48), 80).convert("RGB")
    facts = Image.Exif()
    facts[0x010F] = CANARY
    if turned:
        facts[0x0112] = UPRIGHT
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=facts, comment=CANARY.encode(), progressive=True)
    return out.getvalue()


def png() -> bytes:
    said = PngInfo()
    said.add_text("Author", CANARY)
    said.add_itxt("Place", CANARY)
    out = io.BytesIO()
    Image.effect_noise((64, 48), 80).save(out, "PNG", pnginfo=said, exif=Image.Exif())
    return out.getvalue()


def pdf() -> bytes:
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.docinfo["/Author"] = CANARY
        paper.attachments["plan.txt"] = CANARY.encode()
        with paper.open_metadata() as facts:
            facts["dc:creator"] = [CANARY]
        image = paper.make_stream(jpeg(), Type=pikepdf.Name.XObject, Filter=pikepdf.Name.DCTDecode)
        paper.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        out = io.BytesIO()
        paper.save(out)
    return out.getvalue()


def letter_of_an_office_program() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("[Content_Types].xml", "<Types/>")
        whole.writestr("docProps/core.xml", f"<x><dc:creator>{CANARY}</dc:creator></x>")
        whole.writestr("docProps/thumbnail.jpeg", jpeg())
        whole.writestr("_rels/.rels", f'<Relationship Target="thumbnail" Id="{CANARY}"/>')
        whole.writestr("word/document.xml", f'<w:ins w:author="{CANARY}">her words</w:ins>')
        whole.writestr("word/media/image1.jpeg", jpeg())
    return out.getvalue()


def inside(data: bytes) -> bytes:
    """Return bytes with those of the parts of a zip or of the streams of a PDF."""
    if form_of(data) is Form.OFFICE:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            return data + b"".join(whole.read(name) for name in whole.namelist())
    if form_of(data) is Form.PDF:
        with pikepdf.open(io.BytesIO(data)) as paper:
            objects = [one for one in paper.objects if isinstance(one, pikepdf.Stream)]
            return data + b"".join(one.read_raw_bytes() for one in objects)
    return data


def cleaned(data: bytes) -> bytes:
    return b"".join(coming_in(io.BytesIO(data)).pieces)


@pytest.fixture
def case(desks: Desks) -> str:
    return desks.visit()


def keep(desks: Desks, case: str, data: bytes, sort: Sort = Sort.PHOTO, **how) -> str:
    coming = Coming(case, sort, **how)
    return desks.office().attachments.add(coming, io.BytesIO(data)).subject_id


@pytest.mark.parametrize(
    "data", [jpeg(), png(), pdf(), letter_of_an_office_program()], ids=["jpeg", "png", "pdf", "zip"]
)
def test_what_a_file_says_of_its_making_is_taken_off(data):
    assert CANARY.encode() in inside(data)
    assert CANARY.encode() not in inside(cleaned(data))
    assert form_of(cleaned(data)) is form_of(data)


@pytest.mark.parametrize("data", [jpeg(), png()], ids=["jpeg", "png"])
def test_the_picture_itself_is_untouched(data):
    before, after = (Image.open(io.BytesIO(one)).convert("RGB") for one in (data, cleaned(data)))
    assert before.tobytes() == after.tobytes()


def test_a_picture_taken_upright_stays_upright():
    assert Image.open(io.BytesIO(cleaned(jpeg(turned=True)))).getexif() == {0x0112: UPRIGHT}


def test_what_hangs_on_behind_a_picture_is_left_behind():
    data = jpeg()
    assert cleaned(data + CANARY.encode()) == cleaned(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (jpeg()[:900], "file_broken"),
        (png()[:900], "file_broken"),
        (b"%PDF-1.7 nothing more", "file_broken"),
        (b"\x00\x01\x02 of no known kind", "file_not_cleanable"),
        (b"PK\x03\x04 no document", "file_not_cleanable"),
        (b"{\\rtf1{\\info{\\author EXAMPLE}}words}", "file_not_cleanable"),
        (b"<html><meta name=author content=EXAMPLE>", "file_not_cleanable"),
        (b"\xef\xbb\xbf\n <?xml version='1.0'?><office:document/>", "file_not_cleanable"),
        (b"Received: from EXAMPLE\n\nwords", "file_not_cleanable"),
        (b"BEGIN:VCARD\nFN:EXAMPLE\nEND:VCARD", "file_not_cleanable"),
    ],
)
def test_what_cannot_be_cleaned_is_refused(data, code):
    with pytest.raises(FileRefused) as caught:
        cleaned(data)
    assert caught.value.code == code


def test_a_file_is_kept_as_it_is_only_on_purpose(desks, case):
    data = b"\x00\x01" + CANARY.encode()
    with pytest.raises(FileRefused):
        keep(desks, case, data)
    keep(desks, case, data, as_it_is=True)
    (kept,) = desks.office().attachments.of(case)
    assert (kept.cleaned, kept.form, kept.size) == (Cleaned.NOT, Form.UNKNOWN, len(data))


def test_a_file_comes_back_whole_and_its_digest_holds(desks, case):
    data = "Ω letters ".encode() * 30_000
    wanted = keep(desks, case, data, Sort.MESSAGE)
    shown = desks.office().attachments.show(case, wanted)
    assert shown.content == data
    assert shown.attachment.digest == sha256(data).hexdigest()
    assert desks.workbook.check().faults == ()


def test_an_altered_file_is_named_by_the_check(desks, case):
    wanted = keep(desks, case, jpeg())
    desks.store.connection.execute("update attachment_piece set content = zeroblob(9)")
    assert desks.workbook.check().faults == (f"attachment:{wanted}",)


def test_a_file_larger_than_any_may_be_leaves_nothing_behind(desks, case, monkeypatch):
    monkeypatch.setattr("casework.files.cleaning.MOST_BYTES", 9 << 20)
    with pytest.raises(FileRefused, match="file_too_large"):
        keep(desks, case, b"a" * (10 << 20))
    assert desks.office().attachments.of(case) == []
    keep(desks, case, b"a")
    assert desks.store.connection.execute("select count(*) from attachment_piece").fetchone() == (
        1,
    )


def test_a_colleague_sees_no_file_of_a_case_that_is_not_hers(desks, case):
    wanted = keep(desks, case, jpeg())
    with pytest.raises(NotFound, match="case_not_found"):
        desks.office(desks.template.colleague).attachments.show(case, wanted)


def test_a_file_of_another_case_does_not_open(desks, case):
    other = desks.visit()
    wanted = keep(desks, case, jpeg())
    with pytest.raises(NotFound, match="attachment_not_found"):
        desks.office().attachments.show(other, wanted)


def test_a_copy_goes_to_a_service_only_where_she_agreed_to_it(desks, case):
    wanted = keep(desks, case, jpeg(), Sort.MEDICAL_CERTIFICATE)
    photo = keep(desks, case, jpeg(), Sort.PHOTO)
    attachments = desks.office().attachments
    with pytest.raises(ConsentMissing):
        attachments.copy(case, wanted, "Example Clinic A")
    desks.agree(case, categories=["attachments"], items=["medical_certificate"])
    assert form_of(attachments.copy(case, wanted, "Example Clinic A").content) is Form.JPEG
    with pytest.raises(ConsentMissing):
        attachments.copy(case, photo, "Example Clinic A")
    with pytest.raises(ConsentMissing):
        attachments.copy(case, wanted, "Example Police Liaison")


def given_file(desks, case):
    """Give the second of two certificates to the clinic; return what the log says of it."""
    keep(desks, case, jpeg(), Sort.MEDICAL_CERTIFICATE)
    desks.clock.pass_days(1)
    keep(desks, case, jpeg(), Sort.PHOTO)
    wanted = keep(desks, case, jpeg(), Sort.MEDICAL_CERTIFICATE)
    desks.agree(case, categories=["attachments"], items=["medical_certificate"])
    desks.office().attachments.copy(case, wanted, CLINIC)
    asked = "select action, reason from audit_entry order by seq desc limit 1"
    return desks.store.connection.execute(asked).fetchone()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_file_that_was_given_stands_in_her_print_out_and_in_the_log_by_kind_and_number(
    desks, case, language
):
    assert given_file(desks, case) == ("attachment_given", "medical_certificate 2")
    printout = desks.office().printouts.of(case)
    (given,) = printout.given
    assert (given.recipient, given.file, given.aloud) == (CLINIC, "medical_certificate 2", False)
    assert sum(one.told for one in printout.seen) == 1
    pdf = desks.office().printouts.printout(case, language)
    words = "\n".join(words for _, words in heard(pdf)).replace("\xa0", " ")
    kind = texts.say("attachment.sort.medical_certificate", language=language)
    assert f"{kind}{'،' if language == 'ar' else ','} " in words
    assert CLINIC in words
    (line,) = desks.office().letters.register()
    assert (line.service, line.kind, line.number) == (CLINIC, "file", "")


def test_a_number_is_never_given_to_a_second_file(desks, case):
    kept = [keep(desks, case, jpeg(), Sort.MEDICAL_CERTIFICATE) for _ in range(3)]
    keep(desks, case, jpeg(), Sort.PHOTO)
    office = desks.office().attachments
    office.remove(case, kept[0], Removal.WRONG_FILE)
    office.remove(case, kept[2], Removal.HER_WISH)
    keep(desks, case, jpeg(), Sort.MEDICAL_CERTIFICATE)
    found = office.of(case)
    numbers = sorted(one.number for one in found if one.sort is Sort.MEDICAL_CERTIFICATE)
    assert numbers == [2, 4]
    assert [one.number for one in found if one.sort is Sort.PHOTO] == [1]


def test_who_holds_a_file_is_told_when_she_takes_back_what_she_agreed_to(desks, case):
    given_file(desks, case)
    (referral,) = desks.office().referrals.of(case).lines
    assert (referral.status, referral.told_on) == (ReferralStatus.TOLD_VERBALLY, None)
    foreseen = desks.office().grants.foresee(case, Purpose.REFERRAL)
    assert Effect.REFERRAL_STOPS in {one.effect for one in foreseen}
    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    assert TaskKind.TELL_SERVICE in {one.kind for one in desks.office().overview.of(case).tasks}


def test_a_file_goes_with_the_referral_that_is_under_way_and_moves_none_back(desks, case):
    desks.agree(case, categories=["attachments", "demographic"], items=["medical_certificate"])
    desks.office().letters.issue(Order(case, CLINIC))
    wanted = keep(desks, case, jpeg(), Sort.MEDICAL_CERTIFICATE)
    desks.office().attachments.copy(case, wanted, CLINIC)
    (referral,) = desks.office().referrals.of(case).lines
    assert referral.status is ReferralStatus.LETTER_ISSUED


def test_a_copy_for_herself_needs_nobodys_leave_and_stands_in_the_history(desks, case):
    wanted = keep(desks, case, b"her own paper")
    assert desks.office().attachments.copy(case, wanted).content == b"her own paper"
    asked = "select action, reason from audit_entry order by seq desc limit 1"
    line = desks.store.connection.execute(asked).fetchone()
    assert line == ("attachment_copied", "for_her")


def test_removing_takes_every_byte_away(desks, case):
    secret = os.urandom(100_000).hex().encode()
    wanted = keep(desks, case, secret)
    desks.office().attachments.remove(case, wanted, Removal.HER_WISH)
    assert desks.office().attachments.of(case) == []
    rows = desks.store.connection.execute("select count(*) from attachment_piece").fetchone()
    assert rows == (0,)
    assert desks.workbook.check().faults == ()
    with pytest.raises(NotFound):
        desks.office().attachments.show(case, wanted)


def test_a_viewer_adds_nothing(desks, case):
    viewer = Worker("aa" * 16, Role.VIEWER, "Viewer 1")
    with pytest.raises(NotPermitted):
        desks.office(viewer).attachments.add(Coming(case, Sort.PHOTO), io.BytesIO(jpeg()))
