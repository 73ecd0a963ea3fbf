"""The desk for answers: what is asked, and recording what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casework.case import CaseStatus, step
from casework.changes import Change
from casework.consent import ConsentKind
from casework.consent_form import FORM as CONSENT
from casework.consent_form import Sitting, read_consent
from casework.consent_texts import age_band_of, consent_texts, newest_text
from casework.entries import by_field, by_name
from casework.filled import Filled
from casework.grant import OWN_OFFICE, Purpose
from casework.grants import next_moment
from casework.ids import new_case_code, new_id, new_service_code
from casework.seat import NotFound, case_named
from casework.service import Service
from casework.signing import not_signed
from casework.worker import Act
from forms.answers import fill, questions
from forms.checks import Problem
from forms.session import open_session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from casework.case import CaseSummary
    from casework.ports import UnitOfWork
    from casework.seat import Seat
    from forms.model import FormModel

_SERVICE = "service"
# Forms that are an act of their own; filling in any other is recording.
_ACTS = {_SERVICE: Act.SERVICES, CONSENT: Act.CONSENT}
# What every entry of the directory must say: no letter goes to nobody.
_OF_A_SERVICE = ("name", "kind")
_LIMITS_EXPLAINED = "case.limits_explained"


class UnknownForm(Exception):
    """Raised when no published form has that id."""


class AnswersRefused(Exception):
    """Raised when answers do not fit their form; nothing is kept. Names questions, not answers."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{problem.question} {problem.code}" for problem in problems))
        self.problems = tuple(problems)


class AnswersDesk:
    """What a worker may ask and record by forms."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def forms(self) -> Sequence[str]:
        """Return the ids of the forms there are."""
        with self._seat.begin(Act.RECORD) as work:
            return work.documents.form_ids()

    def questions(self, case_code: str | None, form_id: str, language: str) -> list[dict[str, Any]]:
        """Return what a form asks, ready for JSON."""
        with self._seat.begin(_act_of(form_id)) as work:
            case = case_named(work, case_code) if case_code else None
            if case is not None:
                work.note("questions_read", case.id, form_id)
            return questions(_model(work, form_id), language, _externals(work, case))

    def record(
        self, case_code: str | None, form_id: str, answers: Mapping[str, Any], language: str
    ) -> Change:
        """Record answers given by question name; without a case code a new case is opened.

        Raises AnswersRefused with every problem; then nothing is kept.
        """
        with self._seat.begin(_act_of(form_id)) as work:
            case = case_named(work, case_code) if case_code else None
            model = _model(work, form_id)
            lists = _externals(work, case)
            session = open_session(model, None, self._seat.now, language, lists)
            problems = fill(session, answers)
            if problems:
                raise AnswersRefused(problems)
            filled = Filled(model, session.finish(), language)
            change = self._keep(work, case, filled)
            work.commit(change)
        return change

    def _keep(self, work: UnitOfWork, case: CaseSummary | None, filled: Filled) -> Change:
        form = filled.model.form_id
        if form == _SERVICE:
            return _keep_service(work, filled)
        if form == CONSENT:
            return self._keep_consent(work, _existing(case), filled)
        return self._keep_document(work, case or self._new_case(work), filled)

    def _new_case(self, work: UnitOfWork) -> CaseSummary:
        code = new_case_code()
        work.cases.add(code, self._seat.now().date())
        return case_named(work, code)

    def _keep_document(self, work: UnitOfWork, case: CaseSummary, filled: Filled) -> Change:
        now = self._seat.now()
        instance = work.documents.add(case.id, filled, now)
        if by_field(filled.model, filled.doc).get(_LIMITS_EXPLAINED) == "yes":
            work.cases.limits_were_explained(case.id, now)
        form = filled.model.form_id
        return Change("answers_recorded", case.id, case.code, instance, form)

    def _keep_consent(self, work: UnitOfWork, case: CaseSummary, filled: Filled) -> Change:
        now = self._seat.now()
        at = next_moment(work, case.id, now)
        age_band = age_band_of(work.documents.file_of(case), now.date())
        answers = by_name(filled.model, filled.doc)
        sitting = Sitting(
            at=at,
            today=now.date(),
            worker_id=self._seat.worker.id,
            language=filled.language,
            text_version=newest_text(age_band).id,
            age_band=age_band,
            services=work.services.all(),
        )
        said = read_consent(answers, sitting)
        if said.event.kind is not ConsentKind.REFUSED:
            _demand_signatories(age_band, answers)
        for service in said.services:
            work.services.add(service)
        work.consents.add(case.id, said.event, said.grants)
        if said.event.limits_explained:
            work.cases.limits_were_explained(case.id, at)
        _open_when_agreed(work, case, at)
        return Change("consent_recorded", case.id, case.code, said.event.id, said.event.kind)


def _demand_signatories(age_band: str, answers: Mapping[str, Any]) -> None:
    """Refuse a yes that whoever has to agree has not given."""
    missing = [
        Problem(f"/data/{question}", question, f"consent.{question}", code)
        for question, code in not_signed(age_band, answers)
    ]
    if missing:
        raise AnswersRefused(missing)


def _act_of(form_id: str) -> Act:
    """Return what a worker must be allowed to do to fill in a form."""
    return _ACTS.get(form_id, Act.RECORD)


def _open_when_agreed(work: UnitOfWork, case: CaseSummary, at: datetime) -> None:
    """Open a draft case once she agreed that the team works with it, after the explanation."""
    agreed = work.consents.of(case.id).in_force(Purpose.CASE_SERVICE, OWN_OFFICE, at)
    explained = work.cases.have_limits_explained(case.id)
    if agreed and explained and case.status is CaseStatus.DRAFT:
        status = step(case.status, CaseStatus.OPEN, limits_explained=explained)
        work.cases.set_status(case.id, status)


def _existing(case: CaseSummary | None) -> CaseSummary:
    """Return the case that consent is recorded in; nobody agrees to anything without one."""
    if case is None:
        raise NotFound("case_not_found")
    return case


def _keep_service(work: UnitOfWork, filled: Filled) -> Change:
    details = by_name(filled.model, filled.doc)
    missing = [name for name in _OF_A_SERVICE if not details.get(name)]
    if missing:
        raise AnswersRefused([Problem(f"/data/{one}", one, one, "required") for one in missing])
    service = Service(
        id=new_id().hex(),
        code=new_service_code(),
        name=details.pop("name"),
        kind=details.pop("kind"),
        active=details.pop("active", "yes") == "yes",
        details={name: _joined(value) for name, value in details.items()},
    )
    work.services.add(service)
    return Change("service_added", subject_id=service.id, reason=service.code)


def _joined(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple | list) else str(value)


def _externals(work: UnitOfWork, case: CaseSummary | None) -> dict[str, list[dict[str, str]]]:
    """Return the lists that the store knows and forms choose from."""
    services = work.services.all()
    episodes = work.documents.episodes(case) if case else ()
    return {
        "services": [{"name": one.code, "label": one.name} for one in services],
        "episodes": [{"name": one, "label": f"{n}"} for n, one in enumerate(episodes, start=1)],
        "consent_texts": [{"name": one.id, "label": one.id} for one in consent_texts()],
    }


def _model(work: UnitOfWork, form_id: str) -> FormModel:
    model = work.documents.model(form_id)
    if model is None:
        raise UnknownForm(form_id)
    return model
