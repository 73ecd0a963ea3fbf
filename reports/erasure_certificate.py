"""The certificate of an erasure: what is gone, and what is out of reach; it names nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import texts
from reports.page import Surround, compose
from reports.paper import Paper
from reports.setting import Setter
from texts.dates import long_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from reportlab.platypus.flowables import Flowable

_AIR: Final = 14.0
_GONE: Final = ("forms", "letters", "files", "search")
_NEVER: Final = ("paper", "figures", "machine")


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says: whose office, when, and how much; no name, no code of a case."""

    office: str
    done_on: date
    backups_until: date
    forms: int
    letters: int
    files: int
    language: str


def certificate_pdf(facts: CertificateFacts) -> bytes:
    """Return the certificate as PDF."""
    paper = Paper(facts.language)
    story = list(_story(Setter(paper), facts))
    title = _say("certificate.title", facts)
    return compose(paper, story, Surround(title, "", "", practice=False))


def _story(setter: Setter, facts: CertificateFacts) -> Iterator[Flowable]:
    styles = setter.styles
    day, until = (long_date(one, facts.language) for one in (facts.done_on, facts.backups_until))
    yield setter.text(_say("certificate.title", facts), styles.title)
    yield setter.text(_say("certificate.what", facts, office=facts.office, day=day), styles.body)
    heading = replace(styles.heading, before=_AIR)
    yield setter.text(_say("certificate.gone", facts), heading)
    counts = {"forms": facts.forms, "letters": facts.letters, "files": facts.files}
    gone = [_say(f"certificate.gone.{one}", facts, n=counts.get(one, 0)) for one in _GONE]
    yield from setter.items(gone, styles.item)
    yield setter.text(_say("certificate.left", facts), heading)
    yield setter.text(_say("certificate.left.words", facts), styles.body)
    yield setter.text(_say("certificate.out_of_reach", facts), heading)
    beyond = [_say("certificate.beyond.backups", facts, day=until)]
    if facts.letters:
        beyond.append(_say("certificate.beyond.letters", facts))
    beyond += [_say(f"certificate.beyond.{one}", facts) for one in _NEVER]
    yield from setter.items(beyond, styles.item)
    yield setter.text(_say("certificate.return", facts), heading)


def _say(text_id: str, facts: CertificateFacts, **values: object) -> str:
    return texts.say(text_id, language=facts.language, audience="person", **values)
