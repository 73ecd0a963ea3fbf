from __future__ import annotations

import tomllib

import pytest

from casework.consent.grant import Purpose
from reports.papers import PrintingRoom
from reports.templates import FOLDER, TemplateWrong, kinds, read, template

REFERRAL = (FOLDER / "referral.toml").read_text("utf-8")


def changed(old, new):
    assert old in REFERRAL
    return REFERRAL.replace(old, new, 1)


@pytest.mark.parametrize("kind", kinds())
def test_every_letter_file_reads(kind):
    assert template(kind).kind == kind


def test_the_referral_asks_for_the_referral_purpose_and_the_recall_for_none():
    room = PrintingRoom()
    assert room.purpose("referral") is Purpose.REFERRAL
    assert room.purpose("recall") is None
    assert room.purpose("no_such_kind") is None
    assert room.edition("referral") == "referral/2"


def test_only_letters_with_a_purpose_are_asked_for():
    asked_for = set(PrintingRoom().kinds())
    assert {"accompaniment", "referral", "support", "transfer"} <= asked_for
    assert "recall" not in asked_for


def test_an_item_that_must_be_told_is_known_to_the_desk():
    found = read("referral", changed('"age_group", need = "may"', '"age_group", need = "must"'))
    assert found.must == {"age_group"}
    assert PrintingRoom().must("referral") == template("referral").must


@pytest.mark.parametrize(
    ("old", "new", "code", "name"),
    [
        ('"urgency"', '"haste"', "unknown_item", "haste"),
        ('"urgency"', '"letter_ref"', "unknown_item", "letter_ref"),
        ('"must_not_do"', '"no_such_item"', "unknown_item", "no_such_item"),
        ('"urgency"', '"service_asked"', "item_twice", "service_asked"),
        ('"letter.shared"', '"letter.no_such"', "unknown_text", "letter.no_such"),
        ('"letter.asked"', '"letter.no_such"', "unknown_text", "letter.no_such"),
        ('"letter.valid"', '"letter.no_such"', "unknown_text", "letter.no_such"),
        ('"letter.slip.seen"', '"letter.no_such"', "unknown_text", "letter.no_such"),
        ('purpose = "referral"', 'purpose = "gossip"', "unknown_purpose", "gossip"),
        ('need = "may"', 'need = "might"', "unknown_need", "might"),
        ("edition = 2", "", "wrong_shape", "'edition'"),
    ],
)
def test_a_letter_file_that_names_what_does_not_exist_is_refused(old, new, code, name):
    with pytest.raises(TemplateWrong) as refused:
        read("referral", changed(old, new))
    assert (refused.value.kind, refused.value.code, refused.value.name) == ("referral", code, name)


def test_a_tick_with_an_unknown_property_is_refused():
    with pytest.raises(TemplateWrong, match="wrong_shape"):
        read("referral", changed("blank = true", "colour = true"))


def test_a_kind_without_a_file_is_refused():
    with pytest.raises(TemplateWrong, match="unknown_kind"):
        template("../referral")


def test_every_item_the_referral_names_is_asked_for_once():
    named = [one["id"] for row in tomllib.loads(REFERRAL)["section"] for one in row["items"]]
    assert len(named) == len(set(named))
