"""One letter on its way out: numbered, set on paper, and kept in the register with what it told."""

from __future__ import annotations

import enum
import hashlib
import hmac
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from casework.ids import check_code, new_letter_number
from casework.referrals.letter import Letter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.disclosure import Disclosure, Told, Withheld
    from casework.ports.stores import UnitOfWork
    from casework.referrals.letter import LetterFacts
    from casework.referrals.referral import Referral


class Companion(enum.StrEnum):
    """A paper that may go beside a letter and tells no more than it does."""

    OWN_COPY = "own"
    COVER = "cover"
    REPLY = "feedback"


class Typesetter(Protocol):
    """Whoever sets a disclosure as a letter."""

    def typeset(self, disclosure: Disclosure, facts: LetterFacts, passphrase: str | None) -> bytes:
        """Return a letter as PDF, encrypted when there is a passphrase."""
        ...

    def companion(
        self, which: Companion, disclosure: Disclosure, facts: LetterFacts, passphrase: str | None
    ) -> bytes:
        """Return a paper that goes beside a letter as PDF, encrypted as the letter is."""
        ...


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter as it goes out: its facts, the paper, and the words that open it if it is locked."""

    facts: LetterFacts
    plain: bytes = field(repr=False)
    pdf: bytes = field(repr=False)
    passphrase: str | None = field(repr=False)


def printed(
    work: UnitOfWork,
    papers: Typesetter,
    disclosure: Disclosure,
    facts: LetterFacts,
    passphrase: str | None,
) -> Printed:
    """Return a letter with a number and a check code of its own, set on paper."""
    numbered = replace(facts, number=new_letter_number())
    code = check_of(work.letters.check_key(), numbered, disclosure.told)
    facts = replace(numbered, check_code=code)
    plain = papers.typeset(disclosure, facts, None)
    pdf = papers.typeset(disclosure, facts, passphrase) if passphrase else plain
    return Printed(facts, plain, pdf, passphrase)


def registered(
    letter: Printed,
    disclosure: Disclosure,
    referral: Referral,
    withheld: Iterable[Withheld],
    by: tuple[str, str],
) -> Letter:
    """Return the line of the register; `by` is the edition of the template and the worker."""
    facts, (template, worker_id) = letter.facts, by
    return Letter(
        number=facts.number,
        case_id=referral.case_id,
        referral_id=referral.id,
        service_id=referral.service_id,
        purpose=disclosure.purpose.value,
        kind=facts.kind,
        language=disclosure.language,
        template=template,
        issued_at=disclosure.at,
        issued_by=worker_id,
        valid_until=facts.valid_until,
        grant_ids=disclosure.grant_ids,
        told=tuple(told.item for told in disclosure.told),
        withheld=tuple(f"{item.item}:{item.reason}" for item in withheld),
        content=letter.plain,
        content_hash=hashlib.sha256(letter.plain).hexdigest(),
        check_code=facts.check_code,
        protected=letter.passphrase is not None,
    )


def check_of(key: bytes, facts: LetterFacts, told: Iterable[Told]) -> str:
    """Return the code by which the office confirms on the telephone that a letter is its own."""
    lines = [f"{one.item}\t{one.value}" for one in told]
    lines += [facts.asked] if facts.asked else []
    lines += [law.name for law in facts.laws]
    body = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    message = f"{facts.number}\n{facts.issued_on.isoformat()}\n{body}".encode()
    return check_code(hmac.digest(key, message, "sha256"))
