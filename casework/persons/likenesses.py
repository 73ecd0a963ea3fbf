"""The desk for likenesses: who may be known already, and what two cases have to do with each other.

It looks among the cases of this workbook that this worker may reach, and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.changes import Change
from casework.persons.likeness import alike
from casework.persons.pair import Pair, PairAnswer, PairRefused
from casework.persons.traits import sought, traits_of
from casework.records.case import CaseStatus
from casework.records.entries import by_field
from casework.team.seat import case_named
from casework.team.worker import Act, demand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.answers.filling import Sheet
    from casework.persons.pair import Together
    from casework.persons.traits import Traits
    from casework.ports.likenesses import Bearer
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat
    from forms.document import FormDoc

# More than these are no help: whoever needs them searches.
_MOST_NAMED: Final = 3


class LikenessDesk:
    """What a worker may ask about cases that may be of one person, and say of them."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def before(self, sheet: Sheet, doc: FormDoc) -> Sequence[str]:
        """Return the codes of a few cases that may already be of the person a form tells of."""
        told = traits_of(by_field(sheet.model, doc), self._seat.now().date())
        with self._seat.begin(Act.RECORD) as work:
            here = case_named(work, sheet.case_code).id if sheet.case_code else ""
            return _shown(work, here, told)

    def of(self, code: str) -> Sequence[str]:
        """Return the codes of a few cases that may be of the same person as one that is not masked.

        Raises NotFound.
        """
        with self._seat.begin(Act.READ_CASES) as work:
            here = case_named(work, code).id
            return _shown(work, here, work.likenesses.bearer(here).traits)

    def pairs(self) -> Sequence[Pair]:
        """Return two and two cases that may be of one person, A to Z by code."""
        with self._seat.begin(Act.READ_CASES) as work:
            twice = {_ids(two): two for two in work.likenesses.of_one_submission()}
            near = {
                _ids((one, other)): (one, other)
                for one, other in work.likenesses.pairs()
                if alike(one.traits, other.traits)
            }
            found = [_pair(work, two, key in twice) for key, two in (near | twice).items()]
            work.note("likeness_listed", reason=str(len(found)))
        return sorted(found, key=lambda pair: (pair.one, pair.other))

    def together(self, codes: Sequence[str]) -> Mapping[str, Together]:
        """Return which of some cases are kept with others of the same person, and with which."""
        with self._seat.begin(Act.READ_CASES) as work:
            found = {case.id: case.code for case in map(work.cases.by_code, codes) if case}
            known = work.likenesses.together(found)
        return {found[case]: together for case, together in known.items()}

    def say(self, one: str, other: str, answer: PairAnswer) -> Change:
        """Keep what somebody says of two cases who has seen both.

        Raises NotPermitted where cases behind a wall would part and she could not lift it.
        """
        with self._seat.begin(Act.RECORD) as work:
            first, second = case_named(work, one), case_named(work, other)
            if first.id == second.id:
                raise PairRefused("pair_of_one")
            if answer is PairAnswer.SAME:
                _demand_apart(work, first, second)
            elif _share_a_wall(work, first, second):
                # What a wall around one kept from somebody, she would find in the other again.
                demand(self._seat.worker, Act.PEOPLE)
            work.likenesses.keep(first.id, second.id, answer)
            change = Change(f"pair_{answer.value}", first.id, first.code, reason=second.id)
            work.commit(change)
        return change


def _shown(work: UnitOfWork, here: str, told: Traits) -> Sequence[str]:
    """Return a few cases that are like what is known of one, and note that they were shown."""
    found = [
        one
        for one in work.likenesses.near(sought(told), here)
        if alike(told, one.traits) and not _was_answered(work, here, one)
    ][:_MOST_NAMED]
    if found:
        work.note("likeness_shown", here, " ".join(one.case_id for one in found))
    return [one.code for one in found]


def _demand_apart(work: UnitOfWork, head: CaseSummary, part: CaseSummary) -> None:
    """Refuse to put two cases together one of which goes, or hangs on a third.

    All point to one case, so that taking one apart takes nothing else along.
    """
    if CaseStatus.ERASURE_DUE in {head.status, part.status}:
        raise PairRefused("pair_erased")
    known = work.likenesses.together([head.id, part.id])
    over = known.get(head.id)
    if part.id in known or (over is not None and over.head != head.code):
        raise PairRefused("pair_joined_before")


def _share_a_wall(work: UnitOfWork, one: CaseSummary, other: CaseSummary) -> bool:
    """Return whether two cases are one person's, around whom a wall stands."""
    said = work.likenesses.answer(one.id, other.id)
    return said is PairAnswer.SAME and bool(work.walls.of(one.id))


def _ids(two: tuple[Bearer, Bearer]) -> tuple[str, str]:
    one, other = two
    return one.case_id, other.case_id


def _pair(work: UnitOfWork, two: tuple[Bearer, Bearer], same_submission: bool) -> Pair:
    one, other = two
    first, second = sorted((one.code, other.code))
    clear = work.glass.is_clear(one.case_id) and work.glass.is_clear(other.case_id)
    return Pair(first, second, masked=not clear, same_submission=same_submission)


def _was_answered(work: UnitOfWork, here: str, one: Bearer) -> bool:
    """Return whether somebody said already what two cases have to do with each other."""
    return bool(here) and work.likenesses.answer(here, one.case_id) not in {None, PairAnswer.APART}
