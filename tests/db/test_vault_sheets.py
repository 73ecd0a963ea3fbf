"""Three sheets, any two of which open a workbook; no sheet alone says anything of the secret."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaults import NAME, WORDS, make_vault

from db.vault import keys, letters, recovery, sheets
from db.vault.cost import FLOOR
from db.vault.refusals import StoreRefused

PADS = st.lists(st.binary(min_size=16, max_size=16), min_size=3, max_size=3)
# Fixed, so that each slip below is the same slip in every run.
SOME = [bytes(range(at, at + 16)) for at in (1, 65, 129)]
TWICE_ALIKE = (7083).to_bytes(8, "big")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def spelled(pads):
    """Return the codes of the sheets that carry these pads."""
    return [sheets._spell(number, list(map(bytearray, pads))) for number in (1, 2, 3)]


def both(one, other):
    return recovery.read(f"{one}+{other}")


def refused(*codes):
    with pytest.raises(StoreRefused) as caught:
        recovery.read("+".join(codes))
    return caught.value


@pytest.fixture
def vault(tmp_path):
    return make_vault(tmp_path / "v")


@given(PADS)
def test_any_two_spell_one_secret_in_either_order(pads):
    made = spelled(pads)
    assert [[len(group) for group in one.split("-")] for one in made] == [[4] * 16] * 3
    assert len({bytes(both(*two)) for two in permutations(made, 2)}) == 1


@given(PADS, st.binary(min_size=16, max_size=16))
def test_of_each_sheet_alone_every_secret_is_as_possible(pads, wanted):
    """Whatever the secret is to follow from, one third pad makes it so, and the sheet is the same.

    That pad is drawn by chance and on the two other sheets, so none is likelier than another.
    """
    follows = both(*spelled([wanted, bytes(16), bytes(16)])[:2])
    for number, lacks in ((1, 0), (2, 1), (3, 2)):
        has = [pad for at, pad in enumerate(pads) if at != lacks]
        third = bytes(a ^ b ^ c for a, b, c in zip(wanted, *has, strict=True))
        chosen = [*pads[:lacks], third, *pads[lacks + 1 :]]
        assert spelled(chosen)[number - 1] == spelled(pads)[number - 1]
        assert both(*spelled(chosen)[:2]) == follows


def test_on_a_sheet_stand_two_pads_their_checks_and_nothing_else():
    for number, (one, other) in {1: (1, 2), 2: (0, 2), 3: (0, 1)}.items():
        said = letters.read(spelled(SOME)[number - 1].replace("-", ""))
        lines = [said[at : at + 10] for at in range(0, 40, 10)]
        assert b"".join(line[:8] for line in lines) == SOME[one] + SOME[other]
        for at, line in enumerate(lines):
            assert line[8:] == sheets._check(number, at, line[:8])


def test_each_two_open_the_workbook_and_each_one_does_not(vault):
    made = keys.renew_recovery(vault.home, vault.unlocked, split=True).split("+")
    for one, other in permutations(made, 2):
        opened = keys.unlock_with_recovery(vault.home, f"{one}+{other}")
        assert opened.store_key == vault.unlocked.store_key
    for one in made:
        with pytest.raises(StoreRefused, match="one_of_three"):
            keys.unlock_with_recovery(vault.home, one)
        with pytest.raises(StoreRefused, match="same_sheet"):
            keys.unlock_with_recovery(vault.home, f"{one}+{one}")


@pytest.mark.parametrize("lacks", range(16))
def test_a_sheet_of_three_that_lacks_a_group_is_told_by_its_own_groups(lacks):
    """It was told that it has fourteen, as the one sheet of others has."""
    for one in spelled(SOME):
        groups = one.split("-")
        told = refused("-".join(groups[:lacks] + groups[lacks + 1 :]))
        begin = lacks // 4 * 4 + 1
        assert (told.code, told.facts) == (sheets.SLIPS[0], {"begin": begin, "end": begin + 3})


def test_a_group_too_many_of_the_one_sheet_is_a_slip_of_that():
    code = recovery.spell(bytearray(range(32)))
    assert refused(f"{code}-{code[-4:]}").code == "recovery_typo"


def test_neither_the_files_nor_a_sheet_hold_what_opens_the_workbook(vault):
    made = keys.renew_recovery(vault.home, vault.unlocked, split=True)
    secret = bytes(recovery.read(made))
    files = [path.read_bytes() for path in vault.home.rglob("*") if path.is_file()]
    printed = [bytes(letters.read(one.replace("-", ""))) for one in made.split("+")]
    for held in (*files, *printed):
        assert secret[:8] not in held
    for one in printed:
        pads = [one[at : at + 8] for at in (0, 10, 20, 30)]
        assert not any(pad in file for pad in pads for file in files)


def test_the_file_of_keys_says_no_more_than_with_one_sheet(vault):
    before = keys.slots.decode(vault.slots.read_bytes())
    keys.renew_recovery(vault.home, vault.unlocked, split=True)
    after = keys.slots.decode(vault.slots.read_bytes())
    assert [len(path.read_bytes()) for path in (vault.slots, vault.previous)] == [
        len(before.encode(vault.unlocked.store_key))
    ] * 2
    assert {slot.kind for slot in after.slots} == {slot.kind for slot in before.slots}


def test_new_sheets_make_older_ones_useless_and_a_new_single_one_too(vault):
    older = keys.renew_recovery(vault.home, vault.unlocked, split=True).split("+")
    newer = keys.renew_recovery(vault.home, vault.unlocked, split=True).split("+")
    for two in combinations(older, 2):
        with pytest.raises(StoreRefused, match="wrong_recovery_sheets"):
            keys.unlock_with_recovery(vault.home, "+".join(two))
    with pytest.raises(StoreRefused, match="wrong_recovery"):
        keys.unlock_with_recovery(vault.home, vault.code)
    single = keys.renew_recovery(vault.home, vault.unlocked)
    with pytest.raises(StoreRefused, match="wrong_recovery_sheets"):
        keys.unlock_with_recovery(vault.home, "+".join(newer[:2]))
    assert keys.unlock_with_recovery(vault.home, single).store_key == vault.unlocked.store_key


def test_two_sheets_of_different_sets_are_told_apart_from_two_of_another_workbook(vault):
    ours = keys.renew_recovery(vault.home, vault.unlocked, split=True).split("+")
    theirs = keys.new_recovery_code(split=True).split("+")
    for one, other in permutations((0, 1, 2), 2):
        assert refused(ours[one], theirs[other]).code == "other_set"
    assert refused(ours[0], theirs[0]).code == "other_set"
    with pytest.raises(StoreRefused, match="wrong_recovery_sheets"):
        keys.unlock_with_recovery(vault.home, "+".join(theirs[:2]))


def test_the_same_sheet_twice_is_told_by_its_number():
    for number, one in enumerate(spelled(SOME), 1):
        refusal = refused(one, one.lower())
        assert (refusal.code, refusal.facts) == ("same_sheet", {"number": number})


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("at", range(64))
def test_each_wrong_letter_is_told_by_its_sheet_and_the_groups_it_is_among(which, at):
    typed = spelled(SOME)[:2]
    right = typed[which].replace("-", "")
    for letter in set(ALPHABET) - {right[at]}:
        typed[which] = right[:at] + letter + right[at + 1 :]
        refusal = refused(*typed)
        assert refusal.code == ("first_sheet_slip", "second_sheet_slip")[which]
        begin = at // 16 * 4 + 1
        assert refusal.facts == {"begin": begin, "end": begin + 3}


@pytest.mark.parametrize(
    ("typed", "begin"),
    [
        (lambda one: one[:0], 1),
        (lambda one: one[:-1], 13),
        (lambda one: one + "0", 13),
        (lambda one: one[:22] + one[23:], 5),
        (lambda one: "U" * len(one), 1),
        (lambda one: one.replace("-", "é"), 1),
        (lambda one: one[20:40] + one[:20] + one[40:], 1),
    ],
)
def test_what_lacks_is_too_much_or_stands_elsewhere_is_told_where_it_begins(typed, begin):
    one, other, _third = spelled(SOME)
    assert refused(typed(one), other).code == "first_sheet_slip"
    refusal = refused(other, typed(one))
    assert (refusal.code, refusal.facts["begin"]) == ("second_sheet_slip", begin)


def test_a_line_of_another_sheet_of_the_set_is_a_slip():
    one, other, third = spelled(SOME)
    mixed = one[:20] + third[20:]
    assert refused(mixed, other).facts == {"begin": 5, "end": 8}


def test_a_line_that_passes_for_one_of_another_sheet_by_chance_is_still_its_own():
    """These eight bytes have one check as the last line of the sheets 1 and 2 alike."""
    line = bytearray(TWICE_ALIKE)
    assert sheets._check(1, 3, line) == sheets._check(2, 3, line)
    one, other, third = spelled([bytes(16), bytes(16), bytes(8) + TWICE_ALIKE])
    assert both(other, third) == both(one, third) == both(one, other)


@given(PADS)
def test_sheets_may_be_typed_carelessly(pads):
    one, other, _third = spelled(pads)
    careless = one.replace("0", "o").replace("1", "l").replace("-", " ").lower()
    assert both(f" {careless}\t", other) == both(one, other)


def test_a_set_that_was_printed_before_opens_what_is_made_by_it(tmp_path):
    code = keys.new_recovery_code(split=True)
    first = keys.Newcomer(NAME, WORDS, FLOOR, code)
    made, told = keys.found_vault(tmp_path / "v", first)
    assert told == code
    two = "+".join(code.split("+")[1:])
    assert keys.unlock_with_recovery(tmp_path / "v", two).store_key == made.store_key


def test_whoever_takes_a_printed_set_seals_backups_to_it(vault):
    code = keys.new_recovery_code(split=True)
    now = keys.take_recovery(vault.home, vault.unlocked, code)
    assert now.recovery_key == bytes(recovery.backup_key(recovery.read(code)).public_key)
    assert now.recovery_key == keys.unlock(vault.home, NAME, WORDS).recovery_key


def test_no_two_sets_are_alike():
    made = [keys.new_recovery_code(split=True) for _ in range(20)]
    assert len({bytes(recovery.read(one)) for one in made}) == 20
    assert len({one for code in made for one in code.split("+")}) == 60
