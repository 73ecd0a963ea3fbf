"""Letters that tell more than is agreed to since she agreed to less: they are called back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.consent.consequences import Reached
from casework.consent.ending import follow_up, letters_out
from casework.consent.grant import Purpose
from casework.disclosure import Request, agreed_to
from casework.need_to_know import Need, items, need_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from casework.consent.grant import Consents, Grant
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.records.casefile import CaseFile
    from casework.team.seat import Seat


class Narrowed:
    """What held in all cases of a person until she says yes anew, perhaps to less."""

    def __init__(self, work: UnitOfWork, case: CaseSummary) -> None:
        self._work, self._case = work, case
        others = (key for key, _ in work.likenesses.others(case.id))
        self._before = work.consents.those([case.id, *others])

    def carry_out(self, seat: Seat, said: Collection[Grant]) -> None:
        """Recall what tells more, or for longer, than is agreed to now, and keep whom to tell."""
        now, me = seat.now(), seat.worker.id
        for case_id, holds in self._work.consents.those(self._before).items():
            numbers = set(self._wider(case_id, holds, said, now))
            out = letters_out(self._work, case_id) if numbers else ()
            letters = [one for one in out if one.number in numbers]
            for letter in letters:
                self._work.letters.recall(case_id, letter.number, now, "narrowed")
            mine = case_id == self._case.id
            worker = me if mine else self._work.caseload.worker_of(case_id) or me
            for purpose in sorted({one.purpose for one in letters}):
                found = tuple(one for one in letters if one.purpose == purpose)
                ended = Purpose(purpose), Reached(letters=found, referrals=())
                follow_up(self._work, (case_id, worker), ended, now)

    def _wider(
        self, case_id: str, holds: Consents, said: Collection[Grant], now: datetime
    ) -> Iterator[str]:
        """Yield the numbers of letters of a case about which something was said that are wider.

        What she says in one case replaces her yes in the others: letters on it go with it.
        """
        out = {one.number for one in letters_out(self._work, case_id)} if said else set()
        sent = [one for one in self._work.notices.letters(case_id) if one.number in out]
        to = {one.id: one for one in self._work.services.these({one.service_id for one in sent})}
        mine = case_id == self._case.id
        file = self._work.documents.file_of(self._case, now.date()) if sent and mine else None
        spoken = self._before[self._case.id], self._work.consents.of(self._case.id)
        change = _Change(self._before[case_id], holds, file, spoken)
        for letter in sent:
            purpose, who = Purpose(letter.purpose), to[letter.service_id].recipient
            if letter.valid_until < now.date() or not any(
                one.concerns(purpose, who) for one in said
            ):
                continue
            last = now + (letter.valid_until - now.date())
            asked = (Request(purpose, who, tuple(items().values()), at) for at in (now, last))
            if any(change.leaves_wider(frozenset(letter.told), one) for one in asked):
                yield letter.number


@dataclass(frozen=True, slots=True)
class _Change:
    """What held in one case and what holds now.

    `spoken` is the same of the case in which she said something; of another than that nobody need
    see the file.
    """

    before: Consents
    after: Consents
    file: CaseFile | None
    spoken: tuple[Consents, Consents]

    def leaves_wider(self, told: frozenset[str], asked: Request) -> bool:
        """Return whether of some items that were told something may be told no more."""
        about = asked.purpose, asked.recipient, asked.at
        stood = self.before.in_force(*about)
        if self.after.in_force(*about):
            return self.file is not None and self._tells_more(self.file, told, asked, stood)
        if self.file is not None:
            return bool(stood)
        # What she said in another case allows nothing here; a letter that is out it may bear, and
        # may have borne already. Of one that nothing bore, all that is left out counts.
        was, anew = (one.in_force(*about) for one in self.spoken)
        kind = asked.recipient.kind
        return not all(_bears(anew, one, told, kind) for one in stood or was or (None,))

    def _tells_more(
        self, file: CaseFile, told: frozenset[str], asked: Request, stood: Collection[Grant]
    ) -> bool:
        now = agreed_to(file, self.after, asked)
        # Of a letter whose ground was paused nobody knows what of it was agreed to then.
        was = agreed_to(file, self.before, asked) if stood else {}
        still = {item for (item, _), agreed in now.items() if agreed}
        return any(
            item in told and (item not in still or was.get((item, entry), True))
            for (item, entry), agreed in now.items()
            if not agreed
        )


def _bears(anew: Collection[Grant], before: Grant | None, told: frozenset[str], kind: str) -> bool:
    """Return whether grants said in another case allow all that a letter told on one before them.

    What is told by its category is asked under that category; of what else was told nobody sees
    here under which, so that any kind of information left out anew may be it.
    """
    out = frozenset[str]().union(*(one.excluded for one in anew))
    episodes = frozenset[str]().union(*(one.excluded_episodes for one in anew))
    if before is not None:
        out, episodes = out - before.excluded, episodes - before.excluded_episodes
    if not anew or episodes or not told <= items().keys():
        return False
    for item in (items()[name] for name in told):
        by_category = need_of(item, kind) is Need.IN
        named = {item.id, item.category, *item.fields}
        if out & named or not (by_category or out <= items().keys()):
            return False
        if not any(
            item.id in one.items or (by_category and item.category in one.categories)
            for one in anew
        ):
            return False
    return True
