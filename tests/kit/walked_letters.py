"""The letters of a practice workbook by the verb: every kind of them to every kind of service."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

from reading import heard
from told_everything import bare

import texts
from casework.team.worker import Role
from desktop.bootstrap import now, open_workbook
from desktop.command.parser import build
from desktop.desk import Desk, Secrets
from desktop.practice.practising import make
from desktop.verbs import letters

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = ("accompaniment", "referral", "support", "transfer")
PURPOSES = ("referral", "residence_or_status_claim", "transfer")
LANGUAGES = tuple(sorted(texts.letter_languages()))


class Office:
    """A practice workbook, and one case in it that agreed to a letter of each kind to everybody."""

    def __init__(self, home: Path) -> None:
        users = make(home, 3, seed=7)
        user = next(one for one in users if one.role is Role.CASEWORKER)
        self.workbook = open_workbook(home, user.name, user.passphrase)
        self.desk = Desk(home, user.name, as_json=True, secrets=Secrets(None, io.StringIO()),
                         out=io.StringIO(), _workbook=self.workbook)  # fmt: skip
        office = self.workbook.office
        self.services = {one.recipient.kind: one for one in office.services.all()}
        self.case = office.answers.record(None, "intake", VISIT, "en").case_code
        until = (now().date() + timedelta(days=90)).isoformat()
        grants = [
            {
                "purpose": purpose,
                "recipient": service.code,
                "categories": ["demographic", "contact", "needs"],
                "items": ["name_used"],
                "valid_until": until,
            }
            for purpose in PURPOSES
            for service in self.services.values()
        ]
        office.answers.record(self.case, "consent", AGREED | {"grants": grants}, "en")
        self._parser = build()

    def close(self) -> None:
        self.workbook.close()

    def written(self, folder: Path, letter: str, kind: str, language: str) -> dict[str, bytes]:
        """Write a letter and what goes with it by the verb; return the papers by their names."""
        names = ("letter", "own", "cover", "reply")
        out, own, cover, reply = (folder / f"{name}.pdf" for name in names)
        to = self.services[kind].name
        words = ["letter", self.case, "--to", to, "--kind", letter, "--language", language]
        words += ["--own-copy", str(own), "--cover", str(cover), "--reply-page", str(reply)]
        letters.letter(self.desk, self._parser.parse_args([*words, "--out", str(out)]))
        papers = {path.stem: path.read_bytes() for path in (out, own, cover, reply)}
        for path in (out, own, cover, reply):
            path.unlink()
        return papers


VISIT = {
    "limits_explained": "yes",
    "name_used": "CANARY-NAME",
    "languages": ["ar"],
    "sex": "female",
    "birth_precision": "year",
    "birth_year": 2001,
    "phone": "+000 55 7654321",
    "must_not": "CANARY-MUST-NOT",
    "account": "CANARY-ACCOUNT",
    "id_numbers": "CANARY-IDNUMBER",
    "home": "CANARY-ADDRESS",
    "hiv": "CANARY-HIV",
    "staff_notes": "CANARY-STAFF",
}
AGREED = {
    "limits_explained": "yes",
    "means": "verbal",
    "given_by": "survivor",
    "case_service": "given",
}
SECRETS = ("ACCOUNT", "IDNUMBER", "ADDRESS", "HIV", "STAFF")


def check_letter(office: Office, papers: dict[str, bytes], letter: str, language: str) -> None:
    """See that each paper says what it is, and nothing that she did not agree to."""
    said = {name: " ".join(words for _, words in heard(data)) for name, data in papers.items()}
    title = texts.say(f"letter.{letter}.title", language=language)
    assert bare(title) in bare(said["letter"])
    for name in ("letter", "own"):
        assert "CANARY-NAME" in said[name]
        assert "CANARY-MUST-NOT" in said[name]
    for name in ("cover", "reply"):
        assert "CANARY" not in said[name]
    for words in said.values():
        assert office.case not in words
        assert "7654321" not in bare(words)
        assert not [one for one in SECRETS if f"CANARY-{one}" in words]
