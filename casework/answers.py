"""The desk for answers: what is asked, and recording what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casework.case import CaseStatus, step
from casework.changes import Change
from casework.consent_form import FORM as CONSENT
from casework.consent_form import Sitting, read_consent
from casework.grant import OWN_OFFICE, Purpose
from casework.grants import next_moment
from casework.ids import new_case_code, new_id, new_service_code
from casework.people import Act
from casework.seat import NotFound, case_named
from casework.service import Service
from forms.answers import fill, label_view, questions
from forms.session import open_session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from casework.case import CaseSummary
    from casework.ports import UnitOfWork
    from casework.seat import Seat
    from forms.answers import FormDoc, Problem
    from forms.model import FormModel

_SERVICE = "service"
_LIMITS_EXPLAINED = "case.limits_explained"


class UnknownForm(Exception):
    """Raised when no published form has that id."""


class AnswersRefused(Exception):
    """Raised when answers do not fit their form: nothing is kept; names questions, never answers."""

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

    def questions(self, form_id: str, language: str) -> list[dict[str, Any]]:
        """Return what a form asks, ready for JSON."""
        with self._seat.begin(Act.RECORD) as work:
            model = _model(work, form_id)
            return questions(model, language, _externals(work))

    def record(
        self, case_code: str | None, form_id: str, answers: Mapping[str, Any], language: str
    ) -> Change:
        """Record answers given by question name; without a case code a new case is opened.

        Raises AnswersRefused with every problem; then nothing is kept.
        """
        with self._seat.begin(Act.RECORD) as work:
            model = _model(work, form_id)
            session = open_session(model, None, self._seat.now, language, _externals(work))
            problems = fill(session, answers)
            if problems:
                raise AnswersRefused(problems)
            return self._keep(work, case_code, model, session.finish())

    def _keep(
        self, work: UnitOfWork, case_code: str | None, model: FormModel, doc: FormDoc
    ) -> Change:
        if model.form_id == _SERVICE:
            change = _keep_service(work, model, doc)
        else:
            case = self._case(work, case_code, model.form_id)
            change = self._keep_in_case(work, case, model, doc)
        work.commit(change)
        return change

    def _case(self, work: UnitOfWork, case_code: str | None, form_id: str) -> CaseSummary:
        if case_code is not None:
            return case_named(work, case_code)
        if form_id == CONSENT:
            raise NotFound("case_not_found")
        code = new_case_code()
        work.cases.add(code, self._seat.now().date())
        return case_named(work, code)

    def _keep_in_case(
        self, work: UnitOfWork, case: CaseSummary, model: FormModel, doc: FormDoc
    ) -> Change:
        if model.form_id == CONSENT:
            return self._keep_consent(work, case, model, doc)
        now = self._seat.now()
        instance = work.documents.add(case.id, model, doc, now)
        if _mapped(model, doc).get(_LIMITS_EXPLAINED) == "yes":
            work.cases.limits_were_explained(case.id, now)
        return Change("answers_recorded", case.id, case.code, instance, model.form_id)

    def _keep_consent(
        self, work: UnitOfWork, case: CaseSummary, model: FormModel, doc: FormDoc
    ) -> Change:
        at = next_moment(work, case.id, self._seat.now())
        sitting = Sitting(at, self._seat.worker.id, doc.language, work.services.all())
        said = read_consent(by_name(model, doc), sitting)
        for service in said.services:
            work.services.add(service)
        work.consents.add(case.id, said.event, said.grants)
        if said.event.limits_explained:
            work.cases.limits_were_explained(case.id, at)
        _open_when_agreed(work, case, said.event.at)
        return Change("consent_recorded", case.id, case.code, said.event.id, said.event.kind)


def _open_when_agreed(work: UnitOfWork, case: CaseSummary, at: datetime) -> None:
    """Open a draft case once she agreed that the team works with it, after the explanation."""
    agreed = work.consents.of(case.id).in_force(Purpose.CASE_SERVICE, OWN_OFFICE, at)
    explained = work.cases.have_limits_explained(case.id)
    if agreed and explained and case.status is CaseStatus.DRAFT:
        status = step(case.status, CaseStatus.OPEN, limits_explained=explained)
        work.cases.set_status(case.id, status)


def _keep_service(work: UnitOfWork, model: FormModel, doc: FormDoc) -> Change:
    details = by_name(model, doc)
    service = Service(
        id=new_id().hex(),
        code=new_service_code(),
        name=details.pop("name"),
        kind=details.pop("kind"),
        details={name: _joined(value) for name, value in details.items()},
    )
    work.services.add(service)
    return Change("service_added", subject_id=service.id, reason=service.code)


def _joined(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple | list) else str(value)


def _externals(work: UnitOfWork) -> dict[str, list[dict[str, str]]]:
    """Return the lists that the store knows and forms choose from."""
    rows = [{"name": one.code, "label": one.name, "kind": one.kind} for one in work.services.all()]
    return {"services": rows}


def _model(work: UnitOfWork, form_id: str) -> FormModel:
    model = work.documents.model(form_id)
    if model is None:
        raise UnknownForm(form_id)
    return model


def _mapped(model: FormModel, doc: FormDoc) -> dict[str, object]:
    """Return the top-level answers by the field their question maps to."""
    fields = {question.qid: question.map for question in model.questions()}
    return {fields[qid]: value for qid, value in doc.values.items() if fields.get(qid)}
